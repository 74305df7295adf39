#include "document/chart_time.h"

#include <math.h>
#include <stdlib.h>

#include "util/civil.h"
#include "util/trend.h"

enum { CROWDED_SERIES = 3, CROWDED_POINTS = 32, PANELS_MOST = 12 };

struct moment {
    double day;
    size_t from; /* index of the point before sorting */
};

static bool read_day(struct arena *a, str label, double *day) {
    enum { MONTH = 7, DAY = 10, MINUTE = 16, SECOND = 19 };
    int64_t t;
    if (label.n != MONTH && label.n != DAY && label.n != MINUTE && label.n != SECOND)
        return false;
    str text = label.n == MONTH ? str_fmt(a, "%.*s-01", STR_ARG(label)) : label;
    if (!civil_parse(str_slice(text, 0, DAY), S("%Y-%m-%d"), &t, NULL) || !civil_parse(text, S(""), &t, NULL))
        return false;
    *day = (double)t / DAY_SECONDS;
    return true;
}

static int by_day(const void *x, const void *y) {
    const struct moment *p = x, *q = y;
    if (p->day < q->day || p->day > q->day)
        return p->day < q->day ? -1 : 1;
    return p->from < q->from ? -1 : p->from > q->from;
}

static void sort_duties(struct arena *a, struct chart *c, const struct moment *m) {
    struct duty_count *sorted = ARENA_ARRAY(a, struct duty_count, c->n_points * c->n_series + 1);
    for (size_t i = 0; c->duties && i < c->n_points * c->n_series; i++)
        sorted[i] = c->duties[i / c->n_points * c->n_points + m[i % c->n_points].from];
    c->duties = c->duties ? sorted : NULL;
}

/* Of rows that come host by host the days of the second host may fall between those of the first. */
static void sort_points(struct arena *a, struct chart *c, struct moment *m) {
    str *labels = ARENA_ARRAY(a, str, c->n_points);
    double *values = ARENA_ARRAY(a, double, c->n_points);
    qsort(m, c->n_points, sizeof *m, by_day);
    for (size_t i = 0; i < c->n_points; i++) {
        labels[i] = c->labels[m[i].from];
        if (c->days)
            c->days[i] = m[i].day;
    }
    c->labels = labels;
    for (size_t s = 0; s < c->n_series; s++) {
        for (size_t i = 0; i < c->n_points; i++)
            values[i] = c->series[s].values[m[i].from];
        for (size_t i = 0; i < c->n_points; i++)
            c->series[s].values[i] = values[i];
    }
    sort_duties(a, c, m);
}

static struct chart_trend trend_of(struct arena *a, const struct chart *c, const double *values) {
    struct trend line;
    struct trend_point *points = ARENA_ARRAY(a, struct trend_point, c->n_points + 1);
    size_t n = 0;
    for (size_t i = 0; i < c->n_points; i++)
        if (isfinite(values[i]))
            points[n++] = (struct trend_point){.day = c->days[i], .value = values[i]};
    struct chart_trend t = {.reach = ARENA_ARRAY(a, double, c->n_thresholds + 1)};
    t.known = trend_fit(a, points, n, &line);
    t.slope = line.slope;
    t.last = line.last;
    t.at_last = line.now;
    for (size_t k = 0; k < c->n_thresholds; k++)
        t.reach[k] = t.known ? trend_reach(&line, c->thresholds[k].value) : (double)NAN;
    return t;
}

/* NULL: the labels are no dates, or there are none. */
static struct moment *read_days(struct arena *a, const struct chart *c) {
    struct moment *m = ARENA_ARRAY(a, struct moment, c->n_points + 1);
    for (size_t i = 0; i < c->n_points; i++) {
        m[i].from = i;
        if (c->labels[i].n != c->labels[0].n || !read_day(a, c->labels[i], &m[i].day))
            return NULL;
    }
    return c->n_points ? m : NULL;
}

void chart_order(struct arena *a, struct chart *c) {
    struct moment *m = read_days(a, c);
    if (m)
        sort_points(a, c, m);
}

bool chart_date(struct arena *a, struct chart *c) {
    struct moment *m = read_days(a, c);
    if (!m)
        return false;
    c->days = ARENA_ARRAY(a, double, c->n_points);
    sort_points(a, c, m);
    c->trends = ARENA_ARRAY(a, struct chart_trend, c->n_series + 1);
    for (size_t s = 0; s < c->n_series; s++)
        c->trends[s] = trend_of(a, c, c->series[s].values);
    return true;
}

bool chart_is_crowded(const struct chart *c) {
    return c->n_series >= CROWDED_SERIES && c->n_series <= PANELS_MOST && c->n_points >= CROWDED_POINTS;
}
