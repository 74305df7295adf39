/* Unit tests for util/diag.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/diag.h"

struct fixture {
    struct arena *a;
    struct diags *d;
};

static struct fixture fixture_new(enum lang lang) {
    struct arena *a = arena_new();
    return (struct fixture){a, diags_new(a, lang)};
}

/* Compares everything printed and ends the fixture. */
static void assert_printed(struct fixture x, const char *want) {
    char *got = NULL;
    size_t n = 0;
    FILE *to = open_memstream(&got, &n);
    diags_print(x.d, to);
    fclose(to);
    assert_string_equal(got, want);
    free(got);
    arena_free(x.a);
}

static struct place at(const char *file, int line, int col, const char *text) {
    return (struct place){.file = str_from(file), .line = line, .col = col, .text = str_from(text)};
}

static void sorted_by_place(void **state) {
    (void)state;
    struct fixture x = fixture_new(LANG_EN);
    diag0(x.d, DIAG_NOT_UTF8, at("b.csv", 2, 3, "x,y"));
    diag0(x.d, DIAG_NOT_UTF8, at("b.csv", 2, 1, "x,y"));
    diag1(x.d, DIAG_FILE_EMPTY, at("b.csv", 10, 1, ""), S("n"));
    diag1(x.d, DIAG_FILE_MISSING, at("a.csv", 0, 0, ""), S("a.csv"));
    diag1(x.d, DIAG_FILE_MISSING, file_place(S("")), S("c"));
    assert_int_equal(diags_errors(x.d), 5);
    assert_int_equal(diags_warnings(x.d), 0);
    assert_printed(x, "lvyue: error: file 'c' does not exist [file-missing]\n"
                      "a.csv: error: file 'a.csv' does not exist [file-missing]\n"
                      "b.csv:2:1: error: text is not valid UTF-8 [not-utf8]\n    x,y\n    ^\n"
                      "b.csv:2:3: error: text is not valid UTF-8 [not-utf8]\n    x,y\n      ^\n"
                      "b.csv:10:1: error: file 'n' is empty [file-empty]\n");
}

static void chinese(void **state) {
    (void)state;
    struct fixture x = fixture_new(LANG_ZH);
    assert_int_equal(diags_lang(x.d), LANG_ZH);
    diag2(x.d, DIAG_FILE_UNREADABLE, at("合同.yaml", 1, 5, "文件: a"), S("a"), S("坏"));
    assert_printed(x,
                   "合同.yaml:1:5: 错误: 文件“a”无法读取：坏 [file-unreadable]\n    文件: a\n          ^\n");
}

static void workbook_cells(void **state) {
    (void)state;
    struct fixture x = fixture_new(LANG_EN);
    struct place p = {.file = S("登记.xlsx"), .line = 17, .cell = S("故障!C17")};
    diag1(x.d, DIAG_FILE_EMPTY, p, S("x"));
    assert_printed(x, "登记.xlsx:故障!C17: error: file 'x' is empty [file-empty]\n");
}

static void the_same_one_once(void **state) {
    (void)state;
    struct fixture x = fixture_new(LANG_EN);
    for (int i = 0; i < 3; i++)
        diag1(x.d, DIAG_FILE_MISSING, file_place(S("a")), S("b"));
    diag1(x.d, DIAG_FILE_MISSING, file_place(S("a")), S("c"));
    assert_int_equal(diags_errors(x.d),
                     4); /* a loader that meets the same fault again must see that it failed */
    assert_printed(x, "a: error: file 'b' does not exist [file-missing]\n"
                      "a: error: file 'c' does not exist [file-missing]\n");
}

static void capped_per_kind_and_file(void **state) {
    (void)state;
    struct fixture x = fixture_new(LANG_EN);
    struct sb want = {.a = x.a};
    for (int i = DIAG_CAP + 12; i > 0; i--)
        diag0(x.d, DIAG_NOT_UTF8, at("a", DIAG_CAP + 13 - i, 0, ""));
    diag1(x.d, DIAG_FILE_EMPTY, at("a", 99, 0, ""), S("a"));
    diag0(x.d, DIAG_NOT_UTF8, at("b", 1, 0, ""));
    assert_int_equal(diags_count_of(x.d, DIAG_NOT_UTF8), DIAG_CAP + 13);
    assert_int_equal(diags_errors(x.d), DIAG_CAP + 14);
    for (int i = 1; i <= DIAG_CAP; i++)
        sb_fmt(&want, "a:%d: error: text is not valid UTF-8 [not-utf8]\n", i);
    sb_addz(&want, "a: note: 12 more like this [not-utf8]\n"
                   "a:99: error: file 'a' is empty [file-empty]\n"
                   "b:1: error: text is not valid UTF-8 [not-utf8]\n");
    assert_printed(x, sb_str(&want).p);
}

static void count_line_in_chinese(void **state) {
    (void)state;
    struct fixture x = fixture_new(LANG_ZH);
    struct sb want = {.a = x.a};
    for (int i = 1; i <= DIAG_CAP + 1; i++)
        diag0(x.d, DIAG_NOT_UTF8, at("a", i, 0, ""));
    for (int i = 1; i <= DIAG_CAP; i++)
        sb_fmt(&want, "a:%d: 错误: 文本不是有效的 UTF-8 编码 [not-utf8]\n", i);
    sb_addz(&want, "a: 提示: 另有 1 处同类问题 [not-utf8]\n");
    assert_printed(x, sb_str(&want).p);
}

static void the_caret_stands_under_the_character(void **state) {
    (void)state;
    static const struct {
        const char *line;
        int col;
        const char *shown, *caret;
    } cases[] = {
        {"系统,PACS", 3, "系统,PACS", "    ^"},
        {"系统,PACS", 4, "系统,PACS", "     ^"},
        {"\ta\tb", 2, "    a   b", "    ^"},
        {"\ta\tb", 4, "    a   b", "        ^"},
        {"e\xCC\x81x", 3, "e\xCC\x81x", " ^"},
        {"a\x1B[2Jb", 6, "a?[2Jb", "     ^"},
        {"\xFF\xFE"
         "b",
         3, "??b", "  ^"},
        {"ab", 3, "ab", "  ^"},
        {"ab", 99, "ab", "  ^"},
        {"a\xE2\x80\xAE"
         "b",
         3, "a?b", "  ^"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture x = fixture_new(LANG_EN);
        diag0(x.d, DIAG_NOT_UTF8, at("f", 1, cases[i].col, cases[i].line));
        str want = str_fmt(x.a, "f:1:%d: error: text is not valid UTF-8 [not-utf8]\n    %s\n    %s\n",
                           cases[i].col, cases[i].shown, cases[i].caret);
        assert_printed(x, want.p);
    }
}

/* Whatever the line and the column, the caret points at the marked character within 100 columns. */
static void long_lines_are_cut(void **state) {
    (void)state;
    static const char *const fillers[] = {"a", "约", "\t", "e\xCC\x81", "约b"};
    for (size_t f = 0; f < 5; f++)
        for (int before = 0; before < 400; before += 13) {
            struct fixture x = fixture_new(LANG_EN);
            struct sb line = {.a = x.a};
            for (int i = 0; i < before; i++)
                sb_addz(&line, fillers[f]);
            int col = (int)utf8_count(sb_str(&line)) + 1;
            sb_char(&line, 'X');
            for (int i = 0; i < 250; i++)
                sb_addz(&line, fillers[f]);
            diag0(x.d, DIAG_NOT_UTF8, at("f", 1, col, sb_str(&line).p));
            char *got = NULL;
            size_t n = 0;
            FILE *to = open_memstream(&got, &n);
            diags_print(x.d, to);
            fclose(to);
            str rest = str_from(got), head = rest, excerpt = rest, caret = rest;
            assert_true(str_cut(&rest, '\n', &head) && str_cut(&rest, '\n', &excerpt) &&
                        str_cut(&rest, '\n', &caret));
            ptrdiff_t mark = str_find(excerpt, S("X"));
            assert_true(mark >= 0 && utf8_columns(excerpt) <= 104);
            assert_true(str_ends(excerpt, S("...")));
            assert_int_equal(utf8_columns(str_slice(excerpt, 0, (size_t)mark)) + 1, caret.n);
            free(got);
            arena_free(x.a);
        }
}

static void arguments_are_made_printable(void **state) {
    (void)state;
    struct fixture x = fixture_new(LANG_EN);
    diag2(x.d, DIAG_FILE_UNREADABLE, file_place(S("a\nb")), S("x\n\t\r\x1B[0m\xFF\xC2\x85{1}"),
          S("{0}\xE2\x80\xAE"));
    assert_printed(x, "a\\nb: error: file 'x\\n\\t\\r\\x1b[0m\\xff\\u0085{1}' cannot be read: {0}\\u202e "
                      "[file-unreadable]\n");
}

static void long_arguments_are_cut(void **state) {
    (void)state;
    struct fixture x = fixture_new(LANG_EN);
    char *much = arena_alloc(x.a, 1000000, 1);
    memset(much, 'm', 1000000);
    diag1(x.d, DIAG_FILE_EMPTY, (struct place){.file = S("a"), .line = 1, .col = 1}, (str){much, 1000000});
    much[120] = '\0';
    str want = str_fmt(x.a, "a:1:1: error: file '%s...' is empty [file-empty]\n", much);
    assert_printed(x, want.p);
}

/* A hundred thousand faults: memory stays small, the count is right. */
static void many_diagnostics(void **state) {
    (void)state;
    struct fixture x = fixture_new(LANG_EN);
    for (int i = 1; i <= 100000; i++)
        diag0(x.d, DIAG_NOT_UTF8, at("a", i, 1, "line"));
    assert_int_equal(diags_errors(x.d), 100000);
#ifndef ARENA_DEBUG
    assert_true(arena_held(x.a) < 500000);
#endif
    arena_free(x.a);
}

static void the_texts_may_go_away(void **state) {
    (void)state;
    struct fixture x = fixture_new(LANG_EN);
    char *text = malloc(16);
    strcpy(text, "abc");
    diag1(x.d, DIAG_FILE_EMPTY, at(text, 1, 2, text), str_from(text));
    memset(text, 'z', 3);
    free(text);
    assert_printed(x, "abc:1:2: error: file 'abc' is empty [file-empty]\n    abc\n     ^\n");
}

/* Holds for every row of the table: both wordings, the same arguments, the house style. */
static void the_table(void **state) {
    (void)state;
    for (enum diag_id id = 0; id < DIAG__MAX; id++) {
        str en = str_from(diag_text(id, LANG_EN)), zh = str_from(diag_text(id, LANG_ZH));
        assert_true(utf8_valid(en) && utf8_valid(zh) && en.n > 0 && zh.n > 0);
        if (str_ends(en, S(".")) || str_ends(zh, S("。")) || diag_level_of(id) > DIAG_NOTE)
            fail_msg("%s", diag_name(id));
        for (char k = '0'; k <= '3'; k++) {
            char arg[] = {'{', k, '}', '\0'};
            if ((str_find(en, str_from(arg)) >= 0) != (str_find(zh, str_from(arg)) >= 0))
                fail_msg("%s: %s is in one language only", diag_name(id), arg);
        }
        for (enum diag_id other = 0; other < id; other++)
            assert_string_not_equal(diag_name(id), diag_name(other));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorted_by_place),
        cmocka_unit_test(chinese),
        cmocka_unit_test(workbook_cells),
        cmocka_unit_test(the_same_one_once),
        cmocka_unit_test(capped_per_kind_and_file),
        cmocka_unit_test(count_line_in_chinese),
        cmocka_unit_test(the_caret_stands_under_the_character),
        cmocka_unit_test(long_lines_are_cut),
        cmocka_unit_test(arguments_are_made_printable),
        cmocka_unit_test(long_arguments_are_cut),
        cmocka_unit_test(many_diagnostics),
        cmocka_unit_test(the_texts_may_go_away),
        cmocka_unit_test(the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
