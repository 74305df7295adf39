/* glyphs.c - a two-level table per face: a page of 256 characters is made when one of them is first used. */
#include "render/glyphs.h"

#include <hb-ot.h>

enum { PAGE_SIZE = 256, PAGES = 0x110000 / PAGE_SIZE, CID_MAX = 65535 };

enum slot_state { SLOT_UNKNOWN, SLOT_FOUND, SLOT_ABSENT };
struct slot {
    struct glyph glyph;
    uint8_t state;
};
struct face_glyphs {
    struct slot *pages[PAGES];
    VEC(struct glyph_used) used;
};
struct glyphs {
    struct arena *a;
    const struct fonts *fonts;
    struct face_glyphs faces[FACE__MAX];
};

/* Where to look next, so that a bold face falls back to a bold one first. */
static const uint8_t fallbacks[FACE__MAX][FACE__MAX] = {
    [FACE_SERIF] = {FACE_SERIF, FACE_SANS, FACE_SERIF_BOLD, FACE_SANS_BOLD, FACE_MONO},
    [FACE_SERIF_BOLD] = {FACE_SERIF_BOLD, FACE_SANS_BOLD, FACE_SERIF, FACE_SANS, FACE_MONO},
    [FACE_SANS] = {FACE_SANS, FACE_SERIF, FACE_SANS_BOLD, FACE_SERIF_BOLD, FACE_MONO},
    [FACE_SANS_BOLD] = {FACE_SANS_BOLD, FACE_SERIF_BOLD, FACE_SANS, FACE_SERIF, FACE_MONO},
    [FACE_MONO] = {FACE_MONO, FACE_SANS, FACE_SERIF, FACE_SANS_BOLD, FACE_SERIF_BOLD},
};

struct glyphs *glyphs_new(struct arena *a, const struct fonts *fonts) {
    struct glyphs *g = ARENA_NEW(a, struct glyphs);
    g->a = a;
    g->fonts = fonts;
    for (int i = 0; i < FACE__MAX; i++)
        VEC_PUSH(a, &g->faces[i].used, (struct glyph_used){.advance = 1000});
    return g;
}

const struct fonts *glyphs_fonts(const struct glyphs *g) {
    return g->fonts;
}

struct glyph_list glyphs_used(const struct glyphs *g, enum face face) {
    return (struct glyph_list){g->faces[face].used.at, g->faces[face].used.n};
}

/* Half an em beside a full-width mark may go, but only where the font leaves it empty: the same mark is
 * centred in some regions' fonts. A twentieth of an em stays so that marks never touch. */
static void read_blanks(hb_font_t *font, uint32_t gid, struct glyph *out) {
    hb_glyph_extents_t e;
    if (out->advance < 900 || !hb_font_get_glyph_extents(font, gid, &e))
        return;
    int left = e.x_bearing - 50, right = out->advance - e.x_bearing - e.width - 50;
    if (out->class_ == GLYPH_OPEN && left > 0)
        out->left = (int16_t)(left > 500 ? 500 : left);
    if (out->class_ == GLYPH_CLOSE && right > 0)
        out->right = (int16_t)(right > 500 ? 500 : right);
}

static bool take_glyph(struct glyphs *g, enum face face, uint32_t cp, uint32_t gid, struct glyph *out) {
    struct face_glyphs *fg = &g->faces[face];
    if (fg->used.n > CID_MAX)
        return false;
    hb_font_t *font = fonts_face(g->fonts, face)->font;
    out->cid = (uint16_t)fg->used.n;
    out->advance = (int16_t)hb_font_get_glyph_h_advance(font, gid);
    out->face = (uint8_t)face;
    out->class_ = (uint8_t)glyph_class_of(cp);
    read_blanks(font, gid, out);
    VEC_PUSH(g->a, &fg->used,
             (struct glyph_used){.codepoint = cp, .gid = gid, .advance = out->advance, .base = out->cid});
    return true;
}

uint16_t glyphs_variant(struct glyphs *g, enum face face, uint16_t cid, int lead, int trail) {
    struct face_glyphs *fg = &g->faces[face];
    for (uint16_t i = cid; i; i = fg->used.at[i].next)
        if (fg->used.at[i].lead == lead && fg->used.at[i].trail == trail)
            return i;
    if (fg->used.n > CID_MAX)
        return cid;
    struct glyph_used v = fg->used.at[cid];
    v.lead = (int16_t)lead;
    v.trail = (int16_t)trail;
    v.advance = (int16_t)(v.advance + lead + trail);
    v.next = fg->used.at[cid].next;
    fg->used.at[cid].next = (uint16_t)fg->used.n;
    VEC_PUSH(g->a, &fg->used, v);
    return (uint16_t)(fg->used.n - 1);
}

static struct slot *slot_of(struct glyphs *g, enum face face, uint32_t cp) {
    struct slot **page = &g->faces[face].pages[cp / PAGE_SIZE];
    if (!*page)
        *page = ARENA_ARRAY(g->a, struct slot, PAGE_SIZE);
    return &(*page)[cp % PAGE_SIZE];
}

static bool has_glyph(const struct glyphs *g, enum face face, uint32_t cp, uint32_t *gid) {
    return hb_font_get_nominal_glyph(fonts_face(g->fonts, face)->font, cp, gid) && *gid != 0;
}

static void fill_slot(struct glyphs *g, struct slot *s, enum face face, uint32_t cp) {
    uint32_t gid = 0;
    s->state = SLOT_ABSENT;
    if (has_glyph(g, face, cp, &gid)) {
        if (take_glyph(g, face, cp, gid, &s->glyph))
            s->state = SLOT_FOUND;
        return;
    }
    for (int i = 1; i < FACE__MAX; i++) {
        enum face other = (enum face)fallbacks[face][i];
        if (!has_glyph(g, other, cp, &gid))
            continue;
        const struct glyph *found = glyphs_find(g, other, cp);
        if (found) {
            s->glyph = *found;
            s->state = SLOT_FOUND;
        }
        return;
    }
}

const struct glyph *glyphs_find(struct glyphs *g, enum face face, uint32_t cp) {
    if (cp >= 0x110000)
        return NULL;
    struct slot *s = slot_of(g, face, cp);
    if (s->state == SLOT_UNKNOWN)
        fill_slot(g, s, face, cp);
    return s->state == SLOT_FOUND ? &s->glyph : NULL;
}

struct range {
    uint32_t from, to;
    uint8_t class_;
};
/* Sorted. Marks by GB/T 15834-2011; blocks by Unicode 15. */
static const struct range ranges[] = {
    {0x0020, 0x0020, GLYPH_SPACE}, {0x0030, 0x0039, GLYPH_LATIN}, {0x0041, 0x005A, GLYPH_LATIN},
    {0x0061, 0x007A, GLYPH_LATIN}, {0x00A0, 0x00A0, GLYPH_SPACE}, {0x00B5, 0x00B5, GLYPH_LATIN},
    {0x00B7, 0x00B7, GLYPH_WIDE},  {0x00C0, 0x024F, GLYPH_LATIN}, {0x0370, 0x03FF, GLYPH_LATIN},
    {0x0400, 0x052F, GLYPH_LATIN}, {0x1E00, 0x1FFF, GLYPH_LATIN}, {0x2010, 0x2011, GLYPH_OTHER},
    {0x2013, 0x2015, GLYPH_WIDE},  {0x2018, 0x2018, GLYPH_OPEN},  {0x2019, 0x2019, GLYPH_CLOSE},
    {0x201C, 0x201C, GLYPH_OPEN},  {0x201D, 0x201D, GLYPH_CLOSE}, {0x2025, 0x2026, GLYPH_WIDE},
    {0x2E80, 0x2FDF, GLYPH_HAN},   {0x3000, 0x3000, GLYPH_WIDE},  {0x3001, 0x3002, GLYPH_CLOSE},
    {0x3003, 0x3003, GLYPH_WIDE},  {0x3005, 0x3007, GLYPH_HAN},   {0x3008, 0x3008, GLYPH_OPEN},
    {0x3009, 0x3009, GLYPH_CLOSE}, {0x300A, 0x300A, GLYPH_OPEN},  {0x300B, 0x300B, GLYPH_CLOSE},
    {0x300C, 0x300C, GLYPH_OPEN},  {0x300D, 0x300D, GLYPH_CLOSE}, {0x300E, 0x300E, GLYPH_OPEN},
    {0x300F, 0x300F, GLYPH_CLOSE}, {0x3010, 0x3010, GLYPH_OPEN},  {0x3011, 0x3011, GLYPH_CLOSE},
    {0x3014, 0x3014, GLYPH_OPEN},  {0x3015, 0x3015, GLYPH_CLOSE}, {0x3016, 0x3016, GLYPH_OPEN},
    {0x3017, 0x3017, GLYPH_CLOSE}, {0x301C, 0x301C, GLYPH_WIDE},  {0x301D, 0x301D, GLYPH_OPEN},
    {0x301E, 0x301F, GLYPH_CLOSE}, {0x3021, 0x3029, GLYPH_HAN},   {0x3031, 0x312F, GLYPH_HAN},
    {0x3190, 0x9FFF, GLYPH_HAN},   {0xAC00, 0xD7A3, GLYPH_HAN},   {0xF900, 0xFAFF, GLYPH_HAN},
    {0xFF01, 0xFF01, GLYPH_CLOSE}, {0xFF02, 0xFF07, GLYPH_WIDE},  {0xFF08, 0xFF08, GLYPH_OPEN},
    {0xFF09, 0xFF09, GLYPH_CLOSE}, {0xFF0A, 0xFF0B, GLYPH_WIDE},  {0xFF0C, 0xFF0C, GLYPH_CLOSE},
    {0xFF0D, 0xFF0D, GLYPH_WIDE},  {0xFF0E, 0xFF0E, GLYPH_CLOSE}, {0xFF0F, 0xFF19, GLYPH_WIDE},
    {0xFF1A, 0xFF1B, GLYPH_CLOSE}, {0xFF1C, 0xFF1E, GLYPH_WIDE},  {0xFF1F, 0xFF1F, GLYPH_CLOSE},
    {0xFF20, 0xFF3A, GLYPH_WIDE},  {0xFF3B, 0xFF3B, GLYPH_OPEN},  {0xFF3C, 0xFF3C, GLYPH_WIDE},
    {0xFF3D, 0xFF3D, GLYPH_CLOSE}, {0xFF3E, 0xFF5A, GLYPH_WIDE},  {0xFF5B, 0xFF5B, GLYPH_OPEN},
    {0xFF5C, 0xFF5C, GLYPH_WIDE},  {0xFF5D, 0xFF5D, GLYPH_CLOSE}, {0xFF5E, 0xFF5E, GLYPH_WIDE},
    {0xFFE0, 0xFFE6, GLYPH_WIDE},  {0x20000, 0x3FFFD, GLYPH_HAN},
};

enum glyph_class glyph_class_of(uint32_t cp) {
    size_t lo = 0, hi = sizeof ranges / sizeof *ranges;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (cp > ranges[mid].to)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == sizeof ranges / sizeof *ranges || cp < ranges[lo].from)
        return GLYPH_OTHER;
    return (enum glyph_class)ranges[lo].class_;
}

bool glyph_ignorable(uint32_t cp) {
    return cp == 0x00AD || cp == 0x034F || cp == 0x061C || (cp >= 0x200B && cp <= 0x200F) ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) ||
           (cp >= 0xFE00 && cp <= 0xFE0F) || cp == 0xFEFF || (cp >= 0xE0000 && cp <= 0xE0FFF);
}
