/* cell_read.c - one small function per kind of column, in the order of enum column_kind. */
#include "records/cell_read.h"

#include <string.h>

#include "records/fold.h"
#include "records/moment_read.h"

static str text_of(const struct cell_word *w) {
    return w->text;
}

static void add_word(struct arena *a, struct cell_reader *r, size_t *cap, str text, str value) {
    if (r->n_words == *cap) {
        size_t more = *cap ? *cap * 2 : 16;
        r->words = arena_grow(a, r->words, *cap * sizeof *r->words, more * sizeof *r->words, _Alignof(max_align_t));
        *cap = more;
    }
    r->words[r->n_words++] = (struct cell_word){text, fold(a, text), value};
}
