/* calendar.c - open time of one calendar: counting workdays, and seconds within a workday. */
#include <assert.h>

#include "calendar/workdays.h"

#define WEEK 7
/* Weeks are counted from a Monday before every known day: 0001-01-01 is one. */
#define MONDAY (-719162)

static int64_t week_days(const struct calendar *c, int first_days) {
    return __builtin_popcount(c->weekdays & ((1U << first_days) - 1));
}

/* Workdays before `day`; a day in [from, to]. */
static int64_t days_before(const struct calendar *c, int32_t day) {
    if (c->h)
        return c->worked[day - c->from];
    int64_t since = (int64_t)day - MONDAY;
    return since / WEEK * week_days(c, WEEK) + week_days(c, (int)(since % WEEK));
}

/* The workday that has `index` workdays before it, or CALENDAR_NO_DAY. */
static int32_t day_at(const struct calendar *c, int64_t index) {
    if (index < days_before(c, c->from) || index >= days_before(c, c->to))
        return CALENDAR_NO_DAY;
    if (c->h)
        return c->workdays[index];
    int64_t week = index / week_days(c, WEEK), left = index % week_days(c, WEEK);
    int weekday = 0;
    while (week_days(c, weekday + 1) <= left)
        weekday++;
    return (int32_t)(MONDAY + week * WEEK + weekday);
}

static bool knows_moment(const struct calendar *c, int64_t t) {
    return t >= day_start(c->from) && t <= day_start(c->to);
}

/* Open seconds of a workday up to `second` of the day. */
static int64_t open_until(const struct calendar *c, int64_t second) {
    int64_t open = 0;
    for (size_t i = 0; i < c->n_hours; i++) {
        int64_t from = c->hours[i].from_min * 60, to = c->hours[i].to_min * 60;
        if (second > from)
            open += (second < to ? second : to) - from;
    }
    return open;
}

/* The second of a workday at which `open` (1 .. day_open) seconds have passed. */
static int64_t second_at(const struct calendar *c, int64_t open) {
    size_t i = 0;
    for (; i + 1 < c->n_hours; i++) {
        int64_t length = (c->hours[i].to_min - c->hours[i].from_min) * 60;
        if (open <= length)
            break;
        open -= length;
    }
    return c->hours[i].from_min * 60 + open;
}

/* Open seconds from the first known day to t, a known moment. */
static int64_t open_before(const struct calendar *c, int64_t t) {
    int32_t day = civil_day(t);
    int64_t open = days_before(c, day) * c->day_open;
    return calendar_is_workday(c, day) ? open + open_until(c, t - day_start(day)) : open;
}

bool calendar_knows(const struct calendar *c, int32_t day) {
    return day >= c->from && day < c->to;
}

enum day_kind calendar_day_kind(const struct calendar *c, int32_t day) {
    if (!calendar_knows(c, day))
        return DAY_UNKNOWN;
    enum holiday_kind moved = c->h ? holidays_kind(c->h, day) : HOLIDAY_NONE;
    if (moved == HOLIDAY_OFF)
        return DAY_HOLIDAY;
    if (c->weekdays >> (day_weekday(day) - 1) & 1)
        return DAY_WORKDAY;
    return moved == HOLIDAY_WORK ? DAY_MAKEUP : DAY_WEEKEND;
}

bool calendar_is_workday(const struct calendar *c, int32_t day) {
    enum day_kind kind = calendar_day_kind(c, day);
    return kind == DAY_WORKDAY || kind == DAY_MAKEUP;
}

bool calendar_open_at(const struct calendar *c, int64_t t) {
    if (!knows_moment(c, t) || !calendar_is_workday(c, civil_day(t)))
        return false;
    int64_t second = t - day_start(civil_day(t));
    return open_until(c, second + 1) > open_until(c, second);
}

int64_t calendar_between(const struct calendar *c, int64_t a, int64_t b) {
    if (!knows_moment(c, a) || !knows_moment(c, b))
        return CIVIL_NONE;
    return b <= a ? 0 : open_before(c, b) - open_before(c, a);
}

int64_t calendar_add(const struct calendar *c, int64_t t, int64_t seconds) {
    assert(seconds >= 0);
    if (!knows_moment(c, t))
        return CIVIL_NONE;
    if (seconds == 0)
        return t;
    int64_t before = open_before(c, t);
    if (seconds > open_before(c, day_start(c->to)) - before)
        return CIVIL_NONE;
    int64_t last = before + seconds - 1; /* the open second that ends at the moment sought */
    return day_start(day_at(c, last / c->day_open)) + second_at(c, last % c->day_open + 1);
}

/* Hours to 24:00 go on without a break where the next workday's begin at 00:00. */
static bool begins_anew(const struct calendar *c, int32_t day) {
    bool all_night = c->hours[0].from_min == 0 && c->hours[c->n_hours - 1].to_min == DAY_SECONDS / 60;
    return !all_night || !calendar_is_workday(c, day - 1);
}

int64_t calendar_next_opening(const struct calendar *c, int64_t t) {
    if (!knows_moment(c, t) || c->n_hours == 0 || calendar_is_always(c))
        return CIVIL_NONE;
    for (int64_t i = days_before(c, civil_day(t));; i++) {
        int32_t day = day_at(c, i);
        if (day == CALENDAR_NO_DAY)
            return CIVIL_NONE;
        int64_t opening = day_start(day) + c->hours[0].from_min * 60;
        if (opening > t && begins_anew(c, day))
            return opening;
    }
}

int32_t calendar_add_workdays(const struct calendar *c, int32_t day, int64_t n) {
    if (!calendar_knows(c, day) || n < INT32_MIN || n > INT32_MAX)
        return CALENDAR_NO_DAY;
    if (n == 0)
        return day;
    return day_at(c, n > 0 ? days_before(c, day + 1) + n - 1 : days_before(c, day) + n);
}

int64_t calendar_count_workdays(const struct calendar *c, int32_t day, int32_t until) {
    assert(calendar_knows(c, day) && calendar_knows(c, until));
    return until <= day ? 0 : (int64_t)days_before(c, until + 1) - days_before(c, day + 1);
}

bool calendar_is_always(const struct calendar *c) {
    return !c->h && week_days(c, WEEK) == WEEK && c->day_open == DAY_SECONDS;
}

int64_t calendar_close(const struct calendar *c, int32_t day) {
    return day_start(day) + c->hours[c->n_hours - 1].to_min * 60;
}

str calendar_name(const struct calendar *c) {
    return c->name;
}
