/* pdf_syntax.h - the text of PDF objects and page contents (ISO 32000-1, 7.3), appended to a buffer. */
#ifndef LVYUE_RENDER_PDF_SYNTAX_H
#define LVYUE_RENDER_PDF_SYNTAX_H

#include <stdint.h>

#include "util/arena.h"
#include "util/str.h"

/* Zero-initialise all but .a. Not ended by a NUL: contents are bytes. */
struct pdf_text {
    struct arena *a;
    char *p;
    size_t n, cap;
};

/* Room for n more bytes; the caller adds to .n what it used. */
char *pdf_reserve(struct pdf_text *t, size_t n);
void pdf_put(struct pdf_text *t, const char *text);
void pdf_put_char(struct pdf_text *t, char c);
void pdf_put_bytes(struct pdf_text *t, str bytes);
void pdf_put_integer(struct pdf_text *t, long v);
/* v / 10^places in the shortest form: 1250, 2 -> 12.5 */
void pdf_put_scaled(struct pdf_text *t, long v, int places);
/* " 12 0 R" */
void pdf_put_ref(struct pdf_text *t, uint32_t object);
/* "[a b c d]" in hundredths */
void pdf_put_box(struct pdf_text *t, float a, float b, float c, float d);
/* A literal string of these bytes. */
void pdf_put_literal(struct pdf_text *t, str bytes);
/* Text for people: ASCII as it is, the rest as UTF-16BE with its mark (7.9.2.2). */
void pdf_put_string(struct pdf_text *t, str utf8);
/* One byte of a literal string at p; returns where the next one goes (at most two further). */
char *pdf_string_byte(char *p, unsigned byte);
str pdf_str(const struct pdf_text *t);

#endif
