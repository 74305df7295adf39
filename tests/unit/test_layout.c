/* Pages as draw operations: what stands where, what stays together, and what is refused. */
#include "render/layout_table.h"
#include "render_fixture.h"

#include "document/values.h"

static const char *const long_text =
    "检查按《巡检作业指导书》执行，每项记录标准值与实测值，二者不符即列为“关注”或“异常”。时间以医院时钟服务器"
    "为准；"
    "可用率按分钟计算，计划内停机经甲方书面同意后扣除，重叠部分只计一次（见附录三），服务器名为 pacs-db1。";

static bool near(float a, float b) {
    return fabsf(a - b) < 0.05f;
}

static void lay_out(struct paper *p) {
    bool ok = paper_layout(p);
    if (!ok)
        fail_msg("%s %s", diag_shown(p->a, p->d), p->f.text);
}

static const struct sheet_style *sheet_of(const struct page *page) {
    return &style_sheets[page->width > page->height ? SHEET_LANDSCAPE : SHEET_PORTRAIT];
}

/* The em boxes of two texts share no more than rounding. */
static bool overlap(const struct op *a, const struct op *b) {
    float top_a = a->y - style_spacing.ascent * a->size, top_b = b->y - style_spacing.ascent * b->size;
    float high = fminf(top_a + a->size, top_b + b->size) - fmaxf(top_a, top_b);
    return fminf(a->x2, b->x2) - fmaxf(a->x, b->x) > 0.6f && high > 0.3f;
}

static bool any_overlap(const struct page *page) {
    for (size_t i = 0; i < page->n_ops; i++)
        for (size_t k = i + 1; k < page->n_ops; k++)
            if (page->ops[i].kind == OP_TEXT && page->ops[k].kind == OP_TEXT &&
                overlap(&page->ops[i], &page->ops[k]))
                return true;
    return false;
}

/* Nothing leaves the text area, and no text lies over another. */
static void check_boxes(const struct paper *p) {
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

/* The check above sees what it looks for. */
static void an_overlap_is_seen(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_paragraph(p, long_text);
    lay_out(p);
    struct page *page = &p->pages.at[0];
    assert_false(any_overlap(page));
    page->ops[page->n_ops - 1].y -= style_texts[STYLE_BODY].pitch - 4;
    assert_true(any_overlap(page));
}

static void title_facts_and_text_stand_on_the_first_page(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    p->doc.subtitle = S("2025年第一季度");
    p->doc.contract_title = S("示例市人民医院维保合同");
    p->doc.buyer = S("示例市人民医院");
    add_text(p, BLOCK_HEADING, 1, "一、概述");
    add_paragraph(p, "正文。");
    lay_out(p);
    assert_int_equal(p->pages.n, 1);
    assert_string_equal(
        page_text(p, 0),
        "示例报告\n2025年第一季度\n合同示例市人民医院维保合同\n甲方示例市人民医院\n一、概述\n正文。");
    assert_int_equal(p->pages.n_anchors, 1);
    assert_string_equal(str_z(p->a, p->pages.anchors[0].text), "一、概述");
}

/* First line two characters in; full lines end at the right margin; the last one does not. */
static void paragraphs_are_indented_and_justified(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_paragraph(p, long_text);
    lay_out(p);
    check_boxes(p);
    const struct page *page = &p->pages.at[0];
    const struct sheet_style *s = sheet_of(page);
    float left = s->left, right = s->width - s->right, first_y = 0, last_y = 0;
    for (size_t i = 1; i < page->n_ops; i++) {
        const struct op *op = &page->ops[i];
        first_y = first_y > 0 ? first_y : op->y;
        last_y = op->y;
    }
    for (size_t i = 1; i < page->n_ops; i++) {
        const struct op *op = &page->ops[i];
        bool first_of_line = !near(page->ops[i - 1].y, op->y);
        bool last_of_line = i + 1 == page->n_ops || !near(page->ops[i + 1].y, op->y);
        if (first_of_line)
            assert_true(near(op->x, near(op->y, first_y) ? left + 24 : left));
        if (last_of_line && !near(op->y, last_y))
            assert_true(near(op->x2, right));
    }
    assert_true(last_y > first_y + 2 * 19);
}

/* GB/T 15834-2011, 5.1, whatever the width of the column. */
static void no_line_begins_with_a_stop_or_ends_with_an_opening_mark(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    struct setter s = {.a = p->a, .scratch = p->scratch, .glyphs = p->glyphs, .d = p->d, .f = &p->f};
    struct text_run run = text_run_of(STYLE_BODY, str_from(long_text));
    for (float width = 60; width < 400; width += 3.7f) {
        struct text t = text_items(&s, &run, 1);
        struct lines lines = text_lines(&s, &t, width, 0);
        for (size_t i = 0; i < lines.n; i++) {
            const struct line *l = &lines.at[i];
            assert_true(l->width <= width + 0.02f);
            assert_int_not_equal(t.at[l->from].class_, GLYPH_CLOSE);
            assert_int_not_equal(t.at[l->end - 1].class_, GLYPH_OPEN);
            assert_int_equal(l->to, i + 1 < lines.n ? lines.at[i + 1].from : t.n);
        }
    }
    setter_close(&s);
}

static float measured(struct paper *p, const char *text) {
    struct setter s = {.a = p->a, .scratch = p->scratch, .glyphs = p->glyphs, .d = p->d, .f = &p->f};
    struct text_run run = text_run_of(STYLE_BODY, str_from(text));
    return text_measure(&s, &run);
}

static void scripts_are_spaced_and_marks_squeezed(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    float em = style_texts[STYLE_BODY].size;
    assert_true(near(measured(p, "维保"), 2 * em));
    assert_true(near(measured(p, "维A保"), 2 * em + measured(p, "A") + em / 2));
    assert_true(near(measured(p, "维 A"), em + measured(p, " ") + measured(p, "A")));
    assert_true(measured(p, "）。") < 1.7f * em);
    assert_true(measured(p, "：“甲”。") < 4.2f * em);
    assert_true(near(measured(p, "甲，乙"), 3 * em));
}

/* （一） at the margin begins where 一、 does; in a paragraph, which is indented, it keeps its room. */
static void a_heading_begins_at_the_margin(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_text(p, BLOCK_HEADING, 2, "（一）概述");
    add_paragraph(p, "（一）概述");
    lay_out(p);
    const struct page *page = &p->pages.at[0];
    struct glyph_list sans = glyphs_used(p->glyphs, FACE_SANS_BOLD);
    struct glyph_list serif = glyphs_used(p->glyphs, FACE_SERIF);
    assert_true(sans.at[page->ops[1].u.cids[0]].lead < -300);
    assert_int_equal(serif.at[page->ops[2].u.cids[0]].lead, 0);
    assert_true(near(page->ops[1].x, style_sheets[SHEET_PORTRAIT].left));
}

/* The same character with the same space beside it is one glyph of the file, however often it stands there. */
static void variants_are_shared(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_paragraph(p, "维A保（（维）），A维");
    lay_out(p);
    size_t once = glyphs_used(p->glyphs, FACE_SERIF).n;
    for (int i = 0; i < 3; i++)
        add_paragraph(p, "维A保（（维）），A维");
    lay_out(p);
    assert_int_equal(glyphs_used(p->glyphs, FACE_SERIF).n, once);
    assert_true(once > 8);
}

static void a_word_longer_than_the_line_is_divided(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    char word[200];
    memset(word, 'a', sizeof word);
    word[sizeof word - 1] = 0;
    add_paragraph(p, word);
    lay_out(p);
    check_boxes(p);
    assert_int_equal(squeezed(p->a, str_from(page_text(p, 0))).n, strlen("示例报告") + strlen(word));
}

static void headings_stay_with_their_text(void **state) {
    struct paper *p = *state;
    for (int lines = 20; lines < 34; lines++) {
        paper_clear(p);
        for (int i = 0; i < lines; i++)
            add_paragraph(p, "一行。");
        add_text(p, BLOCK_HEADING, 1, "标题");
        add_paragraph(p, long_text);
        lay_out(p);
        size_t page = p->pages.anchors[0].page;
        assert_non_null(strstr(page_text(p, page), "标题\n检查按"));
        assert_non_null(strstr(page_text(p, page), "“异常”")); /* the second line, too */
    }
}

static void no_widow_no_orphan(void **state) {
    struct paper *p = *state;
    for (int lines = 20; lines < 36; lines++) {
        paper_clear(p);
        for (int i = 0; i < lines; i++)
            add_paragraph(p, "一行。");
        add_paragraph(p, long_text);
        lay_out(p);
        if (p->pages.n == 1)
            continue;
        size_t on_second = 1;
        for (const char *c = page_text(p, 1); *c; c++)
            on_second += *c == '\n';
        assert_int_not_equal(on_second, 1);
    }
}

static void a_toc_names_the_pages(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    block_append(p, block_new(p, BLOCK_TOC));
    for (int i = 0; i < 3; i++) {
        add_text(p, BLOCK_HEADING, 1, i == 0 ? "甲章" : i == 1 ? "乙章" : "丙章");
        block_append(p, block_new(p, BLOCK_PAGE_BREAK));
    }
    add_text(p, BLOCK_HEADING, 2, "丁节");
    lay_out(p);
    assert_non_null(strstr(page_text(p, 0), "目　录\n甲章1\n乙章2\n丙章3\n丁节4\n甲章"));
    assert_int_equal(p->pages.n, 4);
}

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

/* -- what is refused -------------------------------------------------------------------------------- */

/* Also the second time, when the same diagnostic is not counted again. */
static void refused(struct paper *p, const char *expected) {
    assert_false(paper_layout(p));
    assert_false(paper_layout(p));
    assert_string_equal(diag_shown(p->a, p->d), expected);
}

static void a_character_without_glyph_is_named(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_paragraph(p, "甲");
    add_paragraph(p, "乙\xF0\x92\x80\x80乙\xF0\x92\x80\x80");
    refused(p, "t.md:2:1: error: no installed font can show the character U+12000 '\xF0\x92\x80\x80', in "
               "'乙\xF0\x92\x80\x80乙\xF0\x92\x80\x80' [glyph-missing]\n");
}

static void a_control_character_is_refused_a_tab_is_a_blank(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_paragraph(p, "a\tb");
    lay_out(p);
    assert_string_equal(page_text(p, 0), "示例报告\na b");
    add_paragraph(p, "a\x01z");
    refused(
        p, "t.md:2:1: error: control character U+0001 cannot be printed, in 'a\\x01z' [control-character]\n");
}

static void invisible_characters_take_no_room(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_paragraph(p, "\xEF\xBB\xBF甲\xE2\x80\x8B乙\xEF\xB8\x8F");
    lay_out(p);
    assert_string_equal(page_text(p, 0), "示例报告\n甲乙");
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

static void deep_nesting_is_refused(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    struct block *inner = NULL;
    for (int i = 0; i < 25000; i++) {
        struct block *list = block_new(p, BLOCK_LIST), *item = block_new(p, BLOCK_ITEM);
        list->child = item;
        item->child = inner;
        inner = list;
    }
    block_append(p, inner);
    assert_false(paper_layout(p));
    assert_int_equal(diags_count_of(p->d, DIAG_NESTING), 1);
}

static struct block *list_of(struct paper *p, int first, struct block *content) {
    struct block *list = block_new(p, BLOCK_LIST), *item = block_new(p, BLOCK_ITEM);
    list->level = first;
    list->child = item;
    item->child = content;
    return list;
}

static void lists_hang_and_number(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    struct block *a = block_new(p, BLOCK_PARAGRAPH), *b = block_new(p, BLOCK_PARAGRAPH);
    block_run(p, a, "外层", 0);
    block_run(p, b, "内层", 0);
    a->next = list_of(p, 0, b);
    block_append(p, list_of(p, 3, a));
    lay_out(p);
    assert_string_equal(page_text(p, 0), "示例报告\n3.外层\n–内层");
}

static void add_signature(struct paper *p) {
    struct signature *s = ARENA_NEW(p->a, struct signature);
    static str words[] = {{"签字：", 9}, {"日期：", 9}};
    s->n_parties = 2;
    s->parties = ARENA_ARRAY(p->a, struct signature_party, 2);
    s->parties[0] = (struct signature_party){S("甲方（盖章）"), words, 2};
    s->parties[1] = (struct signature_party){S("乙方（盖章）"), words, 2};
    block_append(p, block_new(p, BLOCK_SIGNATURE))->signature = s;
}

static void a_signature_block_stays_whole(void **state) {
    struct paper *p = *state;
    for (int lines = 24; lines < 34; lines++) {
        paper_clear(p);
        for (int i = 0; i < lines; i++)
            add_paragraph(p, "一行。");
        add_signature(p);
        lay_out(p);
        check_boxes(p);
        assert_non_null(strstr(page_text(p, p->pages.n - 1),
                               "甲方（盖章）\n签字：\n日期：\n乙方（盖章）\n签字：\n日期："));
    }
}

/* Something of the text stands with the signatures, whatever comes before them. */
static void signatures_never_stand_alone(void **state) {
    struct paper *p = *state;
    for (int lines = 18; lines < 34; lines++) {
        paper_clear(p);
        for (int i = 0; i < lines; i++)
            add_paragraph(p, "一行。");
        if (lines % 2)
            add_text(p, BLOCK_HEADING, 1, "签署");
        add_signature(p);
        lay_out(p);
        assert_non_null(
            strstr(page_text(p, p->pages.n - 1), lines % 2 ? "一行。\n签署\n甲方" : "一行。\n甲方"));
    }
}

static void a_signature_taller_than_a_page_is_refused(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    static str words[60];
    for (size_t i = 0; i < 60; i++)
        words[i] = S("签字：");
    struct signature *s = ARENA_NEW(p->a, struct signature);
    s->n_parties = 1;
    s->parties = ARENA_NEW(p->a, struct signature_party);
    s->parties[0] = (struct signature_party){S("甲方"), words, 60};
    block_append(p, block_new(p, BLOCK_SIGNATURE))->signature = s;
    refused(p, "t.md:1:1: error: block is taller than a page and cannot be divided [block-too-tall]\n");
}

static void a_megabyte_in_one_paragraph_is_set(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    struct sb b = {.a = p->a};
    while (b.n < 1000000)
        sb_addz(&b, long_text);
    add_paragraph(p, str_z(p->a, sb_str(&b)));
    lay_out(p);
    check_boxes(p);
    assert_true(p->pages.n > 200);
}

static void every_page_has_its_number(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    p->doc.draft = true;
    p->doc.contract_title = S("合同");
    add_paragraph(p, "甲");
    block_append(p, block_new(p, BLOCK_PAGE_BREAK));
    add_paragraph(p, "乙");
    lay_out(p);
    struct sb b = {.a = p->a};
    for (size_t i = 0; i < p->pages.at[1].n_running; i++)
        if (p->pages.at[1].running[i].kind == OP_TEXT)
            op_text(p, &p->pages.at[1].running[i], &b);
    assert_string_equal(str_z(p->a, sb_str(&b)), "合同示例报告第 2 页　共 2 页草稿");
}

static void landscape_turns_the_page(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    p->doc.landscape = true;
    add_paragraph(p, long_text);
    lay_out(p);
    check_boxes(p);
    assert_true(p->pages.at[0].width > p->pages.at[0].height);
}

static bool is_wide(const struct paper *p, size_t page) {
    return p->pages.at[page].width > p->pages.at[page].height;
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

static void a_page_block_turns_what_follows(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_paragraph(p, "前");
    block_append(p, block_new(p, BLOCK_PAGE_BREAK))->orient = ORIENT_LANDSCAPE;
    add_paragraph(p, "中");
    block_append(p, block_new(p, BLOCK_PAGE_BREAK));
    add_paragraph(p, "仍");
    block_append(p, block_new(p, BLOCK_PAGE_BREAK))->orient = ORIENT_PORTRAIT;
    add_paragraph(p, "后");
    lay_out(p);
    assert_int_equal(p->pages.n, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(is_wide(p, i), i == 1 || i == 2);
}

static void a_cover_stands_alone(void **state) {
    struct paper *p = *state;
    for (int wide = 0; wide < 2; wide++) {
        paper_clear(p);
        p->doc.cover = true;
        p->doc.landscape = wide;
        p->doc.subtitle = S("2025年第一季度");
        p->doc.contract_title = S("示例市人民医院影像归档与通信系统及放射信息系统软硬件维护保养服务合同");
        p->doc.contract_id = S("SYRM-2025-001");
        p->doc.buyer = S("示例市人民医院");
        p->doc.supplier = S("示例信息技术有限公司");
        p->doc.number = S("DOC-1");
        p->doc.date_text = S("2025年4月8日");
        block_append(p, block_new(p, BLOCK_TOC));
        add_text(p, BLOCK_HEADING, 1, "概述");
        lay_out(p);
        check_boxes(p);
        assert_int_equal(p->pages.n, 3);
        assert_int_equal(p->pages.at[0].n_running, 0);
        assert_non_null(strstr(page_text(p, 0), "乙方名称示例信息技术有限公司\n文件编号DOC-1\n2025年4月8日"));
        assert_string_equal(page_text(p, 1), "目　录\n概述3");
    }
}

static void a_cover_with_too_many_words_is_refused(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    struct sb b = {.a = p->a};
    for (int i = 0; i < 900; i++)
        sb_addz(&b, "长");
    p->doc.cover = true;
    p->doc.title = sb_str(&b);
    add_paragraph(p, "正文");
    refused(p, "t.md:1:1: error: block is taller than a page and cannot be divided [block-too-tall]\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_overlap_is_seen),
        cmocka_unit_test(title_facts_and_text_stand_on_the_first_page),
        cmocka_unit_test(paragraphs_are_indented_and_justified),
        cmocka_unit_test(no_line_begins_with_a_stop_or_ends_with_an_opening_mark),
        cmocka_unit_test(scripts_are_spaced_and_marks_squeezed),
        cmocka_unit_test(a_heading_begins_at_the_margin),
        cmocka_unit_test(variants_are_shared),
        cmocka_unit_test(a_word_longer_than_the_line_is_divided),
        cmocka_unit_test(headings_stay_with_their_text),
        cmocka_unit_test(no_widow_no_orphan),
        cmocka_unit_test(a_toc_names_the_pages),
        cmocka_unit_test(a_long_table_repeats_its_head),
        cmocka_unit_test(a_row_taller_than_a_page_is_divided),
        cmocka_unit_test(numbers_stand_at_the_right),
        cmocka_unit_test(decimal_points_stand_in_line),
        cmocka_unit_test(groups_are_named_once_a_page),
        cmocka_unit_test(sums_are_carried_over_pages),
        cmocka_unit_test(an_empty_table_says_so),
        cmocka_unit_test(weights_share_the_width),
        cmocka_unit_test(random_tables_keep_their_boxes),
        cmocka_unit_test(a_character_without_glyph_is_named),
        cmocka_unit_test(a_control_character_is_refused_a_tab_is_a_blank),
        cmocka_unit_test(invisible_characters_take_no_room),
        cmocka_unit_test(a_table_too_wide_is_refused),
        cmocka_unit_test(a_head_taller_than_half_a_page_is_refused),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(lists_hang_and_number),
        cmocka_unit_test(a_signature_block_stays_whole),
        cmocka_unit_test(a_signature_taller_than_a_page_is_refused),
        cmocka_unit_test(a_megabyte_in_one_paragraph_is_set),
        cmocka_unit_test(every_page_has_its_number),
        cmocka_unit_test(landscape_turns_the_page),
        cmocka_unit_test(a_table_turns_its_pages),
        cmocka_unit_test(equal_cells_are_not_broken),
        cmocka_unit_test(a_table_turns_when_it_needs_to),
        cmocka_unit_test(a_page_block_turns_what_follows),
        cmocka_unit_test(a_cover_stands_alone),
        cmocka_unit_test(a_cover_with_too_many_words_is_refused),
        cmocka_unit_test(signatures_never_stand_alone),
    };
    return cmocka_run_group_tests(tests, paper_open, paper_close);
}
