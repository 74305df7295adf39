/* csv.h - internal to records/: bytes to rows and fields (RFC 4180), nothing copied.
 *
 * Own scanner instead of libcsv: fields are views of the mapped file, so a row costs no copy and no
 * allocation, and a fault is known by its byte, which a push parser does not tell (both measured:
 * DESIGN §7). A line ends at LF, CR LF or a lone CR, mixed as they come. It works on UTF-8 and GB18030
 * alike: no byte of a GB18030 character after its first is a quote, a separator or a line end.
 *
 * Two faults. CSV_UNCLOSED: a quote that is never closed, or whose closing quote comes lines later and
 * in the middle of text, so that it belongs to another field. CSV_STRAY: a quote inside an unquoted
 * field, or text behind a closing quote. Reading goes on with the line after the one at fault. No byte is
 * passed more than twice: the lines an unclosed quote swallowed hold none but doubled quotes up to its end.
 */
#ifndef LVYUE_RECORDS_CSV_H
#define LVYUE_RECORDS_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "util/str.h"

#define CSV_FIELDS_MAX 16384 /* as many columns as a spreadsheet has */

struct csv_field {
    str raw;              /* without the outer quotes */
    bool quoted, doubled; /* doubled: "" inside stands for " */
};

enum csv_fault { CSV_FINE, CSV_UNCLOSED, CSV_STRAY };

struct csv_row {
    size_t n;        /* fields of the row; only the first CSV_FIELDS_MAX are kept */
    size_t from, to; /* bytes of the row without its line end */
    int64_t line;    /* physical line where it starts, from 1 */
    enum csv_fault fault;
    size_t fault_at; /* byte of the opening quote, or of what is stray */
};

struct csv {
    str text;
    size_t at;    /* next byte */
    int64_t line; /* its line */
    char sep;
    unsigned char special[256]; /* what ends a plain run of bytes */
    struct csv_field *fields;   /* CSV_FIELDS_MAX of them */
};

void csv_init(struct csv *c, struct arena *a, str text, char sep);
void csv_rewind(struct csv *c, char sep);
/* false at the end. After a fault the fields are of no use. */
bool csv_next(struct csv *c, struct csv_row *row);
/* Goes to the start of a physical line; false when there are fewer. */
bool csv_seek(struct csv *c, int64_t line);
/* The field without doubled quotes; a view of the text unless there were some. */
str csv_unquote(struct arena *a, const struct csv_field *f);

/* A field as a CSV file has it: in quotes where it needs them. */
void csv_put(struct sb *b, str field);

/* Bytes of the line that holds the byte, and how many line ends lie in [from, at). */
str csv_line_around(str text, size_t at);
int64_t csv_count_lines(str text, size_t from, size_t at);

#endif
