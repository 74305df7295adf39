/* fuzz_bag.c - any bytes as a manifest and as bag-info.txt. The first byte picks the algorithm and the kind. */
#include <stdlib.h>

#include "archive/bag_manifest.h"
#include "util/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    struct arena *a = arena_new();
    str text = str_dup(a, (str){(const char *)data + 1, size - 1});
    bool payload = data[0] & 1;
    size_t digits = data[0] & 2 ? 128 : 64;
    struct manifest m;
    manifest_parse(a, text, digits, payload, &m);
    struct sb again = {.a = a};
    for (size_t i = 0; i < m.n; i++) {
        const struct manifest_entry *e = &m.at[i];
        if (!path_is_inside(e->path) || str_starts(e->path, S("data/")) != payload ||
            !manifest_find(&m, e->path))
            abort();
        manifest_put(&again, str_z(a, e->digest), e->path);
    }
    /* What is taken without a fault says the same when it is written and read again. */
    struct manifest n;
    manifest_parse(a, again.n ? sb_str(&again) : S(""), digits, payload, &n);
    if (!m.bad_line && (n.bad_line || n.n != m.n))
        abort();
    bag_info_get(a, text, "Bagging-Date");
    arena_free(a);
    return 0;
}
