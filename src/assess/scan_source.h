/* scan_source.h - inside assess/ only: the records of a type as the accounting method wants them read.
 *
 * Conditions of a contract name columns of the record type, so what a method makes of a record is done to the table
 * itself: the type's name stands for a query in which
 *   level         of an incident is the one it was reported with (on_level_change: at_report), or a given one
 *   reported_at   is the earliest report of its merged duplicates, which have no row of their own (duplicates: merged)
 */
#ifndef LVYUE_ASSESS_SCAN_SOURCE_H
#define LVYUE_ASSESS_SCAN_SOURCE_H

#include "assess/assess.h"

enum level_read { LEVEL_AS_METHOD, LEVEL_GIVEN };
struct scan_source {
    const struct record_type *type;
    enum level_read level; /* LEVEL_GIVEN: one incident, ?1 its id and ?2 the level */
    bool keep_duplicates;
};

/* " FROM …" */
void scan_source_add(struct sb *sql, struct assess *as, const struct scan_source *source);

#endif
