/* Narratives: front matter, body, headings, and what is wrong with them. */
#include "records_fixture.h"

#include <sys/stat.h>

#include "records/narrative.h"

static void add(struct fixture *x, const char *name, const char *text) {
    mkdir(str_z(x->a, path_join(x->a, x->dir, S("narratives"))), 0700);
    fixture_write(x, str_z(x->a, path_join(x->a, S("narratives"), str_from(name))), text, strlen(text));
}

static size_t load(struct fixture *x, struct narrative **n) {
    return narratives_load(x->a, x->d, x->dir, n);
}

static int close_folder(void **state) {
    struct fixture *x = *state;
    str *names, dir = path_join(x->a, x->dir, S("narratives"));
    size_t n = dir_list(x->a, dir, &names);
    for (size_t i = 0; i < n; i++)
        unlink(str_z(x->a, path_join(x->a, dir, names[i])));
    rmdir(str_z(x->a, dir));
    return fixture_close(state);
}

static void front_matter_and_body(void **state) {
    struct fixture *x = *state;
    struct narrative *n;
    add(x, "b.md", "---\nrecord: incident\nid: INC-2\n---\n");
    add(x, "a.md",
        "---\r\nrecord: incident\r\nid: INC-1\r\ntitle: 存储故障\r\nauthor: 示例\r\n---\r\n\r\n## 经过\r\n"
        "正文\r\n```\n## 不是标题\n```\n### 小节\n## 原因 \n");
    add(x, "photo.png", "x");
    assert_int_equal(load(x, &n), 2);
    assert_string_equal(fixture_faults(x), "");
    assert_string_equal(str_z(x->a, n[0].path), "narratives/a.md");
    assert_string_equal(str_z(x->a, n[0].record.v), "incident");
    assert_string_equal(str_z(x->a, n[0].id.v), "INC-1");
    assert_int_equal(n[0].id.at.line, 3);
    assert_string_equal(str_z(x->a, n[0].title.v), "存储故障");
    assert_int_equal(n[0].n_more, 1);
    assert_string_equal(str_z(x->a, n[0].more[0].key.v), "author");
    assert_string_equal(str_z(x->a, n[0].more[0].value.v), "示例");
    assert_int_equal(n[0].body_line, 7);
    assert_true(str_starts(n[0].body, S("\r\n## 经过")));
    assert_string_equal(str_z(x->a, n[0].headings), "经过\n原因");
    assert_int_equal(n[1].body.n, 0);
    assert_int_equal(n[1].body_line, 5);
    assert_int_equal(n[1].headings.n, 0);
}

static void no_folder_no_narratives(void **state) {
    struct fixture *x = *state;
    struct narrative *n;
    assert_int_equal(load(x, &n), 0);
    assert_string_equal(fixture_faults(x), "");
}

static void faults_of_front_matter(void **state) {
    struct fixture *x = *state;
    struct narrative *n;
    add(x, "1.md", "# 没有文首\n");
    add(x, "2.md", "---\nrecord: incident\n");
    add(x, "3.md", "---\nrecord: incident\n---\n正文\n");
    add(x, "4.md", "---\n- a\n---\n");
    add(x, "5.md", "---\nrecord: incident\nid: X\nauthors: [a, b]\n---\n");
    add(x, "6.md", "---\nrecord: [incident\nid: X\n---\n");
    add(x, "7.md", "---\n---\n");
    assert_int_equal(load(x, &n), 1); /* 5.md, whose other keys are its own affair */
    const char *shown = fixture_faults(x);
    static const char *const expected[] = {"narratives/1.md:1:1: error: no front matter",
                                           "narratives/2.md:1:1: error: no front matter",
                                           "narratives/3.md:2:1: error: key 'id' is missing in front matter",
                                           "narratives/4.md:2:1: error: 'front matter' takes",
                                           "narratives/5.md:4:10: error: 'authors' takes text, not a list",
                                           "narratives/6.md:",
                                           "narratives/7.md:"};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        if (!strstr(shown, expected[i]))
            fail_msg("no '%s' in:\n%s", expected[i], shown);
}

static void one_narrative_for_a_record(void **state) {
    struct fixture *x = *state;
    struct narrative *n;
    add(x, "1.md", "---\nrecord: incident\nid: A\n---\n");
    add(x, "2.md", "---\nrecord: upgrade\nid: A\n---\n");
    add(x, "3.md", "---\nid: A\nrecord: incident\n---\n");
    assert_int_equal(load(x, &n), 3);
    assert_string_equal(fixture_faults(x),
                        "narratives/3.md:2:5: error: incident 'A' already has the narrative "
                        "'narratives/1.md' [duplicate-narrative]\n");
}

#define FOLDER_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_open, close_folder)

int main(void) {
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(front_matter_and_body),
        FOLDER_TEST(no_folder_no_narratives),
        FOLDER_TEST(faults_of_front_matter),
        FOLDER_TEST(one_narrative_for_a_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
