/* verdicts.h - the verdict tables (DESIGN: the store) and the words for outcomes.
 *
 * target_result     rule, clause, record_type, record_id, from_at, to_at, due_at, limit_text, limit_min, elapsed_min,
 *                   paused_min, outcome, belongs_at, source, rule_source, late_min, disputed
 * outage            system, from_at, to_at, gross_min, excluded_min, incidents, source, rule
 * obligation_result rule, clause, period, from_on, due_by, fulfilled_at, record_id, found, needed, outcome, source, rule_source,
 *                   timing
 * check_result      rule, clause, record_type, record_id, outcome, belongs_at, source, rule_source, disputed
 * kpi_result        rule, clause, period, numerator, denominator, value, target, outcome, gross_min, excluded_min, unknown_min,
 *                   allowance, rule_source
 * kpi_evidence      rule, period, record_type, record_id, at, counted, outcome, figure, source: the records behind a KPI
 *                   (a view once the verdicts are there, assess/kpi_evidence.c)
 * deduction_result  rule, clause, period, basis, basis_fen, occurrences, amount_fen, running_fen, formula, capped, rule_source,
 *                   points, late_hours, exempt
 * payment_result    rule, clause, due_on, gross_fen, deduction_fen, net_fen, missing, rule_source
 *
 * When documents are due that no obligation judges (assess/documents_due.c):
 * document_due      template, title, period, record_id, due_by, submitted_at, position, rule_source
 *
 * What is disputed, computed both ways; two rows, view buyer and supplier, where the two differ (assess/dispute.h):
 * kpi_dispute       rule, clause, period, view, numerator, denominator, value, outcome, deduction_fen, records, decides,
 *                   rule_source
 * deduction_dispute rule, clause, period, basis, view, occurrences, amount_fen, running_fen, formula, records, rule_source
 * payment_dispute   rule, clause, due_on, view, gross_fen, deduction_fen, net_fen, missing, rule_source
 *
 * What was asked to count otherwise, whether it does (applied: 1 or 0), and if not or not fully proved, why:
 * exclusion_result  id, kind, system, incident, from_at, to_at, applied, why, source, request, rules
 * pause_result      incident, reason, from_at, to_at, applied, why, source, request
 * duplicate_result  record_id, merged_into, reported_at, starts_at, source
 * evidence_gap      what (target, check, outage, exclusion, pause), rule, record_type, record, column, needed_for, source
 *
 * Workings, for whoever recomputes a figure:
 * target_stop       rule, record_id, starts_at (from_at of the result), clock, from_at, to_at, stopped_min, source: stretches a target's clock stood still
 * kpi_record        kpi, record_type, record_id, at, counts, source: denominator of a share KPI, counts = 1 the numerator;
 *                   a view, since a million rows need not be written twice
 * deduction_term    rule, period, basis, basis_fen, percent (ratio), factor, points, quantity, unit (percent, fixed, points,
 *                   hour), amount_fen: the summands of deduction_result before caps; points become money in the sum
 *
 * late_min is counted on the target's own clock (clock.h). timing: early, on_time, late, missing, pending. rule of an
 * outage and needed_for are lists joined by "、", the latter of figures such as kpi/response. points, late_hours: empty
 * where the rule knows none.
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
