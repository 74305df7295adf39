/* charstring_cache.c - what a glyph's outline became, kept for the next document of the run: most use the same few
 * hundred characters. Two levels, so that a font of 65,535 glyphs costs what is used of it.
 */
#include "render/cff.h"

enum { PAGE = 256, PAGES = 65536 / PAGE };

struct charstrings {
    struct arena *a, *scratch;
    hb_font_t *font;
    int grid;
    str *pages[PAGES];
};

struct charstrings *charstrings_new(hb_font_t *font, int grid) {
    struct arena *a = arena_new();
    struct charstrings *c = ARENA_NEW(a, struct charstrings);
    *c = (struct charstrings){.a = a, .scratch = arena_new(), .font = font, .grid = grid};
    return c;
}

void charstrings_free(struct charstrings *c) {
    if (!c)
        return;
    arena_free(c->scratch);
    arena_free(c->a); /* c stands in it */
}

float charstrings_tolerance(int grid) {
    return (float)grid * 0.375f;
}

static str make(struct charstrings *c, uint32_t glyph) {
    struct arena_mark mark = arena_mark(c->scratch);
    struct outline o = outline_read(c->scratch, c->font, glyph);
    outline_simplify(&o, charstrings_tolerance(c->grid));
    str made = str_dup(c->a, charstring_outline(c->scratch, &o, c->grid));
    arena_rewind(c->scratch, mark);
    return made;
}

str charstrings_find(struct charstrings *c, uint32_t glyph) {
    str **page = &c->pages[glyph / PAGE % PAGES];
    if (!*page)
        *page = ARENA_ARRAY(c->a, str, PAGE);
    str *at = &(*page)[glyph % PAGE];
    if (!at->p)
        *at = make(c, glyph);
    return *at;
}
