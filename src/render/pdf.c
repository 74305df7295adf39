/* pdf.c - a document as a PDF file. Blocks to pages is layout.h's part; here pages become objects.
 *
 * The date is the document's, the file's /ID a hash of its content, so the same input gives the same bytes.
 * libharu overwrites its first error with later ones: the handler keeps the first.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/layout.h"
#include "render/pdf_write.h"
#include "util/civil.h"

enum { EXIT_WORLD = 4, PAGES_PER_NODE = 64 };

struct first_error {
    unsigned long code, detail;
};

static void keep_first(HPDF_STATUS code, HPDF_STATUS detail, void *data) {
    struct first_error *first = data;
    if (first->code == 0)
        *first = (struct first_error){code, detail};
}

/* As the arena: out of memory ends the program, so libharu never meets a NULL halfway. */
static void *take_memory(HPDF_UINT size) {
    void *p = malloc(size ? size : 1);
    if (!p) {
        fputs("lvyue: out of memory\n", stderr);
        exit(EXIT_WORLD);
    }
    return p;
}

static void give_memory(void *p) {
    free(p);
}

static HPDF_Date date_of(int32_t day) {
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    return (HPDF_Date){y, m, d, 0, 0, 0, '+', 8, 0};
}

static void set_info_text(struct pdf *pdf, const char *key, str text) {
    if (text.n)
        HPDF_Dict_Add(pdf->doc->info, key, pdf_text(pdf, text));
}

static void set_info(struct pdf *pdf, const struct document *doc) {
    HPDF_SetInfoAttr(pdf->doc, HPDF_INFO_PRODUCER, "lvyue, libharu " HPDF_VERSION_TEXT);
    HPDF_SetInfoAttr(pdf->doc, HPDF_INFO_CREATOR, "lvyue");
    HPDF_SetInfoDateAttr(pdf->doc, HPDF_INFO_CREATION_DATE, date_of(doc->on));
    set_info_text(pdf, "Title", doc->title);
    set_info_text(pdf, "Subject", doc->contract_title);
    set_info_text(pdf, "Author", doc->supplier);
    HPDF_Dict_Add(pdf->doc->catalog, "Lang",
                  HPDF_String_New(pdf->doc->mmgr, doc->lang.n ? str_z(pdf->a, doc->lang) : "zh-CN", NULL));
}

static void set_id(struct pdf *pdf, const struct document *doc) {
    const str parts[] = {doc->title,       doc->subtitle, doc->contract_title,
                         doc->contract_id, doc->number,   doc->date_text};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n)
            HPDF_MD5Update(&pdf->hash, (const HPDF_BYTE *)parts[i].p, (HPDF_UINT32)parts[i].n);
    for (int i = 0; i < FACE__MAX; i++) { /* what the codes in the content stand for */
        struct glyph_list used = glyphs_used(pdf->glyphs, (enum face)i);
        HPDF_MD5Update(&pdf->hash, (const HPDF_BYTE *)used.at, (HPDF_UINT32)(used.n * sizeof *used.at));
    }
    HPDF_BYTE digest[HPDF_MD5_KEY_LEN];
    HPDF_MD5Final(digest, &pdf->hash);
    HPDF_Array id = HPDF_Array_New(pdf->doc->mmgr);
    for (int i = 0; i < 2; i++)
        HPDF_Array_Add(id, HPDF_Binary_New(pdf->doc->mmgr, digest, sizeof digest));
    HPDF_Dict_Add(pdf->doc->trailer, "ID", id);
}

static void add_pages(struct pdf *pdf) {
    const struct pages *pages = pdf->pages;
    if (pages->n > PAGES_PER_NODE)
        HPDF_SetPagesConfiguration(pdf->doc, PAGES_PER_NODE);
    pdf->leaves = ARENA_ARRAY(pdf->a, HPDF_Page, pages->n);
    for (size_t i = 0; i < pages->n; i++) {
        pdf->leaves[i] = HPDF_AddPage(pdf->doc);
        HPDF_Page_SetWidth(pdf->leaves[i], pages->at[i].width);
        HPDF_Page_SetHeight(pdf->leaves[i], pages->at[i].height);
    }
}

static void build(struct pdf *pdf, const struct document *doc) {
    pdf->doc->pdf_version = HPDF_VER_17;
    HPDF_SetCompressionMode(pdf->doc, HPDF_COMP_ALL);
    HPDF_MD5Init(&pdf->hash);
    for (int i = 0; i < FACE__MAX; i++)
        pdf->fonts[i] = pdf_font(pdf, (enum face)i);
    add_pages(pdf);
    for (size_t i = 0; i < pdf->pages->n; i++) {
        pdf_content(pdf, i);
        pdf_links(pdf, i);
    }
    pdf_outline(pdf);
    if (pdf->pages->n_anchors > 1)
        HPDF_SetPageMode(pdf->doc, HPDF_PAGE_MODE_USE_OUTLINE);
    set_info(pdf, doc);
    set_id(pdf, doc);
}

static bool write_stream(struct pdf *pdf, int fd) {
    static const HPDF_UINT32 most = 64 * 1024;
    HPDF_BYTE *buf = ARENA_ARRAY(pdf->a, HPDF_BYTE, most);
    for (;;) {
        HPDF_UINT32 n = most;
        HPDF_STATUS status = HPDF_ReadFromStream(pdf->doc, buf, &n);
        if (n && !fd_write_all(fd, (str){(const char *)buf, n}))
            return false;
        if (status != HPDF_OK || n == 0)
            return true; /* HPDF_STREAM_EOF: the errors were looked for after HPDF_SaveToStream */
    }
}

static bool write_file(struct pdf *pdf, const char *path, struct failure *f) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool ok = fd >= 0 && write_stream(pdf, fd);
    if (!ok)
        failure_set(f, str_from(path), "write");
    if (fd >= 0 && close(fd) != 0 && ok) {
        failure_set(f, str_from(path), "write");
        ok = false;
    }
    return ok;
}

static bool save(struct pdf *pdf, const struct first_error *error, const char *path, struct failure *f) {
    HPDF_STATUS status = HPDF_SaveToStream(pdf->doc);
    if (status == HPDF_OK && error->code == 0)
        return write_file(pdf, path, f);
    unsigned long code = error->code ? error->code : status;
    failure_text(f,
                 str_fmt(pdf->a, "libharu error 0x%04lX (%lu) while making %s", code, error->detail, path));
    return false;
}

bool render_pdf(struct arena *a, struct diags *d, struct fonts *fonts, const struct document *doc,
                const char *path, struct failure *f) {
    struct glyphs *glyphs = glyphs_new(a, fonts);
    struct pages pages;
    if (!layout_document(a, d, glyphs, doc, &pages, f))
        return false;
    struct first_error error = {0};
    struct pdf pdf = {.a = a, .glyphs = glyphs, .pages = &pages};
    pdf.doc = HPDF_NewEx(keep_first, take_memory, give_memory, 0, &error);
    if (!pdf.doc) {
        failure_text(f, S("libharu cannot be started"));
        return false;
    }
    build(&pdf, doc);
    bool ok = save(&pdf, &error, path, f);
    HPDF_Free(pdf.doc);
    return ok;
}
