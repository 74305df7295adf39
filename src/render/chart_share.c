/* chart_share.c - shares of a whole as one bar: lengths on one line are compared better than the slices of a pie. */
#include <math.h>

#include "render/chart_plot.h"

static const float bar = 24, gap = 9, sample = 7;
enum { PARTS_MOST = 8 }; /* as many as there are colours; the rest is one part */

struct part {
    str label;
    double value;
};

/* Parts without a value are none; the smallest beyond PARTS_MOST stand together at the end. */
static size_t collect(const struct chart_canvas *c, const struct chart *chart, struct part *parts) {
    size_t all = 0, n = 0;
    double rest = 0;
    for (size_t i = 0; i < chart->n_points; i++)
        all += chart->series[0].values[i] > 0;
    size_t shown = all > PARTS_MOST ? PARTS_MOST - 1 : all;
    for (size_t i = 0; i < chart->n_points; i++) {
        double v = chart->series[0].values[i];
        size_t larger = 0;
        for (size_t k = 0; k < chart->n_points; k++)
            larger += chart->series[0].values[k] > v || (k < i && !(chart->series[0].values[k] < v));
        if (!(v > 0))
            continue;
        if (larger < shown)
            parts[n++] = (struct part){chart->labels[i], v};
        else
            rest += v;
    }
    if (rest > 0)
        parts[n++] = (struct part){str_fmt(c->a, "其余%zu项", all - shown), rest};
    return n;
}

static str words_of(const struct chart_canvas *c, const struct chart *chart, const struct part *p,
                    double sum) {
    return str_fmt(c->a, "%.*s　%.*s%.*s（%.*s）", STR_ARG(p->label),
                   STR_ARG(scale_value_text(c->a, p->value)), STR_ARG(chart->unit),
                   STR_ARG(parts_percent(c->a, p->value, sum)));
}

/* Samples and words in as many columns as they fit in; the height of all. */
static float put_words(const struct chart_canvas *c, const struct chart *chart, const struct part *parts,
                       size_t n, double sum, float top, bool draw) {
    float widest = 1, pitch = c->text_size * 1.7f;
    for (size_t i = 0; i < n; i++)
        widest = fmaxf(widest, c->measure(c->with, words_of(c, chart, &parts[i], sum)) + sample + 18);
    size_t columns = (size_t)fmaxf(1, floorf(c->width / widest));
    columns = columns > 3 ? 3 : columns;
    size_t rows = (n + columns - 1) / columns;
    float step = c->width / (float)columns;
    for (size_t i = 0; draw && i < n; i++) {
        size_t column = i / rows;
        float x = c->x + (float)column * step, y = top + (float)(i % rows) * pitch + pitch / 2;
        op_fill(c->ops, x, y - sample / 2, x + sample, y + sample / 2, plot_ink(i));
        plot_word(c, words_of(c, chart, &parts[i], sum), x + sample + 5, y + plot_level(c),
                  step - sample - 10, TEXT_LEFT, INK_TEXT);
    }
    return (float)rows * pitch;
}

float layout_share_height(const struct chart_canvas *c, const struct chart *chart) {
    struct part parts[PARTS_MOST];
    double sum = 1;
    size_t n = collect(c, chart, parts);
    return bar + gap + put_words(c, chart, parts, n, sum, 0, false) + 4;
}

bool layout_share(struct chart_canvas *c, const struct chart *chart, struct diags *d, struct place at) {
    struct part parts[PARTS_MOST];
    double sum;
    if (!parts_sum(chart, d, at, &sum))
        return false;
    size_t n = collect(c, chart, parts);
    float x = c->x;
    for (size_t i = 0; i < n; i++) {
        float w = c->width * (float)(parts[i].value / sum);
        op_fill(c->ops, x, c->y, x + w, c->y + bar, plot_ink(i));
        if (i)
            op_line(c->ops, x, c->y, x, c->y + bar, 1, INK_WHITE);
        str percent = parts_percent(c->a, parts[i].value, sum);
        if (c->measure(c->with, percent) + 6 < w)
            plot_word(c, percent, x + w / 2, c->y + bar / 2 + plot_level(c), w, TEXT_CENTER, plot_ink_on(i));
        x += w;
    }
    if (n == 0) /* all parts are zero: an empty bar */
        op_add(c->ops, (struct op){.kind = OP_FRAME,
                                   .ink = INK_RULE,
                                   .x = c->x,
                                   .y = c->y,
                                   .x2 = c->x + c->width,
                                   .y2 = c->y + bar,
                                   .size = style_page.rule});
    put_words(c, chart, parts, n, sum, c->y + bar + gap, true);
    return true;
}
