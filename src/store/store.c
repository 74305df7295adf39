#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/datefunc.h"
#include "store/functions.h"
#include "store/guard.h"
#include "store/meta.h"
#include "store/verdicts.h"

/* Nobody else can see the file and a crash may lose it, so nothing protects it: no journal, no fsync, no locks per
 * transaction. Measured on a million incidents: 64 KiB pages save a quarter of the insert time against 4 KiB, a
 * write-ahead log nearly doubles it. The cache is what a run may hold in memory at most. */
static const char *const pragmas =
    "PRAGMA page_size=65536; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
    "PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-16384; PRAGMA secure_delete=OFF";

/* -- faults --------------------------------------------------------------------------------------- */

static const char *temp_dir(void) {
    const char *dir = getenv("TMPDIR");
    return dir && *dir ? dir : P_tmpdir;
}

static void note_failure(struct store *s, const char *message) {
    failure_text(&s->failure, str_fmt(s->a, "temporary database in %s: %s", temp_dir(), message));
}

void database_failed(struct store *s, const char *sql) {
    switch (sqlite3_errcode(s->db) & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_CANTOPEN:
    case SQLITE_TOOBIG: /* a single value of a gigabyte */
        note_failure(s, sqlite3_errmsg(s->db));
        return;
    default:
        fprintf(stderr, "lvyue: fault in own SQL: %s\n%s\n", sqlite3_errmsg(s->db), sql);
        abort();
    }
}

bool database_run(struct store *s, const char *sql) {
    if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    database_failed(s, sql);
    return false;
}

static bool hand_over(struct store *s, struct failure *f) {
    if (!s->failure.set)
        return true;
    failure_text(f, str_from(s->failure.text));
    return false;
}

/* -- opening -------------------------------------------------------------------------------------- */

/* The file has a name for a moment only: a run that is killed leaves nothing behind. */
static bool open_file(struct store *s, struct failure *f) {
    char *path = str_z(s->a, path_join(s->a, str_from(temp_dir()), S("lvyue-XXXXXX")));
    int fd = mkstemp(path);
    if (fd < 0) {
        failure_set(f, str_from(path), "create");
        return false;
    }
    close(fd);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS,
                   0); /* its lock costs a twentieth of the ingest; later calls do nothing */
    int rc = sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    unlink(path);
    if (rc == SQLITE_OK)
        return true;
    failure_text(f, str_fmt(s->a, "%s: %s", path, s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc)));
    return false;
}

/* A misspelt column in double quotes must be an unknown column, not a string. */
static bool configure(struct store *s) {
    static const struct {
        int option, on;
    } options[] = {{SQLITE_DBCONFIG_DQS_DML, 0},
                   {SQLITE_DBCONFIG_DQS_DDL, 0},
                   {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                   {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                   {SQLITE_DBCONFIG_DEFENSIVE, 1}};
    bool ok = database_run(s, pragmas);
    for (size_t i = 0; ok && i < sizeof options / sizeof *options; i++)
        ok = sqlite3_db_config(s->db, options[i].option, options[i].on, NULL) == SQLITE_OK;
    return ok;
}

static bool add_functions(struct store *s) {
    struct functions_context *ctx = ARENA_NEW(s->a, struct functions_context);
    ctx->calendars = s->calendars;
    ctx->on = s->on;
    s->functions = ctx;
    s->dates = dates_register(s->a, s->db);
    return s->dates && functions_register(s->db, ctx);
}

/* -- tables --------------------------------------------------------------------------------------- */

static const char *sql_type(enum column_kind kind) {
    static const char *const types[COLUMN__MAX] = {
        [COLUMN_TEXT] = "TEXT",     [COLUMN_INT] = "INTEGER", [COLUMN_DEC] = "NUMERIC",
        [COLUMN_BOOL] = "INTEGER",  [COLUMN_DAY] = "TEXT",    [COLUMN_TIME] = "TEXT",
        [COLUMN_MONEY] = "INTEGER", [COLUMN_ENUM] = "TEXT",   [COLUMN_REF] = "TEXT",
    };
    return types[kind];
}

static bool create_fact_table(struct store *s, const struct record_type *t) {
    struct sb sql = {.a = s->a};
    sb_fmt(&sql, "CREATE TABLE \"%.*s\"(", STR_ARG(t->name.v));
    for (size_t i = 0; i < t->n_columns; i++)
        sb_fmt(&sql, "\"%.*s\" %s, ", STR_ARG(t->columns[i].name.v), sql_type(t->columns[i].kind));
    sb_addz(&sql, "source_file TEXT, source_row INTEGER)");
    return database_run(s, sql.p);
}

/* `later` holds the ids of rows that have not happened yet: left out, but known. */
static bool create_tables(struct store *s) {
    bool ok =
        database_run(
            s, "CREATE TEMP TABLE later(record_type, id, PRIMARY KEY(record_type, id)) WITHOUT ROWID") &&
        database_run(s, "BEGIN") && database_run(s, meta_tables_sql) && database_run(s, verdict_tables_sql);
    for (size_t i = 0; ok && i < s->types->n; i++)
        ok = create_fact_table(s, &s->types->at[i]);
    return ok && database_run(s, "COMMIT");
}

static void list_names(struct store *s) {
    VEC(str) tables = {0};
    struct stmt *q = stmt_new(s, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    while (stmt_step(q))
        VEC_PUSH(s->a, &tables, str_dup(s->a, stmt_text(q, 0)));
    stmt_free(q);
    s->tables = (struct names){tables.at, tables.n};
    s->type_names = (struct names){ARENA_ARRAY(s->a, str, s->types->n), s->types->n};
    s->incomplete = ARENA_ARRAY(s->a, bool, s->types->n);
    for (size_t i = 0; i < s->types->n; i++)
        s->type_names.at[i] = s->types->at[i].name.v;
}

struct store *store_open(struct arena *a, const struct record_types *types, const struct calendars *cals,
                         int32_t on, struct failure *f) {
    struct store *s = ARENA_NEW(a, struct store);
    *s = (struct store){.a = a, .types = types, .calendars = cals, .on = on};
    if (open_file(s, f)) {
        if (configure(s) && add_functions(s) && create_tables(s) && guard_install(s)) {
            list_names(s);
            return s;
        }
        if (!s->failure.set)
            note_failure(s, sqlite3_errmsg(s->db));
        hand_over(s, f);
    }
    store_close(s);
    return NULL;
}

void store_close(struct store *s) {
    if (!s)
        return;
    dates_close(s->dates);
    sqlite3_close_v2(s->db);
    s->db = NULL;
    s->dates = NULL;
}

/* -- small answers -------------------------------------------------------------------------------- */

int32_t store_on(const struct store *s) {
    return s->on;
}

const struct record_types *store_types(const struct store *s) {
    return s->types;
}

size_t store_type_names(const struct store *s, const str **names) {
    *names = s->type_names.at;
    return s->type_names.n;
}

bool store_begin(struct store *s, struct failure *f) {
    assert(!s->in_transaction);
    s->in_transaction = true;
    database_run(s, "BEGIN");
    return hand_over(s, f);
}

bool store_commit(struct store *s, struct failure *f) {
    assert(s->in_transaction);
    s->in_transaction = false;
    if (!s->failure.set)
        database_run(s, "COMMIT");
    return hand_over(s, f);
}

int64_t store_count(struct store *s, str table) {
    return store_int(s, str_z(s->a, str_fmt(s->a, "SELECT count(*) FROM \"%.*s\"", STR_ARG(table))), 0);
}
