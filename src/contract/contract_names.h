/* contract_names.h - internal to contract/: every id of a contract in one sorted table, to find the twice
 * used and the unknown ones.
 *
 * A name has one kind bit; a lookup says which kinds it takes. Record types and templates join the table
 * only in contract_check_names(), which is told of them.
 */
#ifndef LVYUE_CONTRACT_CONTRACT_NAMES_H
#define LVYUE_CONTRACT_CONTRACT_NAMES_H

#include "contract/contract.h"

#define KIND_OF_RULE(k) (1u << (k))
enum name_kind {
    KIND_RULES = (1u << RULE__MAX) - 1,
    KIND_JUDGED = KIND_OF_RULE(RULE_TARGET) | KIND_OF_RULE(RULE_OBLIGATION) | KIND_OF_RULE(RULE_CHECK),
    KIND_CLAUSE = 1u << RULE__MAX,
    KIND_CALENDAR = KIND_CLAUSE << 1,
    KIND_SYSTEM = KIND_CLAUSE << 2,
    KIND_TYPE = KIND_CLAUSE << 3,
    KIND_TEMPLATE = KIND_CLAUSE << 4,
    KIND_QUANTITY = KIND_CLAUSE << 5,
};

struct name {
    str text;
    struct span at;
    unsigned kind;
    size_t index; /* in its list; of a rule, in contract_rules() */
};
struct names {
    struct name *at;
    size_t n, cap;
};

/* What a reference may point to, for lookups and messages. */
enum thing {
    THING_CLAUSE,
    THING_CALENDAR,
    THING_SYSTEM,
    THING_TARGET,
    THING_KPI,
    THING_JUDGED, /* KIND_JUDGED */
    THING_TYPE,
    THING_TEMPLATE,
    THING_PROOF, /* rule, record type or template */
    THING__MAX
};

/* Rules, clauses, calendars (with `always`), systems and quantities of c. */
void names_gather(struct arena *a, const struct contract *c, struct names *out);
void names_add(struct arena *a, struct names *n, struct name name);
void names_sort(struct names *n);
const struct name *names_find(const struct names *n, str text, unsigned kinds); /* NULL: none */
/* DIAG_NAME_AMBIGUOUS where v stands for things of two of the kinds. */
void names_report_ambiguous(const struct names *n, struct diags *d, unsigned kinds, sval v);

/* An id of the kinds that stands twice: DIAG_ID_TWICE at the later one. */
void names_report_twice(const struct names *n, struct arena *a, struct diags *d, unsigned kinds);
/* Finds what v names, or reports DIAG_NAME_UNKNOWN at it. An absent v is nobody's fault here: NULL. */
const struct name *names_resolve(const struct names *n, struct arena *a, struct diags *d, enum thing thing,
                                 sval v);
void names_resolve_all(const struct names *n, struct arena *a, struct diags *d, enum thing thing,
                       struct svals v);

#endif
