/* pdf_write.h - shared by the files pdf*.c: the document being written, and who writes which objects of it.
 *
 * Every file is PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) at once. Numbers of objects that others point to
 * are reserved first, so that everything can be written once, in any order, and nothing waits in memory.
 */
#ifndef LVYUE_RENDER_PDF_WRITE_H
#define LVYUE_RENDER_PDF_WRITE_H

#include "render/page.h"
#include "render/pdf_out.h"
#include "render/render.h"

/* A stretch of a page that belongs to an element, or an annotation, in the order they are read. */
struct pdf_kid {
    tag_id of;
    uint32_t page;
    int32_t number; /* of the mark on its page (MCID); below 0: ~ number of the annotation */
};
/* Where an element is drawn, for those that must say so; points from the lower left corner. */
struct pdf_extent {
    tag_id of;
    float left, bottom, right, top;
};
/* The glyphs of a face in the order they have in the file, that of their characters: neighbours in Unicode share radicals,
 * whose strokes pack better side by side, and the table back to text packs better in order. */
struct pdf_codes {
    struct glyph_list glyphs;
    const uint16_t *of; /* the code of each CID of layout */
};
struct pdf {
    struct arena *a, *scratch; /* scratch: of one object */
    struct pdf_out *out;
    const struct document *doc;
    const struct glyphs *glyphs;
    const struct pages *pages;
    uint32_t catalog, info, metadata, profile, page_tree, resources, outlines, structure, names;
    struct pdf_codes codes[FACE__MAX];
    uint32_t first_page; /* one for each page, as the elements from first_element and so on */
    uint32_t first_element;
    uint32_t first_annotation, n_annotations;
    uint32_t first_file;
    VEC(struct pdf_kid) kids;       /* of the elements, page by page */
    VEC(struct pdf_extent) extents; /* of figures */
};

/* The names of elements in the file, by enum tag_kind. */
extern const char *const pdf_tag_names[TAG__MAX];

/* Before fonts and contents. */
void pdf_codes(struct pdf *pdf);
/* A Type0 font object over the glyphs used of a face; 0 when none is. */
uint32_t pdf_font(struct pdf *pdf, enum face face);
/* Marks of a page as a content stream; adds to kids and extents. */
void pdf_content(struct pdf *pdf, size_t page, uint32_t number);
/* Links of a page: " 7 0 R 8 0 R" for its /Annots. Adds to kids: after pdf_content(). */
void pdf_links(struct pdf *pdf, size_t page, struct pdf_text *annots);
/* Bookmarks; 0 when there is none. */
uint32_t pdf_outline(struct pdf *pdf);
/* [page /XYZ 0 top null] of an anchor. */
void pdf_put_destination(struct pdf *pdf, struct pdf_text *t, size_t anchor);
/* The structure tree and the way from marks and annotations to it. */
void pdf_structure(struct pdf *pdf);
/* XMP metadata and the information dictionary, which say the same. */
void pdf_metadata(struct pdf *pdf);
/* The colour space all colours are meant in: false when it cannot be made. */
bool pdf_profile(struct pdf *pdf, struct failure *f);
/* Embedded files; appends /AF and /EmbeddedFiles for the catalog when there are any. */
void pdf_attachments(struct pdf *pdf, struct pdf_text *catalog);

/* Object numbers. */
static inline uint32_t pdf_element(const struct pdf *pdf, tag_id of) {
    return pdf->first_element + of - TAG_ROOT;
}

#endif
