#include "store/trend_function.h"

#include <math.h>
#include <stdio.h>

#include "store/moment.h"
#include "util/civil.h"
#include "util/trend.h"

enum which { TREND_VALUE, TREND_REACH, TRENDS };
#define TREND_NAME(name, least, most, args, note) #name,
static const char *const names[TRENDS] = {TREND_FUNCTIONS(TREND_NAME)};

struct fitting {     /* SQLite gives it as zeros, and calls finish() whatever happens */
    struct arena *a; /* NULL before the first point */
    VEC(struct trend_point) points;
    double wanted; /* the last argument: a day, or a limit */
    bool failed;
};

static void refuse(sqlite3_context *c, struct fitting *f, const char *what) {
    char text[100];
    snprintf(text, sizeof text, "%s takes a time, a number and a %s", (const char *)sqlite3_user_data(c),
             what);
    sqlite3_result_error(c, text, -1);
    f->failed = true;
}

static bool read_day(sqlite3_value *v, double *day) {
    int64_t t;
    if (sqlite3_value_type(v) != SQLITE_TEXT)
        return false;
    str text = {(const char *)sqlite3_value_text(v), (size_t)sqlite3_value_bytes(v)};
    if (!moment_from_text(text, &t))
        return false;
    *day = (double)t / DAY_SECONDS;
    return true;
}

static bool read_number(sqlite3_value *v, double *out) {
    int type = sqlite3_value_numeric_type(v);
    *out = sqlite3_value_double(v);
    return (type == SQLITE_INTEGER || type == SQLITE_FLOAT) && isfinite(*out);
}

static bool wants_day(sqlite3_context *c) {
    return sqlite3_user_data(c) == names[TREND_VALUE];
}

/* Rows without a time or a value do not count. */
static void step(sqlite3_context *c, int n, sqlite3_value **args) {
    struct fitting *f = sqlite3_aggregate_context(c, sizeof *f);
    double day, value;
    (void)n;
    if (!f || f->failed || sqlite3_value_type(args[2]) == SQLITE_NULL)
        return;
    bool ok = wants_day(c) ? read_day(args[2], &f->wanted) : read_number(args[2], &f->wanted);
    if (!ok) {
        refuse(c, f, wants_day(c) ? "date" : "limit");
        return;
    }
    if (sqlite3_value_type(args[0]) == SQLITE_NULL || sqlite3_value_type(args[1]) == SQLITE_NULL)
        return;
    if (!read_day(args[0], &day) || !read_number(args[1], &value)) {
        refuse(c, f, wants_day(c) ? "date" : "limit");
        return;
    }
    if (!f->a)
        f->a = arena_new();
    VEC_PUSH(f->a, &f->points, (struct trend_point){.day = day, .value = value});
}

static void give_value(sqlite3_context *c, const struct trend *line, double day) {
    double v = trend_value(line, day);
    if (isfinite(v))
        sqlite3_result_double(c, v);
}

static void give_day(sqlite3_context *c, const struct trend *line, double limit) {
    double day = trend_reach(line, limit);
    int y, m, d;
    char text[40];
    if (!isfinite(day))
        return;
    day_to_ymd((int32_t)day, &y, &m, &d);
    snprintf(text, sizeof text, "%04d-%02d-%02d", y, m, d);
    sqlite3_result_text(c, text, -1, SQLITE_TRANSIENT);
}

static void finish(sqlite3_context *c) {
    struct fitting *f = sqlite3_aggregate_context(c, 0);
    struct trend line;
    if (f && f->a && !f->failed && trend_fit(f->a, f->points.at, f->points.n, &line)) {
        if (wants_day(c))
            give_value(c, &line, f->wanted);
        else
            give_day(c, &line, f->wanted);
    }
    if (f && f->a)
        arena_free(f->a);
}

bool trend_register(sqlite3 *db) {
    bool ok = true;
    for (int i = 0; i < TRENDS; i++)
        ok = ok && sqlite3_create_function_v2(
                       db, names[i], 3, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                       (void *)(uintptr_t)names[i], NULL, step, finish, NULL) == SQLITE_OK;
    return ok;
}
