/* xls_walk.h - internal to records/: the records of an XLS workbook (BIFF5 and BIFF8, Excel 95 to 2003).
 *
 * Own code instead of libfreexl: that gives formulas, booleans and error cells as empty ones without a word, knows no
 * percentages and no hidden sheets, and refuses workbooks of other writers than Excel (all tried, version 1.0.6).
 */
#ifndef LVYUE_RECORDS_XLS_WALK_H
#define LVYUE_RECORDS_XLS_WALK_H

#include "records/number_format.h"

enum xls_kind {
    XLS_NUMBER,
    XLS_TEXT,
    XLS_BOOL,
    XLS_ERROR,
    XLS_UNKNOWN /* a formula whose text is not read */
};
struct xls_cell { /* row and col from 0 */
    uint32_t row, col;
    enum xls_kind kind;
    unsigned format; /* index into formats */
    double number;   /* also the boolean and the error's code */
    str text;
};
struct xls_range { /* merged over several rows */
    uint32_t first, last, col;
};
struct xls_sheet_info {
    str name;
    uint32_t offset;
    bool hidden, cells; /* cells: a sheet of cells, no chart or macro sheet */
};
struct xls_walk {
    struct arena *a;
    str stream;
    bool biff8, from_1904, protected;
    unsigned codepage; /* of text in BIFF5 */
    VEC(str) strings;  /* shared */
    VEC(struct xls_sheet_info) sheets;
    VEC(unsigned) xfs;             /* number of the format of each cell style */
    struct number_format *formats; /* by style; made after the globals were read */
};
struct xls_cells {
    VEC(struct xls_cell) list; /* by row and column */
    VEC(struct xls_range) merged;
};

/* false: no workbook stream that can be walked. */
bool xls_walk_open(struct xls_walk *w, struct arena *a, str file);
/* false: damaged. Memory comes from the walk's arena. */
bool xls_walk_sheet(struct xls_walk *w, size_t sheet, struct xls_cells *out);
/* NULL: nothing noted for the cell. */
const struct xls_cell *xls_cells_find(const struct xls_cells *c, uint32_t row, uint32_t col);
const char *xls_error_name(int code); /* "#N/A" */

/* xls_strings.c: a string of n characters whose flag byte, when BIFF8, is the first of s. *whole: all of them were there. */
str xls_text(struct xls_walk *w, str s, size_t n, bool *whole);
/* The shared strings, from the body of their record and the rest of the stream behind it. false: damaged. */
bool xls_strings_read(struct xls_walk *w, str body, str rest);

#endif
