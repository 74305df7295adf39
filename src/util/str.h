/* str.h - string views, a string builder and UTF-8.
 *
 * A str is a view: it owns nothing and need not end in NUL. All text inside lvyue is UTF-8; readers
 * convert and validate at the border, so code behind them may assume valid UTF-8.
 */
#ifndef LVYUE_UTIL_STR_H
#define LVYUE_UTIL_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/arena.h"

typedef struct {
    const char *p;
    size_t n;
} str;

#define S(literal) ((str){(literal), sizeof(literal) - 1})
/* Nothing at all, where S("") is an empty text: binds NULL, prints as absent. */
static inline str str_none(void) {
    return (str){0};
}

str str_from(const char *z); /* NULL gives the empty view */
bool str_eq(str a, str b);
bool str_eqz(str a, const char *z);
bool str_eq_nocase(str a, str b); /* ASCII letters only */
int str_cmp(str a, str b);        /* bytewise, a prefix sorts first */
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
ptrdiff_t str_find(str s, str needle); /* -1 when absent */
str str_slice(str s, size_t from, size_t to);
str str_trim(str s); /* ASCII blanks, U+3000 and U+00A0 */
/* Takes the piece before sep off the front. false when *rest is empty, so a separator at the very end
 * adds no empty piece. */
bool str_cut(str *rest, char sep, str *head);
/* Takes the next item off a list as people write one: separated by 、 , ， ; ； or blanks. */
bool str_list_next(str *rest, str *item);
bool str_list_has(str list, str item);

/* Would a spreadsheet take the text for a formula? */
bool str_is_formula(str s);

str str_dup(struct arena *a, str s);
char *str_z(struct arena *a, str s); /* NUL-terminated copy */
str str_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool str_to_int(str s, int64_t *out); /* whole string, optional sign; false on overflow */

/* str as printf argument: printf("%.*s", STR_ARG(s)) */
#define STR_ARG(s) (int)(s).n, (s).p

/* Builder. Zero-initialise all but .a; sb_str() stays valid until the next sb_ call. The buffer is
 * always followed by a NUL that is not counted. */
struct sb {
    struct arena *a;
    char *p;
    size_t n, cap;
};
void sb_add(struct sb *b, str s);
void sb_addz(struct sb *b, const char *z);
void sb_char(struct sb *b, char c);
void sb_fmt(struct sb *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void sb_codepoint(struct sb *b, uint32_t cp);
str sb_str(const struct sb *b);

/* UTF-8 */
#define UTF8_BAD 0xFFFFFFFFu
uint32_t utf8_next(str *s); /* takes one code point off the front; UTF8_BAD takes one byte */
bool utf8_valid(str s);     /* no surrogates, no overlong forms, nothing above U+10FFFF */
size_t utf8_count(str s);   /* code points */
size_t utf8_columns(str s); /* terminal columns: East Asian wide = 2, combining = 0 */
size_t utf8_encode(uint32_t cp, char out[4]);

/* The entry of known[] nearest to word by edit distance (case-insensitive), or the empty view when
 * none is near enough to be a likely slip. */
str str_nearest(str word, const str *known, size_t n);

#endif
