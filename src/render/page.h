/* page.h - a laid-out document: pages of draw operations, without a word of PDF.
 *
 * Points from the top left corner of the page, y downwards. An operation names the element it belongs to
 * (tags.h); without one it is an artifact (rule, shade).
 */
#ifndef LVYUE_RENDER_PAGE_H
#define LVYUE_RENDER_PAGE_H

#include "render/attach.h"
#include "render/glyphs.h"
#include "render/tags.h"

enum op_kind {
    OP_TEXT,     /* glyphs from the base line point x,y */
    OP_LINE,     /* x,y to x2,y2, `size` wide */
    OP_FILL,     /* filled box x,y (top left) to x2,y2 */
    OP_FRAME,    /* outlined box, `size` wide */
    OP_POLYLINE, /* n points relative to x,y, `size` wide */
    OP_POLYGON,  /* the same, filled */
    OP_LINK,     /* box x,y to x2,y2 leads to uri, or to anchor n - 1 */
    OP_ANCHOR,   /* anchor n - 1 is here; draws nothing */
    OP_PAGE_NO   /* the page of anchor n - 1 in words, ending at x; becomes OP_TEXT once known */
};
struct point {
    float x, y;
};
struct op {
    uint8_t kind, face, ink, dash; /* dash: 0 solid, else the length of dash and gap in points */
    uint32_t n;
    float x, y, x2, y2; /* x2 of text: where it ends, with its spacing */
    float size;
    tag_id of;
    float spacing; /* after every glyph of a text, in points */
    union {
        const uint16_t *cids;
        const struct point *points;
        const str *uri;
    } u;
};
struct op_list {
    struct arena *a;
    struct op *at;
    size_t n, cap;
};

struct page {
    float width, height; /* of the paper */
    struct op *ops;
    size_t n_ops;
    struct op *running; /* header and footer */
    size_t n_running;
};
/* A place links lead to. Headings (level 1 to 6) also stand in the outline and the table of contents. */
struct anchor {
    str text;
    int level;   /* 0: no heading */
    size_t page; /* from 0 */
    float y;
};
struct pages {
    struct page *at;
    size_t n;
    struct anchor *anchors;
    size_t n_anchors;
    struct tags tags;
    struct attachments attachments; /* the data behind tables and charts */
};

struct op *op_add(struct op_list *ops, struct op op);
void op_line(struct op_list *ops, float x, float y, float x2, float y2, float width, enum ink ink);
void op_fill(struct op_list *ops, float x, float y, float x2, float y2, enum ink ink);

#endif
