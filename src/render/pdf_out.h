/* pdf_out.h - a PDF file being written: numbered objects, streams, and the table that finds them.
 *
 * Objects are text the caller composes (pdf_syntax.h). Those that are no streams are packed, eight hundred at a time,
 * into object streams, and the cross-reference table is a stream too (ISO 32000-1, 7.5.7, 7.5.8): the structure of
 * a long table is a million small objects, which would take 50 MB written out and take a hundredth so. Nothing is
 * kept but where each object stands. The world's failures are remembered and told by pdf_out_close().
 */
#ifndef LVYUE_RENDER_PDF_OUT_H
#define LVYUE_RENDER_PDF_OUT_H

#include "render/pdf_syntax.h"
#include "util/file.h"

struct pdf_out;

/* How hard to look for the shortest form of streams. */
enum pdf_effort { PDF_QUICKLY, PDF_USUALLY, PDF_CLOSELY };
/* NULL: the file cannot be made, and f says why. */
struct pdf_out *pdf_out_open(struct arena *a, const char *path, enum pdf_effort effort, struct failure *f);
/* The first of n object numbers that follow each other. */
uint32_t pdf_out_reserve(struct pdf_out *o, size_t n);
void pdf_out_object(struct pdf_out *o, uint32_t number, str body);
enum pdf_packing { PDF_PLAIN, PDF_DEFLATED };
/* entries: of the stream's dictionary, without its length and filter. */
void pdf_out_stream(struct pdf_out *o, uint32_t number, const char *entries, str bytes, enum pdf_packing how);
/* A hash of all that was written so far, the same for the same file. */
void pdf_out_hash(const struct pdf_out *o, uint8_t id[16]);
/* The table, the end and the /ID. Must be called, once. */
bool pdf_out_close(struct pdf_out *o, uint32_t catalog, uint32_t info);

#endif
