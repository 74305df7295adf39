/* outages.c - the outages of each system, put together from the raw stretches of downtime.c.
 *
 * A row of `outage` is a union of what overlaps or touches in one system, measured on the KPI's clock; `incidents`
 * and `source` name the records that make it up, in order. excluded_min is the excluded part of gross_min. `rule` names
 * the KPIs it counts for: those with the same down, of, from, to and clock share their rows.
 * An outage without an end (`availability.unknown`) is, separate: a row of its own without to_at and without minutes;
 * down: minutes until now, to_at stays empty.
 */
#include "assess/downtime.h"

struct unknown {
    int64_t from;
    str record, source;
};
struct joining { /* the outage being put together */
    struct assess *as;
    const struct exclusions *exclusions;
    struct arena *scratch;
    struct arena_mark clean;
    size_t watch;
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
    for (size_t i = 0; i < n; i++)
        part_join(&b, at[i]);
    return sb_str(&b);
}

static void bind_rule(const struct joining *j) {
    stmt_bind_text(j->insert, 8,
                   downtime_kpis(j->as->contract, j->exclusions, j->scratch, j->watch, j->system, ""));
}

static void write_unknown(struct joining *j, const struct unknown *u) {
    part_bind_optional(j->insert, 1, j->system);
    stmt_bind_time(j->insert, 2, u->from);
    for (int i = 3; i <= 5; i++)
        stmt_bind_null(j->insert, i);
    stmt_bind_text(j->insert, 6, u->record);
    stmt_bind_text(j->insert, 7, u->source);
    bind_rule(j);
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
    bind_rule(j);
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
    j->watch = kpi;
    j->calendar = downtime_calendar(j->as, &j->as->contract->kpis.at[kpi]);
    stmt_bind_int(j->rows, 1, (int64_t)kpi);
    while (stmt_step(j->rows))
        join_row(j);
    stmt_reset(j->rows);
    finish(j);
}

void outages_find(struct assess *as, struct exclusions *ex) {
    const struct contract *c = as->contract;
    struct arena *scratch = arena_new();
    struct joining j = {.as = as, .exclusions = ex, .scratch = scratch, .clean = arena_mark(scratch)};
    downtime_collect(as, ex);
    j.rows =
        stmt_new(as->store, "SELECT kind, system, from_s, to_s, open, part, record, source FROM temp.downtime"
                            " WHERE watch = ?1 AND kind <> 3 ORDER BY system, from_s, kind, rowid");
    j.insert =
        stmt_new(as->store, "INSERT INTO outage(system, from_at, to_at, gross_min, excluded_min, incidents,"
                            " source, rule) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    for (size_t i = 0; i < c->kpis.n; i++)
        if (c->kpis.at[i].availability.at.src && downtime_watch(c, ex, i) == i)
            join_watch(&j, i);
    stmt_free(j.rows);
    stmt_free(j.insert);
    arena_free(scratch);
}
