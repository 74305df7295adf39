/* contract_load.c - contract.yaml from text to a checked struct. */
#include "contract/contract_checks.h"
#include "contract/contract_method.h"
#include "contract/contract_schema.h"
#include "util/file.h"

#define FORMAT 1
#define TERM_MAX_YEARS 30

static void check_version(struct checker *k) {
    struct intval v = k->c->version;
    if (v.set && v.v != FORMAT)
        diag2(k->d, DIAG_CONTRACT_VERSION, span_place(v.at), str_fmt(k->a, "%lld", (long long)v.v),
              str_fmt(k->a, "%d", FORMAT));
}

static void check_term(struct checker *k) {
    const struct contract_head *h = &k->c->head;
    if (!h->from.set || !h->to.set)
        return;
    if (h->to.v < h->from.v)
        diag2(k->d, DIAG_TERM_ORDER, span_place(h->to.at), civil_text_day(k->a, h->to.v),
              civil_text_day(k->a, h->from.v));
    else if (h->to.v >= day_add_months(h->from.v, TERM_MAX_YEARS * 12))
        diag1(k->d, DIAG_TERM_LONG, span_place(h->to.at), str_fmt(k->a, "%d", TERM_MAX_YEARS));
    else
        k->c->term = (struct term){h->from.v, h->to.v + 1, h->quarters.set && h->quarters.v == 1};
}

void check_head(struct checker *k) {
    const struct contract_head *h = &k->c->head;
    check_version(k);
    check_term(k);
    check_positive(k, "amount", h->amount.set, h->amount.fen, h->amount.at);
    if (h->signed_on.set && h->from.set && h->signed_on.v > h->from.v)
        diag2(k->d, DIAG_SIGNED_LATE, span_place(h->signed_on.at), civil_text_day(k->a, h->signed_on.v),
              civil_text_day(k->a, h->from.v));
}

static void check_all(struct checker *k) {
    check_head(k);
    check_calendars(k);
    check_records(k);
    names_gather(k->a, k->c, &k->names);
    check_ids(k);
    check_targets(k);
    check_obligations(k);
    check_checks(k);
    check_kpis(k);
    check_deductions(k);
    check_payments(k);
    check_documents(k);
    check_clauses(k);
}

struct contract *contract_load(struct arena *a, struct diags *d, str dir) {
    struct contract_file *file = ARENA_NEW(a, struct contract_file);
    struct checker k = {.a = a, .d = d, .c = &file->c};
    struct source *src =
        file_source(a, d, path_join(a, dir, S("contract.yaml")), S("contract.yaml"), (struct place){0});
    struct ynode *root = src ? ynode_parse(a, d, src, src->text, 0) : NULL;
    if (!root || !schema_expect(d, FIELD_MAP, S("contract.yaml"), root))
        return NULL;
    file->c.src = src;
    schema_read(a, d, root, &contract_schema, file);
    contract_method_read(a, d, file->method, &file->c.method);
    check_all(&k);
    return &file->c;
}
