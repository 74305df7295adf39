/* Pages as draw operations: what stands where, what stays together, and what is refused. */
#include "layout_fixture.h"

static const char *const long_text =
    "检查按《巡检作业指导书》执行，每项记录标准值与实测值，二者不符即列为“关注”或“异常”。时间以医院时钟服务器"
    "为准；"
    "可用率按分钟计算，计划内停机经甲方书面同意后扣除，重叠部分只计一次（见附录三），服务器名为 pacs-db1。";

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

/* The place of a record, 登记.csv:68, was measured as a word without the character that its point holds to; a column of
 * just that width broke the number of the line. */
static void a_word_holds_the_character_before_its_point(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    struct setter s = {.a = p->a, .scratch = p->scratch, .glyphs = p->glyphs, .d = p->d, .f = &p->f};
    struct text_run run = text_run_of(STYLE_TABLE, S("缺陷报障导出.csv:68"));
    struct text t = text_items(&s, &run, 1);
    struct lines lines = text_lines(&s, &t, text_widest_word(&t), 0);
    assert_true(lines.n > 1);
    assert_int_equal(t.n - lines.at[lines.n - 1].from, 8); /* 出.csv:68 */
    setter_close(&s);
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

/* 35 characters are a first line; a 36th that may not begin the next one is taken in where three commas give way, and takes
 * the one before it along where there are none. The text never leaves its place. */
static void a_line_takes_in_a_mark_where_others_give_way(void **state) {
    struct paper *p = *state;
    const char *with = "检查按指导书执行，每项有标准值与实测，二者不符即列为关注，记录存档备查，另行通知各方",
               *without =
                   "检查按指导书执行后每项有标准值与实测后二者不符即列为关注后记录存档备查，另行通知各方";
    paper_clear(p);
    add_paragraph(p, with);
    lay_out(p);
    check_boxes(p);
    assert_non_null(strstr(page_text(p, 0), "备查，\n另行通知各方"));
    paper_clear(p);
    add_paragraph(p, without);
    lay_out(p);
    check_boxes(p);
    assert_non_null(strstr(page_text(p, 0), "备\n查，另行通知各方"));
}

/* Whatever stands in a paragraph, lines that took something in end where the others do. */
static void lines_set_closer_keep_their_width(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    struct sb b = {.a = p->a};
    for (unsigned i = 1; i < 3000; i = i * 5 / 4 + 1)
        sb_fmt(&b, "第%u项，共%u台；见“附录%u”、表%u。检查PACS%u次", i, i * 7, i % 9, i % 13, i);
    add_paragraph(p, str_z(p->a, sb_str(&b)));
    lay_out(p);
    check_boxes(p);
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

/* -- what is refused -------------------------------------------------------------------------------- */

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

/* Bottom of the lowest words of a page. */
static float lowest(const struct page *page) {
    float y = 0;
    for (size_t i = 0; i < page->n_ops; i++)
        y = page->ops[i].kind == OP_TEXT && page->ops[i].y > y ? page->ops[i].y : y;
    return y;
}

/* Headings and tables, then signatures: as often as they alone come to a last page it is taken in, as far as spaces allow
 * and no further than declared. */
static void a_nearly_empty_last_page_is_taken_in(void **state) {
    struct paper *p = *state;
    size_t before = 0;
    bool taken_in = false, left = false;
    for (int lines = 40; lines < 70; lines++) {
        paper_clear(p);
        for (int i = 0; i < lines; i++) {
            if (i % 6 == 0)
                add_text(p, BLOCK_HEADING, 1, "一章");
            add_paragraph(p, "一行。");
        }
        add_signature(p);
        lay_out(p);
        check_boxes(p);
        const struct page *last = &p->pages.at[p->pages.n - 1];
        const struct sheet_style *s = sheet_of(last);
        float fill = (lowest(last) - s->top) / (last->height - s->bottom - s->top);
        taken_in |= fill > 0.9f;
        left |= fill < 0.3f;
        assert_true(p->pages.n >= before); /* more text never takes fewer pages */
        before = p->pages.n;
    }
    assert_true(taken_in && left);
}

static float second_line(struct paper *p) {
    float y[2] = {0};
    size_t n = 0;
    for (size_t i = 0; i < p->pages.at[0].n_ops && n < 2; i++)
        if (p->pages.at[0].ops[i].kind == OP_TEXT && p->pages.at[0].ops[i].of > TAG_ROOT + 1)
            y[n++] = p->pages.at[0].ops[i].y;
    return y[1] - y[0];
}

/* Spaces stay as they are where giving way would not help: a page that must begin anew. */
static void spaces_stay_where_no_page_is_saved(void **state) {
    struct paper *p = *state;
    float usual = style_texts[STYLE_BODY].pitch + style_texts[STYLE_BODY].after;
    paper_clear(p);
    add_paragraph(p, "一");
    add_paragraph(p, "二");
    block_append(p, block_new(p, BLOCK_PAGE_BREAK));
    add_paragraph(p, "三");
    lay_out(p);
    assert_int_equal(p->pages.n, 2);
    assert_true(near(second_line(p), usual));
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
        cmocka_unit_test(a_word_holds_the_character_before_its_point),
        cmocka_unit_test(no_line_begins_with_a_stop_or_ends_with_an_opening_mark),
        cmocka_unit_test(scripts_are_spaced_and_marks_squeezed),
        cmocka_unit_test(a_line_takes_in_a_mark_where_others_give_way),
        cmocka_unit_test(lines_set_closer_keep_their_width),
        cmocka_unit_test(a_heading_begins_at_the_margin),
        cmocka_unit_test(variants_are_shared),
        cmocka_unit_test(a_word_longer_than_the_line_is_divided),
        cmocka_unit_test(headings_stay_with_their_text),
        cmocka_unit_test(no_widow_no_orphan),
        cmocka_unit_test(a_toc_names_the_pages),
        cmocka_unit_test(a_character_without_glyph_is_named),
        cmocka_unit_test(a_control_character_is_refused_a_tab_is_a_blank),
        cmocka_unit_test(invisible_characters_take_no_room),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(lists_hang_and_number),
        cmocka_unit_test(a_signature_block_stays_whole),
        cmocka_unit_test(a_signature_taller_than_a_page_is_refused),
        cmocka_unit_test(a_megabyte_in_one_paragraph_is_set),
        cmocka_unit_test(every_page_has_its_number),
        cmocka_unit_test(landscape_turns_the_page),
        cmocka_unit_test(a_page_block_turns_what_follows),
        cmocka_unit_test(a_cover_stands_alone),
        cmocka_unit_test(a_cover_with_too_many_words_is_refused),
        cmocka_unit_test(signatures_never_stand_alone),
        cmocka_unit_test(a_nearly_empty_last_page_is_taken_in),
        cmocka_unit_test(spaces_stay_where_no_page_is_saved),
    };
    return cmocka_run_group_tests(tests, paper_open, paper_close);
}
