/* Workbook templates: what renderers get, rows, names Excel would refuse, formulas. */
#include "document_fixture.h"

static struct book *load(struct desk *k, const char *text) {
    desk_write(k, "own/w.xlsx.yaml", str_from(text));
    k->d = diags_new(k->a, LANG_EN);
    return book_load(k->a, k->d, k->s, &k->dirs, S("w"), &k->p);
}

static void check(struct desk *k, const char *text, const char *said) {
    if (load(k, text))
        fail_msg("accepted: %s", text);
    assert_string_equal(diag_shown(k->a, k->d), said);
}

static const char whole[] =
    "title: 核算表{{period}}\n"
    "queries:\n"
    "  rows: |\n"
    "    SELECT 'a' AS name, 100 AS fen, 0.02 AS share, :period AS p UNION ALL SELECT 'b\tc' || char(1), "
    "250, NULL, :who\n"
    "  none: SELECT 1 AS x WHERE 0\n"
    "sheets:\n"
    "  - name: 扣款\n"
    "    table: 扣款明细\n"
    "    query: rows\n"
    "    with: {who: '甲'}\n"
    "    heading: 至{{to_text}}\n"
    "    notes: [一, '{{contract.buyer}}']\n"
    "    landscape: yes\n"
    "    columns:\n"
    "      - {title: 名, value: name, width: 12.5, total: 合计, note: 说明}\n"
    "      - {title: 元, value: fen, format: money, total: sum}\n"
    "      - {title: 率, value: share, format: percent, total: count, formula: '=[@元]*0.02'}\n"
    "  - {name: 空, table: t_2, query: none, columns: [{title: x, value: x}], empty: 没有}\n";

static void test_book(void **state) {
    struct desk *k = *state;
    k->p.draft = true;
    struct book *b = load(k, whole);
    if (!b)
        fail_msg("%s", diag_shown(k->a, k->d));
    assert_true(str_eqz(b->title, "核算表2025Q1") && str_eqz(b->subtitle, "2025年第一季度") &&
                str_eqz(b->contract_title, "示例维保"));
    assert_true(str_eqz(b->buyer, "示例市人民医院") && str_eqz(b->supplier, "示例公司") &&
                str_eqz(b->date_text, "2025年4月10日") && b->draft && b->on == k->p.on);
    assert_int_equal(b->n_sheets, 2);
    const struct book_sheet *s = &b->sheets[0];
    assert_true(str_eqz(s->name, "扣款") && str_eqz(s->table, "扣款明细") &&
                str_eqz(s->heading, "至2025年3月31日") && s->landscape);
    assert_true(s->n_notes == 2 && str_eqz(s->notes[1], "示例市人民医院") && s->n_columns == 3);
    assert_true(s->columns[0].width == 12.5 && str_eqz(s->columns[0].note, "说明") &&
                s->columns[0].total == TOTAL_LABEL && str_eqz(s->columns[0].total_label, "合计"));
    assert_true(s->columns[1].format == FORMAT_MONEY && s->columns[1].total == TOTAL_SUM &&
                s->columns[1].formula.n == 0);
    assert_true(s->columns[2].total == TOTAL_COUNT && str_eqz(s->columns[2].formula, "=[@元]*0.02"));
    assert_true(str_eqz(b->sheets[1].empty, "没有") && str_eqz(s->empty, "（无记录）") &&
                b->sheets[1].heading.n == 0);
    k->p.title = (sval){.v = S("另名")};
    assert_true(str_eqz(load(k, whole)->title, "另名"));
}

static void test_rows(void **state) {
    struct desk *k = *state;
    struct book *b = load(k, whole);
    struct value cells[3];
    assert_non_null(b);
    for (int round = 0; round < 2; round++) { /* a sheet may be read more than once */
        struct book_rows *r = book_rows_open(b, 0);
        assert_true(book_rows_next(r, cells));
        assert_true(cells[0].kind == VALUE_TEXT && str_eqz(cells[0].text, "a") &&
                    cells[1].kind == VALUE_INT && cells[1].i == 100 && cells[2].r == 0.02);
        assert_true(book_rows_next(r, cells));
        assert_true(str_eqz(cells[0].text, "b c�") && cells[1].i == 250 && cells[2].kind == VALUE_NULL);
        assert_false(book_rows_next(r, cells));
        assert_false(book_rows_failed(r));
        book_rows_close(r);
    }
    struct book_rows *r = book_rows_open(b, 1), *other = book_rows_open(b, 0);
    assert_true(book_rows_next(other, cells));
    assert_false(book_rows_next(r, cells));
    book_rows_close(r);
    book_rows_close(other);
}

#define ONE(query, columns)                                                                                  \
    "title: x\nqueries:\n  q: " query                                                                        \
    "\nsheets:\n  - name: s\n    table: t\n    query: q\n    columns:\n" columns

static void test_row_faults(void **state) {
    struct desk *k = *state;
    struct value cells[1];
    struct book *b =
        load(k, ONE("SELECT value AS v FROM (SELECT 1 AS value UNION ALL SELECT abs(-9223372036854775808))",
                    "      - {title: a, value: v}\n"));
    assert_non_null(b);
    struct book_rows *r = book_rows_open(b, 0);
    while (book_rows_next(r, cells))
        ;
    assert_true(book_rows_failed(r));
    book_rows_close(r);
    assert_string_equal(diag_shown(k->a, k->d),
                        "templates/w.xlsx.yaml:3:6: error: SQL is wrong: integer overflow [sql]\n");
}

static void test_faults(void **state) {
    struct desk *k = *state;
    assert_null(book_load(k->a, k->d, k->s, &k->dirs, S("none"), &k->p));
    assert_string_equal(
        diag_shown(k->a, k->d),
        "templates/none.xlsx.yaml: error: file 'templates/none.xlsx.yaml' does not exist [file-missing]\n");
    check(k, "title: x\nshets: []\n",
          "templates/w.xlsx.yaml:1:1: error: key 'sheets' is missing in workbook [missing-key]\n"
          "templates/w.xlsx.yaml:2:1: error: unknown key 'shets' in workbook; did you mean 'sheets'? "
          "[unknown-key]\n");
    check(k, ONE("SELECT :who AS v", "      - {title: a, value: v}\n"),
          "templates/w.xlsx.yaml:3:6: error: parameter ':who' is neither one of the document nor a column of "
          "an enclosing row [query-parameter]\n");
    check(k, ONE("SELECT 1 AS v", "      - {title: a, value: w, format: monney}\n"),
          "templates/w.xlsx.yaml:9:38: error: 'format' cannot be 'monney'; did you mean 'money'? "
          "[unknown-word]\n");
    check(
        k, ONE("SELECT 1 AS v", "      - {title: a, value: w}\n"),
        "templates/w.xlsx.yaml:9:27: error: query 'q' has no column 'w'; known: v [unknown-query-column]\n");
    check(k, ONE("SELECT 1 AS v", "      - {title: a, value: v}\n    with: [1]\n"),
          "templates/w.xlsx.yaml:10:11: error: 'with' takes a mapping such as {id: …} [mapping-wanted]\n");
    check(
        k,
        "title: x\nqueries: {q: SELECT 1 AS v, unused: SELECT nope}\nsheets:\n  - {name: s, table: t, query: "
        "p, heading: '{{perod}}', columns: [{title: a, value: v}]}\n",
        "templates/w.xlsx.yaml:2:37: error: SQL is wrong: no such column: nope [sql]\n"
        "templates/w.xlsx.yaml:4:32: error: unknown query 'p'; known: q, unused [unknown-query]\n"
        "templates/w.xlsx.yaml:4:44: error: unknown name 'perod'; did you mean 'period'? [template-name]\n");
}

static void test_names(void **state) {
    struct desk *k = *state;
    static const char *const sheets[] = {
        "a[b", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二", "'x", "a/b", "a*"};
    static const char *const tables[] = {"1a", "a b", "A1",  "xfd12",  "R1C1",
                                         "r",  "C",   "a-b", "（表）", "a:b"};
    static const char *const good[] = {"表", "_x", "t.1", "Table1a", "ABCD1", "RC_x", "故障_2025", "x"};
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
        assert_null(
            load(k, str_z(k->a, str_fmt(k->a,
                                        "title: x\nqueries: {q: SELECT 1 AS v}\nsheets: [{name: \"%s\", "
                                        "table: t, query: q, columns: [{title: a, value: v}]}]\n",
                                        sheets[i]))));
        assert_int_equal(diags_count_of(k->d, DIAG_BOOK_SHEET), 1);
        assert_int_equal(diags_errors(k->d), 1);
    }
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        assert_null(
            load(k, str_z(k->a, str_fmt(k->a,
                                        "title: x\nqueries: {q: SELECT 1 AS v}\nsheets: [{name: s, table: "
                                        "\"%s\", query: q, columns: [{title: a, value: v}]}]\n",
                                        tables[i]))));
        if (diags_count_of(k->d, DIAG_BOOK_TABLE) != 1)
            fail_msg("%s", tables[i]);
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!load(k, str_z(k->a, str_fmt(k->a,
                                         "title: x\nqueries: {q: SELECT 1 AS v}\nsheets: [{name: s, table: "
                                         "\"%s\", query: q, columns: [{title: a, value: v}]}]\n",
                                         good[i]))))
            fail_msg("%s: %s", good[i], diag_shown(k->a, k->d));
    check(k,
          "title: x\nqueries: {q: SELECT 1 AS v}\nsheets:\n  - {name: s, table: t, query: q, columns: "
          "[{title: a, value: v}, {title: A, value: v}]}\n"
          "  - {name: S, table: T, query: q, columns: [{title: a, value: v}]}\n",
          "templates/w.xlsx.yaml:4:75: error: 'A' is used twice, first in line 4 [book-name-twice]\n"
          "templates/w.xlsx.yaml:5:12: error: 'S' is used twice, first in line 4 [book-name-twice]\n"
          "templates/w.xlsx.yaml:5:22: error: 'T' is used twice, first in line 4 [book-name-twice]\n");
}

/* Formulas of the first column of table 甲, whose columns are a, "b c", d'[e; table 乙 has x. */
static str formula_said(struct desk *k, const char *formula) {
    struct sb b = {.a = k->a};
    sb_addz(&b, "title: x\nqueries: {q: SELECT 1 AS v}\nsheets:\n  - name: s\n    table: 甲\n    query: q\n  "
                "  columns:\n      - title: a\n        value: v\n        formula: |-\n          ");
    sb_addz(&b, formula);
    sb_addz(&b, "\n      - {title: b c, value: v}\n      - {title: \"d'[e\", value: v}\n  - {name: u, table: "
                "乙, query: q, columns: [{title: x, value: v}]}\n");
    if (load(k, str_z(k->a, sb_str(&b))))
        return S("");
    return str_from(diag_shown(k->a, k->d));
}

static void test_formulas(void **state) {
    struct desk *k = *state;
    static const char *const good[] = {"=1+2",
                                       "=[@a]*2",
                                       "=[@[b c]]+[a]",
                                       "=SUM(甲[b c])",
                                       "=SUM(乙[x])/COUNT(乙[[#All],[x]])",
                                       "=乙[[#Totals],[x]]",
                                       "=SUM(甲[[a]:[b c]])",
                                       "=[@[d'''[e]]",
                                       "=IF([@a]=\"[@nope]\",\"\",'a[b'!A1)",
                                       "=ROWS(乙[])",
                                       "=乙[#Headers]",
                                       "=COUNTA([@])",
                                       "=\"a\"\"b\"&[@a]"};
    static const struct {
        const char *formula, *said;
    } bad[] = {{"1+2", "[formula]"},
               {"=", "[formula]"},
               {"=[@a", "[formula]"},
               {"=(1", "[formula]"},
               {"=1)", "[formula]"},
               {"=\"x", "[formula]"},
               {"=a]", "[formula]"},
               {"=[@[a]", "[formula]"},
               {"=[@b]", "formula names 'b', which is no table or column of it"},
               {"=丙[x]", "formula names '丙'"},
               {"=SUM(乙[a])", "formula names 'a'"},
               {"=乙[[#All],[y]]", "formula names 'y'"},
               {"=SUM(甲[[a]:[z]])", "formula names 'z'"},
               {"=[@[d'[e]]", "formula names 'd[e'"}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (formula_said(k, good[i]).n)
            fail_msg("%s: %s", good[i], formula_said(k, good[i]).p);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        str said = formula_said(k, bad[i].formula);
        if (str_find(said, str_from(bad[i].said)) < 0 ||
            !str_starts(said, S("templates/w.xlsx.yaml:10:18: error: ")) || diags_errors(k->d) != 1)
            fail_msg("%s: %.*s", bad[i].formula, STR_ARG(said));
    }
}

int main(void) {
#define WITH_DESK(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)
    const struct CMUnitTest tests[] = {
        WITH_DESK(test_book),   WITH_DESK(test_rows),  WITH_DESK(test_row_faults),
        WITH_DESK(test_faults), WITH_DESK(test_names), WITH_DESK(test_formulas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
