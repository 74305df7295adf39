/* file_kind.h - internal to records/: what a file is, by its bytes: people rename files, and web systems give HTML tables
 * the name of a workbook. */
#ifndef LVYUE_RECORDS_FILE_KIND_H
#define LVYUE_RECORDS_FILE_KIND_H

#include <stdbool.h>

#include "util/diag.h"

enum content {
    CONTENT_TEXT,
    CONTENT_XLSX, /* a zip archive with a workbook in XML, or at least a zip archive */
    CONTENT_XLS,
    CONTENT_PROTECTED, /* encrypted by a password */
    CONTENT_OTHER
};
struct file_kind {
    enum content content;
    const char *what[2]; /* by enum lang: "a PDF file" */
};

struct file_kind file_kind_of(str bytes);
bool file_named_book(str name); /* .xlsx .xlsm .xltx .xltm .xls .et */

#endif
