/* kpi_counts.c - the records behind a `met` or a `share` KPI: those that count against it one by one, the others by
 * number, with where they are listed.
 */
#include "assess/parts.h"
#include "assess/scan.h"
#include "explain/kpi_row.h"

/* -- met ------------------------------------------------------------------------------------------ */

static str names_of_targets(struct answer *w, const struct kpi *k) {
    struct sb b = {.a = w->a};
    for (size_t i = 0; i < k->met.n; i++) {
        const struct rule *r = answer_find_rule(w, RULE_TARGET, k->met.at[i].v, NULL);
        sb_addz(&b, i ? (w->lang == LANG_ZH ? "、" : ", ") : "");
        sb_add(&b, r ? r->name.v : k->met.at[i].v);
    }
    return sb_str(&b);
}

str kpi_says_met(struct answer *w, const struct kpi *k) {
    return SAY(w, P_KPI_SAYS_MET, names_of_targets(w, k));
}

/* How an outcome goes into numerator and denominator. */
struct weight {
    bool numerator, denominator;
};
static struct weight weight_of(const struct answer *w, enum outcome o) {
    const struct method *m = &w->c->method;
    bool as_met = o == OUTCOME_MET || (o == OUTCOME_UNPROVEN && method_is(m, METHOD_MISSING, "met"));
    bool as_missed = o == OUTCOME_MISSED || (o == OUTCOME_UNPROVEN && method_is(m, METHOD_MISSING, "missed"));
    return (struct weight){as_met, as_met || as_missed};
}

static struct stmt *results_of(struct answer *w, const struct kpi_row *r, const char *what) {
    str sql =
        str_fmt(w->a,
                "SELECT %s FROM target_result WHERE rule IN (SELECT target FROM kpi_target WHERE kpi = ?1)"
                " AND belongs_at >= ?2 AND belongs_at < ?3",
                what);
    struct stmt *q = stmt_new(w->x->store, str_z(w->a, sql));
    stmt_bind_text(q, 1, r->kpi->rule.id.v);
    stmt_bind_time(q, 2, day_start(r->period.from));
    stmt_bind_time(q, 3, day_start(r->period.to));
    return q;
}

static struct told told_weight(const struct answer *w, struct weight x) {
    return told_text(SAY0(w, x.numerator ? P_COUNTS_BOTH : x.denominator ? P_COUNTS_BELOW : P_COUNTS_NOT));
}

static bool tell_outcomes(struct answer *w, const struct kpi_row *r) {
    static const enum label columns[] = {L_OUTCOME, L_NUMBER_OF, L_COUNTS_AS};
    int64_t n[OUTCOME__MAX] = {0}, numerator = 0, denominator = 0;
    struct stmt *q = results_of(w, r, "outcome");
    enum outcome o;
    while (stmt_step(q))
        if (outcome_parse(stmt_text(q, 0), &o))
            n[o]++;
    stmt_free(q);
    tell_table_begin(w->t, L_COUNTS, columns, 3);
    for (int i = 0; i < OUTCOME__MAX; i++) {
        struct weight x = weight_of(w, (enum outcome)i);
        numerator += x.numerator ? n[i] : 0;
        denominator += x.denominator ? n[i] : 0;
        tell_row(w->t, (struct told[]){told_outcome(outcome_name((enum outcome)i)), told_count(n[i]),
                                       told_weight(w, x)});
    }
    tell_table_end(w->t);
    return numerator == r->numerator && denominator == r->denominator;
}

/* misses: what lies below the line; else what does not count at all. */
static void tell_results(struct answer *w, const struct kpi_row *r, enum label l, bool misses) {
    static const enum label columns[] = {L_FIGURE, L_OUTCOME, L_ELAPSED, L_LATE, L_SOURCE};
    struct stmt *q =
        results_of(w, r,
                   "'target/' || rule || '/' || coalesce(record_id, source), outcome, elapsed_min,"
                   " late_min, source");
    tell_table_begin(w->t, l, columns, 5);
    while (stmt_step(q)) {
        enum outcome o;
        if (!outcome_parse(stmt_text(q, 1), &o))
            continue;
        struct weight x = weight_of(w, o);
        if (misses ? x.denominator && !x.numerator : !x.denominator)
            tell_row(w->t, (struct told[]){told_text(stmt_text(q, 0)), told_outcome(stmt_text(q, 1)),
                                           told_seconds(stmt_minutes(q, 2)), told_seconds(stmt_minutes(q, 3)),
                                           told_text(stmt_text(q, 4))});
    }
    tell_table_end(w->t);
    stmt_free(q);
}

static str percent_words(const struct answer *w, struct dec p) {
    return str_fmt(w->a, "%.*s%%", STR_ARG(dec_text(w->a, p)));
}

static void tell_allowance(struct answer *w, const struct kpi_row *r) {
    int64_t against = r->kpi->at_least.set ? r->denominator - r->numerator : r->numerator;
    if (r->denominator)
        tell_say(w->t, L_ALLOWANCE_WORDS,
                 SAY(w, P_KPI_ALLOWANCE, words_count(w, r->denominator),
                     percent_words(w, kpi_percent(r->kpi)), words_count(w, r->allowance + against),
                     words_count(w, against), words_count(w, r->allowance)));
}

void kpi_misses_met(struct answer *w, const struct kpi_row *r) {
    tell_results(w, r, L_MISSES, true);
}

bool kpi_tell_met(struct answer *w, const struct kpi_row *r, struct method_keys *keys, struct links *links) {
    bool agrees = tell_outcomes(w, r);
    tell_allowance(w, r);
    tell_results(w, r, L_MISSES, true);
    tell_results(w, r, L_NOT_COUNTED, false);
    str *types = ARENA_ARRAY(w->a, str, r->kpi->met.n);
    size_t n = 0;
    for (size_t i = 0; i < r->kpi->met.n; i++) {
        size_t index;
        if (answer_find_rule(w, RULE_TARGET, r->kpi->met.at[i].v, &index))
            types[n++] = w->c->targets.at[index].on.v;
        links_add(w, links, str_fmt(w->a, "target/%.*s@%s", STR_ARG(r->kpi->met.at[i].v), r->period.label));
    }
    answer_searched(w, types, n);
    keys->at[METHOD_BELONG] = keys->at[METHOD_MISSING] = keys->at[METHOD_LATE] = true;
    return agrees;
}

/* -- share ---------------------------------------------------------------------------------------- */

str kpi_says_share(struct answer *w, const struct kpi *k) {
    const struct kpi_share *s = &k->share;
    return SAY(w, s->among.v.n ? P_KPI_SAYS_SHARE : P_KPI_SAYS_SHARE_ALL, type_title(w, s->of.v), s->where.v,
               s->among.v);
}

struct share {
    struct answer *w;
    const struct kpi_row *r;
    struct scan *scan;
    struct belonging belonging;
    int where, among;
    int64_t numerator, denominator;
    VEC(str) against; /* sources */
};

static void count_share(struct share *x) {
    int64_t t = belonging_moment(&x->belonging, x->scan);
    bool here = t != CIVIL_NONE && civil_day(t) >= x->r->period.from && civil_day(t) < x->r->period.to;
    if (!here || !scan_holds(x->scan, x->among))
        return;
    bool holds = scan_holds(x->scan, x->where);
    x->denominator++;
    x->numerator += holds;
    if (holds != x->r->kpi->at_least.set)
        VEC_PUSH(x->w->a, &x->against, scan_source(x->scan, x->w->a));
}

static void tell_against(struct share *x) {
    struct answer *w = x->w;
    const struct record_type *type = scan_type(x->scan);
    str *named;
    size_t n = condition_columns(w, type, x->r->kpi->share.where.v, &named);
    struct role *roles = ARENA_ARRAY(w->a, struct role, n + 1);
    roles[0] = (struct role){type->columns[type->date].name.v, S("")};
    for (size_t i = 0; i < n; i++)
        roles[i + 1] = (struct role){named[i], SAY0(w, P_ROLE_CONDITION)};
    records_begin(w);
    for (size_t i = 0; i < x->against.n; i++) {
        struct record r;
        if (record_find(w, type->name.v, x->against.at[i], &r))
            records_add(w, &r, S(""), roles, n + 1);
    }
    records_end(w);
}

/* What lists the records that are not told one by one. */
static str sql_of(struct share *x) {
    struct answer *w = x->w;
    const struct record_type *type = scan_type(x->scan);
    const struct kpi_share *s = &x->r->kpi->share;
    struct sb b = {.a = w->a};
    str date = type->columns[type->date].name.v;
    bool restored = str_eqz(s->of.v, "incident") && method_is(&w->c->method, METHOD_BELONG, "restored_at");
    str moment =
        restored ? S("coalesce(restored_at, reported_at)") : str_fmt(w->a, "\"%.*s\"", STR_ARG(date));
    sb_fmt(&b, "SELECT * FROM \"%.*s\" WHERE %.*s >= '%.*s' AND %.*s < '%.*s'", STR_ARG(s->of.v),
           STR_ARG(moment), STR_ARG(civil_text_day(w->a, x->r->period.from)), STR_ARG(moment),
           STR_ARG(civil_text_day(w->a, x->r->period.to)));
    if (s->among.v.n)
        sb_fmt(&b, " AND (%.*s)", STR_ARG(s->among.v));
    sb_fmt(&b, " AND (%.*s)", STR_ARG(s->where.v));
    if (str_eqz(s->of.v, "incident") &&
        store_int(w->x->store, "SELECT EXISTS (SELECT 1 FROM duplicate_result)", 0))
        sb_addz(&b, " AND id NOT IN (SELECT record_id FROM duplicate_result)");
    return sb_str(&b);
}

static struct share share_of(struct answer *w, const struct kpi_row *r) {
    const struct kpi_share *s = &r->kpi->share;
    struct share x = {.w = w, .r = r, .scan = scan_new(&w->as, s->of.v)};
    x.belonging = belonging_ask(&w->as, x.scan);
    x.where = scan_add_condition(x.scan, &s->where);
    x.among = scan_add_condition(x.scan, &s->among);
    scan_open(x.scan);
    while (scan_next(x.scan))
        count_share(&x);
    scan_close(x.scan);
    return x;
}

void kpi_misses_share(struct answer *w, const struct kpi_row *r) {
    struct share x = share_of(w, r);
    tell_against(&x);
}

bool kpi_tell_share(struct answer *w, const struct kpi_row *r, struct method_keys *keys,
                    struct links *links) {
    struct share x = share_of(w, r);
    (void)links;
    tell_allowance(w, r);
    tell_against(&x);
    tell_begin(w->t, L_COUNTED_RECORDS);
    tell_put(w->t, L_NUMBER_OF, told_count(x.numerator));
    tell_put(w->t, L_SQL, told_text(sql_of(&x)));
    tell_end(w->t);
    answer_searched(w, &r->kpi->share.of.v, 1);
    keys->at[METHOD_BELONG] = str_eqz(r->kpi->share.of.v, "incident");
    return x.numerator == r->numerator && x.denominator == r->denominator;
}
