#include "store/ingest.h"

/* A look-up may read a file from its start. Diagnostics beyond the cap are only counted, so their row will do. */
enum { LOCATE_MAX = 3 * DIAG_CAP };

struct place ingest_place(struct ingest *in, struct ingest_file *file, int64_t row, size_t column) {
    if (!file->locator)
        file->locator = record_locator_new(&file->source);
    if (file->located++ < LOCATE_MAX)
        return record_locate(file->locator, in->scratch, row, column);
    struct place at = file_place(file->source.shown);
    at.line = row < INT32_MAX ? (int)row : INT32_MAX;
    return at;
}

/* Rows of a workbook name its sheet behind the file. */
static bool is_source_of(const struct record_source *src, str stored) {
    if (!str_starts(stored, src->shown))
        return false;
    str rest = str_slice(stored, src->shown.n, stored.n);
    return rest.n == 0 || (rest.p[0] == ':' && (!src->sheet.n || str_eq(str_trim(str_slice(rest, 1, rest.n)),
                                                                        str_trim(src->sheet))));
}

static struct ingest_file *find_file(struct ingest *in, const struct record_type *type, str shown) {
    for (size_t i = 0; i < in->files.n; i++)
        if (in->files.at[i].source.type == type && is_source_of(&in->files.at[i].source, shown))
            return &in->files.at[i];
    return NULL;
}

struct place ingest_place_of(struct ingest *in, const struct stmt *q, const struct record_type *type,
                             size_t column) {
    struct ingest_file *file = find_file(in, type, stmt_text(q, 0));
    return file ? ingest_place(in, file, stmt_int(q, 1), column) : file_place(stmt_text(q, 0));
}

static struct stmt *query(struct ingest *in, const char *sql) {
    return stmt_new(in->store, sql);
}

/* One index per id, made once from sorted rows: a UNIQUE table would cost a fifth of the whole ingest. It also serves
 * every join on the id. Likewise for the columns that hang a row under another one (an event under its incident). */
static bool create_index(struct ingest *in, const struct record_type *t, size_t column) {
    str table = t->name.v, name = t->columns[column].name.v;
    return database_run(
        in->store,
        str_z(in->scratch, str_fmt(in->scratch, "CREATE INDEX \"%.*s by %.*s\" ON \"%.*s\"(\"%.*s\")",
                                   STR_ARG(table), STR_ARG(name), STR_ARG(table), STR_ARG(name))));
}

static bool is_reference(const struct column *c) {
    return c->kind == COLUMN_REF && !str_eqz(c->ref.v, "system");
}

static bool hangs_under(const struct record_type *t, size_t column) {
    bool always = t->columns[column].required;
    for (size_t i = 0; i < t->n_one_of; i++)
        always = always || t->one_of[i] == column;
    return column != t->key && always && is_reference(&t->columns[column]);
}

static bool create_indexes(struct ingest *in) {
    bool ok = true;
    for (size_t i = 0; ok && i < in->store->types->n; i++) {
        const struct record_type *t = &in->store->types->at[i];
        if (t->key != SIZE_MAX)
            ok = create_index(in, t, t->key);
        for (size_t k = 0; ok && k < t->n_columns; k++)
            if (hangs_under(t, k))
                ok = create_index(in, t, k);
    }
    return ok;
}

static void check_duplicates(struct ingest *in, const struct record_type *t) {
    struct arena *a = in->scratch;
    str key = t->columns[t->key].name.v, table = t->name.v;
    str sql =
        str_fmt(a,
                "SELECT t.source_file, t.source_row, d.id, f.source_file, f.source_row FROM"
                " (SELECT \"%.*s\" AS id, min(rowid) AS first FROM \"%.*s\" WHERE \"%.*s\" IS NOT NULL"
                " GROUP BY 1 HAVING count(*) > 1) d"
                " JOIN \"%.*s\" t ON t.\"%.*s\" = d.id AND t.rowid > d.first"
                " JOIN \"%.*s\" f ON f.rowid = d.first ORDER BY t.rowid",
                STR_ARG(key), STR_ARG(table), STR_ARG(key), STR_ARG(table), STR_ARG(key), STR_ARG(table));
    struct stmt *q = query(in, str_z(a, sql));
    while (stmt_step(q)) {
        struct arena_mark mark = arena_mark(a);
        str first = str_fmt(a, "%.*s:%lld", STR_ARG(stmt_text(q, 3)), (long long)stmt_int(q, 4));
        diag2(in->d, DIAG_RECORD_DUPLICATE, ingest_place_of(in, q, t, t->key), stmt_text(q, 2), first);
        arena_rewind(a, mark);
    }
    stmt_free(q);
}

/* Nothing is said of a type some of whose rows were refused: a reference to one of those is no fault of this row. */
static void check_references(struct ingest *in, const struct record_type *t, size_t column) {
    struct arena *a = in->scratch;
    const struct record_type *to = record_types_find(in->store->types, t->columns[column].ref.v);
    if (!to || to->key == SIZE_MAX || in->store->incomplete[to - in->store->types->at])
        return;
    str name = t->columns[column].name.v, key = to->columns[to->key].name.v;
    str sql =
        str_fmt(a,
                "SELECT c.source_file, c.source_row, c.\"%.*s\" FROM \"%.*s\" c WHERE c.\"%.*s\" IS NOT NULL"
                " AND NOT EXISTS (SELECT 1 FROM \"%.*s\" k WHERE k.\"%.*s\" = c.\"%.*s\")"
                " AND (?1, c.\"%.*s\") NOT IN temp.later ORDER BY c.rowid",
                STR_ARG(name), STR_ARG(t->name.v), STR_ARG(name), STR_ARG(to->name.v), STR_ARG(key),
                STR_ARG(name), STR_ARG(name));
    struct stmt *q = query(in, str_z(a, sql));
    stmt_bind_text(q, 1, to->name.v);
    while (stmt_step(q)) {
        struct arena_mark mark = arena_mark(a);
        str what = diags_lang(in->d) == LANG_ZH ? to->title.v : to->name.v;
        diag2(in->d, DIAG_RECORD_REFERENCE, ingest_place_of(in, q, t, column), stmt_text(q, 2), what);
        arena_rewind(a, mark);
    }
    stmt_free(q);
}

/* An exclusion may be limited to rules of the contract; one that does not exist would limit it to nothing. */
static void check_rules(struct ingest *in, const struct record_type *t, size_t column) {
    struct rule_ref *rules;
    size_t n = contract_rules(in->contract, in->scratch, &rules);
    str *known = ARENA_ARRAY(in->scratch, str, n + 1);
    for (size_t i = 0; i < n; i++)
        known[i] = rules[i].rule->id.v;
    struct stmt *q = query(in, "SELECT source_file, source_row, rules FROM exclusion WHERE rules IS NOT NULL"
                               " ORDER BY rowid");
    while (stmt_step(q)) {
        str rest = stmt_text(q, 2), rule;
        while (str_list_next(&rest, &rule)) {
            size_t i = 0;
            while (i < n && !str_eq(known[i], rule))
                i++;
            if (i == n)
                diag3(in->d, DIAG_NAME_UNKNOWN, ingest_place_of(in, q, t, column),
                      diags_lang(in->d) == LANG_ZH ? S("规则") : S("rule"), rule,
                      schema_nearest_suffix(in->scratch, diags_lang(in->d), rule, known, n));
        }
    }
    stmt_free(q);
}

static void check_exclusions(struct ingest *in) {
    const struct record_type *t = record_types_find(in->store->types, S("exclusion"));
    ptrdiff_t column = t ? record_type_column(t, S("rules")) : -1;
    if (column >= 0)
        check_rules(in, t, (size_t)column);
}

bool ingest_check(struct ingest *in) {
    if (!create_indexes(in))
        return false;
    check_exclusions(in);
    for (size_t i = 0; i < in->store->types->n; i++) {
        const struct record_type *t = &in->store->types->at[i];
        if (in->types[i].not_rising)
            check_duplicates(in, t);
        for (size_t k = 0; k < t->n_columns; k++)
            if (in->types[i].used[k] && is_reference(&t->columns[k]))
                check_references(in, t, k);
        for (size_t k = 0; t->key != SIZE_MAX && k < t->n_columns; k++)
            if (in->types[i].used[k] && is_reference(&t->columns[k]) &&
                str_eq(t->columns[k].ref.v, t->name.v) && !ingest_check_chain(in, t, k))
                return false;
    }
    return ingest_check_labels(in) && !in->store->failure.set;
}
