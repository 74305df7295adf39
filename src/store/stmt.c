#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/condition.h"
#include "store/guard.h"
#include "store/moment.h"
#include "store/suggest.h"
#include "util/stopwatch.h"

/* -- making and freeing --------------------------------------------------------------------------- */

static struct stmt *take(struct store *s) {
    struct stmt *q = s->spare;
    if (q)
        s->spare = q->next;
    else
        q = ARENA_NEW(s->a, struct stmt);
    *q = (struct stmt){.store = s};
    return q;
}

void stmt_free(struct stmt *q) {
    if (!q)
        return;
    sqlite3_finalize(q->handle);
    q->handle = NULL;
    if (q->masked)
        arena_free(q->masked);
    q->masked = NULL;
    q->next = q->store->spare;
    q->store->spare = q;
}

struct stmt *stmt_new(struct store *s, const char *sql) {
    struct stmt *q = take(s);
    if (sqlite3_prepare_v2(s->db, sql, -1, &q->handle, NULL) != SQLITE_OK || !q->handle)
        database_failed(s, sql);
    return q;
}

/* -- user SQL ------------------------------------------------------------------------------------- */

static void report(struct stmt *q, str sql) {
    struct store *s = q->store;
    if (s->refused.n) {
        diag1(q->diags, DIAG_SQL_REFUSED, q->at, s->refused);
        return;
    }
    str message = str_dup(s->a, str_from(sqlite3_errmsg(s->db)));
    diag2(q->diags, DIAG_SQL, q->at, message, suggest_for(s, q->diags, message, sql));
}

/* EXPLAIN reads no table and VACUUM asks nobody, so the authorizer sees neither. */
static bool is_select(struct stmt *q) {
    if (sqlite3_column_count(q->handle) > 0 && sqlite3_stmt_readonly(q->handle) &&
        !sqlite3_stmt_isexplain(q->handle))
        return true;
    str rest = str_from(sqlite3_sql(q->handle)), word = S("SQL");
    sql_next_word(&rest, &word);
    diag1(q->diags, DIAG_SQL_REFUSED, q->at, str_dup(q->store->a, word));
    return false;
}

static bool ends_there(struct stmt *q, str rest) {
    rest = sql_skip_blank(rest);
    if (!rest.n)
        return true;
    size_t n = rest.n < 24 ? rest.n : 24;
    while (n < rest.n && n > 0 && ((unsigned char)rest.p[n] & 0xC0) == 0x80)
        n--;
    diag1(q->diags, DIAG_SQL_TRAILING, q->at, str_dup(q->store->a, str_slice(rest, 0, n)));
    return false;
}

static bool prepare_user(struct stmt *q, str sql) {
    struct store *s = q->store;
    const char *tail = NULL;
    if (!sql_skip_blank(sql).n) {
        diag0(q->diags, DIAG_SQL_EMPTY, q->at);
        return false;
    }
    int n = sql.n < INT32_MAX ? (int)sql.n : INT32_MAX;
    guard_enter(s, q);
    int rc = sqlite3_prepare_v2(s->db, sql.p, n, &q->handle, &tail);
    guard_leave(s);
    if (rc != SQLITE_OK || s->refused.n) {
        report(q, sql);
        return false;
    }
    if (!q->handle) { /* only ";" */
        diag0(q->diags, DIAG_SQL_EMPTY, q->at);
        return false;
    }
    return ends_there(q, str_slice(sql, (size_t)(tail - sql.p), sql.n)) && is_select(q);
}

static struct stmt *new_user(struct store *s, struct diags *d, struct place at, str sql, int64_t max_rows) {
    struct stmt *q = take(s);
    q->user = true;
    q->diags = d;
    q->at = at;
    q->max_rows = max_rows;
    q->max_ticks = (STMT_STEPS + STMT_STEPS_ROW * s->rows) / GUARD_TICK;
    if (prepare_user(q, sql))
        return q;
    stmt_free(q);
    return NULL;
}

struct stmt *stmt_user(struct store *s, struct diags *d, struct place at, str sql, int64_t max_rows) {
    return new_user(s, d, at, sql, max_rows ? max_rows : STMT_ROWS);
}

struct stmt *stmt_checked(struct store *s, struct diags *d, struct place at, str sql) {
    return new_user(s, d, at, sql, INT64_MAX);
}

/* -- stepping ------------------------------------------------------------------------------------- */

static bool step_user(struct stmt *q) {
    struct store *s = q->store;
    int64_t since = stopwatch_now();
    guard_enter(s, q);
    int rc = sqlite3_step(q->handle);
    guard_leave(s);
    s->query_ns += stopwatch_now() - since;
    if (rc == SQLITE_ROW && ++q->rows <= q->max_rows)
        return true;
    q->failed = rc != SQLITE_DONE;
    if (rc == SQLITE_ROW)
        diag1(q->diags, DIAG_SQL_ROWS, q->at, str_fmt(s->a, "%lld", (long long)q->max_rows));
    else if (q->failed && q->stopped)
        diag1(q->diags, DIAG_SQL_STEPS, q->at,
              str_fmt(s->a, "%lld", (long long)(q->max_ticks / (1000000 / GUARD_TICK))));
    else if (q->failed)
        report(q, str_from(sqlite3_sql(q->handle)));
    return false;
}

static const struct arena_mark row_begin = {0};

void stmt_mask(struct stmt *q) {
    if (!q->masked)
        q->masked = arena_new();
}

bool stmt_step(struct stmt *q) {
    if (q->failed)
        return false;
    if (q->masked)
        arena_rewind(q->masked, row_begin);
    if (q->user)
        return step_user(q);
    int rc = sqlite3_step(q->handle);
    if (rc == SQLITE_ROW)
        return true;
    if (rc != SQLITE_DONE) {
        q->failed = true;
        database_failed(q->store, sqlite3_sql(q->handle));
    }
    return false;
}

bool stmt_failed(const struct stmt *q) {
    return q->failed;
}

void stmt_reset(struct stmt *q) {
    sqlite3_reset(q->handle);
    q->failed = q->stopped = false;
    q->rows = q->ticks = 0;
}

/* -- parameters ----------------------------------------------------------------------------------- */

static void bound(struct stmt *q, int rc) {
    if (rc != SQLITE_OK)
        database_failed(q->store, sqlite3_sql(q->handle));
}

void stmt_bind_int(struct stmt *q, int index, int64_t v) {
    bound(q, sqlite3_bind_int64(q->handle, index, v));
}

void stmt_bind_text(struct stmt *q, int index, str v) {
    bound(q, sqlite3_bind_text64(q->handle, index, v.p, v.n, SQLITE_TRANSIENT, SQLITE_UTF8));
}

void stmt_bind_time(struct stmt *q, int index, int64_t t) {
    struct moment_pen pen = {0};
    char text[MOMENT_TIME];
    if (t == CIVIL_NONE) {
        stmt_bind_null(q, index);
        return;
    }
    moment_write_time(&pen, t, text);
    stmt_bind_text(q, index, (str){text, sizeof text});
}

void stmt_bind_real(struct stmt *q, int index, double v) {
    bound(q, sqlite3_bind_double(q->handle, index, v));
}

void stmt_bind_null(struct stmt *q, int index) {
    bound(q, sqlite3_bind_null(q->handle, index));
}

void stmt_bind_value(struct stmt *q, int index, struct value v) {
    switch (v.kind) {
    case VALUE_NULL:
        stmt_bind_null(q, index);
        break;
    case VALUE_INT:
        stmt_bind_int(q, index, v.i);
        break;
    case VALUE_REAL:
        stmt_bind_real(q, index, v.r);
        break;
    case VALUE_TEXT:
        stmt_bind_text(q, index, v.text);
        break;
    }
}

int stmt_params(const struct stmt *q) {
    return sqlite3_bind_parameter_count(q->handle);
}

str stmt_param_name(const struct stmt *q, int index) {
    const char *z = sqlite3_bind_parameter_name(q->handle, index);
    return z && z[0] != '?' ? str_from(z + 1) : S("");
}

/* -- columns -------------------------------------------------------------------------------------- */

int stmt_columns(const struct stmt *q) {
    return sqlite3_column_count(q->handle);
}

str stmt_column_name(const struct stmt *q, int col) {
    return str_from(sqlite3_column_name(q->handle, col));
}

bool stmt_column_has_hours(const struct stmt *q, int col) {
    const char *table = sqlite3_column_table_name(q->handle, col);
    const struct record_type *t = table ? record_types_find(q->store->types, str_from(table)) : NULL;
    ptrdiff_t i = t ? record_type_column(t, str_from(sqlite3_column_origin_name(q->handle, col))) : -1;
    return i >= 0 && t->columns[i].kind == COLUMN_TIME && !t->columns[i].day_enough;
}

bool stmt_is_null(const struct stmt *q, int col) {
    return sqlite3_column_type(q->handle, col) == SQLITE_NULL;
}

int64_t stmt_int(const struct stmt *q, int col) {
    return sqlite3_column_int64(q->handle, col);
}

double stmt_real(const struct stmt *q, int col) {
    return sqlite3_column_double(q->handle, col);
}

/* SQL can make text that is not UTF-8, CAST(x'ff' AS TEXT), and nobody behind the store expects any. */
str stmt_text(const struct stmt *q, int col) {
    const char *p = (const char *)sqlite3_column_text(q->handle, col);
    str text = {p, p ? (size_t)sqlite3_column_bytes(q->handle, col) : 0};
    if (q->user && !utf8_valid(text))
        return S("\xEF\xBF\xBD");
    return q->masked && sqlite3_column_type(q->handle, col) == SQLITE_TEXT
               ? store_mask(q->store, q->masked, text)
               : text;
}

int64_t stmt_time(const struct stmt *q, int col) {
    int64_t t;
    str text = stmt_text(q, col);
    return text.n && moment_from_text(text, &t) ? t : CIVIL_NONE;
}

struct value stmt_value(const struct stmt *q, int col) {
    switch (sqlite3_column_type(q->handle, col)) {
    case SQLITE_INTEGER:
        return (struct value){.kind = VALUE_INT, .i = stmt_int(q, col)};
    case SQLITE_FLOAT:
        return (struct value){.kind = VALUE_REAL, .r = stmt_real(q, col)};
    case SQLITE_NULL:
        return (struct value){.kind = VALUE_NULL};
    default:
        return (struct value){.kind = VALUE_TEXT, .text = stmt_text(q, col)};
    }
}

int64_t store_int(struct store *s, const char *sql, int64_t fallback) {
    struct stmt *q = stmt_new(s, sql);
    int64_t v = stmt_step(q) && !stmt_is_null(q, 0) ? stmt_int(q, 0) : fallback;
    stmt_free(q);
    return v;
}

int64_t store_query_ns(const struct store *s) {
    return s->query_ns;
}
