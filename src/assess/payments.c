/* payments.c - what is paid when, less which deductions, and what is still missing for it.
 *
 * due_on   the day `at` names, or the last day of `within` after a day of the contract or after the last moment in a
 *          record's column; empty while that is not recorded.
 * gross    the percentage of the contract amount, half up to the fen, or the sum. When all payments are percentages
 *          and add up to 100, the last one listed takes what the others leave, so that the sum is the amount.
 * order    by due_on, those without one last, then as the contract lists them.
 * deduction  of the periods that ended before due_on, unless an earlier payment carried them. A payment cannot carry
 *          more than itself: what is left over goes to the next one. The last one carries everything that is left,
 *          even beyond itself, for there is no later one: then net is negative and owed by the supplier.
 *          One that was accepted keeps the deduction it was accepted with; the difference goes to the next one.
 * missing  what `requires` names and is not there by now (requires.h).
 * Where something is disputed the same is worked out with the supplier's ledger; what differs is in payment_dispute.
 */
#include <stdlib.h>

#include "assess/clock.h"
#include "assess/ledger.h"
#include "assess/requires.h"
#include "assess/scan.h"

struct due_payment {
    const struct payment *p;
    int32_t due_on; /* CALENDAR_NO_DAY: not known yet */
    int64_t gross_fen, deduction_fen;
    str missing;
};

/* -- days ----------------------------------------------------------------------------------------- */

/* "submission.confirmed_at": the last such moment. */
static int64_t last_moment(struct assess *as, str after) {
    str type;
    int64_t last = CIVIL_NONE;
    str_cut(&after, '.', &type);
    struct scan *s = scan_new(as, type);
    int at = scan_add_column(s, after);
    scan_open(s);
    while (scan_next(s)) {
        int64_t t = scan_time(s, at);
        last = t != CIVIL_NONE && (last == CIVIL_NONE || t > last) ? t : last;
    }
    scan_close(s);
    return last;
}

static int64_t after_moment(struct assess *as, str after) {
    const struct contract *c = as->contract;
    if (str_eq(after, S("signed")))
        return day_start(c->head.signed_on.set ? c->head.signed_on.v : c->term.from);
    if (str_eq(after, S("from")))
        return day_start(c->term.from);
    if (str_eq(after, S("to")))
        return day_start(c->term.to - 1);
    return last_moment(as, after);
}

static int32_t due_day(struct assess *as, const struct due *due) {
    int32_t day;
    if (due->at_text.v.p)
        return contract_due_day(as->contract, due->at_text.v, &day) ? day : CALENDAR_NO_DAY;
    if (!due->after.v.p)
        return CALENDAR_NO_DAY;
    const struct calendar *c = due->clock.v.p ? calendars_find(as->calendars, due->clock.v) : NULL;
    c = c ? c : calendars_find(as->calendars, S("always"));
    int64_t t = calendar_due(as->calendars, c, after_moment(as, due->after.v), &due->within);
    t = clock_last_second(&due->within, t);
    return t == CIVIL_NONE ? CALENDAR_NO_DAY : civil_day(t);
}

static int by_day(const void *x, const void *y) {
    const struct due_payment *p = x, *q = y;
    bool known = p->due_on != CALENDAR_NO_DAY;
    if (known != (q->due_on != CALENDAR_NO_DAY))
        return known ? -1 : 1;
    if (p->due_on != q->due_on)
        return p->due_on < q->due_on ? -1 : 1;
    return p->p < q->p ? -1 : p->p > q->p;
}

/* -- sums ----------------------------------------------------------------------------------------- */

/* Are all payments percentages that make 100? */
static bool whole_amount(const struct contract *c) {
    struct dec sum = {0, 12};
    for (size_t i = 0; i < c->payments.n; i++) {
        const struct decval *p = &c->payments.at[i].percent;
        int64_t m = p->v.m;
        if (!p->set)
            return false;
        for (int k = p->v.scale; k < 12; k++)
            m *= 10; /* a percentage is at most 100, so this stays far below 2^63 */
        sum.m += m;
    }
    return dec_cmp(sum, (struct dec){100, 0}) == 0;
}

static void set_gross(const struct contract *c, struct due_payment *at) {
    int64_t rest = c->head.amount.fen;
    for (size_t i = 0; i < c->payments.n; i++) {
        const struct payment *p = &c->payments.at[i];
        at[i].gross_fen = p->percent.set ? money_percent(c->head.amount.fen, p->percent.v) : p->amount.fen;
        if (i + 1 == c->payments.n && whole_amount(c))
            at[i].gross_fen = rest;
        rest -= at[i].gross_fen;
    }
}

static const struct settled *settled_of(const struct assess *as, const struct due_payment *x) {
    for (size_t i = 0; i < as->n_settled; i++)
        if (str_eq(as->settled[i].payment, x->p->rule.id.v))
            return &as->settled[i];
    return NULL;
}

/* What a settled payment took too much or too little is left in the pool for the next one. */
static void set_deductions(struct assess *as, const struct ledger *l, struct due_payment *at, size_t n) {
    bool *carried = ARENA_ARRAY(as->a, bool, l->n);
    int64_t pool = 0;
    for (size_t i = 0; i < n; i++) {
        bool last = i + 1 == n;
        for (size_t k = 0; k < l->n; k++) {
            bool due = last || at[i].due_on == CALENDAR_NO_DAY || l->at[k].charge->period.to <= at[i].due_on;
            if (!due || carried[k])
                continue;
            carried[k] = true;
            pool += l->at[k].amount_fen;
        }
        const struct settled *settled = settled_of(as, &at[i]);
        at[i].deduction_fen = settled                          ? settled->deduction_fen
                              : last || pool < at[i].gross_fen ? pool
                                                               : at[i].gross_fen;
        pool -= at[i].deduction_fen;
    }
}

/* -- rows ----------------------------------------------------------------------------------------- */

static str missing_for(struct assess *as, const struct due_payment *x, enum view view) {
    struct sb b = {.a = as->a};
    for (size_t i = 0; i < x->p->requires.n; i++)
        if (!requirement_met(as, x->p->requires.at[i].v, x->due_on, view))
            part_join(&b, x->p->requires.at[i].v);
    return b.n ? sb_str(&b) : S("");
}

/* rule, clause, due_on, gross_fen, deduction_fen, net_fen, missing, rule_source */
static void bind_payment(struct assess *as, struct stmt *q, const struct due_payment *x) {
    stmt_bind_text(q, 1, x->p->rule.id.v);
    stmt_bind_text(q, 2, rule_clauses(as->a, &x->p->rule));
    stmt_bind_null(q, 3);
    if (x->due_on != CALENDAR_NO_DAY)
        stmt_bind_text(q, 3, civil_text_day(as->a, x->due_on));
    stmt_bind_int(q, 4, x->gross_fen);
    stmt_bind_int(q, 5, x->deduction_fen);
    stmt_bind_int(q, 6, x->gross_fen - x->deduction_fen);
    stmt_bind_text(q, 7, x->missing);
    stmt_bind_text(q, 8, part_rule_source(as->a, &x->p->rule));
}

static struct due_payment *pay(struct assess *as, const struct ledger *l, enum view view) {
    const struct contract *c = as->contract;
    size_t n = c->payments.n;
    struct due_payment *at = ARENA_ARRAY(as->a, struct due_payment, n);
    for (size_t i = 0; i < n; i++)
        at[i] = (struct due_payment){.p = &c->payments.at[i], .due_on = due_day(as, &c->payments.at[i].due)};
    set_gross(c, at);
    if (n)
        qsort(at, n, sizeof *at, by_day);
    set_deductions(as, l, at, n);
    for (size_t i = 0; i < n; i++)
        at[i].missing = missing_for(as, &at[i], view);
    return at;
}

static void write_payments(struct assess *as, const struct due_payment *at) {
    struct stmt *q =
        stmt_new(as->store, "INSERT INTO payment_result(rule, clause, due_on, gross_fen, deduction_fen,"
                            " net_fen, missing, rule_source) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    for (size_t i = 0; i < as->contract->payments.n; i++) {
        bind_payment(as, q, &at[i]);
        part_insert(q);
    }
    stmt_free(q);
}

static void write_disputes(struct assess *as, struct due_payment *const at[VIEW__MAX]) {
    struct stmt *q =
        stmt_new(as->store, "INSERT INTO payment_dispute(rule, clause, due_on, gross_fen, deduction_fen,"
                            " net_fen, missing, rule_source, view)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    for (size_t i = 0; i < as->contract->payments.n; i++) {
        const struct due_payment *x = &at[VIEW_BUYER][i], *y = &at[VIEW_SUPPLIER][i];
        bool same = x->deduction_fen == y->deduction_fen && str_eq(x->missing, y->missing);
        for (int v = 0; !same && v < VIEW__MAX; v++) {
            bind_payment(as, q, &at[v][i]);
            stmt_bind_text(q, 9, view_name((enum view)v));
            part_insert(q);
        }
    }
    stmt_free(q);
}

void payments_compute(struct assess *as, const struct ledger *ledgers) {
    struct due_payment *at[VIEW__MAX] = {0};
    at[VIEW_BUYER] = pay(as, &ledgers[VIEW_BUYER], VIEW_BUYER);
    write_payments(as, at[VIEW_BUYER]);
    if (!ledgers[VIEW_SUPPLIER].kept)
        return;
    at[VIEW_SUPPLIER] = pay(as, &ledgers[VIEW_SUPPLIER], VIEW_SUPPLIER);
    write_disputes(as, at);
}
