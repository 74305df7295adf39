/* template.c - templates/NAME.md: front matter and body. */
#include "document/template.h"

#include <stddef.h>

#include "document/front_matter.h"
#include "document/named_query.h"
#include "document/partial.h"
#include "util/file.h"

struct head {
    sval title, number, subtitle, scope;
    struct svals formats, empty;
    struct boolval landscape, cover;
    struct enumval numbering;
    struct ynode *queries;
    struct span at;
};
static const char *const numbering_words[] = {
    [HEADINGS_AS_WRITTEN] = "none", [HEADINGS_CHINESE] = "chinese", NULL};
static const struct field head_fields[] = {
    {.name = "title",
     .kind = FIELD_STR,
     .offset = offsetof(struct head, title),
     .required = true,
     .note = "may hold {{names}}"},
    {.name = "subtitle",
     .kind = FIELD_STR,
     .offset = offsetof(struct head, subtitle),
     .note = "the period in words when absent"},
    {.name = "number",
     .kind = FIELD_STR,
     .offset = offsetof(struct head, number),
     .note = "may hold {{names}}"},
    {.name = "formats",
     .kind = FIELD_STRS,
     .offset = offsetof(struct head, formats),
     .note = "pdf, xlsx; pdf when absent"},
    {.name = "scope",
     .kind = FIELD_STR,
     .offset = offsetof(struct head, scope),
     .note = "period (default) or record: what the contract's `documents` must give it"},
    {.name = "empty",
     .kind = FIELD_STRS,
     .offset = offsetof(struct head, empty),
     .note = "queries: when none has a row, {{nothing}} is true"},
    {.name = "landscape", .kind = FIELD_BOOL, .offset = offsetof(struct head, landscape)},
    {.name = "cover",
     .kind = FIELD_BOOL,
     .offset = offsetof(struct head, cover),
     .note = "a page of its own for the title; when absent: where there is a table of contents"},
    {.name = "numbering",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct head, numbering),
     .words = numbering_words,
     .note = "chinese: headings are numbered 一、（一）1.（1）①"},
    {.name = "queries", .kind = FIELD_NODE, .offset = offsetof(struct head, queries), .note = "{name: SQL}"},
    {0},
};
static const struct schema head_schema = {"template", sizeof(struct head), head_fields, 0,
                                          offsetof(struct head, at)};

static void check_word(struct arena *a, struct diags *d, const char *key, sval v, const str *known,
                       size_t n) {
    for (size_t i = 0; i < n; i++)
        if (v.v.p == NULL || str_eq(v.v, known[i]))
            return;
    diag3(d, DIAG_WORD_UNKNOWN, span_place(v.at), str_from(key), schema_quote(a, v.v),
          schema_nearest_suffix(a, diags_lang(d), v.v, known, n));
}

/* The queries of `empty` are there. */
static void check_empty(struct arena *a, struct diags *d, const struct template *t) {
    str *known = ARENA_ARRAY(a, str, t->n_queries + 1);
    for (size_t i = 0; i < t->n_queries; i++)
        known[i] = t->queries[i].name.v;
    for (size_t i = 0; i < t->empty.n; i++) {
        bool found = false;
        for (size_t k = 0; k < t->n_queries; k++)
            found = found || str_eq(known[k], t->empty.at[i].v);
        if (!found)
            diag2(d, DIAG_QUERY_UNKNOWN, span_place(t->empty.at[i].at), schema_quote(a, t->empty.at[i].v),
                  schema_nearest_suffix(a, diags_lang(d), t->empty.at[i].v, known, t->n_queries));
    }
}

static void read_head(struct arena *a, struct diags *d, struct template *t, str text) {
    const str scopes[] = {S("period"), S("record")}, formats[] = {S("pdf"), S("xlsx")};
    struct head h = {0};
    struct ynode *node = ynode_parse(a, d, t->src, text, 1);
    if (!node)
        return;
    schema_read(a, d, node, &head_schema, &h); /* what could be read is looked at all the same */
    check_word(a, d, "scope", h.scope, scopes, 2);
    for (size_t i = 0; i < h.formats.n; i++)
        check_word(a, d, "formats", h.formats.at[i], formats, 2);
    t->title = h.title;
    t->number = h.number;
    t->subtitle = h.subtitle;
    t->scope = h.scope;
    t->formats = h.formats;
    t->landscape = h.landscape;
    t->cover = h.cover;
    t->numbering = h.numbering;
    t->empty = h.empty;
    t->n_queries = queries_read(a, d, h.queries, &t->queries);
    check_empty(a, d, t);
}

/* Partials named in the text exist and can be read; those in them too. Their queries are tried like the template's. */
static void check_tags(struct arena *a, struct diags *d, struct store *s, const struct template_dirs *dirs,
                       struct mustache_text first) {
    VEC(str) seen = {0};
    VEC(struct mustache_text) texts = {0};
    VEC_PUSH(a, &texts, first);
    for (size_t i = 0; i < texts.n; i++) {
        struct mustache_text *names;
        const struct mustache *m = mustache_parse(a, d, texts.at[i], S(""));
        size_t n = m ? mustache_partials(m, a, &names) : 0;
        for (size_t k = 0; k < n; k++) {
            bool known = str_starts(names[k].text, PARTIAL_NARRATIVE);
            for (size_t j = 0; j < seen.n; j++)
                known = known || str_eq(seen.at[j], names[k].text);
            struct partial_text p;
            if (known || !partial_open(a, d, dirs, names[k].text, names[k].at, &p))
                continue;
            queries_check(d, s, p.queries, p.n_queries);
            VEC_PUSH(a, &seen, names[k].text);
            VEC_PUSH(a, &texts, p.body);
        }
    }
}

struct template *template_load(struct arena *a, struct diags *d, struct store *s,
                               const struct template_dirs *dirs, str name) {
    str path, head, shown = str_fmt(a, "templates/%.*s.md", STR_ARG(name));
    size_t before = diags_errors(d);
    if (!template_find(a, dirs, name, ".md", &path)) {
        diag1(d, DIAG_FILE_MISSING, file_place(shown), shown);
        return NULL;
    }
    struct source *src = file_source(a, d, path, shown, (struct place){0});
    if (!src)
        return NULL;
    struct template *t = ARENA_NEW(a, struct template);
    t->src = src;
    if (!front_matter_split(src->text, &head, &t->body, &t->body_line)) {
        diag0(d, DIAG_TEMPLATE_HEAD, span_place((struct span){src, 1, 1}));
        return NULL;
    }
    read_head(a, d, t, head);
    queries_check(d, s, t->queries, t->n_queries);
    check_tags(a, d, s, dirs, (struct mustache_text){t->body, {src, t->body_line, 1}});
    return diags_errors(d) == before ? t : NULL;
}
