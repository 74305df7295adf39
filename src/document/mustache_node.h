/* mustache_node.h - inside mustache_parse.c and mustache.c only: a parsed template as a flat list. */
#ifndef LVYUE_DOCUMENT_MUSTACHE_NODE_H
#define LVYUE_DOCUMENT_MUSTACHE_NODE_H

#include "document/mustache.h"

enum mnode_kind {
    MNODE_TEXT,
    MNODE_VALUE,
    MNODE_RAW,
    MNODE_SECTION,
    MNODE_INVERTED,
    MNODE_END,
    MNODE_PARTIAL
};

struct mnode {
    enum mnode_kind kind;
    str text; /* the literal (at most one line), or the name */
    struct span at;
    size_t end;      /* section: index of its end */
    str indent;      /* partial on a line of its own */
    bool standalone; /* partial */
    bool dynamic;    /* partial {{>*name}} */
    bool fence;      /* the literal may open a fence */
};

struct mustache {
    struct mnode *at;
    size_t n;
};

#endif
