/* inline_text.h - the runs of one paragraph or heading while they are gathered.
 *
 * A line end inside a paragraph of the source is a blank between two Latin words and nothing beside Chinese
 * text (CSS Text Level 3, section 4.1.3, segment breaks). A line end inside a value is a line break, in a heading a
 * blank.
 */
#ifndef LVYUE_DOCUMENT_INLINE_TEXT_H
#define LVYUE_DOCUMENT_INLINE_TEXT_H

#include "document/block.h"

struct inline_text {
    struct arena *a;
    VEC(struct run) runs;
    struct sb text; /* of the run being written */
    unsigned style;
    str href;
    bool soft;     /* a line end waits for what follows */
    bool one_line; /* heading */
    uint32_t last; /* last character written, 0 at a line's start */
};
void inline_add(struct inline_text *t, str text, unsigned style, str href);
void inline_soft_break(struct inline_text *t);
void inline_break(struct inline_text *t);
/* The runs; nothing printable gives n = 0. */
struct runs inline_finish(struct inline_text *t);

#endif
