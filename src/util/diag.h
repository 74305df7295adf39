/* diag.h - everything lvyue has to say about wrong input.
 *
 * One table (diag.def) holds id, level and both wordings of every diagnostic; code names only the id
 * and the arguments. Diagnostics are collected, not printed at once, so one run shows all faults,
 * sorted by file, line and column, the same one once, and at most DIAG_CAP of one kind per file (the
 * rest is counted). Wording: lower case, no full stop, the problem first, the subject in quotes.
 */
#ifndef LVYUE_UTIL_DIAG_H
#define LVYUE_UTIL_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "util/arena.h"
#include "util/source.h"
#include "util/str.h"

enum diag_level { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE };
enum lang { LANG_EN, LANG_ZH };

enum diag_id {
#define DIAG(ident, id, level, en, zh) ident,
#include "util/diag.def"
#undef DIAG
    DIAG__MAX
};

#define DIAG_CAP 20

struct diags;

struct diags *diags_new(struct arena *a, enum lang lang);
enum lang diags_lang(const struct diags *d);

/* {0} {1} {2} {3} in the wording are replaced by a, b, c, e. */
void diag0(struct diags *d, enum diag_id id, struct place at);
void diag1(struct diags *d, enum diag_id id, struct place at, str a);
void diag2(struct diags *d, enum diag_id id, struct place at, str a, str b);
void diag3(struct diags *d, enum diag_id id, struct place at, str a, str b, str c);
void diag4(struct diags *d, enum diag_id id, struct place at, str a, str b, str c, str e);

size_t
diags_errors(const struct diags *d); /* every report counts: beyond the cap, and a repeated one again */
size_t diags_warnings(const struct diags *d);
size_t diags_count_of(const struct diags *d, enum diag_id id);

/* Prints all collected diagnostics: "file:line:col: error: text [id]", the line and a caret. */
void diags_print(struct diags *d, FILE *to);

/* The table, for the manual and the tests. */
const char *diag_name(enum diag_id id);
enum diag_level diag_level_of(enum diag_id id);
const char *diag_text(enum diag_id id, enum lang lang);

#endif
