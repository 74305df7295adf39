/* answer_record.c - rows of the fact tables: what was written down, under which header, in which row of which file. */
#include <assert.h>

#include "explain/answer.h"

/* -- reading -------------------------------------------------------------------------------------- */

static struct value keep(const struct answer *w, struct value v) {
    if (v.kind == VALUE_TEXT)
        v.text = str_dup(w->a, v.text);
    return v;
}

static bool split_source(str source, str *file, int64_t *row) {
    size_t n = source.n;
    while (n > 0 && source.p[n - 1] != ':')
        n--;
    if (n == 0 || !str_to_int(str_slice(source, n, source.n), row))
        return false;
    *file = str_slice(source, 0, n - 1);
    return true;
}

static struct stmt *select_where(const struct answer *w, const struct record_type *type, const char *where) {
    struct sb sql = {.a = w->a};
    sb_addz(&sql, "SELECT source_file || ':' || source_row");
    for (size_t i = 0; i < type->n_columns; i++)
        sb_fmt(&sql, ", \"%.*s\"", STR_ARG(type->columns[i].name.v));
    sb_fmt(&sql, " FROM \"%.*s\" WHERE %s", STR_ARG(type->name.v), where);
    return stmt_new(w->x->store, sql.p);
}

static bool read_one(const struct answer *w, const struct record_type *type, struct stmt *q,
                     struct record *out) {
    bool found = stmt_step(q);
    if (found) {
        *out = (struct record){type, ARENA_ARRAY(w->a, struct value, type->n_columns), stmt_keep(w, q, 0)};
        for (size_t i = 0; i < type->n_columns; i++)
            out->values[i] = keep(w, stmt_value(q, (int)i + 1));
    }
    stmt_free(q);
    return found;
}

bool record_find(struct answer *w, str type, str source, struct record *out) {
    const struct record_type *t = record_types_find(store_types(w->x->store), type);
    str file;
    int64_t row;
    if (!t || !split_source(source, &file, &row))
        return false;
    struct stmt *q = select_where(w, t, "source_row = ?1 AND source_file = ?2");
    stmt_bind_int(q, 1, row);
    stmt_bind_text(q, 2, file);
    return read_one(w, t, q, out);
}

bool record_find_id(struct answer *w, str type, str id, struct record *out) {
    const struct record_type *t = record_types_find(store_types(w->x->store), type);
    if (!t || t->key == SIZE_MAX || !id.n)
        return false;
    str where = str_fmt(w->a, "\"%.*s\" = ?1", STR_ARG(t->columns[t->key].name.v));
    struct stmt *q = select_where(w, t, str_z(w->a, where));
    stmt_bind_text(q, 1, id);
    return read_one(w, t, q, out);
}

struct value record_value(const struct record *r, str column) {
    ptrdiff_t i = record_type_column(r->type, column);
    struct value none = {.kind = VALUE_NULL};
    return i < 0 ? none : r->values[i];
}

static str text_of(struct value v) {
    return v.kind == VALUE_TEXT ? v.text : S("");
}

int64_t record_time(const struct record *r, str column) {
    int64_t t;
    str text = text_of(record_value(r, column));
    return text.n && civil_parse(text, S(""), &t, NULL) ? t : CIVIL_NONE;
}

str record_id(const struct record *r) {
    return r->type->key == SIZE_MAX ? S("") : text_of(r->values[r->type->key]);
}

str record_code(const struct record *r) {
    str id = record_id(r);
    return id.n ? id : r->source;
}

/* -- words ---------------------------------------------------------------------------------------- */

str record_title(const struct answer *w, const struct record *r) {
    static const char *const columns[] = {"title", "name", "content"};
    (void)w;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        str s = text_of(record_value(r, str_from(columns[i])));
        if (s.n)
            return s;
    }
    return S("");
}

str column_header(const struct answer *w, const struct record_type *type, str column) {
    for (size_t i = 0; i < w->c->records.n; i++) {
        const struct records_def *def = &w->c->records.at[i];
        for (size_t k = 0; str_eq(def->type.v, type->name.v) && k < def->n_columns; k++)
            if (str_eq(def->columns[k].column.v, column))
                return def->columns[k].header.v;
    }
    ptrdiff_t i = record_type_column(type, column);
    return i < 0 ? column : type->columns[i].title.v;
}

/* What the contract calls a value, as reports print it. */
static str value_title(const struct answer *w, str type, str column, str value) {
    struct stmt *q = stmt_new(
        w->x->store, "SELECT title FROM record_value WHERE record_type = ?1 AND name = ?2 AND value = ?3");
    stmt_bind_text(q, 1, type);
    stmt_bind_text(q, 2, column);
    stmt_bind_text(q, 3, value);
    str title = stmt_step(q) ? stmt_keep(w, q, 0) : value;
    stmt_free(q);
    return title;
}

static struct told told_event(const struct answer *w, const char *column, str value) {
    bool title = w->lang == LANG_ZH && value.n;
    return told_named(value, title ? value_title(w, S("event"), str_from(column), value) : value);
}

static struct told told_number(const struct answer *w, struct value v) {
    if (v.kind == VALUE_INT)
        return told_count(v.i);
    return told_text(str_fmt(w->a, "%.12g", v.r));
}

/* People write such a time without an hour, and it is kept as 00:00. */
static bool is_date_alone(const struct record_type *type, ptrdiff_t column, int64_t t) {
    const struct column *c = &type->columns[column];
    return c->kind == COLUMN_DAY || (c->day_enough && t == day_start(civil_day(t)));
}

struct told told_value(const struct answer *w, const struct record_type *type, str column, struct value v) {
    ptrdiff_t i = record_type_column(type, column);
    enum column_kind kind = i < 0 ? COLUMN_TEXT : type->columns[i].kind;
    int64_t t;
    if (v.kind == VALUE_NULL)
        return told_none();
    if (v.kind != VALUE_TEXT)
        return kind == COLUMN_BOOL    ? told_bool(v.i != 0)
               : kind == COLUMN_MONEY ? told_fen(v.i)
                                      : told_number(w, v);
    if ((kind == COLUMN_TIME || kind == COLUMN_DAY) && civil_parse(v.text, S(""), &t, NULL))
        return is_date_alone(type, i, t) ? told_day(civil_day(t)) : told_moment(t);
    if (kind == COLUMN_ENUM)
        return told_named(v.text, w->lang == LANG_ZH ? value_title(w, type->name.v, column, v.text) : v.text);
    return told_text(v.text);
}

str type_title(const struct answer *w, str type) {
    const struct record_type *t = record_types_find(store_types(w->x->store), type);
    return t && w->lang == LANG_ZH ? t->title.v : type;
}

/* -- lists ---------------------------------------------------------------------------------------- */

struct told told_type(const struct answer *w, str type) {
    return told_named(type, type_title(w, type));
}

void records_begin(struct answer *w) {
    tell_list_begin(w->t, L_RECORDS);
}

void records_end(struct answer *w) {
    tell_list_end(w->t);
}

static struct told told_role(const struct answer *w, const struct role *role, struct value v) {
    if (v.kind != VALUE_NULL)
        return told_text(role->role);
    return told_text(role->role.n ? SAY(w, P_ROLE_ABSENT, role->role) : SAY0(w, P_NOT_RECORDED));
}

void records_add(struct answer *w, const struct record *r, str note, const struct role *roles, size_t n) {
    static const enum label columns[] = {L_COLUMN, L_HEADER, L_CELL, L_ROLE};
    tell_item_begin(w->t);
    tell_put(w->t, L_RECORD_TYPE, told_type(w, r->type->name.v));
    tell_put(w->t, L_ID, told_text(record_id(r)));
    tell_put(w->t, L_RECORD_TITLE, told_text(record_title(w, r)));
    tell_put(w->t, L_PLACE, told_text(r->source));
    tell_say(w->t, L_NOTE, note);
    tell_table_begin(w->t, L_FIELDS, columns, 4);
    for (size_t i = 0; i < n; i++) {
        struct value v = record_value(r, roles[i].column);
        if (record_type_column(r->type, roles[i].column) >= 0)
            tell_row(w->t,
                     (struct told[]){told_text(roles[i].column),
                                     told_text(column_header(w, r->type, roles[i].column)),
                                     told_value(w, r->type, roles[i].column, v), told_role(w, &roles[i], v)});
    }
    tell_table_end(w->t);
    tell_item_end(w->t);
}

static void tell_files(struct answer *w, str type) {
    struct stmt *q = stmt_new(
        w->x->store, "SELECT path, rows, not_yet FROM record_file WHERE record_type = ?1 ORDER BY rowid");
    bool any = false;
    stmt_bind_text(q, 1, type);
    for (; stmt_step(q); any = true)
        tell_row(w->t, (struct told[]){told_type(w, type), told_count(stmt_int(q, 1)),
                                       stmt_int(q, 2) ? told_count(stmt_int(q, 2)) : told_none(),
                                       told_text(stmt_text(q, 0))});
    stmt_free(q);
    if (!any)
        tell_row(w->t, (struct told[]){told_type(w, type), told_count(0), told_none(), told_none()});
}

void answer_searched(struct answer *w, const str *types, size_t n) {
    static const enum label columns[] = {L_FILE_TYPE, L_ROWS, L_NOT_YET, L_SOURCE};
    tell_table_begin(w->t, L_SEARCHED, columns, 4);
    for (size_t i = 0; i < n; i++) {
        bool twice = false;
        for (size_t k = 0; k < i; k++)
            twice = twice || str_eq(types[k], types[i]);
        if (!twice)
            tell_files(w, types[i]);
    }
    tell_table_end(w->t);
}

size_t answer_events(struct answer *w, str type, str id) {
    static const enum label columns[] = {L_EVENT, L_AT, L_REASON, L_AGREED_BY, L_EVIDENCE, L_SOURCE};
    struct stmt *q =
        stmt_new(w->x->store, "SELECT kind, at, reason, agreed_by, evidence, source_file || ':' ||"
                              " source_row, level_from, level_to FROM event WHERE CASE ?2 WHEN 'request'"
                              " THEN request ELSE incident END = ?1 ORDER BY at, rowid");
    size_t n = 0;
    stmt_bind_text(q, 1, id);
    stmt_bind_text(q, 2, type);
    tell_table_begin(w->t, L_EVENTS, columns, 6);
    for (; stmt_step(q); n++) {
        str from = stmt_text(q, 6), to = stmt_text(q, 7);
        struct told reason = told_event(w, "reason", stmt_text(q, 2));
        if (to.n)
            reason = told_text(str_fmt(w->a, "%.*s→%.*s", STR_ARG(from), STR_ARG(to)));
        tell_row(w->t, (struct told[]){told_event(w, "kind", stmt_text(q, 0)), told_moment(stmt_time(q, 1)),
                                       reason, told_text(stmt_text(q, 3)), told_text(stmt_text(q, 4)),
                                       told_text(stmt_text(q, 5))});
    }
    tell_table_end(w->t);
    stmt_free(q);
    return n;
}
