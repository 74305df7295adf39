/* pdf_write.h - shared by the files pdf*.c: the document being written and the objects made for it.
 *
 * libharu has the document, its pages, links and outline; fonts and page contents are written here with the
 * object calls of its installed headers (tried with 2.3.0).
 */
#ifndef LVYUE_RENDER_PDF_WRITE_H
#define LVYUE_RENDER_PDF_WRITE_H

#include <hpdf.h>

#include "render/page.h"
#include "render/render.h"

struct pdf {
    struct arena *a;
    HPDF_Doc doc;
    const struct glyphs *glyphs;
    const struct pages *pages;
    HPDF_Dict fonts[FACE__MAX]; /* NULL: the face is not used */
    HPDF_Page *leaves;          /* one per page */
    HPDF_MD5_CTX hash;          /* of all content, for the file's /ID */
};

/* A Type0 font object over the glyphs used of a face; NULL when none is. */
HPDF_Dict pdf_font(struct pdf *pdf, enum face face);
/* Marks of a page as a content stream. */
void pdf_content(struct pdf *pdf, size_t page);
/* Bookmarks and links. */
void pdf_outline(struct pdf *pdf);
void pdf_links(struct pdf *pdf, size_t page);

/* Text for dictionaries: UTF-16BE with its mark, printed as hex (ISO 32000-1, 7.9.2.2). */
HPDF_Binary pdf_text(struct pdf *pdf, str text);

#endif
