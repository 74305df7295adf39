/* answer_exclusions.c - what was asked not to count: with cause, approver and evidence it is applied, else it is shown
 * with what it lacks.
 */
#include "explain/answer.h"

enum {
    ID,
    KIND,
    TITLE,
    SYSTEM,
    INCIDENT,
    STANDS_FOR,
    FROM,
    TO,
    CAUSE,
    APPROVED_BY,
    EVIDENCE,
    SOURCE,
    REQUEST,
    RULES
};

static const char *const select_sql =
    "SELECT e.id, e.kind, e.title, e.system, e.incident, (SELECT d.merged_into FROM duplicate_result d WHERE"
    " d.record_id = e.incident), e.from_at, e.to_at, trim(e.cause), trim(e.approved_by), trim(e.evidence),"
    " e.source_file || ':' || e.source_row, e.request, e.rules FROM exclusion e ORDER BY e.from_at, e.rowid";

static bool concerns(const struct stmt *q, const struct exclusion_asked *x) {
    bool listed = !stmt_is_null(q, RULES) && str_list_has(stmt_text(q, RULES), x->rule);
    if (!stmt_is_null(q, RULES) && !listed)
        return false;
    if (!stmt_is_null(q, REQUEST))
        return str_eq(stmt_text(q, REQUEST), x->request);
    if (!stmt_is_null(q, INCIDENT))
        return joined_has(x->incidents, stmt_text(q, INCIDENT)) ||
               joined_has(x->incidents, stmt_text(q, STANDS_FOR));
    bool here = stmt_is_null(q, SYSTEM) || str_eq(stmt_text(q, SYSTEM), x->system);
    if (x->waives)
        return here && listed && stmt_time(q, FROM) <= x->to && x->to < stmt_time(q, TO);
    return here && x->from != CIVIL_NONE && stmt_time(q, FROM) < x->to && stmt_time(q, TO) > x->from;
}

static str lacks(const struct answer *w, const struct stmt *q) {
    static const enum phrase words[] = {P_CAUSE, P_APPROVER, P_EVIDENCE};
    struct sb b = {.a = w->a};
    for (int i = 0; i < 3; i++)
        if (!stmt_text(q, CAUSE + i).n) {
            sb_addz(&b, b.n ? (w->lang == LANG_ZH ? "、" : ", ") : "");
            sb_add(&b, SAY0(w, words[i]));
        }
    return b.n ? SAY(w, P_LACKS, sb_str(&b)) : S("");
}

static int64_t overlap(const struct stmt *q, const struct exclusion_asked *x) {
    int64_t a = stmt_time(q, FROM), b = stmt_time(q, TO);
    if (x->from == CIVIL_NONE || x->to == CIVIL_NONE || !x->clock)
        return CIVIL_NONE;
    a = a > x->from ? a : x->from;
    b = b < x->to ? b : x->to;
    return calendar_between(x->clock, a, b);
}

/* What it does to a result that it excuses as a whole or not at all. */
static str effect(const struct answer *w, const struct stmt *q, const struct exclusion_asked *x,
                  bool applied) {
    if (!x->excuses || !applied)
        return S("");
    if (!stmt_is_null(q, INCIDENT) || !stmt_is_null(q, REQUEST))
        return SAY0(w, P_EXCUSES_NAMED);
    if (!x->clock && !stmt_is_null(q, RULES) && stmt_time(q, FROM) <= x->to && x->to < stmt_time(q, TO))
        return SAY0(w, P_EXCUSES_LISTED);
    bool whole = stmt_time(q, FROM) <= x->from && stmt_time(q, TO) >= x->to;
    return SAY0(w, whole ? P_EXCUSES_WHOLE : P_EXCUSES_PART);
}

static void tell_exclusion(struct answer *w, const struct stmt *q, const struct exclusion_asked *x) {
    str lacking = lacks(w, q);
    struct told kind = told_value(w, record_types_find(store_types(w->x->store), S("exclusion")), S("kind"),
                                  (struct value){.kind = VALUE_TEXT, .text = stmt_text(q, KIND)});
    tell_item_begin(w->t);
    tell_put(w->t, L_ID, told_text(stmt_text(q, ID)));
    tell_put(w->t, L_EXCLUSION_KIND, kind);
    tell_put(w->t, L_RECORD_TITLE, told_text(stmt_text(q, TITLE)));
    tell_put(w->t, L_SYSTEM, told_text(stmt_text(q, SYSTEM)));
    tell_put(w->t, L_INCIDENT, told_text(stmt_text(q, INCIDENT)));
    tell_put(w->t, L_REQUEST, told_text(stmt_text(q, REQUEST)));
    tell_put(w->t, L_LIMITED_TO, told_text(stmt_text(q, RULES)));
    tell_put(w->t, L_FROM, told_moment(stmt_time(q, FROM)));
    tell_put(w->t, L_TO, told_moment(stmt_time(q, TO)));
    tell_put(w->t, L_OVERLAP, told_seconds(overlap(q, x)));
    tell_put(w->t, L_APPLIED, told_bool(!lacking.n));
    tell_put(w->t, L_PLACE, told_text(stmt_text(q, SOURCE)));
    tell_say(w->t, L_EFFECT, effect(w, q, x, !lacking.n));
    tell_say(w->t, L_CAUSE, stmt_text(q, CAUSE));
    tell_say(w->t, L_APPROVED_BY, stmt_text(q, APPROVED_BY));
    tell_say(w->t, L_EVIDENCE, stmt_text(q, EVIDENCE));
    tell_say(w->t, L_LACKS, lacking);
    tell_item_end(w->t);
}

void answer_exclusions(struct answer *w, const struct exclusion_asked *x) {
    struct stmt *q = stmt_new(w->x->store, select_sql);
    tell_list_begin(w->t, L_EXCLUSIONS);
    while (stmt_step(q))
        if (concerns(q, x))
            tell_exclusion(w, q, x);
    tell_list_end(w->t);
    stmt_free(q);
}
