/* exclusions.h - what does not count: planned maintenance, force majeure, the hospital's own doing.
 *
 * An exclusion is applied only when cause, approver and evidence are all written down; a blank one is not written.
 *   with an incident     excuses that incident's results, and its downtime within the exclusion's times
 *   with a system alone  its times are no service time of that system
 *   with neither         the same for every system
 * A record is excused by times when they cover the whole of from_at..due_at, for then there was no service time in
 * which the target could have been met.
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
bool exclusions_name(struct exclusions *ex, str incident);
/* The times of the exclusions that name an incident; normal, memory from `a`. */
void exclusions_of_incident(struct exclusions *ex, struct arena *a, str incident, struct intervals *out);

#endif
