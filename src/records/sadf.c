/* sadf.c - the output of sysstat's sadf, as text (-d, lines with semicolons) or JSON (-j). */
#include <string.h>

#include "records/json_stream.h"
#include "records/sadf_figures.h"

enum { PIECE = 64 * 1024, FIELDS_MAX = 256 };

struct sadf {
    struct measure_rows m;
    bool json;
    int64_t line, sample;
    struct sadf_field head[FIELDS_MAX], fields[FIELDS_MAX]; /* of the section; of the line or object */
    size_t n_head, n_fields;
    struct json_stream stream;
    struct arena *object_a; /* for the fields of an object, which may lie in two pieces */
    struct arena_mark empty;
    str host;
    int64_t at;
    bool at_known;
};

static struct sadf *self(struct measure_rows *m) {
    return (struct sadf *)m;
}

/* -- sadf -d ---------------------------------------------------------------------------------------- */

/* "2025-03-05 00:10:01 UTC", local without UTC (-t), or seconds since 1970 (-U). */
static bool read_time(str s, int64_t *t) {
    int64_t epoch;
    bool utc = str_ends(s, S(" UTC"));
    if (str_to_int(s, &epoch) && epoch >= 0 && epoch < (int64_t)1 << 40) {
        *t = epoch + CHINA_SECONDS;
        return true;
    }
    if (!civil_parse(utc ? str_slice(s, 0, s.n - 4) : s, S(""), t, NULL))
        return false;
    *t += utc ? CHINA_SECONDS : 0;
    return true;
}

static size_t split(str line, str *out) {
    size_t n = 0;
    while (n < FIELDS_MAX && str_cut(&line, ';', &out[n]))
        n++;
    return n;
}

static void take_head(struct sadf *s, str line) {
    str parts[FIELDS_MAX];
    s->n_head = split(str_trim(str_slice(line, 1, line.n)), parts);
    for (size_t i = 0; i < s->n_head; i++)
        s->head[i].name = str_dup(s->m.a, parts[i]);
}

static bool line_fault(struct sadf *s, str line, const char *zh, const char *en) {
    struct rows *r = &s->m.base;
    struct place at = {
        .file = r->src->shown, .line = s->line < INT32_MAX ? (int)s->line : INT32_MAX, .text = line};
    diag3(r->d, DIAG_MONITORING, at, r->src->shown, S("sadf -d"),
          str_from(diags_lang(r->d) == LANG_ZH ? zh : en));
    r->refused++;
    return true;
}

/* host;interval;time;… under the names of the section. A restart is a line of its own. */
static bool take_line(struct sadf *s, str line) {
    str parts[FIELDS_MAX];
    int64_t at;
    if (str_trim(line).n == 0)
        return true;
    if (line.p[0] == '#') {
        take_head(s, line);
        return true;
    }
    size_t n = split(line, parts);
    if (n > 3 && (str_starts(parts[3], S("LINUX-RESTART")) || str_starts(parts[3], S("COM "))))
        return true;
    if (s->n_head < 4)
        return measure_fail(&s->m, "sadf -d",
                            diags_lang(s->m.base.d) == LANG_ZH
                                ? S("缺少“# hostname;interval;timestamp;…”行")
                                : S("no line '# hostname;interval;timestamp;…'"));
    if (n != s->n_head)
        return line_fault(s, line, "字段数与表头不符", "not as many fields as names");
    if (!read_time(parts[2], &at))
        return line_fault(s, line, "时间无法识别", "no time in the third field");
    for (size_t i = 3; i < n; i++)
        s->fields[i - 3] = (struct sadf_field){s->head[i].name, parts[i]};
    sadf_add_figures(&s->m, s->fields, n - 3, at, parts[0], s->line, true);
    return true;
}

static bool more_text(struct measure_rows *m) {
    struct sadf *s = self(m);
    size_t end = m->read + PIECE;
    while (m->read < m->mapped.n && m->read < end) {
        const char *from = m->mapped.p + m->read, *stop = memchr(from, '\n', m->mapped.n - m->read);
        size_t n = stop ? (size_t)(stop - from) : m->mapped.n - m->read;
        m->read += n + (stop != NULL);
        s->line++;
        str line = {from, n && from[n - 1] == '\r' ? n - 1 : n};
        if (line.n > PIECE || !utf8_valid(line))
            return measure_fail(m, "sadf -d", S("UTF-8"));
        if (!take_line(s, line)) {
            m->read = m->mapped.n;
            return false;
        }
    }
    return m->read < m->mapped.n;
}

/* -- sadf -j ---------------------------------------------------------------------------------------- */

static void on_open(struct json_stream *j, str key, bool object) {
    struct sadf *s = j->ctx;
    (void)key;
    if (!object)
        return;
    s->n_fields = 0;
    arena_rewind(s->object_a, s->empty);
}

static void on_scalar(struct json_stream *j, str key, str text) {
    struct sadf *s = j->ctx;
    if (str_eqz(key, "nodename"))
        s->host = str_dup(s->m.a, text);
    else if (s->n_fields < FIELDS_MAX)
        s->fields[s->n_fields++] = (struct sadf_field){str_dup(s->object_a, key), str_dup(s->object_a, text)};
}

static str field(const struct sadf *s, const char *name) {
    for (size_t i = 0; i < s->n_fields; i++)
        if (str_eqz(s->fields[i].name, name))
            return s->fields[i].value;
    return S("");
}

/* {"date": …, "time": …, "utc": 1} */
static void take_timestamp(struct sadf *s) {
    str text = str_fmt(s->m.queue_a, "%.*s %.*s", STR_ARG(field(s, "date")), STR_ARG(field(s, "time")));
    s->at_known = civil_parse(text, S(""), &s->at, NULL);
    if (str_eqz(field(s, "utc"), "1"))
        s->at += CHINA_SECONDS;
}

static void on_close(struct json_stream *j, bool object) {
    struct sadf *s = j->ctx;
    if (object && json_inside(j, j->depth, "timestamp"))
        take_timestamp(s);
    else if (object && s->at_known && s->n_fields)
        sadf_add_figures(&s->m, s->fields, s->n_fields, s->at, s->host, ++s->sample, false);
    s->n_fields = 0;
}

static bool more_json(struct measure_rows *m) {
    struct sadf *s = self(m);
    if (m->read >= m->mapped.n)
        return false;
    str piece = str_slice(m->mapped, m->read, m->read + PIECE);
    m->read += piece.n;
    bool last = m->read == m->mapped.n;
    if (!json_feed(&s->stream, piece, last)) {
        m->read = m->mapped.n;
        return measure_fail(m, "sadf -j", str_from(s->stream.why));
    }
    if (last && s->sample == 0)
        return measure_fail(m, "sadf -j",
                            diags_lang(m->base.d) == LANG_ZH ? S("没有统计数据") : S("no statistics"));
    return !last;
}

static void close_sadf(struct measure_rows *m) {
    json_close(&self(m)->stream);
    arena_free(self(m)->object_a);
}

struct rows *sadf_rows_open(struct arena *a, struct diags *d, const struct record_source *src, str mapped) {
    static const struct json_events events = {on_open, on_close, on_scalar};
    struct sadf *s = ARENA_NEW(a, struct sadf);
    measure_rows_init(&s->m, d, src, mapped);
    str head = str_trim(str_slice(mapped, 0, 64));
    s->json = head.n && head.p[0] == '{';
    s->m.more = s->json ? more_json : more_text;
    s->m.close = close_sadf;
    s->object_a = arena_new();
    s->empty = arena_mark(s->object_a);
    if (s->json && !json_open(&s->stream, s->m.a, &events, s)) {
        s->m.base.kind->close(&s->m.base);
        return NULL;
    }
    return &s->m.base;
}
