/* layout_signature.c - the parties side by side, each with lines to sign on. One slab: never divided.
 *
 * A line that ends in a colon is followed by a rule to write on. The seal goes over the first lines, so
 * these keep a wide distance.
 */
#include "render/layout.h"

enum { PARTIES_PER_ROW = 2 };

static bool wants_rule(str line) {
    return str_ends(line, S("：")) || str_ends(line, S(":"));
}

/* Text as lines of the column from y (a base line) down; returns the base line after the last one. */
static float put_words(struct layout *l, enum style_id style, str words, float x, float y, float width,
                       tag_id of) {
    const struct text_style *st = &style_texts[style];
    struct text_run run = text_run_of(style, words);
    struct text t = text_items(&l->set, &run, 1);
    struct lines lines = text_lines(&l->set, &t, width, 0);
    for (size_t i = 0; i < lines.n; i++, y += st->pitch)
        text_draw_line(&l->set, &l->flow.ops, &t, &lines.at[i],
                       (struct line_place){.x = x, .y = y, .width = width, .of = of});
    const struct line *last = &lines.at[lines.n - 1];
    if (wants_rule(words) && last->width + 2 * st->size < width)
        op_line(&l->flow.ops, x + last->width + 2, y - st->pitch + 3, x + width, y - st->pitch + 3,
                style_page.rule, INK_EDGE);
    return y;
}

/* Returns the height used. */
static float put_party(struct layout *l, const struct signature_party *p, float x, float width, tag_id in) {
    const struct text_style *st = &style_texts[STYLE_SIGN];
    tag_id div = tag_add(&l->tags, TAG_DIV, in);
    float y = put_words(l, STYLE_SIGN_TITLE, p->title, x, st->pitch, width, tag_add(&l->tags, TAG_P, div));
    for (size_t i = 0; i < p->n_lines; i++)
        y = put_words(l, STYLE_SIGN, p->lines[i], x, y + style_page.sign_row - st->pitch, width,
                      tag_add(&l->tags, TAG_P, div));
    return y;
}

/* A party with one line signs that it received something: nobody seals that. */
static bool wants_seal(const struct signature *s) {
    for (size_t i = 0; i < s->n_parties; i++)
        if (s->parties[i].n_lines != 1)
            return true;
    return false;
}

/* One row of parties; glued to the next one. */
static void put_parties(struct layout *l, const struct signature *s, size_t from, struct frame fr) {
    size_t n = s->n_parties - from < PARTIES_PER_ROW ? s->n_parties - from : PARTIES_PER_ROW;
    float gap = 3 * style_texts[STYLE_SIGN].size;
    float width = (fr.width - gap * (PARTIES_PER_ROW - 1)) / PARTIES_PER_ROW;
    float height = wants_seal(s) ? style_page.sign_min : 0;
    flow_open(&l->flow);
    for (size_t i = 0; i < n; i++) {
        float used = put_party(l, &s->parties[from + i], fr.x + (float)i * (width + gap), width, fr.in);
        height = used > height ? used : height;
    }
    flow_close(&l->flow, (struct slab){.before = from ? 0 : style_page.sign_row,
                                       .with_before = from == 0,
                                       .height = height,
                                       .glued = from + PARTIES_PER_ROW < s->n_parties});
}

void layout_signature(struct layout *l, const struct block *b, struct frame fr) {
    fr.in = layout_tag(l, TAG_DIV, fr);
    for (size_t i = 0; i < b->signature->n_parties; i += PARTIES_PER_ROW)
        put_parties(l, b->signature, i, fr);
}
