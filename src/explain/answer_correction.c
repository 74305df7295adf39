/* answer_correction.c - what was accepted of a figure, which correction moved it since, and which payment carries the money.
 *
 * Acceptances and corrections are in the store as archive/accepted_tables.c writes them. A KPI's money moves with the
 * deduction that rests on it; a payment's with every deduction it was given to carry.
 */
#include "explain/answer.h"

/* correction, written_on, written_by, figure, basis, before, after, moved_fen, payment, because, source; a correction that
 * is still to be written has no number. ?1 is the figure, ?2 the period of all deductions asked for, ?3 a payment's id. */
static const char *const corrections_sql =
    "SELECT c.correction, a.written_on, a.written_by, c.figure, c.basis, c.\"before\", c.\"after\", "
    "c.moved_fen,"
    " c.payment, c.because, c.source FROM (SELECT *, rowid AS n FROM correction_figure UNION ALL"
    " SELECT *, 1000000000 + rowid FROM accepted_moved) c"
    " LEFT JOIN acceptance a ON a.correction = c.correction"
    " WHERE c.figure = ?1 OR c.basis = ?1 OR (c.figure LIKE 'deduction/%' AND substr(c.figure, -length(?2)) "
    "= ?2)"
    " OR (c.payment = ?3 AND c.moved_fen <> 0) ORDER BY c.n";
enum { NUMBER, DAY, WHO, FIGURE, BASIS, BEFORE, AFTER, MOVED, PAYMENT, BECAUSE, SOURCE };

static str day_words_of(const struct answer *w, const struct stmt *q, int col) {
    int64_t t = stmt_time(q, col);
    return t == CIVIL_NONE ? S("") : civil_text_day(w->a, civil_day(t));
}

static str say_money(struct answer *w, const struct stmt *q) {
    int64_t fen = stmt_int(q, MOVED);
    str id = stmt_keep(w, q, PAYMENT), sum = words_fen(w, fen < 0 ? -fen : fen);
    enum phrase p = fen > 0 ? (id.n ? P_CORRECTION_MORE : P_CORRECTION_MORE_LOOSE)
                            : (id.n ? P_CORRECTION_LESS : P_CORRECTION_LESS_LOOSE);
    return fen ? SAY(w, p, sum, id) : S("");
}

static void tell_correction(struct answer *w, const struct stmt *q, const struct figure *f,
                            struct links *links) {
    bool written = !stmt_is_null(q, NUMBER);
    str title = written ? SAY(w, P_CORRECTION, words_count(w, stmt_int(q, NUMBER)), day_words_of(w, q, DAY),
                              stmt_keep(w, q, WHO))
                        : SAY0(w, P_CORRECTION_DUE);
    str figure = stmt_keep(w, q, FIGURE), payment = stmt_keep(w, q, PAYMENT);
    tell_item_begin(w->t);
    tell_put(w->t, L_CORRECTION_WORDS, told_text(title));
    tell_put(w->t, L_SEE, told_text(figure));
    tell_put(w->t, L_SOURCE, told_text(stmt_keep(w, q, SOURCE)));
    tell_put(w->t, L_BEFORE, told_text(stmt_keep(w, q, BEFORE)));
    tell_put(w->t, L_AFTER, told_text(stmt_keep(w, q, AFTER)));
    tell_put(w->t, L_MOVED_FEN, stmt_int(q, MOVED) ? told_fen(stmt_int(q, MOVED)) : told_none());
    tell_put(w->t, L_CARRIED_BY,
             told_text(payment.n ? str_fmt(w->a, "payment/%.*s", STR_ARG(payment)) : payment));
    tell_say(w->t, L_NOTE, say_money(w, q));
    tell_say(w->t, L_BECAUSE, stmt_keep(w, q, BECAUSE));
    tell_item_end(w->t);
    if (!str_eq(figure, f->code))
        links_add(w, links, figure);
    if (payment.n && !str_eq(payment, f->id))
        links_add(w, links, str_fmt(w->a, "payment/%.*s", STR_ARG(payment)));
}

/* The first acceptance whose period has the figure's in it. */
static void tell_acceptance(struct answer *w, str period) {
    struct stmt *q =
        stmt_new(w->x->store, "SELECT period, written_by, written_on, source FROM acceptance WHERE"
                              " period IS NOT NULL ORDER BY sequence");
    struct period p, all;
    bool told = !period_parse(w->c->term, period, &p);
    while (!told && stmt_step(q)) {
        if (!period_parse(w->c->term, stmt_text(q, 0), &all) || p.from < all.from || p.to > all.to)
            continue;
        told = true;
        tell_say(w->t, L_ACCEPTED,
                 SAY(w, P_ACCEPTED, words_period(w, stmt_keep(w, q, 0)), stmt_keep(w, q, 1),
                     day_words_of(w, q, 2), stmt_keep(w, q, 3)));
    }
    stmt_free(q);
}

void answer_corrections(struct answer *w, const struct figure *f, struct links *links) {
    bool payment = str_starts(f->code, S("payment/")), all = !f->id.n && f->period.n;
    struct stmt *q = stmt_new(w->x->store, corrections_sql);
    stmt_bind_text(q, 1, f->code);
    stmt_bind_text(q, 2, all ? str_fmt(w->a, "@%.*s", STR_ARG(f->period)) : str_none());
    stmt_bind_text(q, 3, payment ? f->id : str_none());
    tell_acceptance(w, f->period);
    tell_list_begin(w->t, L_CORRECTIONS);
    while (stmt_step(q))
        tell_correction(w, q, f, links);
    tell_list_end(w->t);
    stmt_free(q);
}
