/* KPIs of counts: `met` and `share`. Today is 2025-06-30: Q1 and Q2 are over, Q3 and Q4 run or are to come. */
#include "assess_fixture.h"

#define INCIDENTS "id,level,title,reported_at,responded_at,restored_at\n"
#define ROWS "SELECT period, numerator, denominator, value, allowance, outcome FROM kpi_result ORDER BY rowid"
#define TARGETS                                                                                                \
    "targets:\n"                                                                                               \
    "  - {id: response, name: 响应, clause: c1, on: incident, from: reported_at, to: responded_at, within: " \
    "30min}\n"                                                                                                 \
    "  - {id: restore, name: 恢复, clause: c1, on: incident, from: reported_at, to: restored_at, within: "   \
    "2h}\n"

static struct judged *run(const char *rules, const char *incidents, const char *exclusions) {
    const char *files[] = {"records/incident.csv", incidents, exclusions ? "records/exclusion.csv" : NULL,
                           exclusions, NULL};
    return judged_run("2025-06-30", rules, files);
}

static const char met[] = TARGETS
    "kpis:\n"
    "  - {id: response-rate, name: 响应率, clause: c1, every: quarter, met: response, at_least: 75%}\n";

/* Q1: A met, B missed, C met, D met, E exempt: 3 of 4 are exactly 75 %. Of 4, one may be missed, one is: none left.
 * Q2: F met, G without a time (unproven), H today, still pending: by missing_time 1 of 2, 1 of 1, 2 of 2.
 * Q3: nothing to date: pending, NULL. */
static const char cases[] = INCIDENTS "A,,x,2025-01-05 08:00:00,2025-01-05 08:30:00,\n"
                                      "B,,x,2025-01-06 08:00:00,2025-01-06 08:30:01,\n"
                                      "C,,x,2025-02-06 08:00:00,2025-02-06 08:10:00,\n"
                                      "D,,x,2025-03-31 23:50:00,2025-04-01 00:10:00,\n"
                                      "E,,x,2025-02-07 08:00:00,2025-02-07 18:10:00,\n"
                                      "F,,x,2025-04-01 00:00:00,2025-04-01 00:10:00,\n"
                                      "G,,x,2025-05-07 08:00:00,,\n"
                                      "H,,x,2025-06-30 23:45:00,,\n";
static const char exempt_e[] = "id,kind,incident,from_at,to_at,cause,approved_by,evidence\n"
                               "X,customer,E,2025-02-07 08:00:00,2025-02-07 18:00:00,停电,示例,函1\n";

static void check_met(const char *method, const char *expected) {
    struct arena *a = arena_new();
    struct judged *x = run(str_z(a, str_fmt(a, "%s%s", method, met)), cases, exempt_e);
    assert_rows(x, ROWS, expected);
    judged_close(x);
    arena_free(a);
}

static void test_met(void **unused) {
    (void)unused;
    check_met(
        "",
        "2025Q1|3|4|0.75|0|met\n2025Q2|1|2|0.5|-1|missed\n2025Q3|0|0|-|0|pending\n2025Q4|0|0|-|0|pending");
    check_met("method: {missing_time: excluded}\n",
              "2025Q1|3|4|0.75|0|met\n2025Q2|1|1|1.0|0|met\n2025Q3|0|0|-|0|pending\n2025Q4|0|0|-|0|pending");
    check_met("method: {missing_time: met}\n",
              "2025Q1|3|4|0.75|0|met\n2025Q2|2|2|1.0|0|met\n2025Q3|0|0|-|0|pending\n2025Q4|0|0|-|0|pending");
}

/* A quarter without a single incident is met: nothing was missed. */
static void test_nothing_counted(void **unused) {
    (void)unused;
    struct judged *x = run(met, INCIDENTS "A,,x,2025-04-05 08:00:00,2025-04-05 08:10:00,\n", NULL);
    assert_rows(x, ROWS " LIMIT 2", "2025Q1|0|0|-|0|met\n2025Q2|1|1|1.0|0|met");
    assert_rows(x, "SELECT rule, clause, target, gross_min, unknown_min, rule_source FROM kpi_result LIMIT 1",
                "response-rate|c1|0.75|-|-|contract.yaml:13");
    judged_close(x);
}

/* One target more in the same KPI: both of each incident count. A 2 of 2, B 1 of 2. */
static void test_two_targets(void **unused) {
    (void)unused;
    struct judged *x = run(TARGETS "kpis:\n  - {id: k, name: 达标率, clause: c1, every: year, met: "
                                   "[response, restore], at_least: 76%}\n",
                           INCIDENTS "A,,x,2025-01-05 08:00:00,2025-01-05 08:10:00,2025-01-05 09:00:00\n"
                                     "B,,x,2025-01-05 08:00:00,2025-01-05 08:10:00,2025-01-05 11:00:00\n",
                           NULL);
    assert_rows(x, ROWS, "2025|3|4|0.75|-1|pending");
    judged_close(x);
}

/* Resolved among all of a level. Reported in Q1, restored in Q2: `restored_at` moves A to Q2; C, open, stays. */
#define RESOLVED                                                                                             \
    "kpis:\n  - {id: k, name: 解决率, clause: c1, every: quarter, at_least: 50%,\n"                       \
    "     share: {of: incident, where: restored_at is not null, among: level <> 'P3'}}\n"

static void test_share(void **unused) {
    (void)unused;
    const char *incidents = INCIDENTS "A,P1,x,2025-03-31 23:00:00,,2025-04-01 01:00:00\n"
                                      "B,P1,x,2025-03-05 08:00:00,,2025-03-05 09:00:00\n"
                                      "C,P2,x,2025-03-05 08:00:00,,\n"
                                      "D,P3,x,2025-03-05 08:00:00,,\n"
                                      "E,,x,2025-03-05 08:00:00,,\n";
    struct judged *x = run(RESOLVED, incidents, NULL);
    assert_rows(x, ROWS " LIMIT 2", "2025Q1|2|3|0.666666666666667|0|met\n2025Q2|0|0|-|0|met");
    judged_close(x);
    x = run("method: {incidents_belong_to: restored_at}\n" RESOLVED, incidents, NULL);
    assert_rows(x, ROWS " LIMIT 2", "2025Q1|1|2|0.5|0|met\n2025Q2|1|1|1.0|0|met");
    judged_close(x);
}

/* at_most: repeated faults at most 5 %. 5 of 100 are exactly that; 6 of 100 are one too many. */
static void check_repeats(int repeats, const char *expected) {
    struct arena *a = arena_new();
    struct sb b = {.a = a};
    sb_addz(&b, "id,title,reported_at,repeat_of\n");
    for (int i = 0; i < 100; i++)
        sb_fmt(&b, "I%d,x,2025-02-01 08:00:00,%s\n", i, i > 0 && i <= repeats ? "I0" : "");
    struct judged *x = run("kpis:\n  - {id: k, name: 重复率, clause: c1, every: quarter, at_most: 5%,\n"
                           "     share: {of: incident, where: repeat_of is not null}}\n",
                           str_z(a, sb_str(&b)), NULL);
    assert_rows(x, ROWS " LIMIT 1", expected);
    judged_close(x);
    arena_free(a);
}

static void test_at_most(void **unused) {
    (void)unused;
    check_repeats(5, "2025Q1|5|100|0.05|0|met");
    check_repeats(6, "2025Q1|6|100|0.06|-1|missed");
    check_repeats(2, "2025Q1|2|100|0.02|3|met");
}

/* 99.5 % of 200: one may be missed. 198 of 199 are 99.497 %: printed with two places they would look like 99.50. */
static void test_no_rounding(void **unused) {
    (void)unused;
    struct arena *a = arena_new();
    struct sb b = {.a = a};
    sb_addz(&b, INCIDENTS);
    for (int i = 0; i < 199; i++)
        sb_fmt(&b, "I%d,,x,2025-02-01 08:00:00,2025-02-01 08:%s:00,\n", i, i < 1 ? "31" : "30");
    struct judged *x = run(
        TARGETS "kpis:\n  - {id: k, name: 率, clause: c1, every: quarter, met: response, at_least: 99.5%}\n",
        str_z(a, sb_str(&b)), NULL);
    assert_rows(x, "SELECT numerator, denominator, allowance, outcome FROM kpi_result LIMIT 1",
                "198|199|-1|missed");
    judged_close(x);
    sb_addz(&b, "I200,,x,2025-02-01 08:00:00,2025-02-01 08:30:00,\n");
    x = run(TARGETS
            "kpis:\n  - {id: k, name: 率, clause: c1, every: quarter, met: response, at_least: 99.5%}\n",
            str_z(a, sb_str(&b)), NULL);
    assert_rows(x, "SELECT numerator, denominator, allowance, outcome FROM kpi_result LIMIT 1",
                "199|200|0|met");
    judged_close(x);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_met),         cmocka_unit_test(test_nothing_counted),
        cmocka_unit_test(test_two_targets), cmocka_unit_test(test_share),
        cmocka_unit_test(test_at_most),     cmocka_unit_test(test_no_rounding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
