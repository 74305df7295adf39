/* book_formula.c - structured references of formulas: [@列], 表[列], 表[[#Totals],[列]], 表[[甲]:[乙]]; and [^列], the
 * cell of the column in the row above (in the first row the column's title), which becomes a plain cell address.
 *
 * ECMA-376 part 1, 18.17.6.2 with Excel's short form "@" for "#This Row". Only what refers to tables is read;
 * Excel judges the rest of a formula.
 */
#include "document/book_names.h"

#include <string.h>

struct formula {
    struct arena *a;
    struct diags *d;
    const struct book_sheet_specs *sheets;
    const struct book_sheet_spec *own;
    sval text;
    size_t at;
};

static bool malformed(const struct formula *f) {
    diag0(f->d, DIAG_BOOK_FORMULA, span_place(f->text.at));
    return false;
}

static void unknown(struct arena *a, struct diags *d, sval name, const str *known, size_t n) {
    diag2(d, DIAG_BOOK_REFERENCE, span_place(name.at), schema_quote(a, name.v),
          schema_nearest_suffix(a, diags_lang(d), name.v, known, n));
}

ptrdiff_t book_find_table(struct arena *a, struct diags *d, const struct book_sheet_specs *sheets,
                          sval name) {
    str *known = ARENA_ARRAY(a, str, sheets->n + 1);
    for (size_t i = 0; i < sheets->n; i++) {
        if (str_eq(sheets->at[i].table.v, name.v))
            return (ptrdiff_t)i;
        known[i] = sheets->at[i].table.v;
    }
    unknown(a, d, name, known, sheets->n);
    return -1;
}

ptrdiff_t book_find_column(struct arena *a, struct diags *d, const struct book_sheet_spec *sheet,
                           sval title) {
    str *known = ARENA_ARRAY(a, str, sheet->columns.n + 1);
    for (size_t i = 0; i < sheet->columns.n; i++) {
        if (str_eq(sheet->columns.at[i].title.v, title.v))
            return (ptrdiff_t)i;
        known[i] = sheet->columns.at[i].title.v;
    }
    unknown(a, d, title, known, sheet->columns.n);
    return -1;
}

static const struct book_sheet_spec *find_table(const struct formula *f, str name) {
    ptrdiff_t i = book_find_table(f->a, f->d, f->sheets, (sval){name, f->text.at});
    return i < 0 ? NULL : &f->sheets->at[i];
}

/* "'" stands before a character that would mean something: '[ '] '# ''. */
static str unescape(struct arena *a, str s) {
    struct sb b = {.a = a};
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\'' && i + 1 < s.n)
            i++;
        sb_char(&b, s.p[i]);
    }
    return sb_str(&b);
}

static void check_column(const struct formula *f, const struct book_sheet_spec *table, str item) {
    if (str_starts(item, S("#")) || item.n == 0)
        return;
    book_find_column(f->a, f->d, table, (sval){unescape(f->a, item), f->text.at});
}

/* The text between the bracket at `at` and its match; at then stands behind it. */
static bool take_bracket(const struct formula *f, str text, size_t *at, str *inside) {
    size_t begin = ++*at;
    for (int depth = 1; *at < text.n; ++*at) {
        char c = text.p[*at];
        if (c == '\'' && *at + 1 < text.n)
            ++*at;
        else if (c == '[')
            depth++;
        else if (c == ']' && --depth == 0) {
            *inside = str_slice(text, begin, (*at)++);
            return true;
        }
    }
    return malformed(f);
}

/* What stands in the outer brackets of a reference. */
static bool check_reference(const struct formula *f, const struct book_sheet_spec *table, str inside) {
    inside = str_trim(inside);
    if (str_starts(inside, S("@")) || str_starts(inside, S("^")))
        inside = str_trim(str_slice(inside, 1, inside.n));
    if (!str_starts(inside, S("["))) {
        check_column(f, table, inside);
        return true;
    }
    for (size_t at = 0; at < inside.n;) {
        str item;
        if (inside.p[at] != '[') { /* "," or ":" */
            at++;
            continue;
        }
        if (!take_bracket(f, inside, &at, &item))
            return false;
        check_column(f, table, item);
    }
    return true;
}

static bool is_name_byte(char c) {
    return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == '\\';
}

static bool check_bracket(struct formula *f) {
    size_t from = f->at;
    str inside;
    while (from > 0 && is_name_byte(f->text.v.p[from - 1]))
        from--;
    str name = str_slice(f->text.v, from, f->at);
    const struct book_sheet_spec *table = name.n ? find_table(f, name) : f->own;
    return take_bracket(f, f->text.v, &f->at, &inside) && (!table || check_reference(f, table, inside));
}

/* Behind the closing quote; a doubled one stands for itself and simply opens the next piece. */
static bool skip_quoted(struct formula *f) {
    char quote = f->text.v.p[f->at++];
    while (f->at < f->text.v.n && f->text.v.p[f->at] != quote)
        f->at++;
    return f->at++ < f->text.v.n || malformed(f);
}

static bool check_formula(struct formula *f) {
    int parens = 0;
    if (!str_starts(f->text.v, S("=")) || f->text.v.n < 2)
        return malformed(f);
    while (f->at < f->text.v.n) {
        char c = f->text.v.p[f->at];
        if (c == '"' || c == '\'') {
            if (!skip_quoted(f))
                return false;
        } else if (c == '[') {
            if (!check_bracket(f))
                return false;
        } else {
            parens += (c == '(') - (c == ')');
            if (parens < 0 || c == ']')
                return malformed(f);
            f->at++;
        }
    }
    return parens == 0 || malformed(f);
}

void book_check_formulas(struct arena *a, struct diags *d, const struct book_sheet_specs *sheets) {
    for (size_t i = 0; i < sheets->n; i++)
        for (size_t k = 0; k < sheets->at[i].columns.n; k++) {
            struct formula f = {a, d, sheets, &sheets->at[i], sheets->at[i].columns.at[k].formula, 0};
            if (f.text.v.p)
                check_formula(&f);
        }
}
