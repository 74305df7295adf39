/* layout_columns.c - how wide the columns of a table are.
 *
 * Every column has three widths: natural (no cell breaks), least (no word or number breaks) and hard (one
 * character). Enough room: natural, and the rest shared out. Not enough: between least and natural. Still
 * not: between hard and least. Weights from the template share what the columns without weight leave.
 */
#include "render/layout_table.h"

struct want {
    float natural, least, hard;
};

bool layout_column_whole(enum value_format format) {
    return format != FORMAT_TEXT;
}

static struct want want_of(struct layout *l, enum style_id style, str text, bool whole) {
    struct arena_mark mark = arena_mark(l->set.scratch);
    struct text_run run = text_run_of(style, text);
    struct text t = text_items(&l->set, &run, 1);
    struct want w = {.natural = text_width(&t)};
    w.least = whole ? w.natural : text_widest_word(&t);
    arena_rewind(l->set.scratch, mark);
    return w;
}

static float larger(float a, float b) {
    return a > b ? a : b;
}

static float smaller(float a, float b) {
    return a < b ? a : b;
}

/* A head may break between any two characters, but two stay side by side. */
static struct want want_of_column(struct layout *l, const struct table *t, size_t col) {
    const struct table_column *c = &t->columns[col];
    float em = style_texts[STYLE_TABLE].size, pad = 2 * style_page.cell_x;
    struct want all = want_of(l, STYLE_TABLE_HEAD, c->title, false);
    all.least = larger(all.least, smaller(all.natural, 2 * em));
    bool whole = layout_column_whole(c->format);
    for (size_t row = 0; row < t->n_rows; row++) {
        enum style_id style = t->total && row + 1 == t->n_rows ? STYLE_TABLE_TOTAL : STYLE_TABLE;
        struct want w = want_of(l, style, t->cells[row * t->n_columns + col].text, whole);
        all.natural = larger(all.natural, w.natural);
        all.least = larger(all.least, w.least);
    }
    all.hard = em + pad;
    all.natural = larger(all.natural + pad, all.hard);
    all.least = larger(all.least + pad, all.hard);
    return all;
}

struct sums {
    float natural, least, hard, weight;
};

/* Each width between two of its measures, so that all together fill `width`. */
static float between(float low, float high, float low_sum, float high_sum, float width) {
    return high_sum > low_sum ? low + (high - low) * (width - low_sum) / (high_sum - low_sum) : low;
}

static float share_by_content(const struct want *w, const struct sums *s, float width) {
    if (s->natural <= width)
        return w->natural * width / s->natural;
    if (s->least <= width)
        return between(w->least, w->natural, s->least, s->natural, width);
    return between(w->hard, w->least, s->hard, s->least, width);
}

/* Weighted columns share the rest; one that would fall below its least width takes that first. false: the
 * weights cannot be kept. */
static bool share_by_weight(const struct table *t, const struct want *wants, float width, float *out) {
    float rest = width, weights = 0;
    for (size_t i = 0; i < t->n_columns; i++) {
        out[i] = t->columns[i].width > 0 ? 0 : wants[i].natural;
        rest -= out[i];
        weights += (float)t->columns[i].width;
    }
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < t->n_columns; i++) {
            float weight = (float)t->columns[i].width;
            if (out[i] > 0 || rest * weight / weights >= wants[i].least)
                continue;
            out[i] = wants[i].least;
            rest -= out[i];
            weights -= weight;
            again = true;
        }
    }
    for (size_t i = 0; i < t->n_columns; i++)
        if (!(out[i] > 0))
            out[i] = rest * (float)t->columns[i].width / weights;
    return rest >= 0 && (weights > 0 || rest < 1);
}

static void refuse(struct layout *l, const struct block *b) {
    str n = str_fmt(l->set.scratch, "%zu", b->table->n_columns);
    diag2(l->set.d, DIAG_TABLE_WIDE, b->at, b->table->caption.n ? b->table->caption : b->table->columns[0].title, n);
}

float *layout_columns(struct layout *l, const struct block *b, float width) {
    const struct table *t = b->table;
    struct want *wants = ARENA_ARRAY(l->set.scratch, struct want, t->n_columns);
    float *out = ARENA_ARRAY(l->set.scratch, float, t->n_columns);
    float most = style_page.column_max_em * style_texts[STYLE_TABLE].size;
    struct sums s = {0};
    for (size_t i = 0; i < t->n_columns; i++) {
        wants[i] = want_of_column(l, t, i);
        wants[i].natural = larger(wants[i].least, smaller(wants[i].natural, most));
        s.natural += wants[i].natural;
        s.least += wants[i].least;
        s.hard += wants[i].hard;
        s.weight += (float)t->columns[i].width;
    }
    if (s.hard > width) {
        refuse(l, b);
        return NULL;
    }
    if (s.weight > 0 && share_by_weight(t, wants, width, out))
        return out;
    for (size_t i = 0; i < t->n_columns; i++)
        out[i] = share_by_content(&wants[i], &s, width);
    return out;
}
