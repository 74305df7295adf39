/* Changes of level under each_from_change, and merged duplicates; times worked out by hand beside each case. "Today" is
 * 2025-06-30. */
#include "assess_fixture.h"

#define INCIDENTS "id,level,title,reported_at,responded_at,restored_at\n"
#define EVENTS "incident,kind,at,reason,level_from,level_to\n"
#define RESULTS                                                                                              \
    "SELECT record_id, rule, from_at, elapsed_min, paused_min, due_at, outcome FROM target_result ORDER BY " \
    "rowid"

static struct judged *run(const char *rules, const char *incidents, const char *events,
                          const char *exclusions) {
    const char *files[] = {"records/incident.csv", incidents, NULL, NULL, NULL, NULL, NULL};
    size_t n = 2;
    if (events) {
        files[n++] = "records/event.csv";
        files[n++] = events;
    }
    if (exclusions) {
        files[n++] = "records/exclusion.csv";
        files[n++] = exclusions;
    }
    return judged_run("2025-06-30", rules, files);
}

/* -- levels --------------------------------------------------------------------------------------- */

/* The first level has one hour, the third four; an answer is due in 30 minutes whatever the level. */
#define BY_LEVEL                                                                                             \
    "method: {on_level_change: each_from_change}\n"                                                          \
    "targets:\n"                                                                                             \
    "  - {id: answer, name: 响应, clause: c1, on: incident, from: reported_at, to: responded_at, within: " \
    "30min}\n"                                                                                               \
    "  - {id: p1, name: 一级, clause: c1, on: incident, where: level = 'P1', from: reported_at,\n"         \
    "     to: restored_at, within: 1h, pause: waiting_customer}\n"                                           \
    "  - {id: p3, name: 三级, clause: c1, on: incident, where: level = 'P3', from: reported_at,\n"         \
    "     to: restored_at, within: 4h, pause: waiting_customer}\n"

static void check_level(const char *record, const char *events, const char *expected) {
    struct arena *a = arena_new();
    struct judged *x = run(BY_LEVEL, str_z(a, str_fmt(a, INCIDENTS "%s", record)),
                           str_z(a, str_fmt(a, EVENTS "%s", events)), NULL);
    assert_rows(x, RESULTS, expected);
    judged_close(x);
    arena_free(a);
}

/* Raised at 8:20, restored at 9:10: 50 of 60 min from the change. The four hours had not run out: no result. The answer is
 * counted from the report as ever. */
static void test_raised(void **unused) {
    (void)unused;
    check_level("A,P1,x,2025-03-05 08:00:00,2025-03-05 08:25:00,2025-03-05 09:10:00\n",
                "A,level,2025-03-05 08:20:00,,P3,P1\n",
                "A|answer|2025-03-05 08:00:00|25|0|2025-03-05 08:30:00|met\n"
                "A|p1|2025-03-05 08:20:00|50|0|2025-03-05 09:20:00|met");
}

/* Raised only when the four hours were over: late by the old level, in time by the new one. */
static void test_raised_too_late(void **unused) {
    (void)unused;
    check_level("A,P1,x,2025-03-05 08:00:00,2025-03-05 08:25:00,2025-03-05 13:30:00\n",
                "A,level,2025-03-05 13:00:00,,P3,P1\n",
                "A|answer|2025-03-05 08:00:00|25|0|2025-03-05 08:30:00|met\n"
                "A|p1|2025-03-05 13:00:00|30|0|2025-03-05 14:00:00|met\n"
                "A|p3|2025-03-05 08:00:00|330|0|2025-03-05 12:00:00|missed");
}

/* Restored before the change, or at the very moment of it: the old level's to judge. */
static void test_raised_when_restored(void **unused) {
    (void)unused;
    check_level("A,P1,x,2025-03-05 08:00:00,,2025-03-05 10:30:00\n", "A,level,2025-03-05 11:00:00,,P3,P1\n",
                "A|answer|2025-03-05 08:00:00|-|0|2025-03-05 08:30:00|unproven\n"
                "A|p3|2025-03-05 08:00:00|150|0|2025-03-05 12:00:00|met");
    check_level("A,P1,x,2025-03-05 08:00:00,2025-03-05 08:01:00,2025-03-05 10:30:00\n",
                "A,level,2025-03-05 10:30:00,,P3,P1\n",
                "A|answer|2025-03-05 08:00:00|1|0|2025-03-05 08:30:00|met\n"
                "A|p3|2025-03-05 08:00:00|150|0|2025-03-05 12:00:00|met");
}

/* Lowered at 9:00, when the first level's hour is just full: in time until then, so the third level's hours replace it. A
 * second later it was late. */
static void test_lowered(void **unused) {
    (void)unused;
    check_level("A,P3,x,2025-03-05 08:00:00,2025-03-05 08:01:00,2025-03-05 11:00:00\n",
                "A,level,2025-03-05 09:00:00,,P1,P3\n",
                "A|answer|2025-03-05 08:00:00|1|0|2025-03-05 08:30:00|met\n"
                "A|p3|2025-03-05 09:00:00|120|0|2025-03-05 13:00:00|met");
    check_level("A,P3,x,2025-03-05 08:00:00,2025-03-05 08:01:00,2025-03-05 11:00:00\n",
                "A,level,2025-03-05 09:00:01,,P1,P3\n",
                "A|answer|2025-03-05 08:00:00|1|0|2025-03-05 08:30:00|met\n"
                "A|p1|2025-03-05 08:00:00|180|0|2025-03-05 09:00:00|missed\n"
                "A|p3|2025-03-05 09:00:01|119.983333333333|0|2025-03-05 13:00:01|met");
}

/* Held 8:10-8:40, raised at 8:20, restored at 9:30: the rest of the pause, 20 min, counts for the new clock: 50 min. */
static void test_pause_survives(void **unused) {
    (void)unused;
    check_level("A,P1,x,2025-03-05 08:00:00,2025-03-05 08:01:00,2025-03-05 09:30:00\n",
                "A,hold,2025-03-05 08:10:00,waiting_customer,,\nA,level,2025-03-05 08:20:00,,P3,P1\n"
                "A,resume,2025-03-05 08:40:00,waiting_customer,,\n",
                "A|answer|2025-03-05 08:00:00|1|0|2025-03-05 08:30:00|met\n"
                "A|p1|2025-03-05 08:20:00|50|20|2025-03-05 09:40:00|met");
}

/* Up and down again, the levels told by the events alone, and nothing restored: the third level's first stretch was replaced
 * at 9:00, the first level's hour was over when it was lowered at 11:00, the last four hours ran out at 15:00. */
static void test_twice(void **unused) {
    (void)unused;
    check_level("A,P3,x,2025-03-05 08:00:00,2025-03-05 08:01:00,\n",
                "A,level,2025-03-05 09:00:00,,,P1\nA,level,2025-03-05 11:00:00,,,P3\n",
                "A|answer|2025-03-05 08:00:00|1|0|2025-03-05 08:30:00|met\n"
                "A|p1|2025-03-05 09:00:00|-|0|2025-03-05 10:00:00|unproven\n"
                "A|p3|2025-03-05 11:00:00|-|0|2025-03-05 15:00:00|unproven");
}

/* A condition that both levels satisfy is one run: from the report. */
static void test_both_levels(void **unused) {
    (void)unused;
    struct judged *x =
        run("method: {on_level_change: each_from_change}\n"
            "targets:\n  - {id: grave, name: 重大, clause: c1, on: incident, where: \"level in "
            "('P1','P2')\",\n     from: reported_at, to: restored_at, within: 1h}\n",
            INCIDENTS "A,P1,x,2025-03-05 08:00:00,,2025-03-05 08:50:00\n"
                      "B,P3,never changed,2025-03-05 08:00:00,,2025-03-05 08:50:00\n",
            EVENTS "A,level,2025-03-05 08:30:00,,P2,P1\n", NULL);
    assert_rows(x, RESULTS, "A|grave|2025-03-05 08:00:00|50|0|2025-03-05 09:00:00|met");
    judged_close(x);
}

/* -- duplicates ----------------------------------------------------------------------------------- */

#define REPORTS "id,system,impact,title,reported_at,responded_at,restored_at,down_from,down_to,duplicate_of\n"
#define RULES                                                                                                \
    "targets:\n"                                                                                             \
    "  - {id: restore, name: 恢复, clause: c1, on: incident, from: reported_at, to: restored_at, within: " \
    "2h}\n"                                                                                                  \
    "checks:\n  - {id: cause, name: 原因, clause: c1, on: incident, require: cause is not null}\n"         \
    "kpis:\n"                                                                                                \
    "  - {id: all, name: 率, clause: c1, every: quarter, share: {of: incident, where: restored_at is not "  \
    "null}, "                                                                                                \
    "at_least: 50%}\n"                                                                                       \
    "  - {id: up, name: 可用率, clause: c1, every: quarter, at_least: 90%,\n"                             \
    "     availability: {systems: critical, down: \"impact = 'outage'\"}}\n"

/* B was the first report, of 31 March 23:50; C points to A through B. A stands: 23:50 to 1:40 is 110 min, and it belongs to
 * the first quarter. Downtime: A 0:10-1:30 and C 0:30-1:40 joined; D's end is not known and adds nothing. */
static const char reports[] = REPORTS
    "A,pacs,outage,x,2025-04-01 00:05:00,,2025-04-01 01:40:00,2025-04-01 00:10:00,2025-04-01 01:30:00,\n"
    "B,pacs,none,x,2025-03-31 23:50:00,,2025-04-01 01:40:00,,,A\n"
    "C,pacs,outage,x,2025-04-01 00:20:00,,,2025-04-01 00:30:00,2025-04-01 01:40:00,B\n"
    "D,pacs,outage,x,2025-04-01 00:40:00,,,2025-04-01 00:45:00,,A\n";

static void test_merged(void **unused) {
    (void)unused;
    struct judged *x = run(RULES, reports, NULL, NULL);
    assert_rows(x, "SELECT record_id, from_at, elapsed_min, outcome, belongs_at FROM target_result",
                "A|2025-03-31 23:50:00|110|met|2025-03-31 23:50:00");
    assert_rows(x, "SELECT record_id, merged_into, reported_at, starts_at, source FROM duplicate_result",
                "B|A|2025-03-31 23:50:00|2025-03-31 23:50:00|records/incident.csv:3\n"
                "C|A|2025-04-01 00:20:00|2025-03-31 23:50:00|records/incident.csv:4\n"
                "D|A|2025-04-01 00:40:00|2025-03-31 23:50:00|records/incident.csv:5");
    assert_rows(x, "SELECT record_id, outcome FROM check_result", "A|missed");
    assert_rows(x, "SELECT period, numerator, denominator FROM kpi_result WHERE rule = 'all' LIMIT 2",
                "2025Q1|1|1\n2025Q2|0|0");
    assert_rows(x, "SELECT from_at, to_at, gross_min, incidents, rule FROM outage",
                "2025-04-01 00:10:00|2025-04-01 01:40:00|90|A、C|up");
    assert_rows(x, "SELECT what FROM evidence_gap", "");
    judged_close(x);
}

static void test_separate(void **unused) {
    (void)unused;
    struct judged *x = run("method: {duplicates: separate}\n" RULES, reports, NULL, NULL);
    assert_rows(x, "SELECT record_id, elapsed_min, outcome FROM target_result",
                "A|95|met\nB|110|met\nC|-|unproven\nD|-|unproven");
    assert_rows(x, "SELECT count(*) FROM duplicate_result", "0");
    assert_rows(x, "SELECT what, record, column FROM evidence_gap",
                "target|C|restored_at\ntarget|D|restored_at\noutage|D|down_to、restored_at");
    judged_close(x);
}

/* F stands, with E's earlier report: 3 h, and so long was the system down, for nothing earlier is known of it. The
 * exclusion names E, so F is excused, and the hour 10-11 of its downtime. G points to H, which
 * comes only after today: it stands on its own. */
static void test_merged_exclusion(void **unused) {
    (void)unused;
    struct judged *x = run(RULES,
                           REPORTS "E,pacs,none,x,2025-05-05 08:00:00,,,,,F\n"
                                   "F,pacs,outage,x,2025-05-05 09:00:00,,2025-05-05 11:00:00,,,\n"
                                   "G,pacs,none,x,2025-06-30 08:00:00,,2025-06-30 09:00:00,,,H\n"
                                   "H,pacs,none,x,2025-07-01 08:00:00,,2025-07-01 09:00:00,,,\n",
                           NULL,
                           "id,kind,system,incident,from_at,to_at,cause,approved_by,evidence\n"
                           "X,customer,,E,2025-05-05 10:00:00,2025-05-05 12:00:00,断电,示例,函1\n");
    assert_rows(x, "SELECT record_id, elapsed_min, outcome FROM target_result", "F|180|exempt\nG|60|met");
    assert_rows(x, "SELECT gross_min, excluded_min FROM outage", "180|60");
    judged_close(x);
}

/* A chain of 3000 reports, each pointing to the one before, the last written first: all are merged into the first. */
static void test_long_chain(void **unused) {
    (void)unused;
    struct arena *a = arena_new();
    struct sb b = {.a = a};
    sb_addz(&b, "id,title,reported_at,restored_at,duplicate_of\n");
    for (int i = 2999; i > 0; i--)
        sb_fmt(&b, "I%d,x,2025-03-05 09:%02d:00,,I%d\n", i, i % 60, i - 1);
    sb_addz(&b, "I0,x,2025-03-05 10:00:00,2025-03-05 11:00:00,\n");
    struct judged *x = run(RULES, str_z(a, sb_str(&b)), NULL, NULL);
    assert_rows(x,
                "SELECT count(*), min(merged_into), max(merged_into), min(starts_at) FROM duplicate_result",
                "2999|I0|I0|2025-03-05 09:00:00");
    assert_rows(x, "SELECT record_id, elapsed_min, outcome FROM target_result", "I0|120|met");
    judged_close(x);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_raised),
        cmocka_unit_test(test_raised_too_late),
        cmocka_unit_test(test_raised_when_restored),
        cmocka_unit_test(test_lowered),
        cmocka_unit_test(test_pause_survives),
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_both_levels),
        cmocka_unit_test(test_merged),
        cmocka_unit_test(test_separate),
        cmocka_unit_test(test_merged_exclusion),
        cmocka_unit_test(test_long_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
