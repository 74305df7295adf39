/* cff.h - a CFF font program made of just the glyphs a document uses (Adobe technical notes 5176, 5177).
 *
 * hb-subset was measured first: it parses the whole 65,000-glyph font for every subset (7-10 ms a face, here
 * 1-2 ms), keeps subroutines that deflate worse than plain outlines (60 kB against 46 kB for 270 characters of
 * Noto Serif CJK), needs a second path for TrueType fonts, and gives two characters that share a glyph one
 * code. Here outlines come from HarfBuzz's draw callbacks, whatever their format, and glyph i of the program
 * is CID i of the document. Variants of a glyph share its outline as a subroutine.
 */
#ifndef LVYUE_RENDER_CFF_H
#define LVYUE_RENDER_CFF_H

#include "render/glyphs.h"

struct cff_source {
    hb_font_t *font;
    struct glyph_list glyphs;
    str name;       /* PostScript name */
    const int *box; /* of all glyphs */
    int grid;       /* of the outlines, in 1/1000 em */
};
/* The program, CID-keyed with ROS Adobe-Identity-0, in arena memory. */
str cff_build(struct arena *a, const struct cff_source *src);

/* One outline as a Type 2 charstring, on a grid of `grid` units; for cff.c. */
struct charstring {
    struct sb out;
    int grid;
    int x, y, start_x, start_y; /* current point, start of the contour */
    int args[48];
    int n_args, op;  /* the operator being collected */
    bool line_waits; /* a line to line_x, line_y is held back: it may only close the contour */
    int line_x, line_y;
    bool next_horizontal; /* alternating lines or curves: what must come next */
    int width;            /* still to be written with the first operator; CFF_DEFAULT_WIDTH: not */
};
/* Widths equal to this one need no operand. */
enum { CFF_DEFAULT_WIDTH = 1000 };
/* The outline of gid and endchar. */
void charstring_outline(struct charstring *c, hb_font_t *font, hb_draw_funcs_t *draw, uint32_t gid,
                        int width);
/* A glyph that moves `lead` to the right and draws local subroutine `subr` of n. */
void charstring_call(struct charstring *c, int width, int lead, size_t subr, size_t n);
hb_draw_funcs_t *charstring_funcs(void);
void charstring_number(struct sb *b, int v);

#endif
