/* pdf_font.c - Type0 font objects (ISO 32000-1, 9.7): the embedded program, widths, and the way back to text. */
#include "render/cff.h"
#include "render/pdf_write.h"

#include <stdlib.h>

enum { BLOCK = 100, FLAG_FIXED = 1, FLAG_SERIF = 2, FLAG_SYMBOLIC = 4 };

/* A glyph and the CID it had. */
struct ranked {
    struct glyph_used glyph;
    size_t cid;
};

static int by_character(const void *x, const void *y) {
    const struct ranked *a = x, *b = y;
    const long differences[] = {(long)a->glyph.codepoint - (long)b->glyph.codepoint,
                                a->glyph.lead - b->glyph.lead, a->glyph.trail - b->glyph.trail};
    for (size_t i = 0; i < sizeof differences / sizeof *differences; i++)
        if (differences[i])
            return differences[i] < 0 ? -1 : 1;
    return 0;
}

static struct pdf_codes codes_of(struct arena *a, struct glyph_list used) {
    struct ranked *ranked = ARENA_ARRAY(a, struct ranked, used.n);
    uint16_t *of = ARENA_ARRAY(a, uint16_t, used.n);
    struct glyph_used *at = ARENA_ARRAY(a, struct glyph_used, used.n);
    for (size_t i = 0; i < used.n; i++)
        ranked[i] = (struct ranked){used.at[i], i};
    qsort(ranked + 1, used.n - 1, sizeof *ranked, by_character); /* .notdef stays where it must be */
    for (size_t i = 0; i < used.n; i++)
        of[ranked[i].cid] = (uint16_t)i;
    for (size_t i = 0; i < used.n; i++) {
        at[i] = ranked[i].glyph;
        at[i].base = of[at[i].base];
        at[i].next = of[at[i].next];
    }
    return (struct pdf_codes){{at, used.n}, of};
}

void pdf_codes(struct pdf *pdf) {
    for (int i = 0; i < FACE__MAX; i++)
        pdf->codes[i] = codes_of(pdf->a, glyphs_used(pdf->glyphs, (enum face)i));
}

/* Six letters that differ with the subset (9.6.4), so that viewers do not mix two of them up. */
static str subset_name(struct pdf *pdf, const struct font *font, struct glyph_list glyphs) {
    uint64_t h = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < glyphs.n; i++)
        h = (h ^ glyphs.at[i].codepoint) * 1099511628211u;
    char tag[7] = "";
    for (int i = 0; i < 6; i++, h /= 26)
        tag[i] = (char)('A' + h % 26);
    return str_fmt(pdf->scratch, "%s+%s", tag, font->name);
}

static uint32_t put_program(struct pdf *pdf, enum face face, str name) {
    struct cff_source src = {fonts_face(glyphs_fonts(pdf->glyphs), face), pdf->codes[face].glyphs, name};
    uint32_t number = pdf_out_reserve(pdf->out, 1);
    pdf_out_stream(pdf->out, number, "/Subtype/CIDFontType0C", cff_build(pdf->scratch, &src), PDF_DEFLATED);
    return number;
}

static void put_named(struct pdf_text *t, const char *key, long v) {
    pdf_put(t, key);
    pdf_put_char(t, ' ');
    pdf_put_integer(t, v);
}

static void put_name(struct pdf_text *t, const char *key, str name) {
    pdf_put(t, key);
    pdf_put_char(t, '/');
    pdf_put_bytes(t, name);
}

static uint32_t put_descriptor(struct pdf *pdf, enum face face, str name) {
    const struct font_metrics *m = &fonts_face(glyphs_fonts(pdf->glyphs), face)->metrics;
    uint32_t program = put_program(pdf, face, name), number = pdf_out_reserve(pdf->out, 1);
    struct pdf_text t = {.a = pdf->scratch};
    pdf_put(&t, "<</Type/FontDescriptor");
    put_name(&t, "/FontName", name);
    put_named(&t, "/Flags", FLAG_SYMBOLIC | (m->serif ? FLAG_SERIF : 0) | (m->fixed ? FLAG_FIXED : 0));
    pdf_put(&t, "/FontBBox[");
    for (int i = 0; i < 4; i++)
        put_named(&t, "", m->box[i]);
    pdf_put(&t, "]/ItalicAngle 0");
    put_named(&t, "/Ascent", m->ascent);
    put_named(&t, "/Descent", m->descent);
    put_named(&t, "/CapHeight", m->cap_height);
    put_named(&t, "/StemV", m->stem);
    pdf_put(&t, "/FontFile3");
    pdf_put_ref(&t, program);
    pdf_put(&t, ">>");
    pdf_out_object(pdf->out, number, pdf_str(&t));
    return number;
}

/* Widths other than /DW, in runs of consecutive CIDs (9.7.4.3). */
static void put_widths(struct pdf_text *t, struct glyph_list glyphs) {
    bool in_run = false;
    pdf_put(t, "/W[");
    for (size_t cid = 0; cid < glyphs.n; cid++) {
        bool plain = glyphs.at[cid].advance == CFF_DEFAULT_WIDTH;
        if (in_run && plain)
            pdf_put_char(t, ']');
        if (!in_run && !plain) {
            put_named(t, "", (long)cid);
            pdf_put_char(t, '[');
        }
        if (!plain)
            put_named(t, "", glyphs.at[cid].advance);
        in_run = !plain;
    }
    pdf_put(t, in_run ? "]]" : "]");
}

static uint32_t put_descendant(struct pdf *pdf, enum face face, str name) {
    uint32_t descriptor = put_descriptor(pdf, face, name), number = pdf_out_reserve(pdf->out, 1);
    struct pdf_text t = {.a = pdf->scratch};
    pdf_put(&t, "<</Type/Font/Subtype/CIDFontType0");
    put_name(&t, "/BaseFont", name);
    pdf_put(&t, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>");
    put_named(&t, "/DW", CFF_DEFAULT_WIDTH);
    put_widths(&t, pdf->codes[face].glyphs);
    pdf_put(&t, "/FontDescriptor");
    pdf_put_ref(&t, descriptor);
    pdf_put(&t, ">>");
    pdf_out_object(pdf->out, number, pdf_str(&t));
    return number;
}

static void put_utf16(struct sb *b, uint32_t cp) {
    if (cp < 0x10000)
        sb_fmt(b, "%04X", (unsigned)cp);
    else
        sb_fmt(b, "%04X%04X", (unsigned)(0xD800 + ((cp - 0x10000) >> 10)),
               (unsigned)(0xDC00 + ((cp - 0x10000) & 0x3FF)));
}

/* CID to text (9.10.3): blocks of at most 100 codes that differ in their last byte alone, as the CMap specification
 * asks for. */
static str to_unicode(struct pdf *pdf, struct glyph_list glyphs) {
    struct sb b = {.a = pdf->scratch};
    sb_addz(&b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    for (size_t from = 1, to; from < glyphs.n; from = to) {
        to = from + BLOCK < glyphs.n ? from + BLOCK : glyphs.n;
        if (to > (from | 255) + 1)
            to = (from | 255) + 1;
        sb_fmt(&b, "1 beginbfrange\n<%04zX> <%04zX> [", from, to - 1);
        for (size_t cid = from; cid < to; cid++) {
            sb_char(&b, '<');
            put_utf16(&b, glyphs.at[cid].codepoint);
            sb_char(&b, '>');
        }
        sb_addz(&b, "]\nendbfrange\n");
    }
    sb_addz(&b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend");
    return sb_str(&b);
}

uint32_t pdf_font(struct pdf *pdf, enum face face) {
    struct glyph_list glyphs = pdf->codes[face].glyphs;
    if (glyphs.n < 2)
        return 0;
    struct arena_mark mark = arena_mark(pdf->scratch);
    str name = subset_name(pdf, fonts_face(glyphs_fonts(pdf->glyphs), face), glyphs);
    uint32_t descendant = put_descendant(pdf, face, name), text = pdf_out_reserve(pdf->out, 1);
    pdf_out_stream(pdf->out, text, "", to_unicode(pdf, glyphs), PDF_DEFLATED);
    uint32_t number = pdf_out_reserve(pdf->out, 1);
    struct pdf_text t = {.a = pdf->scratch};
    pdf_put(&t, "<</Type/Font/Subtype/Type0");
    put_name(&t, "/BaseFont", name);
    pdf_put(&t, "/Encoding/Identity-H/DescendantFonts[");
    pdf_put_ref(&t, descendant);
    pdf_put(&t, "]/ToUnicode");
    pdf_put_ref(&t, text);
    pdf_put(&t, ">>");
    pdf_out_object(pdf->out, number, pdf_str(&t));
    arena_rewind(pdf->scratch, mark);
    return number;
}
