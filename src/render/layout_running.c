/* layout_running.c - what every page carries: header, footer, 第 x 页 共 y 页; and the page numbers of the
 * table of contents, now that they are known. */
#include "render/layout.h"

/* A line that must fit: set smaller until it does, never cut off. */
static struct text_run fitted(struct layout *l, enum style_id style, str text, float width) {
    struct text_run run = text_run_of(style, text);
    float w = text_measure(&l->set, &run);
    if (w > width)
        run.size *= width / w;
    return run;
}

static const struct sheet_style *sheet_of(const struct page *page) {
    return &style_sheets[page->width > page->height ? SHEET_LANDSCAPE : SHEET_PORTRAIT];
}

static void put_header(struct layout *l, struct op_list *ops, const struct sheet_style *s) {
    const struct document *doc = l->doc;
    float x = s->left, width = s->width - s->left - s->right, y = s->header;
    struct text_run left = text_run_of(STYLE_RUNNING, doc->contract_title);
    struct text_run right = text_run_of(STYLE_RUNNING, doc->title);
    float need = text_measure(&l->set, &left) + text_measure(&l->set, &right) + 2 * left.size;
    float upper = need <= width ? y : y - style_texts[STYLE_RUNNING].pitch;
    left = fitted(l, STYLE_RUNNING, left.text, width);
    right = fitted(l, STYLE_RUNNING, right.text, width);
    text_draw(&l->set, ops, &left, (struct line_place){.x = x, .y = upper, .width = width, .of = TAG_HEADER});
    text_draw(&l->set, ops, &right,
              (struct line_place){.x = x, .y = y, .width = width, .align = TEXT_RIGHT, .of = TAG_HEADER});
    op_line(ops, x, y + 5, x + width, y + 5, style_page.rule, INK_RULE);
}

/* 草稿 in a frame: the period has not ended, figures will change. */
static void put_draft(struct layout *l, struct op_list *ops, float right, float y, tag_id of) {
    struct text_run run = text_run_of(STYLE_DRAFT, S("草稿"));
    float w = text_measure(&l->set, &run), pad = 3, top = y - style_spacing.ascent * run.size;
    text_draw(&l->set, ops, &run, (struct line_place){.x = right - w - pad, .y = y, .of = of});
    op_add(ops, (struct op){.kind = OP_FRAME,
                            .ink = INK_BAD,
                            .x = right - w - 2 * pad,
                            .y = top - 2,
                            .x2 = right,
                            .y2 = top + run.size + 2,
                            .size = style_page.edge});
}

static void put_footer(struct layout *l, struct op_list *ops, const struct pages *pages, size_t page) {
    const struct sheet_style *s = sheet_of(&pages->at[page]);
    float x = s->left, width = s->width - s->left - s->right, y = s->height - s->footer;
    struct text_run number =
        text_run_of(STYLE_RUNNING, str_fmt(l->set.a, "第 %zu 页　共 %zu 页", page + 1, pages->n));
    text_draw(&l->set, ops, &number,
              (struct line_place){.x = x, .y = y, .width = width, .align = TEXT_CENTER, .of = TAG_FOOTER});
    struct text_run id = fitted(l, STYLE_RUNNING, l->doc->number, width / 3);
    text_draw(&l->set, ops, &id, (struct line_place){.x = x, .y = y, .width = width, .of = TAG_FOOTER});
    if (l->doc->draft)
        put_draft(l, ops, x + width, y, TAG_FOOTER);
}

static void fill_page_number(struct layout *l, const struct pages *pages, struct op *op) {
    str digits = str_fmt(l->set.scratch, "%zu", pages->anchors[op->n - 1].page + 1);
    struct text_run run = {
        .text = digits, .face = (enum face)op->face, .ink = (enum ink)op->ink, .size = op->size};
    struct op_list one = {.a = l->set.a};
    text_draw(&l->set, &one, &run,
              (struct line_place){.x = op->x, .y = op->y, .align = TEXT_RIGHT, .of = op->of});
    if (one.n)
        *op = one.at[0];
}

static void fill_page_numbers(struct layout *l, const struct pages *pages, size_t page) {
    struct op *ops = pages->at[page].ops;
    for (size_t i = 0; i < pages->at[page].n_ops; i++)
        if (ops[i].kind == OP_PAGE_NO)
            fill_page_number(l, pages, &ops[i]);
}

void layout_running(struct layout *l, struct pages *pages) {
    l->set.at = file_place(l->doc->title);
    for (size_t i = 0; i < pages->n; i++) {
        struct op_list ops = {.a = l->set.a};
        const struct sheet_style *s = sheet_of(&pages->at[i]);
        fill_page_numbers(l, pages, i);
        if (i > 0)
            put_header(l, &ops, s);
        else if (l->doc->draft) /* the first page has its title, no header */
            put_draft(l, &ops, s->width - s->right, s->header, TAG_HEADER);
        if (i > 0 || !l->doc->cover) /* a cover counts as a page and carries no number */
            put_footer(l, &ops, pages, i);
        pages->at[i].running = ops.at;
        pages->at[i].n_running = ops.n;
    }
}
