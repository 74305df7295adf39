/* build_jobs.h - the whole plan, by several processes at once.
 *
 * The store is full and nobody writes any more: each process forked here reads it through the descriptor it inherited,
 * takes the next item that is free, and ends without closing anything. It tells only what went well. An item that gave
 * a word (a diagnostic, a failure, a crash) is made once more by this process, in the order of the plan, so that
 * messages are the same however many processes there are.
 */
#ifndef LVYUE_CLI_BUILD_JOBS_H
#define LVYUE_CLI_BUILD_JOBS_H

#include "cli/build_make.h"

/* reserved[plan->n], made[plan->n]; texts are the job's. false: diagnostics and failure say why. */
bool jobs_run(struct build *b, const struct plan *plan, const struct reserved *reserved, struct made *made);

#endif
