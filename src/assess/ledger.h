/* ledger.h - inside assess/ only: the deductions of one view in time order, between deductions.c and payments.c. */
#ifndef LVYUE_ASSESS_LEDGER_H
#define LVYUE_ASSESS_LEDGER_H

#include "assess/charge.h"

struct ledger_entry {
    const struct charge *charge;
    struct charge_sum sum;
    int64_t amount_fen, running_fen; /* after the caps; over all deduction rules so far */
    str formula;                     /* with what the caps left of it */
};
struct ledger {
    bool kept; /* the supplier's is only kept where something is disputed; else it is the buyer's */
    struct ledger_entry *at;
    size_t n;
};

#endif
