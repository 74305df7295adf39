/* chart_plot.h - the parts of a chart: chart.c draws the frame, chart_marks.c what stands in it. */
#ifndef LVYUE_RENDER_CHART_PLOT_H
#define LVYUE_RENDER_CHART_PLOT_H

#include "render/chart_scale.h"

struct plot {
    struct chart_canvas *c;
    const struct chart *chart;
    struct scale y;
    float left, right, top, bottom; /* the area of the marks */
};
/* A quantity along the x axis has one slot per label. */
static inline float plot_slot(const struct plot *p) {
    return (p->right - p->left) / (float)p->chart->n_points;
}
static inline float plot_x(const struct plot *p, size_t i) {
    return p->left + ((float)i + 0.5f) * plot_slot(p);
}
static inline float plot_y(const struct plot *p, double v) {
    return p->bottom - (float)((v - p->y.low) / (p->y.high - p->y.low)) * (p->bottom - p->top);
}
enum ink plot_ink(size_t series);
/* The mark of a series on a line and in the legend: disc, square, triangle, diamond. */
void plot_mark(const struct chart_canvas *c, size_t series, float x, float y);
void plot_polygon(const struct chart_canvas *c, const struct point *points, size_t n, float x, float y,
                  enum ink ink);

void plot_lines(struct plot *p);
void plot_bars(struct plot *p);
void plot_stacks(struct plot *p);

/* Whole charts with a frame of their own. */
bool layout_pie(struct chart_canvas *c, const struct chart *chart, struct diags *d, struct place at);
bool layout_gantt(struct chart_canvas *c, const struct chart *chart);
/* Samples and titles from the canvas's top on; every `step`th series. Returns the height used; draws only when
 * asked to. */
float layout_legend(const struct chart_canvas *c, const struct chart *chart, size_t step, bool draw);
/* Half the height of a digit: what sets text level with a line. */
static inline float plot_level(const struct chart_canvas *c) {
    return c->text_size * 0.36f;
}

#endif
