/* chart_other.c - shares as a pie, stretches of time as rows of bars. */
#include <math.h>

#include "render/chart_axis.h"
#include "render/chart_plot.h"
#include "util/civil.h"

static const float turn = 6.2831853f;

/* A wedge from `from` to `to` (shares of the whole, clockwise from twelve o'clock). */
static void put_wedge(struct chart_canvas *c, float x, float y, float r, double from, double to,
                      enum ink ink) {
    size_t n = 3 + (size_t)(90 * (to - from));
    struct point *p = ARENA_ARRAY(c->a, struct point, n + 1);
    for (size_t i = 0; i < n; i++) {
        float angle = turn * (float)(from + (to - from) * (double)i / (double)(n - 1));
        p[i + 1].x = r * sinf(angle);
        p[i + 1].y = -r * cosf(angle);
    }
    plot_polygon(c, p, n + 1, x, y, ink);
}

bool parts_sum(const struct chart *chart, struct diags *d, struct place at, double *sum) {
    *sum = 0;
    for (size_t i = 0; i < chart->n_points; i++) {
        double v = chart->series[0].values[i];
        if (v < 0) {
            diag2(d, DIAG_CHART_NEGATIVE, at, chart->caption, chart->labels[i]);
            return false;
        }
        *sum += isfinite(v) ? v : 0;
    }
    return true;
}

str parts_percent(struct arena *a, double v, double sum) {
    return str_fmt(a, "%.1f%%", sum > 0 ? floor(v / sum * 1000 + 1e-9) / 10 : 0.0);
}

/* Words beside the pie: label, value and share. */
static void put_share(struct chart_canvas *c, const struct chart *chart, size_t i, double sum, float x,
                      float y) {
    double v = chart->series[0].values[i];
    op_fill(c->ops, x, y - 6, x + 7, y + 1, plot_ink(i));
    str text =
        str_fmt(c->a, "%.*s　%.*s%.*s（%.*s）", STR_ARG(chart->labels[i]), STR_ARG(scale_value_text(c->a, v)),
                STR_ARG(chart->unit), STR_ARG(parts_percent(c->a, v, sum)));
    c->draw(c->with, text, (struct chart_word){x + 12, y, c->x + c->width - x - 12, TEXT_LEFT, INK_TEXT});
}

bool layout_pie(struct chart_canvas *c, const struct chart *chart, struct diags *d, struct place at) {
    double sum, from = 0;
    if (!parts_sum(chart, d, at, &sum))
        return false;
    float r = c->height * 0.45f, x = c->x + c->width * 0.28f, y = c->y + c->height / 2;
    float pitch = c->text_size * 1.7f, words_y = y - pitch * ((float)chart->n_points - 1) / 2;
    for (size_t i = 0; i < chart->n_points; i++) {
        double v = chart->series[0].values[i];
        if (!isfinite(v))
            continue;
        if (sum > 0)
            put_wedge(c, x, y, r, from, from + v / sum, plot_ink(i));
        from += sum > 0 ? v / sum : 0;
        put_share(c, chart, i, sum, c->x + c->width * 0.54f, words_y + pitch * (float)i);
    }
    return true;
}

/* A gantt's own y axis is its rows, its x axis days. */
struct rows {
    struct chart_canvas *c;
    const struct chart *chart;
    float left, right, top, pitch;
    int32_t from, to; /* days, to exclusive */
};

static float day_x(const struct rows *r, double day) {
    float x = r->left + (r->right - r->left) * (float)((day - r->from) / (r->to - r->from));
    return x < r->left ? r->left : x > r->right ? r->right : x;
}

/* The axis holds the period and whatever reaches out of it. */
static void find_days(struct rows *r) {
    const struct chart *c = r->chart;
    double low = c->has_min ? c->min : INFINITY, high = c->has_max ? c->max : -INFINITY;
    for (size_t s = 0; s < c->n_series; s++)
        for (size_t i = 0; i < c->n_points; i++) {
            double v = c->series[s].values[i];
            if (!isfinite(v))
                continue;
            low = v < low ? v : low;
            high = v > high ? v : high;
        }
    r->from = (int32_t)floor(low);
    r->to = (int32_t)ceil(high);
    r->to += r->to == r->from;
}

static void put_days(const struct rows *r) {
    struct chart_canvas *c = r->c;
    struct time_tick *ticks;
    size_t n = time_ticks(c, &(struct time_axis){r->from, r->to, r->left, r->right}, &ticks);
    float bottom = r->top + r->pitch * (float)r->chart->n_points;
    for (size_t i = 0; i < n; i++) {
        op_line(c->ops, ticks[i].x, r->top, ticks[i].x, bottom + 3, style_page.rule, INK_RULE);
        plot_word(c, ticks[i].text, ticks[i].middle, bottom + c->text_size * 1.4f, c->width, TEXT_CENTER,
                  INK_SOFT);
    }
    op_line(c->ops, r->left, bottom, r->right, bottom, style_page.rule, INK_EDGE);
}

/* One stretch of time; the shortest still shows. Its length in words stands behind it, or before it at the edge. */
static void put_stretch(const struct rows *r, size_t pair, size_t row) {
    double from = r->chart->series[2 * pair].values[row], to = r->chart->series[2 * pair + 1].values[row];
    if (!isfinite(from) || !isfinite(to) || to < from)
        return;
    struct chart_canvas *c = r->c;
    float x = day_x(r, from), x2 = day_x(r, to), middle = r->top + r->pitch * ((float)row + 0.5f);
    float half = r->pitch * 0.3f / (1 + 0.6f * (float)pair);
    x2 = x2 - x < 1.5f ? x + 1.5f : x2;
    op_fill(c->ops, x, middle - half, x2, middle + half, plot_ink(pair));
    if (pair)
        return;
    str words = duration_text(c->a, llround((to - from) * DAY_SECONDS));
    float w = c->measure(c->with, words);
    bool behind = x2 + 3 + w <= r->right;
    float at = behind ? x2 + 3 : x - 3 - w;
    op_fill(c->ops, at, middle - c->text_size / 2, at + w, middle + c->text_size / 2,
            INK_WHITE); /* no grid line through it */
    c->draw(c->with, words,
            (struct chart_word){at, middle + plot_level(c), r->right - r->left, TEXT_LEFT, INK_SOFT});
}

static float row_label_room(const struct chart_canvas *c, const struct chart *chart) {
    float widest = 0, most = c->width * 0.3f;
    for (size_t i = 0; i < chart->n_points; i++) {
        float w = c->measure(c->with, chart->labels[i]);
        widest = w > widest ? w : widest;
    }
    return widest < most ? widest : most;
}

bool layout_gantt(struct chart_canvas *c, const struct chart *chart) {
    struct rows r = {.c = c, .chart = chart, .top = c->y, .pitch = c->text_size * 1.9f};
    float room = row_label_room(c, chart);
    r.top += layout_legend(c, chart, 2, true);
    r.left = c->x + room + c->text_size;
    r.right = c->x + c->width;
    find_days(&r);
    put_days(&r);
    for (size_t i = 0; i < chart->n_points; i++) {
        float y = r.top + r.pitch * ((float)i + 0.5f) + plot_level(c);
        c->draw(c->with, chart->labels[i], (struct chart_word){c->x, y, room, TEXT_LEFT, INK_TEXT});
        for (size_t pair = 0; 2 * pair + 1 < chart->n_series; pair++)
            put_stretch(&r, pair, i);
    }
    return true;
}
