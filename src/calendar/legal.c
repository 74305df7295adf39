/* legal.c - when a limit ends: the Civil Code's chapter on the computation of periods (art. 200-204).
 *
 * art. 200  periods run by the Gregorian calendar's years, months, days and hours.
 * art. 201  by year, month or day: the day it begins on does not count. By hour: it begins at that moment.
 * art. 202  by year or month: the corresponding day of the last month ends it; without one, that month's last day.
 * art. 203  a last day that is a statutory day off gives way to the day after; the last day ends at 24:00, or when
 *           business stops where there are business hours.
 * art. 204  the parties may agree otherwise: a limit in workdays counts the days of the agreed calendar.
 */
#include "calendar/workdays.h"

/* 24:00 of a day without business hours, else the close of business. */
static int64_t end_of_day(const struct calendar *c, int32_t day) {
    return calendar_is_always(c) ? day_start(day + 1) : calendar_close(c, day);
}

int64_t calendar_day_end(const struct calendar *c, int32_t day) {
    return calendar_is_workday(c, day) ? end_of_day(c, day) : day_start(day + 1);
}

/* Art. 203 par. 1; a day off that the contract's own calendar has besides cannot be the day business closes. */
static int32_t last_day(const struct calendars *cs, const struct calendar *c, int32_t day) {
    const struct calendar *legal = calendars_legal(cs);
    while (calendar_knows(legal, day) && calendar_knows(c, day)) {
        if (calendar_is_workday(legal, day) && calendar_is_workday(c, day))
            return day;
        day++;
    }
    return CALENDAR_NO_DAY;
}

/* The last day by counting alone, art. 201 and 202. */
static int32_t counted_day(int32_t day, const struct limit *l) {
    switch (l->unit) {
    case LIMIT_DAYS:
        return day + (int32_t)l->n;
    case LIMIT_MONTHS:
        return day_add_months(day, (int)l->n);
    default:
        return day_add_months(day, (int)l->n * 12);
    }
}

int64_t calendar_due(const struct calendars *cs, const struct calendar *c, int64_t t,
                     const struct limit *within) {
    if (c->n_hours == 0 || within->unit == LIMIT_NONE || calendar_between(&cs->at[0], t, t) == CIVIL_NONE)
        return CIVIL_NONE; /* nothing to count, or a moment beyond all calendars */
    if (within->unit == LIMIT_SECONDS)
        return calendar_add(c, t, within->n);
    if (within->unit == LIMIT_NEXT_OPENING)
        return calendar_next_opening(c, t);
    int32_t day = civil_day(t), last;
    if (within->unit == LIMIT_WORKDAYS)
        last = calendar_add_workdays(calendar_is_always(c) ? calendars_legal(cs) : c, day, within->n);
    else
        last = last_day(cs, c, counted_day(day, within));
    return last == CALENDAR_NO_DAY ? CIVIL_NONE : end_of_day(c, last);
}
