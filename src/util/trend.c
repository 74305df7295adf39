#include "util/trend.h"

#include <math.h>

void trend_add(struct trend *t, double day, double value) {
    if (t->n < 0.5) {
        t->x0 = t->first = t->last = day;
        t->y0 = value;
    }
    double x = day - t->x0, y = value - t->y0;
    t->n += 1;
    t->x += x;
    t->y += y;
    t->xx += x * x;
    t->xy += x * y;
    t->first = fmin(t->first, day);
    t->last = fmax(t->last, day);
}

bool trend_line(const struct trend *t, double *slope, double *at_last) {
    double spread = t->n * t->xx - t->x * t->x;
    if (t->n < 2.5 || !(t->last > t->first) || !(spread > 0))
        return false;
    *slope = (t->n * t->xy - t->x * t->y) / spread;
    *at_last = t->y0 + (t->y - *slope * t->x) / t->n + *slope * (t->last - t->x0);
    return isfinite(*slope) && isfinite(*at_last);
}

double trend_value(const struct trend *t, double day) {
    double slope, at_last;
    return trend_line(t, &slope, &at_last) ? at_last + slope * (day - t->last) : (double)NAN;
}

double trend_reach(const struct trend *t, double limit) {
    double slope, at_last;
    if (!trend_line(t, &slope, &at_last))
        return (double)NAN;
    double wait = (limit - at_last) / slope; /* a flat line never comes: infinite, or NAN on the limit */
    if (!(wait > 0) || wait > TREND_YEARS * 366.0)
        return (double)NAN;
    return ceil(t->last + wait);
}
