#include "document/chart_points.h"

#include <math.h>

#include "document/values.h"
#include "util/civil.h"

int points_column(struct chart_reader *r, sval name) {
    return query_column(r->f->c->queries, r->q.query, r->q.stmt, name);
}

static bool too_many(struct chart_reader *r, int limit) {
    diag1(r->f->c->d, DIAG_CHART_POINTS, span_place(fence_span(r->f)), str_fmt(r->f->c->a, "%d", limit));
    return false;
}

static bool number_of(const struct chart_reader *r, int col, bool time, double *out) {
    struct value v = stmt_value(r->q.stmt, col);
    struct dec d = {0};
    if (v.kind == VALUE_NULL) {
        *out = (double)NAN;
        return true;
    }
    if (time) {
        int64_t t = v.kind == VALUE_TEXT ? stmt_time(r->q.stmt, col) : CIVIL_NONE;
        *out = (double)t / DAY_SECONDS;
        return t != CIVIL_NONE;
    }
    bool ok = v.kind != VALUE_TEXT || dec_parse(v.text, &d);
    *out = !ok ? 0 : v.kind == VALUE_INT ? (double)v.i : v.kind == VALUE_REAL ? v.r : dec_real(d);
    return ok && isfinite(*out);
}

static bool read_number(struct chart_reader *r, int col, sval name, bool time, double *out) {
    if (number_of(r, col, time, out))
        return true;
    struct arena *a = r->f->c->a;
    diag2(r->f->c->d, time ? DIAG_CHART_TIME : DIAG_CHART_VALUE, span_place(name.at), name.v,
          schema_quote(a, value_plain(a, stmt_value(r->q.stmt, col))));
    return false;
}

str points_label(struct chart_reader *r, int col) {
    return str_dup(r->f->c->a, value_plain(r->f->c->a, stmt_value(r->q.stmt, col)));
}

/* -- a row is a point of every series --------------------------------------------------------------- */

bool points_read_wide(struct chart_reader *r, sval x, const struct wide_column *columns, size_t n) {
    int cols[CHART_SERIES], label = points_column(r, x);
    bool ok = label >= 0;
    for (size_t i = 0; i < n; i++) {
        cols[i] = points_column(r, columns[i].value);
        r->series[i].title = columns[i].title;
        ok = ok && cols[i] >= 0;
    }
    r->n_series = n;
    while (ok && stmt_step(r->q.stmt)) {
        if (r->labels.n == CHART_POINTS)
            return too_many(r, CHART_POINTS);
        VEC_PUSH(r->f->c->a, &r->labels, points_label(r, label));
        for (size_t i = 0; ok && i < n; i++) {
            double v;
            ok = read_number(r, cols[i], columns[i].value, columns[i].time, &v);
            VEC_PUSH(r->f->c->a, &r->series[i].at, v);
        }
    }
    return ok;
}

/* -- a row is one point ----------------------------------------------------------------------------- */

/* Rows mostly come in order, so the search begins at the end. */
ptrdiff_t points_label_index(struct chart_reader *r, str label) {
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

ptrdiff_t points_series_index(struct chart_reader *r, str title) {
    for (size_t i = 0; i < r->n_series; i++)
        if (str_eq(r->series[i].title, title))
            return (ptrdiff_t)i;
    if (r->n_series == r->most_series)
        return too_many(r, (int)r->most_series) - 1;
    struct points *p = &r->series[r->n_series];
    p->title = title;
    for (size_t i = 0; i < r->labels.n; i++)
        VEC_PUSH(r->f->c->a, &p->at, (double)NAN);
    return (ptrdiff_t)r->n_series++;
}

static bool read_point(struct chart_reader *r, int x, int by, int value, sval name) {
    double v;
    ptrdiff_t i = points_label_index(r, points_label(r, x));
    ptrdiff_t k = i < 0 ? -1 : points_series_index(r, points_label(r, by));
    if (k < 0 || !read_number(r, value, name, false, &v))
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

bool points_read_long(struct chart_reader *r, sval x, sval by, sval value) {
    int label = points_column(r, x), series = points_column(r, by), number = points_column(r, value);
    bool ok = label >= 0 && series >= 0 && number >= 0;
    while (ok && stmt_step(r->q.stmt))
        ok = read_point(r, label, series, number, value);
    return ok;
}
