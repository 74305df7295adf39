/* layout_toc.c - the table of contents: headings of the first levels, dots, page numbers.
 *
 * The pages are known only when everything stands. Their place is reserved here as OP_PAGE_NO, which
 * layout_running.c turns into text; its width is fixed, so no line moves then.
 */
#include "render/layout.h"

static const float indent_em = 1.5f, number_em = 3;

static int top_level(const struct layout *l) {
    int top = 6;
    for (size_t i = 0; i < l->flow.anchors.n; i++)
        if (l->flow.anchors.at[i].level && l->flow.anchors.at[i].level < top)
            top = l->flow.anchors.at[i].level;
    return top;
}

static void put_dots(struct op_list *ops, float x, float y, float x2) {
    if (x2 - x > 6)
        op_add(ops, (struct op){.kind = OP_LINE,
                                .ink = INK_SOFT,
                                .dash = 2,
                                .x = x,
                                .y = y,
                                .x2 = x2,
                                .y2 = y,
                                .size = 0.5f});
}

static void put_entry_line(struct layout *l, const struct text *t, const struct lines *lines, size_t i,
                           size_t anchor, struct frame fr, enum style_id style, tag_id of) {
    const struct text_style *st = &style_texts[style];
    float baseline = text_baseline(st->pitch, st->size), right = l->text.x + l->text.width;
    flow_open(&l->flow);
    struct op_list *ops = &l->flow.ops;
    text_draw_line(&l->set, ops, t, &lines->at[i],
                   (struct line_place){.x = fr.x, .y = baseline, .width = fr.width, .of = of});
    if (i + 1 == lines->n) {
        float end = fr.x + lines->at[i].width;
        put_dots(ops, end + st->size / 2, baseline - 2, right - number_em * st->size);
        op_add(ops, (struct op){.kind = OP_PAGE_NO,
                                .face = (uint8_t)st->face,
                                .ink = (uint8_t)st->ink,
                                .n = (uint32_t)anchor,
                                .x = right,
                                .y = baseline,
                                .size = st->size,
                                .of = of});
    }
    op_add(ops,
           (struct op){
               .kind = OP_LINK, .n = (uint32_t)anchor, .x = fr.x, .x2 = right, .y2 = st->pitch, .of = of});
    flow_close(&l->flow, (struct slab){.height = st->pitch, .glued = i + 1 < lines->n});
}

static void put_entry(struct layout *l, size_t anchor, int depth, tag_id toc) {
    enum style_id style = depth == 0 ? STYLE_TOC_1 : STYLE_TOC;
    float size = style_texts[style].size;
    struct frame fr = l->text;
    fr.x += (float)depth * indent_em * size;
    fr.width -= (float)depth * indent_em * size + number_em * size;
    struct arena_mark mark = arena_mark(l->set.scratch);
    tag_id item = tag_add(&l->tags, TAG_TOCI, toc);
    tag_id of = tag_add(&l->tags, TAG_LINK, tag_add(&l->tags, TAG_REFERENCE, item));
    tag_alt(&l->tags, of, l->flow.anchors.at[anchor - 1].text);
    struct text_run run = text_run_of(style, l->flow.anchors.at[anchor - 1].text);
    struct text t = text_items(&l->set, &run, 1);
    t.flush = true;
    struct lines lines = text_lines(&l->set, &t, fr.width, 0);
    for (size_t i = 0; i < lines.n; i++)
        put_entry_line(l, &t, &lines, i, anchor, fr, style, of);
    arena_rewind(l->set.scratch, mark);
}

enum { LEVELS = 6 };

/* Entries of a deeper level stand in a TOC inside that of the level above; lists[i] is the open one of a level. */
static tag_id toc_of(struct layout *l, tag_id lists[LEVELS], int depth) {
    for (int i = 1; i <= depth; i++)
        if (!lists[i])
            lists[i] = tag_add(&l->tags, TAG_TOC, lists[i - 1]);
    for (int i = depth + 1; i < LEVELS; i++)
        lists[i] = 0;
    return lists[depth];
}

static void put_entries(struct layout *l, tag_id toc, int levels) {
    int top = top_level(l);
    tag_id lists[LEVELS] = {toc};
    for (size_t i = 0; i < l->flow.anchors.n; i++) {
        int level = l->flow.anchors.at[i].level, depth = level - top;
        if (level > 0 && depth < levels && depth < LEVELS)
            put_entry(l, i + 1, depth, toc_of(l, lists, depth));
    }
}

void layout_toc(struct layout *l, const struct block *b, struct frame fr) {
    struct line_slabs how = layout_slabs(l->text, STYLE_TOC_TITLE, layout_tag(l, TAG_P, fr));
    how.align = TEXT_CENTER;
    how.keep_with_next = true;
    layout_text(l, S("目　录"), STYLE_TOC_TITLE, &how);
    put_entries(l, layout_tag(l, TAG_TOC, fr), b->level > 0 ? b->level : 2);
    flow_open(&l->flow);
    if (l->doc->cover) /* as formal as a cover: the text begins on a page of its own */
        flow_close(&l->flow, (struct slab){.new_page = true, .glued = true});
    else
        flow_close(&l->flow, (struct slab){.after = 12});
}
