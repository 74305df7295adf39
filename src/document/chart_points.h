/* chart_points.h - the rows of a query as labels and series, while a chart is being read. */
#ifndef LVYUE_DOCUMENT_CHART_POINTS_H
#define LVYUE_DOCUMENT_CHART_POINTS_H

#include "document/fences.h"

enum { CHART_POINTS = 5000, CHART_SERIES = 32, CALENDAR_ROWS = 256 };

struct points {
    str title;
    VEC(double) at;
    VEC(struct duty_count) duties; /* of the first labels, as many as were needed */
};
/* A column of the query that makes a series. */
struct wide_column {
    str title;
    sval value;
    bool time; /* a time, as days; else a number */
};
struct chart_reader {
    const struct fence *f;
    struct fence_query q;
    VEC(str) labels;
    struct points series[CALENDAR_ROWS];
    size_t n_series, most_series;
};

/* Each row is a point of every series. All of these: false after a diagnostic. */
bool points_read_wide(struct chart_reader *r, sval x, const struct wide_column *columns, size_t n);
/* Each row is one point of the series its column names. */
bool points_read_long(struct chart_reader *r, sval x, sval by, sval value);
/* Each row is one result: its period, its obligation, how it stands (chart_states.c). */
bool points_read_states(struct chart_reader *r, sval x, sval by, sval state);

/* For the readers. */
int points_column(struct chart_reader *r, sval name);
str points_label(struct chart_reader *r, int col);
/* Index of a label or series, a new one when it has not been seen; -1 after a diagnostic: too many. */
ptrdiff_t points_label_index(struct chart_reader *r, str label);
ptrdiff_t points_series_index(struct chart_reader *r, str title);

#endif
