/* utf8.c - UTF-8 as in RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF. */
#include "util/str.h"

/* Bytes of the sequence a lead byte begins, and the smallest code point such a sequence may hold. */
static size_t lead_length(unsigned char c, uint32_t *bits, uint32_t *least) {
    static const struct {
        unsigned char mask, value, n;
        uint32_t least;
    } leads[] = {{0x80, 0x00, 1, 0}, {0xE0, 0xC0, 2, 0x80}, {0xF0, 0xE0, 3, 0x800}, {0xF8, 0xF0, 4, 0x10000}};
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
        if ((c & leads[i].mask) == leads[i].value) {
            *bits = (uint32_t)(c & ~leads[i].mask);
            *least = leads[i].least;
            return leads[i].n;
        }
    return 0;
}

/* The code point at the front of a non-empty s and its length; UTF8_BAD has length 1. */
static uint32_t decode(str s, size_t *length) {
    uint32_t cp = 0, least = 0;
    size_t n = lead_length((unsigned char)s.p[0], &cp, &least);
    *length = 1;
    if (n == 0 || n > s.n)
        return UTF8_BAD;
    for (size_t i = 1; i < n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c & 0xC0) != 0x80)
            return UTF8_BAD;
        cp = cp << 6 | (c & 0x3F);
    }
    if (cp < least || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        return UTF8_BAD;
    *length = n;
    return cp;
}

uint32_t utf8_next(str *s) {
    if (s->n == 0)
        return UTF8_BAD;
    size_t n;
    uint32_t cp = decode(*s, &n);
    *s = str_slice(*s, n, s->n);
    return cp;
}

bool utf8_valid(str s) {
    while (s.n)
        if (utf8_next(&s) == UTF8_BAD)
            return false;
    return true;
}

size_t utf8_count(str s) {
    size_t n = 0;
    for (; s.n; n++)
        utf8_next(&s);
    return n;
}

size_t utf8_encode(uint32_t cp, char out[4]) {
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        cp = 0xFFFD;
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const uint32_t lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (cp & 0x3F));
        cp >>= 6;
    }
    out[0] = (char)(lead[n] | cp);
    return n;
}
