/* The holiday file: what is loaded from the real one, and every fault of a wrong one. */
#include <stdio.h>
#include <unistd.h>

#include "calendar_fixture.h"
#include "calendar_oracle.h"
#include "diag_shown.h"

static void test_real_years(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct holidays *h = fixture_holidays(a);
    const int *years;
    assert_true(holidays_years(h, &years) >= 4);
    assert_int_equal(years[0], 2023);
    assert_true(holidays_has_year(h, 2025));
    assert_false(holidays_has_year(h, 2022));
    assert_false(holidays_has_year(h, years[0] + (int)holidays_years(h, &years)));
    assert_true(str_eqz(holidays_notice(h, 2023), "国办发明电〔2022〕16号"));
    assert_true(str_eqz(holidays_notice(h, 2024), "国办发明电〔2023〕7号"));
    assert_true(str_eqz(holidays_notice(h, 2025), "国办发明电〔2024〕12号"));
    assert_true(str_eqz(holidays_notice(h, 2026), "国办发明电〔2025〕7号"));
    assert_int_equal(holidays_notice(h, 2022).n, 0);
    assert_int_equal(holidays_notice_day(h, 2025), on_day("2024-11-12"));
    assert_int_equal(holidays_notice_day(h, 2022), CALENDAR_NO_DAY);
    arena_free(a);
}

/* Each day of four years against the list written out in the oracle. */
static void test_every_day(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct holidays *h = fixture_holidays(a);
    int32_t first = on_day("2023-01-01");
    int off = 0, work = 0;
    for (int i = 0; i < ORACLE_DAYS; i++) {
        bool is_off = oracle_listed(oracle_off, sizeof oracle_off / sizeof *oracle_off, i);
        bool is_work = oracle_listed(oracle_work, sizeof oracle_work / sizeof *oracle_work, i);
        enum holiday_kind kind = holidays_kind(h, first + i);
        assert_int_equal(kind, is_off ? HOLIDAY_OFF : is_work ? HOLIDAY_WORK : HOLIDAY_NONE);
        assert_int_equal(holidays_name(h, first + i).n > 0, is_off);
        assert_int_equal(holidays_makeup_name(h, first + i).n > 0, is_work);
        off += is_off;
        work += is_work;
    }
    assert_int_equal(off, 115);
    assert_int_equal(work, 26);
    arena_free(a);
}

static void test_names(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct holidays *h = fixture_holidays(a);
    assert_true(str_eqz(holidays_name(h, on_day("2025-10-01")), "国庆节、中秋节"));
    assert_true(str_eqz(holidays_name(h, on_day("2025-01-28")), "春节"));
    assert_true(str_eqz(holidays_makeup_name(h, on_day("2025-01-26")), "春节"));
    assert_int_equal(holidays_name(h, on_day("2025-01-26")).n, 0);
    assert_int_equal(holidays_name(h, on_day("2022-12-31")).n, 0); /* of a year that is not loaded */
    arena_free(a);
}

/* -- wrong files ------------------------------------------------------------------------------------ */

static const char *load_wrong(struct arena *a, const char *text) {
    char path[] = "/tmp/lvyue-holidays-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    struct diags *d = diags_new(a, LANG_EN);
    assert_null(holidays_load(a, d, str_dup(a, str_from(path))));
    unlink(path);
    const char *shown = diag_shown(a, d);
    return shown + strlen(path);
}

#define YEAR(y, off, work)                                                                                   \
    "  - {year: " #y ", notice: n, date: 2024-11-12, off: [" off "], work: [" work "]}\n"
#define NEW_YEAR "{name: 元旦, from: 2025-01-01, to: 2025-01-01}"

static void test_faults(void **state) {
    (void)state;
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"years: []\n", ":1:1: error: key 'years' is missing in holidays [missing-key]\n"},
        {"years:\n" YEAR(2025, NEW_YEAR, "") YEAR(2027, "{name: x, from: 2027-01-01, to: 2027-01-01}", ""),
         ":3:12: error: year 2027 does not follow 2025 [holiday-order]\n"},
        {"years:\n" YEAR(2025, NEW_YEAR, "") YEAR(2025, NEW_YEAR, ""),
         ":3:12: error: year 2025 does not follow 2025 [holiday-order]\n"},
        {"years:\n" YEAR(99999999, NEW_YEAR, ""),
         ":2:12: error: 'year' takes a year from 1949 to 9998, found '99999999' [wrong-value]\n"},
        {"years:\n" YEAR(2025, "{name: 元旦, from: 2025-01-03, to: 2025-01-01}", ""),
         ":2:53: error: holiday '元旦' ends before it begins [holiday-span]\n"},
        {"years:\n" YEAR(2025, "{name: 元旦, from: 2024-01-01, to: 2024-01-01}", ""),
         ":2:70: error: 2024-01-01 lies outside 2025 [holiday-outside]\n"},
        {"years:\n" YEAR(2025, NEW_YEAR "," NEW_YEAR, ""),
         ":2:98: error: 2025-01-01 is given twice [holiday-twice]\n"},
        {"years:\n" YEAR(2025, NEW_YEAR, "{day: 2025-01-06, for: 元旦}"),
         ":2:113: error: make-up workday 2025-01-06 is no Saturday or Sunday [holiday-weekday]\n"},
        {"years:\n" YEAR(2025, NEW_YEAR, "{day: 2026-01-04, for: 元旦}"),
         ":2:113: error: 2026-01-04 lies outside 2025 [holiday-outside]\n"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(load_wrong(a, cases[i].text), cases[i].shown);
    arena_free(a);
}

static void test_missing_file(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct diags *d = diags_new(a, LANG_EN);
    assert_null(holidays_load(a, d, S("/nonexistent/holidays.yaml")));
    assert_int_equal(diags_count_of(d, DIAG_FILE_MISSING), 1);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_real_years), cmocka_unit_test(test_every_day),    cmocka_unit_test(test_names),
        cmocka_unit_test(test_faults),     cmocka_unit_test(test_missing_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
