/* build_plan.h - which documents are to be made: the contract's `documents:` times periods or records. */
#ifndef LVYUE_CLI_BUILD_PLAN_H
#define LVYUE_CLI_BUILD_PLAN_H

#include "cli/job.h"

struct plan_item {
    const struct document_def *doc;
    struct document_params params;
};
struct plan {
    struct plan_item *at;
    size_t n, cap;
};

/* Exit code: EXIT_DONE with at least one item, EXIT_USAGE when --period or --only names nothing known (said
 * on stderr), EXIT_INPUT after a diagnostic. */
int plan_make(struct job *j, struct plan *plan);
/* The parameters of a document of a period, as the contract lists it. */
struct document_params plan_period_params(struct job *j, const struct document_def *doc,
                                          const struct period *p);
/* A file name, without its ending, of at most 200 bytes or little more, without path separators or characters other
 * systems refuse. */
str plan_safe_name(struct arena *a, str name);

#endif
