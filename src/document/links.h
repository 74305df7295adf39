/* links.h - places in a document that links lead to, by name.
 *
 * A heading is named by "{#name}" at its end, the row of a table by the columns `anchor` and `figure` of its fence. A
 * link is written [words](#name), or is the column `link` of a table. Where a name is given twice the first place
 * has it: the same record may stand in several tables.
 */
#ifndef LVYUE_DOCUMENT_LINKS_H
#define LVYUE_DOCUMENT_LINKS_H

#include "document/block.h"
#include "util/diag.h"

/* Cuts "{#name}" off the end of a heading's text, before values are filled in: none of them can name a place. Empty when
 * there is none. */
str links_take_name(str *text);
/* Numbers the places that some link leads to, and the links. One whose place is not in the document is
 * DIAG_LINK_NOWHERE. */
void links_resolve(struct arena *a, struct diags *d, struct document *doc);

#endif
