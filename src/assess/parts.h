/* parts.h - inside assess/ only: the parts in the order in which assess_run() calls them, and what they share.
 *
 * Each part reads facts and earlier verdicts from the store and writes one verdict table. What a part holds in
 * memory grows with the contract (rules, periods, systems), never with the number of records.
 */
#ifndef LVYUE_ASSESS_PARTS_H
#define LVYUE_ASSESS_PARTS_H

#include "assess/assess.h"
#include "assess/exclusions.h"
#include "store/verdicts.h"

void duplicates_merge(struct assess *as);
void exclusions_list(struct assess *as);
void pauses_list(struct assess *as);
void targets_judge(struct assess *as, struct exclusions *ex);
void outages_find(struct assess *as, struct exclusions *ex);
void obligations_judge(struct assess *as, struct exclusions *ex);
void checks_judge(struct assess *as, struct exclusions *ex);
void documents_due(struct assess *as);
void kpis_judge(struct assess *as, struct exclusions *ex);
void kpi_records_show(struct assess *as);  /* makes kpi_record a view */
void kpi_evidence_show(struct assess *as); /* and kpi_evidence, over it */
struct ledger;
struct ledger *deductions_compute(struct assess *as,
                                  struct exclusions *ex); /* VIEW__MAX of them (dispute.h) */
void payments_compute(struct assess *as, const struct ledger *ledgers);

/* -- what verdict rows share (parts.c) -------------------------------------------------------------- */

str part_rule_source(struct arena *a, const struct rule *r); /* "contract.yaml:17" */
/* Seconds as minutes: whole ones as an integer. CIVIL_NONE binds NULL. */
void part_bind_minutes(struct stmt *q, int index, int64_t seconds);
void part_bind_optional(struct stmt *q, int index, str text); /* an empty one binds NULL */
void part_bind_outcome(struct stmt *q, int index, enum outcome o);
void part_join(struct sb *b, str word); /* "、" before all but the first */
bool part_lists(const struct svals *list, str word);
void part_insert(struct stmt *q); /* steps and resets; bindings stay. A full disk is seen by store_commit() */

/* Does an unproven result count as a missed one? `missing_time` says; met and excluded do not. */
bool part_unproven_is_missed(const struct contract *c);

/* The moment by which a record of this type belongs to a period: its main date, for incidents as the method says. */
struct scan;
struct belonging {
    int date, restored;
};
struct belonging belonging_ask(struct assess *as, struct scan *s);
int64_t belonging_moment(const struct belonging *b, const struct scan *s);

/* All periods of a frequency, and which one a day lies in. */
struct period_table {
    struct period *at;
    size_t n;
};
struct period_table periods_of(struct assess *as, enum freq f);
ptrdiff_t periods_find(const struct period_table *p, int32_t day); /* -1: in none */

#endif
