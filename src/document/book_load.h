/* book_load.h - templates/NAME.xlsx.yaml read into a struct book (book.h).
 *
 * title, subtitle, queries {name: SQL}, sheets: [{name, table, query, with, heading, notes, landscape, empty, columns:
 * [{title, value, format, width, formula, total (sum | count | a label), note}]}]. title, subtitle, heading and notes may
 * hold tags. Names must be ones Excel takes; structured references in formulas must name tables and columns there are.
 */
#ifndef LVYUE_DOCUMENT_BOOK_LOAD_H
#define LVYUE_DOCUMENT_BOOK_LOAD_H

#include "document/book.h"
#include "document/template.h"

/* NULL after diagnostics. Every query has been prepared, every column it names found. */
struct book *book_load(struct arena *a, struct diags *d, struct store *s, const struct template_dirs *dirs,
                       str name, const struct document_params *p);

#endif
