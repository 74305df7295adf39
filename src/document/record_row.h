/* record_row.h - the record a document is about, as names in its template: {{record.COLUMN}}.
 *
 * Each column as it is stored, and as COLUMN_text as people read it: an enum in the contract's own word, a system by
 * its name, a time without its seconds, money in yuan, 是 or 否. What was not recorded is NULL both times.
 */
#ifndef LVYUE_DOCUMENT_RECORD_ROW_H
#define LVYUE_DOCUMENT_RECORD_ROW_H

#include "document/named_query.h"

/* The type's columns without values when it has no record of that id, as a template is checked; NULL when the type is
 * unknown or its records have no ids. */
const struct kept_row *record_row_read(struct arena *a, struct store *s, str type, str id);

#endif
