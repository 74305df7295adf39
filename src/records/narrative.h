/* narrative.h - the files in narratives/: Markdown with YAML front matter, joined to a record.
 *
 * Front matter: record (type), id (the record's id), title; further keys are kept as text.
 */
#ifndef LVYUE_RECORDS_NARRATIVE_H
#define LVYUE_RECORDS_NARRATIVE_H

#include "records/record_type.h"

struct narrative {
    str path;            /* relative to the contract folder */
    sval record, id, title;
    str body;            /* Markdown after the front matter */
    int body_line;       /* line of the file at which body starts */
    str headings;        /* level-2 headings joined by newlines, to check for demanded sections */
    const struct source *src;
};
/* Every Markdown file in the folder narratives/ of a contract folder, sorted by name. */
size_t narratives_load(struct arena *a, struct diags *d, str dir, struct narrative **out);

#endif
