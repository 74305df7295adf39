/* number_cell.c - numbers of a spreadsheet as dates, times and text.
 *
 * Day 1 is 1900-01-01 and day 60 the 29 February 1900 there never was, so that days from 61 on count from 1899-12-30; in
 * a workbook "from 1904" day 0 is 1904-01-01.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "records/number_format.h"

enum {
    LAST_SERIAL = 2958466 /* first day behind 9999-12-31 */,
    LEAP_BUG = 60,
    DIGITS_KEPT = 15,
    DECIMALS_KEPT = 12
};
static const double SMALLEST = 5e-13;

/* false: no date (before the first day, the day that never was, after the year 9999). */
static bool serial_to_seconds(double v, bool from_1904, int64_t *t) {
    if (!(v >= 0) || v >= LAST_SERIAL)
        return false;
    int64_t seconds = llround(v * DAY_SECONDS), day = seconds / DAY_SECONDS;
    int64_t first = day_from_ymd(1904, 1, 1);
    if (!from_1904)
        first = day_from_ymd(1899, 12, day < LEAP_BUG ? 31 : 30);
    *t = first * DAY_SECONDS + seconds;
    return from_1904 || (day >= 1 && day != LEAP_BUG);
}

static char *put_digits(char *to, unsigned v, int n) {
    for (int i = n - 1; i >= 0; i--, v /= 10)
        to[i] = (char)('0' + v % 10);
    return to + n;
}

static char *put_day(char *to, int32_t day, bool with_day) {
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    to = put_digits(to, (unsigned)y, 4);
    *to++ = '-';
    to = put_digits(to, (unsigned)m, 2);
    if (!with_day)
        return to;
    *to++ = '-';
    return put_digits(to, (unsigned)d, 2);
}

static char *put_time(char *to, unsigned seconds) {
    to = put_digits(to, seconds / 3600, 2);
    *to++ = ':';
    to = put_digits(to, seconds / 60 % 60, 2);
    *to++ = ':';
    return put_digits(to, seconds % 60, 2);
}

/* What the format leaves out was not meant: a month stays a month, a date has no hour unless it is recorded. */
static str moment_text(struct arena *a, const struct moment *m, unsigned shows) {
    char *text = ARENA_ARRAY(a, char, 20), *to = text;
    bool month_alone = m->has_day && (shows & SHOWS_DATE) == (SHOWS_YEAR | SHOWS_MONTH) && !m->has_time;
    if (m->has_day)
        to = put_day(to, civil_day(m->t), !month_alone);
    if (m->has_day && m->has_time)
        *to++ = ' ';
    if (m->has_time)
        to = put_time(to, (unsigned)(m->t - day_start(civil_day(m->t))));
    return (str){text, (size_t)(to - text)};
}

static bool serial_moment(double v, unsigned shows, bool from_1904, struct moment *m) {
    bool time_alone = v >= 0 && v < 1 && (shows & SHOWS_TIME) && (!(shows & SHOWS_DATE) || v > 0);
    if (time_alone) {
        *m = (struct moment){.t = llround(v * DAY_SECONDS), .has_time = true};
        return m->t < DAY_SECONDS;
    }
    if (!serial_to_seconds(v, from_1904, &m->t))
        return false;
    m->has_day = true;
    m->has_time = (shows & SHOWS_TIME) || m->t != day_start(civil_day(m->t));
    return true;
}

static str elapsed_text(struct arena *a, double v) {
    long long seconds = llround(v * DAY_SECONDS);
    return str_fmt(a, "%lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/* Digits of |v| from the first that is not 0, without zeros at the end; at most 15, and 12 behind the point. */
static size_t significant_digits(double v, char digits[DIGITS_KEPT], int *exponent) {
    char text[DIGITS_KEPT + 16];
    snprintf(text, sizeof text, "%.*e", DIGITS_KEPT - 1, fabs(v));
    int places = atoi(strchr(text, 'e') + 1) + DECIMALS_KEPT;
    if (places < DIGITS_KEPT - 1)
        snprintf(text, sizeof text, "%.*e", places < 0 ? 0 : places, fabs(v));
    *exponent = atoi(strchr(text, 'e') + 1);
    size_t n = 0;
    for (const char *p = text; *p != 'e' && n < DIGITS_KEPT; p++)
        if (*p != '.')
            digits[n++] = *p;
    while (n > 1 && digits[n - 1] == '0')
        n--;
    return n;
}

str number_text(struct arena *a, double v) {
    char digits[DIGITS_KEPT];
    int exponent;
    if (!isfinite(v) || fabs(v) < SMALLEST)
        return S("0");
    int n = (int)significant_digits(v, digits, &exponent);
    struct sb b = {.a = a};
    sb_addz(&b, v < 0 ? "-" : "");
    if (exponent < 0)
        sb_addz(&b, "0.");
    for (int i = exponent + 1; i < 0; i++)
        sb_char(&b, '0');
    for (int i = 0; i < n || i <= exponent; i++) {
        if (exponent >= 0 && i == exponent + 1)
            sb_char(&b, '.');
        sb_char(&b, i < n ? digits[i] : '0');
    }
    return sb_str(&b);
}

static str padded_text(struct arena *a, double v, unsigned zeros) {
    if (v < 0 || v != floor(v))
        return number_text(a, v);
    return str_fmt(a, "%0*.0f", (int)zeros, v);
}

/* A number under no date is one all the same when it stands in a column of dates: its format was lost. */
static void plain_number(struct arena *a, double v, struct number_format f, bool from_1904,
                         struct raw_cell *out) {
    out->kind = RAW_NUMBER;
    if (f.percent)
        out->text = str_fmt(a, "%.*s%%", STR_ARG(number_text(a, v * 100)));
    else if (f.shows & SHOWS_ELAPSED)
        out->text = elapsed_text(a, v);
    else
        out->text = f.zeros ? padded_text(a, v, f.zeros) : number_text(a, v);
    if (f.percent || (f.shows & SHOWS_ELAPSED)) {
        out->kind = RAW_TEXT;
        return;
    }
    out->moment = (struct moment){0};
    if (v < 1 || !serial_moment(v, 0, from_1904, &out->moment))
        out->moment.has_day = false;
}

bool number_cell(struct arena *a, double v, struct number_format f, bool from_1904, struct raw_cell *out) {
    *out = (struct raw_cell){0};
    if (!isfinite(v) || fabs(v) > 1e300)
        v = 0;
    if (f.shows && !(f.shows & SHOWS_ELAPSED) && serial_moment(v, f.shows, from_1904, &out->moment)) {
        out->kind = RAW_MOMENT;
        out->text = moment_text(a, &out->moment, f.shows);
        return true;
    }
    if ((f.shows & SHOWS_ELAPSED) && fabs(v) > LAST_SERIAL)
        f.shows = 0;
    plain_number(a, v, f, from_1904, out);
    return fabs(v) < 1e15;
}
