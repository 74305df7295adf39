/* words.h - inside store/ only: what a rule demands and when a calendar is open, in Chinese as reports print it. */
#ifndef LVYUE_STORE_WORDS_H
#define LVYUE_STORE_WORDS_H

#include "calendar/calendar.h"

/* "2小时", "每季度1次", "≥99%", "2%", "500.00元"; the empty view (p == NULL) when a rule has no such figure. */
str words_demand(struct arena *a, const struct contract *c, const struct rule_ref *r);
/* "周一至周五 08:00—12:00、13:30—17:30；节假日和调休按国务院办公厅通知（国办发明电〔2024〕12号）". */
str words_calendar(struct arena *a, const struct calendar_def *def, const struct holidays *h,
                   struct term term);

#endif
