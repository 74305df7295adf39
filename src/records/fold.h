/* fold.h - internal to records/: headers and words as people write them, made comparable.
 *
 * Blanks of every kind go, full-width forms become half-width, ASCII letters small; asterisks around a
 * header (required) and a colon behind it go too.
 */
#ifndef LVYUE_RECORDS_FOLD_H
#define LVYUE_RECORDS_FOLD_H

#include "util/str.h"

str fold(struct arena *a, str s);

#endif
