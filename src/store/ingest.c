#include "store/ingest.h"

#include "store/fact_writer.h"
#include "store/functions.h"

struct loader {
    struct ingest *in;
    struct ingest_file *file;
    const struct record_type *type;
    struct ingest_type *seen;
    struct fact_writer *writer;
    size_t *systems; /* columns that name a system of the contract */
    size_t n_systems;
    str last_system; /* known to be one */
};

/* -- systems -------------------------------------------------------------------------------------- */

static const struct system_def *find_system(const struct contract *c, str id) {
    for (size_t i = 0; i < c->systems.n; i++)
        if (str_eq(c->systems.at[i].id.v, id))
            return &c->systems.at[i];
    return NULL;
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
        const struct system_def *system = find_system(l->in->contract, cell->text);
        if (system)
            l->last_system = system->id.v;
        else
            report_system(l, row, l->systems[i]);
    }
}

/* -- loading -------------------------------------------------------------------------------------- */

/* Ids that only rise cannot repeat; logs are kept that way. */
static void note_id(struct loader *l, const struct cell *id) {
    struct ingest_type *seen = l->seen;
    seen->not_rising = seen->not_rising || str_cmp(id->text, sb_str(&seen->last_id)) <= 0;
    seen->last_id.n = 0;
    sb_add(&seen->last_id, id->text);
}

static bool take_row(void *ctx, const struct record_row *row) {
    struct loader *l = ctx;
    size_t key = l->type->key;
    check_systems(l, row);
    if (key != SIZE_MAX && row->cells[key].set)
        note_id(l, &row->cells[key]);
    return fact_writer_put(l->writer, row);
}

/* A row that has not happened yet is left out, but a reference to it is no reference to nothing. */
static bool note_later(void *ctx, const struct record_row *row) {
    struct loader *l = ctx;
    if (l->type->key == SIZE_MAX || !row->cells[l->type->key].set)
        return true;
    fact_writer_pause(l->writer);
    stmt_reset(l->in->later);
    stmt_bind_text(l->in->later, 1, l->type->name.v);
    stmt_bind_text(l->in->later, 2, row->cells[l->type->key].text);
    stmt_step(l->in->later);
    return !stmt_failed(l->in->later);
}

static void start_loader(struct loader *l) {
    struct arena *a = l->in->scratch;
    const struct record_type *t = l->type;
    l->seen = &l->in->types[t - l->in->store->types->at];
    l->writer = fact_writer_new(l->in->store, &l->file->source, l->seen->used);
    l->systems = ARENA_ARRAY(a, size_t, t->n_columns);
    for (size_t i = 0; i < t->n_columns; i++)
        if (t->columns[i].kind == COLUMN_REF && str_eqz(t->columns[i].ref.v, "system"))
            l->systems[l->n_systems++] = i;
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
    start_loader(&l);
    bool whole = record_read_all(in->scratch, in->d, &file->source, take_row, note_later, &l, &file->stats);
    fact_writer_close(l.writer);
    note_file(in->store, file);
    if (!whole || file->stats.refused)
        in->store->incomplete[l.type - in->store->types->at] = true;
    arena_rewind(in->scratch, mark);
}

static void start_types(struct ingest *in) {
    const struct record_types *types = in->store->types;
    in->types = ARENA_ARRAY(in->store->a, struct ingest_type, types->n);
    for (size_t i = 0; i < types->n; i++) {
        in->types[i].used = ARENA_ARRAY(in->store->a, bool, types->at[i].n_columns);
        in->types[i].last_id.a = in->store->a;
    }
}

static void keep_sources(struct ingest *in) {
    struct store *s = in->store;
    s->n_sources = in->files.n;
    s->sources = ARENA_ARRAY(s->a, struct record_source, in->files.n + 1);
    for (size_t i = 0; i < in->files.n; i++)
        s->sources[i] = in->files.at[i].source;
}

void store_use_copies(struct store *s, const struct record_copies *copies) {
    s->copies = s->functions->copies = copies;
}

const struct record_source *store_sources(const struct store *s, size_t *n) {
    *n = s->n_sources;
    return s->sources;
}

bool store_ingest(struct store *s, struct diags *d, const struct contract *c, str dir, struct failure *f) {
    s->functions->dir = str_dup(s->a, dir);
    struct ingest in = {.store = s, .d = d, .contract = c, .dir = dir};
    if (!store_begin(s, f))
        return false;
    in.scratch = arena_new();
    start_types(&in);
    ingest_list_files(&in);
    keep_sources(&in);
    in.later = stmt_new(s, "INSERT OR IGNORE INTO temp.later VALUES (?, ?)");
    for (size_t i = 0; i < in.files.n && !s->failure.set; i++)
        load_file(&in, &in.files.at[i]);
    stmt_free(in.later);
    if (!s->failure.set && ingest_check(&in))
        ingest_check_unused(&in);
    for (size_t i = 0; i < in.files.n; i++)
        record_locator_free(in.files.at[i].locator);
    arena_free(in.scratch);
    return store_commit(s, f);
}
