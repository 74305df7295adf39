/* xlsx_rows.c - the sheets of an XLSX workbook as sources of rows.
 *
 * A cell merged over several rows says its value for each of them, as it looks on paper. The ranges stand behind the
 * cells in the file, so a sheet of up to MERGED_MAX bytes is read through for them first; in a larger one a merged cell
 * is a fault.
 */
#include <string.h>

#include "records/sheet_rows.h"
#include "records/xlsx_sheet.h"

enum { MERGED_MAX = 32 << 20 };

/* A merged range while its rows go by, with the value of its first cell. */
struct held {
    struct xlsx_range range;
    struct xlsx_cell cell;
    str text;
    bool taken;
};
struct xlsx_rows {
    struct rows base;
    struct arena *a; /* its own: what it keeps between rows */
    str mapped;
    struct xlsx_book book;
    struct xlsx_sheet_reader sheet;
    size_t *index;  /* by layout: the sheet */
    int64_t header; /* the last row seen while quiet */
    bool merged_known;
    struct held *held;
    size_t n_held;
};

static struct xlsx_rows *self(struct rows *r) {
    return (struct xlsx_rows *)r;
}

static const struct xlsx_sheet *sheet_of(const struct xlsx_rows *x) {
    return &x->book.sheets.at[x->index[x->base.layout]];
}

/* -- merged cells ----------------------------------------------------------------------------------- */

static bool is_small(struct xlsx_rows *x) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    char *name = str_z(x->a, sheet_of(x)->part);
    return zip_stat(x->book.zip.zip, name, ZIP_FL_NOCASE, &stat) == 0 && (stat.valid & ZIP_STAT_SIZE) &&
           stat.size <= MERGED_MAX;
}

/* The ranges of the sheet, before its rows below the header go by. */
static void find_merged(struct xlsx_rows *x) {
    struct xlsx_sheet_reader ahead = {.a = x->a, .text = {.a = x->a}};
    x->merged_known = true;
    if (!is_small(x))
        return;
    ahead.cells = ARENA_ARRAY(x->a, struct xlsx_cell, ROWS_CELLS_MAX);
    if (xlsx_sheet_open(&ahead, &x->book, sheet_of(x)->part))
        while (xlsx_sheet_next(&ahead))
            continue;
    xlsx_sheet_close(&ahead);
    x->held = ARENA_ARRAY(x->a, struct held, ahead.merged.n + 1);
    for (size_t i = 0; i < ahead.merged.n; i++)
        if (ahead.merged.at[i].first > x->header)
            x->held[x->n_held++].range = ahead.merged.at[i];
}

static void take_first_cell(struct xlsx_rows *x, struct held *h) {
    const struct xlsx_cell *c = xlsx_sheet_cell(&x->sheet, h->range.col);
    if (!c)
        return;
    h->cell = *c;
    h->text = str_dup(x->a, str_slice(sb_str(&x->sheet.text), c->from, c->from + c->n));
    h->taken = true;
}

/* The other rows of the range get the value, where they have none. */
static void give_cell(struct xlsx_rows *x, const struct held *h) {
    struct xlsx_sheet_reader *s = &x->sheet;
    const struct xlsx_cell *old = xlsx_sheet_cell(s, h->range.col);
    if (!h->taken || (old && (old->value || old->formula)))
        return;
    struct xlsx_cell *c = &s->cells[h->range.col];
    *c = h->cell;
    c->row = s->row;
    c->from = s->text.n;
    sb_add(&s->text, h->text);
    s->n = h->range.col + 1 > s->n ? h->range.col + 1 : s->n;
}

static void apply_merged(struct xlsx_rows *x) {
    for (size_t i = 0; i < x->n_held;) {
        struct held *h = &x->held[i];
        if (x->sheet.row > h->range.last) {
            *h = x->held[--x->n_held];
            continue;
        }
        if (x->sheet.row == h->range.first)
            take_first_cell(x, h);
        else if (x->sheet.row > h->range.first)
            give_cell(x, h);
        i++;
    }
}

/* -- cells ------------------------------------------------------------------------------------------ */

static bool damaged(struct xlsx_rows *x, struct arena *a, size_t i, str what) {
    if (!x->base.quiet)
        diag1(x->base.d, DIAG_CELL_DAMAGED, sheet_rows_place(&x->base, a, i), what);
    return false;
}

/* A strict workbook may hold dates as ISO 8601 text. */
static bool iso_cell(struct arena *a, str s, struct raw_cell *out) {
    ptrdiff_t point = str_find(s, S("."));
    str whole = point < 0 ? s : str_slice(s, 0, (size_t)point);
    if (str_ends(whole, S("Z")))
        whole.n--;
    out->kind = RAW_MOMENT;
    out->text = str_dup(a, whole);
    return moment_read(whole, S(""), &out->moment);
}

static bool numeric_cell(struct xlsx_rows *x, struct arena *a, size_t i, const struct xlsx_cell *c, str s,
                         struct raw_cell *out) {
    static const struct number_format general = {0};
    struct number_format f = c->style < x->book.n_styles ? x->book.styles[c->style] : general;
    char *text = str_z(a, s), *end;
    double v = strtod(text, &end);
    if (s.n == 0 || *end || strspn(text, "+-.0123456789eE") != s.n || !(v > -1e300 && v < 1e300))
        return damaged(x, a, i, s);
    if (number_cell(a, v, f, x->book.from_1904, out))
        return true;
    if (!x->base.quiet)
        diag1(x->base.d, DIAG_CELL_DIGITS, sheet_rows_place(&x->base, a, i), out->text);
    return false;
}

static bool shared_cell(struct xlsx_rows *x, struct arena *a, size_t i, str s, struct raw_cell *out) {
    int64_t index;
    return (str_to_int(s, &index) && index >= 0 && xlsx_string(&x->book, (size_t)index, &out->text)) ||
           damaged(x, a, i, s);
}

static bool error_cell(struct xlsx_rows *x, struct arena *a, size_t i, str s) {
    if (!x->base.quiet)
        diag1(x->base.d, DIAG_CELL_ERROR, sheet_rows_place(&x->base, a, i), s);
    return false;
}

static bool convert(struct xlsx_rows *x, struct arena *a, size_t i, const struct xlsx_cell *c, str s,
                    struct raw_cell *out) {
    switch (c->type) {
    case 's':
        return shared_cell(x, a, i, s, out);
    case 'i':
    case 't':
        out->text = xlsx_unescape(a, s);
        return true;
    case 'b':
        out->text = str_eqz(s, "1") || str_eqz(s, "true") ? S("TRUE") : S("FALSE");
        return true;
    case 'd':
        return iso_cell(a, s, out) || damaged(x, a, i, s);
    case 'e':
        return error_cell(x, a, i, s);
    default:
        return numeric_cell(x, a, i, c, s, out);
    }
}

static bool cell(struct rows *r, struct arena *a, size_t i, struct raw_cell *out) {
    struct xlsx_rows *x = self(r);
    const struct xlsx_cell *c = xlsx_sheet_cell(&x->sheet, i);
    *out = (struct raw_cell){0};
    if (!c || (!c->value && !c->formula))
        return true;
    str s = str_slice(sb_str(&x->sheet.text), c->from, c->from + c->n);
    if (!c->value && c->type == 't') /* a formula that gives the empty text */
        return true;
    if (!c->value) {
        if (!r->quiet)
            diag0(r->d, DIAG_FORMULA_VALUE, sheet_rows_place(r, a, i));
        return false;
    }
    if (!convert(x, a, i, c, s, out))
        return false;
    if (out->text.n <= ROWS_CELL_BYTES_MAX)
        return true;
    if (!r->quiet)
        diag1(r->d, DIAG_FIELD_LONG, sheet_rows_place(r, a, i), str_fmt(a, "%d", ROWS_CELL_BYTES_MAX));
    return false;
}

/* -- rows ------------------------------------------------------------------------------------------- */

static bool start(struct rows *r, size_t layout) {
    struct xlsx_rows *x = self(r);
    xlsx_sheet_close(&x->sheet);
    sheet_rows_begin(r, x->a, layout);
    return xlsx_sheet_open(&x->sheet, &x->book, sheet_of(x)->part);
}

/* A cell of nothing but blanks is as good as none. */
static bool row_is_blank(struct xlsx_rows *x, struct arena *scratch) {
    for (size_t i = 0; i < x->sheet.n; i++) {
        const struct xlsx_cell *c = xlsx_sheet_cell(&x->sheet, i);
        if (!c || (!c->value && !c->formula))
            continue;
        if (!c->value || !strchr("sit", c->type))
            return false;
        struct raw_cell raw = {0};
        str s = str_slice(sb_str(&x->sheet.text), c->from, c->from + c->n);
        bool quiet = x->base.quiet;
        x->base.quiet = true;
        bool read = convert(x, scratch, i, c, s, &raw);
        x->base.quiet = quiet;
        if (!read || str_trim(raw.text).n)
            return false;
    }
    return true;
}

static bool next(struct rows *r, struct arena *scratch) {
    struct xlsx_rows *x = self(r);
    if (!r->quiet && !x->merged_known)
        find_merged(x);
    while (xlsx_sheet_next(&x->sheet)) {
        if (row_is_blank(x, scratch))
            continue;
        if (!r->quiet)
            apply_merged(x);
        else
            x->header = x->sheet.row;
        r->row = x->sheet.row;
        r->n = x->sheet.n;
        return true;
    }
    return false;
}

/* In a sheet too large to be read ahead, merged cells below the header come to light only now. */
static void finish(struct rows *r, struct arena *scratch, const bool *wanted, size_t n) {
    struct xlsx_rows *x = self(r);
    for (size_t i = 0; !x->held && i < x->sheet.merged.n; i++) {
        const struct xlsx_range *m = &x->sheet.merged.at[i];
        r->row = m->first;
        if (m->first > x->header && m->col < n && wanted[m->col])
            diag1(r->d, DIAG_MERGED_CELLS, sheet_rows_place(r, scratch, m->col),
                  str_fmt(scratch, "%lld", (long long)m->last));
    }
}

static void close_rows(struct rows *r) {
    struct xlsx_rows *x = self(r);
    xlsx_sheet_close(&x->sheet);
    xlsx_book_close(&x->book);
    file_unmap(x->mapped);
    arena_free(x->a);
}

static bool choose_sheets(struct xlsx_rows *x) {
    size_t n = x->book.sheets.n;
    struct layout *sheets = ARENA_ARRAY(x->a, struct layout, n + 1);
    x->index = ARENA_ARRAY(x->a, size_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        sheets[i] = (struct layout){x->book.sheets.at[i].name, x->book.sheets.at[i].hidden};
        x->index[i] = i;
    }
    return sheet_rows_choose(&x->base, x->a, sheets, x->index, n);
}

struct rows *xlsx_rows_open(struct arena *a, struct diags *d, const struct record_source *src, str mapped) {
    static const struct rows_kind kind = {start,           next,   cell,      sheet_rows_place,
                                          sheet_rows_seek, finish, close_rows};
    struct xlsx_rows *x = ARENA_NEW(a, struct xlsx_rows);
    x->base = (struct rows){.kind = &kind, .d = d, .src = src, .source = src->shown, .book = true};
    x->a = arena_new();
    x->mapped = mapped;
    x->sheet.a = x->sheet.text.a = x->a;
    x->sheet.cells = ARENA_ARRAY(x->a, struct xlsx_cell, ROWS_CELLS_MAX);
    if (xlsx_book_open(&x->book, x->a, d, src->shown, mapped) && choose_sheets(x))
        return &x->base;
    close_rows(&x->base);
    return NULL;
}
