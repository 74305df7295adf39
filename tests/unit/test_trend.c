/* test_trend.c - where a measured value stands and at what pace it moves. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "util/trend.h"

/* A disk that is cleaned every seventh day grows on most days and stands still all the same. */
static void a_weekly_cleaning_is_no_growth(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct trend_point p[70];
    struct trend t;
    for (size_t i = 0; i < 70; i++)
        p[i] = (struct trend_point){.day = (double)i, .value = 50 + (double)(i % 7)};
    assert_true(trend_fit(a, p, 70, &t));
    assert_true(fabs(t.slope) < 0.01);
    assert_true(isnan(trend_reach(&t, 80)));
    arena_free(a);
}

/* From the last value, not from a line through all: after a cleaning the disk is as empty as it is. */
static void a_forecast_begins_where_things_stand(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct trend_point p[60];
    struct trend t;
    for (size_t i = 0; i < 60; i++) /* given backwards: the order is the days' */
        p[59 - i] = (struct trend_point){.day = (double)i, .value = (i < 50 ? 40 : 20) + 0.5 * (double)i};
    assert_true(trend_fit(a, p, 60, &t));
    assert_true(fabs(t.now - 49.5) < 1e-9 && fabs(t.slope - 0.5) < 1e-9);
    assert_true(fabs(trend_value(&t, t.last + 10) - 54.5) < 1e-9);
    assert_true(fabs(trend_reach(&t, 80) - (59 + 61)) < 1e-9);
    assert_true(isnan(trend_reach(&t, 40))); /* behind it already */
    arena_free(a);
}

static void a_short_series_goes_from_point_to_point(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct trend_point p[] = {{.day = 0, .value = 1}, {.day = 1, .value = 3}, {.day = 2, .value = 5}};
    struct trend t;
    assert_true(trend_fit(a, p, 3, &t));
    assert_true(fabs(t.slope - 2) < 1e-9);
    assert_false(trend_fit(a, p, 2, &t)); /* two points are no trend, but the last one is known */
    assert_true(fabs(t.now - 3) < 1e-9);
    assert_false(trend_fit(a, p, 0, &t));
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_weekly_cleaning_is_no_growth),
        cmocka_unit_test(a_forecast_begins_where_things_stand),
        cmocka_unit_test(a_short_series_goes_from_point_to_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
