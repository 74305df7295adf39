/* contract_money.c - deductions and payments. */
#include "contract/contract_checks.h"

/* "10%" of the contract amount, or a sum. */
static void read_cap(struct checker *k, struct deduction *d) {
    str text = str_trim(d->cap_text.v);
    struct dec percent;
    if (!d->cap_text.v.p)
        return;
    if (str_ends(text, S("%")) && dec_parse_percent(text, &percent)) {
        check_percent(k, "cap", (struct decval){percent, true, d->cap_text.at}, false);
        d->has_cap = dec_cmp(percent, (struct dec){0, 0}) > 0 && dec_cmp(percent, (struct dec){100, 0}) <= 0;
        d->cap_fen = d->has_cap ? money_percent(k->c->head.amount.fen, percent) : 0;
    } else if (money_parse(text, &d->cap_fen)) {
        check_positive(k, "cap", true, d->cap_fen, d->cap_text.at);
        d->has_cap = d->cap_fen > 0;
    } else {
        fault_value(k, "cap", d->cap_text, "a percentage of the amount such as 10%, or a sum in yuan",
                    "合同金额的百分比，如 10%，或金额（元）");
    }
}

/* Once for each missed KPI and its period, or once for each miss: `for` and `for_each` already say so. */
static void check_each(struct checker *k, struct deduction *d, bool by_kpi, bool by_miss) {
    static const char *const words[] = {"kpi-period", "occurrence", NULL};
    check_word(k, "each", d->each, words);
    if (!d->each.v.p)
        d->each.v = by_miss && !by_kpi ? S("occurrence") : S("kpi-period");
    else if (str_eqz(d->each.v, "kpi-period") && !by_kpi && by_miss)
        fault_only_with(k, d->each.at, "each: kpi-period", "for");
    else if (str_eqz(d->each.v, "occurrence") && by_kpi && !by_miss)
        fault_only_with(k, d->each.at, "each: occurrence", "for_each");
}

static void check_deduction(struct checker *k, struct deduction *d) {
    static const char *const causes[] = {"for", "for_each"}, *const sums[] = {"percent", "fixed"};
    static const char *const of_words[] = {"amount", NULL};
    const bool cause[] = {d->for_kpis.at != NULL, d->for_each.at != NULL};
    const bool sum[] = {d->percent.at.src != NULL, d->fixed.at.src != NULL};
    check_one_of(k, d->rule.at, causes, cause, 2);
    check_one_of(k, d->rule.at, sums, sum, 2);
    names_resolve_all(&k->names, k->a, k->d, THING_KPI, d->for_kpis);
    names_resolve_all(&k->names, k->a, k->d, THING_JUDGED, d->for_each);
    check_percent(k, "percent", d->percent, false);
    check_positive(k, "fixed", d->fixed.set, d->fixed.fen, d->fixed.at);
    check_word(k, "of", d->of, of_words);
    if (d->of.v.p && sum[1] && !sum[0])
        fault_clash(k, d->of.at, "of", "fixed");
    if (!d->of.v.p)
        d->of.v = S("amount");
    check_each(k, d, cause[0], cause[1]);
    read_cap(k, d);
}

void check_deductions(struct checker *k) {
    for (size_t i = 0; i < k->c->deductions.n; i++)
        check_deduction(k, &k->c->deductions.at[i]);
}

static void check_payment(struct checker *k, struct payment *p) {
    static const char *const sums[] = {"percent", "amount"};
    const bool sum[] = {p->percent.at.src != NULL, p->amount.at.src != NULL};
    check_one_of(k, p->rule.at, sums, sum, 2);
    check_percent(k, "percent", p->percent, false);
    check_positive(k, "amount", p->amount.set, p->amount.fen, p->amount.at);
    check_due(k, &p->due, DUE_OF_PAYMENT);
}

/* A percentage as an integer of 10^-12: exact, and a hundred of them are far from overflow. */
static int64_t percent_scaled(struct dec d) {
    int64_t m = d.m;
    for (int i = d.scale; i < 12; i++)
        m *= 10;
    return m;
}

static bool percent_sound(struct decval v) {
    return v.set && dec_cmp(v.v, (struct dec){0, 0}) > 0 && dec_cmp(v.v, (struct dec){100, 0}) <= 0;
}

/* At the first payment that goes beyond the whole. Percentages alone are compared exactly; with sums
 * beside them, to the fen. */
static void check_sum(struct checker *k) {
    const int64_t whole = percent_scaled((struct dec){100, 0}), amount = k->c->head.amount.fen;
    int64_t percents = 0, fen = 0;
    for (size_t i = 0; i < k->c->payments.n && amount > 0; i++) {
        const struct payment *p = &k->c->payments.at[i];
        bool counts = p->amount.set && p->amount.fen > 0, beyond = counts && p->amount.fen > amount - fen;
        if (percent_sound(p->percent))
            percents += percent_scaled(p->percent.v);
        if (percents > whole) {
            diag1(k->d, DIAG_PAYMENTS_SUM, span_place(p->percent.at),
                  dec_text(k->a, (struct dec){percents, 12}));
            return;
        }
        if (counts && !beyond)
            fen += p->amount.fen;
        if (beyond || (fen > 0 && fen > amount - money_percent(amount, (struct dec){percents, 12}))) {
            diag1(k->d, DIAG_PAYMENTS_AMOUNT, span_place(p->amount.set ? p->amount.at : p->percent.at),
                  money_text(k->a, amount));
            return;
        }
    }
}

void check_payments(struct checker *k) {
    for (size_t i = 0; i < k->c->payments.n; i++)
        check_payment(k, &k->c->payments.at[i]);
    check_sum(k);
}
