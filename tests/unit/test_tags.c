/* The elements of a document as layout records them, and the data attached to it. */
#include "render_fixture.h"

#include "render/attach.h"

static const char *kind_name(int kind) {
    static const char *const names[TAG__MAX] = {
        "Document", "Title", "H1",        "H2",    "H3",    "H4",         "H5",   "H6",
        "P",        "L",     "LI",        "Lbl",   "LBody", "BlockQuote", "Code", "Table",
        "Caption",  "THead", "TBody",     "TFoot", "TR",    "TH",         "TD",   "Figure",
        "TOC",      "TOCI",  "Reference", "Link",  "Span",  "Note",       "Sect", "Div"};
    return names[kind];
}

/* The tree below `of` as one line: Table(THead(TR(TH)) TBody(TR(TD))). */
static void show(const struct tags *t, tag_id of, struct sb *b) {
    sb_addz(b, kind_name(t->all.at[of].kind));
    bool any = false;
    for (tag_id i = of + 1; i < t->all.n; i++) {
        if (t->all.at[i].parent != of)
            continue;
        sb_char(b, any ? ' ' : '(');
        any = true;
        show(t, i, b);
    }
    if (any)
        sb_char(b, ')');
}

static char *tree(struct paper *p) {
    p->glyphs = glyphs_new(p->a, p->fonts);
    assert_true(paper_layout(p));
    struct sb b = {.a = p->a};
    show(&p->pages.tags, TAG_ROOT, &b);
    return str_z(p->a, sb_str(&b));
}

static void headings_leave_no_level_out(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_text(p, BLOCK_HEADING, 2, "甲");
    add_text(p, BLOCK_HEADING, 4, "乙");
    add_text(p, BLOCK_HEADING, 1, "丙");
    add_paragraph(p, "丁");
    assert_string_equal(tree(p), "Document(Title H1 H2 H1 P)");
}

static void lists_and_quotes_nest(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    struct block *list = block_append(p, block_new(p, BLOCK_LIST));
    list->child = block_new(p, BLOCK_ITEM);
    list->child->child = block_new(p, BLOCK_PARAGRAPH);
    block_run(p, list->child->child, "项", 0);
    list->child->child->next = block_new(p, BLOCK_QUOTE);
    list->child->child->next->child = block_new(p, BLOCK_CODE);
    block_run(p, list->child->child->next->child, "x = 1", 0);
    assert_string_equal(tree(p), "Document(Title L(LI(Lbl LBody(P BlockQuote(P(Code))))))");
    assert_int_equal(p->pages.tags.all.at[TAG_ROOT + 2].numbering, NUMBERING_DISC);
}

static void a_repeated_head_is_said_once(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    static const char *cells[200];
    for (size_t i = 0; i < 200; i++)
        cells[i] = "值";
    add_table(p, 1, NULL, 200, cells);
    char *found = tree(p);
    assert_true(p->pages.n > 3);
    assert_int_equal(
        str_find(str_from(found), S("Document(Title Table(Caption THead(TR(TH)) TBody(TR(TD) TR(TD) ")), 0);
    size_t repeated = 0;
    for (size_t i = 0; i < p->pages.n; i++)
        for (size_t k = 0; k < p->pages.at[i].n_ops; k++)
            repeated += p->pages.at[i].ops[k].kind == OP_TEXT && p->pages.at[i].ops[k].of == TAG_REPEATED;
    assert_int_equal(repeated, 2 * (p->pages.n - 1)); /* 续表 and the head's word */
}

/* What is merged over several rows, and the first words of a total, head their rows; a merged column behind one that is not
 * heads nothing. */
static void merged_cells_and_totals_head_their_rows(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    const char *cells[] = {"系统1", "甲", "是", "系统1", "乙", "是", "", "合计", "2"};
    struct table *t = add_table(p, 3, NULL, 3, cells);
    t->columns[0].group = t->columns[2].group = t->total = true;
    assert_string_equal(tree(p), "Document(Title Table(Caption THead(TR(TH TH TH)) TBody(TR(TH TD TD) TR(TD) "
                                 "TR(TD TH TD))))");
    const struct tags *tags = &p->pages.tags;
    size_t rows = 0;
    for (tag_id i = TAG_ROOT; i < tags->all.n; i++) {
        const struct tag *tag = &tags->all.at[i];
        assert_true((tag->kind == TAG_TH) == (tag->scope != SCOPE_NONE));
        rows += tag->scope == SCOPE_ROW;
    }
    assert_int_equal(rows, 2);
}

/* No word of the text area is without an element; header and footer are artifacts. */
static void every_word_has_an_element(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    p->doc.contract_title = S("示例合同");
    p->doc.subtitle = S("2025年");
    block_append(p, block_new(p, BLOCK_TOC));
    add_text(p, BLOCK_HEADING, 1, "甲");
    add_text(p, BLOCK_HEADING, 2, "乙");
    struct block *b = add_paragraph(p, "见");
    block_run(p, b, "监控", 0);
    b->runs.at[1].href = S("https://example.com/");
    add_table(p, 1, NULL, 0, NULL);
    assert_string_equal(
        tree(p), "Document(Title P Table(TBody(TR(TH TD))) P TOC(TOCI(Reference(Link)) "
                 "TOC(TOCI(Reference(Link)))) H1 H2 P(Link) Table(Caption THead(TR(TH)) TBody(TR(TD))))");
    for (size_t i = 0; i < p->pages.n; i++) {
        const struct page *page = &p->pages.at[i];
        for (size_t k = 0; k < page->n_ops; k++)
            if (page->ops[k].kind == OP_TEXT || page->ops[k].kind == OP_LINK)
                assert_true(page->ops[k].of >= TAG_ROOT);
        for (size_t k = 0; k < page->n_running; k++)
            assert_true(page->running[k].of < TAG_ROOT);
    }
    assert_int_equal(p->pages.attachments.all.n, 0); /* a table without rows has no data */
}

static void data_is_attached_as_csv(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    const char *cells[] = {"甲,乙", "说“\"好\"”", "一\n二", " 空"};
    struct table *t = add_table(p, 2, NULL, 2, cells);
    t->caption = S("故障/明细.");
    tree(p);
    assert_int_equal(p->pages.attachments.all.n, 1);
    const struct attachment *at = &p->pages.attachments.all.at[0];
    assert_string_equal(str_z(p->a, at->name), "表1-故障_明细_.csv");
    assert_string_equal(str_z(p->a, at->description), "“故障/明细.”的数据，共2行");
    assert_string_equal(str_z(p->a, at->bytes(p->a, at->what)),
                        "列1,列2\r\n\"甲,乙\",\"说“\"\"好\"\"”\"\r\n\"一\n二\",\" 空\"\r\n");
    assert_int_equal(p->pages.tags.all.at[at->of].kind, TAG_TABLE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_leave_no_level_out),
        cmocka_unit_test(lists_and_quotes_nest),
        cmocka_unit_test(a_repeated_head_is_said_once),
        cmocka_unit_test(every_word_has_an_element),
        cmocka_unit_test(data_is_attached_as_csv),
        cmocka_unit_test(merged_cells_and_totals_head_their_rows),
    };
    return cmocka_run_group_tests(tests, paper_open, paper_close);
}
