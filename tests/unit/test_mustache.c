/* The Mustache language by itself: names come from YAML data instead of a store.
 *
 * data/mustache.yaml has a case for each rule of the public specification, data/mustache-spec.yaml the specification's own
 * cases. With file names as arguments the program runs those instead, so a newer specification can be tried:
 * test_mustache specs/sections.json */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "diag_shown.h"
#include "document/mustache.h"
#include "util/file.h"
#include "yaml/node.h"

struct world {
    struct arena *a;
    struct diags *d;
    const struct ynode *data, *partials;
    bool strict;
    size_t keeps; /* calls of keep() */
};

static struct mustache_item item_of(const struct ynode *n) {
    return (struct mustache_item){.p = n};
}

static const struct ynode *node_of(const struct mustache_item *i) {
    return i->p;
}

static bool member(void *ctx, const struct mustache_frame *top, const struct mustache_item *of, str name,
                   struct span at, struct mustache_item *out) {
    const struct ynode *n = node_of(of);
    (void)ctx, (void)top, (void)at;
    for (size_t i = 0; n && n->kind == YNODE_MAP && i < n->n; i++)
        if (str_eq(n->keys[i]->text, name)) {
            *out = item_of(n->items[i]);
            return true;
        }
    return false;
}

static void begin(void *ctx, const struct mustache_frame *top, const struct mustache_item *over,
                  struct span at, struct mustache_loop *loop) {
    (void)ctx, (void)top, (void)at;
    loop->over = *over;
}

static bool is_true(const struct ynode *n) {
    return n->kind != YNODE_SCALAR ||
           (!ynode_is_null(n) && n->text.n && (n->quoted || !str_eqz(n->text, "false")));
}

static bool next(void *ctx, struct mustache_loop *loop, struct mustache_item *out) {
    const struct ynode *n = node_of(&loop->over);
    (void)ctx;
    *out = loop->over;
    if (n->kind != YNODE_LIST)
        return loop->i++ == 0 && is_true(n);
    if (loop->i >= n->n)
        return false;
    *out = item_of(n->items[loop->i++]);
    return true;
}

static void end(void *ctx, struct mustache_loop *loop) {
    (void)ctx, (void)loop;
}

static str text_of(void *ctx, const struct mustache_item *item) {
    const struct ynode *n = node_of(item);
    int64_t whole;
    (void)ctx;
    if (n->kind != YNODE_SCALAR || ynode_is_null(n))
        return S("");
    str text = n->text;
    str rest = text, head;
    /* A number loses the zeros at its end, as languages with numbers print it. */
    if (!n->quoted && str_cut(&rest, '.', &head) && rest.n && str_to_int(head, &whole) &&
        str_to_int(rest, &whole))
        while (text.p[text.n - 1] == '0')
            text.n--;
    return text;
}

static void put(void *ctx, const struct mustache_frame *top, struct sb *out, const struct mustache_item *item,
                bool raw, struct span at) {
    static const struct {
        char c;
        const char *as;
    } escapes[] = {{'&', "&amp;"}, {'"', "&quot;"}, {'<', "&lt;"}, {'>', "&gt;"}};
    str text = text_of(ctx, item);
    (void)top, (void)at;
    for (size_t i = 0; i < text.n; i++) {
        const char *as = NULL;
        for (size_t k = 0; k < 4 && !raw; k++)
            if (text.p[i] == escapes[k].c)
                as = escapes[k].as;
        if (as)
            sb_addz(out, as);
        else
            sb_char(out, text.p[i]);
    }
}

static enum mustache_partial partial(void *ctx, str name, struct span at, bool standalone, str indent,
                                     struct mustache_text *text, struct sb *out) {
    struct world *w = ctx;
    const struct ynode *p = w->partials;
    (void)standalone, (void)indent;
    if (str_eqz(name, "literal")) {
        sb_addz(out, "{{not expanded}}");
        return PARTIAL_LITERAL;
    }
    for (size_t i = 0; p && i < p->n; i++)
        if (str_eq(p->keys[i]->text, name)) {
            *text = (struct mustache_text){
                p->items[i]->text,
                {source_new(w->a, str_fmt(w->a, "%.*s.md", STR_ARG(name)), p->items[i]->text), 1, 1}};
            return PARTIAL_TEMPLATE;
        }
    if (w->strict)
        diag2(w->d, DIAG_PARTIAL_UNKNOWN, span_place(at), name, S(""));
    return PARTIAL_UNKNOWN;
}

static void missing(void *ctx, const struct mustache_frame *top, str name, struct span at) {
    struct world *w = ctx;
    (void)top;
    diag2(w->d, DIAG_TEMPLATE_NAME, span_place(at), name, S(""));
}

static const void *keep(void *ctx, const struct mustache_frame *top) {
    struct world *w = ctx;
    w->keeps++;
    return top->item.p;
}

static struct expansion *expand(struct world *w, str template) {
    struct mustache_source s = {.ctx = w,
                                .member = member,
                                .begin = begin,
                                .next = next,
                                .end = end,
                                .put = put,
                                .name = text_of,
                                .partial = partial,
                                .missing = w->strict ? missing : NULL,
                                .keep = keep};
    struct expansion *e = expansion_new(w->a);
    const struct source *src = source_new(w->a, S("t.md"), template);
    const struct mustache *m =
        mustache_parse(w->a, w->d, (struct mustache_text){template, {src, 1, 1}}, S(""));
    static const struct ynode nothing = {.kind = YNODE_MAP};
    if (!m || !mustache_render(w->a, w->d, m, &s, item_of(w->data ? w->data : &nothing), e))
        return NULL;
    return e;
}

static struct world world_new(const char *yaml, const char *partials, bool strict) {
    struct arena *a = arena_new();
    struct world w = {.a = a, .d = diags_new(a, LANG_EN), .strict = strict};
    if (yaml)
        w.data = ynode_parse(a, w.d, source_new(a, S("data"), str_from(yaml)), str_from(yaml), 0);
    if (partials)
        w.partials =
            ynode_parse(a, w.d, source_new(a, S("partials"), str_from(partials)), str_from(partials), 0);
    assert_int_equal(diags_errors(w.d), 0);
    return w;
}

/* -- cases in files ------------------------------------------------------------------------------- */

static int run_case(struct arena *a, const struct ynode *test) {
    struct world w = {.a = a,
                      .d = diags_new(a, LANG_EN),
                      .data = ynode_get(test, "data"),
                      .partials = ynode_get(test, "partials")};
    const struct ynode *name = ynode_get(test, "name"), *expected = ynode_get(test, "expected");
    struct expansion *e = expand(&w, ynode_get(test, "template")->text);
    str got = e ? sb_str(&e->text) : S("(nothing)");
    if (e && diags_errors(w.d) == 0 && str_eq(got, expected->text))
        return 0;
    print_error("%.*s\n expected: [%.*s]\n got:      [%.*s]\n%s", STR_ARG(name->text),
                STR_ARG(expected->text), STR_ARG(got), diag_shown(a, w.d));
    return 1;
}

static int run_file(const char *path, size_t *n) {
    struct arena *a = arena_new();
    struct diags *d = diags_new(a, LANG_EN);
    int failed = 0;
    struct source *src = file_source(a, d, str_from(path), str_from(path), (struct place){0});
    const struct ynode *root = src ? ynode_parse(a, d, src, src->text, 0) : NULL;
    const struct ynode *tests = ynode_get(root, "tests");
    if (!tests) {
        print_error("%s: %s", path, diag_shown(a, d));
        return 1;
    }
    for (size_t i = 0; i < tests->n; i++)
        failed += run_case(a, tests->items[i]);
    *n += tests->n;
    arena_free(a);
    return failed;
}

static size_t run_data(const char *name) {
    size_t n = 0;
    const char *root = getenv("LVYUE_ROOT");
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/unit/data/%s", root ? root : ".", name);
    assert_int_equal(run_file(path, &n), 0);
    return n;
}

static void test_cases(void **state) {
    (void)state;
    assert_true(run_data("mustache.yaml") > 60);
}

/* How values are escaped is the source's matter; this one escapes as the specification's cases expect. */
static void test_specification(void **state) {
    (void)state;
    assert_int_equal(run_data("mustache-spec.yaml"), 157);
}

/* -- what is wrong with a template ---------------------------------------------------------------- */

static void check_said(const char *template, const char *data, const char *partials, const char *said) {
    struct world w = world_new(data, partials, true);
    expand(&w, str_from(template));
    assert_string_equal(diag_shown(w.a, w.d), said);
    arena_free(w.a);
}

static void test_faults(void **state) {
    (void)state;
    check_said("a\nb {{name\n", NULL, NULL, "t.md:2:3: error: tag '{{name' is not closed [tag-open]\n");
    check_said("{{{x}}\n", "{x: 1}", NULL, "t.md:1:1: error: tag '{{{x}}' is not closed [tag-open]\n");
    check_said("中{{ }}", NULL, NULL, "t.md:1:2: error: '' is no name for a tag [tag-name]\n");
    check_said("{{a b}}", NULL, NULL, "t.md:1:1: error: 'a b' is no name for a tag [tag-name]\n");
    check_said("{{a.}}{{#.b}}{{/.b}}", NULL, NULL,
               "t.md:1:1: error: 'a.' is no name for a tag [tag-name]\nt.md:1:7: error: '.b' is no name for "
               "a tag [tag-name]\n"
               "t.md:1:14: error: '.b' is no name for a tag [tag-name]\n");
    check_said("{{=<%=}}", NULL, NULL, "t.md:1:1: error: '<%' is no pair of delimiters [tag-delimiter]\n");
    check_said("{{=<% %> x=}}", NULL, NULL,
               "t.md:1:1: error: '<% %> x' is no pair of delimiters [tag-delimiter]\n");
    check_said("x\n {{#a}}\n", "{a: 1}", NULL,
               "t.md:2:2: error: section 'a' is never closed [section-open]\n");
    check_said("{{/a}}\n", NULL, NULL,
               "t.md:1:1: error: section 'a' ends here but never began [section-stray]\n");
    check_said("{{#a}}\n{{/b}}\n", "{a: 1}", NULL,
               "t.md:2:1: error: 'b' ends here while section 'a' is open [section-crossed]\n");
    check_said("{{x}} {{y.z}}\n{{#u}}{{/u}}{{^v}}{{/v}}", "{y: {}}", NULL,
               "t.md:1:1: error: unknown name 'x' [template-name]\nt.md:1:7: error: unknown name 'y.z' "
               "[template-name]\n"
               "t.md:2:1: error: unknown name 'u' [template-name]\nt.md:2:13: error: unknown name 'v' "
               "[template-name]\n");
    check_said("{{> p}}\n{{>*x}}", "{x: q}", NULL,
               "t.md:1:1: error: unknown partial 'p' [unknown-partial]\nt.md:2:1: error: unknown partial 'q' "
               "[unknown-partial]\n");
}

/* A fault inside a partial is reported once, at its own place, however often and wherever it is used. */
static void test_faults_in_partials(void **state) {
    (void)state;
    check_said("{{> p}}\n  {{> p}}\n{{> p}}", NULL, "p: \"one\\n{{#x}}\\n\"",
               "p.md:2:1: error: section 'x' is never closed [section-open]\n");
    check_said("{{#l}}\n  {{> p}}\n{{/l}}", "{l: [1, 2]}", "p: \"a\\n{{!c}} {{no}}\\n\"",
               "p.md:2:8: error: unknown name 'no' [template-name]\n");
}

static void test_depth(void **state) {
    struct sb b = {0};
    (void)state;
    struct world w = world_new("{a: 1}", "{loop: '{{> loop}}{{> loop}}', ok: 'fine'}", true);
    b.a = w.a;
    for (int i = 0; i < 32; i++)
        sb_addz(&b, "{{#a}}");
    for (int i = 0; i < 32; i++)
        sb_addz(&b, "{{/a}}");
    assert_non_null(expand(&w, sb_str(&b)));
    assert_int_equal(diags_errors(w.d), 0);
    assert_null(expand(&w, S("{{> ok}}\n{{> loop}}")));
    assert_string_equal(diag_shown(w.a, w.d),
                        "loop.md:1:1: error: 'loop' is nested deeper than 32 levels [template-depth]\n");
    w.d = diags_new(w.a, LANG_EN);
    b.n = 0;
    for (int i = 0; i < 100000; i++)
        sb_addz(&b, "{{#a}}");
    assert_null(expand(&w, sb_str(&b)));
    assert_string_equal(diag_shown(w.a, w.d),
                        "t.md:1:193: error: 'a' is nested deeper than 32 levels [template-depth]\n");
    arena_free(w.a);
}

static void test_partial_depth(void **state) {
    (void)state;
    for (int deep = 32; deep <= 33; deep++) {
        struct arena *a = arena_new();
        struct sb yaml = {.a = a};
        sb_addz(&yaml, "{");
        for (int i = 1; i < deep; i++)
            sb_fmt(&yaml, "p%d: '{{> p%d}}', ", i, i + 1);
        sb_fmt(&yaml, "p%d: end}", deep);
        struct world w = world_new(NULL, str_z(a, sb_str(&yaml)), true);
        struct expansion *e = expand(&w, S("{{> p1}}"));
        assert_true(deep == 32 ? e && str_eqz(sb_str(&e->text), "end") : !e);
        arena_free(w.a);
        arena_free(a);
    }
}

/* What could grow without end is stopped: 2^20 copies of 1 KiB. */
static void test_size(void **state) {
    struct arena *a = arena_new();
    struct sb yaml = {.a = a};
    (void)state;
    sb_addz(&yaml, "{");
    for (int i = 0; i < 20; i++)
        sb_fmt(&yaml, "p%d: '{{> p%d}}{{> p%d}}', ", i, i + 1, i + 1);
    sb_addz(&yaml, "p20: '");
    for (int i = 0; i < 1024; i++)
        sb_addz(&yaml, "x");
    sb_addz(&yaml, "'}");
    struct world w = world_new(NULL, str_z(a, sb_str(&yaml)), true);
    assert_null(expand(&w, S("{{> p0}}")));
    assert_string_equal(diag_shown(w.a, w.d),
                        "p20.md:1:1: error: template expands beyond 64 MB [template-size]\n");
    arena_free(w.a);
    arena_free(a);
}

/* -- where things come from ----------------------------------------------------------------------- */

static void assert_span(const struct expansion *e, int line, int byte_col, const char *file, int want_line,
                        int want_col) {
    struct span at = expansion_span(e, line, byte_col);
    assert_string_equal(at.src->path.p, file);
    assert_int_equal(at.line, want_line);
    assert_int_equal(at.col, want_col);
}

static void test_lines(void **state) {
    (void)state;
    struct world w = world_new("{l: [1, 2], t: \"two\\nlines\"}", "p: \"uno\\n  dos {{.}}\\n\"", true);
    struct expansion *e = expand(&w, S("# 标题{{t}}x\n{{#l}}\n- {{.}} a\n  {{> p}}\n{{/l}}\nend\n"));
    assert_string_equal(e->text.p,
                        "# 标题two\nlinesx\n- 1 a\n  uno\n    dos 1\n- 2 a\n  uno\n    dos 2\nend\n");
    assert_span(e, 1, 3, "t.md", 1, 3);
    assert_span(e, 1, 9, "t.md", 1, 5); /* at the tag */
    assert_span(e, 1, 99, "t.md", 1, 5);
    assert_span(e, 2, 3, "t.md", 1, 5); /* second line of the value */
    assert_span(e, 3, 1, "t.md", 3, 1);
    assert_span(e, 4, 3, "p.md", 1, 1); /* less the indentation */
    assert_span(e, 5, 5, "p.md", 2, 3);
    assert_span(e, 5, 1, "p.md", 2, 1);
    assert_span(e, 7, 3, "p.md", 1, 1);
    assert_span(e, 9, 2, "t.md", 6, 2);
    arena_free(w.a);
}

/* The stack is kept for fences, and only there. */
static void test_keep(void **state) {
    (void)state;
    struct world w = world_new("{l: [1, 2, 3]}", NULL, true);
    struct expansion *e = expand(&w, S("a\n{{#l}}\n{{.}}\n```table\nx: 1\n```\n{{/l}}\n"));
    assert_int_equal(w.keeps, 6); /* opening and closing line of each */
    assert_null(expansion_line(e, 1)->scope);
    assert_ptr_equal(expansion_line(e, 3)->scope, w.data->items[0]->items[0]);
    assert_ptr_equal(expansion_line(e, 7)->scope, w.data->items[0]->items[1]);
    arena_free(w.a);
}

static void test_literal_partial(void **state) {
    (void)state;
    struct world w = world_new(NULL, NULL, true);
    struct expansion *e = expand(&w, S("a\n  {{> literal}}\nb"));
    assert_string_equal(e->text.p, "a\n{{not expanded}}b");
    arena_free(w.a);
}

/* -- time ----------------------------------------------------------------------------------------- */

static double seconds_for(struct world *w, str template) {
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    expand(w, template);
    clock_gettime(CLOCK_MONOTONIC, &to);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Nothing is quadratic: one line of a megabyte, of tags, of blanks and tags, of braces. */
static void test_long_lines(void **state) {
    static const char *const pieces[] = {"x", "{{a}}", "{{a}} ", "{ } ", "{{!}}", "{{#a}}{{/a}}", "\t"};
    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct world w = world_new("{a: 1}", NULL, true);
        struct sb b = {.a = w.a};
        while (b.n < 1000000)
            sb_addz(&b, pieces[i]);
        sb_addz(&b, "{{a}}");
        assert_true(seconds_for(&w, sb_str(&b)) < 5);
        assert_int_equal(diags_errors(w.d), 0);
        arena_free(w.a);
    }
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),      cmocka_unit_test(test_specification),
        cmocka_unit_test(test_faults),     cmocka_unit_test(test_faults_in_partials),
        cmocka_unit_test(test_depth),      cmocka_unit_test(test_partial_depth),
        cmocka_unit_test(test_size),       cmocka_unit_test(test_lines),
        cmocka_unit_test(test_keep),       cmocka_unit_test(test_literal_partial),
        cmocka_unit_test(test_long_lines),
    };
    size_t n = 0;
    int failed = 0;
    for (int i = 1; i < argc; i++)
        failed += run_file(argv[i], &n);
    if (argc > 1)
        return printf("%zu cases, %d failed\n", n, failed) < 0 || failed > 0;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
