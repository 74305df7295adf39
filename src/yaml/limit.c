/* limit.c - time limits as a contract writes them. */
#include "yaml/schema.h"

/* No hour of any contract is later than this; sums below stay far from overflow. */
#define CLOCK_MAX (INT64_C(10) * 366 * DAY_SECONDS)
#define PERIOD_MAX 36600

static const struct unit {
    const char *word;
    enum limit_unit unit;
    int64_t factor;
} units[] = {
    {"h", LIMIT_SECONDS, 3600},      {"hour", LIMIT_SECONDS, 3600},  {"hours", LIMIT_SECONDS, 3600},
    {"小时", LIMIT_SECONDS, 3600},   {"min", LIMIT_SECONDS, 60},     {"mins", LIMIT_SECONDS, 60},
    {"minute", LIMIT_SECONDS, 60},   {"minutes", LIMIT_SECONDS, 60}, {"分钟", LIMIT_SECONDS, 60},
    {"s", LIMIT_SECONDS, 1},         {"sec", LIMIT_SECONDS, 1},      {"second", LIMIT_SECONDS, 1},
    {"seconds", LIMIT_SECONDS, 1},   {"秒", LIMIT_SECONDS, 1},       {"workday", LIMIT_WORKDAYS, 1},
    {"workdays", LIMIT_WORKDAYS, 1}, {"工作日", LIMIT_WORKDAYS, 1},  {"个工作日", LIMIT_WORKDAYS, 1},
    {"days", LIMIT_DAYS, 1},         {"自然日", LIMIT_DAYS, 1},      {"个自然日", LIMIT_DAYS, 1},
    {"week", LIMIT_DAYS, 7},         {"weeks", LIMIT_DAYS, 7},       {"周", LIMIT_DAYS, 7},
    {"month", LIMIT_MONTHS, 1},      {"months", LIMIT_MONTHS, 1},    {"个月", LIMIT_MONTHS, 1},
    {"year", LIMIT_YEARS, 1},        {"years", LIMIT_YEARS, 1},      {"年", LIMIT_YEARS, 1},
};

static const char *const bare_words[] = {"", "d", "day", "天", "日"};

static str take_digits(str *s) {
    size_t n = 0;
    while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
        n++;
    str digits = str_slice(*s, 0, n);
    *s = str_slice(*s, n, s->n);
    return digits;
}

/* "45 min 30 s": a number, its unit up to the next digit or blank. */
static bool take_part(str *s, int64_t *number, str *word) {
    size_t n = 0;
    str digits = take_digits(s);
    if (digits.n == 0 || digits.n > 9 || !str_to_int(digits, number))
        return false;
    *s = str_trim(*s);
    while (n < s->n && s->p[n] != ' ' && (s->p[n] < '0' || s->p[n] > '9'))
        n++;
    *word = str_slice(*s, 0, n);
    *s = str_trim(str_slice(*s, n, s->n));
    return true;
}

static const struct unit *find_unit(str word) {
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_eqz(word, units[i].word))
            return &units[i];
    return NULL;
}

bool limit_parse(str s, struct limit *out) {
    struct limit l = {.unit = LIMIT_NONE, .text = s};
    int64_t last = 0;
    str rest = str_trim(s);
    if (str_eqz(rest, "before next opening")) {
        l.unit = LIMIT_NEXT_OPENING;
        *out = l;
        return true;
    }
    while (rest.n > 0) {
        int64_t number = 0;
        str word;
        const struct unit *u = take_part(&rest, &number, &word) ? find_unit(word) : NULL;
        bool more = l.unit != LIMIT_NONE;
        /* Only clock parts add up, each smaller than the one before: "1 month 3 days" has no agreed order. */
        if (!u || (more && (u->unit != LIMIT_SECONDS || l.unit != LIMIT_SECONDS || u->factor >= last)))
            return false;
        l.unit = u->unit;
        l.n += number * u->factor;
        last = u->factor;
    }
    if (l.n <= 0 || l.n > (l.unit == LIMIT_SECONDS ? CLOCK_MAX : PERIOD_MAX))
        return false;
    *out = l;
    return true;
}

bool limit_is_bare(str s, int64_t *number, int64_t *hours) {
    str rest = str_trim(s), word;
    if (!take_part(&rest, number, &word) || rest.n > 0)
        return false;
    for (size_t i = 0; i < sizeof bare_words / sizeof *bare_words; i++)
        if (str_eqz(word, bare_words[i])) {
            *hours = word.n > 0 ? *number * 24 : *number;
            return true;
        }
    return false;
}
