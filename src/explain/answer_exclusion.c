/* answer_exclusion.c - one exclusion: is it applied, and which results and outages it touches. */
#include "explain/outage_row.h"

static void tell_record(struct answer *w, const struct record *r) {
    static const struct {
        const char *column;
        bool proof, if_given;
    } columns[] = {{"kind", false, false},        {"system", false, false}, {"incident", false, false},
                   {"request", false, true},      {"rules", false, true},   {"from_at", false, false},
                   {"to_at", false, false},       {"cause", true, false},   {"approved_by", true, false},
                   {"approved_at", false, false}, {"evidence", true, false}};
    enum { N = sizeof columns / sizeof *columns };
    struct role roles[N];
    size_t n = 0;
    for (size_t i = 0; i < N; i++) {
        str column = str_from(columns[i].column);
        if (!columns[i].if_given || record_value(r, column).kind != VALUE_NULL)
            roles[n++] = (struct role){column, columns[i].proof ? SAY0(w, P_ROLE_PROOF) : S("")};
    }
    records_begin(w);
    records_add(w, r, S(""), roles, n);
    records_end(w);
}

static str text_column(const struct record *r, const char *name) {
    struct value v = record_value(r, str_from(name));
    return v.kind == VALUE_TEXT ? v.text : S("");
}

static bool lists_any(str rules, str kpis) {
    str kpi;
    while (joined_next(&kpis, &kpi))
        if (str_list_has(rules, kpi))
            return true;
    return false;
}

static void add_exempt(struct answer *w, struct links *links, const char *type, str id) {
    struct stmt *q = stmt_new(
        w->x->store, "SELECT 'target/' || rule || '/' || record_id FROM target_result WHERE record_id ="
                     " ?1 AND record_type = ?2 AND outcome = 'exempt' UNION ALL SELECT 'check/' || rule || "
                     "'/' || record_id"
                     " FROM check_result WHERE record_id = ?1 AND record_type = ?2 AND outcome = 'exempt'");
    stmt_bind_text(q, 1, id);
    stmt_bind_text(q, 2, str_from(type));
    while (id.n && stmt_step(q))
        links_add(w, links, stmt_text(q, 0));
    stmt_free(q);
}

static void add_outages(struct answer *w, struct links *links, const struct record *r, str incident,
                        str system) {
    int64_t from = record_time(r, S("from_at")), to = record_time(r, S("to_at"));
    str rules = text_column(r, "rules");
    struct outages all;
    struct outage_row o;
    outages_open(&all, w, S(""));
    while (outages_next(&all, &o)) {
        bool listed = !rules.n || lists_any(rules, o.rules);
        bool meant = incident.n ? joined_has(o.incidents, incident) : !system.n || str_eq(system, o.system);
        if (listed && meant && o.from < to && from < o.to)
            links_add(w, links, o.figure);
    }
    outages_close(&all);
}

bool answer_exclusion(struct answer *w, const struct figure *f) {
    static const char *const proofs[] = {"cause", "approved_by", "evidence"};
    struct record r;
    struct links links = {0};
    bool applied = true;
    if (f->period.n || f->record.n || !record_find_id(w, S("exclusion"), f->id, &r))
        return false;
    for (size_t i = 0; i < 3; i++)
        applied = applied && str_trim(text_column(&r, proofs[i])).n > 0;
    str incident = text_column(&r, "incident"), system = text_column(&r, "system"),
        request = text_column(&r, "request");
    tell_account_begin(w->t, f->code, "exclusion", record_title(w, &r), told_none());
    tell_say(w->t, L_CONCLUSION, SAY0(w, applied ? P_EXCLUSION_APPLIED : P_EXCLUSION_NOT));
    tell_put(w->t, L_APPLIED, told_bool(applied));
    tell_record(w, &r);
    if (applied) {
        add_exempt(w, &links, "incident", incident);
        add_exempt(w, &links, "request", request);
        if (!request.n)
            add_outages(w, &links, &r, incident, system);
    }
    answer_links(w, &links);
    answer_agrees(w);
    tell_account_end(w->t);
    return true;
}
