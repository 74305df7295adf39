/* fuzz_records.h - one input as a record file: read with the shipped types, in the first type whose header it has. */
#ifndef LVYUE_TESTS_FUZZ_RECORDS_H
#define LVYUE_TESTS_FUZZ_RECORDS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "records/reader.h"

static struct record_types *fuzz_types;
static struct arena *fuzz_types_arena;

static inline void fuzz_load_types(void) {
    if (fuzz_types)
        return;
    const char *root = getenv("LVYUE_ROOT");
    fuzz_types_arena = arena_new();
    struct diags *d = diags_new(fuzz_types_arena, LANG_EN);
    fuzz_types =
        record_types_load(fuzz_types_arena, d,
                          path_join(fuzz_types_arena, str_from(root ? root : "."), S("data/records.yaml")));
    if (!fuzz_types) {
        diags_print(d, stderr);
        abort();
    }
}

static inline bool fuzz_sink(void *ctx, const struct record_row *row) {
    (void)ctx;
    for (size_t i = 0; i < row->type->n_columns; i++)
        if (row->cells[i].set && !utf8_valid(row->cells[i].text))
            abort();
    return true;
}

/* A file in memory under a name that does not change, since a diagnostic shows it. */
static inline void fuzz_read(const char *shown, const char *type, struct record_source *src,
                             const uint8_t *data, size_t size) {
    fuzz_load_types();
    int fd = memfd_create("fuzz", 0);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    struct arena *a = arena_new(), *scratch = arena_new();
    struct diags *d = diags_new(a, LANG_ZH);
    struct record_stats stats;
    src->type = record_types_find(fuzz_types, str_from(type));
    src->path = str_fmt(a, "/proc/self/fd/%d", fd);
    src->shown = str_from(shown);
    src->copy_path = src->path;
    src->on_end = day_start(day_from_ymd(2026, 1, 1));
    record_read_all(scratch, d, src, fuzz_sink, fuzz_sink, NULL, &stats);
    struct record_locator *locator = record_locator_new(src);
    record_locate(locator, a, 3, 0);
    record_locator_free(locator);
    FILE *nowhere = fopen("/dev/null", "w");
    if (nowhere) {
        diags_print(d, nowhere);
        fclose(nowhere);
    }
    arena_free(scratch);
    arena_free(a);
    close(fd);
}

#endif
