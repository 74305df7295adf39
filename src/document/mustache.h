/* mustache.h - the public Mustache language: github.com/mustache/spec 1.4, with dynamic names, without
 * lambdas and inheritance.
 *
 * Variables, {{{ }}} and {{& }}, sections, inverted sections, comments, partials with indentation, set
 * delimiters, dotted names, standalone lines. The engine knows no store, no Markdown and no YAML: what
 * names mean, how values are written and where partials come from is asked of a struct mustache_source.
 * It is strict or lenient as its source is: a source that reports unknown names makes it strict.
 */
#ifndef LVYUE_DOCUMENT_MUSTACHE_H
#define LVYUE_DOCUMENT_MUSTACHE_H

#include "document/expansion.h"
#include "util/diag.h"
#include "util/value.h"

#define MUSTACHE_DEPTH 32                /* sections in each other, and partials in each other */
#define MUSTACHE_WORK (64 * 1024 * 1024) /* bytes written; a step of a section or partial counts for 64 */

/* A template text; at is where its first byte stands. */
struct mustache_text {
    str text;
    struct span at;
};

/* What a name stands for. Its members belong to the source, the engine only copies it. */
struct mustache_item {
    int kind;
    const void *p;
    struct value v;
};
/* The context stack, innermost first. */
struct mustache_frame {
    struct mustache_item item;
    const struct mustache_frame *up;
};
struct mustache_loop {
    struct mustache_item over;
    void *state;
    size_t i;
};

enum mustache_partial {
    PARTIAL_UNKNOWN, /* expands to nothing; a strict source has reported it */
    PARTIAL_TEMPLATE,
    PARTIAL_LITERAL, /* the source has written its text to `out`; it is not expanded */
};

struct mustache_source {
    void *ctx;
    /* The member of an item; at is the tag. false: it has none of that name. */
    bool (*member)(void *ctx, const struct mustache_frame *top, const struct mustache_item *of, str name,
                   struct span at, struct mustache_item *out);
    /* The elements a section runs over: none for what is false, the item itself when it is no list. */
    void (*begin)(void *ctx, const struct mustache_frame *top, const struct mustache_item *over,
                  struct span at, struct mustache_loop *loop);
    bool (*next)(void *ctx, struct mustache_loop *loop, struct mustache_item *out);
    void (*end)(void *ctx, struct mustache_loop *loop);
    /* Writes a value; raw: {{{ }}} or {{& }}. */
    void (*put)(void *ctx, const struct mustache_frame *top, struct sb *out, const struct mustache_item *item,
                bool raw, struct span at);
    str (*name)(void *ctx, const struct mustache_item *item); /* a value as the name of a partial */
    /* standalone: the tag has its line for itself; indent: the blanks before it. */
    enum mustache_partial (*partial)(void *ctx, str name, struct span at, bool standalone, str indent,
                                     struct mustache_text *text, struct sb *out);
    /* Reports a name found nowhere. NULL: lenient, as the specification wants it. */
    void (*missing)(void *ctx, const struct mustache_frame *top, str name, struct span at);
    /* A lasting copy of what the stack holds, asked for where a line may open a fence. NULL: not wanted. */
    const void *(*keep)(void *ctx, const struct mustache_frame *top);
};

struct mustache; /* a parsed template */

/* NULL after diagnostics. indent is put before each line. */
struct mustache *mustache_parse(struct arena *a, struct diags *d, struct mustache_text text, str indent);
/* Names of the partials it includes by a fixed name, with their places. */
size_t mustache_partials(const struct mustache *m, struct arena *a, struct mustache_text **names);

/* Expands into e. false: given up after a diagnostic (depth, size); faults of single names and queries are
 * the source's to count. */
bool mustache_render(struct arena *a, struct diags *d, const struct mustache *m,
                     const struct mustache_source *s, struct mustache_item root, struct expansion *e);

#endif
