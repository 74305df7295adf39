/* ingest_chains.c - references from a record to one of its own kind (a duplicate, a repeated fault, a successor) lead
 * to a first one, never round in a circle.
 *
 * Every pass lets each record point twice as far as before, so the number of passes grows with the logarithm of the
 * longest chain. What still points to a record with a reference of its own after the last pass never ends.
 */
#include "store/ingest.h"

enum { PASSES_MAX = 48 };

static const char *const further_sql =
    "SELECT EXISTS (SELECT 1 FROM temp.chain c JOIN temp.chain f ON f.id = c.next)";
static const char *const pass_sql =
    "UPDATE temp.chain SET next = coalesce((SELECT f.next FROM temp.chain f WHERE f.id = chain.next), next)";

static bool fill(struct ingest *in, const struct record_type *t, size_t column) {
    str key = t->columns[t->key].name.v, name = t->columns[column].name.v;
    str sql = str_fmt(in->scratch,
                      "INSERT OR IGNORE INTO temp.chain(id, next, of) SELECT \"%.*s\", \"%.*s\", rowid FROM"
                      " \"%.*s\" WHERE \"%.*s\" IS NOT NULL AND \"%.*s\" IS NOT NULL ORDER BY rowid",
                      STR_ARG(key), STR_ARG(name), STR_ARG(t->name.v), STR_ARG(name), STR_ARG(key));
    return database_run(in->store, "CREATE TEMP TABLE chain(id TEXT PRIMARY KEY, next TEXT, of INTEGER)") &&
           database_run(in->store, str_z(in->scratch, sql));
}

static void report(struct ingest *in, const struct record_type *t, size_t column) {
    str key = t->columns[t->key].name.v, name = t->columns[column].name.v;
    str sql =
        str_fmt(in->scratch,
                "SELECT t.source_file, t.source_row, t.\"%.*s\", t.\"%.*s\" FROM temp.chain c JOIN"
                " \"%.*s\" t ON t.rowid = c.of WHERE c.next IN (SELECT id FROM temp.chain) ORDER BY c.of",
                STR_ARG(key), STR_ARG(name), STR_ARG(t->name.v));
    struct stmt *q = stmt_new(in->store, str_z(in->scratch, sql));
    str title = diags_lang(in->d) == LANG_ZH ? t->columns[column].title.v : name;
    while (stmt_step(q))
        diag3(in->d, DIAG_REFERENCE_CIRCLE, ingest_place_of(in, q, t, column), stmt_text(q, 2), title,
              stmt_text(q, 3));
    stmt_free(q);
}

bool ingest_check_chain(struct ingest *in, const struct record_type *t, size_t column) {
    bool ok = fill(in, t, column), further = ok && store_int(in->store, further_sql, 0);
    for (int i = 0; ok && further && i < PASSES_MAX; i++) {
        ok = database_run(in->store, pass_sql);
        further = store_int(in->store, further_sql, 0);
    }
    if (ok && further)
        report(in, t, column);
    return database_run(in->store, "DROP TABLE temp.chain") && ok;
}
