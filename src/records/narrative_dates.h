/* narrative_dates.h - dates and times as they stand in Chinese prose.
 *
 * Dates: 2025年3月4日, 3月4日, 2025-03-04, 2025/3/4. Times: 14:05, 14：05, 14时05分, 14点05分; seconds are passed over.
 * Durations: 2小时5分, 1天3小时, 125分钟, 2.5小时. Full-width digits are not looked for.
 */
#ifndef LVYUE_RECORDS_NARRATIVE_DATES_H
#define LVYUE_RECORDS_NARRATIVE_DATES_H

#include "util/civil.h"

struct prose_date {
    int32_t day;
    str text; /* as written */
};
/* The first date in text. One without a year is the first such day not before `since`. */
bool prose_date_find(str text, int32_t since, struct prose_date *out);
/* The same, only at the beginning of text. */
bool prose_date_at(str text, int32_t since, struct prose_date *out);
/* A time of day at the beginning of text, in minutes; *n bytes long. 24:00 is 1440. */
bool prose_time_at(str text, int *minute, size_t *n);
/* A duration at the beginning of text. exact: false where it is given in hours or days only, so that minutes may
 * have been left out. */
bool prose_duration_at(str text, int64_t *minutes, bool *exact, size_t *n);

#endif
