/* narrative.c - front matter and body of Markdown files. */
#include "records/narrative.h"

#include <stddef.h>

#include "records/narrative_sections.h"

#include "util/file.h"

static const struct field fields[] = {
    {.name = "record", .kind = FIELD_STR, .offset = offsetof(struct narrative, record), .required = true},
    {.name = "id", .kind = FIELD_STR, .offset = offsetof(struct narrative, id), .required = true},
    {.name = "title", .kind = FIELD_STR, .offset = offsetof(struct narrative, title)},
    {.name = NULL}};
static const struct schema schema = {
    .name = "front matter", .size = sizeof(struct narrative), .fields = fields, .at_offset = SCHEMA_NO_AT};

static str without_cr(str line) {
    return str_ends(line, S("\r")) ? str_slice(line, 0, line.n - 1) : line;
}

static bool is_rule(str line) {
    return str_eq(str_trim(without_cr(line)), S("---"));
}

/* The text between two lines "---" at the head; *body and *body_line are what follows. */
static bool split(str text, str *head, str *body, int *body_line) {
    str rest = text, line;
    if (!str_cut(&rest, '\n', &line) || !is_rule(line))
        return false;
    const char *from = rest.p;
    for (*body_line = 3; str_cut(&rest, '\n', &line); ++*body_line)
        if (is_rule(line)) {
            *head = (str){from, (size_t)(line.p - from)};
            *body = str_slice(text, (size_t)(line.p - text.p) + line.n, text.n);
            if (body->n) /* the line end behind the rule */
                *body = str_slice(*body, 1, body->n);
            return true;
        }
    return false;
}

static bool is_own_key(str key) {
    for (const struct field *f = fields; f->name; f++)
        if (str_eqz(key, f->name))
            return true;
    return false;
}

/* Splits the mapping: our keys for the schema reader, the others as text. */
static struct ynode *take_other_keys(struct arena *a, struct diags *d, const struct ynode *map,
                                     struct narrative *n) {
    struct ynode *own = ARENA_NEW(a, struct ynode);
    bool zh = diags_lang(d) == LANG_ZH;
    *own = *map;
    own->n = 0;
    own->keys = ARENA_ARRAY(a, struct ynode *, map->n + 1);
    own->items = ARENA_ARRAY(a, struct ynode *, map->n + 1);
    n->more = ARENA_ARRAY(a, struct narrative_key, map->n + 1);
    for (size_t i = 0; i < map->n; i++) {
        struct ynode *key = map->keys[i], *item = map->items[i];
        if (is_own_key(key->text)) {
            own->keys[own->n] = key;
            own->items[own->n++] = item;
        } else if (item->kind != YNODE_SCALAR) {
            diag3(d, DIAG_VALUE_KIND, span_place(item->at), key->text, zh ? S("文字") : S("text"),
                  item->kind == YNODE_LIST ? (zh ? S("列表") : S("a list"))
                                           : (zh ? S("映射") : S("a mapping")));
        } else {
            n->more[n->n_more++] = (struct narrative_key){{key->text, key->at}, {item->text, item->at}};
        }
    }
    return own;
}

/* Level-2 headings, one a line. */
static str collect_headings(struct arena *a, const struct narrative *n) {
    struct sb b = {.a = a};
    for (size_t i = 0; i < n->n_sections; i++) {
        if (n->sections[i].level != 2)
            continue;
        if (b.n)
            sb_char(&b, '\n');
        sb_add(&b, n->sections[i].heading);
    }
    return b.n ? sb_str(&b) : S("");
}

static bool read_narrative(struct arena *a, struct diags *d, const struct source *src, struct narrative *n) {
    str head;
    *n = (struct narrative){.path = src->path, .src = src};
    if (!split(src->text, &head, &n->body, &n->body_line)) {
        diag0(d, DIAG_FRONT_MATTER, span_place(source_span(src, 0)));
        return false;
    }
    struct ynode *node = ynode_parse(a, d, src, head, 1);
    if (!node)
        return false;
    if (node->kind == YNODE_MAP)
        node = take_other_keys(a, d, node, n);
    n->n_sections = narrative_split(a, n->body, n->body_line, &n->sections);
    n->headings = collect_headings(a, n);
    narrative_check_html(a, d, n);
    return schema_read(a, d, node, &schema, n);
}

static void report_twice(struct diags *d, const struct narrative *at, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (str_eq(at[i].record.v, at[n].record.v) && str_eq(at[i].id.v, at[n].id.v)) {
            diag3(d, DIAG_NARRATIVE_TWICE, span_place(at[n].id.at), at[n].record.v, at[n].id.v, at[i].path);
            return;
        }
}

struct gathering {
    struct narrative *at;
    size_t n, cap;
};

static void load_folder(struct arena *a, struct diags *d, str dir, const char *folder,
                        struct gathering *all) {
    str path = path_join(a, dir, str_from(folder)), *names;
    size_t n = dir_list(a, path, &names);
    for (size_t i = 0; i < n; i++) {
        if (!str_ends(names[i], S(".md")))
            continue;
        struct narrative one;
        str shown = path_join(a, str_from(folder), names[i]);
        struct source *src = file_source(a, d, path_join(a, path, names[i]), shown, (struct place){0});
        if (!src || !read_narrative(a, d, src, &one))
            continue;
        VEC_PUSH(a, all, one);
        report_twice(d, all->at, all->n - 1);
    }
}

size_t narratives_load(struct arena *a, struct diags *d, str dir, struct narrative **out) {
    struct gathering all = {0};
    load_folder(a, d, dir, "narratives", &all);
    load_folder(a, d, dir, "plans", &all);
    *out = all.at;
    return all.n;
}
