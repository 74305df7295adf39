/* contract_method.h - internal to contract/: reads `method:` by method.def. */
#ifndef LVYUE_CONTRACT_CONTRACT_METHOD_H
#define LVYUE_CONTRACT_CONTRACT_METHOD_H

#include "contract/contract.h"

/* Fills every answer, the default where node (may be NULL) is silent. */
void contract_method_read(struct arena *a, struct diags *d, const struct ynode *node, struct method *out);

#endif
