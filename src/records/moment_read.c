/* moment_read.c - the fast way for "2025-03-05 08:30[:00]" and "2025/3/5 8:30", civil_parse() for the rest. */
#include "records/moment_read.h"

#include <string.h>

/* One or two digits, or exactly `least` = 2 and 4; -1 when they are not there. */
static int take_number(str s, size_t *at, size_t least, size_t most) {
    int v = 0;
    size_t n = 0;
    for (; n < most && *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9'; n++)
        v = v * 10 + (s.p[(*at)++] - '0');
    return n < least ? -1 : v;
}

static bool take_char(str s, size_t *at, char c) {
    bool there = *at < s.n && s.p[*at] == c;
    *at += there;
    return there;
}

static bool take_date(str s, size_t *at, int64_t *t) {
    int y = take_number(s, at, 4, 4);
    char sep = *at < s.n && s.p[*at] == '/' ? '/' : '-';
    int m = take_char(s, at, sep) ? take_number(s, at, 1, 2) : -1;
    int d = take_char(s, at, sep) ? take_number(s, at, 1, 2) : -1;
    if (y < 0 || m < 0 || d < 0 || !ymd_valid(y, m, d))
        return false;
    *t = day_start(day_from_ymd(y, m, d));
    return true;
}

/* Hours up to 23: what is odd is left to civil_parse(). */
static bool take_time(str s, size_t *at, int64_t *t) {
    int h = take_number(s, at, 1, 2);
    int m = take_char(s, at, ':') ? take_number(s, at, 2, 2) : -1;
    int sec = take_char(s, at, ':') ? take_number(s, at, 2, 2) : 0;
    if (h < 0 || h > 23 || m < 0 || m > 59 || sec < 0 || sec > 59)
        return false;
    *t += h * 3600 + m * 60 + sec;
    return true;
}

static bool read_common(str s, struct moment *out) {
    size_t at = 0;
    if (!take_date(s, &at, &out->t))
        return false;
    *out = (struct moment){out->t, true, at < s.n};
    return at == s.n || (take_char(s, &at, ' ') && take_time(s, &at, &out->t) && at == s.n);
}

/* A time of day alone, in any form civil_parse() knows behind a date. */
static bool read_time_alone(str s, struct moment *out) {
    static const char epoch[] = "1970-01-01 ";
    enum { HEAD = sizeof epoch - 1, TIME_MAX = 32 };
    char text[HEAD + TIME_MAX];
    bool has_time = false;
    if (s.n == 0 || s.n > TIME_MAX)
        return false;
    memcpy(text, epoch, HEAD);
    memcpy(text + HEAD, s.p, s.n);
    if (!civil_parse((str){text, HEAD + s.n}, S(""), &out->t, &has_time) || !has_time)
        return false;
    out->has_day = false;
    out->has_time = true;
    return true;
}

bool moment_read(str s, str format, struct moment *out) {
    *out = (struct moment){.has_day = true};
    if (format.n && civil_parse(s, format, &out->t, &out->has_time))
        return true;
    if (read_common(s, out))
        return true;
    *out = (struct moment){.has_day = true};
    return civil_parse(s, S(""), &out->t, &out->has_time) || read_time_alone(s, out);
}
