/* What is on record and what is missing: registers of exclusions and pauses, gaps, timing of obligations. */
#include "assess_fixture.h"

#define INCIDENTS                                                                                            \
    "id,system,level,impact,title,reported_at,responded_at,restored_at,down_from,down_to,cause\n"
#define EVENTS "incident,kind,at,reason,agreed_by,evidence\n"
#define EXCLUSIONS "id,kind,system,incident,from_at,to_at,cause,approved_by,evidence\n"
#define RESTORE                                                                                              \
    "targets:\n"                                                                                             \
    "  - {id: restore, name: 恢复, clause: c1, on: incident, from: reported_at, to: [restored_at, "        \
    "workaround_at], "                                                                                       \
    "within: 2h, pause: [waiting_customer, waiting_parts]}\n"

static struct judged *run(const char *on, const char *rules, const char *incidents, const char *events,
                          const char *exclusions) {
    const char *files[] = {"records/incident.csv",
                           incidents,
                           "records/event.csv",
                           events,
                           "records/exclusion.csv",
                           exclusions,
                           NULL};
    return judged_run(on, rules, files);
}

static const char no_events[] = EVENTS;
static const char no_exclusions[] = EXCLUSIONS;

/* -- exclusions ----------------------------------------------------------------------------------- */

/* In the order of their beginning; a blank is nothing. */
static void test_exclusions(void **unused) {
    (void)unused;
    struct judged *x =
        run("2025-06-30", RESTORE, INCIDENTS "A,pacs,,,x,2025-03-05 08:00:00,,,,,\n", no_events,
            EXCLUSIONS "X1,customer,,A,2025-03-05 09:00:00,2025-03-05 10:00:00,断电,示例,函1\n"
                       "X2,planned_maintenance,pacs,,2025-03-04 09:00:00,2025-03-04 10:00:00,维护, ,函2\n"
                       "X3,force_majeure,,,2025-03-06 09:00:00,2025-03-06 10:00:00,,,\n");
    assert_rows(
        x, "SELECT id, kind, system, incident, from_at, to_at, applied, why, source FROM exclusion_result",
        "X2|planned_maintenance|pacs|-|2025-03-04 09:00:00|2025-03-04 10:00:00|0|缺少批准人|"
        "records/exclusion.csv:3\n"
        "X1|customer|-|A|2025-03-05 09:00:00|2025-03-05 10:00:00|1|-|records/exclusion.csv:2\n"
        "X3|force_majeure|-|-|2025-03-06 09:00:00|2025-03-06 10:00:00|0|缺少事由、批准人、依据|"
        "records/exclusion.csv:4");
    assert_rows(x, "SELECT what, record_type, record, column, needed_for, source FROM evidence_gap",
                "exclusion|exclusion|X2|approved_by|system/pacs|records/exclusion.csv:3\n"
                "exclusion|exclusion|X3|cause、approved_by、evidence|system/all|records/exclusion.csv:4");
    judged_close(x);
}

/* -- pauses --------------------------------------------------------------------------------------- */

/* Limit 2 h from 8:00, restored 11:00.
 * A: agreed and proved, 9:00-10:30: 90 min.
 * B: without evidence, 9:00-10:30.
 * C: held without consent at 8:30, again with both at 9:00, resumed 10:00: only the second hour where both are required.
 * D: a reason no target lists. E: no reason at all.
 * F: an unproved hold 8:30, a proved one for parts 9:00; "resume waiting_customer" at 9:30 ends the first, not the second,
 *    which goes on to 10:00. */
static const char held_incidents[] = INCIDENTS "A,,,,x,2025-03-05 08:00:00,,2025-03-05 11:00:00,,,\n"
                                               "B,,,,x,2025-03-05 08:00:00,,2025-03-05 11:00:00,,,\n"
                                               "C,,,,x,2025-03-05 08:00:00,,2025-03-05 11:00:00,,,\n"
                                               "D,,,,x,2025-03-05 08:00:00,,2025-03-05 11:00:00,,,\n"
                                               "E,,,,x,2025-03-05 08:00:00,,2025-03-05 11:00:00,,,\n"
                                               "F,,,,x,2025-03-05 08:00:00,,2025-03-05 11:00:00,,,\n";
static const char held_events[] = EVENTS "A,hold,2025-03-05 09:00:00,waiting_customer,示例,单1\n"
                                         "A,resume,2025-03-05 10:30:00,waiting_customer,,\n"
                                         "B,hold,2025-03-05 09:00:00,waiting_customer,示例,\n"
                                         "B,resume,2025-03-05 10:30:00,waiting_customer,,\n"
                                         "C,hold,2025-03-05 08:30:00,waiting_customer,,\n"
                                         "C,hold,2025-03-05 09:00:00,waiting_customer,示例,单3\n"
                                         "C,resume,2025-03-05 10:00:00,,,\n"
                                         "D,hold,2025-03-05 09:00:00,waiting_vendor,示例,单4\n"
                                         "E,hold,2025-03-05 09:00:00,,示例,单5\n"
                                         "E,resume,2025-03-05 10:00:00,,,\n"
                                         "F,hold,2025-03-05 08:30:00,waiting_customer,,单6\n"
                                         "F,hold,2025-03-05 09:00:00,waiting_parts,示例,单7\n"
                                         "F,resume,2025-03-05 09:30:00,waiting_customer,,\n"
                                         "F,resume,2025-03-05 10:00:00,waiting_parts,,\n";
#define PAUSED "SELECT record_id, elapsed_min, paused_min, outcome FROM target_result ORDER BY rowid"
#define PAUSES "SELECT incident, reason, from_at, to_at, applied, why FROM pause_result ORDER BY rowid"

static void test_pauses_optional(void **unused) {
    (void)unused;
    struct judged *x = run("2025-06-30", RESTORE, held_incidents, held_events, no_exclusions);
    assert_rows(x, PAUSED,
                "A|90|90|met\nB|90|90|met\nC|90|90|met\nD|180|0|missed\nE|180|0|missed\nF|90|90|met");
    assert_rows(x, PAUSES,
                "A|waiting_customer|2025-03-05 09:00:00|2025-03-05 10:30:00|1|-\n"
                "B|waiting_customer|2025-03-05 09:00:00|2025-03-05 10:30:00|1|缺少依据\n"
                "C|waiting_customer|2025-03-05 08:30:00|2025-03-05 10:00:00|1|缺少同意人、依据\n"
                "D|waiting_vendor|2025-03-05 09:00:00|-|0|没有时限因此原因暂停\n"
                "E|-|2025-03-05 09:00:00|2025-03-05 10:00:00|0|缺少原因\n"
                "F|waiting_customer|2025-03-05 08:30:00|2025-03-05 09:30:00|1|缺少同意人\n"
                "F|waiting_parts|2025-03-05 09:00:00|2025-03-05 10:00:00|1|-");
    judged_close(x);
}

static void test_pauses_required(void **unused) {
    (void)unused;
    struct judged *x = run("2025-06-30", "method: {pause_evidence: required}\n" RESTORE, held_incidents,
                           held_events, no_exclusions);
    assert_rows(x, PAUSED,
                "A|90|90|met\nB|180|0|missed\nC|120|60|met\nD|180|0|missed\nE|180|0|missed\nF|120|60|met");
    assert_rows(x, PAUSES,
                "A|waiting_customer|2025-03-05 09:00:00|2025-03-05 10:30:00|1|-\n"
                "B|waiting_customer|2025-03-05 09:00:00|2025-03-05 10:30:00|0|缺少依据\n"
                "C|waiting_customer|2025-03-05 08:30:00|2025-03-05 09:00:00|0|缺少同意人、依据\n"
                "C|waiting_customer|2025-03-05 09:00:00|2025-03-05 10:00:00|1|-\n"
                "D|waiting_vendor|2025-03-05 09:00:00|-|0|没有时限因此原因暂停\n"
                "E|-|2025-03-05 09:00:00|2025-03-05 10:00:00|0|缺少原因\n"
                "F|waiting_customer|2025-03-05 08:30:00|2025-03-05 09:30:00|0|缺少同意人\n"
                "F|waiting_parts|2025-03-05 09:00:00|2025-03-05 10:00:00|1|-");
    assert_rows(x, "SELECT what, record, column, needed_for, source FROM evidence_gap",
                "pause|B|evidence|target/restore|records/event.csv:4\n"
                "pause|C|agreed_by、evidence|target/restore|records/event.csv:6\n"
                "pause|E|reason|-|records/event.csv:10\n"
                "pause|F|agreed_by|target/restore|records/event.csv:12");
    judged_close(x);
}

/* -- gaps ----------------------------------------------------------------------------------------- */

/* A: neither answered nor restored, its outage without an end, its cause unknown. B: exempt, so nothing is waited for. C: still
 * in time. */
static void test_gaps(void **unused) {
    (void)unused;
    struct judged *x =
        run("2025-06-30",
            "targets:\n"
            "  - {id: response, name: 响应, clause: c1, on: incident, from: reported_at, to: responded_at, "
            "within: 30min}\n"
            "  - {id: fix, name: 修复, clause: c1, on: incident, where: level = 'P1', from: responded_at,\n"
            "     to: [restored_at, workaround_at], within: 2h}\n"
            "checks:\n  - {id: why, name: 原因, clause: c1, on: incident, require: \"cause <> '' and level "
            "<> 'title'\"}\n"
            "kpis:\n  - {id: rate, name: 率, clause: c1, every: year, met: response, at_least: 95%}\n"
            "  - {id: up, name: 可用率, clause: c1, every: year, at_least: 99.9%,\n"
            "     availability: {systems: critical, down: \"impact = 'outage'\"}}\n"
            "deductions:\n  - {id: d, name: 扣减, clause: c1, for: rate, percent: 2}\n"
            "  - {id: e, name: 扣减, clause: c1, for_each: fix, fixed: 5}\n"
            "payments:\n  - {id: p, name: 全款, clause: c1, percent: 100, due: {at: end}, requires: [why, "
            "rate]}\n",
            INCIDENTS "A,pacs,P1,outage,x,2025-03-05 08:00:00,,,,,\n"
                      "B,pacs,P3,,x,2025-03-05 08:00:00,,2025-03-05 09:00:00,,,已知\n"
                      "C,pacs,P3,,x,2025-06-30 23:50:00,,,,,已知\n",
            no_events, EXCLUSIONS "X1,customer,,B,2025-03-05 08:00:00,2025-03-05 10:00:00,断电,示例,函1\n");
    assert_rows(
        x,
        "SELECT what, rule, record_type, record, column, needed_for, source FROM evidence_gap ORDER BY rowid",
        "target|response|incident|A|responded_at|kpi/rate、deduction/d、payment/p|records/incident.csv:2\n"
        "target|fix|incident|A|responded_at|deduction/e|records/incident.csv:2\n"
        "outage|up|incident|A|down_to、restored_at|kpi/up|records/incident.csv:2\n"
        "check|why|incident|A|cause|payment/p|records/incident.csv:2");
    judged_close(x);
}

/* Two KPIs look at the same records of different systems, a third at others: each outage names those it counts for. */
static void test_outage_rules(void **unused) {
    (void)unused;
    struct judged *x = run("2025-06-30",
                           "kpis:\n"
                           "  - {id: year, name: 甲, clause: c1, every: year, at_least: 99%,\n"
                           "     availability: {systems: critical, down: \"impact = 'outage'\"}}\n"
                           "  - {id: pacs-quarter, name: 乙, clause: c1, every: quarter, at_least: 99%,\n"
                           "     availability: {systems: pacs, down: \"impact = 'outage'\"}}\n"
                           "  - {id: slow, name: 丙, clause: c1, every: year, at_least: 90%,\n"
                           "     availability: {systems: all, down: \"impact in ('outage', 'degraded')\"}}\n",
                           INCIDENTS "A,pacs,,outage,x,2025-03-05 08:00:00,,2025-03-05 09:00:00,,,\n"
                                     "B,ris,,outage,x,2025-03-05 08:00:00,,2025-03-05 09:00:00,,,\n"
                                     "C,his,,degraded,x,2025-03-05 08:00:00,,2025-03-05 09:00:00,,,\n",
                           no_events, no_exclusions);
    assert_rows(x, "SELECT rule, system, incidents FROM outage ORDER BY rowid",
                "year、pacs-quarter|pacs|A\nyear|ris|B\nslow|his|C\nslow|pacs|A\nslow|ris|B");
    judged_close(x);
}

/* -- timing --------------------------------------------------------------------------------------- */

/* The report of a quarter, 10 days after its end. Q1's was handed in on 10 April, in time; Q2's, on 20 July, late; Q3's, on 20
 * June, before its quarter began; Q4's is not due by today, 1 October 2025. */
static void test_timing(void **unused) {
    (void)unused;
    const char *files[] = {"records/submission.csv",
                           "id,kind,period,submitted_at\n"
                           "S1,health-report,2025Q1,2025-04-10\n"
                           "S2,health-report,2025Q2,2025-07-20\n"
                           "S3,health-report,2025Q3,2025-06-20\n"
                           "S4,nda,,2024-12-10\n"
                           "S5,staff-list,,2025-03-01\n",
                           NULL};
    struct judged *x = judged_run(
        "2025-10-01",
        "obligations:\n"
        "  - {id: report, name: 报告, clause: c1, every: quarter, on: submission, where: kind = "
        "'health-report', period: "
        "period, due: {within: 10 days, after: period}}\n"
        "  - {id: nda, name: 保密, clause: c1, once: {after: signed, within: 1 month}, on: submission, "
        "where: kind = 'nda'}\n"
        "  - {id: staff, name: 名单, clause: c1, once: {after: from}, on: submission, where: kind = "
        "'staff-list'}\n"
        "  - {id: plan, name: 预案, clause: c1, once: {after: from, within: 1 month}, on: submission, where: "
        "kind = "
        "'emergency-plan'}\n"
        "  - {id: faq, name: 问答, clause: c1, once: {after: from}, on: submission, where: kind = 'faq'}\n",
        files);
    assert_rows(x, "SELECT rule, period, due_by, fulfilled_at, timing, outcome FROM obligation_result",
                "report|2025Q1|2025-04-10|2025-04-10 00:00:00|on_time|met\n"
                "report|2025Q2|2025-07-10|2025-07-20 00:00:00|late|missed\n"
                "report|2025Q3|2025-10-10|2025-06-20 00:00:00|early|met\n"
                "report|2025Q4|2026-01-12|-|pending|pending\n"
                "nda|contract|2025-01-20|2024-12-10 00:00:00|early|met\n"
                "staff|contract|-|2025-03-01 00:00:00|on_time|met\n"
                "plan|contract|2025-02-05|-|missing|missed\n"
                "faq|contract|-|-|pending|pending");
    judged_close(x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exclusions),      cmocka_unit_test(test_pauses_optional),
        cmocka_unit_test(test_pauses_required), cmocka_unit_test(test_gaps),
        cmocka_unit_test(test_outage_rules),    cmocka_unit_test(test_timing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
