/* text_draw.c - a line of items as text operations, each with one face, ink and spacing.
 *
 * Gaps between items are made by glyph variants (glyphs.h), so an operation is a plain row of glyphs and the
 * text of the file holds no blank that the author did not write.
 */
#include <math.h>

#include "render/setter.h"

struct pen {
    struct setter *s;
    struct op_list *ops;
    const struct text *t;
    const struct line *l;
    struct line_place p;
    float x, stretch, space_stretch; /* what a justified line adds: between Chinese, after blanks */
    int elastic;                     /* and after marks and between scripts, in 1/1000 em */
    float closer;                    /* how much of what they can give up these give, 0 to 1 */
    uint16_t *cids;                  /* free room for the rest of the line */
    struct op *op;                   /* being extended */
    uint32_t run;
};

static bool chinese(uint8_t class_) {
    return class_ == GLYPH_HAN || class_ == GLYPH_OPEN || class_ == GLYPH_CLOSE || class_ == GLYPH_WIDE;
}

enum stretch { STRETCH_NONE, STRETCH_CHINESE, STRETCH_BLANK };

/* May the space before `it` open when the line is justified? Not inside Latin words and paired dashes. */
static enum stretch stretch_before(const struct item *before, const struct item *it) {
    if (it->flags & (ITEM_PAIRED | ITEM_INVISIBLE))
        return STRETCH_NONE;
    if (before->class_ == GLYPH_SPACE)
        return before->flags & ITEM_SCRIPT_BLANK ? STRETCH_CHINESE : STRETCH_BLANK;
    return chinese(before->class_) || chinese(it->class_) ? STRETCH_CHINESE : STRETCH_NONE;
}

/* Places that may open wider without looking like a blank: behind a comma or stop, between the scripts. */
static bool is_elastic(const struct item *before, const struct item *it) {
    if (it->flags & ITEM_INVISIBLE || it->class_ == GLYPH_SPACE)
        return false;
    return it->gap_em > 0 || before->flags & ITEM_SCRIPT_BLANK ||
           (before->class_ == GLYPH_CLOSE && it->gap_em == 0);
}

float text_give(const struct item *before, const struct item *it) {
    if (!is_elastic(before, it))
        return 0;
    return before->class_ == GLYPH_CLOSE ? fminf(style_spacing.give_mark, (float)before->right / 1000)
                                         : style_spacing.give_scripts;
}

struct gaps {
    float chinese, blanks, elastic;
};

static struct gaps count_gaps(const struct text *t, const struct line *l) {
    struct gaps n = {0};
    for (size_t i = l->from + 1; i < l->end; i++) {
        enum stretch kind = stretch_before(&t->at[i - 1], &t->at[i]);
        n.chinese += kind == STRETCH_CHINESE;
        n.blanks += kind == STRETCH_BLANK;
        n.elastic += is_elastic(&t->at[i - 1], &t->at[i]);
    }
    return n;
}

/* The space between Chinese characters must stay below what looks (to a reader, and to programs that extract text)
 * like a blank. What it cannot take, the elastic places share, in steps of a twentieth em so that few variants
 * are needed. A line that asks for more stays ragged. */
static void set_stretch(struct pen *pen) {
    const struct line *l = pen->l;
    float extra = pen->p.width - l->width, size = pen->t->runs[pen->t->at[l->from].run].size;
    if (pen->p.align != TEXT_JUSTIFY || l->hard || extra <= 0)
        return;
    struct gaps n = count_gaps(pen->t, l);
    float parts = n.chinese + n.blanks * style_spacing.blank_weight;
    float limit = size * (n.chinese > 0 ? style_spacing.max_stretch : style_spacing.max_stretch_latin);
    float excess = (extra - parts * limit) / size;
    float each = excess > 0 && n.elastic > 0 ? ceilf(excess / n.elastic * 20) / 20 : 0;
    if (parts <= 0 || (excess > 0 && (n.elastic <= 0 || each > style_spacing.max_elastic)))
        return;
    pen->elastic = (int)lrintf(each * 1000);
    pen->stretch = fmaxf(0, extra - n.elastic * each * size) / parts;
    pen->space_stretch = pen->stretch * style_spacing.blank_weight;
}

/* A line that took in a character too many: all that can give way does by the same part, in steps of a fifth, so that few
 * variants are needed. What that gives too much is stretched again. */
static void set_closer(struct pen *pen) {
    const struct line *l = pen->l;
    float over = l->width - pen->p.width, give = 0;
    if (!pen->t->justified || over <= 0)
        return;
    for (size_t i = l->from + 1; i < l->end; i++)
        give += text_give(&pen->t->at[i - 1], &pen->t->at[i]) * pen->t->runs[pen->t->at[i].run].size;
    if (give <= 0)
        return;
    pen->closer = fminf(1, ceilf(over / give * 5) / 5);
    pen->stretch = fmaxf(0, give * pen->closer - over) / fmaxf(1, count_gaps(pen->t, l).chinese);
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
                                           .of = run->of ? run->of : pen->p.of});
}

static bool same(float a, float b) {
    return !(a < b) && !(a > b);
}

static void add_item(struct pen *pen, const struct item *it, float spacing, uint16_t cid) {
    struct op *op = pen->op;
    bool fits = op && op->face == it->face && pen->run == it->run;
    if (fits && op->n == 1)
        op->spacing = spacing;
    if (!fits || !same(op->spacing, spacing)) {
        open_op(pen, it);
        op = pen->op;
    }
    *pen->cids++ = cid;
    op->n++;
}

/* What the gap before item i is in this line, in 1/1000 em of the item that makes it. */
static int gap_in_line(const struct pen *pen, size_t i) {
    const struct item *it = &pen->t->at[i];
    return it->gap_em + (is_elastic(it - 1, it) ? pen->elastic : 0) -
           (int)lrintf(text_give(it - 1, it) * pen->closer * 1000);
}

/* What the item adds to its box before and after the outline, in 1/1000 em. */
static void find_variant(const struct pen *pen, size_t i, size_t next, int *lead, int *trail) {
    const struct line *l = pen->l;
    *lead = *trail = 0;
    if (i == l->from)
        *lead = -l->lead;
    else if (i < l->end && !(pen->t->at[i].flags & ITEM_GAP_BEHIND))
        *lead = gap_in_line(pen, i);
    if (next < l->end && (pen->t->at[next].flags & ITEM_GAP_BEHIND))
        *trail = gap_in_line(pen, next);
    else if (i + 1 == l->end)
        *trail = -l->trail;
}

static size_t next_visible(const struct pen *pen, size_t i) {
    while (i < pen->l->to && (pen->t->at[i].flags & ITEM_INVISIBLE))
        i++;
    return i;
}

/* The visible items, then the blanks that hang out at the end: they print nothing but separate words. */
static void add_items(struct pen *pen) {
    const float spacings[] = {0, pen->stretch, pen->space_stretch};
    const struct item *before = NULL;
    for (size_t i = next_visible(pen, pen->l->from), next; i < pen->l->to; i = next) {
        const struct item *it = &pen->t->at[i];
        next = next_visible(pen, i + 1);
        int lead, trail;
        find_variant(pen, i, next, &lead, &trail);
        float spacing = before && i < pen->l->end ? spacings[stretch_before(before, it)] : 0;
        pen->x += spacing;
        int wider = lead + it->lead, longer = trail + it->trail;
        add_item(pen, it, spacing,
                 wider || longer ? glyphs_variant(pen->s->glyphs, (enum face)it->face, it->cid, wider, longer)
                                 : it->cid);
        pen->x += it->advance + (float)(lead + trail) * pen->t->runs[it->run].size / 1000;
        if (i < pen->l->end)
            pen->op->x2 = pen->x;
        before = it;
    }
}

/* One box per linked operation; those from first_op on are this line's. */
static void add_links(struct pen *pen, size_t first_op) {
    size_t n = pen->ops->n, item = next_visible(pen, pen->l->from);
    for (size_t i = first_op; i < n; i++) {
        struct op op = pen->ops->at[i];
        const struct text_run *run = &pen->t->runs[pen->t->at[item].run];
        for (uint32_t k = 0; k < op.n; k++)
            item = next_visible(pen, item + 1);
        if (!run->href && !run->anchor)
            continue;
        op_add(pen->ops, (struct op){.kind = OP_LINK,
                                     .x = op.x,
                                     .x2 = op.x2,
                                     .y = op.y - style_spacing.ascent * op.size,
                                     .y2 = op.y + (1 - style_spacing.ascent) * op.size,
                                     .n = (uint32_t)run->anchor,
                                     .u.uri = run->href,
                                     .of = op.of});
    }
}

/* Only the runs of this line are asked: a paragraph may have thousands. */
static bool has_links(const struct text *t, const struct line *l) {
    for (size_t i = t->at[l->from].run; i <= t->at[l->to - 1].run; i++)
        if (t->runs[i].href || t->runs[i].anchor)
            return true;
    return false;
}

void text_draw_line(struct setter *s, struct op_list *ops, const struct text *t, const struct line *l,
                    struct line_place p) {
    if (l->end == l->from)
        return;
    struct pen pen = {.s = s, .ops = ops, .t = t, .l = l, .p = p, .x = line_start(l, &p)};
    set_stretch(&pen);
    set_closer(&pen);
    pen.cids = ARENA_ARRAY(s->a, uint16_t, l->to - l->from);
    size_t first = ops->n;
    add_items(&pen);
    if (has_links(t, l))
        add_links(&pen, first);
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
