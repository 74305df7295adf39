/* column_map.h - internal to records/: the header of a source and which of its cells feeds which column.
 *
 * Names are tried in this order: what the contract says, the SQL name, the Chinese title, the aliases. A
 * column takes the field that matches it by the strongest name. The header is the one row of the first
 * HEADER_ROWS that names most columns, so titles above it are passed over, and of the layouts of a source (separators,
 * sheets) the one that makes it so is read. Of the sheets of a workbook only one may hold all required columns, or one
 * may be called like the record type; hidden sheets are passed over and named.
 */
#ifndef LVYUE_RECORDS_COLUMN_MAP_H
#define LVYUE_RECORDS_COLUMN_MAP_H

#include "records/rows.h"

#define HEADER_ROWS 10
#define NO_FIELD SIZE_MAX

struct column_map {
    size_t n_fields;  /* of the header: every row of text has as many */
    size_t *field_of; /* by column of the type: index of the cell, or NO_FIELD */
    str *shown;       /* by column: the header as the file writes it, the title when it has none */
};

/* Leaves the source at its header row. false: no header, or a required column is missing or given twice. */
bool column_map_find(struct rows *r, struct arena *a, const struct record_source *src, struct column_map *m);

#endif
