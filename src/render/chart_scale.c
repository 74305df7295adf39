#include "render/chart_scale.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/civil.h"

static double nice_step(double raw, int *decimals) {
    double power = pow(10, floor(log10(raw)));
    double m = raw / power;
    double step = (m <= 1.0001 ? 1 : m <= 2.0001 ? 2 : m <= 5.0001 ? 5 : 10) * power;
    int exponent = (int)floor(log10(step) + 1e-9);
    *decimals = exponent < 0 ? -exponent : 0;
    return step;
}

struct scale scale_make(double low, double high, int ticks) {
    if (!(high > low)) { /* all values equal: a little air around them */
        double air = fabs(low) > 0 ? fabs(low) * 0.1 : 1;
        low -= air;
        high += air;
    }
    struct scale s = {0};
    s.step = nice_step((high - low) / ticks, &s.decimals);
    s.low = floor(low / s.step + 1e-9) * s.step;
    s.high = ceil(high / s.step - 1e-9) * s.step;
    return s;
}

size_t scale_ticks(const struct scale *s) {
    return (size_t)lround((s->high - s->low) / s->step) + 1;
}

double scale_tick(const struct scale *s, size_t i) {
    double v = s->low + (double)i * s->step;
    return fabs(v) < s->step * 1e-6 ? 0 : v;
}

/* 1234567.5 -> 1,234,567.5 */
static str grouped(struct arena *a, double v, int decimals) {
    char digits[400];
    int n = snprintf(digits, sizeof digits, "%.*f", decimals, fabs(v));
    const char *dot = strchr(digits, '.');
    size_t whole = dot ? (size_t)(dot - digits) : (size_t)n;
    struct sb b = {.a = a};
    if (v < 0 && strtod(digits, NULL) > 0)
        sb_add(&b, S("−"));
    for (size_t i = 0; i < (size_t)n; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            sb_char(&b, ',');
        sb_char(&b, digits[i]);
    }
    return sb_str(&b);
}

str scale_text(struct arena *a, const struct scale *s, double v) {
    return grouped(a, v, s->decimals);
}

str scale_value_text(struct arena *a, double v) {
    int decimals = 0;
    for (double f = 1; decimals < 2 && fabs(v * f - round(v * f)) > 1e-9 * (1 + fabs(v)); f *= 10)
        decimals++;
    return grouped(a, v, decimals);
}

struct day {
    int y, m, d;
    bool month_begins; /* the first of its month among the labels */
};

/* All labels are days ("2025-03-05"), or all are months ("2025-03")? */
static bool read_days(struct arena *a, const str *labels, size_t n, size_t length, struct day *days) {
    for (size_t i = 0; i < n; i++) {
        str text = length == 7 ? str_fmt(a, "%.*s-01", STR_ARG(labels[i])) : labels[i];
        int64_t t;
        if (labels[i].n != length || !civil_parse(text, S("%Y-%m-%d"), &t, NULL))
            return false;
        struct day *d = &days[i];
        day_to_ymd(civil_day(t), &d->y, &d->m, &d->d);
        d->month_begins = i ? d->m != d[-1].m : d->d <= 5;
    }
    return n > 0;
}

/* From dense to sparse: every so many days of a month, then every so many months. */
static const struct rule {
    int days, months;
} rules[] = {{1, 0}, {2, 0}, {5, 0}, {10, 0}, {15, 0}, {0, 1}, {0, 2}, {0, 3}, {0, 6}, {0, 12}};

static bool day_shown(const struct day *d, struct rule r) {
    if (r.days)
        return r.days == 1 || ((d->d - 1) % r.days == 0 && d->d <= 30);
    return d->month_begins && (d->m - 1) % r.months == 0;
}

static str day_text(struct arena *a, const struct day *d, struct rule r, bool first) {
    if (r.days)
        return str_fmt(a, "%d月%d日", d->m, d->d);
    return first || d->m == 1 ? str_fmt(a, "%d年%d月", d->y, d->m) : str_fmt(a, "%d月", d->m);
}

float scale_label_middle(const struct chart_canvas *c, float x, float width) {
    float low = c->x + width / 2, high = c->x + c->width - width / 2;
    return low > high ? c->x + c->width / 2 : x < low ? low : x > high ? high : x;
}

struct axis {
    float first, slot;
};

/* Do the shown labels keep some room between each other? */
static bool apart(const struct chart_canvas *c, const str *texts, size_t n, struct axis axis) {
    float end = -1e9f;
    for (size_t i = 0; i < n; i++) {
        if (texts[i].n == 0)
            continue;
        float w = c->measure(c->with, texts[i]);
        float x = scale_label_middle(c, axis.first + (float)i * axis.slot, w) - w / 2;
        if (x < end + c->text_size * 0.6f)
            return false;
        end = x + w;
    }
    return true;
}

static bool label_days(const struct chart_canvas *c, const struct day *days, size_t n, bool months,
                       struct axis axis, str *texts) {
    for (size_t r = months ? 5 : 0; r < sizeof rules / sizeof *rules; r++) {
        size_t shown = 0;
        for (size_t i = 0; i < n; i++) {
            bool show = day_shown(&days[i], rules[r]);
            texts[i] = show ? day_text(c->a, &days[i], rules[r], shown == 0) : (str){0};
            shown += show;
        }
        if (shown >= 2 && apart(c, texts, n, axis))
            return true;
    }
    return false;
}

/* Every label, else every second, fifth, tenth … */
static void label_thinned(const struct chart_canvas *c, const str *labels, size_t n, struct axis axis,
                          str *texts) {
    static const size_t firsts[] = {1, 2, 3, 5};
    for (size_t k = 0, every = 1; every <= n; k++) {
        every = k < 4 ? firsts[k] : every * 2;
        for (size_t i = 0; i < n; i++)
            texts[i] = i % every == 0 ? labels[i] : (str){0};
        if (apart(c, texts, n, axis))
            return;
    }
}

bool scale_dated(const struct chart_canvas *c, const str *labels, size_t n) {
    struct arena_mark mark = arena_mark(c->a);
    struct day *days = ARENA_ARRAY(c->a, struct day, n + 1);
    bool dated = read_days(c->a, labels, n, 7, days) || read_days(c->a, labels, n, 10, days);
    arena_rewind(c->a, mark);
    return dated;
}

str *scale_labels(const struct chart_canvas *c, const str *labels, size_t n, float first, float slot) {
    struct axis axis = {first, slot};
    str *texts = ARENA_ARRAY(c->a, str, n + 1);
    struct day *days = ARENA_ARRAY(c->a, struct day, n + 1);
    bool months = read_days(c->a, labels, n, 7, days);
    if ((months || read_days(c->a, labels, n, 10, days)) && label_days(c, days, n, months, axis, texts))
        return texts;
    label_thinned(c, labels, n, axis, texts);
    return texts;
}

size_t scale_wrap(const struct chart_canvas *c, str label, float width, str lines[SCALE_WRAP]) {
    for (size_t n = 0; n < SCALE_WRAP; n++) {
        str rest = label;
        while (rest.n) {
            str tried = rest;
            utf8_next(&tried);
            if (c->measure(c->with, str_slice(label, 0, label.n - tried.n)) > width)
                break;
            rest = tried;
        }
        if (rest.n == label.n && label.n)
            return 0;
        lines[n] = str_slice(label, 0, label.n - rest.n);
        label = rest;
        if (label.n == 0)
            return n + 1;
    }
    return 0;
}
