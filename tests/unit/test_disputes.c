/* The two views of disputed records: KPIs, deductions, payments; figures by hand. The amount is 486,000.00. */
#include "assess_fixture.h"

#define INCIDENTS "id,system,impact,title,reported_at,responded_at,restored_at,cause,disputed\n"
#define RULES                                                                                                  \
    "targets:\n"                                                                                               \
    "  - {id: response, name: 响应, clause: c1, on: incident, from: reported_at, to: responded_at, within: " \
    "30min}\n"                                                                                                 \
    "kpis:\n  - {id: rate, name: 响应率, clause: c1, every: quarter, met: response, at_least: 95%}\n"
#define KPIS                                                                                                 \
    "SELECT rule, period, view, numerator, denominator, outcome, deduction_fen, records, decides FROM "      \
    "kpi_dispute ORDER BY rowid"
#define LEDGER                                                                                               \
    "SELECT basis, view, occurrences, amount_fen, running_fen, formula, records FROM deduction_dispute "     \
    "ORDER BY rowid"

static struct judged *run(const char *rules, const char *incidents) {
    const char *files[] = {"records/incident.csv", incidents, NULL};
    struct judged *x = judged_run("2026-01-05", rules, files);
    return x;
}

/* n incidents answered in time in a month. */
static void add_good(struct sb *b, int month, int n) {
    for (int i = 0; i < n; i++)
        sb_fmt(b, "G%d-%d,,,x,2025-%02d-10 08:00:00,2025-%02d-10 08:10:00,2025-%02d-10 09:00:00,x,\n", month,
               i, month, month, month);
}

static void add_late(struct sb *b, const char *id, int month, const char *disputed) {
    sb_fmt(b, "%s,,,x,2025-%02d-11 08:00:00,2025-%02d-11 09:00:00,2025-%02d-11 09:00:00,x,%s\n", id, month,
           month, month, disputed);
}

/* Q1: 18 of 20, one of the two late ones disputed: 18 of 19 without it, missed either way. Q2: 18 of 19, the late one
 * disputed: met without it. Q3: two late, undisputed: no row. Q4: a disputed one that was in time changes nothing. */
static str incidents(struct arena *a) {
    struct sb b = {.a = a};
    sb_addz(&b, INCIDENTS);
    add_good(&b, 2, 18);
    add_late(&b, "L1", 2, "是");
    add_late(&b, "L2", 2, "");
    add_good(&b, 5, 18);
    add_late(&b, "L3", 5, "是");
    add_good(&b, 8, 8);
    add_late(&b, "L4", 8, "否");
    add_late(&b, "L5", 8, "");
    sb_addz(&b, "D6,,,x,2025-11-10 08:00:00,2025-11-10 08:10:00,2025-11-10 09:00:00,x,是\n");
    return sb_str(&b);
}

/* 2 % = 9,720.00 a quarter: Q1, Q2, Q3 to the buyer, Q1 and Q3 to the supplier. The first payment falls due on 2 July, after
 * two quarters, the second at the end: 145,800.00 and 340,200.00. */
static void test_left_out(void **unused) {
    (void)unused;
    struct arena *a = arena_new();
    struct judged *x = run(
        RULES
        "deductions:\n  - {id: d, name: 扣减, clause: c1, for: rate, percent: 2}\n"
        "payments:\n  - {id: first, name: 首付, clause: c1, percent: 30, due: {at: 50% of term}, requires: "
        "[response, rate]}\n"
        "  - {id: last, name: 尾款, clause: c1, percent: 70, due: {at: end}}\n",
        str_z(a, incidents(a)));
    assert_rows(x, KPIS,
                "rate|2025Q1|buyer|18|20|missed|972000|L1|0\n"
                "rate|2025Q1|supplier|18|19|missed|972000|L1|0\n"
                "rate|2025Q2|buyer|18|19|missed|972000|L3|1\n"
                "rate|2025Q2|supplier|18|18|met|0|L3|1");
    assert_rows(x, "SELECT period, numerator, denominator, outcome FROM kpi_result",
                "2025Q1|18|20|missed\n2025Q2|18|19|missed\n2025Q3|8|10|missed\n2025Q4|1|1|met");
    assert_rows(x, LEDGER,
                "kpi/rate@2025Q2|buyer|1|972000|1944000|486,000.00 × 2% = 9,720.00|L3\n"
                "kpi/rate@2025Q2|supplier|0|0|972000|-|L3");
    assert_rows(x, "SELECT basis, running_fen FROM deduction_result ORDER BY rowid",
                "kpi/rate@2025Q1|972000\nkpi/rate@2025Q2|1944000\nkpi/rate@2025Q3|2916000");
    assert_rows(
        x,
        "SELECT rule, view, gross_fen, deduction_fen, net_fen, missing FROM payment_dispute ORDER BY rowid",
        "first|buyer|14580000|1944000|12636000|response、rate\n"
        "first|supplier|14580000|972000|13608000|response、rate");
    assert_rows(x, "SELECT rule, deduction_fen FROM payment_result", "first|1944000\nlast|972000");
    assert_rows(x, "SELECT record_id, disputed FROM target_result WHERE record_id IN ('L1', 'L2', 'D6')",
                "L1|1\nL2|0\nD6|1");
    judged_close(x);
    arena_free(a);
}

/* As met: Q1 19 of 20 = 95 %, met; Q2 19 of 19. */
static void test_met(void **unused) {
    (void)unused;
    struct arena *a = arena_new();
    struct judged *x = run("method: {disputed: met}\n" RULES, str_z(a, incidents(a)));
    assert_rows(x, KPIS,
                "rate|2025Q1|buyer|18|20|missed|0|L1|1\nrate|2025Q1|supplier|19|20|met|0|L1|1\n"
                "rate|2025Q2|buyer|18|19|missed|0|L3|1\nrate|2025Q2|supplier|19|19|met|0|L3|1");
    judged_close(x);
    arena_free(a);
}

/* The tier moves, not the verdict: 90 % costs 3 %, 94.7 % costs 1 %. With a cap of 3 % over the term the third quarter then has
 * something left to take: the buyer took all in Q1. */
static void test_tier_and_cap(void **unused) {
    (void)unused;
    struct arena *a = arena_new();
    struct judged *x =
        run(RULES "deductions:\n  - {id: d, name: 扣减, clause: c1, for: rate, cap: 3%, tiers:\n"
                  "     [{below: 95%, percent: 1}, {below: 92%, percent: 3}]}\n",
            str_z(a, incidents(a)));
    assert_rows(
        x, LEDGER,
        "kpi/rate@2025Q1|buyer|1|1458000|1458000|18/20 = 90.00% < 92%：486,000.00 × 3% = 14,580.00|L1\n"
        "kpi/rate@2025Q1|supplier|1|486000|486000|18/19 = 94.73% < 95%：486,000.00 × 1% = 4,860.00|L1\n"
        "kpi/rate@2025Q2|buyer|1|0|1458000|18/19 = 94.73% < 95%：486,000.00 × 1% = 4,860.00，累计上限 "
        "14,580.00，实扣 0.00|L3\n"
        "kpi/rate@2025Q2|supplier|0|0|486000|-|L3\n"
        "kpi/rate@2025Q3|buyer|1|0|1458000|8/10 = 80.00% < 92%：486,000.00 × 3% = 14,580.00，累计上限 "
        "14,580.00，实扣 0.00|\n"
        "kpi/rate@2025Q3|supplier|1|972000|1458000|8/10 = 80.00% < 92%：486,000.00 × 3% = "
        "14,580.00，累计上限 14,580.00，实扣 9,720.00|");
    judged_close(x);
    arena_free(a);
}

/* For each late answer 500, for each incident without a cause 100; A and C are disputed. */
static void test_each(void **unused) {
    (void)unused;
    struct judged *x = run(
        "targets:\n  - {id: response, name: 响应, clause: c1, on: incident, from: reported_at, to: "
        "responded_at, "
        "within: 30min}\n"
        "checks:\n  - {id: cause, name: 原因, clause: c1, on: incident, require: cause is not null}\n"
        "deductions:\n  - {id: d, name: 扣减, clause: c1, for_each: response, fixed: 500}\n"
        "  - {id: e, name: 缺报告, clause: c1, for_each: cause, fixed: 100}\n"
        "payments:\n  - {id: p, name: 全款, clause: c1, percent: 100, due: {at: end}, requires: [cause]}\n",
        INCIDENTS "A,,,x,2025-02-10 08:00:00,2025-02-10 09:00:00,,已查明,是\n"
                  "B,,,x,2025-02-10 08:00:00,2025-02-10 09:00:00,,已查明,\n"
                  "C,,,x,2025-05-10 08:00:00,2025-05-10 08:10:00,,,是\n");
    assert_rows(x, LEDGER,
                "target/response@2025Q1|buyer|2|100000|100000|500.00 × 2 = 1,000.00|A\n"
                "target/response@2025Q1|supplier|1|50000|50000|500.00 × 1 = 500.00|A\n"
                "check/cause@2025Q2|buyer|1|10000|110000|100.00 × 1 = 100.00|C\n"
                "check/cause@2025Q2|supplier|0|0|50000|-|C");
    assert_rows(x, "SELECT view, deduction_fen, net_fen, missing FROM payment_dispute ORDER BY rowid",
                "buyer|110000|48490000|cause\nsupplier|50000|48550000|");
    assert_rows(x, "SELECT record_id, outcome, disputed FROM check_result", "A|met|1\nB|met|0\nC|missed|1");
    judged_close(x);
}

/* A share that must not exceed 10 %: of ten reports two repeat an earlier one, one of them disputed. 2 of 10 is too many, 1 of 9
 * is 11.1 %, too many as well; as met 1 of 10 is just enough. */
static void test_at_most(void **unused) {
    (void)unused;
    struct arena *a = arena_new();
    struct sb b = {.a = a};
    const char *rules = "kpis:\n  - {id: repeats, name: 重复率, clause: c1, every: quarter, at_most: 10%,\n"
                        "     share: {of: incident, where: repeat_of is not null}}\n";
    sb_addz(&b, "id,title,reported_at,repeat_of,disputed\n");
    for (int i = 0; i < 10; i++)
        sb_fmt(&b, "R%d,x,2025-02-01 08:00:00,%s,%s\n", i, i == 1 || i == 2 ? "R0" : "",
               i == 2 || i == 5 ? "是" : "");
    struct judged *x = run(rules, str_z(a, sb_str(&b)));
    assert_rows(x, KPIS,
                "repeats|2025Q1|buyer|2|10|missed|0|R2|0\nrepeats|2025Q1|supplier|1|9|missed|0|R2|0");
    judged_close(x);
    x = run(str_z(a, str_fmt(a, "method: {disputed: met}\n%s", rules)), str_z(a, sb_str(&b)));
    assert_rows(x, KPIS, "repeats|2025Q1|buyer|2|10|missed|0|R2|1\nrepeats|2025Q1|supplier|1|10|met|0|R2|1");
    judged_close(x);
    arena_free(a);
}

/* Down 8-10 and, disputed, 9-12 and across the end of the quarter. Q1 has 129,600 min, Q2 131,040. Buyer: 8-12 is 240 min and
 * 60 of the night, 300; supplier 120. 99.8 % of Q1 allows 259.2 min. */
static void test_availability(void **unused) {
    (void)unused;
    struct judged *x = run("kpis:\n  - {id: up, name: 可用率, clause: c1, every: quarter, at_least: 99.8%,\n"
                           "     availability: {systems: critical, down: \"impact = 'outage'\"}}\n",
                           INCIDENTS "A,pacs,outage,x,2025-02-10 08:00:00,,2025-02-10 10:00:00,,\n"
                                     "B,pacs,outage,x,2025-02-10 09:00:00,,2025-02-10 12:00:00,,是\n"
                                     "C,pacs,outage,x,2025-03-31 23:00:00,,2025-04-01 00:30:00,,是\n");
    assert_rows(x, KPIS,
                "up|2025Q1|buyer|129300|129600|missed|0|B、C|1\n"
                "up|2025Q1|supplier|129480|129600|met|0|B、C|1\n"
                "up|2025Q2|buyer|131010|131040|met|0|C|0\n"
                "up|2025Q2|supplier|131040|131040|met|0|C|0");
    judged_close(x);
}

/* Without a disputed record nobody is told of two views. */
static void test_none(void **unused) {
    (void)unused;
    struct judged *x = run(RULES "deductions:\n  - {id: d, name: 扣减, clause: c1, for: rate, percent: 2}\n",
                           INCIDENTS "A,,,x,2025-02-10 08:00:00,2025-02-10 09:00:00,,x,\n");
    assert_rows(x,
                "SELECT (SELECT count(*) FROM deduction_result), (SELECT count(*) FROM kpi_dispute),"
                " (SELECT count(*) FROM deduction_dispute), (SELECT count(*) FROM payment_dispute)",
                "1|0|0|0");
    judged_close(x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_left_out), cmocka_unit_test(test_met),     cmocka_unit_test(test_tier_and_cap),
        cmocka_unit_test(test_each),     cmocka_unit_test(test_at_most), cmocka_unit_test(test_availability),
        cmocka_unit_test(test_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
