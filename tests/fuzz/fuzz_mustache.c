/* fuzz_mustache.c - any bytes as the body of a template: tags, sections, partials. */
#include <stdlib.h>

#include "document/mustache.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *a = arena_new();
    struct diags *d = diags_new(a, LANG_EN);
    str text = str_dup(a, (str){(const char *)data, size});
    if (utf8_valid(text)) {
        struct source *src = source_new(a, S("x.md"), text);
        if (!mustache_parse(a, d, (struct mustache_text){src->text, {src, 1, 1}}, S("")) &&
            diags_errors(d) == 0)
            abort();
    }
    arena_free(a);
    return 0;
}
