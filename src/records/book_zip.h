/* book_zip.h - internal to records/: the parts of a workbook: members of a zip archive, streamed, within limits.
 *
 * A part is at most BOOK_PART_MAX bytes unpacked and, beyond BOOK_RATIO_FROM bytes, at most BOOK_RATIO times its packed
 * size: sheets of a million rows stay below 60, a zip bomb lies near 1,000. Sizes are counted while unpacking, whatever
 * the archive says of itself.
 */
#ifndef LVYUE_RECORDS_BOOK_ZIP_H
#define LVYUE_RECORDS_BOOK_ZIP_H

#include <stdint.h>
#include <zip.h>

#include "records/rows.h"

#define BOOK_PART_MAX (UINT64_C(16) << 30)
#define BOOK_RATIO 250
#define BOOK_RATIO_FROM (UINT64_C(8) << 20)
#define BOOK_PARTS_MAX 65536

struct book_zip {
    zip_t *zip;
    struct diags *d;
    str shown;
    str bytes;       /* the mapped file */
    size_t unpacked; /* since its pages were given back */
};
struct book_part {
    struct book_zip *book;
    zip_file_t *file;
    str name;
    uint64_t packed, unpacked; /* so far */
};

/* The bytes are those of a mapped file and must stay; pages of it that were read are given back. false: no sound archive; the fault is in d. */
bool book_zip_open(struct book_zip *b, struct diags *d, str shown, str bytes);
void book_zip_close(struct book_zip *b);
/* Whether there is such a part; names are compared without case, "\" is "/". */
bool book_has(const struct book_zip *b, struct arena *a, str name);
/* false: missing, encrypted or not readable; the fault is in d. */
bool book_part_open(struct book_part *p, struct book_zip *b, struct arena *a, str name);
/* Up to n bytes; 0 at the end, -1 after a fault, which is in d. */
int64_t book_part_read(struct book_part *p, void *to, size_t n);
void book_part_close(struct book_part *p);

#endif
