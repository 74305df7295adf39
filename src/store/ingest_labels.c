/* ingest_labels.c - the period a record says it is for (obligations with `period`), against the periods there are.
 *
 * A label that is no period of any obligation that would count the record counts nowhere: the document was handed over and
 * the report says it is missing. Periods of the right frequency that lie outside the term are another contract's.
 * A condition that cannot be tried is bind.c's to report.
 */
#include "store/condition.h"
#include "store/ingest.h"

/* No contract reaches further back or ahead of its term than this. */
enum { FAR_DAYS = 36600 };

static bool is_period(const struct contract *c, str label, enum freq every) {
    struct period p;
    struct term far = c->term;
    if (period_parse(c->term, label, &p))
        return p.freq == every;
    if (far.quarters_contract)
        return false;
    far.from -= FAR_DAYS;
    far.to += FAR_DAYS;
    return period_parse(far, label, &p) && p.freq == every;
}

static str hint(struct ingest *in, str label, enum freq every) {
    struct period *list;
    size_t n = period_list(in->scratch, in->contract->term, every, &list);
    str *known = ARENA_ARRAY(in->scratch, str, n + 1);
    for (size_t i = 0; i < n; i++)
        known[i] = str_from(list[i].label);
    return schema_nearest_suffix(in->scratch, diags_lang(in->d), label, known, n < 8 ? n : 8);
}

/* temp.label(row, type, file, line, text, rule): every labelled record an obligation counts; sound where it fits. */
static void collect(struct ingest *in, const struct obligation *o, struct stmt *put) {
    str type = o->on.v, where = o->where.v.p ? store_condition(in->scratch, o->where) : S("1");
    str sql =
        str_fmt(in->scratch,
                "SELECT source_file, source_row, \"%.*s\", rowid FROM \"%.*s\" WHERE \"%.*s\" IS NOT NULL"
                " AND %.*s",
                STR_ARG(o->period.v), STR_ARG(type), STR_ARG(o->period.v), STR_ARG(where));
    struct diags *unseen = diags_new(in->scratch, diags_lang(in->d));
    struct stmt *q = stmt_checked(in->store, unseen, (struct place){0}, sql);
    while (q && stmt_step(q)) {
        stmt_bind_text(put, 1, type);
        stmt_bind_int(put, 2, stmt_int(q, 3));
        stmt_bind_text(put, 3, stmt_text(q, 0));
        stmt_bind_int(put, 4, stmt_int(q, 1));
        stmt_bind_text(put, 5, stmt_text(q, 2));
        stmt_bind_int(put, 6, o - in->contract->obligations.at);
        stmt_bind_int(put, 7, is_period(in->contract, stmt_text(q, 2), (enum freq)o->every.v));
        stmt_step(put);
        stmt_reset(put);
    }
    stmt_free(q);
}

static void report(struct ingest *in) {
    struct stmt *q = stmt_new(in->store, "SELECT file, line, text, min(rule), type FROM temp.label"
                                         " GROUP BY type, row HAVING max(sound) = 0 ORDER BY type, row");
    while (stmt_step(q)) {
        struct arena_mark mark = arena_mark(in->scratch);
        const struct obligation *o = &in->contract->obligations.at[stmt_int(q, 3)];
        const struct record_type *t = record_types_find(in->store->types, stmt_text(q, 4));
        str label = stmt_text(q, 2);
        diag3(in->d, DIAG_PERIOD_LABEL, ingest_place_of(in, q, t, (size_t)record_type_column(t, o->period.v)),
              label, o->rule.id.v, hint(in, label, (enum freq)o->every.v));
        arena_rewind(in->scratch, mark);
    }
    stmt_free(q);
}

static bool has_label(struct ingest *in, const struct obligation *o) {
    const struct record_type *t = o->on.v.p ? record_types_find(in->store->types, o->on.v) : NULL;
    return t && o->period.v.p && o->every.set && record_type_column(t, o->period.v) >= 0;
}

bool ingest_check_labels(struct ingest *in) {
    const struct contract *c = in->contract;
    bool any = false;
    for (size_t i = 0; i < c->obligations.n; i++)
        any = any || has_label(in, &c->obligations.at[i]);
    if (!any)
        return true;
    if (!database_run(in->store, "CREATE TEMP TABLE label(type TEXT, row INTEGER, file TEXT, line INTEGER,"
                                 " text TEXT, rule INTEGER, sound INTEGER)"))
        return false;
    struct stmt *put = stmt_new(in->store, "INSERT INTO temp.label VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    for (size_t i = 0; i < c->obligations.n; i++)
        if (has_label(in, &c->obligations.at[i]))
            collect(in, &c->obligations.at[i], put);
    stmt_free(put);
    report(in);
    return database_run(in->store, "DROP TABLE temp.label");
}
