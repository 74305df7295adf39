/* xlsx_formula.c - structured references in the long form that files hold.
 *
 * Excel's short forms "[@列]" and "[列]" exist only while a formula is typed into its table; a file names the table
 * and writes "@" as "[#This Row]," (ECMA-376 part 1, 18.17.6.2).
 */
#include <assert.h>
#include <string.h>

#include "render/xlsx.h"

static bool is_name_byte(char c) {
    return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == '\\';
}

/* What the bracket at *at holds; *at then stands behind its match. "'" guards the next character. */
static str take_bracket(str s, size_t *at) {
    size_t begin = ++*at;
    for (int depth = 1; *at < s.n; ++*at) {
        char c = s.p[*at];
        if (c == '\'' && *at + 1 < s.n)
            ++*at;
        else if (c == '[')
            depth++;
        else if (c == ']' && --depth == 0)
            return str_slice(s, begin, (*at)++);
    }
    bool closed = false; /* checked when the workbook was loaded */
    assert(closed);
    return S("");
}

/* "@列", "@[列]", "@" after the table's name; everything else is a long form already. */
static void add_reference(struct sb *b, str inside) {
    inside = str_trim(inside);
    if (!str_starts(inside, S("@"))) {
        sb_fmt(b, "[%.*s]", STR_ARG(inside));
        return;
    }
    str column = str_trim(str_slice(inside, 1, inside.n));
    if (column.n == 0)
        sb_addz(b, "[#This Row]");
    else if (column.p[0] == '[')
        sb_fmt(b, "[[#This Row],%.*s]", STR_ARG(column));
    else
        sb_fmt(b, "[[#This Row],[%.*s]]", STR_ARG(column));
}

static size_t end_of_quoted(str s, size_t at) {
    char quote = s.p[at++];
    while (at < s.n && s.p[at] != quote)
        at++;
    return at < s.n ? at + 1 : at;
}

bool xlsx_formula_by_row(str formula) {
    return str_find(formula, S("[^")) >= 0;
}

/* "C7": the cell of the column in the row above. The column is there, as book_formula.c has seen. */
static void add_above(struct sb *b, const struct book_sheet *s, str title, lxw_row_t row) {
    char cell[LXW_MAX_CELL_NAME_LENGTH];
    for (size_t i = 0; i < s->n_columns; i++)
        if (str_eq(s->columns[i].title, title)) {
            lxw_rowcol_to_cell(cell, row - 1, (lxw_col_t)i);
            sb_addz(b, cell);
        }
}

const char *xlsx_formula(struct arena *a, const struct book_sheet *s, str formula, lxw_row_t row) {
    struct sb b = {.a = a};
    for (size_t at = str_starts(formula, S("=")) ? 1 : 0; at < formula.n;) {
        char c = formula.p[at];
        if (c == '"' || c == '\'') {
            size_t end = end_of_quoted(formula, at);
            sb_add(&b, str_slice(formula, at, end));
            at = end;
        } else if (c == '[' && at + 1 < formula.n && formula.p[at + 1] == '^') {
            str inside = take_bracket(formula, &at);
            add_above(&b, s, str_slice(inside, 1, inside.n), row);
        } else if (c == '[') {
            if (at == 0 || !is_name_byte(formula.p[at - 1]))
                sb_add(&b, s->table);
            add_reference(&b, take_bracket(formula, &at));
        } else {
            sb_char(&b, c);
            at++;
        }
    }
    return xlsx_text(a, sb_str(&b));
}

const char *xlsx_subtotal(struct arena *a, const struct book_sheet *s, size_t col, int function) {
    struct sb b = {.a = a};
    str title = s->columns[col].title;
    sb_fmt(&b, "SUBTOTAL(%d,%.*s[", function, STR_ARG(s->table));
    for (size_t i = 0; i < title.n; i++) {
        if (strchr("[]#'", title.p[i]))
            sb_char(&b, '\'');
        sb_char(&b, title.p[i]);
    }
    sb_addz(&b, "])");
    return xlsx_text(a, sb_str(&b));
}
