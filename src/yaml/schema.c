/* schema.c - a mapping read by its table. */
#include <assert.h>
#include <string.h>

#include "yaml/field.h"
#include "yaml/schema.h"

#define QUOTE_MAX 60
/* A list of known words longer than this is no help in a message. */
#define KNOWN_MAX 100

str schema_quote(struct arena *a, str text) {
    struct sb b = {.a = a};
    for (size_t n = 0; text.n > 0; n++) {
        if (n == QUOTE_MAX) {
            sb_add(&b, S("…"));
            break;
        }
        uint32_t c = utf8_next(&text);
        sb_codepoint(&b, c < ' ' || c == 0x7F || c == UTF8_BAD ? ' ' : c);
    }
    return b.n > 0 ? sb_str(&b) : S("");
}

str schema_nearest_suffix(struct arena *a, enum lang lang, str word, const str *known, size_t n) {
    bool zh = lang == LANG_ZH;
    struct sb b = {.a = a};
    str near = str_nearest(word, known, n);
    if (near.n > 0)
        return str_fmt(a, zh ? "；是否指“%.*s”？" : "; did you mean '%.*s'?", STR_ARG(near));
    sb_addz(&b, zh ? "；可用：" : "; known: ");
    for (size_t i = 0; i < n && b.n <= KNOWN_MAX; i++) {
        if (i > 0)
            sb_addz(&b, zh ? "、" : ", ");
        sb_add(&b, known[i]);
    }
    return n > 0 && b.n <= KNOWN_MAX ? sb_str(&b) : S("");
}

static bool read_map(const struct field_reader *r, const struct ynode *node, const struct schema *s,
                     void *into);

/* The members { T *at; size_t n; } of a FIELD_LIST or FIELD_DICT, whatever T is. */
static void put_array(void *to, void *at, size_t n) {
    memcpy(to, &at, sizeof at);
    memcpy((char *)to + sizeof at, &n, sizeof n);
}

static void put_span(const struct schema *s, void *into, struct span at) {
    if (s->at_offset != SCHEMA_NO_AT)
        *(struct span *)(void *)((char *)into + s->at_offset) = at;
}

static void read_list(const struct field_reader *r, const struct field *f, const struct ynode *node,
                      void *to) {
    char *at = arena_alloc(r->a, f->sub->size * (node->n + 1), _Alignof(max_align_t));
    size_t n = 0;
    for (size_t i = 0; i < node->n; i++)
        if (schema_expect(r->d, FIELD_MAP, str_from(f->name), node->items[i]))
            read_map(r, node->items[i], f->sub, at + f->sub->size * n++);
    put_array(to, at, n);
}

static void read_dict(const struct field_reader *r, const struct field *f, const struct ynode *node,
                      void *to) {
    char *at = arena_alloc(r->a, f->sub->size * (node->n + 1), _Alignof(max_align_t));
    size_t n = 0;
    for (size_t i = 0; i < node->n; i++) {
        const struct ynode *key = node->keys[i], *value = node->items[i];
        char *entry = at + f->sub->size * n;
        if (!schema_expect(r->d, FIELD_MAP, key->text, value))
            continue;
        read_map(r, value, f->sub, entry);
        *(sval *)(void *)(entry + f->sub->key_offset) = (sval){key->text, key->at};
        put_span(f->sub, entry, key->at);
        n++;
    }
    put_array(to, at, n);
}

void schema_read_pairs(struct arena *a, struct diags *d, str name, const struct ynode *node,
                       struct word_pairs *to) {
    if (!schema_expect(d, FIELD_PAIRS, name, node))
        return;
    to->at = ARENA_ARRAY(a, struct word_pair, node->n + 1);
    for (size_t i = 0; i < node->n; i++) {
        const struct ynode *key = node->keys[i], *value = node->items[i];
        if (schema_expect(d, FIELD_STR, key->text, value))
            to->at[to->n++] = (struct word_pair){{key->text, key->at}, {value->text, value->at}};
    }
}

static void read_field(const struct field_reader *r, const struct field *f, struct ynode *node, void *to) {
    str name = str_from(f->name);
    if (!schema_expect(r->d, f->kind, name, node))
        return;
    if (field_is_value(f->kind))
        field_read_value(r, f, name, node, to);
    else if (f->kind == FIELD_MAP)
        read_map(r, node, f->sub, to);
    else if (f->kind == FIELD_LIST)
        read_list(r, f, node, to);
    else if (f->kind == FIELD_DICT)
        read_dict(r, f, node, to);
    else if (f->kind == FIELD_PAIRS)
        schema_read_pairs(r->a, r->d, name, node, to);
    else
        *(struct ynode **)to = node;
}

static void unknown_key(const struct field_reader *r, const struct schema *s, const struct ynode *key) {
    VEC(str) known = {0};
    /* Beyond the cap none is printed, so none is looked for. */
    for (const struct field *f = s->fields; f->name && diags_count_of(r->d, DIAG_KEY_UNKNOWN) < DIAG_CAP; f++)
        VEC_PUSH(r->a, &known, str_from(f->name));
    diag3(r->d, DIAG_KEY_UNKNOWN, span_place(key->at), key->text, str_from(s->name),
          schema_nearest_suffix(r->a, diags_lang(r->d), key->text, known.at, known.n));
}

static ptrdiff_t find_field(const struct schema *s, str name) {
    for (ptrdiff_t i = 0; s->fields[i].name; i++)
        if (str_eqz(name, s->fields[i].name))
            return i;
    return -1;
}

/* A key with nothing behind it, or with "" or [] where something is required, is as good as missing;
 * the place is then the key's. */
static bool has_value(const struct field *f, const struct ynode *node) {
    if (ynode_is_null(node))
        return false;
    if (!f->required || node->kind == YNODE_MAP)
        return true;
    return node->kind == YNODE_LIST ? node->n > 0 : str_trim(node->text).n > 0;
}

static void missing_key(const struct field_reader *r, const struct schema *s, const struct field *f,
                        const struct ynode *map) {
    struct span at = map->at;
    for (size_t i = 0; i < map->n; i++)
        if (str_eqz(map->keys[i]->text, f->name))
            at = map->keys[i]->at;
    diag2(r->d, DIAG_KEY_MISSING, span_place(at), str_from(f->name), str_from(s->name));
}

static bool read_map(const struct field_reader *r, const struct ynode *node, const struct schema *s,
                     void *into) {
    size_t before = diags_errors(r->d);
    uint64_t seen = 0;
    put_span(s, into, node->at);
    for (size_t i = 0; i < node->n; i++) {
        ptrdiff_t at = find_field(s, node->keys[i]->text);
        if (at < 0) {
            unknown_key(r, s, node->keys[i]);
        } else if (has_value(&s->fields[at], node->items[i])) {
            assert(at < 64);
            seen |= UINT64_C(1) << at;
            read_field(r, &s->fields[at], node->items[i], (char *)into + s->fields[at].offset);
        }
    }
    for (size_t i = 0; s->fields[i].name; i++)
        if (s->fields[i].required && !(seen >> i & 1))
            missing_key(r, s, &s->fields[i], node);
    return diags_errors(r->d) == before;
}

bool schema_read(struct arena *a, struct diags *d, const struct ynode *node, const struct schema *s,
                 void *into) {
    struct field_reader r = {a, d};
    return schema_expect(d, FIELD_MAP, str_from(s->name), node) && read_map(&r, node, s, into);
}
