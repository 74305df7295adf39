/* build_timings.h - --timings: where the time of a build went. */
#ifndef LVYUE_CLI_BUILD_TIMINGS_H
#define LVYUE_CLI_BUILD_TIMINGS_H

#include "cli/build_documents.h"

/* One line for each phase of the run, one for each template: milliseconds, summed over processes. */
void build_timings_print(const struct build *b, const struct plan *plan, FILE *to);

#endif
