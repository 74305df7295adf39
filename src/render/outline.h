/* outline.h - the outline of a glyph on its way into a file: read from a font, simplified, put on a grid.
 *
 * Fonts say more than a page shows: curves that are lines at any size of print, points a thousandth of an em off the
 * stroke, lengths that differ by less than a dot. What is left out here is most of what a file of Chinese text
 * consists of. Lengths are 1/1000 em. Everything is in the arena of outline_read().
 */
#ifndef LVYUE_RENDER_OUTLINE_H
#define LVYUE_RENDER_OUTLINE_H

#include <hb.h>
#include <stdbool.h>
#include <stdint.h>

#include "util/arena.h"

struct knot {
    float x, y;
};
/* A line or a cubic curve to `to`; to1 and to2 are the points that pull a curve. */
struct segment {
    bool curve;
    struct knot to1, to2, to;
};
/* Closed: its last segment ends at its start. */
struct contour {
    struct knot start;
    struct segment *at;
    size_t n;
};
struct outline {
    struct arena *a;
    VEC(struct contour) contours;
};
/* A step on the grid: one for a line, three for a curve (to1, to2, to), each from where the one before ended. */
struct step {
    int x, y;
};
struct steps {
    struct step start; /* a place, not a step */
    struct step *at;
    size_t n;
};

struct outline outline_read(struct arena *a, hb_font_t *font, uint32_t glyph);
/* Leaves out what changes the outline by no more than tolerance. */
void outline_simplify(struct outline *o, float tolerance);
/* A contour on a grid of `grid`, closed exactly. Equal lengths become equal steps wherever the outline stays within about
 * a grid step of where it was: strokes keep the same width all over a glyph, which the eye sees before it sees that one
 * of them has moved, and equal bytes pack well. */
struct steps outline_steps(struct arena *a, const struct contour *c, int grid);

/* A place on a segment that begins at from; t from 0 to 1. */
struct knot segment_at(struct knot from, const struct segment *s, float t);

#endif
