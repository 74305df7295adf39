/* xls_rows.c - the sheets of an XLS workbook as sources of rows.
 *
 * The sheet at hand is in memory: it has at most 65,536 rows.
 */
#include "records/sheet_rows.h"
#include "records/xls_walk.h"

struct xls_rows {
    struct rows base;
    struct arena *a;
    struct xls_walk walk;
    struct xls_cells cells;
    struct arena_mark opened; /* behind it lies what start() took for one sheet */
    size_t *index;            /* by layout: the sheet */
    size_t layout, at;        /* at: in the list of cells, behind the current row */
    int64_t header;
};

static struct xls_rows *self(struct rows *r) {
    return (struct xls_rows *)r;
}

static bool start(struct rows *r, size_t layout) {
    struct xls_rows *x = self(r);
    arena_rewind(x->a, x->opened);
    x->at = 0;
    sheet_rows_begin(r, x->a, layout);
    if (xls_walk_sheet(&x->walk, x->index[layout], &x->cells))
        return true;
    diag2(r->d, DIAG_BOOK_PART, file_place(r->src->shown), r->layouts[layout].name, S("BIFF"));
    return false;
}

/* -- cells ------------------------------------------------------------------------------------------ */

/* What the walk noted of the cell. */
static bool noted_cell(struct xls_rows *x, struct arena *a, size_t i, const struct xls_cell *c,
                       struct raw_cell *out) {
    struct rows *r = &x->base;
    bool read = true;
    if (c->kind == XLS_NUMBER) {
        read = number_cell(a, c->number, x->walk.formats[c->format], x->walk.from_1904, out);
        if (!read && !r->quiet)
            diag1(r->d, DIAG_CELL_DIGITS, sheet_rows_place(r, a, i), out->text);
        return read;
    }
    if (c->kind == XLS_TEXT)
        out->text = c->text;
    else if (c->kind == XLS_BOOL)
        out->text = c->number != 0 ? S("TRUE") : S("FALSE");
    else if (!r->quiet && c->kind == XLS_ERROR)
        diag1(r->d, DIAG_CELL_ERROR, sheet_rows_place(r, a, i), str_from(xls_error_name((int)c->number)));
    else if (!r->quiet)
        diag0(r->d, DIAG_FORMULA_VALUE, sheet_rows_place(r, a, i));
    return c->kind == XLS_TEXT || c->kind == XLS_BOOL;
}

/* What a merged range over several rows says in its first. */
static uint32_t first_row(const struct xls_rows *x, uint32_t row, uint32_t col) {
    for (size_t i = 0; i < x->cells.merged.n; i++) {
        const struct xls_range *m = &x->cells.merged.at[i];
        if (m->col == col && row > m->first && row <= m->last && (int64_t)m->first + 1 > x->header)
            return m->first;
    }
    return row;
}

static bool cell(struct rows *r, struct arena *a, size_t i, struct raw_cell *out) {
    struct xls_rows *x = self(r);
    *out = (struct raw_cell){0};
    uint32_t at = (uint32_t)r->row - 1, row = r->quiet ? at : first_row(x, at, (uint32_t)i);
    const struct xls_cell *c = xls_cells_find(&x->cells, row, (uint32_t)i);
    if (!c || noted_cell(x, a, i, c, out))
        return true;
    return false;
}

static bool is_blank(const struct xls_cell *c) {
    return c->kind == XLS_TEXT && str_trim(c->text).n == 0;
}

static bool next(struct rows *r, struct arena *scratch) {
    struct xls_rows *x = self(r);
    const struct xls_cell *list = x->cells.list.at;
    (void)scratch;
    while (x->at < x->cells.list.n) {
        uint32_t row = list[x->at].row;
        bool blank = true;
        for (; x->at < x->cells.list.n && list[x->at].row == row; x->at++) {
            blank = blank && is_blank(&list[x->at]);
            r->n = list[x->at].col + 1;
        }
        r->row = (int64_t)row + 1;
        if (blank)
            continue;
        if (r->quiet)
            x->header = r->row;
        return true;
    }
    return false;
}

static void close_rows(struct rows *r) {
    arena_free(self(r)->a);
}

/* -- opening ---------------------------------------------------------------------------------------- */

static bool damaged(struct xls_rows *x, const char *why) {
    const struct record_source *src = x->base.src;
    diag2(x->base.d, DIAG_BOOK_DAMAGED, file_place(src->shown), src->shown, str_from(why));
    return false;
}

/* Sheets of charts and macros have no cells. */
static bool choose_sheets(struct xls_rows *x) {
    struct layout *sheets = ARENA_ARRAY(x->a, struct layout, x->walk.sheets.n + 1);
    size_t n = 0;
    x->index = ARENA_ARRAY(x->a, size_t, x->walk.sheets.n + 1);
    for (size_t i = 0; i < x->walk.sheets.n; i++) {
        const struct xls_sheet_info *sheet = &x->walk.sheets.at[i];
        if (!sheet->cells)
            continue;
        x->index[n] = i;
        sheets[n++] = (struct layout){sheet->name, sheet->hidden};
    }
    return sheet_rows_choose(&x->base, x->a, sheets, x->index, n);
}

static bool open_book(struct xls_rows *x, str mapped) {
    const struct record_source *src = x->base.src;
    bool walked = xls_walk_open(&x->walk, x->a, mapped);
    file_unmap(mapped); /* the walk has its own copy, without the gaps */
    if (x->walk.protected) {
        diag1(x->base.d, DIAG_BOOK_PROTECTED, file_place(src->shown), src->shown);
        return false;
    }
    if (!walked)
        return damaged(x, diags_lang(x->base.d) == LANG_ZH ? "其中没有工作簿" : "no workbook in it");
    return choose_sheets(x);
}

struct rows *xls_rows_open(struct arena *a, struct diags *d, const struct record_source *src, str mapped) {
    static const struct rows_kind kind = {start,           next, cell,      sheet_rows_place,
                                          sheet_rows_seek, NULL, close_rows};
    struct xls_rows *x = ARENA_NEW(a, struct xls_rows);
    x->base = (struct rows){.kind = &kind, .d = d, .src = src, .source = src->shown, .book = true};
    x->a = arena_new();
    if (open_book(x, mapped)) {
        x->opened = arena_mark(x->a);
        return &x->base;
    }
    close_rows(&x->base);
    return NULL;
}
