/* contract_money.c - payments: their sums and when they are due. */
#include "contract/contract_checks.h"

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

/* -- payments that wait for payments -------------------------------------------------------------- */

static ptrdiff_t payment_named(const struct contract *c, str id) {
    for (size_t i = 0; i < c->payments.n; i++)
        if (str_eq(c->payments.at[i].rule.id.v, id))
            return (ptrdiff_t)i;
    return -1;
}

enum visit { UNSEEN, UNDER_WAY, DONE };
struct walk {
    struct checker *k;
    enum visit *seen;
    struct sb path;
};

/* Depth is the number of payments; a contract has few. */
static void follow(struct walk *w, size_t at) {
    const struct payment *p = &w->k->c->payments.at[at];
    size_t before = w->path.n;
    sb_fmt(&w->path, "%s%.*s", before ? " → " : "", STR_ARG(p->rule.id.v));
    w->seen[at] = UNDER_WAY;
    for (size_t i = 0; i < p->requires.n; i++) {
        ptrdiff_t next = payment_named(w->k->c, p->requires.at[i].v);
        if (next >= 0 && w->seen[next] == UNDER_WAY)
            diag2(w->k->d, DIAG_PAYMENT_CIRCLE, span_place(p->requires.at[i].at), p->requires.at[i].v,
                  str_fmt(w->k->a, "%.*s → %.*s", STR_ARG(sb_str(&w->path)), STR_ARG(p->requires.at[i].v)));
        else if (next >= 0 && w->seen[next] == UNSEEN)
            follow(w, (size_t)next);
    }
    w->seen[at] = DONE;
    w->path.n = before;
}

static void check_circles(struct checker *k) {
    enum { FOLLOWED_MAX = 1000 };
    struct walk w = {
        .k = k, .seen = ARENA_ARRAY(k->a, enum visit, k->c->payments.n + 1), .path = {.a = k->a}};
    for (size_t i = 0; i < k->c->payments.n && k->c->payments.n <= FOLLOWED_MAX; i++)
        if (w.seen[i] == UNSEEN)
            follow(&w, i);
}

void check_payments(struct checker *k) {
    for (size_t i = 0; i < k->c->payments.n; i++)
        check_payment(k, &k->c->payments.at[i]);
    check_sum(k);
    check_circles(k);
}
