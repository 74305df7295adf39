/* Charts on a canvas that only writes down what is drawn: a character is half an em wide, Chinese a whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "render/chart.h"
#include "render/chart_scale.h"
#include "util/civil.h"

#include "diag_shown.h"

struct word {
    str text;
    float x, x2, y;
};
struct sheet {
    struct arena *a;
    struct diags *d;
    struct op_list ops;
    struct chart_canvas canvas;
    VEC(struct word) words;
};

static float measure(void *with, str text) {
    const struct sheet *s = with;
    return (float)utf8_columns(text) * s->canvas.text_size / 2;
}

static void draw(void *with, str text, struct chart_word at) {
    struct sheet *s = with;
    float w = measure(with, text);
    w = w > at.room ? at.room : w;
    float x = at.align == TEXT_CENTER ? at.x - w / 2 : at.align == TEXT_RIGHT ? at.x - w : at.x;
    VEC_PUSH(s->a, &s->words, (struct word){str_dup(s->a, text), x, x + w, at.y});
}

static int open_sheet(void **state) {
    struct sheet *s = calloc(1, sizeof *s);
    s->a = arena_new();
    s->d = diags_new(s->a, LANG_EN);
    s->ops.a = s->a;
    s->canvas = (struct chart_canvas){.a = s->a,
                                      .ops = &s->ops,
                                      .x = 50,
                                      .y = 20,
                                      .width = 444,
                                      .text_size = 8.5f,
                                      .with = s,
                                      .measure = measure,
                                      .draw = draw};
    *state = s;
    return 0;
}

static int close_sheet(void **state) {
    struct sheet *s = *state;
    arena_free(s->a);
    free(s);
    return 0;
}

/* Words stay in the canvas and apart from each other. */
static void check_words(const struct sheet *s) {
    const struct chart_canvas *c = &s->canvas;
    for (size_t i = 0; i < s->words.n; i++) {
        const struct word *w = &s->words.at[i];
        assert_true(w->x >= c->x - 0.5f && w->x2 <= c->x + c->width + 0.5f);
        assert_true(w->y >= c->y && w->y <= c->y + c->height + 0.5f);
        for (size_t k = i + 1; k < s->words.n; k++) {
            const struct word *v = &s->words.at[k];
            if (fabsf(w->y - v->y) < c->text_size * 0.8f && w->x < v->x2 - 0.1f && v->x < w->x2 - 0.1f)
                fail_msg("'%.*s' over '%.*s'", STR_ARG(w->text), STR_ARG(v->text));
        }
    }
}

static bool put(struct sheet *s, const struct chart *chart) {
    s->words.n = s->ops.n = 0;
    s->canvas.height = layout_chart_height(&s->canvas, chart);
    return layout_chart(&s->canvas, chart, s->d, file_place(S("t.md")));
}

static const struct word *find_word(const struct sheet *s, const char *text) {
    for (size_t i = 0; i < s->words.n; i++)
        if (str_eqz(s->words.at[i].text, text))
            return &s->words.at[i];
    fail_msg("'%s' is not drawn", text);
    return NULL;
}

static size_t count_ops(const struct sheet *s, enum op_kind kind) {
    size_t n = 0;
    for (size_t i = 0; i < s->ops.n; i++)
        n += s->ops.at[i].kind == kind;
    return n;
}

static struct chart *line_chart(struct sheet *s, size_t n_points, size_t n_series) {
    struct chart *c = ARENA_NEW(s->a, struct chart);
    c->kind = CHART_LINE;
    c->unit = S("%");
    c->n_points = n_points;
    c->n_series = n_series;
    c->labels = ARENA_ARRAY(s->a, str, n_points);
    c->series = ARENA_ARRAY(s->a, struct chart_series, n_series);
    c->days = ARENA_ARRAY(s->a, double, n_points);
    for (size_t i = 0; i < n_points; i++) {
        c->days[i] = day_from_ymd(2025, 1, 1) + (int32_t)i;
        c->labels[i] = civil_text_day(s->a, (int32_t)c->days[i]);
    }
    for (size_t k = 0; k < n_series; k++) {
        c->series[k].title = str_fmt(s->a, "host-%zu", k + 1);
        c->series[k].values = ARENA_ARRAY(s->a, double, n_points);
        for (size_t i = 0; i < n_points; i++)
            c->series[k].values[i] = 40 + 10 * (double)k + (double)(i % 7);
    }
    return c;
}

/* -- scales ----------------------------------------------------------------------------------------- */

static void ticks_are_ones_twos_and_fives(void **state) {
    (void)state;
    static const struct {
        double low, high, step, from, to;
        int decimals;
    } e[] = {{0, 97, 20, 0, 100, 0},
             {0, 1, 0.2, 0, 1, 1},
             {99.2, 99.99, 0.2, 99.2, 100, 1},
             {0, 12, 5, 0, 15, 0},
             {-3, 8, 5, -5, 10, 0},
             {0, 0.004, 0.001, 0, 0.004, 3},
             {0, 1234567, 500000, 0, 1500000, 0},
             {50, 50, 2, 44, 56, 0}};
    for (size_t i = 0; i < sizeof e / sizeof *e; i++) {
        struct scale s = scale_make(e[i].low, e[i].high, 5);
        assert_true(fabs(s.step - e[i].step) < 1e-9 * e[i].step);
        assert_true(fabs(s.low - e[i].from) < 1e-6 && fabs(s.high - e[i].to) < 1e-6 * (1 + e[i].to));
        assert_int_equal(s.decimals, e[i].decimals);
    }
}

static void values_are_written_as_people_do(void **state) {
    struct sheet *s = *state;
    static const struct {
        double v;
        const char *text;
    } e[] = {{0, "0"},     {1234567, "1,234,567"}, {99.5, "99.5"},  {0.25, "0.25"},
             {-12, "−12"}, {1000, "1,000"},        {-0.001, "0.00"}};
    for (size_t i = 0; i < sizeof e / sizeof *e; i++)
        assert_string_equal(str_z(s->a, scale_value_text(s->a, e[i].v)), e[i].text);
}

/* -- lines ------------------------------------------------------------------------------------------ */

static void labels_never_overlap(void **state) {
    struct sheet *s = *state;
    for (size_t n = 1; n < 800; n += n < 40 ? 1 : 37) {
        assert_true(put(s, line_chart(s, n, 4)));
        check_words(s);
    }
    put(s, line_chart(s, 90, 1));
    find_word(s, "1月1日");
    find_word(s, "3月1日");
    put(s, line_chart(s, 730, 1));
    find_word(s, "2025年1月");
    find_word(s, "2026年1月");
}

static void missing_values_leave_gaps(void **state) {
    struct sheet *s = *state;
    struct chart *c = line_chart(s, 20, 1);
    put(s, c);
    assert_int_equal(count_ops(s, OP_POLYLINE), 1);
    c->series[0].values[10] = (double)NAN;
    put(s, c);
    assert_int_equal(count_ops(s, OP_POLYLINE), 2);
    size_t points = 0;
    for (size_t i = 0; i < s->ops.n; i++)
        points += s->ops.at[i].kind == OP_POLYLINE ? s->ops.at[i].n : 0;
    assert_int_equal(points, 19);
}

static void thresholds_are_dashed_and_named(void **state) {
    struct sheet *s = *state;
    struct chart *c = line_chart(s, 90, 2);
    struct chart_threshold t[] = {{S("告警"), 80}, {S("关注"), 79}, {S("提示"), 78}};
    c->thresholds = t;
    c->n_thresholds = 3;
    assert_true(put(s, c));
    check_words(s);
    find_word(s, "告警 80%");
    size_t dashed = 0;
    for (size_t i = 0; i < s->ops.n; i++)
        dashed += s->ops.at[i].kind == OP_LINE && s->ops.at[i].dash;
    assert_int_equal(dashed, 3);
    find_word(s, "100"); /* the axis goes on above the highest threshold */
}

static void every_series_is_named_when_there_are_many(void **state) {
    struct sheet *s = *state;
    assert_true(put(s, line_chart(s, 90, 32)));
    check_words(s);
    find_word(s, "host-32");
}

/* -- bars ------------------------------------------------------------------------------------------- */

static struct chart *bar_chart(struct sheet *s, enum chart_kind kind) {
    static str labels[] = {{"2025-01", 7}, {"2025-02", 7}, {"2025-03", 7}};
    static double severe[] = {3, 1, 2}, minor[] = {14, 9, 13};
    static struct chart_series series[] = {{{"严重", 6}, severe}, {{"一般", 6}, minor}};
    struct chart *c = ARENA_NEW(s->a, struct chart);
    *c = (struct chart){
        .kind = kind, .unit = S("件"), .labels = labels, .n_points = 3, .series = series, .n_series = 2};
    return c;
}

static float height_of(const struct op *op) {
    return op->y2 - op->y;
}

/* Bars in the order drawn: those filled with a series' colour, not the samples of the legend. */
static size_t bars_of(const struct sheet *s, const struct op **bars) {
    size_t n = 0;
    for (size_t i = 0; i < s->ops.n; i++) {
        const struct op *op = &s->ops.at[i];
        if (op->kind == OP_FILL && op->ink >= INK_SERIES && op->ink <= INK_SERIES_LAST &&
            op->y > s->canvas.y + 20)
            bars[n++] = op;
    }
    return n;
}

static void bars_stand_on_zero_in_proportion(void **state) {
    struct sheet *s = *state;
    const struct op *bars[40];
    assert_true(put(s, bar_chart(s, CHART_BAR)));
    check_words(s);
    assert_int_equal(bars_of(s, bars), 6);
    assert_true(fabsf(height_of(bars[1]) / height_of(bars[0]) - 14.0f / 3) < 0.01f);
    for (size_t i = 1; i < 6; i++)
        assert_true(fabsf(bars[i]->y2 - bars[0]->y2) < 0.01f);
    find_word(s, "2025年");
    find_word(s, "1月");
    find_word(s, "3月");
    find_word(s, "14");
}

static void stacked_bars_stand_on_each_other(void **state) {
    struct sheet *s = *state;
    const struct op *bars[40];
    assert_true(put(s, bar_chart(s, CHART_STACKED)));
    check_words(s);
    assert_int_equal(bars_of(s, bars), 6);
    assert_true(fabsf(bars[1]->y2 - bars[0]->y) < 0.01f);
    find_word(s, "17");
}

static void long_names_are_wrapped_under_their_bars(void **state) {
    struct sheet *s = *state;
    struct chart *c = bar_chart(s, CHART_BAR);
    static str labels[] = {{"全民健康影像平台接口与预约挂号系统接口", 57}, {"乙", 3}, {"丙", 3}};
    c->labels = labels;
    assert_true(put(s, c));
    check_words(s);
    struct sb b = {.a = s->a};
    for (size_t i = 0; i < s->words.n; i++)
        sb_add(&b, s->words.at[i].text);
    assert_true(str_find(sb_str(&b), labels[0]) >= 0);
}

/* -- others ----------------------------------------------------------------------------------------- */

static void a_pie_names_its_shares(void **state) {
    struct sheet *s = *state;
    struct chart *c = bar_chart(s, CHART_PIE);
    c->n_series = 1;
    assert_true(put(s, c));
    check_words(s);
    assert_int_equal(count_ops(s, OP_POLYGON), 3);
    find_word(s, "2025-01　3件（50.0%）");
}

static void a_negative_share_is_refused(void **state) {
    struct sheet *s = *state;
    struct chart *c = bar_chart(s, CHART_PIE);
    static double values[] = {1, -2, 3};
    static struct chart_series series = {{"件", 3}, values};
    c->series = &series;
    c->n_series = 1;
    c->caption = S("占比");
    assert_false(put(s, c));
    assert_string_equal(diag_shown(s->a, s->d),
                        "t.md: error: pie chart '占比' has a negative value at '2025-02' [chart-negative]\n");
}

static void a_gantt_shows_when_and_how_long(void **state) {
    struct sheet *s = *state;
    static str labels[] = {{"PACS核心", 10}, {"HIS接口", 9}};
    double d = day_from_ymd(2025, 1, 1);
    double from[] = {d + 10.5, d + 89.9}, to[] = {d + 10.75, d + 90};
    struct chart_series series[] = {{S("停机"), from}, {S("止"), to}};
    struct chart c = {.kind = CHART_GANTT,
                      .labels = labels,
                      .n_points = 2,
                      .series = series,
                      .n_series = 2,
                      .min = d,
                      .max = d + 90,
                      .has_min = true,
                      .has_max = true};
    assert_true(put(s, &c));
    check_words(s);
    find_word(s, "6小时");
    find_word(s, "PACS核心");
    find_word(s, "1月1日");
}

static void a_gantt_over_centuries_stays_small(void **state) {
    struct sheet *s = *state;
    static str labels[] = {{"甲", 3}};
    double from[] = {day_from_ymd(1, 1, 1)}, to[] = {day_from_ymd(9999, 1, 1)};
    struct chart_series series[] = {{S("停机"), from}, {S("止"), to}};
    struct chart c = {.kind = CHART_GANTT, .labels = labels, .n_points = 1, .series = series, .n_series = 2};
    assert_true(put(s, &c));
    assert_true(s->words.n < 100);
}

static void a_chart_without_data_says_so(void **state) {
    struct sheet *s = *state;
    struct chart *c = line_chart(s, 3, 1);
    for (size_t i = 0; i < 3; i++)
        c->series[0].values[i] = (double)NAN;
    for (int kind = 0; kind < CHART__MAX; kind++) {
        if (kind == CHART_OUTAGES) /* a system without an outage is a fact of its own */
            continue;
        c->kind = (enum chart_kind)kind;
        c->empty = S("本期无采集数据");
        assert_true(put(s, c));
        assert_int_equal(s->words.n, 1);
        find_word(s, "本期无采集数据");
    }
}

/* -- over dates --------------------------------------------------------------------------------------- */

/* Days that nothing was measured are as wide as others. */
static void days_stand_at_their_distance(void **state) {
    struct sheet *s = *state;
    struct chart *c = line_chart(s, 3, 1);
    c->days[2] = c->days[1] + 3;
    assert_true(put(s, c));
    for (size_t i = 0; i < s->ops.n; i++)
        if (s->ops.at[i].kind == OP_POLYLINE) {
            const struct point *p = s->ops.at[i].u.points;
            assert_true(fabsf((p[2].x - p[1].x) / (p[1].x - p[0].x) - 3) < 0.01f);
            return;
        }
    fail();
}

static struct chart *rising_chart(struct sheet *s) {
    struct chart *c = line_chart(s, 30, 2);
    static struct chart_threshold limit[] = {{{"告警", 6}, 80}};
    static double reach[2][1];
    c->thresholds = limit;
    c->n_thresholds = 1;
    c->trends = ARENA_ARRAY(s->a, struct chart_trend, 2);
    c->until = c->days[29] + 30;
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < 30; i++)
            c->series[k].values[i] = 40 + (double)(i * (2 - k)) / 2;
        reach[k][0] = k ? (double)NAN : c->days[29] + 11;
        c->trends[k] =
            (struct chart_trend){true, 1.0 - 0.5 * (double)k, c->days[29], 69 - 14.5 * (double)k, reach[k]};
    }
    return c;
}

static void a_forecast_is_dashed_and_dated(void **state) {
    struct sheet *s = *state;
    assert_true(put(s, rising_chart(s)));
    check_words(s);
    find_word(s, "趋势预测");
    find_word(s, "2025-02-10"); /* 30 January and eleven days */
    size_t dashed = 0;
    for (size_t i = 0; i < s->ops.n; i++)
        dashed += s->ops.at[i].kind == OP_LINE && s->ops.at[i].dash && s->ops.at[i].ink != INK_BAD;
    assert_int_equal(dashed, 2);
}

static void panels_have_one_scale_and_a_summary_each(void **state) {
    struct sheet *s = *state;
    struct chart *c = rising_chart(s);
    c->panels = true;
    assert_true(put(s, c));
    check_words(s);
    find_word(s, "期末 69，2025-02-10 达 80%");
    find_word(s, "最高 54.5（01-30），期末 54.5");
    const struct op *lines[2] = {0};
    for (size_t i = 0, n = 0; i < s->ops.n && n < 2; i++)
        if (s->ops.at[i].kind == OP_POLYLINE && s->ops.at[i].n == 30)
            lines[n++] = &s->ops.at[i];
    assert_non_null(lines[1]);
    assert_true(fabsf(lines[0]->y - lines[1]->y) < 0.01f); /* both begin at 40 */
    assert_true(lines[1]->x > lines[0]->x + 100);
}

/* panels-over-the-footer: a figure that was given less height than it wished for drew its panels at full height. */
static void panels_keep_to_the_height_they_get(void **state) {
    struct sheet *s = *state;
    struct chart *c = rising_chart(s);
    c->panels = true;
    s->words.n = s->ops.n = 0;
    s->canvas.height = layout_chart_height(&s->canvas, c) * 0.75f;
    assert_true(layout_chart(&s->canvas, c, s->d, file_place(S("t.md"))));
    check_words(s);
    for (size_t i = 0; i < s->ops.n; i++)
        assert_true(s->ops.at[i].y <= s->canvas.y + s->canvas.height + 0.01f);
}

/* -- outages, shares, calendars ------------------------------------------------------------------------ */

static struct chart *outage_chart(struct sheet *s) {
    static str labels[] = {{"核心", 6}, {"核心", 6}, {"接口", 6}};
    static double from[3], to[3], gross[] = {120, 60, NAN}, excluded[] = {30, NAN, NAN};
    static struct chart_series series[] = {
        {{"开始", 6}, from}, {{"结束", 6}, to}, {{"中断", 6}, gross}, {{"剔除", 6}, excluded}};
    double d = day_from_ymd(2025, 1, 1);
    const double begins[] = {d + 10.5, d + 50, NAN};
    struct chart *c = ARENA_NEW(s->a, struct chart);
    for (int i = 0; i < 3; i++) {
        from[i] = begins[i];
        to[i] = begins[i] + gross[i] / 1440;
    }
    *c = (struct chart){.kind = CHART_OUTAGES,
                        .labels = labels,
                        .n_points = 3,
                        .series = series,
                        .n_series = 4,
                        .min = d,
                        .max = d + 90,
                        .has_min = true,
                        .has_max = true};
    return c;
}

static void outages_show_when_how_long_and_what_counts(void **state) {
    struct sheet *s = *state;
    assert_true(put(s, outage_chart(s)));
    check_words(s);
    find_word(s, "2次　共 3小时");
    find_word(s, "剔除 30分");
    find_word(s, "计入 2小时30分");
    find_word(s, "无中断");
    find_word(s, "2小时");
    float high[2] = {0};
    size_t n = 0, frames = count_ops(s, OP_FRAME);
    for (size_t i = 0; i < s->ops.n; i++) /* without the sample of the legend */
        if (s->ops.at[i].kind == OP_FILL && s->ops.at[i].ink == INK_SERIES &&
            s->ops.at[i].y > s->canvas.y + 20 && n < 2)
            high[n++] = height_of(&s->ops.at[i]);
    assert_true(fabsf(high[0] / high[1] - 1.5f) < 0.01f); /* 90 of 120 minutes count, and 60 */
    assert_int_equal(frames, 2);                          /* hatched: the sample and 30 minutes */
}

static void a_share_is_a_bar_in_proportion(void **state) {
    struct sheet *s = *state;
    const struct op *bars[40];
    struct chart *c = bar_chart(s, CHART_SHARE);
    c->n_series = 1;
    assert_true(put(s, c));
    check_words(s);
    find_word(s, "2025-01　3件（50.0%）");
    size_t n = 0;
    for (size_t i = 0; i < s->ops.n; i++)
        if (s->ops.at[i].kind == OP_FILL && height_of(&s->ops.at[i]) > 20)
            bars[n++] = &s->ops.at[i];
    assert_int_equal(n, 3);
    assert_true(fabsf((bars[0]->x2 - bars[0]->x) / (bars[1]->x2 - bars[1]->x) - 3) < 0.01f);
    assert_true(fabsf(bars[2]->x2 - s->canvas.x - s->canvas.width) < 0.1f);
}

static void many_shares_are_few_and_the_rest(void **state) {
    struct sheet *s = *state;
    struct chart *c = line_chart(s, 40, 1);
    c->kind = CHART_SHARE;
    c->days = NULL;
    assert_true(put(s, c));
    check_words(s);
    bool rest = false;
    for (size_t i = 0; i < s->words.n; i++)
        rest = rest || str_starts(s->words.at[i].text, S("其余33项"));
    assert_true(rest);
}

static void a_calendar_has_a_sign_for_every_state(void **state) {
    struct sheet *s = *state;
    struct chart *c = line_chart(s, 12, 6);
    c->kind = CHART_CALENDAR;
    c->duties = ARENA_ARRAY(s->a, struct duty_count, 12 * 6);
    for (size_t i = 0; i < 12; i++)
        c->labels[i] = str_fmt(s->a, "2025-%02zu", i + 1);
    assert_true(put(s, c));
    size_t without = s->ops.n;
    for (size_t k = 0; k < 5; k++)
        c->duties[k * 12 + k].of[k] = 1;
    c->duties[5 * 12] = (struct duty_count){{19, 0, 1, 0, 0}};
    assert_true(put(s, c));
    check_words(s);
    find_word(s, "19/20");
    for (int i = 0; i < DUTY__MAX; i++)
        find_word(s, duty_words[i]);
    assert_true(s->ops.n >= without + 8); /* a cross and a half disc are two marks */
    find_word(s, "12月");
}

/* -- whatever comes ------------------------------------------------------------------------------------ */

static uint32_t random_seed = 7;
static uint32_t random_below(uint32_t n) {
    random_seed = random_seed * 1664525u + 1013904223u;
    return (random_seed >> 8) % n;
}

static double random_value(void) {
    static const double values[] = {0, 1, -3.5, 99.99, 1e12, -1e9, 0.0004, 42, 7, 7};
    return random_below(8) == 0 ? (double)NAN : values[random_below(10)] * (random_below(3) ? 1 : 0.37);
}

static str random_label(struct sheet *s, size_t i) {
    static const char *const names[] = {"甲", "全民健康影像平台接口与预约挂号系统接口对账服务", "PACS/RIS",
                                        "a very long name without any Chinese in it", "乙院"};
    return str_fmt(s->a, "%s%zu", names[random_below(5)], i);
}

/* Whatever is drawn, its words stay in the canvas and apart: sizes, values, gaps, names and kinds at random. */
static void words_keep_apart_on_random_data(void **state) {
    struct sheet *s = *state;
    static const enum chart_kind kinds[] = {CHART_LINE,  CHART_BAR,      CHART_STACKED,
                                            CHART_SHARE, CHART_CALENDAR, CHART_OUTAGES};
    for (int round = 0; round < 600; round++) {
        struct arena_mark mark = arena_mark(s->a);
        enum chart_kind kind = kinds[random_below(6)];
        size_t n = 1 + random_below(kind == CHART_CALENDAR ? 12
                                    : random_below(4)      ? 14
                                                           : 200),
               k = 1 + random_below(9);
        struct chart *c = line_chart(s, n, kind == CHART_OUTAGES ? 4 : k);
        c->kind = kind;
        c->panels = kind == CHART_LINE && k > 1 && random_below(3) == 0;
        if (kind != CHART_LINE || random_below(2)) {
            c->days = NULL;
            for (size_t i = 0; i < n; i++)
                c->labels[i] = random_label(s, i);
        }
        for (size_t q = 0; q < c->n_series; q++) {
            c->series[q].title = random_label(s, q);
            for (size_t i = 0; i < n; i++)
                c->series[q].values[i] = kind == CHART_SHARE ? fabs(random_value()) : random_value();
        }
        if (kind == CHART_OUTAGES)
            for (size_t i = 0; i < n; i++) {
                double d = (double)day_from_ymd(2025, 1, 1) + random_below(90);
                c->series[0].values[i] = random_below(5) ? d : (double)NAN;
                c->series[1].values[i] = d + random_below(4);
                c->series[2].values[i] = random_below(5000);
                c->series[3].values[i] = random_below(100);
            }
        c->duties = ARENA_ARRAY(s->a, struct duty_count, n * k);
        for (size_t i = 0; kind == CHART_CALENDAR && i < n * k; i++)
            c->duties[i].of[random_below(DUTY__MAX)] = random_below(30);
        struct chart_threshold limits[] = {{S("关注"), 80}, {S("告警"), 81}};
        c->thresholds = limits;
        c->n_thresholds = kind == CHART_LINE ? random_below(3) : 0;
        assert_true(put(s, c));
        check_words(s);
        s->ops = (struct op_list){.a = s->a};
        memset(&s->words, 0, sizeof s->words);
        arena_rewind(s->a, mark);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ticks_are_ones_twos_and_fives, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(values_are_written_as_people_do, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(labels_never_overlap, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(missing_values_leave_gaps, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(thresholds_are_dashed_and_named, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(every_series_is_named_when_there_are_many, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(bars_stand_on_zero_in_proportion, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(stacked_bars_stand_on_each_other, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(long_names_are_wrapped_under_their_bars, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(a_pie_names_its_shares, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(a_negative_share_is_refused, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(a_gantt_shows_when_and_how_long, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(a_gantt_over_centuries_stays_small, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(a_chart_without_data_says_so, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(days_stand_at_their_distance, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(a_forecast_is_dashed_and_dated, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(panels_have_one_scale_and_a_summary_each, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(panels_keep_to_the_height_they_get, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(outages_show_when_how_long_and_what_counts, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(a_share_is_a_bar_in_proportion, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(many_shares_are_few_and_the_rest, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(a_calendar_has_a_sign_for_every_state, open_sheet, close_sheet),
        cmocka_unit_test_setup_teardown(words_keep_apart_on_random_data, open_sheet, close_sheet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
