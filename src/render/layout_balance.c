/* layout_balance.c - columns that make the table short.
 *
 * A row is as tall as its cell with most lines, so width is best where it takes a line from the tallest cells.
 * From a fair start, widths move in steps from one column to another while the sum of the rows' lines
 * falls; the last step is all that a column lacks to break no cell, for columns whose cells are equally long. The sample bounds the work whatever the table's length.
 */
#include <math.h>

#include "render/layout_table.h"

static const float steps[] = {3, 8, 20, 45}; /* one line of a cell may take a leap to win */
static const float character_most = 11;      /* of any table's type */
static const float broken_word = 1;          /* in lines: where words may break at all, better not */
enum { ROUNDS_MOST = 60, WORK_MOST = 4000 }; /* a round tries every pair of columns */

/* Lines of a cell: ragged ends leave a little of each line unused, its longest word leaves more. Where no word is
 * longer than a character, as in Chinese, a line holds a whole number of them. */
static float lines_of(struct cell_size c, float width) {
    float inner = width - 2 * style_page.cell_x;
    if (c.natural <= inner)
        return 1;
    if (c.word <= character_most)
        return ceilf(c.natural / (floorf(inner / c.word + 0.01f) * c.word) - 0.01f);
    return ceilf((c.natural * 1.03f + c.word * 0.5f) / inner) + (c.word > inner ? broken_word : 0);
}

/* A column of short words or dates looks best when all of its cells are broken, or none. */
static const float short_most = 100, uneven_weight = 1.2f;
static float unevenness(const struct cell_sample *s, size_t col, float width) {
    float broken = 0;
    if (s->most[col] > short_most)
        return 0;
    for (size_t row = 0; row < s->n_rows; row++)
        broken += lines_of(s->cells[row * s->n_columns + col], width) > 1;
    return uneven_weight * broken * (1 - broken / (float)s->n_rows);
}

/* Lines of the tallest cell of each row; lines of the others weigh little, but decide between equals. */
static float cost(const struct cell_sample *s, const float *widths) {
    float sum = 0;
    for (size_t row = 0; row < s->n_rows; row++) {
        float tallest = 1, all = 0;
        for (size_t col = 0; col < s->n_columns; col++) {
            float n = lines_of(s->cells[row * s->n_columns + col], widths[col]);
            tallest = n > tallest ? n : tallest;
            all += n;
        }
        sum += tallest + all * 0.01f;
    }
    for (size_t col = 0; col < s->n_columns; col++)
        sum += unevenness(s, col, widths[col]);
    return sum;
}

struct move {
    size_t from, to;
    float by;
};

static void apply(float *widths, struct move m, float sign) {
    widths[m.from] -= sign * m.by;
    widths[m.to] += sign * m.by;
}

static bool allowed(const struct cell_sample *s, const float *widths, struct move m) {
    return m.from != m.to && widths[m.from] - m.by >= s->least[m.from] &&
           widths[m.to] + m.by <= s->most[m.to];
}

static void try_move(const struct cell_sample *s, float *widths, struct move m, float *best,
                     struct move *best_move) {
    if (!allowed(s, widths, m))
        return;
    apply(widths, m, 1);
    float tried = cost(s, widths);
    apply(widths, m, -1);
    if (tried < *best) {
        *best = tried;
        *best_move = m;
    }
}

/* The best single move; false: none helps. */
static bool improve(const struct cell_sample *s, float *widths, float *now) {
    struct move best_move = {0};
    float best = *now - 0.001f;
    for (size_t from = 0; from < s->n_columns; from++)
        for (size_t to = 0; to < s->n_columns; to++) {
            for (size_t k = 0; k < sizeof steps / sizeof *steps; k++)
                try_move(s, widths, (struct move){from, to, steps[k]}, &best, &best_move);
            try_move(s, widths, (struct move){from, to, s->most[to] - widths[to]}, &best, &best_move);
        }
    apply(widths, best_move, 1);
    *now = best;
    return best_move.from != best_move.to;
}

float layout_balance(const struct cell_sample *sample, float *widths) {
    float now = cost(sample, widths);
    size_t rounds = WORK_MOST / (sample->n_columns * sample->n_columns);
    rounds = rounds < ROUNDS_MOST ? rounds : ROUNDS_MOST;
    while (rounds-- > 0 && improve(sample, widths, &now))
        continue;
    return now;
}
