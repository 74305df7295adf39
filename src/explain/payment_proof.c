#include "explain/payment_proof.h"

#define PROOFS_MAX 40

/* Rows that show whether a requirement is there: figure or id, moment, outcome, source; ?1 is its id, ?2 the day after
 * the last one that matters. Those that stand in the way come first. */
struct proof_kind {
    const char *sql;
    enum phrase what;
};
static const struct proof_kind rule_proofs[RULE__MAX] = {
    [RULE_TARGET] =
        {"SELECT 'target/' || rule || '/' || coalesce(record_id, source), belongs_at, outcome, source FROM"
         " target_result WHERE rule = ?1 AND belongs_at < ?2 ORDER BY outcome NOT IN ('missed', 'unproven'),"
         " belongs_at",
         P_NEEDS_TARGET},
    [RULE_OBLIGATION] =
        {"SELECT 'obligation/' || rule || '@' || period, fulfilled_at, outcome, coalesce(source,"
         " rule_source) FROM obligation_result WHERE rule = ?1 AND (from_on < ?2 OR due_by < ?2) ORDER BY"
         " found >= needed, rowid",
         P_NEEDS_OBLIGATION},
    [RULE_CHECK] =
        {"SELECT 'check/' || rule || '/' || coalesce(record_id, source), belongs_at, outcome, source FROM"
         " check_result WHERE rule = ?1 AND (?2 IS NOT NULL) ORDER BY outcome NOT IN ('missed', 'unproven'),"
         " belongs_at",
         P_NEEDS_CHECK},
    [RULE_KPI] = {"SELECT 'kpi/' || rule || '@' || period, NULL, outcome, rule_source FROM kpi_result WHERE "
                  "rule = ?1 AND"
                  " (?2 IS NOT NULL) ORDER BY outcome = 'met', rowid",
                  P_NEEDS_KPI},
};
static const struct proof_kind document_proof = {
    "SELECT id, submitted_at, NULL, source_file || ':' || source_row FROM submission WHERE kind = ?1 AND "
    "submitted_at IS"
    " NOT NULL AND (?2 IS NOT NULL) ORDER BY submitted_at",
    P_NEEDS_DOCUMENT};

static bool is_period_over(const struct answer *w, str figure, int32_t until) {
    struct period p;
    str label = figure, head;
    if (!str_cut(&label, '@', &head) || !label.n || !period_parse(w->c->term, label, &p))
        return true;
    return p.to - 1 <= until || p.freq == FREQ_TERM;
}

/* Handed over on a day, mostly without an hour. */
static struct told told_at(int64_t t) {
    return t != CIVIL_NONE && t == day_start(civil_day(t)) ? told_day(civil_day(t)) : told_moment(t);
}

static void tell_rows(struct answer *w, const struct proof_kind *k, str id, int32_t until) {
    static const enum label columns[] = {L_FIGURE, L_AT, L_OUTCOME, L_SOURCE};
    struct stmt *q = stmt_new(w->x->store, k->sql);
    size_t n = 0;
    stmt_bind_text(q, 1, id);
    stmt_bind_time(q, 2, day_start(until + 1));
    tell_table_begin(w->t, L_PROOFS, columns, 4);
    while (n < PROOFS_MAX && stmt_step(q)) {
        if (!is_period_over(w, stmt_text(q, 0), until))
            continue;
        n++;
        tell_row(w->t, (struct told[]){told_text(stmt_text(q, 0)), told_at(stmt_time(q, 1)),
                                       told_outcome(stmt_text(q, 2)), told_text(stmt_text(q, 3))});
    }
    tell_table_end(w->t);
    stmt_free(q);
}

struct requirement {
    str id;
    const char *kind; /* of rule; or records, document */
    enum phrase what;
    const struct proof_kind *proof; /* NULL: nothing to list */
    str type;                       /* record type looked at; empty: none */
};

/* As assess/requires.h: a rule, else a record type, else a document. */
static struct requirement requirement_of(struct answer *w, str id) {
    struct rule_ref *rules;
    size_t n = contract_rules(w->c, w->a, &rules);
    for (size_t i = 0; i < n; i++)
        if (str_eq(rules[i].rule->id.v, id)) {
            const struct proof_kind *proof = &rule_proofs[rules[i].kind];
            const char *kind = rule_kind_name(rules[i].kind);
            if (!proof->sql)
                return (struct requirement){id, kind, P_NEEDS_NOTHING, NULL, S("")};
            return (struct requirement){id, kind, proof->what, proof, contract_rule_records(w->c, &rules[i])};
        }
    if (record_types_find(store_types(w->x->store), id))
        return (struct requirement){id, "records", P_NEEDS_RECORDS, NULL, id};
    return (struct requirement){id, "document", document_proof.what, &document_proof, S("submission")};
}

static void tell_requirement(struct answer *w, const struct requirement *r, bool missing, int32_t until) {
    tell_item_begin(w->t);
    tell_put(w->t, L_ID, told_text(r->id));
    tell_put(w->t, L_RULE_KIND, told_rule_kind(w, r->kind));
    tell_put(w->t, L_THERE, told_bool(!missing));
    tell_say(w->t, L_NOTE, SAY0(w, r->what));
    if (r->proof)
        tell_rows(w, r->proof, r->id, until);
    if (r->type.n && (missing || !r->proof))
        answer_searched(w, &r->type, 1);
    tell_item_end(w->t);
}

void payment_proofs(struct answer *w, const struct payment *p, int32_t due_on, str missing,
                    struct links *links) {
    int32_t until = due_on == CALENDAR_NO_DAY ? w->c->term.to - 1 : due_on;
    tell_list_begin(w->t, L_REQUIRES);
    for (size_t i = 0; i < p->requires.n; i++) {
        struct requirement r = requirement_of(w, p->requires.at[i].v);
        tell_requirement(w, &r, joined_has(missing, r.id), until);
        if (r.proof && r.proof != &document_proof)
            links_add(w, links, str_fmt(w->a, "%s/%.*s", r.kind, STR_ARG(r.id)));
    }
    tell_list_end(w->t);
}
