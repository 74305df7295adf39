/* diag_shown.h - for tests: the first lines of all diagnostics, as a user sees them, in one string. */
#ifndef LVYUE_TESTS_DIAG_SHOWN_H
#define LVYUE_TESTS_DIAG_SHOWN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/diag.h"

/* "f.yaml:1:2: error: text [id]\n…" without the excerpts, which are indented. */
static inline char *diag_shown(struct arena *a, struct diags *d) {
    char *text = NULL;
    size_t size = 0;
    FILE *f = open_memstream(&text, &size);
    struct sb b = {.a = a};
    diags_print(d, f);
    fclose(f);
    str rest = {text, size}, line;
    while (str_cut(&rest, '\n', &line))
        if (line.n > 0 && line.p[0] != ' ') {
            sb_add(&b, line);
            sb_char(&b, '\n');
        }
    free(text);
    return str_z(a, sb_str(&b));
}

#endif
