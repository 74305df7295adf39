/* expansion.h - what a template expands to, and where each of its lines came from.
 *
 * Every diagnostic behind Mustache (Markdown, YAML of a fence, columns of a query, glyphs) names the line of
 * the template, partial or narrative that was written, not of the text in between.
 */
#ifndef LVYUE_DOCUMENT_EXPANSION_H
#define LVYUE_DOCUMENT_EXPANSION_H

#include "util/source.h"

struct line_origin {
    struct span at;    /* of the line's first piece */
    size_t start;      /* offset of the line in the text */
    size_t literal;    /* its first bytes that stand so in the source; what follows came from a tag */
    const void *scope; /* rows around a fence that opens here; see mustache_source.keep */
};
struct expansion {
    struct sb text;
    VEC(struct line_origin) lines;
};

struct expansion *expansion_new(struct arena *a);
/* literal: the piece stands so in its source at `at`; otherwise all of it came from the tag at `at`. */
void expansion_add(struct expansion *e, str piece, struct span at, bool literal, const void *scope);
/* Lines and byte columns from 1, as cmark counts them. */
struct span expansion_span(const struct expansion *e, int line, int byte_col);
struct span expansion_span_chars(const struct expansion *e, int line, int col); /* column in characters */
const struct line_origin *expansion_line(const struct expansion *e, int line);

#endif
