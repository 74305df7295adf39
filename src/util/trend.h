/* trend.h - where a quantity that grows is going: its last value, carried on at its usual pace.
 *
 * A disk fills day by day, and is cleaned or enlarged now and then. A line through all its values (least squares) takes
 * the cleaning for a fall and a day's flood for growth, and may lie far from where things stand. So the pace is the median
 * of what a week changes, which a few leaps do not move, and the forecast begins at the last value.
 *
 * Used by charts and by the SQL functions trend_value and trend_reach, so that what a report says is what it shows.
 */
#ifndef LVYUE_UTIL_TREND_H
#define LVYUE_UTIL_TREND_H

#include <stdbool.h>
#include <stddef.h>

#include "util/arena.h"

struct trend_point {
    double day; /* since 1970-01-01, the time of day as a fraction */
    double value;
    size_t given; /* set by trend_fit() */
};
struct trend {
    double last, now; /* the last day and its value; of several on it the one given last */
    double slope;     /* a day */
};
/* Three points on at least two days make a trend. false: too few; `last` is set where there is one, NAN otherwise. The
 * points may come in any order and are left in that of their days. The arena is for scratch. */
bool trend_fit(struct arena *a, struct trend_point *points, size_t n, struct trend *t);
/* The value on a day. */
double trend_value(const struct trend *t, double day);
/* The first day after the last point on which the value reaches `limit`, coming nearer to it. NAN: it never does, or not
 * within TREND_YEARS, or has passed it already. */
enum { TREND_YEARS = 20 };
double trend_reach(const struct trend *t, double limit);

#endif
