/* Places in a document by name, what leads to them, and the codes in the margin. */
#include "document_fixture.h"
#include "render_fixture.h"

#define ROWS                                                                                                 \
    "r: SELECT 'a' AS id, 'row/a' AS name, 'kpi/x@2025Q1' AS code, 'top' AS up UNION ALL"                    \
    " SELECT 'b', 'row/b', NULL, NULL"

/* -- names ------------------------------------------------------------------------------------------ */

static void test_headings(void **state) {
    struct desk *k = *state;
    assert_dump(k, "r: SELECT 'a b' AS v", "{{#r}}\n# 标题 {#story/{{v}}}\n\n[文](#story/{{v}})\n{{/r}}\n",
                "  heading 1 anchor \"story/a b\" [1] @templates/t.md:7\n    \"标题\"\n"
                "  paragraph @templates/t.md:9\n    \"文\" -> \"#story/a b\" [1]\n");
    assert_dump(k, NULL, "# 集合 {x}\n\n# {#only}\n\n## 一\n",
                "  heading 1 @templates/t.md:4\n    \"集合 {x}\"\n"
                "  heading 2 @templates/t.md:8\n    \"一\"\n");
}

static void test_rows(void **state) {
    struct desk *k = *state;
    assert_dump(
        k, ROWS,
        "# 一 {#top}\n\n[甲](#row/a) [考核](#kpi/x@2025Q1)\n\n```table\nquery: r\nanchor: name\nfigure: "
        "code\ncolumns:\n  - {title: 号, value: id, link: up}\n```\n",
        "  heading 1 anchor \"top\" [2] @templates/t.md:6\n    \"一\"\n"
        "  paragraph @templates/t.md:8\n    \"甲\" -> \"#row/a\" [1]\n    \" \"\n    \"考核\" -> "
        "\"#kpi/x@2025Q1\" [1]\n"
        "  table @templates/t.md:10\n    column \"号\" text auto\n"
        "    row \"a\" -> [2] anchor \"row/a\" figure \"kpi/x@2025Q1\" [1]\n"
        "    row \"b\" anchor \"row/b\"\n");
}

/* The same record may stand in several tables: the first place has the name. */
static void test_first_place(void **state) {
    struct desk *k = *state;
    assert_dump(k, NULL, "# 一 {#x}\n\n# 二 {#x}\n\n[文](#x)\n",
                "  heading 1 anchor \"x\" [1] @templates/t.md:4\n    \"一\"\n"
                "  heading 1 anchor \"x\" @templates/t.md:6\n    \"二\"\n"
                "  paragraph @templates/t.md:8\n    \"文\" -> \"#x\" [1]\n");
}

static void test_nowhere(void **state) {
    struct desk *k = *state;
    assert_dump(
        k, NULL, "- [文](#x)\n",
        "  list @templates/t.md:4\n    item @templates/t.md:4\n      paragraph @templates/t.md:4\n        "
        "\"文\" -> \"#x\"\n");
    assert_string_equal(diag_shown(k->a, k->d),
                        "templates/t.md:4:3: warning: no place in the document is named 'x'; "
                        "the link is left out [link-nowhere]\n");
}

/* -- on paper --------------------------------------------------------------------------------------- */

static struct table *linked_table(struct paper *p, size_t n_rows) {
    const char **cells = ARENA_ARRAY(p->a, const char *, n_rows * 2);
    for (size_t i = 0; i < n_rows * 2; i++)
        cells[i] = i % 2 ? "乙" : "甲";
    struct table *t = add_table(p, 2, NULL, n_rows, cells);
    t->figures = ARENA_ARRAY(p->a, str, n_rows);
    t->links = ARENA_ARRAY(p->a, str, n_rows * 2);
    t->targets = ARENA_ARRAY(p->a, uint32_t, n_rows * 2);
    t->places = ARENA_ARRAY(p->a, uint32_t, n_rows);
    return t;
}

static const struct op *find_op(const struct page *page, enum op_kind kind) {
    for (size_t i = 0; i < page->n_ops; i++)
        if (page->ops[i].kind == kind)
            return &page->ops[i];
    return NULL;
}

/* The first row's cell leads to the last row, three pages further on. */
static void test_link_reaches_its_row(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    struct table *t = linked_table(p, 120);
    p->doc.n_places = 1;
    t->places[119] = 1;
    t->targets[0] = 1;
    t->links[0] = S("row/119");
    assert_true(paper_layout(p));
    const struct op *link = find_op(&p->pages.at[0], OP_LINK);
    assert_non_null(link);
    assert_true(link->x2 > link->x && link->y2 > link->y);
    const struct anchor *a = &p->pages.anchors[link->n - 1];
    assert_int_equal(a->level, 0);
    assert_int_equal(a->page, p->pages.n - 1);
    const struct page *last = &p->pages.at[a->page];
    float lowest = 0;
    for (size_t i = 0; i < last->n_ops; i++)
        if (last->ops[i].kind == OP_TEXT && last->ops[i].y > lowest)
            lowest = last->ops[i].y;
    assert_true(lowest > a->y && lowest < a->y + 20);
}

/* A code stands beside its row, in the margin and on the paper; a long one makes its row taller. */
static void test_margin_codes(void **state) {
    struct paper *p = *state;
    float heights[2];
    for (int k = 0; k < 2; k++) {
        paper_clear(p);
        struct table *t = linked_table(p, 2);
        t->figures[0] = k ? S("target/an-id-that-is-longer-than-any/records/服务人员登记表.csv:1234567")
                          : S("kpi/x@2025Q1");
        assert_true(paper_layout(p));
        const struct page *page = &p->pages.at[0];
        float right = style_sheets[SHEET_PORTRAIT].width - style_sheets[SHEET_PORTRAIT].right, low = 1e9f,
              high = 0;
        for (size_t i = 0; i < page->n_ops; i++) {
            const struct op *op = &page->ops[i];
            if (op->kind != OP_TEXT || op->x < right)
                continue;
            assert_true(op->x2 <= style_sheets[SHEET_PORTRAIT].width - 10);
            low = op->y < low ? op->y : low;
            high = op->y > high ? op->y : high;
        }
        assert_true(high > 0);
        const struct op *last = NULL;
        for (size_t i = 0; i < page->n_ops; i++)
            if (page->ops[i].kind == OP_LINE)
                last = &page->ops[i];
        assert_true(high < last->y);
        heights[k] = last->y;
    }
    assert_true(heights[1] > heights[0] + 5);
}

/* A code of two lines, broken at a hyphen where need be, leaves a row of one line as it is. */
static void test_two_lines_of_code(void **state) {
    struct paper *p = *state;
    float heights[2];
    for (int k = 0; k < 2; k++) {
        paper_clear(p);
        struct table *t = linked_table(p, 2);
        t->figures[0] = k ? S("check/inspection-reported@2025Q2") : S("kpi/x");
        assert_true(paper_layout(p));
        const struct page *page = &p->pages.at[0];
        for (size_t i = 0; i < page->n_ops; i++)
            if (page->ops[i].kind == OP_LINE)
                heights[k] = page->ops[i].y;
    }
    assert_true(heights[1] < heights[0] + 0.01f);
}

int main(void) {
#define WITH_DESK(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)
    const struct CMUnitTest names[] = {WITH_DESK(test_headings), WITH_DESK(test_rows),
                                       WITH_DESK(test_first_place), WITH_DESK(test_nowhere)};
    const struct CMUnitTest paper[] = {cmocka_unit_test(test_link_reaches_its_row),
                                       cmocka_unit_test(test_margin_codes),
                                       cmocka_unit_test(test_two_lines_of_code)};
    return cmocka_run_group_tests(names, NULL, NULL) + cmocka_run_group_tests(paper, paper_open, paper_close);
}
