/* Tiers, points, hours late, repeats, caps by period and force majeure: every sum by hand beside its case. The amount
 * is 486,000.00; "today" is 2025-12-31 unless a test says otherwise. */
#include "assess_fixture.h"

#define INCIDENTS "id,system,title,reported_at,responded_at,restored_at\n"
#define LEDGER                                                                                               \
    "SELECT basis, occurrences, amount_fen, running_fen, capped, formula FROM deduction_result ORDER BY "    \
    "rowid"
#define RESPONSE                                                                                               \
    "targets:\n"                                                                                               \
    "  - {id: response, name: 响应, clause: c1, on: incident, from: reported_at, to: responded_at, within: " \
    "30min}\n"
#define RATE "kpis:\n  - {id: rate, name: 响应率, clause: c1, every: quarter, met: response, at_least: 95%}\n"
#define DEDUCTION "deductions:\n  - {id: d, name: 扣减, clause: c1, "

static struct judged *run(const char *rules, const char *incidents, const char *exclusions) {
    const char *files[] = {"records/incident.csv", incidents, exclusions ? "records/exclusion.csv" : NULL,
                           exclusions, NULL};
    return judged_run("2025-12-31", rules, files);
}

/* n incidents of a month, the first `late` of them answered after an hour. */
static void add_month(struct sb *b, int month, int n, int late) {
    for (int i = 0; i < n; i++)
        sb_fmt(b, "M%d-%d,,x,2025-%02d-10 08:%02d:00,2025-%02d-10 %02d:%02d:00,\n", month, i, month, i, month,
               i < late ? 9 : 8, i);
}

/* 20 incidents a quarter. Q1 1 late: 95 %, met. Q2 2 late: 90 %, not below 90, so the first tier: 1 % = 4,860.00. Q3 3
 * late: 85 %: 3 % = 14,580.00. Q4 10 late: 50 %: 20,000.00. */
static void test_tiers_of_kpi(void **unused) {
    (void)unused;
    struct arena *a = arena_new();
    struct sb b = {.a = a};
    sb_addz(&b, INCIDENTS);
    add_month(&b, 2, 20, 1);
    add_month(&b, 5, 20, 2);
    add_month(&b, 8, 20, 3);
    add_month(&b, 11, 20, 10);
    const char *rules = RESPONSE RATE DEDUCTION "for: rate, tiers: [{below: 95%, percent: 1}, {below: 90%, "
                                                "percent: 3}, {below: 60%, fixed: 20000}]}\n";
    const char *files[] = {"records/incident.csv", str_z(a, sb_str(&b)), NULL};
    struct judged *x = judged_run("2026-01-05", rules, files);
    assert_rows(x, LEDGER,
                "kpi/rate@2025Q2|1|486000|486000|0|18/20 = 90.00% < 95%：486,000.00 × 1% = 4,860.00\n"
                "kpi/rate@2025Q3|1|1458000|1944000|0|17/20 = 85.00% < 90%：486,000.00 × 3% = 14,580.00\n"
                "kpi/rate@2025Q4|1|2000000|3944000|0|10/20 = 50.00% < 60%：20,000.00 × 1 = 20,000.00");
    judged_close(x);
    arena_free(a);
}

/* The first tier begins at 93 %: 94.7 % (18 of 19) is missed, yet in no tier. With at_most: 2 repeats of 20 are 10 %, more
 * than 5 but not than 10. */
static void test_tier_edges(void **unused) {
    (void)unused;
    struct arena *a = arena_new();
    struct sb b = {.a = a};
    sb_addz(&b, INCIDENTS);
    add_month(&b, 2, 19, 1);
    struct judged *x = run(RESPONSE RATE DEDUCTION "for: rate, tiers: [{below: 93%, percent: 1}]}\n",
                           str_z(a, sb_str(&b)), NULL);
    assert_rows(x, LEDGER, "kpi/rate@2025Q1|1|0|0|0|未进入任何分档：0.00");
    judged_close(x);
    x = run(RESPONSE "kpis:\n  - {id: late, name: 迟到率, clause: c1, every: quarter, at_most: 5%,\n"
                     "     share: {of: incident, where: responded_at >= '2025-02-10 09:00:00'}}\n" DEDUCTION
                     "for: late, tiers: [{above: 5%, fixed: 100}, {above: 10%, fixed: 900}]}\n",
            "id,title,reported_at,responded_at\n"
            "A,x,2025-02-01 08:00:00,2025-02-10 09:00:00\nB,x,2025-02-01 08:00:00,2025-02-01 08:00:00\n"
            "C,x,2025-02-01 08:00:00,2025-02-01 08:00:00\nD,x,2025-02-01 08:00:00,2025-02-01 08:00:00\n"
            "E,x,2025-02-01 08:00:00,2025-02-01 08:00:00\nF,x,2025-02-01 08:00:00,2025-02-01 08:00:00\n"
            "G,x,2025-02-01 08:00:00,2025-02-01 08:00:00\nH,x,2025-02-01 08:00:00,2025-02-01 08:00:00\n"
            "I,x,2025-02-01 08:00:00,2025-02-01 08:00:00\nJ,x,2025-02-01 08:00:00,2025-02-01 08:00:00\n",
            NULL);
    assert_rows(x, LEDGER, "kpi/late@2025Q1|1|10000|10000|0|1/10 = 10.00% > 5%：100.00 × 1 = 100.00");
    judged_close(x);
    arena_free(a);
}

/* A year of 525,600 min, 99.9 % demanded: 99.5 % would allow 2,628 min. 2,628 are in the first tier, one second more in the
 * second: seconds count, though minutes are written. */
static void check_availability(const char *end, const char *expected) {
    struct arena *a = arena_new();
    const char *rules = "kpis:\n  - {id: up, name: 可用率, clause: c1, every: year, at_least: 99.9%,\n"
                        "     availability: {systems: critical, down: system = 'pacs'}}\n" DEDUCTION
                        "for: up, tiers: [{below: 99.9%, fixed: 100}, {below: 99.5%, fixed: 900}]}\n";
    char *incidents = str_z(a, str_fmt(a, INCIDENTS "A,pacs,x,2025-03-01 00:00:00,,%s\n", end));
    const char *files[] = {"records/incident.csv", incidents, NULL};
    struct judged *x = judged_run("2026-01-05", rules, files);
    assert_rows(x, "SELECT amount_fen, formula FROM deduction_result", expected);
    judged_close(x);
    arena_free(a);
}

static void test_tiers_of_availability(void **unused) {
    (void)unused;
    check_availability("2025-03-02 19:48:00", "10000|522972/525600 = 99.50% < 99.9%：100.00 × 1 = 100.00");
    check_availability("2025-03-02 19:48:01",
                       "90000|31378319/31536000 = 99.49% < 99.5%：900.00 × 1 = 900.00");
}

/* Late ones: Q1 3, Q2 4, Q3 12. Once for the quarter: none, 500, 2,000. Each by its number: none, the 4th 500, the 4th to 10th
 * 7 × 500 and two of 2,000. By month: 3 in February, 4 in May, 12 in August. */
static void test_tiers_of_count(void **unused) {
    (void)unused;
    struct arena *a = arena_new();
    struct sb b = {.a = a};
    sb_addz(&b, INCIDENTS);
    add_month(&b, 2, 5, 3);
    add_month(&b, 5, 5, 4);
    add_month(&b, 8, 15, 12);
    char *incidents = str_z(a, sb_str(&b));
#define BY_COUNT DEDUCTION "for_each: response, tiers: [{over: 3, fixed: 500.00}, {over: 10, fixed: 2000}]"
    struct judged *x = run(RESPONSE BY_COUNT "}\n", incidents, NULL);
    assert_rows(x, LEDGER,
                "target/response@2025Q1|3|0|0|0|未进入任何分档：0.00\n"
                "target/response@2025Q2|4|50000|50000|0|4 次 > 3 次：500.00 × 1 = 500.00\n"
                "target/response@2025Q3|12|200000|250000|0|12 次 > 10 次：2,000.00 × 1 = 2,000.00");
    judged_close(x);
    x = run(RESPONSE BY_COUNT ", each: occurrence, every: month}\n", incidents, NULL);
    assert_rows(
        x, LEDGER,
        "target/response@2025-02|3|0|0|0|未进入任何分档：0.00\n"
        "target/response@2025-05|4|50000|50000|0|共 4 次，自第 4 次起计：500.00 × 1 = 500.00\n"
        "target/response@2025-08|12|750000|800000|0|共 12 次，自第 4 次起计：500.00 × 7 + 2,000.00 × 2 = "
        "7,500.00");
    judged_close(x);
    arena_free(a);
}

/* 0.5 points a miss, 333.33 a point. Three misses: 1.5 points = 499.995, half up 500.00; the halves are added before they
 * become money (166.665 each would have come to 500.01). */
static void test_points(void **unused) {
    (void)unused;
    struct arena *a = arena_new();
    struct sb b = {.a = a};
    sb_addz(&b, INCIDENTS);
    add_month(&b, 2, 5, 3);
    struct judged *x = run(RESPONSE DEDUCTION "for_each: response, points: 0.5, point_value: 333.33}\n",
                           str_z(a, sb_str(&b)), NULL);
    assert_rows(x, LEDGER, "target/response@2025Q1|3|50000|50000|0|0.5 分 × 3 × 333.33 = 500.00");
    assert_rows(x, "SELECT points, basis_fen, late_hours FROM deduction_result", "1.5|33333|-");
    judged_close(x);
    /* 0.5 % of the amount is 2,430.00 a point; the second miss and the third count double: 2 + 2 × 2 × 2 = 10 points */
    x = run(RESPONSE DEDUCTION
            "for_each: response, points: 2, point_value: 0.5%, repeats: {from: 2, times: 2}}\n",
            str_z(a, sb_str(&b)), NULL);
    assert_rows(
        x, LEDGER,
        "target/response@2025Q1|3|2430000|2430000|0|2 分 × 1 × 2,430.00 + 2 分 × 2 倍 × 2 × 2,430.00 = "
        "24,300.00");
    assert_rows(x, "SELECT points FROM deduction_result", "10");
    judged_close(x);
    arena_free(a);
}

#define RESTORE(clock)                                                                                       \
    "targets:\n"                                                                                             \
    "  - {id: restore, name: 恢复, clause: c1, on: incident, from: reported_at, to: restored_at, within: " \
    "2h, "                                                                                                   \
    "clock: " clock ", pause: waiting_customer}\n"
#define HOURS DEDUCTION "for_each: restore, per_hour_late: 100.00}\n"

/* Due 10:00. A 10:00:01: one begun hour. B 11:00: one whole hour. C 11:00:01: two. D in time. E paused 9:00-9:30, due 10:30,
 * restored 12:31: three. F never restored: one hour. 1 + 1 + 2 + 3 + 1 = 8 hours. */
static const char hours[] = INCIDENTS "A,,x,2025-02-05 08:00:00,,2025-02-05 10:00:01\n"
                                      "B,,x,2025-02-05 08:00:00,,2025-02-05 11:00:00\n"
                                      "C,,x,2025-02-05 08:00:00,,2025-02-05 11:00:01\n"
                                      "D,,x,2025-02-05 08:00:00,,2025-02-05 10:00:00\n"
                                      "E,,x,2025-02-05 08:00:00,,2025-02-05 12:31:00\n"
                                      "F,,x,2025-02-05 08:00:00,,\n";
static const char held[] = "incident,kind,at,reason\nE,hold,2025-02-05 09:00:00,waiting_customer\n"
                           "E,resume,2025-02-05 09:30:00,waiting_customer\n";

static void check_hours(const char *on, const char *method, const char *expected) {
    struct arena *a = arena_new();
    const char *files[] = {"records/incident.csv", hours, "records/event.csv", held, NULL};
    struct judged *x = judged_run(on, str_z(a, str_fmt(a, "%s" RESTORE("always") HOURS, method)), files);
    assert_rows(x, "SELECT occurrences, late_hours, amount_fen, formula FROM deduction_result", expected);
    judged_close(x);
    arena_free(a);
}

static void test_hours_late(void **unused) {
    (void)unused;
    check_hours("2025-12-31", "", "5|8|80000|100.00 × 8 小时 = 800.00");
    /* on 5 February, F's 14 hours from 10:00 to midnight */
    check_hours("2025-02-05", "method: {late_without_end: until_now}\n",
                "5|21|210000|100.00 × 21 小时 = 2,100.00");
    check_hours("2025-12-31", "method: {missing_time: excluded}\n", "4|7|70000|100.00 × 7 小时 = 700.00");
}

/* Hours past due run on the target's own clock. Reported on Friday 7 March 17:00, due on Monday 10 March 9:00. A: restored on
 * Monday at 14:00, 9-12 and 13:30-14 are 3.5 h: four. B: at 9:00 on the same Monday: in time. */
static void test_hours_on_clock(void **unused) {
    (void)unused;
    struct judged *x = run(RESTORE("office") HOURS,
                           INCIDENTS "A,,x,2025-03-07 17:00:00,,2025-03-10 14:00:00\n"
                                     "B,,x,2025-03-07 17:00:00,,2025-03-10 09:00:00\n",
                           NULL);
    assert_rows(x, "SELECT record_id, late_min FROM target_result ORDER BY rowid", "A|210\nB|-");
    assert_rows(x, "SELECT formula FROM deduction_result", "100.00 × 4 小时 = 400.00");
    judged_close(x);
}

/* Three workdays from Wednesday 26 March end with Monday 31 March. At midnight it is late, one begun hour; at 1:00 the
 * first hour is full; a second later the second has begun. */
static void test_hours_of_legal_period(void **unused) {
    (void)unused;
    struct judged *x = run("targets:\n  - {id: restore, name: 报告, clause: c1, on: incident, from: "
                           "restored_at, to: report_at,\n"
                           "     within: 3 workdays}\n" HOURS,
                           "id,title,reported_at,restored_at,report_at\n"
                           "A,x,2025-03-26 08:00:00,2025-03-26 09:00:00,2025-04-01 00:00:00\n"
                           "B,x,2025-03-26 08:00:00,2025-03-26 09:00:00,2025-04-01 01:00:00\n"
                           "C,x,2025-03-26 08:00:00,2025-03-26 09:00:00,2025-04-01 01:00:01\n",
                           NULL);
    assert_rows(x, "SELECT record_id, due_at, late_min, outcome FROM target_result ORDER BY rowid",
                "A|2025-03-31 23:59:59|0|missed\n"
                "B|2025-03-31 23:59:59|60|missed\n"
                "C|2025-03-31 23:59:59|60.0166666666667|missed");
    assert_rows(x, "SELECT formula FROM deduction_result", "100.00 × 4 小时 = 400.00");
    judged_close(x);
}

/* From the second miss within a year at double: Q1 one at 500, Q2 three at 1,000, Q3 none. With an extra sum from the third in
 * each quarter: 500, 3 × 500 + 80. */
static void test_repeats(void **unused) {
    (void)unused;
    struct arena *a = arena_new();
    struct sb b = {.a = a};
    sb_addz(&b, INCIDENTS);
    add_month(&b, 2, 5, 1);
    add_month(&b, 5, 5, 3);
    char *incidents = str_z(a, sb_str(&b));
    struct judged *x = run(RESPONSE DEDUCTION
                           "for_each: response, fixed: 500.00, repeats: {from: 2, times: 2, within: year}}\n",
                           incidents, NULL);
    assert_rows(x, LEDGER,
                "target/response@2025Q1|1|50000|50000|0|500.00 × 1 = 500.00\n"
                "target/response@2025Q2|3|300000|350000|0|500.00 × 2 倍 × 3 = 3,000.00");
    judged_close(x);
    x = run(RESPONSE DEDUCTION "for_each: response, fixed: 500.00, repeats: {from: 3, extra: 80}}\n",
            incidents, NULL);
    assert_rows(x, LEDGER,
                "target/response@2025Q1|1|50000|50000|0|500.00 × 1 = 500.00\n"
                "target/response@2025Q2|3|158000|208000|0|500.00 × 3 + 80.00 × 1 = 1,580.00");
    judged_close(x);
    arena_free(a);
}

/* Hours at one and a half times from the second: A one hour at 100, then B, C and E 1 + 2 + 3 and F 1 hour at 150. */
static void test_repeated_hours(void **unused) {
    (void)unused;
    const char *files[] = {"records/incident.csv", hours, "records/event.csv", held, NULL};
    struct judged *x = judged_run("2025-12-31",
                                  RESTORE("always") DEDUCTION
                                  "for_each: restore, per_hour_late: 100, repeats: {from: 2, times: 1.5}}\n",
                                  files);
    assert_rows(x, "SELECT formula FROM deduction_result",
                "100.00 × 1 小时 + 100.00 × 1.5 倍 × 7 小时 = 1,150.00");
    judged_close(x);
}

/* Two quarters running below the rate: the second one, counted over the term, doubles. 1 % and 2 × 1 %. */
static void test_repeated_kpi(void **unused) {
    (void)unused;
    struct arena *a = arena_new();
    struct sb b = {.a = a};
    sb_addz(&b, INCIDENTS);
    add_month(&b, 2, 5, 1);
    add_month(&b, 5, 5, 3);
    struct judged *x = run(RESPONSE RATE DEDUCTION "for: rate, percent: 1, repeats: {from: 2, times: 2}}\n",
                           str_z(a, sb_str(&b)), NULL);
    assert_rows(x, LEDGER,
                "kpi/rate@2025Q1|1|486000|486000|0|486,000.00 × 1% = 4,860.00\n"
                "kpi/rate@2025Q2|1|972000|1458000|0|486,000.00 × 1% × 2 倍 = 9,720.00");
    judged_close(x);
    arena_free(a);
}

/* At most 1,200 a quarter over both targets, 2,000 over the term. Q1: restore 3 × 500 is cut to 1,200, nothing is left for
 * response. Q2: 500 of 800 left. Q3: response 500, cut to 300 by the term. */
static void test_period_cap(void **unused) {
    (void)unused;
    struct judged *x = run("targets:\n"
                           "  - {id: restore, name: 恢复, clause: c1, on: incident, from: reported_at, to: "
                           "restored_at, within: 2h}\n"
                           "  - {id: response, name: 响应, clause: c1, on: incident, from: reported_at, to: "
                           "responded_at, within: 2h}\n" DEDUCTION
                           "for_each: [restore, response], fixed: 500, period_cap: 1200, cap: 2000}\n",
                           INCIDENTS "A,,x,2025-02-05 08:00:00,2025-02-05 12:00:00,2025-02-05 12:00:00\n"
                                     "B,,x,2025-02-05 08:00:00,2025-02-05 09:00:00,2025-02-05 12:00:00\n"
                                     "C,,x,2025-02-05 08:00:00,2025-02-05 09:00:00,2025-02-05 12:00:00\n"
                                     "D,,x,2025-05-05 08:00:00,2025-05-05 12:00:00,2025-05-05 09:00:00\n"
                                     "E,,x,2025-08-05 08:00:00,2025-08-05 12:00:00,2025-08-05 09:00:00\n",
                           NULL);
    assert_rows(
        x, LEDGER,
        "target/restore@2025Q1|3|120000|120000|1|500.00 × 3 = 1,500.00，本期上限 1,200.00，实扣 1,200.00\n"
        "target/response@2025Q1|1|0|120000|1|500.00 × 1 = 500.00，本期上限 1,200.00，实扣 0.00\n"
        "target/response@2025Q2|1|50000|170000|0|500.00 × 1 = 500.00\n"
        "target/response@2025Q3|1|30000|200000|1|500.00 × 1 = 500.00，累计上限 2,000.00，实扣 300.00");
    judged_close(x);
}

#define EXCLUSIONS "id,kind,system,incident,from_at,to_at,cause,approved_by,evidence\n"

/* Due 10:00. F1 9:00-14:00 was under way then: A, restored 15:00, is one hour late instead of five. F2 of another day began at
 * 11:00, when B was late already, and does not help: restored 15:00, five hours (art. 590 par. 2). F3 covers C's 8:00-10:00:
 * exempt. F4 lacks its evidence: D pays five. 1 + 5 + 5 = 11 hours. */
static void test_majeure_hours(void **unused) {
    (void)unused;
    struct judged *x =
        run(RESTORE("always") HOURS,
            INCIDENTS "A,pacs,x,2025-02-05 08:00:00,,2025-02-05 15:00:00\n"
                      "B,pacs,x,2025-02-06 08:00:00,,2025-02-06 15:00:00\n"
                      "C,pacs,x,2025-02-07 08:00:00,,2025-02-07 15:00:00\n"
                      "D,pacs,x,2025-02-08 08:00:00,,2025-02-08 15:00:00\n",
            EXCLUSIONS "F1,force_majeure,,,2025-02-05 09:00:00,2025-02-05 14:00:00,台风,示例,公告1\n"
                       "F2,force_majeure,,,2025-02-06 11:00:00,2025-02-06 14:00:00,台风,示例,公告2\n"
                       "F3,force_majeure,pacs,,2025-02-07 07:00:00,2025-02-07 10:00:00,台风,示例,公告3\n"
                       "F4,force_majeure,,,2025-02-08 07:00:00,2025-02-08 14:00:00,台风,示例,\n");
    assert_rows(x, "SELECT record_id, late_min, outcome FROM target_result ORDER BY rowid",
                "A|60|missed\nB|300|missed\nC|300|exempt\nD|300|missed");
    assert_rows(x, "SELECT occurrences, formula FROM deduction_result", "3|100.00 × 11 小时 = 1,100.00");
    judged_close(x);
}

/* Force majeure of every system all through February and part of March: February's rate costs nothing, though the row stays;
 * March's does. The daily duty of 2 February is exempt, that of 2 March, half covered, is not. */
static void test_majeure_period(void **unused) {
    (void)unused;
    const char *rules =
        RESPONSE "obligations:\n  - {id: duty, name: 值班, clause: c1, every: day, on: inspection}\n"
                 "kpis:\n  - {id: rate, name: 解决率, clause: c1, every: month, at_least: 95%,\n"
                 "     share: {of: incident, where: restored_at is not null}}\n"
                 "deductions:\n  - {id: d, name: 扣减, clause: c1, for: rate, fixed: 700}\n"
                 "  - {id: e, name: 缺勤, clause: c1, for_each: duty, fixed: 10, every: month}\n";
    struct judged *x =
        run(rules,
            INCIDENTS "A,,x,2025-02-05 08:00:00,2025-02-05 12:00:00,\n"
                      "B,,x,2025-03-05 08:00:00,2025-03-05 12:00:00,\n",
            EXCLUSIONS "F1,force_majeure,,,2025-02-01 00:00:00,2025-03-02 12:00:00,疫情,示例,公告\n");
    assert_rows(x,
                "SELECT basis, occurrences, amount_fen, exempt, formula FROM deduction_result"
                " WHERE period IN ('2025-02', '2025-03') ORDER BY rowid",
                "kpi/rate@2025-02|1|0|1|不可抗力持续整个考核期，不扣：0.00\n"
                "kpi/rate@2025-03|1|70000|0|700.00 × 1 = 700.00\n"
                "obligation/duty@2025-03|30|30000|0|10.00 × 30 = 300.00");
    assert_rows(x,
                "SELECT period, outcome, timing FROM obligation_result WHERE period IN ('2025-01-31',"
                " '2025-02-02', '2025-03-01', '2025-03-02')",
                "2025-01-31|missed|missing\n2025-02-02|exempt|missing\n"
                "2025-03-01|exempt|missing\n2025-03-02|missed|missing");
    judged_close(x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tiers_of_kpi),
        cmocka_unit_test(test_tier_edges),
        cmocka_unit_test(test_tiers_of_availability),
        cmocka_unit_test(test_tiers_of_count),
        cmocka_unit_test(test_points),
        cmocka_unit_test(test_hours_late),
        cmocka_unit_test(test_hours_on_clock),
        cmocka_unit_test(test_hours_of_legal_period),
        cmocka_unit_test(test_repeats),
        cmocka_unit_test(test_repeated_hours),
        cmocka_unit_test(test_repeated_kpi),
        cmocka_unit_test(test_period_cap),
        cmocka_unit_test(test_majeure_hours),
        cmocka_unit_test(test_majeure_period),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
