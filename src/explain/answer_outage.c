/* answer_outage.c - one outage of a system: the records it was joined from, what is excluded, gross and net. */
#include "explain/outage_row.h"

static str system_name(const struct answer *w, str id) {
    for (size_t i = 0; i < w->c->systems.n; i++)
        if (str_eq(w->c->systems.at[i].id.v, id))
            return w->c->systems.at[i].name.v;
    return id.n ? id : SAY0(w, P_NO_SYSTEM);
}

static const struct kpi *first_kpi(struct answer *w, const struct outage_row *r) {
    size_t index;
    str rest = r->rules, id;
    return joined_next(&rest, &id) && answer_find_rule(w, RULE_KPI, id, &index) ? &w->c->kpis.at[index]
                                                                                : NULL;
}

static str say_conclusion(struct answer *w, const struct outage_row *r) {
    if (r->unknown)
        return SAY(w, P_OUTAGE_UNKNOWN, words_moment(w, r->from));
    return SAY(w, r->open ? P_OUTAGE_OPEN : P_OUTAGE, words_moment(w, r->from), words_moment(w, r->to),
               words_seconds(w, r->gross_s), words_seconds(w, r->excluded_s),
               words_seconds(w, r->gross_s - r->excluded_s));
}

static void tell_formula(struct answer *w, const struct outage_row *r) {
    tell_begin(w->t, L_FORMULA);
    tell_put(w->t, L_FROM, told_moment(r->from));
    tell_put(w->t, L_TO, r->open ? told_none() : told_moment(r->to));
    tell_put(w->t, L_GROSS, r->unknown ? told_none() : told_seconds(r->gross_s));
    tell_put(w->t, L_EXCLUDED, r->unknown ? told_none() : told_seconds(r->excluded_s));
    tell_put(w->t, L_NET, r->unknown ? told_none() : told_seconds(r->gross_s - r->excluded_s));
    tell_end(w->t);
}

/* What is excluded stops the count. Where another incident kept the system down through an exclusion that names only
 * one of them, the days show the gross time. */
static void tell_days(struct answer *w, const struct outage_row *r) {
    answer_clock(w, &r->clock, r->from, r->to);
    if (r->unknown)
        return;
    int64_t sum = answer_days(w, &r->clock, r->from, r->to, r->excluded_known ? &r->excluded : NULL);
    int64_t expected = r->excluded_known ? r->gross_s - r->excluded_s : r->gross_s;
    bool shared = joined_has(r->incidents, r->incidents); /* one incident alone */
    w->agrees = w->agrees && sum == expected && (r->excluded_known || !shared);
    if (!r->excluded_known)
        tell_say(w->t, L_SHARED, SAY0(w, P_OUTAGE_SHARED));
}

/* Columns in order of preference: the first recorded one is taken. */
static void add_first(struct answer *w, const struct record *r, const struct svals *columns, enum phrase role,
                      struct role *roles, size_t *n) {
    bool taken = false;
    for (size_t i = 0; i < columns->n; i++) {
        bool recorded = record_time(r, columns->at[i].v) != CIVIL_NONE;
        roles[(*n)++] = (struct role){columns->at[i].v, recorded && !taken ? SAY0(w, role) : S("")};
        taken = taken || recorded;
    }
}

static size_t roles_of(struct answer *w, const struct record *r, const struct kpi *k, struct role **out) {
    const struct kpi_availability *x = &k->availability;
    str *named;
    size_t n = 0, n_named = condition_columns(w, r->type, x->down.v, &named);
    struct role *roles = ARENA_ARRAY(w->a, struct role, n_named + x->from.n + x->to.n + 1);
    for (size_t i = 0; i < n_named; i++)
        roles[n++] = (struct role){named[i], SAY0(w, P_ROLE_DOWN)};
    add_first(w, r, &x->from, P_ROLE_FROM, roles, &n);
    add_first(w, r, &x->to, P_ROLE_END, roles, &n);
    if (method_is(&w->c->method, METHOD_WORKAROUND, "yes") &&
        record_time(r, S("workaround_at")) != CIVIL_NONE)
        roles[n++] = (struct role){S("workaround_at"), SAY0(w, P_ROLE_WORKAROUND)};
    *out = roles;
    return n;
}

static void tell_records(struct answer *w, const struct outage_row *r, const struct kpi *k) {
    str rest = r->sources, source;
    records_begin(w);
    while (k && joined_next(&rest, &source)) {
        struct record record;
        struct role *roles;
        if (!record_find(w, k->availability.of.v, source, &record))
            continue;
        size_t n = roles_of(w, &record, k, &roles);
        records_add(w, &record, S(""), roles, n);
    }
    records_end(w);
}

static void tell_links(struct answer *w, const struct outage_row *r) {
    struct links links = {0};
    struct stmt *q = stmt_new(w->x->store, "SELECT rule, period FROM kpi_result ORDER BY rowid");
    while (stmt_step(q)) {
        struct period p;
        if (joined_has(r->rules, stmt_text(q, 0)) && period_parse(w->c->term, stmt_text(q, 1), &p) &&
            day_start(p.from) < r->to && r->from < day_start(p.to))
            links_add(w, &links,
                      str_fmt(w->a, "kpi/%.*s@%.*s", STR_ARG(stmt_text(q, 0)), STR_ARG(stmt_text(q, 1))));
    }
    stmt_free(q);
    answer_links(w, &links);
}

static void tell_outage(struct answer *w, const struct figure *f, const struct outage_row *r) {
    const struct kpi *k = first_kpi(w, r);
    struct method_keys keys = {0};
    str says[] = {k ? SAY(w, P_OUTAGE_SAYS, k->availability.down.v) : S("")};
    str number = f->record;
    tell_account_begin(w->t, f->code, "outage", SAY(w, P_OUTAGE_TITLE, system_name(w, r->system), number),
                       told_none());
    tell_say(w->t, L_CONCLUSION, say_conclusion(w, r));
    if (k)
        answer_rule(w, RULE_KPI, &k->rule, says, 1);
    tell_formula(w, r);
    tell_days(w, r);
    answer_exclusions(w, &(struct exclusion_asked){.incidents = r->incidents,
                                                   .system = r->system,
                                                   .rule = k ? k->rule.id.v : S(""),
                                                   .from = r->from,
                                                   .to = r->to,
                                                   .clock = r->clock.calendar});
    tell_records(w, r, k);
    keys.at[METHOD_WORKAROUND] = keys.at[METHOD_OVERLAPS] = true;
    keys.at[METHOD_UNKNOWN] = r->open;
    answer_method(w, &keys);
    tell_links(w, r);
    answer_agrees(w);
    tell_account_end(w->t);
}

bool answer_outage(struct answer *w, const struct figure *f) {
    struct outages all;
    struct outage_row r;
    bool found = false;
    if (!f->id.n || !f->record.n)
        return false;
    outages_open(&all, w, f->id);
    while (!found && outages_next(&all, &r))
        found = str_eq(r.figure, f->code);
    outages_close(&all);
    if (found)
        tell_outage(w, f, &r);
    return found;
}
