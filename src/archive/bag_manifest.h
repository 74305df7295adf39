/* bag_manifest.h - the text files of a bag (RFC 8493): manifests and bag-info.txt, read and written.
 *
 * A manifest line is the digest, two blanks and the path, in which "%", CR and LF are written %25, %0D and %0A. Ours are
 * sorted by path, in lower case and end in LF; that is also the only form verification takes, so that no byte of a
 * manifest can be changed unseen.
 */
#ifndef LVYUE_ARCHIVE_BAG_MANIFEST_H
#define LVYUE_ARCHIVE_BAG_MANIFEST_H

#include <stdint.h>

#include "util/str.h"

struct manifest_entry {
    str path, digest;
    int64_t line;
};
struct manifest {
    struct manifest_entry *at; /* sorted by path */
    size_t n, cap;
    int64_t bad_line; /* first line that is none; 0: all are */
    const char *why;  /* in English; NULL with bad_line 0 */
    const char *why_zh;
};

/* digits: of a digest in this algorithm. payload: paths lie in data/, else outside it. */
void manifest_parse(struct arena *a, str text, size_t digits, bool payload, struct manifest *out);
const struct manifest_entry *manifest_find(const struct manifest *m, str path);
void manifest_put(struct sb *b, const char *digest, str path);

/* "Name: value" lines, continued by lines that begin with a blank. p == NULL: no such name. */
str bag_info_get(struct arena *a, str text, const char *name);
/* A value is put on one line. */
void bag_info_put(struct sb *b, const char *name, str value);

#endif
