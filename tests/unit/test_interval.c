/* Interval algebra against a brute-force model: a set of moments 0..63 is one 64-bit word, so union, subtraction
 * and intersection are |, & ~ and &, and length is the number of bits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "assess/interval.h"

static uint64_t bits_of(const struct intervals *s) {
    uint64_t bits = 0;
    for (size_t i = 0; i < s->n; i++)
        for (int64_t t = s->at[i].from; t < s->at[i].to; t++)
            bits |= UINT64_C(1) << t;
    return bits;
}

/* xorshift64: the same sets in every run. */
static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static struct intervals random_set(struct arena *a, uint64_t *state) {
    struct intervals s = {0};
    uint64_t n = next_random(state) % 8;
    for (uint64_t i = 0; i < n; i++) {
        int64_t from = (int64_t)(next_random(state) % 64);
        intervals_add(a, &s, from, from + (int64_t)(next_random(state) % (uint64_t)(65 - from)));
    }
    return s;
}

static void check_pair(struct arena *a, uint64_t *state) {
    struct intervals x = random_set(a, state), y = random_set(a, state), out = {0};
    uint64_t bx = bits_of(&x), by = bits_of(&y);
    intervals_normalise(&x);
    intervals_normalise(&y);
    assert_true(intervals_normal(&x) && bits_of(&x) == bx);
    assert_int_equal(intervals_length(&x), __builtin_popcountll(bx));
    intervals_subtract(a, &x, &y, &out);
    assert_true(intervals_normal(&out) && bits_of(&out) == (bx & ~by));
    intervals_intersect(a, &x, &y, &out);
    assert_true(intervals_normal(&out) && bits_of(&out) == (bx & by));
    for (int i = 0; i < 4; i++) {
        int64_t from = (int64_t)(next_random(state) % 63),
                to = from + 1 + (int64_t)(next_random(state) % (uint64_t)(63 - from));
        uint64_t window = ((UINT64_C(1) << (to - from)) - 1) << from;
        assert_int_equal(intervals_cover(&x, from, to), (bx & window) == window);
        struct intervals clipped = {0};
        intervals_subtract(a, &x, &(struct intervals){0}, &clipped);
        intervals_clip(&clipped, from, to);
        assert_true(intervals_normal(&clipped) && bits_of(&clipped) == (bx & window));
    }
}

static void test_random_sets(void **unused) {
    (void)unused;
    uint64_t state = UINT64_C(0x9e3779b97f4a7c15);
    struct arena *a = arena_new();
    for (int i = 0; i < 20000; i++) {
        struct arena_mark m = arena_mark(a);
        check_pair(a, &state);
        arena_rewind(a, m);
    }
    arena_free(a);
}

static void test_by_hand(void **unused) {
    (void)unused;
    struct arena *a = arena_new();
    struct intervals x = {0}, y = {0}, out = {0};
    intervals_add(a, &x, 50, 60);
    intervals_add(a, &x, 10, 20);
    intervals_add(a, &x, 20, 30); /* touches: one interval */
    intervals_add(a, &x, 15, 15); /* empty: not kept */
    intervals_add(a, &x, 7, 3);   /* upside down: not kept */
    intervals_normalise(&x);
    assert_int_equal(x.n, 2);
    assert_int_equal(intervals_length(&x), 30);
    intervals_add(a, &y, 0, 12);
    intervals_add(a, &y, 25, 55);
    intervals_subtract(a, &x, &y, &out); /* [12,25) [55,60) */
    assert_int_equal(out.n, 2);
    assert_int_equal(out.at[0].from, 12);
    assert_int_equal(out.at[0].to, 25);
    assert_int_equal(out.at[1].from, 55);
    assert_true(intervals_cover(&x, 10, 30));
    assert_false(intervals_cover(&x, 10, 31));
    assert_true(intervals_cover(&x, 40, 40)); /* nothing to cover */
    intervals_clear(&x);
    intervals_subtract(a, &x, &y, &out);
    assert_int_equal(out.n, 0);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_by_hand), cmocka_unit_test(test_random_sets)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
