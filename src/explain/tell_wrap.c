/* tell_wrap.c - lines for a terminal: Chinese may break anywhere but before closing and after opening punctuation. */
#include "explain/tell.h"

static bool one_of(str s, const char *set) {
    return str_find(str_from(set), s) >= 0;
}

static bool may_begin(str s) {
    return !one_of(s, "，。、；：？！）》〉」』】”’…—·,.;:!?)]}%");
}

static bool may_end(str s) {
    return !one_of(s, "（《〈「『【“‘([{");
}

static bool may_break(str before, str after) {
    if (str_eqz(after, " ") || str_eqz(before, " ") || str_eqz(before, "/"))
        return true; /* "/": a path or a figure code */
    bool wide = utf8_columns(before) > 1 || utf8_columns(after) > 1;
    return wide && may_begin(after) && may_end(before);
}

static str take(str *rest) {
    str from = *rest;
    utf8_next(rest);
    return (str){from.p, from.n - rest->n};
}

static str trim_left(str s) {
    while (s.n && s.p[0] == ' ')
        s = str_slice(s, 1, s.n);
    return s;
}

static str trim_right(str s) {
    while (s.n && s.p[s.n - 1] == ' ')
        s.n--;
    return s;
}

size_t tell_longest_piece(str s) {
    size_t longest = 0, columns = 0;
    str before = {0};
    while (s.n) {
        str c = take(&s);
        if (before.n && may_break(before, c))
            columns = 0;
        columns += str_eqz(c, " ") ? 0 : utf8_columns(c);
        longest = columns > longest ? columns : longest;
        before = c;
    }
    return longest;
}

str tell_wrap(str *rest, size_t width) {
    str all = *rest, ahead = all, before = {0};
    size_t columns = 0, broken = 0, end = 0; /* bytes up to the last place to break; up to the width */
    while (ahead.n) {
        str left = ahead, c = take(&ahead);
        size_t at = all.n - left.n;
        bool blank = str_eqz(c, " ");
        if (at > 0 && may_break(before, c))
            broken = at;
        columns += utf8_columns(c);
        if (columns > width && !blank)
            break;
        end = all.n - ahead.n;
        before = c;
    }
    if (columns <= width || end == all.n)
        broken = all.n;
    else if (!broken)
        broken = end ? end : all.n - ahead.n; /* a word longer than the line; one character at least */
    *rest = trim_left(str_slice(all, broken, all.n));
    return trim_right(str_slice(all, 0, broken));
}
