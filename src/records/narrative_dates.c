#include "records/narrative_dates.h"

/* -- numbers -------------------------------------------------------------------------------------- */

/* Up to `most` digits at *at; -1 when there is none or one more follows. */
static int take_digits(str s, size_t *at, size_t most) {
    size_t i = *at;
    int v = 0;
    for (; i < s.n && i - *at < most && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        v = v * 10 + (s.p[i] - '0');
    if (i == *at || (i < s.n && s.p[i] >= '0' && s.p[i] <= '9'))
        return -1;
    *at = i;
    return v;
}

static bool take(str s, size_t *at, const char *word) {
    str w = str_from(word);
    if (!str_starts(str_slice(s, *at < s.n ? *at : s.n, s.n), w))
        return false;
    *at += w.n;
    return true;
}

/* -- dates ---------------------------------------------------------------------------------------- */

static bool make_date(str s, size_t n, int y, int m, int d, int32_t since, struct prose_date *out) {
    int year, month, day;
    day_to_ymd(since, &year, &month, &day);
    if (!ymd_valid(y ? y : 2024, m, d))
        return false;
    if (!y) {
        y = year;
        if (m < month || (m == month && d < day))
            y++;
        if (!ymd_valid(y, m, d))
            return false;
    }
    *out = (struct prose_date){day_from_ymd(y, m, d), str_slice(s, 0, n)};
    return true;
}

/* "2025-03-04" and "2025/3/4": with the year only, as 3/4 is a fraction as well. */
static bool numeric_date(str s, int32_t since, struct prose_date *out) {
    static const char *const signs[] = {"-", "/", "."};
    for (size_t i = 0; i < 3; i++) {
        size_t at = 0;
        int y = take_digits(s, &at, 4), m, d;
        if (y < 1000 || !take(s, &at, signs[i]) || (m = take_digits(s, &at, 2)) < 0 ||
            !take(s, &at, signs[i]) || (d = take_digits(s, &at, 2)) < 0)
            continue;
        return make_date(s, at, y, m, d, since, out);
    }
    return false;
}

bool prose_date_at(str s, int32_t since, struct prose_date *out) {
    size_t at = 0;
    int y = take_digits(s, &at, 4), m, d;
    if (y >= 1000 && take(s, &at, "年")) {
        m = take_digits(s, &at, 2);
    } else {
        at = 0;
        m = take_digits(s, &at, 2);
        y = 0;
    }
    if (m < 0 || !take(s, &at, "月") || (d = take_digits(s, &at, 2)) < 0 || !take(s, &at, "日"))
        return numeric_date(s, since, out);
    return make_date(s, at, y, m, d, since, out);
}

static bool is_digit_at(str s, size_t i) {
    return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

bool prose_date_find(str s, int32_t since, struct prose_date *out) {
    for (size_t i = 0; i < s.n; i++)
        if (is_digit_at(s, i) && (i == 0 || !is_digit_at(s, i - 1)) &&
            prose_date_at(str_slice(s, i, s.n), since, out))
            return true;
    return false;
}

/* -- times ---------------------------------------------------------------------------------------- */

static bool take_hour_sign(str s, size_t *at) {
    return take(s, at, ":") || take(s, at, "：") || take(s, at, "时") || take(s, at, "点");
}

bool prose_time_at(str s, int *minute, size_t *n) {
    size_t at = 0;
    int h = take_digits(s, &at, 2), m;
    if (h < 0 || h > 24 || !take_hour_sign(s, &at))
        return false;
    size_t before = at;
    m = take_digits(s, &at, 2);
    if (m < 0 || m > 59 || at - before != 2 || (h == 24 && m > 0))
        return false;
    size_t sec = at;
    if (take(s, &sec, ":") && take_digits(s, &sec, 2) >= 0) /* its seconds */
        at = sec;
    else
        take(s, &at, "分");
    *minute = h * 60 + m;
    *n = at;
    return true;
}

/* -- durations ------------------------------------------------------------------------------------ */

/* One part "2小时" or "1.5小时" at *at, in minutes times ten; 0: none. rank: days 3, hours 2, minutes 1. */
static int64_t take_part(str s, size_t *at, int *rank) {
    static const struct {
        const char *word;
        int rank, minutes;
    } units[] = {{"天", 3, 1440}, {"个小时", 2, 60}, {"小时", 2, 60}, {"分钟", 1, 1}, {"分", 1, 1}};
    size_t i = *at;
    int whole = take_digits(s, &i, 6), tenth = 0;
    if (whole < 0)
        return -1;
    size_t point = i;
    if (take(s, &point, ".") && (tenth = take_digits(s, &point, 1)) >= 0)
        i = point;
    else
        tenth = 0;
    for (size_t k = 0; k < sizeof units / sizeof *units; k++)
        if (units[k].rank < *rank && take(s, &i, units[k].word)) {
            *rank = units[k].rank;
            *at = i;
            return (int64_t)units[k].minutes * (whole * 10 + tenth);
        }
    return -1;
}

bool prose_duration_at(str s, int64_t *minutes, bool *exact, size_t *n) {
    size_t at = 0;
    int rank = 4;
    int64_t sum = 0, part;
    while ((part = take_part(s, &at, &rank)) >= 0)
        sum += part;
    *minutes = sum / 10;
    *exact = rank == 1;
    *n = at;
    return at > 0;
}
