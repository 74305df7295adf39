/* outages.c - when a system was down, as the availability KPIs see it.
 *
 * Records of `of` for which `down` holds and that concern a system of the KPI. From the first recorded of `from` to
 * the first recorded of `to`; where the method says that a workaround ends an outage, an earlier workaround_at does.
 * An end before the last reopen did not last and is none; between a restore and the reopen after it the system was
 * up, whatever on_reopen makes of a target's clock: availability is about the system, not about the ticket.
 * Less: the exclusions of the system, and those that name the incident, where they overlap.
 * Without an end: `availability.unknown` says. separate: a row of its own without to_at and without minutes; down:
 * minutes until now, to_at stays empty; up: no row.
 *
 * A row of `outage` is a union of what overlaps or touches in one system, measured on the KPI's clock; `incidents`
 * and `source` name the records that make it up, in order. excluded_min is the excluded part of gross_min.
 */
#include "assess/downtime.h"
#include "assess/pauses.h"
#include "assess/scan.h"

/* -- which KPIs look at the same outages ---------------------------------------------------------- */

static bool same_text(const sval *x, const sval *y) {
    return str_eq(x->v, y->v);
}

static bool same_list(const struct svals *x, const struct svals *y) {
    if (x->n != y->n)
        return false;
    for (size_t i = 0; i < x->n; i++)
        if (!same_text(&x->at[i], &y->at[i]))
            return false;
    return true;
}

static bool is_availability(const struct kpi *k) {
    return k->availability.at.src != NULL;
}

size_t downtime_watch(const struct contract *c, size_t kpi) {
    const struct kpi_availability *x = &c->kpis.at[kpi].availability;
    for (size_t i = 0; i < kpi; i++) {
        const struct kpi_availability *y = &c->kpis.at[i].availability;
        if (is_availability(&c->kpis.at[i]) && same_text(&x->of, &y->of) && same_text(&x->down, &y->down) &&
            same_text(&x->clock, &y->clock) && same_list(&x->from, &y->from) && same_list(&x->to, &y->to))
            return i;
    }
    return kpi;
}

const struct calendar *downtime_calendar(const struct assess *as, const struct kpi *k) {
    const sval *name = &k->availability.clock;
    const struct calendar *c = name->v.p ? calendars_find(as->calendars, name->v) : NULL;
    return c ? c : calendars_find(as->calendars, S("always"));
}

bool downtime_covers(const struct contract *c, const struct kpi *k, str system) {
    const struct svals *wanted = &k->availability.systems;
    bool critical = false;
    for (size_t i = 0; i < c->systems.n; i++)
        critical = critical || (str_eq(c->systems.at[i].id.v, system) && c->systems.at[i].critical.v);
    for (size_t i = 0; i < wanted->n; i++) {
        str w = wanted->at[i].v;
        if (str_eq(w, S("all")) || (str_eq(w, S("critical")) && critical) || (system.n && str_eq(w, system)))
            return true;
    }
    return wanted->n == 0;
}

bool sweep_add(struct sweep *s, int64_t *from, int64_t to) {
    if (s->begun && *from < s->end)
        *from = s->end;
    if (*from >= to)
        return false;
    s->begun = true;
    s->end = to;
    return true;
}

/* -- raw stretches -------------------------------------------------------------------------------- */

struct watch {
    struct assess *as;
    struct arena *scratch;
    struct exclusions *exclusions;
    struct event_reader *events;
    struct scan *scan;
    struct stmt *insert;
    size_t number;
    int down, system, workaround, date;
    struct { int at[16]; size_t n; } from, to;
    bool incidents;
};
struct stretch { /* one record's downtime */
    struct intervals gross;
    bool open; /* no end recorded */
    str record, system, source;
};

