/* book_names.h - what Excel allows as names, and what formulas refer to. Inside book_load.c's circle only. */
#ifndef LVYUE_DOCUMENT_BOOK_NAMES_H
#define LVYUE_DOCUMENT_BOOK_NAMES_H

#include "document/book.h"
#include "yaml/schema.h"

struct book_column_spec {
    sval title, value, formula, total, note;
    struct enumval format;
    struct decval width;
};
struct book_sheet_spec {
    sval name, table, query, heading, empty;
    struct ynode *with;
    struct svals notes;
    struct {
        struct book_column_spec *at;
        size_t n;
    } columns;
    struct boolval landscape;
};
struct book_chart_spec {
    sval name, title, unit, table, x;
    struct enumval type;
    struct svals series;
};
struct book_chart_specs {
    struct book_chart_spec *at;
    size_t n;
};
struct book_sheet_specs {
    struct book_sheet_spec *at;
    size_t n;
};

/* Names of the sheets with tables and with charts, unique; column titles unique within a table; formulas that name what exists. */
void book_check_names(struct arena *a, struct diags *d, const struct book_sheet_specs *sheets,
                      const struct book_chart_specs *charts);
void book_check_formulas(struct arena *a, struct diags *d, const struct book_sheet_specs *sheets);
/* Indexes into the sheets and their columns; -1 after DIAG_BOOK_REFERENCE at the name's place. */
ptrdiff_t book_find_table(struct arena *a, struct diags *d, const struct book_sheet_specs *sheets, sval name);
ptrdiff_t book_find_column(struct arena *a, struct diags *d, const struct book_sheet_spec *sheet, sval title);

#endif
