/* Unit tests for util/dec.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "util/dec.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static void assert_text(str got, const char *want) {
    assert_string_equal(got.p, want);
    assert_int_equal(got.n, strlen(want));
}

static struct dec dec_of(const char *text) {
    struct dec d = {-77, 0};
    assert_true(dec_parse(str_from(text), &d));
    return d;
}

static void decimals_are_read_and_printed(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"99.9", "99.9"},
        {"-12", "-12"},
        {"+3", "3"},
        {"0", "0"},
        {"-0.050", "-0.05"},
        {"1,234.50", "1234.5"},
        {"12,345,678", "12345678"},
        {" 7 ", "7"},
        {"1.0000000000000000", "1"},
        {"0.000000000001", "0.000000000001"},
        {"9223372036854775807", "9223372036854775807"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"-922337203685477580.8", "-922337203685477580.8"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_text(dec_text(a, dec_of(cases[i][0])), cases[i][1]);
    assert_text(dec_text(a, (struct dec){9990, 2}), "99.9");
    arena_free(a);
}

static void wrong_decimals(void **state) {
    (void)state;
    static const char *const wrong[] = {"",
                                        "-",
                                        ".5",
                                        "5.",
                                        "1.2.3",
                                        "1,2,345",
                                        "1e3",
                                        "12,34",
                                        "1,2345",
                                        ",123",
                                        "1,,2",
                                        "1,234,",
                                        "1234,567",
                                        "0x1F",
                                        "nan",
                                        "--1",
                                        "1 2",
                                        "1.0,0",
                                        "0.0000000000001",
                                        "9223372036854775808",
                                        "９"};
    struct dec d = {5, 5};
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(dec_parse(str_from(wrong[i]), &d));
    assert_int_equal(d.m, 5);
}

static void percents_are_read(void **state) {
    (void)state;
    struct dec d;
    assert_true(dec_parse_percent(S("99.9%"), &d) && d.m == 999 && d.scale == 1);
    assert_true(dec_parse_percent(S("99.9"), &d) && d.m == 999 && d.scale == 1);
    assert_true(dec_parse_percent(S(" 95 ％ "), &d) && d.m == 95 && d.scale == 0);
    assert_false(dec_parse_percent(S("%"), &d));
    assert_false(dec_parse_percent(S("9%%"), &d));
}

static void comparing(void **state) {
    (void)state;
    assert_int_equal(dec_cmp(dec_of("1.10"), dec_of("1.1")), 0);
    assert_int_equal(dec_cmp(dec_of("-1"), dec_of("0.000000000001")), -1);
    assert_int_equal(dec_cmp(dec_of("9223372036854775807"), dec_of("0.999999999999")), 1);
    assert_true(dec_real(dec_of("99.5")) > 99.49 && dec_real(dec_of("99.5")) < 99.51);
}

static void ratios_are_compared_exactly(void **state) {
    (void)state;
    assert_int_equal(ratio_cmp_percent(999, 1000, dec_of("99.9")), 0);
    assert_int_equal(ratio_cmp_percent(998999999, 1000000000, dec_of("99.9")), -1);
    assert_int_equal(ratio_cmp_percent(2, 3, dec_of("66.666666666666")), 1);
    assert_int_equal(ratio_cmp_percent(INT64_MAX, INT64_MAX, dec_of("100")), 0);
    assert_int_equal(ratio_cmp_percent(INT64_MAX - 1, INT64_MAX, dec_of("100.000000000000")), -1);
}

static void percentages_are_cut(void **state) {
    (void)state;
    static const struct {
        int64_t num, den;
        int places;
        const char *want;
    } cases[] = {
        {99896, 100000, 2, "99.89%"},
        {38, 39, 2, "97.43%"},
        {1, 1, 2, "100.00%"},
        {0, 5, 2, "0.00%"},
        {2, 3, 0, "66%"},
        {999999, 1000000, 2, "99.99%"},
        {1, 0, 2, "—"},
        {0, 0, 2, "—"},
        {-1, 3, 2, "-33.33%"},
        {-1, 1000000, 2, "0.00%"},
        {1, 3, 12, "33.333333333333%"},
        {1, 3, 99, "33.333333333333%"},
        {1, 3, -1, "33%"},
        {INT64_MAX, 1, 1, "922337203685477580700.0%"},
        {INT64_MIN, 1, 0, "-922337203685477580800%"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_text(percent_text(a, cases[i].num, cases[i].den, cases[i].places), cases[i].want);
    arena_free(a);
}

static void money_is_read(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t fen;
    } cases[] = {
        {"0", 0},
        {"1,234,567.80", 123456780},
        {"¥100", 10000},
        {"￥ 99.5 元", 9950},
        {"123000元", 12300000},
        {"-0.05", -5},
        {"-¥1.00", -100},
        {"¥-1.00", -100},
        {"92233720368547758.07", INT64_MAX},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t fen = -77;
        assert_true(money_parse(str_from(cases[i].text), &fen));
        assert_true(fen == cases[i].fen);
    }
    static const char *const wrong[] = {"",
                                        "¥",
                                        "元",
                                        "1.234",
                                        "1.500",
                                        "1万",
                                        "--1",
                                        "-¥-1",
                                        "+1",
                                        "1.",
                                        "12元3",
                                        "$5",
                                        "1,23",
                                        "92233720368547758.08",
                                        "9223372036854775807"};
    int64_t fen = 3;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(money_parse(str_from(wrong[i]), &fen));
    assert_int_equal(fen, 3);
}

static void money_is_printed(void **state) {
    (void)state;
    struct arena *a = arena_new();
    assert_text(money_text(a, 123456780), "1,234,567.80");
    assert_text(money_text(a, 100000), "1,000.00");
    assert_text(money_text(a, 100005), "1,000.05");
    assert_text(money_text(a, 99999), "999.99");
    assert_text(money_text(a, 0), "0.00");
    assert_text(money_text(a, -5), "-0.05");
    assert_text(money_text(a, INT64_MIN), "-92,233,720,368,547,758.08");
    arena_free(a);
}

static void money_in_capitals(void **state) {
    (void)state;
    static const struct {
        int64_t fen;
        const char *want;
    } cases[] = {
        /* The examples of 支付结算办法, annex 1. */
        {140950, "壹仟肆佰零玖元伍角"},
        {600714, "陆仟零柒元壹角肆分"},
        {168032, "壹仟陆佰捌拾元零叁角贰分"},
        {10700053, "壹拾万柒仟元零伍角叁分"},
        {1640902, "壹万陆仟肆佰零玖元零贰分"},
        {32504, "叁佰贰拾伍元零肆分"},
        {0, "零元整"},
        {1, "壹分"},
        {5, "伍分"},
        {50, "伍角"},
        {55, "伍角伍分"},
        {100, "壹元整"},
        {1000, "壹拾元整"},
        {1001, "壹拾元零壹分"},
        {1010, "壹拾元零壹角"},
        {1100, "壹拾壹元整"},
        {10500, "壹佰零伍元整"},
        {12300000, "壹拾贰万叁仟元整"},
        {10000005, "壹拾万元零伍分"},
        {1001050, "壹万零壹拾元零伍角"},
        {1001150, "壹万零壹拾壹元伍角"},
        {10050000, "壹拾万零伍佰元整"},
        {100000000, "壹佰万元整"},
        {100000100, "壹佰万零壹元整"},
        {1000000000, "壹仟万元整"},
        {10000000000, "壹亿元整"},
        {10000500000, "壹亿零伍仟元整"},
        {11000500000, "壹亿壹仟万伍仟元整"},
        {100000000100, "壹拾亿零壹元整"},
        {100001000000, "壹拾亿零壹万元整"},
        {100101010101, "壹拾亿零壹佰零壹万零壹佰零壹元零壹分"},
        {123456789012, "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元零壹角贰分"},
        {100000000000000, "壹万亿元整"},
        {-12345, "负壹佰贰拾叁元肆角伍分"},
        {-5, "负伍分"},
        {INT64_MIN, "负玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零捌分"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_text(money_rmb_upper(a, cases[i].fen), cases[i].want);
    arena_free(a);
}

static void shares_round_half_up(void **state) {
    (void)state;
    assert_int_equal(money_percent(12300000, dec_of("2")), 246000);
    assert_int_equal(money_percent(50, dec_of("1")), 1); /* 0.5 fen */
    assert_int_equal(money_percent(49, dec_of("1")), 0); /* 0.49 fen */
    assert_int_equal(money_percent(1001, dec_of("0.05")), 1);
    assert_int_equal(money_percent(-50, dec_of("1")), -1);
    assert_int_equal(money_percent(333, dec_of("33.333333333333")), 111);
    assert_true(money_percent(INT64_MAX, dec_of("100")) == INT64_MAX);
    assert_true(money_percent(INT64_MAX, dec_of("9223372036854775807")) == INT64_MAX);
    assert_true(money_percent(INT64_MIN, dec_of("9223372036854775807")) == -INT64_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_are_read_and_printed),
        cmocka_unit_test(wrong_decimals),
        cmocka_unit_test(percents_are_read),
        cmocka_unit_test(comparing),
        cmocka_unit_test(ratios_are_compared_exactly),
        cmocka_unit_test(percentages_are_cut),
        cmocka_unit_test(money_is_read),
        cmocka_unit_test(money_is_printed),
        cmocka_unit_test(money_in_capitals),
        cmocka_unit_test(shares_round_half_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
