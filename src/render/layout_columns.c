/* layout_columns.c - how wide the columns of a table are.
 *
 * Every column has three widths: natural (no cell breaks), least (no word or number breaks) and hard (one
 * character). Enough room: natural, and the rest shared out. Not enough: each gets room in proportion to
 * the root of its natural width, between least and natural, and layout_balance.c betters that. Still not: the same
 * between hard and least. Weights from the template share what the columns without weight leave.
 */
#include <math.h>

#include "render/layout_table.h"

struct want {
    float natural, word, least, hard;
};

bool layout_column_whole(enum value_format format) {
    return format != FORMAT_TEXT && format != FORMAT_TIME; /* a time may stand below its date */
}

static struct want want_of(struct layout *l, enum style_id style, str text, bool whole) {
    struct arena_mark mark = arena_mark(l->set.scratch);
    struct text_run run = text_run_of(style, text);
    struct text t = text_items(&l->set, &run, 1);
    struct want w = {.natural = text_width(&t), .word = text_widest_word(&t)};
    w.least = whole ? w.natural : w.word;
    arena_rewind(l->set.scratch, mark);
    return w;
}

static float larger(float a, float b) {
    return a > b ? a : b;
}

static float smaller(float a, float b) {
    return a < b ? a : b;
}

enum { SAMPLE_MOST = 64 };
struct measured {
    struct want *wants;
    struct cell_size *cells; /* of the sampled rows */
    size_t every, n_sampled;
};

/* A head may break between any two characters, but two stay side by side. */
static struct want want_of_head(struct layout *l, str title) {
    struct want w = want_of(l, STYLE_TABLE_HEAD, title, false);
    w.least = larger(w.least, smaller(w.natural, 2 * style_texts[STYLE_TABLE].size));
    return w;
}

static void measure_column(struct layout *l, const struct table *t, size_t col, struct measured *m) {
    const struct table_column *c = &t->columns[col];
    float em = style_texts[STYLE_TABLE].size, pad = 2 * style_page.cell_x;
    struct want all = want_of_head(l, c->title);
    bool whole = layout_column_whole(c->format);
    for (size_t row = 0; row < t->n_rows; row++) {
        enum style_id style = t->total && row + 1 == t->n_rows ? STYLE_TABLE_TOTAL : STYLE_TABLE;
        struct want w = want_of(l, style, t->cells[row * t->n_columns + col].text, whole);
        all.natural = larger(all.natural, w.natural);
        all.least = larger(all.least, w.least);
        if (row % m->every == 0)
            m->cells[row / m->every * t->n_columns + col] = (struct cell_size){w.natural, w.word};
    }
    all.hard = em + pad;
    all.natural = larger(all.natural + pad, all.hard);
    all.least = larger(all.least + pad, all.hard);
    m->wants[col] = all;
}

static struct measured measure_table(struct layout *l, const struct table *t) {
    struct measured m = {.every = t->n_rows / SAMPLE_MOST + 1};
    m.n_sampled = (t->n_rows + m.every - 1) / m.every;
    m.wants = ARENA_ARRAY(l->set.scratch, struct want, t->n_columns);
    m.cells = ARENA_ARRAY(l->set.scratch, struct cell_size, m.n_sampled * t->n_columns + 1);
    for (size_t col = 0; col < t->n_columns; col++)
        measure_column(l, t, col, &m);
    return m;
}

struct sums {
    float natural, least, hard, weight;
};

static float clamped(const struct want *w, float factor, bool down) {
    float wish = factor * sqrtf(w->natural), low = down ? w->hard : w->least, high = down ? w->least : w->natural;
    return wish < low ? low : wish > high ? high : wish;
}

/* Finds the factor with which the clamped wishes fill the width: their sum grows with it, so halving works. */
static void share_by_root(const struct want *wants, size_t n, bool down, float width, float *out) {
    float low = 0, high = width;
    for (int i = 0; i < 40; i++) {
        float mid = (low + high) / 2, sum = 0;
        for (size_t k = 0; k < n; k++)
            sum += clamped(&wants[k], mid, down);
        *(sum > width ? &high : &low) = mid;
    }
    for (size_t k = 0; k < n; k++)
        out[k] = clamped(&wants[k], low, down);
}

static void balance(struct layout *l, const struct table *t, const struct measured *m, float *out) {
    float *limits = ARENA_ARRAY(l->set.scratch, float, 2 * t->n_columns);
    struct cell_sample s = {m->cells, m->n_sampled, t->n_columns, limits, limits + t->n_columns};
    for (size_t i = 0; i < t->n_columns; i++) {
        limits[i] = m->wants[i].least;
        limits[t->n_columns + i] = m->wants[i].natural;
    }
    layout_balance(&s, out);
}

static void share_by_content(struct layout *l, const struct table *t, const struct measured *m, const struct sums *s,
                             float width, float *out) {
    bool down = s->least > width;
    if (s->natural > width) {
        share_by_root(m->wants, t->n_columns, down, width, out);
        if (!down)
            balance(l, t, m, out);
        return;
    }
    for (size_t i = 0; i < t->n_columns; i++)
        out[i] = m->wants[i].natural * width / s->natural;
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
    struct measured m = measure_table(l, t);
    float *out = ARENA_ARRAY(l->set.scratch, float, t->n_columns);
    struct sums s = {0};
    for (size_t i = 0; i < t->n_columns; i++) {
        s.natural += m.wants[i].natural;
        s.least += m.wants[i].least;
        s.hard += m.wants[i].hard;
        s.weight += (float)t->columns[i].width;
    }
    if (s.hard > width) {
        refuse(l, b);
        return NULL;
    }
    if (!(s.weight > 0 && share_by_weight(t, m.wants, width, out)))
        share_by_content(l, t, &m, &s, width, out);
    return out;
}
