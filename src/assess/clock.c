#include "assess/clock.h"

enum answer { NO, YES, UNKNOWN };

int64_t clock_agreed(const struct calendar *c, const struct column *column, int64_t t) {
    bool day =
        t != CIVIL_NONE && t == day_start(civil_day(t)) && (column->kind == COLUMN_DAY || column->day_enough);
    return day ? calendar_day_end(c, civil_day(t)) : t;
}

int64_t clock_last_second(const struct limit *within, int64_t due) {
    if (due == CIVIL_NONE || within->unit == LIMIT_SECONDS)
        return due;
    return due == day_start(civil_day(due)) ? due - 1 : due;
}

/* Open seconds of a set; CIVIL_NONE when it touches a year that is not loaded. */
static int64_t open_seconds(const struct calendar *c, const struct intervals *s) {
    int64_t sum = 0;
    for (size_t i = 0; i < s->n; i++) {
        int64_t open = calendar_between(c, s->at[i].from, s->at[i].to);
        if (open == CIVIL_NONE)
            return CIVIL_NONE;
        sum += open;
    }
    return sum;
}

/* Each stop that begins before the limit runs out puts it off by its open time. */
static int64_t due_moment(const struct clock *c, const struct clock_run *run, const struct intervals *stops) {
    int64_t due = c->within->unit == LIMIT_NONE
                      ? run->agreed
                      : calendar_due(c->calendars, c->calendar, run->from, c->within);
    for (size_t i = 0; i < stops->n && due != CIVIL_NONE && stops->at[i].from < due; i++) {
        int64_t open = calendar_between(c->calendar, stops->at[i].from, stops->at[i].to);
        if (open != 0)
            due = open == CIVIL_NONE ? CIVIL_NONE : calendar_add(c->calendar, due, open);
    }
    return due;
}

static int64_t overlap_seconds(const struct calendar *c, const struct intervals *s, int64_t from,
                               int64_t to) {
    int64_t sum = 0;
    for (size_t i = 0; i < s->n; i++) {
        int64_t a = s->at[i].from > from ? s->at[i].from : from, b = s->at[i].to < to ? s->at[i].to : to;
        int64_t open = a < b ? calendar_between(c, a, b) : 0;
        if (open == CIVIL_NONE)
            return CIVIL_NONE;
        sum += open;
    }
    return sum;
}

/* From where on lateness counts: the due moment, or the end of the force majeure it fell into. */
static int64_t late_from(const struct clock_run *run, int64_t due) {
    for (size_t i = 0; run->majeure && i < run->majeure->n; i++)
        if (run->majeure->at[i].from <= due && due < run->majeure->at[i].to)
            return run->majeure->at[i].to;
    return due;
}

static int64_t late_seconds(const struct clock *c, const struct clock_run *run, const struct intervals *stops,
                            int64_t due, int64_t end) {
    if (due == CIVIL_NONE)
        return CIVIL_NONE;
    int64_t from = late_from(run, due);
    int64_t gross = calendar_between(c->calendar, from, end),
            stopped = overlap_seconds(c->calendar, stops, from, end);
    return gross == CIVIL_NONE || stopped == CIVIL_NONE ? CIVIL_NONE : gross - stopped;
}

static enum answer counted_in_time(const struct clock *c, int64_t counted) {
    if (counted == CIVIL_NONE)
        return UNKNOWN;
    return c->late_at_limit ? counted < c->within->n : counted <= c->within->n;
}

static enum answer day_in_time(const struct clock *c, int64_t t, int64_t due) {
    if (due == CIVIL_NONE && c->within->unit == LIMIT_NONE)
        return UNKNOWN;
    if (due ==
        CIVIL_NONE) /* it falls behind the last known year; a moment within the known ones is before it */
        return calendar_knows(calendars_legal(c->calendars), civil_day(t)) ? YES : UNKNOWN;
    return c->late_at_limit ? t < due : t <= clock_last_second(c->within, due);
}

static enum outcome outcome_of(enum answer in_time, bool recorded) {
    if (recorded)
        return in_time == YES ? OUTCOME_MET : in_time == NO ? OUTCOME_MISSED : OUTCOME_UNPROVEN;
    return in_time == NO ? OUTCOME_UNPROVEN : OUTCOME_PENDING;
}

struct clock_reading clock_read(struct arena *scratch, const struct clock *c, const struct clock_run *run) {
    struct clock_reading r = {CIVIL_NONE, CIVIL_NONE, 0, CIVIL_NONE, OUTCOME_UNPROVEN};
    if (run->from == CIVIL_NONE)
        return r;
    bool recorded = run->to != CIVIL_NONE;
    int64_t end = recorded ? run->to : run->now;
    struct intervals stops = {0};
    for (size_t i = 0; run->stops && i < run->stops->n; i++)
        intervals_add(scratch, &stops, run->stops->at[i].from, run->stops->at[i].to);
    intervals_clip(&stops, run->from, end);
    int64_t gross = calendar_between(c->calendar, run->from, end),
            stopped = open_seconds(c->calendar, &stops);
    bool known = gross != CIVIL_NONE && stopped != CIVIL_NONE;
    int64_t counted = known ? gross - stopped : CIVIL_NONE;
    int64_t due = due_moment(c, run, &stops);
    enum answer in_time =
        c->within->unit == LIMIT_SECONDS ? counted_in_time(c, counted) : day_in_time(c, end, due);
    r.due = clock_last_second(c->within, due);
    r.stopped_s = known ? stopped : 0;
    r.elapsed_s = recorded ? counted : CIVIL_NONE;
    r.late_s = in_time == NO ? late_seconds(c, run, &stops, due, end) : CIVIL_NONE;
    r.outcome = outcome_of(in_time, recorded);
    return r;
}
