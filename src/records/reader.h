/* reader.h - records as typed rows, one at a time, from CSV, workbooks, databases and monitoring. Knows no contract and no SQL.
 *
 * record_read() finds the header, maps it to columns, converts each field and checks the row on its own
 * (type, required, known value, times in order, plausible years), then hands it to the sink. A row with
 * a fault is named in full and not handed on; reading goes on so that one run shows all faults. Memory
 * does not grow with the number of rows.
 */
#ifndef LVYUE_RECORDS_READER_H
#define LVYUE_RECORDS_READER_H

#include "records/record_type.h"
#include "util/file.h"

struct record_copy;
struct source_column {
    str column, header;
    struct span at;
};
struct
    source_value { /* a cell's text and what it stands for; for a ref column for example a system's name and its id */
    str column, from, to;
    struct span at, column_at; /* of `to`, and of the column's name */
};
struct source_fill { /* a value for every row of a source that does not give the column */
    str column, value;
    struct span at, column_at;
};
struct record_source { /* what the contract says about one source of one type */
    const struct record_type *type;
    str path;                  /* to open */
    str shown;                 /* relative to the contract folder; of a database "odbc:DSN" */
    str format;                /* empty or csv: by what the file holds; sadf, prometheus */
    str sheet, time, encoding; /* empty: default */
    str odbc, query;           /* data source name and SQL, instead of a file */
    struct place query_at;
    struct source_fill *fill;
    size_t n_fill;
    struct source_column *columns;
    size_t n_columns;
    struct source_value *values;
    size_t n_values;
    const struct record_copy *copy; /* read in its place (copies.h); NULL: none */
    str copy_path;
    struct place mentioned;   /* where the contract names the file, for a missing one */
    int64_t on_end;           /* first second after --on; CIVIL_NONE: no limit */
    int32_t day_min, day_max; /* plausible days; a date outside is DIAG_DATE_RANGE; both 0: any */
};

struct cell {
    bool set;       /* false: empty */
    int64_t i;      /* INT BOOL TIME(seconds) DAY(days) MONEY(fen) */
    struct dec dec; /* DEC */
    str text;       /* text as stored: TEXT, ENUM and REF (mapped value), DEC in exact form */
};
struct record_row {
    const struct record_type *type;
    const struct cell *cells; /* one per column of the type; valid during the sink call */
    str source;               /* the file, "file:sheet" of a workbook; valid while the source is read */
    int64_t
        row; /* physical line in a text file, row number in a sheet or of a query, where the record starts */
};
typedef bool (*record_sink)(void *ctx,
                            const struct record_row *row); /* false stops the reading (the world failed) */

struct record_locator;
struct record_stats {
    int64_t rows, refused, not_yet; /* handed on; with a fault; dated after --on and left out */
};

/* false: nothing usable (file missing, header wrong) or the sink stopped. Faults are in d, which must live in another
 * arena than scratch: scratch is rewound with every row. */
bool record_read(struct arena *scratch, struct diags *d, const struct record_source *src, record_sink sink,
                 void *ctx, struct record_stats *stats);
/* As record_read; rows dated after --on go to `later` (which may be NULL) instead of being dropped, so that
 * references to them can be told from references to nothing. */
bool record_read_all(struct arena *scratch, struct diags *d, const struct record_source *src,
                     record_sink sink, record_sink later, void *ctx, struct record_stats *stats);
/* Places of cells for faults seen only later (duplicate ids, unknown references). The locator opens the source once more,
 * which must stay, and keeps it open. In a text file each place costs a pass over the lines before it: ask only while the
 * diagnostic is below DIAG_CAP. */
struct record_locator *record_locator_new(const struct record_source *src);
struct place record_locate(struct record_locator *l, struct arena *a, int64_t row, size_t column);
void record_locator_free(struct record_locator *l); /* may be NULL */

#endif
