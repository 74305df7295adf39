/* values.c - one small function per value_format, in its order. */
#include "document/values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "store/verdicts.h"
#include "util/civil.h"

const char *const value_format_words[] = {"text", "int",  "number",   "percent", "money",
                                          "date", "time", "duration", "outcome", NULL};
_Static_assert(sizeof value_format_words / sizeof *value_format_words == FORMAT__MAX + 1,
               "one word per format");

#define PERCENT_PLACES 2
#define DECIMALS 12

str real_text(struct arena *a, double r) {
    char text[40];
    if (!isfinite(r))
        return VALUE_NONE;
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, r);
        if (strtod(text, NULL) == r)
            break;
    }
    return str_fmt(a, "%s", text);
}

str value_plain(struct arena *a, struct value v) {
    switch (v.kind) {
    case VALUE_INT:
        return str_fmt(a, "%lld", (long long)v.i);
    case VALUE_REAL:
        return real_text(a, v.r);
    case VALUE_TEXT:
        return clean_text(a, v.text);
    default:
        return VALUE_NONE;
    }
}

/* The first 12 decimals of a number, cut: more than any figure that is printed or summed needs. */
static bool real_dec(struct arena *a, double r, struct dec *out) {
    str text = real_text(a, r);
    if (fabs(r) >= 1e15)
        return false;
    if (memchr(text.p, 'e', text.n)) /* below 0.0001 */
        text = str_fmt(a, "%.30f", r);
    ptrdiff_t point = str_find(text, S("."));
    if (point >= 0)
        text =
            str_slice(text, 0, (size_t)point + 1 + DECIMALS < text.n ? (size_t)point + 1 + DECIMALS : text.n);
    return dec_parse(text, out);
}

bool value_dec(struct arena *a, struct value v, struct dec *out) {
    if (v.kind == VALUE_INT) {
        *out = (struct dec){v.i, 0};
        return true;
    }
    if (v.kind == VALUE_REAL)
        return isfinite(v.r) && real_dec(a, v.r, out);
    return v.kind == VALUE_TEXT && dec_parse(v.text, out);
}

bool value_true(struct value v) {
    switch (v.kind) {
    case VALUE_INT:
        return v.i != 0;
    case VALUE_REAL:
        return v.r != 0.0;
    case VALUE_TEXT:
        return v.text.n > 0 && !str_eqz(v.text, "false");
    default:
        return false;
    }
}

/* A ratio as a percentage, cut: the digits behind the fourth decimal are dropped before percent_text sees it. */
static str percent_of(struct arena *a, struct value v) {
    struct dec d;
    if (!value_dec(a, v, &d))
        return value_plain(a, v);
    for (; d.scale > PERCENT_PLACES + 2; d.scale--)
        d.m /= 10;
    int64_t den = 1;
    for (int i = 0; i < d.scale; i++)
        den *= 10;
    return percent_text(a, d.m, den, PERCENT_PLACES);
}

static str money_of(struct arena *a, struct value v) {
    return v.kind == VALUE_INT ? money_text(a, v.i) : value_plain(a, v);
}

/* Stored as "YYYY-MM-DD HH:MM:SS"; what is no such text prints as it is. */
static str date_of(struct arena *a, struct value v) {
    str text = value_plain(a, v);
    return v.kind == VALUE_TEXT && text.n == 19 && text.p[10] == ' ' ? str_slice(text, 0, 10) : text;
}

str value_time_text(struct arena *a, struct value v) {
    str text = value_plain(a, v);
    return v.kind == VALUE_TEXT && text.n == 19 && text.p[10] == ' ' ? str_slice(text, 0, 16) : text;
}

static str time_of(struct arena *a, struct value v) {
    str text = value_time_text(a, v);
    return text.n == 16 && str_ends(text, S(" 00:00")) ? str_slice(text, 0, 10) : text;
}

static str duration_of(struct arena *a, struct value v) {
    double minutes = v.kind == VALUE_INT ? (double)v.i : v.r;
    if ((v.kind != VALUE_INT && v.kind != VALUE_REAL) || !(fabs(minutes) < 1e12))
        return value_plain(a, v);
    return duration_text(a, (int64_t)llround(minutes * 60));
}

static str outcome_of(struct arena *a, struct value v) {
    enum outcome o;
    return v.kind == VALUE_TEXT && outcome_parse(v.text, &o) ? outcome_word(o, LANG_ZH) : value_plain(a, v);
}

str value_text(struct arena *a, struct value v, enum value_format format) {
    static str (*const texts[FORMAT__MAX])(struct arena *, struct value) = {
        [FORMAT_TEXT] = value_plain,   [FORMAT_INT] = value_plain,      [FORMAT_NUMBER] = value_plain,
        [FORMAT_PERCENT] = percent_of, [FORMAT_MONEY] = money_of,       [FORMAT_DATE] = date_of,
        [FORMAT_TIME] = time_of,       [FORMAT_DURATION] = duration_of, [FORMAT_OUTCOME] = outcome_of,
    };
    return v.kind == VALUE_NULL ? VALUE_NONE : texts[format](a, v);
}

#define PARTS_IN_ONE INT64_C(1000000000000) /* 10^DECIMALS */

bool value_sum_add(struct value_sum *sum, struct dec d) {
    int64_t one = 1, parts;
    for (int i = 0; i < d.scale; i++)
        one *= 10;
    parts = sum->parts + d.m % one * (PARTS_IN_ONE / one);
    return !__builtin_add_overflow(sum->whole, d.m / one + parts / PARTS_IN_ONE, &sum->whole) &&
           ((sum->parts = parts % PARTS_IN_ONE), true);
}

/* Both halves get the sign of the whole sum. */
static void settle_signs(struct value_sum *sum) {
    int borrow = sum->whole > 0 && sum->parts < 0 ? 1 : sum->whole < 0 && sum->parts > 0 ? -1 : 0;
    sum->whole -= borrow;
    sum->parts += borrow * PARTS_IN_ONE;
}

str value_sum_text(struct arena *a, struct value_sum sum, enum value_format format) {
    settle_signs(&sum);
    if (sum.parts == 0)
        return value_text(a, (struct value){.kind = VALUE_INT, .i = sum.whole}, format);
    double real = (double)sum.whole + (double)sum.parts / (double)PARTS_IN_ONE;
    if (format == FORMAT_DURATION)
        return value_text(a, (struct value){.kind = VALUE_REAL, .r = real}, format);
    str text = str_fmt(a, "%s%lld.%012lld", real < 0 ? "-" : "", llabs((long long)sum.whole),
                       llabs((long long)sum.parts));
    while (text.p[text.n - 1] == '0')
        text.n--;
    return text;
}

enum tone value_tone(struct value v) {
    static const enum tone tones[OUTCOME__MAX] = {
        [OUTCOME_MET] = TONE_GOOD,         [OUTCOME_MISSED] = TONE_BAD,    [OUTCOME_PENDING] = TONE_WAITING,
        [OUTCOME_UNPROVEN] = TONE_WAITING, [OUTCOME_EXEMPT] = TONE_EXEMPT,
    };
    enum outcome o;
    return v.kind == VALUE_TEXT && outcome_parse(v.text, &o) ? tones[o] : TONE_NONE;
}

/* Noncharacters are for use inside a program only (Unicode 15.0, section 23.7); slots.h uses some. */
static bool is_noncharacter(uint32_t c) {
    return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

/* LINE SEPARATOR and PARAGRAPH SEPARATOR end a line as CR does. */
static bool is_line_end(uint32_t c) {
    return c == '\r' || c == 0x2028 || c == 0x2029;
}

static bool is_fit(uint32_t c) {
    return !is_line_end(c) && c != UTF8_BAD && (c >= ' ' || c == '\n') && (c < 0x7F || c > 0x9F) &&
           !is_noncharacter(c);
}

static bool all_fit(str s) {
    while (s.n)
        if (!is_fit(utf8_next(&s)))
            return false;
    return true;
}

str clean_text(struct arena *a, str s) {
    if (all_fit(s))
        return s;
    struct sb b = {.a = a};
    while (s.n) {
        uint32_t c = utf8_next(&s);
        if (c == '\r' && s.n && *s.p == '\n')
            continue;
        sb_codepoint(&b, is_line_end(c) ? '\n' : c == '\t' ? ' ' : is_fit(c) ? c : 0xFFFD);
    }
    return sb_str(&b);
}

str one_line(struct arena *a, str s) {
    if (!s.n || !memchr(s.p, '\n', s.n))
        return s;
    str copy = str_dup(a, s);
    char *p = (char *)(uintptr_t)copy.p;
    for (size_t i = 0; i < copy.n; i++)
        if (p[i] == '\n')
            p[i] = ' ';
    return copy;
}
