/* calendar.h - who is at work when: holidays, service hours, clock time and legal periods.
 *
 * A calendar is built from the contract's `calendars:` and data/holidays-cn.yaml. `always` is built in.
 *
 * What is not known is never guessed. A calendar with `holidays: cn` knows the years of the holiday data
 * and no others; the rest know the years 1 to 9999. A question that touches an unknown day is answered
 * with CIVIL_NONE (moments, seconds), CALENDAR_NO_DAY (days), DAY_UNKNOWN or false; it is never a fault
 * of the caller. CIVIL_NONE as an argument gives CIVIL_NONE. calendar_knows() tells beforehand.
 */
#ifndef LVYUE_CALENDAR_CALENDAR_H
#define LVYUE_CALENDAR_CALENDAR_H

#include "contract/contract.h"

#define CALENDAR_NO_DAY INT32_MIN

/* -- holidays by year (holidays.c) ------------------------------------------------------------------ */

struct holidays; /* notice number, days off, make-up workdays; years without a gap */
enum holiday_kind { HOLIDAY_NONE, HOLIDAY_OFF, HOLIDAY_WORK };

/* NULL after diagnostics. */
struct holidays *holidays_load(struct arena *a, struct diags *d, str path);
bool holidays_has_year(const struct holidays *h, int year);
str holidays_notice(const struct holidays *h, int year); /* 国办发明电〔2024〕12号, or empty */
int32_t holidays_notice_day(const struct holidays *h, int year); /* of the notice, or CALENDAR_NO_DAY */
enum holiday_kind holidays_kind(const struct holidays *h, int32_t day);
str holidays_name(const struct holidays *h, int32_t day); /* of a day off: 国庆节, else empty */
/* The holiday a make-up workday pays for, else empty. */
str holidays_makeup_name(const struct holidays *h, int32_t day);
size_t holidays_years(const struct holidays *h, const int **years);
/* The days of the loaded years, *to exclusive. */
void holidays_range(const struct holidays *h, int32_t *from, int32_t *to);

/* -- calendars (calendars.c) ------------------------------------------------------------------------ */

enum day_kind { DAY_WORKDAY, DAY_WEEKEND, DAY_HOLIDAY, DAY_MAKEUP, DAY_UNKNOWN };

struct calendar;
struct calendars;
/* Builds all calendars. A holiday year that is not loaded is DIAG_HOLIDAY_YEAR, an error, where the term up to
 * `on` needs it: verdicts would rest on it. Where only later days or the 60 days after the term do, it is
 * DIAG_HOLIDAY_TAIL, a warning, since next year's notice comes in November: due dates that fall there are
 * unknown. Never NULL. */
struct calendars *calendars_build(struct arena *a, struct diags *d, const struct contract *c,
                                  const struct holidays *h, int32_t on);
/* "always" included. NULL: no such calendar. */
const struct calendar *calendars_find(const struct calendars *cs, str name);
/* Statutory working days: Monday to Friday with the holidays and make-up days of the notices, all day long. */
const struct calendar *calendars_legal(const struct calendars *cs);
/* The contract's term, for who has its calendars alone. */
struct term calendars_term(const struct calendars *cs);
str calendar_name(const struct calendar *c);

/* -- questions (calendar.c) ------------------------------------------------------------------------- */

bool calendar_knows(const struct calendar *c, int32_t day);
enum day_kind calendar_day_kind(const struct calendar *c, int32_t day);
bool calendar_is_workday(const struct calendar *c, int32_t day); /* on `always` every day is one */
bool calendar_open_at(const struct calendar *c, int64_t t);
/* Open seconds within [a, b), 0 when b <= a. O(1). */
int64_t calendar_between(const struct calendar *c, int64_t a, int64_t b);
/* The earliest moment at which `seconds` (>= 0) of open time have passed since t. O(1). */
int64_t calendar_add(const struct calendar *c, int64_t t, int64_t seconds);
/* The first moment after t at which the hours of a day begin; the end of a lunch break is none. A calendar
 * that never closes never opens: CIVIL_NONE. */
int64_t calendar_next_opening(const struct calendar *c, int64_t t);
/* The n-th workday after `day`; before it when n is negative; `day` itself when n is 0. */
int32_t calendar_add_workdays(const struct calendar *c, int32_t day, int64_t n);
/* Workdays after `day` up to `until`, that one included; 0 when it is not later. Both known. */
int64_t calendar_count_workdays(const struct calendar *c, int32_t day, int32_t until);

/* -- limits (legal.c) ------------------------------------------------------------------------------- */

/* When a limit that starts at t ends; the returned moment still is in time.
 *   clock limits         calendar_add on c, from the very moment (Civil Code art. 201 par. 2).
 *   days, months, years  the day of t does not count (201 par. 1); a month ends on the same day number or the month's
 *                        last (202); a last day that is no statutory working day moves on to the next one (203 par. 1),
 *                        and on to a day on which c works; it ends at 24:00, with a calendar of hours at its close of
 *                        business (203 par. 2).
 *   workdays             the n-th day after t's on which c works, as agreed (204), ending likewise; on `always`
 *                        statutory working days.
 *   before next opening  calendar_next_opening. */
int64_t calendar_due(const struct calendars *cs, const struct calendar *c, int64_t t,
                     const struct limit *within);

/* When a day that was agreed upon is over: at the close of business where c works on it, else at 24:00. */
int64_t calendar_day_end(const struct calendar *c, int32_t day);

#endif
