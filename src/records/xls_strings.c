/* xls_strings.c - text in an XLS workbook: UTF-16 or its lower bytes (BIFF8, MS-XLS 2.5.293), a codepage before that. */
#include <iconv.h>
#include <string.h>

#include "records/cfb.h"
#include "records/xls_walk.h"

enum { R_CONTINUE = 0x3C, WIDE = 1, EXTENDED = 4, RICH = 8, STRINGS_MAX = 4 << 20 };

/* One UTF-16 unit more; half of a pair waits in *high. */
static void add_unit(struct sb *b, uint32_t unit, uint32_t *high) {
    bool low = unit >= 0xDC00 && unit < 0xE000;
    uint32_t waiting = *high;
    *high = 0;
    if (waiting && low) {
        sb_codepoint(b, 0x10000 + ((waiting - 0xD800) << 10) + (unit - 0xDC00));
        return;
    }
    if (waiting)
        sb_codepoint(b, 0xFFFD);
    if (unit >= 0xD800 && unit < 0xDC00)
        *high = unit;
    else
        sb_codepoint(b, low ? 0xFFFD : unit);
}

/* Text of BIFF5 that its codepage does not know stays out, as far as it is ASCII it stays in. */
static str codepage_text(struct xls_walk *w, str s) {
    char name[16];
    struct sb b = {.a = w->a};
    snprintf(name, sizeof name, w->codepage == 936 ? "GB18030" : "CP%u", w->codepage ? w->codepage : 1252);
    iconv_t cd = iconv_open("UTF-8", name);
    size_t room = s.n * 4 + 4, left = s.n;
    char *to = ARENA_ARRAY(w->a, char, room), *at = to, *from = (char *)(uintptr_t)s.p;
    if (cd != (iconv_t)-1) {
        size_t done = s.n ? iconv(cd, &from, &left, &at, &room) : 0;
        iconv_close(cd);
        if (done != (size_t)-1)
            return (str){to, (size_t)(at - to)};
    }
    for (size_t i = 0; i < s.n; i++)
        sb_codepoint(&b, (unsigned char)s.p[i] < 0x80 ? (unsigned char)s.p[i] : 0xFFFD);
    return sb_str(&b);
}

str xls_text(struct xls_walk *w, str s, size_t n, bool *whole) {
    struct sb b = {.a = w->a};
    uint32_t high = 0;
    if (!w->biff8) {
        *whole = s.n >= n;
        return codepage_text(w, str_slice(s, 0, n));
    }
    bool wide = s.n && (s.p[0] & WIDE);
    size_t size = wide ? 2 : 1;
    *whole = s.n >= 1 + n * size;
    for (size_t at = 1; n > 0 && at + size <= s.n; at += size, n--)
        add_unit(&b, wide ? le16(s.p + at) : (unsigned char)s.p[at], &high);
    return sb_str(&b);
}

/* -- shared strings, which go on from record to record ---------------------------------------------- */

struct cursor {
    str body, rest; /* of the record at hand; the stream behind it */
};

static bool next_record(struct cursor *c) {
    if (c->rest.n < 4 || le16(c->rest.p) != R_CONTINUE)
        return false;
    size_t n = le16(c->rest.p + 2);
    c->body = str_slice(c->rest, 4, 4 + n);
    c->rest = str_slice(c->rest, 4 + n, c->rest.n);
    return true;
}

/* n bytes, in one record or several. */
static bool take(struct cursor *c, char *to, size_t n) {
    while (n) {
        if (c->body.n == 0 && !next_record(c))
            return false;
        size_t part = n < c->body.n ? n : c->body.n;
        if (to) {
            memcpy(to, c->body.p, part);
            to += part;
        }
        c->body = str_slice(c->body, part, c->body.n);
        n -= part;
    }
    return true;
}

/* Where characters go on in another record, that one begins with their flag byte anew. */
static bool take_characters(struct cursor *c, struct sb *b, size_t n, bool wide) {
    uint32_t high = 0;
    while (n) {
        if (c->body.n < (wide ? 2u : 1u)) {
            char flags;
            if (c->body.n || !take(c, &flags, 1))
                return false;
            wide = flags & WIDE;
            continue;
        }
        add_unit(b, wide ? le16(c->body.p) : (unsigned char)c->body.p[0], &high);
        c->body = str_slice(c->body, wide ? 2 : 1, c->body.n);
        n--;
    }
    return true;
}

static bool take_string(struct xls_walk *w, struct cursor *c) {
    char head[3], count[4];
    size_t behind = 0;
    struct sb b = {.a = w->a};
    if (!take(c, head, 3))
        return false;
    if ((head[2] & RICH) && !take(c, count, 2))
        return false;
    behind += head[2] & RICH ? 4 * (size_t)le16(count) : 0;
    if ((head[2] & EXTENDED) && !take(c, count, 4))
        return false;
    behind += head[2] & EXTENDED ? le32(count) : 0;
    if (!take_characters(c, &b, le16(head), head[2] & WIDE) || !take(c, NULL, behind))
        return false;
    VEC_PUSH(w->a, &w->strings, sb_str(&b));
    return true;
}

bool xls_strings_read(struct xls_walk *w, str body, str rest) {
    struct cursor c = {body, rest};
    char head[8];
    if (!take(&c, head, sizeof head))
        return false;
    uint32_t n = le32(head + 4);
    for (uint32_t i = 0; i < n && i < STRINGS_MAX; i++)
        if (!take_string(w, &c))
            return false;
    return true;
}
