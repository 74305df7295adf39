/* slots.h - values kept out of the way of Markdown, YAML and CSV.
 *
 * A value from the store is never written into the text that cmark or libyaml reads. A slot stands for it:
 * U+FDD0, a number, U+FDD1. Both are noncharacters, which no parser gives a meaning to: neither space nor
 * punctuation, no delimiter, no line end. So no value can become markup, end a heading, a list item or a
 * fence, break a YAML scalar or add a CSV column, whatever it holds. The texts that come out of the parsers
 * are filled afterwards. This is what "values are escaped" means in a template.
 *
 * A block slot (U+FDD2, number, U+FDD1) stands for blocks that are parsed on their own: a narrative.
 */
#ifndef LVYUE_DOCUMENT_SLOTS_H
#define LVYUE_DOCUMENT_SLOTS_H

#include "util/str.h"

struct slot {
    str text;
    const void *block; /* of a block slot */
};
struct slots {
    struct arena *a;
    VEC(struct slot) at;
};

/* Writes a slot for a value. */
void slots_put(struct slots *s, struct sb *out, str value);
/* Text that is meant to be Markdown but comes from data: '<' becomes a slot, so that no HTML can arise. */
void slots_put_markdown(struct slots *s, struct sb *out, str markdown);
/* A block slot; text is what it reads as where no block can stand. */
void slots_put_block(struct slots *s, struct sb *out, const void *block, str text);

bool slots_any(str text);
/* Fit to print: slots replaced by their values, control characters by U+FFFD. */
str slots_fill(const struct slots *s, struct arena *a, str text);
/* What the block slot stands for when text is one and nothing else; else NULL. */
const void *slots_block(const struct slots *s, str text);

#endif
