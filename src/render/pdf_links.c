/* pdf_links.c - annotations: entries of the table of contents, figures that lead to their evidence, addresses. */
#include "render/pdf_write.h"

/* An address as RFC 3986 wants it: other bytes than printable ASCII percent-encoded. */
static void put_uri(struct pdf *pdf, struct pdf_text *t, str uri) {
    struct sb b = {.a = pdf->scratch};
    for (size_t i = 0; i < uri.n; i++) {
        unsigned char c = (unsigned char)uri.p[i];
        if (c > ' ' && c < 0x7F)
            sb_char(&b, (char)c);
        else
            sb_fmt(&b, "%%%02X", c);
    }
    pdf_put_literal(t, sb_str(&b));
}

/* [page /XYZ left top null]: the viewer's magnification stays. */
void pdf_put_destination(struct pdf *pdf, struct pdf_text *t, size_t anchor) {
    const struct anchor *at = &pdf->pages->anchors[anchor];
    pdf_put_char(t, '[');
    pdf_put_ref(t, pdf->first_page + (uint32_t)at->page);
    pdf_put(t, "/XYZ 0 ");
    pdf_put_integer(t,
                    (long)(pdf->pages->at[at->page].height - at->y + 6)); /* a little of what stands above */
    pdf_put(t, " null]");
}

/* Where a link leads, in words (ISO 14289-1, 7.18.5). */
static str link_words(const struct pdf *pdf, const struct op *op) {
    str alt = op->of >= TAG_ROOT ? tag_extra_of(&pdf->pages->tags, op->of)->alt : (str){0};
    if (alt.n)
        return alt;
    if (!op->n)
        return *op->u.uri;
    str text = pdf->pages->anchors[op->n - 1].text;
    return text.n ? text : str_fmt(pdf->scratch, "第 %zu 页", pdf->pages->anchors[op->n - 1].page + 1);
}

static void put_link(struct pdf *pdf, size_t page, const struct op *op, uint32_t number) {
    struct pdf_text t = {.a = pdf->scratch};
    float h = pdf->pages->at[page].height;
    pdf_put(&t, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect");
    pdf_put_box(&t, op->x, h - op->y2, op->x2, h - op->y);
    pdf_put(&t, "/StructParent ");
    pdf_put_integer(&t, (long)(pdf->pages->n + number));
    pdf_put(&t, "/Contents");
    pdf_put_string(&t, link_words(pdf, op));
    if (op->n) {
        pdf_put(&t, "/Dest");
        pdf_put_destination(pdf, &t, op->n - 1);
    } else {
        pdf_put(&t, "/A<</S/URI/URI");
        put_uri(pdf, &t, *op->u.uri);
        pdf_put(&t, ">>");
    }
    pdf_put(&t, ">>");
    pdf_out_object(pdf->out, pdf->first_annotation + number, pdf_str(&t));
}

void pdf_links(struct pdf *pdf, size_t page, struct pdf_text *annots) {
    const struct page *p = &pdf->pages->at[page];
    for (size_t i = 0; i < p->n_ops; i++) {
        const struct op *op = &p->ops[i];
        if (op->kind != OP_LINK)
            continue;
        uint32_t number = pdf->n_annotations++;
        put_link(pdf, page, op, number);
        pdf_put_ref(annots, pdf->first_annotation + number);
        VEC_PUSH(pdf->a, &pdf->kids,
                 (struct pdf_kid){.of = op->of, .page = (uint32_t)page, .number = ~(int32_t)number});
    }
}
