/* records_fixture.h - for tests of records/: files in a temporary folder, read with the shipped record types. */
#ifndef LVYUE_TESTS_RECORDS_FIXTURE_H
#define LVYUE_TESTS_RECORDS_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "diag_shown.h"
#include "records/reader.h"

struct fixture {
    struct arena *a, *scratch;
    struct diags *d;
    struct record_types *types;
    str dir;
    struct record_source src;
    struct record_stats stats;
    struct sb rows, later; /* what the sinks got */
    int64_t stop_after;
};

static inline str fixture_types_path(struct arena *a) {
    const char *root = getenv("LVYUE_ROOT");
    return str_fmt(a, "%s/data/records.yaml", root ? root : ".");
}

static inline void fixture_write(struct fixture *x, const char *name, const char *bytes, size_t n) {
    FILE *f = fopen(str_z(x->a, path_join(x->a, x->dir, str_from(name))), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

/* A small mapping without a contract: types.yaml is the shipped table. */
static inline int fixture_open(void **state) {
    struct arena *a = arena_new();
    struct fixture *x = ARENA_NEW(a, struct fixture);
    const char *tmp = getenv("TMPDIR");
    char *dir = str_z(a, str_fmt(a, "%s/lvyue-records-XXXXXX", tmp ? tmp : "/tmp"));
    x->a = a;
    x->scratch = arena_new();
    x->d = diags_new(a, LANG_EN);
    x->types = record_types_load(a, x->d, fixture_types_path(a));
    diags_print(x->d, stderr);
    assert_non_null(x->types);
    assert_non_null(mkdtemp(dir));
    x->dir = str_from(dir);
    x->rows.a = x->later.a = a;
    x->stop_after = INT64_MAX;
    *state = x;
    return 0;
}

static inline int fixture_close(void **state) {
    struct fixture *x = *state;
    str *names;
    size_t n = dir_list(x->a, x->dir, &names);
    for (size_t i = 0; i < n; i++)
        unlink(str_z(x->a, path_join(x->a, x->dir, names[i])));
    rmdir(str_z(x->a, x->dir));
    arena_free(x->scratch);
    arena_free(x->a);
    return 0;
}

/* "7: id=A level=P1 …", one line per row, set cells only. */
static inline void fixture_show(struct sb *to, const struct record_row *row) {
    sb_fmt(to, "%lld:", (long long)row->row);
    for (size_t i = 0; i < row->type->n_columns; i++) {
        const struct column *c = &row->type->columns[i];
        const struct cell *cell = &row->cells[i];
        if (!cell->set)
            continue;
        sb_fmt(to, " %.*s=", STR_ARG(c->name.v));
        if (c->kind == COLUMN_TIME)
            sb_add(to, civil_text(to->a, cell->i));
        else if (c->kind == COLUMN_DAY)
            sb_add(to, civil_text_day(to->a, (int32_t)cell->i));
        else if (c->kind == COLUMN_INT || c->kind == COLUMN_BOOL || c->kind == COLUMN_MONEY)
            sb_fmt(to, "%lld", (long long)cell->i);
        else
            sb_add(to, cell->text);
    }
    sb_char(to, '\n');
}

static inline bool fixture_sink(void *ctx, const struct record_row *row) {
    struct fixture *x = ctx;
    fixture_show(&x->rows, row);
    return --x->stop_after > 0;
}

static inline bool fixture_later(void *ctx, const struct record_row *row) {
    struct fixture *x = ctx;
    fixture_show(&x->later, row);
    return true;
}

/* Writes the bytes as records/x.csv of a type and reads it. */
static inline bool fixture_read_bytes(struct fixture *x, const char *type, const char *bytes, size_t n) {
    fixture_write(x, "x.csv", bytes, n);
    x->src.type = record_types_find(x->types, str_from(type));
    x->src.path = path_join(x->a, x->dir, S("x.csv"));
    x->src.shown = S("records/x.csv");
    if (x->src.on_end == 0)
        x->src.on_end = CIVIL_NONE;
    return record_read_all(x->scratch, x->d, &x->src, fixture_sink, fixture_later, x, &x->stats);
}

static inline bool fixture_read(struct fixture *x, const char *type, const char *text) {
    return fixture_read_bytes(x, type, text, strlen(text));
}

static inline const char *fixture_rows(struct fixture *x) {
    return x->rows.n ? x->rows.p : "";
}

static inline const char *fixture_faults(struct fixture *x) {
    return diag_shown(x->a, x->d);
}

#define RECORDS_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_open, fixture_close)

#endif
