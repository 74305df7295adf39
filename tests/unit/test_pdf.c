/* PDF files as other programs see them: text, ink, structure, bytes. */
#include "render_fixture.h"

static const char *const report[] = {
    "本报告依据《放射影像管理系统维保服务合同》第三条第2款“预防性维护”编制，汇总2025年第一季度（1月1日至3月31"
    "日）的健康检查。",
    "数据库版本为 Oracle 19c，操作系统为 CentOS "
    "7.9，备份任务名为pacs-full-weekly与pacs-incr-daily（见§3."
    "2），“空间增长过快”一项已处理——扩容、归档、清理……",
    "姓名中含生僻字的技师“𠮷田”亦已完成培训，可用率99.96%≥99.9%"
    "，面积120㎡，温度37℃，罗马数字Ⅲ，单位μm与µm，部首⼀与汉字一。",
};
enum { REPORT = sizeof report / sizeof *report };

static const char *make(struct paper *p, const char *name) {
    const char *path = paper_path(p, name);
    bool ok = render_pdf(p->a, p->d, p->fonts, &p->doc, path, &p->f);
    if (!ok)
        fail_msg("%s%s", diag_shown(p->a, p->d), p->f.text);
    return path;
}

static void fill_report(struct paper *p) {
    paper_clear(p);
    p->doc.contract_title = S("示例市人民医院维保合同");
    p->doc.number = S("JC-2025-Q1");
    add_text(p, BLOCK_HEADING, 1, "一、概述");
    for (size_t i = 0; i < REPORT; i++)
        add_paragraph(p, report[i]);
    add_text(p, BLOCK_HEADING, 2, "（一）考核指标");
    const char *cells[] = {"可用率", "99.96%",
                           "达标",   "故障响应及时率（电话10分钟、到场30分钟），以监控时间为准",
                           "92.85%", "未达标"};
    const enum value_format formats[] = {FORMAT_TEXT, FORMAT_PERCENT, FORMAT_OUTCOME};
    struct table *t = add_table(p, 3, formats, 2, cells);
    t->cells[2].tone = TONE_GOOD;
    t->cells[5].tone = TONE_BAD;
    for (int i = 0; i < 12; i++)
        add_paragraph(p, report[i % REPORT]);
}

static str without_lines(struct arena *a, str s) {
    struct sb b = {.a = a};
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\n' && s.p[i] != '\f')
            sb_char(&b, s.p[i]);
    return sb_str(&b);
}

/* Blanks included: none is lost, none comes from the space between scripts or marks. */
static void pdftotext_gives_the_text_back(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    for (size_t i = 0; i < REPORT; i++)
        add_paragraph(p, report[i]);
    const char *path = make(p, "text.pdf");
    const char *const modes[] = {"", "-raw"};
    for (size_t m = 0; m < 2; m++) {
        str text = without_lines(p->a, command_output(p->a, "pdftotext %s %s -", modes[m], path));
        for (size_t i = 0; i < REPORT; i++)
            if (str_find(text, str_from(report[i])) < 0)
                fail_msg("pdftotext %s lost paragraph %zu: %.*s", modes[m], i, STR_ARG(text));
    }
}

/* All of it, in reading order: header and footer, then the page. */
static void every_word_is_there_in_order(void **state) {
    struct paper *p = *state;
    fill_report(p);
    const char *path = make(p, "order.pdf");
    p->glyphs = glyphs_new(p->a, p->fonts);
    assert_true(paper_layout(p));
    struct sb b = {.a = p->a};
    for (size_t i = 0; i < p->pages.n; i++) {
        for (size_t k = 0; k < p->pages.at[i].n_running; k++)
            if (p->pages.at[i].running[k].kind == OP_TEXT)
                op_text(p, &p->pages.at[i].running[k], &b);
        sb_addz(&b, page_text(p, i));
    }
    str expected = squeezed(p->a, sb_str(&b));
    str found = squeezed(p->a, command_output(p->a, "pdftotext -raw %s -", path));
    assert_string_equal(str_z(p->a, found), str_z(p->a, expected));
}

/* -- ink -------------------------------------------------------------------------------------------- */

struct picture {
    int width, height;
    const uint8_t *grey;
};
enum { DPI = 100 };

static struct picture take_picture(struct paper *p, const char *path, size_t page) {
    str pgm = command_output(p->a, "pdftoppm -gray -r %d -f %zu -l %zu %s", DPI, page + 1, page + 1, path);
    struct picture pic = {0};
    int used = 0;
    assert_int_equal(
        sscanf(str_z(p->a, str_slice(pgm, 0, 60)), "P5 %d %d 255%n", &pic.width, &pic.height, &used), 2);
    pic.grey = (const uint8_t *)pgm.p + used + 1;
    assert_int_equal(pgm.n, (size_t)used + 1 + (size_t)pic.width * (size_t)pic.height);
    return pic;
}

/* Share of the box that is inked. */
static double ink_in(const struct picture *pic, float x, float y, float x2, float y2) {
    float k = DPI / 72.0f;
    long dark = 0, all = 0;
    for (int row = (int)(y * k); row < (int)(y2 * k); row++)
        for (int col = (int)(x * k); col < (int)(x2 * k); col++, all++)
            dark += 255 - pic->grey[row * pic->width + col];
    return all ? (double)dark / 255 / (double)all : 0;
}

static size_t check_ink(const struct paper *p, const struct picture *pic, const struct op *op) {
    struct glyph_list used = glyphs_used(p->glyphs, (enum face)op->face);
    size_t checked = 0;
    float x = op->x;
    for (uint32_t g = 0; g < op->n; g++) {
        const struct glyph_used *u = &used.at[op->u.cids[g]];
        float width = (float)u->advance * op->size / 1000;
        if (glyph_class_of(u->codepoint) == GLYPH_HAN) {
            double ink = ink_in(pic, x, op->y - 0.85f * op->size, x + width, op->y + 0.1f * op->size);
            if (ink < 0.02 || ink > 0.7)
                fail_msg("U+%04X at %.0f,%.0f: ink %.3f", (unsigned)u->codepoint, (double)x, (double)op->y,
                         ink);
            checked++;
        }
        x += width + op->spacing;
    }
    return checked;
}

/* Text that extracts well may still print as nothing: every Chinese character has ink, and is no black box. */
static void text_is_inked(void **state) {
    struct paper *p = *state;
    fill_report(p);
    const char *path = make(p, "ink.pdf");
    p->glyphs = glyphs_new(p->a, p->fonts);
    assert_true(paper_layout(p));
    size_t checked = 0;
    for (size_t i = 0; i < p->pages.n; i++) {
        struct picture pic = take_picture(p, path, i);
        for (size_t k = 0; k < p->pages.at[i].n_ops; k++)
            if (p->pages.at[i].ops[k].kind == OP_TEXT)
                checked += check_ink(p, &pic, &p->pages.at[i].ops[k]);
    }
    assert_true(checked > 600);
}

/* Glyph variants: the quarter em stands beside the letter, on both sides; a squeezed mark keeps its ink. */
static void gaps_are_empty_and_marks_are_not(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_paragraph(p, "国M国（（国");
    const char *path = make(p, "gaps.pdf");
    struct picture pic = take_picture(p, path, 0);
    p->glyphs = glyphs_new(p->a, p->fonts);
    assert_true(paper_layout(p));
    const struct op *op = &p->pages.at[0].ops[1];
    assert_int_equal(op->n, 6);
    float em = op->size, top = op->y - 0.85f * em, low = op->y + 0.1f * em, x = op->x + em;
    float letter = (float)glyphs_find(p->glyphs, FACE_SERIF, 'M')->advance * em / 1000;
    assert_true(ink_in(&pic, x, top, x + em / 4, low) < 0.02);
    assert_true(ink_in(&pic, x + em / 4, top, x + em / 4 + letter, low) > 0.1);
    assert_true(ink_in(&pic, x + em / 4 + letter, top, x + em / 2 + letter, low) < 0.02);
    x += em / 2 + letter + em; /* after the second 国 */
    assert_true(ink_in(&pic, x + em / 2, top, x + em, low) > 0.03);
    assert_true(ink_in(&pic, x + em, top, x + 1.55f * em, low) > 0.03);
}

/* A wedge, a bar and a line leave their marks, too: the middle of a filled bar is its colour. */
static void charts_are_inked(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    static str labels[] = {{"甲", 3}, {"乙", 3}};
    static double values[] = {10, 10};
    static struct chart_series series = {{"件数", 6}, values};
    static struct chart chart = {
        .kind = CHART_BAR, .labels = labels, .n_points = 2, .series = &series, .n_series = 1};
    block_append(p, block_new(p, BLOCK_CHART))->chart = &chart;
    const char *path = make(p, "chart.pdf");
    struct picture pic = take_picture(p, path, 0);
    const struct sheet_style *s = &style_sheets[SHEET_PORTRAIT];
    double all = ink_in(&pic, s->left, s->top + 40, s->width - s->right, 260);
    assert_true(all > 0.2 && all < 0.7);
}

/* -- the file --------------------------------------------------------------------------------------- */

static void the_file_is_sound(void **state) {
    struct paper *p = *state;
    fill_report(p);
    const char *path = make(p, "sound.pdf");
    str said = command_output(p->a, "qpdf --check %s 2>&1", path);
    assert_true(str_find(said, S("No syntax or stream encoding errors found")) >= 0);
    assert_true(str_find(said, S("WARNING")) < 0);
    str fonts = command_output(p->a, "pdffonts %s", path);
    assert_true(str_find(fonts, S("CID Type 0C       Identity-H       yes yes yes")) >= 0);
    assert_true(str_find(fonts, S(" no ")) < 0);
    str info = command_output(p->a, "pdfinfo %s", path);
    assert_true(str_find(info, S("Title:           示例报告")) >= 0);
    assert_true(str_find(command_output(p->a, "TZ=Asia/Shanghai pdfinfo -isodates %s", path),
                         S("2025-04-08T00:00:00+08")) >= 0);
}

/* The CMap specification allows 100 entries to a block, and codes of one range differ in their last byte alone. */
static void code_maps_have_small_blocks(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    struct sb b = {.a = p->a};
    for (uint32_t cp = 0x4E00; cp < 0x4E00 + 450; cp++)
        sb_codepoint(&b, cp);
    add_paragraph(p, str_z(p->a, sb_str(&b)));
    str rest = command_output(p->a, "qpdf --qdf --object-streams=disable %s -", make(p, "map.pdf"));
    size_t blocks = 0;
    for (ptrdiff_t at; (at = str_find(rest, S("1 beginbfrange\n"))) >= 0; blocks++) {
        rest = str_slice(rest, (size_t)at + 15, rest.n);
        unsigned from, to;
        assert_int_equal(sscanf(str_z(p->a, str_slice(rest, 0, 40)), "<%4X> <%4X> [", &from, &to), 2);
        assert_true(to >= from && to - from < 100 && from / 256 == to / 256);
    }
    assert_true(blocks >= 6);
}

static void headings_are_bookmarks_and_addresses_links(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_text(p, BLOCK_HEADING, 1, "甲");
    add_text(p, BLOCK_HEADING, 3, "乙");
    add_text(p, BLOCK_HEADING, 1, "丙");
    struct block *b = add_paragraph(p, "见");
    block_run(p, b, "监控页面", 0);
    b->runs.at[1].href = S("https://example.com/甲?b=1");
    block_run(p, b, "附录", 0);
    b->runs.at[2].href = S("appendix.md");
    str qdf = command_output(p->a, "qpdf --qdf --object-streams=disable %s -", make(p, "links.pdf"));
    assert_true(str_find(qdf, S("/URI (https://example.com/%E7%94%B2?b=1)")) >= 0);
    assert_true(str_find(qdf, S("appendix.md")) < 0);
    const char *const titles[] = {"<feff7532>", "<feff4e59>", "<feff4e19>"};
    for (size_t i = 0; i < 3; i++)
        assert_true(str_find(qdf, str_from(titles[i])) >= 0);
    assert_true(str_find(qdf, S("/Count 3")) >= 0);
}

static str file_bytes(struct paper *p, const char *path) {
    str s = {0};
    const char *why = NULL;
    if (!file_read(p->a, str_from(path), &s, &why))
        fail_msg("%s: %s", path, why);
    return s;
}

static str file_id(str bytes) {
    ptrdiff_t at = str_find(bytes, S("/ID[<"));
    assert_true(at >= 0);
    return str_slice(bytes, (size_t)at, (size_t)at + 37);
}

/* Also where only the words differ, and neither their number nor their widths. */
static void other_words_other_id(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_paragraph(p, "甲乙");
    str one = file_id(str_dup(p->a, file_bytes(p, make(p, "id1.pdf"))));
    paper_clear(p);
    add_paragraph(p, "丙丁");
    str two = file_id(file_bytes(p, make(p, "id2.pdf")));
    assert_false(str_eq(one, two));
}

static void same_document_same_bytes(void **state) {
    struct paper *p = *state;
    fill_report(p);
    str one = str_dup(p->a, file_bytes(p, make(p, "one.pdf")));
    fill_report(p);
    str two = file_bytes(p, make(p, "two.pdf"));
    assert_true(str_eq(one, two));
    fill_report(p);
    p->doc.blocks->runs.at[0].text = S("二、概述");
    assert_false(str_eq(one, file_bytes(p, make(p, "three.pdf"))));
}

/* Three pages of ordinary Chinese: the limit is 60 kB. */
static void files_are_small(void **state) {
    struct paper *p = *state;
    fill_report(p);
    for (int i = 0; i < 16; i++)
        add_paragraph(p, report[i % REPORT]);
    const char *path = make(p, "small.pdf");
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_true(str_find(command_output(p->a, "pdfinfo %s", path), S("Pages:           3")) >= 0);
    assert_true(st.st_size < 60000);
}

static void a_full_disk_is_a_failure(void **state) {
    struct paper *p = *state;
    fill_report(p);
    assert_false(render_pdf(p->a, p->d, p->fonts, &p->doc, "/dev/full", &p->f));
    assert_true(p->f.set);
    assert_non_null(strstr(p->f.text, "/dev/full"));
    assert_non_null(strstr(p->f.text, "No space left on device"));
    paper_clear(p);
    assert_false(render_pdf(p->a, p->d, p->fonts, &p->doc, "/nowhere/at/all.pdf", &p->f));
    assert_non_null(strstr(p->f.text, "No such file"));
}

static void a_missing_glyph_writes_no_file(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    add_paragraph(p, "\xF0\x92\x80\x80");
    const char *path = paper_path(p, "none.pdf");
    assert_false(render_pdf(p->a, p->d, p->fonts, &p->doc, path, &p->f));
    assert_false(p->f.set);
    assert_int_equal(diags_count_of(p->d, DIAG_GLYPH), 1);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void a_missing_font_names_its_package(void **state) {
    struct paper *p = *state;
    paper_clear(p);
    const char *config = paper_path(p, "fonts.conf");
    FILE *f = fopen(config, "w");
    fputs("<?xml version=\"1.0\"?><fontconfig></fontconfig>", f);
    fclose(f);
    setenv("FONTCONFIG_FILE", config, 1);
    for (int i = 0; i < 2; i++) /* the second time the same diagnostics are not shown again */
        assert_null(fonts_open(p->a, p->d, NULL, &p->f));
    unsetenv("FONTCONFIG_FILE");
    size_t shown = 0;
    for (const char *at = diag_shown(p->a, p->d); (at = strstr(at, "[font-missing]")) != NULL; at++)
        shown++;
    assert_int_equal(shown, 3); /* families */
    assert_non_null(strstr(diag_shown(p->a, p->d),
                           "fontconfig: error: font 'Noto Serif CJK SC' is not installed; the Debian "
                           "package 'fonts-noto-cjk' has it [font-missing]\n"));
}

static int close_all(void **state) {
    struct paper *p = *state;
    command_output(p->a, "rm -r $(dirname %s)", paper_path(p, "x"));
    return paper_close(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pdftotext_gives_the_text_back),
        cmocka_unit_test(every_word_is_there_in_order),
        cmocka_unit_test(text_is_inked),
        cmocka_unit_test(gaps_are_empty_and_marks_are_not),
        cmocka_unit_test(charts_are_inked),
        cmocka_unit_test(the_file_is_sound),
        cmocka_unit_test(code_maps_have_small_blocks),
        cmocka_unit_test(headings_are_bookmarks_and_addresses_links),
        cmocka_unit_test(other_words_other_id),
        cmocka_unit_test(same_document_same_bytes),
        cmocka_unit_test(files_are_small),
        cmocka_unit_test(a_full_disk_is_a_failure),
        cmocka_unit_test(a_missing_glyph_writes_no_file),
        cmocka_unit_test(a_missing_font_names_its_package),
    };
    return cmocka_run_group_tests(tests, paper_open, close_all);
}
