/* Numbers of headings: written, read back, counted. */
#include "document/heading_number.h"
#include "document_fixture.h"

static void numbers_read_back(void **state) {
    struct desk *k = *state;
    for (int level = 1; level <= 5; level++)
        for (int value = 1; value <= (level == 5 ? 20 : 99); value++) {
            str text = str_fmt(k->a, "%.*s概述", STR_ARG(heading_number_text(k->a, level, value)));
            struct heading_number n;
            assert_true(heading_number_read(text, &n));
            assert_int_equal(n.level, level);
            assert_int_equal(n.value, value);
        }
}

static void numbers_look_right(void **state) {
    struct desk *k = *state;
    static const struct {
        int level, value;
        const char *text;
    } cases[] = {{1, 1, "一、"},      {1, 10, "十、"},   {1, 11, "十一、"},   {1, 20, "二十、"},
                 {1, 99, "九十九、"}, {1, 100, "100、"}, {2, 30, "（三十）"}, {2, 21, "（二十一）"},
                 {3, 12, "12. "},     {4, 3, "（3）"},   {5, 20, "⑳"},        {5, 21, "21）"},
                 {6, 1, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(str_z(k->a, heading_number_text(k->a, cases[i].level, cases[i].value)),
                            cases[i].text);
}

static void other_beginnings_are_told_apart(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int level; /* -1: no number */
    } cases[] = {{"第三章 总则", 0}, {"第12条", 0},        {"1.2 范围", 0},          {"附件1 清单", 0},
                 {"附录", 0},        {"2025年度情况", -1}, {"3.2版本升级", -1},      {"一般情况", -1},
                 {"（见附件）", -1}, {"十分钟响应", -1},   {"GD2025-0041 宕机", -1}, {"", -1},
                 {"12", -1},         {"(2) 概述", 4},      {"3、概述", 3},           {"第一", -1},
                 {"一百二十、甲", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct heading_number n = {-1, 0};
        assert_int_equal(heading_number_read(str_from(cases[i].text), &n), cases[i].level >= 0);
        assert_int_equal(n.level, cases[i].level);
    }
}

/* The headings of a template whose front matter asks for numbers, one a line. */
static char *headings(struct desk *k, const char *front, const char *body) {
    desk_write(k, "own/n.md", str_fmt(k->a, "---\ntitle: 试\n%s---\n%s", front, body));
    struct document *doc = desk_build(k, "n");
    assert_non_null(doc);
    struct sb b = {.a = k->a};
    for (const struct block *h = doc->blocks; h; h = h->next) {
        for (size_t i = 0; h->kind == BLOCK_HEADING && i < h->runs.n; i++)
            sb_add(&b, h->runs.at[i].text);
        sb_addz(&b, h->kind == BLOCK_HEADING ? "|" : "");
    }
    return str_z(k->a, sb_str(&b));
}

static void sections_left_out_leave_no_gap(void **state) {
    struct desk *k = *state;
    const char *body = "# 甲\n## 乙\n{{#draft}}\n## 丙\n{{/draft}}\n## 丁\n### 戊\n# 己\n## 庚\n";
    assert_string_equal(headings(k, "numbering: chinese\n", body),
                        "一、甲|（一）乙|（二）丁|1. 戊|二、己|（一）庚|");
    assert_string_equal(headings(k, "", body), "甲|乙|丁|戊|己|庚|");
}

/* Counting goes on behind a number written by hand; an annex and a chapter of another kind are not counted. */
static void numbers_by_hand_are_kept(void **state) {
    struct desk *k = *state;
    assert_string_equal(
        headings(k, "numbering: chinese\n", "## 三、甲\n## 乙\n## 附件1 丙\n### 丁\n## 第九章\n## 戊\n"),
        "三、甲|四、乙|附件1 丙|（一）丁|第九章|五、戊|");
}

static void a_cover_comes_with_a_table_of_contents(void **state) {
    struct desk *k = *state;
    static const struct {
        const char *front, *body;
        bool cover;
    } cases[] = {{"", "甲\n", false},
                 {"", "```toc\n```\n", true},
                 {"cover: no\n", "```toc\n```\n", false},
                 {"cover: yes\n", "甲\n", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        desk_write(k, "own/c.md", str_fmt(k->a, "---\ntitle: 试\n%s---\n%s", cases[i].front, cases[i].body));
        assert_int_equal(desk_build(k, "c")->cover, cases[i].cover);
    }
}

#define WITH_DESK(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DESK(numbers_read_back),
        WITH_DESK(numbers_look_right),
        WITH_DESK(other_beginnings_are_told_apart),
        WITH_DESK(sections_left_out_leave_no_gap),
        WITH_DESK(numbers_by_hand_are_kept),
        WITH_DESK(a_cover_comes_with_a_table_of_contents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
