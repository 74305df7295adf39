/* chart_plot.h - the parts of a chart: chart.c draws the frame, the other chart_*.c what stands in it. */
#ifndef LVYUE_RENDER_CHART_PLOT_H
#define LVYUE_RENDER_CHART_PLOT_H

#include "render/chart_scale.h"

struct plot {
    struct chart_canvas *c;
    const struct chart *chart;
    struct scale y;
    double from, to;                /* days along the x axis, where the chart has them */
    float left, right, top, bottom; /* the area of the marks */
};
static inline float plot_day(const struct plot *p, double day) {
    return p->left + (p->right - p->left) * (float)((day - p->from) / (p->to - p->from));
}
/* A quantity along the x axis has one slot per label. */
static inline float plot_slot(const struct plot *p) {
    return (p->right - p->left) / (float)p->chart->n_points;
}
static inline float plot_x(const struct plot *p, size_t i) {
    return p->chart->days ? plot_day(p, p->chart->days[i]) : p->left + ((float)i + 0.5f) * plot_slot(p);
}
static inline float plot_y(const struct plot *p, double v) {
    return p->bottom - (float)((v - p->y.low) / (p->y.high - p->y.low)) * (p->bottom - p->top);
}
enum ink plot_ink(size_t series);
/* Writing on a box of a series' colour. */
enum ink plot_ink_on(size_t series);
/* The mark of a series on a line and in the legend: disc, square, triangle, diamond. */
void plot_mark(const struct chart_canvas *c, size_t series, float x, float y);
void plot_polygon(const struct chart_canvas *c, const struct point *points, size_t n, float x, float y,
                  enum ink ink);
void plot_dashed(const struct chart_canvas *c, float x, float y, float x2, float y2, int dash, enum ink ink);
/* A box with strokes across it: told from a filled one without colour. */
void plot_hatched(const struct chart_canvas *c, float x, float y, float x2, float y2, enum ink ink);
/* A word on the base line y, with `align` at x. */
void plot_word(const struct chart_canvas *c, str text, float x, float y, float room, enum text_align align,
               enum ink ink);

/* -- chart.c: the frame ----------------------------------------------------------------------------- */

/* The axis of a chart's values in so many ticks or fewer, and the days along its x axis. */
void plot_set_scales(struct plot *p, int ticks);
void plot_y_axis(const struct plot *p, bool labels);
void plot_x_labels(const struct plot *p);
float plot_widest_tick(const struct plot *p);

/* -- chart_marks.c, chart_lines.c: what stands in it -------------------------------------------------- */

void plot_bars(struct plot *p);
void plot_stacks(struct plot *p);
/* marked: told apart by their marks, for there is a legend. */
void plot_line(struct plot *p, size_t series, enum ink ink, bool marked);
/* The trend beyond the last value, dashed, with a ring where it reaches a threshold. */
void plot_trend(struct plot *p, size_t series, enum ink ink);
/* Dashed lines; threshold i has dashes of plot_dash(i). */
void plot_thresholds(const struct plot *p);
int plot_dash(size_t threshold);
str plot_threshold_text(const struct chart_canvas *c, const struct chart *chart, size_t i);
/* The last value of a series; n_points: none. The highest one. */
size_t plot_last(const struct chart *chart, size_t series);
size_t plot_highest(const struct chart *chart, size_t series);
/* "2026年3月25日" -> how it is written in a chart: 2026-03-25 */
str plot_day_text(struct arena *a, double day);

/* -- chart_labels.c: words at the right of the marks --------------------------------------------------- */

struct side_label {
    str text;
    float y; /* what it names; where it stands is found by side_labels_place() */
    float at;
    enum ink ink;
    bool marked; /* the mark of a series stands before it */
    size_t series;
};
float side_labels_width(const struct chart_canvas *c, const struct side_label *labels, size_t n);
/* Moves them apart within top..bottom. false: there is no room for all. */
bool side_labels_place(const struct chart_canvas *c, struct side_label *labels, size_t n, float top,
                       float bottom);
void side_labels_draw(const struct plot *p, const struct side_label *labels, size_t n);

/* -- whole charts with a frame of their own --------------------------------------------------------- */

bool layout_pie(struct chart_canvas *c, const struct chart *chart, struct diags *d, struct place at);
bool layout_share(struct chart_canvas *c, const struct chart *chart, struct diags *d, struct place at);
bool layout_gantt(struct chart_canvas *c, const struct chart *chart);
bool layout_outages(struct chart_canvas *c, const struct chart *chart);
bool layout_calendar(struct chart_canvas *c, const struct chart *chart, struct diags *d, struct place at);
bool layout_panels(struct chart_canvas *c, const struct chart *chart);
float layout_share_height(const struct chart_canvas *c, const struct chart *chart);
float layout_outages_height(const struct chart_canvas *c, const struct chart *chart);
float layout_calendar_height(const struct chart_canvas *c, const struct chart *chart);
float layout_panels_height(const struct chart_canvas *c, const struct chart *chart);
/* Of a pie or share: false after a diagnostic, when a part is negative. */
bool parts_sum(const struct chart *chart, struct diags *d, struct place at, double *sum);
/* A share of a whole in per cent, cut to one decimal. */
str parts_percent(struct arena *a, double v, double sum);

/* Unit, samples and titles from the canvas's top on; every `step`th series. Returns the height used; draws only when
 * asked to. */
float layout_legend(const struct chart_canvas *c, const struct chart *chart, size_t step, bool draw);
/* Half the height of a digit: what sets text level with a line. */
static inline float plot_level(const struct chart_canvas *c) {
    return c->text_size * 0.36f;
}

#endif
