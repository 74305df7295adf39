/* fences.h - fenced blocks with a meaning: table, chart, signature, toc, page (YAML bodies) and csv.
 *
 * Values in a body are slots while YAML is parsed and are filled in afterwards, so they may stand bare in any
 * place ("caption: {{name}}"): no value can break the YAML; quotes around a tag do no harm. {{{ }}} is for
 * Markdown and has no use here. Any other fence is a code block.
 */
#ifndef LVYUE_DOCUMENT_FENCES_H
#define LVYUE_DOCUMENT_FENCES_H

#include "document/block.h"
#include "document/context.h"

struct fence {
    struct context *c;
    const struct expansion *e;
    str info, body; /* body with slots */
    int line, col;  /* of the opening fence in e */
};

/* NULL after a diagnostic. */
struct block *fence_block(const struct fence *f);

/* For the kinds' own files. */
struct block *fence_new_block(const struct fence *f, enum block_kind kind);
struct span fence_span(const struct fence *f);
struct span fence_body_span(const struct fence *f, int line, int col); /* from 1 */
str fence_filled(const struct fence *f, str text);
/* Reads the body by its table. false after a diagnostic. */
bool fence_read(const struct fence *f, const struct schema *s, void *into);
/* The query of a fence, with the rows around the fence. NULL after a diagnostic. */
struct fence_query {
    struct named_query *query;
    struct stmt *stmt;
};
bool fence_query_start(const struct fence *f, sval name, const struct ynode *with, struct fence_query *out);
void fence_query_done(const struct fence *f, struct fence_query *q);

struct block *fence_table(const struct fence *f);           /* fence_table.c */
struct block *fence_chart(const struct fence *f);           /* fence_chart.c */
struct block *fence_csv(const struct fence *f);             /* fence_csv.c */
str chart_describe(struct arena *a, const struct chart *c); /* chart_alt.c: the chart in words */

#endif
