#include "archive/crate.h"

#include <string.h>

static void put_text(struct sb *b, str s) {
    sb_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            sb_fmt(b, "\\%c", c);
        else if (c < 0x20)
            sb_fmt(b, "\\u%04x", c);
        else
            sb_char(b, (char)c);
    }
    sb_char(b, '"');
}

/* The payload folder is the crate's root. */
static str id_of(str path) {
    return str_starts(path, S("data/")) ? str_slice(path, 5, path.n) : path;
}

static void put_pair(struct sb *b, const char *key, str value) {
    if (!value.n)
        return;
    sb_fmt(b, ",\n     \"%s\": ", key);
    put_text(b, value);
}

static void put_ref(struct sb *b, const char *before, str id) {
    sb_fmt(b, "%s{\"@id\": ", before);
    put_text(b, id);
    sb_char(b, '}');
}

static str media_type(str path) {
    static const struct {
        const char *suffix, *type;
    } types[] = {{".pdf", "application/pdf"},
                 {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
                 {".csv", "text/csv"},
                 {".yaml", "application/yaml"},
                 {".md", "text/markdown"},
                 {".sqlite", "application/vnd.sqlite3"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_ends(path, str_from(types[i].suffix)))
            return str_from(types[i].type);
    return S("application/octet-stream");
}

static void begin(struct sb *b, str id, const char *type) {
    sb_addz(b, ",\n    {\"@id\": ");
    put_text(b, id);
    sb_fmt(b, ", \"@type\": \"%s\"", type);
}

static str original_id(struct sb *b, const struct bag_item *x) {
    return str_fmt(b->a, "#original-%.*s", STR_ARG(x->original));
}

struct digests {
    str *at;
    size_t n, cap;
};

static bool is_told(const struct digests *told, str digest) {
    for (size_t i = 0; i < told->n; i++)
        if (str_eq(told->at[i], digest))
            return true;
    return false;
}

/* What is not here: known by its digest to whoever has it. As many as there are sources of records, not documents. */
static void put_originals(struct bag *b, struct sb *t) {
    struct digests told = {0};
    for (size_t i = 0; i < b->items.n; i++) {
        const struct bag_item *x = &b->items.at[i];
        if (!x->original.n || is_told(&told, x->original))
            continue;
        VEC_PUSH(t->a, &told, x->original);
        begin(t, original_id(t, x), "CreativeWork");
        put_pair(t, "name", str_fmt(t->a, "原件：%.*s", STR_ARG(x->title)));
        put_pair(t, "sha256", x->original);
        sb_char(t, '}');
    }
}

static void put_file(struct sb *b, const struct bag_item *x) {
    begin(b, id_of(x->path), "File");
    put_pair(b, "name", x->title.n ? x->title : x->name);
    put_pair(b, "alternateName", x->name);
    put_pair(b, "identifier", x->number);
    put_pair(b, "dateCreated", x->date);
    put_pair(b, "encodingFormat", media_type(x->path));
    if (x->original.n)
        put_ref(b, ",\n     \"isBasedOn\": ", original_id(b, x));
    sb_fmt(b, ",\n     \"contentSize\": \"%lld\", \"sha256\": \"%s\"}", (long long)x->hashes.bytes,
           x->hashes.sha256);
}

static bool is_input(const struct bag_item *x) {
    return str_starts(x->path, S("data/inputs/"));
}

/* Every document is made from all of the store, so all inputs stand behind each; the template is its own. */
static void put_inputs(struct bag *b, struct sb *t, const struct crate *c) {
    const char *before = "";
    begin(t, S("#inputs"), "Collection");
    put_pair(t, "name",
             c->masked ? S("合同、记录与叙述的遮盖副本，模板与节假日数据")
                       : S("合同、记录、叙述、模板与节假日数据"));
    sb_addz(t, ",\n     \"hasPart\": [");
    for (size_t i = 0; i < b->items.n; i++)
        if (is_input(&b->items.at[i])) {
            put_ref(t, before, id_of(b->items.at[i].path));
            before = ", ";
        }
    sb_addz(t, "]}");
}

static void put_action(struct sb *t, const struct crate *c, const struct crate_document *d) {
    begin(t, str_fmt(t->a, "#made-%.*s", STR_ARG(path_base(d->path))), "CreateAction");
    put_ref(t, ",\n     \"instrument\": ", S("#lvyue"));
    put_ref(t, ",\n     \"object\": [", S("#inputs"));
    if (d->template.n)
        put_ref(t, ", ", id_of(d->template));
    put_ref(t, "],\n     \"result\": ", id_of(d->path));
    put_pair(t, "endTime", c->date);
    sb_char(t, '}');
}

static void put_root(struct bag *b, struct sb *t, const struct crate *c) {
    begin(t, S("./"), "Dataset");
    put_pair(t, "name", c->name);
    put_pair(t, "description", c->description);
    put_pair(t, "datePublished", c->date);
    put_pair(t, "license", S("合同双方内部档案，未授予公开许可"));
    put_ref(t, ",\n     \"author\": ", S("#author"));
    sb_addz(t, ",\n     \"hasPart\": [");
    for (size_t i = 0; i < b->items.n; i++)
        put_ref(t, i ? ", " : "", id_of(b->items.at[i].path));
    sb_addz(t, "],\n     \"mentions\": [");
    for (size_t i = 0; i < c->n_documents; i++)
        put_ref(t, i ? ", " : "", str_fmt(t->a, "#made-%.*s", STR_ARG(path_base(c->documents[i].path))));
    sb_addz(t, "]}");
}

str crate_json(struct bag *b, const struct crate *c) {
    struct sb t = {.a = b->a};
    sb_addz(
        &t,
        "{\"@context\": \"https://w3id.org/ro/crate/1.2/context\",\n  \"@graph\": [\n"
        "    {\"@id\": \"ro-crate-metadata.json\", \"@type\": \"CreativeWork\",\n"
        "     \"conformsTo\": {\"@id\": \"https://w3id.org/ro/crate/1.2\"}, \"about\": {\"@id\": \"./\"}}");
    put_root(b, &t, c);
    begin(&t, S("#author"), "Organization");
    put_pair(&t, "name", c->author);
    sb_char(&t, '}');
    begin(&t, S("#lvyue"), "SoftwareApplication");
    put_pair(&t, "name", S("lvyue"));
    put_pair(&t, "version", c->version);
    sb_char(&t, '}');
    put_inputs(b, &t, c);
    put_originals(b, &t);
    for (size_t i = 0; i < b->items.n; i++)
        put_file(&t, &b->items.at[i]);
    for (size_t i = 0; i < c->n_documents; i++)
        put_action(&t, c, &c->documents[i]);
    sb_addz(&t, "\n  ]\n}\n");
    return sb_str(&t);
}
