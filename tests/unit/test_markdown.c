/* CommonMark to blocks, and values that try to be more than text. */
#include "document_fixture.h"

#include <time.h>

static void test_blocks(void **state) {
    struct desk *k = *state;
    assert_dump(k, NULL,
                "# 一\n\nText *e* **s** ***b*** `c` [l](http://x.cn/a?b=1)\nnext\n\n- one\n- two\n\n  "
                "more\n\n3. x\n\n> q\n\n"
                "---\n\n    code\n      x\n\n```c\nint x;\n```\n",
                "  heading 1 @templates/t.md:4\n"
                "    \"一\"\n"
                "  paragraph @templates/t.md:6\n"
                "    \"Text \"\n"
                "    \"e\" emph\n"
                "    \" \"\n"
                "    \"s\" strong\n"
                "    \" \"\n"
                "    \"b\" strong emph\n"
                "    \" \"\n"
                "    \"c\" code\n"
                "    \" \"\n"
                "    \"l\" -> \"http://x.cn/a?b=1\"\n"
                "    \" next\"\n"
                "  list @templates/t.md:9\n"
                "    item @templates/t.md:9\n"
                "      paragraph @templates/t.md:9\n"
                "        \"one\"\n"
                "    item @templates/t.md:10\n"
                "      paragraph @templates/t.md:10\n"
                "        \"two\"\n"
                "      paragraph @templates/t.md:12\n"
                "        \"more\"\n"
                "  list 3 @templates/t.md:14\n"
                "    item @templates/t.md:14\n"
                "      paragraph @templates/t.md:14\n"
                "        \"x\"\n"
                "  quote @templates/t.md:16\n"
                "    paragraph @templates/t.md:16\n"
                "      \"q\"\n"
                "  rule @templates/t.md:18\n"
                "  code @templates/t.md:20\n"
                "    \"code\\n  x\" code\n"
                "  code @templates/t.md:23\n"
                "    \"int x;\" code\n");
}

/* CSS Text 3, 4.1.3: no blank where a line of Chinese is broken in the source. */
static void test_line_ends(void **state) {
    struct desk *k = *state;
    assert_dump(k, NULL, "中文\n续行\n", "  paragraph @templates/t.md:4\n    \"中文续行\"\n");
    assert_dump(k, NULL, "共\n12 件\nabc\ndef\n", "  paragraph @templates/t.md:4\n    \"共12 件abc def\"\n");
    assert_dump(k, NULL, "a\n*b*\nc",
                "  paragraph @templates/t.md:4\n    \"a\"\n    \" b\" emph\n    \" c\"\n");
    assert_dump(k, NULL, "a  \nb\\\nc",
                "  paragraph @templates/t.md:4\n    \"a\"\n    break\n    \"b\"\n    break\n    \"c\"\n");
    assert_dump(k, NULL, "a\tb\n", "  paragraph @templates/t.md:4\n    \"a b\"\n");
}

static void check_faults(struct desk *k, const char *queries, str body, const char *said) {
    assert_null(desk_document(k, queries, body));
    assert_string_equal(diag_shown(k->a, k->d), said);
}

static void test_refused(void **state) {
    struct desk *k = *state;
    check_faults(k, NULL, S("<div>\nx\n</div>\n\na\nb <b>c</b>\n\n![p](a.png)\n"),
                 "templates/t.md:4:1: error: HTML '<div>' cannot be printed [markdown-html]\n"
                 "templates/t.md:9:3: error: HTML '<b>' cannot be printed [markdown-html]\n"
                 "templates/t.md:9:7: error: HTML '</b>' cannot be printed [markdown-html]\n"
                 "templates/t.md:11:1: error: picture 'a.png' cannot be printed [markdown-image]\n");
    check_faults(k, NULL, S("<!-- note -->\n"),
                 "templates/t.md:4:1: error: HTML '<!-- note -->' cannot be printed [markdown-html]\n");
}

/* -- hostile values ------------------------------------------------------------------------------- */

static const char *const hostile[] = {
    "# h",
    "## h\n## i",
    "- x",
    "+ x",
    "* x",
    "1. x",
    "1) x",
    "> q",
    "---",
    "===",
    "***",
    "___",
    "```",
    "```table\nquery: q\n```",
    "~~~",
    "    code",
    "\tcode",
    "*e*",
    "**s**",
    "_e_",
    "__s__",
    "`c`",
    "``",
    "[l](http://x)",
    "![i](x.png)",
    "[r]: http://x",
    "[r][]",
    "<b>x</b>",
    "<!--",
    "<div>\n\nx",
    "<http://x.cn>",
    "&amp;",
    "&#42;",
    "\\*",
    "\\",
    "a\\\n",
    "| a | b |",
    "a|b",
    "{{v}}",
    "{{{v}}}",
    "{{> p}}",
    "{{=<% %>=}}",
    "}}",
    "\n",
    "\n\n",
    "a\n\nb",
    "a\n# b",
    "a\n- b",
    "a\n===",
    "a\n---",
    "a\r\nb\rc",
    "  two  ",
    "'",
    "\"",
    "'\"",
    ": x",
    "a: b",
    "- a: b",
    "[a",
    "{a",
    "? x",
    "! x",
    "% x",
    "@ x",
    "| x",
    "#x",
    " #x",
    "a #x",
    "&a x",
    "*a",
    "null",
    "~",
    "true",
    "",
    " ",
    "a,b",
    "a\"b",
    "\"a,b\"",
    "a,b\nc,d",
    "\xEF\xB7\x90"
    "0\xEF\xB7\x91",
    "\xEF\xB7\x92"
    "0\xEF\xB7\x91",
    "\x01",
    "\x7F",
    "\x1B[31m",
    "\xE2\x80\xA8x",
    "\xE2\x80\xAEx",
    "中文“引号”",
    "𠮷",
    "）**",
    "（**）",
};
static const char *const positions[] = {
    "{{#q}}{{v}}{{/q}}\n",
    "a {{#q}}{{v}}{{/q}} b\n",
    "a\n{{#q}}\n{{v}}\n{{/q}}\nb\n",
    "{{#q}}{{v}}{{/q}}\n\npara\n",
    "para\n\n{{#q}}{{v}}{{/q}}\n===\n",
    "# {{#q}}{{v}}{{/q}}\n\npara\n",
    "# {{#q}}{{v}}{{/q}} #\npara\n",
    "- {{#q}}{{v}}{{/q}}\n- two\n",
    "1. {{#q}}{{v}}{{/q}}\n2. two\n",
    "> {{#q}}{{v}}{{/q}}\n\npara\n",
    "- > {{#q}}{{v}}{{/q}}\n\npara\n",
    "**{{#q}}{{v}}{{/q}}**后\n",
    "*{{#q}}{{v}}{{/q}}* x\n",
    "x `{{#q}}{{v}}{{/q}}` y\n",
    "[{{#q}}{{v}}{{/q}}](http://x)\n",
    "[t]({{#q}}{{v}}{{/q}})\n",
    "[t](<{{#q}}{{v}}{{/q}}> \"{{#q}}{{v}}{{/q}}\")\n",
    "```\n{{#q}}{{v}}{{/q}}\n```\npara\n",
    "    {{#q}}{{v}}{{/q}}\n\npara\n",
    "```signature\nparties:\n  - title: {{#q}}{{v}}{{/q}}\n    lines: [{{#q}}{{v}}{{/q}}, "
    "\"{{#q}}{{v}}{{/q}}\", '{{#q}}{{v}}{{/q}}']\n```\npara\n",
    "```table\nquery: q\ncaption: {{#q}}{{v}}{{/q}}\ncolumns: [{title: \"{{#q}}{{v}}{{/q}}\", value: "
    "v}]\nempty: >\n  {{#q}}{{v}}{{/q}}\n```\npara\n",
    "```csv {{#q}}{{v}}{{/q}}\na,b\n{{#q}}{{v}}{{/q}},\"{{#q}}{{v}}{{/q}}\"\n```\npara\n",
};

/* What a dump says of structure: everything but quoted texts and breaks. */
static str skeleton(struct arena *a, str dump) {
    struct sb b = {.a = a};
    str line;
    while (str_cut(&dump, '\n', &line)) {
        str rest = str_trim(line);
        if (str_starts(rest, S("\"")) || str_eqz(rest, "break"))
            continue;
        bool quoted = false;
        for (size_t i = 0; i < line.n; i++) {
            if (line.p[i] == '\\' && quoted)
                i++;
            else if (line.p[i] == '"')
                quoted = !quoted;
            if (!quoted)
                sb_char(&b, line.p[i]);
        }
        sb_char(&b, '\n');
    }
    return sb_str(&b);
}

static bool blank_value(const char *value) {
    return str_trim(str_from(value)).n == 0;
}

static str structure(struct desk *k, const char *value, const char *body) {
    desk_value(k, str_from(value));
    struct document *doc = desk_document(k, DESK_VALUE, str_from(body));
    if (!doc && blank_value(value) && strstr(body, "title:")) /* a required text must not be blank */
        return S("");
    if (!doc)
        fail_msg("value [%s] in [%s]: %s", value, body, diag_shown(k->a, k->d));
    assert_int_equal(diags_warnings(k->d), 0);
    str text = document_text(k->a, doc);
    for (size_t i = 0; i + 2 < text.n; i++) /* no slot is left in what is printed */
        assert_false((unsigned char)text.p[i] == 0xEF && (unsigned char)text.p[i + 1] == 0xB7);
    return skeleton(k->a, document_dump(k->a, doc));
}

static void test_hostile_values(void **state) {
    struct desk *k = *state;
    for (size_t p = 0; p < sizeof positions / sizeof *positions; p++) {
        str harmless = structure(k, "x", positions[p]);
        for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
            str got = structure(k, hostile[i], positions[p]);
            if (!blank_value(hostile[i]) && !str_eq(got, harmless))
                fail_msg("value [%s] in [%s] gives\n%.*sinstead of\n%.*s", hostile[i], positions[p],
                         STR_ARG(got), STR_ARG(harmless));
        }
    }
}

/* The text itself arrives whole. */
static void test_values_arrive(void **state) {
    struct desk *k = *state;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        str value = str_from(hostile[i]);
        if (str_find(value, S("\xE2\x80\xA8")) >= 0 || memchr(value.p, '\n', value.n) ||
            memchr(value.p, '\t', value.n) || memchr(value.p, '\r', value.n) || value.n == 0 ||
            (unsigned char)value.p[0] < ' ' || str_starts(value, S("\xEF\xB7")) || value.p[0] == 0x7F)
            continue;
        desk_value(k, value);
        struct document *doc = desk_document(
            k, DESK_VALUE,
            S("# a{{#q}}{{v}}{{/q}}b\n\n- "
              "a{{#q}}{{v}}{{/q}}b\n\n`a{{#q}}{{v}}{{/q}}b`\n\n```\na{{#q}}{{v}}{{/q}}b\n```\n"));
        assert_non_null(doc);
        str want = str_fmt(k->a, "试\n2025年第一季度\na%.*sb\na%.*sb\na%.*sb\na%.*sb\n", STR_ARG(value),
                           STR_ARG(value), STR_ARG(value), STR_ARG(value));
        assert_string_equal(str_z(k->a, document_text(k->a, doc)), str_z(k->a, want));
    }
}

static void test_line_ends_in_values(void **state) {
    struct desk *k = *state;
    desk_value(k, S("\none\n\ntwo\r\nthree\n"));
    assert_string_equal(
        desk_dump(k, DESK_VALUE, S("a {{#q}}{{v}}{{/q}} b\n")),
        "  paragraph @templates/t.md:6\n    \"a one\"\n    break\n    \"two\"\n    break\n    \"three b\"\n");
    assert_string_equal(desk_dump(k, DESK_VALUE, S("## {{#q}}{{v}}{{/q}}\n")),
                        "  heading 2 @templates/t.md:6\n    \"one two three\"\n");
    desk_value(k, S("甲\n乙"));
    assert_string_equal(desk_dump(k, DESK_VALUE, S("## {{#q}}{{v}}{{/q}}\n")),
                        "  heading 2 @templates/t.md:6\n    \"甲乙\"\n");
}

/* {{{ }}} is Markdown, but never HTML and never a slot. */
static void test_raw_values(void **state) {
    struct desk *k = *state;
    desk_value(k, S("**b** <i>x</i> `<u>` {{v}}\n\n- l\xEF\xB7\x90"
                    "0\xEF\xB7\x91"));
    assert_string_equal(desk_dump(k, DESK_VALUE, S("{{#q}}{{{v}}}{{/q}}\n")),
                        "  paragraph @templates/t.md:6\n    \"b\" strong\n    \" <i>x</i> \"\n    \"<u>\" "
                        "code\n    \" {{v}}\"\n"
                        "  list @templates/t.md:6\n    item @templates/t.md:6\n      paragraph "
                        "@templates/t.md:6\n        \"l�0�\"\n");
}

static void test_nothing_printed(void **state) {
    struct desk *k = *state;
    desk_value(k, S(""));
    assert_string_equal(
        desk_dump(k, DESK_VALUE, S("{{#q}}{{v}}{{/q}}\n\n# {{#q}}{{v}}{{/q}}\n\n- {{#q}}{{v}}{{/q}}\n\nx\n")),
        "  list @templates/t.md:10\n    item @templates/t.md:10\n  paragraph @templates/t.md:12\n    "
        "\"x\"\n");
}

/* -- narratives ----------------------------------------------------------------------------------- */

static void add_narrative(struct desk *k, const char *id, const char *body) {
    struct stmt *q = stmt_new(k->s, "INSERT INTO narrative(path, record, id, body, body_line) VALUES "
                                    "('narratives/' || ?1 || '.md', 'incident', ?1, ?2, 6)");
    stmt_bind_text(q, 1, str_from(id));
    stmt_bind_text(q, 2, str_from(body));
    assert_false(stmt_step(q));
    stmt_free(q);
}

static void test_narrative(void **state) {
    struct desk *k = *state;
    add_narrative(k, "A",
                  "## 经过\n\n{{x}} <b>\n\n### 细节\n- a\n\n## 原因\n\n```csv "
                  "时间线\n时间,事件\n08:30,\"报修, 电话\"\n```\n");
    assert_dump(k, "q: SELECT 'narrative/A' AS n",
                "## 三、故障\n\ntext\n{{#q}}\n{{>*n}}\n{{/q}}\nafter\n\n- item\n\n  {{>narrative/A}}\n",
                "  heading 2 @templates/t.md:6\n    \"三、故障\"\n"
                "  paragraph @templates/t.md:8\n    \"text\"\n"
                "  heading 3 @narratives/A.md:6\n    \"经过\"\n"
                "  paragraph @narratives/A.md:8\n    \"{{x}} <b>\"\n"
                "  heading 4 @narratives/A.md:10\n    \"细节\"\n"
                "  list @narratives/A.md:11\n    item @narratives/A.md:11\n      paragraph "
                "@narratives/A.md:11\n        \"a\"\n"
                "  heading 3 @narratives/A.md:13\n    \"原因\"\n"
                "  table caption \"时间线\" @narratives/A.md:15\n    column \"时间\" text auto\n    column "
                "\"事件\" text auto\n    row \"08:30\" | \"报修, 电话\"\n"
                "  paragraph @templates/t.md:12\n    \"after\"\n"
                "  list @templates/t.md:14\n    item @templates/t.md:14\n      paragraph "
                "@templates/t.md:14\n        \"item\"\n"
                "      heading 3 @narratives/A.md:6\n        \"经过\"\n"
                "      paragraph @narratives/A.md:8\n        \"{{x}} <b>\"\n"
                "      heading 4 @narratives/A.md:10\n        \"细节\"\n"
                "      list @narratives/A.md:11\n        item @narratives/A.md:11\n          paragraph "
                "@narratives/A.md:11\n            \"a\"\n"
                "      heading 3 @narratives/A.md:13\n        \"原因\"\n"
                "      table caption \"时间线\" @narratives/A.md:15\n        column \"时间\" text auto\n     "
                "   column \"事件\" text auto\n"
                "        row \"08:30\" | \"报修, 电话\"\n");
}

/* Nothing in a narrative reaches the text around it: an open fence, an open quote, a link definition. */
static void test_narrative_is_closed(void **state) {
    struct desk *k = *state;
    add_narrative(k, "B", "> quote\n\n[r]: http://evil\n\n```\nopen");
    assert_dump(k, NULL, "{{>narrative/B}}\nafter [r]\n",
                "  quote @narratives/B.md:6\n    paragraph @narratives/B.md:6\n      \"quote\"\n"
                "  code @narratives/B.md:10\n    \"open\" code\n"
                "  paragraph @templates/t.md:5\n    \"after [r]\"\n");
    add_narrative(k, "C", "# 一\n\n###### 六\n\n![x](y.png)\n");
    check_faults(k, NULL, S("###### h\n\n{{>narrative/C}}\n"),
                 "narratives/C.md:10:1: error: picture 'y.png' cannot be printed [markdown-image]\n");
    check_faults(
        k, NULL, S("x {{>narrative/B}}\n\n{{> narrative/none}}\n"),
        "templates/t.md:4:3: error: narrative of 'B' must stand on a line of its own [narrative-inline]\n"
        "templates/t.md:6:1: error: no narrative of record 'none' [unknown-narrative]\n");
}

static void test_narrative_levels(void **state) {
    struct desk *k = *state;
    add_narrative(k, "D", "# 一\n\n###### 六\n");
    assert_dump(k, NULL, "##### h\n\n{{>narrative/D}}\n",
                "  heading 5 @templates/t.md:4\n    \"h\"\n  heading 6 @narratives/D.md:6\n    \"一\"\n  "
                "heading 6 @narratives/D.md:8\n    \"六\"\n");
    assert_dump(k, NULL, "{{>narrative/D}}\n",
                "  heading 1 @narratives/D.md:6\n    \"一\"\n  heading 6 @narratives/D.md:8\n    \"六\"\n");
}

/* -- size ----------------------------------------------------------------------------------------- */

static double build_seconds(struct desk *k, str body) {
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    desk_document(k, NULL, body);
    clock_gettime(CLOCK_MONOTONIC, &to);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static str repeated(struct arena *a, const char *piece, size_t n, const char *last) {
    struct sb b = {.a = a};
    for (size_t i = 0; i < n; i++)
        sb_addz(&b, piece);
    sb_addz(&b, last);
    return sb_str(&b);
}

static void test_depth(void **state) {
    struct desk *k = *state;
    assert_non_null(desk_document(k, NULL, repeated(k->a, "> ", 100, "x\n")));
    check_faults(k, NULL, repeated(k->a, "> ", 101, "x\n"),
                 "templates/t.md:4:201: error: blocks are nested deeper than 100 levels [markdown-depth]\n");
    check_faults(k, NULL, repeated(k->a, "> ", 25000, "x\n"),
                 "templates/t.md:4:201: error: blocks are nested deeper than 100 levels [markdown-depth]\n");
    check_faults(k, NULL, repeated(k->a, "- ", 25000, "x\n"),
                 "templates/t.md:4:101: error: blocks are nested deeper than 100 levels [markdown-depth]\n");
}

static void test_large(void **state) {
    static const struct {
        const char *piece;
        size_t n;
        const char *last;
    } inputs[] = {
        {"字", 350000, "\n"},      {"word ", 200000, "\n"},  {"line\n", 200000, ""},
        {"*a **b ", 125000, "\n"}, {"[", 100000, "\n"},      {"[a](", 100000, "\n"},
        {"`", 1000000, "\n"},      {"**a", 100000, "\n"},    {"- a\n", 200000, ""},
        {"# h\n", 200000, ""},     {"> ", 25000, "\n> a\n"}, {"\\", 1000000, "\n"},
        {"&amp;", 200000, "\n"},   {"1. a\n\n", 100000, ""}, {"\r", 500000, ""},
        {"```\n", 250000, ""},     {"a\0b", 100000, "\n"},   {"[a]: b\n", 100000, "[a]\n"},
        {"_a", 300000, "\n"},      {"{{!x}}", 150000, "\n"},
    };
    struct desk *k = *state;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        double s = build_seconds(k, repeated(k->a, inputs[i].piece, inputs[i].n, inputs[i].last));
        if (s > 10)
            fail_msg("[%s] took %.1f s", inputs[i].piece, s);
    }
    struct sb nul = {.a = k->a};
    sb_add(&nul, S("a\0b\n\n# \0\n"));
    assert_string_equal(
        desk_dump(k, NULL, sb_str(&nul)),
        "  paragraph @templates/t.md:4\n    \"a�b\"\n  heading 1 @templates/t.md:6\n    \"�\"\n");
}

int main(void) {
#define WITH_DESK(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)
    const struct CMUnitTest tests[] = {
        WITH_DESK(test_blocks),
        WITH_DESK(test_line_ends),
        WITH_DESK(test_refused),
        WITH_DESK(test_hostile_values),
        WITH_DESK(test_values_arrive),
        WITH_DESK(test_line_ends_in_values),
        WITH_DESK(test_raw_values),
        WITH_DESK(test_nothing_printed),
        WITH_DESK(test_narrative),
        WITH_DESK(test_narrative_is_closed),
        WITH_DESK(test_narrative_levels),
        WITH_DESK(test_depth),
        WITH_DESK(test_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
