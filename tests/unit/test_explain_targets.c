/* Accounts of time limits: day by day, legal periods, pauses, levels, exclusions. */
#include "explain_fixture.h"

/* Wed 30 April 17:00 over the Labour Day holiday (1 to 5 May) to Tue 6 May 14:00: 1 h, then 4 h and half an hour; the
 * pause of 6 May 09:00-10:00 takes an hour. 4 h and an hour are up on 6 May at 12:00. */
static void test_day_by_day(void **unused) {
    (void)unused;
    struct asked q = ask(
        office, INCIDENTS "A,pacs,P1,one,2025-04-30 17:00,,2025-05-06 14:00,,\n",
        EVENTS "A,hold,2025-05-06 09:00,waiting_customer,,,王,记录\nA,resume,2025-05-06 10:00,,,,,\n", NULL);
    const char *text = json(&q, "target/t/A");
    need(text, "{\"day\": \"2025-04-30\", \"last_day\": null, \"weekday\": \"Wed\", \"day_kind\": null, "
               "\"open\": \"17:00—18:00\","
               " \"stopped\": null, \"counted_s\": 3600, \"running_s\": 3600}");
    need(text, "{\"day\": \"2025-05-01\", \"last_day\": \"2025-05-05\", \"weekday\": null, \"day_kind\": "
               "\"holiday 劳动节\","
               " \"open\": null, \"stopped\": null, \"counted_s\": 0, \"running_s\": 3600}");
    need(text, "\"open\": \"08:00—12:00、13:30—14:00\", \"stopped\": \"09:00—10:00\", \"counted_s\": 12600, "
               "\"running_s\": 16200}");
    need(text, "\"notice\": \"国办发明电〔2024〕12号\"");
    need(text, "4 h 30 min > 4 h");
    need(text, "used up at 2025-05-06 11:00.");
    need(text, "1 h of open time do not count: due at 2025-05-06 12:00.");
    need(text, "\"source\": \"records/incident.csv:2\"");
    need(text, "\"source\": \"records/event.csv:2\"");
    done(&q);
}

/* A longer span than a month: whole open days share a row, and so do the days of a weekend. */
static void test_long_span(void **unused) {
    (void)unused;
    struct asked q =
        ask(office, INCIDENTS "A,pacs,P1,one,2025-03-03 08:00,,2025-06-20 18:00,,\n", NULL, NULL);
    const char *text = json(&q, "target/t/A");
    need(text,
         "{\"day\": \"2025-03-03\", \"last_day\": \"2025-03-07\", \"weekday\": null, \"day_kind\": null,"
         " \"open\": \"08:00—12:00、13:30—18:00\", \"stopped\": null, \"counted_s\": 153000, \"running_s\": "
         "153000}");
    need(text, "\"day\": \"2025-03-08\", \"last_day\": \"2025-03-09\"");
    done(&q);
}

static void test_legal_periods(void **unused) {
    (void)unused;
    const char *rules =
        "targets:\n"
        "  - {id: w, name: 报告, clause: c1, on: incident, from: reported_at, to: restored_at, within: 3 "
        "workdays}\n"
        "  - {id: m, name: 修复, clause: c1, on: incident, from: reported_at, to: restored_at, within: 1 "
        "month}\n"
        "  - {id: d, name: 整改, clause: c1, on: incident, from: reported_at, to: restored_at, within: 5 "
        "days,\n"
        "     clock: office}\n"
        "  - {id: n, name: 夜间, clause: c1, on: incident, from: reported_at, to: restored_at,\n"
        "     within: before next opening, clock: office}\n";
    struct asked q = ask(rules, INCIDENTS "A,pacs,P1,one,2025-01-31 22:00,,2025-02-05 09:00,,\n", NULL, NULL);
    const char *text =
        json(&q, "target/w/A"); /* holiday to 4 February, Sat 8 February is a make-up workday */
    need(text, "\"due_at\": \"2025-02-07 23:59:59\"");
    need(text, "{\"day\": \"2025-02-05\", \"last_day\": null, \"weekday\": \"Wed\", \"day_kind\": null, "
               "\"number\": 1}");
    need(text, "2025-01-31 Fri, the day it begins on, does not count (Civil Code art. 201).");
    text = json(&q, "target/m/A");
    need(text,
         "there is no such day number, so it ends with the month, on 2025-02-28 Fri (Civil Code art. 202)");
    text = json(&q, "target/d/A"); /* 5 February is a working day: it ends at the close of business */
    need(text, "The last day ends when business does, at 2025-02-05 18:00 (Civil Code art. 203).");
    text = json(&q, "target/n/A");
    need(text, "opens next at 2025-02-05 08:00.");
    done(&q);
}

static void test_moved_last_day(void **unused) {
    (void)unused;
    struct asked q = ask(
        "targets:\n  - {id: d, name: 整改, clause: c1, on: incident, from: reported_at, to: restored_at,\n"
        "     within: 6 days}\n",
        INCIDENTS "A,pacs,P1,one,2025-04-25 10:00,,2025-05-06 23:00,,\n", NULL, NULL);
    const char *text = json(&q, "target/d/A");
    need(text, "2025-05-01 Thu is no working day, so the day after the days off ends it: 2025-05-06 Tue "
               "(Civil Code art. 203).");
    need(text, "{\"day\": \"2025-05-01\", \"last_day\": \"2025-05-05\", \"weekday\": null, \"day_kind\": "
               "\"holiday 劳动节\","
               " \"number\": null}");
    need(text, "{\"day\": \"2025-05-06\", \"last_day\": null, \"weekday\": \"Tue\"");
    need(text, MET);
    done(&q);
}

static const char restore[] =
    "targets:\n"
    "  - {id: t, name: 恢复, clause: c1, on: incident, from: reported_at, to: restored_at, within: 2h,\n"
    "     pause: [waiting_customer]}\n";

static void test_missing_times(void **unused) {
    (void)unused;
    struct asked q = ask(
        "targets:\n  - {id: t, name: 响应, clause: c1, on: incident, from: reported_at, to: responded_at,\n"
        "     within: 30min}\n",
        INCIDENTS "A,pacs,P1,gone,2025-03-05 08:00,,,,\nB,pacs,P1,open,2025-06-30 23:50,,,,\n", NULL, NULL);
    const char *text = json(&q, "target/t/A");
    need(text, "“响应时间” is not recorded, and the limit ended at 2025-03-05 08:30.");
    need(text, "\"running_s\": 1800}");
    need(text, "\"key\": \"missing_time\"");
    need(text, "may end it: not recorded");
    text = json(&q, "target/t/B");
    need(text, "Not done yet; due at 2025-07-01 00:20.");
    need_not(text, "\"key\": \"missing_time\"");
    done(&q);
}

static void test_reopened(void **unused) {
    (void)unused;
    static const struct {
        const char *method, *told;
    } cases[] = {
        {"method: {on_reopen: continue}\n", "\"what\": \"closed\""},
        {"method: {on_reopen: first_close}\n", "1 h ≤ 2 h"},
        {"method: {on_reopen: new_cycle}\n",
         "The clock begins at 2025-03-05 12:00, when the incident was reopened (records/event.csv:3)."},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct asked q =
            ask(str_z(a, str_fmt(a, "%s%s", cases[i].method, restore)),
                INCIDENTS "A,pacs,P1,one,2025-03-05 08:00,,2025-03-05 12:30,,\n",
                EVENTS "A,restore,2025-03-05 09:00,,,,,\nA,reopen,2025-03-05 12:00,,,,,\n", NULL);
        const char *text = json(&q, "target/t/A");
        need(text, cases[i].told);
        need(text, "\"key\": \"on_reopen\"");
        done(&q);
    }
    arena_free(a);
}

static void test_unlisted_pause(void **unused) {
    (void)unused;
    struct asked q =
        ask(restore, INCIDENTS "A,pacs,P1,one,2025-03-05 08:00,,2025-03-05 11:00,,\n",
            EVENTS "A,hold,2025-03-05 09:00,waiting_vendor,,,,\nA,resume,2025-03-05 10:30,,,,,\n", NULL);
    const char *text = json(&q, "target/t/A");
    need(text, "\"applied\": false");
    need(text, "the rule does not pause for “waiting_vendor”");
    need(text, "3 h > 2 h");
    done(&q);
}

/* Raised from P2 to P1 at 09:00: the limit of P2 had an hour to go and is replaced, that of P1 begins there. */
static void test_levels(void **unused) {
    (void)unused;
    struct asked q = ask("method: {on_level_change: each_from_change}\n"
                         "targets:\n  - {id: t, name: 恢复, clause: c1, on: incident, where: \"level = "
                         "'P1'\", from: reported_at,\n"
                         "     to: restored_at, within: 2h}\n",
                         INCIDENTS "A,pacs,P1,one,2025-03-05 08:00,,2025-03-05 10:30,,\n",
                         EVENTS "A,level,2025-03-05 09:00,,P2,P1,,\n", NULL);
    const char *text = json(&q, "target/t/A");
    need(text, "The clock begins at 2025-03-05 09:00, when the level changed (records/event.csv:2).");
    need(text, "\"key\": \"on_level_change\"");
    need(text, "1 h 30 min ≤ 2 h");
    done(&q);
}

static void test_merged(void **unused) {
    (void)unused;
    struct asked q = ask(restore,
                         INCIDENTS "A,pacs,P1,one,2025-03-05 09:00,,2025-03-05 10:30,,\n"
                                   "B,pacs,P1,same,2025-03-05 08:40,,,,A\n",
                         NULL, NULL);
    const char *text = json(&q, "target/t/A");
    need(text,
         "The clock begins at 2025-03-05 08:40, with the earliest of the reports merged into this one.");
    need(text, "{\"id\": \"B\", \"at\": \"2025-03-05 08:40:00\", \"source\": \"records/incident.csv:3\"}");
    text = json(&q, "target/t/B");
    need(text, "Merged into A as a further report of the same fault; it is judged there.");
    need(text, "{\"figure\": \"target/t/A\"}");
    done(&q);
}

static void test_exclusions(void **unused) {
    (void)unused;
    struct asked q =
        ask(restore,
            INCIDENTS "A,pacs,P1,named,2025-03-05 08:00,,2025-03-05 12:00,,\n"
                      "B,ris,P1,covered,2025-03-06 08:00,,2025-03-06 12:00,,\n"
                      "C,his,P1,in part,2025-03-07 08:00,,2025-03-07 12:00,,\n",
            NULL,
            EXCLUSIONS "M1,customer,,A,2025-03-05 08:00,2025-03-05 09:00,停电,王,说明\n"
                       "M2,planned_maintenance,ris,,2025-03-06 07:00,2025-03-06 11:00,升级,王,申请单\n"
                       "M3,planned_maintenance,his,,2025-03-07 08:30,2025-03-07 09:00,升级,王,申请单\n"
                       "M4,third_party,,C,2025-03-07 08:00,2025-03-07 12:00,厂商,王,\n");
    const char *text = json(&q, "target/t/A");
    need(text, "\"outcome\": \"exempt\"");
    need(text, "names the record: excused");
    text = json(&q, "target/t/B");
    need(text, "covers all the time allowed: excused");
    need(text, "\"source\": \"records/exclusion.csv:3\"");
    text = json(&q, "target/t/C");
    need(text, "covers a part of the time allowed only; alone it excuses nothing");
    need(text, "\"overlap_s\": 1800");
    need(text, "lacks evidence");
    need(json(&q, "exclusion/M4"), "it is not applied");
    need(json(&q, "exclusion/M1"), "{\"figure\": \"target/t/A\"}");
    done(&q);
}

/* A verdict that does not come out is not passed over. */
static void test_disagrees(void **unused) {
    (void)unused;
    struct asked q =
        ask(restore, INCIDENTS "A,pacs,P1,one,2025-03-05 08:00,,2025-03-05 09:00,,\n", NULL, NULL);
    struct stmt *s = stmt_new(q.x->store, "UPDATE target_result SET elapsed_min = 61");
    stmt_step(s);
    stmt_free(s);
    const char *text = told(&q, "target/t/A", true, LANG_EN);
    need(text, "\"agrees\": false");
    need(text, "this is a fault of lvyue");
    done(&q);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_day_by_day),     cmocka_unit_test(test_long_span),
        cmocka_unit_test(test_legal_periods),  cmocka_unit_test(test_moved_last_day),
        cmocka_unit_test(test_missing_times),  cmocka_unit_test(test_reopened),
        cmocka_unit_test(test_unlisted_pause), cmocka_unit_test(test_levels),
        cmocka_unit_test(test_merged),         cmocka_unit_test(test_exclusions),
        cmocka_unit_test(test_disagrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
