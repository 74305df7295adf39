/* tags.h - what a document is made of, for whoever hears it instead of seeing it: the tree of its elements.
 *
 * Recorded while laying out: elements are added in the order they are read, parents before their children; an
 * operation (page.h) names the element it belongs to. Marks without meaning name none: they are artifacts, as is
 * what every page repeats. Knows no PDF; the names are those of ISO 32000-1, 14.8.4, and a writer maps them.
 * A table of 100,000 rows has a million elements: they are small, and what few of them have (words, spans)
 * stands apart.
 */
#ifndef LVYUE_RENDER_TAGS_H
#define LVYUE_RENDER_TAGS_H

#include <stdint.h>

#include "util/arena.h"
#include "util/str.h"

typedef uint32_t tag_id;

/* What an operation may belong to instead of an element: 0, so also the default, is a mark that only looks. */
enum {
    TAG_LAYOUT,   /* artifact: rules, shades, dots */
    TAG_REPEATED, /* artifact: what was said before, such as the head of a table on its further pages */
    TAG_HEADER,   /* artifact: running header */
    TAG_FOOTER,   /* artifact: running footer */
    TAG_ROOT      /* the document; the first element, made by tags_init() */
};

enum tag_kind {
    TAG_DOCUMENT,
    TAG_TITLE, /* of the document */
    TAG_H1,
    TAG_H2,
    TAG_H3,
    TAG_H4,
    TAG_H5,
    TAG_H6,
    TAG_P,
    TAG_L,
    TAG_LI,
    TAG_LBL,
    TAG_LBODY,
    TAG_BLOCK_QUOTE,
    TAG_CODE,
    TAG_TABLE,
    TAG_CAPTION,
    TAG_THEAD,
    TAG_TBODY,
    TAG_TFOOT,
    TAG_TR,
    TAG_TH,
    TAG_TD,
    TAG_FIGURE, /* needs tag_alt() */
    TAG_TOC,
    TAG_TOCI,
    TAG_REFERENCE,
    TAG_LINK, /* its words and its OP_LINK; tag_alt() says where it leads */
    TAG_SPAN,
    TAG_NOTE,
    TAG_SECT,
    TAG_DIV,
    TAG__MAX
};
enum tag_scope { SCOPE_NONE, SCOPE_COLUMN, SCOPE_ROW };
enum tag_numbering { NUMBERING_NONE, NUMBERING_DISC, NUMBERING_DECIMAL };

struct tag {
    tag_id parent;
    uint32_t extra; /* 0, or index into tags.extras */
    uint8_t kind, scope, numbering;
};
/* What few elements have. */
struct tag_extra {
    str alt;                /* said instead of what is drawn */
    str actual;             /* the text the marks stand for */
    str lang;               /* other than the document's */
    uint32_t columns, rows; /* a cell's span, 1 unless said */
};
struct tags {
    struct arena *a;
    VEC(struct tag) all; /* at[TAG_ROOT] is the document; those before it are no elements */
    VEC(struct tag_extra) extras;
};

void tags_init(struct tags *t, struct arena *a);
tag_id tag_add(struct tags *t, enum tag_kind kind, tag_id parent);
void tag_alt(struct tags *t, tag_id id, str text);
void tag_actual(struct tags *t, tag_id id, str text);
void tag_lang(struct tags *t, tag_id id, str lang);
void tag_span(struct tags *t, tag_id id, size_t columns, size_t rows);
/* Of a TAG_TH. */
void tag_scope(struct tags *t, tag_id id, enum tag_scope scope);
/* Of a TAG_L. */
void tag_numbering(struct tags *t, tag_id id, enum tag_numbering numbering);
/* H1 to H6 for a heading of this level under the one before it (0: none yet): no level is left out. */
enum tag_kind tag_heading(int level, int *before);
/* What an element has beside its kind; all empty when nothing was said. */
const struct tag_extra *tag_extra_of(const struct tags *t, tag_id id);

#endif
