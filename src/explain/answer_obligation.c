/* answer_obligation.c - one period of an obligation: when it was due and why, which records count, which do not.
 *
 * Which record counts for which period is worked out again as assess/obligations.h words it: by the label it bears,
 * else by its date; a record dated between a period's end and its later due date makes up for that period while it is
 * short of records.
 */
#include "assess/scan.h"
#include "explain/answer.h"

#define OTHERS_MAX 20

struct slot {
    struct period period;
    int64_t due; /* last second in time; CIVIL_NONE: none */
    int64_t found;
};
struct counted {
    str source;
    int64_t at;
};
struct valued { /* a value of `distinct` seen in a period */
    ptrdiff_t slot;
    str value;
};
struct duty {
    struct answer *w;
    const struct obligation *o;
    struct slot *slots;
    size_t n, here; /* the slot that is asked for */
    bool once, grace;
    int64_t found, needed;
    str outcome, timing;
    int64_t done; /* fulfilled_at */
    VEC(struct counted) counted;
    VEC(struct valued) values;
    VEC(str) others;     /* of the right kind and dated in the period, but `where` does not hold */
    struct counted next; /* the first that would have counted but came too late for this period */
};

/* -- reading -------------------------------------------------------------------------------------- */

/* A date alone is over at 24:00. */
static int64_t due_of(const struct stmt *q, int col) {
    int64_t t = stmt_time(q, col);
    return t != CIVIL_NONE && stmt_text(q, col).n <= sizeof "2025-01-01" - 1 ? t + DAY_SECONDS - 1 : t;
}

enum { PERIOD, DUE, FOUND, NEEDED, OUTCOME, TIMING, DONE };

static bool read_duty(struct duty *x, const struct figure *f) {
    struct answer *w = x->w;
    VEC(struct slot) slots = {0};
    bool found = false;
    struct stmt *q =
        stmt_new(w->x->store, "SELECT period, due_by, found, needed, outcome, timing, fulfilled_at FROM"
                              " obligation_result WHERE rule = ?1 ORDER BY rowid");
    stmt_bind_text(q, 1, f->id);
    while (stmt_step(q)) {
        struct slot s = {.due = due_of(q, DUE)};
        if (!period_parse(w->c->term, stmt_text(q, PERIOD), &s.period))
            continue;
        if (str_eq(stmt_text(q, PERIOD), f->period)) {
            found = true;
            x->here = slots.n;
            x->found = stmt_int(q, FOUND);
            x->outcome = stmt_keep(w, q, OUTCOME);
            x->timing = stmt_keep(w, q, TIMING);
            x->done = stmt_time(q, DONE);
        }
        x->needed = stmt_int(q, NEEDED);
        x->grace = x->grace || (!x->once && s.due >= day_start(s.period.to));
        VEC_PUSH(w->a, &slots, s);
    }
    stmt_free(q);
    x->slots = slots.at;
    x->n = slots.n;
    return found;
}

/* -- counting ------------------------------------------------------------------------------------- */

static bool within(const struct period *p, int64_t t) {
    return t >= day_start(p->from) && t < day_start(p->to);
}

static ptrdiff_t slot_of(const struct duty *x, str label, int64_t t) {
    if (x->once)
        return 0;
    for (size_t i = 0; label.n && i < x->n; i++)
        if (str_eqz(label, x->slots[i].period.label))
            return (ptrdiff_t)i;
    if (label.n)
        return -1;
    for (size_t i = 0; x->grace && i < x->n && day_start(x->slots[i].period.to) <= t; i++)
        if (t <= x->slots[i].due && x->slots[i].found < x->needed)
            return (ptrdiff_t)i;
    for (size_t i = 0; i < x->n; i++)
        if (within(&x->slots[i].period, t))
            return (ptrdiff_t)i;
    return -1;
}

/* Parts of the condition that only say which kind of record is meant. The first required word of a record type does:
 * kind, mode, role; a later one, such as a result, says how it went. */
struct kinds {
    int at[8];
    size_t n;
};

static str kind_column(const struct record_type *type) {
    for (size_t i = 0; i < type->n_columns; i++)
        if (type->columns[i].kind == COLUMN_ENUM && type->columns[i].required)
            return type->columns[i].name.v;
    return S("");
}

static bool is_kind(struct answer *w, const struct record_type *type, str part) {
    str *named;
    size_t n = condition_columns(w, type, part, &named);
    return n == 1 && str_eq(named[0], kind_column(type));
}

static void ask_kinds(struct duty *x, struct scan *s, struct kinds *k) {
    sval *parts;
    size_t n = condition_parts(x->w, &x->o->where, &parts);
    for (size_t i = 0; i < n && k->n < sizeof k->at / sizeof *k->at; i++)
        if (is_kind(x->w, scan_type(s), parts[i].v))
            k->at[k->n++] = scan_add_condition(s, &parts[i]);
}

static bool right_kind(const struct scan *s, const struct kinds *k) {
    bool right = true;
    for (size_t i = 0; i < k->n; i++)
        right = right && scan_holds(s, k->at[i]);
    return right;
}

struct asked { /* columns and conditions of the scan */
    int where, date, main_date, label, distinct;
    struct kinds kinds;
};

static struct duty_row read_row(const struct scan *s, const struct asked *q, struct arena *a) {
    return (struct duty_row){.source = scan_source(s, a),
                             .label = str_dup(a, scan_text(s, q->label)),
                             .value = str_dup(a, scan_text(s, q->distinct)),
                             .at = scan_time(s, q->date),
                             .main_at = scan_time(s, q->main_date),
                             .holds = scan_holds(s, q->where),
                             .right_kind = right_kind(s, &q->kinds)};
}

/* Of the right kind and of this period, but it does not count. Where the date it would count by is not recorded, the
 * main date tells the period. */
static void note_other(struct duty *x, const struct duty_row *r) {
    const struct period *here = &x->slots[x->here].period;
    int64_t t = r->at != CIVIL_NONE ? r->at : r->main_at;
    bool near = r->label.n ? str_eqz(r->label, here->label) : t != CIVIL_NONE && within(here, t);
    if (near && !x->once && x->others.n < OTHERS_MAX && r->right_kind)
        VEC_PUSH(x->w->a, &x->others, str_dup(x->w->a, r->source));
}

/* `distinct`: a value counts once in each period. */
static bool counted_before(struct duty *x, ptrdiff_t slot, str value) {
    if (!x->o->distinct.v.n)
        return false;
    for (size_t i = 0; i < x->values.n; i++)
        if (x->values.at[i].slot == slot && str_eq(x->values.at[i].value, value))
            return true;
    VEC_PUSH(x->w->a, &x->values, (struct valued){slot, str_dup(x->w->a, value)});
    return false;
}

static void count_row(struct duty *x, const struct duty_row *r) {
    struct arena *a = x->w->a;
    if (r->at == CIVIL_NONE || !r->holds) {
        note_other(x, r);
        return;
    }
    ptrdiff_t i = slot_of(x, r->label, r->at);
    if (i >= 0 && counted_before(x, i, r->value)) {
        note_other(x, r);
        return;
    }
    if (i >= 0)
        x->slots[i].found++;
    if (i == (ptrdiff_t)x->here)
        VEC_PUSH(a, &x->counted, (struct counted){str_dup(a, r->source), r->at});
    else if (!x->next.source.n && r->at >= day_start(x->slots[x->here].period.to))
        x->next = (struct counted){str_dup(a, r->source), r->at};
}

static str date_column(const struct obligation *o, const struct record_type *type) {
    return o->date.v.n ? o->date.v : type->columns[type->date].name.v;
}

/* Reads the records in the order of their date and counts each, or keeps them all. */
static void scan_rows(struct duty *x, struct duty_rows *keep) {
    struct scan *s = scan_new(&x->w->as, x->o->on.v);
    struct asked q = {.label = -1, .distinct = -1};
    struct arena *scratch = arena_new();
    q.where = scan_add_condition(s, &x->o->where);
    q.date = scan_add_column(s, date_column(x->o, scan_type(s)));
    q.main_date = scan_add_main_date(s);
    if (x->o->period.v.p)
        q.label = scan_add_column(s, x->o->period.v);
    if (x->o->distinct.v.p)
        q.distinct = scan_add_column(s, x->o->distinct.v);
    ask_kinds(x, s, &q.kinds);
    scan_order(s, q.date);
    scan_open(s);
    while (scan_next(s)) {
        struct arena_mark m = arena_mark(scratch);
        struct duty_row r = read_row(s, &q, keep ? keep->a : scratch);
        if (keep)
            VEC_PUSH(keep->a, keep, r);
        else
            count_row(x, &r);
        arena_rewind(scratch, m);
    }
    scan_close(s);
    arena_free(scratch);
}

static void count_records(struct duty *x) {
    struct duty_rows *keep = x->w->duty_rows;
    if (!keep) {
        scan_rows(x, NULL);
        return;
    }
    if (keep->of != x->o) {
        arena_rewind(keep->a, keep->clean);
        *keep = (struct duty_rows){.a = keep->a, .clean = keep->clean, .of = x->o};
        scan_rows(x, keep);
    }
    for (size_t i = 0; i < keep->n; i++)
        count_row(x, &keep->at[i]);
}

/* -- when it is due ------------------------------------------------------------------------------- */

static int32_t once_day(const struct duty *x) {
    const struct contract *c = x->w->c;
    if (x->o->once.after.v == ONCE_AFTER_SIGNED)
        return c->head.signed_on.set ? c->head.signed_on.v : c->term.from;
    return x->o->once.after.v == ONCE_AFTER_TO ? c->term.to - 1 : c->term.from;
}

/* Legal periods do not count the day they begin on; clock limits run from the end of that day. */
static int64_t after_day(const struct limit *l, int32_t day) {
    return l->unit == LIMIT_SECONDS ? day_start(day + 1) : day_start(day + 1) - 1;
}

/* The last moment of "record.column" in the period. */
static int64_t last_moment(const struct duty *x) {
    str column = x->o->due.after.v, type;
    int64_t last = CIVIL_NONE;
    str_cut(&column, '.', &type);
    struct scan *s = scan_new(&x->w->as, type);
    int at = scan_add_column(s, column), among = scan_add_condition(s, &x->o->due.where),
        where = str_eq(type, x->o->on.v) ? scan_add_condition(s, &x->o->where) : -1;
    scan_open(s);
    while (scan_next(s)) {
        int64_t t = scan_time(s, at);
        if (t != CIVIL_NONE && scan_holds(s, where) && scan_holds(s, among) &&
            within(&x->slots[x->here].period, t) && (last == CIVIL_NONE || t > last))
            last = t;
    }
    scan_close(s);
    return last;
}

static void tell_plain_due(const struct duty *x, str says, int64_t due) {
    struct answer *w = x->w;
    tell_begin(w->t, L_DUE);
    tell_put(w->t, L_DUE_AT, told_due(due));
    tell_says(w->t, L_STEPS, &says, 1);
    tell_end(w->t);
    w->agrees = w->agrees && due == x->slots[x->here].due;
}

static void tell_due(const struct duty *x) {
    struct answer *w = x->w;
    const struct slot *here = &x->slots[x->here];
    const struct due *due = &x->o->due;
    struct hours_of h = hours_find(w, due->clock.v);
    int64_t end = day_start(here->period.to) - 1;
    if (x->once && x->o->once.within.unit == LIMIT_NONE) {
        tell_plain_due(x, SAY0(w, P_DUE_NONE), CIVIL_NONE);
    } else if (x->once) {
        answer_due(w, &h, &x->o->once.within, after_day(&x->o->once.within, once_day(x)), NULL, here->due);
    } else if (!due->at.src) {
        tell_plain_due(x, SAY0(w, P_DUE_PERIOD_END), end);
    } else if (str_eqz(due->after.v, "period")) {
        answer_due(w, &h, &due->within, after_day(&due->within, here->period.to - 1), NULL, here->due);
    } else {
        int64_t from = last_moment(x);
        if (from == CIVIL_NONE)
            tell_plain_due(x, SAY(w, P_DUE_NO_MOMENT, due->after.v), end);
        else
            answer_due(w, &h, &due->within, from, NULL, here->due);
    }
}

/* -- telling -------------------------------------------------------------------------------------- */

static bool is(const struct duty *x, enum outcome o) {
    return str_eq(x->outcome, outcome_name(o));
}

/* People write many such times without an hour. */
static struct told told_done(const struct duty *x) {
    struct answer *w = x->w;
    const struct record_type *type = record_types_find(store_types(w->x->store), x->o->on.v);
    if (x->done == CIVIL_NONE)
        return told_none();
    return told_value(w, type, date_column(x->o, type),
                      (struct value){.kind = VALUE_TEXT, .text = civil_text(w->a, x->done)});
}

static str say_conclusion(const struct duty *x) {
    struct answer *w = x->w;
    int64_t due = x->slots[x->here].due;
    str found = words_count(w, x->found), needed = words_count(w, x->needed);
    str by = due == CIVIL_NONE ? SAY0(w, P_NO_DUE) : words_due(w, due);
    if (is(x, OUTCOME_MET))
        return SAY(w, P_DUTY_MET, found, needed, words_of(w, told_done(x)), by);
    if (is(x, OUTCOME_PENDING))
        return SAY(w, P_DUTY_PENDING, found, needed, by);
    if (is(x, OUTCOME_EXEMPT))
        return SAY(w, P_DUTY_EXEMPT, found, needed, by);
    if (x->done != CIVIL_NONE)
        return SAY(w, P_DUTY_LATE, found, needed, words_of(w, told_done(x)), by);
    return SAY(w, P_DUTY_MISSED, found, needed, by);
}

static size_t say_rule(const struct duty *x, const struct record_type *type, str says[5]) {
    struct answer *w = x->w;
    size_t n = 0;
    str every = x->once ? SAY0(w, P_ONCE) : words_every(w, &x->o->every);
    says[n++] = SAY(w, P_DUTY_SAYS, every, type_title(w, type->name.v), words_count(w, x->needed),
                    column_header(w, type, date_column(x->o, type)));
    if (x->o->where.v.n)
        says[n++] = SAY(w, P_WHERE, x->o->where.v);
    if (x->o->period.v.n)
        says[n++] = SAY(w, P_DUTY_LABEL, column_header(w, type, x->o->period.v));
    if (x->o->distinct.v.n)
        says[n++] = SAY(w, P_DUTY_DISTINCT, column_header(w, type, x->o->distinct.v));
    if (x->o->only_if.at.src)
        says[n++] = SAY(w, P_DUTY_ONLY_IF, type_title(w, x->o->only_if.on.v),
                        x->o->only_if.where.v.n ? x->o->only_if.where.v : S("1"));
    return n;
}

static void add_record(const struct duty *x, str source, str note) {
    struct answer *w = x->w;
    struct record r;
    str *named;
    if (!record_find(w, x->o->on.v, source, &r))
        return;
    size_t n_named = condition_columns(w, r.type, x->o->where.v, &named), n = 0;
    struct role *roles = ARENA_ARRAY(w->a, struct role, n_named + 3);
    roles[n++] = (struct role){date_column(x->o, r.type), SAY0(w, P_ROLE_DATE)};
    if (x->o->period.v.n)
        roles[n++] = (struct role){x->o->period.v, SAY0(w, P_ROLE_LABEL)};
    str main_date = r.type->columns[r.type->date].name.v;
    if (!str_eq(main_date, roles[0].column))
        roles[n++] = (struct role){main_date, S("")};
    for (size_t i = 0; i < n_named; i++)
        if (!str_eq(named[i], roles[0].column) && !str_eq(named[i], main_date))
            roles[n++] = (struct role){named[i], SAY0(w, P_ROLE_CONDITION)};
    records_add(w, &r, note, roles, n);
}

static void tell_records(const struct duty *x) {
    struct answer *w = x->w;
    const struct slot *here = &x->slots[x->here];
    bool short_of = !is(x, OUTCOME_MET);
    records_begin(w);
    for (size_t i = 0; i < x->counted.n; i++) {
        bool late = here->due != CIVIL_NONE && x->counted.at[i].at > here->due;
        add_record(x, x->counted.at[i].source, SAY0(w, late ? P_COUNTED_LATE : P_COUNTED));
    }
    for (size_t i = 0; short_of && i < x->others.n; i++)
        add_record(x, x->others.at[i], SAY0(w, P_OTHER_WHERE));
    if (short_of && x->counted.n < (size_t)x->needed && x->next.source.n)
        add_record(x, x->next.source, SAY0(w, P_OTHER_LATER));
    records_end(w);
    if (!x->counted.n || short_of)
        answer_searched(w, &x->o->on.v, 1);
}

static void tell_links(const struct duty *x, const struct figure *f) {
    struct answer *w = x->w;
    struct links links = {0};
    struct stmt *q =
        stmt_new(w->x->store, "SELECT 'deduction/' || rule || '@' || period, period FROM deduction_result"
                              " WHERE basis LIKE 'obligation/' || ?1 || '@%' ORDER BY rowid");
    stmt_bind_text(q, 1, x->o->rule.id.v);
    while (stmt_step(q)) {
        struct period p;
        int32_t day = x->slots[x->here].period.to - 1;
        if (!is(x, OUTCOME_MET) && period_parse(w->c->term, stmt_text(q, 1), &p) && day >= p.from &&
            day < p.to)
            links_add(w, &links, stmt_text(q, 0));
    }
    stmt_free(q);
    answer_payments_for(w, &links, x->o->rule.id.v);
    answer_corrections(w, f, &links);
    answer_links(w, &links);
}

static void tell_duty(const struct duty *x, const struct figure *f) {
    struct answer *w = x->w;
    const struct slot *here = &x->slots[x->here];
    const struct record_type *type = record_types_find(store_types(w->x->store), x->o->on.v);
    str says[5];
    size_t n = say_rule(x, type, says);
    str title = str_fmt(w->a, "%.*s %.*s", STR_ARG(x->o->rule.name.v), STR_ARG(words_period(w, f->period)));
    tell_account_begin(w->t, f->code, "obligation", title, told_outcome(x->outcome));
    tell_say(w->t, L_CONCLUSION, say_conclusion(x));
    tell_put(w->t, L_PERIOD_FROM, told_day(here->period.from));
    tell_put(w->t, L_PERIOD_LAST, told_day(here->period.to - 1));
    tell_put(w->t, L_TIMING, told_timing(w, x->timing));
    answer_rule(w, RULE_OBLIGATION, &x->o->rule, says, n);
    tell_begin(w->t, L_FORMULA);
    tell_says(w->t, L_STEPS,
              (const str[]){SAY(w, P_DUTY_FORMULA, words_count(w, x->found), words_count(w, x->needed))}, 1);
    tell_put(w->t, L_FOUND, told_count(x->found));
    tell_put(w->t, L_NEEDED, told_count(x->needed));
    tell_put(w->t, L_FULFILLED_AT, told_done(x));
    tell_end(w->t);
    tell_due(x);
    if (is(x, OUTCOME_EXEMPT))
        answer_exclusions(w, &(struct exclusion_asked){.rule = x->o->rule.id.v,
                                                       .from = day_start(here->period.from),
                                                       .to = here->due,
                                                       .excuses = true});
    tell_records(x);
    tell_links(x, f);
    w->agrees = w->agrees && (int64_t)x->counted.n == x->found;
    answer_agrees(w);
    tell_account_end(w->t);
}

bool answer_obligation(struct answer *w, const struct figure *f) {
    struct duty x = {.w = w};
    size_t index;
    if (f->record.n || !f->period.n || !answer_find_rule(w, RULE_OBLIGATION, f->id, &index))
        return false;
    x.o = &w->c->obligations.at[index];
    x.once = x.o->once.at.src != NULL;
    if (!read_duty(&x, f))
        return false;
    count_records(&x);
    tell_duty(&x, f);
    return true;
}
