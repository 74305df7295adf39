/* Sums that must agree: a store in order is silent, a tampered one is named. */
#include "store_fixture.h"

#include "document/figures.h"

static void fill(struct fixture *x) {
    static const char *const tables[] = {"period",        "incident",         "outage",
                                         "target_result", "deduction_result", "deduction_term",
                                         "payment_result"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        store_do(x->s, str_z(x->a, str_fmt(x->a, "DELETE FROM %s", tables[i])));
    store_do(x->s, "INSERT INTO period(freq, label, from_on, last_on, before_on) VALUES"
                   " ('month', '2025-01', '2025-01-01', '2025-01-31', '2025-02-01'),"
                   " ('month', '2025-02', '2025-02-01', '2025-02-28', '2025-03-01'),"
                   " ('quarter', '2025Q1', '2025-01-01', '2025-02-28', '2025-03-01'),"
                   " ('term', 'contract', '2025-01-01', '2025-02-28', '2025-03-01')");
    store_do(x->s, "INSERT INTO incident(id, reported_at) VALUES ('A', '2025-01-31 23:59:59'),"
                   " ('B', '2025-02-01 00:00:00'), ('outside', '2025-03-01 00:00:00')");
    store_do(
        x->s,
        "INSERT INTO outage(system, from_at, to_at) VALUES"
        " ('pacs', '2025-01-31 23:30:00', '2025-02-01 00:30:00'), ('pacs', '2025-02-28 23:00:00', NULL)");
    store_do(x->s, "INSERT INTO target_result(rule, record_id, outcome, belongs_at) VALUES"
                   " ('response', 'A', 'met', '2025-01-31 23:59:59'), ('response', 'B', 'missed', "
                   "'2025-02-01 00:00:00')");
    store_do(x->s, "INSERT INTO deduction_result(rule, period, basis, amount_fen, running_fen, capped) VALUES"
                   " ('late', '2025-01', 'k', 300, 300, 0), ('late', '2025-02', 'k', 200, 500, 1)");
    store_do(x->s,
             "INSERT INTO deduction_term(rule, period, basis, amount_fen) VALUES"
             " ('late', '2025-01', 'k', 100), ('late', '2025-01', 'k', 200), ('late', '2025-02', 'k', 900)");
    store_do(x->s, "INSERT INTO payment_result(rule, gross_fen, deduction_fen, net_fen) VALUES"
                   " ('first', 1000, 300, 700), ('last', 1000, 200, 800)");
}

static void check_tampered(struct fixture *x, const char *sql, const char *expected) {
    struct disagreement *found;
    struct sb b = {.a = x->a};
    fill(x);
    store_do(x->s, sql);
    size_t n = figures_disagree(x->a, x->s, &found);
    for (size_t i = 0; i < n; i++)
        sb_fmt(&b, "%.*s: %.*s, %.*s\n", STR_ARG(found[i].what), STR_ARG(found[i].one),
               STR_ARG(found[i].other));
    assert_string_equal(b.n ? b.p : "", expected);
}

static void test_figures(void **state) {
    struct fixture *x = *state;
    check_tampered(x, "DELETE FROM incident WHERE 0", "");
    check_tampered(x, "UPDATE period SET before_on = '2025-01-31' WHERE label = '2025-01'",
                   "incident: month: 1, 2\n"
                   "target/response met: month: 0, 1\n"
                   "outage/pacs: month: 90, 120\n");
    check_tampered(x, "UPDATE deduction_result SET running_fen = 501 WHERE period = '2025-02'",
                   "deduction/late@2025-02: running total: 501, 500\n");
    check_tampered(x, "UPDATE deduction_result SET amount_fen = 301 WHERE period = '2025-01'",
                   "deduction/late@2025-01: running total: 300, 301\n"
                   "deduction/late@2025-02: running total: 500, 501\n"
                   "deduction/late@2025-01: summands: 301, 300\n"
                   "payments: deductions: 500, 501\n");
    check_tampered(x, "UPDATE payment_result SET deduction_fen = 100 WHERE rule = 'last'",
                   "payments: deductions: 400, 500\n"
                   "payment/last: net: 800, 900\n");
    check_tampered(x, "UPDATE payment_result SET net_fen = 801 WHERE rule = 'last'",
                   "payment/last: net: 801, 800\n");
    check_tampered(x, "DELETE FROM deduction_result WHERE period = '2025-01'",
                   "deduction/late@2025-02: running total: 500, 200\n"
                   "payments: deductions: 500, 200\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_figures, fixture_open, fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
