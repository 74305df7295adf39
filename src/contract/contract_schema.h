/* contract_schema.h - the keys of contract.yaml as tables; the manual and the reader share them.
 *
 * struct contract_file is the contract and the few nodes that are read by hand after the schema.
 */
#ifndef LVYUE_CONTRACT_CONTRACT_SCHEMA_H
#define LVYUE_CONTRACT_CONTRACT_SCHEMA_H

#include "contract/contract.h"

struct contract_file {
    struct contract c;
    struct ynode *method;
};

extern const struct schema contract_schema;

#endif
