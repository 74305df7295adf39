/* requires.h - inside assess/ only: is what a payment requires there?
 *
 * Asked of what is known by now; whether it came late is the deductions' business, a late report is there.
 *   obligation   records enough for every period that ends, or is due, by the payment's day; `once` always
 *   kpi          met in every period that ends by that day
 *   target       no result that is missed or unproven among those that belong to a day up to it
 *   check        no result that is missed or unproven
 *   deduction, payment   nothing to show
 *   template     handed over, as `submission` records of that kind tell: one for each period of the document that
 *                ends by the payment's day (bearing its label, or without one dated after its beginning); one
 *                concerning each record it is made for, reported up to that day; else one at all
 *   record type  at least one record
 * In the supplier's view what is disputed is missing from none of them (dispute.h).
 * A payment without a known day asks for the whole term.
 */
#ifndef LVYUE_ASSESS_REQUIRES_H
#define LVYUE_ASSESS_REQUIRES_H

#include "assess/dispute.h"

bool requirement_met(struct assess *as, str id, int32_t due_on,
                     enum view view); /* CALENDAR_NO_DAY: unknown */

#endif
