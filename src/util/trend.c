#include "util/trend.h"

#include <math.h>
#include <stdlib.h>

static const double week = 6.5; /* what is taken every Monday is taken some minutes early at times */

static int by_day(const void *x, const void *y) {
    const struct trend_point *p = x, *q = y;
    if (p->day > q->day || p->day < q->day)
        return p->day > q->day ? 1 : -1;
    return (p->given > q->given) - (p->given < q->given);
}

static int by_number(const void *x, const void *y) {
    double p = *(const double *)x, q = *(const double *)y;
    return (p > q) - (p < q);
}

/* What each point has changed, per day, since the last one at least `gap` days before it; how many have one. */
static size_t paces_over(const struct trend_point *p, size_t n, double gap, double *paces) {
    size_t k = 0, from = 0;
    for (size_t i = 1; i < n; i++) {
        while (from + 1 < i && p[i].day > p[from + 1].day && p[i].day - p[from + 1].day >= gap)
            from++;
        double days = p[i].day - p[from].day;
        if (days > 0 && days >= gap)
            paces[k++] = (p[i].value - p[from].value) / days;
    }
    return k;
}

static double median(double *v, size_t n) {
    qsort(v, n, sizeof *v, by_number);
    return (v[(n - 1) / 2] + v[n / 2]) / 2;
}

bool trend_fit(struct arena *a, struct trend_point *points, size_t n, struct trend *t) {
    enum { FEWEST = 3 };
    *t = (struct trend){.last = (double)NAN};
    if (!n)
        return false;
    for (size_t i = 0; i < n; i++)
        points[i].given = i;
    double *paces = ARENA_ARRAY(a, double, n);
    qsort(points, n, sizeof *points, by_day);
    t->last = points[n - 1].day;
    t->now = points[n - 1].value;
    size_t k = paces_over(points, n, week, paces);
    if (k < FEWEST) /* a short series: from each point to the next */
        k = paces_over(points, n, 0, paces);
    if (n < FEWEST || !k)
        return false;
    t->slope = median(paces, k);
    return isfinite(t->slope) && isfinite(t->now);
}

double trend_value(const struct trend *t, double day) {
    return t->now + t->slope * (day - t->last);
}

double trend_reach(const struct trend *t, double limit) {
    double wait = (limit - t->now) / t->slope; /* a flat line never comes: infinite, or NAN on the limit */
    if (!(wait > 0) || wait > TREND_YEARS * 366.0)
        return (double)NAN;
    return ceil(t->last + wait);
}
