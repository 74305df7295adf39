/* Templates: front matter, names, partials, and every fault at its place. */
#include "document_fixture.h"

static void test_head(void **state) {
    struct desk *k = *state;
    desk_write(
        k, "own/h.md",
        S("---\ntitle: 报告{{period}}\nnumber: '{{contract.id}}-{{period}}'\nsubtitle: "
          "至{{to_text}}\nlandscape: yes\n"
          "scope: record\nformats: [pdf, xlsx]\nqueries: {q: SELECT 1}\n---\n# {{title}} {{number}}\n"));
    struct template *t = template_load(k->a, k->d, k->s, &k->dirs, S("h"));
    assert_non_null(t);
    assert_int_equal(t->body_line, 10);
    assert_true(str_eqz(t->scope.v, "record") && t->formats.n == 2 && t->landscape.v && t->n_queries == 1);
    struct document *doc = template_build(k->a, k->d, k->s, &k->dirs, t, &k->p);
    assert_non_null(doc);
    assert_string_equal(
        str_z(k->a, document_dump(k->a, doc)),
        "document \"报告2025Q1\" subtitle \"至2025年3月31日\" number \"HT-1-2025Q1\" landscape\n"
        "  heading 1 @templates/h.md:10\n    \"报告2025Q1 HT-1-2025Q1\"\n");
    assert_true(str_eqz(doc->contract_title, "示例维保") && str_eqz(doc->contract_id, "HT-1") &&
                str_eqz(doc->buyer, "示例市人民医院") && str_eqz(doc->supplier, "示例公司") &&
                str_eqz(doc->date_text, "2025年4月10日") && str_eqz(doc->lang, "zh-CN"));
    assert_int_equal(doc->on, k->p.on);
    assert_false(doc->draft);
    k->p.title = (sval){.v = S("另名{{period}}")};
    k->p.number = (sval){.v = S("N-1")};
    k->p.draft = true;
    doc = template_build(k->a, k->d, k->s, &k->dirs, t, &k->p);
    assert_true(doc->draft && str_eqz(doc->title, "另名2025Q1") && str_eqz(doc->number, "N-1"));
}

static void test_names(void **state) {
    struct desk *k = *state;
    k->p.record_id = S("INC-1");
    assert_dump(
        k, NULL,
        "{{period}} {{period_text}} {{from}} {{to}} {{from_text}} {{to_text}} {{on}} {{on_text}} {{id}}\n\n"
        "{{title}}{{#number}}no{{/number}}{{^draft}} final{{/draft}}\n\n"
        "{{contract.title}} {{#contract}}{{buyer}}{{^from_on}}?{{/from_on}} {{supplier}} "
        "{{from_on}}{{/contract}}\n",
        "  paragraph @templates/t.md:4\n"
        "    \"2025Q1 2025年第一季度 2025-01-01 2025-04-01 2025年1月1日 2025年3月31日 2025-04-10 "
        "2025年4月10日 INC-1\"\n"
        "  paragraph @templates/t.md:6\n    \"试 final\"\n"
        "  paragraph @templates/t.md:8\n    \"示例维保 示例市人民医院? 示例公司 —\"\n");
}

static void test_draft(void **state) {
    struct desk *k = *state;
    k->p.draft = true;
    assert_dump(k, NULL, "{{#draft}}draft{{/draft}}{{^draft}}final{{/draft}}\n",
                "  paragraph @templates/t.md:4\n    \"draft\"\n");
}

static void test_queries(void **state) {
    struct desk *k = *state;
    assert_dump(
        k,
        "one: SELECT 3 AS n, 'x*y' AS t, NULL AS z\ncount: SELECT 42\nnone: SELECT 1 AS a, 2 AS b WHERE 0\n"
        "list: SELECT 1 AS id UNION ALL SELECT 2\nsub: SELECT :id AS up, :id + 10 AS id",
        "{{one.n}} {{one.t}} {{one.z}} {{none.a}} {{count}} {{{one.t}}}{{#one.n}} three{{/one.n}}{{#one.z}} "
        "no{{/one.z}}\n\n"
        "{{#none}}no{{/none}}{{^none}}nothing{{/none}} {{^one}}no{{/one}}{{#list}}{{.}}{{#sub}}/{{up}} "
        "{{id}}/{{/sub}}{{sub.id}} {{/list}}\n",
        "  paragraph @templates/t.md:10\n    \"3 x*y — — 42 x*y three\"\n"
        "  paragraph @templates/t.md:12\n    \"nothing 1/1 11/11 2/2 12/12\"\n");
}

static void test_truth(void **state) {
    struct desk *k = *state;
    assert_dump(
        k,
        "q: SELECT NULL AS a, '' AS b, 0 AS c, 'false' AS d, 0.0 AS e, 'x' AS f, -1 AS g, 0.5 AS h, '0' AS i",
        "{{#q}}{{#a}}a{{/a}}{{#b}}b{{/b}}{{#c}}c{{/c}}{{#d}}d{{/d}}{{#e}}e{{/e}}{{#f}}f{{/f}}{{#g}}g{{/"
        "g}}{{#h}}h{{/h}}{{#i}}i{{/i}}"
        "{{^a}}A{{/a}}{{^f}}F{{/f}}{{/q}}\n",
        "  paragraph @templates/t.md:6\n    \"fghiA\"\n");
}

static void test_partials(void **state) {
    struct desk *k = *state;
    desk_write(k, "program/partials/p.md", S("program {{v}}\n"));
    desk_write(k, "program/partials/sub/q.md", S("- sub {{v}}\n- {{#w}}{{/w}}\n"));
    assert_dump(k, "r: SELECT 1 AS v, 'sub/q' AS k, NULL AS none, 0 AS w",
                "{{#r}}\n{{> p}}\n\n- x\n  {{>*k}}\n\n{{>*none}}\n{{/r}}\n",
                "  paragraph @templates/partials/p.md:1\n    \"program 1\"\n"
                "  list @templates/t.md:9\n    item @templates/t.md:9\n      paragraph @templates/t.md:9\n   "
                "     \"x\"\n"
                "      list @templates/partials/sub/q.md:1\n        item @templates/partials/sub/q.md:1\n    "
                "      paragraph @templates/partials/sub/q.md:1\n            \"sub 1\"\n"
                "        item @templates/partials/sub/q.md:2\n");
    desk_write(k, "own/partials/p.md", S("own\n"));
    assert_dump(k, NULL, "{{> p}}\n", "  paragraph @templates/partials/p.md:1\n    \"own\"\n");
}

/* A partial brings its queries along; the template's of the same name go before. */
static void test_partial_queries(void **state) {
    struct desk *k = *state;
    desk_write(k, "program/partials/p.md",
               S("---\nqueries:\n  q: SELECT 'partial' AS v\n  r: SELECT 2 AS n\n---\n"
                 "{{q.v}} {{r}}\n\n```table\nquery: r\n```\n"));
    assert_dump(k, NULL, "{{> p}}\n",
                "  paragraph @templates/partials/p.md:6\n    \"partial 2\"\n"
                "  table @templates/partials/p.md:8\n    column \"n\" text auto\n    row \"2\"\n");
    assert_dump(k, "q: SELECT 'own' AS v", "{{> p}}\n",
                "  paragraph @templates/partials/p.md:6\n    \"own 2\"\n"
                "  table @templates/partials/p.md:8\n    column \"n\" text auto\n    row \"2\"\n");
}

static void test_find(void **state) {
    struct desk *k = *state;
    str *names, path;
    desk_write(k, "own/b.md", S("x"));
    desk_write(k, "own/a.xlsx.yaml", S("x"));
    desk_write(k, "program/b.md", S("x"));
    desk_write(k, "program/c.md", S("x"));
    desk_write(k, "program/a.md", S("x"));
    desk_write(k, "program/note.txt", S("x"));
    desk_write(k, "program/partials/p.md", S("x"));
    assert_int_equal(template_names(k->a, &k->dirs, &names), 3);
    assert_true(str_eqz(names[0], "a") && str_eqz(names[1], "b") && str_eqz(names[2], "c"));
    assert_true(template_find(k->a, &k->dirs, S("b"), ".md", &path) && str_find(path, S("/own/b.md")) >= 0);
    assert_true(template_find(k->a, &k->dirs, S("c"), ".md", &path) &&
                str_find(path, S("/program/c.md")) >= 0);
    assert_false(template_find(k->a, &k->dirs, S("c"), ".xlsx.yaml", &path));
    struct template_dirs none = {0};
    assert_int_equal(template_names(k->a, &none, &names), 0);
}

/* -- faults --------------------------------------------------------------------------------------- */

static void check_file(struct desk *k, const char *text, const char *said) {
    desk_write(k, "own/f.md", str_from(text));
    k->d = diags_new(k->a, LANG_EN);
    if (desk_build(k, "f"))
        fail_msg("accepted: %s", text);
    assert_string_equal(diag_shown(k->a, k->d), said);
}

static void check(struct desk *k, const char *queries, const char *body, const char *said) {
    if (desk_document(k, queries, str_from(body)))
        fail_msg("accepted: %s", body);
    assert_string_equal(diag_shown(k->a, k->d), said);
}

static void test_contract_names(void **state) {
    struct desk *k = *state;
    store_do(k->s, "INSERT INTO incident(id, cost, level) VALUES ('I-1', 12345, 'P1')");
    store_do(k->s, "INSERT INTO record_value(record_type, name, value, title) VALUES ('incident', 'level', "
                   "'P1', '严重')");
    k->p.seq = 3;
    k->p.code = S("GZ");
    k->p.record_type = S("incident");
    k->p.record_id = S("I-1");
    k->p.number = (sval){.v = S("{{contract.id}}-{{code}}-{{period}}-{{seq}}")};
    k->p.file = (sval){.v = S("{{number}} {{record.id}}")};
    struct document *doc = desk_document(k, NULL,
                                         S("{{record.cost}} {{record.cost_text}} {{record.level}} "
                                           "{{record.level_text}} {{record.restored_at_text}}\n"));
    assert_non_null(doc);
    assert_true(str_eqz(doc->number, "HT-1-GZ-2025Q1-03"));
    assert_true(str_eqz(doc->file_name, "HT-1-GZ-2025Q1-03 I-1"));
    assert_true(str_find(document_dump(k->a, doc), S("12345 123.45 P1 严重 —")) >= 0);
    k->p.file = (sval){0};
    doc = desk_document(k, NULL, S("x\n"));
    assert_true(str_eqz(doc->file_name, "试-I-1"));
    k->p.record_id = (str){0};
    doc = desk_document(k, NULL, S("x\n"));
    assert_true(str_eqz(doc->file_name, "试-2025Q1"));
}

static void test_nothing_to_report(void **state) {
    struct desk *k = *state;
    const char *text = "---\ntitle: x\nempty: [a, b]\nqueries:\n  a: SELECT id FROM incident\n"
                       "  b: SELECT 1 WHERE 0\n---\n{{#nothing}}无{{/nothing}}{{^nothing}}有{{/nothing}}\n";
    desk_write(k, "own/t.md", str_from(text));
    struct document *doc = desk_build(k, "t");
    assert_non_null(doc);
    assert_true(str_find(document_dump(k->a, doc), S("无")) >= 0);
    store_do(k->s, "INSERT INTO incident(id) VALUES ('I-1')");
    doc = desk_build(k, "t");
    assert_true(str_find(document_dump(k->a, doc), S("有")) >= 0);
}

static void test_head_faults(void **state) {
    struct desk *k = *state;
    assert_null(template_load(k->a, k->d, k->s, &k->dirs, S("none")));
    assert_string_equal(diag_shown(k->a, k->d),
                        "templates/none.md: error: file 'templates/none.md' does not exist [file-missing]\n");
    check_file(k, "", "templates/f.md: error: file 'templates/f.md' is empty [file-empty]\n");
    check_file(k, "# x\n",
               "templates/f.md:1:1: error: a template begins with front matter between two lines '---' "
               "[template-head]\n");
    check_file(k, "---\ntitle: x\n",
               "templates/f.md:1:1: error: a template begins with front matter between two lines '---' "
               "[template-head]\n");
    check_file(k, "---\n---\nx\n",
               "templates/f.md:2:1: error: nothing but blanks and comments [yaml-empty]\n");
    check_file(
        k, "---\ntitel: x\nscope: year\nformats: [pdf, doc]\n---\n",
        "templates/f.md:2:1: error: unknown key 'titel' in template; did you mean 'title'? [unknown-key]\n"
        "templates/f.md:2:1: error: key 'title' is missing in template [missing-key]\n"
        "templates/f.md:3:8: error: 'scope' cannot be 'year'; known: period, record [unknown-word]\n"
        "templates/f.md:4:16: error: 'formats' cannot be 'doc'; known: pdf, xlsx [unknown-word]\n");
    check_file(k, "---\ntitle: x\nscope: year\nformats: [pdf, doc]\n---\n",
               "templates/f.md:3:8: error: 'scope' cannot be 'year'; known: period, record [unknown-word]\n"
               "templates/f.md:4:16: error: 'formats' cannot be 'doc'; known: pdf, xlsx [unknown-word]\n");
    check_file(
        k, "---\ntitle: x\nqueries: [a]\n---\n",
        "templates/f.md:3:10: error: 'queries' takes a mapping such as {name: SELECT …} [mapping-wanted]\n");
    check_file(
        k, "---\ntitle: x\nqueries:\n  period: SELECT 1\n  a b: SELECT 1\n  a.b: SELECT 1\n  c: [1]\n---\n",
        "templates/f.md:4:3: error: 'period' is no name for a query, or has a meaning of its own "
        "[query-name]\n"
        "templates/f.md:5:3: error: 'a b' is no name for a query, or has a meaning of its own [query-name]\n"
        "templates/f.md:6:3: error: 'a.b' is no name for a query, or has a meaning of its own [query-name]\n"
        "templates/f.md:7:6: error: 'queries' takes a mapping such as {name: SELECT …} [mapping-wanted]\n");
    check_file(k, "---\ntitle: '{{nope}}'\nnumber: x\n---\n",
               "templates/f.md:2:8: error: unknown name 'nope' [template-name]\n");
    check_file(k, "---\ntitle: x\nqueries:\n  a: SELECT * FROM nowhere\n  b: DELETE FROM incident\n---\n",
               "templates/f.md:4:6: error: SQL is wrong: no such table: nowhere [sql]\n"
               "templates/f.md:5:6: error: 'DELETE' is not allowed here: SQL may only select from the store "
               "[sql-refused]\n");
}

static void test_body_faults(void **state) {
    struct desk *k = *state;
    check(k, "rows: SELECT 1 AS name, 2 AS other",
          "a {{periode}}\n\n{{#rows}}{{nane}}{{/rows}} {{rows.othr}} {{contract.titel}} {{#row}}{{/row}} "
          "{{rows.name.x}}\n",
          "templates/t.md:6:3: error: unknown name 'periode'; did you mean 'period'? [template-name]\n"
          "templates/t.md:8:10: error: unknown name 'nane'; did you mean 'name'? [template-name]\n"
          "templates/t.md:8:28: error: unknown name 'rows.othr'; did you mean 'other'? [template-name]\n"
          "templates/t.md:8:42: error: unknown name 'contract.titel'; did you mean 'title'? [template-name]\n"
          "templates/t.md:8:61: error: unknown name 'row'; did you mean 'rows'? [template-name]\n"
          "templates/t.md:8:78: error: unknown name 'rows.name.x'; did you mean 'name'? [template-name]\n");
    check(k, "rows: SELECT 1 AS a, 2 AS b", "{{rows}}\n{{#rows}}{{.}}{{/rows}}\n{{contract}}\n",
          "templates/t.md:6:1: error: a row of several columns has no text of its own; name one of its "
          "columns [template-value]\n"
          "templates/t.md:7:10: error: a row of several columns has no text of its own; name one of its "
          "columns [template-value]\n"
          "templates/t.md:8:1: error: a row of several columns has no text of its own; name one of its "
          "columns [template-value]\n");
    check(k, "sub: SELECT :nope AS a, ? AS b", "{{#sub}}{{/sub}}\n",
          "templates/t.md:4:8: error: parameter ':nope' is neither one of the document nor a column of an "
          "enclosing row [query-parameter]\n"
          "templates/t.md:4:8: error: parameter '?' is neither one of the document nor a column of an "
          "enclosing row [query-parameter]\n");
    check(k, NULL, "x\n{{#a}}\n", "templates/t.md:5:1: error: section 'a' is never closed [section-open]\n");
}

static void test_partial_faults(void **state) {
    struct desk *k = *state;
    desk_write(k, "own/partials/loop.md", S("x\n{{> loop}}\n"));
    desk_write(k, "own/partials/open.md", S("line\n\n{{#x}}\n"));
    desk_write(k, "own/partials/html.md", S("line\n\n<i>x</i>\n"));
    check(k, NULL, "{{> opne}}\n{{> ../t}}\n",
          "templates/t.md:4:1: error: unknown partial 'opne'; did you mean 'open'? [unknown-partial]\n"
          "templates/t.md:5:1: error: unknown partial '../t'; known: html, loop, open [unknown-partial]\n");
    check(k, NULL, "{{> open}}\n",
          "templates/partials/open.md:3:1: error: section 'x' is never closed [section-open]\n");
    check(k, NULL, "{{> loop}}\n",
          "templates/partials/loop.md:2:1: error: 'loop' is nested deeper than 32 levels [template-depth]\n");
    check(k, NULL, "- a\n\n  {{> html}}\n",
          "templates/partials/html.md:3:1: error: HTML '<i>' cannot be printed [markdown-html]\n"
          "templates/partials/html.md:3:5: error: HTML '</i>' cannot be printed [markdown-html]\n");
    check(k, "q: SELECT '../../etc/passwd' AS n", "{{#q}}{{>*n}}{{/q}}\n",
          "templates/t.md:6:7: error: unknown partial '../../etc/passwd'; known: html, loop, open "
          "[unknown-partial]\n");
}

static void test_partial_query_faults(void **state) {
    struct desk *k = *state;
    desk_write(k, "own/partials/sql.md", S("---\nqueries:\n  q: SELECT nix\n---\nx\n"));
    desk_write(k, "own/partials/key.md", S("---\ntitle: x\n---\nx\n"));
    desk_write(k, "own/partials/open.md", S("---\nqueries: {}\n"));
    check(k, NULL, "{{> sql}}\n",
          "templates/partials/sql.md:3:6: error: SQL is wrong: no such column: nix [sql]\n");
    check(
        k, NULL, "{{> key}}\n",
        "templates/partials/key.md:2:1: error: unknown key 'title' in partial; known: queries [unknown-key]\n"
        "templates/partials/key.md:2:1: error: key 'queries' is missing in partial [missing-key]\n");
    check(
        k, NULL, "{{> open}}\n",
        "templates/partials/open.md:1:1: error: a template begins with front matter between two lines '---' "
        "[template-head]\n");
}

/* Stepping one query inside itself, and its first row while it is stepped. */
static void test_query_in_itself(void **state) {
    struct desk *k = *state;
    assert_dump(k, "l: SELECT 1 AS v UNION ALL SELECT 2", "{{#l}}{{v}}({{#l}}{{v}}{{l.v}}{{/l}}){{/l}}\n",
                "  paragraph @templates/t.md:6\n    \"1(1121)2(1121)\"\n");
}

/* The same twice: nothing is left from the first build. */
static void test_repeatable(void **state) {
    struct desk *k = *state;
    const char *queries = "l: SELECT 1 AS v UNION ALL SELECT 2", *body = "{{#l}}\n- {{v}}\n{{/l}}\n";
    str first = str_from(desk_dump(k, queries, str_from(body)));
    assert_string_equal(desk_dump(k, queries, str_from(body)), first.p);
}

/* A document quotes the clauses of its own entry, though another entry has the same template. */
static void test_clauses_of_the_entry(void **state) {
    struct desk *k = *state;
    store_do(k->s, "INSERT INTO clause(id, text, position) VALUES ('一-1', 'a', 1), ('一-11', 'b', 2), "
                   "('二', 'c', 3)");
    const char *queries =
        "c: \"SELECT group_concat(text) AS t FROM clause WHERE instr('、' || :clauses || '、', '、' || "
        "id || '、') > 0\"";
    k->p.clauses = S("一-11、二");
    assert_dump(k, queries, "{{c.t}}\n", "  paragraph @templates/t.md:6\n    \"b,c\"\n");
    k->p.clauses = (str){0};
    assert_dump(k, queries, "{{c.t}}\n", "  paragraph @templates/t.md:6\n    \"—\"\n");
}

int main(void) {
#define WITH_DESK(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)
    const struct CMUnitTest tests[] = {
        WITH_DESK(test_contract_names),
        WITH_DESK(test_nothing_to_report),
        WITH_DESK(test_head),
        WITH_DESK(test_names),
        WITH_DESK(test_draft),
        WITH_DESK(test_queries),
        WITH_DESK(test_clauses_of_the_entry),
        WITH_DESK(test_truth),
        WITH_DESK(test_partials),
        WITH_DESK(test_find),
        WITH_DESK(test_head_faults),
        WITH_DESK(test_body_faults),
        WITH_DESK(test_partial_queries),
        WITH_DESK(test_partial_query_faults),
        WITH_DESK(test_partial_faults),
        WITH_DESK(test_query_in_itself),
        WITH_DESK(test_repeatable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
