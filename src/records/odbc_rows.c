/* odbc_rows.c - the rows of a query as a source of records, through unixODBC.
 *
 * Text goes over in UTF-16, so that no driver's idea of the locale matters; dates and times go over as such. The
 * connection asks for read-only access, and whatever the query did is rolled back. The names of the result's columns are
 * the header; row 1 is the first row of the result.
 */
#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>

#include "records/rows.h"

enum { LOGIN_SECONDS = 15, CHARS = 4096, NAME_CHARS = 256 };

struct odbc_rows {
    struct rows base;
    struct arena *a;     /* its own */
    struct arena *row_a; /* of the current row */
    SQLHENV env;
    SQLHDBC connection;
    SQLHSTMT query;
    bool connected, executed, at_header, header_given;
    str *names;
    SQLSMALLINT *types;
    struct raw_cell *cells;
    size_t n;
};

static struct odbc_rows *self(struct rows *r) {
    return (struct odbc_rows *)r;
}

/* -- text and faults -------------------------------------------------------------------------------- */

static SQLWCHAR *to_wide(struct arena *a, str s, size_t *n) {
    SQLWCHAR *wide = ARENA_ARRAY(a, SQLWCHAR, s.n + 1);
    for (*n = 0; s.n;) {
        uint32_t cp = utf8_next(&s);
        if (cp == UTF8_BAD)
            cp = 0xFFFD;
        if (cp >= 0x10000) {
            wide[(*n)++] = (SQLWCHAR)(0xD800 + ((cp - 0x10000) >> 10));
            cp = 0xDC00 + ((cp - 0x10000) & 0x3FF);
        }
        wide[(*n)++] = (SQLWCHAR)cp;
    }
    return wide;
}

/* Ends at a NUL: drivers count names in bytes that are theirs alone. */
static void add_wide(struct sb *b, const SQLWCHAR *s, size_t n) {
    for (size_t i = 0; i < n && s[i]; i++) {
        uint32_t cp = s[i];
        bool pair = cp >= 0xD800 && cp < 0xDC00 && i + 1 < n && s[i + 1] >= 0xDC00 && s[i + 1] < 0xE000;
        if (pair)
            cp = 0x10000 + ((cp - 0xD800) << 10) + (s[++i] - 0xDC00u);
        sb_codepoint(b, !pair && cp >= 0xD800 && cp < 0xE000 ? 0xFFFD : cp);
    }
}

/* What the driver says of the last call, on one line. */
static bool failed(struct odbc_rows *o, SQLSMALLINT type, SQLHANDLE handle) {
    SQLWCHAR state[6], text[1024];
    SQLINTEGER code;
    SQLSMALLINT n = 0;
    struct sb b = {.a = o->a};
    SQLRETURN rc = SQLGetDiagRecW(type, handle, 1, state, &code, text, sizeof text / sizeof *text, &n);
    if (SQL_SUCCEEDED(rc))
        add_wide(&b, text,
                 (size_t)n < sizeof text / sizeof *text ? (size_t)n : sizeof text / sizeof *text - 1);
    else
        sb_addz(&b, "ODBC");
    const struct record_source *src = o->base.src;
    bool of_query = type == SQL_HANDLE_STMT && src->query_at.file.n;
    diag2(o->base.d, DIAG_DATABASE, of_query ? src->query_at : rows_mentioned(src), src->odbc, sb_str(&b));
    return false;
}

/* -- rows ------------------------------------------------------------------------------------------- */

static bool start(struct rows *r, size_t layout) {
    struct odbc_rows *o = self(r);
    (void)layout;
    o->header_given = o->at_header = false;
    r->row = 0;
    r->n = 0;
    return true;
}

static bool is_time(SQLSMALLINT type) {
    return type == SQL_TYPE_TIMESTAMP || type == SQL_TIMESTAMP;
}

static bool is_day(SQLSMALLINT type) {
    return type == SQL_TYPE_DATE || type == SQL_DATE;
}

static SQLRETURN get_moment(struct odbc_rows *o, SQLUSMALLINT column, bool with_time, struct raw_cell *out) {
    SQL_TIMESTAMP_STRUCT t = {0};
    SQLLEN n = 0;
    SQLRETURN rc = SQLGetData(o->query, column, SQL_C_TYPE_TIMESTAMP, &t, sizeof t, &n);
    if (!SQL_SUCCEEDED(rc) || n == SQL_NULL_DATA || !ymd_valid(t.year, t.month, t.day))
        return rc;
    int64_t seconds = with_time ? t.hour * 3600 + t.minute * 60 + t.second : 0;
    out->kind = RAW_MOMENT;
    out->moment = (struct moment){day_start(day_from_ymd(t.year, t.month, t.day)) + seconds, true, with_time};
    out->text =
        with_time ? civil_text(o->row_a, out->moment.t) : civil_text_day(o->row_a, civil_day(out->moment.t));
    return rc;
}

/* Long text comes in pieces. */
static SQLRETURN get_text(struct odbc_rows *o, SQLUSMALLINT column, struct raw_cell *out) {
    SQLWCHAR piece[CHARS];
    struct sb b = {.a = o->row_a};
    SQLRETURN rc;
    SQLLEN n = 0;
    do {
        rc = SQLGetData(o->query, column, SQL_C_WCHAR, piece, sizeof piece, &n);
        if (!SQL_SUCCEEDED(rc) || n == SQL_NULL_DATA)
            break;
        bool cut = n == SQL_NO_TOTAL || n >= (SQLLEN)sizeof piece;
        add_wide(&b, piece, cut ? CHARS - 1 : (size_t)n / sizeof *piece);
    } while (rc == SQL_SUCCESS_WITH_INFO && b.n <= ROWS_CELL_BYTES_MAX);
    out->kind = RAW_TEXT;
    out->text = b.n ? sb_str(&b) : S("");
    return rc == SQL_NO_DATA ? SQL_SUCCESS : rc;
}

static bool read_cells(struct odbc_rows *o) {
    for (size_t i = 0; i < o->n; i++) {
        struct raw_cell *c = &o->cells[i];
        SQLUSMALLINT column = (SQLUSMALLINT)(i + 1);
        *c = (struct raw_cell){.text = S("")};
        bool moment = is_time(o->types[i]) || is_day(o->types[i]);
        SQLRETURN rc = moment ? get_moment(o, column, is_time(o->types[i]), c) : get_text(o, column, c);
        if (!SQL_SUCCEEDED(rc))
            return failed(o, SQL_HANDLE_STMT, o->query);
    }
    return true;
}

static bool fetch_row(struct odbc_rows *o) {
    arena_free(o->row_a);
    o->row_a = arena_new();
    if (!o->executed && !SQL_SUCCEEDED(SQLExecute(o->query)))
        return failed(o, SQL_HANDLE_STMT, o->query);
    o->executed = true;
    SQLRETURN rc = SQLFetch(o->query);
    if (rc == SQL_NO_DATA)
        return false;
    return SQL_SUCCEEDED(rc) ? read_cells(o) : failed(o, SQL_HANDLE_STMT, o->query);
}

/* The header is all there is to see while a header is looked for, so the query runs once. */
static bool next(struct rows *r, struct arena *scratch) {
    struct odbc_rows *o = self(r);
    (void)scratch;
    r->n = o->n;
    if (!o->header_given) {
        o->header_given = o->at_header = true;
        r->row = 1;
        return true;
    }
    if (r->quiet || !fetch_row(o))
        return false;
    r->row = o->at_header ? 1 : r->row + 1;
    o->at_header = false;
    return true;
}

static struct place place(struct rows *r, struct arena *a, size_t i) {
    struct odbc_rows *o = self(r);
    struct place p = {.file = r->src->shown, .line = r->row < INT32_MAX ? (int)r->row : INT32_MAX};
    struct sb b = {.a = a};
    sb_addz(&b, "query");
    if (r->row && !o->at_header)
        sb_fmt(&b, " row %lld", (long long)r->row);
    if (i < o->n) {
        p.col = (int)i + 1;
        sb_fmt(&b, " column %.*s", STR_ARG(o->names[i]));
    }
    p.cell = sb_str(&b);
    return p;
}

static bool cell(struct rows *r, struct arena *a, size_t i, struct raw_cell *out) {
    struct odbc_rows *o = self(r);
    *out = o->cells[i];
    if (o->at_header)
        *out = (struct raw_cell){.text = o->names[i]};
    if (out->text.n <= ROWS_CELL_BYTES_MAX)
        return true;
    if (!r->quiet)
        diag1(r->d, DIAG_FIELD_LONG, place(r, a, i), str_fmt(a, "%d", ROWS_CELL_BYTES_MAX));
    return false;
}

static bool seek(struct rows *r, int64_t row) {
    self(r)->at_header = false;
    r->row = row;
    r->n = self(r)->n;
    return true;
}

static void close_rows(struct rows *r) {
    struct odbc_rows *o = self(r);
    if (o->query)
        SQLFreeHandle(SQL_HANDLE_STMT, o->query);
    if (o->connected) {
        SQLEndTran(SQL_HANDLE_DBC, o->connection, SQL_ROLLBACK);
        SQLDisconnect(o->connection);
    }
    if (o->connection)
        SQLFreeHandle(SQL_HANDLE_DBC, o->connection);
    if (o->env)
        SQLFreeHandle(SQL_HANDLE_ENV, o->env);
    arena_free(o->row_a);
    arena_free(o->a);
}

/* -- opening ---------------------------------------------------------------------------------------- */

static SQLPOINTER number(SQLULEN n) {
    return (SQLPOINTER)(uintptr_t)n; /* how ODBC passes numbers */
}

static bool connect_source(struct odbc_rows *o) {
    size_t n;
    SQLWCHAR *dsn = to_wide(o->a, o->base.src->odbc, &n);
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &o->env)))
        return failed(o, SQL_HANDLE_ENV, o->env);
    SQLSetEnvAttr(o->env, SQL_ATTR_ODBC_VERSION, number(SQL_OV_ODBC3), 0);
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, o->env, &o->connection)))
        return failed(o, SQL_HANDLE_ENV, o->env);
    SQLSetConnectAttrW(o->connection, SQL_ATTR_LOGIN_TIMEOUT, number(LOGIN_SECONDS), 0);
    SQLSetConnectAttrW(o->connection, SQL_ATTR_ACCESS_MODE, number(SQL_MODE_READ_ONLY), 0);
    if (!SQL_SUCCEEDED(SQLConnectW(o->connection, dsn, (SQLSMALLINT)n, NULL, 0, NULL, 0)))
        return failed(o, SQL_HANDLE_DBC, o->connection);
    o->connected = true;
    SQLSetConnectAttrW(o->connection, SQL_ATTR_AUTOCOMMIT, number(SQL_AUTOCOMMIT_OFF), 0);
    return true;
}

static bool describe(struct odbc_rows *o, size_t i) {
    SQLWCHAR name[NAME_CHARS];
    SQLSMALLINT n = 0, digits, nullable;
    SQLULEN size;
    struct sb b = {.a = o->a};
    if (!SQL_SUCCEEDED(SQLDescribeColW(o->query, (SQLUSMALLINT)(i + 1), name, NAME_CHARS, &n, &o->types[i],
                                       &size, &digits, &nullable)))
        return failed(o, SQL_HANDLE_STMT, o->query);
    add_wide(&b, name, n < NAME_CHARS ? (size_t)n : NAME_CHARS - 1);
    o->names[i] = sb_str(&b);
    return true;
}

/* Some drivers know the columns of a result only once they have it. */
static bool count_columns(struct odbc_rows *o, SQLSMALLINT *columns) {
    if (!SQL_SUCCEEDED(SQLNumResultCols(o->query, columns)))
        return failed(o, SQL_HANDLE_STMT, o->query);
    if (*columns > 0)
        return true;
    if (!SQL_SUCCEEDED(SQLExecute(o->query)))
        return failed(o, SQL_HANDLE_STMT, o->query);
    o->executed = true;
    return SQL_SUCCEEDED(SQLNumResultCols(o->query, columns)) || failed(o, SQL_HANDLE_STMT, o->query);
}

static bool prepare(struct odbc_rows *o) {
    size_t n;
    SQLSMALLINT columns = 0;
    SQLWCHAR *sql = to_wide(o->a, o->base.src->query, &n);
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, o->connection, &o->query)))
        return failed(o, SQL_HANDLE_DBC, o->connection);
    if (!SQL_SUCCEEDED(SQLPrepareW(o->query, sql, (SQLINTEGER)n)))
        return failed(o, SQL_HANDLE_STMT, o->query);
    if (!count_columns(o, &columns))
        return false;
    o->n = columns > 0 && columns <= ROWS_CELLS_MAX ? (size_t)columns : 0;
    o->names = ARENA_ARRAY(o->a, str, o->n + 1);
    o->types = ARENA_ARRAY(o->a, SQLSMALLINT, o->n + 1);
    o->cells = ARENA_ARRAY(o->a, struct raw_cell, o->n + 1);
    for (size_t i = 0; i < o->n; i++)
        if (!describe(o, i))
            return false;
    return true;
}

/* The order of rows is an order of evidence; without ORDER BY it is whatever the database finds convenient. */
static void check_order(struct odbc_rows *o) {
    const struct record_source *src = o->base.src;
    static const str word = {"order by", 8};
    for (size_t i = 0; i + word.n <= src->query.n; i++)
        if (str_eq_nocase(str_slice(src->query, i, i + word.n), word))
            return;
    diag0(o->base.d, DIAG_QUERY_ORDER, src->query_at.file.n ? src->query_at : rows_mentioned(src));
}

struct rows *odbc_rows_open(struct arena *a, struct diags *d, const struct record_source *src) {
    static const struct rows_kind kind = {start, next, cell, place, seek, NULL, close_rows};
    struct odbc_rows *o = ARENA_NEW(a, struct odbc_rows);
    o->base = (struct rows){.kind = &kind, .d = d, .src = src, .source = src->shown, .n_layouts = 1};
    o->a = arena_new();
    o->row_a = arena_new();
    o->base.layouts = ARENA_ARRAY(o->a, struct layout, 1);
    check_order(o);
    if (connect_source(o) && prepare(o))
        return &o->base;
    close_rows(&o->base);
    return NULL;
}
