/* cff.h - a CFF font program made of just the glyphs a document uses (Adobe technical notes 5176, 5177).
 *
 * hb-subset was measured first: it parses the whole 65,000-glyph font for every subset (7-10 ms a face; here
 * 3 ms once, then nothing), keeps subroutines that deflate worse than plain outlines (60 kB against 43 kB for 270
 * characters of Noto Serif CJK, 22 kB as outline.h leaves them), needs a second path for TrueType fonts, and gives two
 * characters that share a glyph one code. Here outlines come from HarfBuzz's draw callbacks, whatever their format, and
 * glyph i of the program is CID i of the document. Variants of a glyph share its outline as a subroutine.
 */
#ifndef LVYUE_RENDER_CFF_H
#define LVYUE_RENDER_CFF_H

#include "render/glyphs.h"
#include "render/outline.h"

struct cff_source {
    const struct font *font;
    struct glyph_list glyphs;
    str name; /* PostScript name */
};
/* The program, CID-keyed with ROS Adobe-Identity-0, in arena memory. */
str cff_build(struct arena *a, const struct cff_source *src);

/* -- charstring.c ----------------------------------------------------------------------------------- */

/* Widths equal to this one need no operand. */
enum { CFF_DEFAULT_WIDTH = 1000 };
/* The charstring of a glyph by its number in the font, made when first asked for, with the arena of the cache. */
struct charstrings *charstrings_new(hb_font_t *font, int grid);
void charstrings_free(struct charstrings *c);
str charstrings_find(struct charstrings *c, uint32_t glyph);
/* What of an outline is left out before it goes on a grid: less than the grid loses. */
float charstrings_tolerance(int grid);
/* An outline as a Type 2 charstring with endchar, on a grid of `grid` units. A width stands in front of it. */
str charstring_outline(struct arena *a, const struct outline *o, int grid);
void charstring_width(struct sb *b, int width);
/* A glyph that moves `lead` to the right and draws local subroutine `subr` of n. */
void charstring_call(struct sb *b, int width, int lead, size_t subr, size_t n);
void charstring_number(struct sb *b, int v);

#endif
