/* sheet_rows.c - sheets by name, cells by address. */
#include "records/sheet_rows.h"

static void report_unknown(struct rows *r, struct arena *a, const struct layout *sheets, size_t n) {
    str *names = ARENA_ARRAY(a, str, n + 1);
    for (size_t i = 0; i < n; i++)
        names[i] = sheets[i].name;
    diag3(r->d, DIAG_SHEET_UNKNOWN, rows_mentioned(r->src), r->src->shown, r->src->sheet,
          schema_nearest_suffix(a, diags_lang(r->d), r->src->sheet, names, n));
}

static void report_none(struct rows *r) {
    bool zh = diags_lang(r->d) == LANG_ZH;
    diag2(r->d, DIAG_BOOK_DAMAGED, file_place(r->src->shown), r->src->shown,
          zh ? S("没有工作表") : S("it has no sheet"));
}

bool sheet_rows_choose(struct rows *r, struct arena *a, struct layout *sheets, size_t *index, size_t n) {
    r->layouts = sheets;
    r->n_layouts = n;
    if (n == 0)
        report_none(r);
    if (n == 0 || r->src->sheet.n == 0)
        return n != 0;
    str wanted = str_trim(r->src->sheet);
    for (size_t i = 0; i < n; i++)
        if (str_eq(str_trim(sheets[i].name), wanted)) {
            sheets[0] = sheets[i];
            index[0] = index[i];
            r->n_layouts = 1;
            return true;
        }
    report_unknown(r, a, sheets, n);
    return false;
}

void sheet_rows_begin(struct rows *r, struct arena *a, size_t layout) {
    r->layout = layout;
    r->row = 0;
    r->n = 0;
    r->source = str_fmt(a, "%.*s:%.*s", STR_ARG(r->src->shown), STR_ARG(r->layouts[layout].name));
}

struct place sheet_rows_place(struct rows *r, struct arena *a, size_t i) {
    bool cell = i < ROWS_CELLS_MAX;
    struct place p = {.file = r->src->shown, .line = (int)r->row, .col = cell ? (int)i + 1 : 0};
    p.cell = rows_cell_name(a, r->layouts[r->layout].name, r->row, cell ? i : SIZE_MAX);
    return p;
}

bool sheet_rows_seek(struct rows *r, int64_t row) {
    r->row = row;
    r->n = ROWS_CELLS_MAX;
    return true;
}
