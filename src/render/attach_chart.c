/* attach_chart.c - the data of a chart as CSV: a row for each label, a column for each series. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "document/block.h"
#include "render/attach.h"
#include "util/civil.h"

/* The shortest decimal text that reads back as the same number. */
static str number_text(struct arena *a, double v) {
    char text[40];
    if (!isfinite(v))
        return S("");
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, v);
        double back = strtod(text, NULL);
        if (!(back < v) && !(back > v))
            break;
    }
    return str_fmt(a, "%s", text);
}

static str moment_text(struct arena *a, double days) {
    return isfinite(days) ? civil_text(a, llround(days * DAY_SECONDS)) : S("");
}

/* "按期", or of several results "按期20 缺失1". */
static str duties_text(struct arena *a, const struct duty_count *cell) {
    struct sb b = {.a = a};
    size_t n = 0;
    for (int i = 0; i < DUTY__MAX; i++)
        n += cell->of[i];
    for (int i = 0; i < DUTY__MAX; i++)
        if (cell->of[i] && n == 1)
            sb_addz(&b, duty_words[i]);
        else if (cell->of[i])
            sb_fmt(&b, "%s%s%u", b.n ? " " : "", duty_words[i], (unsigned)cell->of[i]);
    return b.n ? sb_str(&b) : S("");
}

static str value_at(struct arena *a, const struct chart *c, size_t series, size_t i) {
    double v = c->series[series].values[i];
    if (c->kind == CHART_CALENDAR)
        return duties_text(a, &c->duties[series * c->n_points + i]);
    bool time = c->kind == CHART_GANTT || (c->kind == CHART_OUTAGES && series < 2);
    return time ? moment_text(a, v) : number_text(a, v);
}

static str head_of(struct arena *a, const struct chart *c, size_t series) {
    str title = c->series[series].title;
    return c->unit.n ? str_fmt(a, "%.*s（%.*s）", STR_ARG(title), STR_ARG(c->unit)) : title;
}

static str chart_bytes(struct arena *a, const void *what) {
    const struct chart *c = what;
    struct sb b = {.a = a};
    attach_field(&b,
                 c->days                    ? S("时间")
                 : c->kind == CHART_OUTAGES ? S("系统")
                                            : S("项目"),
                 c->n_series == 0);
    for (size_t s = 0; s < c->n_series; s++)
        attach_field(&b, head_of(a, c, s), s + 1 == c->n_series);
    for (size_t i = 0; i < c->n_points; i++) {
        attach_field(&b, c->labels[i], c->n_series == 0);
        for (size_t s = 0; s < c->n_series; s++)
            attach_field(&b, value_at(a, c, s, i), s + 1 == c->n_series);
    }
    return sb_str(&b);
}

void attach_chart(struct arena *a, struct attachments *to, const struct chart *c, size_t n, tag_id of) {
    str what = c->caption.n ? str_fmt(a, "“%.*s”", STR_ARG(c->caption)) : str_fmt(a, "第%zu幅图", n);
    VEC_PUSH(a, &to->all,
             (struct attachment){.name = attach_name(a, "图", n, c->caption),
                                 .description = str_fmt(a, "%.*s的数据，共%zu点", STR_ARG(what), c->n_points),
                                 .of = of,
                                 .bytes = chart_bytes,
                                 .what = c});
}
