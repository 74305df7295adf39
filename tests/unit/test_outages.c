/* Outages and the availability computed from them; figures by hand beside each case. */
#include "assess_fixture.h"

#define INCIDENTS "id,system,title,impact,reported_at,down_from,down_to,workaround_at,restored_at\n"
#define EXCLUSIONS "id,kind,system,incident,from_at,to_at,cause,approved_by,evidence\n"
#define KPI(every, rest)                                                                                     \
    "kpis:\n"                                                                                                \
    "  - {id: uptime, name: 可用率, clause: c1, every: " every ", at_least: 99.9%,\n"                        \
    "     availability: {down: \"impact = 'outage'\", " rest "}}\n"

static const char by_quarter[] = KPI("quarter", "systems: critical");

#define OUTAGES                                                                                              \
    "SELECT system, from_at, to_at, gross_min, excluded_min, incidents, source FROM outage ORDER BY rowid"
#define FIGURES                                                                                              \
    "SELECT period, numerator, denominator, gross_min, excluded_min, unknown_min, allowance, outcome FROM "  \
    "kpi_result"

static struct judged *run(const char *rules, const char *incidents, const char *exclusions) {
    const char *files[] = {"records/incident.csv", incidents, exclusions ? "records/exclusion.csv" : NULL,
                           exclusions, NULL};
    return judged_run("2025-12-31", rules, files);
}

/* A 8:00-10:00 and B 9:00-11:00 of one system are one outage of 180 min; C touches its end and belongs to it; D is
 * another system and another outage; E is no outage; F's system is not critical.
 * Q1 has 90 days = 129600 min; 0.1 % of it is 129.6 min. Any of the two down: 8:00-11:30 is 210 min: 80.4 too many. */
static void test_overlap(void **unused) {
    (void)unused;
    struct judged *x = run(
        by_quarter,
        INCIDENTS
        "A,pacs,a,outage,2025-03-05 08:00:00,,,,2025-03-05 10:00:00\n"
        "B,pacs,b,outage,2025-03-05 09:10:00,2025-03-05 09:00:00,2025-03-05 11:00:00,,2025-03-05 12:00:00\n"
        "C,pacs,c,outage,2025-03-05 11:00:00,,,,2025-03-05 11:30:00\n"
        "D,ris,d,outage,2025-03-05 10:30:00,,,,2025-03-05 11:30:00\n"
        "E,pacs,e,degraded,2025-03-05 14:00:00,,,,2025-03-05 15:00:00\n"
        "F,his,f,outage,2025-03-05 14:00:00,,,,2025-03-05 15:00:00\n",
        NULL);
    assert_rows(x, OUTAGES,
                "pacs|2025-03-05 08:00:00|2025-03-05 "
                "11:30:00|210|0|A、B、C|records/incident.csv:2、records/incident.csv:3、"
                "records/incident.csv:4\n"
                "ris|2025-03-05 10:30:00|2025-03-05 11:30:00|60|0|D|records/incident.csv:5");
    assert_rows(x, FIGURES " WHERE period = '2025Q1'", "2025Q1|129390|129600|210|0|0|-81|missed");
    assert_rows(x, FIGURES " WHERE period = '2025Q2'", "2025Q2|131040|131040|0|0|0|131|met");
    judged_close(x);
}

/* Down 22:00-02:00; planned maintenance 23:00-01:00 and, overlapping it, of all systems 0:30-1:30 takes 150 of the
 * 240 min; what lies outside the outage (1 am to 5 am of X3) takes nothing, nor does X4 without an approver. */
static void test_maintenance(void **unused) {
    (void)unused;
    const char *incidents = INCIDENTS "A,pacs,a,outage,2025-03-05 22:00:00,,,,2025-03-06 02:00:00\n";
    const char *exclusions =
        EXCLUSIONS "X1,planned_maintenance,pacs,,2025-03-05 23:00:00,2025-03-06 01:00:00,维护,示例,单1\n"
                   "X2,planned_maintenance,,,2025-03-06 00:30:00,2025-03-06 01:30:00,维护,示例,单2\n"
                   "X3,planned_maintenance,pacs,,2025-03-06 02:00:00,2025-03-06 05:00:00,维护,示例,单3\n"
                   "X4,planned_maintenance,pacs,,2025-03-05 22:00:00,2025-03-06 02:00:00,维护,,单4\n"
                   "X5,planned_maintenance,ris,,2025-03-05 22:00:00,2025-03-06 02:00:00,维护,示例,单5\n";
    struct judged *x = run(by_quarter, incidents, exclusions);
    assert_rows(x, OUTAGES, "pacs|2025-03-05 22:00:00|2025-03-06 02:00:00|240|150|A|records/incident.csv:2");
    assert_rows(x, FIGURES " LIMIT 1", "2025Q1|129510|129600|240|150|0|39|met");
    judged_close(x);
    /* agreed: pacs was excluded 23:00-1:30 and 2:00-5:00, ris 22:00-2:00 (X5) together with X2; both together
     * 23:00-1:30: 150 min of the quarter were owed by neither: 129450, of which 0.1 % is 129.45. */
    x = run("method: {availability: {total: agreed}}\n" KPI("quarter", "systems: critical"), incidents,
            exclusions);
    assert_rows(x, FIGURES " LIMIT 1", "2025Q1|129360|129450|240|150|0|39|met");
    judged_close(x);
    /* pacs alone: 150 + 180 min are taken from the total: 129270, of which 0.1 % is 129.27. */
    x = run("method: {availability: {total: agreed}}\n" KPI("quarter", "systems: pacs"), incidents,
            exclusions);
    assert_rows(x, FIGURES " LIMIT 1", "2025Q1|129180|129270|240|150|0|39|met");
    judged_close(x);
}

/* An exclusion that names B excuses B's downtime alone: A was down 8:00-9:00 anyway, so of 8:00-10:00 one hour. */
static void test_named_exclusion(void **unused) {
    (void)unused;
    struct judged *x =
        run(by_quarter,
            INCIDENTS "A,pacs,a,outage,2025-03-05 08:00:00,,,,2025-03-05 09:00:00\n"
                      "B,pacs,b,outage,2025-03-05 08:00:00,,,,2025-03-05 10:00:00\n",
            EXCLUSIONS "X1,customer,,B,2025-03-05 07:00:00,2025-03-05 12:00:00,停电,示例,函1\n");
    assert_rows(x, OUTAGES,
                "pacs|2025-03-05 08:00:00|2025-03-05 "
                "10:00:00|120|60|A、B|records/incident.csv:2、records/incident.csv:3");
    assert_rows(x, FIGURES " LIMIT 1", "2025Q1|129540|129600|120|60|0|69|met");
    judged_close(x);
}

/* 31 March 23:00 to 1 April 2:00 is 60 min of Q1 and 120 of Q2 (131040 min, 131.04 allowed). Of an outage from
 * 31 December 2024 22:00 to 1 January 0:30 only 30 min lie in the term. */
static void test_across_periods(void **unused) {
    (void)unused;
    struct judged *x = run(by_quarter,
                           INCIDENTS "A,pacs,a,outage,2024-12-31 22:00:00,,,,2025-01-01 00:30:00\n"
                                     "B,pacs,b,outage,2025-03-31 23:00:00,,,,2025-04-01 02:00:00\n",
                           NULL);
    assert_rows(x, "SELECT period, numerator, gross_min, allowance, outcome FROM kpi_result",
                "2025Q1|129510|90|39|met\n2025Q2|130920|120|11|met\n2025Q3|132480|0|132|met\n2025Q4|132480|0|"
                "132|met");
    judged_close(x);
    x = run(KPI("year", "systems: critical"),
            INCIDENTS "A,pacs,a,outage,2025-12-31 23:00:00,,,,2025-12-31 23:59:30\n", NULL);
    /* 525600 min, 525.6 allowed; 59.5 min down. Seconds are kept: the numerator is no whole minute. */
    assert_rows(x, FIGURES, "2025|525540.5|525600|59.5|0|0|466|met");
    judged_close(x);
}

/* Exactly on the limit: 0.1 % of Q1 is 129 min 36 s. One second more misses; no rounding may hide it. */
static void test_exact_limit(void **unused) {
    (void)unused;
    struct judged *x =
        run(by_quarter, INCIDENTS "A,pacs,a,outage,2025-03-05 08:00:00,,,,2025-03-05 10:09:36\n", NULL);
    assert_rows(x, "SELECT allowance, outcome FROM kpi_result LIMIT 1", "0|met");
    judged_close(x);
    x = run(by_quarter, INCIDENTS "A,pacs,a,outage,2025-03-05 08:00:00,,,,2025-03-05 10:09:37\n", NULL);
    assert_rows(x, "SELECT allowance, outcome FROM kpi_result LIMIT 1", "-1|missed");
    judged_close(x);
}

/* -- without an end ------------------------------------------------------------------------------- */

/* A has no end; B is known, from 1 January 2025 10:00 to 11:00. Today is 2025-01-10: now is 11 January 0:00.
 * A lasts since 10 January 22:00: 120 min. C overlaps A's unknown time from 23:00 to 23:30 and is known downtime.
 * Q1 to date has 10 days = 14400 min; the whole quarter allows 129.6. */
static const char unended[] = INCIDENTS "A,pacs,a,outage,2025-01-10 22:00:00,,,,\n"
                                        "B,pacs,b,outage,2025-01-01 10:00:00,,,,2025-01-01 11:00:00\n"
                                        "C,pacs,c,outage,2025-01-10 23:00:00,,,,2025-01-10 23:30:00\n";

static void check_unended(const char *rules, const char *outages, const char *figures) {
    const char *files[] = {"records/incident.csv", unended, NULL};
    struct judged *x = judged_run("2025-01-10", rules, files);
    assert_rows(x, "SELECT from_at, to_at, gross_min, excluded_min, incidents FROM outage ORDER BY rowid",
                outages);
    assert_rows(x, FIGURES " LIMIT 1", figures);
    judged_close(x);
}

static void test_unknown_end(void **unused) {
    (void)unused;
    check_unended(KPI("quarter", "systems: critical"),
                  "2025-01-01 10:00:00|2025-01-01 11:00:00|60|0|B\n"
                  "2025-01-10 22:00:00|-|-|-|A\n"
                  "2025-01-10 23:00:00|2025-01-10 23:30:00|30|0|C",
                  "2025Q1|14310|14400|90|0|90|39|pending");
    check_unended("method: {availability: {unknown: down}}\n" KPI("quarter", "systems: critical"),
                  "2025-01-01 10:00:00|2025-01-01 11:00:00|60|0|B\n"
                  "2025-01-10 22:00:00|-|120|0|A、C",
                  "2025Q1|14220|14400|180|0|0|-51|pending");
    check_unended("method: {availability: {unknown: up}}\n" KPI("quarter", "systems: critical"),
                  "2025-01-01 10:00:00|2025-01-01 11:00:00|60|0|B\n"
                  "2025-01-10 23:00:00|2025-01-10 23:30:00|30|0|C",
                  "2025Q1|14310|14400|90|0|0|39|pending");
}

/* -- what ends an outage -------------------------------------------------------------------------- */

static void test_workaround(void **unused) {
    (void)unused;
    const char *incidents =
        INCIDENTS "A,pacs,a,outage,2025-03-05 08:00:00,,,2025-03-05 09:00:00,2025-03-05 10:00:00\n";
    struct judged *x = run(by_quarter, incidents, NULL);
    assert_rows(x, "SELECT to_at, gross_min FROM outage", "2025-03-05 09:00:00|60");
    judged_close(x);
    x = run("method: {workaround_restores: no}\n" KPI("quarter", "systems: critical"), incidents, NULL);
    assert_rows(x, "SELECT to_at, gross_min FROM outage", "2025-03-05 10:00:00|120");
    judged_close(x);
}

/* Up between the restoration at 9:00 and the reopening at 11:00: two outages of one incident. */
static void test_reopened(void **unused) {
    (void)unused;
    const char *files[] = {
        "records/incident.csv", INCIDENTS "A,pacs,a,outage,2025-03-05 08:00:00,,,,2025-03-05 11:30:00\n",
        "records/event.csv",
        "incident,kind,at\nA,restore,2025-03-05 09:00:00\nA,reopen,2025-03-05 11:00:00\n", NULL};
    struct judged *x = judged_run("2025-12-31", by_quarter, files);
    assert_rows(x, "SELECT from_at, to_at, gross_min, incidents FROM outage",
                "2025-03-05 08:00:00|2025-03-05 09:00:00|60|A\n2025-03-05 11:00:00|2025-03-05 11:30:00|30|A");
    judged_close(x);
}

/* On office hours an outage from 17:00 to 9:00 of the next day counts one hour of the evening and one of the morning. */
static void test_office_hours(void **unused) {
    (void)unused;
    struct judged *x = run(KPI("quarter", "systems: critical, clock: office"),
                           INCIDENTS "A,pacs,a,outage,2025-03-05 17:00:00,,,,2025-03-06 09:00:00\n", NULL);
    assert_rows(x, "SELECT gross_min FROM outage", "120");
    assert_rows(x, "SELECT gross_min, denominator - numerator FROM kpi_result LIMIT 1", "120|120");
    judged_close(x);
}

/* Two KPIs over the same records share the outages; each still counts its own systems. */
static void test_two_kpis(void **unused) {
    (void)unused;
    const char *rules = "kpis:\n"
                        "  - {id: one, name: 甲, clause: c1, every: year, at_least: 99.9%,\n"
                        "     availability: {down: impact = 'outage', systems: pacs}}\n"
                        "  - {id: two, name: 乙, clause: c1, every: year, at_least: 99.9%,\n"
                        "     availability: {down: impact = 'outage', systems: all}}\n";
    struct judged *x = run(rules,
                           INCIDENTS "A,pacs,a,outage,2025-03-05 08:00:00,,,,2025-03-05 09:00:00\n"
                                     "B,his,b,outage,2025-03-05 08:30:00,,,,2025-03-05 10:00:00\n",
                           NULL);
    assert_rows(x, "SELECT system, gross_min FROM outage", "his|90\npacs|60");
    assert_rows(x, "SELECT rule, gross_min FROM kpi_result", "one|60\ntwo|120");
    judged_close(x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_overlap),         cmocka_unit_test(test_maintenance),
        cmocka_unit_test(test_named_exclusion), cmocka_unit_test(test_across_periods),
        cmocka_unit_test(test_exact_limit),     cmocka_unit_test(test_unknown_end),
        cmocka_unit_test(test_workaround),      cmocka_unit_test(test_reopened),
        cmocka_unit_test(test_office_hours),    cmocka_unit_test(test_two_kpis),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
