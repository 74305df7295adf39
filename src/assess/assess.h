/* assess.h - judges the facts by the contract and writes verdicts beside them. Nothing here knows one hospital.
 *
 * Order: merged duplicates, the registers of exclusions and pauses, targets, outages, obligations, checks, KPIs,
 * deductions, payments; each a file of its own that reads what the earlier ones wrote. Verdicts compare integer seconds and integer fen. The facts have been ingested
 * and store_check_contract() found no fault before assess_run() is called, once per store.
 */
#ifndef LVYUE_ASSESS_ASSESS_H
#define LVYUE_ASSESS_ASSESS_H

#include "store/store.h"

/* A payment whose deduction is final, because it was accepted: what comes later goes to the payments after it. */
struct settled {
    str payment; /* id */
    int64_t deduction_fen;
    str source; /* where that stands: accepted/2025Q1.yaml:14 */
};

struct assess {
    struct arena *a;
    struct diags *d;
    struct store *store;
    const struct contract *contract;
    const struct calendars *calendars;
    int32_t on;  /* the day given with --on; its last second is before "now" */
    int64_t now; /* first second after `on` */
    struct failure *f;
    const struct settled *settled;
    size_t n_settled;
};

/* false: the world failed (as->f). Faults of contract SQL that only show on data go to as->d. */
bool assess_run(struct assess *as);

#endif
