/* explain.h - where a printed figure comes from: its clause and words, formula, numbers, intervals, records, file:row.
 *
 * Figure codes, as they are printed everywhere:
 *   kpi/ID@PERIOD          target/ID/RECORD      obligation/ID@PERIOD   check/ID/RECORD
 *   outage/SYSTEM/N        (the N-th of that system in time order; SYSTEM is - for outages of no system)
 *   deduction/ID@PERIOD    payment/ID            exclusion/ID
 * RECORD is the record's id; for record types without ids its source, "records/x.csv:17". A shorter code lists what
 * there is: KIND, KIND/ID, KIND@PERIOD, KIND/ID@PERIOD; deduction@PERIOD tells each deduction of the period in full.
 *
 * Reads the verdicts and facts of a judged store and the contract; writes nothing into either. What it shows of a
 * clock or a count is worked out anew, and compared with the verdict: "agrees" tells whether it comes to the same.
 */
#ifndef LVYUE_EXPLAIN_EXPLAIN_H
#define LVYUE_EXPLAIN_EXPLAIN_H

#include <stdio.h>

#include "assess/assess.h"

struct explain { /* filled by the caller; the store has been judged */
    struct arena *a;
    struct diags *d;
    enum lang lang;
    struct store *store;
    const struct contract *contract;
    const struct calendars *calendars;
    const struct holidays *holidays;
    int32_t on;
    const struct settled *settled; /* payments whose deduction was accepted */
    size_t n_settled;
    FILE *out;
    bool json;
};

/* One figure. Nothing is written, and DIAG_FIGURE_UNKNOWN given at the place, when there is no such figure. */
void explain_figure(struct explain *x, str code, struct place at);
/* One code a line, answered in order; blank lines and those that begin with # are passed over. */
void explain_lines(struct explain *x, const struct source *lines);

#endif
