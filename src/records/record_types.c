/* record_types.c - data/records.yaml through the schema reader, then names to indexes.
 *
 * The YAML is read into raw structs first: its names of columns, words and kinds can only be resolved
 * when the whole table is known.
 */
#include "records/record_type.h"

#include <stddef.h>

#include "util/file.h"

struct raw_words {
    sval name;
    struct {
        struct column_value *at;
        size_t n;
    } values;
};
struct raw_column {
    sval name, title, ref, note, unit, words;
    struct enumval kind;
    struct boolval required, happens, day_enough;
    struct svals aliases;
    struct {
        struct column_value *at;
        size_t n;
    } values;
    struct span at;
};
struct raw_type {
    sval name, title, note, key, date;
    struct boolval narrative;
    struct {
        struct raw_column *at;
        size_t n;
    } columns;
    struct svals orders, one_of;
    struct {
        struct telling *at;
        size_t n;
    } tellings;
    struct span at;
};
struct raw_table {
    struct svals ignored, empty;
    struct {
        struct raw_words *at;
        size_t n;
    } words;
    struct {
        struct raw_type *at;
        size_t n;
    } types;
};

static const char *const kind_names[COLUMN__MAX + 1] = {"text", "int",   "dec",  "bool", "day",
                                                        "time", "money", "enum", "ref",  NULL};

static const struct field value_fields[] = {
    {.name = "title", .kind = FIELD_STR, .offset = offsetof(struct column_value, title), .required = true},
    {.name = "aliases", .kind = FIELD_STRS, .offset = offsetof(struct column_value, aliases)},
    {.name = NULL}};
static const struct schema value_schema = {.name = "value",
                                           .size = sizeof(struct column_value),
                                           .fields = value_fields,
                                           .key_offset = offsetof(struct column_value, value),
                                           .at_offset = SCHEMA_NO_AT};

static const struct field words_fields[] = {{.name = "values",
                                             .kind = FIELD_DICT,
                                             .offset = offsetof(struct raw_words, values),
                                             .required = true,
                                             .sub = &value_schema},
                                            {.name = NULL}};
static const struct schema words_schema = {.name = "words",
                                           .size = sizeof(struct raw_words),
                                           .fields = words_fields,
                                           .key_offset = offsetof(struct raw_words, name),
                                           .at_offset = SCHEMA_NO_AT};

#define COLUMN(field_name, field_kind, member, ...)                                                          \
    { .name = (field_name), .kind = (field_kind), .offset = offsetof(struct raw_column, member), __VA_ARGS__ }
static const struct field column_fields[] = {
    COLUMN("title", FIELD_STR, title, .required = true),
    COLUMN("kind", FIELD_ENUM, kind, .required = true, .words = kind_names),
    COLUMN("required", FIELD_BOOL, required, .note = "an empty cell is a fault"),
    COLUMN("happens", FIELD_BOOL, happens, .note = "later than --on means it has not happened yet"),
    COLUMN("day_enough", FIELD_BOOL, day_enough, .note = "a date without an hour is what people write"),
    COLUMN("aliases", FIELD_STRS, aliases, .note = "other headers"),
    COLUMN("ref", FIELD_STR, ref, .note = "record type whose key the cell holds, or system"),
    COLUMN("note", FIELD_STR, note, .note = "for the manual"),
    COLUMN("unit", FIELD_STR, unit, .note = "printed behind the value"),
    COLUMN("words", FIELD_STR, words, .note = "a list of values shared by several columns"),
    COLUMN("values", FIELD_DICT, values, .sub = &value_schema, .note = "allowed values"),
    {.name = NULL}};
#undef COLUMN
static const struct schema column_schema = {.name = "column",
                                            .size = sizeof(struct raw_column),
                                            .fields = column_fields,
                                            .key_offset = offsetof(struct raw_column, name),
                                            .at_offset = offsetof(struct raw_column, at)};

#define TELLING(field_name, field_kind, member, ...)                                                         \
    { .name = (field_name), .kind = (field_kind), .offset = offsetof(struct telling, member), __VA_ARGS__ }
static const struct field telling_fields[] = {
    TELLING("words", FIELD_STRS, words, .required = true, .note = "as people write it"),
    TELLING("at", FIELD_STRS, at, .note = "a moment: columns, one of which it is"),
    TELLING("from", FIELD_STRS, from, .note = "a duration: from one of these columns"),
    TELLING("to", FIELD_STRS, to, .note = "to one of these"),
    TELLING("minutes", FIELD_STRS, minutes, .note = "a duration: columns in minutes"),
    TELLING("last", FIELD_BOOL, last, .note = "only where the word ends its clause"),
    {.name = NULL}};
#undef TELLING
static const struct schema telling_schema = {.name = "telling",
                                             .size = sizeof(struct telling),
                                             .fields = telling_fields,
                                             .at_offset = offsetof(struct telling, at_place)};

#define TYPE(field_name, field_kind, member, ...)                                                            \
    { .name = (field_name), .kind = (field_kind), .offset = offsetof(struct raw_type, member), __VA_ARGS__ }
static const struct field type_fields[] = {
    TYPE("title", FIELD_STR, title, .required = true),
    TYPE("note", FIELD_STR, note, .note = "for the manual"),
    TYPE("key", FIELD_STR, key, .note = "column that identifies a row"),
    TYPE("date", FIELD_STR, date, .required = true, .note = "column of the main date"),
    TYPE("narrative", FIELD_BOOL, narrative, .note = "a row may have a text of its own"),
    TYPE("columns", FIELD_DICT, columns, .required = true, .sub = &column_schema),
    TYPE("one_of", FIELD_STRS, one_of, .note = "columns of which each row fills exactly one"),
    TYPE("orders", FIELD_STRS, orders, .note = "a <= b: times that must be in order"),
    TYPE("told", FIELD_LIST, tellings, .sub = &telling_schema, .note = "how narratives tell it"),
    {.name = NULL}};
#undef TYPE
static const struct schema type_schema = {.name = "record type",
                                          .size = sizeof(struct raw_type),
                                          .fields = type_fields,
                                          .key_offset = offsetof(struct raw_type, name),
                                          .at_offset = offsetof(struct raw_type, at)};

#define TABLE(field_name, field_kind, member, ...)                                                           \
    { .name = (field_name), .kind = (field_kind), .offset = offsetof(struct raw_table, member), __VA_ARGS__ }
static const struct field table_fields[] = {
    TABLE("ignored", FIELD_STRS, ignored, .note = "headers nobody needs to read"),
    TABLE("empty", FIELD_STRS, empty, .note = "texts that mean nothing was recorded"),
    TABLE("words", FIELD_DICT, words, .sub = &words_schema),
    TABLE("types", FIELD_DICT, types, .required = true, .sub = &type_schema),
    {.name = NULL}};
#undef TABLE
static const struct schema table_schema = {.name = "record types",
                                           .size = sizeof(struct raw_table),
                                           .fields = table_fields,
                                           .at_offset = SCHEMA_NO_AT};

struct loading {
    struct arena *a;
    struct diags *d;
    const struct raw_table *raw;
};

/* `key` cannot be `word`: the table's own names, answered with the nearest one. */
static void unknown_name(const struct loading *l, const char *key, sval word, const str *known, size_t n) {
    diag3(l->d, DIAG_WORD_UNKNOWN, span_place(word.at), str_from(key), word.v,
          schema_nearest_suffix(l->a, diags_lang(l->d), word.v, known, n));
}

static bool is_moment(const struct column *c) {
    return c->kind == COLUMN_TIME || c->kind == COLUMN_DAY;
}

static bool is_number(const struct column *c) {
    return c->kind == COLUMN_INT || c->kind == COLUMN_DEC;
}

static bool is_key(const struct column *c) {
    return c->kind == COLUMN_TEXT && c->required;
}

/* The index of a column that is fit for what `key` is about; 0 after a diagnostic. */
static size_t column_named(const struct loading *l, const struct record_type *t, const char *key, sval name,
                           bool (*fit)(const struct column *)) {
    str *known = ARENA_ARRAY(l->a, str, t->n_columns + 1);
    size_t n = 0;
    for (size_t i = 0; i < t->n_columns; i++) {
        if (!fit(&t->columns[i]))
            continue;
        if (str_eq(t->columns[i].name.v, name.v))
            return i;
        known[n++] = t->columns[i].name.v;
    }
    unknown_name(l, key, name, known, n);
    return 0;
}

static void resolve_words(const struct loading *l, sval words, struct column *c) {
    for (size_t i = 0; i < l->raw->words.n; i++)
        if (str_eq(l->raw->words.at[i].name.v, words.v)) {
            c->values = l->raw->words.at[i].values.at;
            c->n_values = l->raw->words.at[i].values.n;
            return;
        }
    str *known = ARENA_ARRAY(l->a, str, l->raw->words.n + 1);
    for (size_t i = 0; i < l->raw->words.n; i++)
        known[i] = l->raw->words.at[i].name.v;
    unknown_name(l, "words", words, known, l->raw->words.n);
}

static void resolve_ref(const struct loading *l, sval ref) {
    size_t n = l->raw->types.n;
    str *known = ARENA_ARRAY(l->a, str, n + 1);
    for (size_t i = 0; i < n; i++)
        known[i] = l->raw->types.at[i].name.v;
    known[n] = S("system");
    for (size_t i = 0; i <= n; i++)
        if (str_eq(ref.v, known[i]))
            return;
    unknown_name(l, "ref", ref, known, n + 1);
}

static void missing(const struct loading *l, const char *key, const char *in, struct span at) {
    diag2(l->d, DIAG_KEY_MISSING, span_place(at), str_from(key), str_from(in));
}

static struct column resolve_column(const struct loading *l, const struct raw_column *raw) {
    struct column c = {.name = raw->name,
                       .title = raw->title,
                       .kind = (enum column_kind)raw->kind.v,
                       .required = raw->required.v,
                       .happens = raw->happens.v,
                       .day_enough = raw->day_enough.v,
                       .aliases = raw->aliases,
                       .ref = raw->ref,
                       .note = raw->note,
                       .unit = raw->unit,
                       .values = raw->values.at,
                       .n_values = raw->values.n,
                       .at = raw->at};
    if (raw->words.v.p)
        resolve_words(l, raw->words, &c);
    else if (c.kind == COLUMN_ENUM && c.n_values == 0)
        missing(l, "values", "column", c.at);
    if (c.kind == COLUMN_REF && !c.ref.v.p)
        missing(l, "ref", "column", c.at);
    if (c.ref.v.p)
        resolve_ref(l, c.ref);
    return c;
}

static bool is_any(const struct column *c) {
    return c != NULL;
}

static struct order resolve_order(const struct loading *l, const struct record_type *t, sval text) {
    ptrdiff_t sign = str_find(text.v, S("<="));
    if (sign < 0) {
        diag3(l->d, DIAG_VALUE_FORMAT, span_place(text.at), S("orders"), S("a <= b"), text.v);
        return (struct order){0};
    }
    sval before = {str_trim(str_slice(text.v, 0, (size_t)sign)), text.at};
    sval after = {str_trim(str_slice(text.v, (size_t)sign + 2, text.v.n)), text.at};
    return (struct order){column_named(l, t, "orders", before, is_moment),
                          column_named(l, t, "orders", after, is_moment), text.at};
}

static void resolve_columns(const struct loading *l, const struct record_type *t, const struct svals *names,
                            bool moments) {
    for (size_t i = 0; i < names->n; i++)
        column_named(l, t, "told", names->at[i], moments ? is_moment : is_number);
}

static void resolve_telling(const struct loading *l, const struct record_type *t, const struct telling *x) {
    resolve_columns(l, t, &x->at, true);
    resolve_columns(l, t, &x->from, true);
    resolve_columns(l, t, &x->to, true);
    resolve_columns(l, t, &x->minutes, false);
}

static struct record_type resolve_type(const struct loading *l, const struct raw_type *raw) {
    struct record_type t = {.name = raw->name,
                            .title = raw->title,
                            .note = raw->note,
                            .narrative = raw->narrative.v,
                            .at = raw->at,
                            .key = SIZE_MAX};
    t.columns = ARENA_ARRAY(l->a, struct column, raw->columns.n + 1);
    t.n_columns = raw->columns.n;
    for (size_t i = 0; i < t.n_columns; i++)
        t.columns[i] = resolve_column(l, &raw->columns.at[i]);
    if (raw->key.v.p)
        t.key = column_named(l, &t, "key", raw->key, is_key);
    t.date = raw->date.v.p ? column_named(l, &t, "date", raw->date, is_moment) : 0;
    t.one_of = ARENA_ARRAY(l->a, size_t, raw->one_of.n + 1);
    t.n_one_of = raw->one_of.n;
    for (size_t i = 0; i < t.n_one_of; i++)
        t.one_of[i] = column_named(l, &t, "one_of", raw->one_of.at[i], is_any);
    t.orders = ARENA_ARRAY(l->a, struct order, raw->orders.n + 1);
    t.n_orders = raw->orders.n;
    for (size_t i = 0; i < t.n_orders; i++)
        t.orders[i] = resolve_order(l, &t, raw->orders.at[i]);
    t.tellings = raw->tellings.at;
    t.n_tellings = raw->tellings.n;
    for (size_t i = 0; i < t.n_tellings; i++)
        resolve_telling(l, &t, &t.tellings[i]);
    return t;
}

struct record_types *record_types_load(struct arena *a, struct diags *d, str path) {
    size_t faults = diags_errors(d);
    struct source *src = file_source(a, d, path, path, (struct place){0});
    const struct ynode *root = src ? ynode_parse(a, d, src, src->text, 0) : NULL;
    struct raw_table raw = {0};
    if (!root || !schema_read(a, d, root, &table_schema, &raw))
        return NULL;
    struct loading l = {a, d, &raw};
    struct record_types *types = ARENA_NEW(a, struct record_types);
    *types = (struct record_types){.n = raw.types.n, .ignored = raw.ignored, .empty = raw.empty, .src = src};
    types->at = ARENA_ARRAY(a, struct record_type, raw.types.n + 1);
    for (size_t i = 0; i < raw.types.n; i++) {
        types->at[i] = resolve_type(&l, &raw.types.at[i]);
        types->at[i].all = types;
    }
    return diags_errors(d) == faults ? types : NULL;
}

const struct record_type *record_types_find(const struct record_types *t, str name) {
    for (size_t i = 0; i < t->n; i++)
        if (str_eq(t->at[i].name.v, name))
            return &t->at[i];
    return NULL;
}

ptrdiff_t record_type_column(const struct record_type *t, str name) {
    for (size_t i = 0; i < t->n_columns; i++)
        if (str_eq(t->columns[i].name.v, name))
            return (ptrdiff_t)i;
    return -1;
}

const char *column_kind_name(enum column_kind k) {
    return kind_names[k];
}

str column_value_title(const struct column *c, str value) {
    for (size_t i = 0; i < c->n_values; i++)
        if (str_eq(c->values[i].value.v, value))
            return c->values[i].title.v;
    return value;
}
