/* targets.c - limits that run on a record: response, arrival, restoration, reports.
 *
 * The clock itself is clock.h, events are pauses.h. What is decided here:
 *   from     the target's column. Without it nothing can be shown: unproven.
 *   to       the earliest recorded of the target's columns.
 *   reopen   undoes the columns that say service was back (restored_at, workaround_at, fixed_at, closed_at); a response,
 *            an arrival or a plan stays as it was given, and so does a target without such a column.
 *            first_close  the first `restore` event stands in for restored_at.
 *            continue     such a moment before the last reopen did not last and cannot stop the clock; the closed
 *                         stretches do not count.
 *            new_cycle    likewise, and a clock that did not stop before the last reopen starts there.
 *   exempt   a missed or unproven result with a valid exclusion that names the record, or whose times (those of its
 *            system and of every system together) cover from_at..due_at.
 *   belongs  to the period of its main date; an incident as `incidents_belong_to` says.
 */
#include "assess/clock.h"
#include "assess/parts.h"
#include "assess/pauses.h"
#include "assess/scan.h"

enum reopening { REOPEN_CONTINUE, REOPEN_FIRST_CLOSE, REOPEN_NEW_CYCLE };

struct stop { /* one of a target's `to` columns */
    int column;
    bool back;     /* service was back: reopening undoes it */
    bool restored; /* restored_at */
};
struct timed { /* a target with its place in the scan */
    const struct target *target;
    struct clock clock;
    struct stmt *insert;
    int where, from;
    struct stop *to;
    bool ends; /* some stop says that service was back */
};
struct judging {
    struct assess *as;
    struct arena *scratch;
    struct exclusions *exclusions;
    struct event_reader *events;
    enum reopening reopening;
    struct scan *scan;
    struct belonging belonging;
    int system;
    bool incidents;
    bool eventful; /* some target looks at events */
    struct timed *at;
    size_t n;
};
struct row { /* what all targets need of one record */
    str id, system, source;
    int64_t belongs_at;
    struct events events;
};

/* -- preparing ------------------------------------------------------------------------------------ */

static enum reopening reopening_of(const struct contract *c) {
    if (method_is(&c->method, METHOD_REOPEN, "first_close"))
        return REOPEN_FIRST_CLOSE;
    return method_is(&c->method, METHOD_REOPEN, "new_cycle") ? REOPEN_NEW_CYCLE : REOPEN_CONTINUE;
}

static bool says_back(str column) {
    static const char *const columns[] = {"restored_at", "workaround_at", "fixed_at", "closed_at"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (str_eqz(column, columns[i]))
            return true;
    return false;
}

/* rule, clause, record_type, limit and rule_source are the same in every row and stay bound. */
static struct stmt *insert_of(struct assess *as, const struct target *t) {
    struct stmt *q = stmt_new(
        as->store, "INSERT INTO target_result(rule, clause, record_type, limit_text, limit_min, rule_source,"
                   " record_id, from_at, to_at, due_at, elapsed_min, paused_min, outcome, belongs_at, source)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");
    stmt_bind_text(q, 1, t->rule.id.v);
    stmt_bind_text(q, 2, rule_clauses(as->a, &t->rule));
    stmt_bind_text(q, 3, t->on.v);
    stmt_bind_text(q, 4, t->within.text);
    part_bind_minutes(q, 5, t->within.unit == LIMIT_SECONDS ? t->within.n : CIVIL_NONE);
    stmt_bind_text(q, 6, part_rule_source(as->a, &t->rule));
    return q;
}

static const struct calendar *clock_calendar(struct assess *as, const sval *name) {
    const struct calendar *c = name->v.p ? calendars_find(as->calendars, name->v) : NULL;
    return c ? c : calendars_find(as->calendars, S("always"));
}

static void prepare(struct judging *j, struct timed *x, const struct target *t) {
    struct assess *as = j->as;
    x->target = t;
    x->clock = (struct clock){as->calendars, clock_calendar(as, &t->clock), &t->within,
                              method_is(&as->contract->method, METHOD_LATE, "at_limit")};
    x->insert = insert_of(as, t);
    x->where = scan_add_condition(j->scan, &t->where);
    x->from = scan_add_column(j->scan, t->from.v);
    x->to = ARENA_ARRAY(as->a, struct stop, t->to.n);
    for (size_t i = 0; i < t->to.n; i++) {
        str column = t->to.at[i].v;
        x->to[i] = (struct stop){scan_add_column(j->scan, column), j->incidents && says_back(column),
                                 j->incidents && str_eq(column, S("restored_at"))};
        x->ends = x->ends || x->to[i].back;
    }
}

/* -- one record ----------------------------------------------------------------------------------- */

/* reopened: what said that service was back before it is undone. first_restore: stands in for restored_at. */
static int64_t earliest_to(const struct judging *j, const struct timed *x, int64_t reopened,
                           int64_t first_restore) {
    int64_t best = CIVIL_NONE;
    for (size_t i = 0; i < x->target->to.n; i++) {
        int64_t t = scan_time(j->scan, x->to[i].column);
        if (x->to[i].restored && first_restore != CIVIL_NONE)
            t = first_restore;
        bool undone = x->to[i].back && reopened != CIVIL_NONE && t < reopened;
        if (t != CIVIL_NONE && !undone && (best == CIVIL_NONE || t < best))
            best = t;
    }
    return best;
}

static void add_closed(const struct judging *j, const struct row *row, struct intervals *stops) {
    struct intervals closed = {0};
    events_closed(j->scratch, &row->events, &closed);
    for (size_t i = 0; i < closed.n; i++)
        intervals_add(j->scratch, stops, closed.at[i].from, closed.at[i].to);
    intervals_normalise(stops);
}

static struct clock_run run_of(const struct judging *j, const struct timed *x, const struct row *row,
                               struct intervals *stops) {
    struct clock_run run = {.from = scan_time(j->scan, x->from), .now = j->as->now, .stops = stops};
    int64_t reopened = x->ends ? events_last(&row->events, EVENT_REOPEN) : CIVIL_NONE;
    int64_t first = x->ends ? events_first(&row->events, EVENT_RESTORE) : CIVIL_NONE;
    bool first_stands = j->reopening == REOPEN_FIRST_CLOSE;
    run.to = earliest_to(j, x, first_stands ? CIVIL_NONE : reopened, first_stands ? first : CIVIL_NONE);
    bool stopped_before = run.to != CIVIL_NONE && reopened != CIVIL_NONE && run.to < reopened;
    if (j->reopening == REOPEN_NEW_CYCLE && !stopped_before && run.from != CIVIL_NONE && run.from < reopened)
        run.from = reopened;
    events_pauses(j->scratch, &row->events, &x->target->pause, run.to == CIVIL_NONE ? run.now : run.to,
                  stops);
    if (!first_stands && reopened != CIVIL_NONE)
        add_closed(j, row, stops);
    return run;
}

static bool excused(const struct judging *j, const struct row *row, int64_t from, int64_t due) {
    if (j->incidents && exclusions_name(j->exclusions, row->id))
        return true;
    return from != CIVIL_NONE && due != CIVIL_NONE && from < due &&
           intervals_cover(exclusions_of_system(j->exclusions, row->system), from, due);
}

static void judge(const struct judging *j, const struct timed *x, const struct row *row) {
    struct intervals stops = {0};
    struct clock_run run = run_of(j, x, row, &stops);
    struct clock_reading r = clock_read(j->scratch, &x->clock, &run);
    if ((r.outcome == OUTCOME_MISSED || r.outcome == OUTCOME_UNPROVEN) && excused(j, row, run.from, r.due))
        r.outcome = OUTCOME_EXEMPT;
    part_bind_optional(x->insert, 7, row->id);
    stmt_bind_time(x->insert, 8, run.from);
    stmt_bind_time(x->insert, 9, run.to);
    stmt_bind_time(x->insert, 10, r.due);
    part_bind_minutes(x->insert, 11, r.elapsed_s);
    part_bind_minutes(x->insert, 12, r.stopped_s);
    part_bind_outcome(x->insert, 13, r.outcome);
    stmt_bind_time(x->insert, 14, row->belongs_at != CIVIL_NONE ? row->belongs_at : run.from);
    stmt_bind_text(x->insert, 15, row->source);
    part_insert(x->insert);
}

static void read_row(const struct judging *j, struct row *row) {
    row->id = str_dup(j->scratch, scan_id(j->scan));
    row->system = str_dup(j->scratch, scan_text(j->scan, j->system));
    row->source = scan_source(j->scan, j->scratch);
    row->belongs_at = belonging_moment(&j->belonging, j->scan);
    row->events = (struct events){0};
    if (j->eventful)
        event_reader_read(j->events, j->scratch, row->id, &row->events);
}

static void judge_record(const struct judging *j) {
    struct row row = {0};
    bool have = false;
    for (size_t i = 0; i < j->n; i++) {
        if (!scan_holds(j->scan, j->at[i].where))
            continue;
        if (!have)
            read_row(j, &row);
        have = true;
        judge(j, &j->at[i], &row);
    }
}

/* -- one record type ------------------------------------------------------------------------------ */

static bool first_on(const struct contract *c, size_t index) {
    for (size_t i = 0; i < index; i++)
        if (str_eq(c->targets.at[i].on.v, c->targets.at[index].on.v))
            return false;
    return true;
}

static void prepare_type(struct judging *j, str type) {
    const struct contract *c = j->as->contract;
    j->scan = scan_new(j->as, type);
    j->incidents = str_eq(type, S("incident"));
    j->belonging = belonging_ask(j->as, j->scan);
    j->system = scan_add_column(j->scan, S("system"));
    j->at = ARENA_ARRAY(j->as->a, struct timed, c->targets.n);
    j->n = 0;
    j->eventful = false;
    for (size_t i = 0; i < c->targets.n; i++) {
        if (!str_eq(c->targets.at[i].on.v, type))
            continue;
        struct timed *x = &j->at[j->n++];
        prepare(j, x, &c->targets.at[i]);
        j->eventful = j->eventful || (j->incidents && (x->ends || x->target->pause.n));
    }
}

static void judge_type(struct judging *j, str type) {
    prepare_type(j, type);
    scan_open(j->scan);
    while (scan_next(j->scan)) {
        struct arena_mark m = arena_mark(j->scratch);
        judge_record(j);
        arena_rewind(j->scratch, m);
    }
    scan_close(j->scan);
    for (size_t i = 0; i < j->n; i++)
        stmt_free(j->at[i].insert);
}

void targets_judge(struct assess *as, struct exclusions *ex) {
    const struct contract *c = as->contract;
    struct judging j = {.as = as, .scratch = arena_new(), .exclusions = ex, .reopening = reopening_of(c)};
    j.events = event_reader_open(as);
    for (size_t i = 0; i < c->targets.n; i++)
        if (first_on(c, i))
            judge_type(&j, c->targets.at[i].on.v);
    event_reader_close(j.events);
    arena_free(j.scratch);
}
