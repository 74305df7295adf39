/* Unit tests for util/civil.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "util/civil.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static void assert_text(str got, const char *want) {
    assert_string_equal(got.p, want);
    assert_int_equal(got.n, strlen(want));
}

static int32_t day_of(const char *text) {
    int64_t t = 0;
    bool has_time = true;
    assert_true(civil_parse(str_from(text), S(""), &t, &has_time));
    assert_false(has_time);
    return civil_day(t);
}

static struct term term_of(const char *from, const char *last, bool contract) {
    return (struct term){day_of(from), day_of(last) + 1, contract};
}

static void days_count_from_1970(void **state) {
    (void)state;
    assert_int_equal(day_from_ymd(1970, 1, 1), 0);
    assert_int_equal(day_from_ymd(1969, 12, 31), -1);
    assert_int_equal(day_from_ymd(2000, 3, 1), 11017);
    assert_int_equal(day_from_ymd(1, 1, 1), -719162);
    int y, m, d, last_y = 1, last_m = 1, last_d = 0;
    for (int32_t day = day_from_ymd(1, 1, 1); day <= day_from_ymd(9999, 12, 31); day++) {
        day_to_ymd(day, &y, &m, &d);
        bool next_day = y == last_y && m == last_m && d == last_d + 1;
        bool next_month = d == 1 && !ymd_valid(last_y, last_m, last_d + 1) &&
                          (last_m == 12 ? m == 1 && y == last_y + 1 : m == last_m + 1 && y == last_y);
        if (!(next_day || next_month) || day_from_ymd(y, m, d) != day)
            fail_msg("%04d-%02d-%02d follows %04d-%02d-%02d", y, m, d, last_y, last_m, last_d);
        last_y = y;
        last_m = m;
        last_d = d;
    }
}

static void valid_dates(void **state) {
    (void)state;
    assert_true(ymd_valid(2024, 2, 29));
    assert_true(ymd_valid(2000, 2, 29));
    assert_false(ymd_valid(1900, 2, 29));
    assert_false(ymd_valid(2025, 2, 29));
    assert_false(ymd_valid(2025, 13, 1));
    assert_false(ymd_valid(2025, 0, 1));
    assert_false(ymd_valid(2025, 4, 31));
    assert_false(ymd_valid(2025, 1, 0));
    assert_false(ymd_valid(0, 1, 1));
    assert_false(ymd_valid(10000, 1, 1));
}

static void weekdays(void **state) {
    (void)state;
    assert_int_equal(day_weekday(0), 4);
    assert_int_equal(day_weekday(-4), 7);
    assert_int_equal(day_weekday(-3), 1);
    assert_int_equal(day_weekday(day_of("2025-03-05")), 3);
}

static void months_are_added(void **state) {
    (void)state;
    assert_int_equal(day_add_months(day_of("2025-01-31"), 1), day_of("2025-02-28"));
    assert_int_equal(day_add_months(day_of("2024-01-31"), 1), day_of("2024-02-29"));
    assert_int_equal(day_add_months(day_of("2025-03-05"), 12), day_of("2026-03-05"));
    assert_int_equal(day_add_months(day_of("2025-03-31"), -1), day_of("2025-02-28"));
    assert_int_equal(day_add_months(day_of("2025-03-05"), -15), day_of("2023-12-05"));
    assert_int_equal(day_add_months(day_of("2025-12-31"), 0), day_of("2025-12-31"));
}

static void moments(void **state) {
    (void)state;
    assert_int_equal(civil_day(-1), -1);
    assert_int_equal(civil_day(-DAY_SECONDS), -1);
    assert_int_equal(civil_day(DAY_SECONDS - 1), 0);
    assert_int_equal(day_start(2), 172800);
    struct arena *a = arena_new();
    assert_text(civil_text(a, day_start(day_of("2025-03-05")) + 8 * 3600 + 30 * 60 + 9),
                "2025-03-05 08:30:09");
    assert_text(civil_text(a, -1), "1969-12-31 23:59:59");
    assert_text(civil_text(a, CIVIL_NONE), "");
    assert_text(civil_text_day(a, day_of("0987-06-05")), "0987-06-05");
    assert_text(civil_text_zh(a, day_of("2025-03-05")), "2025年3月5日");
    arena_free(a);
}

static void durations(void **state) {
    (void)state;
    struct arena *a = arena_new();
    assert_text(duration_text(a, 0), "0分");
    assert_text(duration_text(a, 60), "1分");
    assert_text(duration_text(a, 93900), "1天2小时5分");
    assert_text(duration_text(a, 65), "1分5秒");
    assert_text(duration_text(a, 7200), "2小时");
    assert_text(duration_text(a, 86430), "1天30秒");
    assert_text(duration_text(a, -90), "-1分30秒");
    assert_text(duration_text(a, INT64_MAX), "106751991167300天15小时30分7秒");
    assert_text(duration_text(a, CIVIL_NONE), "");
    arena_free(a);
}

static void written_forms_are_read(void **state) {
    (void)state;
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"2025-03-05 08:30", "2025-03-05 08:30:00"},
        {"2025-03-05 08:30:15", "2025-03-05 08:30:15"},
        {"2025/3/5 8:30", "2025-03-05 08:30:00"},
        {"2025.3.5 8:30", "2025-03-05 08:30:00"},
        {"2025年3月5日 8时30分", "2025-03-05 08:30:00"},
        {"2025年3月5日8时30分7秒", "2025-03-05 08:30:07"},
        {"2025年03月05日08:30", "2025-03-05 08:30:00"},
        {"2025年3月5号8点5分", "2025-03-05 08:05:00"},
        {"2025年3月5日 8时", "2025-03-05 08:00:00"},
        {"2025-03-05T08:30", "2025-03-05 08:30:00"},
        {"2025-03-05  08:30", "2025-03-05 08:30:00"},
        {"２０２５－０３－０５　０８：３０", "2025-03-05 08:30:00"},
        {"2025-3-5 8：30：00", "2025-03-05 08:30:00"},
        {"　2025-03-05 08:30 ", "2025-03-05 08:30:00"},
        {"2025-12-31 24:00", "2026-01-01 00:00:00"},
        {"2024-02-29 23:59:59", "2024-02-29 23:59:59"},
        {"2025-03-05", "2025-03-05 00:00:00"},
        {"2025年3月5日", "2025-03-05 00:00:00"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t t = 1;
        bool has_time = false;
        if (!civil_parse(str_from(cases[i].text), S(""), &t, &has_time))
            fail_msg("not read: %s", cases[i].text);
        assert_text(civil_text(a, t), cases[i].want);
        assert_int_equal(has_time, i + 2 < COUNT(cases));
    }
    arena_free(a);
}

static void wrong_times(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "",
        "2025-02-30",
        "2025-13-01",
        "2025-00-10",
        "2025-03-05 25:00",
        "2025-03-05 24:01",
        "2025-03-05 08:60",
        "2025-03-05 08:30:60",
        "2025-03-05 08:30x",
        "2025-03-05 08:30:00 +08:00",
        "2025-03-05 8:5",
        "2025-03-05 08:",
        "2025-03-05 08",
        "2025-03-0508:30",
        "2025-03-05TT08:30",
        "2025-03/05",
        "25-03-05",
        "2025-03",
        "2025y3m5d",
        "2025年3月5",
        "03/05/2025",
        "20250305",
        "45721.35",
        "today",
        "2025-03-05 08:30:00.000000000000000000000000000",
        "\xFF",
    };
    int64_t t = 7;
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (civil_parse(str_from(wrong[i]), S(""), &t, NULL))
            fail_msg("read: %s", wrong[i]);
    assert_int_equal(t, 7);
}

static void formats_are_followed(void **state) {
    (void)state;
    static const struct {
        const char *text, *fmt, *want;
    } cases[] = {
        {"05.03.2025 08h30", "%d.%m.%Y %Hh%M", "2025-03-05 08:30:00"},
        {"20250305083001", "%Y%m%d%H%M%S", "2025-03-05 08:30:01"},
        {"3/5/25", "%m/%d/%y", "2025-03-05 00:00:00"},
        {"1-2-70", "%d-%m-%y", "1970-02-01 00:00:00"},
        {"2025年3月5日", "%Y年%m月%d日", "2025-03-05 00:00:00"},
        {"100%2025-03-05", "100%%%Y-%m-%d", "2025-03-05 00:00:00"},
        {"2025-03-05", "%m/%d/%Y", NULL},
        {"2025-03-05 08:30", "%Y-%m-%d", NULL},
        {"2025-03-05", "%Y-%m-%d %H:%M", NULL},
        {"2025-03-05", "%Y-%m-%d%", NULL},
        {"2025-03-05x", "%Y-%m-%d%x", NULL},
        {"03-05", "%m-%d", NULL}, /* no year */
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t t = 0;
        bool read = civil_parse(str_from(cases[i].text), str_from(cases[i].fmt), &t, NULL);
        assert_int_equal(read, cases[i].want != NULL);
        if (read)
            assert_text(civil_text(a, t), cases[i].want);
    }
    arena_free(a);
}

static void assert_periods(struct term t, enum freq f, const char *want) {
    struct arena *a = arena_new();
    struct period *list;
    struct sb b = {.a = a};
    size_t n = period_list(a, t, f, &list);
    int32_t day = t.from;
    for (size_t i = 0; i < n; i++) {
        struct period p;
        sb_fmt(&b, "%s%s", i ? " " : "", list[i].label);
        assert_int_equal(list[i].from, day); /* without gaps, clipped to the term */
        assert_true(list[i].to > list[i].from);
        assert_int_equal(list[i].freq, f);
        day = list[i].to;
        assert_true(period_parse(t, str_from(list[i].label), &p));
        assert_int_equal(p.from, list[i].from);
        assert_int_equal(p.to, list[i].to);
        assert_string_equal(p.label, list[i].label);
    }
    assert_text(sb_str(&b), want);
    assert_int_equal(day, n ? t.to : t.from);
    arena_free(a);
}

static void calendar_periods(void **state) {
    (void)state;
    struct term t = term_of("2024-11-15", "2025-07-14", false);
    assert_periods(t, FREQ_YEAR, "2024 2025");
    assert_periods(t, FREQ_HALF, "2024H2 2025H1 2025H2");
    assert_periods(t, FREQ_QUARTER, "2024Q4 2025Q1 2025Q2 2025Q3");
    assert_periods(t, FREQ_MONTH, "2024-11 2024-12 2025-01 2025-02 2025-03 2025-04 2025-05 2025-06 2025-07");
    assert_periods(t, FREQ_TERM, "contract");
    assert_periods(t, FREQ_NONE, "");
    t = term_of("2024-12-28", "2025-01-13", false);
    assert_periods(t, FREQ_WEEK, "2024-W52 2025-W01 2025-W02 2025-W03");
    assert_periods(t, FREQ_TWO_WEEKS, "2024-W52-W01 2025-W02-W03");
    t = term_of("2025-02-27", "2025-03-02", false);
    assert_periods(t, FREQ_DAY, "2025-02-27 2025-02-28 2025-03-01 2025-03-02");
    assert_periods((struct term){5, 5, false}, FREQ_DAY, "");
}

static void contract_periods(void **state) {
    (void)state;
    struct term t = term_of("2024-08-31", "2026-02-10", true);
    assert_periods(t, FREQ_YEAR, "Y1 Y2");
    assert_periods(t, FREQ_HALF, "Y1H1 Y1H2 Y2H1");
    assert_periods(t, FREQ_QUARTER, "Y1Q1 Y1Q2 Y1Q3 Y1Q4 Y2Q1 Y2Q2");
    assert_periods(term_of("2024-08-31", "2024-10-01", true), FREQ_MONTH, "2024-08 2024-09 2024-10");
    struct period p;
    assert_true(period_parse(t, S("Y1Q2"), &p));
    assert_int_equal(p.from, day_of("2024-11-30"));
    assert_int_equal(p.to, day_of("2025-02-28"));
    assert_true(period_parse(t, S("Y2"), &p));
    assert_int_equal(p.from, day_of("2025-08-31"));
    assert_int_equal(p.to, day_of("2026-02-11"));
    struct term full = term_of("2025-03-01", "2037-02-28", true);
    assert_true(period_parse(full, S("Y12Q4"), &p));
    assert_int_equal(p.to, full.to);
}

static void workdays_are_listed_as_days(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct period *list;
    assert_int_equal(period_list(a, term_of("2025-03-01", "2025-03-07", false), FREQ_WORKDAY, &list), 7);
    assert_int_equal(list[0].freq, FREQ_WORKDAY);
    assert_string_equal(list[6].label, "2025-03-07");
    arena_free(a);
}

static void wrong_labels(void **state) {
    (void)state;
    struct term calendar = term_of("2025-01-10", "2025-12-31", false);
    struct term contract = term_of("2025-01-10", "2025-12-31", true);
    static const char *const wrong[] = {
        "",         "2024",     "2026Q1",       "2025Q0",       "2025Q5",   "2025H3",  "2025-13", "2025-00",
        "2025-W00", "2025-W53", "2025-02-29",   "2025-01-09",   "2025q1",   "2025Q1 ", "2025Q12", "Y1Q1",
        "Y1",       "Contract", "2025-W10-W12", "2025-W03-W04", "20250101", "0000",    "2025-1",  "term"};
    struct period p;
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (period_parse(calendar, str_from(wrong[i]), &p))
            fail_msg("read: %s", wrong[i]);
    assert_true(period_parse(calendar, S("2025-W02-W03"), &p));
    static const char *const not_contract[] = {"2025", "2025Q1", "2025H1", "Y0",  "Y1Q5",
                                               "Y2",   "Y99Q4",  "Y01",    "Y1H0"};
    for (size_t i = 0; i < COUNT(not_contract); i++)
        if (period_parse(contract, str_from(not_contract[i]), &p))
            fail_msg("read: %s", not_contract[i]);
}

static void periods_in_words(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"2025", "2025年度"},
        {"2025H1", "2025年上半年"},
        {"2025H2", "2025年下半年"},
        {"2025Q1", "2025年第一季度"},
        {"2025Q4", "2025年第四季度"},
        {"2025-03", "2025年3月"},
        {"2025-W09", "2025年第9周"},
        {"2025-W09-W10", "2025年第9、10周"},
        {"2025-03-05", "2025年3月5日"},
        {"contract", "合同期"},
        {"Y1", "合同第一年"},
        {"Y1Q1", "合同第一年第一季度"},
        {"Y2H2", "合同第二年下半年"},
        {"Y10", "合同第十年"},
        {"Y12Q3", "合同第十二年第三季度"},
        {"Y21", "合同第二十一年"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct period p = {0};
        memcpy(p.label, cases[i][0], strlen(cases[i][0]));
        assert_text(period_text_zh(a, &p), cases[i][1]);
    }
    arena_free(a);
}

static void frequencies(void **state) {
    (void)state;
    for (enum freq f = FREQ_DAY; f < FREQ__MAX; f++) {
        enum freq back = FREQ_NONE;
        assert_true(freq_parse(freq_name(f), &back));
        assert_int_equal(back, f);
        assert_true(freq_text_zh(f).n > 0 && utf8_valid(freq_text_zh(f)));
        assert_int_equal(freq_text_zh(f).n, strlen(freq_text_zh(f).p));
    }
    enum freq f;
    assert_false(freq_parse(S(""), &f));
    assert_false(freq_parse(S("months"), &f));
    assert_int_equal(freq_name(FREQ_NONE).n, 0);
    assert_text(freq_text_zh(FREQ_QUARTER), "每季度");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_count_from_1970),
        cmocka_unit_test(valid_dates),
        cmocka_unit_test(weekdays),
        cmocka_unit_test(months_are_added),
        cmocka_unit_test(moments),
        cmocka_unit_test(durations),
        cmocka_unit_test(written_forms_are_read),
        cmocka_unit_test(wrong_times),
        cmocka_unit_test(formats_are_followed),
        cmocka_unit_test(calendar_periods),
        cmocka_unit_test(contract_periods),
        cmocka_unit_test(workdays_are_listed_as_days),
        cmocka_unit_test(wrong_labels),
        cmocka_unit_test(periods_in_words),
        cmocka_unit_test(frequencies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
