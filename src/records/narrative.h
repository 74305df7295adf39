/* narrative.h - the files in narratives/ and plans/: Markdown with YAML front matter, joined to a record or a document.
 *
 * Front matter: record (a type, or "document"), id (the record's id, or the template's name), title; further keys are
 * kept as text. A record or document has at most one narrative.
 */
#ifndef LVYUE_RECORDS_NARRATIVE_H
#define LVYUE_RECORDS_NARRATIVE_H

#include "records/record_type.h"

/* `record` of an authored document, such as an emergency plan. */
#define NARRATIVE_DOCUMENT S("document")

struct narrative_key {
    sval key, value;
};
/* What stands between two headings; text before the first heading is a section of level 0 without a heading. */
struct narrative_section {
    int level; /* 1 to 6 */
    str heading;
    str text; /* Markdown below it, without blank lines at its ends */
    int line; /* of the heading, or of the text when it has none */
    int text_line;
};
struct narrative {
    str path; /* relative to the contract folder */
    sval record, id, title;
    struct narrative_key *more; /* the other keys */
    size_t n_more;
    str body;      /* Markdown after the front matter */
    int body_line; /* line of the file at which body starts */
    str headings;  /* level-2 headings joined by newlines */
    struct narrative_section *sections;
    size_t n_sections;
    const struct source *src;
};
/* Every Markdown file in the folders narratives/ and plans/ of a contract folder, sorted by name; those without usable
 * front matter are named and left out. Whether `record` and `id` exist is seen by the store. */
size_t narratives_load(struct arena *a, struct diags *d, str dir, struct narrative **out);

#endif
