/* copy_write.c - the rows of a source, as they are read, as CSV. */
#include <errno.h>

#include "records/column_map.h"
#include "records/copies.h"
#include "records/csv.h"

struct writer {
    struct arena *a; /* scratch, rewound with every row */
    const struct record_source *src;
    const struct copy_mask *mask;
    struct rows *rows;
    const struct column **column_of; /* by cell, NULL: none reads it */
    str *headers;
    size_t n; /* cells of the header */
    FILE *to;
};

static const struct column *column_at(const struct writer *w, size_t i) {
    return i < w->n ? w->column_of[i] : NULL;
}

static bool holds_moment(const struct column *c) {
    return c && (c->kind == COLUMN_DAY || c->kind == COLUMN_TIME);
}

/* A number among dates is the date it would be, unless the contract's form makes one of its digits: what the reader would
 * take it for, since the copy does not know whose calendar the numbers of a workbook follow. */
static void settle_moment(const struct writer *w, const struct column *c, struct raw_cell *raw) {
    int64_t t;
    bool has_time, digits = w->src->time.n && civil_parse(raw->text, w->src->time, &t, &has_time);
    if (raw->kind != RAW_NUMBER || !holds_moment(c) || digits || !raw->moment.has_day)
        return;
    raw->kind = RAW_MOMENT;
    raw->text = raw->moment.has_time ? civil_text(w->a, raw->moment.t)
                                     : civil_text_day(w->a, civil_day(raw->moment.t));
}

static void mask_cell(const struct writer *w, size_t i, struct raw_cell *raw) {
    str header = i < w->n ? w->headers[i] : S("");
    if (!w->mask || !raw->text.n)
        return;
    str masked = w->mask->mask(w->mask->ctx, w->a, column_at(w, i), header, raw->text);
    if (str_eq(masked, raw->text))
        return;
    raw->text = masked;
    raw->kind = RAW_TEXT;
    w->mask->seen(w->mask->ctx, w->rows->source, w->rows->row, header);
}

static void put_text(struct sb *b, struct arena *a, str text) {
    bool quote = str_is_formula(text) || str_starts(text, S("'"));
    sb_char(b, ',');
    csv_put(b, quote ? str_fmt(a, "'%.*s", STR_ARG(text)) : text);
}

static bool put_line(const struct writer *w, struct sb *b) {
    sb_char(b, '\n');
    return fwrite(b->p, 1, b->n, w->to) == b->n;
}

static bool put_header(struct writer *w) {
    struct sb b = {.a = w->a};
    sb_addz(&b, "行号,类型");
    for (size_t i = 0; i < w->n; i++) {
        str text = w->headers[i];
        put_text(&b, w->a, w->mask ? w->mask->mask(w->mask->ctx, w->a, NULL, S(""), text) : text);
    }
    return put_line(w, &b);
}

/* false: a cell cannot be read, which was different when the records were judged. */
static bool put_row(const struct writer *w) {
    static const char letters[] = {[RAW_TEXT] = 't', [RAW_NUMBER] = 'n', [RAW_MOMENT] = 'd'};
    size_t n = w->rows->n < ROWS_CELLS_MAX ? w->rows->n : ROWS_CELLS_MAX;
    struct sb kinds = {.a = w->a}, cells = {.a = w->a}, line = {.a = w->a};
    for (size_t i = 0; i < n; i++) {
        struct raw_cell raw = {0};
        if (!w->rows->kind->cell(w->rows, w->a, i, &raw)) {
            if (column_at(w, i))
                return false;
            raw = (struct raw_cell){0};
        }
        settle_moment(w, column_at(w, i), &raw);
        mask_cell(w, i, &raw);
        sb_char(&kinds, letters[raw.kind]);
        put_text(&cells, w->a, raw.text);
    }
    sb_fmt(&line, "%lld,%.*s%.*s", (long long)w->rows->row, STR_ARG(sb_str(&kinds)), STR_ARG(sb_str(&cells)));
    return put_line(w, &line);
}

static void take_header(struct writer *w, struct arena *a, const struct column_map *map) {
    w->n = map->n_fields < ROWS_CELLS_MAX ? map->n_fields : ROWS_CELLS_MAX;
    w->headers = ARENA_ARRAY(a, str, w->n + 1);
    w->column_of = ARENA_ARRAY(a, const struct column *, w->n + 1);
    for (size_t i = 0; i < w->n; i++) {
        struct raw_cell raw = {0};
        bool read = w->rows->kind->cell(w->rows, a, i, &raw);
        w->headers[i] = read ? str_dup(a, raw.text) : S("");
    }
    for (size_t i = 0; i < w->src->type->n_columns; i++)
        if (map->field_of[i] != NO_FIELD && map->field_of[i] < w->n)
            w->column_of[map->field_of[i]] = &w->src->type->columns[i];
}

static bool write_rows(struct writer *w) {
    bool ok = put_header(w);
    struct arena_mark mark = arena_mark(w->a);
    while (ok && w->rows->kind->next(w->rows, w->a)) {
        ok = put_row(w);
        arena_rewind(w->a, mark);
    }
    return ok && fflush(w->to) == 0;
}

/* What is to be said of the source was said when it was read first. */
bool copy_write(struct arena *a, const struct record_source *src, const struct copy_mask *mask, FILE *to,
                struct record_copy *out, struct failure *f) {
    struct arena *scratch = arena_new(), *unheard = arena_new();
    struct diags *d = diags_new(unheard, LANG_EN);
    struct writer w = {.a = scratch, .src = src, .mask = mask, .to = to};
    struct column_map map;
    w.rows = rows_open(scratch, d, src);
    bool ok = w.rows && column_map_find(w.rows, scratch, src, &map);
    if (ok) {
        *out = (struct record_copy){.file = src->shown, .sheet = src->sheet, .type = src->type->name.v};
        out->source = str_dup(a, w.rows->source);
        out->form = w.rows->book ? COPY_BOOK : w.rows->labels ? COPY_LABELS : COPY_ROWS;
        take_header(&w, scratch, &map);
        errno = 0;
        ok = write_rows(&w);
    }
    if (!ok || diags_errors(d))
        failure_text(f, str_fmt(a, "'%.*s' cannot be copied: %s", STR_ARG(src->shown),
                                ferror(to) ? "the copy cannot be written" : "it changed while it was read"));
    rows_close(w.rows);
    arena_free(unheard);
    arena_free(scratch);
    return ok && !f->set;
}
