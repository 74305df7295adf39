/* glyphs.h - which glyph shows a character, and which glyphs one document used.
 *
 * Every character used gets a code of its own per face (the CID of the embedded subset), counted from 1
 * in order of first use. So two characters that share a glyph still read back as what they were, and the
 * file needs no /ActualText. A character its face lacks is taken from another face; one that no face has
 * gives NULL. One struct glyphs per document: documents may be set at the same time.
 *
 * The space between Chinese and Latin, and the one taken away between marks, is made by variants of a glyph:
 * the same outline in a wider or narrower box. Moving the pen instead would look the same, but readers of the
 * file take a quarter em for a blank and a step back for a new line (pdftotext does).
 */
#ifndef LVYUE_RENDER_GLYPHS_H
#define LVYUE_RENDER_GLYPHS_H

#include "render/fonts.h"

/* How a character behaves in a line. */
enum glyph_class {
    GLYPH_OTHER,
    GLYPH_HAN,   /* Han, kana, bopomofo: stands on its own */
    GLYPH_LATIN, /* letters and digits: stand together */
    GLYPH_OPEN,  /* full-width opening mark, its left half empty */
    GLYPH_CLOSE, /* full-width closing mark, comma, stop, its right half empty */
    GLYPH_WIDE,  /* other full-width marks: dash, ellipsis, middle dot */
    GLYPH_SPACE
};
struct glyph {
    uint16_t cid;
    int16_t advance;     /* 1/1000 em */
    int16_t left, right; /* emptiness that may be taken away beside a mark, 1/1000 em */
    uint8_t face;        /* the face it was found in */
    uint8_t class_;
};
struct glyph_used {
    uint32_t codepoint;
    uint32_t gid;
    int16_t advance;     /* with lead and trail */
    int16_t lead, trail; /* added before and after the outline */
    uint16_t base;       /* the CID it is a variant of; its own */
    uint16_t next;       /* another variant of the same base; 0: none */
};
/* Glyphs used of one face; at[0] is .notdef. */
struct glyph_list {
    const struct glyph_used *at;
    size_t n;
};

struct glyphs;
struct glyphs *glyphs_new(struct arena *a, const struct fonts *fonts);
const struct glyph *glyphs_find(struct glyphs *g, enum face face, uint32_t codepoint);
/* The CID of the same glyph with its box grown (or shrunk) by lead and trail, in 1/1000 em. */
uint16_t glyphs_variant(struct glyphs *g, enum face face, uint16_t cid, int lead, int trail);
struct glyph_list glyphs_used(const struct glyphs *g, enum face face);
const struct fonts *glyphs_fonts(const struct glyphs *g);

enum glyph_class glyph_class_of(uint32_t codepoint);
/* Format characters that print as nothing by definition (Unicode Default_Ignorable_Code_Point). */
bool glyph_ignorable(uint32_t codepoint);

#endif
