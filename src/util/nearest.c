/* nearest.c - "did you mean": the known word a mistyped one is likely to stand for.
 *
 * Edit distance with transpositions of neighbours (optimal string alignment), on code points,
 * letters compared without case. Up to a third of the word's length counts as a slip.
 */
#include "util/str.h"

#include <string.h>

enum { WORD_MAX = 64 };

struct word {
    uint32_t cp[WORD_MAX];
    size_t n;
};

static bool word_read(str s, struct word *w) {
    w->n = 0;
    while (s.n) {
        if (w->n == WORD_MAX)
            return false;
        uint32_t c = utf8_next(&s);
        w->cp[w->n++] = c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
    }
    return true;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* One row of the table: distances from the first i of a to every prefix of b; last and before are the
 * rows i-1 and i-2. */
static void distance_row(const struct word *a, const struct word *b, size_t i, const size_t *before,
                         const size_t *last, size_t *row) {
    row[0] = i;
    for (size_t j = 1; j <= b->n; j++) {
        bool same = a->cp[i - 1] == b->cp[j - 1];
        row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + !same);
        if (i > 1 && j > 1 && a->cp[i - 1] == b->cp[j - 2] && a->cp[i - 2] == b->cp[j - 1])
            row[j] = least(row[j], before[j - 2] + 1);
    }
}

static size_t distance(const struct word *a, const struct word *b) {
    size_t rows[3][WORD_MAX + 1];
    memset(rows, 0, sizeof rows);
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b->n; j++)
        last[j] = j;
    for (size_t i = 1; i <= a->n; i++) {
        distance_row(a, b, i, before, last, row);
        size_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b->n];
}

str str_nearest(str word, const str *known, size_t n) {
    struct word w, k;
    str best = {"", 0};
    if (!word_read(word, &w) || w.n == 0)
        return best;
    size_t limit = w.n < 6 ? 1 : w.n / 3;
    for (size_t i = 0; i < n; i++) {
        if (!word_read(known[i], &k))
            continue;
        size_t d = distance(&w, &k);
        /* A distance as long as the word itself is another word, not a slip. */
        if (d <= limit && d < (w.n > k.n ? w.n : k.n)) {
            best = known[i];
            if (d == 0)
                break;
            limit = d - 1;
        }
    }
    return best;
}
