/* bag_trial.h - copies about to go into a bag, judged as the records were: do they give what the records gave? */
#ifndef LVYUE_CLI_BAG_TRIAL_H
#define LVYUE_CLI_BAG_TRIAL_H

#include "archive/bag_write.h"
#include "cli/job.h"

struct bag_trial {
    struct job *j;
    struct bag *bag; /* with documents, inputs and verdicts in it, not yet committed */
    bool masked;
    str fonts;
    VEC(str) different; /* found: documents that the copies do not give; paths in the bag */
    bool moved;         /* found: other figures, which was said */
};
/* false: they give other figures, or cannot be judged. */
bool bag_trial_run(struct bag_trial *t);

#endif
