/* crate.h - ro-crate-metadata.json (RO-Crate 1.2) of a bag's payload: which document came from which inputs. */
#ifndef LVYUE_ARCHIVE_CRATE_H
#define LVYUE_ARCHIVE_CRATE_H

#include "archive/bag_write.h"

struct crate_document {
    str path;     /* data/documents/… */
    str template; /* data/… of its template; empty: unknown */
};
struct crate {
    str name, description, date, version, author;
    bool masked; /* copies instead of originals */
    const struct crate_document *documents;
    size_t n_documents;
};
str crate_json(struct bag *b, const struct crate *c);

#endif
