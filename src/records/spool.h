/* spool.h - internal to records/: bytes that are only added to, in memory while they are few, else in a file without a
 * name under $TMPDIR, mapped for reading.
 *
 * The strings of a large workbook are a fifth to a half of it, and a cell may name any of them; kept this way the memory
 * of the process does not grow with them. Pages of the file are given back after some reading.
 */
#ifndef LVYUE_RECORDS_SPOOL_H
#define LVYUE_RECORDS_SPOOL_H

#include <stdbool.h>
#include <stdio.h>

#include "util/str.h"

struct spool {
    struct sb memory; /* .a given by the caller */
    FILE *file;       /* once there is more than SPOOL_MEMORY */
    size_t n;
    str mapped;
    size_t reads; /* since pages were given back */
};
#define SPOOL_MEMORY (8u << 20)

/* false: no room for the file. */
bool spool_add(struct spool *s, str bytes);
/* After the last spool_add(), before the first spool_at(). */
bool spool_seal(struct spool *s);
/* A view that the next spool_at() may invalidate in no way: the bytes stay where they are. from + n <= s->n. */
str spool_at(struct spool *s, size_t from, size_t n);
void spool_close(struct spool *s);

#endif
