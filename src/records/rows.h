/* rows.h - internal to records/: any source of records as rows of cells, one at a time, each with its place.
 *
 * A source has one layout or several, of which the one with the best header is read: the separators of a CSV file, the
 * sheets of a workbook. What stands in a row is asked for cell by cell, so that only the columns somebody wants are
 * converted and only their faults are named. A kind of source is a struct rows_kind and a row in the table of rows.c;
 * column mapping, value maps, times and checks (column_map.c, reader.c) know nothing else of it.
 */
#ifndef LVYUE_RECORDS_ROWS_H
#define LVYUE_RECORDS_ROWS_H

#include "records/moment_read.h"
#include "records/reader.h"

#define ROWS_CELLS_MAX 16384             /* as many columns as a spreadsheet has */
#define ROWS_CELL_BYTES_MAX (128 * 1024) /* above the 32,767 characters a cell can hold (three bytes each) */

enum raw_kind {
    RAW_TEXT,
    RAW_NUMBER, /* moment: what the number is as a spreadsheet's date; its has_day is false for none */
    RAW_MOMENT
};
/* What a cell holds. text: UTF-8 as a CSV file would have it, for moments "2025-03-05 08:30:00" or a part of it. */
struct raw_cell {
    enum raw_kind kind;
    str text;
    struct moment moment;
};

struct layout {
    str name; /* of the sheet; else empty */
    bool hidden;
};

struct rows;
struct rows_kind {
    /* Goes before the first row of a layout. false: it cannot be read, the fault is in d (also when quiet). */
    bool (*start)(struct rows *r, size_t layout);
    /* The next row that is not blank; sets row and n. Its own memory comes from scratch. A row with a fault is named,
     * counted in `refused` and passed over; when quiet it is given with n = 0. */
    bool (*next)(struct rows *r, struct arena *scratch);
    /* Cell i of the row, i < n. false: it holds nothing that can be read, and that was named (unless quiet). */
    bool (*cell)(struct rows *r, struct arena *a, size_t i, struct raw_cell *out);
    /* The place of cell i; of the row when i is none of its cells; of the layout while row is 0. */
    struct place (*place)(struct rows *r, struct arena *a, size_t i);
    /* Makes place() right for a row seen before. false: there is none. */
    bool (*seek)(struct rows *r, int64_t row);
    /* Seen at the end: what only the whole source tells. map: by cell, whether a column reads it. May be NULL. */
    void (*finish)(struct rows *r, struct arena *scratch, const bool *wanted, size_t n);
    void (*close)(struct rows *r);
};
struct rows {
    const struct rows_kind *kind;
    struct diags *d;
    const struct record_source *src;
    str source; /* what the store keeps as source_file: the file, of a workbook with its sheet */
    struct layout *layouts;
    size_t n_layouts, layout; /* layout: being read */
    bool book;                /* a workbook: rows need not be as long as the header */
    bool labels;              /* the header holds names nobody need know of */
    bool quiet;  /* the header is looked for: faults of rows and cells are passed over in silence */
    int64_t row; /* number of the current row, from 1 */
    size_t n;    /* its cells; only the first ROWS_CELLS_MAX can be asked for */
    int64_t refused;
};

/* NULL: nothing that can be read; the fault is in d. Memory comes from a. */
struct rows *rows_open(struct arena *a, struct diags *d, const struct record_source *src);
void rows_close(struct rows *r);

/* The kinds: each opens what rows.c has recognised. mapped belongs to the source then, also after a failure. */
struct rows *csv_rows_open(struct arena *a, struct diags *d, const struct record_source *src, str mapped);
struct rows *xlsx_rows_open(struct arena *a, struct diags *d, const struct record_source *src, str mapped);
struct rows *xls_rows_open(struct arena *a, struct diags *d, const struct record_source *src, str mapped);
struct rows *sadf_rows_open(struct arena *a, struct diags *d, const struct record_source *src, str mapped);
struct rows *prometheus_rows_open(struct arena *a, struct diags *d, const struct record_source *src,
                                  str mapped);
struct rows *odbc_rows_open(struct arena *a, struct diags *d, const struct record_source *src);
struct rows *copy_rows_open(struct arena *a, struct diags *d, const struct record_source *src);

/* Where a fault of the file as a whole belongs: where the contract names it, else the file. */
struct place rows_mentioned(const struct record_source *src);
/* "故障!C17"; row 0: the sheet alone; col (from 0) SIZE_MAX: the row. */
str rows_cell_name(struct arena *a, str sheet, int64_t row, size_t col);

#endif
