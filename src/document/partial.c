#include "document/partial.h"

#include <stddef.h>

#include "document/front_matter.h"
#include "util/file.h"

static void report_unknown(struct arena *a, struct diags *d, const struct template_dirs *dirs, str name,
                           struct span at) {
    VEC(str) known = {0};
    for (size_t i = 0; i < dirs->n; i++) {
        str *names;
        size_t n = dir_list(a, path_join(a, dirs->dirs[i], S("partials")), &names);
        for (size_t k = 0; k < n; k++)
            if (str_ends(names[k], S(".md")))
                VEC_PUSH(a, &known, str_slice(names[k], 0, names[k].n - 3));
    }
    diag2(d, DIAG_PARTIAL_UNKNOWN, span_place(at), schema_quote(a, name),
          schema_nearest_suffix(a, diags_lang(d), name, known.at, known.n));
}

struct partial_head {
    struct ynode *queries;
    struct span at;
};
static const struct field head_fields[] = {
    {.name = "queries",
     .kind = FIELD_NODE,
     .offset = offsetof(struct partial_head, queries),
     .required = true,
     .note = "{name: SQL}; those of the template with the same name go before"},
    {0},
};
static const struct schema head_schema = {"partial", sizeof(struct partial_head), head_fields, 0,
                                          offsetof(struct partial_head, at)};

static bool read_text(struct arena *a, struct diags *d, const struct source *src, struct partial_text *out) {
    struct partial_head h = {0};
    str head, body;
    int line;
    *out = (struct partial_text){.body = {src->text, {src, 1, 1}}};
    if (!front_matter_any(src->text))
        return true;
    if (!front_matter_split(src->text, &head, &body, &line)) {
        diag0(d, DIAG_TEMPLATE_HEAD, span_place((struct span){src, 1, 1}));
        return false;
    }
    struct ynode *node = ynode_parse(a, d, src, head, 1);
    if (!node || !schema_read(a, d, node, &head_schema, &h))
        return false;
    out->n_queries = queries_read(a, d, h.queries, &out->queries);
    out->body = (struct mustache_text){body, {src, line, 1}};
    return true;
}

bool partial_open(struct arena *a, struct diags *d, const struct template_dirs *dirs, str name,
                  struct span at, struct partial_text *out) {
    str path, file = str_fmt(a, "partials/%.*s", STR_ARG(name));
    /* The name may come from data: it must not leave the folder. */
    if (path_is_inside(file) && template_find(a, dirs, file, ".md", &path)) {
        const struct source *src =
            file_source(a, d, path, str_fmt(a, "templates/%.*s.md", STR_ARG(file)), span_place(at));
        return src && read_text(a, d, src, out);
    }
    report_unknown(a, d, dirs, name, at);
    return false;
}

enum mustache_partial partial_template(struct context *c, str name, struct span at,
                                       struct mustache_text *text) {
    struct partial_file *p = c->partials;
    while (p && !str_eq(p->name, name))
        p = p->next;
    if (!p) {
        struct partial_text opened;
        if (!partial_open(c->a, c->d, c->dirs, name, at, &opened))
            return PARTIAL_UNKNOWN; /* is reported at each place */
        p = ARENA_NEW(c->a, struct partial_file);
        *p = (struct partial_file){str_dup(c->a, name), opened.body, c->partials};
        c->partials = p;
        queries_add(c->queries, opened.queries, opened.n_queries);
    }
    *text = p->body;
    return PARTIAL_TEMPLATE;
}

/* -- narratives ----------------------------------------------------------------------------------- */

/* The body as a source whose lines have the numbers they have in the file. */
static struct narrative_part *part_new(struct arena *a, str path, str body, int64_t body_line) {
    struct narrative_part *part = ARENA_NEW(a, struct narrative_part);
    struct sb text = {.a = a};
    int line = body_line < 1 || body_line > 100000 ? 1 : (int)body_line;
    for (int i = 1; i < line; i++)
        sb_char(&text, '\n');
    sb_add(&text, body);
    part->body = str_slice(sb_str(&text), (size_t)line - 1, text.n);
    part->at = (struct span){source_new(a, str_dup(a, path), sb_str(&text)), line, 1};
    return part;
}

/* A paragraph of its own, in whatever list item the tag stands. */
static void put_part(struct context *c, struct sb *out, str indent, const struct narrative_part *part) {
    sb_char(out, '\n');
    sb_add(out, indent);
    slots_put_block(&c->slots, out, part, part->body);
    sb_addz(out, "\n\n");
}

/* "TYPE/ID" where TYPE is written out, else an id of whatever type. */
static struct stmt *find_narrative(struct context *c, str id) {
    ptrdiff_t slash = str_find(id, S("/"));
    str type = slash < 0 ? S("") : str_slice(id, 0, (size_t)slash);
    bool typed = record_types_find(store_types(c->store), type) || str_eq(type, NARRATIVE_DOCUMENT);
    struct stmt *q = stmt_new(c->store, "SELECT path, body, body_line FROM narrative"
                                        " WHERE id = ?1 AND (?2 IS NULL OR record = ?2) ORDER BY path");
    stmt_bind_text(q, 1, typed ? str_slice(id, (size_t)slash + 1, id.n) : id);
    stmt_bind_text(q, 2, typed ? type : (str){0});
    return q;
}

enum mustache_partial partial_narrative(struct context *c, str name, struct span at, bool standalone,
                                        str indent, struct sb *out) {
    bool any = false;
    str id = str_slice(name, PARTIAL_NARRATIVE.n, name.n);
    if (!standalone) {
        diag1(c->d, DIAG_NARRATIVE_INLINE, span_place(at), schema_quote(c->a, id));
        return PARTIAL_UNKNOWN;
    }
    struct stmt *q = find_narrative(c, id);
    stmt_mask(q);
    for (; stmt_step(q); any = true)
        put_part(c, out, indent, part_new(c->a, stmt_text(q, 0), stmt_text(q, 1), stmt_int(q, 2)));
    stmt_free(q);
    if (!any)
        diag1(c->d, DIAG_NARRATIVE_UNKNOWN, span_place(at), schema_quote(c->a, id));
    return any ? PARTIAL_LITERAL : PARTIAL_UNKNOWN;
}
