/* period.c - the periods a contract is judged by, and their labels.
 *
 * One function gives the whole period around a day; lists walk from one to the next and clip to the
 * term. Labels are read back with the patterns they were written with, so every label that
 * period_list() gives is understood by period_parse(), and no other one.
 */
#include "util/civil.h"

#include <limits.h>
#include <stdio.h>

static const struct {
    str name, zh;
    int months; /* 0: not made of months */
} freqs[FREQ__MAX] = {
    [FREQ_NONE] = {{"", 0}, {"", 0}, 0},
    [FREQ_DAY] = {{"day", 3}, {"每日", 6}, 0},
    [FREQ_WORKDAY] = {{"workday", 7}, {"每个工作日", 15}, 0},
    [FREQ_WEEK] = {{"week", 4}, {"每周", 6}, 0},
    [FREQ_TWO_WEEKS] = {{"2weeks", 6}, {"每两周", 9}, 0},
    [FREQ_MONTH] = {{"month", 5}, {"每月", 6}, 1},
    [FREQ_QUARTER] = {{"quarter", 7}, {"每季度", 9}, 3},
    [FREQ_HALF] = {{"half", 4}, {"每半年", 9}, 6},
    [FREQ_YEAR] = {{"year", 4}, {"每年", 6}, 12},
    [FREQ_TERM] = {{"term", 4}, {"合同期内", 12}, 0},
};

bool freq_parse(str s, enum freq *out) {
    for (enum freq f = FREQ_DAY; f < FREQ__MAX; f++)
        if (str_eq(s, freqs[f].name)) {
            *out = f;
            return true;
        }
    return false;
}

str freq_name(enum freq f) {
    return freqs[f].name;
}

str freq_text_zh(enum freq f) {
    return freqs[f].zh;
}

/* ISO 8601: a week belongs to the year its Thursday is in. */
static void iso_week(int32_t day, int *year, int *week) {
    int32_t thursday = day - day_weekday(day) + 4;
    int m, d;
    day_to_ymd(thursday, year, &m, &d);
    *week = (thursday - day_from_ymd(*year, 1, 1)) / 7 + 1;
}

static struct period period_days(int32_t day) {
    struct period p = {FREQ_DAY, day, day + 1, ""};
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    snprintf(p.label, sizeof p.label, "%04d-%02d-%02d", y, m, d);
    return p;
}

/* Two-week periods count from the week the term begins in. */
static struct period period_weeks(struct term t, int32_t day, int weeks) {
    int32_t first = t.from - day_weekday(t.from) + 1;
    int32_t monday = day - day_weekday(day) + 1;
    int32_t from = monday - (monday - first) % (7 * weeks);
    struct period p = {weeks == 1 ? FREQ_WEEK : FREQ_TWO_WEEKS, from, from + 7 * weeks, ""};
    int y, w, last;
    iso_week(from, &y, &w);
    int n = snprintf(p.label, sizeof p.label, "%04d-W%02d", y, w);
    iso_week(p.to - 1, &y, &last);
    if (weeks == 2 && n > 0)
        snprintf(p.label + n, sizeof p.label - (size_t)n, "-W%02d", last);
    return p;
}

/* Suffix of a label: Q1..Q4, H1, H2, nothing for a year. */
static void label_part(struct period *p, int written, int months, int month0) {
    size_t n = (size_t)written;
    if (months == 3)
        snprintf(p->label + n, sizeof p->label - n, "Q%d", month0 / 3 + 1);
    if (months == 6)
        snprintf(p->label + n, sizeof p->label - n, "H%d", month0 / 6 + 1);
}

static struct period period_calendar(enum freq f, int32_t day) {
    int y, m, d, months = freqs[f].months;
    day_to_ymd(day, &y, &m, &d);
    int month0 = (m - 1) / months * months;
    struct period p = {f, day_from_ymd(y, month0 + 1, 1), 0, ""};
    p.to = day_add_months(p.from, months);
    int n = snprintf(p.label, sizeof p.label, "%04d", y);
    label_part(&p, n, months, month0);
    if (months == 1)
        snprintf(p.label + n, sizeof p.label - (size_t)n, "-%02d", m);
    return p;
}

/* Months from the first day of the term to the first day of one of its months. */
static int months_between(int32_t from, int32_t to) {
    int y1, m1, d1, y2, m2, d2;
    day_to_ymd(from, &y1, &m1, &d1);
    day_to_ymd(to, &y2, &m2, &d2);
    return (y2 - y1) * 12 + m2 - m1;
}

static struct period period_contract(enum freq f, struct term t, int32_t day) {
    int months = freqs[f].months;
    int start = months_between(t.from, day) / months * months;
    struct period p = {f, day_add_months(t.from, start), day_add_months(t.from, start + months), ""};
    int n = snprintf(p.label, sizeof p.label, "Y%d", start / 12 + 1);
    label_part(&p, n, months, start % 12);
    return p;
}

static struct period period_term(struct term t) {
    return (struct period){FREQ_TERM, t.from, t.to, "contract"};
}

/* The whole period around a day of the term; of contract quarters, halves and years its first day. */
static struct period period_around(struct term t, enum freq f, int32_t day) {
    if (f == FREQ_TERM)
        return period_term(t);
    if (f == FREQ_WEEK || f == FREQ_TWO_WEEKS)
        return period_weeks(t, day, f == FREQ_WEEK ? 1 : 2);
    if (freqs[f].months > 1 && t.quarters_contract)
        return period_contract(f, t, day);
    if (freqs[f].months)
        return period_calendar(f, day);
    struct period p = period_days(day);
    p.freq = f;
    return p;
}

static void period_clip(struct term t, struct period *p) {
    if (p->from < t.from)
        p->from = t.from;
    if (p->to > t.to)
        p->to = t.to;
}

size_t period_list(struct arena *a, struct term t, enum freq f, struct period **out) {
    VEC(struct period) list = {0};
    for (int32_t day = t.from; f != FREQ_NONE && day < t.to;) {
        struct period p = period_around(t, f, day);
        day = p.to;
        period_clip(t, &p);
        VEC_PUSH(a, &list, p);
    }
    *out = list.at;
    return list.n;
}

/* Reading labels: # in a pattern is a digit, neighbouring ones make one number. */
enum label_kind { LABEL_CALENDAR, LABEL_CONTRACT, LABEL_WEEK, LABEL_DATE };
struct label {
    enum freq freq;
    enum label_kind kind;
    int v[3];
};

static const struct {
    enum freq freq;
    enum label_kind kind;
    const char *pattern;
} label_patterns[] = {
    {FREQ_YEAR, LABEL_CALENDAR, "####"},      {FREQ_HALF, LABEL_CALENDAR, "####H#"},
    {FREQ_QUARTER, LABEL_CALENDAR, "####Q#"}, {FREQ_MONTH, LABEL_CALENDAR, "####-##"},
    {FREQ_WEEK, LABEL_WEEK, "####-W##"},      {FREQ_TWO_WEEKS, LABEL_WEEK, "####-W##-W##"},
    {FREQ_DAY, LABEL_DATE, "####-##-##"},     {FREQ_YEAR, LABEL_CONTRACT, "Y#"},
    {FREQ_HALF, LABEL_CONTRACT, "Y#H#"},      {FREQ_QUARTER, LABEL_CONTRACT, "Y#Q#"},
    {FREQ_YEAR, LABEL_CONTRACT, "Y##"},       {FREQ_HALF, LABEL_CONTRACT, "Y##H#"},
    {FREQ_QUARTER, LABEL_CONTRACT, "Y##Q#"},
};

static bool pattern_matches(const char *pattern, str s, int v[3]) {
    int k = -1;
    v[0] = v[1] = v[2] = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (pattern[i] != '#') {
            if (pattern[i] == '\0' || pattern[i] != s.p[i])
                return false;
            continue;
        }
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        if (i == 0 || pattern[i - 1] != '#')
            k++;
        v[k] = v[k] * 10 + (s.p[i] - '0');
    }
    return pattern[s.n] == '\0';
}

static bool label_read(str s, struct label *l) {
    for (size_t i = 0; i < sizeof label_patterns / sizeof *label_patterns; i++)
        if (pattern_matches(label_patterns[i].pattern, s, l->v)) {
            l->freq = label_patterns[i].freq;
            l->kind = label_patterns[i].kind;
            return true;
        }
    return false;
}

/* First day of the labelled period; false when there is no such number of year, month, week or day. */
static bool label_day(const struct label *l, struct term t, int32_t *day) {
    int months = freqs[l->freq].months;
    int number = l->v[1] ? l->v[1] : 1;
    bool whole_year = l->freq == FREQ_YEAR;
    if (l->v[0] < 1 || (!whole_year && l->v[1] < 1) || (months && number > 12 / months))
        return false;
    if (l->kind == LABEL_CONTRACT)
        *day = day_add_months(t.from, (l->v[0] - 1) * 12 + (number - 1) * months);
    else if (l->kind == LABEL_CALENDAR)
        *day = day_from_ymd(l->v[0], (number - 1) * months + 1, 1);
    else if (l->kind == LABEL_WEEK) {
        int32_t jan4 = day_from_ymd(l->v[0], 1, 4); /* always in week 1 */
        *day = jan4 - day_weekday(jan4) + 1 + (number - 1) * 7;
    } else {
        if (!ymd_valid(l->v[0], l->v[1], l->v[2]))
            return false;
        *day = day_from_ymd(l->v[0], l->v[1], l->v[2]);
    }
    return true;
}

bool period_parse(struct term t, str label, struct period *out) {
    struct label l;
    struct period p;
    int32_t day;
    if (str_eq(label, S("contract"))) {
        p = period_term(t);
    } else {
        if (!label_read(label, &l) || !label_day(&l, t, &day))
            return false;
        p = period_around(t, l.freq, day < t.from ? t.from : day);
    }
    period_clip(t, &p);
    if (p.from >= p.to || !str_eqz(label, p.label))
        return false;
    *out = p;
    return true;
}

/* 1..99 as 一 … 九十九 */
static void zh_number(struct sb *b, int n) {
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    if (n >= 20)
        sb_addz(b, digits[n / 10 % 10]);
    if (n >= 10)
        sb_addz(b, "十");
    sb_addz(b, digits[n % 10]);
}

static void zh_part(struct sb *b, const struct label *l) {
    if (l->freq == FREQ_QUARTER) {
        sb_addz(b, "第");
        zh_number(b, l->v[1]);
        sb_addz(b, "季度");
    } else if (l->freq == FREQ_HALF)
        sb_addz(b, l->v[1] == 1 ? "上半年" : "下半年");
}

static str zh_calendar(struct sb *b, const struct label *l) {
    sb_fmt(b, "%d年", l->v[0]);
    if (l->freq == FREQ_YEAR)
        sb_addz(b, "度");
    if (l->freq == FREQ_MONTH)
        sb_fmt(b, "%d月", l->v[1]);
    zh_part(b, l);
    return sb_str(b);
}

str period_text_zh(struct arena *a, const struct period *p) {
    struct label l;
    struct sb b = {.a = a};
    if (!label_read(str_from(p->label), &l))
        return S("合同期");
    if (l.kind == LABEL_CALENDAR)
        return zh_calendar(&b, &l);
    if (l.kind == LABEL_DATE)
        return str_fmt(a, "%d年%d月%d日", l.v[0], l.v[1], l.v[2]);
    if (l.kind == LABEL_WEEK)
        return l.freq == FREQ_WEEK ? str_fmt(a, "%d年第%d周", l.v[0], l.v[1])
                                   : str_fmt(a, "%d年第%d、%d周", l.v[0], l.v[1], l.v[2]);
    sb_addz(&b, "合同第");
    zh_number(&b, l.v[0]);
    sb_addz(&b, "年");
    zh_part(&b, &l);
    return sb_str(&b);
}
