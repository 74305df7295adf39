/* layout_table.c - tables: caption, head, rows; the head again on every further page as 续表.
 *
 * Rows are kept whole; one taller than a page is divided between lines. No vertical rules: alignment and
 * space make the columns. Equal values of a group column are printed once, and again on each page; no rule divides
 * them. Sums are carried over pages where the template asks: 过次页 below the last row, 承前页 above the next one.
 */
#include "render/layout_table.h"

#include <math.h>

/* -- rows ------------------------------------------------------------------------------------------- */

/* A link is an element of its own inside the cell; a row that is set twice has it once. */
static void link_cell(struct table_set *ts, struct cell *c, size_t at) {
    struct tags *tags = &ts->l->tags;
    if (!ts->link_tags)
        ts->link_tags = ARENA_ARRAY(ts->l->set.a, tag_id, ts->t->n_rows * ts->t->n_columns);
    if (!ts->link_tags[at]) {
        ts->link_tags[at] = tag_add(tags, TAG_LINK, c->of);
        tag_alt(tags, ts->link_tags[at], str_fmt(ts->l->set.a, "转到 %.*s", STR_ARG(ts->t->links[at])));
    }
    c->run.anchor = layout_place(ts->l, ts->t->targets[at]);
    c->run.ink = c->run.ink == INK_TEXT ? INK_LINK : c->run.ink;
    c->run.of = ts->link_tags[at];
}

/* The cells of a row. Those that only repeat the one above stay empty, except where a page begins (at_top): there they
 * are said again for the eye. */
static struct cell *set_row(struct table_set *ts, size_t row, tag_id tr, bool at_top) {
    const struct table *t = ts->t;
    bool total = t->total && row + 1 == t->n_rows;
    struct cell *cells = ARENA_ARRAY(ts->l->set.scratch, struct cell, t->n_columns);
    tag_id next = tr;
    for (size_t col = 0; col < t->n_columns; col++) {
        const struct table_cell *c = &t->cells[row * t->n_columns + col];
        bool repeats = ts->grouped && table_repeats(t, row, col);
        cells[col].of = repeats ? (tag_id)TAG_REPEATED : ++next;
        if (!repeats || at_top)
            cells_set(ts, &cells[col], col, total ? STYLE_TABLE_TOTAL : STYLE_TABLE, c->text, c->tone);
        if (t->targets && t->targets[row * t->n_columns + col] && !repeats)
            link_cell(ts, &cells[col], row * t->n_columns + col);
    }
    return cells;
}

static bool has_code(const struct table *t, size_t row) {
    return t->figures && row < t->n_rows && t->figures[row].n > 0;
}

/* Of its cells, and of the code in the margin. */
static size_t row_lines(struct table_set *ts, const struct cell *cells, size_t row) {
    size_t lines = cells_most_lines(cells, ts->t->n_columns);
    size_t code = has_code(ts->t, row) ? margin_code_of(ts->l, ts->t->figures[row]).rows : 0;
    return lines > code ? lines : code;
}

/* Rows below this one that show its value no more. */
static size_t rows_merged(const struct table *t, size_t row, size_t col) {
    size_t n = 1;
    while (row + n < t->n_rows && table_repeats(t, row + n, col))
        n++;
    return n;
}

/* Do the words of a row from the first column up to this one head it: what is merged over several rows, the first words of
 * a total? */
static bool heads_row(const struct table *t, size_t row, size_t col) {
    const struct table_cell *cells = &t->cells[row * t->n_columns];
    bool total = t->total && row + 1 == t->n_rows;
    for (size_t i = 0; i < col; i++)
        if (total ? cells[i].text.n > 0 : !t->columns[i].group)
            return false;
    return cells[col].text.n && (total || t->columns[col].group);
}

/* With one head row, and heads of rows in the first columns, the scope says all there is to say of which head belongs to a
 * cell: no list of them is needed in each (ISO 32000-1, 14.8.5.7; Matterhorn protocol, 15-003). */
static tag_id tag_row(struct table_set *ts, size_t row) {
    struct tags *tags = &ts->l->tags;
    tag_id tr = tag_add(tags, TAG_TR, ts->body);
    for (size_t col = 0; col < ts->t->n_columns; col++) {
        if (ts->grouped && table_repeats(ts->t, row, col))
            continue;
        bool head = heads_row(ts->t, row, col);
        tag_id cell = tag_add(tags, head ? TAG_TH : TAG_TD, tr);
        if (head)
            tag_scope(tags, cell, SCOPE_ROW);
        if (ts->t->columns[col].group)
            tag_span(tags, cell, 1, rows_merged(ts->t, row, col));
    }
    if (ts->grouped)
        ts->row_tags[row] = tr;
    return tr;
}

/* The rule below a row leaves out the columns whose value goes on in the next one. */
static void rule_below(const struct table_set *ts, struct op_list *ops, float y, size_t row) {
    const struct table *t = ts->t;
    float x = ts->fr.x;
    if (!ts->grouped || row + 1 >= t->n_rows) {
        cells_rule(ts, ops, y, row + 1 >= t->n_rows);
        return;
    }
    for (size_t col = 0; col < t->n_columns; col++) {
        float from = x;
        bool goes_on = table_repeats(t, row + 1, col);
        for (x += ts->columns[col].width;
             !goes_on && col + 1 < t->n_columns && !table_repeats(t, row + 1, col + 1); col++)
            x += ts->columns[col + 1].width;
        if (!goes_on)
            op_line(ops, from, y, x, y, style_page.rule, INK_RULE);
    }
}

struct row_part {
    size_t row;
    size_t from, to;  /* lines */
    bool first, last; /* of the row */
    bool glued;
};

/* The code in the margin belongs to the row's last cell. */
static void put_code(struct table_set *ts, struct op_list *ops, const struct cell *cells, size_t row,
                     float height) {
    struct margin_code code = margin_code_of(ts->l, ts->t->figures[row]);
    tag_id cell = cells[ts->t->n_columns - 1].of;
    if (!ts->code_tags)
        ts->code_tags = ARENA_ARRAY(ts->l->set.a, tag_id, ts->t->n_rows);
    if (!ts->code_tags[row] && cell > TAG_ROOT)
        ts->code_tags[row] = tag_add(&ts->l->tags, TAG_SPAN, cell);
    code.of = ts->code_tags[row];
    margin_code_draw(ts->l, ops, &code, ts->margin, height);
}

static void draw_part(struct table_set *ts, struct op_list *ops, const struct cell *cells,
                      struct row_part p) {
    float height = cells_height(ts, p.to - p.from);
    if (ts->t->total && p.row + 1 == ts->t->n_rows) {
        op_fill(ops, ts->fr.x, 0, ts->fr.x + ts->fr.width, height, INK_SHADE);
        if (p.first)
            cells_rule(ts, ops, 0, true);
    }
    if (p.first && ts->t->places && ts->t->n_rows && ts->t->places[p.row])
        op_add(ops, (struct op){.kind = OP_ANCHOR, .n = (uint32_t)layout_place(ts->l, ts->t->places[p.row])});
    cells_draw(ts, ops, cells, p.from, p.to);
    if (p.first && has_code(ts->t, p.row))
        put_code(ts, ops, cells, p.row, height);
    if (p.last)
        rule_below(ts, ops, height, p.row);
    else
        cells_rule(ts, ops, height, false);
}

/* How high the row is with the values it repeats; 0 when it repeats none. */
static float height_at_top(struct table_set *ts, size_t row) {
    bool any = false;
    for (size_t col = 0; ts->grouped && col < ts->t->n_columns; col++)
        any = any || table_repeats(ts->t, row, col);
    if (!any)
        return 0;
    const struct cell *cells = set_row(ts, row, ts->row_tags[row], true);
    return cells_height(ts, row_lines(ts, cells, row));
}

static void draw_first(void *with, size_t row, struct op_list *ops) {
    struct table_set *ts = with;
    struct arena_mark mark = arena_mark(ts->l->set.scratch);
    const struct cell *cells = set_row(ts, row, ts->row_tags[row], true);
    draw_part(ts, ops, cells,
              (struct row_part){.row = row, .to = row_lines(ts, cells, row), .first = true, .last = true});
    arena_rewind(ts->l->set.scratch, mark);
}

static void put_part(struct table_set *ts, const struct cell *cells, struct row_part p) {
    struct flow *f = &ts->l->flow;
    bool whole = p.first && p.last, end = p.last && p.row + 1 >= ts->t->n_rows;
    flow_open(f);
    draw_part(ts, &f->ops, cells, p);
    flow_close(f, (struct slab){.height = cells_height(ts, p.to - p.from),
                                .after = end ? style_page.table_gap : 0,
                                .glued = p.glued,
                                .repeat = ts->head,
                                .row = p.row,
                                .rows_above = p.first ? p.row : p.row + 1,
                                .top_height = whole ? height_at_top(ts, p.row) : 0,
                                .last = end});
}

/* A row as one slab, or as several when no page could hold it. */
static void put_cells(struct table_set *ts, const struct cell *cells, struct row_part p) {
    size_t lines = row_lines(ts, cells, p.row);
    float room = flow_room(&ts->l->flow) - ts->head->height - 2 * ts->head->carry - 2 * ts->l->cell_y;
    size_t most = (size_t)floorf(room / (style_texts[STYLE_TABLE].pitch * ts->scale));
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

/* A short table is not divided; of a longer one at least two rows stand on each side, a total not counted. */
static bool stays_with_next(const struct table *t, size_t row) {
    size_t rows = t->n_rows - t->total, left = t->n_rows - row - 1;
    if (left == 0)
        return false;
    return rows <= (size_t)style_page.whole_rows || row == 0 || left <= 1u + t->total;
}

static void put_row(struct table_set *ts, size_t row) {
    struct arena_mark mark = arena_mark(ts->l->set.scratch);
    struct cell *cells = set_row(ts, row, tag_row(ts, row), false);
    put_cells(ts, cells, (struct row_part){.row = row, .glued = stays_with_next(ts->t, row)});
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
    put_cells(ts, cells, (struct row_part){0});
}

/* -- sums over pages -------------------------------------------------------------------------------- */

static void draw_carry(void *with, size_t rows, bool forward, struct op_list *ops) {
    struct table_set *ts = with;
    struct layout *l = ts->l;
    struct arena_mark mark = arena_mark(l->set.scratch);
    struct cell *cells = ARENA_ARRAY(l->set.scratch, struct cell, ts->t->n_columns);
    for (size_t col = 0; col < ts->t->n_columns; col++) {
        str words = table_carried(l->set.scratch, ts->t, rows - 1, col);
        if (col == ts->t->label)
            words = forward ? S("过次页") : S("承前页");
        cells_set(ts, &cells[col], col, STYLE_TABLE_CARRY, words, TONE_NONE);
        cells[col].of = TAG_REPEATED;
    }
    if (forward)
        cells_rule(ts, ops, 0, true);
    cells_draw(ts, ops, cells, 0, cells_most_lines(cells, ts->t->n_columns));
    cells_rule(ts, ops, ts->head->carry, forward);
    arena_rewind(l->set.scratch, mark);
}

/* Room for the words and the longest sums. */
static float carry_height(struct table_set *ts) {
    const struct table *t = ts->t;
    struct cell c = {0};
    size_t lines = 1;
    for (size_t col = 0; t->carry && col < t->n_columns; col++) {
        str words = col == t->label ? S("承前页") : layout_longest_sum(ts->l, t, col);
        cells_set(ts, &c, col, STYLE_TABLE_CARRY, words, TONE_NONE);
        lines = c.lines.n > lines ? c.lines.n : lines;
    }
    return t->carry ? cells_height(ts, lines) : 0;
}

/* -- caption and head ------------------------------------------------------------------------------- */

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
    r->height += cells_draw_head(ts, &r->ops, r->height, TAG_REPEATED);
    r->carry = carry_height(ts);
    r->with = ts;
    r->draw_carry = draw_carry;
    r->draw_first = draw_first;
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
    float height = cells_draw_head(ts, &l->flow.ops, 0, tag_add(&l->tags, TAG_TR, head));
    flow_close(&l->flow, (struct slab){.before = before, .height = height, .glued = true});
}

/* -- the whole -------------------------------------------------------------------------------------- */

/* Lives as long as the flow, which asks it for rows as pages fill up. NULL: refused. */
static struct table_set *open_table(struct layout *l, const struct block *b, struct frame fr) {
    struct table_set *ts = ARENA_NEW(l->set.a, struct table_set);
    *ts = (struct table_set){
        .scale = 1, .l = l, .b = b, .t = b->table, .fr = fr, .margin = l->text.x + l->text.width};
    ts->columns = layout_columns(l, b, fr.width, &ts->scale);
    if (!ts->columns)
        return NULL;
    for (size_t col = 0; col < ts->t->n_columns; col++)
        ts->grouped = ts->grouped || ts->t->columns[col].group;
    if (ts->grouped)
        ts->row_tags = ARENA_ARRAY(l->set.a, tag_id, ts->t->n_rows + 1);
    ts->head = make_repeat(ts);
    if (ts->head->height + 2 * ts->head->carry > flow_room(&l->flow) / 2) { /* too little left for rows */
        l->set.refused = true;
        diag1(l->set.d, DIAG_TABLE_HEAD, b->at, ts->t->caption.n ? ts->t->caption : ts->t->columns[0].title);
        return NULL;
    }
    return ts;
}

void layout_table(struct layout *l, const struct block *b, struct frame fr) {
    struct table_set *ts = b->table->n_columns ? open_table(l, b, fr) : NULL;
    if (!ts)
        return;
    ts->table = layout_tag(l, TAG_TABLE, fr);
    put_caption_and_head(ts);
    ts->body = tag_add(&l->tags, TAG_TBODY, ts->table);
    l->n_tables++;
    if (ts->t->n_rows)
        attach_table(l->set.a, &l->attachments, ts->t, l->n_tables, ts->table);
    if (ts->t->n_rows == 0)
        put_empty(ts);
    for (size_t row = 0; row < ts->t->n_rows && !l->set.f->set; row++)
        put_row(ts, row);
}
