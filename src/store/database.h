/* database.h - inside store/ only: the connection and what its statements share.
 *
 * One connection does everything. What differs is who wrote the SQL: while user SQL is prepared or stepped,
 * `guest` points to its statement, and the authorizer, the limits and the step counter (guard.h) look at it.
 *
 * A later second, read-only connection for parallel building must be opened in store_open(), before the file
 * loses its name; facts and verdicts do not change any more once documents are built.
 */
#ifndef LVYUE_STORE_DATABASE_H
#define LVYUE_STORE_DATABASE_H

#include <sqlite3.h>

#include "store/functions.h"
#include "store/store.h"

struct names {
    str *at;
    size_t n;
};

struct store {
    struct arena *a;
    sqlite3 *db;
    struct dates *dates; /* datefunc.h */
    struct functions_context *functions;
    const struct record_types *types;
    const struct calendars *calendars;
    int32_t on;
    const struct record_copies *copies; /* of the folder; NULL: none */
    struct record_source *sources;      /* what was read */
    size_t n_sources;
    struct names type_names;
    struct names tables; /* what user SQL may read, sorted */
    int64_t rows;        /* fact rows, for the step limit */
    bool *incomplete;    /* by record type: rows were refused, so ids are missing */
    bool in_transaction;
    struct stmt *guest; /* user SQL at work, or NULL */
    str refused;        /* what the authorizer refused in the statement being prepared */
    struct stmt *spare; /* freed statements to use again */
    struct failure failure;
    int64_t query_ns;                   /* in user SQL */
    const struct mask_def *mask;        /* of the contract; NULL before store_describe() */
    struct mask_contacts contacts;      /* whose numbers it leaves */
    const struct narrative *narratives; /* as given to store_describe() */
    size_t n_narratives;
};

struct stmt {
    struct store *store;
    sqlite3_stmt *handle;
    struct stmt *next; /* in store->spare */
    bool user;
    bool failed;
    bool stopped;         /* by the step limit */
    struct arena *masked; /* texts of the row, made unreadable in part; NULL: they are given as they are */
    int64_t rows, max_rows;
    int64_t ticks, max_ticks;
    struct diags *diags;
    struct place at;
};

/* Runs SQL of ours that has no parameters and gives no rows. */
bool database_run(struct store *s, const char *sql);
/* Reads the numbers that the mask leaves; after the records are in and s->mask is set. */
void mask_know_contacts(struct store *s);
/* Notes the first failure of the world (disk, memory). Any other fault of trusted SQL is ours and aborts. */
void database_failed(struct store *s, const char *sql);

#endif
