/* export.c - the store as a file of its own, and such a file against the store. */
#include <stdio.h>

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
bool store_export(struct store *s, const char *path, struct failure *f) {
    allow_attached(s, 1);
    bool done = run(s, "PRAGMA page_size=4096", NULL, f) && run(s, "VACUUM INTO ?1", path, f);
    allow_attached(s, 0);
    return done;
}

static bool is_sound(struct store *s, const char *path, struct failure *f) {
    struct stmt *q = stmt_new(s, "PRAGMA copy.integrity_check(1)");
    bool sound = stmt_step(q) && str_eqz(stmt_text(q, 0), "ok");
    if (!sound)
        failure_text(f, str_fmt(s->a, "database '%s' is damaged", path));
    stmt_free(q);
    return sound;
}

/* Equal rows may come more than once, so they are counted. */
static bool is_same(struct store *s, const char *table) {
    str sql = str_fmt(s->a,
                      "SELECT (SELECT count(*) FROM main.%s) = (SELECT count(*) FROM copy.%s)"
                      " AND NOT EXISTS (SELECT * FROM main.%s EXCEPT SELECT * FROM copy.%s)"
                      " AND NOT EXISTS (SELECT * FROM copy.%s EXCEPT SELECT * FROM main.%s)",
                      table, table, table, table, table, table);
    sqlite3_stmt *q = NULL;
    bool same = sqlite3_prepare_v2(s->db, sql.p, -1, &q, NULL) == SQLITE_OK &&
                sqlite3_step(q) == SQLITE_ROW && sqlite3_column_int(q, 0) == 1;
    sqlite3_finalize(q);
    return same;
}

bool store_same_as(struct store *s, const char *path, const char *const *tables, size_t n, str *differs,
                   struct failure *f) {
    *differs = S("");
    allow_attached(s, 1);
    if (!run(s, "ATTACH ?1 AS copy", path, f))
        return false;
    bool sound = is_sound(s, path, f);
    for (size_t i = 0; sound && i < n && !differs->n; i++)
        if (!is_same(s, tables[i]))
            *differs = str_from(tables[i]);
    bool detached = run(s, "DETACH copy", NULL, f);
    allow_attached(s, 0);
    return detached && sound;
}
