/* kpi_records.c - which records stand in the denominator of a share KPI, and which in its numerator, as a view.
 *
 * counts.c counts them in one pass; a template that lists them pays for it, a million other rows do not. The view
 * reads the same source (scan_source.h), conditions and moment, so that its counts are those of kpi_result.
 */
#include "assess/parts.h"
#include "assess/scan_source.h"

static void add_moment(struct sb *sql, struct assess *as, const struct record_type *t) {
    bool restored =
        str_eqz(t->name.v, "incident") && method_is(&as->contract->method, METHOD_BELONG, "restored_at");
    str date = t->columns[t->date].name.v;
    if (restored)
        sb_addz(sql, "coalesce(restored_at, reported_at)");
    else
        sb_fmt(sql, "\"%.*s\"", STR_ARG(date));
}

static void add_kpi(struct sb *sql, struct assess *as, const struct kpi *k) {
    const struct record_type *t = record_types_find(store_types(as->store), k->share.of.v);
    const struct scan_source source = {.type = t};
    if (sql->n)
        sb_addz(sql, " UNION ALL ");
    sb_fmt(sql, "SELECT '%.*s' AS kpi, '%.*s' AS record_type, ", STR_ARG(k->rule.id.v), STR_ARG(t->name.v));
    if (t->key == SIZE_MAX)
        sb_addz(sql, "NULL AS record_id, ");
    else
        sb_fmt(sql, "\"%.*s\" AS record_id, ", STR_ARG(t->columns[t->key].name.v));
    add_moment(sql, as, t);
    sb_addz(sql, " AS at, coalesce(NOT NOT ");
    sb_add(sql, store_condition(as->a, k->share.where));
    sb_addz(sql, ", 0) AS counts, source_file || ':' || source_row AS source");
    scan_source_add(sql, as, &source);
    sb_addz(sql, " WHERE ");
    sb_add(sql, store_condition(as->a, k->share.among));
}

static void run(struct assess *as, const char *sql) {
    struct stmt *q = stmt_new(as->store, sql);
    stmt_step(q);
    stmt_free(q);
}

/* The empty table that bore the name until now is what user SQL was allowed to read. */
void kpi_records_show(struct assess *as) {
    const struct contract *c = as->contract;
    struct sb sql = {.a = as->a};
    for (size_t i = 0; i < c->kpis.n; i++)
        if (c->kpis.at[i].share.at.src)
            add_kpi(&sql, as, &c->kpis.at[i]);
    if (!sql.n)
        return;
    run(as, "DROP TABLE kpi_record");
    run(as, str_z(as->a, str_fmt(as->a, "CREATE VIEW kpi_record AS %.*s", STR_ARG(sb_str(&sql)))));
}
