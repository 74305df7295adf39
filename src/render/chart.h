/* chart.h - charts as draw operations in a box.
 *
 * Knows no fonts and no pages: text is measured and drawn through the canvas. Every series is told apart
 * by more than its colour (marks on lines, order and labels on bars), every axis names its unit, labels
 * never overlap, a value that is not there leaves a gap.
 */
#ifndef LVYUE_RENDER_CHART_H
#define LVYUE_RENDER_CHART_H

#include "render/page.h"
#include "render/setter.h"

struct chart_word {
    float x, y, room;
    enum text_align align;
    enum ink ink;
};
struct chart_canvas {
    struct arena *a;
    struct op_list *ops;
    float x, y, width, height; /* the box; y downwards */
    float text_size;
    void *with; /* handed to the two functions */
    float (*measure)(void *with, str text);
    /* x: left end, middle or right end as `align` says; y: base line; wider than room: set smaller */
    void (*draw)(void *with, str text, struct chart_word at);
};

/* The height a chart wants in a canvas of this width. */
float layout_chart_height(const struct chart_canvas *canvas, const struct chart *chart);
/* GANTT has its series in pairs (begin, end) in days since 1970-01-01, one row per label; PIE has one
 * series. false: the chart cannot be drawn, and a diagnostic said why. */
bool layout_chart(struct chart_canvas *canvas, const struct chart *chart, struct diags *d, struct place at);

#endif
