#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "document/values.h"

static struct arena *a;

#define INT(n) ((struct value){.kind = VALUE_INT, .i = (n)})
#define REAL(x) ((struct value){.kind = VALUE_REAL, .r = (x)})
#define TEXT(z) ((struct value){.kind = VALUE_TEXT, .text = str_from(z)})
#define NONE ((struct value){.kind = VALUE_NULL})

static void check(struct value v, enum value_format format, const char *expected) {
    assert_string_equal(str_z(a, value_text(a, v, format)), expected);
}

static void test_null_is_a_dash(void **state) {
    (void)state;
    for (int f = 0; f < FORMAT__MAX; f++)
        check(NONE, (enum value_format)f, "—");
    assert_string_equal(str_z(a, value_plain(a, NONE)), "—");
}

static void test_text(void **state) {
    (void)state;
    check(TEXT("P1"), FORMAT_TEXT, "P1");
    check(INT(-7), FORMAT_TEXT, "-7");
    check(REAL(0.1), FORMAT_TEXT, "0.1");
    check(REAL(1.0), FORMAT_NUMBER, "1");
    check(REAL(1.0 / 3), FORMAT_NUMBER, "0.3333333333333333");
    check(REAL(1e300 * 1e300), FORMAT_NUMBER, "—");
    check(INT(INT64_MIN), FORMAT_INT, "-9223372036854775808");
}

/* Cut, never rounded across the limit: 99.951 % must not print as 100 %. */
static void test_percent(void **state) {
    (void)state;
    check(REAL(0.99896), FORMAT_PERCENT, "99.89%");
    check(REAL(0.9999), FORMAT_PERCENT, "99.99%"); /* 0.9999 * 100 is 99.98999999999999 in binary */
    check(REAL(0.99999999), FORMAT_PERCENT, "99.99%");
    check(REAL(1.0), FORMAT_PERCENT, "100.00%");
    check(INT(1), FORMAT_PERCENT, "100.00%");
    check(INT(0), FORMAT_PERCENT, "0.00%");
    check(REAL(2.0 / 3), FORMAT_PERCENT, "66.66%");
    check(REAL(0.02), FORMAT_PERCENT, "2.00%");
    check(REAL(1e-7), FORMAT_PERCENT, "0.00%");
    check(REAL(-0.00019), FORMAT_PERCENT, "-0.01%");
    check(TEXT("0.5"), FORMAT_PERCENT, "50.00%");
    check(TEXT("无"), FORMAT_PERCENT, "无");
    check(REAL(1e20), FORMAT_PERCENT, "1e+20");
    for (int i = 0; i <= 10000; i++) {
        str text = value_text(a, REAL(i / 10000.0), FORMAT_PERCENT);
        str exact = percent_text(a, i, 10000, 2);
        assert_true(str_eq(text, exact));
    }
}

static void test_money(void **state) {
    (void)state;
    check(INT(123456780), FORMAT_MONEY, "1,234,567.80");
    check(INT(-5), FORMAT_MONEY, "-0.05");
    check(TEXT("x"), FORMAT_MONEY, "x");
}

static void test_times(void **state) {
    (void)state;
    check(TEXT("2025-03-05 08:30:59"), FORMAT_TIME, "2025-03-05 08:30");
    check(TEXT("2025-03-05 08:30:59"), FORMAT_DATE, "2025-03-05");
    check(TEXT("2025-03-05"), FORMAT_TIME, "2025-03-05");
    check(TEXT("2025-03-05 00:00:00"), FORMAT_TIME, "2025-03-05"); /* a date written without an hour */
    check(TEXT("2025-03-05"), FORMAT_DATE, "2025-03-05");
    check(TEXT("稍后"), FORMAT_TIME, "稍后");
    check(INT(125), FORMAT_DURATION, "2小时5分");
    check(REAL(12.5), FORMAT_DURATION, "12分30秒");
    check(INT(0), FORMAT_DURATION, "0分");
    check(REAL(1e300), FORMAT_DURATION, "1e+300");
    check(TEXT("2h"), FORMAT_DURATION, "2h");
}

static void test_outcomes(void **state) {
    static const struct {
        const char *word, *text;
        enum tone tone;
    } rows[] = {{"met", "达标", TONE_GOOD},          {"missed", "未达标", TONE_BAD},
                {"pending", "未到期", TONE_WAITING}, {"unproven", "无证据", TONE_WAITING},
                {"exempt", "免责", TONE_EXEMPT},     {"other", "other", TONE_NONE}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check(TEXT(rows[i].word), FORMAT_OUTCOME, rows[i].text);
        assert_int_equal(value_tone(TEXT(rows[i].word)), rows[i].tone);
    }
    assert_int_equal(value_tone(NONE), TONE_NONE);
}

static void test_true(void **state) {
    (void)state;
    assert_false(value_true(NONE));
    assert_false(value_true(INT(0)));
    assert_false(value_true(REAL(0.0)));
    assert_false(value_true(TEXT("")));
    assert_false(value_true(TEXT("false")));
    assert_true(value_true(INT(-1)));
    assert_true(value_true(REAL(0.5)));
    assert_true(value_true(TEXT("no")));
    assert_true(value_true(TEXT("0")));
}

static void sum_of(const char *const *texts, size_t n, enum value_format format, const char *expected) {
    struct value_sum sum = {0};
    for (size_t i = 0; i < n; i++) {
        struct dec d;
        assert_true(value_dec(a, TEXT(texts[i]), &d));
        assert_true(value_sum_add(&sum, d));
    }
    assert_string_equal(str_z(a, value_sum_text(a, sum, format)), expected);
}

static void test_sums(void **state) {
    (void)state;
    sum_of((const char *const[]){"0.1", "0.2"}, 2, FORMAT_NUMBER, "0.3");
    sum_of((const char *const[]){"0.1", "-0.2"}, 2, FORMAT_NUMBER, "-0.1");
    sum_of((const char *const[]){"-1", "0.25"}, 2, FORMAT_NUMBER, "-0.75");
    sum_of((const char *const[]){"1", "-0.25"}, 2, FORMAT_NUMBER, "0.75");
    sum_of((const char *const[]){"0.999999999999", "0.000000000001"}, 2, FORMAT_NUMBER, "1");
    sum_of((const char *const[]){"9223372036854775807", "-7"}, 2, FORMAT_INT, "9223372036854775800");
    sum_of((const char *const[]){"33333333", "66666667"}, 2, FORMAT_MONEY, "1,000,000.00");
    sum_of((const char *const[]){"90", "0.5"}, 2, FORMAT_DURATION, "1小时30分30秒");
    struct value_sum sum = {0};
    assert_true(value_sum_add(&sum, (struct dec){INT64_MAX, 0}));
    assert_false(value_sum_add(&sum, (struct dec){1, 0}));
    struct dec d;
    assert_false(value_dec(a, TEXT("x"), &d));
    assert_false(value_dec(a, NONE, &d));
    assert_false(value_dec(a, REAL(1e300), &d));
    assert_true(value_dec(a, REAL(1.0 / 3), &d));
    assert_int_equal(d.m, 333333333333);
}

static void test_clean(void **state) {
    (void)state;
    static const struct {
        const char *in, *out;
    } rows[] = {{"中文 ok，（全角）", "中文 ok，（全角）"},
                {"a\r\nb\rc\nd", "a\nb\nc\nd"},
                {"a\tb", "a b"},
                {"a\x01\x1F\x7F"
                 "b",
                 "a���b"},
                {"a\xE2\x80\xA8"
                 "b\xE2\x80\xA9"
                 "c",
                 "a\nb\nc"},
                {"\xC2\x85", "�"},
                {"\xEF\xB7\x90"
                 "1\xEF\xB7\x91",
                 "�1�"},
                {"\xEF\xBF\xBE", "�"},
                {"\xF0\xA0\xAE\xB7", "𠮷"},
                {"\xFF\xC0", "��"},
                {"\xF4\x8F\xBF\xBF", "�"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(str_z(a, clean_text(a, str_from(rows[i].in))), rows[i].out);
    str nul = clean_text(a, S("a\0b"));
    assert_true(str_eq(nul, S("a�b")));
    str same = S("没有变化");
    assert_ptr_equal(clean_text(a, same).p, same.p);
    assert_string_equal(str_z(a, one_line(a, S("a\nb"))), "a b");
    assert_int_equal(one_line(a, (str){0}).n, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_null_is_a_dash), cmocka_unit_test(test_text),  cmocka_unit_test(test_percent),
        cmocka_unit_test(test_money),          cmocka_unit_test(test_times), cmocka_unit_test(test_outcomes),
        cmocka_unit_test(test_true),           cmocka_unit_test(test_sums),  cmocka_unit_test(test_clean),
    };
    a = arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(a);
    return failed;
}
