/* contract_deductions.c - what a miss costs: exactly one kind of sum, tiers that deepen, repeats, caps. */
#include <assert.h>

#include "contract/contract_checks.h"

static const struct dec nought = {0, 0}, hundred = {100, 0};

static bool positive(struct dec d) {
    return dec_cmp(d, nought) > 0;
}

/* "10%" of the contract amount, or a sum. */
static void read_share_or_sum(struct checker *k, const char *key, struct share_or_sum *v) {
    str text = str_trim(v->text.v);
    if (!v->text.v.p)
        return;
    if (str_ends(text, S("%")) && dec_parse_percent(text, &v->percent)) {
        check_percent(k, key, (struct decval){v->percent, true, v->text.at}, false);
        v->share = v->set = positive(v->percent) && dec_cmp(v->percent, hundred) <= 0;
        v->fen = v->set ? money_percent(k->c->head.amount.fen, v->percent) : 0;
    } else if (money_parse(text, &v->fen)) {
        check_positive(k, key, true, v->fen, v->text.at);
        v->set = v->fen > 0;
    } else {
        fault_value(k, key, v->text, "a percentage of the amount such as 10%, or a sum in yuan",
                    "合同金额的百分比，如 10%，或金额（元）");
    }
}

static void read_caps(struct checker *k, struct deduction *d) {
    struct share_or_sum term = {.text = d->cap_text};
    read_share_or_sum(k, "cap", &term);
    d->has_cap = term.set;
    d->cap_fen = term.fen;
    read_share_or_sum(k, "period_cap", &d->period_cap);
}

static void check_points(struct checker *k, struct decval points) {
    if (points.set && !positive(points.v))
        diag1(k->d, DIAG_NOT_POSITIVE, span_place(points.at), S("points"));
}

static const struct kpi *find_kpi(const struct checker *k, sval id) {
    for (size_t i = 0; i < k->c->kpis.n; i++)
        if (id.v.p && str_eq(k->c->kpis.at[i].rule.id.v, id.v))
            return &k->c->kpis.at[i];
    return NULL;
}

/* -- tiers ---------------------------------------------------------------------------------------- */

enum bound { BOUND_BELOW, BOUND_ABOVE, BOUND_OVER, BOUND__MAX };
static const char *const bound_keys[BOUND__MAX] = {"below", "above", "over"};

static enum bound bound_of(const struct deduction_tier *t) {
    return t->below.at.src ? BOUND_BELOW : t->above.at.src ? BOUND_ABOVE : BOUND_OVER;
}

static struct span bound_at(const struct deduction_tier *t) {
    return bound_of(t) == BOUND_BELOW ? t->below.at : bound_of(t) == BOUND_ABOVE ? t->above.at : t->over.at;
}

static struct dec bound_value(const struct deduction_tier *t) {
    enum bound b = bound_of(t);
    return b == BOUND_BELOW ? t->below.v : b == BOUND_ABOVE ? t->above.v : (struct dec){t->over.v, 0};
}

/* "below 95%", "over 3" */
static str bound_text(struct checker *k, const struct deduction_tier *t) {
    return str_fmt(k->a, "%s %.*s%s", bound_keys[bound_of(t)], STR_ARG(dec_text(k->a, bound_value(t))),
                   bound_of(t) == BOUND_OVER ? "" : "%");
}

static bool bound_known(const struct deduction_tier *t) {
    return t->below.set + t->above.set + t->over.set == 1;
}

/* What a KPI of at_least calls met cannot be a shortfall. */
static void check_tier_of_kpi(struct checker *k, const struct deduction_tier *t, const struct kpi *kpi) {
    const struct decval *target = kpi->at_least.set ? &kpi->at_least : &kpi->at_most;
    enum bound b = bound_of(t);
    if (!target->set || b == BOUND_OVER)
        return;
    if ((b == BOUND_BELOW) != kpi->at_least.set) {
        fault_only_with(k, bound_at(t), bound_keys[b], b == BOUND_BELOW ? "at_least" : "at_most");
        return;
    }
    int beyond = dec_cmp(bound_value(t), target->v);
    if (b == BOUND_BELOW ? beyond > 0 : beyond < 0)
        diag3(k->d, DIAG_TIER_MET, span_place(bound_at(t)), bound_text(k, t), kpi->rule.id.v,
              str_fmt(k->a, "%s%.*s%%", kpi->at_least.set ? "≥" : "≤", STR_ARG(dec_text(k->a, target->v))));
}

static void check_tier_order(struct checker *k, const struct deduction_tier *t,
                             const struct deduction_tier *before) {
    if (!bound_known(t) || !bound_known(before))
        return;
    if (bound_of(t) != bound_of(before)) {
        fault_clash(k, bound_at(t), bound_keys[bound_of(t)], bound_keys[bound_of(before)]);
        return;
    }
    int order = dec_cmp(bound_value(t), bound_value(before));
    if (bound_of(t) == BOUND_BELOW ? order >= 0 : order <= 0)
        diag2(k->d, DIAG_TIER_ORDER, span_place(bound_at(t)), bound_text(k, t), bound_text(k, before));
}

static void check_tier(struct checker *k, const struct deduction *d, size_t i) {
    static const char *const sums[] = {"percent", "fixed", "points"};
    assert(d->tiers.at); /* i < n */
    const struct deduction_tier *t = &d->tiers.at[i];
    const bool sum[] = {t->percent.at.src != NULL, t->fixed.at.src != NULL, t->points.at.src != NULL};
    const bool bound[] = {t->below.at.src != NULL, t->above.at.src != NULL, t->over.at.src != NULL};
    check_one_of(k, t->at, bound_keys, bound, BOUND__MAX);
    check_one_of(k, t->at, sums, sum, 3);
    check_percent(k, "below", t->below, false);
    check_percent(k, "above", t->above, true);
    check_percent(k, "percent", t->percent, false);
    check_positive(k, "fixed", t->fixed.set, t->fixed.fen, t->fixed.at);
    check_points(k, t->points);
    if (t->over.set && t->over.v < 0)
        fault_value(k, "over", (sval){str_fmt(k->a, "%lld", (long long)t->over.v), t->over.at}, "0 or more",
                    "0 或正整数");
    if (bound[BOUND_OVER] && d->for_kpis.at)
        fault_only_with(k, t->over.at, "over", "for_each");
    if (!bound[BOUND_OVER] && bound_known(t) && d->for_each.at)
        fault_only_with(k, bound_at(t), bound_keys[bound_of(t)], "for");
    for (size_t f = 0; bound_known(t) && d->for_kpis.at && f < d->for_kpis.n; f++)
        if (find_kpi(k, d->for_kpis.at[f]))
            check_tier_of_kpi(k, t, find_kpi(k, d->for_kpis.at[f]));
    if (i > 0)
        check_tier_order(k, t, &d->tiers.at[i - 1]);
}

/* -- points --------------------------------------------------------------------------------------- */

static void check_point_value(struct checker *k, struct deduction *d) {
    bool points = d->points.at.src != NULL;
    for (size_t i = 0; d->tiers.at && i < d->tiers.n; i++)
        points = points || d->tiers.at[i].points.at.src;
    read_share_or_sum(k, "point_value", &d->point_value);
    if (points && !d->point_value.text.v.p)
        diag2(k->d, DIAG_KEY_MISSING, span_place(d->rule.at), S("point_value"), S("deduction"));
    else if (!points && d->point_value.text.v.p)
        fault_only_with(k, d->point_value.text.at, "point_value", "points");
}

/* -- repeats -------------------------------------------------------------------------------------- */

static bool counts_whole_periods(int freq) {
    return freq == FREQ_MONTH || freq == FREQ_QUARTER || freq == FREQ_HALF || freq == FREQ_YEAR ||
           freq == FREQ_TERM;
}

/* Misses of a quarter cannot be counted anew each month. */
static void check_within(struct checker *k, const struct deduction_repeats *r, int period) {
    if (r->within.set && counts_whole_periods(r->within.v) && r->within.v < period)
        diag2(k->d, DIAG_REPEATS_WITHIN, span_place(r->within.at), freq_name((enum freq)r->within.v),
              freq_name((enum freq)period));
}

static void check_repeats(struct checker *k, struct deduction *d) {
    static const char *const sums[] = {"times", "extra"};
    struct deduction_repeats *r = &d->repeats;
    const bool sum[] = {r->times.at.src != NULL, r->extra.at.src != NULL};
    if (!r->at.src)
        return;
    check_one_of(k, r->at, sums, sum, 2);
    if (r->from.set && r->from.v < 2)
        fault_value(k, "from", (sval){str_fmt(k->a, "%lld", (long long)r->from.v), r->from.at}, "2 or more",
                    "不小于 2 的整数");
    if (r->times.set && !positive(r->times.v))
        diag1(k->d, DIAG_NOT_POSITIVE, span_place(r->times.at), S("times"));
    check_positive(k, "extra", r->extra.set, r->extra.fen, r->extra.at);
    if (r->within.set && !counts_whole_periods(r->within.v))
        fault_value(k, "within", (sval){freq_name((enum freq)r->within.v), r->within.at},
                    "month, quarter, half, year or term", "month、quarter、half、year 或 term");
    if (d->tiers.at && d->for_each.at)
        fault_clash(k, r->at, "repeats", "over");
    for (size_t i = 0; i < d->for_kpis.n; i++)
        if (find_kpi(k, d->for_kpis.at[i]) && find_kpi(k, d->for_kpis.at[i])->every.set)
            check_within(k, r, find_kpi(k, d->for_kpis.at[i])->every.v);
    if (d->for_each.at)
        check_within(k, r, d->every.v);
    if (!r->within.set)
        r->within = (struct enumval){.v = d->for_each.at ? d->every.v : FREQ_TERM, .set = true};
}

/* -- one deduction -------------------------------------------------------------------------------- */

static void check_every(struct checker *k, struct deduction *d) {
    if (d->every.at.src && d->for_kpis.at && !d->for_each.at)
        fault_only_with(k, d->every.at, "every", "for_each");
    if (d->every.set && d->every.v == FREQ_WORKDAY)
        fault_only_with(k, d->every.at, "every: workday", "obligations");
    if (!d->every.set)
        d->every = (struct enumval){.v = FREQ_QUARTER, .set = true};
}

/* Once for each missed KPI and its period, or once for each miss: `for` and `for_each` already say so. */
static void check_each(struct checker *k, struct deduction *d) {
    static const char *const words[] = {"kpi-period", "occurrence", "period", NULL};
    bool by_kpi = d->for_kpis.at != NULL, by_miss = d->for_each.at != NULL;
    check_word(k, "each", d->each, words);
    if (!d->each.v.p)
        d->each.v = by_kpi || !by_miss ? S("kpi-period") : d->tiers.at ? S("period") : S("occurrence");
    else if (str_eqz(d->each.v, "kpi-period") && !by_kpi && by_miss)
        fault_only_with(k, d->each.at, "each: kpi-period", "for");
    else if (str_eqz(d->each.v, "occurrence") && by_kpi && !by_miss)
        fault_only_with(k, d->each.at, "each: occurrence", "for_each");
    else if (str_eqz(d->each.v, "period") && (by_kpi || !d->tiers.at))
        fault_only_with(k, d->each.at, "each: period", by_kpi ? "for_each" : "tiers");
}

/* An hour past due can be told of a limit alone. */
static void check_per_hour(struct checker *k, const struct deduction *d) {
    if (!d->per_hour_late.at.src)
        return;
    if (d->for_kpis.at)
        fault_only_with(k, d->per_hour_late.at, "per_hour_late", "for_each");
    for (size_t i = 0; d->for_each.at && i < d->for_each.n; i++) {
        sval id = d->for_each.at[i];
        if (names_find(&k->names, id.v, KIND_JUDGED) &&
            !names_find(&k->names, id.v, KIND_OF_RULE(RULE_TARGET)))
            fault_only_with(k, id.at, "per_hour_late", "targets");
    }
    check_positive(k, "per_hour_late", d->per_hour_late.set, d->per_hour_late.fen, d->per_hour_late.at);
}

static void check_sums(struct checker *k, const struct deduction *d) {
    static const char *const sums[] = {"percent", "fixed", "points", "per_hour_late", "tiers"};
    const bool sum[] = {d->percent.at.src != NULL, d->fixed.at.src != NULL, d->points.at.src != NULL,
                        d->per_hour_late.at.src != NULL, d->tiers.at != NULL};
    check_one_of(k, d->rule.at, sums, sum, 5);
    check_percent(k, "percent", d->percent, false);
    check_positive(k, "fixed", d->fixed.set, d->fixed.fen, d->fixed.at);
    check_points(k, d->points);
    check_per_hour(k, d);
    for (size_t i = 0; i < d->tiers.n; i++)
        check_tier(k, d, i);
    for (size_t i = 1; i < 4 && d->of.v.p && !sum[0]; i++)
        if (sum[i])
            fault_clash(k, d->of.at, "of", sums[i]);
}

static void check_deduction(struct checker *k, struct deduction *d) {
    static const char *const causes[] = {"for", "for_each"};
    static const char *const of_words[] = {"amount", NULL};
    const bool cause[] = {d->for_kpis.at != NULL, d->for_each.at != NULL};
    check_one_of(k, d->rule.at, causes, cause, 2);
    names_resolve_all(&k->names, k->a, k->d, THING_KPI, d->for_kpis);
    names_resolve_all(&k->names, k->a, k->d, THING_JUDGED, d->for_each);
    check_not_empty(k, "for", cause[0], d->for_kpis.n, d->rule.at);
    check_not_empty(k, "for_each", cause[1], d->for_each.n, d->rule.at);
    check_not_empty(k, "tiers", d->tiers.at != NULL, d->tiers.n, d->rule.at);
    check_word(k, "of", d->of, of_words);
    check_sums(k, d);
    if (!d->of.v.p)
        d->of.v = S("amount");
    check_point_value(k, d);
    check_every(k, d);
    check_each(k, d);
    check_repeats(k, d);
    read_caps(k, d);
}

void check_deductions(struct checker *k) {
    for (size_t i = 0; i < k->c->deductions.n; i++)
        check_deduction(k, &k->c->deductions.at[i]);
}
