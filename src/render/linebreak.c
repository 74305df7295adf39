/* linebreak.c - ICU finds the breaks, a second pass over pairs of characters takes some away.
 *
 * GB/T 15834-2011 section 5.1: stops and closing marks do not begin a line (5.1.1-5.1.3), opening marks do
 * not end one (5.1.3), dash and ellipsis are not split (5.1.4, 5.1.5), connecting and middle dots do not
 * begin one (5.1.6, 5.1.7), a slash does neither (5.1.9). UAX #14 as ICU tailors it for Chinese has all but the last
 * three; the tests hold it to the rest.
 */
#include "render/linebreak.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

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

/* Never first in a line: ～ ~ · ／ */
static const uint32_t not_first[] = {0xFF5E, 0x7E, 0x00B7, 0xFF0F, 0};
/* Never last: ／ § */
static const uint32_t not_last[] = {0xFF0F, 0x00A7, 0};
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

/* "2小时", "2 小时" */
static bool is_quantity(uint32_t earlier, uint32_t before, uint32_t after) {
    return is_digit(before == ' ' ? earlier : before) && one_of(after, units);
}

/* What "earlier before | after" asks for; `otherwise` is ICU's answer. */
static uint8_t kind_at(uint32_t earlier, uint32_t before, uint32_t after, uint8_t otherwise) {
    if (otherwise == LINEBREAK_MUST)
        return otherwise;
    if (one_of(after, not_first) || one_of(before, not_last))
        return LINEBREAK_NONE;
    if (is_quantity(earlier, before, after))
        return LINEBREAK_NONE;
    if (before == '-' && is_alnum(after)) /* names like pacs-db1: who copies them must not lose the hyphen */
        return LINEBREAK_NONE;
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
    uint32_t earlier = 0, before = utf8_next(&rest);
    while (rest.n) {
        size_t at = text.n - rest.n;
        uint32_t after = utf8_next(&rest);
        kinds[at] = kind_at(earlier, before, after, kinds[at]);
        earlier = before;
        before = after;
    }
    kinds[text.n] = LINEBREAK_MUST;
    return true;
}
