/* random_case.h - what the two brute-force tests share: numbers from a fixed seed, times as minutes since the start of 2023 (the
 * base of calendar_oracle.h), and a growing CSV text. */
#ifndef LVYUE_TESTS_RANDOM_CASE_H
#define LVYUE_TESTS_RANDOM_CASE_H

#include "assess_fixture.h"
#include "calendar_oracle.h"

#define NEVER INT32_MIN

struct dice {
    uint64_t state;
};

/* xorshift64*: the same cases in every run. */
static inline uint32_t dice_throw(struct dice *d, uint32_t sides) {
    d->state ^= d->state >> 12;
    d->state ^= d->state << 25;
    d->state ^= d->state >> 27;
    return (uint32_t)((d->state * UINT64_C(2685821657736338717)) >> 33) % sides;
}

static inline bool dice_chance(struct dice *d, uint32_t percent) {
    return dice_throw(d, 100) < percent;
}

static inline int32_t minute_of(int year, int month, int day, int hour, int minute) {
    struct tm tm = {
        .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = hour, .tm_min = minute};
    return (int32_t)((timegm(&tm) - oracle_base()) / 60);
}

/* "2025-03-05 08:00:00"; nothing for NEVER. seconds: added, for the last second of a day. */
static inline void add_time(struct sb *b, int32_t minute, int seconds) {
    if (minute == NEVER)
        return;
    time_t t = (time_t)(oracle_base() + (int64_t)minute * 60 + seconds);
    struct tm tm;
    char text[32];
    gmtime_r(&t, &tm);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
    sb_addz(b, text);
}

/* A moment of the store, in seconds since the start of 2023; INT64_MIN for NULL. */
static inline int64_t column_seconds(const struct stmt *q, int column) {
    int64_t t = stmt_time(q, column);
    return t == CIVIL_NONE ? INT64_MIN : t - oracle_base();
}

static inline int32_t column_minutes(const struct stmt *q, int column) {
    return stmt_is_null(q, column) ? NEVER : (int32_t)stmt_int(q, column);
}

#endif
