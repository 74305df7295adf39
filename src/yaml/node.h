/* node.h - YAML text as a tree of nodes, each with its place. The only folder that sees yaml.h.
 *
 * YAML as libyaml reads it, less what a form to fill in does not need: one document, keys that are
 * plain words. Anchors, aliases and tags are refused (DIAG_YAML_ALIAS, DIAG_YAML_TAG), so a document
 * cannot grow beyond its text; nesting deeper than YNODE_DEPTH, more than YNODE_MAX nodes and duplicate
 * keys are errors. Scalars are kept as text: the schema decides what they mean, so 2025-01-01 or 99%
 * survive as written.
 */
#ifndef LVYUE_YAML_NODE_H
#define LVYUE_YAML_NODE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/diag.h"
#include "util/source.h"

#define YNODE_DEPTH 32
#define YNODE_MAX 100000

enum ynode_kind { YNODE_SCALAR, YNODE_LIST, YNODE_MAP };

struct ynode {
    enum ynode_kind kind;
    struct span at;
    str text;    /* scalar; never a NULL pointer, so an empty text differs from an absent one */
    bool quoted; /* scalar written with quotes or as a block; an unquoted empty, ~ or null is no value */
    size_t n;    /* children of a list, pairs of a map */
    struct ynode **items; /* list items, or map values */
    struct ynode **keys;  /* map: scalars, as many as items */
};

/* The one document of text, which is the whole of src->text or a part that starts at a line's beginning;
 * line_offset is added to its lines (front matter inside a file: 1 after the opening "---"). NULL after a
 * diagnostic when it cannot be read; a refused anchor, tag or duplicate key alone still gives the tree. */
struct ynode *ynode_parse(struct arena *a, struct diags *d, const struct source *src, str text,
                          int line_offset);
struct ynode *ynode_get(const struct ynode *map, const char *key); /* NULL when absent or not a map */
bool ynode_is_null(const struct ynode *n);

#endif
