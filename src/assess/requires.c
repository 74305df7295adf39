#include "assess/requires.h"

#include "assess/scan.h"

struct asking {
    struct assess *as;
    str id;
    int32_t until; /* last day that matters */
    enum view view;
};

/* -- rules ---------------------------------------------------------------------------------------- */

static bool obligation_there(const struct asking *q, size_t index) {
    bool once = q->as->contract->obligations.at[index].once.at.src != NULL, there = true;
    struct stmt *rows = stmt_new(
        q->as->store, "SELECT period, due_by, found >= needed FROM obligation_result WHERE rule = ?1");
    stmt_bind_text(rows, 1, q->id);
    while (stmt_step(rows)) {
        struct period p = {0};
        int64_t due = stmt_time(rows, 1);
        bool owed = once || (due != CIVIL_NONE && civil_day(due) <= q->until) ||
                    (period_parse(q->as->contract->term, stmt_text(rows, 0), &p) && p.to - 1 <= q->until);
        there = there && (!owed || stmt_int(rows, 2));
    }
    stmt_free(rows);
    return there;
}

static bool kpi_there(const struct asking *q, size_t index) {
    (void)index;
    bool there = true;
    struct stmt *rows =
        stmt_new(q->as->store, "SELECT k.period FROM kpi_result k LEFT JOIN kpi_dispute d ON d.rule = k.rule"
                               " AND d.period = k.period AND d.view = ?2"
                               " WHERE k.rule = ?1 AND coalesce(d.outcome, k.outcome) <> 'met'");
    stmt_bind_text(rows, 1, q->id);
    stmt_bind_text(rows, 2, view_name(q->view));
    while (stmt_step(rows)) {
        struct period p = {0};
        bool owed = period_parse(q->as->contract->term, stmt_text(rows, 0), &p) && p.to - 1 <= q->until;
        there = there && !owed;
    }
    stmt_free(rows);
    return there;
}

static bool no_row(const struct asking *q, const char *sql) {
    struct stmt *rows = stmt_new(q->as->store, sql);
    stmt_bind_text(rows, 1, q->id);
    if (stmt_params(rows) > 1)
        stmt_bind_int(rows, 2, q->view == VIEW_BUYER);
    if (stmt_params(rows) > 2)
        stmt_bind_time(rows, 3, day_start(q->until + 1));
    bool none = !stmt_step(rows);
    stmt_free(rows);
    return none;
}

static bool target_there(const struct asking *q, size_t index) {
    (void)index;
    return no_row(q, "SELECT 1 FROM target_result WHERE rule = ?1 AND outcome IN ('missed', 'unproven')"
                     " AND (NOT disputed OR ?2) AND belongs_at < ?3 LIMIT 1");
}

static bool check_there(const struct asking *q, size_t index) {
    (void)index;
    return no_row(q, "SELECT 1 FROM check_result WHERE rule = ?1 AND outcome IN ('missed', 'unproven')"
                     " AND (NOT disputed OR ?2) LIMIT 1");
}

typedef bool rule_there(const struct asking *q, size_t index);
static rule_there *const rules_there[RULE__MAX] = {
    [RULE_TARGET] = target_there,
    [RULE_OBLIGATION] = obligation_there,
    [RULE_CHECK] = check_there,
    [RULE_KPI] = kpi_there,
};

/* -- documents ------------------------------------------------------------------------------------ */

#define HANDED_OVER "SELECT 1 FROM submission WHERE kind = ?1 AND submitted_at IS NOT NULL"

static bool handed_over(const struct asking *q) {
    return !no_row(q, HANDED_OVER " LIMIT 1");
}

static bool handed_over_by_period(const struct asking *q, enum freq every) {
    struct period_table periods = periods_of(q->as, every);
    struct stmt *find =
        stmt_new(q->as->store, HANDED_OVER " AND (period = ?2 OR (period IS NULL AND submitted_at >= ?3))"
                                           " LIMIT 1");
    bool there = true;
    for (size_t i = 0; there && i < periods.n && periods.at[i].to - 1 <= q->until; i++) {
        stmt_bind_text(find, 1, q->id);
        stmt_bind_text(find, 2, str_from(periods.at[i].label));
        stmt_bind_time(find, 3, day_start(periods.at[i].from));
        there = stmt_step(find);
        stmt_reset(find);
    }
    stmt_free(find);
    return there;
}

static bool handed_over_by_record(const struct asking *q, const struct document_def *doc) {
    struct scan *s = scan_new(q->as, doc->for_record.v);
    int where = scan_add_condition(s, &doc->where), date = scan_add_main_date(s);
    struct stmt *find = stmt_new(q->as->store, HANDED_OVER " AND concerns = ?2 LIMIT 1");
    bool there = true;
    scan_open(s);
    while (there && scan_next(s)) {
        int64_t t = scan_time(s, date);
        if (!scan_holds(s, where) || t == CIVIL_NONE || civil_day(t) > q->until)
            continue;
        stmt_bind_text(find, 1, q->id);
        stmt_bind_text(find, 2, scan_id(s));
        there = stmt_step(find);
        stmt_reset(find);
    }
    stmt_free(find);
    scan_close(s);
    return there;
}

static bool document_there(const struct asking *q) {
    const struct contract *c = q->as->contract;
    for (size_t i = 0; i < c->documents.n; i++) {
        const struct document_def *doc = &c->documents.at[i];
        if (!str_eq(doc->template.v, q->id))
            continue;
        if (doc->every.set)
            return handed_over_by_period(q, (enum freq)doc->every.v);
        return doc->for_record.v.p ? handed_over_by_record(q, doc) : handed_over(q);
    }
    return handed_over(q);
}

bool requirement_met(struct assess *as, str id, int32_t due_on, enum view view) {
    struct asking q = {as, id, due_on == CALENDAR_NO_DAY ? as->contract->term.to - 1 : due_on, view};
    struct rule_ref *rules;
    size_t n = contract_rules(as->contract, as->a, &rules);
    for (size_t i = 0; i < n; i++)
        if (str_eq(rules[i].rule->id.v, id))
            return !rules_there[rules[i].kind] || rules_there[rules[i].kind](&q, rules[i].index);
    if (record_types_find(store_types(as->store), id))
        return store_count(as->store, id) > 0;
    return document_there(&q);
}
