#include "store/ingest.h"

#include "store/moment.h"

/* One column of the prepared insert. Texts are bound where they stand: the cells are the reader's until the row is
 * stepped, times are written into the slot. */
struct slot;
typedef int binder(sqlite3_stmt *q, int index, struct slot *slot, const struct cell *cell);
struct slot {
    binder *bind;
    char text[MOMENT_TIME];
    struct moment_pen pen;
};

struct loader {
    struct ingest *in;
    struct ingest_file *file;
    const struct record_type *type;
    sqlite3_stmt *insert;
    struct slot *slots;
    size_t *systems; /* columns that name a system of the contract */
    size_t n_systems;
    str last_system; /* known to be one */
};

static int bind_text(sqlite3_stmt *q, int index, struct slot *slot, const struct cell *cell) {
    (void)slot;
    return sqlite3_bind_text64(q, index, cell->text.p, cell->text.n, SQLITE_STATIC, SQLITE_UTF8);
}

static int bind_int(sqlite3_stmt *q, int index, struct slot *slot, const struct cell *cell) {
    (void)slot;
    return sqlite3_bind_int64(q, index, cell->i);
}

static int bind_day(sqlite3_stmt *q, int index, struct slot *slot, const struct cell *cell) {
    moment_write_day(&slot->pen, (int32_t)cell->i, slot->text);
    return sqlite3_bind_text(q, index, slot->text, MOMENT_DAY, SQLITE_STATIC);
}

static int bind_time(sqlite3_stmt *q, int index, struct slot *slot, const struct cell *cell) {
    moment_write_time(&slot->pen, cell->i, slot->text);
    return sqlite3_bind_text(q, index, slot->text, MOMENT_TIME, SQLITE_STATIC);
}

static binder *const binders[COLUMN__MAX] = {
    [COLUMN_TEXT] = bind_text, [COLUMN_INT] = bind_int,   [COLUMN_DEC] = bind_text,
    [COLUMN_BOOL] = bind_int,  [COLUMN_DAY] = bind_day,   [COLUMN_TIME] = bind_time,
    [COLUMN_MONEY] = bind_int, [COLUMN_ENUM] = bind_text, [COLUMN_REF] = bind_text,
};

/* -- systems -------------------------------------------------------------------------------------- */

static bool is_system(const struct contract *c, str id) {
    for (size_t i = 0; i < c->systems.n; i++)
        if (str_eq(c->systems.at[i].id.v, id))
            return true;
    return false;
}

static void report_system(struct loader *l, const struct record_row *row, size_t column) {
    struct store *s = l->in->store;
    const struct contract *c = l->in->contract;
    str *known = ARENA_ARRAY(l->in->scratch, str, c->systems.n + 1), id = row->cells[column].text;
    for (size_t i = 0; i < c->systems.n; i++)
        known[i] = c->systems.at[i].id.v;
    diag2(l->in->d, DIAG_UNKNOWN_SYSTEM, ingest_place(l->in, l->file, row->row, column), id,
          schema_nearest_suffix(s->a, diags_lang(l->in->d), id, known, c->systems.n));
}

static void check_systems(struct loader *l, const struct record_row *row) {
    for (size_t i = 0; i < l->n_systems; i++) {
        const struct cell *cell = &row->cells[l->systems[i]];
        if (!cell->set || str_eq(cell->text, l->last_system))
            continue;
        if (is_system(l->in->contract, cell->text))
            l->last_system = str_dup(l->in->store->a, cell->text);
        else
            report_system(l, row, l->systems[i]);
    }
}

/* -- loading -------------------------------------------------------------------------------------- */

static bool insert_row(void *ctx, const struct record_row *row) {
    struct loader *l = ctx;
    sqlite3_stmt *q = l->insert;
    int n = (int)row->type->n_columns, rc = SQLITE_OK;
    check_systems(l, row);
    for (int i = 0; i < n && rc == SQLITE_OK; i++) {
        const struct cell *cell = &row->cells[i];
        struct slot *slot = &l->slots[i];
        rc = cell->set ? slot->bind(q, i + 1, slot, cell) : sqlite3_bind_null(q, i + 1);
    }
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(q, n + 2, row->row);
    if (rc == SQLITE_OK)
        sqlite3_step(q);
    if (rc != SQLITE_OK || sqlite3_reset(q) != SQLITE_OK) {
        database_failed(l->in->store, "insert into a fact table");
        return false;
    }
    return true;
}

/* A row that has not happened yet is left out, but a reference to it is no reference to nothing. */
static bool note_later(void *ctx, const struct record_row *row) {
    struct loader *l = ctx;
    if (l->type->key == SIZE_MAX || !row->cells[l->type->key].set)
        return true;
    stmt_reset(l->in->later);
    stmt_bind_text(l->in->later, 1, l->type->name.v);
    stmt_bind_text(l->in->later, 2, row->cells[l->type->key].text);
    stmt_step(l->in->later);
    return !stmt_failed(l->in->later);
}

static sqlite3_stmt *prepare_insert(struct store *s, const struct record_type *t) {
    struct sb sql = {.a = s->a};
    sqlite3_stmt *q = NULL;
    sb_fmt(&sql, "INSERT INTO \"%.*s\" VALUES (?", STR_ARG(t->name.v));
    for (size_t i = 0; i < t->n_columns + 1; i++)
        sb_addz(&sql, ",?");
    sb_char(&sql, ')');
    if (sqlite3_prepare_v3(s->db, sql.p, -1, SQLITE_PREPARE_PERSISTENT, &q, NULL) != SQLITE_OK)
        database_failed(s, sql.p);
    return q;
}

static void prepare_slots(struct loader *l) {
    const struct record_type *t = l->type;
    l->slots = ARENA_ARRAY(l->in->scratch, struct slot, t->n_columns);
    l->systems = ARENA_ARRAY(l->in->scratch, size_t, t->n_columns);
    for (size_t i = 0; i < t->n_columns; i++) {
        l->slots[i].bind = binders[t->columns[i].kind];
        if (t->columns[i].kind == COLUMN_REF && str_eqz(t->columns[i].ref.v, "system"))
            l->systems[l->n_systems++] = i;
    }
}

static void note_file(struct store *s, const struct ingest_file *file) {
    struct stmt *q = stmt_new(s, "INSERT INTO record_file VALUES (?,?,?,?)");
    stmt_bind_text(q, 1, file->source.type->name.v);
    stmt_bind_text(q, 2, file->source.shown);
    stmt_bind_int(q, 3, file->stats.rows);
    stmt_bind_int(q, 4, file->stats.not_yet);
    stmt_step(q);
    stmt_free(q);
    s->rows += file->stats.rows;
}

/* An unusable file has its diagnostics; the others are read all the same. */
static void load_file(struct ingest *in, struct ingest_file *file) {
    struct arena_mark mark = arena_mark(in->scratch);
    struct loader l = {.in = in, .file = file, .type = file->source.type};
    l.insert = prepare_insert(in->store, l.type);
    if (l.insert) {
        prepare_slots(&l);
        sqlite3_bind_text64(l.insert, (int)l.type->n_columns + 1, file->source.shown.p, file->source.shown.n,
                            SQLITE_STATIC, SQLITE_UTF8);
        record_read_all(in->scratch, in->d, &file->source, insert_row, note_later, &l, &file->stats);
        sqlite3_finalize(l.insert);
        note_file(in->store, file);
    }
    arena_rewind(in->scratch, mark);
}

bool store_ingest(struct store *s, struct diags *d, const struct contract *c, str dir, struct failure *f) {
    struct ingest in = {.store = s, .d = d, .contract = c, .dir = dir};
    if (!store_begin(s, f))
        return false;
    in.scratch = arena_new();
    ingest_list_files(&in);
    if (database_run(s, "CREATE TEMP TABLE later(record_type, id, PRIMARY KEY(record_type, id)) WITHOUT ROWID")) {
        in.later = stmt_new(s, "INSERT OR IGNORE INTO later VALUES (?, ?)");
        for (size_t i = 0; i < in.files.n && !s->failure.set; i++)
            load_file(&in, &in.files.at[i]);
        stmt_free(in.later);
        if (!s->failure.set && ingest_check(&in))
            ingest_check_unused(&in);
        database_run(s, "DROP TABLE temp.later");
    }
    arena_free(in.scratch);
    return store_commit(s, f);
}
