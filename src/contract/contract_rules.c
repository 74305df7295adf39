/* contract_rules.c - all rules of a contract as one list. */
#include "contract/contract.h"

#define ADD_RULES(kind, list)                                                                                \
    for (size_t i = 0; i < c->list.n; i++)                                                                   \
        refs[n++] = (struct rule_ref) {                                                                      \
            kind, i, &c->list.at[i].rule                                                                     \
        }

size_t contract_rules(const struct contract *c, struct arena *a, struct rule_ref **out) {
    size_t n = 0,
           most = c->targets.n + c->obligations.n + c->checks.n + c->kpis.n + c->deductions.n + c->payments.n;
    struct rule_ref *refs = ARENA_ARRAY(a, struct rule_ref, most + 1);
    ADD_RULES(RULE_TARGET, targets);
    ADD_RULES(RULE_OBLIGATION, obligations);
    ADD_RULES(RULE_CHECK, checks);
    ADD_RULES(RULE_KPI, kpis);
    ADD_RULES(RULE_DEDUCTION, deductions);
    ADD_RULES(RULE_PAYMENT, payments);
    *out = refs;
    return n;
}

const char *rule_kind_name(enum rule_kind k) {
    static const char *const names[RULE__MAX] = {"target", "obligation", "check",
                                                 "kpi",    "deduction",  "payment"};
    return names[k];
}

str names_joined(struct arena *a, const struct svals *names) {
    struct sb b = {.a = a};
    for (size_t i = 0; i < names->n; i++) {
        if (i > 0)
            sb_addz(&b, "、");
        sb_add(&b, names->at[i].v);
    }
    return b.n > 0 ? sb_str(&b) : (str){0};
}

str rule_clauses(struct arena *a, const struct rule *r) {
    return r->clause.n ? names_joined(a, &r->clause) : S("");
}

bool target_late_at_limit(const struct contract *c, const struct target *t) {
    return t->late_if.v.p ? str_eqz(t->late_if.v, "at_limit")
                          : method_is(&c->method, METHOD_LATE, "at_limit");
}

str contract_rule_records(const struct contract *c, const struct rule_ref *r) {
    switch (r->kind) {
    case RULE_TARGET:
        return c->targets.at[r->index].on.v;
    case RULE_OBLIGATION:
        return c->obligations.at[r->index].on.v;
    case RULE_CHECK:
        return c->checks.at[r->index].on.v;
    case RULE_KPI:
        return c->kpis.at[r->index].share.of.v;
    default:
        return (str){0};
    }
}
