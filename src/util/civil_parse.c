/* civil_parse.c - reading dates and times as people and spreadsheets write them.
 *
 * One small scanner follows a format; the usual written forms are a table of such formats, tried on
 * text whose full-width characters and Chinese unit words were first mapped to ASCII.
 */
#include "util/civil.h"

enum { WRITTEN_MAX = 40 };

struct reading {
    int year, month, day, hour, minute, second;
    bool has_time;
};

/* Between least and most digits off the front of s. */
static bool take_digits(str *s, size_t least, size_t most, int *out) {
    int v = 0;
    size_t i = 0;
    for (; i < most && i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++)
        v = v * 10 + (s->p[i] - '0');
    if (i < least)
        return false;
    *out = v;
    *s = str_slice(*s, i, s->n);
    return true;
}

static bool take_short_year(str *s, int *year) {
    int two;
    if (!take_digits(s, 2, 2, &two))
        return false;
    *year = two + (two < 69 ? 2000 : 1900); /* POSIX strptime */
    return true;
}

/* One % directive. After a colon a minute or second has two digits: "8:5" may be 8:05 or 8:50. */
static bool take_directive(char directive, size_t least, str *s, struct reading *r) {
    switch (directive) {
    case 'Y':
        return take_digits(s, 4, 4, &r->year);
    case 'y':
        return take_short_year(s, &r->year);
    case 'm':
        return take_digits(s, 1, 2, &r->month);
    case 'd':
        return take_digits(s, 1, 2, &r->day);
    case 'H':
        r->has_time = true;
        return take_digits(s, 1, 2, &r->hour);
    case 'M':
        return take_digits(s, least, 2, &r->minute);
    case 'S':
        return take_digits(s, least, 2, &r->second);
    default:
        return false;
    }
}

static void skip_blanks(str *s) {
    while (s->n && (s->p[0] == ' ' || s->p[0] == '\t'))
        *s = str_slice(*s, 1, s->n);
}

/* Follows fmt from the front of *s and leaves what comes after it. A blank stands for any blanks. */
static bool follow(str fmt, str *s, struct reading *r) {
    str rest = *s;
    for (size_t i = 0; i < fmt.n; i++) {
        char c = fmt.p[i];
        if (c == ' ') {
            skip_blanks(&rest);
        } else if (c == '%' && i + 1 < fmt.n && fmt.p[i + 1] != '%') {
            size_t least = i > 0 && fmt.p[i - 1] == ':' ? 2 : 1;
            if (!take_directive(fmt.p[++i], least, &rest, r))
                return false;
        } else {
            i += c == '%';
            if (rest.n == 0 || rest.p[0] != c)
                return false;
            rest = str_slice(rest, 1, rest.n);
        }
    }
    *s = rest;
    return true;
}

static char plain_char(uint32_t cp) {
    static const struct {
        uint32_t from;
        char to;
    } written[] = {{0x5E74, 'y'}, {0x6708, 'm'}, {0x65E5, 'd'}, {0x53F7, 'd'}, /* 年 月 日 号 */
                   {0x65F6, 'h'}, {0x70B9, 'h'}, {0x5206, 'i'}, {0x79D2, 's'}, /* 时 点 分 秒 */
                   {0x3000, ' '}, {0x00A0, ' '}, {0x6642, 'h'}, {0x9EDE, 'h'}};
    for (size_t i = 0; i < sizeof written / sizeof *written; i++)
        if (written[i].from == cp)
            return written[i].to;
    if (cp > 0xFF00 && cp < 0xFF5F) /* the full-width forms of ! to ~ */
        cp -= 0xFEE0;
    bool letter = (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z' && cp != 'T');
    return cp >= ' ' && cp < 0x7F && !letter ? (char)cp : '\0';
}

static bool plain_text(str s, char *out, str *plain) {
    size_t n = 0;
    while (s.n) {
        char c = plain_char(utf8_next(&s));
        if (c == '\0' || n == WRITTEN_MAX)
            return false;
        out[n++] = c;
    }
    *plain = (str){out, n};
    return true;
}

static bool follow_any(const str *forms, size_t n, str *s, struct reading *r) {
    for (size_t i = 0; i < n; i++)
        if (follow(forms[i], s, r))
            return true;
    return false;
}

/* Between date and time stands a blank or T; after 日 nothing is needed. */
static bool skip_gap(str *s) {
    bool after_word = s->p[-1] == 'd';
    size_t before = s->n;
    if (s->n && s->p[0] == 'T')
        *s = str_slice(*s, 1, s->n);
    else
        skip_blanks(s);
    return after_word || s->n < before;
}

static bool read_written(str s, struct reading *r) {
    static const str dates[] = {{"%Y-%m-%d", 8}, {"%Y/%m/%d", 8}, {"%Y.%m.%d", 8}, {"%Yy%mm%dd", 9}};
    static const str times[] = {{"%H:%M:%S", 8}, {"%H:%M", 5}, {"%Hh%Mi%Ss", 9}, {"%Hh%Mi", 6}, {"%Hh", 3}};
    char text[WRITTEN_MAX];
    str rest;
    if (!plain_text(s, text, &rest) || !follow_any(dates, sizeof dates / sizeof *dates, &rest, r))
        return false;
    if (rest.n == 0)
        return true;
    return skip_gap(&rest) && follow_any(times, sizeof times / sizeof *times, &rest, r) && rest.n == 0;
}

static bool reading_valid(const struct reading *r) {
    bool end_of_day = r->hour == 24 && r->minute == 0 && r->second == 0;
    return ymd_valid(r->year, r->month, r->day) && (r->hour < 24 || end_of_day) && r->minute < 60 &&
           r->second < 60;
}

bool civil_parse(str s, str fmt, int64_t *t, bool *has_time) {
    struct reading r = {0};
    str rest = str_trim(s);
    bool read = fmt.n ? follow(fmt, &rest, &r) && rest.n == 0 : read_written(rest, &r);
    if (!read || !reading_valid(&r))
        return false;
    *t = day_start(day_from_ymd(r.year, r.month, r.day)) + r.hour * 3600 + r.minute * 60 + r.second;
    if (has_time)
        *has_time = r.has_time;
    return true;
}
