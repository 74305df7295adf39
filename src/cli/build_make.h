/* build_make.h - inside build only: one item of the plan as files. */
#ifndef LVYUE_CLI_BUILD_MAKE_H
#define LVYUE_CLI_BUILD_MAKE_H

#include "cli/build_documents.h"

/* What is known before anything is made: the formats and the outputs of the batch reserved for them. */
struct reserved {
    bool wanted[MADE__MAX];
    size_t output[MADE__MAX];
};
/* What is known afterwards. */
struct made {
    bool done;                          /* without a word: no diagnostic, no failure */
    str title, number, name[MADE__MAX]; /* name: of the file, without folder */
    struct made_times times;
};

/* The contract may ask for one format only; a template may exist as one of the two. */
void make_formats(struct build *b, struct arena *a, const struct plan_item *item, struct reserved *r);
/* Writes the item's files where the batch has reserved them. What was wrong stands in b->j->d and b->j->f. Texts of
 * *out are the arena's. */
void make_item(struct build *b, struct arena *a, const struct plan_item *item, const struct reserved *r,
               struct made *out);

#endif
