/* counts.c - numerators and denominators of `met` and `share` KPIs, each in one pass over the rows.
 *
 * met    results of the listed targets that belong to the period. numerator: met; denominator: met and missed.
 *        Unproven ones count as `missing_time` says: as missed, not at all, as met. Pending and exempt ones stay out.
 * share  records of the period (incidents as `incidents_belong_to` says, else by main date).
 *        denominator: `among` holds, all records when it is absent; numerator: `where` holds among them.
 */
#include "assess/kpi.h"
#include "assess/scan.h"

static struct kpi_figure *figure_of(const struct kpi_work *w, int64_t t) {
    ptrdiff_t i = t == CIVIL_NONE ? -1 : periods_find(&w->periods, civil_day(t));
    return i < 0 ? NULL : &w->figures[i];
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
    bool unproven_met, unproven_judged;
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

static void count_result(const struct counting *k, const struct counted *x, enum outcome o,
                         int64_t belongs_at) {
    bool met = o == OUTCOME_MET || (o == OUTCOME_UNPROVEN && k->unproven_met);
    bool judged = o == OUTCOME_MET || o == OUTCOME_MISSED || (o == OUTCOME_UNPROVEN && k->unproven_judged);
    for (size_t i = 0; judged && i < x->kpis.n; i++) {
        struct kpi_figure *f = figure_of(&k->works[x->kpis.at[i]], belongs_at);
        if (!f)
            continue;
        f->denominator++;
        f->numerator += met;
    }
}

void counts_of_met(struct assess *as, struct kpi_work *works) {
    struct counting k = counting_of(as, works);
    if (!k.n)
        return;
    struct stmt *q = stmt_new(as->store, "SELECT rule, outcome, belongs_at FROM target_result");
    while (stmt_step(q)) {
        const struct counted *x = counted_find(&k, stmt_text(q, 0));
        enum outcome o;
        if (x && outcome_parse(stmt_text(q, 1), &o))
            count_result(&k, x, o, stmt_time(q, 2));
    }
    stmt_free(q);
}

/* -- share ---------------------------------------------------------------------------------------- */

struct shared { /* a share KPI with its place in the scan */
    struct kpi_work *work;
    int where, among;
};

static bool is_share_of(const struct kpi *k, str type) {
    return k->share.at.src && str_eq(k->share.of.v, type);
}

static void count_record(const struct scan *s, const struct belonging *b, const struct shared *at, size_t n) {
    int64_t t = belonging_moment(b, s);
    for (size_t i = 0; i < n; i++) {
        struct kpi_figure *f = scan_holds(s, at[i].among) ? figure_of(at[i].work, t) : NULL;
        if (!f)
            continue;
        f->denominator++;
        f->numerator += scan_holds(s, at[i].where);
    }
}

static void count_type(struct assess *as, struct kpi_work *works, str type) {
    const struct contract *c = as->contract;
    struct scan *s = scan_new(as, type);
    struct belonging b = belonging_ask(as, s);
    struct shared *at = ARENA_ARRAY(as->a, struct shared, c->kpis.n);
    size_t n = 0;
    for (size_t i = 0; i < c->kpis.n; i++) {
        const struct kpi_share *share = &c->kpis.at[i].share;
        if (is_share_of(&c->kpis.at[i], type))
            at[n++] = (struct shared){&works[i], scan_add_condition(s, &share->where),
                                      scan_add_condition(s, &share->among)};
    }
    scan_open(s);
    while (scan_next(s))
        count_record(s, &b, at, n);
    scan_close(s);
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
