/* civil.h - civil time in China (UTC+08:00, no summer time): days, seconds, text, periods.
 *
 * A moment is int64_t seconds since 1970-01-01 00:00:00 local time; a day is int32_t days since
 * 1970-01-01. CIVIL_NONE means "not recorded". Interval ends are exclusive.
 */
#ifndef LVYUE_UTIL_CIVIL_H
#define LVYUE_UTIL_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

#include "util/str.h"

#define CIVIL_NONE INT64_MIN
#define DAY_SECONDS 86400

int32_t day_from_ymd(int y, int m, int d);
void day_to_ymd(int32_t day, int *y, int *m, int *d);
bool ymd_valid(int y, int m, int d);
int day_weekday(int32_t day);               /* 1 = Monday … 7 = Sunday */
int32_t day_add_months(int32_t day, int n); /* same day number, or the month's last (Civil Code art. 202) */
int32_t civil_day(int64_t t);               /* floor */
int64_t day_start(int32_t day);

/* fmt: strptime subset %Y %y %m %d %H %M %S and literals; NULL or empty: the usual written forms
 * "2025-03-05 08:30[:00]", "2025/3/5 8:30", "2025年3月5日 8时30分", "2025-03-05T08:30", date alone = 00:00.
 * 24:00 is the next day's 00:00. *has_time may be NULL. */
bool civil_parse(str s, str fmt, int64_t *t, bool *has_time);
str civil_text(struct arena *a, int64_t t);       /* "2025-03-05 08:30:00" */
str civil_text_day(struct arena *a, int32_t day); /* "2025-03-05" */
str civil_text_zh(struct arena *a, int32_t day);  /* "2025年3月5日" */
str duration_text(struct arena *a,
                  int64_t seconds); /* "1天2小时5分"; "0分"; seconds only when not whole minutes */

/* Periods. Quarters and halves are calendar ones, or count from the contract's first day. */
enum freq {
    FREQ_NONE,
    FREQ_DAY,
    FREQ_WORKDAY,
    FREQ_WEEK,
    FREQ_TWO_WEEKS,
    FREQ_MONTH,
    FREQ_QUARTER,
    FREQ_HALF,
    FREQ_YEAR,
    FREQ_TERM,
    FREQ__MAX
};
struct period {
    enum freq freq;
    int32_t from, to; /* days, to exclusive; clipped to the term */
    char label[24];   /* 2025 2025H1 2025Q1 2025-03 2025-W09 2025-W09-W10 2025-03-05 contract;
                         with quarters_contract Y1 Y1H1 Y1Q1 (year of the contract) instead of the first three */
};
struct term {
    int32_t from, to;       /* the contract's days, to exclusive */
    bool quarters_contract; /* quarters/halves/years count from `from` */
};
bool freq_parse(str s, enum freq *out); /* day workday week 2weeks month quarter half year term */
str freq_name(enum freq f);
str freq_text_zh(enum freq f); /* 每月 每季度 … */
/* All periods of a frequency that touch the term, in order; workdays are not known here: FREQ_WORKDAY gives days. */
size_t period_list(struct arena *a, struct term t, enum freq f, struct period **out);
bool period_parse(struct term t, str label, struct period *out); /* also "contract" */
str period_text_zh(struct arena *a, const struct period *p);     /* 2025年第一季度 */

#endif
