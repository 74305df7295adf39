#include "contract/clause_measure.h"

#define COUNT(words) (sizeof(words) / sizeof *(words))

static const char *const digits[] = {"0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9",
                                     "零", "一", "二", "两", "三", "四", "五", "六", "七", "八",
                                     "九", "十", "百", "千", "万", "半", "０", "１", "２", "３",
                                     "４", "５", "６", "７", "８", "９", ".",  "*",  "×",  "x"};
/* What may stand between a number and its unit. */
static const char *const fillers[] = {" ", "　", "个", "余", "多"};
static const char *const units[] = {"小时", "分钟", "秒",   "工作日", "自然日", "日历日", "天", "日", "周",
                                    "星期", "月",   "季度", "年",     "%",      "％",     "次", "名", "人",
                                    "份",   "元",   "GB",   "TB",     "张",     "台",     "套"};
static const char *const frequencies[] = {
    "每天", "每日", "每周", "每星期", "每月", "每季", "每半年", "每年", "每次", "每两周", "按日",     "按周",
    "按月", "按季", "按年", "月度",   "季度", "年度", "半年",   "定期", "逐日", "逐月",   "每工作日", "每个"};

/* The length of the first of the words that s starts with; 0: none. */
static size_t starts_with_any(str s, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (str_starts(s, str_from(words[i])))
            return str_from(words[i]).n;
    return 0;
}

static size_t run_of(str s, const char *const *words, size_t n) {
    size_t length = 0, step;
    while ((step = starts_with_any(str_slice(s, length, s.n), words, n)) > 0)
        length += step;
    return length;
}

/* "2小时", "两个工作日", "99.9%": how long it is; 0: none begins here. */
static size_t counted_length(str s) {
    size_t number = run_of(s, digits, COUNT(digits));
    if (number == 0)
        return 0;
    size_t n = number + run_of(str_slice(s, number, s.n), fillers, COUNT(fillers));
    size_t unit = starts_with_any(str_slice(s, n, s.n), units, COUNT(units));
    return unit ? n + unit : 0;
}

static size_t title_length(str s) {
    if (!str_starts(s, S("《")))
        return 0;
    ptrdiff_t end = str_find(s, S("》"));
    return end < 0 ? 0 : (size_t)end + S("》").n;
}

str clause_measure(str text) {
    str rest = text;
    while (rest.n > 0) {
        size_t n = counted_length(rest);
        n = n ? n : title_length(rest);
        n = n ? n : starts_with_any(rest, frequencies, COUNT(frequencies));
        if (n)
            return str_slice(rest, 0, n);
        size_t ordinal = str_starts(rest, S("第")) ? S("第").n : 0;
        size_t skip = ordinal ? ordinal + run_of(str_slice(rest, ordinal, rest.n), digits, COUNT(digits))
                              : run_of(rest, digits, COUNT(digits));
        if (skip)
            rest = str_slice(rest, skip, rest.n);
        else
            utf8_next(&rest);
    }
    return (str){0};
}
