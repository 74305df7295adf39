/* answer_clock.c - the calendar a clock runs on: its hours, and the notices that move its days. */
#include "explain/answer.h"

static const struct hours whole_day[] = {{0, DAY_SECONDS / 60}};

static const struct calendar_def *find_def(const struct contract *c, str name) {
    for (size_t i = 0; i < c->calendars.n; i++)
        if (str_eq(c->calendars.at[i].name.v, name))
            return &c->calendars.at[i];
    return NULL;
}

struct hours_of hours_find(const struct answer *w, str name) {
    const struct calendar_def *def = find_def(w->c, name);
    if (def)
        return (struct hours_of){calendars_find(w->x->calendars, name), def->hours, def->n_hours};
    return (struct hours_of){calendars_find(w->x->calendars, S("always")), whole_day, 1};
}

bool hours_always(const struct answer *w, const struct hours_of *h) {
    const struct calendar_def *def = find_def(w->c, calendar_name(h->calendar));
    bool whole = h->n == 1 && h->hours[0].from_min == 0 && h->hours[0].to_min == DAY_SECONDS / 60;
    return whole && (!def || (def->weekdays == 0x7F && !str_eqz(def->holidays.v, "cn")));
}

str day_words(const struct answer *w, const struct calendar *c, int32_t day) {
    switch (calendar_day_kind(c, day)) {
    case DAY_HOLIDAY:
        return SAY(w, P_DAY_HOLIDAY, holidays_name(w->x->holidays, day));
    case DAY_MAKEUP:
        return SAY(w, P_DAY_MAKEUP, holidays_makeup_name(w->x->holidays, day));
    case DAY_WEEKEND:
        return SAY0(w, P_DAY_WEEKEND);
    case DAY_UNKNOWN:
        return SAY0(w, P_DAY_UNKNOWN);
    default:
        return S("");
    }
}

str weekday_words(const struct answer *w, int32_t day) {
    static const char *const names[][7] = {
        [LANG_EN] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
        [LANG_ZH] = {"周一", "周二", "周三", "周四", "周五", "周六", "周日"}};
    return str_from(names[w->lang][day_weekday(day) - 1]);
}

/* In Chinese as reports print it, with the numbers of the notices. */
static str note_of(const struct answer *w, str name) {
    struct stmt *q = stmt_new(w->x->store, "SELECT text FROM calendar_note WHERE name = ?1");
    stmt_bind_text(q, 1, name);
    str text = stmt_step(q) ? stmt_keep(w, q, 0) : S("");
    stmt_free(q);
    return text;
}

static str hours_words(const struct answer *w, const struct hours_of *h) {
    const struct calendar_def *def = find_def(w->c, calendar_name(h->calendar));
    struct sb b = {.a = w->a};
    if (!def)
        return SAY0(w, P_ALWAYS);
    if (w->lang == LANG_ZH)
        return note_of(w, def->name.v);
    sb_add(&b, def->days.v);
    for (size_t i = 0; i < h->n; i++)
        sb_fmt(&b, "%s%02d:%02d-%02d:%02d", i ? ", " : " ", h->hours[i].from_min / 60,
               h->hours[i].from_min % 60, h->hours[i].to_min / 60, h->hours[i].to_min % 60);
    if (str_eqz(def->holidays.v, "cn"))
        sb_add(&b, SAY0(w, P_BY_NOTICES));
    return sb_str(&b);
}

/* The years that have a moved day within the span, and the notice that moved it. */
static void put_notices(struct answer *w, const struct calendar *c, int64_t from, int64_t to) {
    static const enum label columns[] = {L_YEAR, L_NOTICE, L_NOTICE_DAY};
    int last = 0;
    tell_table_begin(w->t, L_NOTICES, columns, 3);
    for (int32_t day = civil_day(from); from < to && day <= civil_day(to - 1); day++) {
        enum day_kind kind = calendar_day_kind(c, day);
        int y, m, d;
        day_to_ymd(day, &y, &m, &d);
        if ((kind != DAY_HOLIDAY && kind != DAY_MAKEUP) || y == last)
            continue;
        last = y;
        tell_row(w->t, (struct told[]){told_count(y), told_text(holidays_notice(w->x->holidays, y)),
                                       told_day(holidays_notice_day(w->x->holidays, y))});
    }
    tell_table_end(w->t);
}

void answer_clock(struct answer *w, const struct hours_of *h, int64_t from, int64_t to) {
    tell_begin(w->t, L_CLOCK);
    tell_put(w->t, L_CALENDAR, told_text(calendar_name(h->calendar)));
    tell_put(w->t, L_HOURS, told_text(hours_words(w, h)));
    put_notices(w, h->calendar, from, to);
    tell_end(w->t);
}
