/* contract_known.c - names that only the record types and the templates can confirm. */
#include "contract/contract_names.h"

struct known {
    struct arena *a;
    struct diags *d;
    struct names names;
};

static void know(struct known *k, const str *names, size_t n, unsigned kind) {
    for (size_t i = 0; i < n; i++)
        names_add(k->a, &k->names, (struct name){.text = names[i], .kind = kind, .index = i});
}

static void one(struct known *k, enum thing thing, sval v) {
    names_resolve(&k->names, k->a, k->d, thing, v);
}

/* "record.column": which columns a record has is for the store to say. */
static void record_of(struct known *k, sval after) {
    ptrdiff_t dot = str_find(after.v, S("."));
    if (dot > 0)
        one(k, THING_TYPE, (sval){str_slice(after.v, 0, (size_t)dot), after.at});
}

static void check_types(struct known *k, const struct contract *c) {
    for (size_t i = 0; i < c->records.n; i++)
        one(k, THING_TYPE, c->records.at[i].type);
    for (size_t i = 0; i < c->targets.n; i++)
        one(k, THING_TYPE, c->targets.at[i].on);
    for (size_t i = 0; i < c->obligations.n; i++) {
        one(k, THING_TYPE, c->obligations.at[i].on);
        record_of(k, c->obligations.at[i].due.after);
        one(k, THING_TYPE, c->obligations.at[i].only_if.on);
    }
    for (size_t i = 0; i < c->checks.n; i++) {
        one(k, THING_TYPE, c->checks.at[i].on);
        record_of(k, c->checks.at[i].due.after);
    }
    names_resolve_all(&k->names, k->a, k->d, THING_TYPE, c->mask.contacts);
    for (size_t i = 0; i < c->kpis.n; i++) {
        one(k, THING_TYPE, c->kpis.at[i].share.of);
        one(k, THING_TYPE, c->kpis.at[i].availability.of);
    }
}

/* No money may hang on a name that could mean two things. */
static void check_requires(struct known *k, struct svals requires) {
    names_resolve_all(&k->names, k->a, k->d, THING_PROOF, requires);
    for (size_t i = 0; i < requires.n; i++)
        names_report_ambiguous(&k->names, k->d, KIND_RULES | KIND_TYPE | KIND_TEMPLATE, requires.at[i]);
}

static void check_handed_over(struct known *k, const struct contract *c) {
    for (size_t i = 0; i < c->payments.n; i++) {
        record_of(k, c->payments.at[i].due.after);
        check_requires(k, c->payments.at[i].requires);
    }
    for (size_t i = 0; i < c->documents.n; i++) {
        one(k, THING_TEMPLATE, c->documents.at[i].template);
        one(k, THING_TYPE, c->documents.at[i].for_record);
        record_of(k, c->documents.at[i].due.after);
    }
    for (size_t i = 0; i < c->clauses.n; i++)
        names_resolve_all(&k->names, k->a, k->d, THING_PROOF, c->clauses.at[i].covered_by);
}

void contract_check_names(const struct contract *c, struct arena *a, struct diags *d, const str *types,
                          size_t n_types, const str *templates, size_t n_templates) {
    struct known k = {.a = a, .d = d};
    names_gather(a, c, &k.names);
    know(&k, types, n_types, KIND_TYPE);
    know(&k, templates, n_templates, KIND_TEMPLATE);
    names_sort(&k.names);
    check_types(&k, c);
    check_handed_over(&k, c);
}
