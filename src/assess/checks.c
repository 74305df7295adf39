/* checks.c - conditions every record of a type must satisfy: approval before an upgrade, an agreement signed.
 *
 * met: `require` holds; missed: it does not. Where it is neither, because what it asks about was never recorded
 * (SQL: NULL), the result is unproven: there is no evidence either way.
 * A missed or unproven check of an incident is exempt when a valid exclusion names the incident.
 */
#include "assess/parts.h"
#include "assess/scan.h"

struct checked { /* a check with its place in the scan */
    const struct check *check;
    struct stmt *insert;
    int where, require;
};
struct checking {
    struct assess *as;
    struct exclusions *exclusions;
    struct arena *scratch;
    struct scan *scan;
    struct belonging belonging;
    bool incidents;
    struct checked *at;
    size_t n;
};

static struct stmt *insert_of(struct assess *as, const struct check *c) {
    struct stmt *q =
        stmt_new(as->store, "INSERT INTO check_result(rule, clause, record_type, rule_source, record_id,"
                            " outcome, source, belongs_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    stmt_bind_text(q, 1, c->rule.id.v);
    stmt_bind_text(q, 2, rule_clauses(as->a, &c->rule));
    stmt_bind_text(q, 3, c->on.v);
    stmt_bind_text(q, 4, part_rule_source(as->a, &c->rule));
    return q;
}

static enum outcome outcome_of(const struct checking *k, const struct checked *x) {
    if (scan_holds(k->scan, x->require))
        return OUTCOME_MET;
    if (k->incidents && exclusions_name(k->exclusions, scan_id(k->scan)))
        return OUTCOME_EXEMPT;
    return scan_is_unknown(k->scan, x->require) ? OUTCOME_UNPROVEN : OUTCOME_MISSED;
}

static void check_record(const struct checking *k) {
    for (size_t i = 0; i < k->n; i++) {
        const struct checked *x = &k->at[i];
        if (!scan_holds(k->scan, x->where))
            continue;
        struct arena_mark m = arena_mark(k->scratch);
        part_bind_optional(x->insert, 5, scan_id(k->scan));
        part_bind_outcome(x->insert, 6, outcome_of(k, x));
        stmt_bind_text(x->insert, 7, scan_source(k->scan, k->scratch));
        stmt_bind_time(x->insert, 8, belonging_moment(&k->belonging, k->scan));
        part_insert(x->insert);
        arena_rewind(k->scratch, m);
    }
}

static void check_type(struct checking *k, str type) {
    const struct contract *c = k->as->contract;
    k->scan = scan_new(k->as, type);
    k->incidents = str_eq(type, S("incident"));
    k->belonging = belonging_ask(k->as, k->scan);
    k->n = 0;
    for (size_t i = 0; i < c->checks.n; i++) {
        const struct check *check = &c->checks.at[i];
        if (str_eq(check->on.v, type))
            k->at[k->n++] =
                (struct checked){check, insert_of(k->as, check), scan_add_condition(k->scan, &check->where),
                                 scan_add_condition(k->scan, &check->require)};
    }
    scan_open(k->scan);
    while (scan_next(k->scan))
        check_record(k);
    scan_close(k->scan);
    for (size_t i = 0; i < k->n; i++)
        stmt_free(k->at[i].insert);
}

void checks_judge(struct assess *as, struct exclusions *ex) {
    const struct contract *c = as->contract;
    struct checking k = {.as = as, .exclusions = ex, .scratch = arena_new()};
    k.at = ARENA_ARRAY(as->a, struct checked, c->checks.n);
    for (size_t i = 0; i < c->checks.n; i++) {
        bool first = true;
        for (size_t before = 0; before < i; before++)
            first = first && !str_eq(c->checks.at[before].on.v, c->checks.at[i].on.v);
        if (first)
            check_type(&k, c->checks.at[i].on.v);
    }
    arena_free(k.scratch);
}
