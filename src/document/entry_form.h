/* entry_form.h - the entry workbook of a contract: which record types it needs, with its own words as choices. */
#ifndef LVYUE_DOCUMENT_ENTRY_FORM_H
#define LVYUE_DOCUMENT_ENTRY_FORM_H

#include "contract/contract.h"
#include "document/entry.h"
#include "records/record_type.h"

/* A record type is needed when the contract reads it, judges it, counts it, covers a clause with it or wants a document
 * for it; so is every type that a needed one refers to. In the order of data/records.yaml. */
bool entry_needs(const struct contract *c, const struct record_types *types, str type);
struct entry_book *entry_form(struct arena *a, const struct contract *c, const struct record_types *types,
                              int32_t on);

#endif
