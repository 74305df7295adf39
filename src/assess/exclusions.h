/* exclusions.h - what does not count: planned maintenance, force majeure, the hospital's own doing.
 *
 * An exclusion is applied only when cause, approver and evidence are all written down; a blank one is not written.
 *   with an incident     excuses that incident's results, and its downtime within the exclusion's times
 *   with a system alone  its times are no service time of that system
 *   with neither         the same for every system
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

/* The times of a system together with those of every system; an empty name gives the latter alone. Normal. */
const struct intervals *exclusions_of_system(const struct exclusions *ex, str system);
/* Likewise of force majeure alone. */
const struct intervals *exclusions_majeure(const struct exclusions *ex, str system);
/* The incident, or one merged into it. */
bool exclusions_name(struct exclusions *ex, str incident);
/* The times of the exclusions that name an incident; normal, memory from `a`. */
void exclusions_of_incident(struct exclusions *ex, struct arena *a, str incident, struct intervals *out);

#endif
