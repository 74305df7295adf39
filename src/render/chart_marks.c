/* chart_marks.c - lines, bars and stacked bars inside a frame. */
#include <math.h>

#include "render/chart_plot.h"

static const float line_width = 1.1f, mark_radius = 2.1f, bar_share = 0.72f;
enum { INKS = INK_SERIES_LAST - INK_SERIES + 1, MARKS_PER_LINE = 8, BAR_LABELS_MOST = 30 };

enum ink plot_ink(size_t series) {
    return (enum ink)(INK_SERIES + series % INKS);
}

void plot_polygon(const struct chart_canvas *c, const struct point *points, size_t n, float x, float y,
                  enum ink ink) {
    op_add(
        c->ops,
        (struct op){
            .kind = OP_POLYGON, .ink = (uint8_t)ink, .n = (uint32_t)n, .x = x, .y = y, .u.points = points});
}

void plot_mark(const struct chart_canvas *c, size_t series, float x, float y) {
    static const float sides[] = {16, 4, 3, 4}, turn[] = {0, 0.785398f, 1.570796f, 0},
                       grow[] = {1, 1.25f, 1.35f, 1.35f};
    size_t shape = series % 4, n = (size_t)sides[shape];
    struct point *p = ARENA_ARRAY(c->a, struct point, n);
    for (size_t i = 0; i < n; i++) {
        float angle = turn[shape] + 6.2831853f * (float)i / sides[shape];
        p[i] =
            (struct point){mark_radius * grow[shape] * cosf(angle), -mark_radius * grow[shape] * sinf(angle)};
    }
    plot_polygon(c, p, n, x, y, plot_ink(series));
}

/* Marks tell lines apart without colour: few on a long line, each series at places of its own. */
static bool marked(const struct plot *p, size_t series, size_t i) {
    size_t n = p->chart->n_points;
    if (n <= 2 * MARKS_PER_LINE)
        return true;
    size_t every = n / MARKS_PER_LINE;
    return i % every == (series * every / p->chart->n_series + every / 2) % every;
}

/* The stretch of values from i on, up to the next missing one. Returns where it ends. */
static size_t plot_stretch(struct plot *p, size_t series, size_t i) {
    const double *v = p->chart->series[series].values;
    size_t end = i;
    while (end < p->chart->n_points && isfinite(v[end]))
        end++;
    float x0 = plot_x(p, i), y0 = plot_y(p, v[i]);
    struct point *points = ARENA_ARRAY(p->c->a, struct point, end - i);
    for (size_t k = i; k < end; k++) {
        points[k - i] = (struct point){plot_x(p, k) - x0, plot_y(p, v[k]) - y0};
        if (marked(p, series, k) || end - i == 1)
            plot_mark(p->c, series, plot_x(p, k), plot_y(p, v[k]));
    }
    if (end - i > 1)
        op_add(p->c->ops, (struct op){.kind = OP_POLYLINE,
                                      .ink = (uint8_t)plot_ink(series),
                                      .n = (uint32_t)(end - i),
                                      .x = x0,
                                      .y = y0,
                                      .size = line_width,
                                      .u.points = points});
    return end;
}

void plot_lines(struct plot *p) {
    for (size_t s = 0; s < p->chart->n_series; s++)
        for (size_t i = 0; i < p->chart->n_points;)
            i = isfinite(p->chart->series[s].values[i]) ? plot_stretch(p, s, i) : i + 1;
}

static void put_bar(struct plot *p, size_t series, float x, float width, double from, double to) {
    float y1 = plot_y(p, to), y0 = plot_y(p, from);
    op_fill(p->c->ops, x, y1 < y0 ? y1 : y0, x + width, y1 < y0 ? y0 : y1, plot_ink(series));
}

/* The value over a bar, when all labels of the chart have room. */
static void put_bar_label(struct plot *p, double v, double top, float x, float room) {
    str text = scale_value_text(p->c->a, v);
    float w = p->c->measure(p->c->with, text), size = p->c->text_size;
    if (w > room)
        return;
    float y = top >= 0 ? plot_y(p, top) - 2.5f : plot_y(p, top) + size;
    op_fill(p->c->ops, x - w / 2 - 1, y - size * 0.8f, x + w / 2 + 1, y + 1,
            INK_WHITE); /* no grid line through it */
    p->c->draw(p->c->with, text, (struct chart_word){x, y, room, TEXT_CENTER, INK_TEXT});
}

void plot_bars(struct plot *p) {
    const struct chart *c = p->chart;
    float group = plot_slot(p) * bar_share, width = group / (float)c->n_series;
    for (size_t i = 0; i < c->n_points; i++)
        for (size_t s = 0; s < c->n_series; s++) {
            double v = c->series[s].values[i];
            float x = plot_x(p, i) - group / 2 + (float)s * width;
            if (!isfinite(v))
                continue;
            put_bar(p, s, x + width * 0.04f, width * 0.92f, 0, v);
            if (c->n_points * c->n_series <= BAR_LABELS_MOST)
                put_bar_label(p, v, v, x + width / 2, c->n_series == 1 ? plot_slot(p) : width * 1.05f);
        }
}

void plot_stacks(struct plot *p) {
    const struct chart *c = p->chart;
    float width = plot_slot(p) * bar_share * 0.8f;
    for (size_t i = 0; i < c->n_points; i++) {
        double up = 0, down = 0;
        bool any = false;
        for (size_t s = 0; s < c->n_series; s++) {
            double v = c->series[s].values[i];
            if (!isfinite(v))
                continue;
            double *base = v < 0 ? &down : &up;
            put_bar(p, s, plot_x(p, i) - width / 2, width, *base, *base + v);
            *base += v;
            any = true;
        }
        if (any && c->n_points <= BAR_LABELS_MOST)
            put_bar_label(p, up + down, up > 0 ? up : down, plot_x(p, i), plot_slot(p));
    }
}
