/* figures.h - figures that must agree, counted a second time before any document is made.
 *
 * The store's verdicts and facts are added up in ways that share nothing with how they were worked out: by month, by
 * quarter, by half and by year; the ledger against its running total and against what payments carry; indicators against
 * the records they list. A contradiction is lvyue's own fault, never the user's: a build then ends without a file.
 */
#ifndef LVYUE_DOCUMENT_FIGURES_H
#define LVYUE_DOCUMENT_FIGURES_H

#include "store/store.h"

struct disagreement {
    str what;       /* "incident: month", "deductions: ledger and payments" */
    str one, other; /* the two figures */
};
/* How many there are; none is what is expected. */
size_t figures_disagree(struct arena *a, struct store *s, struct disagreement **out);

#endif
