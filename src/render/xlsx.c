/* xlsx.c - a workbook as a file: sheets one by one, document properties, closing. */
#include <errno.h>

#include "render/xlsx.h"
#include "util/civil.h"
#include "util/scratch.h"

/* Styles, names, relations and the fixed parts. */
#define FIXED_BYTES (1 << 20)

void xlsx_note(struct xlsx *x, lxw_error error) {
    if (!x->error)
        x->error = error;
}

/* What the file says of itself; its only date is that of --on, and no user's name is in it. */
static void set_properties(struct xlsx *x) {
    const struct book *b = x->book;
    lxw_doc_properties p = {
        .title = (char *)(uintptr_t)xlsx_text(x->a, b->title),
        .subject = (char *)(uintptr_t)xlsx_text(x->a, b->subtitle),
        .author = (char *)(uintptr_t)xlsx_text(x->a, b->supplier),
        .company = (char *)(uintptr_t)xlsx_text(x->a, b->supplier),
        .category = (char *)(uintptr_t)xlsx_text(x->a, b->contract_title),
        .created = (time_t)day_start(b->on),
    };
    xlsx_note(x, workbook_set_properties(x->wb, &p));
}

/* false: a diagnostic was given or x->error is set. */
static bool write_sheets(struct xlsx *x) {
    size_t errors = diags_errors(x->d);
    bool ok = true;
    x->spans = ARENA_ARRAY(x->a, struct xlsx_span, x->book->n_sheets + 1);
    for (size_t i = 0; i < x->book->n_sheets && !x->error; i++)
        ok = xlsx_sheet_write(x, i) && ok;
    if (ok && !x->error)
        xlsx_charts_add(x);
    return ok && !x->error && diags_errors(x->d) == errors;
}

/* The library leaves the temporary files of rows open. */
static void give_up(struct xlsx *x) {
    for (lxw_worksheet *ws = STAILQ_FIRST(x->wb->worksheets); ws; ws = STAILQ_NEXT(ws, list_pointers))
        fclose(ws->optimize_tmpfile);
    lxw_workbook_free(x->wb);
}

static bool write_book(struct xlsx *x, const char *path, struct failure *f) {
    xlsx_formats_add(x->wb, &x->formats);
    set_properties(x);
    if (!write_sheets(x) || !xlsx_room_check(x->dir, path, x->bytes, f)) {
        give_up(x);
        return false;
    }
    xlsx_note(x, workbook_close(x->wb));
    return !x->error;
}

bool render_xlsx(struct arena *a, struct diags *d, const struct book *book, const char *path,
                 struct failure *f) {
    struct scratch dir;
    if (!scratch_open(a, &dir, f))
        return false;
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = str_z(a, dir.path)};
    struct xlsx x = {.a = a, .d = d, .book = book, .f = f, .dir = options.tmpdir, .bytes = FIXED_BYTES};
    x.wb = workbook_new_opt(path, &options);
    if (!x.wb)
        xlsx_note(&x, LXW_ERROR_MEMORY_MALLOC_FAILED);
    x.scratch = arena_new();
    bool ok = x.wb && write_book(&x, path, f);
    arena_free(x.scratch);
    if (x.error)
        failure_text(f, str_fmt(a, "cannot write '%s': %s", path, lxw_strerror(x.error)));
    scratch_close(a, &dir);
    return ok;
}
