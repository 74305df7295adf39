/* counts.c - numerators and denominators of `met` and `share` KPIs, each in one pass over the rows.
 *
 * met    results of the listed targets that belong to the period. numerator: met; denominator: met and missed.
 *        Unproven ones count as `missing_time` says: as missed, not at all, as met. Pending and exempt ones stay out.
 * share  records of the period (incidents as `incidents_belong_to` says, else by main date).
 *        denominator: `among` holds, all records when it is absent; numerator: `where` holds among them.
 * In the supplier's view disputed records that speak against it are left out, or count as met (dispute.h).
 */
#include "assess/kpi.h"
#include "assess/scan.h"

static ptrdiff_t period_of(const struct kpi_work *w, int64_t t) {
    return t == CIVIL_NONE ? -1 : periods_find(&w->periods, civil_day(t));
}

static void add(struct kpi_figure *f, bool met) {
    f->denominator++;
    f->numerator += met;
}

/* One judged record in both views. `against`: disputed, and it speaks against the supplier. */
static void count(const struct kpi_work *w, ptrdiff_t period, bool met, bool against, bool claimed_met) {
    add(&w->figures[VIEW_BUYER][period], met);
    if (!against)
        add(&w->figures[VIEW_SUPPLIER][period], met);
    else if (claimed_met)
        add(&w->figures[VIEW_SUPPLIER][period], !met);
}

/* -- met ------------------------------------------------------------------------------------------ */

struct counted { /* a target and the KPIs that count it */
    str rule;
    VEC(size_t) kpis;
};
struct counting {
    struct kpi_work *works;
    struct counted *at;
    size_t n;
    size_t last; /* results come record by record, so the next rule is most often the next one here */
    bool unproven_met, unproven_judged, claimed_met;
    struct stmt *contested;
};

static bool lists(const struct kpi *k, str target) {
    for (size_t i = 0; i < k->met.n; i++)
        if (str_eq(k->met.at[i].v, target))
            return true;
    return false;
}

static struct counting counting_of(struct assess *as, struct kpi_work *works) {
    const struct contract *c = as->contract;
    struct counting k = {.works = works, .at = ARENA_ARRAY(as->a, struct counted, c->targets.n)};
    k.unproven_met = method_is(&c->method, METHOD_MISSING, "met");
    k.unproven_judged = k.unproven_met || part_unproven_is_missed(c);
    k.claimed_met = method_is(&c->method, METHOD_DISPUTED, "met");
    for (size_t t = 0; t < c->targets.n; t++) {
        struct counted x = {.rule = c->targets.at[t].rule.id.v};
        for (size_t i = 0; i < c->kpis.n; i++)
            if (lists(&c->kpis.at[i], x.rule))
                VEC_PUSH(as->a, &x.kpis, i);
        if (x.kpis.n)
            k.at[k.n++] = x;
    }
    return k;
}

static const struct counted *counted_find(struct counting *k, str rule) {
    for (size_t i = 0; i < k->n; i++) {
        k->last = k->last + 1 < k->n ? k->last + 1 : 0;
        if (str_eq(k->at[k->last].rule, rule))
            return &k->at[k->last];
    }
    return NULL;
}

/* The columns of a result: rule, outcome, belongs_at, disputed, record_id. */
static void count_result(const struct counting *k, const struct counted *x, const struct stmt *q) {
    enum outcome o;
    if (!outcome_parse(stmt_text(q, 1), &o))
        return;
    bool met = o == OUTCOME_MET || (o == OUTCOME_UNPROVEN && k->unproven_met);
    bool judged = met || o == OUTCOME_MISSED || (o == OUTCOME_UNPROVEN && k->unproven_judged);
    bool against = judged && !met && stmt_int(q, 3);
    for (size_t i = 0; judged && i < x->kpis.n; i++) {
        const struct kpi_work *w = &k->works[x->kpis.at[i]];
        ptrdiff_t p = period_of(w, stmt_time(q, 2));
        if (p < 0)
            continue;
        count(w, p, met, against, k->claimed_met);
        if (against)
            contested_note_period(k->contested, w->kpi->rule.id.v, str_from(w->periods.at[p].label),
                                  stmt_text(q, 4));
    }
}

void counts_of_met(struct assess *as, struct kpi_work *works) {
    struct counting k = counting_of(as, works);
    if (!k.n)
        return;
    k.contested = contested_stmt(as);
    /* The last columns of a million rows are only looked for where some of them are needed. */
    struct stmt *q =
        stmt_new(as->store, contested_any(as)
                                ? "SELECT rule, outcome, belongs_at, disputed, record_id FROM target_result"
                                : "SELECT rule, outcome, belongs_at, 0, NULL FROM target_result");
    while (stmt_step(q)) {
        const struct counted *x = counted_find(&k, stmt_text(q, 0));
        if (x)
            count_result(&k, x, q);
    }
    stmt_free(q);
    stmt_free(k.contested);
}

/* -- share ---------------------------------------------------------------------------------------- */

struct shared { /* a share KPI with its place in the scan */
    struct kpi_work *work;
    int where, among;
};

static bool is_share_of(const struct kpi *k, str type) {
    return k->share.at.src && str_eq(k->share.of.v, type);
}

struct sharing {
    const struct scan *scan;
    struct belonging belonging;
    int disputed;
    bool claimed_met;
    struct stmt *contested;
    struct shared *at;
    size_t n;
};

static void count_record(const struct sharing *k) {
    const struct scan *s = k->scan;
    int64_t t = belonging_moment(&k->belonging, s);
    for (size_t i = 0; i < k->n; i++) {
        const struct kpi_work *w = k->at[i].work;
        ptrdiff_t p = scan_holds(s, k->at[i].among) ? period_of(w, t) : -1;
        if (p < 0)
            continue;
        bool counts = scan_holds(s, k->at[i].where), wanted = w->kpi->at_least.set;
        bool against = counts != wanted && scan_is_set(s, k->disputed);
        count(w, p, counts, against, k->claimed_met);
        if (against)
            contested_note_period(k->contested, w->kpi->rule.id.v, str_from(w->periods.at[p].label),
                                  scan_id(s));
    }
}

static void count_type(struct assess *as, struct kpi_work *works, str type) {
    const struct contract *c = as->contract;
    struct scan *s = scan_new(as, type);
    struct sharing k = {.scan = s, .belonging = belonging_ask(as, s), .contested = contested_stmt(as)};
    k.disputed = scan_add_column(s, S("disputed"));
    k.claimed_met = method_is(&c->method, METHOD_DISPUTED, "met");
    k.at = ARENA_ARRAY(as->a, struct shared, c->kpis.n);
    for (size_t i = 0; i < c->kpis.n; i++) {
        const struct kpi_share *share = &c->kpis.at[i].share;
        if (is_share_of(&c->kpis.at[i], type))
            k.at[k.n++] = (struct shared){&works[i], scan_add_condition(s, &share->where),
                                          scan_add_condition(s, &share->among)};
    }
    scan_open(s);
    while (scan_next(s))
        count_record(&k);
    scan_close(s);
    stmt_free(k.contested);
}

void counts_of_share(struct assess *as, struct kpi_work *works) {
    const struct contract *c = as->contract;
    for (size_t i = 0; i < c->kpis.n; i++) {
        bool done = !c->kpis.at[i].share.at.src;
        for (size_t k = 0; k < i && !done; k++)
            done = is_share_of(&c->kpis.at[k], c->kpis.at[i].share.of.v);
        if (!done)
            count_type(as, works, c->kpis.at[i].share.of.v);
    }
}
