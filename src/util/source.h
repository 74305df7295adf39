/* source.h - an input text and places in it.
 *
 * A source is one input file held in memory (contract, template, data file). A span is where a value
 * stood. A place is what a diagnostic prints: file:line:column, or file:sheet!cell for a workbook.
 * Lines and columns count from 1; columns count characters (code points), not bytes.
 */
#ifndef LVYUE_UTIL_SOURCE_H
#define LVYUE_UTIL_SOURCE_H

#include "util/arena.h"
#include "util/str.h"

struct source {
    str path; /* as shown to the user, relative to the contract folder where it is inside it */
    str text;
    struct arena *a;
    VEC(size_t) lines; /* byte offset of each line's start; made by source_new */
    size_t *chars;     /* characters before every so many bytes; made by source_new */
};

struct span {
    const struct source *src; /* NULL: the value has no place (a default) */
    int line, col;
};

struct place {
    str file;
    int line, col;
    str cell; /* "故障!C17", else empty */
    str text; /* the line itself for the caret display; may be empty */
};

struct source *source_new(struct arena *a, str path, str text);
str source_line(const struct source *s, int line); /* without its line end; empty when out of range */
struct span source_span(const struct source *s, size_t byte_offset);
struct place span_place(struct span at);
struct place file_place(str file); /* no line known: "file: error: …" */

#endif
