/* trend.h - the straight line through points over days, by least squares.
 *
 * Used by charts and by the SQL functions trend_value and trend_reach, so that what a report says is what it shows.
 */
#ifndef LVYUE_UTIL_TREND_H
#define LVYUE_UTIL_TREND_H

#include <stdbool.h>
#include <stddef.h>

/* Begins as all zeros. Days since 1970-01-01, the time of day as a fraction. Sums are kept about the first point: days
 * are large and their squares would eat the digits. */
struct trend {
    double x0, y0;          /* the first point */
    double n, x, y, xx, xy; /* sums of the differences from it */
    double first, last;     /* days */
};
void trend_add(struct trend *t, double day, double value);
/* Three points on at least two days make a trend. false: too few. */
bool trend_line(const struct trend *t, double *slope, double *at_last);
/* The value of the line on a day. NAN: no trend. */
double trend_value(const struct trend *t, double day);
/* The first day after the last point on which the line reaches `limit`, coming nearer to it. NAN: it never does, or not
 * within TREND_YEARS, or has passed it already. */
enum { TREND_YEARS = 20 };
double trend_reach(const struct trend *t, double limit);

#endif
