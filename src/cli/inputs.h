/* inputs.h - every file a run may have read: for the hashes of an acceptance and the contents of an archive. */
#ifndef LVYUE_CLI_INPUTS_H
#define LVYUE_CLI_INPUTS_H

#include "cli/job.h"

enum input_kind {
    INPUT_CONTRACT,
    INPUT_RECORD,    /* all of records/, and record files elsewhere in the folder */
    INPUT_NARRATIVE, /* of narratives/ and plans/ */
    INPUT_TEMPLATE,  /* the contract's own and lvyue's */
    INPUT_DATA,      /* holidays and record types */
    INPUT_ACCEPTED,
    INPUT_FONT, /* gathered: those of the contract folder */
    INPUT__MAX
};
struct input {
    enum input_kind kind;
    bool own; /* lies in the contract folder */
    str name; /* relative to the contract folder, or to the folder with data/ and templates/; of a font its file name */
    str path; /* to open */
};
struct inputs {
    struct input *at;
    size_t n, cap;
};

/* By kind, then by name. */
void inputs_gather(struct job *j, struct inputs *list);
/* SHA-256 of a query's rows, as records/copies.h writes them; false: a failure. */
bool inputs_digest_query(struct job *j, const struct record_source *src, str *out);
/* All font files, those of the system too; false after a diagnostic or a failure. */
bool inputs_add_fonts(struct job *j, struct inputs *list);

#endif
