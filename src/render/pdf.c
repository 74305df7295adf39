/* pdf.c - a document as a PDF file. Blocks to pages is layout.h's part; here pages become objects.
 *
 * libharu was used at first. It cannot write object streams, keeps every object and content in memory until the end,
 * and has neither structure tree nor XMP; with fonts and contents written here already, what was left of it was a
 * dictionary printer. The date is the document's, the file's /ID a hash of its bytes, so the same input gives the same
 * bytes.
 */
#include <string.h>

#include "render/layout.h"
#include "render/pdf_write.h"

enum { PAGES_PER_NODE = 64, REPORT_PAGES = 10 };

/* Marks and annotations are counted before they are made: a list of a million that grows by copying takes three times
 * its room. */
static void reserve_kids(struct pdf *pdf) {
    size_t links = 0, changes = 0;
    for (size_t i = 0; i < pdf->pages->n; i++) {
        tag_id last = TAG_LAYOUT;
        for (size_t k = 0; k < pdf->pages->at[i].n_ops; k++) {
            const struct op *op = &pdf->pages->at[i].ops[k];
            links += op->kind == OP_LINK;
            changes += op->of >= TAG_ROOT && op->of != last;
            last = op->of >= TAG_ROOT ? op->of : last;
        }
    }
    pdf->first_annotation = pdf_out_reserve(pdf->out, links);
    pdf->kids.cap = changes + links;
    pdf->kids.at = ARENA_ARRAY(pdf->a, struct pdf_kid, changes + links + 1);
}

static void reserve(struct pdf *pdf) {
    struct pdf_out *o = pdf->out;
    pdf->catalog = pdf_out_reserve(o, 1);
    pdf->info = pdf_out_reserve(o, 1);
    pdf->metadata = pdf_out_reserve(o, 1);
    pdf->profile = pdf_out_reserve(o, 1);
    pdf->page_tree = pdf_out_reserve(o, 1);
    pdf->resources = pdf_out_reserve(o, 1);
    pdf->structure = pdf_out_reserve(o, 1);
    pdf->first_page = pdf_out_reserve(o, pdf->pages->n);
    pdf->first_file = pdf_out_reserve(o, pdf->pages->attachments.all.n);
    pdf->first_element = pdf_out_reserve(o, pdf->pages->tags.all.n - TAG_ROOT);
    reserve_kids(pdf);
}

static void put_resources(struct pdf *pdf) {
    struct pdf_text t = {.a = pdf->a};
    pdf_put(&t, "<</Font<<");
    for (int i = 0; i < FACE__MAX; i++) {
        uint32_t font = pdf_font(pdf, (enum face)i);
        if (!font)
            continue;
        pdf_put(&t, "/F");
        pdf_put_integer(&t, i);
        pdf_put_ref(&t, font);
    }
    pdf_put(&t, ">>>>");
    pdf_out_object(pdf->out, pdf->resources, pdf_str(&t));
}

static void put_page(struct pdf *pdf, size_t page, uint32_t node) {
    struct arena_mark mark = arena_mark(pdf->scratch);
    uint32_t content = pdf_out_reserve(pdf->out, 1);
    struct pdf_text t = {.a = pdf->scratch}, annots = {.a = pdf->scratch};
    pdf_content(pdf, page, content);
    pdf_links(pdf, page, &annots);
    pdf_put(&t, "<</Type/Page/Parent");
    pdf_put_ref(&t, node);
    pdf_put(&t, "/MediaBox");
    pdf_put_box(&t, 0, 0, pdf->pages->at[page].width, pdf->pages->at[page].height);
    pdf_put(&t, "/Resources");
    pdf_put_ref(&t, pdf->resources);
    pdf_put(&t, "/Contents");
    pdf_put_ref(&t, content);
    if (annots.n) {
        pdf_put(&t, "/Annots[");
        pdf_put_bytes(&t, pdf_str(&annots));
        pdf_put_char(&t, ']');
    }
    pdf_put(&t, "/Tabs/S/StructParents ");
    pdf_put_integer(&t, (long)page);
    pdf_put(&t, ">>");
    pdf_out_object(pdf->out, pdf->first_page + (uint32_t)page, pdf_str(&t));
    arena_rewind(pdf->scratch, mark);
}

static void put_node(struct pdf *pdf, uint32_t number, uint32_t parent, uint32_t first, size_t n,
                     size_t pages) {
    struct pdf_text t = {.a = pdf->a};
    pdf_put(&t, "<</Type/Pages/Count ");
    pdf_put_integer(&t, (long)pages);
    if (parent) {
        pdf_put(&t, "/Parent");
        pdf_put_ref(&t, parent);
    }
    pdf_put(&t, "/Kids[");
    for (size_t i = 0; i < n; i++)
        pdf_put_ref(&t, first + (uint32_t)i);
    pdf_put(&t, "]>>");
    pdf_out_object(pdf->out, number, pdf_str(&t));
}

/* One node over the pages, or one over nodes of 64 pages each. */
static void put_pages(struct pdf *pdf) {
    size_t n = pdf->pages->n, n_nodes = (n + PAGES_PER_NODE - 1) / PAGES_PER_NODE;
    uint32_t nodes = n_nodes > 1 ? pdf_out_reserve(pdf->out, n_nodes) : pdf->page_tree;
    for (size_t i = 0; i < n; i++)
        put_page(pdf, i, nodes + (uint32_t)(i / PAGES_PER_NODE));
    for (size_t i = 0; i < n_nodes; i++) {
        size_t from = i * PAGES_PER_NODE, most = n - from < PAGES_PER_NODE ? n - from : PAGES_PER_NODE;
        put_node(pdf, nodes + (uint32_t)i, n_nodes > 1 ? pdf->page_tree : 0, pdf->first_page + (uint32_t)from,
                 most, most);
    }
    if (n_nodes > 1)
        put_node(pdf, pdf->page_tree, 0, nodes, n_nodes, n);
}

static void put_catalog(struct pdf *pdf) {
    struct pdf_text t = {.a = pdf->a};
    pdf_put(&t, "<</Type/Catalog/Pages");
    pdf_put_ref(&t, pdf->page_tree);
    pdf_put(&t, "/MarkInfo<</Marked true>>/StructTreeRoot");
    pdf_put_ref(&t, pdf->structure);
    pdf_put(&t, "/ViewerPreferences<</DisplayDocTitle true>>/Lang");
    pdf_put_string(&t, pdf->doc->lang.n ? pdf->doc->lang : S("zh-CN"));
    pdf_put(&t, "/Metadata");
    pdf_put_ref(&t, pdf->metadata);
    pdf_put(&t, "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
                "/Info(sRGB IEC61966-2.1)/DestOutputProfile");
    pdf_put_ref(&t, pdf->profile);
    pdf_put(&t, ">>]");
    uint32_t outlines = pdf_outline(pdf);
    if (outlines) {
        pdf_put(&t, "/Outlines");
        pdf_put_ref(&t, outlines);
        pdf_put(&t, "/PageMode/UseOutlines");
    }
    pdf_attachments(pdf, &t);
    pdf_put(&t, ">>");
    pdf_out_object(pdf->out, pdf->catalog, pdf_str(&t));
}

/* Fonts first: their objects are what pages point to. */
static bool write_document(struct pdf *pdf, struct failure *f) {
    pdf_codes(pdf);
    reserve(pdf);
    put_resources(pdf);
    put_pages(pdf);
    pdf_structure(pdf);
    put_catalog(pdf);
    pdf_metadata(pdf);
    return pdf_profile(pdf, f);
}

/* A report of ten pages stays below 120 kB: where many characters make that doubtful it is packed as closely as can be. A
 * table of hundreds of pages should not take long. */
static enum pdf_effort effort_for(const struct glyphs *glyphs, const struct pages *pages) {
    static const size_t glyph = 75, page = 5000, doubtful = 90000; /* bytes, near enough */
    size_t n = 0;
    for (int i = 0; i < FACE__MAX; i++)
        n += glyphs_used(glyphs, (enum face)i).n;
    if (pages->n > 2 * REPORT_PAGES)
        return PDF_QUICKLY;
    return n * glyph + pages->n * page > doubtful ? PDF_CLOSELY : PDF_USUALLY;
}

bool render_pdf(struct arena *a, struct diags *d, struct fonts *fonts, const struct document *doc,
                const char *path, struct failure *f) {
    struct glyphs *glyphs = glyphs_new(a, fonts);
    struct pages pages;
    if (!layout_document(a, d, glyphs, doc, &pages, f))
        return false;
    struct pdf pdf = {.a = a, .doc = doc, .glyphs = glyphs, .pages = &pages};
    pdf.scratch = arena_new();
    pdf.out = pdf_out_open(a, path, effort_for(glyphs, &pages), f);
    bool ok = pdf.out && write_document(&pdf, f);
    if (pdf.out)
        ok = pdf_out_close(pdf.out, pdf.catalog, pdf.info) && ok;
    arena_free(pdf.scratch);
    return ok;
}
