/* build_documents.h - makes the documents of a plan through a batch: for build, archive and verify.
 *
 * The caller owns the batch and says where the outputs go; nothing is renamed here. What was made is listed, so that an
 * archive can say which file is which document.
 */
#ifndef LVYUE_CLI_BUILD_DOCUMENTS_H
#define LVYUE_CLI_BUILD_DOCUMENTS_H

#include "cli/build_plan.h"
#include "render/render.h"

struct built {
    const struct plan_item *item;
    str title, number; /* as printed; workbooks have no number */
    str suffix;        /* ".pdf", ".xlsx" */
    str name;          /* of the file as `build` calls it: TITLE-PERIOD.pdf */
    size_t output;     /* in the batch */
};

struct build {
    struct job *j;
    struct batch *batch;
    str out;             /* folder */
    bool pdf, xlsx;      /* --format */
    bool portable_names; /* TEMPLATE-PERIOD.pdf in ASCII instead of the titles */
    struct fonts *fonts; /* opened with the first document; build_end() closes them */
    bool no_font;        /* the system lacks one: exit code 4, not 2 */
    VEC(struct built) made;
};

/* false: a diagnostic was given, or the world failed. */
bool build_documents(struct build *b, const struct plan *plan);
void build_end(struct build *b);

#endif
