/* values.h - values of the store as text in a document.
 *
 * A missing value prints as "—": a cell is never blank by accident. Figures are cut, never rounded across
 * a limit. Text is made fit to print here, once: valid UTF-8, LF line ends, no control characters.
 */
#ifndef LVYUE_DOCUMENT_VALUES_H
#define LVYUE_DOCUMENT_VALUES_H

#include "document/block.h"
#include "util/dec.h"
#include "util/value.h"

#define VALUE_NONE S("—")

/* The words of enum value_format in its order, NULL at the end. */
extern const char *const value_format_words[];

/* A time at 00:00 is taken for a day whose hour was not written, and prints as the day: see value_time_text(). */
str value_text(struct arena *a, struct value v, enum value_format format);
str value_time_text(struct arena *a, struct value v); /* with its hour, even at 00:00 */
/* As a template prints it: text as stored, numbers in their shortest form, NULL as "—". */
str value_plain(struct arena *a, struct value v);
enum tone value_tone(struct value v); /* of an outcome; TONE_NONE for any other value */
/* NULL, empty text, 0 and "false" are false: what a section asks. */
bool value_true(struct value v);
/* The decimal a number stands for, to 12 places. false: it is no number. */
bool value_dec(struct arena *a, struct value v, struct dec *out);
/* An exact sum: whole and parts of 10^-12. Adding is false when it no longer fits. */
struct value_sum {
    int64_t whole, parts;
};
bool value_sum_add(struct value_sum *sum, struct dec d);
str value_sum_text(struct arena *a, struct value_sum sum, enum value_format format);

/* Shortest decimal text that reads back as the same number. */
str real_text(struct arena *a, double r);
/* Invalid bytes, control characters and noncharacters become U+FFFD; other line ends become LF, a tab a
 * blank. The same view when nothing had to change. */
str clean_text(struct arena *a, str s);
str one_line(struct arena *a, str s); /* LF become blanks */

#endif
