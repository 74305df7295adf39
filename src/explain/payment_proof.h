/* payment_proof.h - inside explain/ only: what a payment requires, what is there of it, and what is not. */
#ifndef LVYUE_EXPLAIN_PAYMENT_PROOF_H
#define LVYUE_EXPLAIN_PAYMENT_PROOF_H

#include "explain/answer.h"

/* missing: ids joined by "、", as the verdict has them. */
void payment_proofs(struct answer *w, const struct payment *p, int32_t due_on, str missing,
                    struct links *links);

#endif
