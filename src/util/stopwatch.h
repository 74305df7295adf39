/* stopwatch.h - where a run's time goes, for --timings. Nothing that is written may depend on it. */
#ifndef LVYUE_UTIL_STOPWATCH_H
#define LVYUE_UTIL_STOPWATCH_H

#include <stdint.h>
#include <time.h>

/* Nanoseconds of a clock that only goes forward; differences alone mean something. */
static inline int64_t stopwatch_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* The time since *since, which becomes now. */
static inline int64_t stopwatch_lap(int64_t *since) {
    int64_t now = stopwatch_now(), lap = now - *since;
    *since = now;
    return lap;
}

#endif
