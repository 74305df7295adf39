/* calendars.c - the calendars of a contract, and whether their holidays are known for as long as it needs. */
#include "calendar/workdays.h"

/* Due dates of a term's last deeds (reports within some workdays, payments) fall within these days after it. */
#define TAIL_DAYS 60
#define YEAR_FIRST 1
#define YEAR_END 10000

static const struct hours whole_day[] = {{0, DAY_SECONDS / 60}};
enum { ALL_WEEK = 0x7F, MONDAY_TO_FRIDAY = 0x1F };

static void count_workdays(struct arena *a, struct calendar *c) {
    int32_t days = c->to - c->from, n = 0;
    c->worked = ARENA_ARRAY(a, int32_t, days + 1);
    c->workdays = ARENA_ARRAY(a, int32_t, days + 1);
    for (int32_t i = 0; i < days; i++) {
        if (calendar_is_workday(c, c->from + i))
            c->workdays[n++] = c->from + i;
        c->worked[i + 1] = n;
    }
}

void calendar_prepare(struct arena *a, struct calendar *c) {
    for (size_t i = 0; i < c->n_hours; i++)
        c->day_open += (c->hours[i].to_min - c->hours[i].from_min) * 60;
    c->from = day_from_ymd(YEAR_FIRST, 1, 1);
    c->to = day_from_ymd(YEAR_END, 1, 1);
    if (!c->h)
        return;
    holidays_range(c->h, &c->from, &c->to);
    count_workdays(a, c);
}

/* -- years that are not loaded ---------------------------------------------------------------------- */

static int year_of(int32_t day) {
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    return y;
}

/* "2022, 2027-2029": the years of [from, to) that are not loaded. */
static str missing_years(struct arena *a, const struct holidays *h, int32_t from, int32_t to) {
    const int *years;
    size_t n = holidays_years(h, &years);
    int first = year_of(from), last = year_of(to - 1);
    struct {
        int from, to;
    } gaps[] = {{first, last < years[0] ? last : years[0] - 1},
                {first > years[n - 1] ? first : years[n - 1] + 1, last}};
    struct sb b = {.a = a};
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
        if (gaps[i].from > gaps[i].to)
            continue;
        sb_fmt(&b, gaps[i].from < gaps[i].to ? "%s%d-%d" : "%s%d", b.n ? ", " : "", gaps[i].from, gaps[i].to);
    }
    return b.n ? sb_str(&b) : S("");
}

static void check_years(struct arena *a, struct diags *d, const struct contract *c, const struct holidays *h,
                        int32_t on, struct span at, str who) {
    struct term t = c->term;
    if (t.to <= t.from)
        return; /* no term: said by the contract's own checks */
    int32_t past = on < t.to ? on + 1 : t.to;
    past = past > t.from ? past : t.from;
    str within = missing_years(a, h, t.from, past), after = missing_years(a, h, past, t.to + TAIL_DAYS);
    if (within.n > 0)
        diag2(d, DIAG_HOLIDAY_YEAR, span_place(at), within, who);
    else if (after.n > 0)
        diag2(d, DIAG_HOLIDAY_TAIL, span_place(at), after, who);
}

static bool is_legal(const struct limit *l) {
    return l->unit == LIMIT_WORKDAYS || l->unit == LIMIT_DAYS || l->unit == LIMIT_MONTHS ||
           l->unit == LIMIT_YEARS;
}

/* The first limit of the contract that is counted on statutory working days. */
static const struct limit *first_legal_limit(const struct contract *c) {
    for (size_t i = 0; i < c->targets.n; i++)
        if (is_legal(&c->targets.at[i].within))
            return &c->targets.at[i].within;
    for (size_t i = 0; i < c->obligations.n; i++) {
        const struct obligation *o = &c->obligations.at[i];
        if (is_legal(&o->once.within))
            return &o->once.within;
        if (is_legal(&o->due.within))
            return &o->due.within;
    }
    for (size_t i = 0; i < c->payments.n; i++)
        if (is_legal(&c->payments.at[i].due.within))
            return &c->payments.at[i].due.within;
    for (size_t i = 0; i < c->documents.n; i++)
        if (is_legal(&c->documents.at[i].due.within))
            return &c->documents.at[i].due.within;
    return NULL;
}

static void check_all_years(struct arena *a, struct diags *d, const struct contract *c,
                            const struct holidays *h, int32_t on) {
    bool zh = diags_lang(d) == LANG_ZH;
    bool asked = false;
    for (size_t i = 0; i < c->calendars.n; i++) {
        const struct calendar_def *def = &c->calendars.at[i];
        if (!str_eqz(def->holidays.v, "cn"))
            continue;
        asked = true;
        check_years(a, d, c, h, on, def->holidays.at,
                    str_fmt(a, zh ? "日历“%.*s”" : "calendar '%.*s'", STR_ARG(def->name.v)));
    }
    const struct limit *legal = first_legal_limit(c);
    if (!asked && legal)
        check_years(a, d, c, h, on, legal->at,
                    str_fmt(a, zh ? "期限“%.*s”" : "limit '%.*s'", STR_ARG(legal->text)));
}

/* -- building --------------------------------------------------------------------------------------- */

static struct calendar from_def(const struct calendar_def *def, const struct holidays *h) {
    return (struct calendar){.name = def->name.v,
                             .weekdays = def->weekdays,
                             .hours = def->hours,
                             .n_hours = def->n_hours,
                             .h = str_eqz(def->holidays.v, "cn") ? h : NULL};
}

struct calendars *calendars_build(struct arena *a, struct diags *d, const struct contract *c,
                                  const struct holidays *h, int32_t on) {
    struct calendars *cs = ARENA_NEW(a, struct calendars);
    cs->term = c->term;
    cs->n = c->calendars.n + 1;
    cs->at = ARENA_ARRAY(a, struct calendar, cs->n);
    cs->at[0] =
        (struct calendar){.name = S("always"), .weekdays = ALL_WEEK, .hours = whole_day, .n_hours = 1};
    for (size_t i = 0; i < c->calendars.n; i++)
        cs->at[i + 1] = from_def(&c->calendars.at[i], h);
    cs->legal = (struct calendar){
        .name = S("法定工作日"), .weekdays = MONDAY_TO_FRIDAY, .hours = whole_day, .n_hours = 1, .h = h};
    for (size_t i = 0; i < cs->n; i++)
        calendar_prepare(a, &cs->at[i]);
    calendar_prepare(a, &cs->legal);
    check_all_years(a, d, c, h, on);
    return cs;
}

const struct calendar *calendars_find(const struct calendars *cs, str name) {
    for (size_t i = 0; i < cs->n; i++)
        if (str_eq(cs->at[i].name, name))
            return &cs->at[i];
    return NULL;
}

const struct calendar *calendars_legal(const struct calendars *cs) {
    return &cs->legal;
}

struct term calendars_term(const struct calendars *cs) {
    return cs->term;
}
