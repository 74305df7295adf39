/* text_table.c - column widths are known only when all rows are, so rows are kept until printed. */
#include "cli/text_table.h"

#include <string.h>

#include "explain/tell.h"

void text_table_cell(struct text_table *t, str text) {
    struct sb b = {.a = t->a};
    while (text.n) { /* a control character must not reach the terminal */
        uint32_t cp = utf8_next(&text);
        sb_codepoint(&b, cp == UTF8_BAD ? 0xFFFD : cp < 0x20 || cp == 0x7F ? ' ' : cp);
    }
    VEC_PUSH(t->a, &t->cells, sb_str(&b));
}

static str cut(struct arena *a, str s, size_t max) {
    if (!max || utf8_columns(s) <= max)
        return s;
    struct sb b = {.a = a};
    size_t used = 0;
    while (s.n) {
        str rest = s;
        utf8_next(&rest);
        str one = {s.p, s.n - rest.n};
        used += utf8_columns(one);
        if (used > max - 1)
            break;
        sb_add(&b, one);
        s = rest;
    }
    sb_add(&b, S("…"));
    return sb_str(&b);
}

/* One line of a row: what of each cell fits its column is taken off `rest`. False when nothing is left. */
static bool print_line(const struct text_table *t, str *rest, const size_t *widths, FILE *to,
                       const char *indent) {
    struct sb line = {.a = t->a};
    bool more = false;
    sb_addz(&line, indent);
    for (size_t c = 0; c < t->n_columns; c++) {
        str s = tell_wrap(&rest[c], widths[c]);
        size_t columns = utf8_columns(s), pad = widths[c] > columns ? widths[c] - columns : 0;
        bool right = c < 32 && (t->right >> c & 1u);
        for (size_t i = 0; right && i < pad; i++)
            sb_char(&line, ' ');
        sb_add(&line, s);
        for (size_t i = 0; !right && i < pad; i++)
            sb_char(&line, ' ');
        if (c + 1 < t->n_columns)
            sb_addz(&line, "  ");
        more = more || rest[c].n > 0;
    }
    str s = sb_str(&line);
    while (s.n && s.p[s.n - 1] == ' ')
        s.n--;
    fprintf(to, "%.*s\n", STR_ARG(s));
    return more;
}

static void print_row(const struct text_table *t, const str *cells, const size_t *widths, FILE *to,
                      const char *indent) {
    str *rest = ARENA_ARRAY(t->a, str, t->n_columns);
    for (size_t c = 0; c < t->n_columns; c++)
        rest[c] = cut(t->a, cells[c], t->max_columns);
    while (print_line(t, rest, widths, to, indent))
        continue;
}

/* Figures are never broken; of the other columns the widest gives way, a column at a time. */
static void fit(const struct text_table *t, size_t *widths, size_t indent) {
    enum { NARROWEST = 8 };
    size_t total = indent + 2 * (t->n_columns - 1);
    for (size_t c = 0; c < t->n_columns; c++)
        total += widths[c];
    for (; t->fit && total > t->fit; total--) {
        size_t widest = SIZE_MAX;
        for (size_t c = 0; c < t->n_columns; c++) {
            bool right = c < 32 && (t->right >> c & 1u);
            if (!right && widths[c] > NARROWEST && (widest == SIZE_MAX || widths[c] > widths[widest]))
                widest = c;
        }
        if (widest == SIZE_MAX)
            return;
        widths[widest]--;
    }
}

void text_table_print(const struct text_table *t, FILE *to, const char *indent) {
    size_t *widths = ARENA_ARRAY(t->a, size_t, t->n_columns);
    for (size_t i = 0; i < t->cells.n; i++) {
        size_t w = utf8_columns(cut(t->a, t->cells.at[i], t->max_columns));
        if (w > widths[i % t->n_columns])
            widths[i % t->n_columns] = w;
    }
    fit(t, widths, strlen(indent));
    for (size_t i = 0; i + t->n_columns <= t->cells.n; i += t->n_columns)
        print_row(t, t->cells.at + i, widths, to, indent);
}
