/* cell_read.h - internal to records/: what a cell of a source holds as a typed cell.
 *
 * Knows a column and what the contract says about its values and times; knows no file and no place.
 */
#ifndef LVYUE_RECORDS_CELL_READ_H
#define LVYUE_RECORDS_CELL_READ_H

#include "records/rows.h"

/* A text a cell may have and what it stands for: the contract's words first, then the column's own. */
struct cell_word {
    str text, folded, value;
};
struct cell_reader {
    const struct column *column;
    str time_format;
    struct cell_word *words;
    size_t n_words, last; /* last: the word found last, usually the next one too */
    str *empty;           /* folded texts for "nothing recorded" */
    size_t n_empty;
};

enum cell_state {
    CELL_READ,
    CELL_BLANK,
    CELL_WRONG,  /* does not convert */
    CELL_NO_HOUR /* converted, but a moment needs its time of day */
};

/* Faults of the contract's `values` for this column go to d. */
void cell_reader_init(struct cell_reader *r, struct arena *a, struct diags *d,
                      const struct record_source *src, size_t column);
/* day: the row's day, for a time of day alone ("8:02" in a sheet with a date column); INT32_MIN: none. */
enum cell_state cell_read(struct cell_reader *r, struct arena *scratch, const struct raw_cell *raw,
                          int32_t day, struct cell *out);
/* What the column takes, in words. */
str cell_wanted(enum column_kind kind, enum lang lang);
/* "; did you mean …?" for a text that is no known value. */
str cell_value_hint(const struct cell_reader *r, struct arena *a, enum lang lang, str text);

#endif
