/* layout_table.h - shared by layout_columns.c (how wide) and layout_table.c (what is drawn). */
#ifndef LVYUE_RENDER_LAYOUT_TABLE_H
#define LVYUE_RENDER_LAYOUT_TABLE_H

#include "render/layout.h"

/* Padding included; the widths of all columns add up to `width`. NULL: not even one character fits in each, and
 * a diagnostic said so. */
struct column_width {
    float width, natural; /* natural: no cell breaks */
};
struct column_width *layout_columns(struct layout *l, const struct block *b, float width);
/* Cells of a sample of rows, row major: how many lines they will have can be told from them. */
struct cell_size {
    float natural, word; /* width without breaks, of the longest word */
};
struct cell_sample {
    const struct cell_size *cells;
    size_t n_rows, n_columns;
    const float *least, *most; /* of each column; between them its width may move */
};
/* Moves width between columns as long as that makes the rows of the sample shorter. Returns a measure of their
 * height. */
float layout_balance(const struct cell_sample *sample, float *widths);
enum text_align layout_column_align(const struct table_column *c);
/* Emptiness at the right of a column of numbers, so that the next column's text does not follow like a unit. */
float layout_column_inset(const struct table *t, size_t col);
/* Values that are read as one: numbers, dates, words like 达标. Their cells are not broken if it can be helped. */
bool layout_column_whole(enum value_format format);

#endif
