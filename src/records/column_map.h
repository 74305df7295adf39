/* column_map.h - internal to records/: the header of a file and which of its fields feeds which column.
 *
 * Names are tried in this order: what the contract says, the SQL name, the Chinese title, the aliases. A
 * column takes the field that matches it by the strongest name. The header is the one row of the first
 * CSV_HEADER_ROWS that names most columns, so titles above it are passed over, and the separator is the
 * one that makes it so.
 */
#ifndef LVYUE_RECORDS_COLUMN_MAP_H
#define LVYUE_RECORDS_COLUMN_MAP_H

#include "records/csv_file.h"

#define CSV_HEADER_ROWS 10
#define NO_FIELD SIZE_MAX

struct column_map {
    size_t n_fields;  /* of the header: every row has as many */
    size_t *field_of; /* by column of the type: index of the field, or NO_FIELD */
    str *shown;       /* by column: the header as the file writes it, the title when it has none */
};

/* Leaves the file behind its header row. false: no header, or a required column is missing or given twice. */
bool column_map_find(struct csv_file *f, struct arena *a, const struct record_source *src,
                     struct column_map *m);

#endif
