/* layout_cover.c - a page of its own: title and period in its upper part, below them the contract and its parties, at
 * the foot the date. One slab as high as the page; nothing else stands on it. */
#include "render/layout.h"

/* Lines in the middle of a column from y (a top) down; returns the top after them. */
static float put_words(struct layout *l, enum style_id style, str words, struct frame fr, float y,
                       enum text_align align, tag_id of) {
    const struct text_style *st = &style_texts[style];
    struct text_run run = text_run_of(style, words);
    struct text t = text_items(&l->set, &run, 1);
    struct lines lines =
        align == TEXT_CENTER ? text_lines_even(&l->set, &t, fr.width) : text_lines(&l->set, &t, fr.width, 0);
    for (size_t i = 0; i < lines.n; i++, y += st->pitch)
        text_draw_line(
            &l->set, &l->flow.ops, &t, &lines.at[i],
            (struct line_place){fr.x, y + text_baseline(st->pitch, st->size), fr.width, align, of});
    return y;
}

/* A label, and its value above a rule. */
static float put_fact(struct layout *l, const struct fact *fact, struct frame fr, float y, tag_id row) {
    static const float label_em = 5, gap = 8;
    float room = label_em * style_texts[STYLE_COVER_LABEL].size;
    struct frame value = {.x = fr.x + room, .width = fr.width - room};
    tag_id th = tag_add(&l->tags, TAG_TH, row), td = tag_add(&l->tags, TAG_TD, row);
    tag_scope(&l->tags, th, SCOPE_ROW);
    put_words(l, STYLE_COVER_LABEL, str_from(fact->cover_label), fr, y, TEXT_LEFT, th);
    float end = put_words(l, STYLE_COVER_VALUE, fact->value, value, y, TEXT_CENTER, td);
    op_line(&l->flow.ops, value.x, end + 1, value.x + value.width, end + 1, style_page.rule, INK_EDGE);
    return end + gap;
}

static float put_facts(struct layout *l, float y) {
    struct fact facts[FACTS_MOST];
    size_t n = layout_facts(l->doc, facts);
    struct frame fr = {.x = l->text.x + (l->text.width - style_page.cover_width) / 2,
                       .width = style_page.cover_width};
    tag_id body = 0;
    for (size_t i = 0; i < n; i++) {
        if (!facts[i].cover_label)
            continue;
        if (!body)
            body = tag_add(&l->tags, TAG_TBODY, layout_tag(l, TAG_TABLE, l->text));
        y = put_fact(l, &facts[i], fr, y, tag_add(&l->tags, TAG_TR, body));
    }
    return y;
}

static float put_centred(struct layout *l, enum style_id style, str words, float y, enum tag_kind kind) {
    if (words.n == 0)
        return y;
    return put_words(l, style, words, l->text, y, TEXT_CENTER, layout_tag(l, kind, l->text));
}

/* A part begins where it should, or below the one before when that is longer than usual. */
static float below(float y, float wished, float scale) {
    return y + 24 > wished * scale ? y + 24 : wished * scale;
}

void layout_cover(struct layout *l) {
    const struct sheet_style *tall = &style_sheets[SHEET_PORTRAIT];
    float room = flow_room(&l->flow), scale = room / (tall->height - tall->top - tall->bottom);
    float upper = scale * scale; /* on a turned page the title moves up, so that the facts have room */
    flow_open(&l->flow);
    float y = put_centred(l, STYLE_COVER_TITLE, l->doc->title, style_page.cover_title * upper, TAG_TITLE);
    y = put_centred(l, STYLE_COVER_SUBTITLE, l->doc->subtitle, y + 10, TAG_P);
    y = put_facts(l, below(y, style_page.cover_facts, upper));
    y = put_centred(l, STYLE_COVER_DATE, l->doc->date_text, below(y, style_page.cover_date, scale), TAG_P);
    flow_close(&l->flow, (struct slab){.height = y > room ? y : room});
}
