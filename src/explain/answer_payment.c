/* answer_payment.c - one payment: its day, gross sum, the deductions it carries, and what is still missing for it.
 *
 * Which deductions a payment carries is worked out again as assess/payments.c words it: those of periods that ended
 * before its day and that no earlier payment carried; what exceeds a payment goes to the next one, and the last carries
 * what is left. What it requires is payment_proof.c.
 */
#include "explain/payment_proof.h"

struct paid {
    const struct payment *p;
    int32_t due_on; /* CALENDAR_NO_DAY: unknown */
    int64_t gross_fen, deduction_fen, net_fen;
    str missing;
    bool last;
};

static int32_t day_of(const struct stmt *q, int col) {
    int64_t t = stmt_time(q, col);
    return t == CIVIL_NONE ? CALENDAR_NO_DAY : civil_day(t);
}

/* In the order in which they are paid. */
static size_t read_payments(struct answer *w, struct paid **out) {
    VEC(struct paid) list = {0};
    struct stmt *q =
        stmt_new(w->x->store, "SELECT rule, due_on, gross_fen, deduction_fen, net_fen, missing FROM"
                              " payment_result ORDER BY rowid");
    while (stmt_step(q)) {
        size_t index;
        if (answer_find_rule(w, RULE_PAYMENT, stmt_text(q, 0), &index))
            VEC_PUSH(w->a, &list,
                     (struct paid){&w->c->payments.at[index], day_of(q, 1), stmt_int(q, 2), stmt_int(q, 3),
                                   stmt_int(q, 4), stmt_keep(w, q, 5), false});
    }
    stmt_free(q);
    if (list.n)
        list.at[list.n - 1].last = true;
    *out = list.at;
    return list.n;
}

/* -- deductions ----------------------------------------------------------------------------------- */

/* The payment that carries a deduction whose period is over with day `to` (exclusive). */
static size_t carrier(const struct paid *at, size_t n, int32_t to) {
    size_t i = 0;
    while (i + 1 < n && at[i].due_on != CALENDAR_NO_DAY && to > at[i].due_on)
        i++;
    return i;
}

static int64_t tell_carried(struct answer *w, const struct paid *at, size_t n, size_t here) {
    static const enum label columns[] = {L_FIGURE, L_BASIS, L_AMOUNT, L_SOURCE};
    struct stmt *q =
        stmt_new(w->x->store, "SELECT 'deduction/' || rule || '@' || period, basis, amount_fen, rule_source,"
                              " period FROM deduction_result ORDER BY rowid");
    int64_t sum = 0;
    tell_table_begin(w->t, L_CARRIED, columns, 4);
    while (stmt_step(q)) {
        struct period p;
        if (!period_parse(w->c->term, stmt_text(q, 4), &p) || carrier(at, n, p.to) != here)
            continue;
        sum += stmt_int(q, 2);
        tell_row(w->t, (struct told[]){told_text(stmt_text(q, 0)), told_text(stmt_text(q, 1)),
                                       told_fen(stmt_int(q, 2)), told_text(stmt_text(q, 3))});
    }
    tell_table_end(w->t);
    stmt_free(q);
    return sum;
}

/* What earlier payments left over. */
static int64_t left_before(struct answer *w, const struct paid *at, size_t n, size_t here) {
    struct stmt *q = stmt_new(w->x->store, "SELECT amount_fen, period FROM deduction_result ORDER BY rowid");
    int64_t fen = 0;
    while (stmt_step(q)) {
        struct period p;
        if (period_parse(w->c->term, stmt_text(q, 1), &p) && carrier(at, n, p.to) < here)
            fen += stmt_int(q, 0);
    }
    stmt_free(q);
    for (size_t i = 0; i < here; i++)
        fen -= at[i].deduction_fen;
    return fen;
}

/* -- due ------------------------------------------------------------------------------------------ */

static void tell_plain_due(struct answer *w, const struct paid *x, str says) {
    tell_begin(w->t, L_DUE);
    tell_put(w->t, L_DUE_AT, x->due_on == CALENDAR_NO_DAY ? told_none() : told_day(x->due_on));
    tell_says(w->t, L_STEPS, &says, 1);
    tell_end(w->t);
}

/* "submission.confirmed_at": the last such moment. */
static int64_t last_moment(struct answer *w, str after) {
    str type, column = after;
    str_cut(&column, '.', &type);
    str sql = str_fmt(w->a, "SELECT max(\"%.*s\") FROM \"%.*s\"", STR_ARG(column), STR_ARG(type));
    struct stmt *q = stmt_new(w->x->store, str_z(w->a, sql));
    int64_t t = stmt_step(q) ? stmt_time(q, 0) : CIVIL_NONE;
    stmt_free(q);
    return t;
}

static int64_t beginning(struct answer *w, str after) {
    const struct contract *c = w->c;
    if (str_eqz(after, "signed"))
        return day_start(c->head.signed_on.set ? c->head.signed_on.v : c->term.from);
    if (str_eqz(after, "from"))
        return day_start(c->term.from);
    return str_eqz(after, "to") ? day_start(c->term.to - 1) : last_moment(w, after);
}

/* "start", "end", "50% of term" or a date (contract_due_day). */
static str say_at(struct answer *w, const struct paid *x) {
    struct term t = w->c->term;
    str text = str_trim(x->p->due.at_text.v), on = civil_text_day(w->a, x->due_on);
    if (str_eqz(text, "start"))
        return SAY(w, P_PAY_FIRST_DAY, on);
    if (str_eqz(text, "end"))
        return SAY(w, P_PAY_LAST_DAY, on);
    if (!str_ends(text, S("of term")))
        return SAY(w, P_PAY_ON, on);
    str percent;
    str_cut(&text, '%', &percent);
    return SAY(w, P_PAY_SHARE_OF_TERM, civil_text_day(w->a, t.from), str_trim(percent),
               words_count(w, x->due_on - t.from), words_count(w, t.to - 1 - t.from), on);
}

static void tell_due(struct answer *w, const struct paid *x) {
    const struct due *due = &x->p->due;
    struct hours_of h = hours_find(w, due->clock.v);
    if (due->at_text.v.p) {
        tell_plain_due(w, x, x->due_on == CALENDAR_NO_DAY ? SAY0(w, P_PAY_NO_DAY) : say_at(w, x));
        return;
    }
    int64_t from = due->after.v.p ? beginning(w, due->after.v) : CIVIL_NONE;
    if (from == CIVIL_NONE) {
        tell_plain_due(w, x, due->after.v.p ? SAY(w, P_PAY_NO_MOMENT, due->after.v) : SAY0(w, P_PAY_NO_DAY));
        return;
    }
    int64_t at =
        clock_last_second(&due->within, calendar_due(w->x->calendars, h.calendar, from, &due->within));
    w->agrees = w->agrees && (at == CIVIL_NONE ? CALENDAR_NO_DAY : civil_day(at)) == x->due_on;
    answer_due(w, &h, &due->within, from, NULL, at);
}

/* -- sums ----------------------------------------------------------------------------------------- */

static str say_gross(struct answer *w, const struct paid *x) {
    int64_t amount = w->c->head.amount.fen;
    if (!x->p->percent.set)
        return SAY(w, P_PAY_FIXED, words_fen(w, x->gross_fen));
    int64_t share = money_percent(amount, x->p->percent.v);
    return SAY(w, share == x->gross_fen ? P_PAY_SHARE : P_PAY_REST, words_fen(w, amount),
               dec_text(w->a, x->p->percent.v), words_fen(w, x->gross_fen));
}

static const struct settled *settled_of(const struct answer *w, const struct payment *p) {
    for (size_t i = 0; i < w->x->n_settled; i++)
        if (str_eq(w->x->settled[i].payment, p->rule.id.v))
            return &w->x->settled[i];
    return NULL;
}

/* What was accepted stays; what it took too much or too little is the next payment's. Returns how many sentences. */
static size_t say_settled(struct answer *w, const struct settled *s, int64_t all, str *says) {
    int64_t more = all - s->deduction_fen;
    says[0] = SAY(w, P_PAY_SETTLED, s->source, words_fen(w, s->deduction_fen));
    if (more)
        says[1] = SAY(w, more > 0 ? P_PAY_SETTLED_MORE : P_PAY_SETTLED_LESS, words_fen(w, all),
                      words_fen(w, more > 0 ? more : -more));
    return more ? 2 : 1;
}

static void tell_sums(struct answer *w, const struct paid *at, size_t n, size_t here) {
    const struct paid *x = &at[here];
    const struct settled *settled = settled_of(w, x->p);
    str says[5];
    size_t k = 0;
    int64_t carried = tell_carried(w, at, n, here), left = left_before(w, at, n, here), all = carried + left;
    says[k++] = say_gross(w, x);
    if (left)
        says[k++] = SAY(w, left > 0 ? P_PAY_LEFT : P_PAY_GIVEN_BACK, words_fen(w, left > 0 ? left : -left));
    if (settled)
        k += say_settled(w, settled, all, &says[k]);
    else if (all > x->deduction_fen)
        says[k++] = SAY(w, P_PAY_OVER, words_fen(w, all), words_fen(w, x->deduction_fen),
                        words_fen(w, all - x->deduction_fen));
    says[k++] = SAY(w, P_PAY_NET, words_fen(w, x->gross_fen), words_fen(w, x->deduction_fen),
                    words_fen(w, x->net_fen));
    tell_begin(w->t, L_FORMULA);
    tell_says(w->t, L_STEPS, says, k);
    tell_put(w->t, L_GROSS_FEN, told_fen(x->gross_fen));
    tell_put(w->t, L_DEDUCTION_FEN, told_fen(x->deduction_fen));
    tell_put(w->t, L_NET_FEN, told_fen(x->net_fen));
    tell_put(w->t, L_NET_WORDS, told_text(money_rmb_upper(w->a, x->net_fen)));
    tell_end(w->t);
    int64_t expected = settled ? settled->deduction_fen : x->last || all < x->gross_fen ? all : x->gross_fen;
    w->agrees = w->agrees && expected == x->deduction_fen && x->net_fen == x->gross_fen - x->deduction_fen;
}

static bool tell_views(struct answer *w, str id) {
    static const enum label columns[] = {L_VIEW, L_GROSS_FEN, L_DEDUCTION_FEN, L_NET_FEN, L_MISSING};
    struct stmt *q =
        stmt_new(w->x->store, "SELECT view, gross_fen, deduction_fen, net_fen, missing FROM payment_dispute"
                              " WHERE rule = ?1 ORDER BY rowid");
    bool any = false;
    stmt_bind_text(q, 1, id);
    tell_table_begin(w->t, L_VIEWS, columns, 5);
    for (; stmt_step(q); any = true)
        tell_row(w->t, (struct told[]){told_view(w, stmt_text(q, 0)), told_fen(stmt_int(q, 1)),
                                       told_fen(stmt_int(q, 2)), told_fen(stmt_int(q, 3)),
                                       told_text(stmt_text(q, 4))});
    tell_table_end(w->t);
    stmt_free(q);
    return any;
}

/* -- telling -------------------------------------------------------------------------------------- */

static str say_rule(struct answer *w, const struct payment *p) {
    str sum = p->percent.set ? SAY(w, P_PERCENT_OF_AMOUNT, dec_text(w->a, p->percent.v))
                             : words_fen(w, p->amount.fen);
    return SAY(w, P_PAY_SAYS, sum, p->requires.n ? words_join(w, &p->requires) : SAY0(w, P_NOTHING));
}

static void tell_payment(struct answer *w, const struct figure *f, const struct paid *at, size_t n,
                         size_t here) {
    const struct paid *x = &at[here];
    struct method_keys keys = {0};
    struct links links = {0};
    str says[] = {say_rule(w, x->p),
                  SAY(w, P_AMOUNT_IS, words_fen(w, w->c->head.amount.fen),
                      str_fmt(w->a, "%.*s:%d", STR_ARG(w->c->src->path), w->c->head.amount.at.line))};
    tell_account_begin(w->t, f->code, "payment", x->p->rule.name.v, told_none());
    tell_say(w->t, L_CONCLUSION,
             SAY(w, x->missing.n ? P_PAY_LACKS : P_PAY_COMPLETE, words_fen(w, x->net_fen), x->missing));
    answer_rule(w, RULE_PAYMENT, &x->p->rule, says, 2);
    tell_due(w, x);
    tell_sums(w, at, n, here);
    answer_corrections(w, f, &links);
    payment_proofs(w, x->p, x->due_on, x->missing, &links);
    keys.at[METHOD_DISPUTED] = tell_views(w, x->p->rule.id.v);
    answer_method(w, &keys);
    answer_links(w, &links);
    answer_agrees(w);
    tell_account_end(w->t);
}

bool answer_payment(struct answer *w, const struct figure *f) {
    struct paid *at;
    if (!f->id.n || f->record.n || f->period.n)
        return false;
    size_t n = read_payments(w, &at);
    for (size_t i = 0; i < n; i++)
        if (str_eq(at[i].p->rule.id.v, f->id)) {
            tell_payment(w, f, at, n, i);
            return true;
        }
    return false;
}

void answer_payments_for(struct answer *w, struct links *l, str rule) {
    for (size_t i = 0; i < w->c->payments.n; i++) {
        const struct payment *p = &w->c->payments.at[i];
        for (size_t k = 0; k < p->requires.n; k++)
            if (str_eq(p->requires.at[k].v, rule))
                links_add(w, l, str_fmt(w->a, "payment/%.*s", STR_ARG(p->rule.id.v)));
    }
}
