/* bag_again.h - the inputs of a bag judged once more: do verdicts and documents follow from them?
 *
 * Asked by verify of a bag, and by archive of the copies it is about to put into one.
 */
#ifndef LVYUE_CLI_BAG_AGAIN_H
#define LVYUE_CLI_BAG_AGAIN_H

#include "cli/job.h"

enum again_fault {
    AGAIN_INPUTS,    /* they cannot be judged */
    AGAIN_TABLE,     /* a verdict table differs: why says where */
    AGAIN_DOCUMENT,  /* comes out differently */
    AGAIN_DOCUMENTS, /* cannot be made */
    AGAIN_UNREADABLE /* why */
};
struct again {
    struct invocation *v; /* whose messages these are */
    struct arena *a;
    str period, agent, fonts; /* as bag-info.txt has them */
    int32_t on;
    bool masked;
    /* Where a file of the bag ("data/…") can be opened. */
    str (*archived)(void *ctx, str path);
    void (*problem)(void *ctx, enum again_fault fault, str path, str why);
    void *ctx;
    /* found: */
    size_t tables, documents; /* equal */
    int64_t line;             /* in which the table of the last AGAIN_TABLE differs first; 0: unknown */
    bool rebuilt;             /* documents were made again: program and fonts are the bag's */
    struct failure f;
};
/* folder: with contract/ and lvyue/ in it. database: also compare data/verdicts/verdicts.sqlite. */
void again_run(struct again *x, str folder, bool database);

#endif
