/* book_rows_fixture.h - for tests: rows of workbooks from arrays. The functions book_rows_* here stand in for those of
 * document/. */
#ifndef LVYUE_TESTS_BOOK_ROWS_FIXTURE_H
#define LVYUE_TESTS_BOOK_ROWS_FIXTURE_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/xlsx.h"
#include "xlsx_parts.h"

struct test_rows {
    const struct value *values;
    size_t n;
    bool fails;
    size_t times; /* the rows come again and again; 0: once */
    size_t taken; /* rows asked for */
};
struct book_rows {
    struct test_rows *rows;
    size_t n_columns, at;
};

struct book_rows *book_rows_open(const struct book *b, size_t sheet) {
    struct book_rows *r = calloc(1, sizeof *r);
    *r = (struct book_rows){(struct test_rows *)b->source + sheet, b->sheets[sheet].n_columns, 0};
    return r;
}
bool book_rows_next(struct book_rows *r, struct value *cells) {
    if (r->at == r->rows->n * (r->rows->times ? r->rows->times : 1))
        return false;
    for (size_t i = 0; i < r->n_columns; i++)
        cells[i] = r->rows->values[r->at % r->rows->n * r->n_columns + i];
    r->rows->taken = ++r->at;
    return true;
}
bool book_rows_failed(const struct book_rows *r) {
    return r->rows->fails && r->at == r->rows->n;
}
void book_rows_close(struct book_rows *r) {
    free(r);
}

#define TEXT(z)                                                                                              \
    {                                                                                                        \
        .kind = VALUE_TEXT, .text = { z, sizeof z - 1 }                                                      \
    }
#define INT(n)                                                                                               \
    { .kind = VALUE_INT, .i = n }
#define REAL(x)                                                                                              \
    { .kind = VALUE_REAL, .r = x }
#define NONE                                                                                                 \
    { .kind = VALUE_NULL }
#define Z(z)                                                                                                 \
    { z, sizeof z - 1 }

/* -- whole files ------------------------------------------------------------------------------------ */

struct written {
    struct arena *a;
    struct diags *d;
    struct failure f;
    char path[40];
    bool ok;
};

static inline void write_book(struct written *w, const struct book *b) {
    w->a = arena_new();
    w->d = diags_new(w->a, LANG_EN);
    w->f = (struct failure){0};
    strcpy(w->path, "/tmp/lvyue-xlsx-XXXXXX");
    close(mkstemp(w->path));
    w->ok = render_xlsx(w->a, w->d, b, w->path, &w->f);
}

static inline void written_free(struct written *w) {
    unlink(w->path);
    arena_free(w->a);
}

/* cmocka's headers stand before this one. */
static inline void assert_has(const char *part, const char *text) {
    assert_non_null(part);
    if (!strstr(part, text))
        fail_msg("'%s' is not in %s", text, part);
}

#endif
