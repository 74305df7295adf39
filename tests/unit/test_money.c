/* Deductions and payments: every sum by hand beside its case. The amount is 486,000.00. */
#include "assess_fixture.h"

#define INCIDENTS "id,level,title,reported_at,responded_at,restored_at\n"
#define LEDGER                                                                                               \
    "SELECT period, basis, basis_fen, occurrences, amount_fen, running_fen, capped FROM deduction_result "   \
    "ORDER BY rowid"
#define PAID                                                                                                 \
    "SELECT rule, due_on, gross_fen, deduction_fen, net_fen, missing FROM payment_result ORDER BY rowid"
#define RULES                                                                                                  \
    "targets:\n"                                                                                               \
    "  - {id: response, name: 响应, clause: c1, on: incident, from: reported_at, to: responded_at, within: " \
    "30min}\n"                                                                                                 \
    "kpis:\n"                                                                                                  \
    "  - {id: resolved, name: 解决率, clause: c1, every: quarter, at_least: 99%,\n"                         \
    "     share: {of: incident, where: restored_at is not null}}\n"                                            \
    "  - {id: responded, name: 响应率, clause: c1, every: quarter, met: response, at_least: 95%}\n"

/* Q1 misses both KPIs with A; Q2 only the response with B and C, C's time never recorded; Q3 only the restoration
 * with D. Q4 has nothing to miss. */
static const char misses[] = INCIDENTS "A,,x,2025-02-01 08:00:00,2025-02-01 09:00:00,\n"
                                       "B,,x,2025-05-01 08:00:00,2025-05-01 09:00:00,2025-05-01 10:00:00\n"
                                       "C,,x,2025-05-02 08:00:00,,2025-05-02 10:00:00\n"
                                       "D,,x,2025-08-01 08:00:00,2025-08-01 08:10:00,\n";

static struct judged *run(const char *on, const char *rules) {
    const char *files[] = {"records/incident.csv", misses, NULL};
    struct arena *a = arena_new();
    struct judged *x = judged_run(on, str_z(a, str_fmt(a, "%s%s", RULES, rules)), files);
    arena_free(a);
    return x;
}

#define TWO_PERCENT                                                                                          \
    "deductions:\n  - {id: d, name: 扣减, clause: c1, for: [resolved, responded], percent: 2}\n"

/* 2 % of 486,000.00 are 9,720.00 for each missed KPI and quarter. */
static void test_percent(void **unused) {
    (void)unused;
    struct judged *x = run("2025-12-31", TWO_PERCENT);
    assert_rows(x, LEDGER,
                "2025Q1|kpi/resolved@2025Q1|48600000|1|972000|972000|0\n"
                "2025Q1|kpi/responded@2025Q1|48600000|1|972000|1944000|0\n"
                "2025Q2|kpi/responded@2025Q2|48600000|1|972000|2916000|0\n"
                "2025Q3|kpi/resolved@2025Q3|48600000|1|972000|3888000|0");
    assert_rows(x, "SELECT rule, clause, formula, rule_source FROM deduction_result LIMIT 1",
                "d|c1|486,000.00 × 2% = 9,720.00|contract.yaml:16");
    judged_close(x);
    /* on 15 July the third quarter is not judged yet */
    x = run("2025-07-15", TWO_PERCENT);
    assert_rows(x, "SELECT count(*), max(running_fen) FROM deduction_result", "3|2916000");
    judged_close(x);
}

/* The cap of 5 % is 24,300.00: after two of 9,720.00 there are 4,860.00 left, then nothing. A rule of its own is not
 * touched by it, and the running total goes on over both. */
static void test_cap(void **unused) {
    (void)unused;
    struct judged *x = run(
        "2025-12-31", "deductions:\n"
                      "  - {id: d, name: 扣减, clause: c1, for: [resolved, responded], percent: 2, cap: 5%}\n"
                      "  - {id: e, name: 违约金, clause: c1, for: resolved, fixed: 1000.50}\n");
    assert_rows(x, LEDGER,
                "2025Q1|kpi/resolved@2025Q1|48600000|1|972000|972000|0\n"
                "2025Q1|kpi/responded@2025Q1|48600000|1|972000|1944000|0\n"
                "2025Q1|kpi/resolved@2025Q1|100050|1|100050|2044050|0\n"
                "2025Q2|kpi/responded@2025Q2|48600000|1|486000|2530050|1\n"
                "2025Q3|kpi/resolved@2025Q3|48600000|1|0|2530050|1\n"
                "2025Q3|kpi/resolved@2025Q3|100050|1|100050|2630100|0");
    assert_rows(x, "SELECT formula FROM deduction_result WHERE period <> '2025Q1'",
                "486,000.00 × 2% = 9,720.00，累计上限 24,300.00，实扣 4,860.00\n"
                "486,000.00 × 2% = 9,720.00，累计上限 24,300.00，实扣 0.00\n"
                "1,000.50 × 1 = 1,000.50");
    judged_close(x);
}

/* For each late response: Q1 A, Q2 B and C (no time recorded counts as missed by default). */
static void test_each(void **unused) {
    (void)unused;
    const char *rule =
        "deductions:\n  - {id: d, name: 违约金, clause: c1, for_each: response, fixed: 500.00}\n";
    struct judged *x = run("2025-12-31", rule);
    assert_rows(x, LEDGER,
                "2025Q1|target/response@2025Q1|50000|1|50000|50000|0\n"
                "2025Q2|target/response@2025Q2|50000|2|100000|150000|0");
    assert_rows(x, "SELECT formula FROM deduction_result", "500.00 × 1 = 500.00\n500.00 × 2 = 1,000.00");
    judged_close(x);
    struct arena *a = arena_new();
    x = run("2025-12-31", str_z(a, str_fmt(a, "method: {missing_time: excluded}\n%s", rule)));
    assert_rows(x, "SELECT sum(occurrences) FROM deduction_result", "2");
    judged_close(x);
    arena_free(a);
}

/* Obligations fall into the quarter of their period, checks into that of their record: no inspection in Q1 (of two,
 * January and February missed, March done), April to June missed by 30 June; U1 of May was not approved in time, U2
 * bears no approval at all. */
static void test_each_of_other_rules(void **unused) {
    (void)unused;
    const char *files[] = {"records/inspection.csv", "id,mode,started_at\nI1,remote,2025-03-03 08:00:00\n",
                           "records/upgrade.csv",
                           "id,title,applied_at,approved_at,started_at\n"
                           "U0,补丁,2025-01-01,2025-01-02,2025-01-03 20:00:00\n"
                           "U1,补丁,2025-05-01,2025-05-04,2025-05-03 20:00:00\n"
                           "U2,补丁,2025-02-01,,2025-02-03 20:00:00\n",
                           NULL};
    struct judged *x = judged_run(
        "2025-06-30",
        "obligations:\n"
        "  - {id: monthly, name: 巡检, clause: c1, every: month, on: inspection}\n"
        "  - {id: plan, name: 预案, clause: c1, once: {within: 1 month, after: signed}, on: submission,\n"
        "     where: kind = 'emergency-plan'}\n"
        "checks:\n"
        "  - {id: approved, name: 审批, clause: c1, on: upgrade, require: approved_at <= started_at}\n"
        "deductions:\n"
        "  - {id: d, name: 扣减, clause: c1, for_each: [monthly, approved, plan], percent: 0.1}\n",
        files);
    assert_rows(x, LEDGER,
                "2025Q1|obligation/monthly@2025Q1|48600000|2|97200|97200|0\n"
                "2025Q1|check/approved@2025Q1|48600000|1|48600|145800|0\n"
                "2025Q1|obligation/plan@2025Q1|48600000|1|48600|194400|0\n"
                "2025Q2|obligation/monthly@2025Q2|48600000|3|145800|340200|0\n"
                "2025Q2|check/approved@2025Q2|48600000|1|48600|388800|0");
    assert_rows(x, "SELECT formula FROM deduction_result LIMIT 1", "486,000.00 × 0.1% × 2 = 972.00");
    judged_close(x);
}

/* Half up to the fen: 486,000.00 × 0.00025 % is 121.5 fen. */
static void check_rounding(const char *percent, const char *fen) {
    struct arena *a = arena_new();
    struct judged *x =
        run("2025-04-30", str_z(a, str_fmt(a,
                                           "deductions:\n  - {id: d, name: 扣减, clause: c1, for: resolved,"
                                           " percent: %s}\n",
                                           percent)));
    assert_rows(x, "SELECT amount_fen FROM deduction_result", fen);
    judged_close(x);
    arena_free(a);
}

static void test_half_up(void **unused) {
    (void)unused;
    check_rounding("0.000001", "0");         /* 0.486 fen */
    check_rounding("0.0000025", "1");        /* 1.215 fen */
    check_rounding("0.000249999999", "121"); /* 121.499999514 fen */
    check_rounding("0.00025", "122");        /* 121.5 fen */
}

/* -- payments ------------------------------------------------------------------------------------- */

#define THREE_PAYMENTS                                                                                       \
    "payments:\n"                                                                                            \
    "  - {id: p1, name: 首付, clause: c1, percent: 33.333%, due: {at: start}}\n"                           \
    "  - {id: p2, name: 中期, clause: c1, percent: 33.333%, due: {at: 50% of term}}\n"                     \
    "  - {id: p3, name: 尾款, clause: c1, percent: 33.334%, due: {at: end}}\n"

/* 33.333 % of 486,000.00 are 161,998.38; the last one takes the rest, 162,003.24. Half of the term (2 July): Q1 and Q2
 * have ended and bring three deductions; Q3 and whatever Q4 brings go with the last payment. */
static void test_payments(void **unused) {
    (void)unused;
    struct judged *x = run("2025-12-31", TWO_PERCENT THREE_PAYMENTS);
    assert_rows(x, PAID,
                "p1|2025-01-01|16199838|0|16199838|\n"
                "p2|2025-07-02|16199838|2916000|13283838|\n"
                "p3|2025-12-31|16200324|972000|15228324|");
    assert_rows(x,
                "SELECT sum(gross_fen), sum(deduction_fen), sum(net_fen), min(clause), min(rule_source) FROM "
                "payment_result",
                "48600000|3888000|44712000|c1|contract.yaml:18");
    judged_close(x);
}

/* 50.00025 % are 24,300,121.5 fen and 49.99975 % are 24,299,878.5: each rounded up they would be a fen too much, so
 * the last one takes the rest. */
static void test_last_takes_the_rest(void **unused) {
    (void)unused;
    struct judged *x =
        run("2025-12-31", "payments:\n"
                          "  - {id: p1, name: 首付, clause: c1, percent: 50.00025%, due: {at: start}}\n"
                          "  - {id: p2, name: 尾款, clause: c1, percent: 49.99975%, due: {at: end}}\n");
    assert_rows(x, "SELECT gross_fen FROM payment_result", "24300122\n24299878");
    judged_close(x);
}

/* One third of a fen too much: three times 33.3333 % make 99.9999 %, so nothing is evened out. */
static void test_payments_not_whole(void **unused) {
    (void)unused;
    struct judged *x =
        run("2025-12-31", "payments:\n"
                          "  - {id: p1, name: 首付, clause: c1, percent: 33.3333%, due: {at: start}}\n"
                          "  - {id: p2, name: 尾款, clause: c1, percent: 66.6666%, due: {at: end}}\n");
    assert_rows(x, "SELECT gross_fen FROM payment_result", "16199984\n32399968");
    judged_close(x);
}

/* The last percentage evens out the fen: 7 × 14.28 % and 0.04 %. In due order, not in the contract's. */
static void test_order(void **unused) {
    (void)unused;
    struct judged *x =
        run("2025-12-31", TWO_PERCENT
            "payments:\n"
            "  - {id: late, name: 尾款, clause: c1, amount: 100000, due: {at: 2025-10-31}}\n"
            "  - {id: early, name: 首付, clause: c1, amount: 20000, due: {at: 2025-04-01}}\n"
            "  - {id: after, name: 质保金, clause: c1, amount: 1000, due: {within: 30 workdays, after: to}}\n"
            "  - {id: open, name: 其他, clause: c1, amount: 2000,\n"
            "     due: {within: 7 workdays, after: submission.confirmed_at}}\n");
    /* Q1 ended on 31 March, before 1 April: 19,440.00 of the 20,000.00. late: Q2 and Q3, 19,440.00.
     * 30 workdays after 31 December 2025: 4 January is a make-up Sunday, 1-3 are off: 4 5-9 12-16 19-23 26-30 are 21,
     * 2-6 February 26, 9-13 are 31: Thursday 12 February. open: nothing confirmed yet, no day. */
    assert_rows(x, PAID,
                "early|2025-04-01|2000000|1944000|56000|\n"
                "late|2025-10-31|10000000|1944000|8056000|\n"
                "after|2026-02-12|100000|0|100000|\n"
                "open|-|200000|0|200000|");
    judged_close(x);
}

/* A payment carries at most itself; the rest goes on; the last one carries everything and may come out negative.
 * Q1 ends on 31 March: no payment of that day carries it. */
static void test_carry_over(void **unused) {
    (void)unused;
    struct judged *x = run("2025-12-31", TWO_PERCENT
                           "payments:\n"
                           "  - {id: p0, name: 预付, clause: c1, amount: 30000, due: {at: 2025-03-31}}\n"
                           "  - {id: p1, name: 首付, clause: c1, amount: 10000, due: {at: 2025-04-01}}\n"
                           "  - {id: p2, name: 中期, clause: c1, amount: 20000, due: {at: 2025-04-02}}\n"
                           "  - {id: p3, name: 尾款, clause: c1, amount: 5000, due: {at: 2025-07-01}}\n");
    /* Q1 brings 19,440.00: 10,000.00 with p1, 9,440.00 with p2. Q2, and Q3 for want of a later payment, bring 19,440.00
     * to p3 of 5,000.00. */
    assert_rows(x, PAID,
                "p0|2025-03-31|3000000|0|3000000|\n"
                "p1|2025-04-01|1000000|1000000|0|\n"
                "p2|2025-04-02|2000000|944000|1056000|\n"
                "p3|2025-07-01|500000|1944000|-1444000|");
    judged_close(x);
}

/* What is not there yet on 30 June, before a payment of 2 July. */
static void test_requires(void **unused) {
    (void)unused;
    const char *rules =
        "obligations:\n"
        "  - {id: quarterly, name: 巡检, clause: c1, every: quarter, on: inspection}\n"
        "  - {id: plan, name: 预案, clause: c1, once: {within: 1 month, after: to}, on: submission, where: "
        "kind = 'emergency-plan'}\n"
        "  - {id: reported, name: 报告, clause: c1, every: quarter, on: submission, where: kind = "
        "'health-report',\n"
        "     period: period}\n"
        "checks:\n"
        "  - {id: approved, name: 审批, clause: c1, on: upgrade, require: approved_at <= started_at}\n"
        "payments:\n"
        "  - {id: p, name: 中期, clause: c1, amount: 1, due: {at: 50% of term},\n"
        "     requires: [quarterly, plan, reported, approved, resolved, response, person, upgrade, "
        "health-report, "
        "kpi-statement]}\n"
        "documents:\n"
        "  - {template: health-report, clause: c1, every: quarter}\n"
        "  - {template: kpi-statement, clause: c1, every: quarter}\n";
    struct arena *a = arena_new();
    const char *all = str_z(a, str_fmt(a, "%s%s", RULES, rules));
    const char *files[] = {
        "records/inspection.csv",
        "id,mode,started_at\nI1,onsite,2025-03-03\n",
        "records/upgrade.csv",
        "id,title,applied_at,approved_at,started_at\nU1,补丁,2025-05-01,2025-05-04,2025-05-03\n",
        "records/submission.csv",
        "id,kind,period,submitted_at\nS1,health-report,2025Q1,2025-04-02\nS2,health-report,2025Q2,2025-06-"
        "29\n"
        "S3,kpi-statement,2025Q1,2025-04-02\nS4,kpi-statement,2025Q2,\n",
        "records/incident.csv",
        misses,
        NULL};
    struct judged *x = judged_run("2025-06-30", all, files);
    assert_rows(x, "SELECT missing FROM payment_result",
                "quarterly、plan、approved、resolved、response、person、kpi-statement");
    judged_close(x);
    /* an inspection late in the second quarter and all else in order */
    files[1] = "id,mode,started_at\nI1,onsite,2025-03-03\nI2,onsite,2025-06-30\n";
    files[3] = "id,title,applied_at,approved_at,started_at\nU1,补丁,2025-05-01,2025-05-02,2025-05-03\n";
    files[5] =
        "id,kind,period,submitted_at\nS1,health-report,2025Q1,2025-04-02\nS2,health-report,,2025-06-29\n"
        "S3,kpi-statement,,2025-06-29\nS5,emergency-plan,,2025-06-01\n";
    files[7] = INCIDENTS "A,,x,2025-02-01 08:00:00,2025-02-01 08:10:00,2025-02-01 09:00:00\n";
    files[8] = "records/person.csv";
    const char *more[11];
    memcpy(more, files, sizeof files);
    more[9] = "id,name,role\nP1,示例甲,onsite\n";
    more[10] = NULL;
    x = judged_run("2025-06-30", all, more);
    assert_rows(x, "SELECT missing FROM payment_result", "");
    judged_close(x);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_percent),
        cmocka_unit_test(test_cap),
        cmocka_unit_test(test_each),
        cmocka_unit_test(test_each_of_other_rules),
        cmocka_unit_test(test_half_up),
        cmocka_unit_test(test_payments),
        cmocka_unit_test(test_last_takes_the_rest),
        cmocka_unit_test(test_payments_not_whole),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_carry_over),
        cmocka_unit_test(test_requires),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
