#include "assess/dispute.h"

/* Looked up once per incident: without an index each look would read the whole table. */
static const char *const indexes[] = {
    "CREATE INDEX IF NOT EXISTS assess_event ON event(incident, at)",
    "CREATE INDEX IF NOT EXISTS assess_request ON event(request, at) WHERE request IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS assess_exclusion ON exclusion(incident) WHERE incident IS NOT NULL",
};

/* Deductions and payments ask for the misses of one rule; few of a million results are any. */
static const char *const missed_index = "CREATE INDEX assess_missed ON target_result(rule, belongs_at)"
                                        " WHERE outcome IN ('missed', 'unproven')";

static const char *const downtime_table =
    "CREATE TEMP TABLE downtime(watch INTEGER, kind INTEGER, system TEXT, from_s INTEGER, to_s INTEGER,"
    " open INTEGER, part INTEGER, record TEXT, source TEXT, disputed INTEGER)";

static void run(struct store *s, const char *sql) {
    struct stmt *q = stmt_new(s, sql);
    stmt_step(q);
    stmt_free(q);
}

/* A full disk shows in store_commit(); faults of contract SQL are diagnostics and leave a part without rows. */
bool assess_run(struct assess *as) {
    if (!store_begin(as->store, as->f))
        return false;
    for (size_t i = 0; i < sizeof indexes / sizeof *indexes; i++)
        run(as->store, indexes[i]);
    run(as->store, downtime_table);
    contested_open(as);
    duplicates_merge(as);
    struct exclusions *ex = exclusions_open(as);
    exclusions_list(as);
    pauses_list(as);
    targets_judge(as, ex);
    outages_find(as, ex);
    obligations_judge(as, ex);
    checks_judge(as, ex);
    kpis_judge(as, ex);
    documents_due(as);
    if (as->contract->deductions.n || as->contract->payments.n)
        run(as->store, missed_index);
    payments_compute(as, deductions_compute(as, ex));
    kpi_records_show(as);
    kpi_evidence_show(as);
    exclusions_close(ex);
    run(as->store, "DROP TABLE temp.downtime");
    contested_close(as);
    return store_commit(as->store, as->f);
}
