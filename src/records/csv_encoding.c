/* csv_encoding.c - finding, checking and converting the encoding of a text file. */
#include "records/csv_encoding.h"

#include <string.h>

enum { SAMPLE_MAX = 1024 * 1024 };

static const struct {
    str name;
    enum text_encoding encoding;
} names[] = {{{"utf-8", 5}, TEXT_UTF8},  {{"utf8", 4}, TEXT_UTF8},      {{"gb18030", 7}, TEXT_GB18030},
             {{"gbk", 3}, TEXT_GB18030}, {{"gb2312", 6}, TEXT_GB18030}, {{"cp936", 5}, TEXT_GB18030},
             {{"ansi", 4}, TEXT_GB18030}};

str encoding_name(enum text_encoding e) {
    return e == TEXT_UTF8 ? S("UTF-8") : S("GB18030");
}

bool encoding_parse(str s, enum text_encoding *out) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_nocase(str_trim(s), names[i].name)) {
            *out = names[i].encoding;
            return true;
        }
    return false;
}

size_t encoding_names(const str **out) {
    static const str shown[] = {{"utf-8", 5}, {"gb18030", 7}};
    *out = shown;
    return sizeof shown / sizeof *shown;
}

/* Control characters can be shown nowhere and are not even allowed in a workbook's XML. */
static bool is_plain(unsigned char c) {
    return (c >= ' ' && c < 0x80) || c == '\t' || c == '\n' || c == '\r';
}

/* Length of the run of plain ASCII at the front, eight bytes at a time while there is no line end. */
static size_t ascii_run(const unsigned char *p, size_t n) {
    const uint64_t high = UINT64_C(0x8080808080808080), blanks = UINT64_C(0x2020202020202020);
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t w;
        memcpy(&w, p + i, 8);
        if ((w | (w - blanks)) &
            high) /* a high bit, or a byte below the blank (and then what borrowed behind it) */
            break;
    }
    while (i < n && is_plain(p[i]))
        i++;
    return i;
}

/* Control characters do not end the search for text that tells. */
static size_t first_not_ascii(str text) {
    const unsigned char *p = (const unsigned char *)text.p;
    size_t i = 0;
    while (i < text.n && p[i] < 0x80) {
        size_t run = ascii_run(p + i, text.n - i);
        i += run ? run : 1;
    }
    return i;
}

enum text_encoding encoding_detect(str text) {
    size_t from = first_not_ascii(text);
    str rest = str_slice(text, from, text.n - from > SAMPLE_MAX ? from + SAMPLE_MAX : text.n);
    size_t whole = 0, broken = 0;
    while (rest.n) {
        uint32_t cp = utf8_next(&rest);
        whole += cp >= 0x80 && cp != UTF8_BAD;
        broken += cp == UTF8_BAD;
    }
    return broken * 4 > whole ? TEXT_GB18030 : TEXT_UTF8;
}

/* Bytes of the UTF-8 character at p, 0 when it is none (Unicode 15, table 3-7). */
static size_t utf8_length(const unsigned char *p, size_t n) {
    if (p[0] >= 0xC2 && p[0] <= 0xDF)
        return n >= 2 && (p[1] & 0xC0) == 0x80 ? 2 : 0;
    if (p[0] >= 0xE0 && p[0] <= 0xEF) {
        if (n < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
            return 0;
        return (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) ? 0 : 3;
    }
    if (p[0] < 0xF0 || p[0] > 0xF4 || n < 4)
        return 0;
    if ((p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 || (p[3] & 0xC0) != 0x80)
        return 0;
    return (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F) ? 0 : 4;
}

static bool between(unsigned char c, unsigned char from, unsigned char to) {
    return c >= from && c <= to;
}

/* Bytes of the GB18030 character at p, 0 when it is none (GB 18030-2022, clause 4). */
static size_t gb18030_length(const unsigned char *p, size_t n) {
    if (!between(p[0], 0x81, 0xFE) || n < 2)
        return 0;
    if (between(p[1], 0x40, 0xFE) && p[1] != 0x7F)
        return 2;
    bool four = n >= 4 && between(p[1], '0', '9') && between(p[2], 0x81, 0xFE) && between(p[3], '0', '9');
    return four ? 4 : 0;
}

/* Length of the run of Chinese at the front: E4 to E9 lead U+4000 to U+9FFF, where any two trail bytes will do. */
static size_t chinese_run(const unsigned char *p, size_t n) {
    size_t i = 0;
    while (i + 3 <= n && between(p[i], 0xE4, 0xE9) && (p[i + 1] & 0xC0) == 0x80 && (p[i + 2] & 0xC0) == 0x80)
        i += 3;
    return i;
}

size_t encoding_fault(enum text_encoding e, str bytes) {
    const unsigned char *p = (const unsigned char *)bytes.p;
    size_t i = 0;
    while (i < bytes.n) {
        if (p[i] < 0x80) {
            size_t run = ascii_run(p + i, bytes.n - i);
            if (run == 0)
                return i;
            i += run;
            continue;
        }
        size_t length = e == TEXT_UTF8 ? chinese_run(p + i, bytes.n - i) : 0;
        if (length == 0)
            length = (e == TEXT_UTF8 ? utf8_length : gb18030_length)(p + i, bytes.n - i);
        if (length == 0)
            return i;
        i += length;
    }
    return i;
}

bool encoding_convert(struct arena *a, iconv_t cd, str bytes, str *out) {
    size_t room = bytes.n * 2; /* two bytes become at most three, four at most four */
    char *to = ARENA_ARRAY(a, char, room), *from = (char *)(uintptr_t)bytes.p, *at = to;
    size_t left = bytes.n;
    iconv(cd, NULL, NULL, NULL, NULL);
    bool whole = iconv(cd, &from, &left, &at, &room) != (size_t)-1;
    *out = whole ? (str){to, (size_t)(at - to)} : (str){from, 0};
    return whole;
}
