/* Limits: each rule of the Civil Code's art. 200-204 by hand, with the dates of real calendars. */
#include <stdio.h>

#include "calendar_fixture.h"

enum { MON_FRI = 0x1F, TUE_THU = 0x0A, MON_SUN = 0x7F };

static struct hours office_hours[] = {{8 * 60, 12 * 60}, {13 * 60 + 30, 18 * 60}};
static struct hours to_midnight[] = {{16 * 60, 24 * 60}};

struct legal {
    struct arena *a;
    const struct calendars *cs;
};

static int setup(void **state) {
    static struct calendar_def defs[5];
    static struct legal l;
    l.a = arena_new();
    defs[0] = fixture_def("office", MON_FRI, office_hours, 2, "cn");
    defs[1] = fixture_def("plain", MON_FRI, office_hours, 2, "none");
    defs[2] = fixture_def("clinic", TUE_THU, office_hours, 2, "cn");
    defs[3] = fixture_def("late", MON_SUN, to_midnight, 1, "none");
    defs[4] = fixture_def("broken", MON_FRI, NULL, 0, "none");
    l.cs = fixture_build(l.a, diags_new(l.a, LANG_EN), defs, 5);
    *state = &l;
    return 0;
}

static int teardown(void **state) {
    arena_free(((struct legal *)*state)->a);
    return 0;
}

static int64_t due_at(const struct legal *l, const char *calendar, const char *t, const char *limit) {
    struct limit within;
    assert_true(limit_parse(str_from(limit), &within));
    return calendar_due(l->cs, calendars_find(l->cs, str_from(calendar)), at_time(t), &within);
}

static void due(const struct legal *l, const char *calendar, const char *t, const char *limit,
                const char *expected) {
    int64_t found = due_at(l, calendar, t, limit);
    assert_string_equal(str_z(l->a, civil_text(l->a, found)), expected);
}

/* Art. 201 par. 2: hours run from the moment itself. */
static void test_hours(void **state) {
    const struct legal *l = *state;
    due(l, "always", "2025-03-05 23:50:30", "30min", "2025-03-06 00:20:30");
    due(l, "always", "2025-02-28 12:00:00", "24h", "2025-03-01 12:00:00");
    due(l, "always", "2025-09-30 17:59:00", "2h", "2025-09-30 19:59:00"); /* no holiday stops the clock */
    due(l, "office", "2025-09-30 17:30:00", "2h", "2025-10-09 09:30:00");
    due(l, "office", "2025-03-05 16:00:00", "2h",
        "2025-03-05 18:00:00"); /* met exactly at the close of business */
    due(l, "office", "2025-03-05 12:10:00", "10min", "2025-03-05 13:40:00");
    due(l, "office", "2025-01-25 10:00:00", "1h", "2025-01-26 09:00:00"); /* on to the make-up Sunday */
    due(l, "late", "2025-03-05 23:30:00", "30min", "2025-03-06 00:00:00");
}

/* Art. 201 par. 1: the day on which a period begins does not count, whatever the hour. */
static void test_first_day(void **state) {
    const struct legal *l = *state;
    due(l, "always", "2025-03-03 00:00:00", "1 workday", "2025-03-05 00:00:00");
    due(l, "always", "2025-03-03 23:59:59", "1 workday", "2025-03-05 00:00:00");
    due(l, "always", "2025-03-03 08:00:00", "2 days", "2025-03-06 00:00:00");
    due(l, "always", "2025-03-03 08:00:00", "2 weeks", "2025-03-18 00:00:00");
}

/* Art. 202: the corresponding day, or the month's last. */
static void test_months(void **state) {
    const struct legal *l = *state;
    due(l, "always", "2025-03-14 10:00:00", "1 month", "2025-04-15 00:00:00");
    due(l, "always", "2024-12-30 10:00:00", "2 months", "2025-03-01 00:00:00"); /* 28 February, a Friday */
    due(l, "always", "2023-12-31 10:00:00", "2 months",
        "2024-03-01 00:00:00"); /* leap: 29 February, a Thursday */
    due(l, "always", "2025-03-31 10:00:00", "1 month", "2025-05-01 00:00:00"); /* 30 April */
    due(l, "always", "2024-02-29 10:00:00", "1 year", "2025-03-01 00:00:00");  /* 28 February, a Friday */
    due(l, "always", "2023-02-28 10:00:00", "1 year", "2024-02-29 00:00:00");  /* 28 February, not the 29th */
    due(l, "always", "2025-11-30 10:00:00", "3 months",
        "2026-03-01 00:00:00"); /* 28 February is a make-up Saturday */
    due(l, "always", "2023-05-31 10:00:00", "3 years", "2026-06-02 00:00:00"); /* 31 May is a Sunday */
}

/* Art. 203 par. 1: a last day that is a day off gives way to the day after the days off. */
static void test_last_day_off(void **state) {
    const struct legal *l = *state;
    due(l, "always", "2025-03-06 08:00:00", "2 days", "2025-03-11 00:00:00"); /* Saturday to Monday */
    due(l, "always", "2025-09-24 08:00:00", "10 days",
        "2025-10-10 00:00:00"); /* National Day week to the 9th */
    due(l, "always", "2025-09-01 08:00:00", "1 month", "2025-10-10 00:00:00");
    due(l, "always", "2025-01-18 08:00:00", "8 days", "2025-01-27 00:00:00"); /* the make-up Sunday itself */
    due(l, "always", "2025-01-27 08:00:00", "12 days",
        "2025-02-09 00:00:00"); /* the make-up Saturday itself */
    due(l, "always", "2025-12-02 08:00:00", "1 month",
        "2026-01-05 00:00:00"); /* to the make-up Sunday 4 January */
    /* A calendar that works on holidays does not abolish them: the last day still moves. */
    due(l, "plain", "2025-09-24 08:00:00", "10 days", "2025-10-09 18:00:00");
    due(l, "late", "2025-09-24 08:00:00", "10 days", "2025-10-10 00:00:00");
}

/* Art. 203 par. 2: 24:00, or the time at which business stops. */
static void test_end_of_last_day(void **state) {
    const struct legal *l = *state;
    due(l, "always", "2025-03-03 08:00:00", "3 days", "2025-03-07 00:00:00");
    due(l, "office", "2025-03-03 08:00:00", "3 days", "2025-03-06 18:00:00");
    due(l, "late", "2025-03-03 08:00:00", "3 days", "2025-03-07 00:00:00");
    due(l, "clinic", "2025-03-03 08:00:00", "3 days", "2025-03-06 18:00:00"); /* a Thursday */
    due(l, "clinic", "2025-03-03 08:00:00", "4 days",
        "2025-03-11 18:00:00"); /* Friday: no business until Tuesday */
}

/* Art. 204: workdays are those of the agreed calendar. */
static void test_workdays(void **state) {
    const struct legal *l = *state;
    due(l, "office", "2025-03-03 19:00:00", "3 workdays", "2025-03-06 18:00:00");
    due(l, "office", "2025-09-29 10:00:00", "3 workdays", "2025-10-10 18:00:00");
    due(l, "office", "2025-01-24 10:00:00", "3 workdays",
        "2025-02-05 18:00:00"); /* 26, 27 January, 5 February */
    due(l, "office", "2025-02-06 10:00:00", "2 workdays",
        "2025-02-08 18:00:00"); /* ends on the make-up Saturday */
    due(l, "plain", "2025-09-29 10:00:00", "3 workdays", "2025-10-02 18:00:00");
    due(l, "clinic", "2025-03-04 10:00:00", "2 workdays", "2025-03-11 18:00:00");
    due(l, "always", "2025-09-29 10:00:00", "3 workdays",
        "2025-10-11 00:00:00"); /* statutory workdays, to 24:00 */
}

static void test_next_opening(void **state) {
    const struct legal *l = *state;
    due(l, "office", "2025-10-03 22:00:00", "before next opening", "2025-10-09 08:00:00");
    due(l, "office", "2025-03-05 02:00:00", "before next opening", "2025-03-05 08:00:00");
    due(l, "always", "2025-03-05 02:00:00", "before next opening", "");
}

static void test_unknown(void **state) {
    const struct legal *l = *state;
    due(l, "office", "2026-12-31 16:00:00", "2h", "2026-12-31 18:00:00");
    due(l, "office", "2026-12-31 17:00:00", "2h", "");
    due(l, "always", "2026-12-31 17:00:00", "2h", "2026-12-31 19:00:00");
    due(l, "office", "2026-12-31 10:00:00", "1 workday", "");
    due(l, "plain", "2026-12-31 10:00:00", "1 workday", "2027-01-01 18:00:00"); /* agreed without holidays */
    due(l, "plain", "2026-12-01 10:00:00", "1 month", "");
    due(l, "always", "2026-12-01 10:00:00", "1 year", "");
    due(l, "broken", "2025-03-05 10:00:00", "2h", "");
    due(l, "broken", "2025-03-05 10:00:00", "2 days", "");
    struct limit none = {.unit = LIMIT_NONE}, month = {.unit = LIMIT_MONTHS, .n = 36600};
    const struct calendar *always = calendars_find(l->cs, S("always"));
    assert_int_equal(calendar_due(l->cs, always, at_time("2025-03-05 02:00:00"), &none), CIVIL_NONE);
    assert_int_equal(calendar_due(l->cs, always, at_time("9999-03-05 02:00:00"), &month), CIVIL_NONE);
    assert_int_equal(calendar_due(l->cs, always, CIVIL_NONE, &month), CIVIL_NONE);
    assert_int_equal(calendar_due(l->cs, always, INT64_MAX, &month), CIVIL_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hours),           cmocka_unit_test(test_first_day),
        cmocka_unit_test(test_months),          cmocka_unit_test(test_last_day_off),
        cmocka_unit_test(test_end_of_last_day), cmocka_unit_test(test_workdays),
        cmocka_unit_test(test_next_opening),    cmocka_unit_test(test_unknown),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
