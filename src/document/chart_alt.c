/* chart_alt.c - a chart in words, for whoever cannot see it: extremes, the latest value, thresholds. */
#include <math.h>

#include "document/fences.h"
#include "document/values.h"
#include "util/civil.h"

#define NAMED_MOST 8 /* series or parts told one by one; the rest is counted */

static void add_number(struct sb *b, double v, str unit) {
    sb_add(b, real_text(b->a, v));
    sb_add(b, unit);
}

static void add_rest(struct sb *b, size_t n, const char *what) {
    if (n > NAMED_MOST)
        sb_fmt(b, "另有%zu%s。", n - NAMED_MOST, what);
}

/* -- line, bar, stacked ----------------------------------------------------------------------------- */

struct extremes {
    size_t low, high, last, n;
};

static struct extremes find_extremes(const struct chart *c, const struct chart_series *s) {
    struct extremes e = {0};
    for (size_t i = 0; i < c->n_points; i++) {
        if (isnan(s->values[i]))
            continue;
        if (e.n == 0 || s->values[i] < s->values[e.low])
            e.low = i;
        if (e.n == 0 || s->values[i] > s->values[e.high])
            e.high = i;
        e.last = i;
        e.n++;
    }
    return e;
}

static void add_thresholds(struct sb *b, const struct chart *c, const struct chart_series *s) {
    for (size_t k = 0; k < c->n_thresholds; k++) {
        size_t above = 0, below = 0;
        for (size_t i = 0; i < c->n_points; i++) {
            above += s->values[i] > c->thresholds[k].value;
            below += s->values[i] < c->thresholds[k].value;
        }
        sb_fmt(b, "，高于“%.*s”（", STR_ARG(c->thresholds[k].title));
        add_number(b, c->thresholds[k].value, c->unit);
        sb_fmt(b, "）%zu点、低于%zu点", above, below);
    }
}

static void describe_series(struct sb *b, const struct chart *c, const struct chart_series *s) {
    struct extremes e = find_extremes(c, s);
    sb_fmt(b, "%.*s：", STR_ARG(s->title));
    if (e.n == 0) {
        sb_addz(b, "无数据。");
        return;
    }
    static const char *const words[] = {"最低", "，最高", "，最后"};
    const size_t points[] = {e.low, e.high, e.last};
    for (size_t i = 0; i < 3; i++) {
        sb_addz(b, words[i]);
        add_number(b, s->values[points[i]], c->unit);
        sb_fmt(b, "（%.*s）", STR_ARG(c->labels[points[i]]));
    }
    add_thresholds(b, c, s);
    sb_addz(b, "。");
}

static void describe_points(struct sb *b, const struct chart *c) {
    sb_fmt(b, "共%zu点，从%.*s到%.*s。", c->n_points, STR_ARG(c->labels[0]),
           STR_ARG(c->labels[c->n_points - 1]));
    for (size_t i = 0; i < c->n_series && i < NAMED_MOST; i++)
        describe_series(b, c, &c->series[i]);
    add_rest(b, c->n_series, "个系列");
}

/* -- pie -------------------------------------------------------------------------------------------- */

static void describe_parts(struct sb *b, const struct chart *c) {
    const double *v = c->series[0].values;
    double sum = 0;
    for (size_t i = 0; i < c->n_points; i++)
        sum += v[i] > 0 ? v[i] : 0;
    for (size_t i = 0; i < c->n_points && i < NAMED_MOST; i++) {
        double part = v[i] > 0 ? v[i] : 0;
        sb_fmt(b, "%.*s ", STR_ARG(c->labels[i]));
        add_number(b, part, c->unit);
        if (sum > 0)
            sb_fmt(b, "（%.1f%%）", floor(part / sum * 1000) / 10);
        sb_addz(b, "。");
    }
    add_rest(b, c->n_points, "部分");
}

/* -- gantt ------------------------------------------------------------------------------------------ */

static str moment_text(struct arena *a, double days) {
    return str_slice(civil_text(a, (int64_t)llround(days * DAY_SECONDS)), 0, 16);
}

static void describe_bar(struct sb *b, str label, double from, double to) {
    str begin = moment_text(b->a, from), end = moment_text(b->a, to);
    str length = duration_text(b->a, (int64_t)llround((to - from) * DAY_SECONDS));
    sb_fmt(b, "%.*s：%.*s至%.*s，%.*s。", STR_ARG(label), STR_ARG(begin), STR_ARG(end), STR_ARG(length));
}

static void describe_bars(struct sb *b, const struct chart *c) {
    size_t n = 0;
    for (size_t k = 0; k + 1 < c->n_series; k += 2)
        for (size_t i = 0; i < c->n_points; i++) {
            double from = c->series[k].values[i], to = c->series[k + 1].values[i];
            if (!isnan(from) && !isnan(to) && ++n <= NAMED_MOST)
                describe_bar(b, c->labels[i], from, to);
        }
    add_rest(b, n, "段");
}

str chart_describe(struct arena *a, const struct chart *c) {
    static const struct {
        const char *name;
        void (*describe)(struct sb *b, const struct chart *c);
    } kinds[CHART__MAX] = {
        [CHART_LINE] = {"折线图", describe_points},        [CHART_BAR] = {"柱形图", describe_points},
        [CHART_STACKED] = {"堆叠柱形图", describe_points}, [CHART_PIE] = {"饼图", describe_parts},
        [CHART_GANTT] = {"时段图", describe_bars},
    };
    struct sb b = {.a = a};
    sb_addz(&b, kinds[c->kind].name);
    if (c->caption.n)
        sb_fmt(&b, "“%.*s”", STR_ARG(c->caption));
    sb_addz(&b, "：");
    if (c->n_points == 0 || c->n_series == 0)
        sb_addz(&b, "无数据。");
    else
        kinds[c->kind].describe(&b, c);
    return sb_str(&b);
}
