/* Accounts of figures: the forms they are told in, KPIs, outages, obligations, checks, money, and codes. */
#include "explain_fixture.h"

/* -- the forms ------------------------------------------------------------------------------------ */

static void test_wrap(void **unused) {
    (void)unused;
    struct arena *a = arena_new();
    str rest = S("二小时内恢复，并书面报告 within 2 hours");
    str first = tell_wrap(&rest, 12);
    assert_string_equal(str_z(a, first), "二小时内恢"); /* the comma may not begin a line, so 复 goes too */
    assert_string_equal(str_z(a, tell_wrap(&rest, 12)), "复，并书面报");
    assert_string_equal(str_z(a, tell_wrap(&rest, 12)), "告 within 2");
    assert_string_equal(str_z(a, tell_wrap(&rest, 12)), "hours");
    assert_int_equal(rest.n, 0);
    rest = S("unbreakable-word-longer-than-the-line");
    assert_string_equal(str_z(a, tell_wrap(&rest, 10)), "unbreakabl");
    arena_free(a);
}

static const char *tell_sample(struct arena *a, bool as_json, enum lang lang) {
    static const enum label columns[] = {L_DAY, L_COUNTED, L_SOURCE};
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    struct tell *t = tell_new(a, lang, as_json, out);
    tell_account_begin(t, S("target/t/A"), "target", S("恢复 \"A\"\n"), told_outcome(S("met")));
    tell_begin(t, L_DUE);
    tell_put(t, L_DUE_AT, told_due(day_start(day_from_ymd(2025, 3, 6)) - 1));
    tell_put(t, L_LIMIT, told_none());
    tell_end(t);
    tell_table_begin(t, L_DAYS, columns, 3);
    tell_row(t, (struct told[]){told_day(day_from_ymd(2025, 3, 5)), told_seconds(5400),
                                told_text(S("records/a.csv:2"))});
    tell_table_end(t);
    tell_table_begin(t, L_STOPS, columns, 3);
    tell_table_end(t);
    tell_account_end(t);
    fclose(out);
    const char *kept = str_z(a, (str){text, n});
    free(text);
    return kept;
}

static void test_forms(void **unused) {
    (void)unused;
    struct arena *a = arena_new();
    assert_string_equal(
        tell_sample(a, true, LANG_ZH),
        "{\n  \"figure\": \"target/t/A\",\n  \"kind\": \"target\",\n  \"title\": \"恢复 \\\"A\\\"\\u000a\",\n"
        "  \"outcome\": \"met\",\n  \"due\": {\n    \"due_at\": \"2025-03-05 23:59:59\",\n    \"limit\": "
        "null\n"
        "  },\n  \"days\": [\n    {\"day\": \"2025-03-05\", \"counted_s\": 5400, \"source\": "
        "\"records/a.csv:2\"}\n"
        "  ],\n  \"stops\": []\n}\n");
    assert_string_equal(tell_sample(a, false, LANG_ZH),
                        "target/t/A\n恢复 \"A\" ：达标\n\n到期\n  到期时点：2025-03-05 24:00\n\n逐日计算\n"
                        "  日期             计入  来源\n  2025-03-05  1小时30分  records/a.csv:2\n");
    assert_string_equal(tell_sample(a, false, LANG_EN),
                        "target/t/A\n恢复 \"A\" : met\n\ndue\n  due at: 2025-03-05 24:00\n\nday by day\n"
                        "  day            counted  source\n  2025-03-05  1 h 30 min  records/a.csv:2\n");
    arena_free(a);
}

/* -- KPIs and outages ----------------------------------------------------------------------------- */

#define KPI_TARGET                                                                                           \
    "targets:\n  - {id: t, name: 响应, clause: c1, on: incident, from: reported_at, to: responded_at, "    \
    "within: 30min}\n"

static void test_kpi_met(void **unused) {
    (void)unused;
    struct asked q = ask(
        KPI_TARGET "kpis:\n  - {id: k, name: 达标率, clause: c1, every: quarter, met: [t], at_least: 75%}\n",
        INCIDENTS "A,pacs,P1,in time,2025-01-05 08:00,2025-01-05 08:30,,,\n"
                  "B,pacs,P1,late,2025-02-05 08:00,2025-02-05 08:31,,,\n"
                  "C,pacs,P1,gone,2025-03-31 23:59,,,,\n"
                  "D,pacs,P1,next,2025-04-01 00:00,2025-04-01 00:01,,,\n",
        NULL, NULL);
    const char *text = json(&q, "kpi/k@2025Q1");
    need(text, "\"conclusion\": \"1/3 = 33.33%, demanded ≥ 75%: missed.\"");
    need(text, "1 × 100 = 100 < 3 × 75 = 225");
    need(text, "{\"figure\": \"target/t/B\", \"outcome\": \"missed\", \"elapsed_s\": 1860, \"late_s\": 60,"
               " \"source\": \"records/incident.csv:3\"}");
    need(text, "{\"outcome\": \"unproven\", \"n\": 1, \"counts_as\": \"denominator\"}");
    need(text, "{\"figure\": \"target/t@2025Q1\"}");
    need(json(&q, "kpi/k@2025Q2"), "1/1 = 100.00%, demanded ≥ 75%: met.");
    need(json(&q, "kpi/k@2025Q3"), "nothing counted to date");
    done(&q);
}

static void test_kpi_share(void **unused) {
    (void)unused;
    struct asked q = ask(
        "kpis:\n  - {id: k, name: 解决率, clause: c1, every: year, share: {of: incident,\n"
        "     where: \"restored_at is not null\", among: \"level = 'P1'\"}, at_least: 99%}\n",
        INCIDENTS "A,pacs,P1,one,2025-01-05 08:00,,2025-01-05 09:00,,\nB,pacs,P1,two,2025-02-05 08:00,,,,\n"
                  "C,pacs,P2,other,2025-02-05 08:00,,,,\n",
        NULL, NULL);
    const char *text = json(&q, "kpi/k@2025");
    need(text, "1/2 = 50.00% to date");
    need(text, "\"id\": \"B\"");
    need(text, "condition: not recorded");
    need_not(text, "\"id\": \"C\"");
    need(text, "SELECT * FROM \\\"incident\\\" WHERE");
    done(&q);
}

#define AVAILABILITY                                                                                         \
    "kpis:\n  - {id: k, name: 可用率, clause: c1, every: quarter, availability: {systems: critical,\n"    \
    "     down: \"impact = 'outage'\"}, at_least: 99%}\n"

/* pacs 08:00-10:00 (an hour excluded), ris 09:30-11:00: union 3 h, net 2 h; an outage over the end of the quarter. */
static void test_availability(void **unused) {
    (void)unused;
    struct asked q = ask(
        AVAILABILITY,
        INCIDENTS "A,pacs,P1,one,2025-03-05 08:00,,2025-03-05 10:00,outage,\n"
                  "B,ris,P1,two,2025-03-05 09:30,,2025-03-05 11:00,outage,\n"
                  "C,his,P1,not critical,2025-03-05 09:30,,2025-03-05 11:00,outage,\n"
                  "D,pacs,P1,across,2025-03-31 23:00,,2025-04-01 02:00,outage,\n",
        NULL, EXCLUSIONS "M,planned_maintenance,pacs,,2025-03-05 07:00,2025-03-05 09:00,升级,王,申请单\n");
    const char *text = json(&q, "kpi/k@2025Q1");
    need(text, "Sum of the outages (3): 4 h 30 min");
    need(text, "Less time in which several systems were down at once: 4 h 30 min − 30 min = 4 h");
    need(text, "Less exclusions: 4 h − 1 h = 3 h");
    need(text, "Time up: 2160 h − 3 h = 2157 h");
    need(text, "\"overlap_s\": 3600");
    need(text, "\"records/incident.csv:2\"");
    need(json(&q, "kpi/k@2025Q2"), "Sum of the outages (1): 2 h");
    text = json(&q, "outage/pacs/1");
    need(text, "\"gross_s\": 7200,\n    \"excluded_s\": 3600,\n    \"net_s\": 3600");
    need(text, "\"stopped\": \"08:00—09:00\", \"counted_s\": 3600");
    need(json(&q, "outage/pacs/2"), "{\"figure\": \"kpi/k@2025Q2\"}");
    done(&q);
}

/* M names A alone, but B kept the system down as well: nothing of the hour is excluded. */
static void test_shared_exclusion(void **unused) {
    (void)unused;
    struct asked q = ask(AVAILABILITY,
                         INCIDENTS "A,pacs,P1,one,2025-03-05 08:00,,2025-03-05 10:00,outage,\n"
                                   "B,pacs,P1,two,2025-03-05 08:00,,2025-03-05 10:00,outage,\n",
                         NULL, EXCLUSIONS "M,customer,,A,2025-03-05 08:00,2025-03-05 09:00,停电,王,说明\n");
    const char *text = json(&q, "outage/pacs/1");
    need(text, "Another incident without an exclusion kept the system down");
    need(text, "\"excluded_s\": 0");
    done(&q);
}

static void test_open_outage(void **unused) {
    (void)unused;
    struct asked q = ask(AVAILABILITY, INCIDENTS "A,pacs,P1,one,2025-06-30 20:00,,,outage,\n", NULL, NULL);
    need(json(&q, "outage/pacs/1"),
         "Down since 2025-06-30 20:00, no end on record: unknown time, shown apart.");
    need(json(&q, "kpi/k@2025Q2"), "Outages without a recorded end: 4 h, not in the downtime.");
    done(&q);
}

/* -- obligations, checks -------------------------------------------------------------------------- */

#define SUBMISSIONS "id,kind,title,period,submitted_at\n"

static void test_obligation(void **unused) {
    (void)unused;
    const char *rules =
        "obligations:\n"
        "  - {id: o, name: 季报, clause: c1, every: quarter, on: submission, where: \"kind = "
        "'health-report'\",\n"
        "     period: period, date: submitted_at, due: {within: 10 workdays, after: period}}\n"
        "  - {id: g, name: 宽限, clause: c1, every: month, on: submission, where: \"kind = 'nda'\",\n"
        "     date: submitted_at, due: {within: 10 days, after: period}}\n"
        "  - {id: b, name: 备份, clause: c1, every: day, on: backup_run, where: \"result = 'success'\",\n"
        "     date: finished_at}\n";
    const char *files[] = {"records/submission.csv",
                           SUBMISSIONS
                           "S1,health-report,一季度,2025Q1,2025-04-16\nS2,nda,保密,2025Q1,2025-03-01\n"
                           "S3,nda,保密,,2025-03-06\n",
                           "records/backup_run.csv",
                           "id,job,kind,started_at,finished_at,result\n"
                           "B1,数据库,full,2025-02-01 01:00,2025-02-01 02:00,success\n"
                           "B2,数据库,full,2025-02-02 01:00,,failed\n",
                           NULL};
    struct asked q = ask_on("2025-06-30", rules, files);
    const char *text = json(&q, "obligation/o@2025Q1");
    need(text, "\"conclusion\": \"1 of 1, complete only at 2025-04-16; due 2025-04-15 24:00.\"");
    need(text, "\"timing\": \"late\"");
    need(text, "counts for this period, after it was due");
    need(text, "\"weekday\": \"Tue\", \"day_kind\": null, \"number\": 10}");
    need_not(text, "\"id\": \"S2\"");
    /* both dated in March: the first makes up for February, the second counts for March itself */
    text = json(&q, "obligation/g@2025-02");
    need(text, "\"id\": \"S2\"");
    need_not(text, "\"id\": \"S3\"");
    need(json(&q, "obligation/g@2025-03"), "\"id\": \"S3\"");
    need(json(&q, "obligation/b@2025-02-01"), "\"id\": \"B1\"");
    text = json(&q, "obligation/b@2025-02-02");
    need(text, "\"timing\": \"missing\"");
    need(text, "\"id\": \"B2\"");
    need(json(&q, "obligation/b@2025-02-03"),
         "\"searched\": [\n    {\"record_type\": \"backup_run\", \"rows\": 2");
    done(&q);
}

static void test_check(void **unused) {
    (void)unused;
    struct asked q = ask("checks:\n"
                         "  - {id: c, name: 核查, clause: c1, on: incident, where: \"level = 'P1'\",\n"
                         "     require: \"restored_at is not null and (title like 'a and b' or 1 = 0) and "
                         "responded_at <= restored_at\"}\n"
                         "  - {id: w, name: 整体, clause: c1, on: incident,\n"
                         "     require: \"level between 'P1' and 'P2'\"}\n",
                         INCIDENTS "A,pacs,P1,a and b,2025-03-05 08:00,,2025-03-05 10:00,,\n", NULL, NULL);
    const char *text = json(&q, "check/c/A");
    need(text, "{\"outcome\": \"met\", \"condition\": \"restored_at is not null\"}");
    need(text, "{\"outcome\": \"met\", \"condition\": \"(title like 'a and b' or 1 = 0)\"}");
    need(text, "{\"outcome\": \"unproven\", \"condition\": \"responded_at <= restored_at\"}");
    need(text, "\"column\": \"responded_at\"");
    need(json(&q, "check/w/A"), "\"condition\": \"level between 'P1' and 'P2'\"}");
    done(&q);
}

/* -- money ---------------------------------------------------------------------------------------- */

/* Q1 missed: 2 % of 486,000.00 = 9,720.00; the first payment of 1 % cannot carry all of it. */
static void test_money(void **unused) {
    (void)unused;
    struct asked q = ask(
        KPI_TARGET "kpis:\n  - {id: k, name: 达标率, clause: c1, every: quarter, met: [t], at_least: 95%}\n"
                   "deductions:\n  - {id: x, name: 扣款, clause: c1, for: [k], percent: 2}\n"
                   "payments:\n  - {id: p1, name: 首付, clause: c1, percent: 1, due: {at: 50% of term}}\n"
                   "  - {id: p2, name: 尾款, clause: c1, percent: 99, due: {at: end}, requires: [k, nda]}\n",
        INCIDENTS "A,pacs,P1,late,2025-02-05 08:00,2025-02-05 08:31,,,\n", NULL, NULL);
    const char *text = json(&q, "deduction/x@2025Q1");
    need(text, "486,000.00 × 2% = 9,720.00");
    need(text, "to date: CNY 0.00 + CNY 9,720.00 = CNY 9,720.00");
    need(text, "\"amount_words\": \"玖仟柒佰贰拾元整\"");
    need(text, "达标率: 0/1 = 0.00%, demanded ≥ 95%");
    need(text, "\"source\": \"records/incident.csv:2\"");
    text = json(&q, "deduction/x@2025Q2");
    need(text, "Nothing was deducted for the period.");
    need(text, "{\"figure\": \"kpi/k@2025Q2\", \"value\": \"nothing counted\"");
    text = json(&q, "deduction@2025Q1");
    need(text, "\"id\": \"x\"");
    need(text, "\"running_fen\": 972000");
    text = json(&q, "payment/p1");
    need(text,
         "364 days after the first day, 2025-01-01; 50% of them, cut, are 182 days: due on 2025-07-02.");
    need(text, "Of CNY 9,720.00, this payment can carry CNY 4,860.00; CNY 4,860.00 go to the next.");
    text = json(&q, "payment/p2");
    need(text, "Left over by earlier payments: CNY 4,860.00");
    need(text, "still missing: k、nda");
    need(text, "{\"figure\": \"kpi/k@2025Q1\", \"at\": null, \"outcome\": \"missed\"");
    done(&q);
}

/* -- codes ---------------------------------------------------------------------------------------- */

static void test_codes(void **unused) {
    (void)unused;
    struct asked q = ask(
        KPI_TARGET "kpis:\n  - {id: k, name: 达标率, clause: c1, every: quarter, met: [t], at_least: 95%}\n",
        INCIDENTS "A,pacs,P1,one,2025-02-05 08:00,2025-02-05 08:31,,,\n"
                  "B,pacs,P1,two,2025-05-05 08:00,2025-05-05 08:01,,,\n",
        NULL, NULL);
    const char *text = told(&q, "kpi@2025H1", true, LANG_EN);
    need(
        text,
        "{\"figure\": \"kpi/k@2025Q1\", \"name\": \"达标率\", \"outcome\": \"missed\", \"value\": \"0.00%\"");
    need(text, "kpi/k@2025Q2");
    need_not(text, "kpi/k@2025Q3");
    text = told(&q, "target/t@2025Q1", true, LANG_EN);
    need(text, "target/t/A");
    need_not(text, "target/t/B");
    need(told(&q, "target/t", true, LANG_EN), "target/t/B");
    need(told(&q, "outage", false, LANG_EN), "There is none.");
    need(told(&q, "# a comment\n\nkpi/k@2025Q1\ntarget/t/A\n", true, LANG_EN), "\"figure\": \"target/t/A\"");
    done(&q);
}

static void test_unknown(void **unused) {
    (void)unused;
    static const char *const codes[] = {
        "kpi/kk@2025Q1", "kpi/k@2025Q9", "target/t/Z",       "target/none", "kpi@never",
        "kpi/",          "kpi//",        "kpi/k@",           "@",           "",
        "outage/pacs/1", "nothing",      "target/t/A@2025Q1"};
    struct asked q = ask(
        KPI_TARGET "kpis:\n  - {id: k, name: 达标率, clause: c1, every: quarter, met: [t], at_least: 95%}\n",
        INCIDENTS "A,pacs,P1,one,2025-02-05 08:00,2025-02-05 08:31,,,\n", NULL, NULL);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        size_t before = diags_errors(q.d);
        assert_string_equal(told(&q, codes[i], true, LANG_EN), "");
        if (diags_errors(q.d) != before + 1)
            fail_msg("'%s' was answered", codes[i]);
    }
    char *text = NULL;
    size_t n = 0;
    FILE *to = open_memstream(&text, &n);
    diags_print(q.d, to);
    fclose(to);
    need(text, "no figure 'kpi/kk@2025Q1'; did you mean 'kpi/k@2025Q1'? [unknown-figure]");
    free(text);
    judged_close(q.x);
}

/* Both forms, in both languages, no line wider than a terminal. */
static void test_width(void **unused) {
    (void)unused;
    struct asked q =
        ask(office,
            INCIDENTS
            "A,pacs,P1,故障现象的名称可以写得很长很长，长到一行之内无论如何也放不下的程度为止再多写几个字,"
            "2025-04-30 17:00,,2025-05-06 14:00,,\n",
            EVENTS "A,hold,2025-05-06 09:00,waiting_customer,,,王一、李二、张三、赵四、钱五、孙六,"
                   "一份名称很长的、经三方签字确认并存档的现场交接记录表第一号附件\n",
            NULL);
    for (int lang = LANG_EN; lang <= LANG_ZH; lang++) {
        str rest = str_from(told(&q, "target/t/A", false, (enum lang)lang)), line;
        while (str_cut(&rest, '\n', &line))
            if (utf8_columns(line) > TELL_WIDTH)
                fail_msg("%zu columns: %.*s", utf8_columns(line), STR_ARG(line));
    }
    done(&q);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrap),         cmocka_unit_test(test_forms),
        cmocka_unit_test(test_kpi_met),      cmocka_unit_test(test_kpi_share),
        cmocka_unit_test(test_availability), cmocka_unit_test(test_shared_exclusion),
        cmocka_unit_test(test_open_outage),  cmocka_unit_test(test_obligation),
        cmocka_unit_test(test_check),        cmocka_unit_test(test_money),
        cmocka_unit_test(test_codes),        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
