#include "assess/gaps.h"

struct stmt *gap_stmt(struct assess *as) {
    return stmt_new(as->store,
                    "INSERT INTO evidence_gap(what, rule, record_type, record, \"column\", needed_for,"
                    " source) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
}

void gap_write(struct stmt *q, const struct gap *g) {
    stmt_bind_text(q, 1, str_from(g->what));
    part_bind_optional(q, 2, g->rule);
    part_bind_optional(q, 3, g->record_type);
    part_bind_optional(q, 4, g->record);
    part_bind_optional(q, 5, g->column);
    part_bind_optional(q, 6, g->needed_for);
    part_bind_optional(q, 7, g->source);
    part_insert(q);
}

/* -- what hangs on a rule ------------------------------------------------------------------------- */

static void add_figure(struct sb *b, enum rule_kind kind, str id) {
    part_join(b, S(""));
    sb_fmt(b, "%s/%.*s", rule_kind_name(kind), STR_ARG(id));
}

static bool any_have(const struct svals *list, const struct svals *ids) {
    for (size_t i = 0; i < ids->n; i++)
        if (part_lists(list, ids->at[i].v))
            return true;
    return false;
}

/* The KPIs that count it, what is deducted for it or for them, and the payments that require it or them. */
str gap_needed_for(struct assess *as, const struct rule_ref *rule) {
    const struct contract *c = as->contract;
    str id = rule->rule->id.v;
    struct svals kpis = {.at = ARENA_ARRAY(as->a, sval, c->kpis.n + 1)};
    struct sb b = {.a = as->a};
    for (size_t i = 0; i < c->kpis.n; i++) {
        bool counts = rule->kind == RULE_TARGET ? part_lists(&c->kpis.at[i].met, id)
                                                : rule->kind == RULE_KPI && rule->index == i;
        if (!counts)
            continue;
        kpis.at[kpis.n++] = c->kpis.at[i].rule.id;
        add_figure(&b, RULE_KPI, c->kpis.at[i].rule.id.v);
    }
    for (size_t i = 0; i < c->deductions.n; i++) {
        const struct deduction *d = &c->deductions.at[i];
        if ((rule->kind != RULE_KPI && part_lists(&d->for_each, id)) || any_have(&d->for_kpis, &kpis))
            add_figure(&b, RULE_DEDUCTION, d->rule.id.v);
    }
    for (size_t i = 0; i < c->payments.n; i++)
        if (part_lists(&c->payments.at[i].requires, id) || any_have(&c->payments.at[i].requires, &kpis))
            add_figure(&b, RULE_PAYMENT, c->payments.at[i].rule.id.v);
    return b.n ? sb_str(&b) : S("");
}

/* -- words ---------------------------------------------------------------------------------------- */

str gap_missing_text(struct arena *a, struct assess *as, const char *type, str columns) {
    const struct record_type *t = record_types_find(store_types(as->store), str_from(type));
    struct sb b = {.a = a};
    while (columns.n) {
        ptrdiff_t end = str_find(columns, S("、"));
        str name = str_slice(columns, 0, end < 0 ? columns.n : (size_t)end);
        columns = str_slice(columns, end < 0 ? columns.n : (size_t)end + S("、").n, columns.n);
        ptrdiff_t i = t ? record_type_column(t, name) : -1;
        part_join(&b, i < 0 ? name : t->columns[i].title.v);
    }
    return b.n ? str_fmt(a, "缺少%.*s", STR_ARG(sb_str(&b))) : S("");
}
