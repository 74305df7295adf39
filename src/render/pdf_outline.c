/* pdf_outline.c - what leads somewhere: bookmarks, entries of the table of contents, addresses in the text. */
#include "render/pdf_write.h"

enum { LEVELS = 6, TEXT_MOST = 1000 };

HPDF_Binary pdf_text(struct pdf *pdf, str text) {
    struct sb b = {.a = pdf->a};
    sb_add(&b, S("\xFE\xFF"));
    for (int left = TEXT_MOST; text.n && left > 0;
         left--) { /* a bookmark; the heading itself is on the page */
        uint32_t cp = utf8_next(&text);
        uint32_t units[2] = {cp, 0};
        if (cp >= 0x10000) {
            units[0] = 0xD800 + ((cp - 0x10000) >> 10);
            units[1] = 0xDC00 + ((cp - 0x10000) & 0x3FF);
        }
        for (int i = 0; i < (cp >= 0x10000 ? 2 : 1); i++) {
            sb_char(&b, (char)(units[i] >> 8 & 255));
            sb_char(&b, (char)(units[i] & 255));
        }
    }
    return HPDF_Binary_New(pdf->doc->mmgr, (HPDF_BYTE *)b.p, (HPDF_UINT)b.n);
}

/* [page /XYZ left top null]: the viewer's magnification stays. HPDF_Destination_SetXYZ has no null. */
static HPDF_Destination destination(struct pdf *pdf, size_t anchor) {
    const struct anchor *at = &pdf->pages->anchors[anchor];
    HPDF_Page leaf = pdf->leaves[at->page];
    HPDF_Destination d = HPDF_Page_CreateDestination(leaf);
    HPDF_Array_Clear(d);
    HPDF_Array_Add(d, leaf);
    HPDF_Array_AddName(d, "XYZ");
    HPDF_Array_AddNumber(d, 0);
    HPDF_Array_AddReal(d, pdf->pages->at[at->page].height - at->y + 6); /* a little of what stands above */
    HPDF_Array_Add(d, HPDF_Null_New(pdf->doc->mmgr));
    return d;
}

void pdf_outline(struct pdf *pdf) {
    HPDF_Outline parents[LEVELS + 1] = {NULL};
    for (size_t i = 0; i < pdf->pages->n_anchors; i++) {
        const struct anchor *a = &pdf->pages->anchors[i];
        if (a->level == 0)
            continue;
        int level = a->level < 1 ? 1 : a->level > LEVELS ? LEVELS : a->level;
        HPDF_Outline mark = HPDF_CreateOutline(pdf->doc, parents[level - 1], "", NULL);
        HPDF_Dict_Add(mark, "Title", pdf_text(pdf, a->text));
        HPDF_Outline_SetDestination(mark, destination(pdf, i));
        for (int deeper = level; deeper <= LEVELS; deeper++) /* a skipped level hangs on the next one up */
            parents[deeper] = mark;
    }
}

/* An address as RFC 3986 wants it: other bytes than printable ASCII percent-encoded. */
static char *uri_text(struct pdf *pdf, str uri) {
    struct sb b = {.a = pdf->a};
    for (size_t i = 0; i < uri.n; i++) {
        unsigned char c = (unsigned char)uri.p[i];
        if (c > ' ' && c < 0x7F)
            sb_char(&b, (char)c);
        else
            sb_fmt(&b, "%%%02X", c);
    }
    return str_z(pdf->a, sb_str(&b));
}

static void put_link(struct pdf *pdf, size_t page, const struct op *op) {
    float h = pdf->pages->at[page].height;
    HPDF_Rect box = {op->x, h - op->y2, op->x2, h - op->y};
    HPDF_Annotation link;
    if (op->n)
        link = HPDF_Page_CreateLinkAnnot(pdf->leaves[page], box, destination(pdf, op->n - 1));
    else
        link = HPDF_Page_CreateURILinkAnnot(pdf->leaves[page], box, uri_text(pdf, *op->u.uri));
    HPDF_LinkAnnot_SetBorderStyle(link, 0, 0, 0);
}

void pdf_links(struct pdf *pdf, size_t page) {
    const struct page *p = &pdf->pages->at[page];
    for (size_t i = 0; i < p->n_ops; i++)
        if (p->ops[i].kind == OP_LINK)
            put_link(pdf, page, &p->ops[i]);
}
