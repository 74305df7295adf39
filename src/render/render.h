/* render.h - documents and workbooks as files. Sees only document/ and util/.
 *
 * Paths are temporary names from a batch; the caller renames. A character no font has is DIAG_GLYPH with its
 * code point and the block's place, and no file. false: a diagnostic was given or the world failed (f).
 */
#ifndef LVYUE_RENDER_RENDER_H
#define LVYUE_RENDER_RENDER_H

#include "document/block.h"
#include "document/book.h"
#include "document/entry.h"
#include "util/file.h"

/* Fonts are found by family name through fontconfig, or named as files, and mapped once per run. */
struct font_choice {
    str name;       /* of an installed family, or of the file as written; empty: the usual family */
    str file, path; /* the file as the folder calls it, and to open it; empty: name is a family */
    int index;      /* of the face in a collection */
    struct place at;
};
struct fonts;
/* choices: FACE__MAX of them in the order of enum face (style.h), or NULL. NULL after diagnostics: DIAG_FONT_MISSING when
 * the system lacks what every run needs, others when a choice cannot be used. */
struct fonts *fonts_open(struct arena *a, struct diags *d, const struct font_choice *choices,
                         struct failure *f);
void fonts_close(struct fonts *fonts);
/* The files they come from, each once, sorted. */
size_t fonts_files(const struct fonts *fonts, struct arena *a, str **paths);

bool render_pdf(struct arena *a, struct diags *d, struct fonts *fonts, const struct document *doc,
                const char *path, struct failure *f);
bool render_xlsx(struct arena *a, struct diags *d, const struct book *book, const char *path,
                 struct failure *f);
bool render_entry(struct arena *a, const struct entry_book *book, const char *path, struct failure *f);

#endif
