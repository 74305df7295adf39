/* The SQL functions, asked through SQLite on a database in memory. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "calendar_fixture.h"
#include "store/functions.h"

static struct hours office_hours[] = {{8 * 60, 12 * 60}, {13 * 60 + 30, 18 * 60}};

struct database {
    struct arena *a;
    sqlite3 *db;
    struct functions_context ctx;
};

static struct database *open_with(const char *from, const char *to, bool quarters_contract) {
    static struct database d;
    static struct calendar_def defs[2];
    static struct contract c;
    d.a = arena_new();
    defs[0] = fixture_def("office", 0x1F, office_hours, 2, "cn");
    defs[1] = fixture_def("plain", 0x1F, office_hours, 2, "none");
    c = (struct contract){.term = {on_day(from), on_day(to), quarters_contract}};
    c.calendars.at = defs;
    c.calendars.n = 2;
    d.ctx.calendars = calendars_build(d.a, diags_new(d.a, LANG_EN), &c, fixture_holidays(d.a), INT32_MAX);
    d.ctx.on = on_day("2025-07-01");
    assert_int_equal(sqlite3_open(":memory:", &d.db), SQLITE_OK);
    assert_true(functions_register(d.db, &d.ctx));
    return &d;
}

static int setup(void **state) {
    *state = open_with("2025-01-01", "2026-01-01", false);
    return 0;
}

static int teardown(void **state) {
    struct database *d = *state;
    assert_int_equal(sqlite3_close(d->db), SQLITE_OK);
    arena_free(d->a);
    return 0;
}

/* The value as text, "NULL", or "error: …". */
static const char *ask(struct database *d, const char *expression) {
    sqlite3_stmt *q;
    str sql = str_fmt(d->a, "SELECT %s", expression);
    const char *answer;
    if (sqlite3_prepare_v2(d->db, sql.p, -1, &q, NULL) != SQLITE_OK || sqlite3_step(q) != SQLITE_ROW)
        answer = str_fmt(d->a, "error: %s", sqlite3_errmsg(d->db)).p;
    else if (sqlite3_column_type(q, 0) == SQLITE_NULL)
        answer = "NULL";
    else
        answer = str_fmt(d->a, "%s", (const char *)sqlite3_column_text(q, 0)).p;
    sqlite3_finalize(q);
    return answer;
}

struct question {
    const char *expression, *answer;
};
static void ask_all(struct database *d, const struct question *q, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const char *answer = ask(d, q[i].expression);
        if (strcmp(answer, q[i].answer) != 0)
            fail_msg("%s gives %s, not %s", q[i].expression, answer, q[i].answer);
    }
}
#define ASK(state, ...)                                                                                      \
    do {                                                                                                     \
        static const struct question questions[] = {__VA_ARGS__};                                            \
        ask_all(*(state), questions, sizeof questions / sizeof *questions);                                  \
    } while (0)

static void test_calendar_functions(void **state) {
    ASK(state, {"is_workday('2025-10-01')", "0"}, {"is_workday('2025-10-11')", "1"},
        {"is_workday('2025-10-11 09:30:00')", "1"}, {"is_workday('2025-10-01', 'plain')", "1"},
        {"is_workday('2025-10-01', 'always')", "1"}, {"add_workdays('2025-09-30', 1)", "2025-10-09"},
        {"add_workdays('2025-09-30', 1, 'plain')", "2025-10-01"},
        {"add_workdays('2025-10-09', -1)", "2025-09-30"},
        {"count_workdays('2025-01-11 07:33:00', '2025-01-16')", "4"},
        {"count_workdays('2025-09-30', '2025-10-11', 'office')", "3"},
        {"count_workdays('2025-09-30', '2025-10-11', 'plain')", "8"},
        {"count_workdays('2025-09-30', '2025-09-30 18:00:00')", "0"},
        {"count_workdays('2025-09-30', '2025-09-01')", "0"},
        {"count_workdays('2025-09-30', '2025-10-03', 'always')", "3"},
        {"work_minutes('office', '2025-03-05 11:00:00', '2025-03-05 14:00:00')", "90"},
        {"work_minutes('office', '2025-03-05 11:00:00', '2025-03-05 11:00:30')", "0.5"},
        {"work_minutes('office', '2025-03-05 14:00:00', '2025-03-05 11:00:00')", "0"},
        {"work_minutes('always', '2025-03-05', '2025-03-06')", "1440"},
        {"typeof(work_minutes('always', '2025-03-05', '2025-03-06'))", "integer"},
        {"in_hours('office', '2025-01-26 08:00:00')", "1"},
        {"in_hours('office', '2025-01-26 12:00:00')", "0"},
        {"minutes_between('2025-03-05 08:00:00', '2025-03-06 09:01:00')", "1501"},
        {"minutes_between('2025-03-05 08:00:30', '2025-03-05 08:00:00')", "-0.5"},
        {"on_date()", "2025-07-01"});
}

static void test_texts(void **state) {
    ASK(state, {"percent_text(99896, 100000)", "99.89%"}, {"percent_text(1, 3, 4)", "33.3333%"},
        {"percent_text(1, 1, 0)", "100%"}, {"percent_text(0, 0)", "—"},
        {"percent_text(525074.4, 525600)", "99.90%"},             /* 31504464 / 31536000 s, exactly 99.9 % */
        {"percent_text(525074.0 + 23.0 / 60, 525600)", "99.89%"}, /* one second less */
        {"percent_text(0.25, 0.5)", "50.00%"}, {"money_text(123456780)", "1,234,567.80"},
        {"money_text(12.0)", "0.12"}, {"rmb_upper(12345)", "壹佰贰拾叁元肆角伍分"},
        {"duration_text(1565)", "1天2小时5分"}, {"duration_text(0.5)", "30秒"},
        {"date_text('2025-03-05')", "2025年3月5日"}, {"date_text('2025-03-05 23:59:59')", "2025年3月5日"},
        {"time_text('2025-03-05 08:30:59')", "2025-03-05 08:30"},
        {"time_text('2025-03-05 00:00:00')", "2025-03-05"}, {"outcome_text('met')", "达标"},
        {"outcome_text('exempt')", "免责"});
}

static void test_period_of(void **state) {
    ASK(state, {"period_text('2025Q1')", "2025年第一季度"}, {"period_text('2025-03')", "2025年3月"},
        {"period_text('其他')", "其他"});
    ASK(state, {"period_of('2025-03-05 10:00:00', 'quarter')", "2025Q1"},
        {"period_of('2025-03-05', 'month')", "2025-03"}, {"period_of('2025-03-05', 'half')", "2025H1"},
        {"period_of('2025-03-05', 'year')", "2025"}, {"period_of('2025-03-05', 'week')", "2025-W10"},
        {"period_of('2025-03-05', 'day')", "2025-03-05"}, {"period_of('2025-03-05', 'term')", "contract"},
        {"period_of('2026-03-05', 'term')", "NULL"}, {"period_of('2024-12-31', 'month')", "2024-12"},
        {"period_of('2024-12-31', 'week')", "2025-W01"});
}

static void test_period_of_contract(void **state) {
    (void)state;
    struct database *d = open_with("2025-05-15", "2026-05-15", true);
    struct period p;
    str label = str_from(ask(d, "period_of('2025-09-01', 'quarter')"));
    assert_true(period_parse(calendars_term(d->ctx.calendars), label, &p));
    assert_int_equal(p.from, on_day("2025-08-15"));
    assert_int_equal(p.to, on_day("2025-11-15"));
    assert_string_equal(ask(d, "period_of('2025-09-01', 'month')"), "2025-09");
    assert_string_equal(ask(d, "period_of('2025-05-14', 'quarter')"), "NULL");
    void *again = d;
    teardown(&again);
}

/* A phone number may stand in the digits of a SHA-256: the sum in the list of sources must stay comparable. */
static void test_mask_leaves_digests(void **state) {
    ASK(state,
        {"mask('d4ef0409a13812345678b9218001122334455667788990abbccddeeff0011223')",
         "d4ef0409a13812345678b9218001122334455667788990abbccddeeff0011223"},
        {"mask('工单.csv，校验值0232b06183451746，')", "工单.csv，校验值0232b06183451746，"},
        {"mask('a13812345678b')", "a138****5678b"},
        {"mask('12345678901234567890123813812345678')", "12345678901234567890123813812345678"});
}

static void test_mask(void **state) {
    ASK(state, {"mask('电话13812345678。')", "电话138****5678。"}, {"mask('138-1234-5678')", "138-****-5678"},
        {"mask('+86 138 1234 5678')", "+86 138 **** 5678"}, {"mask('8613812345678')", "86138****5678"},
        {"mask('013812345678')", "0138****5678"}, {"mask('１３８１２３４５６７８')", "１３８****５６７８"},
        {"mask('0571-87654321转801')", "0571-****4321转801"},
        {"mask('0571-87654321-801')", "0571-****4321-801"}, {"mask('(0571)8765432')", "(0571)***5432"},
        {"mask('（010）8765 4321')", "（010）**** 4321"}, {"mask('02187654321')", "021****4321"},
        {"mask('+86-571-87654321')", "+86-571-****4321"},
        {"mask('身份证11010119900307001X,13912345678')", "身份证110101********001X,139****5678"},
        {"mask('110101199003070011')", "110101********0011"},
        {"mask('110101199013070011')", "110101199013070011"},
        {"mask('工单202503051234')", "工单202503051234"}, {"mask('2025-03-05 08:30')", "2025-03-05 08:30"},
        {"mask('6222020200012345678')", "6222020200012345678"},
        {"mask('123138123456789')", "123138123456789"}, {"mask('400-800-1234')", "400-800-1234"},
        {"mask('')", ""}, {"mask(13812345678)", "138****5678"},
        {"mask('张三 13812345678/13912345678')", "张三 138****5678/139****5678"},
        {"mask('1381234567')", "1381234567"}, {"mask('138123456789')", "138123456789"},
        {"mask('(0571) 8765432')", "(0571) ***5432"});
}

static void test_null(void **state) {
    ASK(state, {"is_workday(NULL)", "NULL"}, {"is_workday('x', NULL)", "NULL"},
        {"add_workdays('2025-01-01', NULL)", "NULL"}, {"work_minutes('no such', '2025-01-01', NULL)", "NULL"},
        {"count_workdays('2025-01-01', NULL)", "NULL"}, {"in_hours('office', NULL)", "NULL"},
        {"minutes_between(NULL, NULL)", "NULL"}, {"percent_text(1, NULL)", "NULL"},
        {"money_text(NULL)", "NULL"}, {"rmb_upper(NULL)", "NULL"}, {"duration_text(NULL)", "NULL"},
        {"date_text(NULL)", "NULL"}, {"mask(NULL)", "NULL"}, {"outcome_text(NULL)", "NULL"},
        {"period_of(NULL, 'month')", "NULL"});
}

static void test_wrong_arguments(void **state) {
    ASK(state,
        {"is_workday('5 March')",
         "error: is_workday(): argument 1, '5 March', is no date or time (YYYY-MM-DD [HH:MM:SS])"},
        {"is_workday(20250305)",
         "error: is_workday(): argument 1, '20250305', is no date or time (YYYY-MM-DD [HH:MM:SS])"},
        {"is_workday('2025-02-30')",
         "error: is_workday(): argument 1, '2025-02-30', is no date or time (YYYY-MM-DD [HH:MM:SS])"},
        {"is_workday('2025-03-05', 'offce')",
         "error: is_workday(): argument 2, 'offce', is no calendar of the contract"},
        {"is_workday('2022-03-05')",
         "error: is_workday(): holidays of that year are not loaded for calendar '法定工作日'"},
        {"is_workday('2022-03-04', 'plain')", "1"},
        {"add_workdays('2025-03-05', 1.5)", "error: add_workdays(): argument 2, '1.5', is no whole number"},
        {"add_workdays('2026-12-31', 1, 'office')",
         "error: add_workdays(): holidays of that year are not loaded for calendar 'office'"},
        {"count_workdays('2025-01-01', '2099-01-01')",
         "error: count_workdays(): holidays of that year are not loaded for calendar '法定工作日'"},
        {"work_minutes('office', '2025-01-01', '2099-01-01')",
         "error: work_minutes(): holidays of that year are not loaded for calendar 'office'"},
        {"in_hours('office', '2099-01-01')",
         "error: in_hours(): holidays of that year are not loaded for calendar 'office'"},
        {"percent_text(1, -2)", "error: percent_text(): argument 2, '-2', is no denominator"},
        {"percent_text(1, 2, 9)",
         "error: percent_text(): argument 3, '9', is no number of places from 0 to 6"},
        {"percent_text('a', 2)", "error: percent_text(): argument 1, 'a', is no number"},
        {"percent_text(0.123456789, 1)",
         "error: percent_text(): the numbers have too many decimals to be divided exactly"},
        {"money_text('12')", "error: money_text(): argument 1, '12', is no whole number"},
        {"rmb_upper(1.5)", "error: rmb_upper(): argument 1, '1.5', is no whole number"},
        {"duration_text(9e300)", "error: duration_text(): argument 1, '9.0e+300', is no number"},
        {"date_text('')", "error: date_text(): argument 1, '', is no date or time (YYYY-MM-DD [HH:MM:SS])"},
        {"outcome_text('达标')", "error: outcome_text(): argument 1, '达标', is no outcome"},
        {"period_of('2025-03-05', 'decade')", "error: period_of(): argument 2, 'decade', is no frequency "
                                              "(day, workday, week, 2weeks, month, quarter, half, "
                                              "year, term)"},
        {"money_text()", "error: wrong number of arguments to function money_text()"});
}

#define DAYS(values) " FROM (WITH r(d, v) AS (VALUES " values ") SELECT d, v FROM r)"

static void test_trends(void **state) {
    ASK(state,
        {"trend_value(d, v, '2025-01-11')" DAYS("('2025-01-01', 10), ('2025-01-02', 12), ('2025-01-03', 14)"),
         "30.0"},
        {"trend_reach(d, v, 20)" DAYS("('2025-01-01', 10), ('2025-01-02', 12), ('2025-01-03', 14)"),
         "2025-01-06"},
        {"trend_reach(d, v, 20.5)" DAYS("('2025-01-01', 10), ('2025-01-02', 12), ('2025-01-03', 14)"),
         "2025-01-07"},
        {"trend_reach(d, v, 14)" DAYS("('2025-01-01', 10), ('2025-01-02', 12), ('2025-01-03', 14)"),
         "NULL"}, /* reached */
        {"trend_reach(d, v, 5)" DAYS("('2025-01-01', 10), ('2025-01-02', 12), ('2025-01-03', 14)"),
         "NULL"}, /* moves off */
        {"trend_reach(d, v, 4)" DAYS("('2025-01-01', 10), ('2025-01-02', 8), ('2025-01-03', 6)"),
         "2025-01-04"},
        {"trend_reach(d, v, 9)" DAYS("('2025-01-01', 8), ('2025-01-02', 8), ('2025-01-03', 8)"), "NULL"},
        {"trend_reach(d, v, 9)" DAYS("('2025-01-01', 1), ('2025-01-02', 2)"),
         "NULL"}, /* two points are no trend */
        {"trend_reach(d, v, 9)" DAYS(
             "('2025-01-01', 1), (NULL, 7), ('2025-01-02', NULL), ('2025-01-01 12:00:00', 2), "
             "('2025-01-02', 3)"),
         "2025-01-05"},
        /* forecast-from-present-level: a disk filled up in the last four days; the forecast starts at 83.6, and
         * neither that flood nor the cleaning before it makes the pace */
        {"trend_value(d, v, '2025-02-09') FROM (SELECT date('2024-12-31', '+' || n || ' days') AS d, CASE "
         "WHEN n "
         "> 26 THEN 58.3 + (n - 27) * 8.4 WHEN n > 9 THEN 30 + n * 0.1 ELSE 50 + n * 0.1 END AS v FROM (WITH "
         "RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 30) SELECT n FROM t))",
         "84.5"},
        {"trend_reach(d, v, 80) FROM (SELECT date('2024-12-31', '+' || n || ' days') AS d, CASE WHEN n > 26 "
         "THEN "
         "58.3 + (n - 27) * 8.4 ELSE 50 + n * 0.1 END AS v FROM (WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL "
         "SELECT "
         "n + 1 FROM t WHERE n < 30) SELECT n FROM t))",
         "NULL"}, /* it is above already */
        {"trend_reach(d, v, NULL)" DAYS("('2025-01-01', 1)"), "NULL"},
        {"trend_reach(d, v, 1)" DAYS("(1, 1)"), "error: trend_reach takes a time, a number and a limit"},
        {"trend_value(d, v, 'soon')" DAYS("('2025-01-01', 1)"),
         "error: trend_value takes a time, a number and a date"},
        {"trend_reach(d, v, 1)" DAYS("('2025-01-01', 'x')"),
         "error: trend_reach takes a time, a number and a limit"});
}

static void test_file_sha256(void **state) {
    struct database *d = *state;
    char path[] = "/tmp/lvyue-sha-XXXXXX";
    int fd = mkstemp(path);
    assert_int_equal(write(fd, "abc", 3), 3);
    close(fd);
    d->ctx.dir = S("/tmp");
    str asked = str_fmt(d->a, "file_sha256('%s')", path + 5);
    /* FIPS 180-4, example of one block */
    const char *abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_string_equal(ask(d, asked.p), abc);
    unlink(path);
    assert_string_equal(ask(d, asked.p), abc); /* read once a run */
    ASK(state,
        {"file_sha256('../etc/passwd')",
         "error: file_sha256(): argument 1, '../etc/passwd', is no file of the contract's folder"},
        {"file_sha256('not/there')", "error: file_sha256(): 'not/there': No such file or directory"});
}

/* Every function of the table is there under its name, with a note for the manual. */
static void test_table(void **state) {
    struct database *d = *state;
    size_t n;
    const struct sql_function_info *f = store_functions(&n);
    assert_int_equal(n, 20);
    for (size_t i = 0; i < n; i++) {
        str missing = str_fmt(d->a, "error: no such function: %s", f[i].name);
        assert_string_not_equal(ask(d, str_fmt(d->a, "%s(1,2,3,4,5)", f[i].name).p), missing.p);
        assert_true(strlen(f[i].note) > 0);
    }
}

/* Texts of one call are gone with it: a long query does not grow. */
static void test_memory(void **state) {
    struct database *d = *state;
    assert_string_equal(
        ask(d, "sum(length(date_text('2025-03-05'))) FROM (WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL "
               "SELECT i + 1 FROM t WHERE i < 100000) SELECT i FROM t)"),
        "900000");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calendar_functions),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_period_of),
        cmocka_unit_test(test_mask),
        cmocka_unit_test(test_mask_leaves_digests),
        cmocka_unit_test(test_null),
        cmocka_unit_test(test_wrong_arguments),
        cmocka_unit_test(test_trends),
        cmocka_unit_test(test_file_sha256),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_memory),
    };
    const struct CMUnitTest contract[] = {cmocka_unit_test(test_period_of_contract)};
    return cmocka_run_group_tests(tests, setup, teardown) + cmocka_run_group_tests(contract, NULL, NULL);
}
