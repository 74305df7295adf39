/* build_index.h - --index: README.md beside the documents, what was made, what was due when, what is missing. */
#ifndef LVYUE_CLI_BUILD_INDEX_H
#define LVYUE_CLI_BUILD_INDEX_H

#include "cli/build_documents.h"

#define INDEX_NAME S("README.md")

/* The page as Markdown, for a person to read: one line for each kind of document and each obligation. */
str build_index(struct build *b, struct arena *a);

#endif
