/* Numbers of a spreadsheet: which formats are dates, what serials and numbers say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "records/number_format.h"

static const char *shown(struct arena *a, double v, const char *code, bool from_1904) {
    struct raw_cell c;
    bool kept = number_cell(a, v, number_format_of_code(str_from(code)), from_1904, &c);
    static const char *const kinds[] = {"text", "number", "moment"};
    return str_z(a, str_fmt(a, "%s %.*s%s", kinds[c.kind], STR_ARG(c.text), kept ? "" : " lost"));
}

static void formats_that_are_dates(void **state) {
    static const struct {
        const char *code;
        unsigned shows;
    } cases[] = {{"General", 0},
                 {"0.00", 0},
                 {"0.00E+00", 0},
                 {"#,##0.00;[Red]-#,##0.00", 0},
                 {"\"dd\"0", 0},
                 {"[$-804]0", 0},
                 {"_(* #,##0_);_(* \\(#,##0\\)", 0},
                 {"yyyy-mm-dd", SHOWS_DATE},
                 {"yyyy\"年\"m\"月\"d\"日\"", SHOWS_DATE},
                 {"[$-804]yyyy\"年\"m\"月\";@", SHOWS_YEAR | SHOWS_MONTH},
                 {"m/d/yy h:mm", SHOWS_DATE | SHOWS_HOUR | SHOWS_MINUTE},
                 {"h:mm", SHOWS_HOUR | SHOWS_MINUTE},
                 {"mm:ss", SHOWS_MINUTE | SHOWS_SECOND},
                 {"h:mm:ss AM/PM", SHOWS_TIME},
                 {"[h]:mm", SHOWS_HOUR | SHOWS_MINUTE | SHOWS_ELAPSED},
                 {"上午/下午h\"时\"mm\"分\"", SHOWS_HOUR | SHOWS_MINUTE},
                 {"yyyy/m/d\\ hh:mm:ss", SHOWS_DATE | SHOWS_TIME},
                 {"[DBNum1]yyyy\"年\"m\"月\"d\"日\"", SHOWS_DATE}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct number_format f = number_format_of_code(str_from(cases[i].code));
        if (f.shows != cases[i].shows)
            fail_msg("%s shows %u, wanted %u", cases[i].code, f.shows, cases[i].shows);
    }
}

static void serials(void **state) {
    struct arena *a = arena_new();
    (void)state;
    assert_string_equal(shown(a, 45721.354166666664, "yyyy-mm-dd hh:mm", false),
                        "moment 2025-03-05 08:30:00");
    assert_string_equal(shown(a, 44259.354166666664, "yyyy-mm-dd hh:mm", true), "moment 2025-03-05 08:30:00");
    assert_string_equal(shown(a, 45721.999994, "yyyy-mm-dd", false), "moment 2025-03-05 23:59:59");
    assert_string_equal(shown(a, 45721.9999999, "yyyy-mm-dd", false), "moment 2025-03-06");
    assert_string_equal(shown(a, 45721, "yyyy-mm", false), "moment 2025-03");
    assert_string_equal(shown(a, 1, "yyyy-mm-dd", false), "moment 1900-01-01");
    assert_string_equal(shown(a, 59, "yyyy-mm-dd", false), "moment 1900-02-28");
    assert_string_equal(shown(a, 60, "yyyy-mm-dd", false), "number 60"); /* 29 February 1900 */
    assert_string_equal(shown(a, 61, "yyyy-mm-dd", false), "moment 1900-03-01");
    assert_string_equal(shown(a, 2958465, "yyyy-mm-dd", false), "moment 9999-12-31");
    assert_string_equal(shown(a, 2958466, "yyyy-mm-dd", false), "number 2958466");
    assert_string_equal(shown(a, -1, "yyyy-mm-dd", false), "number -1");
    assert_string_equal(shown(a, 0.33125, "h:mm", false), "moment 07:57:00");
    assert_string_equal(shown(a, 0, "yyyy-mm-dd", false),
                        "number 0"); /* what a link to an empty cell gives */
    assert_string_equal(shown(a, 1.5, "[h]:mm", false), "text 36:00:00");
    arena_free(a);
}

static void every_minute_is_exact(void **state) {
    struct arena *a = arena_new();
    struct number_format f = number_format_of_code(S("yyyy-mm-dd hh:mm"));
    int64_t first = day_start(day_from_ymd(2025, 3, 5));
    (void)state;
    for (int i = 0; i < 24 * 3600; i += 7) {
        struct raw_cell c;
        number_cell(a, 45721 + i / 86400.0, f, false, &c);
        assert_int_equal(c.moment.t, first + i);
    }
    arena_free(a);
}

static void numbers(void **state) {
    struct arena *a = arena_new();
    (void)state;
    assert_string_equal(shown(a, 0.1 + 0.2, "General", false), "number 0.3");
    assert_string_equal(shown(a, 1.0 / 3, "0.0", false), "number 0.333333333333");
    assert_string_equal(shown(a, 123456789012345, "0", false), "number 123456789012345");
    assert_string_equal(shown(a, 1e15, "0", false), "number 1000000000000000 lost");
    assert_string_equal(shown(a, -0.05, "0", false), "number -0.05");
    assert_string_equal(shown(a, 1e-13, "0", false), "number 0");
    assert_string_equal(shown(a, 0.998, "0.0%", false), "text 99.8%");
    assert_string_equal(shown(a, 42, "00000", false), "number 00042");
    assert_string_equal(shown(a, 1e20, "h:mm", false), "number 100000000000000000000 lost");
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(formats_that_are_dates), cmocka_unit_test(serials),
                                       cmocka_unit_test(every_minute_is_exact), cmocka_unit_test(numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
