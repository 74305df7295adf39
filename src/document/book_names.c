#include "document/book_names.h"

#include <string.h>

#define SHEET_NAME_MOST 31 /* Excel: specifications and limits */
#define TABLE_NAME_MOST 255

static bool sheet_name_valid(str name) {
    size_t n = utf8_count(name);
    for (size_t i = 0; i < name.n; i++)
        if (strchr("[]:*?/\\", name.p[i]) || (unsigned char)name.p[i] < ' ')
            return false;
    return n >= 1 && n <= SHEET_NAME_MOST && !str_starts(name, S("'")) && !str_ends(name, S("'"));
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_ascii_letter(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Letters beyond ASCII, without the blocks of punctuation that Chinese text uses. */
static bool is_letter(uint32_t c) {
    bool punctuation =
        (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFFEF);
    return is_ascii_letter(c) || (c > 0xBF && !punctuation);
}

/* "A1" to "XFD1048576", "R1C1", "R", "C": Excel would read them as cells. */
static bool is_cell_address(str name) {
    size_t letters = 0, i;
    while (letters < name.n && is_ascii_letter((unsigned char)name.p[letters]))
        letters++;
    for (i = letters; i < name.n && is_digit(name.p[i]); i++)
        ;
    if (i == name.n && letters >= 1 && letters <= 3 && letters < name.n)
        return true;
    i = name.n && strchr("Rr", name.p[0]) ? 1 : 0;
    while (i > 0 && i < name.n && is_digit(name.p[i]))
        i++;
    bool column = i < name.n && strchr("Cc", name.p[i]);
    if (column)
        for (i++; i < name.n && is_digit(name.p[i]); i++)
            ;
    return name.n > 0 && i == name.n;
}

static bool table_name_valid(str name) {
    str rest = name;
    for (bool first = true; rest.n; first = false) {
        uint32_t c = utf8_next(&rest);
        if (!is_letter(c) && c != '_' && (first || !(c == '.' || (c >= '0' && c <= '9'))))
            return false;
    }
    return name.n > 0 && utf8_count(name) <= TABLE_NAME_MOST && !is_cell_address(name);
}

/* Excel compares names without case. */
static void check_unique(struct diags *d, struct arena *a, const sval *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (str_eq_nocase(names[i].v, names[k].v)) {
                diag2(d, DIAG_BOOK_TWICE, span_place(names[i].at), schema_quote(a, names[i].v),
                      str_fmt(a, "%d", names[k].at.line));
                break;
            }
}

static void check_titles(struct arena *a, struct diags *d, const struct book_sheet_spec *s) {
    sval *titles = ARENA_ARRAY(a, sval, s->columns.n + 1);
    for (size_t i = 0; i < s->columns.n; i++)
        titles[i] = s->columns.at[i].title;
    check_unique(d, a, titles, s->columns.n);
}

static void check_sheet_name(struct arena *a, struct diags *d, sval name) {
    if (!sheet_name_valid(name.v))
        diag1(d, DIAG_BOOK_SHEET, span_place(name.at), schema_quote(a, name.v));
}

void book_check_names(struct arena *a, struct diags *d, const struct book_sheet_specs *sheets,
                      const struct book_chart_specs *charts) {
    sval *names = ARENA_ARRAY(a, sval, sheets->n + charts->n + 1),
         *tables = ARENA_ARRAY(a, sval, sheets->n + 1);
    for (size_t i = 0; i < sheets->n; i++) {
        const struct book_sheet_spec *s = &sheets->at[i];
        names[i] = s->name;
        tables[i] = s->table;
        check_sheet_name(a, d, s->name);
        if (!table_name_valid(s->table.v))
            diag1(d, DIAG_BOOK_TABLE, span_place(s->table.at), schema_quote(a, s->table.v));
        check_titles(a, d, s);
    }
    for (size_t i = 0; i < charts->n; i++) {
        names[sheets->n + i] = charts->at[i].name;
        check_sheet_name(a, d, charts->at[i].name);
    }
    check_unique(d, a, names, sheets->n + charts->n);
    check_unique(d, a, tables, sheets->n);
}
