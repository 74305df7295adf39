/* chart.c - the frame of line and bar charts: axes, ticks, unit, legend, thresholds; and the way to the
 * other kinds. */
#include "render/chart.h"

#include <math.h>

#include "render/chart_plot.h"

static const float tick_gap = 4, legend_gap = 14, sample = 14;

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

/* Bars stand on zero. A line may leave zero out when its values lie far from it and close together. */
static struct scale value_scale(const struct chart *chart, struct extent e, int ticks) {
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
    return s;
}

static float widest_tick(const struct plot *p) {
    float widest = 0;
    for (size_t i = 0; i < scale_ticks(&p->y); i++) {
        float w = p->c->measure(p->c->with, scale_text(p->c->a, &p->y, scale_tick(&p->y, i)));
        widest = w > widest ? w : widest;
    }
    return widest;
}

static str threshold_text(const struct plot *p, size_t i) {
    const struct chart_threshold *t = &p->chart->thresholds[i];
    return str_fmt(p->c->a, "%.*s %.*s%.*s", STR_ARG(t->title), STR_ARG(scale_value_text(p->c->a, t->value)),
                   STR_ARG(p->chart->unit));
}

static void put_y_axis(const struct plot *p) {
    struct chart_canvas *c = p->c;
    for (size_t i = 0; i < scale_ticks(&p->y); i++) {
        double v = scale_tick(&p->y, i);
        float y = plot_y(p, v);
        bool zero = !(v < 0) && !(v > 0);
        op_line(c->ops, p->left, y, p->right, y, style_page.rule, zero || i == 0 ? INK_EDGE : INK_RULE);
        c->draw(
            c->with, scale_text(c->a, &p->y, v),
            (struct chart_word){p->left - tick_gap, y + plot_level(c), p->left - c->x, TEXT_RIGHT, INK_SOFT});
    }
}

/* A label may not leave the box where its slot is at the edge. */
static void put_label(const struct plot *p, str text, float x, float y) {
    x = scale_label_middle(p->c, x, p->c->measure(p->c->with, text));
    p->c->draw(p->c->with, text, (struct chart_word){x, y, p->c->width, TEXT_CENTER, INK_SOFT});
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
    return wrap_all(p, &most) ? most : 1;
}

static void put_x_labels(const struct plot *p) {
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

/* The lowest threshold above `below`. */
static size_t next_threshold(const struct chart *c, double below) {
    size_t next = c->n_thresholds;
    for (size_t i = 0; i < c->n_thresholds; i++)
        if (c->thresholds[i].value > below &&
            (next == c->n_thresholds || c->thresholds[i].value < c->thresholds[next].value))
            next = i;
    return next;
}

/* Dashed lines; their words stand in the right margin, pushed up where two values lie close. */
static void put_thresholds(const struct plot *p) {
    struct chart_canvas *c = p->c;
    float free_y = p->bottom + c->text_size;
    double below = p->y.low - p->y.step;
    for (size_t i = next_threshold(p->chart, below); i < p->chart->n_thresholds;
         i = next_threshold(p->chart, below)) {
        below = p->chart->thresholds[i].value;
        float y = plot_y(p, below), words = y + plot_level(c);
        words = words > free_y ? free_y : words;
        free_y = words - c->text_size * 1.2f;
        op_add(c->ops, (struct op){.kind = OP_LINE,
                                   .ink = INK_BAD,
                                   .dash = 4,
                                   .x = p->left,
                                   .y = y,
                                   .x2 = p->right,
                                   .y2 = y,
                                   .size = 0.8f});
        c->draw(c->with, threshold_text(p, i),
                (struct chart_word){p->right + tick_gap, words, c->x + c->width - p->right - tick_gap,
                                    TEXT_LEFT, INK_BAD});
    }
}

static float thresholds_width(const struct plot *p) {
    float widest = 0;
    for (size_t i = 0; i < p->chart->n_thresholds; i++) {
        float w = p->c->measure(p->c->with, threshold_text(p, i)) + tick_gap;
        widest = w > widest ? w : widest;
    }
    float most = p->c->width * 0.3f;
    return widest < most ? widest : most;
}

/* Unit and legend above, tick labels left, words of thresholds right, labels below. */
static void set_margins(struct plot *p) {
    struct chart_canvas *c = p->c;
    float top = c->y + layout_legend(c, p->chart, 1, true);
    p->top =
        top + c->text_size *
                  (p->chart->kind == CHART_LINE ? 0.8f : 1.6f); /* room for the label of the highest bar */
    p->left = c->x + widest_tick(p) + 2 * tick_gap;
    p->right = c->x + c->width - thresholds_width(p);
    p->bottom = c->y + c->height - tick_gap;
    p->bottom -= (float)label_lines(p) * c->text_size * 1.3f;
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

static bool put_framed(struct chart_canvas *c, const struct chart *chart, struct extent e) {
    struct plot p = {.c = c, .chart = chart, .y = value_scale(chart, e, 5)};
    set_margins(&p);
    put_y_axis(&p);
    put_x_labels(&p);
    if (chart->kind == CHART_LINE)
        plot_lines(&p);
    else if (chart->kind == CHART_BAR)
        plot_bars(&p);
    else
        plot_stacks(&p);
    put_thresholds(&p);
    return true;
}

/* Rows of words set the height of pies and gantts, the width that of the rest. */
float layout_chart_height(const struct chart_canvas *c, const struct chart *chart) {
    float n = (float)chart->n_points, plain = c->width * style_page.chart_aspect;
    if (!values_extent(chart).any)
        return 5 * c->text_size;
    if (chart->kind == CHART_GANTT)
        return layout_legend(c, chart, 2, false) + (n + 1) * c->text_size * 1.9f;
    if (chart->kind == CHART_PIE) {
        float rows = n * c->text_size * 1.7f;
        return rows > plain * 0.7f ? rows : plain * 0.7f;
    }
    return plain + layout_legend(c, chart, 1, false);
}

bool layout_chart(struct chart_canvas *canvas, const struct chart *chart, struct diags *d, struct place at) {
    struct extent e = values_extent(chart);
    if (!e.any) {
        put_empty(canvas, chart);
        return true;
    }
    if (chart->kind == CHART_PIE)
        return layout_pie(canvas, chart, d, at);
    if (chart->kind == CHART_GANTT)
        return layout_gantt(canvas, chart);
    return put_framed(canvas, chart, e);
}
