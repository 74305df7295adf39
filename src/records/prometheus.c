/* prometheus.c - the answer of Prometheus to query_range, or to query: series of labels and samples.
 *
 * Which labels there are is only known at the end, so the file is read twice: for the labels, which become the header
 * behind the columns of a measurement, then for the samples. host is the first of the labels nodename, host, hostname and
 * instance (without its port), metric is __name__, object is mountpoint, device, datname or name; `columns` in the
 * contract chooses other labels. NaN is no measurement.
 */
#include <math.h>
#include <stdlib.h>

#include "records/json_stream.h"
#include "records/measure_rows.h"
#include "records/number_format.h"

enum { PIECE = 64 * 1024, LABELS_MAX = 512 };

struct prometheus {
    struct measure_rows m;
    struct json_stream stream;
    VEC(str) names;         /* of labels, in the order they are first seen */
    str values[LABELS_MAX]; /* of the series at hand; empty: it has not got the label */
    struct arena *series;   /* for the values */
    bool counting;          /* the first reading */
    int64_t sample;
    int position; /* in a sample: 0 its time, 1 its value */
    struct sb time;
    bool matrix, failed;
    str why;
};

static struct prometheus *self(struct measure_rows *m) {
    return (struct prometheus *)m;
}

/* data.result[].metric and data.result[].values[][] or .value[], as depths: { data { result [ { metric { */
static bool in_series(const struct json_stream *j) {
    return j->depth >= 4 && json_inside(j, 2, "data") && json_inside(j, 3, "result");
}

static bool in_sample(const struct json_stream *j) {
    return in_series(j) &&
           ((j->depth == 6 && json_inside(j, 5, "values")) || (j->depth == 5 && json_inside(j, 5, "value")));
}

static void on_open(struct json_stream *j, str key, bool object) {
    struct prometheus *p = j->ctx;
    (void)key;
    if (in_series(j) && j->depth == 4 && object) {
        arena_free(p->series);
        p->series = arena_new();
        for (size_t i = 0; i < LABELS_MAX; i++)
            p->values[i] = (str){NULL, 0};
    }
    p->matrix |= in_sample(j);
    p->position = 0;
}

static void on_close(struct json_stream *j, bool object) {
    (void)j, (void)object;
}

static void take_label(struct prometheus *p, str key, str text) {
    size_t i = 0;
    while (i < p->names.n && !str_eq(p->names.at[i], key))
        i++;
    if (i == LABELS_MAX)
        return;
    if (i == p->names.n && p->counting)
        VEC_PUSH(p->m.a, &p->names, str_dup(p->m.a, key));
    if (i < p->names.n)
        p->values[i] = str_dup(p->series, text);
}

static str label(const struct prometheus *p, const char *const *wanted) {
    for (; *wanted; wanted++)
        for (size_t i = 0; i < p->names.n; i++)
            if (str_eqz(p->names.at[i], *wanted) && p->values[i].n)
                return p->values[i];
    return S("");
}

static str host_of(const struct prometheus *p) {
    static const char *const named[] = {"nodename", "host", "hostname", NULL}, *const instance[] = {
                                                                                   "instance", NULL};
    str host = label(p, named);
    if (host.n)
        return host;
    host = label(p, instance);
    for (size_t i = host.n; i > 0; i--)
        if (host.p[i - 1] == ':')
            return str_slice(host, 0, i - 1);
    return host;
}

static void add_sample(struct prometheus *p, str value) {
    static const char *const metric[] = {"__name__", NULL}, *const object[] = {"mountpoint", "device",
                                                                               "datname", "name", NULL};
    struct measure_rows *m = &p->m;
    struct arena *a = m->queue_a;
    double time = strtod(str_z(a, sb_str(&p->time)), NULL), v = strtod(str_z(a, value), NULL);
    p->sample++;
    if (isnan(v))
        return;
    struct raw_cell *cells = measure_add(m, p->sample, false);
    bool known = time >= 0 && time < 1e11;
    measure_set_time(&cells[MEASURE_AT], a, (known ? (int64_t)floor(time) : 0) + CHINA_SECONDS);
    cells[MEASURE_HOST].text = str_dup(a, host_of(p));
    cells[MEASURE_METRIC].text = str_dup(a, label(p, metric));
    cells[MEASURE_OBJECT].text = str_dup(a, label(p, object));
    cells[MEASURE_VALUE].text = isfinite(v) && fabs(v) < 1e15 ? number_text(a, v) : str_dup(a, value);
    for (size_t i = 0; i < p->names.n; i++)
        cells[MEASURE_CELLS + i].text = str_dup(a, p->values[i]);
}

static void on_scalar(struct json_stream *j, str key, str text) {
    struct prometheus *p = j->ctx;
    if (in_series(j) && j->depth == 5 && json_inside(j, 5, "metric"))
        take_label(p, key, text);
    else if (j->depth == 1 && str_eqz(key, "error"))
        p->why = str_dup(p->m.a, text);
    else if (in_sample(j) && p->position == 0)
        p->time.n = 0, sb_add(&p->time, text), p->position = 1;
    else if (in_sample(j) && p->position++ == 1 && !p->counting)
        add_sample(p, text);
}

static const struct json_events events = {on_open, on_close, on_scalar};

static bool no_json(struct prometheus *p) {
    p->m.read = p->m.mapped.n;
    p->failed = true;
    return measure_fail(&p->m, "Prometheus query_range", str_from(p->stream.why));
}

static bool more(struct measure_rows *m) {
    struct prometheus *p = self(m);
    if (m->read >= m->mapped.n)
        return false;
    str piece = str_slice(m->mapped, m->read, m->read + PIECE);
    m->read += piece.n;
    if (!json_feed(&p->stream, piece, m->read == m->mapped.n))
        return no_json(p);
    return m->read < m->mapped.n;
}

static void close_prometheus(struct measure_rows *m) {
    json_close(&self(m)->stream);
    arena_free(self(m)->series);
}

/* The labels, and whether there are samples at all. */
static bool find_labels(struct prometheus *p) {
    struct measure_rows *m = &p->m;
    bool zh = diags_lang(m->base.d) == LANG_ZH;
    p->counting = true;
    if (!json_open(&p->stream, m->a, &events, p))
        return false;
    while (more(m))
        continue;
    json_close(&p->stream);
    p->counting = false;
    m->read = 0;
    if (p->failed)
        return false;
    if (!p->matrix)
        return measure_fail(m, "Prometheus query_range",
                            p->why.n ? p->why
                            : zh     ? S("没有样本")
                                     : S("no samples"));
    return json_open(&p->stream, m->a, &events, p);
}

/* A label called like a column is that column already. */
static void make_header(struct prometheus *p) {
    struct measure_rows *m = &p->m;
    str *names = ARENA_ARRAY(m->a, str, MEASURE_CELLS + p->names.n);
    for (size_t i = 0; i < MEASURE_CELLS; i++)
        names[i] = m->header[i];
    for (size_t i = 0; i < p->names.n; i++) {
        names[MEASURE_CELLS + i] = p->names.at[i];
        for (size_t k = 0; k < MEASURE_CELLS; k++)
            if (str_eq(m->header[k], p->names.at[i]))
                names[MEASURE_CELLS + i] = S("");
    }
    m->header = names;
    m->n_header = MEASURE_CELLS + p->names.n;
}

struct rows *prometheus_rows_open(struct arena *a, struct diags *d, const struct record_source *src,
                                  str mapped) {
    struct prometheus *p = ARENA_NEW(a, struct prometheus);
    measure_rows_init(&p->m, d, src, mapped);
    p->time.a = p->m.a;
    p->series = arena_new();
    p->m.more = more;
    p->m.close = close_prometheus;
    if (find_labels(p)) {
        make_header(p);
        return &p->m.base;
    }
    p->m.base.kind->close(&p->m.base);
    return NULL;
}
