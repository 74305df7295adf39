/* Workbooks: formulas, texts, cells, whole files read back part by part, and what goes wrong. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "book_rows_fixture.h"
#include "diag_shown.h"

/* -- a sample --------------------------------------------------------------------------------------- */

static struct book_column deduction_columns[] = {
    {.title = Z("未达标项"), .total = TOTAL_LABEL, .total_label = Z("合计")},
    {.title = Z("基数（元）"), .format = FORMAT_MONEY},
    {.title = Z("比例"), .format = FORMAT_PERCENT},
    {.title = Z("次数"), .format = FORMAT_INT, .total = TOTAL_COUNT},
    {.title = Z("金额（元）"),
     .format = FORMAT_MONEY,
     .formula = Z("=ROUND([@基数（元）]*[@比例]*[@次数],2)"),
     .total = TOTAL_SUM,
     .note = Z("四舍五入到分")},
    {.title = Z("结论"), .format = FORMAT_OUTCOME, .formula = Z("=IF([@次数]>0,\"未达标\",\"达标\")")},
};
static const struct value deduction_values[] = {
    TEXT("=故障解决率"), INT(123456789), REAL(0.02), INT(1), INT(2469136), TEXT("missed"),
    TEXT("响应时间"),    INT(123456789), REAL(0.02), INT(0), INT(0),       TEXT("met"),
};
static struct book_column time_columns[] = {
    {.title = Z("编号"), .width = 14},
    {.title = Z("起算"), .format = FORMAT_TIME},
    {.title = Z("日期"), .format = FORMAT_DATE},
    {.title = Z("用时"), .format = FORMAT_DURATION, .total = TOTAL_SUM},
    {.title = Z("数"), .format = FORMAT_NUMBER, .total = TOTAL_SUM},
    {.title = Z("备注"), .formula = Z("=IF([@用时]>1,\"长\",\"\")"), .total = TOTAL_COUNT},
};
static const struct value time_values[] = {
    TEXT("INC-1"),
    TEXT("2025-03-05 08:30:00"),
    TEXT("2025-03-05"),
    INT(90),
    REAL(0.5),
    NONE,
    TEXT("+86"),
    TEXT("约八点"),
    NONE,
    REAL(0.5),
    INT(9007199254740993),
    NONE,
};
static struct book_column empty_columns[] = {
    {.title = Z("事项")}, {.title = Z("分"), .format = FORMAT_INT, .formula = Z("=1+1"), .total = TOTAL_SUM}};

static struct book_sheet sheets[] = {
    {.name = Z("扣款"), .table = Z("扣款明细"), .columns = deduction_columns, .n_columns = 6},
    {.name = Z("时限"),
     .table = Z("时限表"),
     .heading = Z("时限一览"),
     .columns = time_columns,
     .n_columns = 6,
     .landscape = true},
    {.name = Z("免责"),
     .table = Z("免责表"),
     .columns = empty_columns,
     .n_columns = 2,
     .empty = Z("本期没有免责事项")},
};
static struct test_rows rows[] = {
    {.values = deduction_values, .n = 2}, {.values = time_values, .n = 2}, {.n = 0}};

static struct book sample(void) {
    return (struct book){.title = Z("服务考核表"),
                         .subtitle = Z("2025年第一季度"),
                         .contract_title = Z("维保 & 服务"),
                         .buyer = Z("示例市人民医院"),
                         .supplier = Z("示例信息技术有限公司"),
                         .date_text = Z("2025年4月1日"),
                         .on = 20179,
                         .sheets = sheets,
                         .n_sheets = 3,
                         .source = rows}; /* 2025-04-01 */
}

/* -- pure functions --------------------------------------------------------------------------------- */

static void test_formulas(void **state) {
    (void)state;
    static const struct {
        const char *typed, *stored;
    } cases[] = {
        {"=[@基数]*[@比例]", "T[[#This Row],[基数]]*T[[#This Row],[比例]]"},
        {"=SUM([基数])", "SUM(T[基数])"},
        {"=SUM(INDEX([金额（元）],1):[@金额（元）])",
         "SUM(INDEX(T[金额（元）],1):T[[#This Row],[金额（元）]])"},
        {"=[@[a b]]", "T[[#This Row],[a b]]"},
        {"=SUM([@[一]:[三]])", "SUM(T[[#This Row],[一]:[三]])"},
        {"=SUM(其他表[金额])", "SUM(其他表[金额])"},
        {"=其他表[@金额]", "其他表[[#This Row],[金额]]"},
        {"=ROWS(T[[#Totals],[金额]])", "ROWS(T[[#Totals],[金额]])"},
        {"=COUNTA([@])", "COUNTA(T[#This Row])"},
        {"=IF([@a]=\"[@b]@\"\"[\",1,2)", "IF(T[[#This Row],[a]]=\"[@b]@\"\"[\",1,2)"},
        {"=[@a'[1']]", "T[[#This Row],[a'[1']]]"},
        {"='表 [1]'!A1+1", "'表 [1]'!A1+1"},
    };
    struct arena *a = arena_new();
    struct book_sheet s = {.table = Z("T")};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(xlsx_formula(a, &s, str_from(cases[i].typed), 4), cases[i].stored);
    struct book_column two[] = {{.title = Z("甲")}, {.title = Z("乙")}};
    s.columns = two, s.n_columns = 2;
    assert_string_equal(xlsx_formula(a, &s, S("=N([^乙])+[@甲]"), 6), "N(B6)+T[[#This Row],[甲]]");
    struct book_column odd[] = {{.title = Z("a[#1]'")}};
    s.columns = odd;
    assert_string_equal(xlsx_subtotal(a, &s, 0, 109), "SUBTOTAL(109,T[a'['#1']''])");
    arena_free(a);
}

static void test_texts(void **state) {
    (void)state;
    struct arena *a = arena_new();
    assert_string_equal(xlsx_text(a, S("a\r\nb\rc\td")), "a\nb\nc\td");
    assert_string_equal(xlsx_text(a, S("a\x01z\x1f")), "a\uFFFDz\uFFFD");
    assert_string_equal(xlsx_text(a, S("x_x0041_")), "x_x005F_x0041_");
    assert_string_equal(xlsx_text(a, S("_x00g1_")), "_x00g1_");
    assert_string_equal(xlsx_text(a, S("\xEF\xBF\xBE")), "\uFFFD"); /* U+FFFE */
    assert_string_equal(xlsx_text(a, S("")), "");
    assert_int_equal(xlsx_units("a𠮷"), 3);
    assert_int_equal(xlsx_columns(S("ab\n汉字\nc")), 4);
    arena_free(a);
}

static void check_lines(const char *text, int columns, const char *joined) {
    struct arena *a = arena_new();
    struct sb b = {.a = a};
    str rest = str_from(text), line;
    while (xlsx_take_line(&rest, columns, &line)) {
        sb_add(&b, line);
        sb_char(&b, '|');
    }
    assert_string_equal(b.n ? b.p : "", joined);
    arena_free(a);
}

static void test_lines(void **state) {
    (void)state;
    check_lines("", 8, "");
    check_lines("一二三四五六", 8, "一二三四|五六|");
    check_lines("一二三四，五六", 8, "一二三|四，五六|"); /* no line begins with a comma */
    check_lines("response time", 9, "response|time|");
    check_lines("一二INC-0042", 8, "一二|INC-0042|");
    check_lines("abcdefghijkl", 5, "abcde|fghij|kl|"); /* longer than a line */
    check_lines("一\n二", 8, "一|二|");
}

/* -- whole files ------------------------------------------------------------------------------------ */

static void test_table_part(void **state) {
    (void)state;
    struct written w;
    struct book b = sample();
    write_book(&w, &b);
    assert_true(w.ok);
    const char *t = xlsx_part(w.a, w.path, "xl/tables/table1.xml");
    /* Title, period, two lines of parties, a note, a blank line, then the head in row 7. */
    assert_has(t, "displayName=\"扣款明细\" ref=\"A7:F10\" totalsRowCount=\"1\"");
    assert_has(t, "<autoFilter ref=\"A7:F9\"/>");
    assert_has(t, "<calculatedColumnFormula>ROUND(扣款明细[[#This Row],[基数（元）]]*");
    assert_has(t, "totalsRowLabel=\"合计\"");
    assert_has(t, "totalsRowFunction=\"count\"");
    assert_has(t, "totalsRowFunction=\"sum\"");
    t = xlsx_part(w.a, w.path, "xl/tables/table3.xml");
    assert_has(t, "ref=\"A8:B10\"");
    written_free(&w);
}

static void test_cells(void **state) {
    (void)state;
    struct written w;
    struct book b = sample();
    write_book(&w, &b);
    const char *s = xlsx_part(w.a, w.path, "xl/worksheets/sheet1.xml");
    assert_has(s, "<v>1234567.89</v>"); /* fen to yuan */
    assert_has(s, "<v>0.02</v>");
    /* A formula with the engine's value, not a zero; the word, not the code. */
    assert_has(s, "*扣款明细[[#This Row],[次数]],2)</f><v>24691.36</v>");
    assert_has(s, "t=\"str\"><f>IF(扣款明细[[#This Row],[次数]]&gt;0,\"未达标\",\"达标\")</f><v>未达标</v>");
    assert_has(s, "<f>SUBTOTAL(109,扣款明细[金额（元）])</f><v>24691.36</v>");
    assert_has(s, "<f>SUBTOTAL(103,扣款明细[次数])</f><v>2</v>");
    assert_null(strstr(s, "<f>故障"));
    s = xlsx_part(w.a, w.path, "xl/worksheets/sheet2.xml");
    assert_has(s, "<v>45721.35416666666</v>"); /* 08:30, to eleven decimals */
    assert_has(s, "<v>45721</v>");
    assert_has(s, "<v>0.0625</v>");                                    /* 90 minutes */
    assert_has(s, "<f>SUBTOTAL(109,时限表[用时])</f><v>0.0628472222"); /* 90.5 minutes */
    assert_has(s, "<f>SUBTOTAL(109,时限表[数])</f><v>0.5</v>");        /* an id is no quantity */
    assert_has(s, "<f>SUBTOTAL(103,时限表[备注])</f><v>2</v>"); /* a formula counts, whatever it gives */
    assert_has(s, "t=\"inlineStr\"><is><t>+86</t>");
    assert_has(s, "<t>约八点</t>");
    assert_has(s, "<t>9007199254740993</t>");
    s = xlsx_part(w.a, w.path, "xl/worksheets/sheet1.xml");
    assert_has(s, "t=\"inlineStr\"><is><t>=故障解决率</t>");
    assert_has(s, "<t>金额（元）：四舍五入到分</t>");
    assert_has(xlsx_part(w.a, w.path, "xl/worksheets/sheet3.xml"), "<t>本期没有免责事项</t>");
    assert_null(xlsx_part(w.a, w.path, "xl/sharedStrings.xml"));
    written_free(&w);
}

static void test_page(void **state) {
    (void)state;
    struct written w;
    struct book b = sample();
    b.draft = true;
    write_book(&w, &b);
    const char *s = xlsx_part(w.a, w.path, "xl/worksheets/sheet2.xml");
    assert_has(s, "<pageSetup paperSize=\"9\" fitToHeight=\"0\" orientation=\"landscape\"");
    assert_has(s, "&amp;L维保 &amp;&amp; 服务&amp;C草稿&amp;R服务考核表　2025年第一季度");
    assert_has(s, "&amp;C第 &amp;P 页　共 &amp;N 页&amp;R2025年4月1日");
    assert_has(s, "state=\"frozen\"");
    s = xlsx_part(w.a, w.path, "xl/worksheets/sheet1.xml");
    assert_has(s, "<conditionalFormatting sqref=\"F9:F10\">");
    assert_has(s, "<formula>\"未达标\"</formula>");
    assert_has(s, "草稿：本期尚未结束，数据截至2025年4月1日。");
    s = xlsx_part(w.a, w.path, "xl/workbook.xml");
    assert_has(s, "_xlnm.Print_Titles");
    s = xlsx_part(w.a, w.path, "docProps/core.xml");
    assert_has(s, "<dc:creator>示例信息技术有限公司</dc:creator>");
    assert_has(s, "2025-04-01T00:00:00Z</dcterms:created>");
    s = xlsx_part(w.a, w.path, "xl/styles.xml");
    assert_has(s, "formatCode=\"#,##0.00\"");
    assert_has(s, "formatCode=\"[h]:mm\"");
    assert_has(s, "formatCode=\"0.00##%\"");
    written_free(&w);
}

/* A sheet too wide to be read on A4 goes on A3; its chart counts in whole numbers. */
static void test_wide_and_counted(void **state) {
    (void)state;
    static size_t series[] = {3};
    struct book_chart chart = {
        .name = Z("图"), .kind = BOOK_CHART_COLUMN, .x = 0, .series = series, .n_series = 1};
    double width = sheets[1].columns[0].width;
    struct written w;
    struct book b = sample();
    b.charts = &chart;
    b.n_charts = 1;
    time_columns[0].width = 190;
    write_book(&w, &b);
    time_columns[0].width = width;
    assert_has(xlsx_part(w.a, w.path, "xl/worksheets/sheet2.xml"), "<pageSetup paperSize=\"8\"");
    assert_has(xlsx_part(w.a, w.path, "xl/charts/chart1.xml"), "<c:majorUnit val=\"1\"/>");
    written_free(&w);
}

static struct book one_cell(struct value *v) {
    static struct book_column column[] = {{.title = Z("正文")}};
    static struct book_sheet sheet[] = {
        {.name = Z("表"), .table = Z("表一"), .columns = column, .n_columns = 1}};
    static struct test_rows one;
    one = (struct test_rows){.values = v, .n = 1};
    struct book b = sample();
    b.sheets = sheet;
    b.n_sheets = 1;
    b.source = &one;
    return b;
}

static void test_heights(void **state) {
    (void)state;
    struct written w;
    struct value v = TEXT("一二三四五六七八九十一二三四五六七八九十一二三四五\n第二段");
    struct book b = one_cell(&v);
    write_book(&w, &b);
    const char *s = xlsx_part(w.a, w.path, "xl/worksheets/sheet1.xml");
    assert_has(s, "<row r=\"8\" ht=\"44.5\" customHeight=\"1\">"); /* three lines */
    assert_has(s, "<row r=\"7\">");
    assert_has(xlsx_part(w.a, w.path, "xl/tables/table1.xml"), "ref=\"A7:A8\" totalsRowShown=\"0\"");
    assert_has(s, "width=\"46.7109375\""); /* and no wider */
    written_free(&w);
}

static void test_same_bytes(void **state) {
    (void)state;
    struct written one, two;
    struct book b = sample();
    str first, second;
    const char *why;
    write_book(&one, &b);
    sleep(1); /* nothing may come from the clock */
    write_book(&two, &b);
    assert_true(file_read(one.a, str_from(one.path), &first, &why));
    assert_true(file_read(two.a, str_from(two.path), &second, &why));
    assert_true(first.n > 1000 && str_eq(first, second));
    written_free(&one);
    written_free(&two);
}

/* -- what goes wrong -------------------------------------------------------------------------------- */

static void test_long_text(void **state) {
    (void)state;
    static char text[32769];
    struct value v = {.kind = VALUE_TEXT, .text = {text, 32767}};
    memset(text, 'x', sizeof text);
    struct written w;
    struct book b = one_cell(&v);
    write_book(&w, &b);
    assert_true(w.ok);
    written_free(&w);
    v.text.n++;
    write_book(&w, &b);
    assert_false(w.ok);
    assert_false(w.f.set);
    assert_string_equal(
        diag_shown(w.a, w.d),
        "服务考核表.xlsx:表!A8: error: text of 32768 characters; a cell of a workbook holds 32767 at "
        "most [cell-too-long]\n");
    written_free(&w);
}

static void test_rows_fail(void **state) {
    (void)state;
    struct written w;
    struct value v = TEXT("x");
    struct book b = one_cell(&v);
    ((struct test_rows *)b.source)->fails = true;
    write_book(&w, &b);
    assert_false(w.ok);
    assert_false(w.f.set); /* the diagnostic was given where the rows come from */
    written_free(&w);
}

static void test_no_folder(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct failure f = {0};
    struct book b = sample();
    assert_false(render_xlsx(a, diags_new(a, LANG_EN), &b, "/nonexistent/x.xlsx", &f));
    assert_true(f.set);
    assert_string_equal(f.text, "cannot write '/nonexistent/x.xlsx': No such file or directory");
    arena_free(a);
}

/* A file that cannot grow is a full disk: the fault is reported and nothing is taken for written. */
static void test_full_disk(void **state) {
    (void)state;
    struct written w;
    struct rlimit old, small;
    struct book b = sample();
    getrlimit(RLIMIT_FSIZE, &old);
    small = old;
    small.rlim_cur = 2000;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    write_book(&w, &b);
    setrlimit(RLIMIT_FSIZE, &old);
    assert_false(w.ok);
    assert_true(w.f.set);
    assert_non_null(strstr(w.f.text, "cannot write"));
    written_free(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formulas),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_table_part),
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_page),
        cmocka_unit_test(test_wide_and_counted),
        cmocka_unit_test(test_heights),
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_rows_fail),
        cmocka_unit_test(test_no_folder),
        cmocka_unit_test(test_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
