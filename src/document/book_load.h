/* book_load.h - templates/NAME.xlsx.yaml read into a struct book (book.h). */
#ifndef LVYUE_DOCUMENT_BOOK_LOAD_H
#define LVYUE_DOCUMENT_BOOK_LOAD_H

#include "document/book.h"
#include "document/template.h"

/* NULL after diagnostics. Every query has been prepared, every column it names found. */
struct book *book_load(struct arena *a, struct diags *d, struct store *s, const struct template_dirs *dirs, str name,
                       const struct document_params *p);

#endif
