/* contract_calendars.c - service days and hours: "mon,wed-fri" and "08:00-12:00" to bits and minutes. */
#include <stdlib.h>

#include "contract/contract_checks.h"

static int weekday_of(str s) {
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (int i = 0; i < 7; i++)
        if (str_eq_nocase(s, str_from(names[i])))
            return i;
    return -1;
}

/* "mon" or "mon-fri", no range across Sunday. */
static bool add_days(str part, unsigned *weekdays) {
    str rest = str_trim(part), first = rest;
    str_cut(&rest, '-', &first);
    int from = weekday_of(str_trim(first));
    int to = rest.n > 0 ? weekday_of(str_trim(rest)) : from;
    if (from < 0 || to < from || (rest.n == 0 && str_find(part, S("-")) >= 0))
        return false;
    for (int i = from; i <= to; i++)
        *weekdays |= 1u << i;
    return true;
}

static void read_days(struct checker *k, struct calendar_def *def) {
    str rest = def->days.v, part;
    bool good = true;
    if (!rest.p)
        return;
    while (good && str_cut(&rest, ',', &part))
        good = add_days(part, &def->weekdays);
    if (!good || str_ends(str_trim(def->days.v), S(",")))
        fault_value(k, "days", def->days, "days such as mon-fri or mon,wed-sat",
                    "星期，如 mon-fri 或 mon,wed-sat");
}

/* "8:00" or "08:00"; 24:00 only where a day may end. */
static bool read_clock(str s, int *minutes) {
    int64_t h, m;
    str rest = str_trim(s), hour;
    if (str_find(rest, S(":")) < 1 || !str_cut(&rest, ':', &hour) || hour.n > 2 || rest.n != 2 ||
        hour.p[0] < '0' || hour.p[0] > '9' || rest.p[0] < '0' || rest.p[0] > '5' || !str_to_int(hour, &h) ||
        !str_to_int(rest, &m))
        return false;
    *minutes = (int)(h * 60 + m);
    return *minutes <= 24 * 60;
}

static bool read_span(str s, struct hours *out) {
    str rest = s, from;
    return str_find(s, S("-")) >= 0 && str_cut(&rest, '-', &from) && read_clock(from, &out->from_min) &&
           read_clock(rest, &out->to_min) && out->from_min < out->to_min;
}

struct written_hours {
    struct hours hours;
    sval as;
};

static int by_begin(const void *x, const void *y) {
    const struct written_hours *a = x, *b = y;
    if (a->hours.from_min != b->hours.from_min)
        return a->hours.from_min < b->hours.from_min ? -1 : 1;
    return (a->as.at.col > b->as.at.col) - (a->as.at.col < b->as.at.col);
}

static void read_hours(struct checker *k, struct calendar_def *def) {
    struct written_hours *w = ARENA_ARRAY(k->a, struct written_hours, def->hours_text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < def->hours_text.n; i++) {
        w[n].as = def->hours_text.at[i];
        if (read_span(w[n].as.v, &w[n].hours))
            n++;
        else
            fault_value(k, "hours", w[n].as, "hours such as 08:00-12:00, the end at most 24:00",
                        "时段，如 08:00-12:00，结束不晚于 24:00");
    }
    qsort(w, n, sizeof *w, by_begin);
    def->hours = ARENA_ARRAY(k->a, struct hours, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && w[i].hours.from_min < w[i - 1].hours.to_min)
            diag2(k->d, DIAG_HOURS_OVERLAP, span_place(w[i].as.at), w[i].as.v, w[i - 1].as.v);
        def->hours[def->n_hours++] = w[i].hours;
    }
}

void check_calendars(struct checker *k) {
    static const char *const holidays[] = {"cn", "none", NULL};
    for (size_t i = 0; i < k->c->calendars.n; i++) {
        struct calendar_def *def = &k->c->calendars.at[i];
        if (str_eqz(def->name.v, "always"))
            diag1(k->d, DIAG_BUILT_IN_NAME, span_place(def->name.at), def->name.v);
        read_days(k, def);
        read_hours(k, def);
        check_word(k, "holidays", def->holidays, holidays);
    }
}
