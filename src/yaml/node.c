/* node.c - libyaml's events gathered into a tree. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "yaml/node.h"
#include "yaml/node_reader.h"

static struct ynode *read_node(struct node_reader *r, yaml_event_t *event, int depth);

static bool next_event(struct node_reader *r, yaml_event_t *event) {
    if (r->broken)
        return false;
    if (yaml_parser_parse(&r->parser, event))
        return true;
    node_reader_syntax_fault(r);
    r->broken = true;
    return false;
}

static struct ynode *node_new(struct node_reader *r, enum ynode_kind kind, struct span at) {
    struct ynode *n = ARENA_NEW(r->a, struct ynode);
    n->kind = kind;
    n->at = at;
    n->text = S("");
    if (++r->nodes == YNODE_MAX + 1) {
        diag1(r->d, DIAG_YAML_SIZE, span_place(at), str_fmt(r->a, "%d", YNODE_MAX));
        r->broken = true;
    }
    return n;
}

/* "!!str" reaches us as the tag it stands for; the user wrote the short form. */
static str tag_as_written(struct arena *a, str tag) {
    str core = S("tag:yaml.org,2002:");
    if (!str_starts(tag, core))
        return tag;
    tag = str_slice(tag, core.n, tag.n);
    return str_fmt(a, "!!%.*s", STR_ARG(tag));
}

/* Anchors and tags are refused but do not hide the value they stand before. */
static void refuse_properties(struct node_reader *r, struct span at, const yaml_char_t *anchor,
                              const yaml_char_t *tag) {
    if (anchor)
        diag1(r->d, DIAG_YAML_ALIAS, span_place(at), str_fmt(r->a, "&%s", (const char *)anchor));
    if (tag)
        diag1(r->d, DIAG_YAML_TAG, span_place(at), tag_as_written(r->a, str_from((const char *)tag)));
}

static struct ynode *read_scalar(struct node_reader *r, const yaml_event_t *event, struct span at) {
    struct ynode *n = node_new(r, YNODE_SCALAR, at);
    size_t length = event->data.scalar.length;
    refuse_properties(r, at, event->data.scalar.anchor, event->data.scalar.tag);
    n->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    if (length > 0)
        n->text = str_dup(r->a, (str){(const char *)event->data.scalar.value, length});
    return n;
}

struct pair { /* of a mapping, or a list's item without a key */
    struct ynode *key, *value;
    size_t order;
    bool twice;
};

static struct ynode *read_list(struct node_reader *r, const yaml_event_t *begin, struct span at, int depth) {
    struct ynode *n = node_new(r, YNODE_LIST, at);
    VEC(struct pair) pairs = {0};
    yaml_event_t event;
    refuse_properties(r, at, begin->data.sequence_start.anchor, begin->data.sequence_start.tag);
    while (next_event(r, &event)) {
        bool end = event.type == YAML_SEQUENCE_END_EVENT;
        if (!end)
            VEC_PUSH(r->a, &pairs, (struct pair){.value = read_node(r, &event, depth + 1)});
        yaml_event_delete(&event);
        if (end)
            break;
    }
    n->n = pairs.n;
    n->items = ARENA_ARRAY(r->a, struct ynode *, n->n + 1);
    for (size_t i = 0; i < n->n; i++)
        n->items[i] = pairs.at[i].value;
    return n;
}

static int pair_by_text(const void *x, const void *y) {
    const struct pair *a = x, *b = y;
    int c = str_cmp(a->key->text, b->key->text);
    return c ? c : (a->order > b->order) - (a->order < b->order);
}

static int pair_by_order(const void *x, const void *y) {
    const struct pair *a = x, *b = y;
    return (a->order > b->order) - (a->order < b->order);
}

/* Sorting keeps this n log n even for a mapping of many thousand keys. The first pair stands. */
static size_t drop_duplicates(struct node_reader *r, struct pair *pairs, size_t n) {
    size_t kept = 0, first = 0;
    qsort(pairs, n, sizeof *pairs, pair_by_text);
    for (size_t i = 1; i < n; i++) {
        if (!str_eq(pairs[i].key->text, pairs[first].key->text)) {
            first = i;
            continue;
        }
        pairs[i].twice = true;
        diag2(r->d, DIAG_YAML_DUPLICATE, span_place(pairs[i].key->at), pairs[i].key->text,
              str_fmt(r->a, "%d", pairs[first].key->at.line));
    }
    qsort(pairs, n, sizeof *pairs, pair_by_order);
    for (size_t i = 0; i < n; i++)
        if (!pairs[i].twice)
            pairs[kept++] = pairs[i];
    return kept;
}

static void fill_map(struct node_reader *r, struct ynode *map, struct pair *pairs, size_t n) {
    map->n = n > 1 ? drop_duplicates(r, pairs, n) : n;
    map->keys = ARENA_ARRAY(r->a, struct ynode *, map->n + 1);
    map->items = ARENA_ARRAY(r->a, struct ynode *, map->n + 1);
    for (size_t i = 0; i < map->n; i++) {
        map->keys[i] = pairs[i].key;
        map->items[i] = pairs[i].value;
    }
}

static struct ynode *read_map(struct node_reader *r, const yaml_event_t *begin, struct span at, int depth) {
    struct ynode *n = node_new(r, YNODE_MAP, at), *key = NULL;
    VEC(struct pair) pairs = {0};
    yaml_event_t event;
    refuse_properties(r, at, begin->data.mapping_start.anchor, begin->data.mapping_start.tag);
    while (next_event(r, &event)) {
        bool end = event.type == YAML_MAPPING_END_EVENT;
        struct ynode *child = end ? NULL : read_node(r, &event, depth + 1);
        yaml_event_delete(&event);
        if (end)
            break;
        if (!key) {
            key = child;
            continue;
        }
        if (key->kind == YNODE_SCALAR) {
            size_t order = pairs.n;
            VEC_PUSH(r->a, &pairs, (struct pair){key, child, order, false});
        }
        if (key->kind != YNODE_SCALAR && !r->broken)
            diag0(r->d, DIAG_YAML_KEY, span_place(key->at));
        key = NULL;
    }
    fill_map(r, n, pairs.at, pairs.n);
    return n;
}

/* An alias is never followed: a few lines of them could stand for terabytes. */
static struct ynode *refuse_alias(struct node_reader *r, const yaml_event_t *event, struct span at) {
    diag1(r->d, DIAG_YAML_ALIAS, span_place(at),
          str_fmt(r->a, "*%s", (const char *)event->data.alias.anchor));
    r->unusable = true;
    return node_new(r, YNODE_SCALAR, at);
}

static struct ynode *read_node(struct node_reader *r, yaml_event_t *event, int depth) {
    struct span at = node_reader_span(r, event->start_mark.index);
    if (event->type == YAML_SCALAR_EVENT)
        return read_scalar(r, event, at);
    if (event->type == YAML_ALIAS_EVENT)
        return refuse_alias(r, event, at);
    if (depth >= YNODE_DEPTH) {
        diag1(r->d, DIAG_YAML_DEPTH, span_place(at), str_fmt(r->a, "%d", YNODE_DEPTH));
        r->broken = true;
        return node_new(r, YNODE_SCALAR, at);
    }
    if (event->type == YAML_SEQUENCE_START_EVENT)
        return read_list(r, event, at, depth);
    assert(event->type == YAML_MAPPING_START_EVENT);
    return read_map(r, event, at, depth);
}

/* What stands outside the nodes: the stream and the documents in it. */
static struct ynode *read_stream(struct node_reader *r) {
    struct ynode *root = NULL;
    yaml_event_t event;
    bool end = false;
    while (!end && next_event(r, &event)) {
        end = event.type == YAML_STREAM_END_EVENT;
        if (event.type == YAML_DOCUMENT_START_EVENT && root) {
            diag0(r->d, DIAG_YAML_DOCUMENTS, span_place(node_reader_span(r, event.start_mark.index)));
            r->broken = true;
        } else if (event.type != YAML_STREAM_START_EVENT && event.type != YAML_DOCUMENT_START_EVENT &&
                   event.type != YAML_DOCUMENT_END_EVENT && !end) {
            root = read_node(r, &event, 0);
        }
        yaml_event_delete(&event);
    }
    if (!root && !r->broken)
        diag0(r->d, DIAG_YAML_EMPTY, span_place((struct span){r->src, r->line_offset + 1, 1}));
    return r->broken || r->unusable ? NULL : root;
}

struct ynode *ynode_parse(struct arena *a, struct diags *d, const struct source *src, str text,
                          int line_offset) {
    struct node_reader r = {.a = a, .d = d, .src = src, .text = text, .line_offset = line_offset};
    struct ynode *root;
    node_reader_rewind(&r);
    if (!yaml_parser_initialize(&r.parser)) {
        node_reader_syntax_fault(&r);
        return NULL;
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text.p, text.n);
    root = read_stream(&r);
    yaml_parser_delete(&r.parser);
    return root;
}

struct ynode *ynode_get(const struct ynode *map, const char *key) {
    if (!map || map->kind != YNODE_MAP)
        return NULL;
    for (size_t i = 0; i < map->n; i++)
        if (str_eqz(map->keys[i]->text, key))
            return map->items[i];
    return NULL;
}

bool ynode_is_null(const struct ynode *n) {
    return n->kind == YNODE_SCALAR && !n->quoted &&
           (n->text.n == 0 || str_eqz(n->text, "~") || str_eqz(n->text, "null"));
}
