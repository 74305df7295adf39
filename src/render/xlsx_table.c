/* xlsx_table.c - the Excel table over rows that have gone to the file already: its head, totals and definition.
 *
 * libxlsxwriter 1.1.4 refuses a table in a sheet it does not keep in memory (constant_memory), for one reason: it would
 * write head, totals and column formulas of the table into cells itself. Here all cells are written by ourselves, row by
 * row. So the sheet passes for a kept one (`optimize`, a public field) while the library notes the table: what it writes
 * then lands among cells that a streamed sheet never reads, with strings that are thrown away. The column formulas are
 * handed over afterwards, for the library would make a cell of each for every row.
 * tests/unit/test_xlsx_stream.c holds table and cells against each other.
 */
#include <stdlib.h>
#include <string.h>

#include "render/xlsx_sheet.h"

static const char *title_of(struct sheet *sh, size_t i) {
    return xlsx_text(sh->x->a, sh->s->columns[i].title);
}

void xlsx_put_head(struct sheet *sh) {
    for (size_t i = 0; i < sh->s->n_columns; i++)
        xlsx_note(sh->x, worksheet_write_string(sh->ws, sh->header, (lxw_col_t)i, title_of(sh, i),
                                                sh->x->formats.style[XLSX_HEADER]));
}

/* -- totals ----------------------------------------------------------------------------------------- */

static double total_of(const struct sum *sum, enum value_format format) {
    double whole = (double)sum->whole;
    if (format == FORMAT_MONEY)
        whole /= 100;
    else if (format == FORMAT_DURATION)
        whole /= 1440;
    return whole + sum->real;
}

static void put_total(struct sheet *sh, size_t i) {
    const struct book_column *c = &sh->s->columns[i];
    struct xlsx *x = sh->x;
    struct xlsx_cell cell = {0};
    const char *formula = NULL;
    enum value_format format = c->total == TOTAL_COUNT   ? FORMAT_INT
                               : c->total == TOTAL_LABEL ? FORMAT_TEXT
                                                         : c->format;
    if (c->total == TOTAL_LABEL) {
        cell =
            (struct xlsx_cell){XLSX_TEXT, 0, xlsx_text(x->a, c->total_label), xlsx_columns(c->total_label)};
    } else if (c->total != TOTAL_NONE) {
        bool sum = c->total == TOTAL_SUM;
        formula = xlsx_subtotal(x->a, sh->s, i, sum ? LXW_TABLE_FUNCTION_SUM : LXW_TABLE_FUNCTION_COUNT);
        cell.kind = XLSX_NUMBER;
        cell.number = sum ? total_of(&sh->sums[i], c->format) : (double)sh->sums[i].filled;
    }
    xlsx_widen(sh, i, cell.width);
    xlsx_cell_put(x, sh->ws, sh->row, i, formula, &cell, x->formats.total[format]);
}

void xlsx_put_totals(struct sheet *sh) {
    for (size_t i = 0; sh->has_total && i < sh->s->n_columns; i++)
        put_total(sh, i);
}

/* -- the definition --------------------------------------------------------------------------------- */

static lxw_table_column table_column(struct sheet *sh, size_t i) {
    static const uint8_t functions[] = {
        [TOTAL_NONE] = LXW_TABLE_FUNCTION_NONE,
        [TOTAL_SUM] = LXW_TABLE_FUNCTION_SUM,
        [TOTAL_COUNT] = LXW_TABLE_FUNCTION_COUNT,
        [TOTAL_LABEL] = LXW_TABLE_FUNCTION_NONE,
    };
    const struct book_column *c = &sh->s->columns[i];
    const char *label = c->total == TOTAL_LABEL ? xlsx_text(sh->x->a, c->total_label) : NULL;
    return (lxw_table_column){
        .header = (char *)(uintptr_t)title_of(sh, i),
        .total_string = (char *)(uintptr_t)label,
        .total_function = functions[c->total],
        .format = sh->formulas[i] ? sh->x->formats.fixed[c->format] : sh->x->formats.body[c->format],
    };
}

/* What Excel fills into rows that are added; a formula that names cells of the row above has no such form. */
static void set_column_formulas(struct sheet *sh) {
    lxw_table_obj *table = STAILQ_FIRST(sh->ws->table_objs);
    for (size_t i = 0; table && i < sh->s->n_columns; i++)
        if (sh->formulas[i] && !xlsx_formula_by_row(sh->s->columns[i].formula)) {
            table->columns[i]->formula = strdup(sh->formulas[i]); /* the library frees it */
            if (!table->columns[i]->formula)
                xlsx_note(sh->x, LXW_ERROR_MEMORY_MALLOC_FAILED);
        }
}

static void note_table(struct sheet *sh, lxw_row_t last, lxw_table_options *options) {
    lxw_worksheet *ws = sh->ws;
    lxw_sst *strings = ws->sst;
    ws->sst = lxw_sst_new();
    if (!ws->sst) {
        ws->sst = strings;
        xlsx_note(sh->x, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    ws->optimize = LXW_FALSE;
    xlsx_note(sh->x,
              worksheet_add_table(ws, sh->header, 0, last, (lxw_col_t)(sh->s->n_columns - 1), options));
    ws->optimize = LXW_TRUE;
    lxw_sst_free(ws->sst);
    ws->sst = strings;
}

void xlsx_add_table(struct sheet *sh) {
    struct arena *a = sh->x->a;
    size_t n = sh->s->n_columns;
    lxw_table_column *columns = ARENA_ARRAY(a, lxw_table_column, n);
    lxw_table_column **list = ARENA_ARRAY(a, lxw_table_column *, n + 1);
    for (size_t i = 0; i < n; i++) {
        columns[i] = table_column(sh, i);
        list[i] = &columns[i];
    }
    lxw_table_options options = {
        .name = str_z(a, sh->s->table),
        .style_type = LXW_TABLE_STYLE_TYPE_LIGHT, /* number 0: none, the cells have formats of their own */
        .total_row = sh->has_total,
        .columns = list,
    };
    lxw_row_t last = sh->has_total ? sh->row : sh->row - 1;
    note_table(sh, last, &options);
    set_column_formulas(sh);
}
