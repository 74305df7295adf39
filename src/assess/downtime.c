/* downtime.c - when a record of an outage says that its system was down: the raw stretches in temp.downtime.
 *
 * Records of `of` for which `down` holds and that concern a system of the KPI. From the first recorded of `from` to
 * the first recorded of `to`; where the method says that a workaround ends an outage, an earlier workaround_at does.
 * An end before the last reopen did not last and is none; between a restore and the reopen after it the system was
 * up, whatever on_reopen makes of a target's clock: availability is about the system, not about the ticket.
 * Less: the exclusions of the system, and those that name the incident, where they overlap.
 * Without an end: `availability.unknown` says of the time since the last reopening, or since the begin. separate: a
 * stretch of its own kind; down: down until now; up: none. Either way it is a gap in the evidence.
 * Merged duplicates: downtime noted at any of them counts, for the union counts it once. One without an end adds
 * nothing to the record it was merged into.
 */
#include "assess/downtime.h"
#include "assess/dispute.h"
#include "assess/duplicates.h"
#include "assess/gaps.h"
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

size_t downtime_watch(const struct contract *c, const struct exclusions *ex, size_t kpi) {
    const struct kpi_availability *x = &c->kpis.at[kpi].availability;
    for (size_t i = 0; i < kpi; i++) {
        const struct kpi_availability *y = &c->kpis.at[i].availability;
        if (c->kpis.at[i].availability.at.src &&
            exclusions_alike(ex, c->kpis.at[i].rule.id.v, c->kpis.at[kpi].rule.id.v) &&
            same_text(&x->of, &y->of) && same_text(&x->down, &y->down) && same_text(&x->clock, &y->clock) &&
            same_list(&x->from, &y->from) && same_list(&x->to, &y->to))
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

struct columns {
    int *at;
    size_t n;
};
struct watch {
    struct assess *as;
    struct arena *scratch;
    struct exclusions *exclusions;
    struct event_reader *events;
    struct scan *scan;
    struct stmt *insert, *gap;
    size_t number;
    int down, system, workaround, disputed;
    struct columns from, to;
    str type, to_columns;
    bool incidents, merging;
};
struct stretch { /* one record's downtime */
    int64_t from, to;
    bool open; /* no end recorded */
    bool disputed;
    str record, system, source;
    struct events events;
};

static struct columns ask_columns(struct watch *w, const struct svals *given) {
    struct columns c = {ARENA_ARRAY(w->as->a, int, given->n), given->n};
    for (size_t i = 0; i < given->n; i++)
        c.at[i] = scan_add_column(w->scan, given->at[i].v);
    return c;
}

static str joined(struct arena *a, const struct svals *names) {
    struct sb b = {.a = a};
    for (size_t i = 0; i < names->n; i++)
        part_join(&b, names->at[i].v);
    return b.n ? sb_str(&b) : S("");
}

static int64_t first_recorded(const struct scan *s, const struct columns *c) {
    int64_t t = CIVIL_NONE;
    for (size_t i = 0; t == CIVIL_NONE && i < c->n; i++)
        t = scan_time(s, c->at[i]);
    return t;
}

static int64_t end_of(const struct watch *w, const struct events *e) {
    int64_t to = first_recorded(w->scan, &w->to), workaround = scan_time(w->scan, w->workaround);
    if (workaround != CIVIL_NONE && (to == CIVIL_NONE || workaround < to))
        to = workaround;
    int64_t reopened = events_last(e, EVENT_REOPEN);
    return to != CIVIL_NONE && reopened != CIVIL_NONE && to < reopened ? CIVIL_NONE : to;
}

static void read_stretch(const struct watch *w, struct stretch *x) {
    x->record = str_dup(w->scratch, scan_id(w->scan));
    x->system = str_dup(w->scratch, scan_text(w->scan, w->system));
    x->source = scan_source(w->scan, w->scratch);
    x->disputed = scan_is_set(w->scan, w->disputed);
    if (w->incidents)
        event_reader_read(w->events, w->scratch, x->record, &x->events);
    x->from = first_recorded(w->scan, &w->from);
    x->to = end_of(w, &x->events);
    x->open = x->to == CIVIL_NONE;
    if (x->open)
        x->to = w->as->now;
}

/* first: how many pieces of the same record were inserted before. */
static void insert_pieces(const struct watch *w, const struct stretch *x, enum downtime_kind kind,
                          const struct intervals *pieces, size_t first, bool open) {
    for (size_t i = 0; i < pieces->n; i++) {
        stmt_bind_int(w->insert, 1, (int64_t)w->number);
        stmt_bind_int(w->insert, 2, kind);
        part_bind_optional(w->insert, 3, x->system);
        stmt_bind_int(w->insert, 4, pieces->at[i].from);
        stmt_bind_int(w->insert, 5, pieces->at[i].to);
        stmt_bind_int(w->insert, 6, open);
        stmt_bind_int(w->insert, 7, (int64_t)(first + i));
        stmt_bind_text(w->insert, 8, x->record);
        stmt_bind_text(w->insert, 9, x->source);
        stmt_bind_int(w->insert, 10, x->disputed);
        part_insert(w->insert);
    }
}

/* The pieces as recorded, and less the exclusions. */
static void add_pieces(const struct watch *w, const struct stretch *x, enum downtime_kind gross_kind,
                       const struct intervals *gross, size_t first, bool open) {
    struct intervals left = {0}, net = {0}, own = {0};
    str kpi = w->as->contract->kpis.at[w->number].rule.id.v;
    insert_pieces(w, x, gross_kind, gross, first, open);
    if (w->incidents)
        exclusions_of_incident(w->exclusions, w->scratch, kpi, x->record, &own);
    intervals_subtract(w->scratch, gross, exclusions_of_system(w->exclusions, kpi, x->system), &left);
    intervals_subtract(w->scratch, &left, &own, &net);
    insert_pieces(w, x, gross_kind == DOWN_GROSS ? DOWN_NET : UNKNOWN_NET, &net, first, open);
}

str downtime_kpis(const struct contract *c, const struct exclusions *ex, struct arena *a, size_t watch,
                  str system, const char *prefix) {
    struct sb b = {.a = a};
    for (size_t i = watch; i < c->kpis.n; i++) {
        const struct kpi *k = &c->kpis.at[i];
        if (!k->availability.at.src || downtime_watch(c, ex, i) != watch || !downtime_covers(c, k, system))
            continue;
        part_join(&b, str_from(prefix));
        sb_add(&b, k->rule.id.v);
    }
    return b.n ? sb_str(&b) : S("");
}

static void note_open(const struct watch *w, const struct stretch *x) {
    const struct contract *c = w->as->contract;
    struct gap g = {"outage",      downtime_kpis(c, w->exclusions, w->scratch, w->number, x->system, ""),
                    w->type,       x->record,
                    w->to_columns, downtime_kpis(c, w->exclusions, w->scratch, w->number, x->system, "kpi/"),
                    x->source};
    gap_write(w->gap, &g);
}

/* Of an outage without an end: up to where it is on record when the system was down. */
static int64_t known_until(const struct stretch *x) {
    int64_t known = x->from;
    bool restored = false;
    for (size_t i = 0; i < x->events.n; i++) {
        const struct event *e = &x->events.at[i];
        if (e->kind == EVENT_REOPEN && restored && e->at > known)
            known = e->at;
        restored = e->kind == EVENT_RESTORE || (restored && e->kind != EVENT_REOPEN);
    }
    return known;
}

/* Of a reopened outage that has no end the stretches before the last reopening have one, the `restore` events. */
static void add_stretch(const struct watch *w, const struct stretch *x) {
    const struct method *m = &w->as->contract->method;
    if (x->from == CIVIL_NONE || (x->open && w->merging && duplicates_merged(w->as, x->record)))
        return;
    if (x->open)
        note_open(w, x);
    struct intervals whole = {0}, closed = {0}, gross = {0};
    intervals_add(w->scratch, &whole, x->from, x->to);
    events_closed(w->scratch, &x->events, &closed);
    intervals_subtract(w->scratch, &whole, &closed, &gross);
    struct intervals known = {0}, tail = {0};
    int64_t since = x->open ? known_until(x) : x->to;
    for (size_t i = 0; i < gross.n; i++) {
        int64_t from = gross.at[i].from, to = gross.at[i].to;
        intervals_add(w->scratch, &known, from, to < since ? to : since);
        intervals_add(w->scratch, &tail, from > since ? from : since, to);
    }
    add_pieces(w, x, DOWN_GROSS, &known, 0, false);
    if (method_is(m, METHOD_UNKNOWN, "up"))
        return;
    bool apart = method_is(m, METHOD_UNKNOWN, "separate");
    add_pieces(w, x, apart ? UNKNOWN_GROSS : DOWN_GROSS, &tail, known.n, true);
}

static bool concerns(const struct watch *w, str system) {
    const struct contract *c = w->as->contract;
    for (size_t i = w->number; i < c->kpis.n; i++)
        if (c->kpis.at[i].availability.at.src && downtime_watch(c, w->exclusions, i) == w->number &&
            downtime_covers(c, &c->kpis.at[i], system))
            return true;
    return false;
}

static void open_watch(struct watch *w, size_t kpi) {
    const struct contract *c = w->as->contract;
    const struct kpi_availability *k = &c->kpis.at[kpi].availability;
    w->type = k->of.v;
    w->number = kpi;
    w->incidents = str_eq(w->type, S("incident"));
    w->merging = w->incidents && duplicates_any(w->as);
    w->scan = scan_new(w->as, w->type);
    scan_keep_duplicates(w->scan);
    w->down = scan_add_condition(w->scan, &k->down);
    w->system = scan_add_column(w->scan, S("system"));
    w->disputed = scan_add_column(w->scan, S("disputed"));
    w->from = ask_columns(w, &k->from);
    w->to = ask_columns(w, &k->to);
    w->to_columns = joined(w->as->a, &k->to);
    bool yes = method_is(&c->method, METHOD_WORKAROUND, "yes");
    w->workaround = yes ? scan_add_column(w->scan, S("workaround_at")) : -1;
}

static void collect(struct watch *w, size_t kpi) {
    open_watch(w, kpi);
    scan_open(w->scan);
    while (scan_next(w->scan)) {
        if (!scan_holds(w->scan, w->down) || !concerns(w, scan_text(w->scan, w->system)))
            continue;
        struct arena_mark m = arena_mark(w->scratch);
        struct stretch x = {0};
        read_stretch(w, &x);
        add_stretch(w, &x);
        arena_rewind(w->scratch, m);
    }
    scan_close(w->scan);
}

void downtime_collect(struct assess *as, struct exclusions *ex) {
    const struct contract *c = as->contract;
    struct watch w = {
        .as = as, .scratch = arena_new(), .exclusions = ex, .events = event_reader_open(as, S("incident"))};
    w.insert =
        stmt_new(as->store, "INSERT INTO temp.downtime(watch, kind, system, from_s, to_s, open, part, record,"
                            " source, disputed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    w.gap = gap_stmt(as);
    for (size_t i = 0; i < c->kpis.n; i++)
        if (c->kpis.at[i].availability.at.src && downtime_watch(c, ex, i) == i)
            collect(&w, i);
    stmt_free(w.insert);
    stmt_free(w.gap);
    event_reader_close(w.events);
    arena_free(w.scratch);
}
