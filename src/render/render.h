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

/* Fonts are found by family name through fontconfig and mapped once per run. */
struct fonts;
struct fonts *fonts_open(struct arena *a, struct diags *d, struct failure *f);
void fonts_close(struct fonts *fonts);
/* The files they come from, each once, sorted. */
size_t fonts_files(const struct fonts *fonts, struct arena *a, str **paths);

bool render_pdf(struct arena *a, struct diags *d, struct fonts *fonts, const struct document *doc,
                const char *path, struct failure *f);
bool render_xlsx(struct arena *a, struct diags *d, const struct book *book, const char *path,
                 struct failure *f);
bool render_entry(struct arena *a, const struct entry_book *book, const char *path, struct failure *f);

#endif
