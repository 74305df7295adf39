/* chart_marks.c - small marks, bars and stacked bars inside a frame. */
#include <math.h>

#include "render/chart_plot.h"

static const float mark_radius = 1.9f, bar_share = 0.72f;
enum { INKS = INK_SERIES_LAST - INK_SERIES + 1, BAR_LABELS_MOST = 30 };

enum ink plot_ink(size_t series) {
    return (enum ink)(INK_SERIES + series % INKS);
}

/* The light ones among the series' colours bear black writing. */
enum ink plot_ink_on(size_t series) {
    const struct colour *k = &style_inks[plot_ink(series)];
    return 0.299f * k->r + 0.587f * k->g + 0.114f * k->b > 0.52f ? INK_TEXT : INK_WHITE;
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

void plot_dashed(const struct chart_canvas *c, float x, float y, float x2, float y2, int dash, enum ink ink) {
    op_add(c->ops, (struct op){.kind = OP_LINE,
                               .ink = (uint8_t)ink,
                               .dash = (uint8_t)dash,
                               .x = x,
                               .y = y,
                               .x2 = x2,
                               .y2 = y2,
                               .size = 0.8f});
}

void plot_hatched(const struct chart_canvas *c, float x, float y, float x2, float y2, enum ink ink) {
    static const float apart = 2.6f, stroke = 0.5f;
    op_fill(c->ops, x, y, x2, y2, INK_WHITE);
    op_add(c->ops,
           (struct op){
               .kind = OP_FRAME, .ink = (uint8_t)ink, .x = x, .y = y, .x2 = x2, .y2 = y2, .size = stroke});
    int n = (int)(((x2 - x) + (y2 - y)) / apart);
    for (int i = 1; i <= n; i++) { /* x + y = k from the top left corner */
        float k = (float)i * apart;
        op_line(c->ops, x + fmaxf(0, k - (y2 - y)), y + fminf(k, y2 - y), x + fminf(k, x2 - x),
                y + fmaxf(0, k - (x2 - x)), stroke, ink);
    }
}

void plot_word(const struct chart_canvas *c, str text, float x, float y, float room, enum text_align align,
               enum ink ink) {
    c->draw(c->with, text, (struct chart_word){x, y, room, align, ink});
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
                put_bar_label(p, v, v, x + width / 2, c->n_series == 1 ? plot_slot(p) : width);
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
            if (*base < 0 || *base > 0) /* a white joint tells neighbours apart without colour */
                op_line(p->c->ops, plot_x(p, i) - width / 2, plot_y(p, *base), plot_x(p, i) + width / 2,
                        plot_y(p, *base), 0.8f, INK_WHITE);
            *base += v;
            any = true;
        }
        if (any && c->n_points <= BAR_LABELS_MOST)
            put_bar_label(p, up + down, up > 0 ? up : down, plot_x(p, i), plot_slot(p));
    }
}
