/* bag_inputs.h - what was read, into a bag: as received, or as masked copies.
 *
 * Masked: every source of records becomes a copy of its rows (records/copies.h), whatever its form was, since a workbook
 * holds more than the cells that are read; narratives, the contract and what was accepted are masked line by line where
 * they stand; what nobody reads stays outside and is listed. Templates, holidays and fonts are as they are. Rows of a
 * database are copied in any case: there is no file to take.
 */
#ifndef LVYUE_CLI_BAG_INPUTS_H
#define LVYUE_CLI_BAG_INPUTS_H

#include "archive/bag_write.h"
#include "cli/job.h"

#define BAG_KIND_MASKED "遮盖副本"

struct bag_inputs {
    struct job *j;
    struct bag *bag;
    bool masked;
    struct record_copies list; /* made here */
    struct sb places;          /* lines of masked.csv */
    str type;                  /* title of the record type being copied */
    int64_t n_places, n_out;
};
bool bag_inputs_add(struct bag_inputs *x);

#endif
