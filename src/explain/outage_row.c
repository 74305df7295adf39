#include "explain/outage_row.h"

#include "assess/downtime.h"

enum { SYSTEM, FIGURE, FROM, TO, GROSS, EXCLUDED, INCIDENTS, SOURCES, RULES };

void outages_open(struct outages *o, struct answer *w, str system) {
    *o = (struct outages){.w = w, .exclusions = exclusions_open(&w->as)};
    o->q =
        stmt_new(w->x->store,
                 "SELECT * FROM (SELECT system, 'outage/' || coalesce(system, '-') || '/' || row_number()"
                 " OVER (PARTITION BY system ORDER BY from_at, rowid) AS figure, from_at, to_at, gross_min,"
                 " excluded_min, incidents, source, rule FROM outage) WHERE ?1 = '' OR"
                 " coalesce(system, '-') = ?1 ORDER BY from_at, figure");
    stmt_bind_text(o->q, 1, system);
}

void outages_close(struct outages *o) {
    stmt_free(o->q);
    exclusions_close(o->exclusions);
}

/* The clock of the KPI that found it; KPIs that share a row share their clock. */
static struct hours_of clock_of(const struct answer *w, const struct outage_row *r) {
    for (size_t i = 0; i < w->c->kpis.n; i++) {
        const struct kpi *k = &w->c->kpis.at[i];
        if (k->availability.at.src &&
            (r->rules.n ? joined_has(r->rules, k->rule.id.v) : downtime_covers(w->c, k, r->system)))
            return hours_find(w, k->availability.clock.v);
    }
    return hours_find(w, S(""));
}

static void add_all(struct arena *a, struct intervals *to, const struct intervals *from) {
    for (size_t i = 0; i < from->n; i++)
        intervals_add(a, to, from->at[i].from, from->at[i].to);
}

static void find_excluded(const struct outages *o, struct outage_row *r) {
    struct arena *a = o->w->a;
    struct intervals all = {0}, own = {0};
    str rest = r->incidents, incident, kpis = r->rules, kpi = S("");
    int64_t sum = 0;
    joined_next(&kpis, &kpi); /* KPIs that share an outage share its exclusions */
    add_all(a, &all, exclusions_of_system(o->exclusions, kpi, r->system));
    while (joined_next(&rest, &incident)) {
        exclusions_of_incident(o->exclusions, a, kpi, incident, &own);
        add_all(a, &all, &own);
    }
    intervals_normalise(&all);
    intervals_clip(&all, r->from, r->to);
    r->excluded = all;
    for (size_t i = 0; i < all.n; i++)
        sum += calendar_between(r->clock.calendar, all.at[i].from, all.at[i].to);
    r->excluded_known = sum == r->excluded_s;
}

bool outages_next(struct outages *o, struct outage_row *out) {
    const struct answer *w = o->w;
    if (!stmt_step(o->q))
        return false;
    *out = (struct outage_row){.system = stmt_keep(w, o->q, SYSTEM), .figure = stmt_keep(w, o->q, FIGURE)};
    out->from = stmt_time(o->q, FROM);
    out->to = stmt_time(o->q, TO);
    out->gross_s = stmt_minutes(o->q, GROSS);
    out->open = out->to == CIVIL_NONE;
    out->unknown = out->open && out->gross_s == CIVIL_NONE;
    out->to = out->open ? w->as.now : out->to;
    out->gross_s = out->unknown ? 0 : out->gross_s;
    out->excluded_s = out->unknown ? 0 : stmt_minutes(o->q, EXCLUDED);
    out->incidents = stmt_keep(w, o->q, INCIDENTS);
    out->sources = stmt_keep(w, o->q, SOURCES);
    out->rules = stmt_keep(w, o->q, RULES);
    out->clock = clock_of(w, out);
    find_excluded(o, out);
    return true;
}
