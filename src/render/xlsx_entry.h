/* xlsx_entry.h - inside render/ only: what the files xlsx_entry*.c share. */
#ifndef LVYUE_RENDER_XLSX_ENTRY_H
#define LVYUE_RENDER_XLSX_ENTRY_H

#include "render/xlsx.h"

/* Rows, from 0: title, hint, header, then the rows to fill in. Checks reach to ENTRY_LAST; what is typed below it is
 * read all the same. */
enum { ENTRY_HEADER = 2, ENTRY_FIRST = 3, ENTRY_LAST = 5002 };
#define ENTRY_CHOICES "选项"
#define ENTRY_BYTES (4 << 20) /* room for the largest part, generously */

struct entry_writer {
    struct arena *a;
    const struct entry_book *book;
    lxw_workbook *wb;
    lxw_format *title, *line, *header, *required, *wrong, *missing, *body[ENTRY__MAX];
    int width;       /* of the columns in sight, in characters */
    lxw_error error; /* the library's first */
};
static inline void entry_note(struct entry_writer *w, lxw_error error) {
    if (!w->error)
        w->error = error;
}

/* Drop-downs, dates, numbers, marks for what cannot be (xlsx_entry_checks.c). */
void entry_checks(struct entry_writer *w, lxw_worksheet *ws, const struct entry_sheet *s, size_t index);

#endif
