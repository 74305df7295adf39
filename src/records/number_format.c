/* number_format.c - format codes (ECMA-376 part 1, 18.8.30 and 18.8.31). */
#include "records/number_format.h"

#include <string.h>

static bool is_letter(char c, char small) {
    return c == small || c == small - ('a' - 'A');
}

/* Behind a literal that begins at i: "…", \x, _x, *x, or a bracket that is no length of time. */
static size_t skip_literal(str code, size_t i) {
    char c = code.p[i];
    if (c == '"' || c == '[') {
        const char *end = memchr(code.p + i + 1, c == '"' ? '"' : ']', code.n - i - 1);
        return end ? (size_t)(end - code.p) + 1 : code.n;
    }
    return c == '\\' || c == '_' || c == '*' ? i + 2 : i;
}

static unsigned elapsed_unit(str code, size_t i) {
    if (code.p[i] != '[' || i + 2 >= code.n)
        return 0;
    char c = code.p[i + 1];
    size_t end = i + 1;
    while (end < code.n && code.p[end] == c)
        end++;
    if (end >= code.n || code.p[end] != ']')
        return 0;
    return is_letter(c, 'h')   ? SHOWS_HOUR
           : is_letter(c, 'm') ? SHOWS_MINUTE
           : is_letter(c, 's') ? SHOWS_SECOND
                               : 0;
}

/* m is a minute behind an hour and before a second. */
struct letters {
    unsigned shows;
    bool after_hour, month_open; /* the last thing was an hour; an m that may turn out to be a minute */
};

static void take_second(struct letters *l) {
    if (l->month_open) {
        l->shows &= ~(unsigned)SHOWS_MONTH;
        l->shows |= SHOWS_MINUTE;
    }
    l->shows |= SHOWS_SECOND;
    l->month_open = l->after_hour = false;
}

static void take_letter(struct letters *l, char c) {
    if (is_letter(c, 'y') || is_letter(c, 'e')) {
        l->shows |= SHOWS_YEAR;
        l->after_hour = l->month_open = false;
    } else if (is_letter(c, 'd')) {
        l->shows |= SHOWS_DAY;
        l->after_hour = l->month_open = false;
    } else if (is_letter(c, 'h')) {
        l->shows |= SHOWS_HOUR;
        l->after_hour = true;
        l->month_open = false;
    } else if (is_letter(c, 's')) {
        take_second(l);
    } else if (l->after_hour) {
        l->shows |= SHOWS_MINUTE;
        l->after_hour = false;
    } else {
        l->month_open = !(l->shows & SHOWS_MONTH);
        l->shows |= SHOWS_MONTH;
    }
}

static bool is_date_letter(char c) {
    static const char letters[] = {'y', 'm', 'd', 'h', 's', 'e'};
    for (size_t i = 0; i < sizeof letters; i++)
        if (is_letter(c, letters[i]))
            return true;
    return false;
}

/* Behind a run of one letter. */
static size_t skip_run(str code, size_t i) {
    char c = code.p[i];
    while (i < code.n && code.p[i] == c)
        i++;
    return i;
}

/* "General", AM/PM and 0.00E+00 hold letters that are no dates. */
static size_t skip_word(str code, size_t i) {
    static const str words[] = {{"General", 7}, {"AM/PM", 5}, {"A/P", 3}, {"E+", 2}, {"E-", 2}};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (code.n - i >= words[k].n && str_eq_nocase(str_slice(code, i, i + words[k].n), words[k]))
            return i + words[k].n;
    return i;
}

static bool only_zeros(str code) {
    for (size_t i = 0; i < code.n; i++)
        if (code.p[i] != '0')
            return false;
    return code.n > 1 && code.n <= 15;
}

struct number_format number_format_of_code(str code) {
    struct letters l = {0};
    struct number_format f = {0};
    if (only_zeros(code))
        return (struct number_format){.zeros = (unsigned char)code.n};
    for (size_t i = 0; i < code.n && code.p[i] != ';';) {
        unsigned elapsed = elapsed_unit(code, i);
        size_t after = skip_literal(code, i);
        after = after == i ? skip_word(code, i) : after;
        if (elapsed) {
            l.shows |= elapsed | SHOWS_ELAPSED;
            l.after_hour = elapsed == SHOWS_HOUR;
        }
        if (after > i) {
            i = after;
            continue;
        }
        f.percent |= code.p[i] == '%';
        if (is_date_letter(code.p[i]))
            take_letter(&l, code.p[i]);
        i = is_date_letter(code.p[i]) ? skip_run(code, i) : i + 1;
    }
    f.shows = (unsigned char)l.shows;
    return f;
}

struct number_format number_format_of_id(unsigned id) {
    enum { YM = SHOWS_YEAR | SHOWS_MONTH, MD = SHOWS_MONTH | SHOWS_DAY, HM = SHOWS_HOUR | SHOWS_MINUTE };
    static const unsigned char shows[] = {[14] = SHOWS_DATE,
                                          [15] = SHOWS_DATE,
                                          [16] = MD,
                                          [17] = YM,
                                          [18] = HM,
                                          [19] = SHOWS_TIME,
                                          [20] = HM,
                                          [21] = SHOWS_TIME,
                                          [22] = SHOWS_DATE | HM,
                                          [27] = YM,
                                          [28] = MD,
                                          [29] = MD,
                                          [30] = SHOWS_DATE,
                                          [31] = SHOWS_DATE,
                                          [32] = HM,
                                          [33] = SHOWS_TIME,
                                          [34] = HM,
                                          [35] = SHOWS_TIME,
                                          [36] = YM,
                                          [45] = SHOWS_MINUTE | SHOWS_SECOND,
                                          [46] = SHOWS_TIME | SHOWS_ELAPSED,
                                          [47] = SHOWS_MINUTE | SHOWS_SECOND,
                                          [50] = YM,
                                          [51] = MD,
                                          [52] = YM,
                                          [53] = MD,
                                          [54] = MD,
                                          [55] = HM,
                                          [56] = SHOWS_TIME,
                                          [57] = YM,
                                          [58] = MD};
    struct number_format f = {.percent = id == 9 || id == 10};
    if (id < sizeof shows)
        f.shows = shows[id];
    return f;
}
