/* layout_measure.c - how wide the cells of a table's columns are, before anything is shared out.
 *
 * Every column has four widths: natural (no cell breaks), least (no word or number breaks), firm (only words longer than
 * a serial number break) and hard (one character). All without padding, in the usual size of tables.
 */
#include <string.h>

#include "render/layout_table.h"

static const float name_em = 4.3f; /* a name or two words: broken they look lost */
static const float group_em = 8, serial_em = 7;

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
    float size = style_texts[style].size;
    w.least = whole || w.natural <= name_em * size ? w.natural : w.word;
    w.firm = whole ? w.natural : smaller(w.least, serial_em * size);
    arena_rewind(l->set.scratch, mark);
    return w;
}

enum { SAMPLE_MOST = 64 };

/* A head of more than four characters may break, but two stay side by side. */
static struct want want_of_head(struct layout *l, str title) {
    struct want w = want_of(l, STYLE_TABLE_HEAD, title, FORMAT_TEXT);
    w.least = larger(w.least, smaller(w.natural, 2 * style_texts[STYLE_TABLE].size));
    w.firm = smaller(w.least, serial_em * style_texts[STYLE_TABLE].size);
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

static void widen(struct want *all, const struct want *w) {
    all->natural = larger(all->natural, w->natural);
    all->least = larger(all->least, w->least);
    all->firm = larger(all->firm, w->firm);
}

/* What a column needs beside its single cells: for points that stand in line, for sums, for the name of a group. */
static void widen_for_column(struct layout *l, const struct table *t, size_t col, struct aligned numbers,
                             struct want *all) {
    const struct table_column *c = &t->columns[col];
    measure_carried(l, t, col, &numbers);
    struct want w = {.natural = numbers.whole + numbers.fraction};
    w.least = w.firm = layout_column_whole(c->format) ? w.natural : 0;
    widen(all, &w);
    if (c->group) /* stands once for many rows, alone in its column: a line is worth much width */
        all->least = larger(all->least, smaller(all->natural, group_em * style_texts[STYLE_TABLE].size));
    all->fraction = numbers.fraction;
}

static void measure_column(struct layout *l, const struct table *t, size_t col, struct measured *m) {
    const struct table_column *c = &t->columns[col];
    bool right = layout_column_align(c) == TEXT_RIGHT;
    struct aligned numbers = {0};
    struct want all = want_of_head(l, c->title);
    for (size_t row = 0; row < t->n_rows; row++) {
        enum style_id style = t->total && row + 1 == t->n_rows ? STYLE_TABLE_TOTAL : STYLE_TABLE;
        struct want w = want_of(l, style, t->cells[row * t->n_columns + col].text, c->format);
        widen(&all, &w);
        if (right)
            align_number(&numbers, &w);
        if (row % m->every == 0 && !table_repeats(t, row, col))
            m->cells[row / m->every * t->n_columns + col] = (struct cell_size){w.natural, w.word};
    }
    widen_for_column(l, t, col, numbers, &all);
    all.hard = style_texts[STYLE_TABLE].size;
    all.pad = 2 * style_page.cell_x + layout_column_inset(t, col);
    m->wants[col] = all;
}

struct measured layout_measure(struct layout *l, const struct table *t) {
    struct measured m = {.every = t->n_rows / SAMPLE_MOST + 1};
    m.n_sampled = (t->n_rows + m.every - 1) / m.every;
    m.wants = ARENA_ARRAY(l->set.scratch, struct want, t->n_columns);
    m.cells = ARENA_ARRAY(l->set.scratch, struct cell_size, m.n_sampled * t->n_columns + 1);
    for (size_t col = 0; col < t->n_columns; col++)
        measure_column(l, t, col, &m);
    return m;
}

struct measured layout_measure_scaled(struct layout *l, const struct table *t, const struct measured *m,
                                      float scale) {
    struct measured out = *m;
    size_t n = t->n_columns;
    out.wants = ARENA_ARRAY(l->set.scratch, struct want, n);
    out.cells = ARENA_ARRAY(l->set.scratch, struct cell_size, m->n_sampled * n + 1);
    for (size_t i = 0; i < n; i++) {
        struct want w = m->wants[i], *s = &out.wants[i];
        *s = (struct want){.hard = w.hard * scale + w.pad, .pad = w.pad, .fraction = w.fraction * scale};
        s->natural = larger(w.natural * scale + w.pad, s->hard);
        s->least = larger(w.least * scale + w.pad, s->hard);
        s->firm = larger(w.firm * scale + w.pad, s->hard);
    }
    for (size_t i = 0; i < m->n_sampled * n; i++) {
        float inset = m->wants[i % n].pad - 2 * style_page.cell_x;
        out.cells[i] = (struct cell_size){m->cells[i].natural * scale + inset, m->cells[i].word * scale};
    }
    return out;
}
