/* narrative_check.h - inside store/ only: narratives against the records and documents they belong to. */
#ifndef LVYUE_STORE_NARRATIVE_CHECK_H
#define LVYUE_STORE_NARRATIVE_CHECK_H

#include "store/database.h"

/* The record or document exists, the sections that `documents: sections` demands are there, and no time or duration
 * in the prose contradicts the record (narrative_prose.h). */
void narratives_check(struct store *s, struct diags *d, const struct contract *c);

#endif
