/* layout_title.c - the head of the first page: title, period, and a small table of what it belongs to. */
#include "render/layout.h"

size_t layout_facts(const struct document *doc, struct fact facts[FACTS_MOST]) {
    const struct fact all[FACTS_MOST] = {
        {"合同", "合同名称", doc->contract_title}, {"合同编号", "合同编号", doc->contract_id},
        {"甲方", "甲方名称", doc->buyer},          {"乙方", "乙方名称", doc->supplier},
        {"文件编号", "文件编号", doc->number},     {"日期", NULL, doc->date_text}};
    size_t n = 0;
    for (size_t i = 0; i < FACTS_MOST; i++)
        if (all[i].value.n)
            facts[n++] = all[i];
    return n;
}

static float label_room(struct layout *l, const struct fact *facts, size_t n) {
    float widest = 0;
    for (size_t i = 0; i < n; i++) {
        struct text_run run = text_run_of(STYLE_FACTS_LABEL, str_from(facts[i].label));
        float w = text_measure(&l->set, &run);
        widest = w > widest ? w : widest;
    }
    return widest + 3 * style_page.cell_x;
}

/* The value is set in lines of its own beside the label; thin rules divide the facts. */
static void put_fact(struct layout *l, const struct fact *fact, float room, bool first, bool last,
                     tag_id row) {
    const struct text_style *st = &style_texts[STYLE_FACTS];
    struct frame fr = l->text;
    struct arena_mark mark = arena_mark(l->set.scratch);
    struct text_run label = text_run_of(STYLE_FACTS_LABEL, str_from(fact->label));
    struct text_run value = text_run_of(STYLE_FACTS, fact->value);
    struct text t = text_items(&l->set, &value, 1);
    float x = fr.x + room, width = fr.width - room - style_page.cell_x;
    struct lines lines = text_lines(&l->set, &t, width, 0);
    float pad = l->cell_y, height = (float)lines.n * st->pitch + 2 * pad;
    tag_id th = tag_add(&l->tags, TAG_TH, row), td = tag_add(&l->tags, TAG_TD, row);
    tag_scope(&l->tags, th, SCOPE_ROW);
    flow_open(&l->flow);
    struct op_list *ops = &l->flow.ops;
    op_line(ops, fr.x, 0, fr.x + fr.width, 0, first ? style_page.edge : style_page.rule,
            first ? INK_EDGE : INK_RULE);
    if (last)
        op_line(ops, fr.x, height, fr.x + fr.width, height, style_page.edge, INK_EDGE);
    float y = pad + text_baseline(st->pitch, st->size);
    text_draw(&l->set, ops, &label, (struct line_place){.x = fr.x + style_page.cell_x, .y = y, .of = th});
    for (size_t i = 0; i < lines.n; i++, y += st->pitch)
        text_draw_line(&l->set, ops, &t, &lines.at[i],
                       (struct line_place){.x = x, .y = y, .width = width, .of = td});
    flow_close(
        &l->flow,
        (struct slab){.before = first ? 12 : 0, .height = height, .after = last ? 14 : 0, .glued = !last});
    arena_rewind(l->set.scratch, mark);
}

static void put_facts(struct layout *l) {
    struct fact facts[FACTS_MOST];
    size_t n = layout_facts(l->doc, facts);
    float room = label_room(l, facts, n);
    if (n == 0)
        return;
    tag_id body = tag_add(&l->tags, TAG_TBODY, layout_tag(l, TAG_TABLE, l->text));
    for (size_t i = 0; i < n; i++)
        put_fact(l, &facts[i], room, i == 0, i + 1 == n, tag_add(&l->tags, TAG_TR, body));
}

static void put_centred(struct layout *l, str text, enum style_id style, enum tag_kind kind) {
    if (text.n == 0)
        return;
    struct line_slabs how = layout_slabs(l->text, style, layout_tag(l, kind, l->text));
    how.align = TEXT_CENTER;
    how.keep_together = how.keep_with_next = true;
    layout_text(l, text, style, &how);
}

void layout_title(struct layout *l) {
    put_centred(l, l->doc->title, STYLE_TITLE, TAG_TITLE);
    put_centred(l, l->doc->subtitle, STYLE_SUBTITLE, TAG_P);
    put_facts(l);
}
