/* fold.c - one loop over the characters. */
#include "records/fold.h"

static bool is_blank(uint32_t cp) {
    return cp <= ' ' || cp == 0xA0 || cp == 0x3000 || cp == 0x200B || cp == 0xFEFF;
}

static uint32_t half_width(uint32_t cp) {
    return cp > 0xFF00 && cp < 0xFF5F ? cp - 0xFEE0 : cp;
}

str fold(struct arena *a, str s) {
    struct sb b = {.a = a};
    while (s.n) {
        uint32_t cp = half_width(utf8_next(&s));
        if (cp >= 'A' && cp <= 'Z')
            cp += 'a' - 'A';
        if (!is_blank(cp) && cp != UTF8_BAD)
            sb_codepoint(&b, cp);
    }
    str out = b.n ? sb_str(&b) : S("");
    while (out.n && out.p[0] == '*')
        out = str_slice(out, 1, out.n);
    while (out.n > 1 && (out.p[out.n - 1] == '*' || out.p[out.n - 1] == ':'))
        out.n--;
    return out;
}
