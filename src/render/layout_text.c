/* layout_text.c - lines as slabs, with what keeps them together on a page. */
#include "render/layout.h"

static void draw_marker(struct layout *l, float baseline) {
    if (l->marker.text.n == 0)
        return;
    text_draw(&l->set, &l->flow.ops, &l->marker,
              (struct line_place){.x = l->marker_x, .y = baseline, .of = l->marker_of});
    l->marker = (struct text_run){0};
}

static void draw_ground(struct layout *l, const struct line_slabs *how, float height) {
    float pad = style_page.cell_x;
    if (how->shade)
        op_fill(&l->flow.ops, how->fr.x - pad, 0, how->fr.x + how->fr.width + pad, height, INK_SHADE);
    if (how->bar_x > 0)
        op_fill(&l->flow.ops, how->bar_x - 1, 0, how->bar_x + 1, height, INK_RULE);
}

/* Widows and orphans: the first two lines stand together, the last two as well. */
static bool glued(const struct line_slabs *how, size_t i, size_t n) {
    if (i + 1 == n)
        return how->keep_with_next;
    return how->keep_together || i == 0 || i + 2 == n;
}

static void line_slab(struct layout *l, const struct text *t, const struct lines *lines, size_t i,
                      const struct line_slabs *how) {
    float baseline = text_baseline(how->pitch, how->size), indent = i ? 0 : how->indent;
    flow_open(&l->flow);
    draw_ground(l, how, how->pitch);
    if (i == 0 && how->anchor)
        op_add(&l->flow.ops, (struct op){.kind = OP_ANCHOR, .n = (uint32_t)how->anchor, .of = how->of});
    if (i == 0 && how->place)
        op_add(&l->flow.ops, (struct op){.kind = OP_ANCHOR, .n = (uint32_t)how->place});
    if (i == 0)
        draw_marker(l, baseline);
    text_draw_line(
        &l->set, &l->flow.ops, t, &lines->at[i],
        (struct line_place){how->fr.x + indent, baseline, how->fr.width - indent, how->align, how->of});
    flow_close(&l->flow, (struct slab){.before = i ? 0 : how->before,
                                       .height = how->pitch,
                                       .after = i + 1 < lines->n ? 0 : how->after,
                                       .with_before = i == 0 && how->keep_with_before,
                                       .glued = glued(how, i, lines->n)});
}

void layout_lines(struct layout *l, const struct text *t, const struct lines *lines,
                  const struct line_slabs *how) {
    for (size_t i = 0; i < lines->n; i++)
        line_slab(l, t, lines, i, how);
}

void layout_text(struct layout *l, str text, enum style_id style, const struct line_slabs *how) {
    struct arena_mark mark = arena_mark(l->set.scratch);
    struct text_run run = text_run_of(style, text);
    struct text t = text_items(&l->set, &run, 1);
    struct lines lines = how->align == TEXT_CENTER ? text_lines_even(&l->set, &t, how->fr.width)
                                                   : text_lines(&l->set, &t, how->fr.width, how->indent);
    layout_lines(l, &t, &lines, how);
    arena_rewind(l->set.scratch, mark);
}
