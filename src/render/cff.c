/* cff.c - the tables of the program around the charstrings (Adobe technical note 5176).
 *
 * Header, Name INDEX, Top DICT INDEX, String INDEX, Global Subr INDEX, charset, FDSelect, CharStrings INDEX,
 * FDArray INDEX, Private DICT, Local Subr INDEX; one font dictionary for all glyphs, no hints.
 */
#include "render/cff.h"

#include <assert.h>
#include <string.h>

/* String ids: 391 is the first of our own (appendix A has 0 to 390). */
enum { SID_ADOBE = 391, SID_IDENTITY = 392, SID_NAME = 393 };
enum dict_op {
    DICT_FONT_BBOX = 5,
    DICT_CHARSET = 15,
    DICT_CHARSTRINGS = 17,
    DICT_PRIVATE = 18,
    DICT_SUBRS = 19,
    DICT_DEFAULT_WIDTH = 20,
    DICT_ESCAPE = 0x0C00,
    DICT_ROS = DICT_ESCAPE + 30,
    DICT_CID_COUNT = DICT_ESCAPE + 34,
    DICT_FD_ARRAY = DICT_ESCAPE + 36,
    DICT_FD_SELECT = DICT_ESCAPE + 37,
    DICT_FONT_NAME = DICT_ESCAPE + 38
};

static void put_be(struct sb *b, size_t v, int bytes) {
    while (bytes-- > 0)
        sb_char(b, (char)(v >> (8 * bytes) & 255));
}

static int offset_size(size_t largest) {
    return largest < 0x100 ? 1 : largest < 0x10000 ? 2 : largest < 0x1000000 ? 3 : 4;
}

/* An INDEX of n objects that stand one behind the other in `data`; ends[i] is where object i ends. */
static void put_index(struct sb *b, str data, const uint32_t *ends, size_t n) {
    put_be(b, n, 2);
    if (n == 0)
        return;
    int size = offset_size(data.n + 1);
    sb_char(b, (char)size);
    put_be(b, 1, size);
    for (size_t i = 0; i < n; i++)
        put_be(b, ends[i] + 1, size);
    sb_add(b, data);
}

static void put_index_one(struct sb *b, str data) {
    uint32_t end = (uint32_t)data.n;
    put_index(b, data, &end, 1);
}

static void put_op(struct sb *b, enum dict_op op) {
    if (op >= DICT_ESCAPE)
        sb_char(b, 12);
    sb_char(b, (char)(op & 255));
}

/* Always five bytes: offsets are known only after the dictionary's length is. */
static void put_offset(struct sb *b, size_t v, enum dict_op op) {
    sb_char(b, 29);
    put_be(b, v, 4);
    put_op(b, op);
}

struct offsets {
    size_t charset, fd_select, charstrings, fd_array;
};

static str top_dict(struct arena *a, size_t n_glyphs, const int box[4], const struct offsets *at) {
    struct sb b = {.a = a};
    charstring_number(&b, SID_ADOBE);
    charstring_number(&b, SID_IDENTITY);
    charstring_number(&b, 0);
    put_op(&b, DICT_ROS);
    for (int i = 0; i < 4; i++)
        charstring_number(&b, box[i]);
    put_op(&b, DICT_FONT_BBOX);
    put_offset(&b, n_glyphs, DICT_CID_COUNT);
    put_offset(&b, at->charset, DICT_CHARSET);
    put_offset(&b, at->fd_select, DICT_FD_SELECT);
    put_offset(&b, at->charstrings, DICT_CHARSTRINGS);
    put_offset(&b, at->fd_array, DICT_FD_ARRAY);
    return sb_str(&b);
}

static str font_dict(struct arena *a, size_t private_size, size_t private_at) {
    struct sb b = {.a = a};
    charstring_number(&b, SID_NAME);
    put_op(&b, DICT_FONT_NAME);
    charstring_number(&b, (int)private_size);
    put_offset(&b, private_at, DICT_PRIVATE);
    return sb_str(&b);
}

/* The subroutines follow right behind: their offset is the dictionary's own length. */
static str private_dict(struct arena *a, bool subrs) {
    struct sb b = {.a = a};
    charstring_number(&b, CFF_DEFAULT_WIDTH);
    put_op(&b, DICT_DEFAULT_WIDTH);
    if (subrs)
        put_offset(&b, b.n + 6, DICT_SUBRS);
    return sb_str(&b);
}

/* Everything in front of the charset; its length does not depend on the offsets. */
static void put_front(struct sb *b, const struct cff_source *src, const struct offsets *at) {
    sb_add(b, (str){"\1\0\4\4", 4}); /* version 1.0, header of 4 bytes, offsets of up to 4 */
    put_index_one(b, src->name);
    put_index_one(b, top_dict(b->a, src->glyphs.n, src->font->metrics.box, at));
    str strings = str_fmt(b->a, "AdobeIdentity%.*s", STR_ARG(src->name));
    put_index(b, strings, (uint32_t[]){5, 13, (uint32_t)strings.n}, 3);
    put_be(b, 0, 2);
}

/* CIDs 1 to n - 1 in order (format 2; 0 is .notdef and not named); all glyphs use font dictionary 0. */
static str charset_table(struct arena *a, size_t n) {
    struct sb b = {.a = a};
    sb_char(&b, 2);
    put_be(&b, 1, 2);
    put_be(&b, n - 2, 2);
    return sb_str(&b);
}

static str fd_select_table(struct arena *a, size_t n) {
    struct sb b = {.a = a};
    sb_char(&b, 3);
    put_be(&b, 1, 2); /* one range: from glyph 0, dictionary 0, to n */
    put_be(&b, 0, 3);
    put_be(&b, n, 2);
    return sb_str(&b);
}

struct outlines {
    struct arena *a;
    const struct cff_source *src;
    uint16_t *subr_of; /* of a glyph with variants: the number of its outline */
    size_t n_subrs;
};

/* Outlines of glyphs that have variants. */
static str subrs_index(struct outlines *o) {
    struct sb c = {.a = o->a}, b = {.a = o->a};
    uint32_t *ends = ARENA_ARRAY(o->a, uint32_t, o->src->glyphs.n);
    for (size_t i = 0; i < o->src->glyphs.n; i++) {
        const struct glyph_used *g = &o->src->glyphs.at[i];
        if (g->base != i || !g->next)
            continue;
        o->subr_of[i] = (uint16_t)o->n_subrs;
        sb_add(&c, charstrings_find(o->src->font->charstrings, g->gid));
        ends[o->n_subrs++] = (uint32_t)c.n;
    }
    if (o->n_subrs)
        put_index(&b, sb_str(&c), ends, o->n_subrs);
    return sb_str(&b);
}

static str charstrings_index(const struct outlines *o) {
    struct sb c = {.a = o->a}, b = {.a = o->a};
    size_t n = o->src->glyphs.n;
    uint32_t *ends = ARENA_ARRAY(o->a, uint32_t, n);
    for (size_t i = 0; i < n; i++) {
        const struct glyph_used *g = &o->src->glyphs.at[i];
        if (o->src->glyphs.at[g->base].next)
            charstring_call(&c, g->advance, g->lead, o->subr_of[g->base], o->n_subrs);
        else {
            charstring_width(&c, g->advance);
            sb_add(&c, charstrings_find(o->src->font->charstrings, g->gid));
        }
        ends[i] = (uint32_t)c.n;
    }
    put_index(&b, sb_str(&c), ends, n);
    return sb_str(&b);
}

enum part {
    PART_CHARSET,
    PART_FD_SELECT,
    PART_CHARSTRINGS,
    PART_FD_ARRAY,
    PART_PRIVATE,
    PART_SUBRS,
    PART__MAX
};

static void make_outlines(struct arena *a, const struct cff_source *src, str parts[PART__MAX]) {
    struct outlines o = {.a = a, .src = src};
    o.subr_of = ARENA_ARRAY(a, uint16_t, src->glyphs.n);
    parts[PART_SUBRS] = subrs_index(&o);
    parts[PART_CHARSTRINGS] = charstrings_index(&o);
}

static str fd_array_index(struct arena *a, size_t private_size, size_t private_at) {
    struct sb b = {.a = a};
    put_index_one(&b, font_dict(a, private_size, private_at));
    return sb_str(&b);
}

str cff_build(struct arena *a, const struct cff_source *src) {
    size_t n = src->glyphs.n;
    assert(n >= 2); /* .notdef and a glyph in use */
    str parts[PART__MAX] = {[PART_CHARSET] = charset_table(a, n), [PART_FD_SELECT] = fd_select_table(a, n)};
    make_outlines(a, src, parts);
    parts[PART_PRIVATE] = private_dict(a, parts[PART_SUBRS].n > 0);
    struct offsets at = {0};
    struct sb measure = {.a = a};
    put_front(&measure, src, &at);
    at.charset = measure.n;
    at.fd_select = at.charset + parts[PART_CHARSET].n;
    at.charstrings = at.fd_select + parts[PART_FD_SELECT].n;
    at.fd_array = at.charstrings + parts[PART_CHARSTRINGS].n;
    size_t private_at = at.fd_array + fd_array_index(a, parts[PART_PRIVATE].n, 0).n;
    parts[PART_FD_ARRAY] = fd_array_index(a, parts[PART_PRIVATE].n, private_at);
    struct sb b = {.a = a};
    put_front(&b, src, &at);
    for (int i = 0; i < PART__MAX; i++)
        sb_add(&b, parts[i]);
    return sb_str(&b);
}
