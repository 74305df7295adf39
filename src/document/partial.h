/* partial.h - what {{> name}} stands for: partials/NAME.md in one of the template folders, or a narrative.
 *
 * "narrative/ID" or "narrative/TYPE/ID" is the narrative of a record, "narrative/document/TEMPLATE" an
 * authored document. A narrative is data: it is not expanded, and it is parsed on
 * its own, so that nothing in it (an open fence, a link definition) reaches the text around it.
 */
#ifndef LVYUE_DOCUMENT_PARTIAL_H
#define LVYUE_DOCUMENT_PARTIAL_H

#include "document/context.h"

#define PARTIAL_NARRATIVE S("narrative/")

enum mustache_partial partial_template(struct context *c, str name, struct span at,
                                       struct mustache_text *text);
enum mustache_partial partial_narrative(struct context *c, str name, struct span at, bool standalone,
                                        str indent, struct sb *out);
/* A partial may begin with front matter of its own; its one key is `queries`. */
struct partial_text {
    struct mustache_text body;
    struct template_query *queries;
    size_t n_queries;
};
/* Opens partials/NAME.md; false after a diagnostic. */
bool partial_open(struct arena *a, struct diags *d, const struct template_dirs *dirs, str name,
                  struct span at, struct partial_text *out);

#endif
