#include "archive/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "records/csv.h"
#include "util/hash.h"

#define PLACE_COLUMNS 3 /* record_type, source_file, source_row */

/* -- writing -------------------------------------------------------------------------------------- */

static bool needs_quotes(str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r')
            return true;
    return s.n == 0;
}

static void put_field(struct sb *b, str s) {
    if (!needs_quotes(s)) {
        sb_add(b, s);
        return;
    }
    sb_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            sb_char(b, '"');
        sb_char(b, s.p[i]);
    }
    sb_char(b, '"');
}

static struct stmt *rows_of(struct arena *a, struct store *s, const struct record_type *t) {
    struct sb sql = {.a = a};
    sb_addz(&sql, "SELECT source_file, source_row");
    for (size_t i = 0; i < t->n_columns; i++)
        sb_fmt(&sql, ", \"%.*s\"", STR_ARG(t->columns[i].name.v));
    sb_fmt(&sql, " FROM \"%.*s\" ORDER BY source_file, source_row", STR_ARG(t->name.v));
    return stmt_new(s, sql.p);
}

static void put_header(struct sb *b, const struct record_type *t) {
    sb_addz(b, "record_type,source_file,source_row");
    for (size_t i = 0; i < t->n_columns; i++)
        sb_fmt(b, ",%.*s", STR_ARG(t->columns[i].name.v));
    sb_char(b, '\n');
}

/* The row's values behind the first column; columns of q from 2. */
static void put_row(struct sb *b, const struct record_type *t, const struct stmt *q) {
    put_field(b, t->name.v);
    for (int i = 0; i < stmt_columns(q); i++) {
        sb_char(b, ',');
        if (!stmt_is_null(q, i))
            put_field(b, stmt_text(q, i));
    }
    sb_char(b, '\n');
}

static bool write_type(struct arena *a, struct store *s, const struct record_type *t, FILE *to) {
    struct stmt *q = rows_of(a, s, t);
    bool ok = true, any = false;
    while (ok && stmt_step(q)) {
        struct arena_mark mark = arena_mark(a);
        struct sb b = {.a = a};
        if (!any)
            put_header(&b, t);
        any = true;
        put_row(&b, t, q);
        ok = fwrite(b.p, 1, b.n, to) == b.n;
        arena_rewind(a, mark);
    }
    stmt_free(q);
    return ok;
}

bool snapshot_write(struct arena *a, struct store *s, FILE *to) {
    const struct record_types *types = store_types(s);
    for (size_t i = 0; i < types->n; i++)
        if (!write_type(a, s, &types->at[i], to))
            return false;
    return fflush(to) == 0;
}

/* -- a row of the copy ---------------------------------------------------------------------------- */

struct copy {
    struct csv csv;
    struct csv_row row;
    const struct record_types *types;
    const struct record_type *type; /* of the rows since the last header */
    ptrdiff_t *columns;             /* by column of the type: its field, -1 when the copy has none */
};

static void take_header(struct arena *a, struct copy *c, str type) {
    c->type = record_types_find(c->types, type);
    if (!c->type)
        return;
    c->columns = ARENA_ARRAY(a, ptrdiff_t, c->type->n_columns);
    for (size_t i = 0; i < c->type->n_columns; i++) {
        c->columns[i] = -1;
        for (size_t k = PLACE_COLUMNS; k < c->row.n; k++)
            if (str_eq(c->csv.fields[k].raw, c->type->columns[i].name.v))
                c->columns[i] = (ptrdiff_t)k;
    }
}

/* A header's type is that of the row behind it. */
static bool copy_next(struct arena *a, struct copy *c) {
    while (csv_next(&c->csv, &c->row)) {
        if (c->row.fault || c->row.n < PLACE_COLUMNS)
            continue;
        if (!str_eqz(c->csv.fields[0].raw, "record_type")) {
            if (c->type)
                return true;
            continue;
        }
        struct csv_row header = c->row;
        struct csv ahead = c->csv;
        struct csv_field *fields = ARENA_ARRAY(a, struct csv_field, header.n);
        memcpy(fields, c->csv.fields, header.n * sizeof *fields);
        str type = csv_next(&ahead, &c->row) ? str_dup(a, ahead.fields[0].raw) : S("");
        memcpy(c->csv.fields, fields, header.n * sizeof *fields);
        c->row = header;
        take_header(a, c, type);
    }
    return false;
}

static str copy_value(struct arena *a, const struct copy *c, size_t column) {
    ptrdiff_t k = c->columns[column];
    if (k < 0 || (size_t)k >= c->row.n)
        return (str){0};
    const struct csv_field *f = &c->csv.fields[k];
    return f->raw.n == 0 && !f->quoted ? str_none() : f->raw.n ? csv_unquote(a, f) : S("");
}

/* -- what is the same ----------------------------------------------------------------------------- */

struct seen {
    uint64_t *at; /* sorted prints of rows */
    bool *used;
    size_t n, cap;
};

/* Length and bytes of each value, so that no two rows look alike. */
static void print_add(struct sb *b, str s) {
    sb_fmt(b, "%c%zu ", s.p ? '=' : '-', s.n);
    sb_add(b, s);
}

static uint64_t print_end(const struct sb *b) {
    char hex[SHA256_HEX + 1];
    uint64_t out = 0;
    sha256_text(sb_str(b), hex);
    for (size_t i = 0; i < 16; i++)
        out = out << 4 | (uint64_t)(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
    return out;
}

static uint64_t copy_print(struct arena *a, const struct copy *c) {
    struct sb p = {.a = a};
    print_add(&p, c->type->name.v);
    for (size_t i = 0; i < c->type->n_columns; i++)
        print_add(&p, copy_value(a, c, i));
    return print_end(&p);
}

static str now_value(const struct stmt *q, size_t column) {
    return stmt_is_null(q, (int)column + 2) ? str_none() : stmt_text(q, (int)column + 2);
}

static uint64_t now_print(struct arena *a, const struct record_type *t, const struct stmt *q) {
    struct sb p = {.a = a};
    print_add(&p, t->name.v);
    for (size_t i = 0; i < t->n_columns; i++)
        print_add(&p, now_value(q, i));
    return print_end(&p);
}

static int by_print(const void *x, const void *y) {
    uint64_t p = *(const uint64_t *)x, q = *(const uint64_t *)y;
    return p < q ? -1 : p > q;
}

static void gather_prints(struct arena *a, struct copy *c, struct seen *seen) {
    while (copy_next(a, c)) {
        struct arena_mark mark = {0};
        if (seen->n == seen->cap) {
            size_t cap = seen->cap ? seen->cap * 2 : 1024;
            seen->at = arena_grow(a, seen->at, seen->cap * sizeof *seen->at, cap * sizeof *seen->at,
                                  _Alignof(uint64_t));
            seen->cap = cap;
        }
        mark = arena_mark(a);
        seen->at[seen->n++] = copy_print(a, c);
        arena_rewind(a, mark);
    }
    if (seen->n)
        qsort(seen->at, seen->n, sizeof *seen->at, by_print);
    seen->used = ARENA_ARRAY(a, bool, seen->n + 1);
}

/* Uses up one row of the copy with this print; false: there is none left. */
static bool take_print(struct seen *seen, uint64_t print) {
    size_t low = 0, high = seen->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (seen->at[mid] < print)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < seen->n && seen->at[low] == print; low++)
        if (!seen->used[low]) {
            seen->used[low] = true;
            return true;
        }
    return false;
}

/* -- what is not ---------------------------------------------------------------------------------- */

struct odd_row { /* one that the other side does not have */
    const struct record_type *type;
    str *values, source;
    bool paired;
};
struct odd_rows {
    struct odd_row *at;
    size_t n, cap;
};

static void add_odd(struct arena *a, struct row_changes *out, struct odd_rows *rows, struct odd_row row) {
    if (rows->n >= ROW_CHANGES_MAX)
        out->more = true;
    else
        VEC_PUSH(a, rows, row);
}

static str dup_or_none(struct arena *a, str s) {
    return s.p ? str_dup(a, s) : (str){0};
}

static void odd_now(struct arena *a, struct store *s, struct seen *seen, struct row_changes *out,
                    struct odd_rows *rows) {
    const struct record_types *types = store_types(s);
    for (size_t i = 0; i < types->n; i++) {
        const struct record_type *t = &types->at[i];
        struct stmt *q = rows_of(a, s, t);
        while (stmt_step(q)) {
            struct arena_mark mark = arena_mark(a);
            bool same = take_print(seen, now_print(a, t, q));
            arena_rewind(a, mark);
            if (same)
                continue;
            struct odd_row row = {.type = t, .values = ARENA_ARRAY(a, str, t->n_columns)};
            for (size_t k = 0; k < t->n_columns; k++)
                row.values[k] = dup_or_none(a, now_value(q, k));
            row.source = str_fmt(a, "%.*s:%lld", STR_ARG(stmt_text(q, 0)), (long long)stmt_int(q, 1));
            add_odd(a, out, rows, row);
        }
        stmt_free(q);
    }
}

/* Rows of the copy whose print nobody used; of equal ones as many as are left. */
static void odd_then(struct arena *a, struct copy *c, struct seen *seen, struct row_changes *out,
                     struct odd_rows *rows) {
    while (copy_next(a, c)) {
        struct arena_mark mark = arena_mark(a);
        bool there = take_print(seen, copy_print(a, c));
        arena_rewind(a, mark);
        if (!there)
            continue;
        struct odd_row row = {.type = c->type, .values = ARENA_ARRAY(a, str, c->type->n_columns)};
        for (size_t k = 0; k < c->type->n_columns; k++)
            row.values[k] = dup_or_none(a, copy_value(a, c, k));
        row.source = str_fmt(a, "%.*s:%.*s", STR_ARG(csv_unquote(a, &c->csv.fields[1])),
                             STR_ARG(c->csv.fields[2].raw));
        add_odd(a, out, rows, row);
    }
}

/* -- pairs ---------------------------------------------------------------------------------------- */

static bool same_text(str x, str y) {
    return !x.p == !y.p && str_eq(x, y);
}

static str key_of(const struct odd_row *r) {
    return r->type->key < r->type->n_columns ? r->values[r->type->key] : (str){0};
}

static struct odd_row *partner(struct odd_rows *rows, const struct odd_row *r) {
    for (size_t i = 0; i < rows->n; i++) {
        struct odd_row *x = &rows->at[i];
        bool same = x->type == r->type && !x->paired &&
                    (key_of(r).p ? str_eq(key_of(x), key_of(r)) : str_eq(x->source, r->source));
        if (same)
            return x;
    }
    return NULL;
}

static int32_t day_of(const struct odd_row *r) {
    int64_t t;
    str date = r->type->date < r->type->n_columns ? r->values[r->type->date] : (str){0};
    return date.p && civil_parse(date, S(""), &t, NULL) ? civil_day(t) : CALENDAR_NO_DAY;
}

static struct row_change change_of(const struct odd_row *r) {
    str key = key_of(r);
    return (struct row_change){.type = r->type,
                               .record = key.p ? key : r->source,
                               .source = r->source,
                               .day = day_of(r),
                               .day_before = day_of(r)};
}

static void compare_pair(struct arena *a, struct row_changes *out, const struct odd_row *was,
                         const struct odd_row *is) {
    for (size_t k = 0; k < is->type->n_columns; k++) {
        if (same_text(was->values[k], is->values[k]))
            continue;
        struct row_change c = change_of(is);
        c.day_before = day_of(was);
        c.column = is->type->columns[k].name.v;
        c.title = is->type->columns[k].title.v;
        c.before = was->values[k];
        c.after = is->values[k];
        VEC_PUSH(a, out, c);
    }
}

static void compare_rows(struct arena *a, struct row_changes *out, struct odd_rows *then,
                         struct odd_rows *now) {
    for (size_t i = 0; i < now->n; i++) {
        struct odd_row *was = partner(then, &now->at[i]);
        struct row_change c = change_of(&now->at[i]);
        c.added = true;
        if (was) {
            was->paired = true;
            compare_pair(a, out, was, &now->at[i]);
        } else {
            VEC_PUSH(a, out, c);
        }
    }
    for (size_t i = 0; i < then->n; i++) {
        struct row_change c = change_of(&then->at[i]);
        c.removed = true;
        if (!then->at[i].paired)
            VEC_PUSH(a, out, c);
    }
}

void snapshot_compare(struct arena *a, struct store *s, str csv, struct row_changes *out) {
    struct copy c = {.types = store_types(s)};
    struct seen seen = {0};
    struct odd_rows then = {0}, now = {0};
    csv_init(&c.csv, a, csv, ',');
    gather_prints(a, &c, &seen);
    odd_now(a, s, &seen, out, &now);
    csv_rewind(&c.csv, ',');
    c.type = NULL;
    odd_then(a, &c, &seen, out, &then);
    compare_rows(a, out, &then, &now);
}
