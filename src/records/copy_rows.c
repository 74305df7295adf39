/* copy_rows.c - a copy of a source's rows as a source of rows: each has the number it had there. */
#include "records/copies.h"
#include "records/csv.h"
#include "records/rows.h"

enum { HEAD_CELLS = 2 }; /* row number and kinds */

struct copy_rows {
    struct rows base;
    str mapped, shown;
    struct csv csv;
    struct csv_row row;
    str kinds; /* empty: the header */
};

static struct copy_rows *self(struct rows *r) {
    return (struct copy_rows *)r;
}

static struct place place(struct rows *r, struct arena *a, size_t i) {
    struct copy_rows *c = self(r);
    struct place at = file_place(c->shown);
    (void)a;
    (void)i;
    at.line = c->row.line < INT32_MAX ? (int)c->row.line : INT32_MAX;
    return at;
}

static bool start(struct rows *r, size_t layout) {
    struct copy_rows *c = self(r);
    (void)layout;
    csv_rewind(&c->csv, ',');
    c->row = (struct csv_row){.line = 1};
    r->row = 0;
    r->n = 0;
    return true;
}

static bool is_sound(const struct copy_rows *c, int64_t *number) {
    const struct csv_field *f = c->csv.fields;
    bool header = c->row.line == 1;
    *number = 1;
    return !c->row.fault && c->row.n >= HEAD_CELLS &&
           (header || (f[1].raw.n == c->row.n - HEAD_CELLS && str_to_int(f[0].raw, number)));
}

/* The header is row 1: before all others, whichever it was. */
static bool next(struct rows *r, struct arena *scratch) {
    struct copy_rows *c = self(r);
    while (csv_next(&c->csv, &c->row)) {
        if (is_sound(c, &r->row)) {
            c->kinds = c->row.line == 1 ? S("") : c->csv.fields[1].raw;
            r->n = c->row.n - HEAD_CELLS;
            return true;
        }
        r->refused++;
        if (!r->quiet)
            diag1(r->d, DIAG_COPIES_FORMAT, place(r, scratch, SIZE_MAX), c->shown);
    }
    return false;
}

static bool cell(struct rows *r, struct arena *a, size_t i, struct raw_cell *out) {
    struct copy_rows *c = self(r);
    bool kept = i + HEAD_CELLS < CSV_FIELDS_MAX; /* the last two columns a sheet may have are not */
    str text = kept ? csv_unquote(a, &c->csv.fields[i + HEAD_CELLS]) : S("");
    char kind = i < c->kinds.n ? c->kinds.p[i] : 't';
    *out = (struct raw_cell){.text = str_starts(text, S("'")) ? str_slice(text, 1, text.n) : text};
    if (kind == 'n')
        out->kind = RAW_NUMBER;
    else if (kind == 'd' && moment_read(text, S(""), &out->moment))
        out->kind = RAW_MOMENT;
    return true;
}

static bool seek(struct rows *r, int64_t row) {
    struct copy_rows *c = self(r);
    int64_t number;
    start(r, 0);
    while (csv_next(&c->csv, &c->row))
        if (c->row.line > 1 && is_sound(c, &number) && number == row) {
            c->kinds = c->csv.fields[1].raw;
            r->row = row;
            r->n = c->row.n - HEAD_CELLS;
            return true;
        }
    return false;
}

static void close_rows(struct rows *r) {
    file_unmap(self(r)->mapped);
}

struct rows *copy_rows_open(struct arena *a, struct diags *d, const struct record_source *src) {
    static const struct rows_kind kind = {start, next, cell, place, seek, NULL, close_rows};
    struct copy_rows *c = ARENA_NEW(a, struct copy_rows);
    const char *why;
    c->base = (struct rows){.kind = &kind, .d = d, .src = src, .source = src->copy->source, .n_layouts = 1};
    c->base.layouts = ARENA_ARRAY(a, struct layout, 1);
    c->base.book = src->copy->form == COPY_BOOK;
    c->base.labels = src->copy->form == COPY_LABELS;
    c->shown = src->copy->copy;
    if (!file_map(src->copy_path, &c->mapped, &why)) {
        diag2(d, DIAG_FILE_UNREADABLE, rows_mentioned(src), c->shown, str_from(why));
        return NULL;
    }
    if (!utf8_valid(c->mapped)) {
        diag0(d, DIAG_NOT_UTF8, file_place(c->shown));
        file_unmap(c->mapped);
        return NULL;
    }
    csv_init(&c->csv, a, c->mapped, ',');
    return &c->base;
}
