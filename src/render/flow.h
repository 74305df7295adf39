/* flow.h - slabs to pages: what is set goes down the page, and over to the next one.
 *
 * A slab is a strip across the text area that is never divided: a line, a table row, a chart. Slabs glued
 * together stand on one page when a page can hold them: a heading and the lines after it, the first and
 * the last two lines of a paragraph, a signature block. The rows of a table name a head that is repeated on
 * every further page. Knows neither text nor fonts.
 */
#ifndef LVYUE_RENDER_FLOW_H
#define LVYUE_RENDER_FLOW_H

#include "render/page.h"

/* What stands above the next row of a table that goes on on a new page. */
struct repeat {
    struct op_list ops; /* from 0,0 */
    float height;
};
struct slab {
    float before; /* space above it, dropped at the top of a page */
    float height;
    float after;                 /* below it, unless the next one asks for more */
    bool glued;                  /* stands on the page of the slab that follows */
    bool new_page;               /* begins a page */
    const struct repeat *repeat; /* NULL: no table row, or one that has its head right above it */
    size_t first_op, n_ops;      /* in flow.ops; y from the slab's top, x from the left edge of the paper */
};

struct flow {
    struct arena *a;
    float top, bottom;  /* of the text area */
    struct op_list ops; /* of the waiting slabs */
    VEC(struct slab) waiting;
    struct op_list page; /* operations of the page being filled */
    VEC(struct page) pages;
    VEC(struct anchor) anchors;
    float y;
    float after;   /* of the last slab closed */
    bool too_tall; /* a slab was closed that no page can hold */
    bool empty;    /* nothing stands on the page yet */
};

void flow_init(struct flow *f, struct arena *a, float top, float bottom);
/* Draw into flow.ops after flow_open(), then close with the slab's measures. */
void flow_open(struct flow *f);
void flow_close(struct flow *f, struct slab slab);
/* Space for one slab on an empty page. */
float flow_room(const struct flow *f);
/* Places what waits and ends the last page. */
void flow_end(struct flow *f);

#endif
