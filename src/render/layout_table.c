/* layout_table.c - tables: caption, head, rows; the head again on every further page as 续表.
 *
 * Rows are kept whole; one taller than a page is divided between lines. No vertical rules: alignment and
 * space make the columns.
 */
#include "render/layout_table.h"

#include <math.h>

struct cell {
    struct text text;
    struct lines lines;
    struct text_run run;
    enum text_align align;
    tag_id of;
};
struct table_set {
    struct layout *l;
    const struct block *b;
    const struct table *t;
    struct frame fr;
    const struct column_width *columns;
    struct repeat *head;
    tag_id table, body;
};

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

static void set_cell(struct table_set *ts, struct cell *c, size_t col, enum style_id style, str text,
                     enum tone tone) {
    struct setter *set = &ts->l->set;
    c->run = text_run_of(style, text);
    if (tone != TONE_NONE)
        set_tone(&c->run, tone);
    c->text = text_items(set, &c->run, 1);
    c->lines = text_lines(
        set, &c->text, ts->columns[col].width - 2 * style_page.cell_x - layout_column_inset(ts->t, col), 0);
    c->align = layout_column_align(&ts->t->columns[col]);
}

static size_t most_lines(const struct cell *cells, size_t n) {
    size_t most = 1;
    for (size_t i = 0; i < n; i++)
        if (cells[i].lines.n > most)
            most = cells[i].lines.n;
    return most;
}

static float row_height(size_t lines) {
    return (float)lines * style_texts[STYLE_TABLE].pitch + 2 * style_page.cell_y;
}

/* Where the column has room to spare, its numbers move in a little further. */
static float inset_of(const struct table_set *ts, size_t col) {
    const struct column_width *c = &ts->columns[col];
    float inset = layout_column_inset(ts->t, col), spare = c->width - c->natural;
    return inset > 0 && spare > 0 ? inset + fminf(spare * 0.4f, 10) : inset;
}

/* Lines from..to of every cell, from y = 0 down. */
static void draw_cells(struct table_set *ts, struct op_list *ops, const struct cell *cells, size_t from,
                       size_t to) {
    const struct text_style *st = &style_texts[STYLE_TABLE];
    float x = ts->fr.x;
    for (size_t col = 0; col < ts->t->n_columns; col++) {
        const struct cell *c = &cells[col];
        float y = style_page.cell_y + text_baseline(st->pitch, st->size);
        float width =
            ts->columns[col].width - 2 * style_page.cell_x - (c->align == TEXT_RIGHT ? inset_of(ts, col) : 0);
        for (size_t i = from; i < to && i < c->lines.n; i++, y += st->pitch)
            text_draw_line(&ts->l->set, ops, &c->text, &c->lines.at[i],
                           (struct line_place){x + style_page.cell_x, y, width, c->align, c->of});
        x += ts->columns[col].width;
    }
}

static void rule_at(const struct table_set *ts, struct op_list *ops, float y, bool strong) {
    op_line(ops, ts->fr.x, y, ts->fr.x + ts->fr.width, y, strong ? style_page.edge : style_page.rule,
            strong ? INK_EDGE : INK_RULE);
}

/* row: the element of its cells; TAG_REPEATED: they are said already. */
static float draw_head(struct table_set *ts, struct op_list *ops, float y, tag_id row) {
    size_t n = ts->t->n_columns, first = ops->n;
    struct cell *cells = ARENA_ARRAY(ts->l->set.scratch, struct cell, n);
    for (size_t col = 0; col < n; col++) {
        set_cell(ts, &cells[col], col, STYLE_TABLE_HEAD, ts->t->columns[col].title, TONE_NONE);
        cells[col].of = row;
        if (row < TAG_ROOT)
            continue;
        cells[col].of = tag_add(&ts->l->tags, TAG_TH, row);
        tag_scope(&ts->l->tags, cells[col].of, SCOPE_COLUMN);
    }
    size_t lines = most_lines(cells, n);
    float height = row_height(lines);
    op_fill(ops, ts->fr.x, 0, ts->fr.x + ts->fr.width, height, INK_SHADE);
    rule_at(ts, ops, 0, true);
    rule_at(ts, ops, height, false);
    draw_cells(ts, ops, cells, 0, lines);
    for (size_t i = first; i < ops->n; i++) {
        ops->at[i].y += y;
        ops->at[i].y2 += y;
    }
    return height;
}

/* 续表 with the caption, and the head, for the pages after the first. */
static struct repeat *make_repeat(struct table_set *ts) {
    struct layout *l = ts->l;
    const struct text_style *st = &style_texts[STYLE_CAPTION];
    struct repeat *r = ARENA_NEW(l->set.a, struct repeat);
    r->ops.a = l->set.a;
    str words = ts->t->caption.n ? str_fmt(l->set.a, "续表　%.*s", STR_ARG(ts->t->caption)) : S("续表");
    struct text_run run = text_run_of(STYLE_CAPTION, words);
    struct text t = text_items(&l->set, &run, 1);
    struct lines lines = text_lines_even(&l->set, &t, ts->fr.width);
    for (size_t i = 0; i < lines.n; i++, r->height += st->pitch)
        text_draw_line(&l->set, &r->ops, &t, &lines.at[i],
                       (struct line_place){ts->fr.x, r->height + text_baseline(st->pitch, st->size),
                                           ts->fr.width, TEXT_CENTER, TAG_REPEATED});
    r->height += st->after;
    r->height += draw_head(ts, &r->ops, r->height, TAG_REPEATED);
    return r;
}

static void put_caption_and_head(struct table_set *ts) {
    struct layout *l = ts->l;
    float before = style_page.table_gap;
    if (ts->t->caption.n) {
        struct line_slabs how =
            layout_slabs(ts->fr, STYLE_CAPTION, tag_add(&l->tags, TAG_CAPTION, ts->table));
        how.before = before;
        how.align = TEXT_CENTER;
        how.keep_together = how.keep_with_next = true;
        layout_text(l, ts->t->caption, STYLE_CAPTION, &how);
        before = 0;
    }
    flow_open(&l->flow);
    tag_id head = tag_add(&l->tags, TAG_THEAD, ts->table);
    float height = draw_head(ts, &l->flow.ops, 0, tag_add(&l->tags, TAG_TR, head));
    flow_close(&l->flow, (struct slab){.before = before, .height = height, .glued = true});
}

struct row_part {
    size_t from, to;  /* lines */
    bool first, last; /* of the row */
    bool total, last_row;
    bool glued;
};

static void put_part(struct table_set *ts, const struct cell *cells, struct row_part p) {
    struct flow *f = &ts->l->flow;
    float height = row_height(p.to - p.from);
    flow_open(f);
    if (p.total) {
        op_fill(&f->ops, ts->fr.x, 0, ts->fr.x + ts->fr.width, height, INK_SHADE);
        if (p.first)
            rule_at(ts, &f->ops, 0, true);
    }
    draw_cells(ts, &f->ops, cells, p.from, p.to);
    rule_at(ts, &f->ops, height, p.last_row && p.last);
    flow_close(f, (struct slab){.height = height,
                                .after = p.last_row && p.last ? style_page.table_gap : 0,
                                .glued = p.glued,
                                .repeat = ts->head});
}

/* A row as one slab, or as several when no page could hold it. */
static void put_cells(struct table_set *ts, const struct cell *cells, struct row_part p) {
    size_t lines = most_lines(cells, ts->t->n_columns);
    float room = flow_room(&ts->l->flow) - ts->head->height - 2 * style_page.cell_y;
    size_t most = (size_t)floorf(room / style_texts[STYLE_TABLE].pitch);
    bool whole = lines <= most;
    for (size_t from = 0; from < lines; from += most) {
        p.from = from;
        p.to = from + most < lines ? from + most : lines;
        p.first = from == 0;
        p.last = p.to == lines;
        p.glued = p.glued && whole;
        put_part(ts, cells, p);
    }
}

static void put_row(struct table_set *ts, size_t row) {
    const struct table *t = ts->t;
    struct arena_mark mark = arena_mark(ts->l->set.scratch);
    struct row_part p = {.last_row = row + 1 == t->n_rows, .glued = row + 2 == t->n_rows};
    p.total = t->total && p.last_row;
    struct cell *cells = ARENA_ARRAY(ts->l->set.scratch, struct cell, t->n_columns);
    tag_id tr = tag_add(&ts->l->tags, TAG_TR, ts->body);
    for (size_t col = 0; col < t->n_columns; col++) {
        const struct table_cell *c = &t->cells[row * t->n_columns + col];
        set_cell(ts, &cells[col], col, p.total ? STYLE_TABLE_TOTAL : STYLE_TABLE, c->text, c->tone);
        cells[col].of = tag_add(&ts->l->tags, TAG_TD, tr);
    }
    put_cells(ts, cells, p);
    arena_rewind(ts->l->set.scratch, mark);
}

/* No row: one cell across the table says so. */
static void put_empty(struct table_set *ts) {
    struct cell *cells = ARENA_ARRAY(ts->l->set.scratch, struct cell, ts->t->n_columns);
    struct text_run run = text_run_of(STYLE_TABLE_EMPTY, ts->t->empty.n ? ts->t->empty : S("无"));
    cells[0].text = text_items(&ts->l->set, &run, 1);
    float all = ts->fr.width - 2 * style_page.cell_x;
    cells[0].lines = text_lines_even(&ts->l->set, &cells[0].text, all);
    cells[0].align = TEXT_CENTER;
    cells[0].of = tag_add(&ts->l->tags, TAG_TD, tag_add(&ts->l->tags, TAG_TR, ts->body));
    tag_span(&ts->l->tags, cells[0].of, ts->t->n_columns, 1);
    struct column_width *whole = ARENA_ARRAY(ts->l->set.scratch, struct column_width, ts->t->n_columns);
    whole[0].width = ts->fr.width;
    ts->columns = whole;
    put_cells(ts, cells, (struct row_part){.last_row = true});
}

void layout_table(struct layout *l, const struct block *b, struct frame fr) {
    struct table_set ts = {.l = l, .b = b, .t = b->table, .fr = fr};
    if (ts.t->n_columns == 0)
        return;
    ts.columns = layout_columns(l, b, fr.width);
    if (!ts.columns)
        return;
    ts.head = make_repeat(&ts);
    if (ts.head->height > flow_room(&l->flow) / 2) { /* nothing would be left for the rows */
        l->set.refused = true;
        diag1(l->set.d, DIAG_TABLE_HEAD, b->at, ts.t->caption.n ? ts.t->caption : ts.t->columns[0].title);
        return;
    }
    ts.table = layout_tag(l, TAG_TABLE, fr);
    put_caption_and_head(&ts);
    ts.body = tag_add(&l->tags, TAG_TBODY, ts.table);
    l->n_tables++;
    if (ts.t->n_rows)
        attach_table(l->set.a, &l->attachments, ts.t, l->n_tables, ts.table);
    if (ts.t->n_rows == 0)
        put_empty(&ts);
    for (size_t row = 0; row < ts.t->n_rows && !l->set.f->set; row++)
        put_row(&ts, row);
}
