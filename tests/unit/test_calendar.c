/* Open time: chosen cases by hand, then many random ones against the minute-by-minute oracle. */
#include <stdio.h>

#include "calendar_fixture.h"
#include "calendar_oracle.h"
#include "diag_shown.h"

enum { MON_FRI = 0x1F, MON_SUN = 0x7F, WEEKEND = 0x60 };
#define MINUTES(h, m) ((h)*60 + (m))

static struct hours split[] = {{MINUTES(8, 0), MINUTES(12, 0)}, {MINUTES(13, 30), MINUTES(18, 0)}};
static struct hours evening[] = {{MINUTES(18, 0), MINUTES(24, 0)}};
static struct hours all_day[] = {{0, MINUTES(24, 0)}};

static struct calendars *sample(struct arena *a) {
    static struct calendar_def defs[6];
    defs[0] = fixture_def("office", MON_FRI, split, 2, "cn");
    defs[1] = fixture_def("plain", MON_FRI, split, 2, "none");
    defs[2] = fixture_def("evening", MON_FRI, evening, 1, "cn");
    defs[3] = fixture_def("daily", MON_SUN, all_day, 1, "none");
    defs[4] = fixture_def("workdays24", MON_FRI, all_day, 1, "cn");
    defs[5] = fixture_def("broken", 0, NULL, 0, "none");
    return fixture_build(a, diags_new(a, LANG_EN), defs, 6);
}

static const struct calendar *find(const struct calendars *cs, const char *name) {
    const struct calendar *c = calendars_find(cs, str_from(name));
    assert_non_null(c);
    return c;
}

static void assert_moment(int64_t found, const char *expected) {
    struct arena *a = arena_new();
    assert_string_equal(str_z(a, civil_text(a, found)), expected);
    arena_free(a);
}

static void test_day_kinds(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendars *cs = sample(a);
    const struct calendar *office = find(cs, "office"), *plain = find(cs, "plain");
    assert_int_equal(calendar_day_kind(office, on_day("2025-01-27")), DAY_WORKDAY);
    assert_int_equal(calendar_day_kind(office, on_day("2025-01-28")), DAY_HOLIDAY);
    assert_int_equal(calendar_day_kind(office, on_day("2025-01-26")), DAY_MAKEUP);
    assert_int_equal(calendar_day_kind(office, on_day("2025-01-25")), DAY_WEEKEND);
    assert_int_equal(calendar_day_kind(office, on_day("2022-12-30")), DAY_UNKNOWN);
    assert_int_equal(calendar_day_kind(plain, on_day("2025-01-28")), DAY_WORKDAY);
    assert_int_equal(calendar_day_kind(plain, on_day("2025-01-26")), DAY_WEEKEND);
    assert_int_equal(calendar_day_kind(plain, on_day("1999-12-31")), DAY_WORKDAY);
    assert_true(calendar_is_workday(office, on_day("2025-02-08")));
    assert_false(calendar_is_workday(office, on_day("2025-10-06")));
    assert_true(calendar_is_workday(find(cs, "always"), on_day("2025-10-06")));
    assert_null(calendars_find(cs, S("no such")));
    assert_true(str_eqz(calendar_name(find(cs, "always")), "always"));
    arena_free(a);
}

static void test_open_at(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendar *office = find(sample(a), "office");
    assert_false(calendar_open_at(office, at_time("2025-03-05 07:59:59")));
    assert_true(calendar_open_at(office, at_time("2025-03-05 08:00:00")));
    assert_false(calendar_open_at(office, at_time("2025-03-05 12:00:00")));
    assert_true(calendar_open_at(office, at_time("2025-03-05 13:30:00")));
    assert_false(calendar_open_at(office, at_time("2025-03-05 18:00:00")));
    assert_true(
        calendar_open_at(office, at_time("2025-01-26 09:00:00"))); /* make-up Sunday keeps the hours */
    assert_false(calendar_open_at(office, at_time("2025-01-28 09:00:00")));
    assert_false(calendar_open_at(office, at_time("2022-12-30 09:00:00")));
    arena_free(a);
}

static void test_between(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendars *cs = sample(a);
    const struct calendar *office = find(cs, "office"), *always = find(cs, "always");
    int64_t noon = at_time("2025-03-05 12:00:00");
    assert_int_equal(calendar_between(office, at_time("2025-03-05 11:59:30"), noon), 30);
    assert_int_equal(calendar_between(office, noon, at_time("2025-03-05 13:30:00")), 0);
    assert_int_equal(calendar_between(office, noon, noon - 600), 0);
    /* Over the Spring Festival: Sunday 26 and Monday 27 January, Wednesday 5 to Saturday 8 February are worked. */
    assert_int_equal(calendar_between(office, at_time("2025-01-25 00:00:00"), at_time("2025-02-10 00:00:00")),
                     6 * 30600);
    assert_int_equal(calendar_between(always, noon - 1, noon + 86400), 86401);
    assert_int_equal(calendar_between(find(cs, "broken"), noon, noon + 86400), 0);
    arena_free(a);
}

static void test_add(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendars *cs = sample(a);
    const struct calendar *office = find(cs, "office");
    assert_moment(calendar_add(office, at_time("2025-03-05 11:30:00"), 3600), "2025-03-05 14:00:00");
    assert_moment(calendar_add(office, at_time("2025-03-05 11:30:00"), 1800),
                  "2025-03-05 12:00:00"); /* at closing */
    assert_moment(calendar_add(office, at_time("2025-03-05 17:00:00"), 3601), "2025-03-06 08:00:01");
    assert_moment(calendar_add(office, at_time("2025-09-30 17:59:00"), 120), "2025-10-09 08:01:00");
    assert_moment(calendar_add(office, at_time("2025-03-08 03:00:00"), 0), "2025-03-08 03:00:00");
    assert_moment(calendar_add(find(cs, "evening"), at_time("2025-03-05 10:00:00"), 6 * 3600),
                  "2025-03-06 00:00:00");
    assert_moment(calendar_add(find(cs, "always"), at_time("2024-02-28 23:00:00"), 2 * 86400),
                  "2024-03-01 23:00:00");
    assert_int_equal(calendar_add(find(cs, "broken"), at_time("2025-03-05 11:30:00"), 1), CIVIL_NONE);
    arena_free(a);
}

static void test_next_opening(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendars *cs = sample(a);
    const struct calendar *office = find(cs, "office"), *day24 = find(cs, "workdays24");
    assert_moment(calendar_next_opening(office, at_time("2025-03-05 03:00:00")), "2025-03-05 08:00:00");
    assert_moment(calendar_next_opening(office, at_time("2025-03-05 08:00:00")), "2025-03-06 08:00:00");
    assert_moment(calendar_next_opening(office, at_time("2025-03-05 12:30:00")), "2025-03-06 08:00:00");
    assert_moment(calendar_next_opening(office, at_time("2025-10-01 20:00:00")), "2025-10-09 08:00:00");
    assert_moment(calendar_next_opening(day24, at_time("2025-03-05 12:00:00")), "2025-03-10 00:00:00");
    assert_int_equal(calendar_next_opening(find(cs, "always"), at_time("2025-03-05 12:00:00")), CIVIL_NONE);
    assert_int_equal(calendar_next_opening(find(cs, "daily"), at_time("2025-03-05 12:00:00")), CIVIL_NONE);
    assert_int_equal(calendar_next_opening(find(cs, "broken"), at_time("2025-03-05 12:00:00")), CIVIL_NONE);
    arena_free(a);
}

static void test_add_workdays(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendars *cs = sample(a);
    const struct calendar *office = find(cs, "office"), *plain = find(cs, "plain");
    assert_int_equal(calendar_add_workdays(office, on_day("2025-01-27"), 1), on_day("2025-02-05"));
    assert_int_equal(calendar_add_workdays(office, on_day("2025-02-05"), -1), on_day("2025-01-27"));
    assert_int_equal(calendar_add_workdays(office, on_day("2025-02-01"), -2), on_day("2025-01-26"));
    assert_int_equal(calendar_add_workdays(office, on_day("2025-02-01"), 0), on_day("2025-02-01"));
    assert_int_equal(calendar_add_workdays(office, on_day("2025-02-07"), 1), on_day("2025-02-08"));
    assert_int_equal(calendar_add_workdays(plain, on_day("2025-02-07"), 1), on_day("2025-02-10"));
    assert_int_equal(calendar_add_workdays(plain, on_day("1969-12-31"), -3), on_day("1969-12-26"));
    assert_int_equal(calendar_add_workdays(find(cs, "always"), on_day("2025-02-07"), 10),
                     on_day("2025-02-17"));
    assert_int_equal(calendar_add_workdays(plain, on_day("2025-02-07"), INT64_MAX), CALENDAR_NO_DAY);
    assert_int_equal(calendar_add_workdays(find(cs, "broken"), on_day("2025-02-07"), 1), CALENDAR_NO_DAY);
    arena_free(a);
}

/* -- what is not known ------------------------------------------------------------------------------- */

static void test_unknown_years(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendars *cs = sample(a);
    const struct calendar *office = find(cs, "office"), *plain = find(cs, "plain");
    const struct holidays *h = fixture_holidays(a);
    int32_t first, end;
    holidays_range(h, &first, &end);
    assert_int_equal(calendar_between(office, day_start(first) - 1, day_start(first) + 1), CIVIL_NONE);
    assert_int_equal(calendar_between(office, day_start(end) - 9, day_start(end) + 1), CIVIL_NONE);
    assert_int_equal(calendar_between(office, CIVIL_NONE, day_start(first)), CIVIL_NONE);
    assert_int_equal(calendar_between(office, day_start(end) - 9, day_start(end)), 0);
    assert_int_equal(calendar_add(office, day_start(end) - 86400, 90 * 86400), CIVIL_NONE);
    assert_int_equal(calendar_add(office, CIVIL_NONE, 1), CIVIL_NONE);
    assert_int_equal(calendar_add(office, INT64_MAX, 1), CIVIL_NONE);
    assert_int_equal(calendar_next_opening(office, day_start(end) - 60), CIVIL_NONE);
    assert_int_equal(calendar_add_workdays(office, end - 1, 1), CALENDAR_NO_DAY);
    assert_int_equal(calendar_add_workdays(office, first, -1), CALENDAR_NO_DAY);
    assert_int_equal(calendar_add_workdays(office, end, 0), CALENDAR_NO_DAY);
    assert_false(calendar_knows(office, end));
    assert_true(calendar_knows(plain, end));
    assert_false(calendar_knows(plain, on_day("9999-12-31") + 1));
    assert_int_equal(calendar_add(plain, at_time("9999-12-31 09:00:00"), 86400), CIVIL_NONE);
    arena_free(a);
}

static char *build_term(struct arena *a, const char *from, const char *to, struct calendar_def *defs,
                        size_t n, const char *limit) {
    struct contract *c = ARENA_NEW(a, struct contract);
    struct target target = {0};
    struct diags *d = diags_new(a, LANG_EN);
    c->term = (struct term){on_day(from), on_day(to), false};
    c->calendars.at = defs;
    c->calendars.n = n;
    c->targets.at = &target;
    c->targets.n = 1;
    assert_true(limit_parse(str_from(limit), &target.within));
    target.within.at = (struct span){source_new(a, S("contract.yaml"), S("x\n")), 1, 1};
    assert_non_null(calendars_build(a, d, c, fixture_holidays(a), INT32_MAX));
    return diag_shown(a, d);
}

static void test_years_demanded(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct calendar_def office = fixture_def("office", MON_FRI, split, 2, "cn");
    office.holidays.at = (struct span){source_new(a, S("contract.yaml"), S("a\nb\n")), 2, 1};
    struct calendar_def plain = fixture_def("plain", MON_FRI, split, 2, "none");
    assert_string_equal(build_term(a, "2023-01-01", "2025-01-01", &office, 1, "2h"), "");
    assert_string_equal(
        build_term(a, "2022-07-01", "2023-07-01", &office, 1, "2h"),
        "contract.yaml:2:1: error: holidays of 2022 are not loaded, but calendar 'office' needs them "
        "within the term [holiday-year]\n");
    assert_string_equal(
        build_term(a, "2021-07-01", "2101-07-01", &office, 1, "3 workdays"),
        "contract.yaml:2:1: error: holidays of 2021-2022, 2027-2101 are not loaded, but calendar "
        "'office' needs them within the term [holiday-year]\n");
    assert_string_equal(
        build_term(a, "2090-07-01", "2091-01-01", &office, 1, "2h"),
        "contract.yaml:2:1: error: holidays of 2090 are not loaded, but calendar 'office' needs them "
        "within the term [holiday-year]\n");
    assert_string_equal(
        build_term(a, "2019-07-01", "2020-07-01", &office, 1, "2h"),
        "contract.yaml:2:1: error: holidays of 2019-2020 are not loaded, but calendar 'office' needs "
        "them within the term [holiday-year]\n");
    assert_string_equal(build_term(a, "2021-07-01", "2022-07-01", &plain, 1, "2h"), "");
    assert_string_equal(
        build_term(a, "2021-07-01", "2022-07-01", &plain, 1, "3 months"),
        "contract.yaml:1:1: error: holidays of 2021-2022 are not loaded, but limit '3 months' needs "
        "them within the term [holiday-year]\n");
    assert_string_equal(
        build_term(a, "2024-01-01", "2027-01-01", &office, 1, "2h"),
        "contract.yaml:2:1: warning: holidays of 2027 are not loaded; due dates of calendar 'office' "
        "that fall there stay unknown [holiday-year-tail]\n");
    arena_free(a);
}

/* -- random cases ------------------------------------------------------------------------------------ */

enum { SETS = 60, CASES_EACH = 500 };

static uint64_t next_random(uint64_t *s) {
    *s ^= *s << 13;
    *s ^= *s >> 7;
    *s ^= *s << 17;
    return *s;
}
static int pick(uint64_t *s, int n) {
    return (int)(next_random(s) % (uint64_t)n);
}

/* Up to three stretches of a day, some from 00:00, some to 24:00. */
static size_t random_hours(uint64_t *s, struct hours *hours, struct oracle_hours *same) {
    int marks[7] = {pick(s, 4) ? 1 + pick(s, 600) : 0};
    size_t n = 1 + (size_t)pick(s, 3);
    for (size_t i = 1; i < 2 * n; i++)
        marks[i] = marks[i - 1] + 1 + pick(s, (1440 - marks[i - 1]) / (int)(2 * n - i + 1));
    if (pick(s, 4) == 0)
        marks[2 * n - 1] = 1440;
    for (size_t i = 0; i < n; i++) {
        hours[i] = (struct hours){marks[2 * i], marks[2 * i + 1]};
        same[i] = (struct oracle_hours){marks[2 * i], marks[2 * i + 1]};
    }
    return n;
}

struct random_calendar {
    struct hours hours[3];
    struct oracle *oracle;
    const struct calendars *cs;
    const struct calendar *c;
};

static void random_calendar(struct arena *a, uint64_t *s, int index, struct random_calendar *out) {
    struct oracle_hours same[3] = {{0, 1440}};
    bool cn = index > 0 && pick(s, 4) > 0, week[7];
    unsigned mask = index == 0 ? MON_SUN : pick(s, 2) ? MON_FRI : 1U + (unsigned)pick(s, 127);
    size_t n = 1;
    if (index > 0)
        n = random_hours(s, out->hours, same);
    for (int i = 0; i < 7; i++)
        week[i] = mask >> i & 1;
    out->oracle = oracle_new(week, cn, same, n);
    struct calendar_def *def = ARENA_NEW(a, struct calendar_def);
    *def = fixture_def("random", mask, out->hours, n, cn ? "cn" : "none");
    out->cs = fixture_build(a, diags_new(a, LANG_EN), def, 1);
    out->c = find(out->cs, index == 0 ? "always" : "random");
}

/* What lies beyond 2026 the oracle does not know; with holidays the calendar must not know it either. */
static void assert_same(const struct random_calendar *r, int64_t found, int64_t expected, int64_t base) {
    if (expected != ORACLE_NONE)
        assert_int_equal(found, base + expected);
    else if (r->oracle->holidays)
        assert_int_equal(found, CIVIL_NONE);
    else
        assert_true(found == CIVIL_NONE || found >= base + (int64_t)ORACLE_MINUTES * 60);
}

static int64_t random_moment(uint64_t *s) {
    int64_t t = (int64_t)pick(s, ORACLE_MINUTES - 1) * 60;
    return pick(s, 4) ? t : t + pick(s, 60);
}

static void compare_clock(uint64_t *s, const struct random_calendar *r, int64_t base) {
    int64_t t = random_moment(s), span = pick(s, 90 * 86400), b = t + span;
    if (b > (int64_t)ORACLE_MINUTES * 60)
        b = t;
    int64_t open = oracle_between(r->oracle, t, b);
    assert_int_equal(calendar_between(r->c, base + t, base + b), open);
    int64_t seconds =
        pick(s, 3) == 0 ? open : pick(s, pick(s, 2) ? 20000 : 2000000); /* exactly the time passed, or any */
    assert_same(r, calendar_add(r->c, base + t, seconds), oracle_add(r->oracle, t, seconds), base);
    assert_same(r, calendar_next_opening(r->c, base + t), oracle_opening(r->oracle, t), base);
    assert_int_equal(calendar_open_at(r->c, base + t), r->oracle->open[t / 60]);
}

static void compare_due(uint64_t *s, const struct random_calendar *r, int64_t base) {
    static int64_t (*const oracle_due[])(const struct oracle *, int64_t, int64_t) = {
        [LIMIT_SECONDS] = oracle_add,
        [LIMIT_WORKDAYS] = oracle_due_workdays,
        [LIMIT_DAYS] = oracle_due_days,
        [LIMIT_MONTHS] = oracle_due_months,
    };
    static const int largest[] = {
        [LIMIT_SECONDS] = 200000, [LIMIT_WORKDAYS] = 40, [LIMIT_DAYS] = 120, [LIMIT_MONTHS] = 15};
    int64_t t = random_moment(s);
    enum limit_unit unit = LIMIT_SECONDS + (unsigned)pick(s, 4);
    struct limit l = {.unit = unit, .n = 1 + pick(s, largest[unit])};
    int64_t expected = oracle_due[unit](r->oracle, t, l.n);
    int64_t found = calendar_due(r->cs, r->c, base + t, &l);
    if (unit != LIMIT_SECONDS && expected == ORACLE_NONE && unit != LIMIT_WORKDAYS)
        assert_int_equal(found, CIVIL_NONE); /* statutory holidays beyond 2026, whatever the calendar */
    else if (unit == LIMIT_WORKDAYS && r->oracle->always && expected == ORACLE_NONE)
        assert_int_equal(found, CIVIL_NONE);
    else
        assert_same(r, found, expected, base);
}

static void test_random(void **state) {
    (void)state;
    uint64_t seed = UINT64_C(0x9E3779B97F4A7C15);
    int64_t base = at_time("2023-01-01 00:00:00");
    for (int i = 0; i < SETS; i++) {
        struct arena *a = arena_new();
        struct random_calendar r = {0};
        random_calendar(a, &seed, i, &r);
        for (int k = 0; k < CASES_EACH; k++) {
            compare_clock(&seed, &r, base);
            compare_due(&seed, &r, base);
        }
        free(r.oracle);
        arena_free(a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_day_kinds),     cmocka_unit_test(test_open_at),
        cmocka_unit_test(test_between),       cmocka_unit_test(test_add),
        cmocka_unit_test(test_next_opening),  cmocka_unit_test(test_add_workdays),
        cmocka_unit_test(test_unknown_years), cmocka_unit_test(test_years_demanded),
        cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
