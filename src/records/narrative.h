/* narrative.h - the files in narratives/: Markdown with YAML front matter, joined to a record.
 *
 * Front matter: record (type), id (the record's id), title; further keys are kept as text. A record has
 * at most one narrative.
 */
#ifndef LVYUE_RECORDS_NARRATIVE_H
#define LVYUE_RECORDS_NARRATIVE_H

#include "records/record_type.h"

struct narrative_key {
    sval key, value;
};
struct narrative {
    str path; /* relative to the contract folder */
    sval record, id, title;
    struct narrative_key *more; /* the other keys */
    size_t n_more;
    str body;      /* Markdown after the front matter */
    int body_line; /* line of the file at which body starts */
    str headings;  /* level-2 headings joined by newlines, to check for demanded sections */
    const struct source *src;
};
/* Every Markdown file in the folder narratives/ of a contract folder, sorted by name; those without usable
 * front matter are named and left out. Whether `record` and `id` exist is seen by the store. */
size_t narratives_load(struct arena *a, struct diags *d, str dir, struct narrative **out);

#endif
