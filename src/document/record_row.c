#include "document/record_row.h"

#include "document/values.h"

/* The one text a query of up to three parameters gives, or `otherwise`. */
static str word_of(struct arena *a, struct store *s, const char *sql, const str params[3], str otherwise) {
    struct stmt *q = stmt_new(s, sql);
    for (int i = 0; i < 3; i++)
        stmt_bind_text(q, i + 1, params[i]);
    str word = stmt_step(q) ? str_dup(a, stmt_text(q, 0)) : otherwise;
    stmt_free(q);
    return word;
}

static str enum_text(struct arena *a, struct store *s, const struct record_type *t, const struct column *c,
                     str value) {
    return word_of(a, s, "SELECT title FROM record_value WHERE record_type = ?1 AND name = ?2 AND value = ?3",
                   (const str[]){t->name.v, c->name.v, value}, column_value_title(c, value));
}

static str reference_text(struct arena *a, struct store *s, const struct column *c, str value) {
    if (!str_eqz(c->ref.v, "system"))
        return value;
    return word_of(a, s, "SELECT name FROM system WHERE id = ?1 AND ?2 = '' AND ?3 = ''",
                   (const str[]){value, S(""), S("")}, value);
}

static struct value text_of(struct arena *a, struct store *s, const struct record_type *t,
                            const struct column *c, struct value v) {
    if (v.kind == VALUE_NULL)
        return v;
    str text = value_text(a, v, FORMAT_TEXT);
    if (c->kind == COLUMN_ENUM)
        text = enum_text(a, s, t, c, text);
    else if (c->kind == COLUMN_REF)
        text = reference_text(a, s, c, text);
    else if (c->kind == COLUMN_TIME)
        text = c->day_enough ? value_text(a, v, FORMAT_TIME) : value_time_text(a, v);
    else if (c->kind == COLUMN_MONEY)
        text = value_text(a, v, FORMAT_MONEY);
    else if (c->kind == COLUMN_BOOL)
        text = v.i ? S("是") : S("否");
    return (struct value){.kind = VALUE_TEXT, .text = text};
}

const struct kept_row *record_row_read(struct arena *a, struct store *s, str type, str id) {
    const struct record_type *t = record_types_find(store_types(s), type);
    if (!t || t->key == SIZE_MAX)
        return NULL;
    struct stmt *q = stmt_new(s, str_z(a, str_fmt(a, "SELECT * FROM \"%.*s\" WHERE \"%.*s\" = ?1",
                                                  STR_ARG(type), STR_ARG(t->columns[t->key].name.v))));
    stmt_bind_text(q, 1, id);
    const struct kept_row *stored = kept_row_new(a, q, stmt_step(q), NULL);
    stmt_free(q);
    struct kept_row *row = ARENA_NEW(a, struct kept_row);
    str *names = ARENA_ARRAY(a, str, 2 * stored->n + 1);
    *row = (struct kept_row){NULL, 0, names, ARENA_ARRAY(a, struct value, 2 * stored->n + 1)};
    for (size_t i = 0; i < stored->n; i++) {
        ptrdiff_t c = record_type_column(t, stored->names[i]);
        names[row->n] = stored->names[i];
        row->values[row->n++] = stored->values[i];
        names[row->n] = str_fmt(a, "%.*s_text", STR_ARG(stored->names[i]));
        row->values[row->n++] =
            c < 0 ? stored->values[i] : text_of(a, s, t, &t->columns[c], stored->values[i]);
    }
    return row;
}
