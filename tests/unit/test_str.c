/* Unit tests for util/str.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "util/str.h"

#define assert_str(got, want)                                                                                \
    do {                                                                                                     \
        str got_ = (got);                                                                                    \
        assert_int_equal(got_.n, strlen(want));                                                              \
        assert_memory_equal(got_.p, want, got_.n);                                                           \
    } while (0)

static void comparing(void **state) {
    (void)state;
    assert_true(str_eq(str_from(NULL), S("")));
    assert_true(str_eq((str){NULL, 0}, S("")));
    assert_true(str_eqz(S("ab"), "ab"));
    assert_false(str_eqz(S("ab"), "abc"));
    assert_true(str_eq_nocase(S("Due-By"), S("dUE-bY")));
    assert_false(str_eq_nocase(S("a["), S("a{")));
    assert_true(str_cmp(S("ab"), S("abc")) < 0);
    assert_true(str_cmp(S("b"), S("abc")) > 0);
    assert_true(str_cmp(S("\xE6"), S("z")) > 0);
    assert_int_equal(str_cmp((str){NULL, 0}, S("")), 0);
}

static void finding_and_slicing(void **state) {
    (void)state;
    assert_true(str_starts(S("故障"), S("故")));
    assert_false(str_starts(S("a"), S("ab")));
    assert_true(str_ends(S("x.csv"), S(".csv")));
    assert_true(str_ends(S("x"), S("")));
    assert_int_equal(str_find(S("abcabd"), S("abd")), 3);
    assert_int_equal(str_find(S("abc"), S("x")), -1);
    assert_int_equal(str_find(S(""), S("x")), -1);
    assert_int_equal(str_find(S("abc"), S("")), 0);
    assert_str(str_slice(S("abcdef"), 2, 4), "cd");
    assert_str(str_slice(S("abc"), 2, 99), "c");
    assert_str(str_slice(S("abc"), 5, 9), "");
    assert_str(str_slice(S("abc"), 2, 1), "");
}

static void trimming(void **state) {
    (void)state;
    assert_str(str_trim(S(" \t\r\n a b \v\f")), "a b");
    assert_str(str_trim(S("　\xC2\xA0甲　乙 　")), "甲　乙");
    assert_str(str_trim(S("　　")), "");
    assert_int_equal(str_trim((str){"\0x\0", 3}).n, 3); /* NUL is not a blank */
}

static void cutting(void **state) {
    (void)state;
    str rest = S("a,,b,"), head;
    assert_true(str_cut(&rest, ',', &head));
    assert_str(head, "a");
    assert_true(str_cut(&rest, ',', &head));
    assert_str(head, "");
    assert_true(str_cut(&rest, ',', &head));
    assert_str(head, "b");
    assert_false(str_cut(&rest, ',', &head));
    rest = S("");
    assert_false(str_cut(&rest, ',', &head));
}

static void copies(void **state) {
    (void)state;
    struct arena *a = arena_new();
    char text[] = "abc";
    str copy = str_dup(a, str_from(text));
    text[0] = 'x';
    assert_str(copy, "abc");
    assert_int_equal(copy.p[3], '\0');
    assert_string_equal(str_z(a, (str){NULL, 0}), "");
    assert_str(str_fmt(a, "%d-%s-%.*s", 7, "x", STR_ARG(copy)), "7-x-abc");
    arena_free(a);
}

static void integers(void **state) {
    (void)state;
    int64_t v = 5;
    assert_true(str_to_int(S("-9223372036854775808"), &v));
    assert_true(v == INT64_MIN);
    assert_true(str_to_int(S("9223372036854775807"), &v));
    assert_true(v == INT64_MAX);
    assert_true(str_to_int(S("+0012"), &v));
    assert_int_equal(v, 12);
    static const char *const wrong[] = {
        "", "-", "+", "9223372036854775808", "-9223372036854775809", "1x", " 1", "1 ", "0x10", "--1", "１"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(str_to_int(str_from(wrong[i]), &v));
    assert_int_equal(v, 12);
}

static void builder(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct sb b = {.a = a};
    assert_str(sb_str(&b), "");
    for (int i = 0; i < 500; i++) {
        sb_add(&b, S("ab"));
        sb_char(&b, 'c');
        assert_int_equal(b.p[b.n], '\0');
    }
    assert_int_equal(b.n, 1500);
    b.n = 0;
    sb_addz(&b, "x");
    sb_fmt(&b, "%03d", 7);
    sb_codepoint(&b, 0x5C65);
    sb_codepoint(&b, 0x1F600);
    sb_codepoint(&b, 0xD800);
    assert_str(sb_str(&b), "x007履😀\xEF\xBF\xBD");
    b.n = 0;
    for (int i = 0; i < 50; i++)
        sb_fmt(&b, "%0200d", i);
    assert_int_equal(b.n, 10000);
    assert_int_equal(strlen(b.p), 10000);
    arena_free(a);
}

static void utf8_decoding(void **state) {
    (void)state;
    str s = S("a¢€😀");
    assert_int_equal(utf8_next(&s), 'a');
    assert_int_equal(utf8_next(&s), 0xA2);
    assert_int_equal(utf8_next(&s), 0x20AC);
    assert_int_equal(utf8_next(&s), 0x1F600);
    assert_int_equal(s.n, 0);
    assert_int_equal(utf8_next(&s), UTF8_BAD);
    static const str bad[] = {{"\x80", 1},
                              {"\xC0\xAF", 2},
                              {"\xE0\x80\xAF", 3},
                              {"\xED\xA0\x80", 3},
                              {"\xF4\x90\x80\x80", 4},
                              {"\xF8\x88\x80\x80\x80", 5},
                              {"\xE4\xB8", 2},
                              {"\xC3(", 2},
                              {"\xFF", 1}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        str t = bad[i];
        assert_false(utf8_valid(t));
        assert_int_equal(utf8_next(&t), UTF8_BAD);
        assert_int_equal(t.n, bad[i].n - 1);
    }
    assert_true(utf8_valid(S("\xF4\x8F\xBF\xBF")));
    assert_true(utf8_valid((str){"\0", 1}));
}

static void utf8_round_trip(void **state) {
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp += cp < 0x3000 ? 1 : 97) {
        char out[4];
        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        str s = {out, utf8_encode(cp, out)};
        assert_int_equal(utf8_next(&s), cp);
        assert_int_equal(s.n, 0);
    }
}

static void counting(void **state) {
    (void)state;
    assert_int_equal(utf8_count(S("履约 ok")), 5);
    assert_int_equal(utf8_columns(S("履约 ok")), 7);
    assert_int_equal(utf8_columns(S("ｆｕ，（）")), 10);
    assert_int_equal(utf8_columns(S("e\xCC\x81")), 1);        /* combining acute */
    assert_int_equal(utf8_columns(S("ｱ\xE2\x80\x8B—“”")), 4); /* half-width, zero-width space, ambiguous */
    assert_int_equal(utf8_columns(S("😀한")), 4);
    assert_int_equal(utf8_columns(S("\xFF")), 1);
}

static void nearest(void **state) {
    (void)state;
    static const str known[] = {{"response", 8}, {"resolution", 10}, {"at", 2},
                                {"cap", 3},      {"deductions", 10}, {"期限", 6}};
    static const struct {
        const char *word, *want;
    } cases[] = {
        {"repsonse", "response"},
        {"Response", "response"},
        {"responce", "response"},
        {"resolutoin", "resolution"},
        {"deduction", "deductions"},
        {"ca", "cap"},
        {"ta", "at"},
        {"cpa", "cap"},
        {"xyz", ""},
        {"b", ""},
        {"", ""},
        {"payments", ""},
        {"期线", "期限"},
        {"resolve", ""},
        {"rsponsee", "response"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(str_nearest(str_from(cases[i].word), known, sizeof known / sizeof *known), cases[i].want);
    assert_str(str_nearest(S("b"), &S("a"), 1), ""); /* one letter for another is no slip */
    char longest[300];
    memset(longest, 'a', sizeof longest);
    assert_str(str_nearest((str){longest, sizeof longest}, known, 6), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparing),       cmocka_unit_test(finding_and_slicing),
        cmocka_unit_test(trimming),        cmocka_unit_test(cutting),
        cmocka_unit_test(copies),          cmocka_unit_test(integers),
        cmocka_unit_test(builder),         cmocka_unit_test(utf8_decoding),
        cmocka_unit_test(utf8_round_trip), cmocka_unit_test(counting),
        cmocka_unit_test(nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
