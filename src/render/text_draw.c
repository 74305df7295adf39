/* text_draw.c - a line of items as text operations, each with one face, ink and spacing.
 *
 * A gap that differs from the line's regular one begins a new operation; the writer turns the jump into a
 * number. So positions are exact and the text of the file holds no blank that the author did not write.
 */
#include "render/setter.h"

struct pen {
    struct op_list *ops;
    const struct text *t;
    struct line_place p;
    float x, stretch;
    uint16_t *cids; /* free room for the rest of the line */
    struct op *op;  /* being extended */
    uint16_t run;
};

static bool chinese(uint8_t class_) {
    return class_ == GLYPH_HAN || class_ == GLYPH_OPEN || class_ == GLYPH_CLOSE || class_ == GLYPH_WIDE;
}

/* May the gap before `it` open when the line is justified? Not inside Latin words and paired dashes. */
static bool stretches(const struct item *before, const struct item *it) {
    if (it->flags & (ITEM_PAIRED | ITEM_INVISIBLE))
        return false;
    return chinese(before->class_) || chinese(it->class_) || before->class_ == GLYPH_SPACE;
}

static float line_stretch(const struct text *t, const struct line *l, const struct line_place *p) {
    if (p->align != TEXT_JUSTIFY || l->hard)
        return 0;
    size_t gaps = 0;
    for (size_t i = l->from + 1; i < l->end; i++)
        gaps += stretches(&t->at[i - 1], &t->at[i]);
    float extra = p->width - l->width;
    float limit = style_spacing.max_stretch * t->runs[t->at[l->from].run].size;
    return gaps && extra > 0 && extra / (float)gaps <= limit ? extra / (float)gaps : 0;
}

static float line_start(const struct line *l, const struct line_place *p) {
    if (p->align == TEXT_CENTER)
        return p->x + (p->width - l->width) / 2;
    if (p->align == TEXT_RIGHT)
        return p->x + p->width - l->width;
    return p->x;
}

static void open_op(struct pen *pen, const struct item *it) {
    const struct text_run *run = &pen->t->runs[it->run];
    pen->run = it->run;
    pen->op = op_add(pen->ops, (struct op){.kind = OP_TEXT,
                                           .face = it->face,
                                           .ink = (uint8_t)run->ink,
                                           .x = pen->x,
                                           .y = pen->p.y,
                                           .x2 = pen->x,
                                           .size = run->size,
                                           .u.cids = pen->cids,
                                           .of = pen->p.of});
}

static void add_item(struct pen *pen, const struct item *it, float spacing, bool jump) {
    struct op *op = pen->op;
    bool fits = op && !jump && op->face == it->face && pen->run == it->run;
    if (fits && op->n == 1)
        op->spacing = spacing;
    if (!fits || op->spacing < spacing || op->spacing > spacing) {
        open_op(pen, it);
        op = pen->op;
    }
    *pen->cids++ = it->cid;
    op->n++;
    pen->x += it->advance;
}

/* The visible items, then the blanks that hang out at the end: they print nothing but separate words. */
static void add_items(struct pen *pen, const struct line *l) {
    const struct item *before = NULL;
    for (size_t i = l->from; i < l->to; i++) {
        const struct item *it = &pen->t->at[i];
        if (it->flags & ITEM_INVISIBLE)
            continue;
        float spacing = before && i < l->end && stretches(before, it) ? pen->stretch : 0;
        float gap = before ? it->gap : 0;
        pen->x += gap + spacing;
        add_item(pen, it, spacing, gap < 0 || gap > 0);
        if (i < l->end)
            pen->op->x2 = pen->x;
        before = it;
    }
    pen->op->x2 -= l->trail;
}

/* One box per linked stretch of the line. `ops` from first_op on are this line's. */
static void add_links(struct pen *pen, const struct line *l, size_t first_op) {
    size_t n = pen->ops->n;
    size_t item = l->from;
    for (size_t i = first_op; i < n; i++) {
        struct op op = pen->ops->at[i];
        while (item < l->to && (pen->t->at[item].flags & ITEM_INVISIBLE))
            item++;
        const struct text_run *run = &pen->t->runs[pen->t->at[item].run];
        for (uint32_t seen = 0; seen < op.n && item < l->to; item++)
            seen += !(pen->t->at[item].flags & ITEM_INVISIBLE);
        if (!run->href)
            continue;
        op_add(pen->ops, (struct op){.kind = OP_LINK,
                                     .x = op.x,
                                     .x2 = op.x2,
                                     .y = op.y - style_spacing.ascent * op.size,
                                     .y2 = op.y + (1 - style_spacing.ascent) * op.size,
                                     .u.uri = run->href,
                                     .of = pen->p.of});
    }
}

static bool has_links(const struct text *t) {
    for (size_t i = 0; i < t->n_runs; i++)
        if (t->runs[i].href)
            return true;
    return false;
}

void text_draw_line(struct setter *s, struct op_list *ops, const struct text *t, const struct line *l,
                    struct line_place p) {
    if (l->end == l->from)
        return;
    struct pen pen = {.ops = ops, .t = t, .p = p, .x = line_start(l, &p) - l->lead};
    pen.stretch = line_stretch(t, l, &p);
    pen.cids = ARENA_ARRAY(s->a, uint16_t, l->to - l->from);
    size_t first = ops->n;
    add_items(&pen, l);
    if (has_links(t))
        add_links(&pen, l, first);
}

float text_draw(struct setter *s, struct op_list *ops, const struct text_run *run, struct line_place p) {
    struct arena_mark mark = arena_mark(s->scratch);
    struct text t = text_items(s, run, 1);
    struct line l = {.to = t.n, .end = t.n, .width = text_width(&t), .hard = true};
    text_draw_line(s, ops, &t, &l, p);
    arena_rewind(s->scratch, mark);
    return l.width;
}

float text_measure(struct setter *s, const struct text_run *run) {
    struct arena_mark mark = arena_mark(s->scratch);
    struct text t = text_items(s, run, 1);
    float w = text_width(&t);
    arena_rewind(s->scratch, mark);
    return w;
}
