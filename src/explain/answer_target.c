/* answer_target.c - one result of a target: the clock from its beginning to its stop, day by day, against its limit.
 *
 * Beginning and end are those of the verdict, the stops are worked out again from the events; the sum of the days, the
 * paused time and the due moment are compared with the verdict. Where the level of an incident changed, a record can
 * have several results of one target.
 */
#include "assess/pauses.h"
#include "explain/answer.h"

struct result { /* a row of target_result */
    const struct target *target;
    struct record record;
    int64_t from, to, due, elapsed_s, paused_s, late_s, belongs_at;
    str outcome;
    bool disputed;
};
struct course { /* what the incident's events do to the clock */
    struct events events;
    struct intervals stops; /* normal, within the clock's run */
    bool reopened, paused, level_changed;
};

enum { FROM, TO, DUE, ELAPSED, PAUSED, LATE, BELONGS, OUTCOME, DISPUTED, SOURCE };

static bool read_result(struct answer *w, const struct stmt *q, const struct target *t, struct result *r) {
    *r = (struct result){.target = t};
    if (!record_find(w, t->on.v, stmt_text(q, SOURCE), &r->record))
        return false;
    r->from = stmt_time(q, FROM);
    r->to = stmt_time(q, TO);
    r->due = stmt_time(q, DUE);
    r->elapsed_s = stmt_minutes(q, ELAPSED);
    r->paused_s = stmt_minutes(q, PAUSED);
    r->late_s = stmt_minutes(q, LATE);
    r->belongs_at = stmt_time(q, BELONGS);
    r->outcome = stmt_keep(w, q, OUTCOME);
    r->disputed = stmt_int(q, DISPUTED) != 0;
    return true;
}

static struct value column(const struct result *r, const char *name) {
    return record_value(&r->record, str_from(name));
}

static str text_column(const struct result *r, const char *name) {
    struct value v = column(r, name);
    return v.kind == VALUE_TEXT ? v.text : S("");
}

static bool is_incident(const struct result *r) {
    return str_eqz(r->record.type->name.v, "incident");
}

static bool is(const struct result *r, enum outcome o) {
    return str_eq(r->outcome, outcome_name(o));
}

static bool has_events(const struct result *r) {
    return events_of(r->record.type->name.v);
}

static bool on_the_clock(const struct result *r) {
    enum limit_unit u = r->target->within.unit;
    return u == LIMIT_SECONDS || u == LIMIT_NEXT_OPENING;
}

/* -- stops ---------------------------------------------------------------------------------------- */

/* A reopening undoes these; elsewhere it stops no clock (assess/targets.c). */
static bool says_back(const struct target *t) {
    static const char *const columns[] = {"restored_at", "workaround_at", "fixed_at", "closed_at"};
    for (size_t i = 0; i < t->to.n; i++)
        for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
            if (str_eqz(t->to.at[i].v, columns[k]))
                return true;
    return false;
}

static void read_course(struct answer *w, const struct result *r, struct course *c) {
    int64_t end = r->to != CIVIL_NONE ? r->to : w->as.now;
    struct intervals closed = {0};
    *c = (struct course){0};
    if (!has_events(r))
        return;
    struct event_reader *reader = event_reader_open(&w->as, r->record.type->name.v);
    event_reader_read(reader, w->a, record_id(&r->record), &c->events);
    event_reader_close(reader);
    events_pauses(w->a, &c->events, &r->target->pause, end, &c->stops);
    c->paused = c->stops.n > 0;
    c->reopened =
        is_incident(r) && says_back(r->target) && events_last(&c->events, EVENT_REOPEN) != CIVIL_NONE;
    c->level_changed = events_last(&c->events, EVENT_LEVEL) != CIVIL_NONE;
    if (c->reopened && !method_is(&w->c->method, METHOD_REOPEN, "first_close")) {
        events_closed(w->a, &c->events, &closed);
        for (size_t i = 0; i < closed.n; i++)
            intervals_add(w->a, &c->stops, closed.at[i].from, closed.at[i].to);
        intervals_normalise(&c->stops);
    }
    if (r->from != CIVIL_NONE)
        intervals_clip(&c->stops, r->from, end);
}

static bool pauses_for(const struct target *t, str reason) {
    for (size_t i = 0; i < t->pause.n; i++)
        if (str_eq(t->pause.at[i].v, reason))
            return true;
    return false;
}

static str reason_words(struct answer *w, str reason) {
    const struct record_type *t = record_types_find(store_types(w->x->store), S("event"));
    struct value v = {.kind = reason.n ? VALUE_TEXT : VALUE_NULL, .text = reason};
    return words_of(w, told_value(w, t, S("reason"), v));
}

static str why_not(struct answer *w, const struct result *r, const struct event *e) {
    if (!e->reason.n)
        return SAY0(w, P_HOLD_NO_REASON);
    if (!pauses_for(r->target, e->reason))
        return SAY(w, P_HOLD_NOT_LISTED, reason_words(w, e->reason));
    return e->granted ? S("") : SAY0(w, P_HOLD_NO_PROOF);
}

static str source_of(const struct events *e, enum event_kind kind, int64_t at) {
    for (size_t i = 0; i < e->n; i++)
        if (e->at[i].kind == kind && e->at[i].at == at)
            return e->at[i].source;
    return S("");
}

static void tell_stop(struct answer *w, const struct hours_of *h, struct told what, const struct interval *v,
                      bool open_end, str why, str source) {
    int64_t counted = why.n || v->from > v->to ? 0 : calendar_between(h->calendar, v->from, v->to);
    tell_item_begin(w->t);
    tell_put(w->t, L_STOP, what);
    tell_put(w->t, L_FROM, told_moment(v->from));
    tell_put(w->t, L_TO, open_end ? told_none() : told_moment(v->to));
    tell_put(w->t, L_APPLIED, told_bool(!why.n));
    tell_put(w->t, L_OPEN_TIME, told_seconds(counted));
    tell_put(w->t, L_PLACE, told_text(source));
    tell_say(w->t, L_WHY, why);
    tell_item_end(w->t);
}

static void tell_stops(struct answer *w, const struct result *r, const struct course *c,
                       const struct hours_of *h) {
    struct holds holds = {0};
    struct intervals closed = {0};
    int64_t end = r->to != CIVIL_NONE ? r->to : w->as.now;
    events_holds(w->a, &c->events, &holds);
    if (c->reopened && !method_is(&w->c->method, METHOD_REOPEN, "first_close"))
        events_closed(w->a, &c->events, &closed);
    tell_list_begin(w->t, L_STOPS);
    for (size_t i = 0; i < holds.n; i++) {
        const struct hold *x = &holds.at[i];
        bool open_end = x->to == CIVIL_NONE;
        tell_stop(w, h, told_named(x->event->reason, reason_words(w, x->event->reason)),
                  &(struct interval){x->from, open_end ? end : x->to}, open_end, why_not(w, r, x->event),
                  x->event->source);
    }
    for (size_t i = 0; i < closed.n; i++)
        tell_stop(w, h, told_named(S("closed"), SAY0(w, P_STOP_CLOSED)), &closed.at[i], false, S(""),
                  source_of(&c->events, EVENT_REOPEN, closed.at[i].to));
    tell_list_end(w->t);
}

/* -- what it says --------------------------------------------------------------------------------- */

static str headers(struct answer *w, const struct result *r) {
    struct sb b = {.a = w->a};
    for (size_t i = 0; i < r->target->to.n; i++) {
        sb_addz(&b, i ? (w->lang == LANG_ZH ? "、" : ", ") : "");
        sb_add(&b, column_header(w, r->record.type, r->target->to.at[i].v));
    }
    return sb_str(&b);
}

static size_t say_rule(struct answer *w, const struct result *r, str says[4]) {
    const struct target *t = r->target;
    struct sb reasons = {.a = w->a};
    size_t n = 0;
    str limit = t->by.v.n ? column_header(w, r->record.type, t->by.v) : words_limit(w, &t->within);
    enum phrase phrase = t->by.v.n ? P_TARGET_SAYS_BY : t->to.n > 1 ? P_TARGET_SAYS_FIRST : P_TARGET_SAYS;
    says[n++] = SAY(w, phrase, type_title(w, t->on.v), column_header(w, r->record.type, t->from.v),
                    headers(w, r), limit, calendar_name(hours_find(w, t->clock.v).calendar));
    if (t->late_if.v.n)
        says[n++] = SAY0(w, target_late_at_limit(w->c, t) ? P_TARGET_AT_LIMIT : P_TARGET_AFTER_LIMIT);
    if (t->where.v.n)
        says[n++] = SAY(w, P_WHERE, t->where.v);
    for (size_t i = 0; i < t->pause.n; i++) {
        sb_addz(&reasons, i ? (w->lang == LANG_ZH ? "、" : ", ") : "");
        sb_add(&reasons, reason_words(w, t->pause.at[i].v));
    }
    if (reasons.n)
        says[n++] = SAY(w, P_TARGET_PAUSES, sb_str(&reasons));
    return n;
}

static str say_missing(struct answer *w, const struct result *r) {
    const struct target *t = r->target;
    if (r->from == CIVIL_NONE)
        return SAY(w, P_NO_BEGINNING, column_header(w, r->record.type, t->from.v));
    if (t->by.v.n && r->due == CIVIL_NONE)
        return SAY(w, P_NO_END, column_header(w, r->record.type, t->by.v));
    if (r->to != CIVIL_NONE)
        return SAY0(w, P_YEAR_UNKNOWN);
    if (r->due == CIVIL_NONE)
        return SAY(w, P_NO_END, headers(w, r));
    return SAY(w, P_NO_END_BY, headers(w, r), words_due(w, r->due));
}

/* "1小时55分 ≤ 2小时" or "2025-04-14 00:00 ≤ 2025-04-15 23:59:59" */
static str say_comparison(struct answer *w, const struct result *r) {
    bool clock = r->target->within.unit == LIMIT_SECONDS;
    bool at_limit = target_late_at_limit(w->c, r->target);
    int64_t x = clock ? r->elapsed_s : r->to, y = clock ? r->target->within.n : r->due;
    if (x == CIVIL_NONE || y == CIVIL_NONE)
        return S("");
    bool in_time = clock && at_limit ? x < y : !clock && at_limit ? x < y : x <= y;
    const char *sign = in_time ? (at_limit ? "<" : "≤") : at_limit ? "≥" : ">";
    return str_fmt(w->a, "%.*s %s %.*s", STR_ARG(clock ? words_seconds(w, x) : words_moment(w, x)), sign,
                   STR_ARG(clock ? words_seconds(w, y) : words_due(w, y)));
}

static str say_conclusion(struct answer *w, const struct result *r) {
    str compared = say_comparison(w, r);
    if (is(r, OUTCOME_PENDING) && r->due == CIVIL_NONE && r->target->by.v.n)
        return SAY(w, P_NO_END, column_header(w, r->record.type, r->target->by.v));
    if (is(r, OUTCOME_PENDING))
        return r->due == CIVIL_NONE ? SAY0(w, P_PENDING_UNKNOWN) : SAY(w, P_PENDING, words_due(w, r->due));
    if (is(r, OUTCOME_UNPROVEN))
        return say_missing(w, r);
    if (is(r, OUTCOME_EXEMPT))
        return SAY(w, P_EXEMPT, compared.n ? compared : say_missing(w, r));
    if (is(r, OUTCOME_MET))
        return SAY(w, P_MET, compared);
    return r->late_s == CIVIL_NONE || !on_the_clock(r)
               ? SAY(w, P_MISSED, compared)
               : SAY(w, P_MISSED_BY, compared, words_seconds(w, r->late_s));
}

/* -- numbers -------------------------------------------------------------------------------------- */

static void tell_formula(struct answer *w, const struct result *r, const struct hours_of *h) {
    str says[3];
    size_t n = 0;
    int64_t open = r->from != CIVIL_NONE && r->to != CIVIL_NONE
                       ? calendar_between(h->calendar, r->from, r->to)
                       : CIVIL_NONE;
    tell_begin(w->t, L_FORMULA);
    if (on_the_clock(r)) {
        says[n++] = SAY0(w, P_FORMULA_CLOCK);
        if (open != CIVIL_NONE && r->elapsed_s != CIVIL_NONE)
            says[n++] =
                str_fmt(w->a, "%.*s − %.*s = %.*s", STR_ARG(words_seconds(w, open)),
                        STR_ARG(words_seconds(w, r->paused_s)), STR_ARG(words_seconds(w, r->elapsed_s)));
    } else {
        says[n++] = SAY0(w, P_FORMULA_PERIOD);
    }
    str compared = say_comparison(w, r);
    if (compared.n)
        says[n++] = compared;
    tell_says(w->t, L_STEPS, says, n);
    tell_put(w->t, L_OPEN_TIME, told_seconds(on_the_clock(r) ? open : CIVIL_NONE));
    tell_put(w->t, L_PAUSED, told_seconds(r->from == CIVIL_NONE ? CIVIL_NONE : r->paused_s));
    tell_put(w->t, L_ELAPSED, told_seconds(on_the_clock(r) ? r->elapsed_s : CIVIL_NONE));
    tell_put(w->t, L_LATE, told_seconds(r->late_s));
    tell_end(w->t);
}

/* Where the clock was never stopped it is followed to the due moment, or to now before that. */
static int64_t shown_until(const struct answer *w, const struct result *r) {
    if (r->to != CIVIL_NONE)
        return r->to;
    return r->due != CIVIL_NONE && r->due < w->as.now ? r->due : w->as.now;
}

static int64_t agreed_of(const struct result *r, const struct hours_of *h) {
    const struct record_type *type = r->record.type;
    str by = r->target->by.v;
    return clock_agreed(h->calendar, &type->columns[record_type_column(type, by)],
                        record_time(&r->record, by));
}

static void tell_clock(struct answer *w, const struct result *r, const struct course *c) {
    struct hours_of h = hours_find(w, r->target->clock.v);
    if (r->from == CIVIL_NONE)
        return;
    int64_t until = shown_until(w, r), last = r->due != CIVIL_NONE && r->due > until ? r->due : until;
    answer_clock(w, &h, r->from, last);
    tell_stops(w, r, c, &h);
    if (on_the_clock(r)) {
        int64_t sum = answer_days(w, &h, r->from, until, &c->stops);
        w->agrees = w->agrees && (r->to == CIVIL_NONE || sum == r->elapsed_s);
    }
    str by = r->target->by.v;
    if (by.n)
        answer_agreed(w, &h, column_header(w, r->record.type, by), agreed_of(r, &h), &c->stops, r->due);
    else
        answer_due(w, &h, &r->target->within, r->from, &c->stops, r->due);
}

/* -- records -------------------------------------------------------------------------------------- */

/* What moved the beginning away from the record's own: a merged report, a reopening, a change of level. */
static str say_beginning(struct answer *w, const struct result *r, const struct course *c) {
    if (r->from == CIVIL_NONE || r->from == record_time(&r->record, r->target->from.v))
        return S("");
    str reopen = source_of(&c->events, EVENT_REOPEN, r->from),
        level = source_of(&c->events, EVENT_LEVEL, r->from);
    if (reopen.n || level.n)
        return SAY(w, reopen.n ? P_FROM_REOPEN : P_FROM_LEVEL, words_moment(w, r->from),
                   reopen.n ? reopen : level);
    return SAY(w, P_FROM_MERGED, words_moment(w, r->from));
}

static void add_role(struct answer *w, struct role *roles, size_t *n, str name, str role) {
    for (size_t i = 0; i < *n; i++)
        if (str_eq(roles[i].column, name)) {
            if (role.n)
                roles[i].role = role;
            return;
        }
    (void)w;
    roles[(*n)++] = (struct role){name, role};
}

static void tell_records(struct answer *w, const struct result *r, const struct course *c) {
    const struct target *t = r->target;
    str *named;
    size_t n = 0, n_named = condition_columns(w, r->record.type, t->where.v, &named);
    struct role *roles = ARENA_ARRAY(w->a, struct role, n_named + t->to.n + 5);
    add_role(w, roles, &n, S("system"), S(""));
    for (size_t i = 0; i < n_named; i++)
        add_role(w, roles, &n, named[i], SAY0(w, P_ROLE_WHERE));
    add_role(w, roles, &n, t->from.v, SAY0(w, P_ROLE_FROM));
    for (size_t i = 0; i < t->to.n; i++) {
        bool stops = r->to != CIVIL_NONE && record_time(&r->record, t->to.at[i].v) == r->to;
        add_role(w, roles, &n, t->to.at[i].v, stops ? SAY0(w, P_ROLE_STOPS) : SAY0(w, P_ROLE_TO));
    }
    if (t->by.v.n)
        add_role(w, roles, &n, t->by.v, SAY0(w, P_ROLE_AGREED));
    if (r->disputed)
        add_role(w, roles, &n, S("disputed"), SAY0(w, P_ROLE_DISPUTED));
    records_begin(w);
    records_add(w, &r->record, say_beginning(w, r, c), roles, n);
    records_end(w);
}

/* Further reports of the same fault, merged into this record. */
static bool tell_duplicates(struct answer *w, const struct result *r) {
    static const enum label columns[] = {L_ID, L_AT, L_SOURCE};
    struct stmt *q = stmt_new(w->x->store, "SELECT record_id, reported_at, source FROM duplicate_result"
                                           " WHERE merged_into = ?1 ORDER BY reported_at, rowid");
    bool any = false;
    stmt_bind_text(q, 1, is_incident(r) ? record_id(&r->record) : S(""));
    tell_table_begin(w->t, L_MERGED, columns, 3);
    for (; stmt_step(q); any = true)
        tell_row(w->t, (struct told[]){told_text(stmt_text(q, 0)), told_moment(stmt_time(q, 1)),
                                       told_text(stmt_text(q, 2))});
    tell_table_end(w->t);
    stmt_free(q);
    return any;
}

/* -- where it leads ------------------------------------------------------------------------------- */

/* KPIs that count it, and deductions for it. */
static void tell_links(struct answer *w, const struct result *r) {
    struct links links = {0};
    struct stmt *q =
        stmt_new(w->x->store, "SELECT 'kpi/' || k.rule || '@' || k.period, k.period FROM kpi_result k JOIN"
                              " kpi_target t ON t.kpi = k.rule AND t.target = ?1 UNION ALL SELECT"
                              " 'deduction/' || rule || '@' || period, period FROM deduction_result"
                              " WHERE basis LIKE 'target/' || ?1 || '@%'");
    stmt_bind_text(q, 1, r->target->rule.id.v);
    while (stmt_step(q)) {
        struct period p;
        if (r->belongs_at == CIVIL_NONE || !period_parse(w->c->term, stmt_text(q, 1), &p))
            continue;
        int32_t day = civil_day(r->belongs_at);
        if (day >= p.from && day < p.to)
            links_add(w, &links, stmt_text(q, 0));
    }
    stmt_free(q);
    answer_links(w, &links);
}

static void tell_method(struct answer *w, const struct result *r, const struct course *c, bool merged) {
    struct method_keys keys = {0};
    keys.at[METHOD_BELONG] = is_incident(r);
    keys.at[METHOD_LATE] = !r->target->late_if.v.n;
    keys.at[METHOD_MISSING] = is(r, OUTCOME_UNPROVEN);
    keys.at[METHOD_REOPEN] = c->reopened;
    keys.at[METHOD_LEVEL] = c->level_changed;
    keys.at[METHOD_PAUSE] = c->paused;
    keys.at[METHOD_DUPLICATES] = merged;
    keys.at[METHOD_DISPUTED] = r->disputed;
    answer_method(w, &keys);
}

/* Times that cover a part only matter where the result is held against somebody. */
static void tell_exclusions(struct answer *w, const struct result *r, const struct hours_of *h) {
    bool against = !is(r, OUTCOME_MET) && !is(r, OUTCOME_PENDING);
    answer_exclusions(
        w, &(struct exclusion_asked){.incidents = is_incident(r) ? record_id(&r->record) : S(""),
                                     .request = is_incident(r) ? S("") : record_id(&r->record),
                                     .rule = r->target->rule.id.v,
                                     .system = text_column(r, "system"),
                                     .from = against && r->due != CIVIL_NONE ? r->from : CIVIL_NONE,
                                     .to = r->due,
                                     .clock = h->calendar,
                                     .excuses = true});
}

static void tell_result(struct answer *w, const struct result *r, bool one_of_many) {
    struct course course;
    struct hours_of h = hours_find(w, r->target->clock.v);
    read_course(w, r, &course);
    tell_item_begin(w->t);
    if (one_of_many)
        tell_say(w->t, L_CONCLUSION, say_conclusion(w, r));
    tell_put(w->t, L_BELONGS_AT, told_moment(r->belongs_at));
    tell_formula(w, r, &h);
    tell_clock(w, r, &course);
    tell_exclusions(w, r, &h);
    tell_records(w, r, &course);
    if (has_events(r) && course.events.n)
        answer_events(w, r->record.type->name.v, record_id(&r->record));
    bool merged = tell_duplicates(w, r);
    tell_method(w, r, &course, merged);
    tell_item_end(w->t);
}

static void tell_all(struct answer *w, const struct figure *f, const struct result *at, size_t n) {
    str says[4], title = str_fmt(w->a, "%.*s %.*s", STR_ARG(at->target->rule.name.v),
                                 STR_ARG(record_code(&at->record)));
    tell_account_begin(w->t, f->code, "target", title, told_outcome(at[n - 1].outcome));
    tell_say(w->t, L_CONCLUSION, say_conclusion(w, &at[n - 1]));
    answer_rule(w, RULE_TARGET, &at->target->rule, says, say_rule(w, at, says));
    tell_list_begin(w->t, L_RESULTS);
    for (size_t i = 0; i < n; i++)
        tell_result(w, &at[i], n > 1);
    tell_list_end(w->t);
    tell_links(w, at);
    answer_agrees(w);
    tell_account_end(w->t);
}

/* A further report of a fault has no result of its own. */
static bool tell_merged(struct answer *w, const struct figure *f, const struct target *t) {
    struct links links = {0};
    struct record r;
    struct stmt *q = stmt_new(w->x->store, "SELECT merged_into FROM duplicate_result WHERE record_id = ?1");
    stmt_bind_text(q, 1, f->record);
    bool found = stmt_step(q) && str_eqz(t->on.v, "incident") && record_find_id(w, t->on.v, f->record, &r);
    if (found) {
        str into = stmt_keep(w, q, 0);
        links_add(w, &links, str_fmt(w->a, "target/%.*s/%.*s", STR_ARG(f->id), STR_ARG(into)));
        tell_account_begin(w->t, f->code, "target",
                           str_fmt(w->a, "%.*s %.*s", STR_ARG(t->rule.name.v), STR_ARG(f->record)),
                           told_none());
        tell_say(w->t, L_CONCLUSION, SAY(w, P_MERGED_INTO, into));
        records_begin(w);
        records_add(w, &r, S(""), (const struct role[]){{S("duplicate_of"), S("")}, {t->from.v, S("")}}, 2);
        records_end(w);
        answer_links(w, &links);
        answer_agrees(w);
        tell_account_end(w->t);
    }
    stmt_free(q);
    return found;
}

bool answer_target(struct answer *w, const struct figure *f) {
    size_t index;
    VEC(struct result) list = {0};
    if (!f->record.n || !answer_find_rule(w, RULE_TARGET, f->id, &index))
        return false;
    struct stmt *q =
        stmt_new(w->x->store, "SELECT from_at, to_at, due_at, elapsed_min, paused_min, late_min, belongs_at,"
                              " outcome, disputed, source FROM target_result WHERE rule = ?1 AND"
                              " coalesce(record_id, source) = ?2 ORDER BY rowid");
    stmt_bind_text(q, 1, f->id);
    stmt_bind_text(q, 2, f->record);
    while (stmt_step(q)) {
        struct result r;
        if (read_result(w, q, &w->c->targets.at[index], &r))
            VEC_PUSH(w->a, &list, r);
    }
    stmt_free(q);
    if (list.n)
        tell_all(w, f, list.at, list.n);
    return list.n > 0 || tell_merged(w, f, &w->c->targets.at[index]);
}
