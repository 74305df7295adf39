/* xlsx.h - inside render/ only: what the files xlsx*.c share.
 *
 * Rows are stepped and go to a file as they come (libxlsxwriter's constant_memory mode): memory does not grow with them.
 * Their texts stand in the cells, not in a table of shared strings.
 */
#ifndef LVYUE_RENDER_XLSX_H
#define LVYUE_RENDER_XLSX_H

#include <xlsxwriter.h>

#include "render/render.h"

/* -- formats (xlsx_formats.c) ----------------------------------------------------------------------- */

enum xlsx_style { XLSX_TITLE, XLSX_LINE, XLSX_DRAFT, XLSX_HEADER, XLSX__MAX };
enum xlsx_word { WORD_MET, WORD_MISSED, WORD_PENDING, WORD_UNPROVEN, WORD_EXEMPT, WORD__MAX };
struct xlsx_formats {
    lxw_format *style[XLSX__MAX];
    lxw_format *body[FORMAT__MAX], *total[FORMAT__MAX];
    lxw_format *fixed[FORMAT__MAX]; /* of formulas: locked where the sheet is protected, and tinted */
    lxw_format *word[WORD__MAX];    /* laid over a cell that shows the word */
};
void xlsx_formats_add(lxw_workbook *wb, struct xlsx_formats *f);
str xlsx_word(enum xlsx_word w);                     /* 达标 … */
bool xlsx_word_find(str outcome, enum xlsx_word *w); /* "met" or 达标 */

/* -- the workbook (xlsx.c) -------------------------------------------------------------------------- */

struct xlsx_span {
    lxw_row_t header, first, last; /* last row of data */
    bool filled;                   /* there is such a row */
    double most;                   /* the largest of its whole numbers, 0 at least */
};
struct xlsx {
    struct arena *a;       /* the document's */
    struct arena *scratch; /* of one row */
    struct diags *d;
    const struct book *book;
    lxw_workbook *wb;
    const char *
        dir; /* of the library's temporary files: a run that is killed between making and unlinking one leaves it */
    struct xlsx_formats formats;
    lxw_error error;         /* the library's first */
    struct failure *f;       /* of the system */
    struct xlsx_span *spans; /* rows of each sheet's table, for charts */
    int64_t bytes;           /* of all parts, unpacked; see xlsx_room.c */
};
void xlsx_note(struct xlsx *x, lxw_error error);

/* -- one sheet (xlsx_sheet.c) ----------------------------------------------------------------------- */

/* false: diagnostics were given; x->error when the library refused. */
bool xlsx_sheet_write(struct xlsx *x, size_t index);

/* -- charts (xlsx_chart.c) -------------------------------------------------------------------------- */

void xlsx_charts_add(struct xlsx *x);

/* -- cells (xlsx_cell.c) ---------------------------------------------------------------------------- */

enum xlsx_kind { XLSX_BLANK, XLSX_NUMBER, XLSX_TEXT };
struct xlsx_cell {
    enum xlsx_kind kind;
    double number;
    const char *text;
    int width; /* half-width columns it takes; of text only where the column has no width of its own */
};
/* A value as Excel holds it: yuan, days, a serial, a word. Text that no cell may hold is DIAG_CELL_LONG at
 * row and col (from 0) and comes back blank. */
struct xlsx_cell xlsx_cell_of(struct xlsx *x, struct arena *a, const struct book_sheet *s, lxw_row_t row,
                              size_t col, struct value v);
/* formula: NULL for a plain value. */
void xlsx_cell_put(struct xlsx *x, lxw_worksheet *ws, lxw_row_t row, size_t col, const char *formula,
                   const struct xlsx_cell *c, lxw_format *format);

/* -- texts (xlsx_text.c) ---------------------------------------------------------------------------- */

/* NUL-terminated, without what XML or Excel cannot hold; _x0041_ stays what it is. */
const char *xlsx_text(struct arena *a, str s);
size_t xlsx_units(const char *text); /* UTF-16 units, as Excel counts */
/* The widest line, in half-width columns. */
int xlsx_columns(str text);
/* Takes a line of at most `columns` half-width columns off the front; false when *rest is used up. */
bool xlsx_take_line(str *rest, int columns, str *line);

/* -- formulas (xlsx_formula.c) ---------------------------------------------------------------------- */

/* "=[@基数]*2" as files hold it: "扣款[[#This Row],[基数]]*2". The formula's form was checked when it was loaded. */
const char *xlsx_formula(struct arena *a, const struct book_sheet *s, str formula, lxw_row_t row);
bool xlsx_formula_by_row(str formula); /* does it name cells of the row above? */
/* "SUBTOTAL(109,扣款[金额])" */
const char *xlsx_subtotal(struct arena *a, const struct book_sheet *s, size_t col, int function);

/* -- room (xlsx_room.c) ----------------------------------------------------------------------------- */

/* Whether the rows of the sheet have found room so far, and nothing else is wrong. */
bool xlsx_room_left(struct xlsx *x, const lxw_worksheet *ws);
/* Closes the last row and adds what all of them took to x->bytes. false: it was not written; x->f says why. */
bool xlsx_room_used(struct xlsx *x, lxw_worksheet *ws);
/* Whether dir, the folder of temporary files, and the one of path have room for `bytes`. */
bool xlsx_room_check(const char *dir, const char *path, int64_t bytes, struct failure *f);

#endif
