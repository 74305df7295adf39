/* xlsx_parts.h - for tests: the parts of a workbook file as text. A part's deflated bytes, put between the head and
 * tail of a gzip file, are given to gzip. */
#ifndef LVYUE_TESTS_XLSX_PARTS_H
#define LVYUE_TESTS_XLSX_PARTS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/file.h"

static inline uint32_t part_number(const char *p, int bytes) {
    uint32_t n = 0;
    for (int i = bytes; i-- > 0;)
        n = n << 8 | (unsigned char)p[i];
    return n;
}

static inline str part_inflate(struct arena *a, const char *data, size_t n, const char *crc_and_size) {
    static const char head[10] = {0x1f, (char)0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
    char path[] = "/tmp/lvyue-part-XXXXXX";
    int fd = mkstemp(path);
    struct sb b = {.a = a};
    char chunk[4096];
    if (fd < 0 || !fd_write_all(fd, (str){head, 10}) || !fd_write_all(fd, (str){data, n}) ||
        !fd_write_all(fd, (str){crc_and_size, 8}))
        return S("");
    FILE *f = popen(str_z(a, str_fmt(a, "gzip -dc <%s", path)), "r");
    for (size_t got; f && (got = fread(chunk, 1, sizeof chunk, f)) > 0;)
        sb_add(&b, (str){chunk, got});
    if (f)
        pclose(f);
    fclose(fdopen(fd, "r"));
    remove(path);
    return b.n ? sb_str(&b) : S("");
}

/* NULL when the file has no such part. Reads the central directory (APPNOTE.TXT 4.3.12). */
static inline const char *xlsx_part(struct arena *a, const char *path, const char *name) {
    str file;
    const char *why;
    if (!file_read(a, str_from(path), &file, &why))
        return NULL;
    for (size_t at = 0; at + 46 < file.n; at++) {
        const char *p = file.p + at;
        if (memcmp(p, "PK\1\2", 4) != 0)
            continue;
        str found = {p + 46, part_number(p + 28, 2)};
        if (!str_eqz(found, name))
            continue;
        const char *local = file.p + part_number(p + 42, 4);
        const char *data = local + 30 + part_number(local + 26, 2) + part_number(local + 28, 2);
        char tail[8];
        memcpy(tail, p + 16, 4);
        memcpy(tail + 4, p + 24, 4);
        return str_z(a, part_inflate(a, data, part_number(p + 20, 4), tail));
    }
    return NULL;
}

#endif
