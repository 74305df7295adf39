/* Targets against a simulation, minute by minute, of what the contract's words say: more than 100,000 results of random
 * incidents with pauses, reopenings and exclusions, on four calendars, with limits of every unit, times exactly on limits,
 * and the spans across Spring Festival, a quarter's end, National Day and the end of the year.
 *
 * The simulation shares nothing with src/assess and src/calendar but its inputs: a minute is open or not (calendar_oracle.h),
 * held, closed or excused, and time is counted by walking. The engine sees the same incidents as a contract folder. */
#define CASE_CALENDARS                                                                                       \
    "  duty: {days: mon-sat, hours: 07:30-21:15, holidays: cn}\n"                                            \
    "  night: {days: 'mon,wed-thu,sun', hours: 20:00-24:00, holidays: none}\n"
#include "random_case.h"
#include "store/verdicts.h"

enum { INCIDENTS = 1100, EVENTS_MAX = 8, WINDOW_DAYS = 40 };

/* -- what the contract says ----------------------------------------------------------------------- */

enum calendar_no { ALWAYS, OFFICE, DUTY, NIGHT, CALENDARS };
enum unit { MINUTES, WORKDAYS, DAYS, MONTHS, YEARS, OPENING };
enum moment_no { REPORTED, RESPONDED, ARRIVED, PLAN, WORKAROUND, RESTORED, FIXED, COLUMNS };
enum reason { NO_REASON, CUSTOMER, VENDOR, PARTS, REASONS };
static const char *const column_names[COLUMNS] = {"reported_at",   "responded_at", "arrived_at", "plan_at",
                                                  "workaround_at", "restored_at",  "fixed_at"};
static const char *const reason_names[REASONS] = {"", "waiting_customer", "waiting_vendor", "waiting_parts"};
static const char *const calendar_names[CALENDARS] = {"always", "office", "duty", "night"};

struct demand {
    enum moment_no from;
    unsigned to;    /* bits of enum moment_no */
    unsigned pause; /* bits of enum reason */
    enum unit unit;
    int n;
    const char *text;
    enum calendar_no calendar;
    enum late_if { AS_METHOD, AFTER_LIMIT, AT_LIMIT } late_if; /* of this rule alone */
};
#define BIT(x) (1u << (x))
static const struct demand rules[] = {
    {REPORTED, BIT(RESPONDED), 0, MINUTES, 30, "30min", ALWAYS, AS_METHOD},
    {REPORTED, BIT(RESPONDED), 0, MINUTES, 60, "1h", ALWAYS, AT_LIMIT},
    {REPORTED, BIT(RESTORED), BIT(CUSTOMER), WORKDAYS, 2, "2 workdays", OFFICE, AFTER_LIMIT},
    {REPORTED, BIT(RESTORED) | BIT(WORKAROUND), BIT(CUSTOMER) | BIT(PARTS), MINUTES, 120, "2h", ALWAYS,
     AS_METHOD},
    {REPORTED, BIT(RESTORED), BIT(CUSTOMER), MINUTES, 240, "4h", OFFICE, AS_METHOD},
    {REPORTED, BIT(RESTORED) | BIT(FIXED), BIT(VENDOR), MINUTES, 90, "1h30min", DUTY, AS_METHOD},
    {RESPONDED, BIT(RESTORED), BIT(CUSTOMER) | BIT(VENDOR) | BIT(PARTS), MINUTES, 60, "1h", NIGHT, AS_METHOD},
    {REPORTED, BIT(PLAN) | BIT(RESTORED), BIT(CUSTOMER), MINUTES, 1440, "24h", ALWAYS, AS_METHOD},
    {REPORTED, BIT(RESTORED), BIT(CUSTOMER), WORKDAYS, 1, "1 workdays", OFFICE, AS_METHOD},
    {REPORTED, BIT(RESTORED), BIT(PARTS), WORKDAYS, 3, "3 workdays", ALWAYS, AS_METHOD},
    {REPORTED, BIT(FIXED), BIT(VENDOR), DAYS, 5, "5 days", DUTY, AS_METHOD},
    {REPORTED, BIT(RESTORED) | BIT(FIXED), BIT(CUSTOMER), DAYS, 2, "2 days", ALWAYS, AS_METHOD},
    {REPORTED, BIT(FIXED), BIT(CUSTOMER), MONTHS, 1, "1 month", OFFICE, AS_METHOD},
    {ARRIVED, BIT(FIXED), 0, YEARS, 1, "1 year", ALWAYS, AS_METHOD},
    {REPORTED, BIT(RESTORED), BIT(CUSTOMER), OPENING, 0, "before next opening", OFFICE, AS_METHOD},
    {REPORTED, BIT(RESTORED) | BIT(WORKAROUND), BIT(PARTS), OPENING, 0, "before next opening", DUTY,
     AS_METHOD},
    {RESTORED, BIT(FIXED), BIT(VENDOR), WORKDAYS, 2, "2 workdays", DUTY, AS_METHOD},
};
enum { RULES = sizeof rules / sizeof *rules };
#define BACK (BIT(WORKAROUND) | BIT(RESTORED) | BIT(FIXED)) /* reopening undoes these */

enum reopening { CONTINUE, FIRST_CLOSE, NEW_CYCLE };
struct setting {          /* of one run */
    int year, month, day; /* today */
    enum reopening reopening;
    bool at_limit, strict; /* late_if: at_limit; pause_evidence: required */
    uint64_t seed;
};
static const struct setting settings[] = {
    {2025, 2, 12, CONTINUE, false, false, 11},  {2025, 4, 10, FIRST_CLOSE, false, true, 12},
    {2025, 5, 12, NEW_CYCLE, true, false, 13},  {2025, 10, 14, CONTINUE, true, true, 14},
    {2025, 10, 20, NEW_CYCLE, false, true, 15}, {2025, 1, 12, CONTINUE, false, false, 16},
    {2025, 7, 9, FIRST_CLOSE, true, false, 17},
};

/* -- one incident --------------------------------------------------------------------------------- */

enum kind { HOLD, RESUME, RESTORE, REOPEN };
static const char *const kind_names[] = {"hold", "resume", "restore", "reopen"};
struct happening {
    enum kind kind;
    int32_t at;
    enum reason reason;
    bool agreed, proved;
};
struct incident {
    int32_t at[COLUMNS];
    int system; /* 0 pacs, 1 ris, 2 none */
    struct happening events[EVENTS_MAX];
    int n_events;
    bool named; /* by an exclusion that is complete */
};
struct world {
    const struct setting *setting;
    struct dice dice;
    int32_t first, now;
    struct oracle *calendars[CALENDARS];
    struct incident *incidents;
    unsigned char *excused[3]; /* by system: minutes of complete exclusions */
    unsigned char *majeure[3]; /* of them force majeure */
    unsigned char *held;       /* of the present incident: bits of enum reason, by minute */
    unsigned char *closed;
    struct sb incident_csv, event_csv, exclusion_csv;
};

/* A later minute: often soon, sometimes days later, sometimes just when a limit of the rules is over. */
static int32_t later(struct world *w, int32_t t) {
    static const int limits[] = {30, 60, 90, 120, 240, 1440, 2880};
    switch (dice_throw(&w->dice, 5)) {
    case 0:
        return t + limits[dice_throw(&w->dice, 7)];
    case 1:
        return t + (int32_t)dice_throw(&w->dice, 6000);
    case 2:
        return t / 1440 * 1440 + 1440 * (int32_t)dice_throw(&w->dice, 4) + 1440;
    default:
        return t + (int32_t)dice_throw(&w->dice, 300);
    }
}

static void make_columns(struct world *w, struct incident *x) {
    int32_t t = w->first + (int32_t)dice_throw(&w->dice, WINDOW_DAYS * 1440 - 1);
    for (int c = 0; c < COLUMNS; c++)
        x->at[c] = NEVER;
    x->at[REPORTED] = t;
    for (int c = RESPONDED; c < COLUMNS; c++)
        if (dice_chance(&w->dice, c == RESTORED ? 85 : 60))
            x->at[c] = later(w, t);
    for (int c = 0; c < COLUMNS; c++)
        if (x->at[c] >= w->now)
            x->at[c] = NEVER;
    x->system = (int)dice_throw(&w->dice, 3);
}

/* Sorted by time; equal times stay as they were made, which is the order of their rows. */
static void make_events(struct world *w, struct incident *x) {
    x->n_events = dice_chance(&w->dice, 55) ? (int)dice_throw(&w->dice, EVENTS_MAX + 1) : 0;
    for (int i = 0; i < x->n_events; i++) {
        struct happening e = {.kind = (enum kind)(dice_chance(&w->dice, 75) ? dice_throw(&w->dice, 2)
                                                                            : 2 + dice_throw(&w->dice, 2))};
        e.at = dice_chance(&w->dice, 50) || !i ? later(w, x->at[REPORTED]) : later(w, x->events[i - 1].at);
        e.reason = e.kind <= RESUME ? (enum reason)dice_throw(&w->dice, REASONS) : NO_REASON;
        e.agreed = dice_chance(&w->dice, 80);
        e.proved = dice_chance(&w->dice, 80);
        if (e.at >= w->now)
            e.at = w->now - 1;
        int k = i;
        for (; k > 0 && x->events[k - 1].at > e.at; k--)
            x->events[k] = x->events[k - 1];
        x->events[k] = e;
    }
}

static void tell(struct world *w, int id, const struct incident *x) {
    static const char *const systems[] = {"pacs", "ris", ""};
    struct sb *b = &w->incident_csv;
    sb_fmt(b, "I%d,%s,x", id, systems[x->system]);
    for (int c = 0; c < COLUMNS; c++) {
        sb_char(b, ',');
        add_time(b, x->at[c], 0);
    }
    sb_char(b, '\n');
    for (int i = 0; i < x->n_events; i++) {
        const struct happening *e = &x->events[i];
        sb_fmt(&w->event_csv, "I%d,%s,", id, kind_names[e->kind]);
        add_time(&w->event_csv, e->at, 0);
        sb_fmt(&w->event_csv, ",%s,%s,%s\n", reason_names[e->reason], e->agreed ? "示例" : "",
               e->proved ? "单" : " ");
    }
}

static void tell_exclusion(struct world *w, int no, const char *kind, const char *system, int incident,
                           int32_t from, int32_t to, bool complete) {
    struct sb *b = &w->exclusion_csv;
    static const char *const halves[] = {"断电,示例,", "断电, ,函", ",示例,函"};
    sb_fmt(b, "X%d,%s,%s,", no, kind, system);
    if (incident >= 0)
        sb_fmt(b, "I%d", incident);
    sb_char(b, ',');
    add_time(b, from, 0);
    sb_char(b, ',');
    add_time(b, to, 0);
    sb_fmt(b, ",%s\n", complete ? "断电,示例,函" : halves[no % 3]);
}

static void make_exclusions(struct world *w) {
    int no = 0;
    for (int i = 0; i < INCIDENTS; i++)
        if (dice_chance(&w->dice, 4)) {
            bool complete = dice_chance(&w->dice, 70);
            w->incidents[i].named = w->incidents[i].named || complete;
            tell_exclusion(w, no++, "customer", "", i, w->incidents[i].at[REPORTED],
                           w->incidents[i].at[REPORTED] + 5, complete);
        }
    for (int i = 0; i < 60; i++) {
        static const char *const names[] = {"pacs", "ris", ""};
        int32_t from = w->first + (int32_t)dice_throw(&w->dice, WINDOW_DAYS * 1440), to = later(w, from);
        unsigned which = dice_throw(&w->dice, 3);
        bool complete = dice_chance(&w->dice, 70), majeure = dice_chance(&w->dice, 40);
        tell_exclusion(w, no++, majeure ? "force_majeure" : "planned_maintenance", names[which], -1, from, to,
                       complete);
        for (unsigned s = 0; complete && s < 3; s++)
            for (int32_t m = from; m < to && (which == 2 || s == which); m++) {
                w->excused[s][m] = 1;
                w->majeure[s][m] |= majeure;
            }
    }
}

/* -- walking through it --------------------------------------------------------------------------- */

struct verdict {
    int32_t from, to, elapsed, paused, late;
    int64_t due_s; /* seconds, for a day that ends at 24:00 is over with its last second */
    const char *outcome;
};

/* Who is held at each minute, by replaying the events; what was closed, by looking back from each reopening. */
static void replay(struct world *w, const struct incident *x, int32_t end) {
    bool open[REASONS] = {0}, granted[REASONS] = {0};
    int next = 0;
    int32_t start = x->at[REPORTED], restored = NEVER;
    for (int i = 0; i < x->n_events; i++)
        start = x->events[i].at < start ? x->events[i].at : start;
    for (int32_t m = start; m < end; m++) {
        for (; next < x->n_events && x->events[next].at <= m; next++) {
            const struct happening *e = &x->events[next];
            bool grants = e->reason != NO_REASON && (!w->setting->strict || (e->agreed && e->proved));
            if (e->kind == HOLD && (!open[e->reason] || !granted[e->reason])) {
                open[e->reason] = true;
                granted[e->reason] = grants;
            } else if (e->kind == RESUME && e->reason != NO_REASON && open[e->reason]) {
                open[e->reason] = false;
            } else if (e->kind == RESUME) {
                memset(open, 0, sizeof open);
            }
        }
        w->held[m] = w->closed[m] = 0;
        for (int r = CUSTOMER; r < REASONS; r++)
            if (open[r] && granted[r])
                w->held[m] = (unsigned char)(w->held[m] | BIT(r));
    }
    for (int i = 0; i < x->n_events; i++) {
        if (x->events[i].kind == RESTORE)
            restored = x->events[i].at;
        for (int32_t m = restored; x->events[i].kind == REOPEN && restored != NEVER && m < x->events[i].at;
             m++)
            w->closed[m] = 1;
        if (x->events[i].kind == REOPEN)
            restored = NEVER;
    }
}

static int32_t first_of(const struct incident *x, enum kind kind) {
    for (int i = 0; i < x->n_events; i++)
        if (x->events[i].kind == kind)
            return x->events[i].at;
    return NEVER;
}

static int32_t last_of(const struct incident *x, enum kind kind) {
    int32_t t = NEVER;
    for (int i = 0; i < x->n_events; i++)
        if (x->events[i].kind == kind)
            t = x->events[i].at;
    return t;
}

static int32_t stop_of(const struct world *w, const struct demand *r, const struct incident *x) {
    int32_t best = NEVER, reopened = last_of(x, REOPEN), first = first_of(x, RESTORE);
    for (int c = 0; c < COLUMNS; c++) {
        int32_t t = x->at[c];
        if (!(r->to & BIT(c)))
            continue;
        if (w->setting->reopening == FIRST_CLOSE && c == RESTORED && first != NEVER)
            t = first;
        if (t == NEVER)
            continue;
        if (w->setting->reopening != FIRST_CLOSE && (BACK & BIT(c)) && reopened != NEVER && t < reopened)
            continue;
        if (best == NEVER || t < best)
            best = t;
    }
    return best;
}

static int64_t legal_due(const struct demand *r, const struct oracle *o, int32_t from) {
    int64_t t = (int64_t)from * 60;
    switch (r->unit) {
    case WORKDAYS:
        return oracle_due_workdays(o, t, r->n);
    case DAYS:
        return oracle_due_days(o, t, r->n);
    case MONTHS:
        return oracle_due_months(o, t, r->n);
    case YEARS:
        return oracle_due_months(o, t, 12 * r->n);
    default:
        return oracle_opening(o, t);
    }
}

static bool stopped(const struct world *w, const struct demand *r, int32_t m, bool closing) {
    return (w->held[m] & r->pause) || (closing && w->closed[m]);
}

/* The moment the limit is over: open minutes that are not stopped are counted down, or a day is put off by the open minutes of
 * each stop that had begun before. Behind `end` nothing is known to stop the clock. */
static int32_t due_minute(const struct world *w, const struct demand *r, int32_t from, int32_t end,
                          bool closing) {
    const struct oracle *o = w->calendars[r->calendar];
    if (r->unit == MINUTES) {
        int32_t left = r->n, m = from;
        for (; left > 0; m++)
            left -= o->open[m] && !(m < end && stopped(w, r, m, closing));
        return m;
    }
    int32_t due = (int32_t)(legal_due(r, o, from) / 60);
    bool under_way = false;
    for (int32_t m = from; m < end && (m < due || under_way); m++) {
        bool stop = stopped(w, r, m, closing);
        under_way = stop && (m < due || under_way);
        if (!under_way || !o->open[m])
            continue;
        due = (int32_t)(oracle_add(o, (int64_t)due * 60, 60) / 60);
    }
    return due;
}

static bool covered(const struct world *w, int system, int32_t from, int32_t due) {
    for (int32_t m = from; m < due; m++)
        if (!w->excused[system][m])
            return false;
    return from < due;
}

static int32_t minutes_late(const struct world *w, const struct demand *r, const struct incident *x,
                            int32_t due, int32_t end, bool closing) {
    bool excused = true;
    int32_t late = 0;
    for (int32_t m = due; m < end; m++) {
        excused = excused && w->majeure[x->system][m];
        late += !excused && w->calendars[r->calendar]->open[m] && !stopped(w, r, m, closing);
    }
    return late;
}

static struct verdict simulate(const struct world *w, const struct demand *r, const struct incident *x) {
    struct verdict v = {x->at[r->from], stop_of(w, r, x), NEVER, 0, NEVER, INT64_MIN, "unproven"};
    bool back = (r->to & BACK) != 0, closing = back && w->setting->reopening != FIRST_CLOSE;
    int32_t reopened = back ? last_of(x, REOPEN) : NEVER;
    bool ended_before = v.to != NEVER && reopened != NEVER && v.to < reopened;
    if (w->setting->reopening == NEW_CYCLE && !ended_before && v.from != NEVER && v.from < reopened)
        v.from = reopened;
    if (v.from == NEVER) {
        v.outcome = x->named ? "exempt" : v.outcome;
        return v;
    }
    int32_t end = v.to == NEVER ? w->now : v.to, counted = 0;
    for (int32_t m = v.from; m < end; m++) {
        bool open = w->calendars[r->calendar]->open[m], stop = stopped(w, r, m, closing);
        counted += open && !stop;
        v.paused += open && stop;
    }
    int32_t due = due_minute(w, r, v.from, end, closing);
    bool midnight = r->unit != MINUTES && due % 1440 == 0;
    v.due_s = (int64_t)due * 60 - midnight;
    v.elapsed = v.to == NEVER ? NEVER : counted;
    bool at_limit = r->late_if == AS_METHOD ? w->setting->at_limit : r->late_if == AT_LIMIT;
    bool in_time = r->unit == MINUTES     ? (at_limit ? counted < r->n : counted <= r->n)
                   : at_limit || midnight ? end < due
                                          : end <= due;
    if (in_time) {
        v.outcome = v.to == NEVER ? "pending" : "met";
        return v;
    }
    v.late = minutes_late(w, r, x, due, end, closing);
    v.outcome = x->named || covered(w, x->system, v.from, due) ? "exempt"
                : v.to == NEVER                                ? "unproven"
                                                               : "missed";
    return v;
}

/* -- the same as a contract folder ---------------------------------------------------------------- */

static void make_calendars(struct world *w) {
    static const bool all[7] = {1, 1, 1, 1, 1, 1, 1}, week[7] = {1, 1, 1, 1, 1}, duty[7] = {1, 1, 1, 1, 1, 1},
                      night[7] = {1, 0, 1, 1, 0, 0, 1};
    static const struct oracle_hours day[] = {{0, 1440}}, office[] = {{480, 720}, {810, 1080}},
                                     long_day[] = {{450, 1275}}, evening[] = {{1200, 1440}};
    w->calendars[ALWAYS] = oracle_new(all, false, day, 1);
    w->calendars[OFFICE] = oracle_new(week, true, office, 2);
    w->calendars[DUTY] = oracle_new(duty, true, long_day, 1);
    w->calendars[NIGHT] = oracle_new(night, false, evening, 1);
}

static const char *contract_of(struct arena *a, const struct setting *s) {
    static const char *const answers[] = {"continue", "first_close", "new_cycle"};
    struct sb b = {.a = a};
    sb_fmt(&b, "method: {on_reopen: %s, late_if: %s, pause_evidence: %s}\ntargets:\n", answers[s->reopening],
           s->at_limit ? "at_limit" : "after_limit", s->strict ? "required" : "optional");
    for (int i = 0; i < RULES; i++) {
        const struct demand *r = &rules[i];
        sb_fmt(&b,
               "  - {id: t%d, name: 时限, clause: c1, on: incident, from: %s, within: %s, clock: %s,%s to: [",
               i, column_names[r->from], r->text, calendar_names[r->calendar],
               r->late_if == AT_LIMIT      ? " late_if: at_limit,"
               : r->late_if == AFTER_LIMIT ? " late_if: after_limit,"
                                           : "");
        const char *comma = "";
        for (int c = 0; c < COLUMNS; c++)
            if (r->to & BIT(c)) {
                sb_fmt(&b, "%s%s", comma, column_names[c]);
                comma = ", ";
            }
        sb_addz(&b, "], pause: [");
        comma = "";
        for (int k = CUSTOMER; k < REASONS; k++)
            if (r->pause & BIT(k)) {
                sb_fmt(&b, "%s%s", comma, reason_names[k]);
                comma = ", ";
            }
        sb_addz(&b, "]}\n");
    }
    return str_z(a, sb_str(&b));
}

static struct judged *judge(struct world *w, struct arena *a) {
    const struct setting *s = w->setting;
    char today[16];
    snprintf(today, sizeof today, "%04d-%02d-%02d", s->year, s->month, s->day);
    const char *files[] = {"records/incident.csv",
                           str_z(a, sb_str(&w->incident_csv)),
                           "records/event.csv",
                           str_z(a, sb_str(&w->event_csv)),
                           "records/exclusion.csv",
                           str_z(a, sb_str(&w->exclusion_csv)),
                           NULL};
    return judged_run(today, contract_of(a, s), files);
}

static void fail_case(const struct world *w, int incident, int rule, const struct verdict *v,
                      const struct stmt *q) {
    const struct incident *x = &w->incidents[incident];
    struct sb b = {.a = arena_new()};
    sb_fmt(&b, "seed %d, I%d, %s on %s: reported ", (int)w->setting->seed, incident, rules[rule].text,
           calendar_names[rules[rule].calendar]);
    add_time(&b, x->at[REPORTED], 0);
    sb_addz(&b, "\n simulated: from ");
    add_time(&b, v->from, 0);
    sb_addz(&b, " to ");
    add_time(&b, v->to, 0);
    sb_fmt(&b, " elapsed %d paused %d late %d %s due ", v->elapsed, v->paused, v->late, v->outcome);
    if (v->due_s != INT64_MIN)
        add_time(&b, (int32_t)(v->due_s / 60), (int)(v->due_s % 60));
    sb_addz(&b, "\n engine:   ");
    for (int i = 2; i < stmt_columns(q); i++)
        sb_fmt(&b, " %.*s", STR_ARG(stmt_text(q, i)));
    for (int i = 0; i < x->n_events; i++) {
        sb_fmt(&b, "\n %s %s ", kind_names[x->events[i].kind], reason_names[x->events[i].reason]);
        add_time(&b, x->events[i].at, 0);
    }
    fail_msg("%s", b.p);
}

struct tally { /* results seen, all and by outcome */
    int all, by_outcome[OUTCOME__MAX];
};

static void compare(struct world *w, const struct stmt *q, struct tally *seen) {
    enum outcome o;
    int incident = atoi(str_z(w->incident_csv.a, stmt_text(q, 0)) + 1),
        rule = atoi(str_z(w->incident_csv.a, stmt_text(q, 1)) + 1);
    const struct incident *x = &w->incidents[incident];
    if (rule == 0)
        replay(w, x, w->now);
    struct verdict v = simulate(w, &rules[rule], x);
    bool same = column_seconds(q, 2) == (v.from == NEVER ? INT64_MIN : (int64_t)v.from * 60) &&
                column_seconds(q, 3) == (v.to == NEVER ? INT64_MIN : (int64_t)v.to * 60) &&
                column_seconds(q, 4) == v.due_s && column_minutes(q, 5) == v.elapsed &&
                column_minutes(q, 6) == v.paused && column_minutes(q, 7) == v.late &&
                str_eqz(stmt_text(q, 8), v.outcome);
    if (!same)
        fail_case(w, incident, rule, &v, q);
    seen->all++;
    assert_true(outcome_parse(str_from(v.outcome), &o));
    seen->by_outcome[o]++;
}

static void run_setting(const struct setting *s, struct tally *seen) {
    struct arena *a = arena_new();
    struct world w = {.setting = s, .dice = {s->seed * UINT64_C(0x9E3779B97F4A7C15)}};
    w.now = minute_of(s->year, s->month, s->day, 0, 0) + 1440;
    w.first = w.now - WINDOW_DAYS * 1440;
    w.incident_csv.a = w.event_csv.a = w.exclusion_csv.a = a;
    w.incidents = calloc(INCIDENTS, sizeof *w.incidents);
    for (int i = 0; i < 3; i++) {
        w.excused[i] = calloc(ORACLE_MINUTES, 1);
        w.majeure[i] = calloc(ORACLE_MINUTES, 1);
    }
    w.held = calloc(ORACLE_MINUTES, 1);
    w.closed = calloc(ORACLE_MINUTES, 1);
    make_calendars(&w);
    sb_addz(&w.incident_csv, "id,system,title");
    for (int c = 0; c < COLUMNS; c++)
        sb_fmt(&w.incident_csv, ",%s", column_names[c]);
    sb_addz(&w.incident_csv, "\n");
    sb_addz(&w.event_csv, "incident,kind,at,reason,agreed_by,evidence\n");
    sb_addz(&w.exclusion_csv, "id,kind,system,incident,from_at,to_at,cause,approved_by,evidence\n");
    for (int i = 0; i < INCIDENTS; i++) {
        make_columns(&w, &w.incidents[i]);
        make_events(&w, &w.incidents[i]);
        tell(&w, i, &w.incidents[i]);
    }
    make_exclusions(&w);
    struct judged *x = judge(&w, a);
    struct stmt *q = stmt_new(
        x->store, "SELECT record_id, rule, from_at, to_at, due_at, elapsed_min, paused_min, late_min,"
                  " outcome FROM target_result ORDER BY rowid");
    while (stmt_step(q)) {
        struct arena_mark m = arena_mark(a);
        compare(&w, q, seen);
        arena_rewind(a, m);
    }
    stmt_free(q);
    judged_close(x);
    for (int i = 0; i < CALENDARS; i++)
        free(w.calendars[i]);
    for (int i = 0; i < 3; i++) {
        free(w.excused[i]);
        free(w.majeure[i]);
    }
    free(w.held);
    free(w.closed);
    free(w.incidents);
    arena_free(a);
}

static void test_targets(void **unused) {
    (void)unused;
    struct tally seen = {0};
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        run_setting(&settings[i], &seen);
    print_message("%d results simulated:", seen.all);
    for (int o = 0; o < OUTCOME__MAX; o++) {
        str name = outcome_name((enum outcome)o);
        print_message(" %d %.*s", seen.by_outcome[o], STR_ARG(name));
        assert_true(seen.by_outcome[o] >= 1000);
    }
    print_message("\n");
    assert_true(seen.all >= 100000);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_targets)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
