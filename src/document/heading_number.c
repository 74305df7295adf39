#include "document/heading_number.h"

#include <string.h>

enum { LEVELS = 5, CIRCLED_MOST = 20 };

/* -- writing -------------------------------------------------------------------------------------- */

static const char *const numerals[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};

/* 一 … 九十九; more chapters than that count in digits. */
static str chinese_numeral(struct arena *a, int n) {
    if (n <= 0 || n > 99)
        return str_fmt(a, "%d", n);
    if (n <= 10)
        return str_from(numerals[n]);
    return str_fmt(a, "%s十%s", n < 20 ? "" : numerals[n / 10], numerals[n % 10]);
}

str heading_number_text(struct arena *a, int level, int value) {
    char circled[4];
    switch (level) {
    case 1:
        return str_fmt(a, "%.*s、", STR_ARG(chinese_numeral(a, value)));
    case 2:
        return str_fmt(a, "（%.*s）", STR_ARG(chinese_numeral(a, value)));
    case 3:
        return str_fmt(a, "%d. ", value);
    case 4:
        return str_fmt(a, "（%d）", value);
    case 5:
        if (value > CIRCLED_MOST)
            return str_fmt(a, "%d）", value);
        return str_dup(a, (str){circled, utf8_encode((uint32_t)(0x2460 + value - 1), circled)});
    default:
        return S("");
    }
}

/* -- reading -------------------------------------------------------------------------------------- */

static bool take(str *s, str word) {
    if (!str_starts(*s, word))
        return false;
    *s = str_slice(*s, word.n, s->n);
    return true;
}

static bool take_any(str *s, const char *const *words) {
    for (; *words; words++)
        if (take(s, str_from(*words)))
            return true;
    return false;
}

/* 十, 二十三, 〇 and 百 as far as chapters go. 0: no numeral. */
static int take_numeral(str *s) {
    int sum = 0, digit = 0;
    for (bool more = true; more;) {
        more = false;
        if (take(s, S("十"))) {
            sum += (digit ? digit : 1) * 10;
            digit = 0;
            more = true;
        } else if (take(s, S("百"))) {
            sum += (digit ? digit : 1) * 100;
            digit = 0;
            more = true;
        }
        for (int i = 1; i <= 9 && !more; i++)
            if (take(s, str_from(numerals[i]))) {
                digit = i;
                more = true;
            }
        more = more || take(s, S("零")) || take(s, S("〇"));
    }
    return sum + digit;
}

/* 0: no digits, or more than a number of headings has. */
static int take_digits(str *s) {
    int n = 0;
    size_t i = 0;
    for (; i < s->n && i < 4 && s->p[i] >= '0' && s->p[i] <= '9'; i++)
        n = n * 10 + (s->p[i] - '0');
    *s = str_slice(*s, i, s->n);
    return i < 4 ? n : 0;
}

static bool found(struct heading_number *out, int level, int value) {
    *out = (struct heading_number){level, value};
    return true;
}

/* 一、 第三章 */
static bool read_chinese(str s, struct heading_number *out) {
    static const char *const parts[] = {"章", "节", "条", "部分", "篇", NULL};
    bool ordinal = take(&s, S("第"));
    int value = take_numeral(&s);
    if (ordinal && value == 0)
        value = take_digits(&s);
    if (value > 0 && ordinal && take_any(&s, parts))
        return found(out, 0, 0);
    return value > 0 && !ordinal && take(&s, S("、")) && found(out, 1, value);
}

/* （一） （1） */
static bool read_bracketed(str s, struct heading_number *out) {
    static const char *const open[] = {"（", "(", NULL}, *const close[] = {"）", ")", NULL};
    if (!take_any(&s, open))
        return false;
    int value = take_digits(&s), level = value > 0 ? 4 : 2;
    value = value > 0 ? value : take_numeral(&s);
    return value > 0 && take_any(&s, close) && found(out, level, value);
}

static bool is_digit(str s) {
    return s.n > 0 && s.p[0] >= '0' && s.p[0] <= '9';
}

/* "1. ", "1、", and "1.2 ", which is a number of another kind. */
static bool read_arabic(str s, struct heading_number *out) {
    static const char *const points[] = {".", "．", "、", NULL};
    int value = take_digits(&s);
    if (value == 0 || !take_any(&s, points))
        return false;
    if (!is_digit(s))
        return found(out, 3, value);
    while (take_digits(&s) > 0 && take(&s, S(".")))
        continue;
    return s.n > 0 && s.p[0] == ' ' && found(out, 0, 0);
}

static bool read_circled(str s, struct heading_number *out) {
    if (s.n == 0)
        return false;
    uint32_t cp = utf8_next(&s);
    return cp >= 0x2460 && cp < 0x2460 + CIRCLED_MOST && found(out, 5, (int)(cp - 0x2460 + 1));
}

static bool read_annex(str s, struct heading_number *out) {
    static const char *const words[] = {"附件", "附录", "附表", NULL};
    return take_any(&s, words) && found(out, 0, 0);
}

bool heading_number_read(str text, struct heading_number *out) {
    str s = str_trim(text);
    return read_chinese(s, out) || read_bracketed(s, out) || read_arabic(s, out) || read_circled(s, out) ||
           read_annex(s, out);
}

/* -- counting ------------------------------------------------------------------------------------- */

struct counter {
    struct arena *a;
    int top;           /* level of the highest heading */
    int count[LEVELS]; /* of each level, since the last heading above it */
};

static void find_top(const struct block *b, int *top) {
    for (; b; b = b->next) {
        if (b->kind == BLOCK_HEADING && b->level < *top)
            *top = b->level;
        find_top(b->child, top);
    }
}

static void put_number(struct arena *a, struct block *b, str number) {
    struct run *at = ARENA_ARRAY(a, struct run, b->runs.n + 1);
    at[0] = (struct run){.text = number};
    if (b->runs.n)
        memcpy(at + 1, b->runs.at, b->runs.n * sizeof *at);
    b->runs = (struct runs){at, b->runs.n + 1};
}

static void number_heading(struct counter *c, struct block *b) {
    int level = b->level - c->top + 1;
    struct heading_number own;
    if (level > LEVELS)
        return;
    bool has_own = b->runs.n && heading_number_read(b->runs.at[0].text, &own);
    for (int i = level; i < LEVELS; i++)
        c->count[i] = 0;
    if (has_own && own.level != level)
        return;
    c->count[level - 1] = has_own ? own.value : c->count[level - 1] + 1;
    if (!has_own)
        put_number(c->a, b, heading_number_text(c->a, level, c->count[level - 1]));
}

/* Nested no deeper than MARKDOWN_DEPTH. */
static void number_blocks(struct counter *c, struct block *b) {
    for (; b; b = b->next) {
        if (b->kind == BLOCK_HEADING)
            number_heading(c, b);
        number_blocks(c, b->child);
    }
}

void headings_number(struct arena *a, struct block *blocks) {
    struct counter c = {.a = a, .top = 6};
    find_top(blocks, &c.top);
    number_blocks(&c, blocks);
}
