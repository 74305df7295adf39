#include "store/condition.h"

#include "store/store.h"

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* Bytes of the string, quoted name or comment at the front; 0 when there is none, n + 1 when it never ends. */
static size_t quoted_length(str s, bool *comment) {
    static const struct {
        const char *open, *close;
        bool comment;
    } kinds[] = {{"'", "'", false}, {"\"", "\"", false}, {"`", "`", false},
                 {"[", "]", false}, {"/*", "*/", true},  {"--", "\n", true}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        str open = str_from(kinds[i].open), close = str_from(kinds[i].close);
        if (!str_starts(s, open))
            continue;
        *comment = kinds[i].comment;
        ptrdiff_t at = str_find(str_slice(s, open.n, s.n), close);
        if (at >= 0)
            return open.n + (size_t)at + close.n;
        return close.p[0] == '\n' ? s.n : s.n + 1; /* a "--" comment may end with the text */
    }
    return 0;
}

bool condition_is_closed(str cond) {
    int depth = 0;
    while (cond.n) {
        bool comment;
        size_t n = quoted_length(cond, &comment);
        if (n > cond.n)
            return false;
        char c = n ? ' ' : cond.p[0];
        depth += (c == '(') - (c == ')');
        if (depth < 0 || c == ';' || c == '\0')
            return false;
        cond = str_slice(cond, n ? n : 1, cond.n);
    }
    return depth == 0;
}

str sql_skip_blank(str sql) {
    while (sql.n) {
        bool comment = false;
        size_t n = quoted_length(sql, &comment);
        if (n ? !comment || n > sql.n : !is_blank(sql.p[0]))
            break;
        sql = str_slice(sql, n ? n : 1, sql.n);
    }
    return sql;
}

bool sql_next_word(str *rest, str *word) {
    while (rest->n) {
        bool comment = false;
        size_t n = quoted_length(*rest, &comment);
        if (n == 0 && is_word(rest->p[0])) {
            while (n < rest->n && is_word(rest->p[n]))
                n++;
            *word = str_slice(*rest, 0, n);
            *rest = str_slice(*rest, n, rest->n);
            return true;
        }
        /* A quoted name counts as a word; a string with that name in it does no harm to a suggestion. */
        if (n > 2 && n <= rest->n && !comment) {
            *word = str_slice(*rest, 1, n - 1);
            *rest = str_slice(*rest, n, rest->n);
            return true;
        }
        *rest = str_slice(*rest, n == 0 ? 1 : n < rest->n ? n : rest->n, rest->n);
    }
    return false;
}

/* The newline ends a "--" comment inside the condition. */
str store_condition(struct arena *a, sval cond) {
    if (!cond.v.p)
        return S("(1)");
    return str_fmt(a, "(%.*s\n)", STR_ARG(cond.v));
}

size_t store_condition_columns(struct arena *a, const struct record_type *t, str cond, size_t **columns) {
    size_t n = 0;
    bool *seen = ARENA_ARRAY(a, bool, t->n_columns);
    str word;
    *columns = ARENA_ARRAY(a, size_t, t->n_columns);
    while (sql_next_word(&cond, &word)) {
        ptrdiff_t i = record_type_column(t, word);
        if (i < 0 || seen[i])
            continue;
        seen[i] = true;
        (*columns)[n++] = (size_t)i;
    }
    return n;
}
