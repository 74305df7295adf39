/* answer_kpi.c - a KPI of one period: numerator and denominator, the exact comparison, what is left before it is missed.
 *
 * What was counted is kpi_counts.c and answer_availability.c.
 */
#include "explain/kpi_row.h"

struct form {
    bool (*tell)(struct answer *w, const struct kpi_row *r, struct method_keys *keys, struct links *links);
    str (*says)(struct answer *w, const struct kpi *k);
    void (*misses)(struct answer *w, const struct kpi_row *r);
};
static const struct form met_form = {kpi_tell_met, kpi_says_met, kpi_misses_met},
                         share_form = {kpi_tell_share, kpi_says_share, kpi_misses_share},
                         availability_form = {kpi_tell_availability, kpi_says_availability,
                                              kpi_misses_availability};

static const struct form *form_of(const struct kpi *k) {
    return k->availability.at.src ? &availability_form : k->share.at.src ? &share_form : &met_form;
}

static bool by_time(const struct kpi *k) {
    return k->availability.at.src != NULL;
}

struct dec kpi_percent(const struct kpi *k) {
    return k->at_least.set ? k->at_least.v : k->at_most.v;
}

str kpi_demand(const struct answer *w, const struct kpi *k) {
    return str_fmt(w->a, "%s %.*s%%", k->at_least.set ? "≥" : "≤", STR_ARG(dec_text(w->a, kpi_percent(k))));
}

/* Time is shown in minutes where it is whole minutes, else in seconds. */
static int64_t unit_of(const struct kpi_row *r) {
    return by_time(r->kpi) && r->numerator % 60 == 0 && r->denominator % 60 == 0 ? 60 : 1;
}

static str unit_words(const struct answer *w, const struct kpi_row *r) {
    if (!by_time(r->kpi))
        return S("");
    return SAY0(w, unit_of(r) == 60 ? P_MINUTES : P_SECONDS);
}

str kpi_fraction(const struct answer *w, const struct kpi_row *r) {
    int64_t unit = unit_of(r);
    if (!r->denominator)
        return SAY0(w, P_KPI_NOTHING);
    return str_fmt(w->a, "%lld/%lld%.*s = %.*s", (long long)(r->numerator / unit),
                   (long long)(r->denominator / unit), STR_ARG(unit_words(w, r)),
                   STR_ARG(percent_text(w->a, r->numerator, r->denominator, 2)));
}

static const char *sign_of(const struct kpi_row *r) {
    int sign = ratio_cmp_percent(r->numerator, r->denominator, kpi_percent(r->kpi));
    return sign < 0 ? "<" : sign > 0 ? ">" : "=";
}

/* numerator / denominator against m / (100 * 10^scale), multiplied out. Empty where the products are too large to
 * print; the verdict used 128 bits. */
str kpi_comparison(const struct answer *w, const struct kpi_row *r) {
    struct dec p = kpi_percent(r->kpi);
    int64_t unit = unit_of(r), n = r->numerator / unit, d = r->denominator / unit, whole = 100, left, right;
    for (int i = 0; i < p.scale; i++)
        whole *= 10;
    if (!d || __builtin_mul_overflow(n, whole, &left) || __builtin_mul_overflow(d, p.m, &right))
        return S("");
    str products = str_fmt(w->a, "%lld × %lld = %lld %s %lld × %lld = %lld", (long long)n, (long long)whole,
                           (long long)left, sign_of(r), (long long)d, (long long)p.m, (long long)right);
    return SAY(w, P_KPI_CROSS, products);
}

/* -- reading -------------------------------------------------------------------------------------- */

enum { NUMERATOR, DENOMINATOR, OUTCOME, GROSS, EXCLUDED, UNKNOWN, ALLOWANCE };

bool kpi_read(struct answer *w, str id, str period, struct kpi_row *r) {
    *r = (struct kpi_row){0};
    if (!id.n || !period.n || !answer_find_rule(w, RULE_KPI, id, &r->index))
        return false;
    r->kpi = &w->c->kpis.at[r->index];
    struct stmt *q =
        stmt_new(w->x->store, "SELECT numerator, denominator, outcome, gross_min, excluded_min, unknown_min,"
                              " allowance FROM kpi_result WHERE rule = ?1 AND period = ?2");
    stmt_bind_text(q, 1, id);
    stmt_bind_text(q, 2, period);
    bool found = stmt_step(q) && period_parse(w->c->term, period, &r->period);
    if (found) {
        r->numerator = by_time(r->kpi) ? stmt_minutes(q, NUMERATOR) : stmt_int(q, NUMERATOR);
        r->denominator = by_time(r->kpi) ? stmt_minutes(q, DENOMINATOR) : stmt_int(q, DENOMINATOR);
        r->outcome = stmt_keep(w, q, OUTCOME);
        r->gross_s = stmt_minutes(q, GROSS);
        r->excluded_s = stmt_minutes(q, EXCLUDED);
        r->unknown_s = stmt_minutes(q, UNKNOWN);
        r->allowance = stmt_int(q, ALLOWANCE);
    }
    stmt_free(q);
    return found;
}

void kpi_tell_misses(struct answer *w, const struct kpi_row *r) {
    form_of(r->kpi)->misses(w, r);
}

/* -- telling -------------------------------------------------------------------------------------- */

static str say_conclusion(struct answer *w, const struct kpi_row *r) {
    bool pending = str_eq(r->outcome, outcome_name(OUTCOME_PENDING));
    str fraction = kpi_fraction(w, r), demand = kpi_demand(w, r->kpi);
    if (pending)
        return SAY(w, P_KPI_PENDING, fraction, demand, civil_text_day(w->a, r->period.to - 1));
    if (!r->denominator)
        return SAY0(w, P_KPI_EMPTY);
    return SAY(w, str_eq(r->outcome, outcome_name(OUTCOME_MET)) ? P_KPI_MET : P_KPI_MISSED, fraction, demand);
}

static void tell_numbers(struct answer *w, const struct kpi_row *r) {
    bool time = by_time(r->kpi);
    tell_begin(w->t, L_FORMULA);
    if (r->denominator)
        tell_says(w->t, L_STEPS, (const str[]){kpi_fraction(w, r), kpi_comparison(w, r)}, 2);
    else
        tell_says(w->t, L_STEPS, (const str[]){SAY0(w, P_KPI_NOTHING)}, 1);
    tell_put(w->t, time ? L_UP_TIME : L_NUMERATOR,
             time ? told_seconds(r->numerator) : told_count(r->numerator));
    tell_put(w->t, time ? L_TOTAL_TIME : L_DENOMINATOR,
             time ? told_seconds(r->denominator) : told_count(r->denominator));
    tell_put(w->t, L_VALUE,
             told_text(r->denominator ? percent_text(w->a, r->numerator, r->denominator, 2) : S("")));
    tell_put(w->t, L_DEMAND, told_text(kpi_demand(w, r->kpi)));
    tell_put(w->t, time ? L_ALLOWANCE_TIME : L_ALLOWANCE,
             time ? told_seconds(r->allowance * 60) : told_count(r->allowance));
    tell_end(w->t);
}

/* Both parties' figures where something is disputed. */
static bool tell_views(struct answer *w, const struct figure *f) {
    static const enum label columns[] = {L_VIEW, L_VALUE, L_OUTCOME, L_DECIDES, L_DISPUTED_RECORDS};
    struct stmt *q = stmt_new(
        w->x->store, "SELECT view, percent_text(numerator, denominator) || ' (' || numerator || '/' ||"
                     " denominator || ')', outcome, decides, records FROM kpi_dispute WHERE rule = ?1"
                     " AND period = ?2 ORDER BY rowid");
    bool any = false;
    stmt_bind_text(q, 1, f->id);
    stmt_bind_text(q, 2, f->period);
    tell_table_begin(w->t, L_VIEWS, columns, 5);
    for (; stmt_step(q); any = true)
        tell_row(w->t, (struct told[]){told_view(w, stmt_text(q, 0)), told_text(stmt_text(q, 1)),
                                       told_outcome(stmt_text(q, 2)), told_bool(stmt_int(q, 3) != 0),
                                       told_text(stmt_text(q, 4))});
    tell_table_end(w->t);
    stmt_free(q);
    return any;
}

static void add_deductions(struct answer *w, const struct figure *f, struct links *links) {
    struct stmt *q =
        stmt_new(w->x->store, "SELECT 'deduction/' || rule || '@' || period FROM deduction_result"
                              " WHERE basis = ?1 ORDER BY rowid");
    stmt_bind_text(q, 1, f->code);
    while (stmt_step(q))
        links_add(w, links, stmt_text(q, 0));
    stmt_free(q);
}

bool answer_kpi(struct answer *w, const struct figure *f) {
    struct kpi_row r;
    struct method_keys keys = {0};
    struct links links = {0};
    if (f->record.n || !kpi_read(w, f->id, f->period, &r))
        return false;
    const struct form *form = form_of(r.kpi);
    str says[] = {form->says(w, r.kpi),
                  SAY(w, P_KPI_SAYS, words_every(w, &r.kpi->every), kpi_demand(w, r.kpi))};
    str title = str_fmt(w->a, "%.*s %.*s", STR_ARG(r.kpi->rule.name.v), STR_ARG(words_period(w, f->period)));
    tell_account_begin(w->t, f->code, "kpi", title, told_outcome(r.outcome));
    tell_say(w->t, L_CONCLUSION, say_conclusion(w, &r));
    tell_put(w->t, L_PERIOD_FROM, told_day(r.period.from));
    tell_put(w->t, L_PERIOD_LAST, told_day(r.period.to - 1));
    answer_rule(w, RULE_KPI, &r.kpi->rule, says, 2);
    tell_numbers(w, &r);
    w->agrees = form->tell(w, &r, &keys, &links) && w->agrees;
    answer_corrections(w, f, &links);
    keys.at[METHOD_DISPUTED] = tell_views(w, f);
    keys.at[METHOD_ROUNDING] = true;
    answer_method(w, &keys);
    add_deductions(w, f, &links);
    answer_links(w, &links);
    answer_agrees(w);
    tell_account_end(w->t);
    return true;
}
