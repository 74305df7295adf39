/* build_documents.h - makes the documents of a plan through a batch: for build, archive and verify.
 *
 * The caller owns the batch and says where the outputs go; nothing appears there before its commit. What was made is
 * listed, so that an archive can say which file is which document.
 */
#ifndef LVYUE_CLI_BUILD_DOCUMENTS_H
#define LVYUE_CLI_BUILD_DOCUMENTS_H

#include "cli/build_plan.h"
#include "render/render.h"

enum made_format { MADE_PDF, MADE_XLSX, MADE__MAX };
/* Where a document's time goes, in nanoseconds: front matter, tags and Markdown; SQL; layout and PDF; XLSX. */
enum made_phase { PHASE_TEMPLATE, PHASE_QUERIES, PHASE_PAGES, PHASE_WORKBOOK, PHASE__MAX };

struct made_times {
    int64_t ns[PHASE__MAX];
};

struct built {
    const struct plan_item *item;
    str title, number; /* as printed; workbooks have no number */
    str suffix;        /* ".pdf", ".xlsx" */
    str name;          /* of the file as `build` calls it */
    size_t output;     /* in the batch */
};

struct build {
    struct job *j;
    struct batch *batch;
    str out;             /* folder */
    bool pdf, xlsx;      /* --format */
    bool portable_names; /* TEMPLATE-PERIOD.pdf in ASCII instead of the titles */
    size_t jobs;         /* processes; 0 and 1: this one alone */
    struct fonts *fonts; /* opened where a PDF is wanted; build_end() closes them */
    bool no_font;        /* the system lacks one: exit code 4, not 2 */
    VEC(struct built) made;
    struct made_times *times; /* for each item of the plan */
};

/* false: a diagnostic was given, or the world failed. */
bool build_documents(struct build *b, const struct plan *plan);
void build_end(struct build *b);

#endif
