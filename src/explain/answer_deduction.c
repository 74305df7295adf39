/* answer_deduction.c - what was deducted for a period: each charge with its formula in numbers, what it rests on, and the
 * running total. Without an id, every rule's charges of that period.
 */
#include "explain/kpi_row.h"

struct charge_row {
    const struct deduction *rule;
    str basis, formula, points;
    int64_t basis_fen, occurrences, amount_fen, running_fen, late_hours;
    bool capped, exempt;
};

enum { RULE, BASIS, BASIS_FEN, OCCURRENCES, AMOUNT, RUNNING, FORMULA, CAPPED, POINTS, LATE_HOURS, EXEMPT };

static bool next_charge(struct answer *w, struct stmt *q, struct charge_row *x) {
    size_t index;
    if (!stmt_step(q) || !answer_find_rule(w, RULE_DEDUCTION, stmt_text(q, RULE), &index))
        return false;
    *x = (struct charge_row){.rule = &w->c->deductions.at[index],
                             .basis = stmt_keep(w, q, BASIS),
                             .formula = stmt_keep(w, q, FORMULA),
                             .points = stmt_keep(w, q, POINTS),
                             .basis_fen = stmt_int(q, BASIS_FEN),
                             .occurrences = stmt_int(q, OCCURRENCES),
                             .amount_fen = stmt_int(q, AMOUNT),
                             .running_fen = stmt_int(q, RUNNING),
                             .late_hours = stmt_is_null(q, LATE_HOURS) ? -1 : stmt_int(q, LATE_HOURS),
                             .capped = stmt_int(q, CAPPED) != 0,
                             .exempt = stmt_int(q, EXEMPT) != 0};
    return true;
}

/* -- what it rests on ----------------------------------------------------------------------------- */

/* "kpi/response@2025Q3" */
static bool split_basis(str basis, str *kind, str *id, str *period) {
    str rest = basis;
    if (!str_cut(&rest, '/', kind) || !str_cut(&rest, '@', id))
        return false;
    *period = rest;
    return period->n > 0;
}

static const char *const missed_targets =
    "SELECT 'target/' || rule || '/' || coalesce(record_id, source), outcome, belongs_at, late_min, source"
    " FROM target_result WHERE rule = ?1 AND outcome IN ('missed', ?2) ORDER BY belongs_at, rowid";
static const char *const missed_checks =
    "SELECT 'check/' || rule || '/' || coalesce(record_id, source), outcome, belongs_at, NULL, source"
    " FROM check_result WHERE rule = ?1 AND outcome IN ('missed', ?2) ORDER BY belongs_at, rowid";
/* An obligation falls into the period of its own period's last day; once: of its due date. */
static const char *const missed_obligations =
    "SELECT 'obligation/' || rule || '@' || period, outcome, period, NULL, coalesce(source, rule_source), "
    "due_by"
    " FROM obligation_result WHERE rule = ?1 AND outcome IN ('missed', ?2) ORDER BY due_by, rowid";

static int32_t obligation_day(const struct answer *w, const struct stmt *q) {
    struct period p;
    if (!period_parse(w->c->term, stmt_text(q, 2), &p))
        return CALENDAR_NO_DAY;
    int32_t day = p.to - 1;
    int64_t due = stmt_time(q, 5);
    if (p.freq == FREQ_TERM && due != CIVIL_NONE && civil_day(due) < day)
        day = civil_day(due);
    return day < w->c->term.from ? w->c->term.from : day;
}

/* The missed results of a rule within the period; returns how many. */
static int64_t tell_misses(struct answer *w, str kind, str id, const struct period *p) {
    static const enum label columns[] = {L_FIGURE, L_OUTCOME, L_LATE, L_SOURCE};
    bool obligation = str_eqz(kind, "obligation");
    const char *sql = obligation               ? missed_obligations
                      : str_eqz(kind, "check") ? missed_checks
                                               : missed_targets;
    struct stmt *q = stmt_new(w->x->store, sql);
    int64_t n = 0;
    stmt_bind_text(q, 1, id);
    stmt_bind_text(q, 2, method_is(&w->c->method, METHOD_MISSING, "missed") ? S("unproven") : S("missed"));
    tell_table_begin(w->t, L_MISSES, columns, 4);
    while (stmt_step(q)) {
        int64_t t = obligation ? CIVIL_NONE : stmt_time(q, 2);
        int32_t day = obligation ? obligation_day(w, q) : t == CIVIL_NONE ? CALENDAR_NO_DAY : civil_day(t);
        if (day < p->from || day >= p->to)
            continue;
        n++;
        tell_row(w->t, (struct told[]){told_text(stmt_text(q, 0)), told_outcome(stmt_text(q, 1)),
                                       told_seconds(stmt_minutes(q, 3)), told_text(stmt_text(q, 4))});
    }
    tell_table_end(w->t);
    stmt_free(q);
    return n;
}

static void tell_basis(struct answer *w, const struct charge_row *x) {
    str kind, id, label;
    struct period p;
    struct kpi_row r;
    if (!split_basis(x->basis, &kind, &id, &label) || !period_parse(w->c->term, label, &p))
        return;
    if (!str_eqz(kind, "kpi")) {
        w->agrees = tell_misses(w, kind, id, &p) == x->occurrences && w->agrees;
    } else if (kpi_read(w, id, label, &r)) {
        tell_put(
            w->t, L_BASIS_WORDS,
            told_text(SAY(w, P_KPI_BASIS, r.kpi->rule.name.v, kpi_fraction(w, &r), kpi_demand(w, r.kpi))));
        kpi_tell_misses(w, &r);
    }
}

/* -- telling -------------------------------------------------------------------------------------- */

static void tell_charge(struct answer *w, const struct charge_row *x) {
    str says[2];
    size_t n = 0;
    tell_put(w->t, L_BASIS, told_text(x->basis));
    says[n++] = x->formula;
    says[n++] = SAY(w, P_RUNNING, words_fen(w, x->running_fen - x->amount_fen), words_fen(w, x->amount_fen),
                    words_fen(w, x->running_fen));
    tell_begin(w->t, L_FORMULA);
    tell_says(w->t, L_STEPS, says, n);
    tell_put(w->t, L_BASIS_FEN, told_fen(x->basis_fen));
    tell_put(w->t, L_OCCURRENCES, told_count(x->occurrences));
    tell_put(w->t, L_POINTS, told_text(x->points));
    tell_put(w->t, L_LATE_HOURS, x->late_hours < 0 ? told_none() : told_count(x->late_hours));
    tell_put(w->t, L_AMOUNT, told_fen(x->amount_fen));
    tell_put(w->t, L_AMOUNT_WORDS, told_text(money_rmb_upper(w->a, x->amount_fen)));
    tell_put(w->t, L_RUNNING_FEN, told_fen(x->running_fen));
    tell_put(w->t, L_CAPPED, x->capped ? told_bool(true) : told_none());
    tell_end(w->t);
    if (x->exempt)
        tell_say(w->t, L_NOTE, SAY0(w, P_DEDUCTION_EXEMPT));
    tell_basis(w, x);
}

static str percent_of_amount(const struct answer *w, const struct deduction *d) {
    if (d->percent.set)
        return SAY(w, P_PERCENT_OF_AMOUNT, dec_text(w->a, d->percent.v));
    return d->fixed.set ? words_fen(w, d->fixed.fen) : SAY0(w, P_AS_FORMULA);
}

/* What the rule says, and the amount it takes a share of. */
static void tell_rules(struct answer *w, const struct deduction *d) {
    str says[3];
    size_t n = 0;
    says[n++] = SAY(w, d->for_kpis.n ? P_DEDUCTION_SAYS_KPI : P_DEDUCTION_SAYS_EACH,
                    words_join(w, d->for_kpis.n ? &d->for_kpis : &d->for_each), percent_of_amount(w, d));
    says[n++] = SAY(w, P_AMOUNT_IS, words_fen(w, w->c->head.amount.fen),
                    str_fmt(w->a, "%.*s:%d", STR_ARG(w->c->src->path), w->c->head.amount.at.line));
    if (d->has_cap)
        says[n++] = SAY(w, P_CAP_IS, words_fen(w, d->cap_fen));
    answer_rule(w, RULE_DEDUCTION, &d->rule, says, n);
}

/* Nothing was deducted: the KPIs the rule looks at, with their figures. */
static void tell_nothing(struct answer *w, const struct deduction *d, const struct period *p) {
    static const enum label columns[] = {L_FIGURE, L_VALUE, L_DEMAND, L_OUTCOME};
    tell_table_begin(w->t, L_KPIS, columns, 4);
    for (size_t i = 0; i < d->for_kpis.n; i++) {
        struct kpi_row r;
        str id = d->for_kpis.at[i].v;
        if (kpi_read(w, id, str_from(p->label), &r))
            tell_row(w->t, (struct told[]){told_text(str_fmt(w->a, "kpi/%.*s@%s", STR_ARG(id), p->label)),
                                           told_text(kpi_fraction(w, &r)), told_text(kpi_demand(w, r.kpi)),
                                           told_outcome(r.outcome)});
    }
    tell_table_end(w->t);
}

static bool tell_views(struct answer *w, const struct figure *f) {
    static const enum label columns[] = {L_VIEW, L_BASIS, L_AMOUNT, L_FORMULA_TEXT, L_DISPUTED_RECORDS};
    struct stmt *q =
        stmt_new(w->x->store, "SELECT view, basis, amount_fen, formula, records FROM deduction_dispute"
                              " WHERE period = ?1 AND (?2 = '' OR rule = ?2) ORDER BY rowid");
    bool any = false;
    stmt_bind_text(q, 1, f->period);
    stmt_bind_text(q, 2, f->id.n ? f->id : S(""));
    tell_table_begin(w->t, L_VIEWS, columns, 5);
    for (; stmt_step(q); any = true)
        tell_row(w->t, (struct told[]){told_view(w, stmt_text(q, 0)), told_text(stmt_text(q, 1)),
                                       told_fen(stmt_int(q, 2)), told_text(stmt_text(q, 3)),
                                       told_text(stmt_text(q, 4))});
    tell_table_end(w->t);
    stmt_free(q);
    return any;
}

static void add_links(struct answer *w, const struct charge_row *x, struct links *links) {
    str kind, id, label;
    if (split_basis(x->basis, &kind, &id, &label))
        links_add(w, links,
                  str_eqz(kind, "kpi")
                      ? x->basis
                      : str_fmt(w->a, "%.*s/%.*s@%.*s", STR_ARG(kind), STR_ARG(id), STR_ARG(label)));
}

static struct stmt *charges_of(struct answer *w, const struct figure *f) {
    struct stmt *q =
        stmt_new(w->x->store, "SELECT rule, basis, basis_fen, occurrences, amount_fen, running_fen, formula,"
                              " capped, points, late_hours, exempt FROM deduction_result WHERE period = ?1"
                              " AND (?2 = '' OR rule = ?2) ORDER BY rowid");
    stmt_bind_text(q, 1, f->period);
    stmt_bind_text(q, 2, f->id.n ? f->id : S(""));
    return q;
}

static int64_t total_of(struct answer *w, const struct figure *f, int64_t *n) {
    struct stmt *q = charges_of(w, f);
    int64_t fen = 0;
    for (*n = 0; stmt_step(q); ++*n)
        fen += stmt_int(q, AMOUNT);
    stmt_free(q);
    return fen;
}

static void tell_body(struct answer *w, const struct figure *f, const struct deduction *d,
                      const struct period *p) {
    struct method_keys keys = {0};
    struct links links = {0};
    struct charge_row x;
    struct stmt *q = charges_of(w, f);
    const struct deduction *last = d;
    if (d)
        tell_rules(w, d);
    tell_list_begin(w->t, L_RESULTS);
    while (next_charge(w, q, &x)) {
        tell_item_begin(w->t);
        if (!d && x.rule && x.rule != last)
            tell_rules(w, x.rule);
        tell_charge(w, &x);
        tell_item_end(w->t);
        add_links(w, &x, &links);
        if (!d && x.rule && x.rule != last)
            links_add(w, &links,
                      str_fmt(w->a, "deduction/%.*s@%.*s", STR_ARG(x.rule->rule.id.v), STR_ARG(f->period)));
        last = x.rule;
    }
    tell_list_end(w->t);
    stmt_free(q);
    if (d)
        tell_nothing(w, d, p);
    answer_corrections(w, f, &links);
    keys.at[METHOD_DISPUTED] = tell_views(w, f);
    keys.at[METHOD_MISSING] = true;
    answer_method(w, &keys);
    answer_links(w, &links);
    answer_agrees(w);
}

bool answer_deduction(struct answer *w, const struct figure *f) {
    size_t index = 0;
    struct period p;
    const struct deduction *d = NULL;
    int64_t n;
    if (f->record.n || !f->period.n || !period_parse(w->c->term, f->period, &p))
        return false;
    if (f->id.n && !answer_find_rule(w, RULE_DEDUCTION, f->id, &index))
        return false;
    if (f->id.n)
        d = &w->c->deductions.at[index];
    int64_t total = total_of(w, f, &n);
    str title = str_fmt(w->a, "%.*s %.*s", STR_ARG(d ? d->rule.name.v : SAY0(w, P_DEDUCTIONS)),
                        STR_ARG(words_period(w, f->period)));
    tell_account_begin(w->t, f->code, "deduction", title, told_none());
    tell_say(w->t, L_CONCLUSION,
             n ? SAY(w, P_DEDUCTED, words_count(w, n), words_fen(w, total)) : SAY0(w, P_NOTHING_DEDUCTED));
    tell_put(w->t, L_AMOUNT, told_fen(total));
    tell_body(w, f, d, &p);
    tell_account_end(w->t);
    return true;
}
