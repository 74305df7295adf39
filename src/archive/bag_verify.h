/* bag_verify.h - is every file of a bag as it was written? Reads all of them; knows nothing of contracts.
 *
 * A problem names a file of the bag, relative to it. Every file is read once. A manifest that was changed is told from a
 * file that was: the other algorithm still agrees with the file.
 */
#ifndef LVYUE_ARCHIVE_BAG_VERIFY_H
#define LVYUE_ARCHIVE_BAG_VERIFY_H

#include <stdint.h>

#include "util/diag.h"

enum bag_fault {
    BAG_MISSING,    /* named in a manifest, or a tag file every bag of ours has */
    BAG_EXTRA,      /* in no manifest */
    BAG_ALTERED,    /* both digests differ; of tag files: not as written */
    BAG_UNREADABLE, /* why */
    BAG_NO_FILE,    /* a link, a pipe, an empty folder */
    BAG_UNLISTED,   /* not in this manifest: why names it */
    BAG_MALFORMED,  /* a manifest or bag-info.txt: why says where */
    BAG_FAULT__MAX
};
struct bag_problem {
    str path;
    enum bag_fault fault;
    str why; /* in the language asked for; may be empty */
};
struct bag_report {
    VEC(struct bag_problem) problems; /* in the order of the paths, tag files last */
    int64_t files, bytes;             /* payload */
    str info;                         /* text of bag-info.txt, or empty */
};

void bag_verify(struct arena *a, enum lang lang, str root, struct bag_report *out);
const char *bag_fault_words(enum bag_fault fault, enum lang lang);

#endif
