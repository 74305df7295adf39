/* trend_function.h - inside store/ only: the aggregates trend_value and trend_reach (util/trend.h). */
#ifndef LVYUE_STORE_TREND_FUNCTION_H
#define LVYUE_STORE_TREND_FUNCTION_H

#include <sqlite3.h>
#include <stdbool.h>

/* As FUNCTIONS in functions.c: name, least and most arguments, arguments, note. */
#define TREND_FUNCTIONS(FUNCTION)                                                                            \
    FUNCTION(trend_value, 3, 3, "time, value, date",                                                         \
             "aggregate: the last value, carried on to the date at the median pace of a week")               \
    FUNCTION(                                                                                                \
        trend_reach, 3, 3, "time, value, limit",                                                             \
        "aggregate: the first day after the last value on which it so reaches the limit; NULL when it does " \
        "not")

bool trend_register(sqlite3 *db);

#endif
