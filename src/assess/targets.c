/* targets.c - limits that run on a record: response, arrival, restoration, reports.
 *
 * The clock itself is clock.h, events are pauses.h. What is decided here:
 *   from     the target's column. Without it nothing can be shown: unproven.
 *   to       the earliest recorded of the target's columns.
 *   by       instead of a limit the day or moment that a column of the record holds (clock.h).
 *   reopen   undoes the columns that say service was back (restored_at, workaround_at, fixed_at, closed_at); a response,
 *            an arrival or a plan stays as it was given, and so does a target without such a column.
 *            first_close  the first `restore` event stands in for restored_at.
 *            continue     such a moment before the last reopen did not last and cannot stop the clock; the closed
 *                         stretches do not count.
 *            new_cycle    likewise, and a clock that did not stop before the last reopen starts there.
 *   level    as the method says: that of the record, that of the report (scan_source.h), or each from its change on
 *            (levels.h); then a record can have several results of one target, or one that begins with the change.
 *   exempt   a missed or unproven result with a valid exclusion that names the record, or whose times (those of its
 *            system and of every system together) cover from_at..due_at; one limited to rules must list this one.
 *   belongs  to the period of its main date; an incident as `incidents_belong_to` says.
 *   disputed where the record type has such a column and it is set; what that changes is dispute.h.
 * An unproven result goes to evidence_gap with the columns that are empty.
 */
#include "assess/clock.h"
#include "assess/dispute.h"
#include "assess/gaps.h"
#include "assess/levels.h"
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
    int where, from, by; /* by: -1 without such a column */
    const struct column *by_column;
    struct stop *to;
    bool ends;                  /* some stop says that service was back */
    struct level_probe *probe;  /* NULL: a change of level changes nothing */
    str to_columns, needed_for; /* for evidence_gap */
};
struct judging {
    struct assess *as;
    struct arena *scratch;
    struct exclusions *exclusions;
    struct event_reader *events;
    enum reopening reopening;
    struct stmt *gap, *contested, *stop;
    struct scan *scan;
    struct belonging belonging;
    int system, level, disputed;
    bool incidents, level_changes, by_change;
    bool eventful; /* some target looks at events */
    struct timed *at;
    size_t n;
};
struct row { /* what all targets need of one record */
    str id, system, source;
    int64_t belongs_at;
    bool disputed;
    struct events events;
};
static const struct level_run whole_life = {CIVIL_NONE, CIVIL_NONE};

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
                   " record_id, from_at, to_at, due_at, elapsed_min, paused_min, outcome, belongs_at, source,"
                   " late_min, disputed)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)");
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

static void prepare(struct judging *j, struct timed *x, size_t index) {
    struct assess *as = j->as;
    const struct target *t = &as->contract->targets.at[index];
    struct sb columns = {.a = as->a};
    x->target = t;
    x->clock = (struct clock){as->calendars, clock_calendar(as, &t->clock), &t->within,
                              target_late_at_limit(as->contract, t)};
    x->insert = insert_of(as, t);
    x->where = scan_add_condition(j->scan, &t->where);
    x->from = scan_add_column(j->scan, t->from.v);
    x->by = t->by.v.p ? scan_add_column(j->scan, t->by.v) : -1;
    if (x->by >= 0)
        x->by_column = &scan_type(j->scan)->columns[record_type_column(scan_type(j->scan), t->by.v)];
    if (x->by_column) /* the agreement takes the place of a limit */
        stmt_bind_text(x->insert, 4, x->by_column->title.v);
    x->to = ARENA_ARRAY(as->a, struct stop, t->to.n);
    for (size_t i = 0; i < t->to.n; i++) {
        str column = t->to.at[i].v;
        x->to[i] = (struct stop){scan_add_column(j->scan, column), j->incidents && says_back(column),
                                 j->incidents && str_eq(column, S("restored_at"))};
        x->ends = x->ends || x->to[i].back;
        part_join(&columns, column);
    }
    x->to_columns = sb_str(&columns);
    x->needed_for = gap_needed_for(as, &(struct rule_ref){RULE_TARGET, index, &t->rule});
    x->probe = j->by_change ? level_probe_new(as, t) : NULL;
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

/* `level` moves the beginning; the due moment and the pauses follow from it. */
static struct clock_run run_of(const struct judging *j, const struct timed *x, const struct row *row,
                               const struct level_run *level, struct intervals *stops) {
    struct clock_run run = {
        .from = scan_time(j->scan, x->from), .now = j->as->now, .agreed = CIVIL_NONE, .stops = stops};
    if (x->by >= 0)
        run.agreed = clock_agreed(x->clock.calendar, x->by_column, scan_time(j->scan, x->by));
    int64_t reopened = x->ends ? events_last(&row->events, EVENT_REOPEN) : CIVIL_NONE;
    int64_t first = x->ends ? events_first(&row->events, EVENT_RESTORE) : CIVIL_NONE;
    bool first_stands = j->reopening == REOPEN_FIRST_CLOSE;
    run.majeure = exclusions_majeure(j->exclusions, x->target->rule.id.v, row->system);
    run.to = earliest_to(j, x, first_stands ? CIVIL_NONE : reopened, first_stands ? first : CIVIL_NONE);
    bool stopped_before = run.to != CIVIL_NONE && reopened != CIVIL_NONE && run.to < reopened;
    if (j->reopening == REOPEN_NEW_CYCLE && !stopped_before && run.from != CIVIL_NONE && run.from < reopened)
        run.from = reopened;
    if (run.from != CIVIL_NONE && level->from != CIVIL_NONE && run.from < level->from)
        run.from = level->from;
    events_pauses(j->scratch, &row->events, &x->target->pause, run.to == CIVIL_NONE ? run.now : run.to,
                  stops);
    if (!first_stands && reopened != CIVIL_NONE)
        add_closed(j, row, stops);
    return run;
}

/* Does the limit of this run give a result, or is it another level's to judge? (levels.h) */
static bool judged_here(const struct judging *j, const struct timed *x, const struct clock_run *run,
                        const struct level_run *level) {
    if (level->from != CIVIL_NONE && run->to != CIVIL_NONE && run->to <= level->from)
        return false;
    if (level->to == CIVIL_NONE)
        return true;
    if (run->from == CIVIL_NONE || run->from >= level->to)
        return false;
    if (run->to != CIVIL_NONE && run->to <= level->to)
        return true;
    struct clock_run until = *run;
    until.to = CIVIL_NONE;
    until.now = level->to;
    return clock_read(j->scratch, &x->clock, &until).outcome != OUTCOME_PENDING;
}

static bool excused(const struct judging *j, str rule, const struct row *row, int64_t from, int64_t due) {
    if (exclusions_name(j->exclusions, rule, scan_type(j->scan)->name.v, row->id))
        return true;
    return from != CIVIL_NONE && due != CIVIL_NONE && from < due &&
           intervals_cover(exclusions_of_system(j->exclusions, rule, row->system), from, due);
}

/* Where both moments are on record, what is missing is a year of holidays. */
static void note_gap(const struct judging *j, const struct timed *x, const struct row *row,
                     const struct clock_run *run) {
    const struct target *t = x->target;
    str column = run->from == CIVIL_NONE                   ? t->from.v
                 : x->by >= 0 && run->agreed == CIVIL_NONE ? t->by.v
                 : run->to == CIVIL_NONE                   ? x->to_columns
                                                           : S("");
    gap_write(j->gap,
              &(struct gap){"target", t->rule.id.v, t->on.v, row->id, column, x->needed_for, row->source});
}

static void write_result(const struct timed *x, const struct row *row, const struct clock_run *run,
                         const struct clock_reading *r) {
    part_bind_optional(x->insert, 7, row->id);
    stmt_bind_time(x->insert, 8, run->from);
    stmt_bind_time(x->insert, 9, run->to);
    stmt_bind_time(x->insert, 10, r->due);
    part_bind_minutes(x->insert, 11, r->elapsed_s);
    part_bind_minutes(x->insert, 12, r->stopped_s);
    part_bind_outcome(x->insert, 13, r->outcome);
    stmt_bind_time(x->insert, 14, row->belongs_at != CIVIL_NONE ? row->belongs_at : run->from);
    stmt_bind_text(x->insert, 15, row->source);
    part_bind_minutes(x->insert, 16, r->late_s);
    stmt_bind_int(x->insert, 17, row->disputed);
    part_insert(x->insert);
}

/* The stretches that did not count, for whoever recomputes the time. */
static void write_stops(const struct judging *j, const struct timed *x, const struct row *row,
                        const struct clock_run *run) {
    int64_t end = run->to != CIVIL_NONE ? run->to : run->now;
    for (size_t i = 0; i < run->stops->n; i++) {
        int64_t from = run->stops->at[i].from, to = run->stops->at[i].to;
        from = from > run->from ? from : run->from;
        to = to < end ? to : end;
        if (run->from == CIVIL_NONE || from >= to)
            continue;
        stmt_bind_text(j->stop, 1, x->target->rule.id.v);
        part_bind_optional(j->stop, 2, row->id);
        stmt_bind_time(j->stop, 3, run->from);
        stmt_bind_text(j->stop, 4, calendar_name(x->clock.calendar));
        stmt_bind_time(j->stop, 5, from);
        stmt_bind_time(j->stop, 6, to);
        part_bind_minutes(j->stop, 7, calendar_between(x->clock.calendar, from, to));
        stmt_bind_text(j->stop, 8, row->source);
        part_insert(j->stop);
    }
}

static void judge(const struct judging *j, const struct timed *x, const struct row *row,
                  const struct level_run *level) {
    struct intervals stops = {0};
    struct clock_run run = run_of(j, x, row, level, &stops);
    if (!judged_here(j, x, &run, level))
        return;
    struct clock_reading r = clock_read(j->scratch, &x->clock, &run);
    bool against = r.outcome == OUTCOME_MISSED || r.outcome == OUTCOME_UNPROVEN;
    if (against && excused(j, x->target->rule.id.v, row, run.from, r.due))
        r.outcome = OUTCOME_EXEMPT;
    else if (against && row->disputed)
        contested_note(j->contested, RULE_TARGET, x->target->rule.id.v,
                       row->belongs_at != CIVIL_NONE ? row->belongs_at : run.from, row->id);
    if (r.outcome == OUTCOME_UNPROVEN)
        note_gap(j, x, row, &run);
    write_result(x, row, &run, &r);
    write_stops(j, x, row, &run);
}

static void read_row(const struct judging *j, struct row *row) {
    row->id = str_dup(j->scratch, scan_id(j->scan));
    row->system = str_dup(j->scratch, scan_text(j->scan, j->system));
    row->source = scan_source(j->scan, j->scratch);
    row->belongs_at = belonging_moment(&j->belonging, j->scan);
    row->disputed = scan_is_set(j->scan, j->disputed);
    row->events = (struct events){0};
    if (j->eventful)
        event_reader_read(j->events, j->scratch, row->id, &row->events);
}

static void judge_changed(const struct judging *j, const struct row *row) {
    str recorded = str_dup(j->scratch, scan_text(j->scan, j->level));
    for (size_t i = 0; i < j->n; i++) {
        struct level_runs runs = {0};
        levels_runs(j->at[i].probe, j->scratch, &row->events, row->id, recorded, &runs);
        for (size_t k = 0; k < runs.n; k++)
            judge(j, &j->at[i], row, &runs.at[k]);
    }
}

static void judge_record(const struct judging *j) {
    struct row row = {0};
    bool have = j->by_change;
    if (have)
        read_row(j, &row);
    if (have && levels_changed(&row.events)) {
        judge_changed(j, &row);
        return;
    }
    for (size_t i = 0; i < j->n; i++) {
        if (!scan_holds(j->scan, j->at[i].where))
            continue;
        if (!have)
            read_row(j, &row);
        have = true;
        judge(j, &j->at[i], &row, &whole_life);
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
    j->level = scan_add_column(j->scan, S("level"));
    j->disputed = scan_add_column(j->scan, S("disputed"));
    j->by_change = j->incidents && j->level_changes;
    j->at = ARENA_ARRAY(j->as->a, struct timed, c->targets.n);
    j->n = 0;
    j->eventful = false;
    for (size_t i = 0; i < c->targets.n; i++) {
        if (!str_eq(c->targets.at[i].on.v, type))
            continue;
        struct timed *x = &j->at[j->n++];
        prepare(j, x, i);
        j->eventful = j->eventful || j->by_change || x->ends || x->target->pause.n > 0;
    }
    j->eventful = j->eventful && events_of(type);
    j->events = event_reader_open(j->as, type);
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
    event_reader_close(j->events);
    for (size_t i = 0; i < j->n; i++) {
        stmt_free(j->at[i].insert);
        level_probe_free(j->at[i].probe);
    }
}

/* Only where there are such events does anybody look at them record by record. */
static bool judged_by_change(struct assess *as) {
    return method_is(&as->contract->method, METHOD_LEVEL, "each_from_change") &&
           store_int(as->store, "SELECT EXISTS (SELECT 1 FROM event WHERE kind = 'level')", 0);
}

void targets_judge(struct assess *as, struct exclusions *ex) {
    const struct contract *c = as->contract;
    struct judging j = {.as = as, .scratch = arena_new(), .exclusions = ex, .reopening = reopening_of(c)};
    j.gap = gap_stmt(as);
    j.contested = contested_stmt(as);
    j.stop = stmt_new(as->store, "INSERT INTO target_stop VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    j.level_changes = judged_by_change(as);
    for (size_t i = 0; i < c->targets.n; i++)
        if (first_on(c, i))
            judge_type(&j, c->targets.at[i].on.v);
    stmt_free(j.gap);
    stmt_free(j.contested);
    stmt_free(j.stop);
    arena_free(j.scratch);
}
