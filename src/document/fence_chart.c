/* fence_chart.c - ```chart: the rows of a query as points.
 *
 * With `series` each row is a point of every series; with `series_by` and `value` each row is one point of the
 * series its column names. A gantt chart takes pairs of series, begin and end, as times, and one of outages `from` and
 * `to`; an end that is not recorded is the end of the day given with --on, for then it still lasted.
 */
#include <math.h>
#include <stddef.h>

#include "document/chart_points.h"
#include "document/chart_time.h"

struct series_spec {
    sval title, value;
};
struct threshold_spec {
    sval title;
    struct decval value;
};
struct forecast_spec {
    struct dayval until;
    struct span at;
};
struct chart_spec {
    struct enumval type;
    sval query, x, series_by, value, unit, caption, empty, from, to, gross, excluded;
    struct ynode *with;
    struct {
        struct series_spec *at;
        size_t n;
    } series;
    struct {
        struct threshold_spec *at;
        size_t n;
    } thresholds;
    struct decval min, max;
    struct forecast_spec forecast;
    struct boolval panels;
};

static const char *const type_words[] = {"line",  "bar",     "stacked",  "pie", "gantt",
                                         "share", "outages", "calendar", NULL};
_Static_assert(sizeof type_words / sizeof *type_words == CHART__MAX + 1, "one word per kind");

static const struct field series_fields[] = {
    {.name = "title", .kind = FIELD_STR, .offset = offsetof(struct series_spec, title), .required = true},
    {.name = "value",
     .kind = FIELD_STR,
     .offset = offsetof(struct series_spec, value),
     .required = true,
     .note = "column of the query"},
    {0},
};
static const struct schema series_schema = {"series", sizeof(struct series_spec), series_fields, 0,
                                            SCHEMA_NO_AT};
static const struct field threshold_fields[] = {
    {.name = "title", .kind = FIELD_STR, .offset = offsetof(struct threshold_spec, title), .required = true},
    {.name = "value", .kind = FIELD_DEC, .offset = offsetof(struct threshold_spec, value), .required = true},
    {0},
};
static const struct schema threshold_schema = {"threshold", sizeof(struct threshold_spec), threshold_fields,
                                               0, SCHEMA_NO_AT};
static const struct field forecast_fields[] = {
    {.name = "until",
     .kind = FIELD_DAY,
     .offset = offsetof(struct forecast_spec, until),
     .required = true,
     .note = "the last day to look ahead to"},
    {0},
};
static const struct schema forecast_schema = {"forecast", sizeof(struct forecast_spec), forecast_fields, 0,
                                              offsetof(struct forecast_spec, at)};
static const struct field chart_fields[] = {
    {.name = "type",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct chart_spec, type),
     .required = true,
     .words = type_words},
    {.name = "query", .kind = FIELD_STR, .offset = offsetof(struct chart_spec, query), .required = true},
    {.name = "with",
     .kind = FIELD_NODE,
     .offset = offsetof(struct chart_spec, with),
     .note = "parameters of the query"},
    {.name = "x",
     .kind = FIELD_STR,
     .offset = offsetof(struct chart_spec, x),
     .required = true,
     .note = "column with the labels"},
    {.name = "series",
     .kind = FIELD_LIST,
     .offset = offsetof(struct chart_spec, series),
     .sub = &series_schema},
    {.name = "series_by",
     .kind = FIELD_STR,
     .offset = offsetof(struct chart_spec, series_by),
     .note = "column that names the series of a row"},
    {.name = "value",
     .kind = FIELD_STR,
     .offset = offsetof(struct chart_spec, value),
     .note = "with series_by; of a calendar the outcome or timing"},
    {.name = "from",
     .kind = FIELD_STR,
     .offset = offsetof(struct chart_spec, from),
     .note = "outages: column with the begin"},
    {.name = "to", .kind = FIELD_STR, .offset = offsetof(struct chart_spec, to), .note = "outages: the end"},
    {.name = "gross",
     .kind = FIELD_STR,
     .offset = offsetof(struct chart_spec, gross),
     .note = "outages: column with the minutes"},
    {.name = "excluded",
     .kind = FIELD_STR,
     .offset = offsetof(struct chart_spec, excluded),
     .note = "outages: column with those of them that do not count"},
    {.name = "unit", .kind = FIELD_STR, .offset = offsetof(struct chart_spec, unit)},
    {.name = "thresholds",
     .kind = FIELD_LIST,
     .offset = offsetof(struct chart_spec, thresholds),
     .sub = &threshold_schema},
    {.name = "min", .kind = FIELD_DEC, .offset = offsetof(struct chart_spec, min)},
    {.name = "max", .kind = FIELD_DEC, .offset = offsetof(struct chart_spec, max)},
    {.name = "forecast",
     .kind = FIELD_MAP,
     .offset = offsetof(struct chart_spec, forecast),
     .sub = &forecast_schema},
    {.name = "panels",
     .kind = FIELD_BOOL,
     .offset = offsetof(struct chart_spec, panels),
     .note = "each series in a plot of its own; by the data when absent"},
    {.name = "caption", .kind = FIELD_STR, .offset = offsetof(struct chart_spec, caption)},
    {.name = "empty",
     .kind = FIELD_STR,
     .offset = offsetof(struct chart_spec, empty),
     .note = "printed when there is no point"},
    {0},
};
static const struct schema chart_schema = {"chart", sizeof(struct chart_spec), chart_fields, 0, SCHEMA_NO_AT};

/* -- the chart -------------------------------------------------------------------------------------- */

static bool is_wide(const struct chart_spec *s) {
    return s->series.n > 0 && !s->series_by.v.n && !s->value.v.n;
}

static bool is_long(const struct chart_spec *s) {
    return s->series.n == 0 && s->series_by.v.n > 0 && s->value.v.n > 0;
}

static bool is_outages(const struct chart_spec *s) {
    return s->from.v.n > 0 && s->to.v.n > 0 && s->gross.v.n > 0;
}

static bool asks_outages(const struct chart_spec *s) {
    return s->from.v.n > 0 || s->to.v.n > 0 || s->gross.v.n > 0 || s->excluded.v.n > 0;
}

static bool any_shape(const struct chart_spec *s) {
    return !asks_outages(s) && (is_wide(s) || is_long(s));
}
static bool pairs_shape(const struct chart_spec *s) {
    return !asks_outages(s) && is_wide(s) && s->series.n % 2 == 0;
}
static bool one_shape(const struct chart_spec *s) {
    return !asks_outages(s) && is_wide(s) && s->series.n == 1;
}
static bool outages_shape(const struct chart_spec *s) {
    return is_outages(s) && s->series.n == 0 && !s->series_by.v.n && !s->value.v.n;
}
static bool calendar_shape(const struct chart_spec *s) {
    return !asks_outages(s) && is_long(s);
}

/* Which keys a chart of each kind takes, and what is said when it has others. */
static const struct {
    bool (*shape)(const struct chart_spec *s);
    enum diag_id otherwise;
} shapes[CHART__MAX] = {
    [CHART_LINE] = {any_shape, DIAG_CHART_SERIES},
    [CHART_BAR] = {any_shape, DIAG_CHART_SERIES},
    [CHART_STACKED] = {any_shape, DIAG_CHART_SERIES},
    [CHART_PIE] = {one_shape, DIAG_CHART_SERIES},
    [CHART_GANTT] = {pairs_shape, DIAG_GANTT_PAIRS},
    [CHART_SHARE] = {one_shape, DIAG_CHART_SERIES},
    [CHART_OUTAGES] = {outages_shape, DIAG_CHART_OUTAGES},
    [CHART_CALENDAR] = {calendar_shape, DIAG_CHART_CALENDAR},
};

static bool shape_valid(const struct fence *f, const struct chart_spec *s) {
    if (!shapes[s->type.v].shape(s)) {
        diag0(f->c->d, shapes[s->type.v].otherwise, span_place(fence_span(f)));
        return false;
    }
    if (s->min.set && s->max.set && dec_cmp(s->min.v, s->max.v) >= 0) {
        diag0(f->c->d, DIAG_CHART_RANGE, span_place(s->min.at));
        return false;
    }
    if (s->series.n > CHART_SERIES) {
        diag1(f->c->d, DIAG_CHART_POINTS, span_place(fence_span(f)), str_fmt(f->c->a, "%d", CHART_SERIES));
        return false;
    }
    if (s->forecast.until.set && s->type.v != CHART_LINE) {
        diag0(f->c->d, DIAG_CHART_FORECAST, span_place(s->forecast.at));
        return false;
    }
    return true;
}

static bool read_rows(struct chart_reader *r, const struct chart_spec *s) {
    struct wide_column columns[CHART_SERIES];
    bool gantt = s->type.v == CHART_GANTT;
    for (size_t i = 0; i < s->series.n; i++)
        columns[i] = (struct wide_column){s->series.at[i].title.v, s->series.at[i].value, gantt};
    if (s->type.v == CHART_OUTAGES) {
        const struct wide_column outage[] = {{S("开始"), s->from, true},
                                             {S("结束"), s->to, true},
                                             {S("中断（分）"), s->gross, false},
                                             {S("剔除（分）"), s->excluded, false}};
        return points_read_wide(r, s->x, outage, s->excluded.v.n ? 4 : 3);
    }
    if (s->type.v == CHART_CALENDAR)
        return points_read_states(r, s->x, s->series_by, s->value);
    return s->series.n ? points_read_wide(r, s->x, columns, s->series.n)
                       : points_read_long(r, s->x, s->series_by, s->value);
}

static void set_range(const struct fence *f, const struct chart_spec *s, struct chart *c) {
    c->has_min = s->min.set;
    c->has_max = s->max.set;
    c->min = s->min.set ? dec_real(s->min.v) : 0;
    c->max = s->max.set ? dec_real(s->max.v) : 0;
    if (c->kind != CHART_GANTT && c->kind != CHART_OUTAGES)
        return;
    c->has_min = c->has_max = true;
    c->min = f->c->params->from;
    c->max = f->c->params->to;
}

/* What has begun and has no end lasts until now; the first so many series are begins and ends. */
static void close_open_bars(const struct chart_reader *r, size_t n) {
    for (size_t k = 0; k + 1 < n; k += 2)
        for (size_t i = 0; i < r->labels.n; i++)
            if (!isnan(r->series[k].at.at[i]) && isnan(r->series[k + 1].at.at[i]))
                r->series[k + 1].at.at[i] = r->f->c->params->on + 1;
}

static void take_duties(const struct chart_reader *r, struct chart *c) {
    c->duties = ARENA_ARRAY(r->f->c->a, struct duty_count, r->n_series * r->labels.n + 1);
    for (size_t k = 0; k < r->n_series; k++)
        for (size_t i = 0; i < r->series[k].duties.n; i++)
            c->duties[k * r->labels.n + i] = r->series[k].duties.at[i];
}

static struct chart *make_chart(const struct chart_reader *r, const struct chart_spec *s) {
    struct arena *a = r->f->c->a;
    struct chart *c = ARENA_NEW(a, struct chart);
    c->kind = (enum chart_kind)s->type.v;
    c->caption = s->caption.v;
    c->unit = s->unit.v;
    c->empty = s->empty.v.n ? s->empty.v : S("（无数据）");
    c->labels = r->labels.at;
    c->n_points = r->labels.n;
    c->series = ARENA_ARRAY(a, struct chart_series, r->n_series + 1);
    for (; c->n_series < r->n_series; c->n_series++)
        c->series[c->n_series] =
            (struct chart_series){r->series[c->n_series].title, r->series[c->n_series].at.at};
    c->thresholds = ARENA_ARRAY(a, struct chart_threshold, s->thresholds.n + 1);
    for (; c->n_thresholds < s->thresholds.n; c->n_thresholds++)
        c->thresholds[c->n_thresholds] = (struct chart_threshold){
            s->thresholds.at[c->n_thresholds].title.v, dec_real(s->thresholds.at[c->n_thresholds].value.v)};
    set_range(r->f, s, c);
    if (c->kind == CHART_CALENDAR) {
        take_duties(r, c);
        chart_order(a, c);
    }
    return c;
}

/* What a line over dates has beyond its points. false after a diagnostic. */
static bool set_time(const struct fence *f, const struct chart_spec *s, struct chart *c) {
    bool dated = c->kind == CHART_LINE && chart_date(f->c->a, c);
    if (s->forecast.until.set && c->n_points && !dated) {
        diag0(f->c->d, DIAG_CHART_FORECAST, span_place(s->forecast.at));
        return false;
    }
    c->until = s->forecast.until.set ? s->forecast.until.v : 0;
    c->panels = c->kind == CHART_LINE && c->n_series > 1 &&
                (s->panels.set ? s->panels.v : dated && chart_is_crowded(c));
    return true;
}

static struct block *chart_block(const struct fence *f, struct chart *c) {
    struct block *b = fence_new_block(f, BLOCK_CHART);
    c->alt = chart_describe(f->c->a, c);
    b->chart = c;
    return b;
}

/* A figure is never divided between pages: the rows of a long calendar make several, each of which fits on one, also when
 * it lies on its side. */
static struct block *chart_parts(const struct fence *f, const struct chart *whole) {
    enum { ROWS_MOST = 14 };
    size_t n = whole->n_series > ROWS_MOST ? (whole->n_series + ROWS_MOST - 1) / ROWS_MOST : 1;
    struct block *first = NULL, **tail = &first;
    for (size_t i = 0; i < n; i++, tail = &(*tail)->next) {
        struct chart *c = ARENA_NEW(f->c->a, struct chart);
        size_t from = whole->n_series * i / n, to = whole->n_series * (i + 1) / n;
        *c = *whole;
        c->series += from;
        c->duties += from * whole->n_points;
        c->n_series = to - from;
        if (n > 1)
            c->caption = str_fmt(f->c->a, "%.*s（%zu/%zu）", STR_ARG(whole->caption), i + 1, n);
        *tail = chart_block(f, c);
    }
    return first;
}

struct block *fence_chart(const struct fence *f) {
    struct chart_spec spec = {0};
    struct chart_reader r = {.f = f, .most_series = CHART_SERIES};
    if (!fence_read(f, &chart_schema, &spec) || !shape_valid(f, &spec) ||
        !fence_query_start(f, spec.query, spec.with, &r.q))
        return NULL;
    if (spec.type.v == CHART_CALENDAR)
        r.most_series = CALENDAR_ROWS;
    bool ok = read_rows(&r, &spec) && !stmt_failed(r.q.stmt);
    fence_query_done(f, &r.q);
    if (!ok)
        return NULL;
    if (spec.type.v == CHART_GANTT || spec.type.v == CHART_OUTAGES)
        close_open_bars(&r, spec.type.v == CHART_GANTT ? r.n_series : 2);
    struct chart *c = make_chart(&r, &spec);
    if (!set_time(f, &spec, c))
        return NULL;
    return c->kind == CHART_CALENDAR ? chart_parts(f, c) : chart_block(f, c);
}
