#include "assess/duplicates.h"

/* Every step doubles how far each record points, so this is enough for any number of records. */
enum { STEPS_MAX = 48 };

static const char *const fill_sql =
    "INSERT INTO duplicate_result(record_id, merged_into, reported_at, source)"
    " SELECT i.id, i.duplicate_of, i.reported_at, i.source_file || ':' || i.source_row FROM incident i"
    " WHERE i.duplicate_of IS NOT NULL AND EXISTS (SELECT 1 FROM incident f WHERE f.id = i.duplicate_of)"
    " ORDER BY i.rowid";
static const char *const further_sql =
    "SELECT EXISTS (SELECT 1 FROM duplicate_result d JOIN duplicate_result f ON f.record_id = d.merged_into)";
static const char *const step_sql =
    "UPDATE duplicate_result SET merged_into = coalesce((SELECT f.merged_into FROM duplicate_result f"
    " WHERE f.record_id = duplicate_result.merged_into), merged_into)";
static const char *const start_sql =
    "UPDATE duplicate_result SET starts_at = min((SELECT i.reported_at FROM incident i"
    " WHERE i.id = duplicate_result.merged_into), (SELECT min(d.reported_at) FROM duplicate_result d"
    " WHERE d.merged_into = duplicate_result.merged_into))";

static void run(struct assess *as, const char *sql) {
    struct stmt *q = stmt_new(as->store, sql);
    stmt_step(q);
    stmt_free(q);
}

void duplicates_merge(struct assess *as) {
    if (method_is(&as->contract->method, METHOD_DUPLICATES, "separate"))
        return;
    run(as, fill_sql);
    if (!duplicates_any(as))
        return;
    run(as, "CREATE INDEX assess_duplicate ON duplicate_result(record_id)");
    run(as, "CREATE INDEX assess_merged ON duplicate_result(merged_into)");
    for (int i = 0; i < STEPS_MAX && store_int(as->store, further_sql, 0); i++)
        run(as, step_sql);
    run(as, start_sql);
}

bool duplicates_any(struct assess *as) {
    return store_int(as->store, "SELECT EXISTS (SELECT 1 FROM duplicate_result)", 0) != 0;
}

bool duplicates_merged(struct assess *as, str id) {
    struct stmt *q = stmt_new(as->store, "SELECT 1 FROM duplicate_result WHERE record_id = ?1");
    stmt_bind_text(q, 1, id);
    bool merged = stmt_step(q);
    stmt_free(q);
    return merged;
}
