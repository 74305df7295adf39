/* datefunc.h - inside store/ only: date(), time(), datetime(), strftime(), julianday() and unixepoch() without a clock.
 *
 * They are SQLite's own, asked on a second connection in memory, after the arguments that would read the clock or the
 * machine's time zone ('now', 'localtime', 'utc', no time at all) have been refused. on_date() is today.
 */
#ifndef LVYUE_STORE_DATEFUNC_H
#define LVYUE_STORE_DATEFUNC_H

#include <sqlite3.h>
#include <stdbool.h>

#include "util/arena.h"

struct dates;
/* NULL when SQLite fails. Registers the functions on db. */
struct dates *dates_register(struct arena *a, sqlite3 *db);
void dates_close(struct dates *d);

#endif
