/* bind.c - the contract's rules against the record types they speak of: columns, conditions. */
#include "store/condition.h"
#include "store/narrative_check.h"
#include "store/suggest.h"

/* A condition is tried on so many records: enough to see what only shows on data, such as date('now'). */
#define TRIED "100"

struct binding {
    struct store *s;
    struct diags *d;
    const struct contract *c;
};

/* -- names ---------------------------------------------------------------------------------------- */

/* An unknown type is contract_check_names()'s to report. */
static const struct record_type *type_named(const struct binding *b, sval name, const char *otherwise) {
    return record_types_find(b->s->types, name.v.p ? name.v : str_from(otherwise));
}

static const struct column *check_column(struct binding *b, const struct record_type *t, sval name) {
    if (!t || !name.v.p)
        return NULL;
    ptrdiff_t i = record_type_column(t, name.v);
    if (i >= 0)
        return &t->columns[i];
    str *known = ARENA_ARRAY(b->s->a, str, t->n_columns);
    for (size_t k = 0; k < t->n_columns; k++)
        known[k] = t->columns[k].name.v;
    str near = str_nearest(name.v, known, t->n_columns);
    diag3(b->d, DIAG_COLUMN_NONE, span_place(name.at), name.v, t->name.v,
          schema_nearest_suffix(b->s->a, diags_lang(b->d), name.v, &near, near.n != 0));
    return NULL;
}

static void check_moment(struct binding *b, const struct record_type *t, sval name) {
    const struct column *c = check_column(b, t, name);
    if (c && c->kind != COLUMN_TIME && c->kind != COLUMN_DAY)
        diag2(b->d, DIAG_COLUMN_NO_TIME, span_place(name.at), name.v, t->name.v);
}

static void check_moments(struct binding *b, const struct record_type *t, const struct svals *names) {
    for (size_t i = 0; i < names->n; i++)
        check_moment(b, t, names->at[i]);
}

/* A reason nobody can record would pause nothing. */
static void check_pauses(struct binding *b, const struct svals *reasons) {
    const struct record_type *event = record_types_find(b->s->types, S("event"));
    ptrdiff_t i = event ? record_type_column(event, S("reason")) : -1;
    const struct column *c = i < 0 ? NULL : &event->columns[i];
    str *known = ARENA_ARRAY(b->s->a, str, c ? c->n_values + 1 : 1);
    for (size_t k = 0; c && k < c->n_values; k++)
        known[k] = c->values[k].value.v;
    for (size_t r = 0; c && r < reasons->n; r++) {
        bool found = false;
        for (size_t k = 0; k < c->n_values; k++)
            found = found || str_eq(reasons->at[r].v, known[k]);
        if (!found)
            diag2(b->d, DIAG_PAUSE_REASON, span_place(reasons->at[r].at), reasons->at[r].v,
                  schema_nearest_suffix(b->s->a, diags_lang(b->d), reasons->at[r].v, known, c->n_values));
    }
}

/* -- conditions ----------------------------------------------------------------------------------- */

static void try_condition(struct binding *b, const struct record_type *t, sval cond) {
    struct place at = span_place(cond.at);
    str name = t->name.v, inside = store_condition(b->s->a, cond);
    str sql = str_fmt(b->s->a,
                      "SELECT count(*) FROM (SELECT * FROM \"%.*s\" LIMIT " TRIED ") AS \"%.*s\" WHERE %.*s",
                      STR_ARG(name), STR_ARG(name), STR_ARG(inside));
    struct stmt *q = stmt_checked(b->s, b->d, at, sql);
    if (q && stmt_params(q))
        diag1(b->d, DIAG_SQL_PARAMETER, at, stmt_param_name(q, 1));
    else if (q)
        stmt_step(q);
    stmt_free(q);
}

static void check_condition(struct binding *b, const struct record_type *t, sval cond) {
    if (!t || !cond.v.p)
        return;
    if (!sql_skip_blank(cond.v).n)
        diag0(b->d, DIAG_SQL_EMPTY, span_place(cond.at));
    else if (!condition_is_closed(cond.v))
        diag0(b->d, DIAG_SQL_CONDITION, span_place(cond.at));
    else
        try_condition(b, t, cond);
}

/* `after` is a word of the contract's own (period, signed …) or "record.column". */
static void check_due(struct binding *b, const struct due *due) {
    ptrdiff_t dot = due->after.v.p ? str_find(due->after.v, S(".")) : -1;
    if (dot < 0)
        return;
    str type = str_slice(due->after.v, 0, (size_t)dot);
    sval column = {str_slice(due->after.v, (size_t)dot + 1, due->after.v.n), due->after.at};
    const struct record_type *t = record_types_find(b->s->types, type);
    check_moment(b, t, column);
    check_condition(b, t, due->where);
}

/* A check waits for a moment of its own record. */
static void check_own_due(struct binding *b, sval on, const struct due *due) {
    str prefix = str_fmt(b->s->a, "%.*s.", STR_ARG(on.v));
    if (due->after.v.p && on.v.p && str_find(due->after.v, S(".")) > 0 && !str_starts(due->after.v, prefix))
        diag3(b->d, DIAG_VALUE_FORMAT, span_place(due->after.at), S("after"),
              str_fmt(b->s->a, diags_lang(b->d) == LANG_ZH ? "%.*s 的列" : "a column of %.*s", STR_ARG(on.v)),
              due->after.v);
}

/* -- rules ---------------------------------------------------------------------------------------- */

static void check_target(struct binding *b, const struct target *r) {
    const struct record_type *t = type_named(b, r->on, "");
    check_condition(b, t, r->where);
    check_moment(b, t, r->from);
    check_moments(b, t, &r->to);
    check_moment(b, t, r->by);
    check_pauses(b, &r->pause);
}

static void check_obligation(struct binding *b, const struct obligation *r) {
    const struct record_type *t = type_named(b, r->on, "");
    check_condition(b, t, r->where);
    check_moment(b, t, r->date);
    check_column(b, t, r->period);
    check_column(b, t, r->distinct);
    check_due(b, &r->due);
    check_condition(b, type_named(b, r->only_if.on, ""), r->only_if.where);
}

static void check_kpi(struct binding *b, const struct kpi *r) {
    const struct record_type *share = type_named(b, r->share.of, "");
    check_condition(b, share, r->share.where);
    check_condition(b, share, r->share.among);
    const struct record_type *outages = type_named(b, r->availability.of, "incident");
    check_condition(b, outages, r->availability.down);
    check_moments(b, outages, &r->availability.from);
    check_moments(b, outages, &r->availability.to);
}

static void check_check(struct binding *b, const struct check *r) {
    const struct record_type *t = type_named(b, r->on, "");
    check_condition(b, t, r->where);
    check_condition(b, t, r->require);
    check_own_due(b, r->on, &r->due);
    check_due(b, &r->due);
}

static void check_document(struct binding *b, const struct document_def *r) {
    check_condition(b, type_named(b, r->for_record, ""), r->where);
    check_due(b, &r->due);
}

void store_check_contract(struct store *s, struct diags *d, const struct contract *c) {
    struct binding b = {s, d, c};
    for (size_t i = 0; i < c->targets.n; i++)
        check_target(&b, &c->targets.at[i]);
    for (size_t i = 0; i < c->obligations.n; i++)
        check_obligation(&b, &c->obligations.at[i]);
    for (size_t i = 0; i < c->checks.n; i++)
        check_check(&b, &c->checks.at[i]);
    for (size_t i = 0; i < c->kpis.n; i++)
        check_kpi(&b, &c->kpis.at[i]);
    for (size_t i = 0; i < c->payments.n; i++)
        check_due(&b, &c->payments.at[i].due);
    for (size_t i = 0; i < c->documents.n; i++)
        check_document(&b, &c->documents.at[i]);
    narratives_check(s, d, c);
}
