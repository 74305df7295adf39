/* partial.h - what {{> name}} stands for: partials/NAME.md in one of the template folders, or a narrative.
 *
 * "narrative/ID" is the narrative of a record. A narrative is data: it is not expanded, and it is parsed on
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
/* Opens partials/NAME.md; NULL after a diagnostic. */
struct source *partial_open(struct arena *a, struct diags *d, const struct template_dirs *dirs, str name,
                            struct span at);

#endif
