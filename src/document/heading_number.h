/* heading_number.h - 一、（一）1.（1）① before the headings, after GB/T 9704-2012 7.3.3 and the usual fifth level.
 *
 * The template's headings carry no numbers, so a section that is left out leaves no gap. The highest level in the
 * document is the first. A heading with a number of its own keeps it, and those after it count on from there;
 * 附件, 附录 and 附表 are not numbered.
 */
#ifndef LVYUE_DOCUMENT_HEADING_NUMBER_H
#define LVYUE_DOCUMENT_HEADING_NUMBER_H

#include "document/block.h"

void headings_number(struct arena *a, struct block *blocks);

/* The number a heading begins with: its level 1..5 and value; level 0 for a number of another kind (第三章, 1.2) or
 * an annex. false: there is none. */
struct heading_number {
    int level, value;
};
bool heading_number_read(str text, struct heading_number *out);
/* As it is printed; empty for levels that have none. */
str heading_number_text(struct arena *a, int level, int value);

#endif
