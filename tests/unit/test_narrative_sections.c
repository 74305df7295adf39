/* Sections and measures of narratives, and dates, times and durations in prose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "records/narrative_dates.h"
#include "records/narrative_sections.h"

static struct narrative narrative_of(struct arena *a, const char *body) {
    struct narrative n = {.path = S("narratives/x.md"), .body = str_from(body), .body_line = 5};
    n.n_sections = narrative_split(a, n.body, n.body_line, &n.sections);
    return n;
}

static void test_sections(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct narrative n =
        narrative_of(a, "开头\n\n## 一、事件 ##\r\n\r\n第一行\r\n第二行\r\n```\n## 不是\n```\n\n### 小节\n"
                        "## 空\n#没有空格\n");
    const struct narrative_section *s = n.sections;
    assert_int_equal(n.n_sections, 4);
    assert_true(s[0].level == 0 && str_eqz(s[0].text, "开头") && s[0].line == 5);
    assert_true(s[1].level == 2 && str_eqz(s[1].heading, "一、事件") && s[1].line == 7 &&
                s[1].text_line == 9);
    assert_true(str_eqz(s[1].text, "第一行\r\n第二行\r\n```\n## 不是\n```"));
    assert_true(s[2].level == 3 && str_eqz(s[2].heading, "小节") && s[2].text.n == 0);
    assert_true(str_eqz(s[3].heading, "空") && str_eqz(s[3].text, "#没有空格"));
    assert_int_equal(narrative_of(a, "").n_sections, 0);
    arena_free(a);
}

static void test_actions(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct narrative n = narrative_of(a, "## 处理措施\n\n- 重启（3月1日完成）\n\n## 预防及改进措施\n\n"
                                         "- 扩容到300GB，\n  达到70%告警（负责人：周立，1月2日完成）\n"
                                         "- 由王五负责；计划2025年4月30日前完成\n"
                                         "1. 每季度演练一次，由院方系统负责人签字\n"
                                         "* 已完成\n* 写入预案（6月1日完成）\n\n- [ ]\n");
    struct narrative_action *x;
    size_t count = narrative_actions(a, &n, day_from_ymd(2024, 12, 30), day_from_ymd(2025, 5, 1), &x);
    assert_int_equal(count, 6);
    assert_true(str_eqz(x[0].text, "扩容到300GB，达到70%告警（负责人：周立，1月2日完成）") &&
                x[0].line == 11);
    assert_true(str_eqz(x[0].owner, "周立") && x[0].closed == day_from_ymd(2025, 1, 2) && x[0].done);
    assert_true(str_eqz(x[1].owner, "王五") && x[1].due == day_from_ymd(2025, 4, 30) && !x[1].done);
    assert_true(x[2].owner.n == 0 && x[2].due == NARRATIVE_NO_DAY && !x[2].done);
    assert_true(x[3].done && x[3].closed == NARRATIVE_NO_DAY);
    assert_true(x[4].due == day_from_ymd(2025, 6, 1) && !x[4].done); /* after --on */
    arena_free(a);
}

static void check_date(const char *text, int y, int m, int d) {
    struct prose_date date;
    bool found = prose_date_find(str_from(text), day_from_ymd(2025, 7, 1), &date);
    assert_int_equal(found, y != 0);
    if (found)
        assert_int_equal(date.day, day_from_ymd(y, m, d));
}

static void test_dates(void **state) {
    (void)state;
    check_date("于2025年3月4日", 2025, 3, 4);
    check_date("2025-03-04 14:05", 2025, 3, 4);
    check_date("2025/3/4", 2025, 3, 4);
    check_date("7月1日", 2025, 7, 1);
    check_date("6月30日", 2026, 6, 30);
    check_date("13月1日", 0, 0, 0);
    check_date("2月30日", 0, 0, 0);
    check_date("版本4.8.4，3/4的终端，第12024年3月4号", 0, 0, 0);
}

static void check_time(const char *text, int minute, size_t n) {
    int got = -1;
    size_t length = 0;
    assert_int_equal(prose_time_at(str_from(text), &got, &length), minute >= 0);
    assert_int_equal(got, minute);
    assert_int_equal(length, n);
}

static void test_times(void **state) {
    (void)state;
    check_time("14:05到达", 845, 5);
    check_time("9:05", 545, 4);
    check_time("14时05分恢复", 845, 10);
    check_time("14点05", 845, 7);
    check_time("14：05", 845, 7);
    check_time("14:05:59，", 845, 8);
    check_time("24:00", 1440, 5);
    check_time("24:01", -1, 0);
    check_time("14:5", -1, 0);
    check_time("114:05", -1, 0);
    check_time("14:75", -1, 0);
}

static void check_duration(const char *text, int64_t minutes, bool exact) {
    int64_t got;
    size_t n;
    bool is_exact;
    assert_int_equal(prose_duration_at(str_from(text), &got, &is_exact, &n), minutes >= 0);
    if (minutes >= 0) {
        assert_int_equal(got, minutes);
        assert_int_equal(is_exact, exact);
    }
}

static void test_durations(void **state) {
    (void)state;
    check_duration("2小时5分", 125, true);
    check_duration("125分钟", 125, true);
    check_duration("1天2小时", 1560, false);
    check_duration("2.5小时", 150, false);
    check_duration("3个小时", 180, false);
    check_duration("5次", -1, false);
    check_duration("分钟", -1, false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sections), cmocka_unit_test(test_actions),   cmocka_unit_test(test_dates),
        cmocka_unit_test(test_times),    cmocka_unit_test(test_durations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
