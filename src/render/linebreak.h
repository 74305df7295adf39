/* linebreak.h - where a line may end: UAX #14 by ICU, and the Chinese rules it leaves out.
 *
 * Works on UTF-8 and knows neither fonts nor widths. One iterator per document, opened on first use.
 */
#ifndef LVYUE_RENDER_LINEBREAK_H
#define LVYUE_RENDER_LINEBREAK_H

#include "util/file.h"
#include "util/str.h"

enum linebreak_kind { LINEBREAK_NONE, LINEBREAK_MAY, LINEBREAK_MUST };

struct linebreak;
struct linebreak *linebreak_open(struct arena *a, struct failure *f);
void linebreak_close(struct linebreak *lb);

/* kinds[i] (i in 0..text.n): what holds before the character that starts at byte i. kinds[0] is NONE,
 * kinds[text.n] MUST. false: ICU failed. */
bool linebreak_find(struct linebreak *lb, str text, uint8_t *kinds, struct failure *f);

#endif
