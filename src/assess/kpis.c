/* kpis.c - the percentages of a contract, one row per KPI and period of the term.
 *
 * The verdict compares numerator / denominator with the percentage by cross multiplication; `value` and `target` are
 * only for sorting and charts. Availability is judged on seconds and written in minutes.
 *   pending    the period has not ended: the figures are those to date.
 *   met        the period has ended and nothing was counted in it (denominator 0); value is NULL.
 * allowance  what is left before the KPI is missed, negative when it is; fractions are cut downwards.
 *   met, share     how many more of the present denominator might be missed: permitted misses less present ones. With
 *                  at_most: how many more may come to the numerator.
 *   availability   minutes of downtime left in the whole period, not only in its part to date.
 */
#include "assess/kpi.h"

__extension__ typedef __int128 int128;

static struct kpi_work *works_of(struct assess *as) {
    const struct contract *c = as->contract;
    struct kpi_work *works = ARENA_ARRAY(as->a, struct kpi_work, c->kpis.n);
    for (size_t i = 0; i < c->kpis.n; i++) {
        struct kpi_work *w = &works[i];
        w->kpi = &c->kpis.at[i];
        w->periods = periods_of(as, (enum freq)w->kpi->every.v);
        for (int v = 0; v < VIEW__MAX; v++) {
            w->figures[v] = ARENA_ARRAY(as->a, struct kpi_figure, w->periods.n);
            for (size_t p = 0; p < w->periods.n; p++)
                w->figures[v][p] = (struct kpi_figure){0, 0, CIVIL_NONE, CIVIL_NONE, CIVIL_NONE, CIVIL_NONE};
        }
    }
    return works;
}

static bool by_minutes(const struct kpi *k) {
    return k->availability.at.src != NULL;
}

static struct dec percent_of(const struct kpi *k) {
    return k->at_least.set ? k->at_least.v : k->at_most.v;
}

static enum outcome verdict(const struct assess *as, const struct kpi *k, const struct period *p,
                            const struct kpi_figure *f) {
    if (day_start(p->to) > as->now)
        return OUTCOME_PENDING;
    if (f->denominator == 0)
        return OUTCOME_MET;
    int sign = ratio_cmp_percent(f->numerator, f->denominator, percent_of(k));
    return (k->at_least.set ? sign >= 0 : sign <= 0) ? OUTCOME_MET : OUTCOME_MISSED;
}

static int64_t divide_down(int128 n, int128 d) {
    return (int64_t)(n / d - (n % d < 0));
}

/* floor(n * percent / 100) */
static int64_t percent_down(int64_t n, struct dec percent) {
    int128 unit = 100;
    for (int i = 0; i < percent.scale; i++)
        unit *= 10;
    return divide_down((int128)n * percent.m, unit);
}

/* 100 % - p */
static struct dec rest_of(struct dec p) {
    int64_t whole = 100;
    for (int i = 0; i < p.scale; i++)
        whole *= 10;
    return (struct dec){whole - p.m, p.scale};
}

static int64_t allowance(const struct kpi *k, const struct kpi_figure *f) {
    int64_t missed = f->denominator - f->numerator;
    if (by_minutes(k))
        return divide_down(percent_down(f->whole_s, rest_of(percent_of(k))) - missed, 60);
    if (k->at_least.set)
        return percent_down(f->denominator, rest_of(k->at_least.v)) - missed;
    return percent_down(f->denominator, k->at_most.v) - f->numerator;
}

static void bind_count(struct stmt *q, int index, const struct kpi *k, int64_t n) {
    if (by_minutes(k))
        part_bind_minutes(q, index, n);
    else
        stmt_bind_int(q, index, n);
}

static void bind_value(struct stmt *q, int index, const struct kpi_figure *f) {
    if (f->denominator)
        stmt_bind_real(q, index, (double)f->numerator / (double)f->denominator);
    else
        stmt_bind_null(q, index);
}

static void write_row(struct assess *as, struct stmt *q, const struct kpi *k, const struct period *p,
                      const struct kpi_figure *f) {
    stmt_bind_text(q, 1, k->rule.id.v);
    stmt_bind_text(q, 2, rule_clauses(as->a, &k->rule));
    stmt_bind_text(q, 3, str_from(p->label));
    bind_count(q, 4, k, f->numerator);
    bind_count(q, 5, k, f->denominator);
    bind_value(q, 6, f);
    stmt_bind_real(q, 7, dec_real(percent_of(k)) / 100);
    part_bind_outcome(q, 8, verdict(as, k, p, f));
    part_bind_minutes(q, 9, f->gross_s);
    part_bind_minutes(q, 10, f->excluded_s);
    part_bind_minutes(q, 11, f->unknown_s);
    stmt_bind_int(q, 12, allowance(k, f));
    stmt_bind_text(q, 13, part_rule_source(as->a, &k->rule));
    part_insert(q);
}

/* -- the two views -------------------------------------------------------------------------------- */

static void write_view(struct assess *as, struct stmt *q, const struct kpi_work *w, size_t p, enum view v,
                       bool decides) {
    const struct kpi_figure *f = &w->figures[v][p];
    str label = str_from(w->periods.at[p].label);
    stmt_bind_text(q, 1, w->kpi->rule.id.v);
    stmt_bind_text(q, 2, rule_clauses(as->a, &w->kpi->rule));
    stmt_bind_text(q, 3, label);
    stmt_bind_text(q, 4, view_name(v));
    bind_count(q, 5, w->kpi, f->numerator);
    bind_count(q, 6, w->kpi, f->denominator);
    bind_value(q, 7, f);
    part_bind_outcome(q, 8, verdict(as, w->kpi, &w->periods.at[p], f));
    stmt_bind_text(q, 9, contested_of_period(as, w->kpi->rule.id.v, label));
    stmt_bind_int(q, 10, decides);
    stmt_bind_text(q, 11, part_rule_source(as->a, &w->kpi->rule));
    part_insert(q);
}

static bool differ(const struct kpi_figure *x, const struct kpi_figure *y) {
    return x->numerator != y->numerator || x->denominator != y->denominator || x->gross_s != y->gross_s ||
           x->excluded_s != y->excluded_s || x->unknown_s != y->unknown_s;
}

static void write_disputes(struct assess *as, const struct kpi_work *w, struct stmt *q) {
    for (size_t p = 0; p < w->periods.n; p++) {
        const struct kpi_figure *buyer = &w->figures[VIEW_BUYER][p],
                                *supplier = &w->figures[VIEW_SUPPLIER][p];
        const struct period *period = &w->periods.at[p];
        if (!differ(buyer, supplier))
            continue;
        bool decides = verdict(as, w->kpi, period, buyer) != verdict(as, w->kpi, period, supplier);
        write_view(as, q, w, p, VIEW_BUYER, decides);
        write_view(as, q, w, p, VIEW_SUPPLIER, decides);
    }
}

void kpis_judge(struct assess *as, struct exclusions *ex) {
    struct kpi_work *works = works_of(as);
    counts_of_met(as, works);
    counts_of_share(as, works);
    availability_measure(as, ex, works);
    struct stmt *q =
        stmt_new(as->store, "INSERT INTO kpi_result(rule, clause, period, numerator, denominator, value,"
                            " target, outcome, gross_min, excluded_min, unknown_min, allowance,"
                            " rule_source) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
    struct stmt *dispute = stmt_new(
        as->store, "INSERT INTO kpi_dispute(rule, clause, period, view, numerator, denominator, value,"
                   " outcome, records, decides, rule_source)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    for (size_t i = 0; i < as->contract->kpis.n; i++) {
        for (size_t p = 0; p < works[i].periods.n; p++)
            write_row(as, q, works[i].kpi, &works[i].periods.at[p], &works[i].figures[VIEW_BUYER][p]);
        write_disputes(as, &works[i], dispute);
    }
    stmt_free(q);
    stmt_free(dispute);
}
