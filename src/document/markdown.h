/* markdown.h - an expanded template as blocks: CommonMark by cmark, fenced blocks by fences.h.
 *
 * HTML and pictures in a template are refused: no renderer could print them alike. In data they never arise
 * (slots.h). The tree is walked with cmark's iterator; nesting deeper than MARKDOWN_DEPTH is a diagnostic.
 */
#ifndef LVYUE_DOCUMENT_MARKDOWN_H
#define LVYUE_DOCUMENT_MARKDOWN_H

#include "document/block.h"
#include "document/context.h"

#define MARKDOWN_DEPTH 100

/* What could be read; faults are in c->d. */
struct block *markdown_blocks(struct context *c, const struct expansion *e);

#endif
