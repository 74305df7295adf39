/* Unit tests for util/arena.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "util/arena.h"

static void memory_is_zeroed_and_aligned(void **state) {
    (void)state;
    struct arena *a = arena_new();
    for (size_t align = 1; align <= _Alignof(max_align_t); align *= 2) {
        unsigned char *p = arena_alloc(a, 37, align);
        assert_int_equal((uintptr_t)p % align, 0);
        for (int i = 0; i < 37; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, 37);
    }
    arena_free(a);
}

static void rewind_gives_back_and_zeroes_again(void **state) {
    (void)state;
    struct arena *a = arena_new();
    char *kept = arena_alloc(a, 4, 1);
    memcpy(kept, "kept", 4);
    struct arena_mark m = arena_mark(a);
    size_t held = arena_held(a);
    for (int i = 0; i < 100; i++)
        memset(arena_alloc(a, 50000, 8), 0xFF, 50000);
    assert_true(arena_held(a) > held + 4000000);
    arena_rewind(a, m);
    assert_int_equal(arena_held(a), held);
    char *again = arena_alloc(a, 64, 1);
    for (int i = 0; i < 64; i++)
        assert_int_equal(again[i], 0);
    assert_memory_equal(kept, "kept", 4);
    arena_free(a);
}

static void rewind_to_the_empty_arena(void **state) {
    (void)state;
    struct arena *a = arena_new();
    size_t empty = arena_held(a);
    struct arena_mark m = arena_mark(a);
    ARENA_ARRAY(a, int, 1000);
    arena_rewind(a, m);
    assert_int_equal(arena_held(a), empty);
    assert_non_null(arena_alloc(a, 0, 1));
    arena_free(a);
}

static void grow_keeps_what_was_there(void **state) {
    (void)state;
    struct arena *a = arena_new();
    char *p = arena_alloc(a, 3, 1);
    memcpy(p, "abc", 3);
    p = arena_grow(a, p, 3, 10, 1);
    assert_memory_equal(p, "abc\0\0\0\0\0\0\0", 10);
    arena_alloc(a, 1, 1); /* no longer the last block */
    char *q = arena_grow(a, p, 10, 200000, 1);
    assert_ptr_not_equal(p, q);
    assert_memory_equal(q, "abc", 4);
    assert_int_equal(q[199999], 0);
    arena_free(a);
}

static void vectors_grow(void **state) {
    (void)state;
    struct arena *a = arena_new();
    VEC(int) v = {0};
    for (int i = 0; i < 5000; i++)
        VEC_PUSH(a, &v, i * 3);
    assert_int_equal(v.n, 5000);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(v.at[i], i * 3);
    arena_free(a);
}

/* Scratch memory of a loop must not add up. */
static void rewind_in_a_loop(void **state) {
    (void)state;
    struct arena *a = arena_new();
    arena_alloc(a, 10, 1);
    size_t before = arena_held(a), within = 0;
    for (int i = 0; i < 10000; i++) {
        struct arena_mark m = arena_mark(a);
        arena_alloc(a, 1000, 8);
        if (i == 0)
            within = arena_held(a);
        assert_int_equal(arena_held(a), within);
        arena_rewind(a, m);
    }
    assert_int_equal(arena_held(a), before);
    arena_free(a);
}

static void nothing_to_free(void **state) {
    (void)state;
    arena_free(NULL);
    arena_free(arena_new());
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(rewind_gives_back_and_zeroes_again),
        cmocka_unit_test(rewind_to_the_empty_arena),
        cmocka_unit_test(grow_keeps_what_was_there),
        cmocka_unit_test(vectors_grow),
        cmocka_unit_test(rewind_in_a_loop),
        cmocka_unit_test(nothing_to_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
