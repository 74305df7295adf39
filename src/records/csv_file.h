/* csv_file.h - internal to records/: an open CSV file: mapped bytes in a known encoding, row by row.
 *
 * Opened and closed by csv_rows.c. What is wrong with a row as text (quotes, bytes, field length) is
 * named here and the row is passed over. Pages already read are given back, so memory stays small.
 */
#ifndef LVYUE_RECORDS_CSV_FILE_H
#define LVYUE_RECORDS_CSV_FILE_H

#include "records/csv.h"
#include "records/csv_encoding.h"
#include "records/rows.h"

struct csv_file {
    struct diags *d;
    str shown, mapped;
    size_t released; /* bytes of mapped already given back */
    enum text_encoding encoding;
    iconv_t cd; /* (iconv_t)-1 for UTF-8 */
    struct csv csv;
    int64_t refused; /* rows passed over because of a fault */
};

/* Takes over the mapped bytes. false: the encoding is not known; the fault is in d and nothing is open. */
bool csv_file_open(struct csv_file *f, struct arena *a, struct diags *d, const struct record_source *src,
                   str mapped);
void csv_file_close(struct csv_file *f);
/* The next row that is sound as text and not blank. Temporary memory comes from scratch. */
bool csv_file_next(struct csv_file *f, struct arena *scratch, struct csv_row *row);
/* The field as UTF-8 without quotes. false: a character is none; *out is then empty and begins at it. */
bool csv_file_text(struct csv_file *f, struct arena *a, const struct csv_field *field, str *out);
/* Place of a byte of the row. */
struct place csv_file_place(struct csv_file *f, struct arena *a, const struct csv_row *row, size_t at);
size_t csv_field_start(const struct csv_file *f, const struct csv_field *field);

#endif
