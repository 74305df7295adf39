/* verdicts.h - the verdict tables (DESIGN: the store) and the words for outcomes.
 *
 * target_result     rule, clause, record_type, record_id, from_at, to_at, due_at, limit_text, limit_min, elapsed_min,
 *                   paused_min, outcome, belongs_at, source, rule_source
 * outage            system, from_at, to_at, gross_min, excluded_min, incidents, source
 * obligation_result rule, clause, period, from_on, due_by, fulfilled_at, record_id, found, needed, outcome, source, rule_source
 * check_result      rule, clause, record_type, record_id, outcome, belongs_at, source, rule_source
 * kpi_result        rule, clause, period, numerator, denominator, value, target, outcome, gross_min, excluded_min, unknown_min,
 *                   allowance, rule_source
 * deduction_result  rule, clause, period, basis, basis_fen, occurrences, amount_fen, running_fen, formula, capped, rule_source
 * payment_result    rule, clause, due_on, gross_fen, deduction_fen, net_fen, missing, rule_source
 *
 * Minutes have NUMERIC affinity (whole numbers where whole). kpi value and target are ratios 0..1 for sorting
 * and charts; the verdict itself compared numerator and denominator exactly. source is "file:row".
 */
#ifndef LVYUE_STORE_VERDICTS_H
#define LVYUE_STORE_VERDICTS_H

#include "util/diag.h"
#include "util/str.h"

enum outcome { OUTCOME_MET, OUTCOME_MISSED, OUTCOME_PENDING, OUTCOME_UNPROVEN, OUTCOME_EXEMPT, OUTCOME__MAX };
str outcome_name(enum outcome o);                 /* met missed pending unproven exempt */
str outcome_word(enum outcome o, enum lang lang); /* 达标 未达标 未到期 无证据 免责 */
bool outcome_parse(str s, enum outcome *out);

extern const char *const verdict_tables_sql; /* CREATE TABLE statements */

#endif
