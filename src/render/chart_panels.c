/* chart_panels.c - small multiples: a plot for each series, all on one scale.
 *
 * Four lines of daily peaks in one frame are a tangle; side by side each shows its own course, and the scale they share
 * lets them be compared. What a reader would look up stands in words above each: the highest value and its day, the
 * last one, the day a threshold is reached.
 */
#include <math.h>

#include "render/chart_plot.h"

static const float column_gap = 16, row_gap = 8, panel_aspect = 0.36f, least_width = 150;
static const float day_labels = 1.2f; /* below the last row, of the text size */
enum { COLUMNS = 2, Y_TICKS = 4 };

struct grid {
    size_t columns, rows;
    float left, width, height; /* of a plot; left: room for the ticks */
    float title, pitch;        /* above a plot; from one row to the next */
    float top;                 /* of the first row */
};

static float threshold_line(const struct chart_canvas *c, const struct chart *chart, bool draw) {
    static const float sample = 18, gap = 5, apart = 14;
    float pitch = c->text_size * 1.5f, y = c->y + pitch / 2, x = c->x;
    if (chart->unit.n) {
        str unit = str_fmt(c->a, "单位：%.*s", STR_ARG(chart->unit));
        if (draw)
            plot_word(c, unit, x, y + plot_level(c), c->width, TEXT_LEFT, INK_SOFT);
        x += c->measure(c->with, unit) + 2 * apart;
    }
    for (size_t i = 0; i < chart->n_thresholds; i++) {
        str words = plot_threshold_text(c, chart, i);
        float need = sample + gap + c->measure(c->with, words);
        if (x > c->x && x + need > c->x + c->width) {
            x = c->x;
            y += pitch;
        }
        if (draw) {
            plot_dashed(c, x, y, x + sample, y, plot_dash(i), INK_BAD);
            plot_word(c, words, x + sample + gap, y + plot_level(c), c->x + c->width - x - sample - gap,
                      TEXT_LEFT, INK_BAD);
        }
        x += need + apart;
    }
    return x > c->x ? y + pitch / 2 - c->y : 0;
}

static struct grid grid_of(const struct chart_canvas *c, const struct chart *chart, bool draw) {
    struct plot p = {.c = (struct chart_canvas *)(uintptr_t)c, .chart = chart};
    struct grid g = {.columns = c->width >= COLUMNS * least_width ? COLUMNS : 1,
                     .title = c->text_size * 1.7f};
    plot_set_scales(&p, Y_TICKS);
    g.left = plot_widest_tick(&p) + 8;
    g.width = (c->width - g.left - (float)(g.columns - 1) * column_gap) / (float)g.columns;
    g.height = g.width * (g.columns > 1 ? panel_aspect : panel_aspect / 2);
    g.rows = (chart->n_series + g.columns - 1) / g.columns;
    g.pitch = g.title + g.height + row_gap;
    g.top = c->y + threshold_line(c, chart, draw) + c->text_size * 0.4f;
    return g;
}

float layout_panels_height(const struct chart_canvas *c, const struct chart *chart) {
    struct grid g = grid_of(c, chart, false);
    return g.top - c->y + (float)g.rows * g.pitch + c->text_size * day_labels;
}

/* A figure that would just not fit on the page is given less height than it wished for. */
static void fit_grid(struct grid *g, const struct chart_canvas *c) {
    g->pitch = (c->height - (g->top - c->y) - c->text_size * day_labels) / (float)g->rows;
    g->height = g->pitch - g->title - row_gap;
}

/* The first threshold that the trend reaches within the forecast; n_thresholds: none. */
static size_t reached(const struct chart *chart, size_t s) {
    size_t best = chart->n_thresholds;
    const struct chart_trend *t = chart->trends ? &chart->trends[s] : NULL;
    for (size_t k = 0; t && k < chart->n_thresholds; k++)
        if (t->reach[k] <= chart->until && (best == chart->n_thresholds || t->reach[k] < t->reach[best]))
            best = k;
    return best;
}

/* "最高 93.6（08-12），期末 52.3"; where a threshold comes near "期末 81.7，2026-03-25 达 90%". */
static str summary(const struct chart_canvas *c, const struct chart *chart, size_t s) {
    const double *v = chart->series[s].values;
    size_t high = plot_highest(chart, s), last = plot_last(chart, s), limit = reached(chart, s);
    struct sb b = {.a = c->a};
    if (high == chart->n_points)
        return S("无数据");
    if (limit == chart->n_thresholds) {
        sb_fmt(&b, "最高 %.*s", STR_ARG(scale_value_text(c->a, v[high])));
        if (chart->days)
            sb_fmt(&b, "（%.*s）", STR_ARG(str_slice(plot_day_text(c->a, chart->days[high]), 5, 10)));
        sb_addz(&b, "，");
    }
    sb_fmt(&b, "期末 %.*s", STR_ARG(scale_value_text(c->a, v[last])));
    if (limit < chart->n_thresholds)
        sb_fmt(&b, "，%.*s 达 %.*s%.*s", STR_ARG(plot_day_text(c->a, chart->trends[s].reach[limit])),
               STR_ARG(scale_value_text(c->a, chart->thresholds[limit].value)), STR_ARG(chart->unit));
    return sb_str(&b);
}

/* The name left, the summary right in what room is left. */
static void put_title(const struct plot *p, size_t s) {
    struct chart_canvas *c = p->c;
    float y = p->top - c->text_size * 0.55f, room = p->right - p->left;
    str name = p->chart->series[s].title;
    float w = fminf(c->measure(c->with, name), room * 0.5f);
    plot_word(c, name, p->left, y, room * 0.5f, TEXT_LEFT, INK_TEXT);
    plot_word(c, summary(c, p->chart, s), p->right, y, room - w - c->text_size, TEXT_RIGHT, INK_SOFT);
}

static void put_panel(struct plot *p, size_t s, bool left, bool bottom) {
    const struct chart *chart = p->chart;
    size_t high = plot_highest(chart, s);
    double last = chart->days ? chart->days[chart->n_points - 1] : 0;
    if (chart->days && chart->until > last)
        op_fill(p->c->ops, plot_day(p, last), p->top, p->right, p->bottom, INK_SHADE);
    put_title(p, s);
    plot_y_axis(p, left);
    plot_thresholds(p);
    plot_trend(p, s, plot_ink(0));
    plot_line(p, s, plot_ink(0), false);
    if (high < chart->n_points)
        plot_mark(p->c, 0, plot_x(p, high), plot_y(p, chart->series[s].values[high]));
    if (bottom)
        plot_x_labels(p);
}

bool layout_panels(struct chart_canvas *c, const struct chart *chart) {
    struct grid g = grid_of(c, chart, true);
    fit_grid(&g, c);
    for (size_t s = 0; s < chart->n_series; s++) {
        size_t column = s % g.columns, row = s / g.columns;
        struct plot p = {.c = c, .chart = chart};
        plot_set_scales(&p, Y_TICKS);
        p.left = c->x + g.left + (float)column * (g.width + column_gap);
        p.right = p.left + g.width - c->text_size * 0.5f;
        p.top = g.top + (float)row * g.pitch + g.title;
        p.bottom = p.top + g.height;
        struct chart_canvas part = *c; /* its labels stay over their own column */
        part.x = column ? p.left - column_gap / 2 : c->x;
        part.width = p.right + column_gap / 2 - part.x;
        part.width = fminf(part.width, c->x + c->width - part.x);
        p.c = &part;
        put_panel(&p, s, column == 0, s + g.columns >= chart->n_series);
    }
    return true;
}
