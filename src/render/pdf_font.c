/* pdf_font.c - Type0 font objects (ISO 32000-1, 9.7): the embedded program, widths, and the way back to text. */
#include "render/cff.h"
#include "render/pdf_write.h"

enum { BLOCK = 100, FLAG_FIXED = 1, FLAG_SERIF = 2, FLAG_SYMBOLIC = 4 };

static HPDF_Dict indirect_dict(struct pdf *pdf) {
    HPDF_Dict dict = HPDF_Dict_New(pdf->doc->mmgr);
    HPDF_Xref_Add(pdf->doc->xref, dict);
    return dict;
}

static HPDF_Dict stream(struct pdf *pdf, str data) {
    HPDF_Dict dict = HPDF_DictStream_New(pdf->doc->mmgr, pdf->doc->xref);
    dict->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
    HPDF_Stream_Write(dict->stream, (const HPDF_BYTE *)data.p, (HPDF_UINT)data.n);
    return dict;
}

/* Six letters that differ with the subset (9.6.4), so that viewers do not mix two of them up. */
static str subset_name(struct pdf *pdf, const struct font *font, struct glyph_list glyphs) {
    uint64_t h = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < glyphs.n; i++)
        h = (h ^ glyphs.at[i].codepoint) * 1099511628211u;
    char tag[7] = "";
    for (int i = 0; i < 6; i++, h /= 26)
        tag[i] = (char)('A' + h % 26);
    return str_fmt(pdf->a, "%s+%s", tag, font->name);
}

static HPDF_Dict descriptor(struct pdf *pdf, enum face face, str name) {
    const struct font *font = fonts_face(glyphs_fonts(pdf->glyphs), face);
    const struct font_metrics *m = &font->metrics;
    struct cff_source src = {font->font, glyphs_used(pdf->glyphs, face), name, m->box, style_grids[face]};
    HPDF_Dict program = stream(pdf, cff_build(pdf->a, &src));
    HPDF_Dict_AddName(program, "Subtype", "CIDFontType0C");
    HPDF_Dict d = indirect_dict(pdf);
    HPDF_Dict_AddName(d, "Type", "FontDescriptor");
    HPDF_Dict_AddName(d, "FontName", str_z(pdf->a, name));
    HPDF_Dict_AddNumber(d, "Flags",
                        FLAG_SYMBOLIC | (m->serif ? FLAG_SERIF : 0) | (m->fixed ? FLAG_FIXED : 0));
    HPDF_Array box = HPDF_Array_New(pdf->doc->mmgr);
    for (int i = 0; i < 4; i++)
        HPDF_Array_AddNumber(box, m->box[i]);
    HPDF_Dict_Add(d, "FontBBox", box);
    HPDF_Dict_AddNumber(d, "ItalicAngle", 0);
    HPDF_Dict_AddNumber(d, "Ascent", m->ascent);
    HPDF_Dict_AddNumber(d, "Descent", m->descent);
    HPDF_Dict_AddNumber(d, "CapHeight", m->cap_height);
    HPDF_Dict_AddNumber(d, "StemV", m->stem);
    HPDF_Dict_Add(d, "FontFile3", program);
    return d;
}

/* Widths other than /DW, in runs of consecutive CIDs (9.7.4.3). */
static HPDF_Array widths(struct pdf *pdf, struct glyph_list glyphs) {
    HPDF_Array all = HPDF_Array_New(pdf->doc->mmgr), run = NULL;
    for (size_t cid = 0; cid < glyphs.n; cid++) {
        if (glyphs.at[cid].advance == CFF_DEFAULT_WIDTH) {
            run = NULL;
            continue;
        }
        if (!run) {
            run = HPDF_Array_New(pdf->doc->mmgr);
            HPDF_Array_AddNumber(all, (HPDF_INT32)cid);
            HPDF_Array_Add(all, run);
        }
        HPDF_Array_AddNumber(run, glyphs.at[cid].advance);
    }
    return all;
}

static HPDF_Dict system_info(struct pdf *pdf) {
    HPDF_Dict info = HPDF_Dict_New(pdf->doc->mmgr);
    HPDF_Dict_Add(info, "Registry", HPDF_String_New(pdf->doc->mmgr, "Adobe", NULL));
    HPDF_Dict_Add(info, "Ordering", HPDF_String_New(pdf->doc->mmgr, "Identity", NULL));
    HPDF_Dict_AddNumber(info, "Supplement", 0);
    return info;
}

static HPDF_Dict descendant(struct pdf *pdf, enum face face, str name) {
    HPDF_Dict d = indirect_dict(pdf);
    HPDF_Dict_AddName(d, "Type", "Font");
    HPDF_Dict_AddName(d, "Subtype", "CIDFontType0");
    HPDF_Dict_AddName(d, "BaseFont", str_z(pdf->a, name));
    HPDF_Dict_Add(d, "CIDSystemInfo", system_info(pdf));
    HPDF_Dict_AddNumber(d, "DW", CFF_DEFAULT_WIDTH);
    HPDF_Dict_Add(d, "W", widths(pdf, glyphs_used(pdf->glyphs, face)));
    HPDF_Dict_Add(d, "FontDescriptor", descriptor(pdf, face, name));
    return d;
}

static void put_utf16(struct sb *b, uint32_t cp) {
    if (cp < 0x10000)
        sb_fmt(b, "%04X", (unsigned)cp);
    else
        sb_fmt(b, "%04X%04X", (unsigned)(0xD800 + ((cp - 0x10000) >> 10)),
               (unsigned)(0xDC00 + ((cp - 0x10000) & 0x3FF)));
}

/* CID to text (9.10.3): blocks of at most 100 entries, as the CMap specification allows. */
static str to_unicode(struct pdf *pdf, struct glyph_list glyphs) {
    struct sb b = {.a = pdf->a};
    sb_addz(&b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    for (size_t from = 1; from < glyphs.n; from += BLOCK) {
        size_t to = from + BLOCK < glyphs.n ? from + BLOCK : glyphs.n;
        sb_fmt(&b, "%zu beginbfchar\n", to - from);
        for (size_t cid = from; cid < to; cid++) {
            sb_fmt(&b, "<%04zX> <", cid);
            put_utf16(&b, glyphs.at[cid].codepoint);
            sb_addz(&b, ">\n");
        }
        sb_addz(&b, "endbfchar\n");
    }
    sb_addz(&b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend");
    return sb_str(&b);
}

HPDF_Dict pdf_font(struct pdf *pdf, enum face face) {
    struct glyph_list glyphs = glyphs_used(pdf->glyphs, face);
    if (glyphs.n < 2)
        return NULL;
    str name = subset_name(pdf, fonts_face(glyphs_fonts(pdf->glyphs), face), glyphs);
    HPDF_Dict d = indirect_dict(pdf);
    d->header.obj_class |= HPDF_OSUBCLASS_FONT;
    HPDF_Dict_AddName(d, "Type", "Font");
    HPDF_Dict_AddName(d, "Subtype", "Type0");
    HPDF_Dict_AddName(d, "BaseFont", str_z(pdf->a, name));
    HPDF_Dict_AddName(d, "Encoding", "Identity-H");
    HPDF_Array descendants = HPDF_Array_New(pdf->doc->mmgr);
    HPDF_Array_Add(descendants, descendant(pdf, face, name));
    HPDF_Dict_Add(d, "DescendantFonts", descendants);
    HPDF_Dict_Add(d, "ToUnicode", stream(pdf, to_unicode(pdf, glyphs)));
    return d;
}
