/* xlsx_book.h - internal to records/: what of a workbook (ECMA-376, ISO/IEC 29500) lies outside its sheets: which sheets
 * there are, the number formats of the cell styles, the shared strings. */
#ifndef LVYUE_RECORDS_XLSX_BOOK_H
#define LVYUE_RECORDS_XLSX_BOOK_H

#include "records/book_xml.h"
#include "records/number_format.h"
#include "records/spool.h"

#define XLSX_STYLES_MAX 65536
#define XLSX_SHEETS_MAX 4096

struct xlsx_sheet {
    str name, part;
    bool hidden;
};
struct xlsx_strings {
    struct spool bytes, ends; /* ends: a uint64_t for each string, where it ends in bytes */
    size_t n;
};
struct xlsx_book {
    struct arena *a;
    struct book_zip zip;
    bool from_1904;
    VEC(struct xlsx_sheet) sheets;
    struct number_format *styles;
    size_t n_styles;
    struct xlsx_strings strings;
};

/* Sheets in their order; macros are noted and left alone. false: the fault is in d. Closed by the caller either way. */
bool xlsx_book_open(struct xlsx_book *b, struct arena *a, struct diags *d, str shown, str bytes);
void xlsx_book_close(struct xlsx_book *b);

/* The parts of xlsx_book_open(): xlsx_styles.c, xlsx_strings.c. An empty name: the workbook has none. */
bool xlsx_styles_load(struct xlsx_book *b, str part);
bool xlsx_strings_load(struct xlsx_book *b, str part);
/* false: there is no such string. */
bool xlsx_string(struct xlsx_book *b, size_t i, str *out);
/* _x000D_ and the like as the characters they stand for; s itself when there are none. */
str xlsx_unescape(struct arena *a, str s);

#endif
