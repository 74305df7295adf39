/* layout_figure.c - a chart with its caption below, as one strip down the page. */
#include "render/chart.h"
#include "render/layout.h"

struct figure {
    struct layout *l;
    tag_id of;
};

static float measure(void *with, str text) {
    const struct figure *fig = with;
    struct text_run run = text_run_of(STYLE_CHART, text);
    return text_measure(&fig->l->set, &run);
}

static void draw(void *with, str text, struct chart_word at) {
    const struct figure *fig = with;
    struct text_run run = text_run_of(STYLE_CHART, text);
    run.ink = at.ink;
    float w = text_measure(&fig->l->set, &run);
    if (w > at.room)
        run.size *= at.room / w;
    float left[] = {[TEXT_LEFT] = 0, [TEXT_CENTER] = 0.5f, [TEXT_RIGHT] = 1, [TEXT_JUSTIFY] = 0};
    text_draw(&fig->l->set, &fig->l->flow.ops, &run,
              (struct line_place){
                  .x = at.x - left[at.align] * (w > at.room ? at.room : w), .y = at.y, .of = fig->of});
}

/* A drawing always has words: the template's, else what is said when there is nothing to draw, else its name. */
static str chart_words(const struct chart *c) {
    if (c->n_points && c->alt.n)
        return c->alt;
    return c->empty.n ? c->empty : c->caption.n ? c->caption : S("图表，无数据");
}

/* A chart that would just not fit is drawn a little lower rather than leaving a hole at the foot of the page. Bars of
 * outages and shares have the height they need. */
static float chosen_height(struct layout *l, const struct chart *chart, float wished, bool captioned) {
    static const float least = 0.7f;
    float around = style_page.figure_gap + (captioned ? 4 + style_texts[STYLE_CAPTION].pitch : 0);
    float left = flow_left(&l->flow) - around;
    bool may = chart->kind == CHART_LINE || chart->kind == CHART_BAR || chart->kind == CHART_STACKED;
    return may && left < wished && left >= least * wished ? left : wished;
}

void layout_figure(struct layout *l, const struct block *b, struct frame fr) {
    fr.in =
        layout_tag(l, TAG_DIV, fr); /* the words for the chart stand for the drawing, not for its caption */
    struct figure fig = {l, layout_tag(l, TAG_FIGURE, fr)};
    tag_alt(&l->tags, fig.of, chart_words(b->chart));
    struct chart_canvas c = {.a = l->set.a,
                             .ops = &l->flow.ops,
                             .x = fr.x,
                             .width = fr.width,
                             .text_size = style_texts[STYLE_CHART].size,
                             .with = &fig,
                             .measure = measure,
                             .draw = draw};
    bool captioned = b->chart->caption.n > 0;
    c.height = chosen_height(l, b->chart, layout_chart_height(&c, b->chart), captioned);
    flow_open(&l->flow);
    size_t first = l->flow.ops.n;
    l->set.refused |= !layout_chart(&c, b->chart, l->set.d, b->at);
    for (size_t i = first; i < l->flow.ops.n; i++) /* its lines and boxes as much as its words */
        l->flow.ops.at[i].of = fig.of;
    if (b->chart->n_points)
        attach_chart(l->set.a, &l->attachments, b->chart, ++l->n_charts, fig.of);
    flow_close(&l->flow, (struct slab){.before = style_page.figure_gap,
                                       .height = c.height,
                                       .glued = captioned,
                                       .after = captioned ? 0 : style_page.figure_gap});
    if (!captioned)
        return;
    struct line_slabs how = layout_slabs(fr, STYLE_CAPTION, layout_tag(l, TAG_CAPTION, fr));
    how.before = 4;
    how.after = style_page.figure_gap;
    how.align = TEXT_CENTER;
    how.keep_together = true;
    layout_text(l, b->chart->caption, STYLE_CAPTION, &how);
}
