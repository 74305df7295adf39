/* money.c - amounts in fen: reading, printing in figures and in capitals (大写), shares of them. */
#include "util/dec.h"

__extension__ typedef __int128 int128;

static bool drop_prefix(str *s, str prefix) {
    if (!str_starts(*s, prefix))
        return false;
    *s = str_trim(str_slice(*s, prefix.n, s->n));
    return true;
}

static bool take_sign(str *s) {
    return drop_prefix(s, S("-"));
}

/* At most two places are written, even when the further ones are noughts. */
static bool places_fit(str s) {
    ptrdiff_t point = str_find(s, S("."));
    return point < 0 || s.n - (size_t)point - 1 <= 2;
}

bool money_parse(str s, int64_t *fen) {
    s = str_trim(s);
    bool negative = take_sign(&s);
    bool marked = drop_prefix(&s, S("¥")) || drop_prefix(&s, S("￥"));
    if (marked && !negative)
        negative = take_sign(&s);
    if (str_ends(s, S("元")))
        s = str_trim(str_slice(s, 0, s.n - 3));
    struct dec d;
    if (s.n == 0 || s.p[0] < '0' || s.p[0] > '9' || !places_fit(s) || !dec_parse(s, &d))
        return false;
    for (; d.scale < 2; d.scale++)
        if (__builtin_mul_overflow(d.m, 10, &d.m))
            return false;
    *fen = negative ? -d.m : d.m;
    return true;
}

static uint64_t size_of(int64_t fen) {
    return fen < 0 ? -(uint64_t)fen : (uint64_t)fen;
}

static void add_grouped(struct sb *b, uint64_t yuan) {
    if (yuan >= 1000) {
        add_grouped(b, yuan / 1000);
        sb_fmt(b, ",%03u", (unsigned)(yuan % 1000));
    } else {
        sb_fmt(b, "%u", (unsigned)yuan);
    }
}

str money_text(struct arena *a, int64_t fen) {
    struct sb b = {.a = a};
    if (fen < 0)
        sb_char(&b, '-');
    add_grouped(&b, size_of(fen) / 100);
    sb_fmt(&b, ".%02u", (unsigned)(size_of(fen) % 100));
    return sb_str(&b);
}

static const char *const capitals[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

/* n, written behind higher digits in a field of `field` units (0: nothing stands before it). One 零
 * stands for all the noughts at the front of the field; noughts at its end are not written. */
static void add_capitals(struct sb *b, uint64_t n, uint64_t field) {
    static const struct {
        uint64_t value;
        const char *name;
    } units[] = {{100000000, "亿"}, {10000, "万"}, {1000, "仟"}, {100, "佰"}, {10, "拾"}};
    if (field && n < field / 10)
        sb_addz(b, "零");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (n < units[i].value)
            continue;
        add_capitals(b, n / units[i].value, 0);
        sb_addz(b, units[i].name);
        if (n % units[i].value)
            add_capitals(b, n % units[i].value, units[i].value);
        return;
    }
    sb_addz(b, capitals[n]);
}

/* 支付结算办法 annex 1 (正确填写票据和结算凭证的基本规定), 3 to 5: 整 behind 元, none behind 角 or 分;
 * 零 behind 元 when 角 is nought and 分 is not. Where it leaves a choice this follows its first example:
 * 1,680.32 is 壹仟陆佰捌拾元零叁角贰分 (元 is nought, 角 is not). */
str money_rmb_upper(struct arena *a, int64_t fen) {
    uint64_t size = size_of(fen), yuan = size / 100;
    unsigned jiao = (unsigned)(size / 10 % 10), cents = (unsigned)(size % 10);
    struct sb b = {.a = a};
    if (fen < 0)
        sb_addz(&b, "负");
    if (yuan || size == 0) {
        add_capitals(&b, yuan, 0);
        sb_addz(&b, "元");
    }
    if (size % 100 == 0) {
        sb_addz(&b, "整");
        return sb_str(&b);
    }
    if (yuan && (jiao == 0 || yuan % 10 == 0))
        sb_addz(&b, "零");
    if (jiao)
        sb_fmt(&b, "%s角", capitals[jiao]);
    if (cents)
        sb_fmt(&b, "%s分", capitals[cents]);
    return sb_str(&b);
}

int64_t money_percent(int64_t fen, struct dec percent) {
    int128 unit = 100;
    for (int i = 0; i < percent.scale; i++)
        unit *= 10;
    int128 product = (int128)fen * percent.m;
    bool negative = product < 0;
    int128 cut = ((negative ? -product : product) + unit / 2) / unit;
    /* A share beyond what a contract can hold stays at the edge instead of wrapping round. */
    if (cut > INT64_MAX)
        cut = INT64_MAX;
    return (int64_t)(negative ? -cut : cut);
}
