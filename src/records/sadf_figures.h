/* sadf_figures.h - internal to records/: which of sysstat's figures are measurements. A figure is a row of the table. */
#ifndef LVYUE_RECORDS_SADF_FIGURES_H
#define LVYUE_RECORDS_SADF_FIGURES_H

#include "records/measure_rows.h"

struct sadf_field {
    str name, value;
};
/* One line of `sadf -d`, or one object of `sadf -j`: what it holds becomes rows of m. */
void sadf_add_figures(struct measure_rows *m, const struct sadf_field *fields, size_t n, int64_t at, str host,
                      int64_t row, bool line);

#endif
