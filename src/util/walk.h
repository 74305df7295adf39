/* walk.h - everything below a folder, whatever it is. */
#ifndef LVYUE_UTIL_WALK_H
#define LVYUE_UTIL_WALK_H

#include "util/arena.h"
#include "util/str.h"

enum walk_kind { WALK_FILE, WALK_FOLDER, WALK_LINK, WALK_OTHER, WALK_UNREADABLE };
struct walk_entry {
    str name; /* relative to the folder walked, parts joined by "/" */
    enum walk_kind kind;
};
#define WALK_DEPTH 64 /* folders deeper than that are WALK_UNREADABLE */

/* Sorted bytewise by name; hidden entries too, symbolic links not followed. A missing folder gives 0. */
size_t walk_folder(struct arena *a, str folder, struct walk_entry **out);
/* Removes a folder and all below it; links themselves, never what they lead to. */
void walk_remove(struct arena *a, str folder);

#endif
