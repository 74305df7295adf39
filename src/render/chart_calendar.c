/* chart_calendar.c - obligations by period: a sign in each cell, its meaning in words below.
 *
 * The signs differ in shape, so they need no colour. Several results in one cell (each working day of a month) show the
 * worst of them and how many of all are met.
 */
#include <math.h>

#include "render/chart_plot.h"

static const float sign = 3.6f, least_column = 13, gap = 8;
static const enum ink inks[DUTY__MAX] = {INK_GOOD, INK_WAITING, INK_BAD, INK_SOFT, INK_EXEMPT};

struct table_frame {
    float left, step, top, head, pitch; /* of cells */
    bool counts;                        /* some cell has several results */
    bool months;                        /* labels are 2025-03 */
};

static void put_arc(const struct chart_canvas *c, float x, float y, float from, float to, bool filled,
                    enum ink ink) {
    enum { N = 25 };
    struct point *p = ARENA_ARRAY(c->a, struct point, N);
    for (int i = 0; i < N; i++) {
        float angle = from + (to - from) * (float)i / (N - 1);
        p[i].x = sign * cosf(angle);
        p[i].y = sign * sinf(angle);
    }
    if (filled)
        plot_polygon(c, p, N, x, y, ink);
    else
        op_add(
            c->ops,
            (struct op){
                .kind = OP_POLYLINE, .ink = (uint8_t)ink, .n = N, .x = x, .y = y, .size = 1, .u.points = p});
}

static const float turn = 6.2831853f;

static void put_sign(const struct chart_canvas *c, enum duty duty, float x, float y) {
    enum ink ink = inks[duty];
    float r = sign * 0.85f;
    switch (duty) {
    case DUTY_MET:
        put_arc(c, x, y, 0, turn, true, ink);
        break;
    case DUTY_LATE:
        put_arc(c, x, y, 0, turn, false, ink);
        put_arc(c, x, y, 0, turn / 2, true, ink); /* its lower half */
        break;
    case DUTY_MISSING:
        op_line(c->ops, x - r, y - r, x + r, y + r, 1.7f, ink);
        op_line(c->ops, x - r, y + r, x + r, y - r, 1.7f, ink);
        break;
    case DUTY_PENDING:
        put_arc(c, x, y, 0, turn, false, ink);
        break;
    default:
        op_line(c->ops, x - sign, y, x + sign, y, 1.7f, ink);
    }
}

static const struct duty_count *cell_at(const struct chart *chart, size_t row, size_t column) {
    return &chart->duties[row * chart->n_points + column];
}

static size_t results(const struct duty_count *cell) {
    size_t n = 0;
    for (int i = 0; i < DUTY__MAX; i++)
        n += cell->of[i];
    return n;
}

/* What is to be seen first of several results. */
static enum duty worst(const struct duty_count *cell) {
    static const enum duty order[] = {DUTY_MISSING, DUTY_LATE, DUTY_PENDING, DUTY_MET};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (cell->of[order[i]])
            return order[i];
    return DUTY_EXEMPT;
}

static bool all_months(const struct chart *chart) {
    enum { MONTH = 7 };
    for (size_t i = 0; i < chart->n_points; i++)
        if (chart->labels[i].n != MONTH || chart->labels[i].p[4] != '-')
            return false;
    return true;
}

static struct table_frame frame_of(const struct chart_canvas *c, const struct chart *chart) {
    struct table_frame f = {.months = all_months(chart)};
    float names = 0;
    for (size_t k = 0; k < chart->n_series; k++) {
        names = fmaxf(names, c->measure(c->with, chart->series[k].title));
        for (size_t i = 0; i < chart->n_points; i++)
            f.counts |= results(cell_at(chart, k, i)) > 1;
    }
    f.left = c->x + fminf(names, c->width * 0.3f) + gap;
    f.step = (c->x + c->width - f.left) / (float)chart->n_points;
    f.head = c->text_size * (f.months ? 2.9f : 1.8f);
    f.top = c->y + f.head;
    f.pitch = f.counts ? c->text_size * 3 : c->text_size * 2.4f;
    return f;
}

float layout_calendar_height(const struct chart_canvas *c, const struct chart *chart) {
    struct table_frame f = frame_of(c, chart);
    return f.head + (float)chart->n_series * f.pitch + c->text_size * 2.4f;
}

/* "3月", the year above its first month. */
static void put_month(const struct chart_canvas *c, const struct table_frame *f, str label, float x,
                      bool first) {
    str month = str_slice(label, 5, 7);
    month = month.p[0] == '0' ? str_slice(month, 1, 2) : month;
    bool year = first || str_eqz(month, "1");
    if (year)
        plot_word(c, str_slice(label, 0, 4), x - f->step / 2 + 1, c->y + c->text_size, c->width, TEXT_LEFT,
                  INK_SOFT);
    plot_word(c, str_fmt(c->a, "%.*s月", STR_ARG(month)), x, c->y + c->text_size * 2.3f, f->step - 1,
              TEXT_CENTER, INK_TEXT);
}

static void put_head(const struct chart_canvas *c, const struct chart *chart, const struct table_frame *f) {
    for (size_t i = 0; i < chart->n_points; i++) {
        float x = f->left + ((float)i + 0.5f) * f->step;
        if (f->months)
            put_month(c, f, chart->labels[i], x, i == 0);
        else
            plot_word(c, chart->labels[i], x, c->y + c->text_size * 1.2f, f->step - 2, TEXT_CENTER, INK_TEXT);
    }
    op_line(c->ops, c->x, f->top, c->x + c->width, f->top, style_page.edge, INK_EDGE);
}

static void put_cell(const struct chart_canvas *c, const struct table_frame *f, const struct duty_count *cell,
                     float x, float y) {
    size_t n = results(cell);
    if (n == 0)
        return;
    float middle = y + f->pitch / 2, up = n > 1 ? c->text_size * 0.55f : 0;
    put_sign(c, worst(cell), x, middle - up);
    if (n > 1)
        plot_word(c, str_fmt(c->a, "%u/%zu", (unsigned)cell->of[DUTY_MET], n), x,
                  middle + c->text_size * 1.1f, f->step - 1, TEXT_CENTER, INK_TEXT);
}

static void put_row(const struct chart_canvas *c, const struct chart *chart, const struct table_frame *f,
                    size_t k) {
    str lines[SCALE_WRAP];
    float y = f->top + (float)k * f->pitch, room = f->left - gap - c->x, pitch = c->text_size * 1.15f;
    size_t n = scale_wrap(c, chart->series[k].title, room, lines);
    if (n == 0 || n > 2) {
        lines[0] = chart->series[k].title; /* set smaller */
        n = 1;
    }
    for (size_t i = 0; i < n; i++)
        plot_word(c, lines[i], c->x,
                  y + f->pitch / 2 + plot_level(c) + ((float)i - (float)(n - 1) / 2) * pitch, room, TEXT_LEFT,
                  INK_TEXT);
    for (size_t i = 0; i < chart->n_points; i++)
        put_cell(c, f, cell_at(chart, k, i), f->left + ((float)i + 0.5f) * f->step, y);
    bool last = k + 1 == chart->n_series;
    op_line(c->ops, c->x, y + f->pitch, c->x + c->width, y + f->pitch,
            last ? style_page.edge : style_page.rule, last ? INK_EDGE : INK_RULE);
}

static void put_meanings(const struct chart_canvas *c, float y, bool counts) {
    float x = c->x + sign;
    for (int i = 0; i < DUTY__MAX; i++) {
        str word = str_from(duty_words[i]);
        put_sign(c, (enum duty)i, x, y);
        plot_word(c, word, x + sign + 4, y + plot_level(c), c->width, TEXT_LEFT, INK_TEXT);
        x += c->measure(c->with, word) + 2 * sign + 16;
    }
    if (counts)
        plot_word(c, S("数字：按期次数/应履行次数"), c->x + c->width, y + plot_level(c), c->x + c->width - x,
                  TEXT_RIGHT, INK_SOFT);
}

bool layout_calendar(struct chart_canvas *c, const struct chart *chart, struct diags *d, struct place at) {
    struct table_frame f = frame_of(c, chart);
    if (f.step < least_column) {
        diag2(d, DIAG_CHART_COLUMNS, at, chart->caption,
              str_fmt(c->a, "%d", (int)floorf((c->x + c->width - f.left) / least_column)));
        return false;
    }
    put_head(c, chart, &f);
    for (size_t k = 0; k < chart->n_series; k++)
        put_row(c, chart, &f, k);
    put_meanings(c, f.top + (float)chart->n_series * f.pitch + c->text_size * 1.3f, f.counts);
    return true;
}
