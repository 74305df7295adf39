/* bag_write.h - a BagIt 1.0 package (RFC 8493) through a batch for a folder: all of it appears by one rename.
 *
 * Payload files are added first, in any order; bag_finish() writes the tag files. File names are ASCII (letters, digits,
 * ".", "-", "_"), no two alike but for case, none of them reserved by Windows; the name a file had is kept in the lists.
 */
#ifndef LVYUE_ARCHIVE_BAG_WRITE_H
#define LVYUE_ARCHIVE_BAG_WRITE_H

#include "util/file.h"
#include "util/hash.h"

struct bag_item {
    str path; /* data/… in the bag */
    str kind; /* 文件, 原始记录 … as lists print it */
    str title, number, date;
    str name;      /* where it stood: contract/records/故障登记.csv; or what build calls it */
    int64_t pages; /* 0: unknown */
    str original;  /* of a copy: SHA-256 of what it was made of; else empty */
    size_t output; /* of the batch */
    struct hashes hashes;
};
struct bag {
    struct arena *a;
    struct batch *batch;
    str root;
    VEC(struct bag_item) items;
};

/* A path below data/ for a file that stood at `name` in a folder: portable parts are kept, others are numbered. */
str bag_portable(struct bag *b, str folder, str name);
/* Notes a file that the caller has written through the batch as output number i. false: it cannot be read. */
bool bag_note(struct bag *b, size_t output, struct bag_item item, struct failure *f);
bool bag_add_text(struct bag *b, str path, str text, struct bag_item item, struct failure *f);
/* Copies a file. */
bool bag_add_file(struct bag *b, const char *from, struct bag_item item, struct failure *f);
/* bagit.txt, bag-info.txt (info: its text so far; Payload-Oxum is added), manifests and tag manifests. */
bool bag_finish(struct bag *b, str info, struct failure *f);

/* The list of contents as CSV, UTF-8 with a mark, which spreadsheets ask for. */
str bag_list_csv(struct bag *b);
/* Of a PDF of ours, from its description in plain text (page objects are packed); 0 when it does not say. */
int64_t pdf_pages(str bytes);

#endif
