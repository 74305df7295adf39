#include "render/pdf_syntax.h"

#include <math.h>
#include <string.h>

char *pdf_reserve(struct pdf_text *t, size_t n) {
    if (t->n + n > t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 4096;
        while (cap < t->n + n)
            cap *= 2;
        t->p = arena_grow(t->a, t->p, t->cap, cap, 1);
        t->cap = cap;
    }
    return t->p + t->n;
}

void pdf_put_bytes(struct pdf_text *t, str bytes) {
    if (bytes.n == 0)
        return;
    memcpy(pdf_reserve(t, bytes.n), bytes.p, bytes.n);
    t->n += bytes.n;
}

void pdf_put(struct pdf_text *t, const char *text) {
    pdf_put_bytes(t, str_from(text));
}

void pdf_put_char(struct pdf_text *t, char c) {
    *pdf_reserve(t, 1) = c;
    t->n++;
}

void pdf_put_integer(struct pdf_text *t, long v) {
    char digits[24], *p = digits + sizeof digits;
    unsigned long u = v < 0 ? 0ul - (unsigned long)v : (unsigned long)v;
    do
        *--p = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0)
        *--p = '-';
    pdf_put_bytes(t, (str){p, (size_t)(digits + sizeof digits - p)});
}

void pdf_put_scaled(struct pdf_text *t, long v, int places) {
    long unit = 1;
    for (int i = 0; i < places; i++)
        unit *= 10;
    if (v < 0) {
        pdf_put_char(t, '-');
        v = -v;
    }
    if (v >= unit || v == 0)
        pdf_put_integer(t, v / unit);
    long rest = v % unit;
    if (rest == 0)
        return;
    pdf_put_char(t, '.');
    for (unit /= 10; rest; rest %= unit, unit /= 10) {
        pdf_put_char(t, (char)('0' + rest / unit));
        if (unit == 1)
            break;
    }
}

void pdf_put_ref(struct pdf_text *t, uint32_t object) {
    pdf_put_char(t, ' ');
    pdf_put_integer(t, (long)object);
    pdf_put(t, " 0 R");
}

void pdf_put_box(struct pdf_text *t, float a, float b, float c, float d) {
    const float all[] = {a, b, c, d};
    for (int i = 0; i < 4; i++) {
        pdf_put_char(t, i ? ' ' : '[');
        pdf_put_scaled(t, lrintf(all[i] * 100), 2);
    }
    pdf_put_char(t, ']');
}

/* 7.3.4.2: a bare carriage return would read as a line feed. */
char *pdf_string_byte(char *p, unsigned byte) {
    if (byte == '(' || byte == ')' || byte == '\\')
        *p++ = '\\';
    else if (byte == '\r') {
        *p++ = '\\';
        byte = 'r';
    }
    *p++ = (char)byte;
    return p;
}

void pdf_put_literal(struct pdf_text *t, str bytes) {
    char *p = pdf_reserve(t, 2 * bytes.n + 2);
    *p++ = '(';
    for (size_t i = 0; i < bytes.n; i++)
        p = pdf_string_byte(p, (unsigned char)bytes.p[i]);
    *p++ = ')';
    t->n = (size_t)(p - t->p);
}

static bool printable_ascii(str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] > '~')
            return false;
    return true;
}

void pdf_put_string(struct pdf_text *t, str utf8) {
    if (printable_ascii(utf8)) {
        pdf_put_literal(t, utf8);
        return;
    }
    char *p =
        pdf_reserve(t, 4 * utf8.n + 8); /* a byte of UTF-8 is at most one unit, a unit at most four bytes */
    *p++ = '(';
    *p++ = (char)0xFE;
    *p++ = (char)0xFF;
    while (utf8.n) {
        uint32_t cp = utf8_next(&utf8), units[2] = {cp, 0};
        if (cp == UTF8_BAD)
            units[0] = 0xFFFD;
        else if (cp >= 0x10000) {
            units[0] = 0xD800 + ((cp - 0x10000) >> 10);
            units[1] = 0xDC00 + ((cp - 0x10000) & 0x3FF);
        }
        for (int i = 0; i < (units[1] ? 2 : 1); i++)
            p = pdf_string_byte(pdf_string_byte(p, units[i] >> 8), units[i] & 255);
    }
    *p++ = ')';
    t->n = (size_t)(p - t->p);
}

str pdf_str(const struct pdf_text *t) {
    return (str){t->p, t->n};
}
