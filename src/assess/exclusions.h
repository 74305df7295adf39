/* exclusions.h - what does not count: planned maintenance, force majeure, the hospital's own doing.
 *
 * An exclusion is applied only when cause, approver and evidence are all written down; a blank one is not written.
 *   with an incident     excuses that incident's results, and its downtime within the exclusion's times
 *   with a request       excuses that request's results
 *   with a system alone  its times are no service time of that system
 *   with none of them    the same for every system
 *   with rules           all of this for the listed rules alone; a KPI's downtime, a deduction for it included. An
 *                        obligation or a check that is listed is waived where its due moment, or the moment its record
 *                        belongs to, lies within the times (those without a record).
 * A record is excused by times when they cover the whole of from_at..due_at, for then there was no service time in
 * which the target could have been met.
 *
 * Force majeure (kind force_majeure, applied, naming no incident) excuses more than service time (Civil Code art. 590):
 * an obligation whose whole span from the period's beginning to its due moment lies within that of every system, the
 * deduction for a KPI whose whole period does, and the hours a target is late while it lasts.
 *
 * table exclusion_result lists every exclusion: applied, or not and what it lacks.
 */
#ifndef LVYUE_ASSESS_EXCLUSIONS_H
#define LVYUE_ASSESS_EXCLUSIONS_H

#include "assess/assess.h"
#include "assess/interval.h"

struct exclusions;
struct exclusions *exclusions_open(struct assess *as);
void exclusions_close(struct exclusions *ex);

/* The times of a system together with those of every system, as far as they concern the rule; an empty system gives the
 * latter alone. Normal. */
const struct intervals *exclusions_of_system(const struct exclusions *ex, str rule, str system);
/* Likewise of force majeure alone. */
const struct intervals *exclusions_majeure(const struct exclusions *ex, str rule, str system);
/* Is it named: the incident, or one merged into it; or the request? Records of other types never are. */
bool exclusions_name(struct exclusions *ex, str rule, str type, str id);
/* The times of the exclusions that name an incident; normal, memory from `a`. */
void exclusions_of_incident(struct exclusions *ex, struct arena *a, str rule, str incident,
                            struct intervals *out);
/* Does one that lists the rule, and names no record, cover the moment? */
bool exclusions_waive(const struct exclusions *ex, str rule, str system, int64_t t);
/* Do the same exclusions concern both rules? */
bool exclusions_alike(const struct exclusions *ex, str rule, str other);

#endif
