/* Unit tests for util/source.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "util/source.h"

static void assert_line(const struct source *s, int line, const char *want) {
    str got = source_line(s, line);
    assert_int_equal(got.n, strlen(want));
    assert_memory_equal(got.p, want, got.n);
}

static void assert_at(const struct source *s, size_t offset, int line, int col) {
    struct span at = source_span(s, offset);
    assert_ptr_equal(at.src, s);
    assert_int_equal(at.line, line);
    assert_int_equal(at.col, col);
}

static void lines_of_all_kinds(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct source *s = source_new(a, S("x.csv"), S("one\ntwo\r\n\rfour\n"));
    assert_line(s, 1, "one");
    assert_line(s, 2, "two");
    assert_line(s, 3, "");
    assert_line(s, 4, "four");
    assert_line(s, 5, "");
    assert_line(s, 6, "");
    assert_line(s, 0, "");
    assert_line(s, -1, "");
    arena_free(a);
}

static void columns_count_characters(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct source *s = source_new(a, S("x.yaml"), S("合同: 甲\n  b"));
    assert_at(s, 0, 1, 1);
    assert_at(s, 3, 1, 2);
    assert_at(s, 6, 1, 3);
    assert_at(s, 8, 1, 5);
    assert_at(s, 11, 1, 6); /* the line end itself */
    assert_at(s, 12, 2, 1);
    assert_at(s, 14, 2, 3);
    assert_at(s, 15, 2, 4); /* the end of the text */
    assert_at(s, 9999, 2, 4);
    arena_free(a);
}

static void empty_text_has_one_line(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct source *s = source_new(a, S("x"), S(""));
    assert_at(s, 0, 1, 1);
    assert_line(s, 1, "");
    arena_free(a);
}

/* Checkpoints fall inside characters and lines; every place must still agree with plain counting. */
static void long_lines(void **state) {
    (void)state;
    enum { N = 30001 };
    struct arena *a = arena_new();
    char *text = arena_alloc(a, N, 1);
    for (size_t i = 0; i + 3 <= N; i += 3)
        memcpy(text + i, i % 9999 == 9996 ? "a\nb" : "约", 3);
    text[N - 1] = 'z';
    struct source *s = source_new(a, S("x"), (str){text, N});
    int line = 1, col = 1;
    for (size_t i = 0; i < N; i++) {
        if (((unsigned char)text[i] & 0xC0) == 0x80)
            continue;
        assert_at(s, i, line, col++);
        if (text[i] == '\n') {
            line++;
            col = 1;
        }
    }
    assert_true(line > 2);
    arena_free(a);
}

static void places(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct source *s = source_new(a, S("r.csv"), S("a,b\nc,d\n"));
    struct place p = span_place(source_span(s, 6));
    assert_true(str_eqz(p.file, "r.csv"));
    assert_int_equal(p.line, 2);
    assert_int_equal(p.col, 3);
    assert_true(str_eqz(p.text, "c,d"));
    assert_int_equal(p.cell.n, 0);
    p = span_place((struct span){NULL, 3, 4});
    assert_int_equal(p.file.n + (size_t)p.line, 0);
    p = file_place(S("f"));
    assert_true(str_eqz(p.file, "f"));
    assert_int_equal(p.line, 0);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_all_kinds),
        cmocka_unit_test(columns_count_characters),
        cmocka_unit_test(empty_text_has_one_line),
        cmocka_unit_test(long_lines),
        cmocka_unit_test(places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
