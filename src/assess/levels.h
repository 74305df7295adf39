/* levels.h - inside assess/ only: what a change of level does to the limits of an incident under
 * `on_level_change: each_from_change`.
 *
 * The events of kind level cut the life of an incident into stretches, each with its level: the first with level_from of
 * the first change, every later one with level_to of the change that begins it. For one target the stretches in which
 * its `where` holds, taken together where they follow each other, are its runs.
 *   a target that holds throughout is one run: the change does not concern it
 *   a run that begins with a change starts the clock there, unless the clock's own beginning is later
 *   a run that ends with a change is judged when the clock had stopped by then, or was over by then and therefore late;
 *   else its limit is replaced by that of the next level and gives no result
 *   a clock that stopped by the beginning of a run was judged in the run before
 * Pauses keep their own times, so they survive the change.
 */
#ifndef LVYUE_ASSESS_LEVELS_H
#define LVYUE_ASSESS_LEVELS_H

#include "assess/pauses.h"

struct level_run {
    int64_t from, to; /* CIVIL_NONE: open at that side */
};
struct level_runs {
    struct level_run *at;
    size_t n, cap;
};

/* Asks the store whether a target's `where` would hold at another level. */
struct level_probe;
struct level_probe *level_probe_new(struct assess *as, const struct target *t);
void level_probe_free(struct level_probe *p);

bool levels_changed(const struct events *e);
/* recorded: the level in the record, for a first change that does not say from which. */
void levels_runs(struct level_probe *p, struct arena *a, const struct events *e, str id, str recorded,
                 struct level_runs *out);

#endif
