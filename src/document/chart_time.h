/* chart_time.h - a line whose labels are dates: in their order, at their days, with the trend of each series. */
#ifndef LVYUE_DOCUMENT_CHART_TIME_H
#define LVYUE_DOCUMENT_CHART_TIME_H

#include "document/block.h"

/* Labels 2025-03, 2025-03-05 or 2025-03-05 08:30, all of one form: sorts the points and fills days and trends. false: the
 * labels are no dates, and the chart stays as it is. */
bool chart_date(struct arena *a, struct chart *c);
/* The same order for the periods of a calendar; nothing else is filled. */
void chart_order(struct arena *a, struct chart *c);
/* So many points of so many series that one plot would be a tangle. */
bool chart_is_crowded(const struct chart *c);

#endif
