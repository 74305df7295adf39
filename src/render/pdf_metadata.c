/* pdf_metadata.c - what the file says about itself, as XMP (ISO 16684-1) and in the older information dictionary.
 *
 * The parts of PDF/A and PDF/UA it claims stand in the XMP, with the description of the PDF/UA property that PDF/A asks
 * for (ISO 19005-3, 6.6.2.3). Written plain, so that archives can read it without knowing PDF.
 */
#include "render/pdf_date.h"
#include "render/pdf_write.h"

static const char producer[] = "lvyue";

static void add_escaped(struct sb *b, str text) {
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '&')
            sb_addz(b, "&amp;");
        else if (text.p[i] == '<')
            sb_addz(b, "&lt;");
        else if (text.p[i] == '>')
            sb_addz(b, "&gt;");
        else
            sb_char(b, text.p[i]);
}

/* Open and close are what stands around the text; nothing at all when there is none. */
static void add_property(struct sb *b, const char *open, str text, const char *close) {
    if (text.n == 0)
        return;
    sb_addz(b, open);
    add_escaped(b, text);
    sb_addz(b, close);
}

static const char xmp_claims[] =
    "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">"
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\n";

static str xmp(struct pdf *pdf) {
    const struct document *doc = pdf->doc;
    struct sb b = {.a = pdf->scratch};
    str day = xmp_date(pdf->scratch, doc->on);
    sb_addz(
        &b,
        "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
        "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
        "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
        "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:xmpTPg=\"http://ns.adobe.com/xap/1.0/t/pg/\" "
        "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" "
        "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" "
        "xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" "
        "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" "
        "xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n");
    add_property(&b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", doc->title,
                 "</rdf:li></rdf:Alt></dc:title>\n");
    add_property(&b, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">", doc->contract_title,
                 "</rdf:li></rdf:Alt></dc:description>\n");
    add_property(&b, "<dc:creator><rdf:Seq><rdf:li>", doc->supplier, "</rdf:li></rdf:Seq></dc:creator>\n");
    add_property(&b, "<dc:language><rdf:Bag><rdf:li>", doc->lang.n ? doc->lang : S("zh-CN"),
                 "</rdf:li></rdf:Bag></dc:language>\n");
    add_property(&b, "<xmp:CreatorTool>", S("lvyue"), "</xmp:CreatorTool>");
    add_property(&b, "<xmp:CreateDate>", day, "</xmp:CreateDate>");
    add_property(&b, "<xmp:ModifyDate>", day, "</xmp:ModifyDate>");
    add_property(&b, "<xmp:MetadataDate>", day, "</xmp:MetadataDate>");
    add_property(&b, "<pdf:Producer>", S(producer), "</pdf:Producer>\n");
    sb_fmt(&b, "<xmpTPg:NPages>%zu</xmpTPg:NPages>\n", pdf->pages->n); /* archive/bag_write.h reads it */
    sb_addz(&b, xmp_claims);
    sb_addz(&b, "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
    return sb_str(&b);
}

static void put_entry(struct pdf_text *t, const char *key, str text) {
    if (text.n == 0)
        return;
    pdf_put(t, key);
    pdf_put_string(t, text);
}

static void put_info(struct pdf *pdf) {
    struct pdf_text t = {.a = pdf->scratch};
    str day = pdf_date(pdf->scratch, pdf->doc->on);
    pdf_put(&t, "<<");
    put_entry(&t, "/Title", pdf->doc->title);
    put_entry(&t, "/Subject", pdf->doc->contract_title);
    put_entry(&t, "/Author", pdf->doc->supplier);
    put_entry(&t, "/Creator", S("lvyue"));
    put_entry(&t, "/Producer", S(producer));
    put_entry(&t, "/CreationDate", day);
    put_entry(&t, "/ModDate", day);
    pdf_put(&t, ">>");
    pdf_out_object(pdf->out, pdf->info, pdf_str(&t));
}

void pdf_metadata(struct pdf *pdf) {
    pdf_out_stream(pdf->out, pdf->metadata, "/Type/Metadata/Subtype/XML", xmp(pdf), PDF_PLAIN);
    put_info(pdf);
}
