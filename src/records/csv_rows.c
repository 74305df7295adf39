/* csv_rows.c - a CSV file as a source of rows; its layouts are the separators it may have. */
#include "records/csv_file.h"

static const char separators[] = {',', '\t', ';'};

struct csv_rows {
    struct rows base;
    struct csv_file f;
    struct csv_row row;
};

static struct csv_rows *self(struct rows *r) {
    return (struct csv_rows *)r;
}

static bool start(struct rows *r, size_t layout) {
    struct csv_rows *c = self(r);
    csv_rewind(&c->f.csv, separators[layout]);
    c->row = (struct csv_row){.line = 1};
    r->row = 0;
    r->n = 0;
    return true;
}

static bool next(struct rows *r, struct arena *scratch) {
    struct csv_rows *c = self(r);
    bool some = r->quiet ? csv_next(&c->f.csv, &c->row) : csv_file_next(&c->f, scratch, &c->row);
    r->refused = c->f.refused;
    if (!some)
        return false;
    r->row = c->row.line;
    r->n = c->row.fault ? 0 : c->row.n;
    return true;
}

static bool cell(struct rows *r, struct arena *a, size_t i, struct raw_cell *out) {
    struct csv_rows *c = self(r);
    const struct csv_field *field = &c->f.csv.fields[i];
    out->kind = RAW_TEXT;
    if (r->quiet && encoding_fault(c->f.encoding, field->raw) < field->raw.n)
        return false;
    if (csv_file_text(&c->f, a, field, &out->text))
        return true;
    if (!r->quiet) {
        str byte = str_fmt(a, "0x%02X", (unsigned char)out->text.p[0]);
        diag2(r->d, DIAG_BAD_BYTE, csv_file_place(&c->f, a, &c->row, csv_field_start(&c->f, field)), byte,
              encoding_name(c->f.encoding));
    }
    return false;
}

static struct place place(struct rows *r, struct arena *a, size_t i) {
    struct csv_rows *c = self(r);
    bool known = r->row > 0 && i < c->row.n && i < ROWS_CELLS_MAX && !c->row.fault;
    return csv_file_place(&c->f, a, &c->row,
                          known ? csv_field_start(&c->f, &c->f.csv.fields[i]) : c->row.from);
}

static bool seek(struct rows *r, int64_t row) {
    struct csv_rows *c = self(r);
    if (!csv_seek(&c->f.csv, row) || !csv_next(&c->f.csv, &c->row) || c->row.fault)
        return false;
    r->row = c->row.line;
    r->n = c->row.n;
    return true;
}

static void close_rows(struct rows *r) {
    csv_file_close(&self(r)->f);
}

struct rows *csv_rows_open(struct arena *a, struct diags *d, const struct record_source *src, str mapped) {
    static const struct rows_kind kind = {start, next, cell, place, seek, NULL, close_rows};
    struct csv_rows *c = ARENA_NEW(a, struct csv_rows);
    c->base = (struct rows){.kind = &kind, .d = d, .src = src, .source = src->shown};
    c->base.n_layouts = sizeof separators;
    c->base.layouts = ARENA_ARRAY(a, struct layout, sizeof separators);
    return csv_file_open(&c->f, a, d, src, mapped) ? &c->base : NULL;
}
