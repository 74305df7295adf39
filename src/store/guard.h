/* guard.h - inside store/ only: what SQL of contracts and templates may do, and how long.
 *
 * It may SELECT from the store's own tables, use common table expressions and call the functions of two lists:
 * SQLite's deterministic ones (guard.c) and ours (functions.c). Everything else is refused when the statement is
 * prepared, before anything runs.
 */
#ifndef LVYUE_STORE_GUARD_H
#define LVYUE_STORE_GUARD_H

#include "store/database.h"

/* The authorizer, the step counter and the standing limits of the connection. */
bool guard_install(struct store *s);
/* Around every prepare and step of user SQL. */
void guard_enter(struct store *s, struct stmt *q);
void guard_leave(struct store *s);
/* Every function name user SQL may call, for suggestions. */
size_t guard_functions(struct arena *a, str **names);
/* Steps counted between two calls of the counter. */
#define GUARD_TICK 10000

#endif
