/* layout_fixture.h - documents laid out, and whether anything leaves its place. */
#ifndef LVYUE_TESTS_LAYOUT_FIXTURE_H
#define LVYUE_TESTS_LAYOUT_FIXTURE_H

#include "render/layout_table.h"
#include "render_fixture.h"

static inline bool near(float a, float b) {
    return fabsf(a - b) < 0.05f;
}

static inline void lay_out(struct paper *p) {
    bool ok = paper_layout(p);
    if (!ok)
        fail_msg("%s %s", diag_shown(p->a, p->d), p->f.text);
}

static inline const struct sheet_style *sheet_of(const struct page *page) {
    return &style_sheets[page->width > page->height ? SHEET_LANDSCAPE : SHEET_PORTRAIT];
}

/* The em boxes of two texts share no more than rounding. */
static inline bool overlap(const struct op *a, const struct op *b) {
    float top_a = a->y - style_spacing.ascent * a->size, top_b = b->y - style_spacing.ascent * b->size;
    float high = fminf(top_a + a->size, top_b + b->size) - fmaxf(top_a, top_b);
    return fminf(a->x2, b->x2) - fmaxf(a->x, b->x) > 0.6f && high > 0.3f;
}

static inline bool any_overlap(const struct page *page) {
    for (size_t i = 0; i < page->n_ops; i++)
        for (size_t k = i + 1; k < page->n_ops; k++)
            if (page->ops[i].kind == OP_TEXT && page->ops[k].kind == OP_TEXT &&
                overlap(&page->ops[i], &page->ops[k]))
                return true;
    return false;
}

/* Nothing leaves the text area, and no text lies over another. */
static inline void check_boxes(const struct paper *p) {
    for (size_t i = 0; i < p->pages.n; i++) {
        const struct page *page = &p->pages.at[i];
        const struct sheet_style *s = sheet_of(page);
        float left = s->left - 0.6f, right = page->width - s->right + 0.6f;
        float bottom = page->height - s->bottom + 0.6f;
        for (size_t k = 0; k < page->n_ops; k++) {
            const struct op *op = &page->ops[k];
            if (op->kind != OP_TEXT && op->kind != OP_FILL && op->kind != OP_LINE)
                continue;
            assert_true(op->x >= left && op->x2 <= right);
            assert_true(op->y >= s->top - 0.6f && op->y <= bottom);
        }
        assert_false(any_overlap(page));
    }
}

/* Also the second time, when the same diagnostic is not counted again. */
static inline void refused(struct paper *p, const char *expected) {
    assert_false(paper_layout(p));
    assert_false(paper_layout(p));
    assert_string_equal(diag_shown(p->a, p->d), expected);
}

static inline bool is_wide(const struct paper *p, size_t page) {
    return p->pages.at[page].width > p->pages.at[page].height;
}

#endif
