/* layout_columns.c - how wide the columns of a table are.
 *
 * Enough room: natural widths, and the rest shared out. Not enough: something between least and natural, from two
 * beginnings (only the widest give way; all give way by the root of their width) that layout_balance.c betters; the
 * shorter table wins. Still not: the table is set smaller, or long words break; in the end anything may. Weights from
 * the template share what the columns without weight leave.
 */
#include <math.h>
#include <string.h>

#include "render/layout_table.h"

struct sums {
    float natural, least, firm, hard, weight;
};

enum wish { WISH_EQUAL, WISH_ROOT, WISH__MAX };

static float clamped(const struct want *w, enum wish wish, float factor, bool down) {
    float v = wish == WISH_ROOT ? factor * sqrtf(w->natural) : factor;
    float low = down ? w->hard : w->least, high = down ? w->least : w->natural;
    return v < low ? low : v > high ? high : v;
}

/* Finds the factor with which the clamped wishes fill the width: their sum grows with it, so halving works. */
static void share_wishes(const struct want *wants, size_t n, enum wish wish, bool down, float width,
                         float *out) {
    float low = 0, high = width;
    for (int i = 0; i < 40; i++) {
        float mid = (low + high) / 2, sum = 0;
        for (size_t k = 0; k < n; k++)
            sum += clamped(&wants[k], wish, mid, down);
        *(sum > width ? &high : &low) = mid;
    }
    for (size_t k = 0; k < n; k++)
        out[k] = clamped(&wants[k], wish, low, down);
}

static struct cell_sample sample_of(struct layout *l, const struct table *t, const struct measured *m) {
    float *limits = ARENA_ARRAY(l->set.scratch, float, 2 * t->n_columns);
    for (size_t i = 0; i < t->n_columns; i++) {
        limits[i] = m->wants[i].least;
        limits[t->n_columns + i] = m->wants[i].natural;
    }
    return (struct cell_sample){m->cells, m->n_sampled, t->n_columns, limits, limits + t->n_columns};
}

static void share_tightly(struct layout *l, const struct table *t, const struct measured *m, float width,
                          float *out) {
    struct cell_sample s = sample_of(l, t, m);
    float *tried = ARENA_ARRAY(l->set.scratch, float, t->n_columns);
    float best = INFINITY;
    for (int wish = 0; wish < WISH__MAX; wish++) {
        share_wishes(m->wants, t->n_columns, (enum wish)wish, false, width, tried);
        float height = layout_balance(&s, tried);
        if (height < best)
            memcpy(out, tried, t->n_columns * sizeof *out);
        best = fminf(best, height);
    }
}

static void share_by_content(struct layout *l, const struct table *t, const struct measured *m,
                             const struct sums *s, float width, float *out) {
    if (s->least > width)
        share_wishes(m->wants, t->n_columns, WISH_ROOT, true, width, out);
    else if (s->natural > width)
        share_tightly(l, t, m, width, out);
    else
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
    l->set.refused = true;
    diag2(l->set.d, DIAG_TABLE_WIDE, b->at,
          b->table->caption.n ? b->table->caption : b->table->columns[0].title, n);
}

static struct sums sum_up(const struct table *t, const struct want *wants) {
    struct sums s = {0};
    for (size_t i = 0; i < t->n_columns; i++) {
        s.natural += wants[i].natural;
        s.least += wants[i].least;
        s.firm += wants[i].firm;
        s.hard += wants[i].hard;
        s.weight += (float)t->columns[i].width;
    }
    return s;
}

/* How small the table is set, and what may break in it. */
struct fit {
    struct measured m; /* scaled; least holds what must not break */
    struct sums sums;
    float scale;
};

static bool fits_at(struct layout *l, const struct table *t, const struct measured *m, float scale, bool firm,
                    float width, struct fit *out) {
    out->m = layout_measure_scaled(l, t, m, scale);
    for (size_t i = 0; i < t->n_columns && firm; i++)
        out->m.wants[i].least = out->m.wants[i].firm;
    out->sums = sum_up(t, out->m.wants);
    out->scale = scale;
    return out->sums.least <= width;
}

/* A little smaller rather than broken words; long words broken rather than much smaller; as small as can be read rather
 * than broken numbers. What does not fit then breaks anywhere. */
static struct fit choose_fit(struct layout *l, const struct table *t, const struct measured *m, float width) {
    struct fit f;
    if (fits_at(l, t, m, 1, false, width, &f) ||
        fits_at(l, t, m, style_page.table_smaller, false, width, &f) ||
        fits_at(l, t, m, 1, true, width, &f) || fits_at(l, t, m, style_page.table_smaller, true, width, &f))
        return f;
    fits_at(l, t, m, style_page.table_smallest, true, width, &f);
    return f;
}

bool layout_table_cramped(struct layout *l, const struct block *b, float width) {
    struct measured m = layout_measure(l, b->table);
    struct fit f;
    return !fits_at(l, b->table, &m, 1, false, width, &f);
}

/* Where the template's weights leave cells in more lines than need be, widths still move, but not far. */
static void better_weights(struct layout *l, const struct table *t, const struct measured *m, float *widths) {
    static const float most_taken = 0.25f;
    struct cell_sample s = sample_of(l, t, m);
    float *limits = ARENA_ARRAY(l->set.scratch, float, 2 * t->n_columns);
    for (size_t i = 0; i < t->n_columns; i++) {
        limits[i] = fmaxf(m->wants[i].least, widths[i] * (1 - most_taken));
        limits[t->n_columns + i] = fmaxf(m->wants[i].natural, widths[i]);
    }
    s.least = limits;
    s.most = limits + t->n_columns;
    layout_balance(&s, widths);
}

struct column_width *layout_columns(struct layout *l, const struct block *b, float width, float *scale) {
    const struct table *t = b->table;
    struct measured raw = layout_measure(l, t);
    struct fit f = choose_fit(l, t, &raw, width);
    if (f.sums.hard > width) {
        refuse(l, b);
        return NULL;
    }
    float *widths = ARENA_ARRAY(l->set.scratch, float, t->n_columns);
    if (f.sums.weight > 0 && f.sums.least <= width && share_by_weight(t, f.m.wants, width, widths))
        better_weights(l, t, &f.m, widths);
    else
        share_by_content(l, t, &f.m, &f.sums, width, widths);
    struct column_width *out = ARENA_ARRAY(l->set.a, struct column_width, t->n_columns);
    for (size_t i = 0; i < t->n_columns; i++)
        out[i] = (struct column_width){widths[i], f.m.wants[i].natural, f.m.wants[i].fraction};
    *scale = f.scale;
    return out;
}
