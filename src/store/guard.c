#include "store/guard.h"

#include <strings.h>

/* SQLite's functions that depend on their arguments alone. The date functions among them are ours (datefunc.c):
 * SQLite's own would read the clock for 'now'. Not here: random, randomblob, current_*, changes, last_insert_rowid,
 * sqlite_version, load_extension, zeroblob (memory), and whatever a build of SQLite adds. */
static const char *const builtin_functions[] = {
    "abs",        "avg",          "ceil",     "ceiling",    "char",        "coalesce",   "count",
    "cume_dist",  "date",         "datetime", "dense_rank", "first_value", "floor",      "format",
    "glob",       "group_concat", "hex",      "ifnull",     "iif",         "instr",      "julianday",
    "lag",        "last_value",   "lead",     "length",     "like",        "likelihood", "likely",
    "lower",      "ltrim",        "max",      "min",        "mod",         "nth_value",  "ntile",
    "nullif",     "percent_rank", "printf",   "quote",      "rank",        "replace",    "round",
    "row_number", "rtrim",        "sign",     "strftime",   "substr",      "substring",  "sum",
    "time",       "total",        "trim",     "trunc",      "typeof",      "unicode",    "unixepoch",
    "unlikely",   "upper",
};
#define N_BUILTIN (sizeof builtin_functions / sizeof *builtin_functions)

/* Limits that hold for user SQL and never bind ours. A value read by user SQL may have 1 MB: string functions
 * count as one step however long their argument is, so the length bounds them. */
#define GUEST_LENGTH 1000000
static const struct {
    int id, value;
} standing_limits[] = {
    {SQLITE_LIMIT_SQL_LENGTH, 100000},       {SQLITE_LIMIT_EXPR_DEPTH, 200},
    {SQLITE_LIMIT_COMPOUND_SELECT, 100},     {SQLITE_LIMIT_VDBE_OP, 250000},
    {SQLITE_LIMIT_FUNCTION_ARG, 32},         {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 500}, {SQLITE_LIMIT_VARIABLE_NUMBER, 2000},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
};

/* What the authorizer is asked about, in words that mean the same in every language. */
static const struct {
    int action;
    const char *word;
} refused_actions[] = {
    {SQLITE_CREATE_INDEX, "CREATE INDEX"},
    {SQLITE_CREATE_TABLE, "CREATE TABLE"},
    {SQLITE_CREATE_TEMP_INDEX, "CREATE INDEX"},
    {SQLITE_CREATE_TEMP_TABLE, "CREATE TEMP TABLE"},
    {SQLITE_CREATE_TEMP_TRIGGER, "CREATE TRIGGER"},
    {SQLITE_CREATE_TEMP_VIEW, "CREATE TEMP VIEW"},
    {SQLITE_CREATE_TRIGGER, "CREATE TRIGGER"},
    {SQLITE_CREATE_VIEW, "CREATE VIEW"},
    {SQLITE_CREATE_VTABLE, "CREATE VIRTUAL TABLE"},
    {SQLITE_DROP_VTABLE, "DROP TABLE"},
    {SQLITE_DELETE, "DELETE"},
    {SQLITE_DROP_INDEX, "DROP INDEX"},
    {SQLITE_DROP_TABLE, "DROP TABLE"},
    {SQLITE_DROP_TRIGGER, "DROP TRIGGER"},
    {SQLITE_DROP_VIEW, "DROP VIEW"},
    {SQLITE_INSERT, "INSERT"},
    {SQLITE_PRAGMA, "PRAGMA"},
    {SQLITE_TRANSACTION, "BEGIN, COMMIT, ROLLBACK"},
    {SQLITE_UPDATE, "UPDATE"},
    {SQLITE_ATTACH, "ATTACH"},
    {SQLITE_DETACH, "DETACH"},
    {SQLITE_ALTER_TABLE, "ALTER TABLE"},
    {SQLITE_REINDEX, "REINDEX"},
    {SQLITE_ANALYZE, "ANALYZE"},
    {SQLITE_SAVEPOINT, "SAVEPOINT"},
};

static int refuse(struct store *s, str what) {
    s->refused = what;
    return SQLITE_DENY;
}

static bool is_own_function(const char *name) {
    size_t n;
    const struct sql_function_info *f = store_functions(&n);
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(name, f[i].name) == 0)
            return true;
    return false;
}

static int ask_function(struct store *s, const char *name) {
    for (size_t i = 0; i < N_BUILTIN; i++)
        if (strcasecmp(name, builtin_functions[i]) == 0)
            return SQLITE_OK;
    return is_own_function(name) ? SQLITE_OK : refuse(s, str_fmt(s->a, "%s()", name));
}

static bool is_schema(const char *table) {
    return table && strncasecmp(table, "sqlite_", 7) == 0;
}

/* An unknown table never gets here: SQLite says "no such table" first. What does and is not ours is SQLite's own:
 * json_each, pragma_… and its schema table. That one SQLite also reads on its own account while it looks up the
 * others, so it is only noted: the refusal of the others, if any, comes after it and has the word the user wrote. */
static int ask_read(struct store *s, const char *table) {
    for (size_t i = 0; i < s->tables.n; i++)
        if (str_eq_nocase(s->tables.at[i], str_from(table)))
            return SQLITE_OK;
    int denied = refuse(s, str_dup(s->a, str_from(table)));
    return is_schema(table) ? SQLITE_IGNORE : denied;
}

/* Before it asks for CREATE TABLE SQLite asks to write its schema table. The second question has the word the user
 * wrote; nothing has run by then. */
static bool writes_schema(int action, const char *table) {
    return (action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE) &&
           is_schema(table);
}

static int authorize(void *ctx, int action, const char *x, const char *y, const char *database,
                     const char *trigger) {
    struct store *s = ctx;
    (void)database;
    (void)trigger;
    if (!s->guest || action == SQLITE_SELECT || action == SQLITE_RECURSIVE)
        return SQLITE_OK;
    if (action == SQLITE_READ)
        return ask_read(s, x);
    if (writes_schema(action, x))
        return SQLITE_OK;
    if (action == SQLITE_FUNCTION)
        return ask_function(s, y);
    for (size_t i = 0; i < sizeof refused_actions / sizeof *refused_actions; i++)
        if (refused_actions[i].action == action)
            return refuse(s, str_from(refused_actions[i].word));
    return refuse(s, S("SQL"));
}

/* Counts steps, not seconds: the limit falls at the same row on a fast machine and on a slow one. */
static int tick(void *ctx) {
    struct store *s = ctx;
    struct stmt *q = s->guest;
    if (!q || ++q->ticks <= q->max_ticks)
        return 0;
    q->stopped = true;
    return 1;
}

bool guard_install(struct store *s) {
    for (size_t i = 0; i < sizeof standing_limits / sizeof *standing_limits; i++)
        sqlite3_limit(s->db, standing_limits[i].id, standing_limits[i].value);
    sqlite3_progress_handler(s->db, GUARD_TICK, tick, s);
    return sqlite3_set_authorizer(s->db, authorize, s) == SQLITE_OK;
}

void guard_enter(struct store *s, struct stmt *q) {
    s->guest = q;
    s->refused = (str){0};
    sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, GUEST_LENGTH);
}

void guard_leave(struct store *s) {
    s->guest = NULL;
    sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, INT32_MAX); /* SQLite lowers it to what it was built with */
}

size_t guard_functions(struct arena *a, str **names) {
    size_t n;
    const struct sql_function_info *own = store_functions(&n);
    *names = ARENA_ARRAY(a, str, N_BUILTIN + n);
    for (size_t i = 0; i < N_BUILTIN; i++)
        (*names)[i] = str_from(builtin_functions[i]);
    for (size_t i = 0; i < n; i++)
        (*names)[N_BUILTIN + i] = str_from(own[i].name);
    return N_BUILTIN + n;
}
