/* rows.c - which kind of source a file is: by what it holds, not by its name. */
#include "records/rows.h"

#include <limits.h>

#include "records/file_kind.h"

struct place rows_mentioned(const struct record_source *src) {
    return src->mentioned.file.n ? src->mentioned : file_place(src->shown);
}

str rows_cell_name(struct arena *a, str sheet, int64_t row, size_t col) {
    char letters[8];
    size_t n = sizeof letters;
    if (row == 0)
        return sheet;
    for (size_t c = col == SIZE_MAX ? 0 : col + 1; c > 0 && n > 0; c = (c - 1) / 26)
        letters[--n] = (char)('A' + (c - 1) % 26);
    return str_fmt(a, "%.*s!%.*s%lld", STR_ARG(sheet), (int)(sizeof letters - n), letters + n,
                   (long long)row);
}

static bool map_file(struct diags *d, const struct record_source *src, str *mapped) {
    const char *why;
    struct place at = rows_mentioned(src);
    if (!file_exists(src->path) && !dir_exists(src->path)) {
        diag1(d, DIAG_FILE_MISSING, at, src->shown);
        return false;
    }
    if (!file_map(src->path, mapped, &why)) {
        diag2(d, DIAG_FILE_UNREADABLE, at, src->shown, str_from(why));
        return false;
    }
    if (mapped->n == 0)
        diag1(d, DIAG_FILE_EMPTY, at, src->shown);
    return mapped->n != 0;
}

static bool is_monitoring(const struct record_source *src) {
    return str_eqz(src->format, "sadf") || str_eqz(src->format, "prometheus");
}

/* What cannot be read at all, and text under the name of a workbook or a workbook under that of text, which is
 * nearly always the wrong file. */
static bool refuse(struct diags *d, const struct record_source *src, const struct file_kind *kind) {
    str what = str_from(kind->what[diags_lang(d)]);
    bool wants_book = file_named_book(src->shown);
    if (kind->content == CONTENT_PROTECTED) {
        diag1(d, DIAG_BOOK_PROTECTED, file_place(src->shown), src->shown);
        return true;
    }
    bool is_book = kind->content == CONTENT_XLSX || kind->content == CONTENT_XLS;
    if (wants_book ? is_book : kind->content == CONTENT_TEXT)
        return false;
    diag2(d, wants_book ? DIAG_NOT_BOOK : DIAG_NOT_CSV, file_place(src->shown), src->shown, what);
    return true;
}

static struct rows *open_mapped(struct arena *a, struct diags *d, const struct record_source *src,
                                str mapped) {
    struct file_kind kind = file_kind_of(mapped);
    if (!is_monitoring(src) && refuse(d, src, &kind)) {
        file_unmap(mapped);
        return NULL;
    }
    if (str_eqz(src->format, "sadf"))
        return sadf_rows_open(a, d, src, mapped);
    if (str_eqz(src->format, "prometheus"))
        return prometheus_rows_open(a, d, src, mapped);
    if (kind.content == CONTENT_XLSX)
        return xlsx_rows_open(a, d, src, mapped);
    return (kind.content == CONTENT_XLS ? xls_rows_open : csv_rows_open)(a, d, src, mapped);
}

struct rows *rows_open(struct arena *a, struct diags *d, const struct record_source *src) {
    str mapped = {NULL, 0};
    if (src->copy)
        return copy_rows_open(a, d, src);
    if (src->odbc.n)
        return odbc_rows_open(a, d, src);
    if (!map_file(d, src, &mapped)) {
        file_unmap(mapped);
        return NULL;
    }
    return open_mapped(a, d, src, mapped);
}

void rows_close(struct rows *r) {
    if (r)
        r->kind->close(r);
}
