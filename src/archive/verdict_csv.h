/* verdict_csv.h - the verdict tables as CSV (RFC 4180), one file a table, in the order they were judged. */
#ifndef LVYUE_ARCHIVE_VERDICT_CSV_H
#define LVYUE_ARCHIVE_VERDICT_CSV_H

#include <stdio.h>

#include "store/store.h"

extern const char *const verdict_csv_tables[];
extern const size_t verdict_csv_count;

/* masked: texts as documents print them. false: the world failed (errno). */
bool verdict_csv_write(struct arena *a, struct store *s, const char *table, bool masked, FILE *to);

#endif
