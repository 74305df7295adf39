/* locate.c - the places of cells that turn out wrong only later: the source is opened once more and kept open. */
#include "records/column_map.h"

struct record_locator {
    const struct record_source *src;
    struct arena *scratch, *unheard; /* the second for what is said a second time */
    struct rows *rows;
    struct column_map map;
};

struct record_locator *record_locator_new(const struct record_source *src) {
    struct arena *scratch = arena_new();
    struct record_locator *l = ARENA_NEW(scratch, struct record_locator);
    *l = (struct record_locator){.src = src, .scratch = scratch, .unheard = arena_new()};
    struct diags *d = diags_new(l->unheard, LANG_EN);
    l->rows = rows_open(scratch, d, src);
    if (l->rows)
        column_map_find(l->rows, scratch, src, &l->map);
    return l;
}

void record_locator_free(struct record_locator *l) {
    if (!l)
        return;
    rows_close(l->rows);
    arena_free(l->unheard);
    arena_free(l->scratch);
}

struct place record_locate(struct record_locator *l, struct arena *a, int64_t row, size_t column) {
    struct place at = {.file = l->src->shown, .line = row < INT32_MAX ? (int)row : INT32_MAX};
    struct arena_mark mark = arena_mark(l->scratch);
    if (l->rows && l->map.field_of && l->rows->kind->seek(l->rows, row)) {
        size_t field = l->map.field_of[column];
        if (field == NO_FIELD || field < l->rows->n)
            at = l->rows->kind->place(l->rows, l->scratch, field == NO_FIELD ? SIZE_MAX : field);
    }
    at.file = str_dup(a, at.file);
    at.cell = str_dup(a, at.cell);
    at.text = str_dup(a, at.text);
    arena_rewind(l->scratch, mark);
    return at;
}
