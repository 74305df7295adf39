/* init_contract.h - the text of a new contract.yaml: the example's, with a `records:` section for the entry workbook. */
#ifndef LVYUE_CLI_INIT_CONTRACT_H
#define LVYUE_CLI_INIT_CONTRACT_H

#include "contract/contract.h"
#include "document/entry.h"
#include "records/record_type.h"

/* text: of the example's file. `workbook` is the path below the folder. What stands in other sections, comments
 * included, stays as it is. */
str init_contract(struct arena *a, str text, const struct contract *c, const struct record_types *types,
                  str workbook);

#endif
