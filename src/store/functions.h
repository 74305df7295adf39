/* functions.h - inside store/ only: lvyue's own SQL functions.
 *
 * NULL in any argument gives NULL. A wrong argument is an SQL error that names the function and the argument.
 * A day whose holidays are not loaded is an error too: NULL would quietly make a condition false. No function
 * reads the clock; all are deterministic. The table store_functions() (store.h) is made from the same list.
 */
#ifndef LVYUE_STORE_FUNCTIONS_H
#define LVYUE_STORE_FUNCTIONS_H

#include <sqlite3.h>
#include <stdbool.h>

#include "store/store.h"

struct functions_context {
    const struct calendars *calendars;
    int32_t on;
    str dir;                            /* of the contract; set by store_ingest() */
    const struct record_copies *copies; /* of that folder; NULL: none */
};

/* ctx must live as long as db. false: SQLite failed (memory). */
bool functions_register(sqlite3 *db, struct functions_context *ctx);

/* What stands for a masked character in a narrative: to Markdown "*" is emphasis, and it would swallow the mask. */
#define MASK_STAR_PROSE "＊"
/* Telephone numbers and identity card numbers within free text, the digits that identify a person as "*". Masking what is
 * masked changes nothing. */
str mask_text(struct arena *a, str text);
/* Numbers that are there to be called, digits only, sorted by mask_sort(): mask_text_but() leaves them. */
struct mask_contacts {
    str *at;
    size_t n, cap;
};
/* Adds every telephone number within text. */
void mask_gather(struct arena *a, str text, struct mask_contacts *to);
void mask_sort(struct mask_contacts *c);
str mask_text_but(struct arena *a, str text, const struct mask_contacts *contacts);
/* Names of two to four characters behind 患者 and the like: all but the family name as "*". more: further such words. */
str mask_names(struct arena *a, str text, const struct svals *more);

#endif
