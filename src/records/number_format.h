/* number_format.h - internal to records/: what a spreadsheet's number format makes of a number: a date, a time, a
 * percentage, a number with leading zeros. Only that is read from it which changes what the cell says. */
#ifndef LVYUE_RECORDS_NUMBER_FORMAT_H
#define LVYUE_RECORDS_NUMBER_FORMAT_H

#include "records/rows.h"

enum {
    SHOWS_YEAR = 1,
    SHOWS_MONTH = 2,
    SHOWS_DAY = 4,
    SHOWS_HOUR = 8,
    SHOWS_MINUTE = 16,
    SHOWS_SECOND = 32,
    SHOWS_ELAPSED = 64, /* [h]: a length of time */
    SHOWS_DATE = SHOWS_YEAR | SHOWS_MONTH | SHOWS_DAY,
    SHOWS_TIME = SHOWS_HOUR | SHOWS_MINUTE | SHOWS_SECOND
};
struct number_format {
    unsigned char shows; /* 0: no date */
    bool percent;
    unsigned char zeros; /* at least so many digits before the point, when the format is nothing but zeros */
};

/* A format code: yyyy"年"m"月"d"日" h:mm;@ */
struct number_format number_format_of_code(str code);
/* The formats that have a number instead of a code; those of Chinese Excel for 27 to 36 and 50 to 58. */
struct number_format number_format_of_id(unsigned id);

/* A number as a cell under a format. Whole seconds, the nearest; 1900 or 1904 is the first day. The text comes from
 * a. false: more digits than a spreadsheet keeps, so that some are lost. */
bool number_cell(struct arena *a, double v, struct number_format f, bool from_1904, struct raw_cell *out);
/* The number with at most 15 significant digits and 12 decimals, as a spreadsheet shows it, and without exponent. */
str number_text(struct arena *a, double v);

#endif
