/* template_find.c - which templates there are, and where. */
#include <stdlib.h>

#include "document/template.h"
#include "util/file.h"

#define BOOK_SUFFIX ".xlsx.yaml"

static int by_text(const void *x, const void *y) {
    return str_cmp(*(const str *)x, *(const str *)y);
}

/* The name without its suffix; empty when the file is no template. */
static str template_of(str file) {
    static const char *const suffixes[] = {".md", BOOK_SUFFIX};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (str_ends(file, str_from(suffixes[i])))
            return str_slice(file, 0, file.n - str_from(suffixes[i]).n);
    return S("");
}

size_t template_names(struct arena *a, const struct template_dirs *dirs, str **names) {
    VEC(str) found = {0};
    size_t n = 0;
    for (size_t i = 0; i < dirs->n; i++) {
        str *files;
        size_t n_files = dir_list(a, dirs->dirs[i], &files);
        for (size_t k = 0; k < n_files; k++)
            if (template_of(files[k]).n)
                VEC_PUSH(a, &found, template_of(files[k]));
    }
    if (found.n)
        qsort(found.at, found.n, sizeof *found.at, by_text);
    for (size_t i = 0; i < found.n; i++)
        if (i == 0 || !str_eq(found.at[i], found.at[n - 1]))
            found.at[n++] = found.at[i];
    *names = found.at;
    return n;
}

bool template_find(struct arena *a, const struct template_dirs *dirs, str name, const char *suffix,
                   str *path) {
    for (size_t i = 0; i < dirs->n; i++) {
        *path = path_join(a, dirs->dirs[i], str_fmt(a, "%.*s%s", STR_ARG(name), suffix));
        if (file_exists(*path))
            return true;
    }
    return false;
}
