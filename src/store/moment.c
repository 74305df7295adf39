#include "store/moment.h"

#include <assert.h>
#include <string.h>

#include "util/civil.h"

static void write_digits(char *p, int value, int digits) {
    while (digits--) {
        p[digits] = (char)('0' + value % 10);
        value /= 10;
    }
}

void moment_write_day(struct moment_pen *pen, int32_t day, char out[MOMENT_DAY]) {
    if (pen->text[0] == '\0' || pen->day != day) {
        int y, m, d;
        day_to_ymd(day, &y, &m, &d);
        assert(y >= 0 && y <= 9999);
        write_digits(pen->text, y, 4);
        write_digits(pen->text + 5, m, 2);
        write_digits(pen->text + 8, d, 2);
        pen->text[4] = pen->text[7] = '-';
        pen->day = day;
    }
    memcpy(out, pen->text, MOMENT_DAY);
}

void moment_write_time(struct moment_pen *pen, int64_t t, char out[MOMENT_TIME]) {
    int32_t day = civil_day(t);
    int second = (int)(t - day_start(day));
    moment_write_day(pen, day, out);
    out[10] = ' ';
    write_digits(out + 11, second / 3600, 2);
    write_digits(out + 14, second / 60 % 60, 2);
    write_digits(out + 17, second % 60, 2);
    out[13] = out[16] = ':';
}

static bool read_digits(const char *p, int digits, int *out) {
    int v = 0;
    for (int i = 0; i < digits; i++) {
        if (p[i] < '0' || p[i] > '9')
            return false;
        v = v * 10 + (p[i] - '0');
    }
    *out = v;
    return true;
}

static bool read_clock(const char *p, int *second_of_day) {
    int h, m, s;
    if (!read_digits(p, 2, &h) || p[2] != ':' || !read_digits(p + 3, 2, &m) || p[5] != ':' ||
        !read_digits(p + 6, 2, &s) || h > 24 || m > 59 || s > 59)
        return false;
    *second_of_day = h * 3600 + m * 60 + s;
    return true;
}

bool moment_from_text(str s, int64_t *t) {
    int y, m, d, seconds = 0;
    if ((s.n != MOMENT_DAY && s.n != MOMENT_TIME) || !read_digits(s.p, 4, &y) || s.p[4] != '-' ||
        !read_digits(s.p + 5, 2, &m) || s.p[7] != '-' || !read_digits(s.p + 8, 2, &d) || !ymd_valid(y, m, d))
        return false;
    if (s.n == MOMENT_TIME && (s.p[10] != ' ' || !read_clock(s.p + 11, &seconds)))
        return false;
    *t = day_start(day_from_ymd(y, m, d)) + seconds;
    return true;
}
