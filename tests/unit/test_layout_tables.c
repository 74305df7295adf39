/* Tables: columns, rows over pages, groups and sums. */
#include "layout_fixture.h"

#include "document/values.h"

/* -- tables ----------------------------------------------------------------------------------------- */

static void a_long_table_repeats_its_head(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    const char *cells[200];
    for (size_t i = 0; i < 200; i++)
        cells[i] = i % 2 ? "正常" : "数据库";
    add_table(p, 2, NULL, 100, cells)->total = true;
    lay_out(p);
    check_boxes(p);
    assert_true(p->pages.n >= 3);
    for (size_t i = 0; i < p->pages.n; i++) {
        const char *head = i ? "续表　示例表\n列1列2\n数据库正常" : "示例表\n列1列2\n数据库正常";
        assert_non_null(strstr(page_text(p, i), head));
    }
    size_t rows = 0;
    for (size_t i = 0; i < p->pages.n; i++)
        for (const char *c = page_text(p, i); (c = strstr(c, "数据库正常")); c++)
            rows++;
    assert_int_equal(rows, 100);
}

static void a_row_taller_than_a_page_is_divided(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    struct sb b = {.a = p->a};
    for (int i = 0; i < 400; i++)
        sb_addz(&b, "故障原因很长很长很长很长，");
    const char *cells[] = {"甲", str_z(p->a, sb_str(&b)), "乙", "短"};
    add_table(p, 2, NULL, 2, cells);
    lay_out(p);
    check_boxes(p);
    struct sb all = {.a = p->a};
    for (size_t i = 0; i < p->pages.n; i++)
        sb_addz(&all, page_text(p, i));
    size_t found = 0;
    for (const char *c = str_z(p->a, squeezed(p->a, sb_str(&all))); (c = strstr(c, "因")); c++)
        found++;
    assert_int_equal(found, 400);
    assert_true(p->pages.n >= 2);
}

static void numbers_stand_at_the_right(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    const enum value_format formats[] = {FORMAT_TEXT, FORMAT_MONEY};
    const char *cells[] = {"甲", "1.00", "乙", "12,345.67"};
    add_table(p, 2, formats, 2, cells);
    lay_out(p);
    float ends[2] = {0, 1};
    size_t n = 0;
    for (size_t i = 0; i < p->pages.at[0].n_ops; i++) {
        const struct op *op = &p->pages.at[0].ops[i];
        struct sb b = {.a = p->a};
        if (op->kind == OP_TEXT)
            op_text(p, op, &b);
        if (b.n && (str_eqz(sb_str(&b), "1.00") || str_eqz(sb_str(&b), "12,345.67")))
            ends[n++] = op->x2;
    }
    assert_int_equal(n, 2);
    assert_true(near(ends[0], ends[1]));
}

/* Points one below the other, whatever stands before and behind; digits are equally wide. */
static void decimal_points_stand_in_line(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    const enum value_format formats[] = {FORMAT_TEXT, FORMAT_NUMBER};
    const char *cells[] = {"甲", "1.11", "乙", "12345.5", "丙", "7", "丁", "—"};
    add_table(p, 2, formats, 4, cells);
    lay_out(p);
    float ends[4] = {0};
    size_t n = 0;
    const struct page *page = &p->pages.at[0];
    for (size_t i = 0; i < page->n_ops; i++)
        if (page->ops[i].kind == OP_TEXT && i + 12 >= page->n_ops && page->ops[i].x > 250)
            ends[n++] = page->ops[i].x2;
    assert_int_equal(n, 4);
    float size = style_texts[STYLE_TABLE].size;
    float digit = (float)fonts_face(p->fonts, FACE_SERIF)->metrics.digit * size / 1000;
    assert_true(near(ends[0] - ends[1], digit));
    assert_true(ends[0] - ends[2] > 2 * digit && ends[0] - ends[2] < 3 * digit);
    assert_true(near(ends[0], ends[3]));
}

/* -- groups and sums over pages --------------------------------------------------------------------- */

static const enum value_format fee_formats[] = {FORMAT_TEXT, FORMAT_TEXT, FORMAT_MONEY};

/* System, id, fee; a system for every 40 rows, a total at the end, sums carried. */
static struct table *add_fees(struct paper *p, size_t rows) {
    const char **cells = ARENA_ARRAY(p->a, const char *, 3 * rows + 3);
    struct value_sum *running = ARENA_ARRAY(p->a, struct value_sum, rows + 1);
    for (size_t i = 0; i < rows; i++) {
        cells[3 * i] = str_z(p->a, str_fmt(p->a, "系统%zu", i / 40 + 1));
        cells[3 * i + 1] = str_z(p->a, str_fmt(p->a, "GD-%zu", i + 1));
        cells[3 * i + 2] = "1.00";
        running[i].whole = 100 * (int64_t)(i + 1);
    }
    cells[3 * rows] = "合计";
    cells[3 * rows + 1] = "";
    cells[3 * rows + 2] = str_z(p->a, str_fmt(p->a, "%zu.00", rows));
    struct table *t = add_table(p, 3, fee_formats, rows + 1, cells);
    t->total = t->carry = true;
    t->columns[0].group = true;
    t->columns[2].running = running;
    return t;
}

/* The first row of a page names its group again; nowhere else is a name said twice. */
static void groups_are_named_once_a_page(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_fees(p, 100);
    lay_out(p);
    check_boxes(p);
    assert_true(p->pages.n >= 4);
    size_t named = 0;
    for (size_t i = 0; i < p->pages.n; i++)
        for (const char *c = page_text(p, i); (c = strstr(c, "系统")); c++)
            named++;
    assert_true(named >= p->pages.n && named <= p->pages.n + 2);
    assert_non_null(strstr(page_text(p, 1), "列1列2列3\n承前页"));
    const char *row = strstr(page_text(p, 1), "系统");
    assert_true(row && strstr(row, "GD-") < row + 10);
}

/* What is carried forward is what the next page begins with: the fees printed so far. */
static void sums_are_carried_over_pages(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_fees(p, 100);
    lay_out(p);
    size_t rows = 0;
    for (size_t i = 0; i < p->pages.n; i++) {
        const char *text = page_text(p, i);
        char expected[40];
        snprintf(expected, sizeof expected, "承前页%zu.00\n", rows);
        assert_true(i == 0 ? !strstr(text, "承前页") : strstr(text, expected) != NULL);
        for (const char *c = text; (c = strstr(c, "GD-")); c++)
            rows++;
        snprintf(expected, sizeof expected, "过次页%zu.00", rows);
        if (i + 1 < p->pages.n)
            assert_true(str_ends(str_from(text), str_from(expected)));
        else
            assert_null(strstr(text, "过次页"));
    }
    assert_int_equal(rows, 100);
}

static void an_empty_table_says_so(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_table(p, 3, NULL, 0, NULL)->empty = S("本期没有停机。");
    lay_out(p);
    assert_non_null(strstr(page_text(p, 0), "列1列2列3\n本期没有停机。"));
}

static void weights_share_the_width(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    const char *cells[] = {"甲", "乙", "丙"};
    struct table *t = add_table(p, 3, NULL, 1, cells);
    for (size_t i = 0; i < 3; i++) {
        t->columns[i].width = i == 1 ? 2 : 1;
        t->columns[i].align = ALIGN_LEFT;
    }
    lay_out(p);
    float x[3] = {0};
    size_t n = 0;
    const struct page *page = &p->pages.at[0];
    for (size_t i = 0; i < page->n_ops; i++)
        if (page->ops[i].kind == OP_TEXT && i + 4 >= page->n_ops)
            x[n++] = page->ops[i].x;
    assert_int_equal(n, 3);
    assert_true(near(x[1] - x[0], (x[2] - x[1]) / 2));
}

/* Pseudo-random tables: whatever they hold, nothing leaves its place. */
static void random_tables_keep_their_boxes(void **state) {
    struct paper *p = *state;
    static const char *const pieces[] = {
        "维保", "pacs-db1.example.com", "，", "99.9%", " ", "“故障”", "12,345.60", "\n", "——", "级"};
    uint32_t seed = 7;
    for (size_t round = 0; round < 40; round++) {
        paper_clear(p);
        size_t columns = 1 + round % 9;
        const char *cells[90];
        for (size_t i = 0; i < columns * 10; i++) {
            struct sb b = {.a = p->a};
            for (seed = seed * 1664525 + 1013904223; (seed >> 16) % 9 != 0;
                 seed = seed * 1664525 + 1013904223)
                sb_addz(&b, pieces[(seed >> 20) % 10]);
            cells[i] = str_z(p->a, sb_str(&b));
        }
        struct block **at = p->end;
        struct table *t = add_table(p, columns, NULL, 10, cells);
        for (size_t i = 0; i < columns; i++)
            t->columns[i].group = (seed >> (4 + i)) % 3 == 0;
        (*at)->orient = (enum orientation)(round % 4);
        lay_out(p);
        check_boxes(p);
    }
}

static void a_table_too_wide_is_refused(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    const char *cells[40];
    for (size_t i = 0; i < 40; i++)
        cells[i] = "甲";
    add_table(p, 40, NULL, 1, cells);
    refused(p, "t.md:1:1: error: table '示例表' is too wide for the page: 40 columns leave less than one "
               "character for each "
               "[table-too-wide]\n");
}

static void a_head_taller_than_half_a_page_is_refused(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    struct sb b = {.a = p->a};
    for (int i = 0; i < 3000; i++)
        sb_addz(&b, "长");
    const char *cells[] = {"甲"};
    add_table(p, 1, NULL, 1, cells)->columns[0].title = sb_str(&b);
    refused(p, "t.md:1:1: error: the head of table '示例表' takes more than half a page [table-head-tall]\n");
}

/* A turned table takes its heading along; what follows stands upright again, and no page stays empty. */
static void a_table_turns_its_pages(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    const char *cells[] = {"甲", "乙"};
    add_paragraph(p, "前");
    for (int i = 0; i < 2; i++) {
        add_text(p, BLOCK_HEADING, 1, i ? "下表" : "上表");
        struct block **at = p->end;
        add_table(p, 2, NULL, 1, cells);
        (*at)->orient = ORIENT_LANDSCAPE;
    }
    add_paragraph(p, "后");
    lay_out(p);
    check_boxes(p);
    assert_int_equal(p->pages.n, 3);
    assert_false(is_wide(p, 0));
    assert_true(is_wide(p, 1));
    assert_false(is_wide(p, 2));
    assert_int_equal(p->pages.anchors[1].page, 1);
    assert_string_equal(page_text(p, 2), "后");
}

/* Cells of one length, as the places of records are, break all or none: no small step would pay. */
static void equal_cells_are_not_broken(void **state) {
    (void)state;
    struct cell_size cells[2 * 12];
    for (size_t row = 0; row < 12; row++) {
        cells[2 * row] = (struct cell_size){.natural = row ? 150 : 900, .word = 10};
        cells[2 * row + 1] = (struct cell_size){.natural = 128, .word = 40};
    }
    const float least[] = {60, 60}, most[] = {920, 140};
    float widths[] = {300, 105};
    layout_balance(&(struct cell_sample){cells, 12, 2, least, most}, widths);
    assert_true(widths[1] > 139.9f && widths[0] + widths[1] < 405.1f);
}

/* A line holds a whole number of Chinese characters: five with room to spare are not made four and most of one. */
static void characters_stand_whole_in_lines(void **state) {
    (void)state;
    const float pad = 2 * style_page.cell_x;
    struct cell_size cells[2 * 12];
    for (size_t row = 0; row < 12; row++) {
        cells[2 * row] = (struct cell_size){.natural = 81, .word = 9};
        cells[2 * row + 1] = (struct cell_size){.natural = 100, .word = 40};
    }
    const float least[] = {20, 20}, most[] = {81 + pad, 100 + pad};
    float widths[] = {45.5f + pad, 98.7f + pad};
    layout_balance(&(struct cell_sample){cells, 12, 2, least, most}, widths);
    assert_true(widths[0] >= 45 + pad);
}

/* ORIENT_AUTO: only where the columns would break numbers or words. */
static void a_table_turns_when_it_needs_to(void **state) {
    struct paper *p = *state;
    const enum value_format formats[14] = {
        FORMAT_MONEY, FORMAT_MONEY, FORMAT_MONEY, FORMAT_MONEY, FORMAT_MONEY, FORMAT_MONEY, FORMAT_MONEY,
        FORMAT_MONEY, FORMAT_MONEY, FORMAT_MONEY, FORMAT_MONEY, FORMAT_MONEY, FORMAT_MONEY, FORMAT_MONEY};
    const char *cells[14];
    for (size_t i = 0; i < 14; i++)
        cells[i] = "1,234.00";
    for (size_t columns = 3; columns <= 14; columns += 11) {
        paper_clear(p);
        struct block **at = p->end;
        add_table(p, columns, formats, 1, cells);
        (*at)->orient = ORIENT_AUTO;
        lay_out(p);
        check_boxes(p);
        assert_int_equal(is_wide(p, p->pages.n - 1), columns == 14);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_table_repeats_its_head),
        cmocka_unit_test(a_row_taller_than_a_page_is_divided),
        cmocka_unit_test(numbers_stand_at_the_right),
        cmocka_unit_test(decimal_points_stand_in_line),
        cmocka_unit_test(groups_are_named_once_a_page),
        cmocka_unit_test(sums_are_carried_over_pages),
        cmocka_unit_test(an_empty_table_says_so),
        cmocka_unit_test(weights_share_the_width),
        cmocka_unit_test(random_tables_keep_their_boxes),
        cmocka_unit_test(a_table_too_wide_is_refused),
        cmocka_unit_test(a_head_taller_than_half_a_page_is_refused),
        cmocka_unit_test(a_table_turns_its_pages),
        cmocka_unit_test(equal_cells_are_not_broken),
        cmocka_unit_test(characters_stand_whole_in_lines),
        cmocka_unit_test(a_table_turns_when_it_needs_to),
    };
    return cmocka_run_group_tests(tests, paper_open, paper_close);
}
