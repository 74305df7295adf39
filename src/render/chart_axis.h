/* chart_axis.h - a time axis: ticks where a person would put them, at days, Mondays, halves of months, months, years. */
#ifndef LVYUE_RENDER_CHART_AXIS_H
#define LVYUE_RENDER_CHART_AXIS_H

#include "render/chart.h"

struct time_axis {
    double from, to; /* days */
    float left, right;
};
struct time_tick {
    float x, middle; /* where it is, and where its label is centred: inside the canvas */
    str text;
};
/* As many as keep clear of each other, ten at most. */
size_t time_ticks(const struct chart_canvas *c, const struct time_axis *axis, struct time_tick **out);

#endif
