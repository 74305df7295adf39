/* calendar_oracle.h - open time worked out minute by minute, to compare the calendars with.
 *
 * Shares nothing with src/calendar: days off and make-up days are written out here, weekdays come from libc,
 * every minute of 2023 to 2026 is one byte, and questions are answered by walking. Slow and plain on purpose.
 */
#ifndef LVYUE_TESTS_CALENDAR_ORACLE_H
#define LVYUE_TESTS_CALENDAR_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const int oracle_off[] = {
    20230101, 20230102, 20230121, 20230122, 20230123, 20230124, 20230125, 20230126, 20230127, 20230405,
    20230429, 20230430, 20230501, 20230502, 20230503, 20230622, 20230623, 20230624, 20230929, 20230930,
    20231001, 20231002, 20231003, 20231004, 20231005, 20231006, 20240101, 20240210, 20240211, 20240212,
    20240213, 20240214, 20240215, 20240216, 20240217, 20240404, 20240405, 20240406, 20240501, 20240502,
    20240503, 20240504, 20240505, 20240610, 20240915, 20240916, 20240917, 20241001, 20241002, 20241003,
    20241004, 20241005, 20241006, 20241007, 20250101, 20250128, 20250129, 20250130, 20250131, 20250201,
    20250202, 20250203, 20250204, 20250404, 20250405, 20250406, 20250501, 20250502, 20250503, 20250504,
    20250505, 20250531, 20250601, 20250602, 20251001, 20251002, 20251003, 20251004, 20251005, 20251006,
    20251007, 20251008, 20260101, 20260102, 20260103, 20260215, 20260216, 20260217, 20260218, 20260219,
    20260220, 20260221, 20260222, 20260223, 20260404, 20260405, 20260406, 20260501, 20260502, 20260503,
    20260504, 20260505, 20260619, 20260620, 20260621, 20260925, 20260926, 20260927, 20261001, 20261002,
    20261003, 20261004, 20261005, 20261006, 20261007,
};
static const int oracle_work[] = {
    20230128, 20230129, 20230423, 20230506, 20230625, 20231007, 20231008, 20240204, 20240218,
    20240407, 20240428, 20240511, 20240914, 20240929, 20241012, 20250126, 20250208, 20250427,
    20250928, 20251011, 20260104, 20260214, 20260228, 20260509, 20260920, 20261010,
};

#define ORACLE_NONE INT64_MIN
enum { ORACLE_DAYS = 1461, ORACLE_MINUTES = ORACLE_DAYS * 1440 };

struct oracle {
    bool holidays; /* cn */
    bool always;
    unsigned char open[ORACLE_MINUTES];
    bool works[ORACLE_DAYS];
    bool legal[ORACLE_DAYS];
};
struct oracle_hours {
    int from, to;
};

static inline int64_t oracle_base(void) {
    struct tm tm = {.tm_year = 123, .tm_mon = 0, .tm_mday = 1};
    return (int64_t)timegm(&tm);
}

static inline struct tm oracle_tm(int day) {
    time_t t = (time_t)(oracle_base() + (int64_t)day * 86400);
    struct tm tm;
    gmtime_r(&t, &tm);
    return tm;
}

static inline bool oracle_listed(const int *list, size_t n, int day) {
    struct tm tm = oracle_tm(day);
    int ymd = (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
    for (size_t i = 0; i < n; i++)
        if (list[i] == ymd)
            return true;
    return false;
}

static inline bool oracle_day(const bool week[7], bool holidays, int day) {
    if (holidays && oracle_listed(oracle_off, sizeof oracle_off / sizeof *oracle_off, day))
        return false;
    if (holidays && oracle_listed(oracle_work, sizeof oracle_work / sizeof *oracle_work, day))
        return true;
    return week[(oracle_tm(day).tm_wday + 6) % 7];
}

/* week: Monday first. */
static inline struct oracle *oracle_new(const bool week[7], bool holidays, const struct oracle_hours *hours,
                                        size_t n) {
    static const bool office[7] = {true, true, true, true, true};
    struct oracle *o = calloc(1, sizeof *o);
    o->holidays = holidays;
    o->always = !holidays;
    for (int day = 0; day < ORACLE_DAYS; day++) {
        o->works[day] = oracle_day(week, holidays, day);
        o->legal[day] = oracle_day(office, true, day);
        for (size_t i = 0; o->works[day] && i < n; i++)
            memset(o->open + day * 1440 + hours[i].from, 1, (size_t)(hours[i].to - hours[i].from));
    }
    for (int m = 0; m < ORACLE_MINUTES; m++)
        o->always = o->always && o->open[m];
    return o;
}

/* Moments are seconds from the start of 2023 here. */
static inline int64_t oracle_between(const struct oracle *o, int64_t a, int64_t b) {
    int64_t sum = 0;
    if (b <= a)
        return 0;
    if (a / 60 == b / 60)
        return o->open[a / 60] ? b - a : 0;
    if (o->open[a / 60])
        sum += 60 - a % 60;
    for (int64_t m = a / 60 + 1; m < b / 60; m++)
        sum += o->open[m] ? 60 : 0;
    return b % 60 && o->open[b / 60] ? sum + b % 60 : sum;
}

static inline int64_t oracle_add(const struct oracle *o, int64_t t, int64_t seconds) {
    for (; seconds > 0; t++) {
        if (t >= (int64_t)ORACLE_MINUTES * 60)
            return ORACLE_NONE;
        if (t % 60 == 0 && (!o->open[t / 60] || seconds >= 60)) {
            seconds -= o->open[t / 60] ? 60 : 0;
            t += 59;
        } else if (o->open[t / 60]) {
            seconds--;
        }
    }
    return t;
}

static inline int64_t oracle_opening(const struct oracle *o, int64_t t) {
    for (int day = (int)(t / 86400); day < ORACLE_DAYS; day++) {
        int m = day * 1440;
        while (m < (day + 1) * 1440 && !o->open[m])
            m++;
        if (m == (day + 1) * 1440 || (int64_t)m * 60 <= t)
            continue;
        if (m == 0 || !o->open[m - 1])
            return (int64_t)m * 60;
    }
    return ORACLE_NONE;
}

static inline int64_t oracle_close(const struct oracle *o, int day) {
    int m = (day + 1) * 1440;
    while (!o->open[m - 1])
        m--;
    return (int64_t)m * 60;
}

static inline int64_t oracle_due_workdays(const struct oracle *o, int64_t t, int64_t n) {
    const bool *counts = o->always ? o->legal : o->works;
    int day = (int)(t / 86400);
    while (n > 0) {
        if (++day >= ORACLE_DAYS)
            return ORACLE_NONE;
        n -= counts[day];
    }
    return oracle_close(o, day);
}

/* From the counted last day on to a statutory workday on which there is business. */
static inline int64_t oracle_due_from(const struct oracle *o, int64_t day) {
    while (day < ORACLE_DAYS && !(o->legal[day] && o->works[day]))
        day++;
    return day < ORACLE_DAYS ? oracle_close(o, (int)day) : ORACLE_NONE;
}

static inline int64_t oracle_due_days(const struct oracle *o, int64_t t, int64_t n) {
    return oracle_due_from(o, t / 86400 + n);
}

static inline int64_t oracle_due_months(const struct oracle *o, int64_t t, int64_t n) {
    struct tm start = oracle_tm((int)(t / 86400)), found;
    for (int mday = start.tm_mday;; mday--) {
        struct tm tm = {.tm_year = start.tm_year, .tm_mon = start.tm_mon + (int)n, .tm_mday = mday};
        time_t at = timegm(&tm); /* an invalid day runs over into the next month */
        gmtime_r(&at, &found);
        if (found.tm_mday == mday)
            return oracle_due_from(o, ((int64_t)at - oracle_base()) / 86400);
    }
}

#endif
