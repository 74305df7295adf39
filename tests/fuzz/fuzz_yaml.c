/* fuzz_yaml.c - any bytes as YAML, every node of it visited. */
#include <stdlib.h>

#include "yaml/node.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void visit(const struct ynode *n, int depth) {
    if (depth > YNODE_DEPTH + 1 || !n->at.src || n->at.line < 1 || n->at.col < 1)
        abort();
    for (size_t i = 0; n->kind != YNODE_SCALAR && i < n->n; i++) {
        if (n->kind == YNODE_MAP)
            visit(n->keys[i], depth + 1);
        visit(n->items[i], depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *a = arena_new();
    struct diags *d = diags_new(a, LANG_ZH);
    str text = str_dup(a, (str){(const char *)data, size});
    if (utf8_valid(text)) { /* readers refuse anything else before YAML sees it */
        struct source *src = source_new(a, S("x.yaml"), text);
        struct ynode *root = ynode_parse(a, d, src, src->text, 0);
        if (root)
            visit(root, 0);
        else if (diags_errors(d) == 0)
            abort();
    }
    arena_free(a);
    return 0;
}
