/* misses.c - what was missed, as far as deductions are concerned, in one of the two views.
 *
 * for        every missed KPI result is a charge of its own: basis "kpi/<id>@<period>", one miss.
 * for_each   missed results of a rule are counted by the deduction's periods (`every`): basis "target/<id>@<period>"
 *            (or obligation/, check/). A target's result falls into the period it belongs to, an obligation's into that
 *            of its own period's last day (`once`: of its due date, at the latest the term's last day), a check's into
 *            that of its record. Unproven results count where `missing_time` says that they count as missed. Records
 *            dated outside the term cost nothing. Exempt ones are no misses.
 * repeats    misses of one rule are numbered in time order, anew in each `within`.
 * hours      each result's hours late, a begun one as a whole one and at least one; without a completion on record one
 *            hour, or those until now (`late_without_end`).
 */
#include <stdlib.h>

#include "assess/charge.h"

struct gathering {
    struct assess *as;
    const struct exclusions *ex;
    enum view view;
    struct charges *out;
};

/* -- numbering ------------------------------------------------------------------------------------ */

struct numbering {                           /* of the misses of one rule */
    const struct deduction_repeats *repeats; /* NULL: none */
    struct period_table windows;
    int64_t *seen; /* by window */
};

static struct numbering numbering_of(struct assess *as, const struct deduction *d) {
    struct numbering n = {.repeats = d->repeats.at.src ? &d->repeats : NULL};
    if (!n.repeats)
        return n;
    n.windows = periods_of(as, (enum freq)d->repeats.within.v);
    n.seen = ARENA_ARRAY(as->a, int64_t, n.windows.n);
    return n;
}

/* Is the next miss, on that day, a repeated one? */
static bool number_next(struct numbering *n, int32_t day) {
    ptrdiff_t i = n->repeats ? periods_find(&n->windows, day) : -1;
    return i >= 0 && ++n->seen[i] >= n->repeats->from.v;
}

static str basis_of(struct arena *a, enum rule_kind kind, str id, const struct period *p) {
    return str_fmt(a, "%s/%.*s@%s", rule_kind_name(kind), STR_ARG(id), p->label);
}

/* -- for ------------------------------------------------------------------------------------------ */

static const struct kpi *kpi_named(const struct contract *c, str id) {
    for (size_t i = 0; i < c->kpis.n; i++)
        if (str_eq(c->kpis.at[i].rule.id.v, id))
            return &c->kpis.at[i];
    return NULL;
}

/* Minutes are written as what they are of whole seconds, so this brings the seconds back exactly. */
static int64_t exact_count(const struct stmt *q, int column, const struct kpi *k) {
    if (!k->availability.at.src)
        return stmt_int(q, column);
    double seconds = stmt_real(q, column) * 60;
    return (int64_t)(seconds < 0 ? seconds - 0.5 : seconds + 0.5);
}

static void charge_kpi(struct gathering *g, const struct deduction *d, const struct kpi *k,
                       struct stmt *missed) {
    struct arena *a = g->as->a;
    struct numbering numbers = numbering_of(g->as, d);
    str id = k->rule.id.v;
    stmt_bind_text(missed, 1, id);
    stmt_bind_text(missed, 2, view_name(g->view));
    while (stmt_step(missed)) {
        struct charge x = {
            .rule = d, .kind = RULE_KPI, .missed = id, .kpi = k, .misses = 1, .order = g->out->n};
        if (!period_parse(g->as->contract->term, stmt_text(missed, 0), &x.period))
            continue;
        x.basis = basis_of(a, RULE_KPI, id, &x.period);
        x.numerator = exact_count(missed, 1, k);
        x.denominator = exact_count(missed, 2, k);
        x.repeated = number_next(&numbers, x.period.to - 1);
        x.majeure = intervals_cover(exclusions_majeure(g->ex, id, S("")), day_start(x.period.from),
                                    day_start(x.period.to));
        VEC_PUSH(a, g->out, x);
    }
    stmt_reset(missed);
}

static void charge_kpis(struct gathering *g, const struct deduction *d) {
    struct stmt *missed =
        stmt_new(g->as->store,
                 "SELECT k.period, coalesce(d.numerator, k.numerator), coalesce(d.denominator, k.denominator)"
                 " FROM kpi_result k LEFT JOIN kpi_dispute d ON d.rule = k.rule AND d.period = k.period"
                 " AND d.view = ?2 WHERE k.rule = ?1 AND coalesce(d.outcome, k.outcome) = 'missed'"
                 " ORDER BY k.rowid");
    for (size_t f = 0; f < d->for_kpis.n; f++) {
        const struct kpi *k = kpi_named(g->as->contract, d->for_kpis.at[f].v);
        if (k)
            charge_kpi(g, d, k, missed);
    }
    stmt_free(missed);
}

/* -- for_each ------------------------------------------------------------------------------------- */

struct tally {
    int64_t misses, repeated, hours, repeated_hours;
};
struct counting {
    struct gathering *g;
    const struct deduction *deduction;
    const struct rule_ref *rule;
    struct period_table periods;
    struct tally *tallies; /* one per period */
    struct numbering numbers;
};

static void count_miss(struct counting *k, int32_t day, int64_t hours) {
    ptrdiff_t i = periods_find(&k->periods, day);
    if (i < 0)
        return;
    struct tally *t = &k->tallies[i];
    bool repeated = number_next(&k->numbers, day);
    t->misses++;
    t->repeated += repeated;
    t->hours += hours;
    t->repeated_hours += repeated ? hours : 0;
}

/* ?1 rule, ?2 unproven results count, ?3 disputed ones count. The literal outcomes let the index of assess.c serve. */
#define MISSED                                                                                               \
    " rule = ?1 AND outcome IN ('missed', 'unproven') AND (outcome = 'missed' OR ?2) AND (NOT disputed OR "  \
    "?3)"

static struct stmt *missed_of(const struct counting *k, const char *sql) {
    struct stmt *q = stmt_new(k->g->as->store, sql);
    stmt_bind_text(q, 1, k->rule->rule->id.v);
    stmt_bind_int(q, 2, part_unproven_is_missed(k->g->as->contract));
    if (stmt_params(q) > 2)
        stmt_bind_int(q, 3, k->g->view == VIEW_BUYER);
    return q;
}

/* Minutes came from whole seconds. */
static int64_t begun_hours(const struct stmt *q, int column) {
    int64_t seconds = stmt_is_null(q, column) ? 0 : (int64_t)(stmt_real(q, column) * 60 + 0.5);
    return seconds <= 3600 ? 1 : (seconds + 3599) / 3600;
}

static void count_target(struct counting *k) {
    bool until_now = method_is(&k->g->as->contract->method, METHOD_NO_END, "until_now");
    struct stmt *q =
        missed_of(k, "SELECT belongs_at, late_min, outcome = 'unproven' FROM target_result WHERE" MISSED
                     " ORDER BY belongs_at, rowid");
    while (stmt_step(q)) {
        bool open = stmt_int(q, 2);
        if (!stmt_is_null(q, 0))
            count_miss(k, civil_day(stmt_time(q, 0)), open && !until_now ? 1 : begun_hours(q, 1));
    }
    stmt_free(q);
}

static void count_check(struct counting *k) {
    struct stmt *q =
        missed_of(k, "SELECT belongs_at FROM check_result WHERE" MISSED " ORDER BY belongs_at, rowid");
    while (stmt_step(q))
        if (!stmt_is_null(q, 0))
            count_miss(k, civil_day(stmt_time(q, 0)), 0);
    stmt_free(q);
}

static void count_obligation(struct counting *k) {
    struct term term = k->g->as->contract->term;
    bool once = k->g->as->contract->obligations.at[k->rule->index].once.at.src != NULL;
    struct stmt *q = missed_of(k, "SELECT period, due_by FROM obligation_result WHERE rule = ?1"
                                  " AND (outcome = 'missed' OR outcome = 'unproven' AND ?2) ORDER BY rowid");
    while (stmt_step(q)) {
        struct period p = {0};
        if (!period_parse(term, stmt_text(q, 0), &p))
            continue;
        int32_t day = p.to - 1;
        if (once && !stmt_is_null(q, 1) && civil_day(stmt_time(q, 1)) < day)
            day = civil_day(stmt_time(q, 1));
        count_miss(k, day < term.from ? term.from : day, 0);
    }
    stmt_free(q);
}

typedef void count_rule(struct counting *k);
static count_rule *const counters[RULE__MAX] = {
    [RULE_TARGET] = count_target,
    [RULE_OBLIGATION] = count_obligation,
    [RULE_CHECK] = count_check,
};

static void charge_rule(struct gathering *g, const struct deduction *d, const struct rule_ref *r) {
    struct arena *a = g->as->a;
    struct counting k = {.g = g, .deduction = d, .rule = r, .numbers = numbering_of(g->as, d)};
    k.periods = periods_of(g->as, (enum freq)d->every.v);
    k.tallies = ARENA_ARRAY(a, struct tally, k.periods.n);
    counters[r->kind](&k);
    for (size_t i = 0; i < k.periods.n; i++) {
        const struct tally *t = &k.tallies[i];
        struct charge x = {.rule = d,
                           .kind = r->kind,
                           .missed = r->rule->id.v,
                           .period = k.periods.at[i],
                           .order = g->out->n,
                           .misses = t->misses,
                           .repeated = t->repeated,
                           .hours = t->hours,
                           .repeated_hours = t->repeated_hours};
        if (!t->misses)
            continue;
        x.basis = basis_of(a, r->kind, x.missed, &x.period);
        VEC_PUSH(a, g->out, x);
    }
}

static void charge_rules(struct gathering *g, const struct deduction *d) {
    struct rule_ref *rules;
    size_t n = contract_rules(g->as->contract, g->as->a, &rules);
    for (size_t f = 0; f < d->for_each.n; f++)
        for (size_t r = 0; r < n; r++)
            if (counters[rules[r].kind] && str_eq(rules[r].rule->id.v, d->for_each.at[f].v))
                charge_rule(g, d, &rules[r]);
}

/* -- in time order -------------------------------------------------------------------------------- */

static int by_time(const void *x, const void *y) {
    const struct charge *p = x, *q = y;
    if (p->period.to != q->period.to)
        return p->period.to < q->period.to ? -1 : 1;
    return p->order < q->order ? -1 : p->order > q->order;
}

void charges_gather(struct assess *as, const struct exclusions *ex, enum view view, struct charges *out) {
    struct gathering g = {as, ex, view, out};
    out->n = 0;
    for (size_t i = 0; i < as->contract->deductions.n; i++) {
        charge_kpis(&g, &as->contract->deductions.at[i]);
        charge_rules(&g, &as->contract->deductions.at[i]);
    }
    if (out->n)
        qsort(out->at, out->n, sizeof *out->at, by_time);
}
