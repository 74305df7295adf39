/* kpi_evidence.c - the records behind a KPI, row by row and with their period, as a view.
 *
 * Of `met` KPIs the results of their targets, of `share` KPIs the records of their type (kpi_records.c). It repeats in SQL
 * what counts.c counts; every unit test that judges compares the two, and tests/checks/evidence-complete does so for the
 * examples. A view, because a million records make millions of rows, and most are never asked for.
 */
#include "assess/parts.h"

static void run(struct assess *as, str sql) {
    struct stmt *q = stmt_new(as->store, str_z(as->a, sql));
    stmt_step(q);
    stmt_free(q);
}

void kpi_evidence_show(struct assess *as) {
    const struct contract *c = as->contract;
    bool unproven_met = method_is(&c->method, METHOD_MISSING, "met");
    bool judged = unproven_met || part_unproven_is_missed(c); /* as count_result() in counts.c */
    run(as, S("DROP TABLE kpi_evidence"));
    run(as,
        str_fmt(as->a,
                "CREATE VIEW kpi_evidence AS"
                " SELECT k.kpi AS rule, p.label AS period, t.record_type, t.record_id, t.belongs_at AS at,"
                " t.outcome = 'met'%s AS counted, t.outcome,"
                " 'target/' || t.rule || '/' || coalesce(t.record_id, t.source) AS figure, t.source"
                " FROM kpi_target k JOIN rule r ON r.kind = 'kpi' AND r.id = k.kpi"
                " JOIN period p ON p.freq = coalesce(r.every, 'term')"
                " JOIN target_result t ON t.rule = k.target AND t.belongs_at >= p.from_on"
                " AND t.belongs_at < p.before_on WHERE t.outcome IN ('met', 'missed'%s)"
                " UNION ALL SELECT s.kpi, p.label, s.record_type, s.record_id, s.at, s.counts, NULL, NULL,"
                " s.source FROM rule r JOIN period p ON p.freq = coalesce(r.every, 'term')"
                " JOIN kpi_record s ON s.kpi = r.id AND s.at >= p.from_on AND s.at < p.before_on"
                " WHERE r.kind = 'kpi'",
                unproven_met ? " OR t.outcome = 'unproven'" : "", judged ? ", 'unproven'" : ""));
}
