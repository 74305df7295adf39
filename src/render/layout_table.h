/* layout_table.h - shared by layout_columns.c (how wide) and layout_table.c (what is drawn). */
#ifndef LVYUE_RENDER_LAYOUT_TABLE_H
#define LVYUE_RENDER_LAYOUT_TABLE_H

#include "render/layout.h"

/* Widths of all columns, padding included; they add up to `width`. NULL: not even one character fits in
 * each, and a diagnostic said so. */
float *layout_columns(struct layout *l, const struct block *b, float width);
/* Values that are read as one: numbers, dates, words like 达标. Their cells are not broken if it can be helped. */
bool layout_column_whole(enum value_format format);

#endif
