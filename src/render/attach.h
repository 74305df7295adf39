/* attach.h - the data behind a document, as files inside it: each table and chart as CSV.
 *
 * Recorded while laying out; the bytes are made only when a writer asks for them, so that a long table costs
 * nothing until then. CSV as in RFC 4180: UTF-8, CR LF, quotes where needed.
 */
#ifndef LVYUE_RENDER_ATTACH_H
#define LVYUE_RENDER_ATTACH_H

#include "render/tags.h"

/* The file's bytes, in memory of the arena. */
typedef str attachment_bytes(struct arena *a, const void *what);

struct attachment {
    str name;        /* of the file, UTF-8, no path: 表1-故障明细.csv */
    str description; /* a sentence about what is in it */
    tag_id of;       /* the element it is the data of */
    attachment_bytes *bytes;
    const void *what; /* handed to bytes(); lives as long as the document */
};
struct attachments {
    VEC(struct attachment) all;
};

struct table;
struct chart;
/* Adds the table's head and rows; n counts the tables of the document from 1. */
void attach_table(struct arena *a, struct attachments *to, const struct table *t, size_t n, tag_id of);
/* The same of a chart: a row for each label, a column for each series. */
void attach_chart(struct arena *a, struct attachments *to, const struct chart *c, size_t n, tag_id of);
/* One field of a CSV row, quoted if it must be; `last` ends the row. */
void attach_field(struct sb *b, str text, bool last);
/* "表1-故障明细.csv": what a file system would not take in a name becomes "_". */
str attach_name(struct arena *a, const char *kind, size_t n, str caption);

#endif
