/* linebreak.c - ICU finds the breaks, a second pass over pairs of characters adds and takes away.
 *
 * GB/T 15834-2011 section 5.1: stops and closing marks do not begin a line (5.1.1-5.1.3), opening marks do
 * not end one (5.1.3), dash and ellipsis are not split (5.1.4, 5.1.5), connecting and middle dots do not
 * begin one (5.1.6, 5.1.7), a slash does neither (5.1.9). UAX #14 has most of this; it treats the quotation
 * marks U+2018..201D as undirected and would glue whole Chinese sentences to them.
 */
#include "render/linebreak.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "render/glyphs.h"

struct linebreak {
    UBreakIterator *it;
};

static bool icu_failed(UErrorCode code, struct failure *f) {
    if (U_SUCCESS(code))
        return false;
    failure_text(f, str_from(u_errorName(code)));
    return true;
}

struct linebreak *linebreak_open(struct arena *a, struct failure *f) {
    UErrorCode code = U_ZERO_ERROR;
    UBreakIterator *it = ubrk_open(UBRK_LINE, "zh", NULL, 0, &code);
    if (icu_failed(code, f))
        return NULL;
    struct linebreak *lb = ARENA_NEW(a, struct linebreak);
    lb->it = it;
    return lb;
}

void linebreak_close(struct linebreak *lb) {
    if (lb)
        ubrk_close(lb->it);
}

/* Marks the breaks ICU finds. Rule status from 100 up is a hard break (ubrk.h, ULineBreakTag). */
static bool mark_breaks(struct linebreak *lb, str text, uint8_t *kinds, struct failure *f) {
    UErrorCode code = U_ZERO_ERROR;
    UText ut = UTEXT_INITIALIZER;
    utext_openUTF8(&ut, text.p, (int64_t)text.n, &code);
    ubrk_setUText(lb->it, &ut, &code);
    if (!icu_failed(code, f)) {
        ubrk_first(lb->it);
        for (int32_t at = ubrk_next(lb->it); at != UBRK_DONE; at = ubrk_next(lb->it))
            kinds[at] = ubrk_getRuleStatus(lb->it) >= UBRK_LINE_HARD ? LINEBREAK_MUST : LINEBREAK_MAY;
    }
    utext_close(&ut);
    return !f->set;
}

static bool one_of(uint32_t cp, const uint32_t *set) {
    for (; *set; set++)
        if (*set == cp)
            return true;
    return false;
}

/* Never first in a line, beyond GLYPH_CLOSE: ellipsis, connecting, middle dot, iteration mark, percent, slash. */
static const uint32_t not_first[] = {0x2026, 0x2025, 0x2013, 0x301C, 0xFF5E, 0x00B7, 0x30FB, 0x3005, 0x0025,
                                     0xFF05, 0x2030, 0x2103, 0x00B0, 0xFF0F, 0x29,   0x2C,   0x3B,   0};
/* Never last, beyond GLYPH_OPEN: slash, currency and section signs. */
static const uint32_t not_last[] = {0xFF0F, 0xA5, 0xFFE5, 0x24, 0x00A7, 0x28, 0};
/* Units that stay with their number: 年月日时分秒天周次台个件条项元万亿名位人份页级号小起例章款% */
static const uint32_t units[] = {0x5E74, 0x6708, 0x65E5, 0x65F6, 0x5206, 0x79D2, 0x5929, 0x5468,
                                 0x6B21, 0x53F0, 0x4E2A, 0x4EF6, 0x6761, 0x9879, 0x5143, 0x4E07,
                                 0x4EBF, 0x540D, 0x4F4D, 0x4EBA, 0x4EFD, 0x9875, 0x7EA7, 0x53F7,
                                 0x5C0F, 0x8D77, 0x4F8B, 0x7AE0, 0x6B3E, 0};

static bool is_digit(uint32_t cp) {
    return cp >= '0' && cp <= '9';
}

static bool is_alnum(uint32_t cp) {
    return is_digit(cp) || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
}

static bool is_chinese(enum glyph_class c) {
    return c == GLYPH_HAN || c == GLYPH_OPEN || c == GLYPH_CLOSE;
}

/* What the pair "before | after" asks for; `otherwise` is ICU's answer. */
static uint8_t pair_kind(uint32_t before, uint32_t after, uint8_t otherwise) {
    if (otherwise == LINEBREAK_MUST)
        return otherwise;
    enum glyph_class b = glyph_class_of(before), a = glyph_class_of(after);
    if (a == GLYPH_CLOSE || b == GLYPH_OPEN || one_of(after, not_first) || one_of(before, not_last))
        return LINEBREAK_NONE;
    if (before == after && (after == 0x2014 || after == 0x2026))
        return LINEBREAK_NONE;
    if (is_digit(before) && one_of(after, units))
        return LINEBREAK_NONE;
    if (before == '-' && is_alnum(after)) /* names like pacs-db1: who copies them must not lose the hyphen */
        return LINEBREAK_NONE;
    if ((after == 0x201C || after == 0x2018) && is_chinese(b))
        return LINEBREAK_MAY;
    if ((before == 0x201D || before == 0x2019) && is_chinese(a))
        return LINEBREAK_MAY;
    return otherwise;
}

bool linebreak_find(struct linebreak *lb, str text, uint8_t *kinds, struct failure *f) {
    memset(kinds, LINEBREAK_NONE, text.n);
    kinds[text.n] = LINEBREAK_MUST;
    if (text.n == 0)
        return true;
    if (!mark_breaks(lb, text, kinds, f))
        return false;
    str rest = text;
    uint32_t before = utf8_next(&rest);
    while (rest.n) {
        size_t at = text.n - rest.n;
        uint32_t after = utf8_next(&rest);
        kinds[at] = pair_kind(before, after, kinds[at]);
        before = after;
    }
    kinds[text.n] = LINEBREAK_MUST;
    return true;
}
