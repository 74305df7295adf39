/* meta.h - inside store/ only: the tables that describe the contract (meta.c fills them, store.h lists them). */
#ifndef LVYUE_STORE_META_H
#define LVYUE_STORE_META_H

#include "store/database.h"

extern const char *const meta_tables_sql; /* CREATE TABLE statements */

/* narrative, narrative_section, narrative_action */
void meta_put_narratives(struct store *s, struct arena *a, const struct narrative *list, size_t n);
/* The main date of the record a narrative belongs to, INT32_MIN when there is none. */
int32_t meta_narrative_day(struct store *s, struct arena *a, const struct narrative *n);

#endif
