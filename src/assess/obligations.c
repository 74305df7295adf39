/* obligations.c - work owed by period, or once: inspections, drills, reports, attendance.
 *
 * One result per period of `every` within the term (every: workday: per working day of the named calendar), or one
 * for `once`, labelled "contract".
 *
 * Which records count for a period, provided `where` holds:
 *   once        every record, whenever it is dated
 *   period      (a column) those that bear the period's label; those without a label by their date
 *   else        those whose `date` lies in the period. Where the due date lies behind the period's end, a record
 *               dated between the two makes up for a period still short of records, the earliest such first; it then
 *               counts there and not for the period it lies in.
 * When they are due:
 *   default     with the last day of the period
 *   within, after: period           the limit counts from the period's last day
 *   within, after: record.column    from the last such moment in the period, of the records for which due.where holds;
 *                                   where the record is of the obligation's own type, `where` must hold for it too.
 *                                   Without any: with the period's last day.
 *   once        the limit after signed, from or to; without a limit there is no due date: pending until done
 * A day that is due is over at 24:00: due_by shows the date alone then, else the time.
 *
 * only_if: a period is owed only when such a record belongs to it, `once` only when there is one at all; else it has no
 * result. distinct: different values of that column are counted, a value's earliest record by the period alone.
 *
 * met: enough by then. missed: enough only later (fulfilled_at tells when), or the time has passed. pending: not
 * passed. exempt: missed, but force majeure that concerns every system lasted from the period's first day (`once`: from
 * the day the limit counts from) to its due moment, or an exclusion that lists this rule covers the due moment.
 * fulfilled_at, record_id and source are those of the record that made
 * the number complete.
 * timing: early, complete before from_on; on_time, by due_by, or at any time where nothing is due; late; missing, the
 * due moment has passed; pending.
 */
#include "assess/clock.h"
#include "assess/parts.h"
#include "assess/scan.h"

struct slot {    /* one period's result */
    int64_t due; /* last second in time; CIVIL_NONE: none */
    int64_t found, in_time;
    int64_t after; /* the last moment `due.after` counts from */
    int64_t done;  /* fulfilled_at */
    bool owed;
    str fulfilled_at, record_id, source;
    struct { /* `distinct`: values seen */
        str *at;
        size_t n, cap;
    } values;
};
struct duty {
    struct assess *as;
    const struct exclusions *exclusions;
    const struct intervals *majeure;
    const struct obligation *o;
    struct period_table periods;
    struct slot *slots;
    const struct calendar *clock;
    int64_t needed;
    bool once;
    bool grace; /* due behind the period's end */
};

/* -- periods -------------------------------------------------------------------------------------- */

static void keep_workdays(struct duty *x) {
    const struct calendar *c = calendars_find(x->as->calendars, x->o->calendar.v);
    size_t n = 0;
    c = c ? c : calendars_legal(x->as->calendars);
    for (size_t i = 0; i < x->periods.n; i++)
        if (calendar_is_workday(c, x->periods.at[i].from))
            x->periods.at[n++] = x->periods.at[i];
    x->periods.n = n;
}

static void make_slots(struct duty *x) {
    enum freq f = x->once ? FREQ_TERM : (enum freq)x->o->every.v;
    x->periods = periods_of(x->as, f);
    if (f == FREQ_WORKDAY)
        keep_workdays(x);
    x->slots = ARENA_ARRAY(x->as->a, struct slot, x->periods.n);
    for (size_t i = 0; i < x->periods.n; i++)
        x->slots[i] = (struct slot){
            .due = CIVIL_NONE, .after = CIVIL_NONE, .done = CIVIL_NONE, .owed = !x->o->only_if.at.src};
}

static ptrdiff_t slot_at(const struct duty *x, int64_t t) {
    return t == CIVIL_NONE ? -1 : periods_find(&x->periods, civil_day(t));
}

/* -- due dates ------------------------------------------------------------------------------------ */

static int32_t once_day(const struct duty *x) {
    const struct contract *c = x->as->contract;
    switch ((enum once_after)x->o->once.after.v) {
    case ONCE_AFTER_SIGNED:
        return c->head.signed_on.set ? c->head.signed_on.v : c->term.from;
    case ONCE_AFTER_TO:
        return c->term.to - 1;
    default:
        return c->term.from;
    }
}

/* Legal periods do not count the day they begin on; clock limits run from the end of the period's last day. */
static int64_t limit_after_day(const struct duty *x, const struct limit *within, int32_t day) {
    int64_t from = within->unit == LIMIT_SECONDS ? day_start(day + 1) : day_start(day + 1) - 1;
    return clock_last_second(within, calendar_due(x->as->calendars, x->clock, from, within));
}

static int64_t limit_after_moment(const struct duty *x, int64_t t) {
    const struct limit *within = &x->o->due.within;
    return clock_last_second(within, calendar_due(x->as->calendars, x->clock, t, within));
}

/* "inspection.finished_at": the last such moment of each period. */
static void read_after(struct duty *x) {
    str column = x->o->due.after.v, type;
    str_cut(&column, '.', &type);
    struct scan *s = scan_new(x->as, type);
    int at = scan_add_column(s, column), where = -1, among = scan_add_condition(s, &x->o->due.where);
    if (str_eq(type, x->o->on.v))
        where = scan_add_condition(s, &x->o->where);
    scan_open(s);
    while (scan_next(s)) {
        int64_t t = scan_time(s, at);
        ptrdiff_t i = scan_holds(s, where) && scan_holds(s, among) ? slot_at(x, t) : -1;
        if (i >= 0 && (x->slots[i].after == CIVIL_NONE || t > x->slots[i].after))
            x->slots[i].after = t;
    }
    scan_close(s);
}

static int64_t due_of(const struct duty *x, size_t i) {
    const struct due *due = &x->o->due;
    int32_t last = x->periods.at[i].to - 1;
    if (x->once)
        return x->o->once.within.unit == LIMIT_NONE ? CIVIL_NONE
                                                    : limit_after_day(x, &x->o->once.within, once_day(x));
    if (due->at.src && str_eq(due->after.v, S("period")))
        return limit_after_day(x, &due->within, last);
    if (due->at.src && x->slots[i].after != CIVIL_NONE)
        return limit_after_moment(x, x->slots[i].after);
    return day_start(last + 1) - 1;
}

static void set_dues(struct duty *x) {
    const struct due *due = &x->o->due;
    const struct calendar *c = due->clock.v.p ? calendars_find(x->as->calendars, due->clock.v) : NULL;
    x->clock = c ? c : calendars_find(x->as->calendars, S("always"));
    if (due->at.src && !x->once && !str_eq(due->after.v, S("period")))
        read_after(x);
    for (size_t i = 0; i < x->periods.n; i++) {
        x->slots[i].due = due_of(x, i);
        x->grace = x->grace || (!x->once && x->slots[i].due >= day_start(x->periods.at[i].to));
    }
}

/* -- what is owed --------------------------------------------------------------------------------- */

static void mark_owed(const struct duty *x) {
    if (!x->o->only_if.at.src)
        return;
    struct scan *s = scan_new(x->as, x->o->only_if.on.v);
    struct belonging belonging = belonging_ask(x->as, s);
    int where = scan_add_condition(s, &x->o->only_if.where);
    scan_open(s);
    while (scan_next(s)) {
        ptrdiff_t i = !scan_holds(s, where) ? -1 : x->once ? 0 : slot_at(x, belonging_moment(&belonging, s));
        if (i >= 0)
            x->slots[i].owed = true;
    }
    scan_close(s);
}

/* -- records -------------------------------------------------------------------------------------- */

static ptrdiff_t slot_of_label(const struct duty *x, str label) {
    for (size_t i = 0; i < x->periods.n; i++)
        if (str_eqz(label, x->periods.at[i].label))
            return (ptrdiff_t)i;
    return -1;
}

static ptrdiff_t slot_of_date(const struct duty *x, int64_t t) {
    for (size_t i = 0; x->grace && i < x->periods.n && day_start(x->periods.at[i].to) <= t; i++)
        if (x->slots[i].owed && t <= x->slots[i].due && x->slots[i].found < x->needed)
            return (ptrdiff_t)i;
    return slot_at(x, t);
}

/* Has this value been counted in the period before? */
static bool seen_before(const struct duty *x, struct slot *slot, str value) {
    for (size_t i = 0; i < slot->values.n; i++)
        if (str_eq(slot->values.at[i], value))
            return true;
    VEC_PUSH(x->as->a, &slot->values, str_dup(x->as->a, value));
    return false;
}

static void count_record(const struct duty *x, const struct scan *s, int date, int label, int distinct) {
    int64_t t = scan_time(s, date);
    if (t == CIVIL_NONE)
        return;
    str named = scan_text(s, label);
    ptrdiff_t i = x->once ? 0 : named.n ? slot_of_label(x, named) : slot_of_date(x, t);
    if (i < 0)
        return;
    struct slot *slot = &x->slots[i];
    if (distinct >= 0 && seen_before(x, slot, scan_text(s, distinct)))
        return;
    slot->in_time += slot->due == CIVIL_NONE || t <= slot->due;
    if (++slot->found != x->needed)
        return;
    struct arena *a = x->as->a;
    slot->done = t;
    slot->fulfilled_at = str_dup(a, scan_text(s, date));
    slot->record_id = str_dup(a, scan_id(s));
    slot->source = scan_source(s, a);
}

static void count_records(const struct duty *x) {
    struct scan *s = scan_new(x->as, x->o->on.v);
    int where = scan_add_condition(s, &x->o->where);
    int date = x->o->date.v.p ? scan_add_column(s, x->o->date.v) : scan_add_main_date(s);
    int label = x->o->period.v.p ? scan_add_column(s, x->o->period.v) : -1;
    int distinct = x->o->distinct.v.p ? scan_add_column(s, x->o->distinct.v) : -1;
    scan_order(s, date);
    scan_open(s);
    while (scan_next(s))
        if (scan_holds(s, where))
            count_record(x, s, date, label, distinct);
    scan_close(s);
}

/* -- results -------------------------------------------------------------------------------------- */

/* The day its span begins. */
static int32_t first_day(const struct duty *x, size_t i) {
    return x->once ? once_day(x) : x->periods.at[i].from;
}

static bool over(const struct duty *x, const struct slot *s) {
    return s->due != CIVIL_NONE && s->due < x->as->now;
}

static enum outcome outcome_of(const struct duty *x, size_t i) {
    const struct slot *s = &x->slots[i];
    if (s->in_time >= x->needed)
        return OUTCOME_MET;
    if (s->found < x->needed && !over(x, s))
        return OUTCOME_PENDING;
    bool majeure = s->due != CIVIL_NONE && intervals_cover(x->majeure, day_start(first_day(x, i)), s->due);
    bool waived = exclusions_waive(x->exclusions, x->o->rule.id.v, S(""), s->due);
    return majeure || waived ? OUTCOME_EXEMPT : OUTCOME_MISSED;
}

static const char *timing_of(const struct duty *x, size_t i) {
    const struct slot *s = &x->slots[i];
    if (s->done == CIVIL_NONE)
        return over(x, s) ? "missing" : "pending";
    if (s->in_time < x->needed)
        return "late";
    return s->done < day_start(first_day(x, i)) ? "early" : "on_time";
}

static str due_text(struct arena *a, int64_t due) {
    if (due == CIVIL_NONE)
        return (str){0};
    int32_t day = civil_day(due);
    return due == day_start(day + 1) - 1 ? civil_text_day(a, day) : civil_text(a, due);
}

static void write_results(const struct duty *x, struct stmt *q) {
    struct arena *a = x->as->a;
    stmt_bind_text(q, 1, x->o->rule.id.v);
    stmt_bind_text(q, 2, rule_clauses(a, &x->o->rule));
    stmt_bind_text(q, 3, part_rule_source(a, &x->o->rule));
    stmt_bind_int(q, 4, x->needed);
    for (size_t i = 0; i < x->periods.n; i++) {
        const struct slot *s = &x->slots[i];
        struct arena_mark m = arena_mark(a);
        if (!s->owed)
            continue;
        stmt_bind_text(q, 5, str_from(x->periods.at[i].label));
        stmt_bind_text(q, 6, civil_text_day(a, first_day(x, i)));
        stmt_bind_text(q, 7, due_text(a, s->due));
        part_bind_optional(q, 8, s->fulfilled_at);
        part_bind_optional(q, 9, s->record_id);
        stmt_bind_int(q, 10, s->found);
        part_bind_outcome(q, 11, outcome_of(x, i));
        part_bind_optional(q, 12, s->source);
        stmt_bind_text(q, 13, str_from(timing_of(x, i)));
        part_insert(q);
        arena_rewind(a, m);
    }
}

void obligations_judge(struct assess *as, struct exclusions *ex) {
    const struct contract *c = as->contract;
    struct stmt *q = stmt_new(
        as->store, "INSERT INTO obligation_result(rule, clause, rule_source, needed, period, from_on,"
                   " due_by, fulfilled_at, record_id, found, outcome, source, timing)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
    for (size_t i = 0; i < c->obligations.n; i++) {
        struct duty x = {.as = as,
                         .exclusions = ex,
                         .o = &c->obligations.at[i],
                         .majeure = exclusions_majeure(ex, c->obligations.at[i].rule.id.v, S(""))};
        x.once = x.o->once.at.src != NULL;
        x.needed = x.o->at_least.set ? x.o->at_least.v : 1;
        make_slots(&x);
        set_dues(&x);
        mark_owed(&x);
        count_records(&x);
        write_results(&x, q);
    }
    stmt_free(q);
}
