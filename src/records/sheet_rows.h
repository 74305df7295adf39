/* sheet_rows.h - internal to records/: what the sheets of XLSX and XLS workbooks have in common as sources of rows. */
#ifndef LVYUE_RECORDS_SHEET_ROWS_H
#define LVYUE_RECORDS_SHEET_ROWS_H

#include "records/rows.h"

/* Makes layouts of the n sheets that have cells: of the one the contract names, even if hidden, else of all. index[i]:
 * whatever number the workbook knows sheets.at[i] by; moves along. false: there is none, the fault is in d. */
bool sheet_rows_choose(struct rows *r, struct arena *a, struct layout *sheets, size_t *index, size_t n);
/* Stands before the first row of a layout. The name of the source comes from a. */
void sheet_rows_begin(struct rows *r, struct arena *a, size_t layout);

/* For struct rows_kind. */
struct place sheet_rows_place(struct rows *r, struct arena *a, size_t i);
bool sheet_rows_seek(struct rows *r, int64_t row);

#endif
