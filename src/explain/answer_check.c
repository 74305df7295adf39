/* answer_check.c - one check of one record: each part of what it requires, with what the record says. */
#include "explain/answer.h"

struct checked {
    const struct check *check;
    struct record record;
    str outcome;
    int64_t belongs_at;
    bool disputed;
};

static bool read_check(struct answer *w, const struct figure *f, struct checked *x) {
    size_t index;
    if (!f->record.n || !answer_find_rule(w, RULE_CHECK, f->id, &index))
        return false;
    x->check = &w->c->checks.at[index];
    struct stmt *q =
        stmt_new(w->x->store, "SELECT outcome, belongs_at, disputed, source FROM check_result WHERE rule = ?1"
                              " AND coalesce(record_id, source) = ?2");
    stmt_bind_text(q, 1, f->id);
    stmt_bind_text(q, 2, f->record);
    bool found = stmt_step(q) && record_find(w, x->check->on.v, stmt_text(q, 3), &x->record);
    if (found) {
        x->outcome = stmt_keep(w, q, 0);
        x->belongs_at = stmt_time(q, 1);
        x->disputed = stmt_int(q, 2) != 0;
    }
    stmt_free(q);
    return found;
}

static str say_conclusion(const struct answer *w, const struct checked *x) {
    static const enum phrase phrases[OUTCOME__MAX] = {[OUTCOME_MET] = P_CHECK_MET,
                                                      [OUTCOME_MISSED] = P_CHECK_MISSED,
                                                      [OUTCOME_UNPROVEN] = P_CHECK_UNPROVEN,
                                                      [OUTCOME_PENDING] = P_CHECK_PENDING,
                                                      [OUTCOME_EXEMPT] = P_CHECK_EXEMPT};
    enum outcome o;
    return outcome_parse(x->outcome, &o) ? SAY0(w, phrases[o]) : S("");
}

static size_t roles_of(struct answer *w, const struct checked *x, struct role **out) {
    const struct record_type *type = x->record.type;
    str *in_where, *in_require;
    size_t a = condition_columns(w, type, x->check->where.v, &in_where),
           b = condition_columns(w, type, x->check->require.v, &in_require), n = 0;
    struct role *roles = ARENA_ARRAY(w->a, struct role, a + b + 1);
    roles[n++] = (struct role){type->columns[type->date].name.v, S("")};
    for (size_t i = 0; i < a + b; i++) {
        str name = i < a ? in_where[i] : in_require[i - a];
        size_t k = 0;
        while (k < n && !str_eq(roles[k].column, name))
            k++;
        if (k == n)
            roles[n++].column = name;
        roles[k].role = SAY0(w, i < a ? P_ROLE_WHERE : P_ROLE_CONDITION);
    }
    *out = roles;
    return n;
}

static void tell_records(struct answer *w, const struct checked *x) {
    struct role *roles;
    size_t n = roles_of(w, x, &roles);
    records_begin(w);
    records_add(w, &x->record, S(""), roles, n);
    records_end(w);
}

static void tell_links(struct answer *w, const struct checked *x) {
    struct links links = {0};
    struct stmt *q =
        stmt_new(w->x->store, "SELECT 'deduction/' || rule || '@' || period, period FROM deduction_result"
                              " WHERE basis LIKE 'check/' || ?1 || '@%' ORDER BY rowid");
    stmt_bind_text(q, 1, x->check->rule.id.v);
    while (stmt_step(q)) {
        struct period p;
        int32_t day = x->belongs_at == CIVIL_NONE ? CALENDAR_NO_DAY : civil_day(x->belongs_at);
        if (period_parse(w->c->term, stmt_text(q, 1), &p) && day >= p.from && day < p.to)
            links_add(w, &links, stmt_text(q, 0));
    }
    stmt_free(q);
    answer_payments_for(w, &links, x->check->rule.id.v);
    answer_links(w, &links);
}

static str system_of(const struct record *r) {
    struct value v = record_value(r, S("system"));
    return v.kind == VALUE_TEXT ? v.text : S("");
}

/* Until when it was pending. */
static void tell_due(struct answer *w, const struct checked *x) {
    const struct due *due = &x->check->due;
    str column = due->after.v, type;
    if (!due->at.src)
        return;
    str_cut(&column, '.', &type);
    struct hours_of h = hours_find(w, due->clock.v);
    int64_t from = record_time(&x->record, column);
    int64_t end =
        from == CIVIL_NONE
            ? CIVIL_NONE
            : clock_last_second(&due->within, calendar_due(w->x->calendars, h.calendar, from, &due->within));
    answer_due(w, &h, &due->within, from, NULL, end);
}

bool answer_check(struct answer *w, const struct figure *f) {
    struct checked x = {0};
    struct method_keys keys = {0};
    if (!read_check(w, f, &x))
        return false;
    const struct check *c = x.check;
    str says[2], id = record_id(&x.record);
    size_t n = 0;
    says[n++] = SAY(w, P_CHECK_SAYS, type_title(w, c->on.v), c->require.v);
    if (c->where.v.n)
        says[n++] = SAY(w, P_WHERE, c->where.v);
    tell_account_begin(w->t, f->code, "check",
                       str_fmt(w->a, "%.*s %.*s", STR_ARG(c->rule.name.v), STR_ARG(record_code(&x.record))),
                       told_outcome(x.outcome));
    tell_say(w->t, L_CONCLUSION, say_conclusion(w, &x));
    tell_put(w->t, L_BELONGS_AT, told_moment(x.belongs_at));
    answer_rule(w, RULE_CHECK, &c->rule, says, n);
    tell_due(w, &x);
    answer_condition(w, L_CONDITIONS, c->on.v, x.record.source, &c->require);
    answer_exclusions(w, &(struct exclusion_asked){.incidents = str_eqz(c->on.v, "incident") ? id : S(""),
                                                   .request = str_eqz(c->on.v, "request") ? id : S(""),
                                                   .rule = c->rule.id.v,
                                                   .system = system_of(&x.record),
                                                   .from = x.belongs_at,
                                                   .to = x.belongs_at,
                                                   .waives = true,
                                                   .excuses = true});
    tell_records(w, &x);
    keys.at[METHOD_MISSING] = str_eq(x.outcome, outcome_name(OUTCOME_UNPROVEN));
    keys.at[METHOD_DISPUTED] = x.disputed;
    answer_method(w, &keys);
    tell_links(w, &x);
    answer_agrees(w);
    tell_account_end(w->t);
    return true;
}
