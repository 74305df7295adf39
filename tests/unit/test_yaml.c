/* Node trees: places, what is refused and where, and inputs meant to hurt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diag_shown.h"
#include "yaml/node.h"

struct parse {
    struct arena *a;
    struct diags *d;
    struct ynode *root;
};

static struct parse parse_text(str text, int line_offset, enum lang lang) {
    struct parse p = {.a = arena_new()};
    p.d = diags_new(p.a, lang);
    p.root = ynode_parse(p.a, p.d, source_new(p.a, S("f.yaml"), text), text, line_offset);
    return p;
}

static void done(struct parse *p) {
    arena_free(p->a);
}

static void expect_faults(const char *text, bool usable, const char *faults) {
    struct parse p = parse_text(str_from(text), 0, LANG_EN);
    assert_string_equal(diag_shown(p.a, p.d), faults);
    assert_int_equal(p.root != NULL, usable);
    done(&p);
}

static void expect_at(const struct ynode *n, int line, int col) {
    assert_non_null(n);
    assert_int_equal(n->at.line, line);
    assert_int_equal(n->at.col, col);
}

static void test_tree_and_places(void **state) {
    (void)state;
    struct parse p = parse_text(S("a: 1\n名称: '甲'\nlist:\n  - x\n  - {k: v, 键: }\n"), 0, LANG_EN);
    assert_non_null(p.root);
    assert_int_equal(p.root->kind, YNODE_MAP);
    assert_int_equal(p.root->n, 3);
    expect_at(p.root, 1, 1);
    expect_at(ynode_get(p.root, "a"), 1, 4);
    expect_at(p.root->keys[1], 2, 1);
    expect_at(ynode_get(p.root, "名称"), 2, 5);
    assert_true(ynode_get(p.root, "名称")->quoted);
    assert_false(ynode_get(p.root, "a")->quoted);
    const struct ynode *list = ynode_get(p.root, "list");
    assert_int_equal(list->kind, YNODE_LIST);
    expect_at(list, 4, 3);
    expect_at(list->items[0], 4, 5);
    expect_at(list->items[1], 5, 5);
    expect_at(ynode_get(list->items[1], "k"), 5, 9);
    assert_true(ynode_is_null(ynode_get(list->items[1], "键")));
    assert_non_null(ynode_get(list->items[1], "键")->text.p);
    assert_null(ynode_get(p.root, "b"));
    assert_null(ynode_get(list, "a"));
    done(&p);
}

static void test_scalars_stay_text(void **state) {
    (void)state;
    struct parse p = parse_text(S("[2025-01-01, 99%, 010, yes, ~, null, '', \"~\"]\n"), 0, LANG_EN);
    assert_non_null(p.root);
    assert_int_equal(p.root->n, 8);
    assert_true(str_eqz(p.root->items[0]->text, "2025-01-01"));
    assert_true(str_eqz(p.root->items[1]->text, "99%"));
    assert_true(str_eqz(p.root->items[2]->text, "010"));
    assert_true(ynode_is_null(p.root->items[4]));
    assert_true(ynode_is_null(p.root->items[5]));
    assert_false(ynode_is_null(p.root->items[6]));
    assert_false(ynode_is_null(p.root->items[7]));
    done(&p);
}

static void test_front_matter_lines(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct diags *d = diags_new(a, LANG_EN);
    str whole = S("---\ntitle: x\nid: *y\n---\n# 正文\n");
    str part = str_slice(whole, 4, 20);
    struct ynode *root = ynode_parse(a, d, source_new(a, S("n.md"), whole), part, 1);
    assert_null(root);
    assert_string_equal(diag_shown(a, d),
                        "n.md:3:5: error: anchor or alias '*y' is not allowed; write the value out "
                        "[yaml-alias]\n");
    arena_free(a);
}

/* libyaml starts a line at U+2028 and U+0085; an editor, and source.c, do not. */
static void test_line_separators(void **state) {
    (void)state;
    struct parse p = parse_text(S("a: 'x\xE2\x80\xA8y'\r\nb: 1\rc: 2\n"), 0, LANG_EN);
    assert_non_null(p.root);
    expect_at(ynode_get(p.root, "b"), 2, 4);
    expect_at(ynode_get(p.root, "c"), 3, 4);
    done(&p);
}

static void test_refused(void **state) {
    (void)state;
    expect_faults(
        "a: &x 1\nb: *x\n", false,
        "f.yaml:1:4: error: anchor or alias '&x' is not allowed; write the value out [yaml-alias]\n"
        "f.yaml:2:4: error: anchor or alias '*x' is not allowed; write the value out [yaml-alias]\n");
    expect_faults(
        "a: &x 1\n", true,
        "f.yaml:1:4: error: anchor or alias '&x' is not allowed; write the value out [yaml-alias]\n");
    expect_faults("a: !!int 1\nb: !odd {c: 1}\n", true,
                  "f.yaml:1:4: error: tag '!!int' is not allowed [yaml-tag]\n"
                  "f.yaml:2:4: error: tag '!odd' is not allowed [yaml-tag]\n");
    expect_faults("a: 1\n? [x, y]\n: 2\n", true,
                  "f.yaml:2:3: error: a list or mapping cannot be a key [yaml-key]\n");
    expect_faults("a: 1\n---\nb: 2\n", false,
                  "f.yaml:2:1: error: a second YAML document begins here [yaml-documents]\n");
    expect_faults("# nothing\n\n", false,
                  "f.yaml:1:1: error: nothing but blanks and comments [yaml-empty]\n");
}

static void test_duplicate_keys(void **state) {
    (void)state;
    expect_faults("b: 1\na: 1\nc: {a: 1}\na: 2\nb: 3\na: 4\n", true,
                  "f.yaml:4:1: error: key 'a' is given twice, first in line 2 [yaml-duplicate-key]\n"
                  "f.yaml:5:1: error: key 'b' is given twice, first in line 1 [yaml-duplicate-key]\n"
                  "f.yaml:6:1: error: key 'a' is given twice, first in line 2 [yaml-duplicate-key]\n");
    struct parse p = parse_text(S("b: 1\na: 2\nb: 3\n"), 0, LANG_EN);
    assert_int_equal(p.root->n, 2);
    assert_true(str_eqz(p.root->keys[0]->text, "b"));
    assert_true(str_eqz(ynode_get(p.root, "b")->text, "1"));
    done(&p);
}

static void test_syntax(void **state) {
    (void)state;
    expect_faults(
        "a: 1\nb: [1, 2\nc: 3\n", false,
        "f.yaml:3:2: error: YAML cannot be read: ',' or ']' was expected here (see what begins in line 2) "
        "[yaml-syntax]\n");
    expect_faults("a:\n\tb: 1\n", false,
                  "f.yaml:2:1: error: YAML cannot be read: a tab cannot indent or begin a value; use blanks "
                  "[yaml-syntax]\n");
    expect_faults("a: @b\n", false,
                  "f.yaml:1:4: error: YAML cannot be read: '@' cannot begin a value; put the text in quotes "
                  "[yaml-syntax]\n");
    expect_faults("a: b: c\n", false,
                  "f.yaml:1:5: error: YAML cannot be read: ': ' is not expected here; put the text in quotes "
                  "[yaml-syntax]\n");
    expect_faults("a: 1\nword\nb: 2\n", false,
                  "f.yaml:2:1: error: YAML cannot be read: ':' is missing after the key [yaml-syntax]\n");
    expect_faults("a: 1\nb: 'open\nc: 2\n", false,
                  "f.yaml:2:4: error: YAML cannot be read: the quotes are never closed [yaml-syntax]\n");
    expect_faults(
        "甲: \x01\n", false,
        "f.yaml:1:4: error: YAML cannot be read: a control character is not allowed [yaml-syntax]\n");
    expect_faults("a: 1\n b: 2\n", false,
                  "f.yaml:2:3: error: YAML cannot be read: ': ' is not expected here; put the text in quotes "
                  "[yaml-syntax]\n");
    expect_faults(
        "- a\nb: 1\n", false,
        "f.yaml:2:1: error: YAML cannot be read: '- ' was expected here; check the indentation (see what "
        "begins in line 1) [yaml-syntax]\n");
}

static void test_chinese(void **state) {
    (void)state;
    struct parse p = parse_text(S("a: 1\nb: [1, 2\nc: 3\n"), 0, LANG_ZH);
    assert_string_equal(
        diag_shown(p.a, p.d),
        "f.yaml:3:2: 错误: YAML 无法读取：此处应为“,”或“]”（见始于第2行的内容） [yaml-syntax]\n");
    done(&p);
}

static str repeat(struct arena *a, const char *unit, size_t n) {
    struct sb b = {.a = a};
    for (size_t i = 0; i < n; i++)
        sb_addz(&b, unit);
    return sb_str(&b);
}

static void test_depth(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct parse p = parse_text(repeat(a, "[", 100000), 0, LANG_EN);
    assert_string_equal(diag_shown(p.a, p.d),
                        "f.yaml:1:33: error: nested deeper than 32 levels [yaml-depth]\n");
    assert_null(p.root);
    done(&p);
    p = parse_text(repeat(a, "- ", 100000), 0, LANG_EN);
    assert_string_equal(diag_shown(p.a, p.d),
                        "f.yaml:1:65: error: nested deeper than 32 levels [yaml-depth]\n");
    done(&p);
    p = parse_text(str_fmt(a, "%.*s1%.*s", 32, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 32,
                           "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"),
                   0, LANG_EN);
    assert_non_null(p.root);
    done(&p);
    arena_free(a);
}

static void test_size(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct parse p = parse_text(repeat(a, "-\n", 200000), 0, LANG_EN);
    assert_string_equal(diag_shown(p.a, p.d),
                        "f.yaml:100000:2: error: more than 100000 values in one file [yaml-size]\n");
    assert_null(p.root);
    done(&p);
    str text = str_fmt(a, "a: %.*s\n", STR_ARG(repeat(a, "0123456789 ", 1000000)));
    p = parse_text(text, 0, LANG_EN);
    assert_non_null(p.root);
    assert_int_equal(ynode_get(p.root, "a")->text.n, 10999999);
    assert_true(arena_held(p.a) < 3 * text.n);
    done(&p);
    arena_free(a);
}

static void test_many_keys(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct sb b = {.a = a};
    for (int i = 0; i < 40000; i++)
        sb_fmt(&b, "k%d: 1\n", i);
    struct parse p = parse_text(sb_str(&b), 0, LANG_EN);
    assert_int_equal(p.root->n, 40000);
    done(&p);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tree_and_places),
        cmocka_unit_test(test_scalars_stay_text),
        cmocka_unit_test(test_front_matter_lines),
        cmocka_unit_test(test_line_separators),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_duplicate_keys),
        cmocka_unit_test(test_syntax),
        cmocka_unit_test(test_chinese),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_size),
        cmocka_unit_test(test_many_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
