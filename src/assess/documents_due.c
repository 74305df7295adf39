/* documents_due.c - when the documents of the contract must be handed over: table document_due.
 *
 * One row for each document with `due`: for each period of `every`, each record that `for` and `where` pick, or once. What an
 * obligation judges already is left out: one on submissions that shares a clause with the document, or whose condition names
 * its template. submitted_at: the first submission of the kind that bears the template's name, for the period or the record.
 */
#include "assess/clock.h"
#include "assess/parts.h"
#include "assess/scan.h"

struct listing {
    struct assess *as;
    const struct document_def *doc;
    const struct calendar *clock;
    struct stmt *insert;
};

static bool shares_clause(const struct document_def *doc, const struct obligation *o) {
    for (size_t i = 0; i < doc->clause.n; i++)
        if (part_lists(&o->rule.clause, doc->clause.at[i].v))
            return true;
    return false;
}

static bool judged_elsewhere(const struct contract *c, struct arena *a, const struct document_def *doc) {
    str named = str_fmt(a, "'%.*s'", STR_ARG(doc->template.v));
    for (size_t i = 0; i < c->obligations.n; i++) {
        const struct obligation *o = &c->obligations.at[i];
        if (str_eqz(o->on.v, "submission") && (shares_clause(doc, o) || str_find(o->where.v, named) >= 0))
            return true;
    }
    return false;
}

static void write_due(const struct listing *l, str period, str record, int64_t due) {
    struct arena *a = l->as->a;
    if (due == CIVIL_NONE)
        return;
    part_bind_optional(l->insert, 1, l->doc->template.v);
    part_bind_optional(l->insert, 2, l->doc->title.v);
    stmt_bind_text(l->insert, 3, period);
    part_bind_optional(l->insert, 4, record);
    stmt_bind_text(l->insert, 5, civil_text_day(a, civil_day(due)));
    stmt_bind_int(l->insert, 6, l->doc - l->as->contract->documents.at + 1);
    stmt_bind_text(l->insert, 7, str_fmt(a, "contract.yaml:%d", l->doc->at.line));
    part_insert(l->insert);
}

static int64_t limit_after(const struct listing *l, int64_t t) {
    const struct limit *within = &l->doc->due.within;
    return clock_last_second(within, calendar_due(l->as->calendars, l->clock, t, within));
}

static int64_t limit_after_day(const struct listing *l, int32_t day) {
    return limit_after(l, l->doc->due.within.unit == LIMIT_SECONDS ? day_start(day + 1)
                                                                   : day_start(day + 1) - 1);
}

/* The last moment of "record.column" in each period; CIVIL_NONE: none. */
static int64_t *last_moments(const struct listing *l, const struct period_table *periods) {
    int64_t *last = ARENA_ARRAY(l->as->a, int64_t, periods->n);
    str column = l->doc->due.after.v, type;
    str_cut(&column, '.', &type);
    struct scan *s = scan_new(l->as, type);
    int at = scan_add_column(s, column), where = scan_add_condition(s, &l->doc->due.where);
    for (size_t i = 0; i < periods->n; i++)
        last[i] = CIVIL_NONE;
    scan_open(s);
    while (scan_next(s)) {
        int64_t t = scan_time(s, at);
        ptrdiff_t i = t != CIVIL_NONE && scan_holds(s, where) ? periods_find(periods, civil_day(t)) : -1;
        if (i >= 0 && (last[i] == CIVIL_NONE || t > last[i]))
            last[i] = t;
    }
    scan_close(s);
    return last;
}

static void list_periods(const struct listing *l) {
    struct period_table periods = periods_of(l->as, (enum freq)l->doc->every.v);
    bool by_period = str_eqz(l->doc->due.after.v, "period");
    int64_t *last = by_period ? NULL : last_moments(l, &periods);
    for (size_t i = 0; i < periods.n; i++) {
        int64_t due = by_period               ? limit_after_day(l, periods.at[i].to - 1)
                      : last[i] != CIVIL_NONE ? limit_after(l, last[i])
                                              : day_start(periods.at[i].to) - 1;
        write_due(l, str_from(periods.at[i].label), S(""), due);
    }
}

static void list_records(const struct listing *l) {
    str column = l->doc->due.after.v, type;
    str_cut(&column, '.', &type);
    struct scan *s = scan_new(l->as, l->doc->for_record.v);
    int at = scan_add_column(s, column), where = scan_add_condition(s, &l->doc->where);
    scan_open(s);
    while (scan_next(s)) {
        int64_t t = scan_time(s, at);
        struct arena_mark m = arena_mark(l->as->a);
        if (t != CIVIL_NONE && scan_holds(s, where))
            write_due(l, scan_id(s), scan_id(s), limit_after(l, t));
        arena_rewind(l->as->a, m);
    }
    scan_close(s);
}

static void list_once(const struct listing *l) {
    const struct contract *c = l->as->contract;
    const struct due *due = &l->doc->due;
    int32_t day = c->term.from;
    if (due->at_text.v.p) {
        if (contract_due_day(c, due->at_text.v, &day))
            write_due(l, S("contract"), S(""), day_start(day + 1) - 1);
        return;
    }
    if (str_find(due->after.v, S(".")) > 0)
        return; /* hangs on a record of no period: no day to name */
    if (str_eqz(due->after.v, "signed") && c->head.signed_on.set)
        day = c->head.signed_on.v;
    else if (str_eqz(due->after.v, "to"))
        day = c->term.to - 1;
    write_due(l, S("contract"), S(""), limit_after_day(l, day));
}

void documents_due(struct assess *as) {
    const struct contract *c = as->contract;
    struct listing l = {.as = as};
    l.insert = stmt_new(
        as->store,
        "INSERT INTO document_due(template, title, period, record_id, due_by, position,"
        " rule_source, submitted_at) VALUES (?1, coalesce(?2, (SELECT v.title FROM record_value v WHERE"
        " v.record_type = 'submission' AND v.name = 'kind' AND v.value = ?1)), ?3, ?4, ?5, ?6, ?7, (SELECT "
        "min(s.submitted_at)"
        " FROM submission s WHERE s.kind = ?1 AND (s.concerns = ?4 OR ?4 IS NULL AND"
        " (s.period = ?3 OR ?3 = 'contract'))))");
    for (size_t i = 0; i < c->documents.n; i++) {
        l.doc = &c->documents.at[i];
        if (!l.doc->due.at.src || judged_elsewhere(c, as->a, l.doc))
            continue;
        l.clock = calendars_find(as->calendars, l.doc->due.clock.v);
        if (l.doc->every.at.src)
            list_periods(&l);
        else if (l.doc->for_record.v.p)
            list_records(&l);
        else
            list_once(&l);
    }
    stmt_free(l.insert);
}
