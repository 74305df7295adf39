/* pdf_date.h - the document's day as PDF and XMP write dates: midnight in China. */
#ifndef LVYUE_RENDER_PDF_DATE_H
#define LVYUE_RENDER_PDF_DATE_H

#include "util/civil.h"

static inline str pdf_date(struct arena *a, int32_t day) {
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    return str_fmt(a, "D:%04d%02d%02d000000+08'00'", y, m, d);
}

static inline str xmp_date(struct arena *a, int32_t day) {
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    return str_fmt(a, "%04d-%02d-%02dT00:00:00+08:00", y, m, d);
}

#endif
