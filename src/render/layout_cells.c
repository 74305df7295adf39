/* layout_cells.c - what stands in one row of a table: words in their columns, rules, the head. */
#include "render/layout_table.h"

#include <math.h>

static void set_tone(struct text_run *run, enum tone tone) {
    static const enum ink inks[] = {[TONE_NONE] = INK_TEXT,
                                    [TONE_GOOD] = INK_GOOD,
                                    [TONE_BAD] = INK_BAD,
                                    [TONE_WAITING] = INK_WAITING,
                                    [TONE_EXEMPT] = INK_EXEMPT};
    run->ink = inks[tone];
    if (tone == TONE_BAD) /* bold as well: it must show without colour */
        run->face = FACE_SANS_BOLD;
}

void cells_set(struct table_set *ts, struct cell *c, size_t col, enum style_id style, str text,
               enum tone tone) {
    struct setter *set = &ts->l->set;
    c->run = text_run_of(style, text);
    c->run.size *= ts->scale;
    c->run.tabular = ts->t->columns[col].format != FORMAT_TEXT;
    if (tone != TONE_NONE)
        set_tone(&c->run, tone);
    c->text = text_items(set, &c->run, 1);
    c->lines = text_lines(
        set, &c->text, ts->columns[col].width - 2 * style_page.cell_x - layout_column_inset(ts->t, col), 0);
    c->align = layout_column_align(&ts->t->columns[col]);
    c->fraction = -1;
    if (c->align == TEXT_RIGHT && style != STYLE_TABLE_HEAD && c->lines.n == 1)
        c->fraction = layout_fraction(&c->text);
}

size_t cells_most_lines(const struct cell *cells, size_t n) {
    size_t most = 1;
    for (size_t i = 0; i < n; i++)
        if (cells[i].lines.n > most)
            most = cells[i].lines.n;
    return most;
}

float cells_height(const struct table_set *ts, size_t lines) {
    return (float)lines * style_texts[STYLE_TABLE].pitch * ts->scale + 2 * ts->l->cell_y;
}

/* Where the column has room to spare, its numbers move in a little further. */
static float inset_of(const struct table_set *ts, size_t col) {
    const struct column_width *c = &ts->columns[col];
    float inset = layout_column_inset(ts->t, col), spare = c->width - c->natural;
    return inset > 0 && spare > 0 ? inset + fminf(spare * 0.4f, 10) : inset;
}

/* How far from the right end of its column a cell ends. */
static float right_gap(const struct table_set *ts, const struct cell *c, size_t col) {
    if (c->align != TEXT_RIGHT)
        return 0;
    return inset_of(ts, col) + (c->fraction >= 0 ? ts->columns[col].fraction - c->fraction : 0);
}

void cells_draw(struct table_set *ts, struct op_list *ops, const struct cell *cells, size_t from, size_t to) {
    const struct text_style *st = &style_texts[STYLE_TABLE];
    float x = ts->fr.x, pitch = st->pitch * ts->scale, size = st->size * ts->scale;
    for (size_t col = 0; col < ts->t->n_columns; col++) {
        const struct cell *c = &cells[col];
        float y = ts->l->cell_y + text_baseline(pitch, size);
        float width = ts->columns[col].width - 2 * style_page.cell_x - right_gap(ts, c, col);
        for (size_t i = from; i < to && i < c->lines.n; i++, y += pitch)
            text_draw_line(&ts->l->set, ops, &c->text, &c->lines.at[i],
                           (struct line_place){x + style_page.cell_x, y, width, c->align, c->of});
        x += ts->columns[col].width;
    }
}

void cells_rule(const struct table_set *ts, struct op_list *ops, float y, bool strong) {
    op_line(ops, ts->fr.x, y, ts->fr.x + ts->fr.width, y, strong ? style_page.edge : style_page.rule,
            strong ? INK_EDGE : INK_RULE);
}

float cells_draw_head(struct table_set *ts, struct op_list *ops, float y, tag_id row) {
    size_t n = ts->t->n_columns, first = ops->n;
    struct cell *cells = ARENA_ARRAY(ts->l->set.scratch, struct cell, n);
    for (size_t col = 0; col < n; col++) {
        cells_set(ts, &cells[col], col, STYLE_TABLE_HEAD, ts->t->columns[col].title, TONE_NONE);
        cells[col].of = row;
        if (row < TAG_ROOT)
            continue;
        cells[col].of = tag_add(&ts->l->tags, TAG_TH, row);
        tag_scope(&ts->l->tags, cells[col].of, SCOPE_COLUMN);
    }
    size_t lines = cells_most_lines(cells, n);
    float height = cells_height(ts, lines);
    op_fill(ops, ts->fr.x, 0, ts->fr.x + ts->fr.width, height, INK_SHADE);
    cells_rule(ts, ops, 0, true);
    cells_rule(ts, ops, height, false);
    cells_draw(ts, ops, cells, 0, lines);
    for (size_t i = first; i < ops->n; i++) {
        ops->at[i].y += y;
        ops->at[i].y2 += y;
    }
    return height;
}
