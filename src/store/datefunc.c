#include "store/datefunc.h"

#include <string.h>
#include <strings.h>

#include "util/str.h"

#define MAX_ARGS 8

struct date_function {
    struct dates *dates;
    const char *name;
    int first;                             /* index of the argument that is the time */
    sqlite3_stmt *with_args[MAX_ARGS + 1]; /* SELECT name(?,…) */
};
struct dates {
    sqlite3 *db;
    struct date_function functions[6];
};

static const struct {
    const char *name;
    int first;
} known[] = {{"date", 0}, {"time", 0}, {"datetime", 0}, {"julianday", 0}, {"unixepoch", 0}, {"strftime", 1}};
#define N_KNOWN (sizeof known / sizeof *known)
_Static_assert(N_KNOWN == sizeof((struct dates *)0)->functions / sizeof(struct date_function),
               "one slot each");

/* 'subsec' alone means now in SQLite 3.42 and later. */
static bool reads_the_machine(sqlite3_value *v) {
    static const char *const words[] = {"now", "localtime", "utc", "subsec", "subsecond"};
    const char *z = sqlite3_value_type(v) == SQLITE_TEXT ? (const char *)sqlite3_value_text(v) : NULL;
    for (size_t i = 0; z && i < sizeof words / sizeof *words; i++)
        if (strcasecmp(z, words[i]) == 0)
            return true;
    return false;
}

static bool refuse_clock(sqlite3_context *ctx, const struct date_function *f, int n, sqlite3_value **args) {
    bool bad = n <= f->first;
    for (int i = 0; i < n; i++)
        bad = bad || reads_the_machine(args[i]);
    if (bad) {
        char *text =
            sqlite3_mprintf("%s() cannot read the clock or the time zone; today is on_date()", f->name);
        sqlite3_result_error(ctx, text ? text : f->name, -1);
        sqlite3_free(text);
    }
    return bad;
}

static sqlite3_stmt *statement_for(struct date_function *f, int n) {
    if (!f->with_args[n]) {
        char sql[64];
        sqlite3_snprintf(sizeof sql, sql, "SELECT %s(%.*s)", f->name, n ? 2 * n - 1 : 0, "?,?,?,?,?,?,?,?");
        sqlite3_prepare_v3(f->dates->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &f->with_args[n], NULL);
    }
    return f->with_args[n];
}

static void give_result(sqlite3_context *ctx, sqlite3_stmt *q) {
    switch (sqlite3_column_type(q, 0)) {
    case SQLITE_TEXT:
        sqlite3_result_text(ctx, (const char *)sqlite3_column_text(q, 0), sqlite3_column_bytes(q, 0),
                            SQLITE_TRANSIENT);
        break;
    case SQLITE_FLOAT:
        sqlite3_result_double(ctx, sqlite3_column_double(q, 0));
        break;
    case SQLITE_INTEGER:
        sqlite3_result_int64(ctx, sqlite3_column_int64(q, 0));
        break;
    default:
        sqlite3_result_null(ctx);
    }
}

static void call(sqlite3_context *ctx, int n, sqlite3_value **args) {
    struct date_function *f = sqlite3_user_data(ctx);
    if (refuse_clock(ctx, f, n, args))
        return;
    if (n > MAX_ARGS) {
        sqlite3_result_error(ctx, "too many arguments to a date function", -1);
        return;
    }
    sqlite3_stmt *q = statement_for(f, n);
    if (!q) {
        sqlite3_result_error_nomem(ctx);
        return;
    }
    for (int i = 0; i < n; i++)
        sqlite3_bind_value(q, i + 1, args[i]);
    if (sqlite3_step(q) == SQLITE_ROW)
        give_result(ctx, q);
    else
        sqlite3_result_error(ctx, sqlite3_errmsg(f->dates->db), -1);
    sqlite3_reset(q);
}

struct dates *dates_register(struct arena *a, sqlite3 *db) {
    struct dates *d = ARENA_NEW(a, struct dates);
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    int open = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX;
    bool ok = sqlite3_open_v2(":memory:", &d->db, open, NULL) == SQLITE_OK;
    for (size_t i = 0; ok && i < N_KNOWN; i++) {
        d->functions[i] = (struct date_function){.dates = d, .name = known[i].name, .first = known[i].first};
        ok = sqlite3_create_function_v2(db, known[i].name, -1, flags, &d->functions[i], call, NULL, NULL,
                                        NULL) == SQLITE_OK;
    }
    if (ok)
        return d;
    dates_close(d);
    return NULL;
}

void dates_close(struct dates *d) {
    if (!d)
        return;
    for (size_t i = 0; i < N_KNOWN; i++)
        for (int n = 0; n <= MAX_ARGS; n++)
            sqlite3_finalize(d->functions[i].with_args[n]);
    sqlite3_close(d->db);
}
