/* chart_scale.h - ticks a person would choose, and labels that leave each other room. */
#ifndef LVYUE_RENDER_CHART_SCALE_H
#define LVYUE_RENDER_CHART_SCALE_H

#include "render/chart.h"

/* An axis from low to high with a tick every `step`, a 1, 2 or 5 times a power of ten. */
struct scale {
    double low, high, step;
    int decimals; /* of its tick labels */
};
struct scale scale_make(double low, double high, int ticks);
size_t scale_ticks(const struct scale *s);
double scale_tick(const struct scale *s, size_t i);
str scale_text(struct arena *a, const struct scale *s, double v);
/* A value as a label: grouped thousands, no more decimals than it has (at most two). */
str scale_value_text(struct arena *a, double v);

/* Labels under an axis, label i centred at first + i * slot: texts[i] is empty where it is left out. */
str *scale_labels(const struct chart_canvas *c, const str *labels, size_t n, float first, float slot);
/* All labels are days (2025-03-05) or all are months (2025-03). */
bool scale_dated(const struct chart_canvas *c, const str *labels, size_t n);
/* Where a label of this width is centred, so that it does not leave the canvas. */
float scale_label_middle(const struct chart_canvas *c, float x, float width);
/* A label in at most SCALE_WRAP lines of this width; 0: it needs more. */
enum { SCALE_WRAP = 3 };
size_t scale_wrap(const struct chart_canvas *c, str label, float width, str lines[SCALE_WRAP]);

#endif
