/* pdf_attach.c - the data behind the document as embedded files (ISO 32000-1, 7.11; ISO 19005-3, 6.8 and annex E).
 *
 * Each is tied to the document and to the table or figure it is the data of.
 */
#include "render/pdf_date.h"
#include "render/pdf_write.h"

static void put_file(struct pdf *pdf, const struct attachment *at, size_t i) {
    struct arena_mark mark = arena_mark(pdf->scratch);
    str bytes = at->bytes(pdf->scratch, at->what);
    uint32_t stream = pdf_out_reserve(pdf->out, 2), params = stream + 1;
    struct pdf_text t = {.a = pdf->scratch};
    pdf_put(&t, "/Type/EmbeddedFile/Subtype/text#2Fcsv/Params");
    pdf_put_ref(&t, params); /* what stands in a stream's own entries is never packed */
    pdf_put_char(&t, '\0');
    pdf_out_stream(pdf->out, stream, t.p, bytes, PDF_DEFLATED);
    t.n = 0;
    pdf_put(&t, "<</Size ");
    pdf_put_integer(&t, (long)bytes.n);
    pdf_put(&t, "/ModDate");
    pdf_put_literal(&t, pdf_date(pdf->scratch, pdf->doc->on));
    pdf_put(&t, ">>");
    pdf_out_object(pdf->out, params, pdf_str(&t));
    t.n = 0;
    pdf_put(&t, "<</Type/Filespec/AFRelationship/Data/F(data-");
    pdf_put_integer(&t, (long)i + 1);
    pdf_put(&t, ".csv)/UF"); /* /F is for readers that know no Chinese file names */
    pdf_put_string(&t, at->name);
    pdf_put(&t, "/Desc");
    pdf_put_string(&t, at->description);
    pdf_put(&t, "/EF<</F");
    pdf_put_ref(&t, stream);
    pdf_put(&t, "/UF");
    pdf_put_ref(&t, stream);
    pdf_put(&t, ">>>>");
    pdf_out_object(pdf->out, pdf->first_file + (uint32_t)i, pdf_str(&t));
    arena_rewind(pdf->scratch, mark);
}

void pdf_attachments(struct pdf *pdf, struct pdf_text *catalog) {
    const struct attachments *files = &pdf->pages->attachments;
    if (files->all.n == 0)
        return;
    struct pdf_text names = {.a = pdf->a};
    pdf_put(catalog, "/AF[");
    for (size_t i = 0; i < files->all.n; i++) {
        put_file(pdf, &files->all.at[i], i);
        pdf_put_ref(catalog, pdf->first_file + (uint32_t)i);
        char key[16] = "(00000)"; /* sorted, as a name tree must be */
        size_t n = i + 1;
        for (char *p = key + 5; p > key; p--, n /= 10)
            *p = (char)('0' + n % 10);
        pdf_put(&names, key);
        pdf_put_ref(&names, pdf->first_file + (uint32_t)i);
    }
    pdf_put(catalog, "]/Names<</EmbeddedFiles<</Names[");
    pdf_put_bytes(catalog, pdf_str(&names));
    pdf_put(catalog, "]>>>>");
}
