/* chart_labels.c - words at the right end of what they name, pushed apart where two would stand on each other. */
#include <math.h>
#include <stdlib.h>

#include "render/chart_plot.h"

static const float gap = 5, line_pitch = 1.25f, mark_room = 8;

float side_labels_width(const struct chart_canvas *c, const struct side_label *labels, size_t n) {
    float widest = 0;
    for (size_t i = 0; i < n; i++)
        widest =
            fmaxf(widest, c->measure(c->with, labels[i].text) + gap + (labels[i].marked ? mark_room : 0));
    return widest;
}

static int by_height(const void *x, const void *y) {
    const struct side_label *p = x, *q = y;
    return p->y < q->y ? -1 : p->y > q->y;
}

/* Down from the top each keeps clear of the one above; then up from the bottom what was pushed out comes back. */
bool side_labels_place(const struct chart_canvas *c, struct side_label *labels, size_t n, float top,
                       float bottom) {
    float pitch = c->text_size * line_pitch, free = top + c->text_size * 0.7f;
    if ((float)n * pitch > bottom - top)
        return false;
    if (n)
        qsort(labels, n, sizeof *labels, by_height);
    for (size_t i = 0; i < n; i++) {
        labels[i].at = fmaxf(labels[i].y + plot_level(c), free);
        free = labels[i].at + pitch;
    }
    float low = bottom;
    for (size_t i = n; i-- > 0;) {
        labels[i].at = fminf(labels[i].at, low);
        low = labels[i].at - pitch;
    }
    return true;
}

void side_labels_draw(const struct plot *p, const struct side_label *labels, size_t n) {
    const struct chart_canvas *c = p->c;
    for (size_t i = 0; i < n; i++) {
        const struct side_label *l = &labels[i];
        float level = l->at - plot_level(c);
        if (fabsf(level - l->y) > 1.5f) /* moved: a thread leads back to what it names */
            op_line(c->ops, p->right + 0.5f, l->y, p->right + gap - 1, level, 0.3f, INK_RULE);
        float x = p->right + gap;
        if (l->marked) {
            plot_mark(c, l->series, x + 2.5f, level);
            x += mark_room;
        }
        plot_word(c, l->text, x, l->at, c->x + c->width - x, TEXT_LEFT, l->ink);
    }
}
