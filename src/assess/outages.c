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
    struct stmt *insert;
    size_t number;
    int down, system, workaround;
    struct columns from, to;
    bool incidents;
};
struct stretch { /* one record's downtime */
    int64_t from, to;
    bool open; /* no end recorded */
    str record, system, source;
    struct events events;
};

static struct columns ask_columns(struct watch *w, const struct svals *given, str first, str second) {
    struct arena *a = w->as->a;
    size_t n = given->n ? given->n : 2;
    struct columns c = {ARENA_ARRAY(a, int, n), n};
    for (size_t i = 0; i < n; i++)
        c.at[i] = scan_add_column(w->scan, given->n ? given->at[i].v : i == 0 ? first : second);
    return c;
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
    if (w->incidents)
        event_reader_read(w->events, w->scratch, x->record, &x->events);
    x->from = first_recorded(w->scan, &w->from);
    x->to = end_of(w, &x->events);
    x->open = x->to == CIVIL_NONE;
    if (x->open)
        x->to = w->as->now;
}

static void insert_pieces(const struct watch *w, const struct stretch *x, enum downtime_kind kind,
                          const struct intervals *pieces) {
    for (size_t i = 0; i < pieces->n; i++) {
        stmt_bind_int(w->insert, 1, (int64_t)w->number);
        stmt_bind_int(w->insert, 2, kind);
        part_bind_optional(w->insert, 3, x->system);
        stmt_bind_int(w->insert, 4, pieces->at[i].from);
        stmt_bind_int(w->insert, 5, pieces->at[i].to);
        stmt_bind_int(w->insert, 6, x->open && i + 1 == pieces->n);
        stmt_bind_int(w->insert, 7, (int64_t)i);
        stmt_bind_text(w->insert, 8, x->record);
        stmt_bind_text(w->insert, 9, x->source);
        part_insert(w->insert);
    }
}

static void add_stretch(const struct watch *w, const struct stretch *x) {
    const struct method *m = &w->as->contract->method;
    if (x->from == CIVIL_NONE || (x->open && method_is(m, METHOD_UNKNOWN, "up")))
        return;
    bool apart = x->open && method_is(m, METHOD_UNKNOWN, "separate");
    struct intervals whole = {0}, closed = {0}, gross = {0}, net = {0}, own = {0};
    intervals_add(w->scratch, &whole, x->from, x->to);
    events_closed(w->scratch, &x->events, &closed);
    intervals_subtract(w->scratch, &whole, &closed, &gross);
    insert_pieces(w, x, apart ? UNKNOWN_GROSS : DOWN_GROSS, &gross);
    if (w->incidents)
        exclusions_of_incident(w->exclusions, w->scratch, x->record, &own);
    intervals_subtract(w->scratch, &gross, exclusions_of_system(w->exclusions, x->system), &whole);
    intervals_subtract(w->scratch, &whole, &own, &net);
    insert_pieces(w, x, apart ? UNKNOWN_NET : DOWN_NET, &net);
}

static bool concerns(const struct watch *w, str system) {
    const struct contract *c = w->as->contract;
    for (size_t i = w->number; i < c->kpis.n; i++)
        if (is_availability(&c->kpis.at[i]) && downtime_watch(c, i) == w->number &&
            downtime_covers(c, &c->kpis.at[i], system))
            return true;
    return false;
}

static void open_watch(struct watch *w, size_t kpi) {
    const struct contract *c = w->as->contract;
    const struct kpi_availability *k = &c->kpis.at[kpi].availability;
    str type = k->of.v.p ? k->of.v : S("incident");
    w->number = kpi;
    w->incidents = str_eq(type, S("incident"));
    w->scan = scan_new(w->as, type);
    w->down = scan_add_condition(w->scan, &k->down);
    w->system = scan_add_column(w->scan, S("system"));
    w->from = ask_columns(w, &k->from, S("down_from"), S("reported_at"));
    w->to = ask_columns(w, &k->to, S("down_to"), S("restored_at"));
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

/* -- unions --------------------------------------------------------------------------------------- */

struct unknown {
    int64_t from;
    str record, source;
};
struct joining { /* the outage being put together */
    struct assess *as;
    struct arena *scratch;
    struct arena_mark clean;
    const struct calendar *calendar;
    struct stmt *rows, *insert;
    bool any, open;
    int64_t from, to, net_s;
    struct sweep net;
    str system;
    VEC(str) records;
    VEC(str) sources;
    VEC(struct unknown)
    unknown; /* began while this outage lasted: written behind it, so rows stay in order */
};

enum { ROW_KIND, ROW_SYSTEM, ROW_FROM, ROW_TO, ROW_OPEN, ROW_PART, ROW_RECORD, ROW_SOURCE };

static int64_t open_between(const struct calendar *c, int64_t from, int64_t to) {
    int64_t s = calendar_between(c, from, to);
    return s == CIVIL_NONE ? 0 : s;
}

static str join(struct arena *a, const str *at, size_t n) {
    struct sb b = {.a = a};
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            sb_addz(&b, "、");
        sb_add(&b, at[i]);
    }
    return sb_str(&b);
}

static void write_unknown(struct joining *j, const struct unknown *u) {
    part_bind_optional(j->insert, 1, j->system);
    stmt_bind_time(j->insert, 2, u->from);
    for (int i = 3; i <= 5; i++)
        stmt_bind_null(j->insert, i);
    stmt_bind_text(j->insert, 6, u->record);
    stmt_bind_text(j->insert, 7, u->source);
    part_insert(j->insert);
}

static void write_outage(struct joining *j) {
    int64_t gross = open_between(j->calendar, j->from, j->to);
    part_bind_optional(j->insert, 1, j->system);
    stmt_bind_time(j->insert, 2, j->from);
    stmt_bind_time(j->insert, 3, j->open ? CIVIL_NONE : j->to);
    part_bind_minutes(j->insert, 4, gross);
    part_bind_minutes(j->insert, 5, gross - j->net_s);
    stmt_bind_text(j->insert, 6, join(j->scratch, j->records.at, j->records.n));
    stmt_bind_text(j->insert, 7, join(j->scratch, j->sources.at, j->sources.n));
    part_insert(j->insert);
}

static void finish(struct joining *j) {
    if (j->any)
        write_outage(j);
    for (size_t i = 0; i < j->unknown.n; i++)
        write_unknown(j, &j->unknown.at[i]);
    arena_rewind(j->scratch, j->clean);
    j->any = j->open = false;
    j->net_s = 0;
    j->net = (struct sweep){0};
    j->records.at = j->sources.at = NULL;
    j->unknown.at = NULL;
    j->records.n = j->records.cap = j->sources.n = j->sources.cap = j->unknown.n = j->unknown.cap = 0;
    j->system = (str){0};
}

static bool listed(const struct joining *j, str record) {
    for (size_t i = 0; i < j->records.n; i++)
        if (str_eq(j->records.at[i], record))
            return true;
    return false;
}

static void join_gross(struct joining *j, int64_t from, int64_t to) {
    if (!j->any) {
        j->any = true;
        j->from = from;
        j->to = to;
    }
    j->to = j->to < to ? to : j->to;
    j->open = j->open || stmt_int(j->rows, ROW_OPEN);
    str record = stmt_text(j->rows, ROW_RECORD);
    /* only a record of several stretches can come twice */
    if (stmt_int(j->rows, ROW_PART) > 0 && listed(j, record))
        return;
    VEC_PUSH(j->scratch, &j->records, str_dup(j->scratch, record));
    VEC_PUSH(j->scratch, &j->sources, str_dup(j->scratch, stmt_text(j->rows, ROW_SOURCE)));
}

static void join_row(struct joining *j) {
    enum downtime_kind kind = (enum downtime_kind)stmt_int(j->rows, ROW_KIND);
    int64_t from = stmt_int(j->rows, ROW_FROM), to = stmt_int(j->rows, ROW_TO);
    str system = stmt_text(j->rows, ROW_SYSTEM);
    bool within = j->any && from <= j->to && str_eq(system, j->system);
    if (!within && kind != DOWN_NET)
        finish(j);
    j->system = j->system.n ? j->system : str_dup(j->scratch, system);
    if (kind == DOWN_GROSS)
        join_gross(j, from, to);
    else if (kind == DOWN_NET && sweep_add(&j->net, &from, to))
        j->net_s += open_between(j->calendar, from, to);
    else if (kind == UNKNOWN_GROSS)
        VEC_PUSH(j->scratch, &j->unknown,
                 (struct unknown){from, str_dup(j->scratch, stmt_text(j->rows, ROW_RECORD)),
                                  str_dup(j->scratch, stmt_text(j->rows, ROW_SOURCE))});
}

/* A gross stretch comes before the net ones cut from it, so these always find their outage open. */
static void join_watch(struct joining *j, size_t kpi) {
    j->calendar = downtime_calendar(j->as, &j->as->contract->kpis.at[kpi]);
    stmt_bind_int(j->rows, 1, (int64_t)kpi);
    while (stmt_step(j->rows))
        join_row(j);
    stmt_reset(j->rows);
    finish(j);
}

static void write_unions(struct assess *as, struct arena *scratch) {
    struct joining j = {.as = as, .scratch = scratch, .clean = arena_mark(scratch)};
    j.rows =
        stmt_new(as->store, "SELECT kind, system, from_s, to_s, open, part, record, source FROM temp.downtime"
                            " WHERE watch = ?1 AND kind <> 3 ORDER BY system, from_s, kind, rowid");
    j.insert =
        stmt_new(as->store, "INSERT INTO outage(system, from_at, to_at, gross_min, excluded_min, incidents,"
                            " source) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    const struct contract *c = as->contract;
    for (size_t i = 0; i < c->kpis.n; i++)
        if (is_availability(&c->kpis.at[i]) && downtime_watch(c, i) == i)
            join_watch(&j, i);
    stmt_free(j.rows);
    stmt_free(j.insert);
}

void outages_find(struct assess *as, struct exclusions *ex) {
    const struct contract *c = as->contract;
    struct watch w = {.as = as, .scratch = arena_new(), .exclusions = ex, .events = event_reader_open(as)};
    w.insert =
        stmt_new(as->store, "INSERT INTO temp.downtime(watch, kind, system, from_s, to_s, open, part, record,"
                            " source) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    for (size_t i = 0; i < c->kpis.n; i++)
        if (is_availability(&c->kpis.at[i]) && downtime_watch(c, i) == i)
            collect(&w, i);
    stmt_free(w.insert);
    event_reader_close(w.events);
    write_unions(as, w.scratch);
    arena_free(w.scratch);
}
