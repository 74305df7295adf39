/* flow.h - slabs to pages: what is set goes down the page, and over to the next one.
 *
 * A slab is a strip across the text area that is never divided: a line, a table row, a chart. Slabs glued
 * together stand on one page when a page can hold them: a heading and the lines after it, the first and
 * the last two lines of a paragraph, a signature block. The rows of a table name what is repeated on every
 * further page. A group of slabs waits until the next one begins, which may want to stand on the same page.
 * Knows neither text nor fonts.
 */
#ifndef LVYUE_RENDER_FLOW_H
#define LVYUE_RENDER_FLOW_H

#include "render/page.h"

/* What a table adds where it is divided: its head above the next row, sums carried forward and brought forward. The
 * functions draw from 0,0 and are called as pages fill up, so the table must live until the flow ends. */
struct repeat {
    struct op_list ops; /* the head, from 0,0 */
    float height;
    float carry; /* height of a row of carried sums, 0: none */
    void *with;
    void (*draw_carry)(void *with, size_t rows, bool forward, struct op_list *ops); /* sums of `rows` rows */
    void (*draw_first)(void *with, size_t row, struct op_list *ops); /* a row with top_height */
};
struct slab {
    float before; /* space above it, dropped at the top of a page */
    float height;
    float after;                 /* below it, unless the next one asks for more */
    bool glued;                  /* stands on the page of the slab that follows */
    bool with_before;            /* stands on the page of what comes before it */
    bool new_page;               /* begins a page */
    const struct repeat *repeat; /* NULL: no table row, or one that has its head right above it */
    size_t row;                  /* of the table */
    size_t rows_above;           /* rows whose sums are carried when a page begins with this slab */
    float top_height;            /* its height as the first of a page, drawn by draw_first(); 0: the same */
    bool last;                   /* nothing of the table comes after it */
    size_t first_op, n_ops;      /* in flow.ops; y from the slab's top, x from the left edge of the paper */
};

struct flow {
    struct arena *a;
    float width, height; /* of the paper */
    float top, bottom;   /* of the text area */
    struct op_list ops;  /* of the waiting slabs */
    VEC(struct slab) waiting;
    struct op_list page; /* operations of the page being filled */
    struct op_list late; /* scratch for what repeat draws */
    VEC(struct page) pages;
    VEC(struct anchor) anchors;
    float y;
    float gaps;      /* what is used of the spaces before and after slabs */
    float last_fill; /* of the last page that was ended: the part of its text area above its end */
    float after;     /* of the last slab closed */
    bool too_tall;   /* a slab was closed that no page can hold */
    bool empty;      /* nothing stands on the page yet */
};

void flow_init(struct flow *f, struct arena *a, float gaps);
/* Ends the page, if anything stands on it; the next one has this size. */
void flow_turn(struct flow *f, float width, float height, float top, float bottom);
/* Draw into flow.ops after flow_open(), then close with the slab's measures. */
void flow_open(struct flow *f);
void flow_close(struct flow *f, struct slab slab);
/* Space for one slab on an empty page. */
float flow_room(const struct flow *f);
/* Space below what stands and waits, were it all placed. */
float flow_left(const struct flow *f);
/* Places what waits and ends the last page. */
void flow_end(struct flow *f);

#endif
