/* moment.h - inside store/ only: times and dates as the store writes them, "YYYY-MM-DD[ HH:MM:SS]".
 *
 * A million rows go through here, so a written day is kept for the next time on the same day.
 */
#ifndef LVYUE_STORE_MOMENT_H
#define LVYUE_STORE_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "util/str.h"

#define MOMENT_DAY 10
#define MOMENT_TIME 19

struct moment_pen {
    int32_t day;
    char text[MOMENT_DAY]; /* of `day`; zeroed: nothing written yet */
};
void moment_write_day(struct moment_pen *pen, int32_t day, char out[MOMENT_DAY]);
void moment_write_time(struct moment_pen *pen, int64_t t, char out[MOMENT_TIME]);
/* Only the store's own two forms; anything else gives false. */
bool moment_from_text(str s, int64_t *t);

#endif
