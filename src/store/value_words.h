/* value_words.h - what a recorded value is called: as the contract calls it, else by its title in the record types. */
#ifndef LVYUE_STORE_VALUE_WORDS_H
#define LVYUE_STORE_VALUE_WORDS_H

#include "contract/contract.h"
#include "records/record_type.h"

/* The contract's own word (`values: {kind: {全备: full}}`), the first one; empty when it has none. */
str words_contract_value(const struct contract *c, str type, str column, const struct column_value *v);
/* Never empty. */
str words_value(const struct contract *c, str type, str column, const struct column_value *v);

#endif
