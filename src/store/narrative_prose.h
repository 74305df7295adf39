/* narrative_prose.h - inside store/ only: times and durations in a narrative against its record.
 *
 * Prose says much that is about something else, so little is looked at, and what is looked at is plain: in one clause a
 * time and behind it a word for a moment of the record ("14:05到达"), or a word for a duration and behind it the duration
 * ("中断56分钟"). data/records.yaml (`told`) says which words mean which columns. Passed over are sentences that name
 * another record, dates on which nothing of the record happened, moments the record does not have, times with 前, 后 or 起
 * behind them, durations with 约 and the like, and everything in fences.
 */
#ifndef LVYUE_STORE_NARRATIVE_PROSE_H
#define LVYUE_STORE_NARRATIVE_PROSE_H

#include "store/database.h"

void narrative_check_prose(struct store *s, struct diags *d, const struct record_type *t,
                           const struct narrative *n);

#endif
