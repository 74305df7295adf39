/* snapshot.h - a copy of the judged records as CSV, and what changed since.
 *
 * Each record type with rows begins with a line of its column names behind "record_type,source_file,source_row"; a row is
 * the type, its place and the values as the store keeps them; NULL is an empty field, an empty text is "".
 */
#ifndef LVYUE_ARCHIVE_SNAPSHOT_H
#define LVYUE_ARCHIVE_SNAPSHOT_H

#include "archive/accepted.h"

/* Writes the copy to an open file. false: the world failed (errno). */
bool snapshot_write(struct arena *a, struct store *s, FILE *to);

struct row_change {
    const struct record_type *type;
    str record;              /* id, else "file:row" */
    str column, title;       /* empty: the whole row was added or removed; title: as its header says */
    str before, after;       /* texts; p == NULL: no value */
    str source;              /* file:row, today's where there is one */
    int32_t day, day_before; /* of its main date; CALENDAR_NO_DAY: none */
    bool added, removed;
    bool cited; /* by a figure that moved */
};
struct row_changes {
    struct row_change *at;
    size_t n, cap;
    bool more; /* there are more than are listed */
};
#define ROW_CHANGES_MAX 10000
/* Compares the copy (CSV text) with the store. Memory grows with 16 bytes a row. */
void snapshot_compare(struct arena *a, struct store *s, str csv, struct row_changes *out);

#endif
