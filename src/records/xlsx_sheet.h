/* xlsx_sheet.h - internal to records/: the cells of one sheet, row by row, as the XML has them. */
#ifndef LVYUE_RECORDS_XLSX_SHEET_H
#define LVYUE_RECORDS_XLSX_SHEET_H

#include "records/xlsx_book.h"

struct xlsx_cell {
    int64_t row;    /* of the row it was set in: cells of earlier rows count as empty */
    size_t from, n; /* of its value in the row's text */
    unsigned style;
    char type; /* n s i(nline) t(str) b e d */
    bool formula, value;
};
struct xlsx_range { /* a merged range of more than one row; rows from 1, columns from 0 */
    int64_t first, last;
    size_t col;
};
struct xlsx_sheet_reader {
    struct book_xml xml;
    struct xlsx_cell *cells; /* ROWS_CELLS_MAX, by column */
    struct sb text;          /* of the row's values */
    int64_t row;             /* 0: none yet */
    size_t n;                /* columns up to the last that has something */
    size_t col;              /* of the next cell without a reference */
    struct xlsx_cell *open;  /* NULL: outside a cell */
    bool in_data, in_value, in_inline, in_text, in_reading, some;
    int64_t last_row;
    struct arena *a;               /* for the ranges */
    VEC(struct xlsx_range) merged; /* filled where the sheet names them: behind its cells */
    bool open_file;
};

enum { XLSX_RANGES_MAX = 65536 };

/* s->cells and s->a are the caller's. false: the fault is in d. */
bool xlsx_sheet_open(struct xlsx_sheet_reader *s, struct xlsx_book *b, str part);
/* The next row that has a cell with a value or a formula. false: the end, or a fault. */
bool xlsx_sheet_next(struct xlsx_sheet_reader *s);
void xlsx_sheet_close(struct xlsx_sheet_reader *s);
/* Column i of the row, NULL when it is empty. */
const struct xlsx_cell *xlsx_sheet_cell(const struct xlsx_sheet_reader *s, size_t i);

#endif
