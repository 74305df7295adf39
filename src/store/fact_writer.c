#include "store/fact_writer.h"

#include <pthread.h>

#include "store/moment.h"

/* A batch is handed over when it has that many rows or bytes of text: small enough to stay in the cache. */
enum { BATCH_ROWS = 256, BATCH_TEXT = 1 << 20 };

/* A cell outside the reader. Texts lie in the batch's text, which may move while it is filled. */
struct kept_cell {
    bool set;
    int64_t i;
    size_t text, n;
};
struct batch {
    size_t n_rows;
    int64_t row[BATCH_ROWS];
    struct kept_cell *cells; /* BATCH_ROWS times the type's columns, by slot */
    struct sb text;
};

/* One column of the prepared insert: texts are bound where they stand, times are written into the slot. */
struct slot;
typedef int binder(sqlite3_stmt *q, int index, struct slot *slot, const struct kept_cell *f,
                   const char *text);
struct slot {
    size_t column;
    binder *bind;
    char text[MOMENT_TIME];
    struct moment_pen pen;
};

struct fact_writer {
    struct store *s;
    struct arena *a; /* its own, used by the caller only */
    const struct record_source *file;
    str source; /* of the rows */
    bool *used;
    /* The insert names the columns some row has had so far: most files have few of their type's columns. Changed only
     * while the thread is idle. */
    sqlite3_stmt *insert; /* source_file, source_row, then the slots */
    struct slot *slots;
    size_t n_slots;
    bool *has_slot; /* by column */
    struct batch batches[2];
    struct batch *filling;
    /* Shared with the thread, under the lock. */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool threaded, stop, failed;
    struct batch *handed; /* being inserted; NULL: the thread is idle */
};

/* -- inserting (the thread, or the caller while the thread is idle) ---------------------------------- */

static int bind_text(sqlite3_stmt *q, int index, struct slot *slot, const struct kept_cell *f,
                     const char *text) {
    (void)slot;
    return sqlite3_bind_text64(q, index, text + f->text, f->n, SQLITE_STATIC, SQLITE_UTF8);
}

static int bind_int(sqlite3_stmt *q, int index, struct slot *slot, const struct kept_cell *f,
                    const char *text) {
    (void)slot, (void)text;
    return sqlite3_bind_int64(q, index, f->i);
}

static int bind_day(sqlite3_stmt *q, int index, struct slot *slot, const struct kept_cell *f,
                    const char *text) {
    (void)text;
    moment_write_day(&slot->pen, (int32_t)f->i, slot->text);
    return sqlite3_bind_text(q, index, slot->text, MOMENT_DAY, SQLITE_STATIC);
}

static int bind_time(sqlite3_stmt *q, int index, struct slot *slot, const struct kept_cell *f,
                     const char *text) {
    (void)text;
    moment_write_time(&slot->pen, f->i, slot->text);
    return sqlite3_bind_text(q, index, slot->text, MOMENT_TIME, SQLITE_STATIC);
}

static binder *const binders[COLUMN__MAX] = {
    [COLUMN_TEXT] = bind_text, [COLUMN_INT] = bind_int,   [COLUMN_DEC] = bind_text,
    [COLUMN_BOOL] = bind_int,  [COLUMN_DAY] = bind_day,   [COLUMN_TIME] = bind_time,
    [COLUMN_MONEY] = bind_int, [COLUMN_ENUM] = bind_text, [COLUMN_REF] = bind_text,
};

static bool insert_row(struct fact_writer *w, const struct batch *b, size_t i) {
    sqlite3_stmt *q = w->insert;
    const struct kept_cell *f = &b->cells[i * w->file->type->n_columns];
    int rc = sqlite3_bind_int64(q, 2, b->row[i]);
    for (size_t k = 0; k < w->n_slots && rc == SQLITE_OK; k++) {
        struct slot *slot = &w->slots[k];
        int index = (int)k + 3;
        rc = f[k].set ? slot->bind(q, index, slot, &f[k], b->text.p) : sqlite3_bind_null(q, index);
    }
    if (rc != SQLITE_OK)
        return false;
    sqlite3_step(q);
    return sqlite3_reset(q) == SQLITE_OK;
}

static bool insert_batch(struct fact_writer *w, struct batch *b) {
    bool ok = true;
    for (size_t i = 0; i < b->n_rows && ok; i++)
        ok = insert_row(w, b, i);
    b->n_rows = b->text.n = 0;
    return ok;
}

/* -- the thread -------------------------------------------------------------------------------------- */

static void *work(void *ctx) {
    struct fact_writer *w = ctx;
    pthread_mutex_lock(&w->lock);
    for (;;) {
        while (!w->handed && !w->stop)
            pthread_cond_wait(&w->changed, &w->lock);
        if (!w->handed)
            break;
        pthread_mutex_unlock(&w->lock);
        bool ok = insert_batch(w, w->handed);
        pthread_mutex_lock(&w->lock);
        w->failed = w->failed || !ok;
        w->handed = NULL;
        pthread_cond_signal(&w->changed);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

/* Until the thread has nothing left to do. */
static bool wait_idle(struct fact_writer *w) {
    pthread_mutex_lock(&w->lock);
    while (w->handed)
        pthread_cond_wait(&w->changed, &w->lock);
    bool ok = !w->failed;
    pthread_mutex_unlock(&w->lock);
    return ok;
}

void fact_writer_pause(struct fact_writer *w) {
    wait_idle(w);
}

static void give(struct fact_writer *w) {
    pthread_mutex_lock(&w->lock);
    w->handed = w->filling;
    pthread_cond_signal(&w->changed);
    pthread_mutex_unlock(&w->lock);
    w->filling = w->filling == &w->batches[0] ? &w->batches[1] : &w->batches[0];
}

/* A machine that gives no thread gets its rows written here. */
static bool hand_over(struct fact_writer *w) {
    if (!wait_idle(w))
        return false;
    if (!w->threaded)
        w->threaded = pthread_create(&w->thread, NULL, work, w) == 0;
    if (w->threaded)
        give(w);
    else
        w->failed = !insert_batch(w, w->filling);
    return w->threaded || !w->failed;
}

/* What was filled so far is written by the caller; nothing is under way afterwards. */
static bool flush(struct fact_writer *w) {
    if (!wait_idle(w))
        return false;
    w->failed = !insert_batch(w, w->filling);
    return !w->failed;
}

/* -- filling (the caller) ---------------------------------------------------------------------------- */

static bool prepare_insert(struct fact_writer *w) {
    const struct record_type *t = w->file->type;
    struct sb sql = {.a = w->a};
    sb_fmt(&sql, "INSERT INTO \"%.*s\"(source_file, source_row", STR_ARG(t->name.v));
    for (size_t i = 0; i < w->n_slots; i++)
        sb_fmt(&sql, ", \"%.*s\"", STR_ARG(t->columns[w->slots[i].column].name.v));
    sb_addz(&sql, ") VALUES (?, ?");
    for (size_t i = 0; i < w->n_slots; i++)
        sb_addz(&sql, ", ?");
    sb_char(&sql, ')');
    sqlite3_finalize(w->insert);
    w->failed =
        sqlite3_prepare_v3(w->s->db, sql.p, -1, SQLITE_PREPARE_PERSISTENT, &w->insert, NULL) != SQLITE_OK ||
        sqlite3_bind_text64(w->insert, 1, w->source.p, w->source.n, SQLITE_STATIC, SQLITE_UTF8) != SQLITE_OK;
    return !w->failed;
}

/* Gives a slot to every column this row is the first of its file to have. */
static bool fit_insert(struct fact_writer *w, const struct record_row *row) {
    const struct record_type *t = w->file->type;
    size_t first = 0;
    while (first < t->n_columns && (!row->cells[first].set || w->has_slot[first]))
        first++;
    if (first == t->n_columns && w->insert)
        return true;
    if (!flush(w))
        return false;
    for (size_t i = first; i < t->n_columns; i++)
        if (row->cells[i].set && !w->has_slot[i]) {
            w->slots[w->n_slots++] = (struct slot){.column = i, .bind = binders[t->columns[i].kind]};
            w->has_slot[i] = w->used[i] = true;
        }
    return prepare_insert(w);
}

static void copy_row(struct fact_writer *w, const struct record_row *row) {
    struct batch *b = w->filling;
    struct kept_cell *f = &b->cells[b->n_rows * w->file->type->n_columns];
    for (size_t k = 0; k < w->n_slots; k++, f++) {
        const struct cell *cell = &row->cells[w->slots[k].column];
        *f = (struct kept_cell){cell->set, cell->i, b->text.n, cell->text.n};
        if (cell->set && w->slots[k].bind == bind_text)
            sb_add(&b->text, cell->text);
    }
    b->row[b->n_rows++] = row->row;
}

bool fact_writer_put(struct fact_writer *w, const struct record_row *row) {
    if (!w->source.n)
        w->source = str_dup(w->a, row->source);
    if (!fit_insert(w, row))
        return false;
    copy_row(w, row);
    return (w->filling->n_rows < BATCH_ROWS && w->filling->text.n < BATCH_TEXT) || hand_over(w);
}

/* -- opening and closing ----------------------------------------------------------------------------- */

struct fact_writer *fact_writer_new(struct store *s, const struct record_source *file, bool *used) {
    struct arena *a = arena_new();
    struct fact_writer *w = ARENA_NEW(a, struct fact_writer);
    size_t n = file->type->n_columns;
    *w = (struct fact_writer){.s = s, .a = a, .file = file, .filling = &w->batches[0]};
    w->used = used;
    w->slots = ARENA_ARRAY(a, struct slot, n);
    w->has_slot = ARENA_ARRAY(a, bool, n);
    for (int i = 0; i < 2; i++) {
        w->batches[i].cells = ARENA_ARRAY(a, struct kept_cell, n * BATCH_ROWS);
        w->batches[i].text.a = a;
    }
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->changed, NULL);
    return w;
}

void fact_writer_close(struct fact_writer *w) {
    bool ok = flush(w);
    if (w->threaded) {
        pthread_mutex_lock(&w->lock);
        w->stop = true;
        pthread_cond_signal(&w->changed);
        pthread_mutex_unlock(&w->lock);
        pthread_join(w->thread, NULL);
    }
    if (!ok)
        database_failed(w->s, w->insert ? sqlite3_sql(w->insert) : "INSERT");
    sqlite3_finalize(w->insert);
    pthread_cond_destroy(&w->changed);
    pthread_mutex_destroy(&w->lock);
    arena_free(w->a);
}
