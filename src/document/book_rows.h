/* book_rows.h - where the rows of a workbook's sheets come from: behind book.source. */
#ifndef LVYUE_DOCUMENT_BOOK_ROWS_H
#define LVYUE_DOCUMENT_BOOK_ROWS_H

#include "document/book.h"
#include "document/context.h"

struct sheet_rows {
    struct named_query *query;
    const struct ynode *with;
    int *columns; /* of the query, one for each column of the sheet */
};
struct book_rows_source {
    struct queries *queries;
    struct sheet_rows *sheets;
};

#endif
