/* suggest.h - inside store/ only: the name that was probably meant when SQLite knows no such name. */
#ifndef LVYUE_STORE_SUGGEST_H
#define LVYUE_STORE_SUGGEST_H

#include "store/database.h"

/* "; did you mean 'x'?" for SQLite's "no such column/table/function: …", or the empty text. */
str suggest_for(struct store *s, struct diags *d, str message, str sql);
/* Columns of a table, for suggestions. */
size_t suggest_columns(struct store *s, str table, str **names);

#endif
