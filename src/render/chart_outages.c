/* chart_outages.c - outages over a period: when, how long, how much of it does not count; a band for each system.
 *
 * An hour is nothing on the axis of a quarter, so an outage is a column: where it stands says when, its height how long.
 * What counts is filled, what is excluded is hatched above it; together they are the gross time. The sums of each
 * system stand at the right in words.
 */
#include <math.h>
#include <stdlib.h>

#include "render/chart_axis.h"
#include "render/chart_plot.h"
#include "util/civil.h"

static const float band = 42, quiet_band = 17, least_width = 4, gap = 8;
enum { FROM, TO, GROSS, EXCLUDED, INK_COUNTED = INK_SERIES };

struct system_row {
    str name;
    size_t n; /* outages */
    double gross, excluded;
    float top, height;
};
struct timeline {
    struct chart_canvas *c;
    const struct chart *chart;
    struct system_row *rows;
    size_t n_rows;
    size_t *row_of; /* each point's system */
    double longest; /* minutes */
    struct time_axis axis;
    float top, bottom;
};

static double value_at(const struct chart *chart, size_t series, size_t i) {
    double v = series < chart->n_series ? chart->series[series].values[i] : 0;
    return isfinite(v) ? v : 0;
}

static bool is_outage(const struct chart *chart, size_t i) {
    return isfinite(chart->series[FROM].values[i]) && isfinite(chart->series[TO].values[i]);
}

static size_t row_named(struct timeline *t, str name) {
    for (size_t i = 0; i < t->n_rows; i++)
        if (str_eq(t->rows[i].name, name))
            return i;
    t->rows[t->n_rows] = (struct system_row){.name = name};
    return t->n_rows++;
}

static struct timeline gather(const struct chart_canvas *c, const struct chart *chart) {
    struct timeline t = {.c = (struct chart_canvas *)(uintptr_t)c, .chart = chart, .longest = 1};
    t.rows = ARENA_ARRAY(c->a, struct system_row, chart->n_points + 1);
    t.row_of = ARENA_ARRAY(c->a, size_t, chart->n_points + 1);
    for (size_t i = 0; i < chart->n_points; i++) {
        struct system_row *r = &t.rows[t.row_of[i] = row_named(&t, chart->labels[i])];
        if (!is_outage(chart, i))
            continue;
        r->n++;
        r->gross += value_at(chart, GROSS, i);
        r->excluded += value_at(chart, EXCLUDED, i);
        t.longest = fmax(t.longest, value_at(chart, GROSS, i));
    }
    for (size_t i = 0; i < t.n_rows; i++)
        t.rows[i].height = t.rows[i].n ? band : quiet_band;
    return t;
}

float layout_outages_height(const struct chart_canvas *c, const struct chart *chart) {
    struct timeline t = gather(c, chart);
    float h = c->text_size * 1.8f + c->text_size * 2.2f;
    for (size_t i = 0; i < t.n_rows; i++)
        h += t.rows[i].height;
    return h;
}

static str minutes_text(struct arena *a, double minutes) {
    return duration_text(a, llround(minutes * 60));
}

/* Three lines at the right of a band. */
static void sums_of(const struct timeline *t, const struct system_row *r, str lines[3]) {
    struct arena *a = t->c->a;
    lines[0] = str_fmt(a, "%zu次　共 %.*s", r->n, STR_ARG(minutes_text(a, r->gross)));
    lines[1] = str_fmt(a, "剔除 %.*s", STR_ARG(minutes_text(a, r->excluded)));
    lines[2] = str_fmt(a, "计入 %.*s", STR_ARG(minutes_text(a, r->gross - r->excluded)));
}

static void set_frame(struct timeline *t) {
    struct chart_canvas *c = t->c;
    float names = 0, sums = c->measure(c->with, S("无中断"));
    for (size_t i = 0; i < t->n_rows; i++) {
        str lines[3];
        names = fmaxf(names, c->measure(c->with, t->rows[i].name));
        sums_of(t, &t->rows[i], lines);
        for (int k = 0; k < 3 && t->rows[i].n; k++)
            sums = fmaxf(sums, c->measure(c->with, lines[k]));
    }
    t->axis.left = c->x + fminf(names, c->width * 0.22f) + gap;
    t->axis.right = c->x + c->width - fminf(sums, c->width * 0.28f) - gap;
    t->axis.from = t->chart->has_min ? t->chart->min : INFINITY;
    t->axis.to = t->chart->has_max ? t->chart->max : -INFINITY;
    for (size_t i = 0; i < t->chart->n_points; i++) /* the period, and whatever reaches out of it */
        if (is_outage(t->chart, i)) {
            t->axis.from = fmin(t->axis.from, floor(t->chart->series[FROM].values[i]));
            t->axis.to = fmax(t->axis.to, ceil(t->chart->series[TO].values[i]));
        }
    t->axis.to = fmax(t->axis.to, t->axis.from + 1);
    t->top = c->y + c->text_size * 1.8f;
    t->bottom = t->top;
    for (size_t i = 0; i < t->n_rows; i++) {
        t->rows[i].top = t->bottom;
        t->bottom += t->rows[i].height;
    }
}

static void put_legend(const struct timeline *t) {
    static const float box = 9, apart = 14;
    struct chart_canvas *c = t->c;
    float x = c->x, y = c->y + c->text_size * 0.75f;
    const str words[] = {S("计入"), S("剔除"), S("柱高为时长")};
    for (int i = 0; i < 3; i++) {
        if (i == 0)
            op_fill(c->ops, x, y - box / 2, x + box, y + box / 2, (enum ink)INK_COUNTED);
        else if (i == 1)
            plot_hatched(c, x, y - box / 2, x + box, y + box / 2, (enum ink)INK_COUNTED);
        float at = i < 2 ? x + box + 4 : x;
        plot_word(c, words[i], at, y + plot_level(c), c->width, TEXT_LEFT, i < 2 ? INK_TEXT : INK_SOFT);
        x = at + c->measure(c->with, words[i]) + apart;
    }
}

static void put_axis(const struct timeline *t) {
    struct chart_canvas *c = t->c;
    struct time_tick *ticks;
    size_t n = time_ticks(c, &t->axis, &ticks);
    for (size_t i = 0; i < n; i++) {
        op_line(c->ops, ticks[i].x, t->top, ticks[i].x, t->bottom + 3, style_page.rule, INK_RULE);
        plot_word(c, ticks[i].text, ticks[i].middle, t->bottom + c->text_size * 1.4f, c->width, TEXT_CENTER,
                  INK_SOFT);
    }
    for (size_t i = 0; i < t->n_rows; i++)
        op_line(c->ops, c->x, t->rows[i].top + t->rows[i].height, c->x + c->width,
                t->rows[i].top + t->rows[i].height, style_page.rule,
                i + 1 == t->n_rows ? INK_EDGE : INK_RULE);
}

static void put_names(const struct timeline *t) {
    struct chart_canvas *c = t->c;
    float room = t->axis.left - gap - c->x, pitch = c->text_size * 1.2f;
    for (size_t i = 0; i < t->n_rows; i++) {
        const struct system_row *r = &t->rows[i];
        str lines[SCALE_WRAP];
        size_t n = r->n ? scale_wrap(c, r->name, room, lines) : 0;
        if (n == 0) {
            lines[0] = r->name; /* set smaller */
            n = 1;
        }
        float y = r->top + r->height / 2 - (float)(n - 1) * pitch / 2 + plot_level(c);
        for (size_t k = 0; k < n; k++)
            plot_word(c, lines[k], c->x, y + (float)k * pitch, room, TEXT_LEFT, INK_TEXT);
    }
}

static void put_sums(const struct timeline *t) {
    struct chart_canvas *c = t->c;
    float x = t->axis.right + gap, room = c->x + c->width - x, pitch = c->text_size * 1.3f;
    for (size_t i = 0; i < t->n_rows; i++) {
        const struct system_row *r = &t->rows[i];
        str lines[3] = {S("无中断")};
        int n = r->n ? 3 : 1;
        if (r->n)
            sums_of(t, r, lines);
        float y = r->top + r->height / 2 - (float)(n - 1) * pitch / 2 + plot_level(c);
        for (int k = 0; k < n; k++)
            plot_word(c, lines[k], x, y + (float)k * pitch, room, TEXT_LEFT, k == 2 ? INK_TEXT : INK_SOFT);
    }
}

struct column {
    float x, x2, top, bottom;
    double gross;
    size_t row;
};

static struct column put_column(const struct timeline *t, size_t i) {
    const struct system_row *r = &t->rows[t->row_of[i]];
    double from = fmax(t->axis.from, t->chart->series[FROM].values[i]);
    double to = fmin(t->axis.to, t->chart->series[TO].values[i]);
    float scale = (t->axis.right - t->axis.left) / (float)(t->axis.to - t->axis.from);
    struct column k = {.x = t->axis.left + scale * (float)(from - t->axis.from),
                       .bottom = r->top + r->height,
                       .gross = value_at(t->chart, GROSS, i),
                       .row = t->row_of[i]};
    k.x2 = fmaxf(k.x + least_width, t->axis.left + scale * (float)(to - t->axis.from));
    if (k.x2 > t->axis.right) {
        k.x -= k.x2 - t->axis.right;
        k.x2 = t->axis.right;
    }
    float most = r->height - t->c->text_size * 1.6f, per_minute = most / (float)t->longest;
    float all = fmaxf(2, per_minute * (float)k.gross);
    float counted = all * (float)(k.gross > 0 ? 1 - fmin(1, value_at(t->chart, EXCLUDED, i) / k.gross) : 1);
    k.top = k.bottom - all;
    if (all - counted > 0.3f)
        plot_hatched(t->c, k.x, k.top, k.x2, k.bottom - counted, (enum ink)INK_COUNTED);
    if (counted > 0)
        op_fill(t->c->ops, k.x, k.bottom - counted, k.x2, k.bottom, (enum ink)INK_COUNTED);
    return k;
}

static int longer_first(const void *x, const void *y) {
    const struct column *p = x, *q = y;
    if (p->gross > q->gross || p->gross < q->gross)
        return p->gross > q->gross ? -1 : 1;
    return p->x < q->x ? -1 : p->x > q->x;
}

struct box {
    float x, x2;
    size_t row;
};

/* The longest first; where two would meet the shorter one's length is left out. */
static void put_lengths(const struct timeline *t, struct column *columns, size_t n) {
    enum { LABELS_MOST = 200 };
    struct chart_canvas *c = t->c;
    struct box *taken = ARENA_ARRAY(c->a, struct box, LABELS_MOST);
    size_t n_taken = 0;
    if (n)
        qsort(columns, n, sizeof *columns, longer_first);
    for (size_t i = 0; i < n && n_taken < LABELS_MOST; i++) {
        const struct column *k = &columns[i];
        str words = minutes_text(c->a, k->gross);
        float w = c->measure(c->with, words), x = (k->x + k->x2) / 2 - w / 2;
        x = fmaxf(t->axis.left, fminf(x, t->axis.right - w));
        bool free = true;
        for (size_t j = 0; free && j < n_taken; j++)
            free = taken[j].row != k->row || x > taken[j].x2 + 3 || x + w < taken[j].x - 3;
        for (size_t j = 0; free && j < n; j++) /* nor over a taller column beside it */
            free = columns[j].row != k->row || columns[j].top >= k->top || columns[j].x > x + w ||
                   columns[j].x2 < x;
        if (!free)
            continue;
        taken[n_taken++] = (struct box){x, x + w, k->row};
        op_fill(c->ops, x - 1, k->top - 2 - c->text_size * 0.85f, x + w + 1, k->top - 1.5f, INK_WHITE);
        plot_word(c, words, x, k->top - 3, w + 1, TEXT_LEFT, INK_TEXT);
    }
}

bool layout_outages(struct chart_canvas *c, const struct chart *chart) {
    struct timeline t = gather(c, chart);
    struct column *columns = ARENA_ARRAY(c->a, struct column, chart->n_points + 1);
    size_t n = 0;
    set_frame(&t);
    put_legend(&t);
    put_axis(&t);
    put_names(&t);
    put_sums(&t);
    for (size_t i = 0; i < chart->n_points; i++)
        if (is_outage(chart, i))
            columns[n++] = put_column(&t, i);
    put_lengths(&t, columns, n);
    return true;
}
