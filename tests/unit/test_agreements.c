/* What contracts say besides plain limits: agreed dates, "less than", different persons, duties only where something happened,
 * checks that may still be satisfied, requests that wait, exclusions that concern some rules alone. Judged on 2025-06-30. */
#include "assess_fixture.h"

#define TARGETS                                                                                              \
    "SELECT rule, record_id, due_at, limit_text, elapsed_min, paused_min, late_min, outcome FROM "           \
    "target_result ORDER BY record_id, rowid"
#define DUTIES                                                                                               \
    "SELECT period, due_by, record_id, found, needed, outcome FROM obligation_result WHERE "                 \
    "outcome <> 'pending' ORDER BY rowid"

/* Agreed for Tuesday 10 June: done at 24:00's last second is in time, the next midnight is not; on office hours the day ends
 * at 18:00. A moment (appointed_at) is taken as it is. Agreed on a Saturday, when the office is closed: that day's end. Not
 * agreed: pending until done, then unproven. Still open behind the day: unproven. */
static void test_by(void **unused) {
    (void)unused;
    const char *files[] = {"records/request.csv",
                           "id,kind,title,submitted_at,agreed_due,delivered_at\n"
                           "R1,change,x,2025-06-01 08:00:00,2025-06-10,2025-06-10 23:59:59\n"
                           "R2,change,x,2025-06-01 08:00:00,2025-06-10,2025-06-11 00:00:00\n"
                           "R3,change,x,2025-06-01 08:00:00,2025-06-14,2025-06-14 20:00:00\n"
                           "R4,change,x,2025-06-01 08:00:00,,2025-06-10 09:00:00\n"
                           "R5,change,x,2025-06-01 08:00:00,,\n"
                           "R6,change,x,2025-06-01 08:00:00,2025-06-30,\n"
                           "R7,change,x,2025-06-01 08:00:00,2025-07-01,\n",
                           "records/incident.csv",
                           "id,title,reported_at,appointed_at,arrived_at\n"
                           "I1,x,2025-06-02 08:00:00,2025-06-02 10:00:00,2025-06-02 10:00:00\n"
                           "I2,x,2025-06-02 08:00:00,2025-06-02 10:00:00,2025-06-02 10:00:01\n",
                           NULL};
    struct judged *x = judged_run(
        "2025-06-30",
        "targets:\n"
        "  - {id: kept, name: 按期, clause: c1, on: request, from: submitted_at, to: delivered_at, by: "
        "agreed_due}\n"
        "  - {id: office, name: 按期, clause: c1, on: request, from: submitted_at, to: delivered_at,\n"
        "     by: agreed_due, clock: office}\n"
        "  - {id: met-up, name: 赴约, clause: c1, on: incident, from: reported_at, to: arrived_at, by: "
        "appointed_at}\n",
        files);
    assert_rows(
        x,
        "SELECT rule, record_id, due_at, limit_text, outcome FROM target_result WHERE rule <> 'office'"
        " ORDER BY record_id",
        "met-up|I1|2025-06-02 10:00:00|约定处理时间|met\n"
        "met-up|I2|2025-06-02 10:00:00|约定处理时间|missed\n"
        "kept|R1|2025-06-10 23:59:59|商定完成日期|met\n"
        "kept|R2|2025-06-10 23:59:59|商定完成日期|missed\n"
        "kept|R3|2025-06-14 23:59:59|商定完成日期|met\n"
        "kept|R4|-|商定完成日期|unproven\n"
        "kept|R5|-|商定完成日期|pending\n"
        "kept|R6|2025-06-30 23:59:59|商定完成日期|unproven\n"
        "kept|R7|2025-07-01 23:59:59|商定完成日期|pending");
    assert_rows(x,
                "SELECT record_id, due_at, outcome FROM target_result WHERE rule = 'office' AND due_at < "
                "'2025-06-20'",
                "R1|2025-06-10 18:00:00|missed\n"
                "R2|2025-06-10 18:00:00|missed\n"
                "R3|2025-06-14 23:59:59|met");
    assert_rows(x, "SELECT record, \"column\" FROM evidence_gap WHERE rule = 'kept' ORDER BY record",
                "R4|agreed_due\nR6|delivered_at");
    judged_close(x);
}

/* "小于1小时" beside "24小时内": late_if of one limit leaves the others as the method says, whichever that is. */
static void test_late_if(void **unused) {
    (void)unused;
    const char *files[] = {"records/incident.csv",
                           "id,title,reported_at,responded_at,restored_at\n"
                           "I1,x,2025-06-02 08:00:00,2025-06-02 09:00:00,2025-06-03 08:00:00\n"
                           "I2,x,2025-06-02 08:00:00,2025-06-02 08:59:59,2025-06-03 08:00:01\n",
                           NULL};
    static const char *const answers[] = {"after_limit", "at_limit"};
    for (int i = 0; i < 2; i++) {
        struct arena *a = arena_new();
        const char *rules = str_z(
            a,
            str_fmt(a,
                    "method: {late_if: %s}\n"
                    "targets:\n"
                    "  - {id: a, name: 响应, clause: c1, on: incident, from: reported_at, to: responded_at,\n"
                    "     within: 1h, late_if: at_limit}\n"
                    "  - {id: b, name: 修复, clause: c1, on: incident, from: reported_at, to: restored_at,\n"
                    "     within: 24h, late_if: after_limit}\n",
                    answers[i]));
        struct judged *x = judged_run("2025-06-30", rules, files);
        assert_rows(x, "SELECT record_id, rule, outcome FROM target_result ORDER BY 1, 2",
                    "I1|a|missed\nI1|b|met\nI2|a|met\nI2|b|missed");
        judged_close(x);
        arena_free(a);
    }
}

/* Two persons on site each day: one who signs in twice is one person. */
static void test_distinct(void **unused) {
    (void)unused;
    const char *files[] = {
        "records/person.csv", "id,name,role\nP,甲,onsite\nQ,乙,onsite\n", "records/attendance.csv",
        "person,day\nP,2025-06-26\nP,2025-06-26\nP,2025-06-27\nQ,2025-06-27\nQ,2025-06-30\n"
        "P,2025-06-30\nQ,2025-06-30\n",
        NULL};
    struct judged *x = judged_run("2025-06-30",
                                  "obligations:\n"
                                  "  - {id: two, name: 两人驻场, clause: c1, every: workday, calendar: "
                                  "office, on: attendance, at_least: 2,\n"
                                  "     distinct: person}\n",
                                  files);
    assert_rows(x,
                "SELECT period, found, outcome FROM obligation_result WHERE period BETWEEN '2025-06-26' AND "
                "'2025-06-30'",
                "2025-06-26|1|missed\n2025-06-27|2|met\n2025-06-30|2|met");
    judged_close(x);
}

/* A report is owed for the quarters that had a grave fault, and within 5 workdays of the onsite inspection alone: the remote
 * one of 28 March does not move the day. */
static void test_only_if(void **unused) {
    (void)unused;
    const char *files[] = {
        "records/incident.csv",
        "id,title,level,reported_at\nI1,x,P1,2025-02-02 08:00:00\nI2,x,P3,2025-05-02 08:00:00\n",
        "records/inspection.csv",
        "id,mode,started_at,finished_at\nN1,onsite,2025-03-10,2025-03-10\nN2,remote,2025-03-28,2025-03-28\n",
        "records/submission.csv",
        "id,kind,submitted_at\nS1,fault-analysis,2025-03-18\n",
        NULL};
    struct judged *x = judged_run(
        "2025-06-30",
        "obligations:\n"
        "  - {id: report, name: 报告, clause: c1, every: quarter, on: submission, where: kind = "
        "'fault-analysis',\n"
        "     only_if: {on: incident, where: level = 'P1'},\n"
        "     due: {within: 5 workdays, after: inspection.finished_at, where: mode = 'onsite'}}\n"
        "  - {id: plan, name: 方案, clause: c1, once: {within: 1 month, after: signed}, on: submission,\n"
        "     only_if: {on: incident, where: level = 'P4'}}\n",
        files);
    assert_rows(x, "SELECT rule, period, due_by, record_id, outcome FROM obligation_result",
                "report|2025Q1|2025-03-17|S1|missed");
    judged_close(x);
}

/* A record of a quarter in which nothing is owed is not taken for the grace of one before it. */
static void test_not_owed_takes_nothing(void **unused) {
    (void)unused;
    const char *files[] = {"records/incident.csv", "id,title,reported_at\nI1,x,2025-04-02 08:00:00\n",
                           "records/submission.csv", "id,kind,submitted_at\nS1,faq,2025-04-03\n", NULL};
    struct judged *x = judged_run(
        "2025-06-30",
        "obligations:\n"
        "  - {id: faq, name: 问答, clause: c1, every: quarter, on: submission, only_if: {on: incident},\n"
        "     due: {within: 10 workdays, after: period}}\n",
        files);
    assert_rows(x, "SELECT period, record_id, outcome FROM obligation_result", "2025Q2|S1|met");
    judged_close(x);
}

/* Complete within 3 workdays of the restoration (Monday 23 June to Thursday 26; Friday 27 June to Wednesday 2 July). */
static void test_pending_check(void **unused) {
    (void)unused;
    const char *files[] = {"records/incident.csv",
                           "id,title,reported_at,restored_at,cause\n"
                           "I1,x,2025-06-23 08:00:00,2025-06-23 09:00:00,\n"
                           "I2,x,2025-06-27 08:00:00,2025-06-27 09:00:00,\n"
                           "I3,x,2025-06-27 08:00:00,2025-06-27 09:00:00,电源\n"
                           "I4,x,2025-06-27 08:00:00,,\n",
                           NULL};
    struct judged *x =
        judged_run("2025-06-30",
                   "checks:\n"
                   "  - {id: cause, name: 原因, clause: c1, on: incident, require: cause is not null,\n"
                   "     due: {within: 3 workdays, after: incident.restored_at, clock: office}}\n",
                   files);
    assert_rows(x, "SELECT record_id, outcome FROM check_result ORDER BY 1",
                "I1|missed\nI2|pending\nI3|met\nI4|pending");
    judged_close(x);
}

/* The request waited for the hospital from 3 June 08:00 to 4 June 08:00: its own 48 hours end a day later. The other one's pause
 * has the same id in another column and touches nothing here. An exclusion that names a request excuses it. */
static void test_request(void **unused) {
    (void)unused;
    const char *files[] = {"records/request.csv",
                           "id,kind,title,submitted_at,delivered_at\n"
                           "A,change,x,2025-06-02 08:00:00,2025-06-05 08:00:00\n"
                           "B,change,x,2025-06-02 08:00:00,2025-06-05 08:00:00\n"
                           "C,change,x,2025-06-02 08:00:00,2025-06-05 08:00:00\n",
                           "records/incident.csv",
                           "id,title,reported_at\nB,x,2025-06-02 08:00:00\n",
                           "records/event.csv",
                           "incident,request,kind,at,reason,agreed_by,evidence\n"
                           ",A,hold,2025-06-03 08:00:00,waiting_customer,主任,邮件\n"
                           ",A,resume,2025-06-04 08:00:00,,,\n"
                           "B,,hold,2025-06-03 08:00:00,waiting_customer,主任,邮件\n",
                           "records/exclusion.csv",
                           "id,kind,request,from_at,to_at,cause,approved_by,evidence\n"
                           "X1,customer,C,2025-06-02 08:00:00,2025-06-05 08:00:00,停机,主任,会议纪要\n",
                           NULL};
    struct judged *x = judged_run("2025-06-30",
                                  "targets:\n"
                                  "  - {id: t, name: 交付, clause: c1, on: request, from: submitted_at, to: "
                                  "delivered_at, within: 48h,\n"
                                  "     pause: [waiting_customer]}\n",
                                  files);
    assert_rows(x, TARGETS,
                "t|A|2025-06-05 08:00:00|48h|2880|1440|-|met\n"
                "t|B|2025-06-04 08:00:00|48h|4320|0|1440|missed\n"
                "t|C|2025-06-04 08:00:00|48h|4320|0|1440|exempt");
    assert_rows(x, "SELECT incident, request, applied, why FROM pause_result",
                "B|-|0|没有时限因此原因暂停\n-|A|1|-");
    assert_rows(x, "SELECT id, request, rules, applied FROM exclusion_result", "X1|C|-|1");
    judged_close(x);
}

/* X1 takes two hours out of the availability alone: the limit of the same incident stays missed. X2 excuses `late` but not
 * `restore`. X3 waives June's inspection and the check of what was reported within it. X4 is another system's. */
static void test_rules_of_exclusions(void **unused) {
    (void)unused;
    const char *files[] = {
        "records/incident.csv",
        "id,title,system,impact,reported_at,restored_at\n"
        "I1,x,pacs,outage,2025-05-02 08:00:00,2025-05-02 12:00:00\n"
        "I2,x,ris,none,2025-06-10 08:00:00,2025-06-10 12:00:00\n",
        "records/exclusion.csv",
        "id,kind,system,incident,rules,from_at,to_at,cause,approved_by,evidence\n"
        "X1,planned_maintenance,,I1,up,2025-05-02 08:00:00,2025-05-02 10:00:00,维护,主任,单\n"
        "X2,customer,,I2,late、cause,2025-06-10 08:00:00,2025-06-10 12:00:00,停电,主任,单\n"
        "X3,customer,,,\"inspect, cause\",2025-06-30 00:00:00,2025-07-01 00:00:00,封院,主任,单\n"
        "X4,customer,his,,inspect,2025-05-31 00:00:00,2025-06-01 00:00:00,封院,主任,单\n",
        NULL};
    struct judged *x =
        judged_run("2025-06-30",
                   "targets:\n"
                   "  - {id: late, name: 恢复, clause: c1, on: incident, from: reported_at, to: restored_at, "
                   "within: 2h}\n"
                   "  - {id: restore, name: 恢复, clause: c1, on: incident, from: reported_at, to: "
                   "restored_at, within: 2h}\n"
                   "obligations:\n"
                   "  - {id: inspect, name: 巡检, clause: c1, every: month, on: inspection}\n"
                   "checks:\n"
                   "  - {id: cause, name: 原因, clause: c1, on: incident, require: cause = 'x'}\n"
                   "kpis:\n"
                   "  - {id: up, name: 可用率, clause: c1, every: month, at_least: 99%,\n"
                   "     availability: {systems: critical, down: impact = 'outage'}}\n"
                   "  - {id: up-all, name: 可用率, clause: c1, every: month, at_least: 99%,\n"
                   "     availability: {systems: critical, down: impact = 'outage'}}\n",
                   files);
    assert_rows(x, "SELECT rule, record_id, outcome FROM target_result ORDER BY 2, 1",
                "late|I1|missed\nrestore|I1|missed\nlate|I2|exempt\nrestore|I2|missed");
    assert_rows(x, "SELECT period, outcome FROM obligation_result WHERE period IN ('2025-05', '2025-06')",
                "2025-05|missed\n2025-06|exempt");
    assert_rows(x, "SELECT record_id, outcome FROM check_result ORDER BY 1", "I1|unproven\nI2|exempt");
    assert_rows(x, "SELECT rule, gross_min, excluded_min FROM kpi_result WHERE period = '2025-05'",
                "up|240|120\nup-all|240|0");
    assert_rows(x, "SELECT rule, gross_min, excluded_min FROM outage", "up|240|120\nup-all|240|0");
    judged_close(x);
}

/* The quarterly statement is judged by no obligation; the health report is, by its kind; the record by its clause. The analysis
 * of I1 is due 3 workdays after Friday 6 June: 9, 10, 11 June; I2 is not restored yet. */
static void test_documents(void **unused) {
    (void)unused;
    const char *files[] = {"records/incident.csv",
                           "id,title,level,reported_at,restored_at\n"
                           "I1,x,P1,2025-06-06 08:00:00,2025-06-06 09:00:00\nI2,x,P1,2025-06-30 08:00:00,\n"
                           "I3,x,P3,2025-06-06 08:00:00,2025-06-06 09:00:00\n",
                           "records/submission.csv",
                           "id,kind,period,concerns,submitted_at\nS1,kpi-statement,2025Q1,,2025-04-14\n"
                           "S2,fault-analysis,,I1,2025-06-12\n",
                           NULL};
    struct judged *x = judged_run(
        "2025-06-30",
        "obligations:\n"
        "  - {id: health, name: 报告, clause: c1, every: quarter, on: submission, where: kind = "
        "'health-report'}\n"
        "documents:\n"
        "  - {template: kpi-statement, every: quarter, title: 考核表, due: {within: 10 workdays, after: "
        "period}}\n"
        "  - {template: health-report, every: quarter, due: {within: 10 workdays, after: period}}\n"
        "  - {template: annual-record, clause: c1, every: year, due: {within: 10 workdays, after: period}}\n"
        "  - {template: fault-analysis, for: incident, where: level = 'P1',\n"
        "     due: {within: 3 workdays, after: incident.restored_at, clock: office}}\n"
        "  - {template: emergency-plan, due: {within: 1 month, after: signed}}\n",
        files);
    assert_rows(x,
                "SELECT template, title, period, record_id, due_by, submitted_at FROM document_due WHERE "
                "period < '2025Q4'"
                " OR record_id IS NOT NULL OR period = 'contract'",
                "kpi-statement|考核表|2025Q1|-|2025-04-15|2025-04-14 00:00:00\n"
                "kpi-statement|考核表|2025Q2|-|2025-07-14|-\n"
                "kpi-statement|考核表|2025Q3|-|2025-10-21|-\n"
                "fault-analysis|-|I1|I1|2025-06-11|2025-06-12 00:00:00\n"
                "emergency-plan|-|contract|-|2025-01-20|-");
    judged_close(x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by),
        cmocka_unit_test(test_late_if),
        cmocka_unit_test(test_distinct),
        cmocka_unit_test(test_only_if),
        cmocka_unit_test(test_not_owed_takes_nothing),
        cmocka_unit_test(test_pending_check),
        cmocka_unit_test(test_request),
        cmocka_unit_test(test_rules_of_exclusions),
        cmocka_unit_test(test_documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
