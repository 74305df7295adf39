/* fuzz_sheet.c - any bytes as styles, shared strings and a sheet, the three parted by a byte 1, in a workbook that is
 * otherwise sound: mutations of packed bytes rarely reach the XML. */
#include <string.h>
#include <zip.h>

#include "fuzz_records.h"

#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define RELATED(id, type, to) "<Relationship Id=\"" id "\" Type=\"" RELATION "/" type "\" Target=\"" to "\"/>"

static void add(zip_t *z, const char *name, const void *bytes, size_t n) {
    zip_source_t *s = zip_source_buffer(z, bytes, n, 0);
    zip_int64_t i = s ? zip_file_add(z, name, s, 0) : -1;
    if (i < 0 || zip_set_file_compression(z, (zip_uint64_t)i, ZIP_CM_STORE, 0) != 0)
        abort();
}

static void add_text(zip_t *z, const char *name, const char *text) {
    add(z, name, text, strlen(text));
}

/* The piece up to the next byte 1. */
static void add_piece(zip_t *z, const char *name, const uint8_t **at, size_t *n) {
    const uint8_t *end = *n ? memchr(*at, 1, *n) : NULL;
    size_t length = end ? (size_t)(end - *at) : *n;
    add(z, name, *at, length);
    *at += length + (end != NULL);
    *n -= length + (end != NULL);
}

static zip_source_t *make_book(const uint8_t *data, size_t size) {
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *z = out ? zip_open_from_source(out, ZIP_TRUNCATE, NULL) : NULL;
    if (!z)
        abort();
    zip_source_keep(out);
    add_text(z, "_rels/.rels", PACKAGE RELATED("r1", "officeDocument", "w.xml") "</Relationships>");
    add_text(z, "w.xml",
             "<workbook xmlns:r=\"" RELATION
             "\"><sheets><sheet name=\"s\" r:id=\"r1\"/></sheets></workbook>");
    add_text(z, "_rels/w.xml.rels",
             PACKAGE RELATED("r1", "worksheet", "s.xml") RELATED("r2", "styles", "f.xml")
                 RELATED("r3", "sharedStrings", "t.xml") "</Relationships>");
    add_piece(z, "f.xml", &data, &size);
    add_piece(z, "t.xml", &data, &size);
    add_piece(z, "s.xml", &data, &size);
    if (zip_close(z) != 0)
        abort();
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct record_source src = {0};
    zip_source_t *book = make_book(data, size);
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_source_stat(book, &stat) != 0 || zip_source_open(book) != 0)
        abort();
    uint8_t *bytes = malloc(stat.size);
    if (!bytes || zip_source_read(book, bytes, stat.size) != (zip_int64_t)stat.size)
        abort();
    zip_source_close(book);
    zip_source_free(book);
    fuzz_read("records/x.xlsx", "incident", &src, bytes, stat.size);
    free(bytes);
    return 0;
}
