/* scratch.h - folders a run works in and takes away again, and those that killed runs left.
 *
 * A folder's name ends in its run's process id, and the run keeps it locked (flock), so that a later run can tell a
 * leftover from the work of a neighbour: it takes away only what belongs to the same user, whose process is gone and whose
 * lock is free. Nothing a link leads to is touched.
 */
#ifndef LVYUE_UTIL_SCRATCH_H
#define LVYUE_UTIL_SCRATCH_H

#include "util/file.h"

struct scratch {
    str path; /* empty: none */
    int lock;
};
/* A new private folder in $TMPDIR; those of killed runs go first. */
bool scratch_open(struct arena *a, struct scratch *out, struct failure *f);
void scratch_close(struct arena *a, struct scratch *s);

/* "NAME.PID.tmp": where an output gathers before it gets its name. */
str scratch_stage_name(struct arena *a, str name);
/* Locks a folder of this run; -1 where that cannot be had. */
int scratch_lock(str folder);
/* Takes away the stages of NAME whose run was killed. A stage holds files and folders, no links. */
void scratch_sweep_stages(struct arena *a, str name);

#endif
