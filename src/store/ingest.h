/* ingest.h - inside store/ only: the record files of one contract, while they are read and checked. */
#ifndef LVYUE_STORE_INGEST_H
#define LVYUE_STORE_INGEST_H

#include "store/database.h"

struct ingest_file {
    struct record_source source;
    struct record_stats stats;
    struct record_locator *locator; /* opened for the first fault whose cell is looked up */
    size_t located;                 /* so many were */
};

/* What was seen of one record type while its rows went by, so that the checks need not read them again. */
struct ingest_type {
    bool *used;      /* by column: some row has it */
    bool not_rising; /* some id is not greater than the one before it: there may be duplicates */
    struct sb last_id;
};

struct ingest {
    struct store *store;
    struct diags *d;
    const struct contract *contract;
    str dir;
    struct arena *scratch;
    struct stmt *later;        /* notes the ids of rows dated after --on, in the temporary table `later` */
    struct ingest_type *types; /* as store->types */
    VEC(struct ingest_file) files;
};

/* ingest_files.c: which files there are. A file named twice for one type goes to d. */
void ingest_list_files(struct ingest *in);
/* Warns of files in records/ that no record type reads. */
void ingest_check_unused(struct ingest *in);

/* ingest_check.c: what only shows when everything is loaded: duplicate ids, references. The world failed: false. */
bool ingest_check(struct ingest *in);
/* ingest_chains.c: references of a column to its own record type that go round in a circle. */
bool ingest_check_chain(struct ingest *in, const struct record_type *t, size_t column);
/* ingest_labels.c: periods that records say they are for. */
bool ingest_check_labels(struct ingest *in);
/* The place of a cell of a loaded row, by reading its file again; for the first faults of a file only, then its row. */
struct place ingest_place(struct ingest *in, struct ingest_file *file, int64_t row, size_t column);
/* Likewise of a row of the type; columns 0 and 1 of the query are its source_file and source_row. */
struct place ingest_place_of(struct ingest *in, const struct stmt *q, const struct record_type *type,
                             size_t column);

#endif
