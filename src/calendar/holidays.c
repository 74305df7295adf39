/* holidays.c - data/holidays-cn.yaml: the days the State Council's yearly notices move. */
#include <assert.h>

#include "calendar/calendar.h"
#include "util/file.h"

/* A notice may reach back into the last days of the year before its own. */
#define REACH_BACK_DAYS 15
#define YEAR_MIN 1949
#define YEAR_MAX 9998

struct off_def {
    sval name;
    struct dayval from, to;
    struct span at;
};
struct work_def {
    struct dayval day;
    sval holiday;
    struct span at;
};
struct year_def {
    struct intval year;
    sval notice;
    struct dayval date;
    struct {
        struct off_def *at;
        size_t n;
    } off;
    struct {
        struct work_def *at;
        size_t n;
    } work;
};
struct file_def {
    struct {
        struct year_def *at;
        size_t n;
    } years;
};

static const struct field off_fields[] = {
    {"name", FIELD_STR, offsetof(struct off_def, name), true, NULL, NULL, "the holiday"},
    {"from", FIELD_DAY, offsetof(struct off_def, from), true, NULL, NULL, "its first day off"},
    {"to", FIELD_DAY, offsetof(struct off_def, to), true, NULL, NULL, "its last day off"},
    {0},
};
static const struct schema off_schema = {"off", sizeof(struct off_def), off_fields, 0,
                                         offsetof(struct off_def, at)};

static const struct field work_fields[] = {
    {"day", FIELD_DAY, offsetof(struct work_def, day), true, NULL, NULL, "the Saturday or Sunday"},
    {"for", FIELD_STR, offsetof(struct work_def, holiday), true, NULL, NULL, "the holiday it makes up for"},
    {0},
};
static const struct schema work_schema = {"work", sizeof(struct work_def), work_fields, 0,
                                          offsetof(struct work_def, at)};

static const struct field year_fields[] = {
    {"year", FIELD_INT, offsetof(struct year_def, year), true, NULL, NULL, "the calendar year"},
    {"notice", FIELD_STR, offsetof(struct year_def, notice), true, NULL, NULL, "number of the notice"},
    {"date", FIELD_DAY, offsetof(struct year_def, date), true, NULL, NULL, "day of the notice"},
    {"off", FIELD_LIST, offsetof(struct year_def, off), true, &off_schema, NULL, "days off"},
    {"work", FIELD_LIST, offsetof(struct year_def, work), false, &work_schema, NULL, "make-up workdays"},
    {0},
};
static const struct schema year_schema = {"year", sizeof(struct year_def), year_fields, 0, SCHEMA_NO_AT};

static const struct field file_fields[] = {
    {"years", FIELD_LIST, offsetof(struct file_def, years), true, &year_schema, NULL, "years in order"},
    {0},
};
static const struct schema file_schema = {"holidays", sizeof(struct file_def), file_fields, 0, SCHEMA_NO_AT};

struct holiday {
    enum holiday_kind kind;
    str name;
};
struct holidays {
    const struct year_def *defs;
    int *years;
    size_t n;
    int32_t from, to;
    struct holiday *days; /* of [from, to) */
};

static void put_day(struct arena *a, struct diags *d, struct holidays *h, int32_t day, struct holiday what,
                    struct span at) {
    if (day < h->from)
        return; /* of the year before the first: not ours to know */
    struct holiday *slot = &h->days[day - h->from];
    if (slot->kind != HOLIDAY_NONE)
        diag1(d, DIAG_HOLIDAY_TWICE, span_place(at), civil_text_day(a, day));
    *slot = what;
}

static bool in_year(struct arena *a, struct diags *d, const struct year_def *y, const struct dayval *day) {
    int32_t from = day_from_ymd((int)y->year.v, 1, 1), to = day_from_ymd((int)y->year.v + 1, 1, 1);
    if (day->v >= from - REACH_BACK_DAYS && day->v < to)
        return true;
    diag2(d, DIAG_HOLIDAY_OUTSIDE, span_place(day->at), civil_text_day(a, day->v),
          str_fmt(a, "%d", (int)y->year.v));
    return false;
}

static void put_off(struct arena *a, struct diags *d, struct holidays *h, const struct year_def *y,
                    const struct off_def *off) {
    if (off->to.v < off->from.v)
        diag1(d, DIAG_HOLIDAY_SPAN, span_place(off->at), off->name.v);
    else if (in_year(a, d, y, &off->from) && in_year(a, d, y, &off->to))
        for (int32_t day = off->from.v; day <= off->to.v; day++)
            put_day(a, d, h, day, (struct holiday){HOLIDAY_OFF, off->name.v}, off->at);
}

static void put_work(struct arena *a, struct diags *d, struct holidays *h, const struct year_def *y,
                     const struct work_def *work) {
    if (day_weekday(work->day.v) < 6)
        diag1(d, DIAG_HOLIDAY_WEEKDAY, span_place(work->day.at), civil_text_day(a, work->day.v));
    else if (in_year(a, d, y, &work->day))
        put_day(a, d, h, work->day.v, (struct holiday){HOLIDAY_WORK, work->holiday.v}, work->at);
}

/* Years follow each other, so that the known days are one range. */
static bool years_in_order(struct arena *a, struct diags *d, const struct file_def *f) {
    bool ok = true;
    for (size_t i = 0; i < f->years.n; i++) {
        const struct intval *y = &f->years.at[i].year;
        bool zh = diags_lang(d) == LANG_ZH;
        str found = str_fmt(a, "%lld", (long long)y->v);
        if (y->v < YEAR_MIN || y->v > YEAR_MAX) {
            str expected = str_fmt(a, zh ? "%d 至 %d 的年份" : "a year from %d to %d", YEAR_MIN, YEAR_MAX);
            diag3(d, DIAG_VALUE_FORMAT, span_place(y->at), S("year"), expected, found);
            return false;
        }
        if (i > 0 && y->v != f->years.at[i - 1].year.v + 1) {
            diag2(d, DIAG_HOLIDAY_ORDER, span_place(y->at), found,
                  str_fmt(a, "%lld", (long long)f->years.at[i - 1].year.v));
            ok = false;
        }
    }
    return ok;
}

static struct holidays *holidays_new(struct arena *a, const struct file_def *f) {
    assert(f->years.n > 0); /* a required key with an empty list is a missing key */
    struct holidays *h = ARENA_NEW(a, struct holidays);
    h->defs = f->years.at;
    h->n = f->years.n;
    h->years = ARENA_ARRAY(a, int, h->n);
    for (size_t i = 0; i < h->n; i++)
        h->years[i] = (int)f->years.at[i].year.v;
    h->from = day_from_ymd(h->years[0], 1, 1);
    h->to = day_from_ymd(h->years[h->n - 1] + 1, 1, 1);
    h->days = ARENA_ARRAY(a, struct holiday, h->to - h->from);
    return h;
}

struct holidays *holidays_load(struct arena *a, struct diags *d, str path) {
    size_t errors = diags_errors(d);
    struct file_def f = {0};
    const struct source *src = file_source(a, d, path, path, (struct place){0});
    const struct ynode *root = src ? ynode_parse(a, d, src, src->text, 0) : NULL;
    if (!root || !schema_read(a, d, root, &file_schema, &f))
        return NULL;
    if (!years_in_order(a, d, &f))
        return NULL;
    struct holidays *h = holidays_new(a, &f);
    for (size_t i = 0; i < h->n; i++) {
        for (size_t k = 0; k < h->defs[i].off.n; k++)
            put_off(a, d, h, &h->defs[i], &h->defs[i].off.at[k]);
        for (size_t k = 0; k < h->defs[i].work.n; k++)
            put_work(a, d, h, &h->defs[i], &h->defs[i].work.at[k]);
    }
    return diags_errors(d) == errors ? h : NULL;
}

static const struct year_def *find_year(const struct holidays *h, int year) {
    if (year < h->years[0] || year > h->years[h->n - 1])
        return NULL;
    return &h->defs[year - h->years[0]];
}

bool holidays_has_year(const struct holidays *h, int year) {
    return find_year(h, year) != NULL;
}

str holidays_notice(const struct holidays *h, int year) {
    const struct year_def *y = find_year(h, year);
    return y ? y->notice.v : S("");
}

int32_t holidays_notice_day(const struct holidays *h, int year) {
    const struct year_def *y = find_year(h, year);
    return y ? y->date.v : CALENDAR_NO_DAY;
}

static struct holiday day_of(const struct holidays *h, int32_t day) {
    return day >= h->from && day < h->to ? h->days[day - h->from] : (struct holiday){HOLIDAY_NONE, S("")};
}

enum holiday_kind holidays_kind(const struct holidays *h, int32_t day) {
    return day_of(h, day).kind;
}

str holidays_name(const struct holidays *h, int32_t day) {
    struct holiday found = day_of(h, day);
    return found.kind == HOLIDAY_OFF ? found.name : S("");
}

str holidays_makeup_name(const struct holidays *h, int32_t day) {
    struct holiday found = day_of(h, day);
    return found.kind == HOLIDAY_WORK ? found.name : S("");
}

size_t holidays_years(const struct holidays *h, const int **years) {
    *years = h->years;
    return h->n;
}

void holidays_range(const struct holidays *h, int32_t *from, int32_t *to) {
    *from = h->from;
    *to = h->to;
}
