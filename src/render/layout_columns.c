/* layout_columns.c - how wide the columns of a table are.
 *
 * Every column has three widths: natural (no cell breaks), least (no word or number breaks) and hard (one
 * character). Enough room: natural, and the rest shared out. Not enough: something between least and natural,
 * from two beginnings (only the widest give way; all give way by the root of their width) that layout_balance.c
 * betters; the shorter table wins. Still not: between hard and least. Weights from the template share what the
 * columns without weight leave.
 */
#include <math.h>
#include <string.h>

#include "render/layout_table.h"

struct want {
    float natural, word, least, hard;
    float fraction; /* -1: no number */
};

static const float name_em = 4.3f, group_em = 8;

bool layout_column_whole(enum value_format format) {
    return format != FORMAT_TEXT && format != FORMAT_TIME; /* a time may stand below its date */
}

enum text_align layout_column_align(const struct table_column *c) {
    static const enum text_align by_format[FORMAT__MAX] = {
        [FORMAT_TEXT] = TEXT_LEFT,     [FORMAT_INT] = TEXT_RIGHT,      [FORMAT_NUMBER] = TEXT_RIGHT,
        [FORMAT_PERCENT] = TEXT_RIGHT, [FORMAT_MONEY] = TEXT_RIGHT,    [FORMAT_DATE] = TEXT_LEFT,
        [FORMAT_TIME] = TEXT_LEFT,     [FORMAT_DURATION] = TEXT_RIGHT, [FORMAT_OUTCOME] = TEXT_CENTER,
    };
    static const enum text_align by_wish[] = {
        [ALIGN_LEFT] = TEXT_LEFT, [ALIGN_CENTER] = TEXT_CENTER, [ALIGN_RIGHT] = TEXT_RIGHT};
    return c->align == ALIGN_AUTO ? by_format[c->format] : by_wish[c->align];
}

float layout_column_inset(const struct table *t, size_t col) {
    return layout_column_align(&t->columns[col]) == TEXT_RIGHT && col + 1 < t->n_columns &&
                   layout_column_align(&t->columns[col + 1]) != TEXT_RIGHT
               ? style_page.number_gap
               : 0;
}

static float larger(float a, float b) {
    return a > b ? a : b;
}

static float smaller(float a, float b) {
    return a < b ? a : b;
}

/* The point, or what stands where it would: "12.5", "1,200", "85%". Its characters are ASCII, an item each. */
float layout_fraction(const struct text *t) {
    static const char marks[] = ".,+-%";
    size_t digits = 0, whole = 0;
    bool after = false;
    for (size_t i = 0; i < t->bytes.n; i++) {
        char c = t->bytes.p[i];
        bool digit = c >= '0' && c <= '9';
        if (!digit && !strchr(marks, c))
            return -1;
        digits += digit;
        after = after || (!digit && c != ',' && digits > 0);
        if (!after)
            whole = i + 1;
    }
    if (digits == 0)
        return -1;
    float w = 0;
    for (size_t i = whole; i < t->n; i++)
        w += t->at[i].advance + t->at[i].gap;
    return w;
}

static struct want want_of(struct layout *l, enum style_id style, str text, enum value_format format) {
    struct arena_mark mark = arena_mark(l->set.scratch);
    bool whole = layout_column_whole(format);
    struct text_run run = text_run_of(style, text);
    run.tabular = format != FORMAT_TEXT;
    struct text t = text_items(&l->set, &run, 1);
    struct want w = {
        .natural = text_width(&t), .word = text_widest_word(&t), .fraction = layout_fraction(&t)};
    bool name =
        w.natural <= name_em * style_texts[style].size; /* a name or two words: broken they look lost */
    w.least = whole || name ? w.natural : w.word;
    arena_rewind(l->set.scratch, mark);
    return w;
}

enum { SAMPLE_MOST = 64 };
struct measured {
    struct want *wants;
    struct cell_size *cells; /* of the sampled rows */
    size_t every, n_sampled;
};

/* A head of more than four characters may break, but two stay side by side. */
static struct want want_of_head(struct layout *l, str title) {
    struct want w = want_of(l, STYLE_TABLE_HEAD, title, FORMAT_TEXT);
    w.least = larger(w.least, smaller(w.natural, 2 * style_texts[STYLE_TABLE].size));
    return w;
}

/* Numbers share the place of their points: the longest of what stands before it, and of what comes after. */
struct aligned {
    float whole, fraction;
};

static void align_number(struct aligned *all, const struct want *w) {
    if (w->fraction < 0)
        return;
    all->whole = larger(all->whole, w->natural - w->fraction);
    all->fraction = larger(all->fraction, w->fraction);
}

str layout_longest_sum(struct layout *l, const struct table *t, size_t col) {
    str longest = S("");
    for (size_t row = 0; t->columns[col].running && row + t->total < t->n_rows; row++) {
        struct arena_mark mark = arena_mark(l->set.scratch);
        str text = table_carried(l->set.scratch, t, row, col);
        if (text.n > longest.n)
            longest = str_dup(l->set.a, text);
        arena_rewind(l->set.scratch, mark);
    }
    return longest;
}

static void measure_carried(struct layout *l, const struct table *t, size_t col, struct aligned *numbers) {
    str longest = layout_longest_sum(l, t, col);
    if (longest.n == 0)
        return;
    struct want w = want_of(l, STYLE_TABLE_CARRY, longest, t->columns[col].format);
    align_number(numbers, &w);
    numbers->whole = larger(numbers->whole, w.natural - numbers->fraction);
}

static void measure_column(struct layout *l, const struct table *t, size_t col, struct measured *m) {
    const struct table_column *c = &t->columns[col];
    bool right = layout_column_align(c) == TEXT_RIGHT;
    struct aligned numbers = {0};
    float inset = layout_column_inset(t, col), pad = 2 * style_page.cell_x + inset;
    struct want all = want_of_head(l, c->title);
    bool whole = layout_column_whole(c->format);
    for (size_t row = 0; row < t->n_rows; row++) {
        enum style_id style = t->total && row + 1 == t->n_rows ? STYLE_TABLE_TOTAL : STYLE_TABLE;
        struct want w = want_of(l, style, t->cells[row * t->n_columns + col].text, c->format);
        all.natural = larger(all.natural, w.natural);
        all.least = larger(all.least, w.least);
        if (right)
            align_number(&numbers, &w);
        if (row % m->every == 0 && !table_repeats(t, row, col))
            m->cells[row / m->every * t->n_columns + col] = (struct cell_size){w.natural + inset, w.word};
    }
    if (c->group) /* stands once for many rows, alone in its column: a line is worth much width */
        all.least = larger(all.least, smaller(all.natural, group_em * style_texts[STYLE_TABLE].size));
    measure_carried(l, t, col, &numbers);
    all.fraction = numbers.fraction;
    all.natural = larger(all.natural, numbers.whole + numbers.fraction);
    if (whole)
        all.least = larger(all.least, numbers.whole + numbers.fraction);
    all.hard = style_texts[STYLE_TABLE].size + pad;
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
        s.hard += wants[i].hard;
        s.weight += (float)t->columns[i].width;
    }
    return s;
}

bool layout_table_cramped(struct layout *l, const struct block *b, float width) {
    struct measured m = measure_table(l, b->table);
    return sum_up(b->table, m.wants).least > width;
}

struct column_width *layout_columns(struct layout *l, const struct block *b, float width) {
    const struct table *t = b->table;
    struct measured m = measure_table(l, t);
    struct sums s = sum_up(t, m.wants);
    if (s.hard > width) {
        refuse(l, b);
        return NULL;
    }
    float *widths = ARENA_ARRAY(l->set.scratch, float, t->n_columns);
    if (!(s.weight > 0 && share_by_weight(t, m.wants, width, widths)))
        share_by_content(l, t, &m, &s, width, widths);
    struct column_width *out = ARENA_ARRAY(l->set.a, struct column_width, t->n_columns);
    for (size_t i = 0; i < t->n_columns; i++)
        out[i] = (struct column_width){widths[i], m.wants[i].natural, m.wants[i].fraction};
    return out;
}
