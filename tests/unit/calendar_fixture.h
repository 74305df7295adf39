/* calendar_fixture.h - calendars for tests, built as a contract would build them. */
#ifndef LVYUE_TESTS_CALENDAR_FIXTURE_H
#define LVYUE_TESTS_CALENDAR_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "calendar/calendar.h"

static inline str fixture_holidays_path(struct arena *a) {
    const char *root = getenv("LVYUE_ROOT");
    return str_fmt(a, "%s/data/holidays-cn.yaml", root ? root : ".");
}

static inline const struct holidays *fixture_holidays(struct arena *a) {
    struct diags *d = diags_new(a, LANG_EN);
    const struct holidays *h = holidays_load(a, d, fixture_holidays_path(a));
    diags_print(d, stderr);
    assert_non_null(h);
    return h;
}

static inline int64_t at_time(const char *text) {
    int64_t t = CIVIL_NONE;
    assert_true(civil_parse(str_from(text), S(""), &t, NULL));
    return t;
}

static inline int32_t on_day(const char *text) {
    return civil_day(at_time(text));
}

/* One calendar of a contract that runs through 2025. */
static inline struct calendar_def fixture_def(const char *name, unsigned weekdays, struct hours *hours,
                                              size_t n, const char *holidays) {
    return (struct calendar_def){.name = {str_from(name), {0}},
                                 .weekdays = weekdays,
                                 .hours = hours,
                                 .n_hours = n,
                                 .holidays = {str_from(holidays), {0}}};
}

static inline struct calendars *fixture_build(struct arena *a, struct diags *d, struct calendar_def *defs,
                                              size_t n) {
    struct contract *c = ARENA_NEW(a, struct contract);
    c->term = (struct term){day_from_ymd(2025, 1, 1), day_from_ymd(2026, 1, 1), false};
    c->calendars.at = defs;
    c->calendars.n = n;
    return calendars_build(a, d, c, fixture_holidays(a), INT32_MAX);
}

#endif
