/* str.c - views and the builder. UTF-8 is in utf8.c. */
#include "util/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

str str_from(const char *z) {
    return z ? (str){z, strlen(z)} : (str){"", 0};
}

bool str_eq(str a, str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_eqz(str a, const char *z) {
    return str_eq(a, str_from(z));
}

static char lower_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_eq_nocase(str a, str b) {
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower_ascii(a.p[i]) != lower_ascii(b.p[i]))
            return false;
    return true;
}

int str_cmp(str a, str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(str s, str prefix) {
    return s.n >= prefix.n && str_eq(str_slice(s, 0, prefix.n), prefix);
}

bool str_ends(str s, str suffix) {
    return s.n >= suffix.n && str_eq(str_slice(s, s.n - suffix.n, s.n), suffix);
}

ptrdiff_t str_find(str s, str needle) {
    if (needle.n == 0)
        return 0;
    if (s.n < needle.n)
        return -1;
    const char *hit = memmem(s.p, s.n, needle.p, needle.n);
    return hit ? hit - s.p : -1;
}

str str_slice(str s, size_t from, size_t to) {
    if (to > s.n)
        to = s.n;
    if (from >= to)
        return (str){s.p && from <= s.n ? s.p + from : s.p, 0};
    return (str){s.p + from, to - from};
}

/* Length of the blank at the start of s, 0 when there is none. */
static size_t blank_at_start(str s) {
    if (s.n && strchr(" \t\r\n\v\f", s.p[0]) && s.p[0])
        return 1;
    if (str_starts(s, S("\xC2\xA0")))
        return 2;
    return str_starts(s, S("\xE3\x80\x80")) ? 3 : 0;
}

static size_t blank_at_end(str s) {
    if (s.n && strchr(" \t\r\n\v\f", s.p[s.n - 1]) && s.p[s.n - 1])
        return 1;
    if (str_ends(s, S("\xC2\xA0")))
        return 2;
    return str_ends(s, S("\xE3\x80\x80")) ? 3 : 0;
}

str str_trim(str s) {
    size_t k;
    while ((k = blank_at_start(s)) > 0)
        s = str_slice(s, k, s.n);
    while ((k = blank_at_end(s)) > 0)
        s = str_slice(s, 0, s.n - k);
    return s;
}

bool str_cut(str *rest, char sep, str *head) {
    if (rest->n == 0)
        return false;
    const char *hit = memchr(rest->p, sep, rest->n);
    size_t n = hit ? (size_t)(hit - rest->p) : rest->n;
    *head = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, hit ? n + 1 : n, rest->n);
    return true;
}

char *str_z(struct arena *a, str s) {
    char *z = arena_alloc(a, s.n + 1, 1);
    if (s.n)
        memcpy(z, s.p, s.n);
    return z;
}

bool str_is_formula(str s) {
    static const char begin[] = {'=', '+', '-', '@', '\t', '\r'};
    for (size_t i = 0; s.n && i < sizeof begin; i++)
        if (s.p[0] == begin[i])
            return true;
    return false;
}

str str_dup(struct arena *a, str s) {
    return (str){str_z(a, s), s.n};
}

/* Room for n more bytes and the NUL behind them. */
static void sb_reserve(struct sb *b, size_t n) {
    size_t need = b->n + n + 1;
    if (need <= b->cap)
        return;
    size_t cap = b->cap ? b->cap * 2 : 64;
    if (cap < need)
        cap = need;
    b->p = arena_grow(b->a, b->p, b->cap, cap, 1);
    b->cap = cap;
}

void sb_add(struct sb *b, str s) {
    sb_reserve(b, s.n);
    if (s.n)
        memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
    b->p[b->n] = '\0';
}

void sb_addz(struct sb *b, const char *z) {
    sb_add(b, str_from(z));
}

void sb_char(struct sb *b, char c) {
    sb_add(b, (str){&c, 1});
}

__attribute__((format(printf, 2, 0))) static void sb_vfmt(struct sb *b, const char *fmt, va_list ap) {
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (n < 0)
        return;
    sb_reserve(b, (size_t)n);
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
    b->n += (size_t)n;
}

void sb_fmt(struct sb *b, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    sb_vfmt(b, fmt, ap);
    va_end(ap);
}

static size_t list_separator(str s) {
    static const char *const separators[] = {"、", ",", "，", ";", "；", " ", "\t", "\n", "\r", "　"};
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (str_starts(s, str_from(separators[i])))
            return strlen(separators[i]);
    return 0;
}

bool str_list_next(str *rest, str *item) {
    size_t n = 0, skip;
    while ((skip = list_separator(*rest)) > 0)
        *rest = str_slice(*rest, skip, rest->n);
    while (n < rest->n && !list_separator(str_slice(*rest, n, rest->n)))
        n++;
    *item = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, n, rest->n);
    return n > 0;
}

bool str_list_has(str list, str item) {
    str one;
    while (str_list_next(&list, &one))
        if (str_eq(one, item))
            return true;
    return false;
}

str str_fmt(struct arena *a, const char *fmt, ...) {
    struct sb b = {.a = a};
    va_list ap;
    va_start(ap, fmt);
    sb_vfmt(&b, fmt, ap);
    va_end(ap);
    return sb_str(&b);
}

void sb_codepoint(struct sb *b, uint32_t cp) {
    char out[4];
    size_t n = utf8_encode(cp, out);
    sb_add(b, (str){out, n});
}

str sb_str(const struct sb *b) {
    return b->p ? (str){b->p, b->n} : (str){"", 0};
}

bool str_to_int(str s, int64_t *out) {
    bool negative = s.n && s.p[0] == '-';
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+');
    if (i == s.n)
        return false;
    /* Counts downwards: the negative range is the larger one. */
    int64_t v = 0;
    for (; i < s.n; i++) {
        int digit = s.p[i] - '0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(v, 10, &v) ||
            __builtin_sub_overflow(v, digit, &v))
            return false;
    }
    if (!negative && v == INT64_MIN)
        return false;
    *out = negative ? v : -v;
    return true;
}
