/* text_table.h - rows for a terminal, with the width of Chinese characters right. */
#ifndef LVYUE_CLI_TEXT_TABLE_H
#define LVYUE_CLI_TEXT_TABLE_H

#include <stdio.h>

#include "util/arena.h"
#include "util/str.h"

struct text_table {
    struct arena *a;
    size_t n_columns;
    VEC(str) cells;     /* row major; the first row is the header */
    unsigned right;     /* bit per column: right aligned */
    size_t max_columns; /* widest cell in terminal columns; longer ones are cut with "…"; 0: no limit */
    size_t
        fit; /* width of the terminal: cells wrap in their columns, the widest first; 0: lines as long as they are */
};

void text_table_cell(struct text_table *t, str text);
void text_table_print(const struct text_table *t, FILE *to, const char *indent);

#endif
