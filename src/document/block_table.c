/* block_table.c - what a table says beyond its cells: merged groups, sums carried over pages. */
#include "document/block.h"
#include "document/values.h"

bool table_repeats(const struct table *t, size_t row, size_t column) {
    bool last_is_total = t->total && row + 1 == t->n_rows;
    if (row == 0 || last_is_total || !t->columns[column].group)
        return false;
    const struct table_cell *now = &t->cells[row * t->n_columns], *above = now - t->n_columns;
    for (size_t i = 0; i <= column; i++)
        if (t->columns[i].group && !str_eq(now[i].text, above[i].text))
            return false;
    return true;
}

str table_carried(struct arena *a, const struct table *t, size_t row, size_t column) {
    const struct table_column *c = &t->columns[column];
    return c->running ? value_sum_text(a, c->running[row], c->format) : S("");
}
