/* chart_alt.c - a chart in words, for whoever cannot see it: extremes, the latest value, thresholds. */
#include <math.h>

#include "document/chart_words.h"
#include "document/fences.h"
#include "document/values.h"
#include "util/civil.h"

void chart_words_number(struct sb *b, double v, str unit) {
    sb_add(b, real_text(b->a, v));
    sb_add(b, unit);
}

void chart_words_rest(struct sb *b, size_t n, const char *what) {
    if (n > CHART_NAMED)
        sb_fmt(b, "另有%zu%s。", n - CHART_NAMED, what);
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

/* How often the values lie beyond each threshold, and when first. */
static void add_thresholds(struct sb *b, const struct chart *c, const struct chart_series *s) {
    for (size_t k = 0; k < c->n_thresholds; k++) {
        size_t above = 0, below = 0, first = 0;
        for (size_t i = 0; i < c->n_points; i++) {
            bool over = s->values[i] > c->thresholds[k].value;
            first = over && !above ? i : first;
            above += over;
            below += s->values[i] < c->thresholds[k].value;
        }
        sb_fmt(b, "，高于“%.*s”（", STR_ARG(c->thresholds[k].title));
        chart_words_number(b, c->thresholds[k].value, c->unit);
        sb_fmt(b, "）%zu点", above);
        if (above)
            sb_fmt(b, "（首次%.*s）", STR_ARG(c->labels[first]));
        sb_fmt(b, "、低于%zu点", below);
    }
}

/* Two decimals of a slope are enough to tell a rise from none. */
static void add_slope(struct sb *b, const struct chart_trend *t, str unit) {
    enum { SPAN = 30 };
    double by = t->slope * SPAN;
    if (fabs(by) < 0.005) {
        sb_addz(b, "，趋势平稳");
        return;
    }
    sb_fmt(b, "，趋势每%d天%s%.2f%.*s", SPAN, by > 0 ? "上升" : "下降", fabs(by), STR_ARG(unit));
}

static void add_reach(struct sb *b, const struct chart *c, const struct chart_trend *t, size_t k) {
    const struct chart_threshold *limit = &c->thresholds[k];
    str until = civil_text_day(b->a, (int32_t)c->until);
    if (t->reach[k] <= c->until)
        sb_fmt(b, "，按此趋势%.*s达到“%.*s”（", STR_ARG(civil_text_day(b->a, (int32_t)t->reach[k])),
               STR_ARG(limit->title));
    else
        sb_fmt(b, "，按此趋势至%.*s不会达到“%.*s”（", STR_ARG(until), STR_ARG(limit->title));
    chart_words_number(b, limit->value, c->unit);
    sb_addz(b, "）");
}

/* What lies beyond the last value is said only where the template asks for a forecast. */
static void add_trend(struct sb *b, const struct chart *c, size_t series) {
    const struct chart_trend *t = c->trends ? &c->trends[series] : NULL;
    if (!t)
        return;
    if (!t->known) {
        sb_addz(b, "，数据不足以判断趋势");
        return;
    }
    add_slope(b, t, c->unit);
    if (!(c->until > t->last))
        return;
    for (size_t k = 0; k < c->n_thresholds; k++)
        if (!(c->thresholds[k].value < t->at_last && t->slope > 0) &&
            !(c->thresholds[k].value > t->at_last && t->slope < 0))
            add_reach(b, c, t, k);
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
        chart_words_number(b, s->values[points[i]], c->unit);
        sb_fmt(b, "（%.*s）", STR_ARG(c->labels[points[i]]));
    }
    add_thresholds(b, c, s);
    add_trend(b, c, (size_t)(s - c->series));
    sb_addz(b, "。");
}

static void describe_points(struct sb *b, const struct chart *c) {
    sb_fmt(b, "共%zu点，从%.*s到%.*s。", c->n_points, STR_ARG(c->labels[0]),
           STR_ARG(c->labels[c->n_points - 1]));
    for (size_t i = 0; i < c->n_series && i < CHART_NAMED; i++)
        describe_series(b, c, &c->series[i]);
    chart_words_rest(b, c->n_series, "个系列");
}

str chart_describe(struct arena *a, const struct chart *c) {
    static const struct {
        const char *name;
        void (*describe)(struct sb *b, const struct chart *c);
    } kinds[CHART__MAX] = {
        [CHART_LINE] = {"折线图", describe_points},
        [CHART_BAR] = {"柱形图", describe_points},
        [CHART_STACKED] = {"堆叠柱形图", describe_points},
        [CHART_PIE] = {"饼图", chart_words_parts},
        [CHART_GANTT] = {"时段图", chart_words_stretches},
        [CHART_SHARE] = {"占比图", chart_words_parts},
        [CHART_OUTAGES] = {"停机时序图", chart_words_outages},
        [CHART_CALENDAR] = {"义务日历", chart_words_duties},
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
