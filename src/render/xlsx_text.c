/* xlsx_text.c - text as XML and Excel can hold it, and how wide it stands. */
#include <stdlib.h>
#include <string.h>

#include "render/xlsx.h"

static bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* Excel reads "_x0041_" as the character U+0041 (ECMA-376 part 1, 22.9.2.19). */
static bool is_escape(str s) {
    return s.n >= 7 && s.p[0] == '_' && s.p[1] == 'x' && is_hex(s.p[2]) && is_hex(s.p[3]) && is_hex(s.p[4]) &&
           is_hex(s.p[5]) && s.p[6] == '_';
}

/* XML 1.0 has no control characters but tab and line ends, and not the last two of the plane. */
static bool is_unfit(uint32_t cp) {
    return (cp < ' ' && cp != '\t' && cp != '\n') || (cp & 0xFFFE) == 0xFFFE || cp == UTF8_BAD;
}

/* Most text is fit as it is: no controls, no "_x", none of the bytes U+FFFE begins with. */
static bool is_plain(str s) {
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < ' ' || c >= 0xEF || c == '_')
            return false;
    }
    return true;
}

const char *xlsx_text(struct arena *a, str s) {
    struct sb b = {.a = a};
    if (is_plain(s))
        return str_z(a, s);
    while (s.n > 0) {
        if (is_escape(s))
            sb_add(&b, S("_x005F"));
        bool crlf = s.n > 1 && s.p[0] == '\r' && s.p[1] == '\n';
        uint32_t cp = utf8_next(&s);
        if (cp == '\r' && !crlf)
            sb_char(&b, '\n');
        else if (cp != '\r')
            sb_codepoint(&b, is_unfit(cp) ? 0xFFFD : cp);
    }
    return b.n ? b.p : "";
}

size_t xlsx_units(const char *text) {
    size_t units = 0;
    for (str s = str_from(text); s.n > 0; units++)
        units += utf8_next(&s) > 0xFFFF;
    return units;
}

int xlsx_columns(str text) {
    size_t widest = 0;
    str line;
    while (str_cut(&text, '\n', &line)) {
        size_t n = utf8_columns(line);
        widest = n > widest ? n : widest;
    }
    return widest > INT16_MAX ? INT16_MAX : (int)widest;
}

/* May not begin a line: closing punctuation. */
static bool is_closing(str s) {
    switch (utf8_next(&s)) {
    case U'，':
    case U'。':
    case U'、':
    case U'；':
    case U'：':
    case U'！':
    case U'？':
    case U'）':
    case U'”':
    case U'’':
    case U'》':
    case U'〕':
    case '%':
    case ')':
    case ',':
    case '.':
        return true;
    default:
        return false;
    }
}

static bool is_word(char c) {
    return (unsigned char)c < 0x80 && c != ' ';
}

/* A line may end before `rest` unless that would part a word or leave a closing sign alone. */
static bool may_break(str text, str rest) {
    return rest.n > 0 && !is_closing(rest) && !(is_word(rest.p[-1]) && is_word(rest.p[0])) && rest.n < text.n;
}

bool xlsx_take_line(str *rest, int columns, str *line) {
    str text = *rest, at = text, last = text;
    size_t used = 0;
    if (text.n == 0)
        return false;
    while (at.n > 0) {
        str from = at;
        uint32_t cp = utf8_next(&at);
        used += utf8_columns((str){from.p, from.n - at.n});
        if (cp == '\n') {
            *line = str_trim(str_slice(text, 0, text.n - from.n));
            *rest = at;
            return true;
        }
        if (used > (size_t)columns && from.n < text.n) {
            str cut = last.n < text.n ? last : from; /* a word longer than the line is parted */
            *line = str_trim(str_slice(text, 0, text.n - cut.n));
            *rest = cut;
            return true;
        }
        if (may_break(text, at))
            last = at;
    }
    *line = str_trim(text);
    *rest = at;
    return true;
}
