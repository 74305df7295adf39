/* book.h - a workbook as renderers see it: sheets, each an Excel table over one query.
 *
 * Rows are stepped, never all in memory. A formula column keeps its live formula (structured references)
 * and the engine's value from the query as the cached result. Made by book_load.h.
 */
#ifndef LVYUE_DOCUMENT_BOOK_H
#define LVYUE_DOCUMENT_BOOK_H

#include "document/block.h"
#include "util/value.h"

enum book_total { TOTAL_NONE, TOTAL_SUM, TOTAL_COUNT, TOTAL_LABEL };
struct book_column {
    str title, note;
    double width; /* characters; 0 = from title */
    enum value_format format;
    str formula; /* "=[@基数]*[@比例]", "[^列]": the cell above; empty: a plain value */
    enum book_total total;
    str total_label;
};
struct book_sheet {
    str name, table; /* sheet name; Excel table name, unique in the workbook */
    str heading;     /* above the table; empty: the book's title */
    str *notes;
    size_t n_notes; /* lines under the heading (method, source) */
    struct book_column *columns;
    size_t n_columns;
    bool landscape;
    str empty; /* the line shown when the query has no row */
};
/* A chart on a sheet of its own, over columns of one of the tables. */
enum book_chart_kind {
    BOOK_CHART_COLUMN,
    BOOK_CHART_STACKED,
    BOOK_CHART_LINE,
    BOOK_CHART_PIE,
    BOOK_CHART__MAX
};
struct book_chart {
    str name, title, unit; /* name of its sheet; unit of the value axis, may be empty */
    enum book_chart_kind kind;
    size_t sheet, x; /* index into sheets; column of the categories */
    size_t *series;  /* columns */
    size_t n_series;
};
struct book {
    str file_name; /* without its ending */
    str title, subtitle, contract_title, buyer, supplier, date_text;
    int32_t on;
    bool draft;
    struct book_sheet *sheets;
    size_t n_sheets;
    struct book_chart *charts;
    size_t n_charts;
    void *source; /* of book_load, opaque to renderers */
};

/* Steps through a sheet's rows: cells[n_columns], values in the format's stored unit (fen, minutes, ratio).
 * Texts live until the next call. */
struct book_rows;
struct book_rows *book_rows_open(const struct book *b, size_t sheet);
bool book_rows_next(struct book_rows *r, struct value *cells);
bool book_rows_failed(const struct book_rows *r); /* a limit or SQL fault was reported */
void book_rows_close(struct book_rows *r);

#endif
