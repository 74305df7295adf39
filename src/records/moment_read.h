/* moment_read.h - internal to records/: a date and time as a cell holds it.
 *
 * The contract's format first, then the usual written forms of civil_parse(); the commonest of them are
 * read here without its generality, since a large file has millions of them.
 */
#ifndef LVYUE_RECORDS_MOMENT_READ_H
#define LVYUE_RECORDS_MOMENT_READ_H

#include "util/civil.h"

struct moment {
    int64_t t;
    bool has_day, has_time; /* without a day t counts from 00:00 */
};

bool moment_read(str s, str format, struct moment *out);

#endif
