/* accepted_tables.c - what was accepted, as tables for status and the correction document. */
#include "archive/accepted.h"

static void put_acceptance(struct stmt *q, struct arena *a, const struct accepted_file *f) {
    stmt_reset(q);
    stmt_bind_int(q, 1, f->sequence.v);
    stmt_bind_text(q, 2, f->period.v);
    stmt_bind_null(q, 3);
    if (f->number.set)
        stmt_bind_int(q, 3, f->number.v);
    stmt_bind_text(q, 4, f->by.v);
    stmt_bind_text(q, 5, civil_text_day(a, f->on.v));
    stmt_bind_text(q, 6, f->version.v);
    stmt_bind_text(q, 7, f->shown);
    stmt_step(q);
}

/* number, figure, basis, clause, before, after, moved_fen, payment, because, source */
static void put_moved(struct stmt *q, struct arena *a, int64_t number, const struct moved *m,
                      struct span at) {
    const struct figure *known = m->before.code.v.p ? &m->before : &m->after;
    stmt_reset(q);
    stmt_bind_null(q, 1);
    if (number)
        stmt_bind_int(q, 1, number);
    stmt_bind_text(q, 2, known->code.v);
    stmt_bind_text(q, 3, known->basis.v);
    stmt_bind_text(q, 4, known->clause.v);
    stmt_bind_text(q, 5, figure_text(a, &m->before));
    stmt_bind_text(q, 6, figure_text(a, &m->after));
    stmt_bind_int(q, 7, m->moved_fen);
    stmt_bind_text(q, 8, m->payment);
    stmt_bind_text(q, 9, m->because);
    stmt_bind_null(q, 10);
    if (at.src)
        stmt_bind_text(q, 10, str_fmt(a, "%.*s:%d", STR_ARG(at.src->path), at.line));
    stmt_step(q);
}

static void put_correction(struct stmt *q, struct stmt *causes, struct arena *a,
                           const struct accepted_file *f) {
    for (size_t i = 0; i < f->items.n; i++) {
        const struct correction_item *item = &f->items.at[i];
        struct moved m = {.before = item->before,
                          .after = item->before,
                          .payment = item->carried_by.v,
                          .because = item->because.v};
        m.after.outcome = item->outcome;
        m.after.value = item->value;
        m.after.fen = item->fen;
        if (str_starts(m.before.code.v, S("deduction/")))
            m.moved_fen = item->fen.v - item->before.fen.v;
        put_moved(q, a, f->number.v, &m, item->at);
    }
    for (size_t i = 0; i < f->causes.n; i++) {
        const struct correction_cause *c = &f->causes.at[i];
        const str columns[] = {c->record_type.v, c->record.v, c->field.v,
                               c->before.v,      c->after.v,  c->source.v};
        stmt_reset(causes);
        stmt_bind_int(causes, 1, f->number.v);
        for (int k = 0; k < 6; k++)
            stmt_bind_text(causes, k + 2, columns[k]);
        stmt_step(causes);
    }
}

bool accepted_describe(struct store *s, const struct accepted *acc, const struct moves *moves,
                       struct failure *f) {
    if (acc->n == 0)
        return true;
    if (!store_begin(s, f))
        return false;
    struct arena *a = arena_new();
    struct stmt *files = stmt_new(s, "INSERT INTO acceptance VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
                *figures = stmt_new(
                    s, "INSERT INTO correction_figure VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"),
                *causes = stmt_new(s, "INSERT INTO correction_cause VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
                *moved = stmt_new(
                    s, "INSERT INTO accepted_moved VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    for (size_t i = 0; i < acc->n; i++) {
        put_acceptance(files, a, &acc->files[i]);
        if (acc->files[i].number.set)
            put_correction(figures, causes, a, &acc->files[i]);
    }
    for (size_t i = 0; i < moves->n; i++)
        put_moved(moved, a, 0, &moves->at[i], moves->at[i].before.at);
    stmt_free(files);
    stmt_free(figures);
    stmt_free(causes);
    stmt_free(moved);
    arena_free(a);
    return store_commit(s, f);
}
