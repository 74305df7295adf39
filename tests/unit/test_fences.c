/* Fenced blocks: what they make of queries, and how they name what is wrong. */
#include "document_fixture.h"

/* Three rows of everything. */
#define ROWS                                                                                                 \
    "r: SELECT 'a' AS name, 1 AS n, 12345678 AS fen, 0.99896 AS share, '2025-03-05 08:30:59' AS at, 125 AS " \
    "mins, 'met' AS out, 0.1 AS num"                                                                         \
    " UNION ALL SELECT 'b|', 2, -5, 1, NULL, 0, 'missed', 0.2 UNION ALL SELECT 'c', NULL, NULL, 0, "         \
    "'2025-03-06', NULL, 'exempt', NULL"

static void test_table(void **state) {
    struct desk *k = *state;
    assert_dump(
        k, ROWS,
        "```table\nquery: r\ncaption: 表\ncolumns:\n  - {title: 名, value: name, width: 2.5, align: center}\n"
        "  - {title: 数, value: n, format: int}\n  - {title: 元, value: fen, format: money, align: right}\n"
        "  - {title: 率, value: share, format: percent}\n  - {title: 日, value: at, format: date}\n"
        "  - {title: 时, value: at, format: time}\n  - {title: 长, value: mins, format: duration}\n"
        "  - {title: 果, value: out, format: outcome}\n  - {title: 色, value: name, tone: out}\n```\n",
        "  table caption \"表\" @templates/t.md:6\n"
        "    column \"名\" text center 2.5\n"
        "    column \"数\" int auto\n"
        "    column \"元\" money right\n"
        "    column \"率\" percent auto\n"
        "    column \"日\" date auto\n"
        "    column \"时\" time auto\n"
        "    column \"长\" duration auto\n"
        "    column \"果\" outcome auto\n"
        "    column \"色\" text auto\n"
        "    row \"a\" | \"1\" | \"123,456.78\" | \"99.89%\" | \"2025-03-05\" | \"2025-03-05 08:30\" | "
        "\"2小时5分\" | \"达标\"+good | \"a\"+good\n"
        "    row \"b|\" | \"2\" | \"-0.05\" | \"100.00%\" | \"—\" | \"—\" | \"0分\" | \"未达标\"+bad | "
        "\"b|\"+bad\n"
        "    row \"c\" | \"—\" | \"—\" | \"0.00%\" | \"2025-03-06\" | \"2025-03-06\" | \"—\" | "
        "\"免责\"+exempt | \"c\"+exempt\n");
}

static void test_table_all_columns(void **state) {
    struct desk *k = *state;
    assert_dump(k, "r: SELECT 1 AS a, '<b>' AS b", "```table\nquery: r\n```\n",
                "  table @templates/t.md:6\n    column \"a\" text auto\n    column \"b\" text auto\n    row "
                "\"1\" | \"<b>\"\n");
}

/* date-printed-as-midnight: 00:00 is an hour in a record's column that always has one, else a day without an hour. */
static void test_table_days_without_an_hour(void **state) {
    struct desk *k = *state;
    store_do(k->s, "INSERT INTO incident(id, reported_at) VALUES ('I-1', '2025-03-05 00:00:00')");
    assert_dump(k, "r: SELECT reported_at, coalesce(reported_at, '') AS other FROM incident",
                "```table\nquery: r\ncolumns:\n  - {title: 报修, value: reported_at, format: time}\n"
                "  - {title: 其他, value: other, format: time}\n```\n",
                "  table @templates/t.md:6\n    column \"报修\" time auto\n    column \"其他\" time auto\n"
                "    row \"2025-03-05 00:00\" | \"2025-03-05\"\n");
}

#define FEES "r: SELECT 'x' AS a, '0.1' AS b UNION ALL SELECT 'x', '0.20' UNION ALL SELECT 'y', NULL"
#define FEE_TABLE                                                                                            \
    "```table\nquery: r\norientation: landscape\ntotal: {a: 合计, b: sum}\ncarry: yes\ncolumns:\n"         \
    "  - {title: 甲, value: a, group: yes}\n  - {title: 乙, value: b, format: number}\n```\n"

/* Sums are exact decimals, and known after each row. */
static void test_table_groups_and_carries(void **state) {
    struct desk *k = *state;
    assert_dump(k, FEES, FEE_TABLE,
                "  table landscape @templates/t.md:6\n    column \"甲\" text auto group\n"
                "    column \"乙\" number auto carried\n    row \"x\" | \"0.1\"\n    row \"x\" | \"0.20\"\n"
                "    row \"y\" | \"—\"\n    total \"合计\" | \"0.3\"\n");
    const struct document *doc = desk_document(k, FEES, S(FEE_TABLE));
    const struct table *t = doc->blocks->table;
    /* the text says a group once, as the page does: read aloud twice it was a fault of the reading-order check */
    assert_true(str_find(document_text(k->a, doc), S("甲\t乙\nx\t0.1\n\t0.20\ny\t—\n")) >= 0);
    static const char *const sums[] = {"0.1", "0.3", "0.3"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(str_eqz(table_carried(k->a, t, i, 1), sums[i]));
        assert_true(table_carried(k->a, t, i, 0).n == 0);
        assert_int_equal(table_repeats(t, i, 0), i == 1);
    }
    assert_false(table_repeats(t, 3, 0));
}

static void test_pages_turn(void **state) {
    struct desk *k = *state;
    assert_dump(k, "", "```page\norientation: landscape\n```\n\n```toc\nlevels: 3\n```\n",
                "  page landscape @templates/t.md:4\n  toc 3 @templates/t.md:8\n");
}

static void test_table_optional(void **state) {
    struct desk *k = *state;
    assert_dump(k, "r: SELECT 1 AS a, NULL AS b, 3 AS c UNION ALL SELECT 2, '', NULL",
                "```table\nquery: r\ntotal: 合计\ncolumns:\n  - {title: 甲, value: a}\n"
                "  - {title: 乙, value: b, optional: yes}\n  - {title: 丙, value: c, format: int, optional: "
                "yes}\n```\n",
                "  table @templates/t.md:6\n    column \"甲\" text auto\n    column \"丙\" int auto\n"
                "    row \"1\" | \"3\"\n    row \"2\" | \"—\"\n    total \"合计\" | \"3\"\n");
    assert_dump(k, "r: SELECT 1 AS a, NULL AS b",
                "```table\nquery: r\ncolumns: [{title: 甲, value: a}, {title: 乙, value: b}]\n```\n",
                "  table @templates/t.md:6\n    column \"甲\" text auto\n    column \"乙\" text auto\n"
                "    row \"1\" | \"—\"\n");
}

static void test_table_totals(void **state) {
    struct desk *k = *state;
    assert_dump(
        k, ROWS,
        "```table\nquery: r\ntotal: 合计\ncolumns:\n  - {title: 序, value: n, format: int}\n  - {title: 数, "
        "value: n, format: int}\n"
        "  - {title: 元, value: fen, format: money}\n  - {title: 率, value: share, format: percent}\n```\n",
        "  table @templates/t.md:6\n"
        "    column \"序\" int auto\n    column \"数\" int auto\n    column \"元\" money auto\n    column "
        "\"率\" percent auto\n"
        "    row \"1\" | \"1\" | \"123,456.78\" | \"99.89%\"\n"
        "    row \"2\" | \"2\" | \"-0.05\" | \"100.00%\"\n"
        "    row \"—\" | \"—\" | \"—\" | \"0.00%\"\n"
        "    total \"合计\" | \"3\" | \"123,456.73\" | \"\"\n");
    assert_dump(
        k, ROWS,
        "```table\nquery: r\ntotal: {name: 合计, num: sum, mins: sum}\ncolumns:\n  - {title: 名, value: "
        "name}\n"
        "  - {title: 数, value: num, format: number}\n  - {title: 长, value: mins, format: duration}\n```\n",
        "  table @templates/t.md:6\n"
        "    column \"名\" text auto\n    column \"数\" number auto\n    column \"长\" duration auto\n"
        "    row \"a\" | \"0.1\" | \"2小时5分\"\n"
        "    row \"b|\" | \"0.2\" | \"0分\"\n"
        "    row \"c\" | \"—\" | \"—\"\n"
        "    total \"合计\" | \"0.3\" | \"2小时5分\"\n");
}

static void test_table_empty(void **state) {
    struct desk *k = *state;
    assert_dump(k, "r: SELECT 1 AS a WHERE 0", "```table\nquery: r\ntotal: 合计\nempty: 没有\n```\n",
                "  paragraph @templates/t.md:6\n    \"没有\"\n");
    assert_dump(k, "r: SELECT 1 AS a WHERE 0", "```table\nquery: r\n```\n",
                "  table empty \"（无记录）\" @templates/t.md:6\n    column \"a\" text auto\n");
}

/* Parameters: `with` first, then the document's, then the rows around the fence. */
static void test_parameters(void **state) {
    struct desk *k = *state;
    assert_dump(k,
                "r: SELECT :period AS p, :from AS f, :to AS t, :on AS o, :x AS x, typeof(:n) AS n, "
                "typeof(:q) AS q, typeof(:z) AS z",
                "```table\nquery: r\nwith: {x: 1.5, n: 2, q: '2', z: 007, period: P}\n```\n",
                "  table @templates/t.md:6\n    column \"p\" text auto\n    column \"f\" text auto\n    "
                "column \"t\" text auto\n"
                "    column \"o\" text auto\n    column \"x\" text auto\n    column \"n\" text auto\n    "
                "column \"q\" text auto\n    column \"z\" text auto\n"
                "    row \"P\" | \"2025-01-01\" | \"2025-04-01\" | \"2025-04-10\" | \"1.5\" | \"integer\" | "
                "\"text\" | \"text\"\n");
    assert_dump(k,
                "s: SELECT 1 AS id, 'eins' AS w UNION ALL SELECT 2, 'zwei'\nu: SELECT :id * 10 AS id, :w || "
                "'!' AS v\n"
                "r: SELECT :id AS id, :w AS w, :v AS v",
                "{{#s}}\n{{#u}}\n```table\nquery: r\n```\n{{/u}}\n- x\n\n  ```table\n  query: u\n  with: {w: "
                "\"{{w}}, {{id}}\"}\n  ```\n{{/s}}\n",
                "  table @templates/t.md:10\n    column \"id\" text auto\n    column \"w\" text auto\n    "
                "column \"v\" text auto\n    row \"10\" | \"eins\" | \"eins!\"\n"
                "  list @templates/t.md:14\n    item @templates/t.md:14\n      paragraph "
                "@templates/t.md:14\n        \"x\"\n"
                "      table @templates/t.md:16\n        column \"id\" text auto\n        column \"v\" text "
                "auto\n        row \"10\" | \"eins, 1!\"\n"
                "  table @templates/t.md:10\n    column \"id\" text auto\n    column \"w\" text auto\n    "
                "column \"v\" text auto\n    row \"20\" | \"zwei\" | \"zwei!\"\n"
                "  list @templates/t.md:14\n    item @templates/t.md:14\n      paragraph "
                "@templates/t.md:14\n        \"x\"\n"
                "      table @templates/t.md:16\n        column \"id\" text auto\n        column \"v\" text "
                "auto\n        row \"20\" | \"zwei, 2!\"\n");
    k->p.record_id = S("INC-7");
    assert_dump(k, "s: SELECT 'no' AS id\nr: SELECT :id AS id", "{{#s}}\n```table\nquery: r\n```\n{{/s}}\n",
                "  table @templates/t.md:8\n    column \"id\" text auto\n    row \"INC-7\"\n");
}

/* -- charts --------------------------------------------------------------------------------------- */

#define POINTS                                                                                               \
    "c: SELECT '1月' AS m, 12.5 AS a, 3 AS b UNION ALL SELECT '2月', 80, NULL UNION ALL SELECT '3月', "   \
    "45.2, 7"

static void test_chart_series(void **state) {
    struct desk *k = *state;
    assert_dump(k, POINTS,
                "```chart\ntype: line\nquery: c\nx: m\ncaption: 利用率\nunit: '%'\nmin: 0\nmax: "
                "100\nseries:\n  - {title: CPU, value: a}\n"
                "  - {title: 盘, value: b}\nthresholds: [{title: 警戒线, value: 45.2}]\n```\n",
                "  chart line caption \"利用率\" unit \"%\" @templates/t.md:6\n"
                "    series \"CPU\" 1月=12.5 2月=80 3月=45.2\n"
                "    series \"盘\" 1月=3 2月=- 3月=7\n"
                "    threshold \"警戒线\" 45.2\n"
                "    alt "
                "\"折线图“利用率”：共3点，从1月到3月。CPU：最低12.5%（1月），最高80%（2月），最后45.2%"
                "（3月），高于“警戒线”（45.2%）1点（首次2月）、低于1点。"
                "盘：最低3%（1月），最高7%（3月），最后7%（3月），高于“警戒线”（45.2%）0点、低于2点。\"\n");
}

static void test_chart_series_by(void **state) {
    struct desk *k = *state;
    assert_dump(
        k,
        "c: SELECT 'd1' AS d, 'h1' AS h, 1 AS v UNION ALL SELECT 'd1', 'h2', 2 UNION ALL SELECT 'd2', 'h2', "
        "3 UNION ALL SELECT 'd3', 'h1', 4",
        "```chart\ntype: bar\nquery: c\nx: d\nseries_by: h\nvalue: v\n```\n",
        "  chart bar @templates/t.md:6\n    series \"h1\" d1=1 d2=- d3=4\n    series \"h2\" d1=2 d2=3 d3=-\n"
        "    alt "
        "\"柱形图：共3点，从d1到d3。h1：最低1（d1），最高4（d3），最后4（d3）。h2：最低2（d1），最高3（d2），"
        "最后3（d2）。\"\n");
}

static void test_chart_pie(void **state) {
    struct desk *k = *state;
    assert_dump(k, "c: SELECT '硬件' AS w, 1 AS n UNION ALL SELECT '软件', '2'",
                "```chart\ntype: pie\nquery: c\nx: w\nunit: 件\nseries: [{title: 数, value: n}]\n```\n",
                "  chart pie unit \"件\" @templates/t.md:6\n    series \"数\" 硬件=1 软件=2\n    alt "
                "\"饼图：硬件 1件（33.3%）。软件 2件（66.6%）。\"\n");
}

static void test_chart_gantt(void **state) {
    struct desk *k = *state;
    struct document *doc = desk_document(k,
                                         "c: SELECT 'PACS' AS s, '2025-01-02 06:00:00' AS f, '2025-01-02 "
                                         "18:00:00' AS t UNION ALL SELECT 'RIS', '2025-04-10 12:00:00', NULL",
                                         S("```chart\ntype: gantt\nquery: c\nx: s\nseries: [{title: 始, "
                                           "value: f}, {title: 终, value: t}]\n```\n"));
    assert_non_null(doc);
    const struct chart *c = doc->blocks->chart;
    double day = day_from_ymd(2025, 1, 2), last = day_from_ymd(2025, 4, 10);
    assert_true(c->series[0].values[0] == day + 0.25 && c->series[1].values[0] == day + 0.75);
    assert_true(c->series[0].values[1] == last + 0.5 &&
                c->series[1].values[1] == last + 1); /* it lasts until now */
    assert_true(c->has_min && c->has_max && c->min == k->p.from && c->max == k->p.to);
    assert_string_equal(str_z(k->a, c->alt),
                        "时段图：PACS：2025-01-02 06:00至2025-01-02 18:00，12小时。RIS：2025-04-10 "
                        "12:00至2025-04-11 00:00，12小时。");
}

static void test_chart_empty(void **state) {
    struct desk *k = *state;
    static const char *const types[] = {"line", "bar", "stacked", "pie"};
    for (size_t i = 0; i < 4; i++) {
        str body = str_fmt(
            k->a, "```chart\ntype: %s\nquery: c\nx: m\nseries: [{title: s, value: a}]\ncaption: 空\n```\n",
            types[i]);
        struct document *doc = desk_document(k, "c: SELECT 1 AS m, 2 AS a WHERE 0", body);
        assert_non_null(doc);
        assert_string_equal(str_z(k->a, document_text(k->a, doc)), "试\n2025年第一季度\n空\n（无数据）\n");
    }
    struct document *doc =
        desk_document(k, "c: SELECT 'x' AS m, NULL AS a",
                      S("```chart\ntype: line\nquery: c\nx: m\nseries: [{title: s, value: a}]\n```\n"));
    assert_string_equal(str_z(k->a, doc->blocks->chart->alt), "折线图：共1点，从x到x。s：无数据。");
}

/* -- the others ----------------------------------------------------------------------------------- */

static void test_small_ones(void **state) {
    struct desk *k = *state;
    assert_dump(k, NULL,
                "```toc\n```\n\n```page\n```\n\n```signature\nparties:\n  - title: 甲方\n  - {title: 乙方, "
                "lines: [经理：, \"日期：　年\"]}\n```\n\n"
                "```csv\na,\"b \"\"c\"\"\",d\n1,\"x\ny\",\n\n 2 ,{x},3\n```\n\n```python x\na\n\n```\n\n``` "
                "\nplain\n```\n",
                "  toc 2 @templates/t.md:4\n"
                "  page @templates/t.md:7\n"
                "  signature @templates/t.md:10\n    party \"甲方\" line \"签字：\" line \"日期：\"\n    "
                "party \"乙方\" line \"经理：\" line \"日期：　年\"\n"
                "  table @templates/t.md:16\n    column \"a\" text auto\n    column \"b \\\"c\\\"\" text "
                "auto\n    column \"d\" text auto\n"
                "    row \"1\" | \"x\\ny\" | \"\"\n    row \"2\" | \"{x}\" | \"3\"\n"
                "  code @templates/t.md:24\n    \"a\\n\" code\n"
                "  code @templates/t.md:29\n    \"plain\" code\n");
}

/* -- faults --------------------------------------------------------------------------------------- */

static void check(struct desk *k, const char *queries, const char *body, const char *said) {
    if (desk_document(k, queries, str_from(body)))
        fail_msg("accepted: %s", body);
    assert_string_equal(diag_shown(k->a, k->d), said);
}

static void test_table_faults(void **state) {
    struct desk *k = *state;
    check(k, ROWS, "```table\nquery: rr\n```\n",
          "templates/t.md:7:8: error: unknown query 'rr'; did you mean 'r'? [unknown-query]\n");
    check(k, ROWS, "```table\nqueri: r\n```\n",
          "templates/t.md:7:1: error: unknown key 'queri' in table; did you mean 'query'? [unknown-key]\n"
          "templates/t.md:7:1: error: key 'query' is missing in table [missing-key]\n");
    check(k, ROWS,
          "x\n\n  ```table\n  query: r\n  columns:\n    - {title: 名, value: nme}\n    - {title: 名, value: "
          "name, tone: oot}\n  ```\n",
          "templates/t.md:11:25: error: query 'r' has no column 'nme'; did you mean 'name'? "
          "[unknown-query-column]\n"
          "templates/t.md:12:37: error: query 'r' has no column 'oot'; did you mean 'out'? "
          "[unknown-query-column]\n");
    check(k, ROWS,
          "```table\nquery: r\ncolumns: [{title: a, value: name, format: mony, align: middle}]\n```\n",
          "templates/t.md:8:43: error: 'format' cannot be 'mony'; did you mean 'money'? [unknown-word]\n"
          "templates/t.md:8:56: error: 'align' cannot be 'middle'; known: auto, left, center, right "
          "[unknown-word]\n");
    check(k, ROWS, "```table\nquery: r\nwith: [1]\n```\n",
          "templates/t.md:8:7: error: 'with' takes a mapping such as {id: …} [mapping-wanted]\n");
    check(k, "r: SELECT :day AS d", "```table\nquery: r\nwith: {dai: 1}\n```\n",
          "templates/t.md:4:6: error: parameter ':day' is neither one of the document nor a column of an "
          "enclosing row [query-parameter]\n"
          "templates/t.md:8:8: error: query 'r' has no parameter 'dai'; did you mean 'day'? [query-with]\n");
    check(k, ROWS, "```table\nquery: r\ntotal: [a]\n```\n",
          "templates/t.md:8:8: error: 'total' takes a mapping such as {amount_fen: sum} [mapping-wanted]\n");
    check(k, ROWS,
          "```table\nquery: r\ncolumns: [{title: a, value: share, format: percent}]\ntotal: {share: sum, "
          "shar: sum}\n```\n",
          "templates/t.md:9:16: error: column 'share' has format 'percent', which has no sum "
          "[table-total-format]\n"
          "templates/t.md:9:21: error: the table has no column of 'shar'; did you mean 'share'? "
          "[table-total-column]\n");
    check(k, ROWS,
          "```table\nquery: r\ncolumns: [{title: a, value: name, format: int}]\ntotal: {name: sum}\n```\n",
          "templates/t.md:8:29: error: column 'name' cannot be summed: 'a' [table-total]\n");
    check(k, "r: SELECT 9223372036854775807 AS n UNION ALL SELECT 1",
          "```table\nquery: r\ncolumns: [{title: a, value: n, format: int}]\ntotal: {n: sum}\n```\n",
          "templates/t.md:8:29: error: column 'n' cannot be summed: '1' [table-total]\n");
}

static void test_yaml_faults(void **state) {
    struct desk *k = *state;
    check(k, NULL, "text\n\n```table\nquery: r\n caption: x\n```\n",
          "templates/t.md:8:9: error: YAML cannot be read: ': ' is not expected here; put the text in quotes "
          "[yaml-syntax]\n");
    check(k, NULL, "```table\n```\n",
          "templates/t.md:5:1: error: nothing but blanks and comments [yaml-empty]\n");
    check(
        k, NULL, "```table\nquery: &a r\n```\n",
        "templates/t.md:5:8: error: anchor or alias '&a' is not allowed; write the value out [yaml-alias]\n");
    check(k, NULL, "```toc\ndepth: 2\n```\n\n```page\nx\n```\n",
          "templates/t.md:5:1: error: unknown key 'depth' in toc; known: levels [unknown-key]\n"
          "templates/t.md:9:1: error: 'page' takes a mapping such as {key: value}, not a single value "
          "[wrong-kind]\n");
    check(k, NULL, "```signature\nparties: []\n```\n\n```signature\nparties: [{lines: [a]}]\n```\n",
          "templates/t.md:5:1: error: key 'parties' is missing in signature [missing-key]\n"
          "templates/t.md:9:11: error: key 'title' is missing in party [missing-key]\n");
    /* sections have left out a line: the fence is named */
    check(
        k, "q: SELECT 1 AS x WHERE 0", "```table\nquery: q\n{{#q}}\ncaption: a\n{{/q}}\n empty: x\n```\n",
        "templates/t.md:6:1: error: 'table' is no valid YAML once its sections are filled in [fence-yaml]\n");
    /* lines made by a section still know where they were written */
    check(k, "q: SELECT 'name' AS c UNION ALL SELECT 'nam'",
          "```table\nquery: q\ncolumns:\n{{#q}}\n  - {title: {{c}}, value: {{c}}}\n{{/q}}\n```\n",
          "templates/t.md:10:13: error: query 'q' has no column 'name'; known: c [unknown-query-column]\n"
          "templates/t.md:10:13: error: query 'q' has no column 'nam'; known: c [unknown-query-column]\n");
}

/* Rows host by host: the points stand in the order of their days, and a forecast is told in words. */
static void test_chart_over_dates(void **state) {
    struct desk *k = *state;
    assert_dump(
        k,
        "c: SELECT '2025-01-03' AS d, 'a' AS h, 70 AS v UNION ALL SELECT '2025-01-01', 'a', 50 UNION ALL"
        " SELECT '2025-01-02', 'b', 8 UNION ALL SELECT '2025-01-02', 'a', 60",
        "```chart\ntype: line\nquery: c\nx: d\nseries_by: h\nvalue: v\nunit: '%'\nthresholds: [{title: 告警, "
        "value: 85}, {title: 满, value: 200}]\nforecast: {until: 2025-01-06}\n```\n",
        "  chart line unit \"%\" until 2025-01-06 @templates/t.md:6\n"
        "    series \"a\" 2025-01-01=50 2025-01-02=60 2025-01-03=70\n"
        "    series \"b\" 2025-01-01=- 2025-01-02=8 2025-01-03=-\n"
        "    threshold \"告警\" 85\n    threshold \"满\" 200\n"
        "    alt "
        "\"折线图：共3点，从2025-01-01到2025-01-03。a：最低50%（2025-01-01），最高70%（2025-01-03），最后70%"
        "（"
        "2025-01-03），高于“告警”（85%）0点、低于3点，高于“满”（200%）0点、低于3点，趋势每30天上升300.00%，"
        "按此趋势2025-01-05达到“告警”（85%），按此趋势至2025-01-06不会达到“满”（200%）。"
        "b：最低8%（2025-01-02），最高8%（2025-01-02），最后8%（2025-01-02），高于“告警”（85%）0点、低于1点，"
        "高于“满”（200%）0点、低于1点，数据不足以判断趋势。\"\n");
}

static void test_chart_outages(void **state) {
    struct desk *k = *state;
    assert_dump(
        k,
        "c: SELECT '核心' AS s, '2025-02-03 08:00:00' AS a, '2025-02-03 10:00:00' AS b, 120 AS g, 30 AS e"
        " UNION ALL SELECT '核心', '2025-04-10 12:00:00', NULL, 60, NULL UNION ALL SELECT '接口', NULL, "
        "NULL, "
        "NULL, NULL",
        "```chart\ntype: outages\nquery: c\nx: s\nfrom: a\nto: b\ngross: g\nexcluded: e\n```\n",
        "  chart outages @templates/t.md:6\n"
        "    series \"开始\" 核心=20122.333333333332 核心=20188.5 接口=-\n"
        "    series \"结束\" 核心=20122.416666666668 核心=20189 接口=-\n"
        "    series \"中断（分）\" 核心=120 核心=60 接口=-\n"
        "    series \"剔除（分）\" 核心=30 核心=- 接口=-\n"
        "    alt \"停机时序图：核心：中断2次，共3小时，剔除30分，计入2小时30分；最长一次始于2025-02-03 "
        "08:00，2小时。接口：没有中断。\"\n");
}

static void test_chart_calendar(void **state) {
    struct desk *k = *state;
    assert_dump(
        k,
        "c: SELECT '巡检' AS o, '2025-03' AS m, 'on_time' AS t UNION ALL SELECT '巡检', '2025-02', 'missing' "
        "UNION ALL SELECT '备份', '2025-02', 'met' UNION ALL SELECT '备份', '2025-02', 'late' UNION ALL "
        "SELECT "
        "'培训', '2025-04', NULL",
        "```chart\ntype: calendar\nquery: c\nx: m\nseries_by: o\nvalue: t\n```\n",
        "  chart calendar @templates/t.md:6\n"
        "    series \"巡检\" 2025-02=1 2025-03=1 2025-04=-\n"
        "    series \"备份\" 2025-02=2 2025-03=- 2025-04=-\n"
        "    series \"培训\" 2025-02=- 2025-03=- 2025-04=-\n"
        "    alt \"义务日历：巡检：按期1，缺失1（2025-02）。备份：按期1，逾期1（2025-02）。培训：无。\"\n");
}

static void test_chart_faults(void **state) {
    struct desk *k = *state;
#define CHART "```chart\ntype: line\nquery: c\nx: m\n"
    check(k, POINTS, CHART "```\n",
          "templates/t.md:6:1: error: chart takes either 'series' or 'series_by' and 'value'; a pie or "
          "share takes one series [chart-series]\n");
    check(k, POINTS, CHART "series_by: a\n```\n",
          "templates/t.md:6:1: error: chart takes either 'series' or 'series_by' and 'value'; a pie or "
          "share takes one series [chart-series]\n");
    check(k, POINTS, CHART "series: [{title: a, value: m}]\n```\n",
          "templates/t.md:10:28: error: column 'm' holds '1月', which is no number [chart-value]\n");
    check(k, POINTS, CHART "series: [{title: a, value: aa}]\n```\n",
          "templates/t.md:10:28: error: query 'c' has no column 'aa'; did you mean 'a'? "
          "[unknown-query-column]\n");
    check(k, POINTS, CHART "min: 5\nmax: 5.0\nseries: [{title: a, value: a}]\n```\n",
          "templates/t.md:10:6: error: 'min' is not below 'max' [chart-range]\n");
    check(k, "c: SELECT 1 AS m, 'x' AS s, 1 AS v UNION ALL SELECT 1, 'x', 2",
          CHART "series_by: s\nvalue: v\n```\n",
          "templates/t.md:6:1: error: series 'x' has two values at '1' [chart-twice]\n");
    check(k, "c: SELECT 9e999 AS m, 9e999 AS v", CHART "series: [{title: a, value: v}]\n```\n",
          "templates/t.md:10:28: error: column 'v' holds '—', which is no number [chart-value]\n");
    check(k, "c: SELECT 1 AS m",
          "```chart\ntype: gantt\nquery: c\nx: m\nseries: [{title: a, value: m}]\n```\n",
          "templates/t.md:6:1: error: gantt chart takes pairs of series: begin and end [gantt-pairs]\n");
    check(
        k, "c: SELECT 'bald' AS m",
        "```chart\ntype: gantt\nquery: c\nx: m\nseries: [{title: a, value: m}, {title: b, value: m}]\n```\n",
        "templates/t.md:10:28: error: column 'm' holds 'bald', which is no time [chart-time]\n");
    check(k, POINTS, "```chart\ntype: outages\nquery: c\nx: m\nfrom: a\n```\n",
          "templates/t.md:6:1: error: chart of outages takes 'from', 'to' and 'gross', and 'excluded' if "
          "need be "
          "[chart-outages]\n");
    check(k, POINTS, "```chart\ntype: calendar\nquery: c\nx: m\nseries: [{title: a, value: a}]\n```\n",
          "templates/t.md:6:1: error: calendar takes 'series_by' for its rows and 'value' for how they stand "
          "[chart-calendar]\n");
    check(
        k, "c: SELECT 1 AS m, 'x' AS s, 'on time' AS v",
        "```chart\ntype: calendar\nquery: c\nx: m\nseries_by: s\nvalue: "
        "v\n```\n",
        "templates/t.md:11:8: error: column 'v' holds 'on time', which is no outcome or timing; did you mean "
        "'on_time'? [chart-state]\n");
    check(k, POINTS, CHART "series: [{title: a, value: a}]\nforecast: {until: 2025-06-30}\n```\n",
          "templates/t.md:11:11: error: only a line over dates (2025-03-05, 2025-03) has a forecast "
          "[chart-forecast]\n");
    const char *many = "c: WITH RECURSIVE r(m) AS (SELECT 1 UNION ALL SELECT m + 1 FROM r WHERE m < 5001) "
                       "SELECT m, m AS v, 's' AS s FROM r";
    check(k, many, CHART "series: [{title: a, value: v}]\n```\n",
          "templates/t.md:6:1: error: chart has more than 5000 points or series [chart-points]\n");
    check(k, many, CHART "series_by: s\nvalue: v\n```\n",
          "templates/t.md:6:1: error: chart has more than 5000 points or series [chart-points]\n");
    check(k, many, CHART "series_by: m\nvalue: v\n```\n",
          "templates/t.md:6:1: error: chart has more than 32 points or series [chart-points]\n");
}

static void test_csv_faults(void **state) {
    struct desk *k = *state;
    check(k, NULL, "```csv\n```\n", "templates/t.md:4:1: error: table has no header line [csv-empty]\n");
    check(k, NULL, "```csv\na,b\n\n1,2\n1,2,3\n```\n",
          "templates/t.md:8:1: error: table row has 3 columns, the header 2 [csv-columns]\n");
    check(k, NULL, "```csv\na,b\n1,\"2\n3,4\n```\n",
          "templates/t.md:6:1: error: quotes of a table field are never closed [csv-quote]\n");
}

static void test_query_faults(void **state) {
    struct desk *k = *state;
    check(k, "r: SELECT abs(-9223372036854775808) AS x", "```table\nquery: r\n```\n",
          "templates/t.md:4:6: error: SQL is wrong: integer overflow [sql]\n");
    check(k, "r: WITH RECURSIVE r(m) AS (SELECT 1 UNION ALL SELECT m + 1 FROM r) SELECT m FROM r",
          "{{#r}}{{/r}}\n", "templates/t.md:4:6: error: query gives more than 1000000 rows [sql-rows]\n");
    /* two sections in each other: 1000 rows of 1000 rows, and some */
    check(k,
          "r: WITH RECURSIVE r(m) AS (SELECT 1 UNION ALL SELECT m + 1 FROM r WHERE m < 1050) SELECT m FROM r",
          "{{#r}}{{#r}}{{/r}}{{/r}}\n",
          "templates/t.md:6:7: error: template expands beyond 64 MB [template-size]\n");
}

int main(void) {
#define WITH_DESK(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)
    const struct CMUnitTest tests[] = {
        WITH_DESK(test_table),
        WITH_DESK(test_table_days_without_an_hour),
        WITH_DESK(test_table_all_columns),
        WITH_DESK(test_table_totals),
        WITH_DESK(test_table_groups_and_carries),
        WITH_DESK(test_table_optional),
        WITH_DESK(test_pages_turn),
        WITH_DESK(test_table_empty),
        WITH_DESK(test_parameters),
        WITH_DESK(test_chart_series),
        WITH_DESK(test_chart_series_by),
        WITH_DESK(test_chart_pie),
        WITH_DESK(test_chart_gantt),
        WITH_DESK(test_chart_empty),
        WITH_DESK(test_small_ones),
        WITH_DESK(test_table_faults),
        WITH_DESK(test_yaml_faults),
        WITH_DESK(test_chart_faults),
        WITH_DESK(test_csv_faults),
        WITH_DESK(test_query_faults),
        WITH_DESK(test_chart_over_dates),
        WITH_DESK(test_chart_outages),
        WITH_DESK(test_chart_calendar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
