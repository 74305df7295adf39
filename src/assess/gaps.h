/* gaps.h - inside assess/ only: the list of what is not proved (table evidence_gap).
 *
 * One row for each unproven result, outage without an end, exclusion or pause that lacks something: which record, which
 * columns are empty, and which figures wait for it. No amount should be settled while its rows are open.
 */
#ifndef LVYUE_ASSESS_GAPS_H
#define LVYUE_ASSESS_GAPS_H

#include "assess/parts.h"

struct gap {
    const char *what; /* target, check, outage, exclusion, pause */
    str rule, record_type, record, column, needed_for, source;
};
struct stmt *gap_stmt(struct assess *as);
void gap_write(struct stmt *q, const struct gap *g);

/* The figures a rule goes into, directly or through a KPI: "kpi/response、deduction/kpi-deduction、payment/last". */
str gap_needed_for(struct assess *as, const struct rule_ref *rule);

/* "缺少同意人、依据": the titles of the columns of a record type; `columns` are their names with "、" between them. */
str gap_missing_text(struct arena *a, struct assess *as, const char *type, str columns);

#endif
