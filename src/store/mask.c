/* mask.c - telephone and identity card numbers in free text, made unreadable by their form alone.
 *
 * A number is found where a run of digits begins, as one of the patterns below. Too much masked is a nuisance,
 * too little is a leak, so separators and full-width digits are understood and check digits are not asked for.
 * A number of 8 digits without an area code is left: it is as likely a date. A digest (MD5, SHA-1, SHA-256, SHA-512 in
 * hexadecimal, or the first 16 digits of one) is left whole: whoever holds the file must be able to compare it.
 */
#include <stdlib.h>

#include "store/functions.h"
#include "util/civil.h"

/* In a pattern: a digit means itself, # any digit that stays, * any digit that is masked, n a digit 3..9, x the last
 * place of an identity number (digit or X), - up to two separators, or none. */
static const struct {
    const char *form;
    bool identity; /* digits 7 to 14 are a date of birth (GB 11643) */
} patterns[] = {
    {"######********###x", true},
    /* Mobile numbers begin with 13 to 19: first 3 and last 4 digits stay. */
    {"1n#-****-####", false},
    {"01n#-****-####", false},
    {"86-1n#-****-####", false},
    {"0086-1n#-****-####", false},
    /* Fixed lines: area code and last 4 digits stay. 010, 02x and 8 digits; 0nxx and 8 or 7. */
    {"010-****-####", false},
    {"02#-****-####", false},
    {"0n##-****-####", false},
    {"0n##-***-####", false},
    {"86-10-****-####", false},
    {"86-2#-****-####", false},
    {"86-n##-****-####", false},
    {"86-n##-***-####", false},
};

struct glyph {
    str bytes;
    int digit; /* -1: none */
    bool masked;
};
struct glyphs {
    struct glyph *at;
    size_t n;
};

static int digit_of(uint32_t cp) {
    if (cp >= '0' && cp <= '9')
        return (int)(cp - '0');
    return cp >= 0xFF10 && cp <= 0xFF19 ? (int)(cp - 0xFF10) : -1; /* full width */
}

static struct glyphs split(struct arena *a, str text) {
    struct glyphs g = {ARENA_ARRAY(a, struct glyph, text.n + 1), 0};
    while (text.n > 0) {
        const char *start = text.p;
        int digit = digit_of(utf8_next(&text));
        g.at[g.n++] = (struct glyph){{start, (size_t)(text.p - start)}, digit, false};
    }
    return g;
}

static bool is_one_of(const struct glyph *g, const char *const *words) {
    for (; *words; words++)
        if (str_eqz(g->bytes, *words))
            return true;
    return false;
}

static bool is_separator(const struct glyph *g) {
    static const char *const words[] = {"-",      " ", "–", "—",  "－", "\u2011", "\u00A0",
                                        "\u3000", "(", ")", "（", "）", ".",      NULL};
    return is_one_of(g, words);
}

static bool is_x(const struct glyph *g) {
    static const char *const words[] = {"x", "X", "ｘ", "Ｘ", NULL};
    return is_one_of(g, words);
}

static bool fits(const struct glyph *g, char sign) {
    switch (sign) {
    case '#':
    case '*':
        return g->digit >= 0;
    case 'n':
        return g->digit >= 3;
    case 'x':
        return g->digit >= 0 || is_x(g);
    default:
        return g->digit == sign - '0';
    }
}

static int number_at(const struct glyph *g, size_t digits) {
    int n = 0;
    for (size_t i = 0; i < digits; i++)
        n = n * 10 + g[i].digit;
    return n;
}

static bool is_birth_date(const struct glyph *g) {
    int year = number_at(g, 4);
    return year >= 1800 && year < 2100 && ymd_valid(year, number_at(g + 4, 2), number_at(g + 6, 2));
}

/* How many glyphs of g (n of them) the form takes, 0 for none; what it masks is marked when mark is set. */
static size_t take_form(struct glyph *g, size_t n, const char *form, bool mark) {
    size_t i = 0;
    for (; *form; form++) {
        if (*form == '-') {
            for (int left = 2; left > 0 && i < n && is_separator(&g[i]); left--)
                i++;
            continue;
        }
        if (i == n || !fits(&g[i], *form))
            return 0;
        if (mark)
            g[i].masked = *form == '*';
        i++;
    }
    return i < n && g[i].digit >= 0 ? 0 : i;
}

static bool is_star(const struct glyph *g) {
    return str_eqz(g->bytes, "*") || str_eqz(g->bytes, MASK_STAR_PROSE);
}

static size_t back_over_separators(const struct glyph *g, size_t i) {
    for (int left = 2; left > 0 && i > 0 && is_separator(&g[i - 1]); left--)
        i--;
    return i;
}

/* The four digits a mask has left: 138****0571. Were they an area code to the digits behind them, masking twice would
 * give more than masking once, and masked records other documents than the records. */
static bool is_tail(const struct glyphs *g, size_t from) {
    size_t n = 0, stars = 0, i = back_over_separators(g->at, from);
    while (from + n < g->n && g->at[from + n].digit >= 0)
        n++;
    for (; i > 0 && is_star(&g->at[i - 1]); i--)
        stars++;
    i = back_over_separators(g->at, i);
    return n == 4 && stars >= 3 && i > 0 && g->at[i - 1].digit >= 0;
}

/* How many glyphs a number takes that begins here, masked; 0: none does. */
static size_t mask_number(struct glyph *g, size_t n) {
    for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++) {
        size_t length = take_form(g, n, patterns[p].form, false);
        if (length > 0 && (!patterns[p].identity || is_birth_date(g + 6)))
            return take_form(g, n, patterns[p].form, true);
    }
    return 0;
}

static bool is_hex_letter(const struct glyph *g) {
    char c = g->bytes.n == 1 ? g->bytes.p[0] : ' ';
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_hex(const struct glyph *g) {
    return (g->digit >= 0 && g->bytes.n == 1) || is_hex_letter(g);
}

/* How many glyphs a digest takes that begins here; 0: none does. Digits alone are no digest. */
static size_t digest_at(const struct glyphs *g, size_t from) {
    size_t n = 0, letters = 0;
    if (from > 0 && is_hex(&g->at[from - 1]))
        return 0;
    for (; from + n < g->n && is_hex(&g->at[from + n]); n++)
        letters += is_hex_letter(&g->at[from + n]);
    return letters && (n == 16 || n == 32 || n == 40 || n == 64 || n == 128) ? n : 0;
}

/* The next number at or behind *i: its first glyph, and in *length its glyphs, masked. false: there is none. */
static bool next_number(struct glyphs *g, size_t *i, size_t *length) {
    for (size_t digest; *i < g->n; *i += digest ? digest : 1) {
        digest = digest_at(g, *i);
        bool begins =
            !digest && g->at[*i].digit >= 0 && (*i == 0 || g->at[*i - 1].digit < 0) && !is_tail(g, *i);
        *length = begins ? mask_number(g->at + *i, g->n - *i) : 0;
        if (*length)
            return true;
    }
    return false;
}

/* The digits of a number as they are dialled within the country; none for an identity card number. */
static str dialled(struct arena *a, const struct glyph *g, size_t n) {
    struct sb b = {.a = a};
    for (size_t i = 0; i < n; i++)
        if (g[i].digit >= 0)
            sb_fmt(&b, "%d", g[i].digit);
    str digits = b.n ? sb_str(&b) : S("");
    if (str_starts(digits, S("0086")))
        digits = str_slice(digits, 4, digits.n);
    else if (str_starts(digits, S("86")))
        digits = str_slice(digits, 2, digits.n);
    else if (str_starts(digits, S("0")))
        digits = str_slice(digits, 1, digits.n);
    return digits.n <= 11 ? digits : S("");
}

static int by_digits(const void *x, const void *y) {
    return str_cmp(*(const str *)x, *(const str *)y);
}

void mask_gather(struct arena *a, str text, struct mask_contacts *to) {
    struct glyphs g = split(a, text);
    for (size_t i = 0, length = 0; next_number(&g, &i, &length); i += length) {
        str digits = dialled(a, g.at + i, length);
        if (digits.n)
            VEC_PUSH(a, to, digits);
    }
}

void mask_sort(struct mask_contacts *c) {
    if (c->n > 0)
        qsort(c->at, c->n, sizeof *c->at, by_digits);
}

str mask_text_but(struct arena *a, str text, const struct mask_contacts *contacts) {
    struct glyphs g = split(a, text);
    for (size_t i = 0, length = 0; next_number(&g, &i, &length); i += length) {
        str digits = contacts->n > 0 ? dialled(a, g.at + i, length) : S("");
        if (digits.n && bsearch(&digits, contacts->at, contacts->n, sizeof *contacts->at, by_digits))
            for (size_t k = i; k < i + length; k++)
                g.at[k].masked = false;
    }
    struct sb b = {.a = a};
    for (size_t i = 0; i < g.n; i++)
        sb_add(&b, g.at[i].masked ? S("*") : g.at[i].bytes);
    return b.n ? sb_str(&b) : S("");
}

str mask_text(struct arena *a, str text) {
    return mask_text_but(a, text, &(struct mask_contacts){0});
}
