/* value.h - one value of a query result, as it travels from the store to documents and workbooks. */
#ifndef LVYUE_UTIL_VALUE_H
#define LVYUE_UTIL_VALUE_H

#include <stdint.h>

#include "util/str.h"

enum value_kind { VALUE_NULL, VALUE_INT, VALUE_REAL, VALUE_TEXT };
struct value {
    enum value_kind kind;
    int64_t i;
    double r;
    str text; /* its owner says how long it lives */
};

#endif
