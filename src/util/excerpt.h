/* excerpt.h - text from outside made fit for a terminal: escapes, and a line cut around a caret.
 *
 * Used by diag.c alone. Nothing that is printed can move the cursor, ring a bell or turn the
 * direction of writing.
 */
#ifndef LVYUE_UTIL_EXCERPT_H
#define LVYUE_UTIL_EXCERPT_H

#include "util/str.h"

struct excerpt {
    str line;     /* printable, at most EXCERPT_COLUMNS wide */
    size_t caret; /* blanks before the caret */
};

#define EXCERPT_COLUMNS 100

/* s with control characters as \n \t \x1b \u202e and bad bytes as \xff; cut after `most` characters. */
str excerpt_printable(struct arena *a, str s, size_t most);
/* The part of the line around its col-th character (from 1). */
struct excerpt excerpt_make(struct arena *a, str line, int col);

#endif
