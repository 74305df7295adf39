/* export.c - the store as a file of its own, and such a file against the store. */
#include <stdio.h>
#include <unistd.h>

#include "store/database.h"

/* Runs one statement on our own connection; false with the reason in f. */
static bool run(struct store *s, const char *sql, const char *path, struct failure *f) {
    sqlite3_stmt *q = NULL;
    bool ok = sqlite3_prepare_v2(s->db, sql, -1, &q, NULL) == SQLITE_OK &&
              (!path || sqlite3_bind_text(q, 1, path, -1, SQLITE_STATIC) == SQLITE_OK);
    int rc = ok ? sqlite3_step(q) : SQLITE_ERROR;
    ok = ok && (rc == SQLITE_DONE || rc == SQLITE_ROW);
    if (!ok)
        failure_text(f, str_fmt(s->a, "database '%s': %s", path ? path : "copy", sqlite3_errmsg(s->db)));
    sqlite3_finalize(q);
    return ok;
}

/* The guard lets nobody attach a database. */
static void allow_attached(struct store *s, int n) {
    sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, n);
}

/* Pages of the usual size: with the store's own, large ones a small contract would take megabytes. */
static bool copy_whole(struct store *s, const char *path, struct failure *f) {
    allow_attached(s, 1);
    bool done = run(s, "PRAGMA page_size=4096", NULL, f) && run(s, "VACUUM INTO ?1", path, f);
    allow_attached(s, 0);
    return done;
}

/* -- masked ----------------------------------------------------------------------------------------- */

static void call_masked(sqlite3_context *c, int n, sqlite3_value **args) {
    const struct store *s = sqlite3_user_data(c);
    struct arena *a = arena_new();
    (void)n;
    str text = {(const char *)sqlite3_value_text(args[0]), (size_t)sqlite3_value_bytes(args[0])};
    str masked = store_mask(s, a, text);
    sqlite3_result_text64(c, masked.p, masked.n, SQLITE_TRANSIENT, SQLITE_UTF8);
    arena_free(a);
}

/* One UPDATE a table, made by SQL: SET "a" = masked("a"), … WHERE one of them is a text that changes. */
static const char *const updates_sql = "SELECT 'UPDATE \"' || t.name || '\" SET ' || group_concat('\"' || "
                                       "c.name || '\" = CASE typeof(\"' || c.name ||"
                                       " '\") WHEN ''text'' THEN masked(\"' || c.name || '\") ELSE \"' || "
                                       "c.name || '\" END', ', ') || ' WHERE ' ||"
                                       " group_concat('(typeof(\"' || c.name || '\") = ''text'' AND "
                                       "masked(\"' || c.name || '\") <> \"' || c.name ||"
                                       " '\")', ' OR ')"
                                       " FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type "
                                       "= 'table' AND t.name NOT LIKE 'sqlite_%'"
                                       " GROUP BY t.name ORDER BY t.name";

static bool mask_tables(sqlite3 *db) {
    sqlite3_stmt *q = NULL;
    bool ok = sqlite3_prepare_v2(db, updates_sql, -1, &q, NULL) == SQLITE_OK;
    int rc = SQLITE_DONE;
    while (ok && (rc = sqlite3_step(q)) == SQLITE_ROW)
        ok = sqlite3_exec(db, (const char *)sqlite3_column_text(q, 0), NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_finalize(q);
    return ok && rc == SQLITE_DONE;
}

/* What was overwritten would stay in free pages and behind the ends of rows: VACUUM INTO a new file leaves it behind. */
static bool export_masked(struct store *s, const char *path, struct failure *f) {
    const char *whole = str_fmt(s->a, "%s.whole", path).p;
    sqlite3 *db = NULL;
    bool ok = copy_whole(s, whole, f);
    if (ok) {
        ok = sqlite3_open_v2(whole, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
             sqlite3_create_function_v2(db, "masked", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, s, call_masked,
                                        NULL, NULL, NULL) == SQLITE_OK &&
             sqlite3_exec(db, "PRAGMA journal_mode=MEMORY; BEGIN", NULL, NULL, NULL) == SQLITE_OK &&
             mask_tables(db) && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
        sqlite3_stmt *q = NULL;
        ok = ok && sqlite3_prepare_v2(db, "VACUUM INTO ?1", -1, &q, NULL) == SQLITE_OK &&
             sqlite3_bind_text(q, 1, path, -1, SQLITE_STATIC) == SQLITE_OK && sqlite3_step(q) == SQLITE_DONE;
        sqlite3_finalize(q);
        if (!ok)
            failure_text(f, str_fmt(s->a, "database '%s': %s", path, sqlite3_errmsg(db)));
        sqlite3_close(db);
    }
    unlink(whole);
    return ok;
}

bool store_export(struct store *s, const char *path, bool masked, struct failure *f) {
    return masked ? export_masked(s, path, f) : copy_whole(s, path, f);
}

/* -- compared --------------------------------------------------------------------------------------- */

static bool is_sound(struct store *s, const char *path, struct failure *f) {
    struct stmt *q = stmt_new(s, "PRAGMA copy.integrity_check(1)");
    bool sound = stmt_step(q) && str_eqz(stmt_text(q, 0), "ok");
    if (!sound)
        failure_text(f, str_fmt(s->a, "database '%s' is damaged", path));
    stmt_free(q);
    return sound;
}

/* Equal rows may come more than once, so they are counted. */
static bool is_same(struct store *s, const char *ours, const char *table) {
    str x = str_fmt(s->a, "%s.%s", ours, table), y = str_fmt(s->a, "copy.%s", table);
    str sql = str_fmt(s->a,
                      "SELECT (SELECT count(*) FROM %.*s) = (SELECT count(*) FROM %.*s)"
                      " AND NOT EXISTS (SELECT * FROM %.*s EXCEPT SELECT * FROM %.*s)"
                      " AND NOT EXISTS (SELECT * FROM %.*s EXCEPT SELECT * FROM %.*s)",
                      STR_ARG(x), STR_ARG(y), STR_ARG(x), STR_ARG(y), STR_ARG(y), STR_ARG(x));
    sqlite3_stmt *q = NULL;
    bool same = sqlite3_prepare_v2(s->db, sql.p, -1, &q, NULL) == SQLITE_OK &&
                sqlite3_step(q) == SQLITE_ROW && sqlite3_column_int(q, 0) == 1;
    sqlite3_finalize(q);
    return same;
}

bool store_same_as(struct store *s, const char *ours, const char *path, const char *const *tables, size_t n,
                   str *differs, struct failure *f) {
    *differs = S("");
    allow_attached(s, 2);
    bool attached = run(s, "ATTACH ?1 AS copy", path, f),
         both = attached && (!ours || run(s, "ATTACH ?1 AS ours", ours, f));
    bool sound = both && is_sound(s, path, f);
    for (size_t i = 0; sound && i < n && !differs->n; i++)
        if (!is_same(s, ours ? "ours" : "main", tables[i]))
            *differs = str_from(tables[i]);
    if (both && ours)
        run(s, "DETACH ours", NULL, f);
    if (attached)
        run(s, "DETACH copy", NULL, f);
    allow_attached(s, 0);
    return sound && !f->set;
}
