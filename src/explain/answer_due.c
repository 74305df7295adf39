/* answer_due.c - why a limit ends when it does: on the clock, or as a legal period (Civil Code art. 200-204).
 *
 * The steps are those of calendar/legal.c and assess/clock.h, told one by one; the moment they lead to is compared with
 * what calendar_due() says, and the due moment of the verdict with both.
 */
#include "explain/answer.h"

/* A span nobody would read day by day; legal periods of workdays are shorter. */
#define TABLE_DAYS_MAX 400

struct due_steps {
    struct answer *w;
    const struct hours_of *h;
    const struct limit *within;
    VEC(str) say;
    int32_t counted_from, counted_to; /* days shown one by one; empty when equal */
    bool numbered;                    /* working days are numbered */
};

static const struct calendar *working_calendar(const struct due_steps *s) {
    return hours_always(s->w, s->h) ? calendars_legal(s->w->x->calendars) : s->h->calendar;
}

static bool is_off(const struct due_steps *s, int32_t day) {
    const struct calendar *legal = calendars_legal(s->w->x->calendars);
    return !calendar_is_workday(legal, day) || !calendar_is_workday(s->h->calendar, day);
}

static void step(struct due_steps *s, str sentence) {
    VEC_PUSH(s->w->a, &s->say, sentence);
}

/* -- legal periods -------------------------------------------------------------------------------- */

static int32_t last_by_counting(const struct limit *l, int32_t day) {
    if (l->unit == LIMIT_DAYS)
        return day + (int32_t)l->n;
    return day_add_months(day, (int)(l->unit == LIMIT_MONTHS ? l->n : l->n * 12));
}

static str day_text(const struct answer *w, int32_t day) {
    return str_fmt(w->a, "%.*s%s%.*s", STR_ARG(civil_text_day(w->a, day)), w->lang == LANG_ZH ? "" : " ",
                   STR_ARG(weekday_words(w, day)));
}

static void say_counted(struct due_steps *s, int32_t start) {
    struct answer *w = s->w;
    int32_t end = last_by_counting(s->within, start), day = end;
    int y, m, d1, d2;
    day_to_ymd(start, &y, &m, &d1);
    day_to_ymd(end, &y, &m, &d2);
    bool cut = s->within->unit != LIMIT_DAYS && d1 != d2;
    step(s, SAY(w,
                s->within->unit == LIMIT_DAYS ? P_DUE_DAYS
                : cut                         ? P_DUE_MONTH_END
                                              : P_DUE_MONTHS,
                words_limit(w, s->within), day_text(w, end)));
    while (calendar_knows(calendars_legal(w->x->calendars), day) && is_off(s, day))
        day++;
    if (day == end)
        return;
    s->counted_from = end;
    s->counted_to = day + 1;
    step(s, SAY(w, P_DUE_MOVED, day_text(w, end), day_text(w, day)));
}

static void say_workdays(struct due_steps *s, int32_t start) {
    struct answer *w = s->w;
    const struct calendar *c = working_calendar(s);
    int32_t last = calendar_add_workdays(c, start, s->within->n);
    if (last == CALENDAR_NO_DAY)
        return;
    s->counted_from = start + 1;
    s->counted_to = last - start < TABLE_DAYS_MAX ? last + 1 : start + 1;
    s->numbered = true;
    step(s, SAY(w, P_DUE_WORKDAYS, words_limit(w, s->within),
                c == s->h->calendar ? calendar_name(c) : SAY0(w, P_LEGAL_WORKDAYS), day_text(w, last)));
}

static void say_legal(struct due_steps *s, int64_t from, int64_t due) {
    struct answer *w = s->w;
    step(s, SAY(w, P_DUE_FIRST_DAY, day_text(w, civil_day(from))));
    if (s->within->unit == LIMIT_WORKDAYS)
        say_workdays(s, civil_day(from));
    else
        say_counted(s, civil_day(from));
    if (due == CIVIL_NONE)
        return;
    bool midnight = due == day_start(civil_day(due));
    if (midnight)
        step(s, SAY0(w, P_DUE_MIDNIGHT));
    else
        step(s, SAY(w, P_DUE_CLOSE, words_moment(w, due)));
}

/* -- stops ---------------------------------------------------------------------------------------- */

/* As assess/clock.h: each stop that begins before the limit runs out puts it off by its open time. */
static int64_t say_stops(struct due_steps *s, const struct intervals *stops, int64_t due) {
    struct answer *w = s->w;
    for (size_t i = 0; stops && i < stops->n && due != CIVIL_NONE && stops->at[i].from < due; i++) {
        const struct interval *v = &stops->at[i];
        int64_t open = calendar_between(s->h->calendar, v->from, v->to);
        if (open == CIVIL_NONE)
            return CIVIL_NONE;
        if (open > 0)
            due = calendar_add(s->h->calendar, due, open);
        step(s, SAY(w, open ? P_DUE_STOP : P_DUE_STOP_CLOSED, words_moment(w, v->from),
                    words_moment(w, v->to), words_seconds(w, open), words_moment(w, due)));
    }
    return due;
}

/* -- the part ------------------------------------------------------------------------------------- */

static void tell_counted(const struct due_steps *s) {
    static const enum label columns[] = {L_DAY, L_DAY_LAST, L_WEEKDAY, L_DAY_KIND, L_NUMBER};
    struct answer *w = s->w;
    const struct calendar *c = working_calendar(s);
    int64_t number = 0;
    tell_table_begin(w->t, L_COUNTED_DAYS, columns, 5);
    for (int32_t day = s->counted_from; day < s->counted_to; day++) {
        bool works = s->numbered ? calendar_is_workday(c, day) : !is_off(s, day);
        int32_t last = day;
        str kind = day_words(w, c, day);
        while (!works && last + 1 < s->counted_to && !calendar_is_workday(c, last + 1) &&
               str_eq(day_words(w, c, last + 1), kind))
            last++;
        number += works;
        tell_row(w->t, (struct told[]){told_day(day), last > day ? told_day(last) : told_none(),
                                       told_text(last > day ? S("") : weekday_words(w, day)), told_text(kind),
                                       works && s->numbered ? told_count(number) : told_none()});
        day = last;
    }
    tell_table_end(w->t);
}

static int64_t say_limit(struct due_steps *s, int64_t from) {
    struct answer *w = s->w;
    int64_t due = calendar_due(w->x->calendars, s->h->calendar, from, s->within);
    if (s->within->unit == LIMIT_SECONDS)
        step(s, SAY(w, P_DUE_CLOCK, words_moment(w, from), words_limit(w, s->within),
                    calendar_name(s->h->calendar), words_moment(w, due)));
    else if (s->within->unit == LIMIT_NEXT_OPENING)
        step(s, SAY(w, P_DUE_OPENING, words_moment(w, from), calendar_name(s->h->calendar),
                    words_moment(w, due)));
    else
        say_legal(s, from, due);
    return due;
}

void answer_agreed(struct answer *w, const struct hours_of *h, str column, int64_t agreed,
                   const struct intervals *stops, int64_t due) {
    const struct limit none = {0};
    struct due_steps s = {.w = w, .h = h, .within = &none};
    if (agreed == CIVIL_NONE)
        step(&s, SAY(w, P_NO_END, column));
    else
        step(&s, SAY(w, P_DUE_AGREED, column, words_due(w, clock_last_second(&none, agreed))));
    int64_t found = clock_last_second(&none, say_stops(&s, stops, agreed));
    tell_begin(w->t, L_DUE);
    tell_put(w->t, L_LIMIT, told_text(column));
    tell_put(w->t, L_DUE_AT, told_due(due));
    tell_says(w->t, L_STEPS, s.say.at, s.say.n);
    tell_end(w->t);
    w->agrees = w->agrees && found == due;
}

void answer_due(struct answer *w, const struct hours_of *h, const struct limit *within, int64_t from,
                const struct intervals *stops, int64_t due) {
    struct due_steps s = {.w = w, .h = h, .within = within};
    if (from == CIVIL_NONE || within->unit == LIMIT_NONE)
        return;
    int64_t found = clock_last_second(within, say_stops(&s, stops, say_limit(&s, from)));
    if (found == CIVIL_NONE)
        step(&s, SAY0(w, P_DUE_UNKNOWN));
    tell_begin(w->t, L_DUE);
    tell_put(w->t, L_LIMIT, told_named(within->text, words_limit(w, within)));
    tell_put(w->t, L_DUE_AT, told_due(due));
    tell_says(w->t, L_STEPS, s.say.at, s.say.n);
    tell_counted(&s);
    tell_end(w->t);
    w->agrees = w->agrees && found == due;
}
