#include "render/flow.h"

#include <string.h>

static const float slack = 0.01f; /* of a point: rounding must not push a slab over */

void flow_init(struct flow *f, struct arena *a, float gaps) {
    memset(f, 0, sizeof *f);
    f->gaps = gaps;
    f->a = f->ops.a = f->page.a = f->late.a = a;
    f->empty = true;
}

float flow_room(const struct flow *f) {
    return f->bottom - f->top;
}

static void end_page(struct flow *f) {
    struct op *ops = ARENA_ARRAY(f->a, struct op, f->page.n + 1);
    if (f->page.n)
        memcpy(ops, f->page.at, f->page.n * sizeof *ops);
    VEC_PUSH(f->a, &f->pages,
             (struct page){.width = f->width, .height = f->height, .ops = ops, .n_ops = f->page.n});
    f->last_fill = f->empty ? 0 : (f->y - f->top) / flow_room(f);
    f->page.n = 0;
    f->y = f->top;
    f->empty = true;
}

static void put_ops(struct flow *f, const struct op *ops, size_t n, float y) {
    for (size_t i = 0; i < n; i++) {
        struct op op = ops[i];
        op.y += y;
        op.y2 += y;
        if (op.kind == OP_ANCHOR) {
            f->anchors.at[op.n - 1].page = f->pages.n;
            f->anchors.at[op.n - 1].y = op.y;
        } else
            op_add(&f->page, op);
    }
}

/* -- where a table is divided --------------------------------------------------------------------- */

static void put_carry(struct flow *f, const struct slab *s, bool forward) {
    const struct repeat *r = s->repeat;
    if (!(r->carry > 0) || s->rows_above == 0)
        return;
    f->late.n = 0;
    r->draw_carry(r->with, s->rows_above, forward, &f->late);
    put_ops(f, f->late.at, f->late.n, f->y);
    f->y += r->carry;
}

static void put_head(struct flow *f, const struct slab *s) {
    put_ops(f, s->repeat->ops.at, s->repeat->ops.n, f->y);
    f->y += s->repeat->height;
    put_carry(f, s, false);
}

/* A new page for this slab; a table that goes on there says so at the bottom of this one. */
static void next_page(struct flow *f, const struct slab *s) {
    if (s->repeat)
        put_carry(f, s, true);
    end_page(f);
}

static bool changes_at_top(const struct slab *s) {
    return s->repeat && s->top_height > 0;
}

static void put_first(struct flow *f, const struct slab *s) {
    f->late.n = 0;
    s->repeat->draw_first(s->repeat->with, s->row, &f->late);
    put_ops(f, f->late.at, f->late.n, f->y);
    f->y += s->top_height;
    f->empty = false;
}

static void put_slab(struct flow *f, const struct slab *s) {
    if (f->empty && s->repeat) {
        put_head(f, s);
        if (changes_at_top(s)) {
            put_first(f, s);
            return;
        }
    }
    if (!f->empty)
        f->y += s->before;
    put_ops(f, f->ops.at + s->first_op, s->n_ops, f->y);
    f->y += s->height;
    if (s->height > 0) /* a page break alone leaves the page empty */
        f->empty = false;
}

/* -- heights -------------------------------------------------------------------------------------- */

static float height_at_top(const struct slab *s) {
    if (!s->repeat)
        return s->height;
    return s->repeat->height + (s->rows_above ? s->repeat->carry : 0) +
           (changes_at_top(s) ? s->top_height : s->height);
}

static float slab_height(const struct slab *s, bool at_top) {
    return at_top ? height_at_top(s) : s->before + s->height;
}

/* What must remain free below a row: the sums carried forward. */
static float below(const struct slab *s) {
    return s->repeat && !s->last ? s->repeat->carry : 0;
}

/* Height of the first n waiting slabs when the first of them stands at the top of a page or not. */
static float waiting_height(const struct flow *f, size_t n, bool at_top) {
    float h = n ? below(&f->waiting.at[n - 1]) : 0;
    for (size_t i = 0; i < n; i++)
        h += slab_height(&f->waiting.at[i], at_top && i == 0);
    return h;
}

static bool fits(const struct flow *f, float height) {
    return f->y + height <= f->bottom + slack;
}

/* -- placing -------------------------------------------------------------------------------------- */

/* Forgets the first n waiting slabs and their operations. */
static void drop_waiting(struct flow *f, size_t n) {
    size_t rest = f->waiting.n - n, first = rest ? f->waiting.at[n].first_op : f->ops.n;
    if (rest)
        memmove(f->waiting.at, f->waiting.at + n, rest * sizeof *f->waiting.at);
    if (f->ops.n > first)
        memmove(f->ops.at, f->ops.at + first, (f->ops.n - first) * sizeof *f->ops.at);
    for (size_t i = 0; i < rest; i++)
        f->waiting.at[i].first_op -= first;
    f->waiting.n = rest;
    f->ops.n -= first;
}

/* Places the first n slabs: whole where they are, else whole on a new page, else slab by slab. */
static void put_waiting(struct flow *f, size_t n) {
    if (n == 0)
        return;
    const struct slab *s = f->waiting.at;
    if (!f->empty && (s->new_page || !fits(f, waiting_height(f, n, false))))
        if (s->new_page || waiting_height(f, n, true) <= flow_room(f) + slack)
            next_page(f, s);
    for (size_t i = 0; i < n; i++, s++) {
        if (!f->empty && !fits(f, slab_height(s, false) + below(s)))
            next_page(f, s);
        put_slab(f, s);
    }
    drop_waiting(f, n);
}

void flow_open(struct flow *f) {
    VEC_PUSH(f->a, &f->waiting, (struct slab){.first_op = f->ops.n});
}

void flow_close(struct flow *f, struct slab slab) {
    size_t earlier = f->waiting.n - 1;
    struct slab *s = &f->waiting.at[earlier];
    slab.first_op = s->first_op;
    slab.n_ops = f->ops.n - s->first_op;
    slab.before *= f->gaps;
    slab.after *= f->gaps;
    if (slab.before < f->after)
        slab.before = f->after;
    f->after = slab.after;
    f->too_tall |= height_at_top(&slab) + below(&slab) > flow_room(f) + slack;
    *s = slab;
    bool joined = earlier && (f->waiting.at[earlier - 1].glued || slab.with_before);
    if (slab.new_page || !joined) /* what stands before a page break does not wait for it */
        put_waiting(f, earlier);
    if (waiting_height(f, f->waiting.n, true) > flow_room(f))
        put_waiting(f, f->waiting.n);
}

float flow_left(const struct flow *f) {
    float all = waiting_height(f, f->waiting.n, false);
    if (f->empty || !fits(f, all))
        return flow_room(f) - waiting_height(f, f->waiting.n, true);
    return f->bottom - f->y - all;
}

void flow_turn(struct flow *f, float width, float height, float top, float bottom) {
    put_waiting(f, f->waiting.n);
    if (!f->empty)
        end_page(f);
    f->width = width;
    f->height = height;
    f->top = f->y = top;
    f->bottom = bottom;
}

void flow_end(struct flow *f) {
    put_waiting(f, f->waiting.n);
    if (!f->empty || f->pages.n == 0)
        end_page(f);
}
