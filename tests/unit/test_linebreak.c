/* Where lines may end: "|" marks a break that is allowed, "/" one that must be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "render/linebreak.h"

struct fixture {
    struct arena *a;
    struct failure f;
    struct linebreak *lb;
};

static int open_fixture(void **state) {
    static struct fixture x;
    x.a = arena_new();
    x.lb = linebreak_open(x.a, &x.f);
    *state = &x;
    return x.lb ? 0 : -1;
}

static int close_fixture(void **state) {
    struct fixture *x = *state;
    linebreak_close(x->lb);
    arena_free(x->a);
    return 0;
}

static const char *breaks(struct fixture *x, const char *text) {
    str s = str_from(text);
    uint8_t *kinds = ARENA_ARRAY(x->a, uint8_t, s.n + 1);
    assert_true(linebreak_find(x->lb, s, kinds, &x->f));
    assert_int_equal(kinds[s.n], LINEBREAK_MUST);
    struct sb b = {.a = x->a};
    for (size_t i = 0; i < s.n; i++) {
        if (kinds[i] == LINEBREAK_MAY)
            sb_char(&b, '|');
        if (kinds[i] == LINEBREAK_MUST)
            sb_char(&b, '/');
        if (s.p[i] != '\n')
            sb_char(&b, s.p[i]);
    }
    return str_z(x->a, sb_str(&b));
}

struct example {
    const char *text, *expected;
};

static void check_all(void **state, const struct example *e, size_t n) {
    for (size_t i = 0; i < n; i++)
        assert_string_equal(breaks(*state, e[i].text), e[i].expected);
}

#define CHECK_ALL(state, e) check_all(state, e, sizeof(e) / sizeof *(e))

/* GB/T 15834-2011, 5.1.1 to 5.1.3 */
static void stops_and_closing_marks_do_not_begin_a_line(void **state) {
    static const struct example e[] = {
        {"维保，服务。", "维|保，|服|务。"},
        {"远程、现场；合格：否！对？", "远|程、|现|场；|合|格：|否！|对？"},
        {"《系统报告》已交", "《系|统|报|告》|已|交"},
        {"（一）甲「乙」丙", "（一）|甲|「乙」|丙"},
        {"见“附录”。", "见|“附|录”。"},
    };
    CHECK_ALL(state, e);
}

static void opening_marks_do_not_end_a_line(void **state) {
    static const struct example e[] = {
        {"依据《合同》", "依|据|《合|同》"},
        {"他说：“好”然后走", "他|说：|“好”|然|后|走"},
        {"（《甲》）", "（《甲》）"},
    };
    CHECK_ALL(state, e);
}

/* 5.1.4 to 5.1.7 */
static void dashes_and_dots_stay_whole(void **state) {
    static const struct example e[] = {
        {"建议——扩容", "建|议|——|扩|容"},
        {"清理……并", "清|理……|并"},
        {"阿·甲", "阿·|甲"},
        {"甲～乙", "甲～|乙"},
        {"甲／乙", "甲／乙"},
        {"见§3", "见|§3"},
    };
    CHECK_ALL(state, e);
}

static void numbers_keep_their_units(void **state) {
    static const struct example e[] = {
        {"不低于99.9%。", "不|低|于|99.9%。"},   {"在2小时内", "在|2小|时|内"},
        {"2025年3月5日起", "2025年|3月|5日|起"}, {"共12,345.60元整", "共|12,345.60元|整"},
        {"约37℃左右", "约|37℃|左|右"},           {"巡检 4 次，其中", "巡|检 |4 次，|其|中"},
    };
    CHECK_ALL(state, e);
}

static void latin_words_break_at_blanks(void **state) {
    static const struct example e[] = {
        {"Oracle 19c数据库", "Oracle |19c|数|据|库"},
        {"PACS/RIS系统", "PACS/|RIS|系|统"},
        {"任务pacs-full-weekly", "任|务|pacs-full-weekly"},
        {"甲\n乙", "甲/乙"},
    };
    CHECK_ALL(state, e);
}

static void characters_beyond_the_basic_plane_are_whole(void **state) {
    assert_string_equal(breaks(*state, "𠮷田，𠮷"), "𠮷|田，|𠮷");
}

static void empty_text_has_its_end(void **state) {
    assert_string_equal(breaks(*state, ""), "");
}

static void the_iterator_is_used_again(void **state) {
    struct fixture *x = *state;
    size_t n = 300000;
    char *long_text = ARENA_ARRAY(x->a, char, n * 3 + 1);
    for (size_t i = 0; i < n; i++)
        memcpy(long_text + 3 * i, i % 7 == 6 ? "，" : "维", 3);
    assert_int_equal(strlen(breaks(x, long_text)), n * 3 + n - 1 - n / 7);
    assert_string_equal(breaks(x, "甲乙"), "甲|乙");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(stops_and_closing_marks_do_not_begin_a_line, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(opening_marks_do_not_end_a_line, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(dashes_and_dots_stay_whole, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(numbers_keep_their_units, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(latin_words_break_at_blanks, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(characters_beyond_the_basic_plane_are_whole, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(empty_text_has_its_end, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(the_iterator_is_used_again, open_fixture, close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
