/* scan.h - one pass over the records of a type, however many rules ask about them.
 *
 * The rules' conditions become result columns of one SELECT, so a million rows are read once. A condition that
 * faults on the data becomes a diagnostic at its own place: each is then asked alone to find it.
 * What the accounting method changes of a record, its level or its merged duplicates, is scan_source.h.
 */
#ifndef LVYUE_ASSESS_SCAN_H
#define LVYUE_ASSESS_SCAN_H

#include "assess/assess.h"

struct scan;
/* type: the name of a record type, as the contract writes it. */
struct scan *scan_new(struct assess *as, str type);
const struct record_type *scan_type(const struct scan *s);
/* Numbers for the questions below; -1: the type has no such column, or the condition is absent. */
int scan_add_column(struct scan *s, str name);
int scan_add_main_date(struct scan *s);
int scan_add_condition(struct scan *s, const sval *condition);
/* Merged duplicates get rows of their own here. */
void scan_keep_duplicates(struct scan *s);
void scan_order(struct scan *s, int column); /* rows come sorted by it, then as they were written down */

/* false: a diagnostic was given; scan_next() gives no row then. */
bool scan_open(struct scan *s);
bool scan_next(struct scan *s);
bool scan_failed(const struct scan *s);
void scan_close(struct scan *s);

/* Of the present row; texts live until the next. */
bool scan_holds(const struct scan *s, int condition);      /* an absent one holds */
bool scan_is_unknown(const struct scan *s, int condition); /* neither true nor false: NULL */
int64_t scan_time(const struct scan *s, int column);
str scan_text(const struct scan *s, int column);
bool scan_is_set(const struct scan *s, int column); /* a bool that is yes; -1 and NULL are not */
bool scan_is_null(const struct scan *s, int column);
str scan_id(const struct scan *s);                      /* empty: the type has no ids */
str scan_source(const struct scan *s, struct arena *a); /* "records/incident.csv:17" */

#endif
