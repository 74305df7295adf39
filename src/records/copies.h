/* copies.h - copies that stand in a contract folder for what they were made of: copies.csv, written by `lvyue archive`.
 *
 * The rows of a database, and all records of an archive that holds masked copies, lie in the folder as CSV files that hold
 * the rows as they were read: the number each row has in its source, what kind of value stands in each cell, and the cells
 * under the names of the source's own header. The list says which source a copy stands for and what the SHA-256 of the
 * original is, so that facts, verdicts and documents name the original's rows and digest. Of texts that were masked where
 * they stood (narratives, the contract) it has the digest too.
 *
 * Rows of a copy: row number, kinds (a letter for each cell: t text, n number, d date or time), cells. A text that a
 * spreadsheet would take for a formula has an apostrophe before it, as has one that begins with an apostrophe.
 */
#ifndef LVYUE_RECORDS_COPIES_H
#define LVYUE_RECORDS_COPIES_H

#include <stdio.h>

#include "records/reader.h"

#define COPIES_LIST "copies.csv"

enum copy_form {
    COPY_TEXT,   /* masked where it stood */
    COPY_ROWS,   /* of a text file or a query */
    COPY_BOOK,   /* of a sheet */
    COPY_LABELS, /* of monitoring data */
    COPY_OUT,    /* left out: nobody reads it and it cannot be masked */
    COPY_FORM__MAX
};
struct record_copy {
    str file;        /* contract.yaml, records/x.xlsx, odbc:DSN */
    str sheet, type; /* of rows: which sheet, read as which record type */
    str source;      /* of rows: what the store calls it */
    enum copy_form form;
    str sha256; /* of the original; of a query of its rows, unmasked */
    str copy;   /* relative to the contract folder */
    str copy_sha256;
};
struct record_copies {
    struct record_copy *at;
    size_t n, cap;
};

/* Reads DIR/copies.csv; without one n is 0. NULL after diagnostics: the list is malformed, or a copy is not as listed. */
const struct record_copies *copies_load(struct arena *a, struct diags *d, str dir);
str copies_text(struct arena *a, const struct record_copies *list);
/* NULL: none. */
const struct record_copy *copies_of_rows(const struct record_copies *list, str type, str file, str sheet);
const struct record_copy *copies_of_file(const struct record_copies *list, str file);

/* Masks what is to be: column is NULL where no column reads the cell. Returns text itself where nothing is. */
struct copy_mask {
    str (*mask)(void *ctx, struct arena *a, const struct column *column, str header, str text);
    void (*seen)(void *ctx, str source, int64_t row, str header); /* told of each cell that was masked */
    void *ctx;
};
/* Reads a source once more and writes its rows; mask may be NULL. out: source and form. false: it cannot be read any more
 * as it was (failure set), or not written. */
bool copy_write(struct arena *a, const struct record_source *src, const struct copy_mask *mask, FILE *to,
                struct record_copy *out, struct failure *f);

#endif
