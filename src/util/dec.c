/* dec.c - exact decimals and percentages. Money is in money.c. */
#include "util/dec.h"

__extension__ typedef __int128 int128;

enum { SCALE_MAX = 12 };

static const int64_t pow10s[] = {1,           10,           100,          1000,      10000,
                                 100000,      1000000,      10000000,     100000000, 1000000000,
                                 10000000000, 100000000000, 1000000000000};

/* Digits of the part before the point, where commas may group them by three: "1,234", not "12,34". */
static bool take_whole(str *s, int64_t *m, int64_t sign) {
    size_t i = 0, since_comma = 0, digits = 0;
    bool grouped = false;
    for (; i < s->n && s->p[i] != '.'; i++) {
        char c = s->p[i];
        if (c == ',') {
            if (grouped ? since_comma != 3 : since_comma < 1 || since_comma > 3)
                return false;
            grouped = true;
            since_comma = 0;
            continue;
        }
        if (c < '0' || c > '9' || __builtin_mul_overflow(*m, 10, m) ||
            __builtin_add_overflow(*m, sign * (c - '0'), m))
            return false;
        since_comma++;
        digits++;
    }
    *s = str_slice(*s, i, s->n);
    return digits > 0 && (!grouped || since_comma == 3);
}

static bool take_fraction(str s, int64_t *m, int64_t sign, int *scale) {
    while (s.n && s.p[s.n - 1] == '0')
        s.n--;
    if (s.n > SCALE_MAX)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c < '0' || c > '9' || __builtin_mul_overflow(*m, 10, m) ||
            __builtin_add_overflow(*m, sign * (c - '0'), m))
            return false;
    }
    *scale = (int)s.n;
    return true;
}

bool dec_parse(str s, struct dec *out) {
    s = str_trim(s);
    int64_t sign = s.n && s.p[0] == '-' ? -1 : 1;
    if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
        s = str_slice(s, 1, s.n);
    struct dec d = {0, 0};
    if (!take_whole(&s, &d.m, sign))
        return false;
    if (s.n == 1) /* a point and nothing behind it */
        return false;
    if (s.n && !take_fraction(str_slice(s, 1, s.n), &d.m, sign, &d.scale))
        return false;
    *out = d;
    return true;
}

bool dec_parse_percent(str s, struct dec *out) {
    s = str_trim(s);
    if (str_ends(s, S("%")))
        s.n -= 1;
    else if (str_ends(s, S("％")))
        s.n -= 3;
    return dec_parse(s, out);
}

int dec_cmp(struct dec a, struct dec b) {
    int128 x = (int128)a.m * pow10s[b.scale];
    int128 y = (int128)b.m * pow10s[a.scale];
    return (x > y) - (x < y);
}

str dec_text(struct arena *a, struct dec d) {
    while (d.scale > 0 && d.m % 10 == 0) {
        d.m /= 10;
        d.scale--;
    }
    uint64_t size = d.m < 0 ? -(uint64_t)d.m : (uint64_t)d.m;
    uint64_t unit = (uint64_t)pow10s[d.scale];
    const char *sign = d.m < 0 ? "-" : "";
    if (d.scale == 0)
        return str_fmt(a, "%s%llu", sign, (unsigned long long)size);
    return str_fmt(a, "%s%llu.%0*llu", sign, (unsigned long long)(size / unit), d.scale,
                   (unsigned long long)(size % unit));
}

double dec_real(struct dec d) {
    return (double)d.m / (double)pow10s[d.scale];
}

int ratio_cmp_percent(int64_t num, int64_t den, struct dec percent) {
    int128 x = (int128)num * 100 * pow10s[percent.scale];
    int128 y = (int128)den * percent.m;
    return (x > y) - (x < y);
}

str percent_text(struct arena *a, int64_t num, int64_t den, int places) {
    if (den == 0)
        return S("—");
    int scale = places < 0 ? 0 : places > SCALE_MAX ? SCALE_MAX : places;
    int128 cut = (int128)num * 100 * pow10s[scale] / den; /* C division cuts towards zero */
    int128 size = cut < 0 ? -cut : cut;
    const char *sign = cut < 0 ? "-" : "";
    /* Whole percents of any int64 ratio may need more than 64 bits, so they are written in two parts. */
    int128 whole = size / pow10s[scale];
    long long high = (long long)(whole / pow10s[SCALE_MAX]), low = (long long)(whole % pow10s[SCALE_MAX]);
    struct sb b = {.a = a};
    sb_addz(&b, sign);
    if (high)
        sb_fmt(&b, "%lld%012lld", high, low);
    else
        sb_fmt(&b, "%lld", low);
    if (scale)
        sb_fmt(&b, ".%0*lld", scale, (long long)(size % pow10s[scale]));
    sb_char(&b, '%');
    return sb_str(&b);
}
