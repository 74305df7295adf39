/* chart_alt_kinds.c - shares, stretches of time, outages and calendars in words. */
#include <math.h>

#include "document/chart_words.h"
#include "document/values.h"
#include "util/civil.h"

/* -- pie -------------------------------------------------------------------------------------------- */

void chart_words_parts(struct sb *b, const struct chart *c) {
    const double *v = c->series[0].values;
    double sum = 0;
    for (size_t i = 0; i < c->n_points; i++)
        sum += v[i] > 0 ? v[i] : 0;
    for (size_t i = 0; i < c->n_points && i < CHART_NAMED; i++) {
        double part = v[i] > 0 ? v[i] : 0;
        sb_fmt(b, "%.*s ", STR_ARG(c->labels[i]));
        chart_words_number(b, part, c->unit);
        if (sum > 0)
            sb_fmt(b, "（%.1f%%）", floor(part / sum * 1000) / 10);
        sb_addz(b, "。");
    }
    chart_words_rest(b, c->n_points, "部分");
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

void chart_words_stretches(struct sb *b, const struct chart *c) {
    size_t n = 0;
    for (size_t k = 0; k + 1 < c->n_series; k += 2)
        for (size_t i = 0; i < c->n_points; i++) {
            double from = c->series[k].values[i], to = c->series[k + 1].values[i];
            if (!isnan(from) && !isnan(to) && ++n <= CHART_NAMED)
                describe_bar(b, c->labels[i], from, to);
        }
    chart_words_rest(b, n, "段");
}

/* -- outages ---------------------------------------------------------------------------------------- */

enum { OUTAGE_FROM, OUTAGE_TO, OUTAGE_GROSS, OUTAGE_EXCLUDED };

static double minutes_at(const struct chart *c, size_t series, size_t i) {
    double v = series < c->n_series ? c->series[series].values[i] : 0;
    return isfinite(v) ? v : 0;
}

static str minutes_text(struct arena *a, double minutes) {
    return duration_text(a, llround(minutes * 60));
}

/* All outages of the system that label `first` names, for the first time. */
static void describe_system(struct sb *b, const struct chart *c, size_t first) {
    double gross = 0, excluded = 0, longest = 0;
    size_t n = 0, when = first;
    for (size_t i = first; i < c->n_points; i++) {
        double m = minutes_at(c, OUTAGE_GROSS, i);
        if (!str_eq(c->labels[i], c->labels[first]) || isnan(c->series[OUTAGE_FROM].values[i]))
            continue;
        n++;
        gross += m;
        excluded += minutes_at(c, OUTAGE_EXCLUDED, i);
        when = n == 1 || m > longest ? i : when;
        longest = fmax(longest, m);
    }
    sb_fmt(b, "%.*s：", STR_ARG(c->labels[first]));
    if (n == 0) {
        sb_addz(b, "没有中断。");
        return;
    }
    sb_fmt(b, "中断%zu次，共%.*s，剔除%.*s，计入%.*s", n, STR_ARG(minutes_text(b->a, gross)),
           STR_ARG(minutes_text(b->a, excluded)), STR_ARG(minutes_text(b->a, gross - excluded)));
    sb_fmt(b, "；最长一次始于%.*s，%.*s。", STR_ARG(moment_text(b->a, c->series[OUTAGE_FROM].values[when])),
           STR_ARG(minutes_text(b->a, longest)));
}

static bool is_first(const struct chart *c, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (str_eq(c->labels[k], c->labels[i]))
            return false;
    return true;
}

void chart_words_outages(struct sb *b, const struct chart *c) {
    size_t systems = 0;
    for (size_t i = 0; i < c->n_points; i++)
        if (is_first(c, i) && ++systems <= CHART_NAMED)
            describe_system(b, c, i);
    chart_words_rest(b, systems, "个系统");
}

/* -- calendars -------------------------------------------------------------------------------------- */

/* "逾期1（2025-03）": the periods are named where something is wrong. */
static void describe_state(struct sb *b, const struct chart *c, size_t row, enum duty duty) {
    struct sb periods = {.a = b->a};
    size_t n = 0;
    for (size_t i = 0; i < c->n_points; i++) {
        uint32_t here = c->duties[row * c->n_points + i].of[duty];
        n += here;
        if (here)
            sb_fmt(&periods, "%s%.*s", periods.n ? "、" : "", STR_ARG(c->labels[i]));
    }
    if (n == 0)
        return;
    sb_fmt(b, "%s%s%zu", str_ends(sb_str(b), S("：")) ? "" : "，", duty_words[duty], n);
    if (duty == DUTY_LATE || duty == DUTY_MISSING)
        sb_fmt(b, "（%.*s）", STR_ARG(sb_str(&periods)));
}

void chart_words_duties(struct sb *b, const struct chart *c) {
    for (size_t k = 0; k < c->n_series && k < CHART_NAMED; k++) {
        sb_fmt(b, "%.*s：", STR_ARG(c->series[k].title));
        for (int d = 0; d < DUTY__MAX; d++)
            describe_state(b, c, k, (enum duty)d);
        sb_addz(b, str_ends(sb_str(b), S("：")) ? "无。" : "。");
    }
    chart_words_rest(b, c->n_series, "项义务");
}
