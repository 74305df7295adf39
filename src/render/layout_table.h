/* layout_table.h - shared by layout_measure.c and layout_columns.c (how wide), layout_cells.c (what stands in a row) and layout_table.c (rows
 * down the pages). */
#ifndef LVYUE_RENDER_LAYOUT_TABLE_H
#define LVYUE_RENDER_LAYOUT_TABLE_H

#include "render/layout.h"

/* A figure code beside a row, broken after "/" and "@" where it can be. */
struct margin_code {
    str *lines;
    size_t n;
    size_t rows; /* lines of the table it needs */
    tag_id of;   /* its element, inside the row's last cell */
};
struct margin_code margin_code_of(struct layout *l, str code);
/* In the margin right of x, in the middle of a row that begins at 0 and has this height. */
void margin_code_draw(struct layout *l, struct op_list *ops, const struct margin_code *code, float x,
                      float height);

/* -- cells measured (layout_measure.c) -------------------------------------------------------------- */

struct want {
    float natural, least, firm, hard;
    float word;     /* the longest */
    float fraction; /* -1: no number */
    float pad;      /* around a cell, not in the other widths */
};
/* Cells of a sample of rows, row major: how many lines they will have can be told from them. */
struct cell_size {
    float natural, word; /* width without breaks, of the longest word */
};
struct measured {
    struct want *wants;      /* of each column */
    struct cell_size *cells; /* of the sampled rows */
    size_t every, n_sampled;
};
struct measured layout_measure(struct layout *l, const struct table *t);
/* The same in another size of type, padding included. */
struct measured layout_measure_scaled(struct layout *l, const struct table *t, const struct measured *m,
                                      float scale);

/* -- columns (layout_columns.c) --------------------------------------------------------------------- */

/* Padding included; the widths of all columns add up to `width`. NULL: not even one character fits in each, and
 * a diagnostic said so. In the document's arena. scale: of the size of its type. */
struct column_width {
    float width, natural; /* natural: no cell breaks */
    float fraction;       /* of the longest fraction: numbers stand with their points one below the other */
};
struct column_width *layout_columns(struct layout *l, const struct block *b, float width, float *scale);
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
/* Width of a number from its point on, 0 without one; -1: the text is no number. */
float layout_fraction(const struct text *t);

/* Of the sums of a column that may be carried over a page; empty when none is. */
str layout_longest_sum(struct layout *l, const struct table *t, size_t col);

/* -- rows (layout_cells.c) -------------------------------------------------------------------------- */

struct cell {
    struct text text;
    struct lines lines;
    struct text_run run;
    enum text_align align;
    float fraction; /* layout_fraction() in a column of numbers; -1: the cell ends where its column ends */
    tag_id of;
};
struct table_set {
    struct layout *l;
    const struct block *b;
    const struct table *t;
    struct frame fr;
    const struct column_width *columns;
    struct repeat *head; /* for the pages after the first */
    tag_id table, body;
    float margin;                  /* right end of the text area */
    float scale;                   /* of the usual size of type and line distance */
    bool grouped;                  /* some column merges equal values */
    tag_id *row_tags;              /* grouped: the element of each row; those of its cells follow it */
    tag_id *link_tags, *code_tags; /* of linked cells and of rows with a code, 0: not made yet */
};
void cells_set(struct table_set *ts, struct cell *c, size_t col, enum style_id style, str text,
               enum tone tone);
size_t cells_most_lines(const struct cell *cells, size_t n);
float cells_height(const struct table_set *ts, size_t lines);
/* Lines from..to of every cell, from y = 0 down. */
void cells_draw(struct table_set *ts, struct op_list *ops, const struct cell *cells, size_t from, size_t to);
void cells_rule(const struct table_set *ts, struct op_list *ops, float y, bool strong);
/* row: the element of its cells; TAG_REPEATED: they are said already. Returns its height. */
float cells_draw_head(struct table_set *ts, struct op_list *ops, float y, tag_id row);

#endif
