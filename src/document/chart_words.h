/* chart_words.h - shared by chart_alt.c (lines and bars) and chart_alt_kinds.c (the others). */
#ifndef LVYUE_DOCUMENT_CHART_WORDS_H
#define LVYUE_DOCUMENT_CHART_WORDS_H

#include "document/block.h"

enum { CHART_NAMED = 12 }; /* series or parts told one by one; the rest is counted */

void chart_words_number(struct sb *b, double v, str unit);
/* "另有3个系列。" when there are more than CHART_NAMED. */
void chart_words_rest(struct sb *b, size_t n, const char *what);

void chart_words_parts(struct sb *b, const struct chart *c);
void chart_words_stretches(struct sb *b, const struct chart *c);
void chart_words_outages(struct sb *b, const struct chart *c);
void chart_words_duties(struct sb *b, const struct chart *c);

#endif
