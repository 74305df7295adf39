/* contract_judged.c - targets, obligations and KPIs: what is judged, and by which measure. */
#include "contract/contract_checks.h"

static void check_target(struct checker *k, struct target *t) {
    static const char *const keys[] = {"within", "by"}, *const late[] = {"after_limit", "at_limit", NULL};
    const bool given[] = {t->within.at.src != NULL, t->by.v.p != NULL};
    check_one_of(k, t->rule.at, keys, given, 2);
    check_clock(k, &t->clock, &t->within);
    check_not_empty(k, "to", t->to.at != NULL, t->to.n, t->rule.at);
    check_word(k, "late_if", t->late_if, late);
}

void check_targets(struct checker *k) {
    for (size_t i = 0; i < k->c->targets.n; i++)
        check_target(k, &k->c->targets.at[i]);
}

static void check_workdays(struct checker *k, struct obligation *o) {
    bool workday = o->every.set && o->every.v == FREQ_WORKDAY;
    names_resolve(&k->names, k->a, k->d, THING_CALENDAR, o->calendar);
    if (!workday && o->calendar.v.p)
        fault_only_with(k, o->calendar.at, "calendar", "every: workday");
    else if (workday && (!o->calendar.v.p || str_eqz(o->calendar.v, "always")))
        diag0(k->d, DIAG_WORKDAY_CALENDAR, span_place(o->calendar.v.p ? o->calendar.at : o->every.at));
}

static void check_obligation(struct checker *k, struct obligation *o) {
    static const char *const keys[] = {"every", "once"};
    const bool given[] = {o->every.at.src != NULL, o->once.at.src != NULL};
    check_one_of(k, o->rule.at, keys, given, 2);
    check_workdays(k, o);
    check_positive(k, "at_least", o->at_least.set, o->at_least.v, o->at_least.at);
    if (!o->at_least.at.src)
        o->at_least = (struct intval){.v = 1, .set = true};
    if (o->period.v.p && given[1] && !given[0])
        fault_clash(k, o->period.at, "period", "once");
    if (o->due.at.src && given[1] && !given[0])
        fault_clash(k, o->due.at, "due", "once");
    else
        check_due(k, &o->due, DUE_OF_PERIODS);
}

void check_checks(struct checker *k) {
    for (size_t i = 0; i < k->c->checks.n; i++)
        check_due(k, &k->c->checks.at[i].due, DUE_OF_RECORD);
}

void check_obligations(struct checker *k) {
    for (size_t i = 0; i < k->c->obligations.n; i++)
        check_obligation(k, &k->c->obligations.at[i]);
}

static bool any_critical(const struct contract *c) {
    for (size_t i = 0; i < c->systems.n; i++)
        if (c->systems.at[i].critical.v)
            return true;
    return false;
}

/* `critical` and `all` stand for systems, and alone. */
static void check_systems(struct checker *k, struct svals systems) {
    for (size_t i = 0; i < systems.n; i++) {
        sval s = systems.at[i];
        bool all = str_eqz(s.v, "all"), critical = str_eqz(s.v, "critical");
        if (!all && !critical)
            names_resolve(&k->names, k->a, k->d, THING_SYSTEM, s);
        else if (all ? k->c->systems.n == 0 : !any_critical(k->c))
            diag1(k->d, DIAG_NO_SYSTEM, span_place(s.at), s.v);
    }
}

static struct svals columns(struct arena *a, const char *first, const char *second) {
    struct svals s = {.at = ARENA_ARRAY(a, sval, 2), .n = 2};
    s.at[0].v = str_from(first);
    s.at[1].v = str_from(second);
    return s;
}

static void check_availability(struct checker *k, struct kpi_availability *v) {
    const struct limit none = {0};
    if (!v->at.src)
        return;
    check_systems(k, v->systems);
    check_clock(k, &v->clock, &none);
    if (!v->of.v.p)
        v->of.v = S("incident");
    if (v->from.n == 0)
        v->from = columns(k->a, "down_from", "reported_at");
    if (v->to.n == 0)
        v->to = columns(k->a, "down_to", "restored_at");
}

static void check_kpi(struct checker *k, struct kpi *kpi) {
    static const char *const measures[] = {"share", "met", "availability"};
    static const char *const bounds[] = {"at_least", "at_most"};
    const bool measure[] = {kpi->share.at.src != NULL, kpi->met.at != NULL, kpi->availability.at.src != NULL};
    const bool bound[] = {kpi->at_least.at.src != NULL, kpi->at_most.at.src != NULL};
    check_one_of(k, kpi->rule.at, measures, measure, 3);
    check_one_of(k, kpi->rule.at, bounds, bound, 2);
    check_percent(k, "at_least", kpi->at_least, true);
    check_percent(k, "at_most", kpi->at_most, true);
    names_resolve_all(&k->names, k->a, k->d, THING_TARGET, kpi->met);
    check_not_empty(k, "met", kpi->met.at != NULL, kpi->met.n, kpi->rule.at);
    check_availability(k, &kpi->availability);
    if (kpi->every.set && kpi->every.v == FREQ_WORKDAY)
        fault_only_with(k, kpi->every.at, "every: workday", "obligations");
}

void check_kpis(struct checker *k) {
    for (size_t i = 0; i < k->c->kpis.n; i++)
        check_kpi(k, &k->c->kpis.at[i]);
}
