/* answer_exclusion.c - one exclusion: is it applied, and which results and outages it touches. */
#include "explain/outage_row.h"

static void tell_record(struct answer *w, const struct record *r) {
    static const char *const columns[] = {"kind",  "system",      "incident",    "from_at", "to_at",
                                          "cause", "approved_by", "approved_at", "evidence"};
    enum { N = sizeof columns / sizeof *columns };
    struct role roles[N];
    for (size_t i = 0; i < N; i++) {
        bool proof = i == 5 || i == 6 || i == 8;
        roles[i] = (struct role){str_from(columns[i]), proof ? SAY0(w, P_ROLE_PROOF) : S("")};
    }
    records_begin(w);
    records_add(w, r, S(""), roles, N);
    records_end(w);
}

static void add_exempt(struct answer *w, struct links *links, str incident) {
    struct stmt *q = stmt_new(
        w->x->store, "SELECT 'target/' || rule || '/' || record_id FROM target_result WHERE record_id ="
                     " ?1 AND outcome = 'exempt' UNION ALL SELECT 'check/' || rule || '/' || record_id"
                     " FROM check_result WHERE record_id = ?1 AND outcome = 'exempt'");
    stmt_bind_text(q, 1, incident);
    while (incident.n && stmt_step(q))
        links_add(w, links, stmt_text(q, 0));
    stmt_free(q);
}

static void add_outages(struct answer *w, struct links *links, const struct record *r, str incident,
                        str system) {
    int64_t from = record_time(r, S("from_at")), to = record_time(r, S("to_at"));
    struct outages all;
    struct outage_row o;
    outages_open(&all, w, S(""));
    while (outages_next(&all, &o)) {
        bool meant = incident.n ? joined_has(o.incidents, incident) : !system.n || str_eq(system, o.system);
        if (meant && o.from < to && from < o.to)
            links_add(w, links, o.figure);
    }
    outages_close(&all);
}

static str text_column(const struct record *r, const char *name) {
    struct value v = record_value(r, str_from(name));
    return v.kind == VALUE_TEXT ? v.text : S("");
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
    str incident = text_column(&r, "incident"), system = text_column(&r, "system");
    tell_account_begin(w->t, f->code, "exclusion", record_title(w, &r), told_none());
    tell_say(w->t, L_CONCLUSION, SAY0(w, applied ? P_EXCLUSION_APPLIED : P_EXCLUSION_NOT));
    tell_put(w->t, L_APPLIED, told_bool(applied));
    tell_record(w, &r);
    if (applied) {
        add_exempt(w, &links, incident);
        add_outages(w, &links, &r, incident, system);
    }
    answer_links(w, &links);
    answer_agrees(w);
    tell_account_end(w->t);
    return true;
}
