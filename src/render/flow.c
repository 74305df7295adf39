#include "render/flow.h"

#include <string.h>

void flow_init(struct flow *f, struct arena *a, float top, float bottom) {
    memset(f, 0, sizeof *f);
    f->a = a;
    f->top = top;
    f->bottom = bottom;
    f->ops.a = a;
    f->page.a = a;
    f->y = top;
    f->empty = true;
}

float flow_room(const struct flow *f) {
    return f->bottom - f->top;
}

static void end_page(struct flow *f) {
    struct op *ops = ARENA_ARRAY(f->a, struct op, f->page.n + 1);
    if (f->page.n)
        memcpy(ops, f->page.at, f->page.n * sizeof *ops);
    VEC_PUSH(f->a, &f->pages, (struct page){.ops = ops, .n_ops = f->page.n});
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

static void put_slab(struct flow *f, const struct slab *s) {
    if (f->empty && s->repeat) {
        put_ops(f, s->repeat->ops.at, s->repeat->ops.n, f->y);
        f->y += s->repeat->height;
    }
    if (!f->empty)
        f->y += s->before;
    put_ops(f, f->ops.at + s->first_op, s->n_ops, f->y);
    f->y += s->height;
    if (s->height > 0) /* a page break alone leaves the page empty */
        f->empty = false;
}

static float slab_height(const struct slab *s, bool at_top) {
    return s->height + (at_top ? (s->repeat ? s->repeat->height : 0) : s->before);
}

/* Height of the waiting slabs when the first of them stands at the top of a page or not. */
static float waiting_height(const struct flow *f, bool at_top) {
    float h = 0;
    for (size_t i = 0; i < f->waiting.n; i++)
        h += slab_height(&f->waiting.at[i], at_top && i == 0);
    return h;
}

static bool fits(const struct flow *f, float height) {
    return f->y + height <= f->bottom + 0.01f;
}

/* Places the group that waits: whole where it is, else whole on a new page, else slab by slab. */
static void put_waiting(struct flow *f) {
    if (f->waiting.n == 0)
        return;
    if (!f->empty && (f->waiting.at[0].new_page || !fits(f, waiting_height(f, false))))
        if (f->waiting.at[0].new_page || waiting_height(f, true) <= flow_room(f))
            end_page(f);
    for (size_t i = 0; i < f->waiting.n; i++) {
        const struct slab *s = &f->waiting.at[i];
        if (!f->empty && !fits(f, slab_height(s, false)))
            end_page(f);
        put_slab(f, s);
    }
    f->waiting.n = 0;
    f->ops.n = 0;
}

void flow_open(struct flow *f) {
    VEC_PUSH(f->a, &f->waiting, (struct slab){.first_op = f->ops.n});
}

void flow_close(struct flow *f, struct slab slab) {
    struct slab *s = &f->waiting.at[f->waiting.n - 1];
    slab.first_op = s->first_op;
    slab.n_ops = f->ops.n - s->first_op;
    if (slab.before < f->after)
        slab.before = f->after;
    f->after = slab.after;
    f->too_tall |= slab_height(&slab, true) > flow_room(f) + 0.01f;
    *s = slab;
    if (slab.new_page && f->waiting.n > 1) { /* what stands before a page break does not wait for it */
        f->waiting.n--;
        size_t n_ops = f->ops.n;
        put_waiting(f);
        f->ops.n = n_ops;
        VEC_PUSH(f->a, &f->waiting, slab);
    }
    if (!slab.glued || waiting_height(f, true) > flow_room(f))
        put_waiting(f);
}

void flow_end(struct flow *f) {
    put_waiting(f);
    if (!f->empty || f->pages.n == 0)
        end_page(f);
}
