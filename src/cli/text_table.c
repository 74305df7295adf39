/* text_table.c - column widths are known only when all rows are, so rows are kept until printed. */
#include "cli/text_table.h"

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

static void print_row(const struct text_table *t, const str *cells, const size_t *widths, FILE *to,
                      const char *indent) {
    struct sb line = {.a = t->a};
    sb_addz(&line, indent);
    for (size_t c = 0; c < t->n_columns; c++) {
        str s = cut(t->a, cells[c], t->max_columns);
        size_t pad = widths[c] - utf8_columns(s);
        bool right = c < 32 && (t->right >> c & 1u);
        for (size_t i = 0; right && i < pad; i++)
            sb_char(&line, ' ');
        sb_add(&line, s);
        for (size_t i = 0; !right && i < pad; i++)
            sb_char(&line, ' ');
        if (c + 1 < t->n_columns)
            sb_addz(&line, "  ");
    }
    str s = sb_str(&line);
    while (s.n && s.p[s.n - 1] == ' ')
        s.n--;
    fprintf(to, "%.*s\n", STR_ARG(s));
}

void text_table_print(const struct text_table *t, FILE *to, const char *indent) {
    size_t *widths = ARENA_ARRAY(t->a, size_t, t->n_columns);
    for (size_t i = 0; i < t->cells.n; i++) {
        size_t w = utf8_columns(cut(t->a, t->cells.at[i], t->max_columns));
        if (w > widths[i % t->n_columns])
            widths[i % t->n_columns] = w;
    }
    for (size_t i = 0; i + t->n_columns <= t->cells.n; i += t->n_columns)
        print_row(t, t->cells.at + i, widths, to, indent);
}
