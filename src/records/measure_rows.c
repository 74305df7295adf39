/* measure_rows.c - the queue between a piece of a monitoring file and the rows of it. */
#include "records/measure_rows.h"

static struct measure_rows *self(struct rows *r) {
    return (struct measure_rows *)r;
}

static bool start(struct rows *r, size_t layout) {
    struct measure_rows *m = self(r);
    (void)layout;
    m->header_given = m->at_header = false;
    r->row = 0;
    return true;
}

static bool fill_queue(struct measure_rows *m) {
    while (m->head == m->queue.n) {
        m->head = m->queue.n = m->queue.cap = 0;
        m->queue.at = NULL;
        arena_free(m->queue_a);
        m->queue_a = arena_new();
        bool going_on = m->more(m);
        if (!going_on && m->queue.n == 0)
            return false;
    }
    return true;
}

/* The header is all there is to see while a header is looked for. */
static bool next(struct rows *r, struct arena *scratch) {
    struct measure_rows *m = self(r);
    (void)scratch;
    r->n = m->n_header;
    if (!m->header_given) {
        m->header_given = m->at_header = true;
        r->row = 1;
        return true;
    }
    if (r->quiet || !fill_queue(m))
        return false;
    m->at_header = false;
    m->current = m->queue.at[m->head++];
    r->row = m->current.row;
    return true;
}

static bool cell(struct rows *r, struct arena *a, size_t i, struct raw_cell *out) {
    struct measure_rows *m = self(r);
    (void)a;
    if (m->at_header)
        *out = (struct raw_cell){.text = m->header[i]};
    else
        *out = m->current.cells[i];
    return true;
}

static struct place place(struct rows *r, struct arena *a, size_t i) {
    struct measure_rows *m = self(r);
    struct place p = {.file = r->src->shown, .line = r->row < INT32_MAX ? (int)r->row : INT32_MAX};
    if (m->current.line && !m->at_header)
        return p;
    str name = i < m->n_header ? m->header[i] : S("");
    if (r->row && !m->at_header)
        p.cell =
            str_fmt(a, name.n ? "sample %lld %.*s" : "sample %lld%.*s", (long long)r->row, STR_ARG(name));
    else if (name.n)
        p.cell = str_fmt(a, "label %.*s", STR_ARG(name));
    else
        p.line = 0;
    return p;
}

static bool seek(struct rows *r, int64_t row) {
    struct measure_rows *m = self(r);
    m->at_header = false;
    r->row = row;
    r->n = m->n_header;
    return true;
}

static void close_rows(struct rows *r) {
    struct measure_rows *m = self(r);
    m->close(m);
    file_unmap(m->mapped);
    arena_free(m->queue_a);
    arena_free(m->a);
}

void measure_rows_init(struct measure_rows *m, struct diags *d, const struct record_source *src, str mapped) {
    static const struct rows_kind kind = {start, next, cell, place, seek, NULL, close_rows};
    static str names[] = {{"at", 2}, {"host", 4}, {"metric", 6}, {"object", 6}, {"value", 5}, {"unit", 4}};
    m->base = (struct rows){
        .kind = &kind, .d = d, .src = src, .source = src->shown, .n_layouts = 1, .labels = true};
    m->a = arena_new();
    m->queue_a = arena_new();
    m->base.layouts = ARENA_ARRAY(m->a, struct layout, 1);
    m->mapped = mapped;
    m->header = names;
    m->n_header = MEASURE_CELLS;
}

struct raw_cell *measure_add(struct measure_rows *m, int64_t row, bool line) {
    struct raw_cell *cells = ARENA_ARRAY(m->queue_a, struct raw_cell, m->n_header);
    VEC_PUSH(m->queue_a, &m->queue, (struct measure){row, line, cells});
    return cells;
}

void measure_set_time(struct raw_cell *cell, struct arena *a, int64_t t) {
    *cell = (struct raw_cell){.kind = RAW_MOMENT, .text = civil_text(a, t), .moment = {t, true, true}};
}

bool measure_fail(struct measure_rows *m, const char *of, str why) {
    diag3(m->base.d, DIAG_MONITORING, file_place(m->base.src->shown), m->base.src->shown, str_from(of), why);
    return false;
}
