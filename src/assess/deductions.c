/* deductions.c - what the misses cost, one row per missed KPI and period or per rule and quarter.
 *
 * for        every missed KPI result costs once: basis "kpi/<id>@<period>", occurrences 1.
 * for_each   missed results of a rule are counted by the contract's quarters: basis "target/<id>@<quarter>" (or
 *            obligation/, check/), occurrences n. A target's result falls into the quarter it belongs to, an
 *            obligation's into that of its period's last day (`once`: of its due date, at the latest the term's last
 *            day), a check's into that of its record. Unproven results count where `missing_time` says that they
 *            count as missed. Records dated outside the term cost nothing.
 * amount     percent of the contract amount, half up to the fen, or the fixed sum; times occurrences.
 * order      by the end of the period, then as the contract lists rules and what they are for; running_fen is the
 *            total over all deduction rules in that order.
 * cap        per rule over the term: what goes beyond is not deducted. capped is 1 in every row it touched, and the
 *            formula shows the sum before and after.
 */
#include <stdlib.h>

#include "assess/parts.h"
#include "assess/scan.h"

struct charge {
    const struct deduction *rule;
    str basis;
    struct period period;
    int64_t occurrences;
    size_t order; /* as the contract lists them */
};
struct charges {
    struct assess *as;
    struct period_table quarters;
    VEC(struct charge) list;
};

/* -- for ------------------------------------------------------------------------------------------ */

static void charge_kpi(struct charges *c, const struct deduction *d, str kpi, struct stmt *missed) {
    struct arena *a = c->as->a;
    stmt_bind_text(missed, 1, kpi);
    while (stmt_step(missed)) {
        struct charge x = {.rule = d, .occurrences = 1, .order = c->list.n};
        str label = stmt_text(missed, 0);
        if (!period_parse(c->as->contract->term, label, &x.period))
            continue;
        x.basis = str_fmt(a, "kpi/%.*s@%.*s", STR_ARG(kpi), STR_ARG(label));
        VEC_PUSH(a, &c->list, x);
    }
    stmt_reset(missed);
}

/* -- for_each ------------------------------------------------------------------------------------- */

static void count_day(const struct charges *c, int64_t *counts, int32_t day) {
    ptrdiff_t i = periods_find(&c->quarters, day);
    if (i >= 0)
        counts[i]++;
}

/* Results of one rule that are missed, or count as missed. */
static struct stmt *missed_of(const struct charges *c, const char *sql, const struct rule *r) {
    struct stmt *q = stmt_new(c->as->store, sql);
    stmt_bind_text(q, 1, r->id.v);
    stmt_bind_text(q, 2, part_unproven_is_missed(c->as->contract) ? S("unproven") : S("missed"));
    return q;
}

static void count_target(const struct charges *c, const struct rule_ref *r, int64_t *counts) {
    struct stmt *q = missed_of(
        c, "SELECT belongs_at FROM target_result WHERE rule = ?1 AND outcome IN ('missed', ?2)", r->rule);
    while (stmt_step(q))
        if (!stmt_is_null(q, 0))
            count_day(c, counts, civil_day(stmt_time(q, 0)));
    stmt_free(q);
}

static void count_obligation(const struct charges *c, const struct rule_ref *r, int64_t *counts) {
    struct term term = c->as->contract->term;
    bool once = c->as->contract->obligations.at[r->index].once.at.src != NULL;
    struct stmt *q = missed_of(c,
                               "SELECT period, due_by FROM obligation_result WHERE rule = ?1"
                               " AND outcome IN ('missed', ?2)",
                               r->rule);
    while (stmt_step(q)) {
        struct period p = {0};
        if (!period_parse(term, stmt_text(q, 0), &p))
            continue;
        int32_t day = p.to - 1;
        if (once && !stmt_is_null(q, 1) && civil_day(stmt_time(q, 1)) < day)
            day = civil_day(stmt_time(q, 1));
        count_day(c, counts, day < term.from ? term.from : day);
    }
    stmt_free(q);
}

/* Both the results and the records come in the order in which the records were written down. */
static void count_check(const struct charges *c, const struct rule_ref *r, int64_t *counts) {
    struct scan *s = scan_new(c->as, c->as->contract->checks.at[r->index].on.v);
    struct belonging b = belonging_ask(c->as, s);
    struct stmt *q = missed_of(c,
                               "SELECT source FROM check_result WHERE rule = ?1 AND outcome IN ('missed', ?2)"
                               " ORDER BY rowid",
                               r->rule);
    struct arena *scratch = arena_new();
    scan_open(s);
    while (stmt_step(q)) {
        struct arena_mark m = arena_mark(scratch);
        bool found = false;
        while (!found && scan_next(s)) {
            arena_rewind(scratch, m);
            found = str_eq(scan_source(s, scratch), stmt_text(q, 0));
        }
        int64_t t = found ? belonging_moment(&b, s) : CIVIL_NONE;
        if (t != CIVIL_NONE)
            count_day(c, counts, civil_day(t));
        arena_rewind(scratch, m);
    }
    arena_free(scratch);
    scan_close(s);
    stmt_free(q);
}

typedef void count_rule(const struct charges *c, const struct rule_ref *r, int64_t *counts);
static count_rule *const counters[RULE__MAX] = {
    [RULE_TARGET] = count_target,
    [RULE_OBLIGATION] = count_obligation,
    [RULE_CHECK] = count_check,
};

static void charge_each(struct charges *c, const struct deduction *d, const struct rule_ref *r) {
    struct arena *a = c->as->a;
    int64_t *counts = ARENA_ARRAY(a, int64_t, c->quarters.n);
    counters[r->kind](c, r, counts);
    for (size_t i = 0; i < c->quarters.n; i++) {
        const struct period *p = &c->quarters.at[i];
        if (!counts[i])
            continue;
        struct charge x = {.rule = d, .period = *p, .occurrences = counts[i], .order = c->list.n};
        x.basis = str_fmt(a, "%s/%.*s@%s", rule_kind_name(r->kind), STR_ARG(r->rule->id.v), p->label);
        VEC_PUSH(a, &c->list, x);
    }
}

/* -- all charges in time order -------------------------------------------------------------------- */

static int by_time(const void *x, const void *y) {
    const struct charge *p = x, *q = y;
    if (p->period.to != q->period.to)
        return p->period.to < q->period.to ? -1 : 1;
    return p->order < q->order ? -1 : p->order > q->order;
}

static void collect(struct charges *c) {
    const struct contract *k = c->as->contract;
    struct rule_ref *rules;
    size_t n = contract_rules(k, c->as->a, &rules);
    struct stmt *missed =
        stmt_new(c->as->store, "SELECT period FROM kpi_result WHERE rule = ?1 AND outcome = 'missed'");
    for (size_t i = 0; i < k->deductions.n; i++) {
        const struct deduction *d = &k->deductions.at[i];
        for (size_t f = 0; f < d->for_kpis.n; f++)
            charge_kpi(c, d, d->for_kpis.at[f].v, missed);
        for (size_t f = 0; f < d->for_each.n; f++)
            for (size_t r = 0; r < n; r++)
                if (counters[rules[r].kind] && str_eq(rules[r].rule->id.v, d->for_each.at[f].v))
                    charge_each(c, d, &rules[r]);
    }
    stmt_free(missed);
    if (c->list.n)
        qsort(c->list.at, c->list.n, sizeof *c->list.at, by_time);
}

/* -- amounts -------------------------------------------------------------------------------------- */

struct sum {
    int64_t basis_fen, full_fen, amount_fen;
};

/* A sum no contract can hold stays at the edge instead of wrapping round. */
static int64_t times(int64_t fen, int64_t n) {
    const int64_t edge = INT64_MAX / 1000000;
    int64_t product;
    return __builtin_mul_overflow(fen, n, &product) || product > edge ? edge : product;
}

static struct sum sum_of(const struct contract *k, const struct charge *x, int64_t deducted) {
    const struct deduction *d = x->rule;
    struct sum s = {.basis_fen = d->percent.set ? k->head.amount.fen : d->fixed.fen};
    s.full_fen =
        times(d->percent.set ? money_percent(s.basis_fen, d->percent.v) : d->fixed.fen, x->occurrences);
    s.amount_fen = s.full_fen;
    if (d->has_cap && s.amount_fen > d->cap_fen - deducted)
        s.amount_fen = d->cap_fen - deducted;
    return s;
}

/* "486,000.00 × 2% = 9,720.00", "500.00 × 3 = 1,500.00" */
static str formula(struct arena *a, const struct charge *x, const struct sum *s) {
    const struct deduction *d = x->rule;
    struct sb b = {.a = a};
    sb_add(&b, money_text(a, s->basis_fen));
    if (d->percent.set)
        sb_fmt(&b, " × %.*s%%", STR_ARG(dec_text(a, d->percent.v)));
    if (!d->percent.set || x->occurrences != 1)
        sb_fmt(&b, " × %lld", (long long)x->occurrences);
    sb_fmt(&b, " = %.*s", STR_ARG(money_text(a, s->full_fen)));
    if (s->amount_fen != s->full_fen)
        sb_fmt(&b, "，累计上限 %.*s，实扣 %.*s", STR_ARG(money_text(a, d->cap_fen)),
               STR_ARG(money_text(a, s->amount_fen)));
    return sb_str(&b);
}

static void write_charge(struct assess *as, struct stmt *q, const struct charge *x, const struct sum *s,
                         int64_t running) {
    stmt_bind_text(q, 1, x->rule->rule.id.v);
    stmt_bind_text(q, 2, rule_clauses(as->a, &x->rule->rule));
    stmt_bind_text(q, 3, str_from(x->period.label));
    stmt_bind_text(q, 4, x->basis);
    stmt_bind_int(q, 5, s->basis_fen);
    stmt_bind_int(q, 6, x->occurrences);
    stmt_bind_int(q, 7, s->amount_fen);
    stmt_bind_int(q, 8, running);
    stmt_bind_text(q, 9, formula(as->a, x, s));
    stmt_bind_int(q, 10, s->amount_fen != s->full_fen);
    stmt_bind_text(q, 11, part_rule_source(as->a, &x->rule->rule));
    part_insert(q);
}

void deductions_compute(struct assess *as) {
    const struct contract *k = as->contract;
    struct charges c = {.as = as, .quarters = periods_of(as, FREQ_QUARTER)};
    int64_t *deducted = ARENA_ARRAY(as->a, int64_t, k->deductions.n),
            running = 0; /* by rule; over all rules */
    collect(&c);
    struct stmt *q =
        stmt_new(as->store, "INSERT INTO deduction_result(rule, clause, period, basis, basis_fen,"
                            " occurrences, amount_fen, running_fen, formula, capped, rule_source)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    for (size_t i = 0; i < c.list.n; i++) {
        const struct charge *x = &c.list.at[i];
        int64_t *own = &deducted[x->rule - k->deductions.at];
        struct sum s = sum_of(k, x, *own);
        *own += s.amount_fen;
        running += s.amount_fen;
        write_charge(as, q, x, &s, running);
    }
    stmt_free(q);
}
