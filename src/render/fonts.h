/* fonts.h - the five faces of a run: found by family name, mapped once, read by HarfBuzz.
 *
 * Immutable after fonts_open() but for the outlines, which are kept when they have been made once. Only fontconfig and
 * the font files are known here; glyphs.h keeps what one document uses of them.
 */
#ifndef LVYUE_RENDER_FONTS_H
#define LVYUE_RENDER_FONTS_H

#include <hb.h>

#include "render/render.h"
#include "render/style.h"

/* Lengths in 1/1000 em. */
struct font_metrics {
    int ascent, descent, cap_height;
    int digit;  /* width of the widest of 0 to 9 */
    int box[4]; /* left, bottom, right, top of all glyphs */
    int stem;   /* width of a vertical stroke, by weight */
    bool serif, fixed;
};
struct font {
    hb_face_t *face;
    hb_font_t *font;  /* scaled to 1000 units per em */
    const char *name; /* of the embedded subset, without blanks */
    struct font_metrics metrics;
    struct charstrings *charstrings; /* its outlines as they are embedded (cff.h) */
};
const struct font *fonts_face(const struct fonts *fonts, enum face face);

#endif
