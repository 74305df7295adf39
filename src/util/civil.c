/* civil.c - days and moments of the Gregorian calendar. Reading is in civil_parse.c, periods in period.c. */
#include "util/civil.h"

/* Years are counted from March here: the leap day is then the last of its year, and the months
 * before a month always have the same length, (153 * m + 2) / 5 days. An era has 400 years. */
enum { ERA_DAYS = 146097, ERA_YEARS = 400, EPOCH_SHIFT = 719468 };

static int floor_div(int a, int b) {
    return a / b - (a % b < 0);
}

int32_t day_from_ymd(int y, int m, int d) {
    int year = m > 2 ? y : y - 1;
    int era = floor_div(year, ERA_YEARS);
    int year_of_era = year - era * ERA_YEARS;
    int day_of_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - EPOCH_SHIFT;
}

void day_to_ymd(int32_t day, int *y, int *m, int *d) {
    int shifted = day + EPOCH_SHIFT;
    int era = floor_div(shifted, ERA_DAYS);
    int doe = shifted - era * ERA_DAYS;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int month = (5 * doy + 2) / 153;
    *d = doy - (153 * month + 2) / 5 + 1;
    *m = month < 10 ? month + 3 : month - 9;
    *y = yoe + era * ERA_YEARS + (*m <= 2);
}

static int month_days(int y, int m) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return days[m - 1] + (m == 2 && leap);
}

bool ymd_valid(int y, int m, int d) {
    return y >= 1 && y <= 9999 && m >= 1 && m <= 12 && d >= 1 && d <= month_days(y, m);
}

int day_weekday(int32_t day) {
    int w = (day + 3) % 7; /* 1970-01-01 was a Thursday */
    return (w < 0 ? w + 7 : w) + 1;
}

int32_t day_add_months(int32_t day, int n) {
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    int months = y * 12 + (m - 1) + n;
    y = floor_div(months, 12);
    m = months - y * 12 + 1;
    int last = month_days(y, m);
    return day_from_ymd(y, m, d < last ? d : last);
}

int32_t civil_day(int64_t t) {
    return (int32_t)(t / DAY_SECONDS - (t % DAY_SECONDS < 0));
}

int64_t day_start(int32_t day) {
    return (int64_t)day * DAY_SECONDS;
}

str civil_text_day(struct arena *a, int32_t day) {
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    return str_fmt(a, "%04d-%02d-%02d", y, m, d);
}

str civil_text(struct arena *a, int64_t t) {
    if (t == CIVIL_NONE)
        return S("");
    int y, m, d;
    int32_t day = civil_day(t);
    day_to_ymd(day, &y, &m, &d);
    int s = (int)(t - day_start(day));
    return str_fmt(a, "%04d-%02d-%02d %02d:%02d:%02d", y, m, d, s / 3600, s / 60 % 60, s % 60);
}

str civil_text_zh(struct arena *a, int32_t day) {
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    return str_fmt(a, "%d年%d月%d日", y, m, d);
}

str duration_text(struct arena *a, int64_t seconds) {
    if (seconds == CIVIL_NONE)
        return S("");
    static const struct {
        int64_t seconds;
        const char *name;
    } units[] = {{DAY_SECONDS, "天"}, {3600, "小时"}, {60, "分"}, {1, "秒"}};
    struct sb b = {.a = a};
    int64_t rest = seconds < 0 ? -seconds : seconds;
    if (seconds < 0)
        sb_char(&b, '-');
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (rest >= units[i].seconds)
            sb_fmt(&b, "%lld%s", (long long)(rest / units[i].seconds), units[i].name);
        rest %= units[i].seconds;
    }
    return seconds ? sb_str(&b) : S("0分");
}
