/* functions.c - lvyue's SQL functions: one list makes the table of names, the registration and the manual. */
#include "store/functions.h"

#include <math.h>
#include <stdio.h>

#include "store/moment.h"
#include "store/trend_function.h"
#include "store/verdicts.h"
#include "util/dec.h"
#include "util/excerpt.h"
#include "util/file.h"
#include "util/hash.h"

/* Characters of a wrong argument that an error shows. */
#define SHOWN_MAX 60

/* FUNCTION(name, least and most arguments, arguments, note) */
#define FUNCTIONS(FUNCTION)                                                                                  \
    FUNCTION(is_workday, 1, 2, "date[, calendar]",                                                           \
             "1 on a working day of the calendar (default: statutory), else 0")                              \
    FUNCTION(add_workdays, 2, 3, "date, n[, calendar]",                                                      \
             "the n-th working day after the date, before it when n < 0")                                    \
    FUNCTION(count_workdays, 2, 3, "a, b[, calendar]",                                                       \
             "working days after date a up to and including b, 0 when b is not later")                       \
    FUNCTION(work_minutes, 3, 3, "calendar, a, b",                                                           \
             "open minutes of the calendar from a to b, 0 when b is earlier")                                \
    FUNCTION(in_hours, 2, 2, "calendar, time", "1 when the calendar is open at that time, else 0")           \
    FUNCTION(minutes_between, 2, 2, "a, b", "minutes from a to b on the clock, negative when b is earlier")  \
    FUNCTION(percent_text, 2, 3, "num, den[, places]",                                                       \
             "num/den as 97.43%, cut to 2 places or 0 to 6; — when den is 0")                                \
    FUNCTION(money_text, 1, 1, "fen", "1,234,567.80")                                                        \
    FUNCTION(rmb_upper, 1, 1, "fen", "壹佰贰拾叁元肆角伍分")                                                 \
    FUNCTION(duration_text, 1, 1, "minutes", "1天2小时5分")                                                  \
    FUNCTION(date_text, 1, 1, "date", "2025年3月5日")                                                        \
    FUNCTION(time_text, 1, 1, "time", "2025-03-05 08:30; a date without an hour stays a date")               \
    FUNCTION(period_text, 1, 1, "label", "2025年第一季度; what is no label of a period stays as it is")      \
    FUNCTION(mask, 1, 1, "text", "telephone numbers as 138****5678, identity numbers as 110101********001X") \
    FUNCTION(outcome_text, 1, 1, "outcome", "达标 未达标 未到期 无证据 免责")                                \
    FUNCTION(period_of, 2, 2, "time, frequency",                                                             \
             "label of its day, workday, week, 2weeks, month, quarter, half, year or term; NULL outside "    \
             "the term "                                                                                     \
             "where that counts")                                                                            \
    FUNCTION(file_sha256, 1, 1, "path", "SHA-256 of a file in the contract's folder, 64 hexadecimal digits") \
    FUNCTION(on_date, 0, 0, "", "the day given with --on")

/* One per connection; one call at a time. */
struct digest {
    str path;
    char hex[SHA256_HEX + 1];
};
struct functions {
    struct arena *scratch; /* given back after every call */
    struct arena *lasting;
    const struct functions_context *ctx;
    VEC(struct digest) digests; /* of files asked for before */
};
struct call {
    struct functions *f;
    struct arena *a;
    sqlite3_context *sqlite;
    sqlite3_value **args;
    int n;
    const char *name;
    bool failed;
};

/* -- arguments and results -------------------------------------------------------------------------- */

static str arg_text(struct call *c, int arg) {
    const char *p = (const char *)sqlite3_value_text(c->args[arg]);
    return (str){p, (size_t)sqlite3_value_bytes(c->args[arg])};
}

static void fail(struct call *c, int arg, const char *what) {
    str shown = excerpt_printable(c->a, arg_text(c, arg), SHOWN_MAX);
    str text = str_fmt(c->a, "%s(): argument %d, '%.*s', is no %s", c->name, arg + 1, STR_ARG(shown), what);
    sqlite3_result_error(c->sqlite, text.p, (int)text.n);
    c->failed = true;
}

static void fail_with(struct call *c, str text) {
    str full = str_fmt(c->a, "%s(): %.*s", c->name, STR_ARG(text));
    sqlite3_result_error(c->sqlite, full.p, (int)full.n);
    c->failed = true;
}

static void give_text(struct call *c, str s) {
    sqlite3_result_text64(c->sqlite, s.p, s.n, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static int64_t arg_time(struct call *c, int arg) {
    int64_t t = 0;
    if (sqlite3_value_type(c->args[arg]) != SQLITE_TEXT || !moment_from_text(arg_text(c, arg), &t))
        fail(c, arg, "date or time (YYYY-MM-DD [HH:MM:SS])");
    return t;
}

/* Sums and averages may come as a real that is whole. */
static int64_t arg_int(struct call *c, int arg) {
    int type = sqlite3_value_type(c->args[arg]);
    double r = type == SQLITE_FLOAT ? sqlite3_value_double(c->args[arg]) : 0.0;
    if (type != SQLITE_INTEGER && (type != SQLITE_FLOAT || r != floor(r) || fabs(r) > 9e15)) {
        fail(c, arg, "whole number");
        return 0;
    }
    return sqlite3_value_int64(c->args[arg]);
}

static double arg_number(struct call *c, int arg) {
    int type = sqlite3_value_type(c->args[arg]);
    double r = sqlite3_value_double(c->args[arg]);
    if ((type == SQLITE_INTEGER || type == SQLITE_FLOAT) && fabs(r) < 1e15)
        return r;
    fail(c, arg, "number");
    return 0.0;
}

static const struct calendar *arg_calendar(struct call *c, int arg) {
    const struct calendars *cs = c->f->ctx->calendars;
    if (arg >= c->n)
        return calendars_legal(cs);
    const struct calendar *found = calendars_find(cs, arg_text(c, arg));
    if (!found)
        fail(c, arg, "calendar of the contract");
    return found;
}

/* Whole minutes as an integer, so that they print and compare as such. */
static void give_minutes(struct call *c, int64_t seconds) {
    if (seconds % 60 == 0)
        sqlite3_result_int64(c->sqlite, seconds / 60);
    else
        sqlite3_result_double(c->sqlite, (double)seconds / 60.0);
}

static void fail_unknown_year(struct call *c, const struct calendar *cal) {
    str name = calendar_name(cal);
    fail_with(c, str_fmt(c->a, "holidays of that year are not loaded for calendar '%.*s'", STR_ARG(name)));
}

/* -- calendars -------------------------------------------------------------------------------------- */

static void call_is_workday(struct call *c) {
    int32_t day = civil_day(arg_time(c, 0));
    const struct calendar *cal = c->failed ? NULL : arg_calendar(c, 1);
    if (!cal)
        return;
    if (calendar_knows(cal, day))
        sqlite3_result_int(c->sqlite, calendar_is_workday(cal, day));
    else
        fail_unknown_year(c, cal);
}

static void call_add_workdays(struct call *c) {
    int32_t day = civil_day(arg_time(c, 0));
    int64_t n = c->failed ? 0 : arg_int(c, 1);
    const struct calendar *cal = c->failed ? NULL : arg_calendar(c, 2);
    if (!cal)
        return;
    int32_t found = calendar_add_workdays(cal, day, n);
    if (found == CALENDAR_NO_DAY)
        fail_unknown_year(c, cal);
    else
        give_text(c, civil_text_day(c->a, found));
}

static void call_count_workdays(struct call *c) {
    int32_t from = civil_day(arg_time(c, 0)), until = c->failed ? 0 : civil_day(arg_time(c, 1));
    const struct calendar *cal = c->failed ? NULL : arg_calendar(c, 2);
    if (!cal)
        return;
    if (calendar_knows(cal, from) && calendar_knows(cal, until))
        sqlite3_result_int64(c->sqlite, calendar_count_workdays(cal, from, until));
    else
        fail_unknown_year(c, cal);
}

static void call_work_minutes(struct call *c) {
    const struct calendar *cal = arg_calendar(c, 0);
    int64_t from = c->failed ? 0 : arg_time(c, 1), to = c->failed ? 0 : arg_time(c, 2);
    if (c->failed)
        return;
    int64_t open = calendar_between(cal, from, to);
    if (open == CIVIL_NONE)
        fail_unknown_year(c, cal);
    else
        give_minutes(c, open);
}

static void call_in_hours(struct call *c) {
    const struct calendar *cal = arg_calendar(c, 0);
    int64_t t = c->failed ? 0 : arg_time(c, 1);
    if (c->failed)
        return;
    if (calendar_knows(cal, civil_day(t)))
        sqlite3_result_int(c->sqlite, calendar_open_at(cal, t));
    else
        fail_unknown_year(c, cal);
}

static void call_minutes_between(struct call *c) {
    int64_t from = arg_time(c, 0), to = c->failed ? 0 : arg_time(c, 1);
    if (!c->failed)
        give_minutes(c, to - from);
}

/* -- texts ------------------------------------------------------------------------------------------ */

/* A number as a whole number of 1/scale. Minutes with seconds are whole in sixtieths. */
static bool whole_in(double r, double scale, int64_t *out) {
    double scaled = r * scale, whole = nearbyint(scaled);
    if (fabs(scaled - whole) > 1e-13 * fmax(1.0, fabs(scaled)) || fabs(whole) > 9e15)
        return false;
    *out = (int64_t)whole;
    return true;
}

static void call_percent_text(struct call *c) {
    static const double scales[] = {1, 60, 100, 10000, 1000000};
    double num = arg_number(c, 0), den = c->failed ? 0 : arg_number(c, 1);
    int64_t places = c->failed || c->n < 3 ? 2 : arg_int(c, 2), n = 0, d = 0;
    if (!c->failed && den < 0)
        fail(c, 1, "denominator");
    if (!c->failed && (places < 0 || places > 6))
        fail(c, 2, "number of places from 0 to 6");
    for (size_t i = 0; !c->failed && i < sizeof scales / sizeof *scales; i++)
        if (whole_in(num, scales[i], &n) && whole_in(den, scales[i], &d)) {
            give_text(c, percent_text(c->a, n, d, (int)places));
            return;
        }
    if (!c->failed)
        fail_with(c, S("the numbers have too many decimals to be divided exactly"));
}

static void call_money_text(struct call *c) {
    int64_t fen = arg_int(c, 0);
    if (!c->failed)
        give_text(c, money_text(c->a, fen));
}

static void call_rmb_upper(struct call *c) {
    int64_t fen = arg_int(c, 0);
    if (!c->failed)
        give_text(c, money_rmb_upper(c->a, fen));
}

static void call_duration_text(struct call *c) {
    double minutes = arg_number(c, 0);
    if (!c->failed)
        give_text(c, duration_text(c->a, (int64_t)llround(minutes * 60)));
}

static void call_date_text(struct call *c) {
    int64_t t = arg_time(c, 0);
    if (!c->failed)
        give_text(c, civil_text_zh(c->a, civil_day(t)));
}

/* A day that was written without an hour is stored as its first second. */
static void call_time_text(struct call *c) {
    enum { TO_DAY = 10, TO_MINUTE = 16 };
    int64_t t = arg_time(c, 0);
    if (!c->failed)
        give_text(c, str_slice(civil_text(c->a, t), 0, t == day_start(civil_day(t)) ? TO_DAY : TO_MINUTE));
}

static void call_mask(struct call *c) {
    give_text(c, mask_text(c->a, arg_text(c, 0)));
}

static void call_outcome_text(struct call *c) {
    enum outcome o;
    if (outcome_parse(arg_text(c, 0), &o))
        give_text(c, outcome_word(o, LANG_ZH));
    else
        fail(c, 0, "outcome");
}

static void call_period_text(struct call *c) {
    struct period p;
    str label = arg_text(c, 0);
    give_text(c, period_parse(calendars_term(c->f->ctx->calendars), label, &p) ? period_text_zh(c->a, &p)
                                                                               : label);
}

/* Periods that count from the term's first day are known within the term alone. */
static bool counts_from_term(enum freq f, struct term t) {
    bool quarters = f == FREQ_QUARTER || f == FREQ_HALF || f == FREQ_YEAR;
    return f == FREQ_TERM || f == FREQ_TWO_WEEKS || (quarters && t.quarters_contract);
}

static void call_period_of(struct call *c) {
    enum freq freq;
    int32_t day = civil_day(arg_time(c, 0));
    if (!c->failed && !freq_parse(arg_text(c, 1), &freq))
        fail(c, 1, "frequency (day, workday, week, 2weeks, month, quarter, half, year, term)");
    if (c->failed)
        return;
    struct term term = calendars_term(c->f->ctx->calendars), one_day = {day, day + 1, false};
    struct period *list;
    size_t n = period_list(c->a, counts_from_term(freq, term) ? term : one_day, freq, &list);
    for (size_t i = 0; i < n; i++)
        if (day >= list[i].from && day < list[i].to)
            give_text(c, str_from(list[i].label));
}

/* A document names a file again and again, and a big one takes its time. */
static str remembered(struct functions *f, str path) {
    for (size_t i = 0; i < f->digests.n; i++)
        if (str_eq(f->digests.at[i].path, path))
            return str_from(f->digests.at[i].hex);
    return (str){0};
}

/* Of a copy the digest of what it was made of. A query's rows are no file. */
static void call_file_sha256(struct call *c) {
    struct functions *f = c->f;
    str path = arg_text(c, 0), known = remembered(f, path);
    const struct record_copy *copy = copies_of_file(f->ctx->copies, path);
    if (str_starts(path, S("odbc:")))
        return;
    if (copy) {
        give_text(c, copy->sha256);
        return;
    }
    const char *why = "";
    struct digest d = {.path = known};
    if (!path_is_inside(path))
        fail(c, 0, "file of the contract's folder");
    else if (!known.n && !sha256_file(path_join(c->a, f->ctx->dir, path), d.hex, &why))
        fail_with(c, str_fmt(c->a, "'%.*s': %s", STR_ARG(path), why));
    if (c->failed)
        return;
    if (!known.n) {
        d.path = str_dup(f->lasting, path);
        VEC_PUSH(f->lasting, &f->digests, d);
        known = str_from(d.hex);
    }
    give_text(c, known);
}

static void call_on_date(struct call *c) {
    give_text(c, civil_text_day(c->a, c->f->ctx->on));
}

/* -- the table -------------------------------------------------------------------------------------- */

#define INFO_ROW(name, least, most, args, note) {#name, args, note},
static const struct sql_function_info infos[] = {FUNCTIONS(INFO_ROW) TREND_FUNCTIONS(INFO_ROW)};

#define CALL_ROW(name, least, most, args, note) {#name, least, most, call_##name},
static const struct {
    const char *name;
    int least, most;
    void (*run)(struct call *c);
} calls[] = {FUNCTIONS(CALL_ROW)};
enum { N_CALLS = sizeof calls / sizeof *calls };

const struct sql_function_info *store_functions(size_t *n) {
    *n = sizeof infos / sizeof *infos;
    return infos;
}

/* -- SQLite ----------------------------------------------------------------------------------------- */

/* What SQLite hands back to a function: which one, and the connection's memory. */
struct function {
    struct functions *f;
    int index;
};
struct registry {
    struct functions f;
    struct function functions[N_CALLS];
};

static void run_call(sqlite3_context *sqlite, int n, sqlite3_value **args) {
    const struct function *fn = sqlite3_user_data(sqlite);
    struct arena *a = fn->f->scratch;
    struct call c = {fn->f, a, sqlite, args, n, calls[fn->index].name, false};
    for (int i = 0; i < n; i++)
        if (sqlite3_value_type(args[i]) == SQLITE_NULL)
            return; /* the result is NULL */
    struct arena_mark mark = arena_mark(a);
    calls[fn->index].run(&c);
    arena_rewind(a, mark);
}

static void destroy(void *registry) {
    struct functions *f = ((struct function *)registry)->f;
    arena_free(f->lasting);
    arena_free(f->scratch); /* f itself lives in it */
}

/* The first function owns the memory; SQLite lets it go with the connection, or at once when it fails. */
static bool add(sqlite3 *db, struct function *fn, int n_args, bool owner) {
    return sqlite3_create_function_v2(db, calls[fn->index].name, n_args,
                                      SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, fn, run_call,
                                      NULL, NULL, owner ? destroy : NULL) == SQLITE_OK;
}

bool functions_register(sqlite3 *db, struct functions_context *ctx) {
    struct arena *a = arena_new();
    struct registry *r = ARENA_NEW(a, struct registry);
    r->f = (struct functions){.scratch = a, .lasting = arena_new(), .ctx = ctx};
    bool ok = true;
    for (int i = 0; ok && i < N_CALLS; i++) {
        r->functions[i] = (struct function){&r->f, i};
        for (int n = calls[i].least; ok && n <= calls[i].most; n++)
            ok = add(db, &r->functions[i], n, i == 0 && n == calls[i].least);
    }
    return ok && trend_register(db);
}
