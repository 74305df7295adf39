#include "store_fixture.h"

static const struct place here = {.file = {"contract.yaml", 13}, .line = 7, .col = 12};

static int with_rows(void **state) {
    if (fixture_open(state))
        return -1;
    struct fixture *x = *state;
    store_do(x->s, "INSERT INTO incident VALUES"
                   "('INC-1','pacs','P1','2025-03-01 08:00:00','2025-03-01 "
                   "10:00:00',12345,0.5,1,'records/incident.csv',2),"
                   "('INC-2','ris','P2','2025-03-02 09:30:00',NULL,NULL,NULL,0,'records/incident.csv',3)");
    return 0;
}

static struct stmt *user(struct fixture *x, const char *sql) {
    return stmt_user(x->s, x->d, here, str_from(sql), 0);
}

/* Fails while preparing or while stepping; what was said names the reason. */
static void refused(const char *sql, const char *reason) {
    void *state;
    assert_int_equal(with_rows(&state), 0);
    struct fixture *x = state;
    struct stmt *q = user(x, sql);
    if (q) {
        while (stmt_step(q))
            ;
        assert_true(stmt_failed(q));
    }
    stmt_free(q);
    if (diags_errors(x->d) != 1)
        fail_msg("%s: %zu errors", sql, diags_errors(x->d));
    assert_says(x->a, x->d, "contract.yaml:7:12: error: ");
    assert_says(x->a, x->d, reason);
    assert_int_equal(store_count(x->s, S("incident")), 2);
    assert_int_equal(store_int(x->s, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'sneak%'", -1), 0);
    assert_int_equal(store_int(x->s, "SELECT count(*) FROM incident WHERE level = 'P1'", -1), 1);
    fixture_close(&state);
}

static void test_forbidden(void **state) {
    (void)state;
    static const struct {
        const char *sql, *reason;
    } cases[] = {
        {"INSERT INTO incident(id) VALUES ('x')", "'INSERT' is not allowed"},
        {"UPDATE incident SET level = 'P9'", "'UPDATE' is not allowed"},
        {"DELETE FROM incident", "'DELETE' is not allowed"},
        {"REPLACE INTO incident(id) VALUES ('x')", "'INSERT' is not allowed"},
        {"WITH w AS (SELECT 1) DELETE FROM incident", "'DELETE' is not allowed"},
        {"DROP TABLE incident", "is not allowed"},
        {"CREATE TABLE sneak(a)", "is not allowed"},
        {"CREATE TEMP TABLE sneak AS SELECT * FROM incident", "is not allowed"},
        {"CREATE VIEW sneak AS SELECT 1", "is not allowed"},
        {"CREATE TRIGGER sneak AFTER INSERT ON incident BEGIN SELECT 1; END", "is not allowed"},
        {"CREATE INDEX sneak ON incident(level)", "is not allowed"},
        {"CREATE VIRTUAL TABLE sneak USING fts5(a)", "is not allowed"},
        {"ALTER TABLE incident RENAME TO sneak", "is not allowed"},
        {"PRAGMA journal_mode", "'PRAGMA' is not allowed"},
        {"PRAGMA writable_schema=1", "'PRAGMA' is not allowed"},
        {"SELECT * FROM pragma_table_info('incident')", "'pragma_table_info' is not allowed"},
        {"ATTACH '/tmp/sneak.db' AS sneak", "'ATTACH' is not allowed"},
        {"DETACH main", "'DETACH' is not allowed"},
        {"VACUUM", "'VACUUM' is not allowed"},
        {"VACUUM INTO '/tmp/sneak.db'", "'VACUUM' is not allowed"},
        {"REINDEX", "is not allowed"},
        {"ANALYZE", "is not allowed"},
        {"BEGIN", "is not allowed"},
        {"COMMIT", "is not allowed"},
        {"SAVEPOINT a", "'SAVEPOINT' is not allowed"},
        {"EXPLAIN SELECT 1", "'EXPLAIN' is not allowed"},
        {"EXPLAIN QUERY PLAN SELECT * FROM incident", "'EXPLAIN' is not allowed"},
        {"SELECT name FROM sqlite_master", "'sqlite_master' is not allowed"},
        {"SELECT * FROM sqlite_schema", "is not allowed"},
        {"SELECT (SELECT count(*) FROM sqlite_schema) FROM incident", "is not allowed"},
        {"SELECT * FROM sqlite_temp_schema", "is not allowed"},
        {"SELECT * FROM dbstat", "'dbstat' is not allowed"},
        {"SELECT value FROM json_each('[1]')", "'json_each' is not allowed"},
        {"SELECT load_extension('/tmp/sneak.so')", "'load_extension()' is not allowed"},
        {"SELECT random()", "'random()' is not allowed"},
        {"SELECT hex(randomblob(8))", "'randomblob()' is not allowed"},
        {"SELECT id FROM incident ORDER BY random()", "'random()' is not allowed"},
        {"SELECT sqlite_version()", "'sqlite_version()' is not allowed"},
        {"SELECT zeroblob(1000000000)", "'zeroblob()' is not allowed"},
        {"SELECT last_insert_rowid()", "is not allowed"},
        {"SELECT CURRENT_TIMESTAMP", "'current_timestamp()' is not allowed"},
        {"SELECT current_date", "'current_date()' is not allowed"},
        {"SELECT CURRENT_TIME", "'current_time()' is not allowed"},
        {"SELECT date('now')", "date() cannot read the clock"},
        {"SELECT datetime('NOW', '+1 day')", "datetime() cannot read the clock"},
        {"SELECT date('n' || 'ow')", "date() cannot read the clock"},
        {"SELECT date()", "date() cannot read the clock"},
        {"SELECT strftime('%Y')", "strftime() cannot read the clock"},
        {"SELECT strftime('%s', 'now')", "strftime() cannot read the clock"},
        {"SELECT julianday('now')", "julianday() cannot read the clock"},
        {"SELECT unixepoch('now')", "unixepoch() cannot read the clock"},
        {"SELECT time('12:00', 'localtime')", "time() cannot read the clock"},
        {"SELECT datetime('2025-01-01', 'utc')", "datetime() cannot read the clock"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused(cases[i].sql, cases[i].reason);
}

static void test_faults_of_form(void **state) {
    (void)state;
    refused("", "no SQL statement [sql-empty]");
    refused("  -- nothing\n /* at all */ ", "no SQL statement [sql-empty]");
    refused(" ; ", "no SQL statement [sql-empty]");
    refused("SELECT 1; SELECT 2", "text after the end of the SQL statement: 'SELECT 2' [sql-trailing]");
    refused("SELECT 1; DROP TABLE incident", "'DROP TABLE incident' [sql-trailing]");
    refused("SELECT 1;; x", "[sql-trailing]");
    refused("SELEC 1", "near \"SELEC\": syntax error [sql]");
    refused("SELECT 'open", "SQL is wrong: unrecognized token");
    refused("SELECT levle FROM incident", "no such column: levle; did you mean 'level'? [sql]");
    refused("SELECT i.restord_at FROM incident i", "did you mean 'restored_at'?");
    refused("SELECT \"levle\" FROM incident", "did you mean 'level'?");
    refused("SELECT 1 FROM incidents", "no such table: incidents; did you mean 'incident'? [sql]");
    refused("SELECT is_workdy('2025-01-01')",
            "no such function: is_workdy; did you mean 'is_workday'? [sql]");
    refused("SELECT abs(1, 2)", "wrong number of arguments to function abs()");
    refused("SELECT main.nowhere.x FROM incident", "no such column");
}

static void test_no_zero_byte(void **state) {
    struct fixture *x = *state;
    assert_null(stmt_user(x->s, x->d, here, S("SELECT 1\0DROP"), 0));
    assert_int_equal(diags_count_of(x->d, DIAG_SQL_TRAILING), 1);
}

static void test_too_deep_and_too_long(void **state) {
    struct fixture *x = *state;
    struct sb deep = {.a = x->a}, longer = {.a = x->a};
    sb_addz(&deep, "SELECT ");
    for (int i = 0; i < 5000; i++)
        sb_addz(&deep, "(");
    sb_addz(&longer, "SELECT 1");
    while (longer.n < 200000)
        sb_addz(&longer, "        ");
    assert_null(stmt_user(x->s, x->d, here, sb_str(&deep), 0));
    assert_null(stmt_user(x->s, x->d, here, sb_str(&longer), 0));
    assert_int_equal(diags_count_of(x->d, DIAG_SQL), 2);
}

static void test_long_value(void **state) {
    (void)state;
    refused("SELECT replace(printf('%.*c', 900000, 'x'), 'x', 'xxxx')", "string or blob too big");
    refused(
        "WITH RECURSIVE c(x) AS (SELECT 'ab' UNION ALL SELECT x || x FROM c) SELECT max(length(x)) FROM c",
        "string or blob too big");
}

static void test_allowed(void **state) {
    struct fixture *x = *state;
    static const struct {
        const char *sql, *first;
    } cases[] = {
        {"SELECT count(*) FROM incident", "2"},
        {"SELECT count(*) FROM incident; -- done\n", "2"},
        {"  /* first */ SELECT upper(level) FROM incident WHERE id = 'INC-2'", "P2"},
        {"VALUES (3)", "3"},
        {"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT sum(i) FROM n",
         "55"},
        {"SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id DESC) AS r FROM incident) WHERE r = 1",
         "INC-2"},
        {"SELECT group_concat(id, '、') FROM incident WHERE level LIKE 'P%'", "INC-1、INC-2"},
        {"SELECT date('2025-01-31', '+1 month', '-1 day')", "2025-03-02"},
        {"SELECT strftime('%Y-%m', reported_at) FROM incident LIMIT 1", "2025-03"},
        {"SELECT datetime(reported_at, '+90 minutes') FROM incident LIMIT 1", "2025-03-01 09:30:00"},
        {"SELECT unixepoch('1970-01-02')", "86400"},
        {"SELECT CAST(julianday('2025-01-02') - julianday('2025-01-01') AS INTEGER)", "1"},
        {"SELECT coalesce(date(NULL), 'none')", "none"},
        {"SELECT on_date()", "2025-06-30"},
        {"SELECT (SELECT count(*) FROM target_result) + (SELECT count(*) FROM clause)", "0"},
        {"SELECT source_file || ':' || source_row FROM incident WHERE id = 'INC-1'",
         "records/incident.csv:2"},
        {"SELECT iif(on_site, 'yes', 'no') FROM INCIDENT", "yes"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stmt *q = user(x, cases[i].sql);
        if (!q)
            fail_msg("%s", str_z(x->a, fixture_said(x->a, x->d)));
        assert_true(stmt_step(q));
        assert_string_equal(str_z(x->a, stmt_text(q, 0)), cases[i].first);
        stmt_free(q);
    }
    assert_int_equal(diags_errors(x->d), 0);
}

static void test_bind_and_read(void **state) {
    struct fixture *x = *state;
    struct stmt *q = user(x, "SELECT :a AS \"列\", ?2, :b, :c, :d");
    assert_int_equal(stmt_params(q), 5);
    assert_true(str_eqz(stmt_param_name(q, 1), "a"));
    assert_int_equal(stmt_param_name(q, 2).n, 0);
    stmt_bind_value(q, 1, (struct value){.kind = VALUE_TEXT, .text = S("𠮷")});
    stmt_bind_int(q, 2, INT64_MIN);
    stmt_bind_time(q, 3, day_start(day_from_ymd(2024, 2, 29)) + 86399);
    stmt_bind_value(q, 4, (struct value){.kind = VALUE_REAL, .r = 0.5});
    stmt_bind_time(q, 5, CIVIL_NONE);
    assert_true(stmt_step(q));
    assert_int_equal(stmt_columns(q), 5);
    assert_true(str_eqz(stmt_column_name(q, 0), "列"));
    assert_true(str_eqz(stmt_text(q, 0), "𠮷"));
    assert_true(stmt_int(q, 1) == INT64_MIN);
    assert_true(str_eqz(stmt_text(q, 2), "2024-02-29 23:59:59"));
    assert_true(stmt_time(q, 2) == day_start(day_from_ymd(2024, 2, 29)) + 86399);
    assert_true(stmt_value(q, 3).kind == VALUE_REAL && stmt_real(q, 3) > 0.49 && stmt_real(q, 3) < 0.51);
    assert_true(stmt_is_null(q, 4) && stmt_time(q, 4) == CIVIL_NONE && stmt_value(q, 4).kind == VALUE_NULL);
    assert_false(stmt_step(q));
    assert_false(stmt_failed(q));
    stmt_reset(q);
    assert_true(stmt_step(q));
    assert_true(str_eqz(stmt_text(q, 0), "𠮷"));
    stmt_free(q);
}

static void test_time_forms(void **state) {
    struct fixture *x = *state;
    static const struct {
        const char *text;
        int64_t t;
    } cases[] = {
        {"1970-01-01", 0},
        {"1970-01-01 24:00:00", 86400},
        {"1969-12-31 23:59:59", -1},
        {"2025-02-29", CIVIL_NONE},
        {"2025-01-1x", CIVIL_NONE},
        {"1970-01-01T00:00:00", CIVIL_NONE},
        {"1970-01-01 00:60:00", CIVIL_NONE},
        {"", CIVIL_NONE},
    };
    struct stmt *q = stmt_new(x->s, "SELECT ?");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stmt_reset(q);
        stmt_bind_text(q, 1, str_from(cases[i].text));
        assert_true(stmt_step(q));
        assert_true(stmt_time(q, 0) == cases[i].t);
    }
    stmt_free(q);
}

/* Text that is not UTF-8 can be made in SQL; nobody behind the store expects it. */
static void test_text_is_utf8(void **state) {
    struct fixture *x = *state;
    struct stmt *q = user(x, "SELECT CAST(x'ff41' AS TEXT), x'fe', 'ok'");
    assert_true(stmt_step(q));
    assert_true(str_eqz(stmt_text(q, 0), "\xEF\xBF\xBD"));
    assert_true(str_eqz(stmt_value(q, 1).text, "\xEF\xBF\xBD"));
    assert_true(str_eqz(stmt_text(q, 2), "ok"));
    stmt_free(q);
}

static void test_row_limit(void **state) {
    struct fixture *x = *state;
    struct stmt *q = stmt_user(x->s, x->d, here, S("SELECT id FROM incident"), 2);
    while (stmt_step(q))
        ;
    assert_false(stmt_failed(q));
    stmt_free(q);
    q = stmt_user(x->s, x->d, here, S("SELECT id FROM incident"), 1);
    assert_true(stmt_step(q));
    assert_false(stmt_step(q));
    assert_true(stmt_failed(q));
    assert_false(stmt_step(q));
    assert_says(x->a, x->d, "query gives more than 1 rows [sql-rows]");
    stmt_free(q);
}

static void test_step_limit(void **state) {
    struct fixture *x = *state;
    struct stmt *q =
        user(x, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n");
    assert_false(stmt_step(q));
    assert_true(stmt_failed(q));
    assert_says(x->a, x->d, "[sql-steps]");
    stmt_free(q);
    /* The connection still works. */
    assert_int_equal(store_count(x->s, S("incident")), 2);
}

static void test_conditions_of_the_contract(void **state) {
    struct fixture *x = *state;
    assert_true(str_eqz(store_condition(x->a, (sval){0}), "(1)"));
    sval cond = {.v = S("level = 'P1' OR id = 'INC-2' -- both")};
    str sql =
        str_fmt(x->a, "SELECT count(*) FROM \"incident\" WHERE %.*s", STR_ARG(store_condition(x->a, cond)));
    struct stmt *q = stmt_checked(x->s, x->d, here, sql);
    assert_non_null(q);
    assert_true(stmt_step(q));
    assert_int_equal(stmt_int(q, 0), 2);
    stmt_free(q);
}

/* A statement of ours that fails for want of room is reported by the commit, not by an abort. */
static void test_disk_full(void **state) {
    struct fixture *x = *state;
    store_do(x->s, "PRAGMA max_page_count=1");
    assert_true(store_begin(x->s, &x->f));
    struct stmt *q =
        stmt_new(x->s, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000)"
                       "INSERT INTO clause(id, text) SELECT i, printf('%.*c', 999, 'x') FROM n");
    assert_false(stmt_step(q));
    assert_true(stmt_failed(q));
    stmt_free(q);
    assert_false(store_commit(x->s, &x->f));
    assert_non_null(strstr(x->f.text, "full"));
}

static void test_no_place_for_the_file(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct failure f = {0};
    char *old = getenv("TMPDIR") ? strdup(getenv("TMPDIR")) : NULL;
    setenv("TMPDIR", "/nonexistent/folder", 1);
    assert_null(store_open(a, &fixture_types, NULL, 0, &f));
    assert_true(f.set);
    assert_non_null(strstr(f.text, "/nonexistent/folder"));
    if (old)
        setenv("TMPDIR", old, 1);
    else
        unsetenv("TMPDIR");
    free(old);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forbidden),
        cmocka_unit_test(test_faults_of_form),
        cmocka_unit_test_setup_teardown(test_no_zero_byte, with_rows, fixture_close),
        cmocka_unit_test_setup_teardown(test_too_deep_and_too_long, with_rows, fixture_close),
        cmocka_unit_test(test_long_value),
        cmocka_unit_test_setup_teardown(test_allowed, with_rows, fixture_close),
        cmocka_unit_test_setup_teardown(test_bind_and_read, with_rows, fixture_close),
        cmocka_unit_test_setup_teardown(test_time_forms, with_rows, fixture_close),
        cmocka_unit_test_setup_teardown(test_text_is_utf8, with_rows, fixture_close),
        cmocka_unit_test_setup_teardown(test_row_limit, with_rows, fixture_close),
        cmocka_unit_test_setup_teardown(test_step_limit, with_rows, fixture_close),
        cmocka_unit_test_setup_teardown(test_conditions_of_the_contract, with_rows, fixture_close),
        cmocka_unit_test_setup_teardown(test_disk_full, with_rows, fixture_close),
        cmocka_unit_test(test_no_place_for_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
