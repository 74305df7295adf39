/* build_due.h - until when a document must be handed over: `due` of its entry in the contract. */
#ifndef LVYUE_CLI_BUILD_DUE_H
#define LVYUE_CLI_BUILD_DUE_H

#include "cli/job.h"

/* The last second in time. record_id: empty for documents of periods. CIVIL_NONE: no limit, or what it counts from has not
 * happened yet. Counted as obligations are (assess/obligations.c): from the end of the period, a day of the contract, the
 * record's own moment, or the last such moment in the period. */
int64_t due_of_document(struct job *j, const struct document_def *doc, const struct period *p, str record_id);
/* "2025-04-15", with the time where the day is not over with it; empty for CIVIL_NONE. */
str due_text(struct arena *a, int64_t due);

#endif
