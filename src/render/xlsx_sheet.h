/* xlsx_sheet.h - inside render/ only: a sheet while it is written, from its top to its last row.
 *
 * Rows go to a temporary file of the library as they come (its constant_memory mode): none of them is held, and a row
 * that was begun closes the one before. So everything a row needs, its height too, is settled while it is at hand.
 */
#ifndef LVYUE_RENDER_XLSX_SHEET_H
#define LVYUE_RENDER_XLSX_SHEET_H

#include "render/xlsx.h"

struct sum {
    int64_t whole; /* of whole values in the stored unit, exact */
    double real;   /* of the others, as shown */
    int64_t filled;
};
struct sheet {
    struct xlsx *x;
    const struct book_sheet *s;
    lxw_worksheet *ws;
    lxw_row_t row, header, first; /* next row to write; the table's head; its first row of data */
    int *widths;
    const char **formulas; /* NULL: plain values */
    struct sum *sums;
    bool has_rows, has_total;
    double most; /* of its whole numbers */
};

/* -- xlsx_sheet.c ----------------------------------------------------------------------------------- */

void xlsx_widen(struct sheet *sh, size_t col, int width);

/* -- the table (xlsx_table.c) ----------------------------------------------------------------------- */

void xlsx_put_head(struct sheet *sh);   /* the row of titles, at sh->header */
void xlsx_put_totals(struct sheet *sh); /* in row sh->row, when there is one */
void xlsx_add_table(struct sheet *sh);  /* over the rows written so far */

#endif
