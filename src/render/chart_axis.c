#include "render/chart_axis.h"

#include <math.h>

#include "render/chart_scale.h"
#include "util/civil.h"

enum { TICKS_MOST = 10, TRIED_MOST = 200, MONDAY = 1, HALF = 16 };

/* From dense to sparse. */
static const struct spacing {
    int days;   /* every so many, counted in the month; 7: Mondays; 15: the 1st and the 16th */
    int months; /* or every so many, from January on */
    int years;
} spacings[] = {{.days = 1},    {.days = 2},    {.days = 7},     {.days = 15},    {.months = 1},
                {.months = 2},  {.months = 3},  {.months = 6},   {.years = 1},    {.years = 2},
                {.years = 5},   {.years = 10},  {.years = 20},   {.years = 50},   {.years = 100},
                {.years = 200}, {.years = 500}, {.years = 1000}, {.years = 2000}, {.years = 5000}};
enum { SPACINGS = sizeof spacings / sizeof *spacings };

static bool is_tick(const struct spacing *s, int32_t day) {
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    if (s->years)
        return m == 1 && d == 1 && y % s->years == 0;
    if (s->months)
        return d == 1 && (m - 1) % s->months == 0;
    if (s->days == 7)
        return day_weekday(day) == MONDAY;
    if (s->days == 15)
        return d == 1 || d == HALF;
    return (d - 1) % s->days == 0 && d <= 30;
}

/* The next day that may be a tick: months and years are not walked day by day. */
static int32_t next_day(const struct spacing *s, int32_t day) {
    int y, m, d;
    if (!s->months && !s->years)
        return day + 1;
    day_to_ymd(day, &y, &m, &d);
    return s->years ? day_from_ymd(y + 1, 1, 1) : day_add_months(day_from_ymd(y, m, 1), 1);
}

static str tick_text(struct arena *a, const struct spacing *s, int32_t day, bool first) {
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    if (s->years)
        return str_fmt(a, "%d年", y);
    if (s->months)
        return first || m == 1 ? str_fmt(a, "%d年%d月", y, m) : str_fmt(a, "%d月", m);
    return str_fmt(a, "%d月%d日", m, d);
}

/* false: too many, or too close. */
static bool try_spacing(const struct chart_canvas *c, const struct time_axis *axis, const struct spacing *s,
                        struct time_tick *ticks, size_t *n) {
    float end = -1e9f;
    int tried = 0;
    *n = 0;
    for (int32_t day = (int32_t)ceil(axis->from - 1e-6); day <= axis->to + 1e-6; day = next_day(s, day)) {
        if (++tried > TRIED_MOST)
            return false;
        if (!is_tick(s, day))
            continue;
        struct time_tick t = {.text = tick_text(c->a, s, day, *n == 0)};
        float w = c->measure(c->with, t.text);
        t.x = axis->left + (axis->right - axis->left) * (float)((day - axis->from) / (axis->to - axis->from));
        t.middle = scale_label_middle(c, t.x, w);
        if (*n == TICKS_MOST || t.middle - w / 2 < end + c->text_size)
            return false;
        end = t.middle + w / 2;
        ticks[(*n)++] = t;
    }
    return true;
}

/* A stretch without a single tick has its first day named. */
size_t time_ticks(const struct chart_canvas *c, const struct time_axis *axis, struct time_tick **out) {
    size_t n = 0;
    *out = ARENA_ARRAY(c->a, struct time_tick, TICKS_MOST);
    for (size_t i = 0; i < SPACINGS; i++)
        if (try_spacing(c, axis, &spacings[i], *out, &n) && n > 0)
            return n;
    str text = civil_text_day(c->a, (int32_t)floor(axis->from));
    (*out)[0] =
        (struct time_tick){axis->left, scale_label_middle(c, axis->left, c->measure(c->with, text)), text};
    return 1;
}
