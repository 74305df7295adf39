/* deductions.c - the deduction ledger: charges in time order, caps, running totals, and the two views of it.
 *
 * order      by the end of the period, then as the contract lists rules and what they are for; running_fen is the
 *            total over all deduction rules in that order.
 * caps       per rule over one period (period_cap: the charges that bear its label) and over the term (cap): what goes
 *            beyond is not deducted. capped is 1 in every row it touched, and the formula shows the sum before and
 *            after and which cap it was.
 * exempt     1 where force majeure lasted all through the period of a missed KPI: the row stays, at nothing.
 * points and late_hours are those of the row; occurrences counts its misses, whatever one costs.
 *
 * deduction_result is the buyer's view. Where something is disputed the ledger is kept a second time as the supplier
 * sees it (dispute.h); rows in which the two differ go to deduction_dispute. In the supplier's there is never a row more.
 */
#include "assess/ledger.h"

/* -- caps ----------------------------------------------------------------------------------------- */

static int64_t least(int64_t x, int64_t y) {
    return x < y ? x : y;
}

/* Charges come in the order of the period's end, but a quarter and a year may end together: a period is known by both
 * its days, and charges of one rule for one period may stand apart. */
static int64_t spent_in_period(const struct ledger *l, size_t before, const struct charge *x) {
    int64_t fen = 0;
    for (size_t i = before; i > 0 && l->at[i - 1].charge->period.to == x->period.to; i--) {
        const struct charge *y = l->at[i - 1].charge;
        if (y->rule == x->rule && y->period.from == x->period.from)
            fen += l->at[i - 1].amount_fen;
    }
    return fen;
}

static void add_capped(struct sb *b, const char *which, int64_t cap_fen, int64_t amount_fen) {
    sb_fmt(b, "，%s上限 %.*s，实扣 %.*s", which, STR_ARG(money_text(b->a, cap_fen)),
           STR_ARG(money_text(b->a, amount_fen)));
}

static void cap_entry(struct arena *a, const struct ledger *l, size_t i, int64_t spent_fen) {
    struct ledger_entry *e = &l->at[i];
    const struct deduction *d = e->charge->rule;
    int64_t full = e->sum.full_fen, in_period = full, in_term = full;
    if (d->period_cap.set)
        in_period = least(full, d->period_cap.fen - spent_in_period(l, i, e->charge));
    if (d->has_cap)
        in_term = least(full, d->cap_fen - spent_fen);
    e->amount_fen = least(in_period, in_term);
    struct sb b = {.a = a};
    sb_add(&b, e->sum.formula);
    if (e->amount_fen < full && in_period <= in_term)
        add_capped(&b, "本期", d->period_cap.fen, e->amount_fen);
    else if (e->amount_fen < full)
        add_capped(&b, "累计", d->cap_fen, e->amount_fen);
    e->formula = sb_str(&b);
}

/* -- one ledger ----------------------------------------------------------------------------------- */

static struct ledger keep(struct assess *as, const struct exclusions *ex, enum view view) {
    const struct contract *c = as->contract;
    struct charges *charges = ARENA_NEW(as->a, struct charges);
    int64_t *spent = ARENA_ARRAY(as->a, int64_t, c->deductions.n), running = 0; /* by rule; over all */
    charges_gather(as, ex, view, charges);
    struct ledger l = {true, ARENA_ARRAY(as->a, struct ledger_entry, charges->n), charges->n};
    for (size_t i = 0; i < l.n; i++) {
        struct ledger_entry *e = &l.at[i];
        e->charge = &charges->at[i];
        e->sum = charge_sum(as->a, c, e->charge);
        int64_t *own = &spent[e->charge->rule - c->deductions.at];
        cap_entry(as->a, &l, i, *own);
        *own += e->amount_fen;
        running += e->amount_fen;
        e->running_fen = running;
    }
    return l;
}

static void write_entry(struct assess *as, struct stmt *q, const struct ledger_entry *e) {
    const struct charge *x = e->charge;
    stmt_bind_text(q, 1, x->rule->rule.id.v);
    stmt_bind_text(q, 2, rule_clauses(as->a, &x->rule->rule));
    stmt_bind_text(q, 3, str_from(x->period.label));
    stmt_bind_text(q, 4, x->basis);
    stmt_bind_int(q, 5, e->sum.basis_fen);
    stmt_bind_int(q, 6, x->misses);
    stmt_bind_int(q, 7, e->amount_fen);
    stmt_bind_int(q, 8, e->running_fen);
    stmt_bind_text(q, 9, e->formula);
    stmt_bind_int(q, 10, e->amount_fen != e->sum.full_fen);
    stmt_bind_text(q, 11, part_rule_source(as->a, &x->rule->rule));
    stmt_bind_text(q, 12, e->sum.in_points ? dec_text(as->a, e->sum.points) : (str){0});
    stmt_bind_null(q, 13);
    if (e->sum.in_hours)
        stmt_bind_int(q, 13, x->hours);
    stmt_bind_int(q, 14, x->majeure);
    part_insert(q);
}

/* The summands, for whoever recomputes the sum. */
static void write_terms(struct assess *as, struct stmt *q, const struct ledger_entry *e) {
    const struct charge *x = e->charge;
    stmt_bind_text(q, 1, x->rule->rule.id.v);
    stmt_bind_text(q, 2, str_from(x->period.label));
    stmt_bind_text(q, 3, x->basis);
    for (size_t i = 0; i < e->sum.terms.n; i++) {
        const struct charge_term *t = &e->sum.terms.at[i];
        stmt_bind_int(q, 4, t->basis_fen);
        stmt_bind_null(q, 5);
        if (t->unit == CHARGE_PERCENT)
            stmt_bind_real(q, 5, dec_real(t->percent) / 100);
        stmt_bind_text(q, 6, dec_text(as->a, t->factor));
        stmt_bind_text(q, 7, t->unit == CHARGE_POINTS ? dec_text(as->a, t->points) : (str){0});
        stmt_bind_int(q, 8, t->quantity);
        stmt_bind_text(q, 9, str_from(charge_unit_name(t->unit)));
        stmt_bind_int(q, 10, t->amount_fen);
        part_insert(q);
    }
}

static void write_ledger(struct assess *as, const struct ledger *l) {
    struct stmt *q =
        stmt_new(as->store, "INSERT INTO deduction_result(rule, clause, period, basis, basis_fen,"
                            " occurrences, amount_fen, running_fen, formula, capped, rule_source, points,"
                            " late_hours, exempt)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
    struct stmt *term =
        stmt_new(as->store, "INSERT INTO deduction_term(rule, period, basis, basis_fen, percent,"
                            " factor, points, quantity, unit, amount_fen)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    for (size_t i = 0; i < l->n; i++) {
        write_entry(as, q, &l->at[i]);
        write_terms(as, term, &l->at[i]);
    }
    stmt_free(q);
    stmt_free(term);
}

/* -- the two views -------------------------------------------------------------------------------- */

static str records_of(struct assess *as, const struct charge *x) {
    if (x->kind == RULE_KPI)
        return contested_of_period(as, x->missed, str_from(x->period.label));
    return contested_within(as, x->kind, x->missed, day_start(x->period.from), day_start(x->period.to));
}

/* e: NULL, there is no such row in this view, whose running total is `running`. */
static void write_view(struct assess *as, struct stmt *q, const struct charge *x, enum view view,
                       const struct ledger_entry *e, int64_t running) {
    stmt_bind_text(q, 1, x->rule->rule.id.v);
    stmt_bind_text(q, 2, rule_clauses(as->a, &x->rule->rule));
    stmt_bind_text(q, 3, str_from(x->period.label));
    stmt_bind_text(q, 4, x->basis);
    stmt_bind_text(q, 5, view_name(view));
    stmt_bind_int(q, 6, e ? e->charge->misses : 0);
    stmt_bind_int(q, 7, e ? e->amount_fen : 0);
    stmt_bind_int(q, 8, e ? e->running_fen : running);
    stmt_bind_text(q, 9, e ? e->formula : (str){0});
    stmt_bind_text(q, 10, records_of(as, x));
    stmt_bind_text(q, 11, part_rule_source(as->a, &x->rule->rule));
    part_insert(q);
}

static bool same_row(const struct ledger_entry *x, const struct ledger_entry *y) {
    return x->charge->rule == y->charge->rule && str_eq(x->charge->basis, y->charge->basis);
}

/* Both are in the same order, and the supplier's has no row the buyer's has not. */
static void write_disputes(struct assess *as, const struct ledger *buyer, const struct ledger *supplier) {
    struct stmt *q =
        stmt_new(as->store, "INSERT INTO deduction_dispute(rule, clause, period, basis, view, occurrences,"
                            " amount_fen, running_fen, formula, records, rule_source)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    size_t k = 0;
    for (size_t i = 0; i < buyer->n; i++) {
        const struct ledger_entry *x = &buyer->at[i], *y = NULL;
        if (k < supplier->n && same_row(x, &supplier->at[k]))
            y = &supplier->at[k++];
        if (y && x->amount_fen == y->amount_fen && x->charge->misses == y->charge->misses)
            continue;
        write_view(as, q, x->charge, VIEW_BUYER, x, 0);
        write_view(as, q, x->charge, VIEW_SUPPLIER, y, k > 0 ? supplier->at[k - 1].running_fen : 0);
    }
    stmt_free(q);
}

static int64_t deducted_for(const struct ledger *l, str basis) {
    int64_t fen = 0;
    for (size_t i = 0; i < l->n; i++)
        if (str_eq(l->at[i].charge->basis, basis))
            fen += l->at[i].amount_fen;
    return fen;
}

/* What each view of a KPI costs. */
static void set_costs(struct assess *as, const struct ledger *ledgers) {
    struct stmt *q = stmt_new(as->store, "SELECT rowid, 'kpi/' || rule || '@' || period, view = 'supplier'"
                                         " FROM kpi_dispute ORDER BY rowid");
    struct stmt *set = stmt_new(as->store, "UPDATE kpi_dispute SET deduction_fen = ?2 WHERE rowid = ?1");
    while (stmt_step(q)) {
        stmt_bind_int(set, 1, stmt_int(q, 0));
        stmt_bind_int(set, 2, deducted_for(&ledgers[stmt_int(q, 2)], stmt_text(q, 1)));
        part_insert(set);
    }
    stmt_free(q);
    stmt_free(set);
}

struct ledger *deductions_compute(struct assess *as, struct exclusions *ex) {
    struct ledger *ledgers = ARENA_ARRAY(as->a, struct ledger, VIEW__MAX);
    ledgers[VIEW_BUYER] = keep(as, ex, VIEW_BUYER);
    write_ledger(as, &ledgers[VIEW_BUYER]);
    if (!contested_any(as))
        return ledgers;
    ledgers[VIEW_SUPPLIER] = keep(as, ex, VIEW_SUPPLIER);
    write_disputes(as, &ledgers[VIEW_BUYER], &ledgers[VIEW_SUPPLIER]);
    set_costs(as, ledgers);
    return ledgers;
}
