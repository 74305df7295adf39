/* answer_days.c - open time day by day, with what does not count cut out and the running sum.
 *
 * Days follow each other without a gap. Closed days of the same kind share a row; so do whole open days without a stop
 * where the span is longer than a month, since nothing can be seen in them.
 */
#include "explain/answer.h"

#define LONG_SPAN_DAYS 31

struct day_row {
    int32_t from, last;
    str kind;
    struct sb open, stopped;
    bool closed, whole;
    int64_t counted_s;
};
struct days {
    struct answer *w;
    const struct hours_of *h;
    int64_t from, to;
    const struct intervals *stops;
    bool joins_whole;
    int64_t running_s;
    bool any;
    struct day_row row; /* not yet told: the next day may join it */
};

static void add_times(struct sb *b, int64_t from, int64_t to) {
    int64_t day = day_start(civil_day(from));
    const int64_t at[] = {from - day, to - day};
    sb_addz(b, b->n ? "、" : "");
    for (int i = 0; i < 2; i++) {
        sb_fmt(b, "%s%02d:%02d", i ? "—" : "", (int)(at[i] / 3600), (int)(at[i] / 60 % 60));
        if (at[i] % 60)
            sb_fmt(b, ":%02d", (int)(at[i] % 60));
    }
}

static int64_t later(int64_t a, int64_t b) {
    return a > b ? a : b;
}

static int64_t earlier(int64_t a, int64_t b) {
    return a < b ? a : b;
}

static void add_window(const struct days *d, struct day_row *r, int64_t from, int64_t to) {
    int64_t a = later(from, d->from), b = earlier(to, d->to);
    r->whole = r->whole && a == from && b == to;
    if (a >= b)
        return;
    r->closed = false;
    r->counted_s += b - a;
    add_times(&r->open, a, b);
    for (size_t i = 0; d->stops && i < d->stops->n; i++) {
        int64_t x = later(a, d->stops->at[i].from), y = earlier(b, d->stops->at[i].to);
        if (x >= y)
            continue;
        r->counted_s -= y - x;
        r->whole = false;
        add_times(&r->stopped, x, y);
    }
}

static struct day_row row_of(const struct days *d, int32_t day) {
    struct day_row r = {.from = day, .last = day, .closed = true, .whole = true};
    r.open.a = r.stopped.a = d->w->a;
    r.kind = day_words(d->w, d->h->calendar, day);
    if (!calendar_is_workday(d->h->calendar, day))
        return r;
    for (size_t i = 0; i < d->h->n; i++)
        add_window(d, &r, day_start(day) + d->h->hours[i].from_min * 60,
                   day_start(day) + d->h->hours[i].to_min * 60);
    return r;
}

static bool joins(const struct days *d, const struct day_row *r) {
    const struct day_row *before = &d->row;
    if (!d->any || !str_eq(before->kind, r->kind) || before->closed != r->closed)
        return false;
    return r->closed || (d->joins_whole && before->whole && r->whole);
}

static struct told optional(const struct sb *b) {
    return b->n ? told_text(sb_str(b)) : told_none();
}

static void tell_day(struct days *d) {
    const struct day_row *r = &d->row;
    if (!d->any)
        return;
    d->running_s += r->counted_s;
    bool one = r->from == r->last;
    tell_row(d->w->t, (struct told[]){told_day(r->from), one ? told_none() : told_day(r->last),
                                      told_text(one ? weekday_words(d->w, r->from) : S("")),
                                      told_text(r->kind), optional(&r->open), optional(&r->stopped),
                                      told_seconds(r->counted_s), told_seconds(d->running_s)});
}

static void add_day(struct days *d, int32_t day) {
    struct day_row r = row_of(d, day);
    if (joins(d, &r)) {
        d->row.last = day;
        d->row.counted_s += r.counted_s;
        return;
    }
    tell_day(d);
    d->row = r;
    d->any = true;
}

int64_t answer_days(struct answer *w, const struct hours_of *h, int64_t from, int64_t to,
                    const struct intervals *stops) {
    static const enum label columns[] = {L_DAY,     L_DAY_LAST,   L_WEEKDAY, L_DAY_KIND,
                                         L_OPEN_AT, L_STOPPED_AT, L_COUNTED, L_RUNNING};
    struct days d = {.w = w, .h = h, .from = from, .to = to, .stops = stops};
    bool known = true;
    d.joins_whole = from < to && civil_day(to - 1) - civil_day(from) > LONG_SPAN_DAYS;
    tell_table_begin(w->t, L_DAYS, columns, 8);
    for (int32_t day = civil_day(from); from < to && day <= civil_day(to - 1); day++) {
        known = known && calendar_knows(h->calendar, day);
        add_day(&d, day);
    }
    tell_day(&d);
    tell_table_end(w->t);
    return known ? d.running_s : CIVIL_NONE;
}
