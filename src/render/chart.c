/* chart.c - the frame of line and bar charts: axes, ticks, unit, legend, words at the right; and the way to the
 * other kinds. */
#include "render/chart.h"

#include <math.h>

#include "render/chart_axis.h"
#include "render/chart_plot.h"

static const float tick_gap = 4, legend_gap = 14, sample = 14;
enum { Y_TICKS = 5, DIRECT_MOST = 10 };

/* Box, or line with mark, as the series is drawn. */
static void put_sample(const struct chart_canvas *c, const struct chart *chart, size_t series, float x,
                       float y) {
    if (chart->kind == CHART_LINE) {
        op_line(c->ops, x, y, x + sample, y, 1.1f, plot_ink(series));
        plot_mark(c, series, x + sample / 2, y);
    } else
        op_fill(c->ops, x + 3, y - 3.5f, x + sample - 3, y + 3.5f, plot_ink(series));
}

static str unit_text(const struct chart_canvas *c, const struct chart *chart) {
    return chart->unit.n ? str_fmt(c->a, "单位：%.*s", STR_ARG(chart->unit)) : (str){0};
}

float layout_legend(const struct chart_canvas *c, const struct chart *chart, size_t step, bool draw) {
    str unit = unit_text(c, chart);
    float pitch = c->text_size * 1.5f, left = c->x, x, y = c->y;
    if (unit.n) { /* the unit begins the first line */
        if (draw)
            c->draw(c->with, unit,
                    (struct chart_word){c->x, y + pitch / 2 + plot_level(c), c->width, TEXT_LEFT, INK_SOFT});
        left += c->measure(c->with, unit) + 2 * legend_gap;
    }
    x = left;
    for (size_t s = 0; s < chart->n_series && (chart->n_series > step || chart->n_thresholds > 0);
         s += step) {
        float need = sample + tick_gap + c->measure(c->with, chart->series[s].title);
        if (x > left && x + need > c->x + c->width) {
            x = left;
            y += pitch;
        }
        if (draw) {
            float words = x + sample + tick_gap;
            put_sample(c, chart, s, x, y + pitch / 2);
            c->draw(c->with, chart->series[s].title,
                    (struct chart_word){words, y + pitch / 2 + plot_level(c), c->x + c->width - words,
                                        TEXT_LEFT, INK_TEXT});
        }
        x += need + legend_gap;
    }
    return x > c->x ? y + pitch - c->y : 0;
}

struct extent {
    double low, high;
    bool any;
};

static void extend(struct extent *e, double v) {
    if (!isfinite(v))
        return;
    e->low = e->any && e->low < v ? e->low : v;
    e->high = e->any && e->high > v ? e->high : v;
    e->any = true;
}

static struct extent values_extent(const struct chart *chart) {
    struct extent e = {0};
    for (size_t i = 0; i < chart->n_points; i++) {
        double up = 0, down = 0;
        for (size_t s = 0; s < chart->n_series; s++) {
            double v = chart->series[s].values[i];
            extend(&e, v);
            if (isfinite(v))
                *(v < 0 ? &down : &up) += v;
        }
        if (chart->kind == CHART_STACKED && e.any) {
            extend(&e, up);
            extend(&e, down);
        }
    }
    return e;
}

/* What the trends come to at the end of the forecast, though never more than twice the height of the values: a steep
 * line is cut, not the picture flattened. */
static void extend_trends(const struct chart *c, struct extent *e) {
    double room = e->high - e->low;
    for (size_t s = 0; c->trends && s < c->n_series; s++) {
        const struct chart_trend *t = &c->trends[s];
        double end = t->at_last + t->slope * (c->until - t->last);
        if (t->known && c->until > t->last)
            extend(e, fmax(e->low - room, fmin(e->high + room, end)));
    }
}

/* Bars stand on zero. A line may leave zero out when its values lie far from it and close together. */
static struct scale value_scale(const struct chart *chart, struct extent e, int ticks) {
    if (!chart->has_max)
        extend_trends(chart, &e);
    for (size_t i = 0; i < chart->n_thresholds; i++)
        extend(&e, chart->thresholds[i].value);
    if (chart->has_min)
        extend(&e, chart->min);
    if (chart->has_max)
        extend(&e, chart->max);
    if (chart->kind != CHART_LINE || (!chart->has_min && e.low > 0 && e.high - e.low > e.high * 0.3))
        extend(&e, 0);
    struct scale s = scale_make(e.low, e.high, ticks);
    for (size_t i = 0; i < chart->n_thresholds; i++) /* a threshold is no part of the frame */
        if (!chart->has_max && chart->thresholds[i].value > s.high - s.step * 0.05)
            s.high += s.step;
    if (chart->kind == CHART_LINE && !chart->has_min && s.low > 0 && e.low - s.low < s.step * 0.05)
        s.low -= s.step; /* no line along the axis */
    if (chart->kind != CHART_LINE && e.low < 0 &&
        e.low - s.low < s.step * 0.5) /* the value stands below the bar */
        s.low -= s.step;
    return s;
}

void plot_set_scales(struct plot *p, int ticks) {
    const struct chart *c = p->chart;
    p->y = value_scale(c, values_extent(c), ticks);
    if (!c->days)
        return;
    p->from = c->days[0];
    p->to = fmax(c->days[c->n_points - 1], c->until);
    if (!(p->to > p->from)) {
        p->from -= 0.5;
        p->to += 0.5;
    }
}

float plot_widest_tick(const struct plot *p) {
    float widest = 0;
    for (size_t i = 0; i < scale_ticks(&p->y); i++) {
        float w = p->c->measure(p->c->with, scale_text(p->c->a, &p->y, scale_tick(&p->y, i)));
        widest = w > widest ? w : widest;
    }
    return widest;
}

void plot_y_axis(const struct plot *p, bool labels) {
    struct chart_canvas *c = p->c;
    for (size_t i = 0; i < scale_ticks(&p->y); i++) {
        double v = scale_tick(&p->y, i);
        float y = plot_y(p, v);
        bool zero = !(v < 0) && !(v > 0);
        op_line(c->ops, p->left, y, p->right, y, style_page.rule, zero || i == 0 ? INK_EDGE : INK_RULE);
        if (labels)
            plot_word(c, scale_text(c->a, &p->y, v), p->left - tick_gap, y + plot_level(c), p->left - c->x,
                      TEXT_RIGHT, INK_SOFT);
    }
}

/* A label may not leave the box where its slot is at the edge. */
static void put_label(const struct plot *p, str text, float x, float y) {
    x = scale_label_middle(p->c, x, p->c->measure(p->c->with, text));
    p->c->draw(p->c->with, text, (struct chart_word){x, y, p->c->width, TEXT_CENTER, INK_SOFT});
}

/* Months under bars: "3月" each, and below the first one and each January its year. */
static bool are_months(const struct plot *p) {
    enum { MONTH = 7 };
    for (size_t i = 0; i < p->chart->n_points; i++)
        if (p->chart->labels[i].n != MONTH)
            return false;
    return p->chart->kind != CHART_LINE && scale_dated(p->c, p->chart->labels, p->chart->n_points) &&
           p->c->measure(p->c->with, S("12月")) < plot_slot(p) * 0.94f;
}

static void put_months(const struct plot *p) {
    float first = p->bottom + tick_gap + p->c->text_size, pitch = p->c->text_size * 1.25f;
    for (size_t i = 0; i < p->chart->n_points; i++) {
        str label = p->chart->labels[i], month = str_slice(label, label.p[5] == '0' ? 6 : 5, 7);
        put_label(p, str_fmt(p->c->a, "%.*s月", STR_ARG(month)), plot_x(p, i), first);
        if (i == 0 || str_eqz(month, "1"))
            put_label(p, str_fmt(p->c->a, "%.*s年", STR_ARG(str_slice(label, 0, 4))), plot_x(p, i),
                      first + pitch);
    }
}

/* Names of bars are wrapped under them when all fit that way; dates and other labels are thinned. */
static bool wrap_all(const struct plot *p, size_t *most) {
    str lines[SCALE_WRAP];
    *most = 1;
    if (p->chart->kind == CHART_LINE || scale_dated(p->c, p->chart->labels, p->chart->n_points))
        return false;
    for (size_t i = 0; i < p->chart->n_points; i++) {
        size_t n = scale_wrap(p->c, p->chart->labels[i], plot_slot(p) * 0.94f, lines);
        if (n == 0)
            return false;
        *most = n > *most ? n : *most;
    }
    return true;
}

static size_t label_lines(const struct plot *p) {
    size_t most;
    if (are_months(p))
        return 2;
    return wrap_all(p, &most) ? most : 1;
}

static void put_time_labels(const struct plot *p) {
    struct time_tick *ticks;
    size_t n = time_ticks(p->c, &(struct time_axis){p->from, p->to, p->left, p->right}, &ticks);
    for (size_t i = 0; i < n; i++) {
        op_line(p->c->ops, ticks[i].x, p->bottom, ticks[i].x, p->bottom + 3, style_page.rule, INK_EDGE);
        plot_word(p->c, ticks[i].text, ticks[i].middle, p->bottom + tick_gap + p->c->text_size, p->c->width,
                  TEXT_CENTER, INK_SOFT);
    }
}

void plot_x_labels(const struct plot *p) {
    if (p->chart->days) {
        put_time_labels(p);
        return;
    }
    if (are_months(p)) {
        put_months(p);
        return;
    }
    float first = p->bottom + tick_gap + p->c->text_size, pitch = p->c->text_size * 1.25f;
    size_t most;
    bool wrapped = wrap_all(p, &most);
    str *texts = wrapped
                     ? p->chart->labels
                     : scale_labels(p->c, p->chart->labels, p->chart->n_points, plot_x(p, 0), plot_slot(p));
    for (size_t i = 0; i < p->chart->n_points; i++) {
        str lines[SCALE_WRAP] = {texts[i]};
        size_t n = wrapped ? scale_wrap(p->c, texts[i], plot_slot(p) * 0.94f, lines) : 1;
        if (texts[i].n == 0)
            continue;
        if (p->chart->kind == CHART_LINE)
            op_line(p->c->ops, plot_x(p, i), p->bottom, plot_x(p, i), p->bottom + 3, style_page.rule,
                    INK_EDGE);
        for (size_t k = 0; k < n; k++)
            put_label(p, lines[k], plot_x(p, i), first + (float)k * pitch);
    }
}

/* Titles of the series at the ends of their lines, and the words of the thresholds. */
static size_t side_labels(const struct plot *p, bool direct, struct side_label *out) {
    const struct chart *c = p->chart;
    size_t n = 0;
    for (size_t i = 0; i < c->n_thresholds; i++)
        if (c->thresholds[i].value >= p->y.low && c->thresholds[i].value <= p->y.high)
            out[n++] = (struct side_label){.text = plot_threshold_text(p->c, c, i),
                                           .y = plot_y(p, c->thresholds[i].value),
                                           .ink = INK_BAD};
    for (size_t s = 0; direct && s < c->n_series; s++) {
        size_t last = plot_last(c, s);
        const struct chart_trend *t = c->trends && c->trends[s].known ? &c->trends[s] : NULL;
        if (last == c->n_points)
            continue;
        double v = t && c->until > t->last ? t->at_last + t->slope * (c->until - t->last)
                                           : c->series[s].values[last];
        out[n++] = (struct side_label){.text = c->series[s].title,
                                       .y = plot_y(p, fmax(p->y.low, fmin(p->y.high, v))),
                                       .ink = INK_TEXT,
                                       .marked = true,
                                       .series = s};
    }
    return n;
}

/* Names stand at the lines themselves when there are few, and they are short enough to leave the lines their room. */
static bool wants_direct(const struct chart_canvas *c, const struct chart *chart) {
    bool fits = chart->kind == CHART_LINE && chart->n_series > 1 && chart->n_series <= DIRECT_MOST;
    for (size_t s = 0; fits && s < chart->n_series; s++)
        fits = c->measure(c->with, chart->series[s].title) < c->width * 0.2f;
    return fits;
}

/* The unit alone, above the axis. */
static float put_unit(const struct chart_canvas *c, const struct chart *chart) {
    str unit = unit_text(c, chart);
    if (!unit.n)
        return 0;
    plot_word(c, unit, c->x, c->y + c->text_size * 0.75f + plot_level(c), c->width, TEXT_LEFT, INK_SOFT);
    return c->text_size * 1.5f;
}

/* Unit and legend above, tick labels left, words right, labels below. */
static void set_margins(struct plot *p, bool direct, struct side_label *labels, size_t *n) {
    struct chart_canvas *c = p->c;
    float top = c->y + (direct ? put_unit(c, p->chart) : layout_legend(c, p->chart, 1, true));
    p->top =
        top + c->text_size *
                  (p->chart->kind == CHART_LINE ? 0.8f : 1.6f); /* room for the label of the highest bar */
    p->left = c->x + plot_widest_tick(p) + 2 * tick_gap;
    p->bottom = c->y + c->height - tick_gap;
    *n = side_labels(p, direct, labels);
    float side = side_labels_width(c, labels, *n), most = c->width * 0.3f;
    p->right = c->x + c->width - (side < most ? side : most) - (*n ? 0 : c->text_size);
    p->bottom -= (float)label_lines(p) * c->text_size * 1.3f;
}

/* The days ahead are shaded: they have not happened. */
static void put_forecast_ground(const struct plot *p) {
    const struct chart *c = p->chart;
    double last = c->days ? c->days[c->n_points - 1] : 0;
    if (!c->days || !(c->until > last))
        return;
    op_fill(p->c->ops, plot_day(p, last), p->top, p->right, p->bottom, INK_SHADE);
    str word = S("趋势预测");
    if (p->c->measure(p->c->with, word) < p->right - plot_day(p, last))
        plot_word(p->c, word, (plot_day(p, last) + p->right) / 2, p->bottom - 3, p->c->width, TEXT_CENTER,
                  INK_SOFT);
}

static void put_empty(struct chart_canvas *c, const struct chart *chart) {
    str text = chart->empty.n ? chart->empty : S("无数据");
    op_add(c->ops, (struct op){.kind = OP_FRAME,
                               .ink = INK_RULE,
                               .x = c->x,
                               .y = c->y,
                               .x2 = c->x + c->width,
                               .y2 = c->y + c->height,
                               .size = style_page.rule});
    c->draw(c->with, text,
            (struct chart_word){c->x + c->width / 2, c->y + c->height / 2 + plot_level(c), c->width,
                                TEXT_CENTER, INK_SOFT});
}

/* The day over each ring, where no other one's day stands. */
static void put_crossings(const struct plot *p) {
    const struct chart *c = p->chart;
    float end = -1e9f;
    for (size_t k = 0; k < c->n_thresholds; k++, end = -1e9f)
        for (size_t s = 0; c->trends && s < c->n_series; s++) {
            double day = c->trends[s].reach[k];
            float x = day <= c->until ? plot_day(p, day) : 0, y = plot_y(p, c->thresholds[k].value) - 4;
            str text = day <= c->until ? plot_day_text(p->c->a, day) : S("");
            float w = p->c->measure(p->c->with, text);
            if (!(day <= c->until) || x + w / 2 > p->right || x - w / 2 < end || y - p->c->text_size < p->top)
                continue;
            plot_word(p->c, text, x, y, w + 1, TEXT_CENTER, INK_TEXT);
            end = x + w / 2 + p->c->text_size;
        }
}

static bool put_framed(struct chart_canvas *c, const struct chart *chart) {
    struct plot p = {.c = c, .chart = chart};
    size_t n = 0;
    struct side_label *labels =
        ARENA_ARRAY(c->a, struct side_label, chart->n_thresholds + chart->n_series + 1);
    bool direct = wants_direct(c, chart);
    plot_set_scales(&p, Y_TICKS);
    set_margins(&p, direct, labels, &n);
    n = side_labels(&p, direct, labels); /* now that the frame is known */
    bool placed = side_labels_place(c, labels, n, p.top, p.bottom);
    put_forecast_ground(&p);
    plot_y_axis(&p, true);
    plot_x_labels(&p);
    plot_thresholds(&p);
    for (size_t s = 0; chart->kind == CHART_LINE && s < chart->n_series; s++) {
        plot_trend(&p, s, plot_ink(s));
        plot_line(&p, s, plot_ink(s), chart->n_series > 1 || chart->n_points < DIRECT_MOST);
    }
    if (chart->kind == CHART_BAR)
        plot_bars(&p);
    else if (chart->kind == CHART_STACKED)
        plot_stacks(&p);
    put_crossings(&p);
    if (placed)
        side_labels_draw(&p, labels, n);
    return true;
}

/* -- all kinds -------------------------------------------------------------------------------------- */

typedef float chart_height(const struct chart_canvas *c, const struct chart *chart);

static float plain_height(const struct chart_canvas *c) {
    return c->width * style_page.chart_aspect;
}
static float framed_height(const struct chart_canvas *c, const struct chart *chart) {
    return plain_height(c) + (wants_direct(c, chart) ? 0 : layout_legend(c, chart, 1, false));
}
static float line_height(const struct chart_canvas *c, const struct chart *chart) {
    return chart->panels ? layout_panels_height(c, chart) : framed_height(c, chart);
}
static float gantt_height(const struct chart_canvas *c, const struct chart *chart) {
    return (float)chart->n_points * c->text_size * 1.9f + layout_legend(c, chart, 2, false) +
           c->text_size * 2.2f;
}
static float pie_height(const struct chart_canvas *c, const struct chart *chart) {
    return fmaxf((float)chart->n_points * c->text_size * 1.7f, plain_height(c) * 0.7f);
}

static chart_height *const heights[CHART__MAX] = {
    [CHART_LINE] = line_height,
    [CHART_BAR] = framed_height,
    [CHART_STACKED] = framed_height,
    [CHART_PIE] = pie_height,
    [CHART_GANTT] = gantt_height,
    [CHART_SHARE] = layout_share_height,
    [CHART_OUTAGES] = layout_outages_height,
    [CHART_CALENDAR] = layout_calendar_height,
};

/* Anything to draw? Of outages a system without one is a fact worth a row. */
static bool has_data(const struct chart *chart) {
    return chart->kind == CHART_OUTAGES ? chart->n_points > 0 : values_extent(chart).any;
}

float layout_chart_height(const struct chart_canvas *c, const struct chart *chart) {
    return has_data(chart) ? heights[chart->kind](c, chart) : c->text_size * 4;
}

bool layout_chart(struct chart_canvas *canvas, const struct chart *chart, struct diags *d, struct place at) {
    if (!has_data(chart)) {
        put_empty(canvas, chart);
        return true;
    }
    switch (chart->kind) {
    case CHART_PIE:
        return layout_pie(canvas, chart, d, at);
    case CHART_SHARE:
        return layout_share(canvas, chart, d, at);
    case CHART_GANTT:
        return layout_gantt(canvas, chart);
    case CHART_OUTAGES:
        return layout_outages(canvas, chart);
    case CHART_CALENDAR:
        return layout_calendar(canvas, chart, d, at);
    default:
        return chart->panels ? layout_panels(canvas, chart) : put_framed(canvas, chart);
    }
}
