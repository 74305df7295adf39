/* book_xml.h - internal to records/: a part of a workbook as XML events, in pieces.
 *
 * Elements are told by their local names, those of the part's own namespace only: whatever has another prefix than the
 * root (extensions, drawings) is passed over with all it holds. Transitional and strict files differ in the namespace
 * alone. A document type is refused, so that no entity can grow.
 */
#ifndef LVYUE_RECORDS_BOOK_XML_H
#define LVYUE_RECORDS_BOOK_XML_H

#include <expat.h>

#include "records/book_zip.h"

struct book_xml;
struct book_xml_events {
    void (*start)(struct book_xml *x, const char *name, const char **attributes);
    void (*end)(struct book_xml *x, const char *name);
    void (*text)(struct book_xml *x, str s); /* may be NULL */
};
struct book_xml {
    struct book_part part;
    XML_Parser parser;
    const struct book_xml_events *events;
    void *ctx;
    size_t prefix; /* bytes of the root's prefix with its colon */
    char root_prefix[32];
    int depth, foreign; /* depth at which something of another namespace began; 0: none */
    bool suspended, ended, failed;
};

bool book_xml_open(struct book_xml *x, struct book_zip *b, struct arena *a, str name,
                   const struct book_xml_events *events, void *ctx);
/* Reads on until book_xml_pause() is called by an event or the part ends. false: the end, or a fault (x->failed). */
bool book_xml_go_on(struct book_xml *x);
void book_xml_pause(struct book_xml *x);
/* Gives up: the rest is not wanted. */
void book_xml_stop(struct book_xml *x);
void book_xml_close(struct book_xml *x);
/* The whole part at once. false: the fault is in d. */
bool book_xml_read(struct book_zip *b, struct arena *a, str name, const struct book_xml_events *events,
                   void *ctx);

/* The value of an attribute, NULL when absent; a prefix of the name is not looked at. */
const char *book_xml_attribute(const char **attributes, const char *name);
bool book_xml_true(const char *value); /* "1", "true" */

#endif
