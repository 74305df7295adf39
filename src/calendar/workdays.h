/* workdays.h - what calendar.c, calendars.c and legal.c share: the inside of a calendar.
 *
 * Every day on which a calendar works has the same hours, so all questions reduce to counting its days:
 * by arithmetic on whole weeks, or from tables where holidays move them.
 */
#ifndef LVYUE_CALENDAR_WORKDAYS_H
#define LVYUE_CALENDAR_WORKDAYS_H

#include "calendar/calendar.h"

struct calendar {
    str name;
    unsigned weekdays; /* bit 0 = Monday */
    const struct hours *hours;
    size_t n_hours;
    int64_t day_open;         /* seconds of one day's hours */
    int32_t from, to;         /* the known days, to exclusive */
    const struct holidays *h; /* NULL: the week alone */
    int32_t *worked;          /* with holidays: workdays within [from, from + i), for i = 0 .. to - from */
    int32_t *workdays;        /* with holidays: the workdays in order */
};

struct calendars {
    struct calendar *at; /* [0] is `always` */
    size_t n;
    struct calendar legal;
    struct term term;
};

/* Fills the rest of *c from its name, weekdays, hours and h. */
void calendar_prepare(struct arena *a, struct calendar *c);
bool calendar_is_always(const struct calendar *c); /* open all week, all day, whatever its name */
/* Close of business of a day on which c works: the end of its last hours. */
int64_t calendar_close(const struct calendar *c, int32_t day);

#endif
