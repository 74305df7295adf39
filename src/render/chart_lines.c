/* chart_lines.c - lines, their trends and thresholds inside a frame. */
#include <math.h>

#include "render/chart_plot.h"
#include "util/civil.h"

static const float line_width = 1.0f, ring = 2.4f;
enum { MARKS_PER_LINE = 5, TREND_DASH = 3 };

size_t plot_last(const struct chart *chart, size_t series) {
    size_t i = chart->n_points;
    while (i > 0 && !isfinite(chart->series[series].values[i - 1]))
        i--;
    return i ? i - 1 : chart->n_points;
}

size_t plot_highest(const struct chart *chart, size_t series) {
    const double *v = chart->series[series].values;
    size_t best = chart->n_points;
    for (size_t i = 0; i < chart->n_points; i++)
        if (isfinite(v[i]) && (best == chart->n_points || v[i] > v[best]))
            best = i;
    return best;
}

str plot_day_text(struct arena *a, double day) {
    return civil_text_day(a, (int32_t)floor(day));
}

/* Few marks on a long line, each series at places of its own. */
static bool has_mark(const struct plot *p, size_t series, size_t i) {
    size_t n = p->chart->n_points;
    if (n <= 2 * MARKS_PER_LINE)
        return true;
    size_t every = n / MARKS_PER_LINE;
    return i % every == (series * every / p->chart->n_series + every / 2) % every;
}

/* The stretch of values from i on, up to the next missing one. Returns where it ends. */
static size_t put_stretch(struct plot *p, size_t series, size_t i, enum ink ink, bool marked) {
    const double *v = p->chart->series[series].values;
    size_t end = i;
    while (end < p->chart->n_points && isfinite(v[end]))
        end++;
    float x0 = plot_x(p, i), y0 = plot_y(p, v[i]);
    struct point *points = ARENA_ARRAY(p->c->a, struct point, end - i);
    for (size_t k = i; k < end; k++) {
        points[k - i] = (struct point){plot_x(p, k) - x0, plot_y(p, v[k]) - y0};
        if ((marked && has_mark(p, series, k)) || end - i == 1)
            plot_mark(p->c, series, plot_x(p, k), plot_y(p, v[k]));
    }
    if (end - i > 1)
        op_add(p->c->ops, (struct op){.kind = OP_POLYLINE,
                                      .ink = (uint8_t)ink,
                                      .n = (uint32_t)(end - i),
                                      .x = x0,
                                      .y = y0,
                                      .size = line_width,
                                      .u.points = points});
    return end;
}

void plot_line(struct plot *p, size_t series, enum ink ink, bool marked) {
    const double *v = p->chart->series[series].values;
    for (size_t i = 0; i < p->chart->n_points;)
        i = isfinite(v[i]) ? put_stretch(p, series, i, ink, marked) : i + 1;
}

/* -- trends ----------------------------------------------------------------------------------------- */

static void put_ring(const struct plot *p, float x, float y, enum ink ink) {
    struct point *points = ARENA_ARRAY(p->c->a, struct point, 17);
    for (int i = 0; i < 17; i++) {
        points[i].x = ring * cosf(6.2831853f * (float)i / 16);
        points[i].y = ring * sinf(6.2831853f * (float)i / 16);
    }
    plot_polygon(p->c, points, 17, x, y, INK_WHITE);
    op_add(p->c->ops, (struct op){.kind = OP_POLYLINE,
                                  .ink = (uint8_t)ink,
                                  .n = 17,
                                  .x = x,
                                  .y = y,
                                  .size = 0.9f,
                                  .u.points = points});
}

void plot_trend(struct plot *p, size_t series, enum ink ink) {
    const struct chart *c = p->chart;
    const struct chart_trend *t = c->trends ? &c->trends[series] : NULL;
    if (!t || !t->known || !(c->until > t->last))
        return;
    double day = c->until, value = t->at_last + t->slope * (day - t->last), from = t->at_last;
    double bound = value > p->y.high ? p->y.high : p->y.low;
    if (from > p->y.high || from < p->y.low)
        return;
    if (value > p->y.high || value < p->y.low) { /* it ends where it leaves the frame */
        day = t->last + (bound - from) / t->slope;
        value = bound;
    }
    plot_dashed(p->c, plot_day(p, t->last), plot_y(p, from), plot_day(p, day), plot_y(p, value), TREND_DASH,
                ink);
    for (size_t k = 0; k < c->n_thresholds; k++)
        if (t->reach[k] <= day)
            put_ring(p, plot_day(p, t->reach[k]), plot_y(p, c->thresholds[k].value), ink);
}

/* -- thresholds ------------------------------------------------------------------------------------- */

int plot_dash(size_t threshold) {
    static const int dashes[] = {4, 2, 7};
    return dashes[threshold % 3];
}

str plot_threshold_text(const struct chart_canvas *c, const struct chart *chart, size_t i) {
    const struct chart_threshold *t = &chart->thresholds[i];
    return str_fmt(c->a, "%.*s %.*s%.*s", STR_ARG(t->title), STR_ARG(scale_value_text(c->a, t->value)),
                   STR_ARG(chart->unit));
}

void plot_thresholds(const struct plot *p) {
    for (size_t i = 0; i < p->chart->n_thresholds; i++) {
        double v = p->chart->thresholds[i].value;
        if (v >= p->y.low && v <= p->y.high)
            plot_dashed(p->c, p->left, plot_y(p, v), p->right, plot_y(p, v), plot_dash(i), INK_BAD);
    }
}
