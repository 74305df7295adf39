/* dispute.h - inside assess/ only: the two views of what is disputed (a record with `disputed` set).
 *
 * buyer     as recorded: what kpi_result, deduction_result and payment_result say.
 * supplier  what a disputed record holds against the supplier does not count: a missed or unproven result of a target or
 *           check is left out; a record that lowers a share (or, with at_most, raises it) is left out of numerator and
 *           denominator; its downtime is no downtime. Under `disputed: met` it counts as met instead of being left out,
 *           which is the same for downtime and deductions. A disputed record that speaks for the supplier stays.
 * The truth lies between the two: whichever way each dispute is settled, a figure moves from one towards the other. An
 * obligation has one view: a disputed record that proves it is proof in both.
 *
 * kpi_dispute, deduction_dispute and payment_dispute hold two rows, one for each view, for every figure in which they
 * differ; `records` names the disputed records that make the difference, `decides` is 1 where the outcome hangs on them.
 *
 * temp.contested(figure, at, record) says which: figure is "target/ID" or "check/ID" with the moment it belongs to, or
 * "kpi/ID" with the label of the period.
 */
#ifndef LVYUE_ASSESS_DISPUTE_H
#define LVYUE_ASSESS_DISPUTE_H

#include "assess/parts.h"

enum view { VIEW_BUYER, VIEW_SUPPLIER, VIEW__MAX };
str view_name(enum view v);

void contested_open(struct assess *as); /* makes the table */
void contested_close(struct assess *as);
bool contested_any(struct assess *as);

struct stmt *contested_stmt(struct assess *as);
void contested_note(struct stmt *q, enum rule_kind kind, str rule, int64_t belongs_at, str record);
void contested_note_period(struct stmt *q, str kpi, str period, str record);
/* The records noted for a rule within [from, to), or for a KPI and its period; each once, joined by "、". */
str contested_within(struct assess *as, enum rule_kind kind, str rule, int64_t from, int64_t to);
str contested_of_period(struct assess *as, str kpi, str period);

#endif
