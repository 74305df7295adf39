/* bag_restore.h - the contract folder an archive was made from, under the names it had. */
#ifndef LVYUE_CLI_BAG_RESTORE_H
#define LVYUE_CLI_BAG_RESTORE_H

#include "util/scratch.h"

struct restored_item {
    str path; /* data/… in the bag */
    str open; /* where it can be read, absolute */
    str name; /* contract/…, lvyue/… or documents/… */
};
struct restored {
    struct restored_item *at;
    size_t n, cap;
};
/* Reads data/archive-list.csv. false: it is not what archive writes; *why says so. Names never lead elsewhere. */
bool restore_list(struct arena *a, str bag, struct restored *out, str *why);
/* A path that leads there from wherever it is looked up. */
str restore_absolute(struct arena *a, str path);
/* The inputs as links in a folder. */
bool restore_links(struct arena *a, const struct restored *list, str folder, struct failure *f);
/* Inputs and documents as copies; the folder appears whole and must not exist. */
bool restore_copies(struct arena *a, const struct restored *list, str folder, struct failure *f);

#endif
