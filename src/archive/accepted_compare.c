/* accepted_compare.c - today's figures against what was accepted, and why they differ. */
#include <stdlib.h>
#include <string.h>

#include "archive/accepted.h"
#include "archive/snapshot.h"
#include "store/verdicts.h"
#include "util/hash.h"

struct comparison {
    struct arena *a;
    struct store *s;
    const struct contract *c;
    const struct accepted *acc;
    struct moves *out;
    struct row_changes rows;
};

/* -- what moved ----------------------------------------------------------------------------------- */

str figure_text(struct arena *a, const struct figure *f) {
    enum outcome outcome;
    if (!f->value.v.p)
        return S("—");
    if (!outcome_parse(f->outcome.v, &outcome))
        return f->value.v;
    return str_fmt(a, "%.*s %.*s", STR_ARG(f->value.v), STR_ARG(outcome_word(outcome, LANG_ZH)));
}

static bool same_figure(const struct figure *x, const struct figure *y) {
    return str_eq(x->outcome.v, y->outcome.v) && str_eq(x->value.v, y->value.v) && x->fen.set == y->fen.set &&
           x->fen.v == y->fen.v;
}

static bool is_open(const struct figure *f) {
    return str_eq(f->outcome.v, S("pending"));
}

static bool is_deduction(const struct figure *f) {
    return str_starts(f->code.v, S("deduction/"));
}

/* One of the two may be no figure: a code of NULL. */
static void put(struct comparison *k, const struct figure *before, const struct figure *after) {
    struct moved m = {.before = *before, .after = *after};
    if (is_deduction(before->code.v.p ? before : after))
        m.moved_fen = after->fen.v - before->fen.v;
    VEC_PUSH(k->a, k->out, m);
}

static int by_code(const void *x, const void *y) {
    const struct figure *p = x, *q = y;
    int order = str_cmp(p->code.v, q->code.v);
    return order ? order : str_cmp(p->basis.v, q->basis.v);
}

static struct figure *sorted(struct arena *a, const struct figures *list) {
    struct figure *at = ARENA_ARRAY(a, struct figure, list->n + 1);
    for (size_t i = 0; i < list->n; i++)
        at[i] = list->at[i];
    if (list->n)
        qsort(at, list->n, sizeof *at, by_code);
    return at;
}

static void compare_figures(struct comparison *k, const struct figures *was, const struct figures *is) {
    static const struct figure none = {0};
    struct figure *x = sorted(k->a, was), *y = sorted(k->a, is);
    for (size_t i = 0, n = 0; i < was->n || n < is->n;) {
        int order = i == was->n ? 1 : n == is->n ? -1 : by_code(&x[i], &y[n]);
        const struct figure *before = order <= 0 ? &x[i] : &none, *after = order >= 0 ? &y[n] : &none;
        if (order > 0 || (!is_open(before) && (order < 0 || !same_figure(before, after))))
            put(k, before, after);
        i += order <= 0;
        n += order >= 0;
    }
}

/* -- who pays ------------------------------------------------------------------------------------- */

static bool is_settled(const struct accepted *acc, str id) {
    for (size_t i = 0; i < acc->n_settled; i++)
        if (str_eq(acc->settled[i].payment, id))
            return true;
    return false;
}

/* The first payment whose deduction is still open; those without a day come last (payments.c). */
static str next_payment(struct comparison *k) {
    str id = {0};
    struct stmt *q = stmt_new(k->s, "SELECT rule FROM payment_result ORDER BY due_on IS NULL, due_on, rowid");
    while (!id.p && stmt_step(q))
        if (!is_settled(k->acc, stmt_text(q, 0)))
            id = str_dup(k->a, stmt_text(q, 0));
    stmt_free(q);
    return id;
}

static void assign_payment(struct comparison *k) {
    str next = next_payment(k);
    for (size_t i = 0; i < k->out->n; i++)
        if (k->out->at[i].moved_fen != 0)
            k->out->at[i].payment = next;
}

/* -- why ------------------------------------------------------------------------------------------ */

/* Does the rule of the figure look at this record type? Registers and events bear on all that look at incidents. */
static bool looks_at(struct comparison *k, str kind, str rule, str type) {
    static const char *const sql =
        "WITH r AS (SELECT ?1 AS kind, ?2 AS id UNION SELECT 'target', target FROM kpi_target WHERE ?1 = "
        "'kpi' AND kpi = ?2)"
        " SELECT record_type FROM rule JOIN r ON rule.kind = r.kind AND rule.id = r.id";
    struct stmt *q = stmt_new(k->s, sql);
    bool looks = false, any = false;
    stmt_bind_text(q, 1, kind);
    stmt_bind_text(q, 2, rule);
    while (stmt_step(q)) {
        str on = stmt_text(q, 0);
        any |= on.n > 0;
        looks |= str_eq(on, type);
    }
    stmt_free(q);
    return looks || !any || str_eq(type, S("event")) || str_eq(type, S("exclusion"));
}

/* "kpi/response@2025Q3" → kind kpi, rule response, label 2025Q3. */
static bool cut_code(str code, str *kind, str *rule, str *label) {
    if (!str_cut(&code, '/', kind))
        return false;
    str_cut(&code, '@', rule);
    *label = code;
    return true;
}

static str cause_text(struct arena *a, const struct row_change *c) {
    if (c->added || c->removed)
        return str_fmt(a, "%.*s %.*s %s", STR_ARG(c->source), STR_ARG(c->record), c->added ? "新增" : "删除");
    str none = S("—");
    return str_fmt(a, "%.*s %.*s %.*s %.*s → %.*s", STR_ARG(c->source), STR_ARG(c->record), STR_ARG(c->title),
                   STR_ARG(c->before.p ? c->before : none), STR_ARG(c->after.p ? c->after : none));
}

#define REASONS_MAX 3

/* The changed rows that the figure's rule looks at, first those that lie in its period; a deduction asks for its basis. */
static str reasons_of(struct comparison *k, const struct figure *f) {
    str kind, rule, label, code = is_deduction(f) && f->basis.v.n ? f->basis.v : f->code.v;
    struct period p = {0};
    struct sb b = {.a = k->a};
    if (!cut_code(code, &kind, &rule, &label))
        return S("");
    bool dated = period_parse(k->c->term, label, &p);
    for (int inside = 1; inside >= 0 && b.n == 0; inside--) {
        size_t found = 0;
        for (size_t i = 0; i < k->rows.n; i++) {
            struct row_change *c = &k->rows.at[i];
            bool in = dated && ((c->day >= p.from && c->day < p.to) ||
                                (c->day_before >= p.from && c->day_before < p.to));
            if ((inside && !in) || !looks_at(k, kind, rule, c->type->name.v) || ++found > REASONS_MAX)
                continue;
            c->cited = true;
            sb_addz(&b, b.n ? "；" : "");
            sb_add(&b, cause_text(k->a, c));
        }
        if (found > REASONS_MAX)
            sb_fmt(&b, "；等 %zu 处", found);
    }
    return b.n ? sb_str(&b) : S("");
}

static void add_cause(struct comparison *k, struct correction_cause cause) {
    struct moves *m = k->out;
    if (m->n_causes == m->cap_causes) {
        size_t cap = m->cap_causes ? m->cap_causes * 2 : 8;
        m->causes = arena_grow(k->a, m->causes, m->cap_causes * sizeof *m->causes, cap * sizeof *m->causes,
                               _Alignof(max_align_t));
        m->cap_causes = cap;
    }
    m->causes[m->n_causes++] = cause;
}

/* A row of a later period is no cause, unless a figure names it. */
static bool is_later(const struct comparison *k, const struct row_change *c) {
    bool inside = c->day == CALENDAR_NO_DAY;
    for (size_t i = 0; i < k->acc->n_periods; i++)
        inside |= c->day >= k->acc->periods[i].from && c->day < k->acc->periods[i].to;
    return c->added && !c->cited && !inside;
}

static void list_rows(struct comparison *k) {
    for (size_t i = 0; i < k->rows.n; i++) {
        const struct row_change *c = &k->rows.at[i];
        if (is_later(k, c))
            continue;
        str change = c->added ? S("新增") : c->removed ? S("删除") : c->column;
        add_cause(k, (struct correction_cause){.record_type = {.v = c->type->name.v},
                                               .record = {.v = c->record},
                                               .field = {.v = change},
                                               .before = {.v = c->before},
                                               .after = {.v = c->after},
                                               .source = {.v = c->source}});
    }
}

/* Inputs of the latest file that are not what they were; record files show by their rows. */
static str changed_inputs(struct comparison *k, str dir) {
    const struct accepted_file *last = &k->acc->files[k->acc->n - 1];
    struct sb b = {.a = k->a};
    for (size_t i = 0; i < last->inputs.n; i++) {
        const struct input_hash *in = &last->inputs.at[i];
        struct hashes h = {0};
        const char *why;
        str path = path_join(k->a, dir, in->file.v);
        bool ours = str_eqz(in->file.v, "contract.yaml") || str_starts(in->file.v, S("narratives/")) ||
                    str_starts(in->file.v, S("plans/"));
        if (!ours || (hash_file(str_z(k->a, path), &h, &why) && str_eqz(in->sha256.v, h.sha256)))
            continue;
        sb_fmt(&b, "%s%.*s", b.n ? "、" : "", STR_ARG(in->file.v));
        add_cause(k, (struct correction_cause){.record_type = {.v = S("input")},
                                               .record = {.v = in->file.v},
                                               .field = {.v = S("sha256")},
                                               .before = {.v = in->sha256.v},
                                               .after = {.v = str_fmt(k->a, "%s", h.sha256)}});
    }
    return b.n ? sb_str(&b) : (str){0};
}

/* Neither a record nor the contract: time has passed, or the holidays, the record types or the program changed. */
static str elsewhere(struct comparison *k, str dir) {
    str inputs = changed_inputs(k, dir);
    if (inputs.p)
        return inputs;
    return str_fmt(k->a, "判定日期由 %.*s 变为 %.*s，或节假日数据、程序版本有变",
                   STR_ARG(civil_text_day(k->a, k->acc->files[k->acc->n - 1].on.v)),
                   STR_ARG(civil_text_day(k->a, store_on(k->s))));
}

static bool find_causes(struct comparison *k, str dir, struct failure *f) {
    const struct accepted_file *last = &k->acc->files[k->acc->n - 1];
    str copy, shown = str_fmt(k->a, "%.*s.records.csv", (int)last->shown.n - 5, last->shown.p);
    const char *why;
    if (!file_map(path_join(k->a, dir, shown), &copy, &why)) {
        failure_text(f, str_fmt(k->a, "cannot read '%.*s': %s", STR_ARG(shown), why));
        return false;
    }
    snapshot_compare(k->a, k->s, copy, &k->rows);
    file_unmap(copy);
    str other = elsewhere(k, dir);
    for (size_t i = 0; i < k->out->n; i++) {
        struct moved *m = &k->out->at[i];
        const struct figure *known = m->before.code.v.p ? &m->before : &m->after;
        bool method = str_starts(known->code.v, S("method/"));
        m->because = method ? S("contract.yaml method") : reasons_of(k, known);
        if (m->because.n == 0)
            m->because = other;
    }
    list_rows(k);
    return true;
}

bool accepted_compare(struct arena *a, struct store *s, const struct contract *c, const struct accepted *acc,
                      str dir, struct moves *out, struct failure *f) {
    struct comparison k = {.a = a, .s = s, .c = c, .acc = acc, .out = out};
    if (acc->n == 0)
        return true;
    struct scope scope = {acc->periods, acc->n_periods, CALENDAR_NO_DAY, acc};
    struct figures now = figures_of(a, s, c, &scope);
    compare_figures(&k, &acc->state, &now);
    if (out->n == 0)
        return true;
    assign_payment(&k);
    return find_causes(&k, dir, f);
}
