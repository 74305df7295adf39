/* clock.h - one target's clock as arithmetic over plain values: no store, no contract, no records.
 *
 * The time that counts is the open time of the target's own calendar between `from` and `to`, less the stops
 * (pauses and closed stretches), which are measured on the same calendar: a pause over lunch costs nothing.
 *
 *   clock limits    in time while the counted time does not exceed the limit (`to` exactly on it is in time unless
 *                   the method says at_limit).
 *   legal periods   in time up to the due moment. A period that ends at 24:00 is over with 23:59:59 of its last day:
 *                   dates without an hour are 00:00 of their day, so the next midnight already is the next day.
 *                   Stops move the due moment by their open time.
 *   agreed moments  (no limit: LIMIT_NONE) in time up to the day or moment agreed for the record, put off likewise.
 *                   Without one nothing is late: pending until done, and then unproven.
 * How late: the counted time since the due moment, on the same calendar. Where force majeure was under way at the due
 * moment, the time until its end does not count; what began only after it does not help (Civil Code art. 590 par. 2).
 * Without `to` the same question is asked of now, the earliest moment a later record could bear: still in time is
 * pending, else unproven. Without `from` nothing can be shown: unproven.
 * Where the holiday years run out nothing is guessed: such a `to` is unproven, such a due date pending.
 */
#ifndef LVYUE_ASSESS_CLOCK_H
#define LVYUE_ASSESS_CLOCK_H

#include "assess/interval.h"
#include "calendar/calendar.h"
#include "records/record_type.h"
#include "store/verdicts.h"

struct clock {
    const struct calendars *calendars;
    const struct calendar *calendar;
    const struct limit *within;
    bool late_at_limit;
};
struct clock_run {
    int64_t from, to, now;           /* CIVIL_NONE: not recorded */
    int64_t agreed;                  /* with LIMIT_NONE: the moment agreed; CIVIL_NONE: none is on record */
    const struct intervals *stops;   /* normal; what lies outside [from, to or now) is ignored; NULL: none */
    const struct intervals *majeure; /* normal: times of force majeure; NULL: none */
};
struct clock_reading {
    int64_t due;       /* the last moment in time; CIVIL_NONE: unknown */
    int64_t elapsed_s; /* counted time up to `to`; CIVIL_NONE without it */
    int64_t stopped_s; /* open time that did not count */
    int64_t late_s;    /* counted time past due, by `to` or by now; CIVIL_NONE when in time or unknown */
    enum outcome outcome;
};

struct clock_reading clock_read(struct arena *scratch, const struct clock *c, const struct clock_run *run);
/* When a legal period that ends at this moment is over: 24:00 becomes 23:59:59; clock limits stay. */
int64_t clock_last_second(const struct limit *within, int64_t due);
/* The moment that a column of agreed days or moments stands for: a day is over with it. */
int64_t clock_agreed(const struct calendar *c, const struct column *column, int64_t t);

#endif
