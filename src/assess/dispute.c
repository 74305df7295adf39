#include "assess/dispute.h"

static const char *const view_names[VIEW__MAX] = {[VIEW_BUYER] = "buyer", [VIEW_SUPPLIER] = "supplier"};

str view_name(enum view v) {
    return str_from(view_names[v]);
}

static void run(struct assess *as, const char *sql) {
    struct stmt *q = stmt_new(as->store, sql);
    stmt_step(q);
    stmt_free(q);
}

void contested_open(struct assess *as) {
    run(as, "CREATE TEMP TABLE contested(figure TEXT, at TEXT, record TEXT)");
}

void contested_close(struct assess *as) {
    run(as, "DROP TABLE temp.contested");
}

bool contested_any(struct assess *as) {
    return store_int(as->store, "SELECT EXISTS (SELECT 1 FROM temp.contested)", 0) != 0;
}

struct stmt *contested_stmt(struct assess *as) {
    return stmt_new(as->store,
                    "INSERT INTO temp.contested(figure, at, record) VALUES (?1 || '/' || ?2, ?3, ?4)");
}

void contested_note(struct stmt *q, enum rule_kind kind, str rule, int64_t belongs_at, str record) {
    stmt_bind_text(q, 1, str_from(rule_kind_name(kind)));
    stmt_bind_text(q, 2, rule);
    stmt_bind_time(q, 3, belongs_at);
    stmt_bind_text(q, 4, record);
    part_insert(q);
}

void contested_note_period(struct stmt *q, str kpi, str period, str record) {
    stmt_bind_text(q, 1, str_from(rule_kind_name(RULE_KPI)));
    stmt_bind_text(q, 2, kpi);
    stmt_bind_text(q, 3, period);
    stmt_bind_text(q, 4, record);
    part_insert(q);
}

/* One statement may run for each figure of the contract that is disputed, so none is kept. */
static str join_records(struct assess *as, struct stmt *q) {
    struct sb b = {.a = as->a};
    while (stmt_step(q))
        part_join(&b, stmt_text(q, 0));
    stmt_free(q);
    return b.n ? sb_str(&b) : S("");
}

str contested_within(struct assess *as, enum rule_kind kind, str rule, int64_t from, int64_t to) {
    struct stmt *q =
        stmt_new(as->store, "SELECT record FROM temp.contested WHERE figure = ?1 || '/' || ?2"
                            " AND at >= ?3 AND at < ?4 GROUP BY record ORDER BY min(at), min(rowid)");
    stmt_bind_text(q, 1, str_from(rule_kind_name(kind)));
    stmt_bind_text(q, 2, rule);
    stmt_bind_time(q, 3, from);
    stmt_bind_time(q, 4, to);
    return join_records(as, q);
}

str contested_of_period(struct assess *as, str kpi, str period) {
    struct stmt *q = stmt_new(as->store, "SELECT record FROM temp.contested WHERE figure = ?1 || '/' || ?2"
                                         " AND at = ?3 GROUP BY record ORDER BY min(rowid)");
    stmt_bind_text(q, 1, str_from(rule_kind_name(RULE_KPI)));
    stmt_bind_text(q, 2, kpi);
    stmt_bind_text(q, 3, period);
    return join_records(as, q);
}
