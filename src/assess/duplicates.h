/* duplicates.h - inside assess/ only: several reports of one fault (incident.duplicate_of; method key `duplicates`).
 *
 * merged    the reports that point to each other, directly or through others, are one occurrence. The record at the end
 *           of the chain stands for it, with its own times and events; the others get no result of their own, are not
 *           counted and cause no deduction. The clock starts with the earliest report of all, for from then on the
 *           supplier knew. An exclusion that names any of them excuses the one that stands. Downtime noted at any of
 *           them was downtime all the same, as far as its end is on record (outages.c).
 * separate  each is judged on its own.
 *
 * duplicate_result lists what was merged into what. A report that points to a record the store does not have, because
 * it lies after --on, stands on its own. A chain that goes round in a circle was refused when the records were read.
 */
#ifndef LVYUE_ASSESS_DUPLICATES_H
#define LVYUE_ASSESS_DUPLICATES_H

#include "assess/assess.h"

void duplicates_merge(struct assess *as);
bool duplicates_any(struct assess *as);
/* Was this record merged into another one? */
bool duplicates_merged(struct assess *as, str id);

#endif
