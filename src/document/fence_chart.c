/* fence_chart.c - ```chart: the rows of a query as points.
 *
 * With `series` each row is a point of every series; with `series_by` and `value` each row is one point of the
 * series its column names. A gantt chart takes pairs of series, begin and end, as times; an end that is not
 * recorded is the end of the day given with --on, for then it still lasted.
 */
#include <math.h>
#include <stddef.h>

#include "document/fences.h"
#include "document/values.h"

#define CHART_POINTS 5000
#define CHART_SERIES 32

struct series_spec {
    sval title, value;
};
struct threshold_spec {
    sval title;
    struct decval value;
};
struct chart_spec {
    struct enumval type;
    sval query, x, series_by, value, unit, caption, empty;
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
};

static const char *const type_words[] = {"line", "bar", "stacked", "pie", "gantt", NULL};
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
     .note = "with series_by"},
    {.name = "unit", .kind = FIELD_STR, .offset = offsetof(struct chart_spec, unit)},
    {.name = "thresholds",
     .kind = FIELD_LIST,
     .offset = offsetof(struct chart_spec, thresholds),
     .sub = &threshold_schema},
    {.name = "min", .kind = FIELD_DEC, .offset = offsetof(struct chart_spec, min)},
    {.name = "max", .kind = FIELD_DEC, .offset = offsetof(struct chart_spec, max)},
    {.name = "caption", .kind = FIELD_STR, .offset = offsetof(struct chart_spec, caption)},
    {.name = "empty",
     .kind = FIELD_STR,
     .offset = offsetof(struct chart_spec, empty),
     .note = "printed when there is no point"},
    {0},
};
static const struct schema chart_schema = {"chart", sizeof(struct chart_spec), chart_fields, 0, SCHEMA_NO_AT};

struct points {
    str title;
    VEC(double) at;
};
struct chart_reader {
    const struct fence *f;
    const struct chart_spec *spec;
    struct fence_query q;
    bool times; /* gantt */
    VEC(str) labels;
    struct points series[CHART_SERIES];
    size_t n_series;
};

static int column_of(struct chart_reader *r, sval name) {
    return query_column(r->f->c->queries, r->q.query, r->q.stmt, name);
}

static bool too_many(struct chart_reader *r, size_t limit) {
    diag1(r->f->c->d, DIAG_CHART_POINTS, span_place(fence_span(r->f)), str_fmt(r->f->c->a, "%zu", limit));
    return false;
}

static bool number_of(const struct chart_reader *r, int col, double *out) {
    struct value v = stmt_value(r->q.stmt, col);
    struct dec d = {0};
    if (v.kind == VALUE_NULL) {
        *out = (double)NAN;
        return true;
    }
    if (r->times) {
        int64_t t = v.kind == VALUE_TEXT ? stmt_time(r->q.stmt, col) : CIVIL_NONE;
        *out = (double)t / DAY_SECONDS;
        return t != CIVIL_NONE;
    }
    bool ok = v.kind != VALUE_TEXT || dec_parse(v.text, &d);
    *out = !ok ? 0 : v.kind == VALUE_INT ? (double)v.i : v.kind == VALUE_REAL ? v.r : dec_real(d);
    return ok && isfinite(*out);
}

/* false after a diagnostic. */
static bool read_number(struct chart_reader *r, int col, sval name, double *out) {
    if (number_of(r, col, out))
        return true;
    struct arena *a = r->f->c->a;
    diag2(r->f->c->d, r->times ? DIAG_CHART_TIME : DIAG_CHART_VALUE, span_place(name.at), name.v,
          schema_quote(a, value_plain(a, stmt_value(r->q.stmt, col))));
    return false;
}

static str label_at(struct chart_reader *r, int col) {
    return str_dup(r->f->c->a, value_plain(r->f->c->a, stmt_value(r->q.stmt, col)));
}

/* -- a row is a point of every series --------------------------------------------------------------- */

static bool series_columns(struct chart_reader *r, int *columns) {
    bool ok = true;
    for (size_t i = 0; i < r->spec->series.n; i++) {
        columns[i] = column_of(r, r->spec->series.at[i].value);
        r->series[i].title = r->spec->series.at[i].title.v;
        ok = ok && columns[i] >= 0;
    }
    r->n_series = r->spec->series.n;
    return ok;
}

static bool read_wide(struct chart_reader *r, int x) {
    int columns[CHART_SERIES];
    bool ok = series_columns(r, columns) && x >= 0;
    while (ok && stmt_step(r->q.stmt)) {
        if (r->labels.n == CHART_POINTS)
            return too_many(r, CHART_POINTS);
        VEC_PUSH(r->f->c->a, &r->labels, label_at(r, x));
        for (size_t i = 0; ok && i < r->n_series; i++) {
            double v;
            ok = read_number(r, columns[i], r->spec->series.at[i].value, &v);
            VEC_PUSH(r->f->c->a, &r->series[i].at, v);
        }
    }
    return ok;
}

/* -- a row is one point ----------------------------------------------------------------------------- */

/* Index of the label, a new one when it has not been seen; -1: too many. Rows mostly come in order, so the
 * search begins at the end. */
static ptrdiff_t label_index(struct chart_reader *r, str label) {
    for (size_t i = r->labels.n; i-- > 0;)
        if (str_eq(r->labels.at[i], label))
            return (ptrdiff_t)i;
    if (r->labels.n == CHART_POINTS)
        return too_many(r, CHART_POINTS) - 1;
    VEC_PUSH(r->f->c->a, &r->labels, label);
    for (size_t k = 0; k < r->n_series; k++)
        VEC_PUSH(r->f->c->a, &r->series[k].at, (double)NAN);
    return (ptrdiff_t)r->labels.n - 1;
}

static ptrdiff_t series_index(struct chart_reader *r, str title) {
    for (size_t i = 0; i < r->n_series; i++)
        if (str_eq(r->series[i].title, title))
            return (ptrdiff_t)i;
    if (r->n_series == CHART_SERIES)
        return too_many(r, CHART_SERIES) - 1;
    struct points *p = &r->series[r->n_series];
    p->title = title;
    for (size_t i = 0; i < r->labels.n; i++)
        VEC_PUSH(r->f->c->a, &p->at, (double)NAN);
    return (ptrdiff_t)r->n_series++;
}

static bool read_point(struct chart_reader *r, int x, int by, int value) {
    double v;
    ptrdiff_t i = label_index(r, label_at(r, x)), k = i < 0 ? -1 : series_index(r, label_at(r, by));
    if (k < 0 || !read_number(r, value, r->spec->value, &v))
        return false;
    double *to = &r->series[k].at.at[i];
    if (!isnan(*to)) {
        diag2(r->f->c->d, DIAG_CHART_TWICE, span_place(fence_span(r->f)),
              schema_quote(r->f->c->a, r->series[k].title), schema_quote(r->f->c->a, r->labels.at[i]));
        return false;
    }
    *to = v;
    return true;
}

static bool read_long(struct chart_reader *r, int x) {
    int by = column_of(r, r->spec->series_by), value = column_of(r, r->spec->value);
    bool ok = x >= 0 && by >= 0 && value >= 0;
    while (ok && stmt_step(r->q.stmt))
        ok = read_point(r, x, by, value);
    return ok;
}

/* -- the chart -------------------------------------------------------------------------------------- */

static bool shape_valid(const struct fence *f, const struct chart_spec *s) {
    bool by = s->series_by.v.n > 0 && s->value.v.n > 0, wide = s->series.n > 0;
    bool gantt = s->type.v == CHART_GANTT, pie = s->type.v == CHART_PIE;
    if (by == wide || (!by && (s->series_by.v.n || s->value.v.n)) || (gantt && (by || s->series.n % 2)) ||
        (pie && s->series.n != 1)) {
        diag0(f->c->d, gantt ? DIAG_GANTT_PAIRS : DIAG_CHART_SERIES, span_place(fence_span(f)));
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
    return true;
}

static void set_range(const struct fence *f, const struct chart_spec *s, struct chart *c) {
    c->has_min = s->min.set;
    c->has_max = s->max.set;
    c->min = s->min.set ? dec_real(s->min.v) : 0;
    c->max = s->max.set ? dec_real(s->max.v) : 0;
    if (c->kind != CHART_GANTT)
        return;
    c->has_min = c->has_max = true;
    c->min = f->c->params->from;
    c->max = f->c->params->to;
}

/* What has begun and has no end lasts until now. */
static void close_open_bars(const struct chart_reader *r) {
    for (size_t k = 0; k + 1 < r->n_series; k += 2)
        for (size_t i = 0; i < r->labels.n; i++)
            if (!isnan(r->series[k].at.at[i]) && isnan(r->series[k + 1].at.at[i]))
                r->series[k + 1].at.at[i] = r->f->c->params->on + 1;
}

static struct chart *make_chart(const struct chart_reader *r) {
    struct arena *a = r->f->c->a;
    const struct chart_spec *s = r->spec;
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
    c->alt = chart_describe(a, c);
    return c;
}

struct block *fence_chart(const struct fence *f) {
    struct chart_spec spec = {0};
    struct chart_reader r = {.f = f, .spec = &spec};
    if (!fence_read(f, &chart_schema, &spec) || !shape_valid(f, &spec) ||
        !fence_query_start(f, spec.query, spec.with, &r.q))
        return NULL;
    r.times = spec.type.v == CHART_GANTT;
    int x = column_of(&r, spec.x);
    bool ok = (spec.series.n ? read_wide : read_long)(&r, x) && !stmt_failed(r.q.stmt);
    fence_query_done(f, &r.q);
    if (!ok)
        return NULL;
    if (r.times)
        close_open_bars(&r);
    struct block *b = fence_new_block(f, BLOCK_CHART);
    b->chart = make_chart(&r);
    return b;
}
