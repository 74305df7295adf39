/* xlsx_chart.c - native charts, each on a chart sheet behind the tables, over the rows of one table.
 *
 * A chart over an empty table is left out: an empty frame tells nothing. Charts hold no copy of their points (rows have
 * gone to the file when they are made): programs draw them from the cells.
 */
#include "render/xlsx.h"

#define PAPER_A4 9
#define TICKS_MOST 10
/* The library takes font names as char * and does not write to them. */
#define FONT(name) ((char *)(uintptr_t)(name))

static const uint8_t kinds[BOOK_CHART__MAX] = {
    [BOOK_CHART_COLUMN] = LXW_CHART_COLUMN,
    [BOOK_CHART_STACKED] = LXW_CHART_COLUMN_STACKED,
    [BOOK_CHART_LINE] = LXW_CHART_LINE,
    [BOOK_CHART_PIE] = LXW_CHART_PIE,
};
/* Different in lightness too, for printers without colour. */
static const lxw_color_t colours[] = {0x1A5494, 0xDE8521, 0x2B8C70, 0x99386B, 0x73A8D9, 0x7A6B33};

static void add_series(struct xlsx *x, lxw_chart *chart, const struct book_chart *c, size_t k) {
    const struct book_sheet *s = &x->book->sheets[c->sheet];
    const struct xlsx_span *at = &x->spans[c->sheet];
    const char *sheet = str_z(x->a, s->name);
    lxw_col_t column = (lxw_col_t)c->series[k];
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    lxw_chart_fill fill = {.color = colours[k % (sizeof colours / sizeof *colours)]};
    lxw_chart_line line = {.color = fill.color, .width = 2.25};
    chart_series_set_categories(series, sheet, at->first, (lxw_col_t)c->x, at->last, (lxw_col_t)c->x);
    enum value_format x_format = s->columns[c->x].format;
    series->categories->has_string_cache = x_format == FORMAT_TEXT || x_format == FORMAT_OUTCOME;
    chart_series_set_values(series, sheet, at->first, column, at->last, column);
    chart_series_set_name_range(series, sheet, at->header, column);
    if (c->kind == BOOK_CHART_LINE)
        chart_series_set_line(series, &line);
    else if (c->kind != BOOK_CHART_PIE)
        chart_series_set_fill(series, &fill);
    if (c->kind == BOOK_CHART_PIE) {
        chart_series_set_labels(series);
        chart_series_set_labels_percentage(series);
    }
}

static void set_texts(struct xlsx *x, lxw_chart *chart, const struct book_chart *c) {
    lxw_chart_font title = {.name = FONT("黑体"), .size = 16, .bold = LXW_TRUE},
                   plain = {.name = FONT("宋体"), .size = 11};
    chart_title_set_name(chart, xlsx_text(x->a, c->title));
    chart_title_set_name_font(chart, &title);
    chart_legend_set_font(chart, &plain);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    if (c->kind == BOOK_CHART_PIE)
        return;
    chart_axis_set_num_font(chart->x_axis, &plain);
    chart_axis_set_num_font(chart->y_axis, &plain);
    if (c->unit.n) {
        chart_axis_set_name(chart->y_axis, xlsx_text(x->a, c->unit));
        chart_axis_set_name_font(chart->y_axis, &plain);
    }
}

/* Of whole numbers that are small, programs would make ticks of halves. */
static bool small_counts(const struct xlsx *x, const struct book_chart *c) {
    const struct book_sheet *s = &x->book->sheets[c->sheet];
    for (size_t i = 0; i < c->n_series; i++)
        if (s->columns[c->series[i]].format != FORMAT_INT)
            return false;
    return c->kind != BOOK_CHART_PIE && c->kind != BOOK_CHART_STACKED &&
           x->spans[c->sheet].most <= TICKS_MOST;
}

static void add_chart(struct xlsx *x, const struct book_chart *c) {
    lxw_chartsheet *sheet = workbook_add_chartsheet(x->wb, str_z(x->a, c->name));
    lxw_chart *chart = workbook_add_chart(x->wb, kinds[c->kind]);
    if (!sheet || !chart) {
        xlsx_note(x, LXW_ERROR_PARAMETER_VALIDATION);
        return;
    }
    for (size_t i = 0; i < c->n_series; i++)
        add_series(x, chart, c, i);
    set_texts(x, chart, c);
    if (small_counts(x, c))
        chart_axis_set_major_unit(chart->y_axis, 1);
    chartsheet_set_paper(sheet, PAPER_A4);
    chartsheet_set_landscape(sheet);
    xlsx_note(x, chartsheet_set_chart(sheet, chart));
}

void xlsx_charts_add(struct xlsx *x) {
    for (size_t i = 0; i < x->book->n_charts; i++)
        if (x->spans[x->book->charts[i].sheet].filled)
            add_chart(x, &x->book->charts[i]);
}
