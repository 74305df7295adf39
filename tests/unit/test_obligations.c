/* Obligations and checks, judged on 2025-06-30 unless a test says otherwise. */
#include "assess_fixture.h"

#define INSPECTIONS "id,mode,started_at,finished_at\n"
#define SUBMISSIONS "id,kind,period,submitted_at\n"
#define ROWS                                                                                                 \
    "SELECT period, from_on, due_by, fulfilled_at, record_id, found, needed, outcome FROM "                  \
    "obligation_result ORDER BY rowid"

static struct judged *run(const char *rules, const char *name, const char *text) {
    const char *files[] = {name, text, NULL};
    return judged_run("2025-06-30", rules, files);
}

/* January done on its last day; February not at all; March done twice, the other one is no remote inspection; April
 * and May missing; June: its last day is today and over; July on: pending. A record of 2024 is of no period. */
static void test_monthly(void **unused) {
    (void)unused;
    struct judged *x = run(
        "obligations:\n"
        "  - {id: remote, name: 远程巡检, clause: c1, every: month, on: inspection, where: mode = 'remote',\n"
        "     date: finished_at}\n",
        "records/inspection.csv",
        INSPECTIONS "I0,remote,2024-12-31 08:00:00,2024-12-31 09:00:00\n"
                    "I1,remote,2025-01-31 08:00:00,2025-01-31 23:59:59\n"
                    "I3,remote,2025-03-20 08:00:00,2025-03-20 09:00:00\n"
                    "I2,remote,2025-03-10 08:00:00,2025-03-10 09:00:00\n"
                    "I4,onsite,2025-04-10 08:00:00,2025-04-10 09:00:00\n"
                    "I5,remote,2025-05-30 08:00:00,\n");
    assert_rows(x, ROWS " LIMIT 7",
                "2025-01|2025-01-01|2025-01-31|2025-01-31 23:59:59|I1|1|1|met\n"
                "2025-02|2025-02-01|2025-02-28|-|-|0|1|missed\n"
                "2025-03|2025-03-01|2025-03-31|2025-03-10 09:00:00|I2|2|1|met\n"
                "2025-04|2025-04-01|2025-04-30|-|-|0|1|missed\n"
                "2025-05|2025-05-01|2025-05-31|-|-|0|1|missed\n"
                "2025-06|2025-06-01|2025-06-30|-|-|0|1|missed\n"
                "2025-07|2025-07-01|2025-07-31|-|-|0|1|pending");
    assert_rows(x, "SELECT count(*) FROM obligation_result", "12");
    assert_rows(x, "SELECT rule, clause, source, rule_source FROM obligation_result WHERE period = '2025-03'",
                "remote|c1|records/inspection.csv:5|contract.yaml:10");
    judged_close(x);
}

/* Two are needed: Q1 complete with the second, Q2 one short. */
static void test_at_least(void **unused) {
    (void)unused;
    struct judged *x =
        run("obligations:\n"
            "  - {id: onsite, name: 巡检, clause: c1, every: quarter, on: inspection, at_least: 2}\n",
            "records/inspection.csv",
            INSPECTIONS "I2,onsite,2025-03-10 08:00:00,\nI1,remote,2025-02-10 08:00:00,\n"
                        "I3,onsite,2025-03-11 08:00:00,\nI4,onsite,2025-04-11 08:00:00,\n");
    assert_rows(x, ROWS " LIMIT 2",
                "2025Q1|2025-01-01|2025-03-31|2025-03-10 08:00:00|I2|3|2|met\n"
                "2025Q2|2025-04-01|2025-06-30|-|-|1|2|missed");
    judged_close(x);
}

/* Due 5 workdays after the month. January: 31 January is a holiday (Spring Festival to 4 February), so 5, 6, 7, the
 * make-up Saturday 8 and Monday 10 February. S1 of 10 February makes up for January, S2 is February's own.
 * March: due 8 April (1, 2, 3 April, then 4-6 are a holiday, 7, 8): S3 of 9 April is a day late and so belongs to
 * April. May has S5 of its own, so S6 of 3 June, though before May's due date (9 June), is June's. */
static void test_after_the_period(void **unused) {
    (void)unused;
    struct judged *x = run("obligations:\n"
                           "  - {id: summary, name: 汇总, clause: c1, every: month, on: submission, where: "
                           "kind = 'incident-summary',\n"
                           "     due: {within: 5 workdays, after: period}}\n",
                           "records/submission.csv",
                           SUBMISSIONS "S1,incident-summary,,2025-02-10 18:00:00\n"
                                       "S2,incident-summary,,2025-02-28\n"
                                       "S3,incident-summary,,2025-04-09\n"
                                       "S4,incident-summary,,\n"
                                       "S5,incident-summary,,2025-05-20\n"
                                       "S6,incident-summary,,2025-06-03\n");
    assert_rows(x, ROWS " LIMIT 7",
                "2025-01|2025-01-01|2025-02-10|2025-02-10 18:00:00|S1|1|1|met\n"
                "2025-02|2025-02-01|2025-03-07|2025-02-28 00:00:00|S2|1|1|met\n"
                "2025-03|2025-03-01|2025-04-08|-|-|0|1|missed\n"
                "2025-04|2025-04-01|2025-05-12|2025-04-09 00:00:00|S3|1|1|met\n"
                "2025-05|2025-05-01|2025-06-09|2025-05-20 00:00:00|S5|1|1|met\n"
                "2025-06|2025-06-01|2025-07-07|2025-06-03 00:00:00|S6|1|1|met\n"
                "2025-07|2025-07-01|2025-08-07|-|-|0|1|pending");
    judged_close(x);
}

/* The seven workdays count from the quarter's last inspection on site, finished on Thursday 20 March: 21, 24 to 28, 31.
 * The report came on 1 April, within the second quarter by its date; its period says that it is the first one's. */
#define REPORTS                                                                                              \
    "obligations:\n"                                                                                         \
    "  - {id: report, name: 报告, clause: c1, every: quarter, on: submission, where: kind = "              \
    "'health-report',\n"                                                                                     \
    "     %s due: {within: 7 workdays, after: inspection.finished_at}}\n"

static void test_after_a_record(void **unused) {
    (void)unused;
    const char *files[] = {"records/inspection.csv",
                           INSPECTIONS "I1,onsite,2025-03-19 08:00:00,2025-03-20 17:00:00\n"
                                       "I2,remote,2025-02-10 08:00:00,2025-02-10 09:00:00\n",
                           "records/submission.csv",
                           SUBMISSIONS "S1,health-report,2025Q1,2025-04-01 09:00:00\n", NULL};
    struct arena *a = arena_new();
    struct judged *x = judged_run("2025-06-30", str_z(a, str_fmt(a, REPORTS, "period: period,")), files);
    assert_rows(x, ROWS " LIMIT 2",
                "2025Q1|2025-01-01|2025-03-31|2025-04-01 09:00:00|S1|1|1|missed\n"
                "2025Q2|2025-04-01|2025-06-30|-|-|0|1|missed");
    judged_close(x);
    /* finished a day later it is due on 1 April */
    files[1] = INSPECTIONS "I1,onsite,2025-03-19 08:00:00,2025-03-21 17:00:00\n";
    x = judged_run("2025-06-30", str_z(a, str_fmt(a, REPORTS, "period: period,")), files);
    assert_rows(x, ROWS " LIMIT 1", "2025Q1|2025-01-01|2025-04-01|2025-04-01 09:00:00|S1|1|1|met");
    judged_close(x);
    /* without the period's column the date decides, and 1 April still is within the first quarter's due date */
    x = judged_run("2025-06-30", str_z(a, str_fmt(a, REPORTS, "")), files);
    assert_rows(x, ROWS " LIMIT 1", "2025Q1|2025-01-01|2025-04-01|2025-04-01 09:00:00|S1|1|1|met");
    judged_close(x);
    arena_free(a);
}

/* Signed on 20 December 2024, one month: 20 January 2025, a Monday. */
static void test_once(void **unused) {
    (void)unused;
    static const char rules[] =
        "obligations:\n"
        "  - {id: plan, name: 预案, clause: c1, once: {within: 1 month, after: signed}, on: submission,\n"
        "     where: kind = 'emergency-plan'}\n"
        "  - {id: list, name: 清单, clause: c1, once: {after: from}, on: submission, where: kind = "
        "'staff-list'}\n"
        "  - {id: keys, name: 移交, clause: c1, once: {within: 30 days, after: to}, on: submission,\n"
        "     where: kind = 'knowledge-handover'}\n";
    struct judged *x = run(rules, "records/submission.csv",
                           SUBMISSIONS "S1,emergency-plan,,2025-01-20 23:00:00\nS2,staff-list,,2025-05-01\n");
    assert_rows(x, ROWS,
                "contract|2024-12-20|2025-01-20|2025-01-20 23:00:00|S1|1|1|met\n"
                "contract|2025-01-01|-|2025-05-01 00:00:00|S2|1|1|met\n"
                "contract|2025-12-31|2026-01-30|-|-|0|1|pending");
    judged_close(x);
    x = run(rules, "records/submission.csv", SUBMISSIONS "S1,emergency-plan,,2025-01-21\n");
    assert_rows(x, ROWS " LIMIT 2",
                "contract|2024-12-20|2025-01-20|2025-01-21 00:00:00|S1|1|1|missed\n"
                "contract|2025-01-01|-|-|-|0|1|pending");
    judged_close(x);
}

/* 2025 has 248 working days; in the week of 27 January: the make-up Sunday 26 and Monday 27, then the holiday to 4
 * February, Wednesday 5. Present on 26 and 5, absent on 27. */
static void test_attendance(void **unused) {
    (void)unused;
    const char *files[] = {"records/person.csv", "id,name,role\nP1,示例甲,onsite\n", "records/attendance.csv",
                           "person,day\nP1,2025-01-26\nP1,2025-01-29\nP1,2025-02-05\n", NULL};
    struct judged *x = judged_run(
        "2025-06-30",
        "obligations:\n"
        "  - {id: onsite, name: 驻场, clause: c1, every: workday, calendar: office, on: attendance}\n",
        files);
    assert_rows(x, ROWS " LIMIT 3 OFFSET 17",
                "2025-01-26|2025-01-26|2025-01-26|2025-01-26|-|1|1|met\n"
                "2025-01-27|2025-01-27|2025-01-27|-|-|0|1|missed\n"
                "2025-02-05|2025-02-05|2025-02-05|2025-02-05|-|1|1|met");
    assert_rows(x, "SELECT count(*) FROM obligation_result", "248");
    judged_close(x);
}

/* met, not met, and nothing recorded to tell: the approval has no date. U4 is no patch and is not asked. */
static void test_checks(void **unused) {
    (void)unused;
    struct judged *x =
        run("checks:\n"
            "  - {id: approved, name: 审批, clause: c1, on: upgrade, where: result is not null,\n"
            "     require: approved_at <= started_at}\n",
            "records/upgrade.csv",
            "id,title,applied_at,approved_at,started_at,result\n"
            "U1,补丁,2025-03-01,2025-03-02,2025-03-03 20:00:00,success\n"
            "U2,补丁,2025-03-01,2025-03-04,2025-03-03 20:00:00,success\n"
            "U3,补丁,2025-03-01,,2025-03-03 20:00:00,success\n"
            "U4,补丁,2025-03-01,,,\n");
    assert_rows(x,
                "SELECT rule, clause, record_type, record_id, outcome, source, rule_source FROM check_result",
                "approved|c1|upgrade|U1|met|records/upgrade.csv:2|contract.yaml:10\n"
                "approved|c1|upgrade|U2|missed|records/upgrade.csv:3|contract.yaml:10\n"
                "approved|c1|upgrade|U3|unproven|records/upgrade.csv:4|contract.yaml:10");
    judged_close(x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_monthly),
        cmocka_unit_test(test_at_least),
        cmocka_unit_test(test_after_the_period),
        cmocka_unit_test(test_after_a_record),
        cmocka_unit_test(test_once),
        cmocka_unit_test(test_attendance),
        cmocka_unit_test(test_checks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
