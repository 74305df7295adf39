/* contract_clauses.c - no clause is forgotten: each is covered, or says why nothing can judge it.
 *
 * A clause is covered by what its own covered_by names, or by any rule or document whose `clause` names
 * it: writing both down would be asking for the two lists to differ.
 */
#include "contract/clause_measure.h"
#include "contract/contract_checks.h"

/* by: for each clause, the rule or template that names it first. */
static void note_named(struct checker *k, struct svals clauses, str namer, str *by) {
    for (size_t i = 0; i < clauses.n; i++) {
        const struct name *n = names_resolve(&k->names, k->a, k->d, THING_CLAUSE, clauses.at[i]);
        if (n && !by[n->index].p)
            by[n->index] = namer;
    }
}

static void check_clause(struct checker *k, const struct clause *c, str named_by) {
    bool reason = str_trim(c->not_judged.v).n > 0;
    if (reason && c->covered_by.n > 0)
        named_by = c->covered_by.at[0].v;
    if (reason && named_by.p)
        diag2(k->d, DIAG_CLAUSE_BOTH, span_place(c->not_judged.at), c->id.v, named_by);
    if (!reason && c->covered_by.n == 0 && !named_by.p && c->id.v.p)
        diag1(k->d, DIAG_CLAUSE_OPEN, span_place(c->id.at), c->id.v);
    str measure = reason && !named_by.p ? clause_measure(c->text.v) : (str){0};
    if (measure.n)
        diag2(k->d, DIAG_CLAUSE_MEASURE, span_place(c->not_judged.at), c->id.v, measure);
}

void check_clauses(struct checker *k) {
    struct contract *c = k->c;
    str *by = ARENA_ARRAY(k->a, str, c->clauses.n + 1);
    struct rule_ref *rules;
    size_t n = contract_rules(c, k->a, &rules);
    for (size_t i = 0; i < n; i++)
        note_named(k, rules[i].rule->clause, rules[i].rule->id.v, by);
    for (size_t i = 0; i < c->documents.n; i++)
        note_named(k, c->documents.at[i].clause, c->documents.at[i].template.v, by);
    for (size_t i = 0; i < c->quantities.n; i++)
        note_named(k, c->quantities.at[i].clause, c->quantities.at[i].id.v, by);
    for (size_t i = 0; i < c->clauses.n; i++)
        check_clause(k, &c->clauses.at[i], by[i]);
}
