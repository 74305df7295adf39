#include "store/suggest.h"

#include "store/condition.h"
#include "store/guard.h"

size_t suggest_columns(struct store *s, str table, str **names) {
    VEC(str) v = {0};
    struct stmt *q = stmt_new(s, "SELECT name FROM pragma_table_info(?)");
    stmt_bind_text(q, 1, table);
    while (stmt_step(q))
        VEC_PUSH(s->a, &v, str_dup(s->a, stmt_text(q, 0)));
    stmt_free(q);
    *names = v.at;
    return v.n;
}

/* The columns of every table the SQL names. */
static str nearest_column(struct store *s, str word, str sql) {
    str best = {0}, name;
    while (!best.n && sql_next_word(&sql, &name))
        for (size_t i = 0; i < s->tables.n; i++)
            if (str_eq_nocase(s->tables.at[i], name)) {
                str *columns;
                size_t n = suggest_columns(s, name, &columns);
                best = str_nearest(word, columns, n);
            }
    return best;
}

static str nearest_table(struct store *s, str word, str sql) {
    (void)sql;
    return str_nearest(word, s->tables.at, s->tables.n);
}

static str nearest_function(struct store *s, str word, str sql) {
    (void)sql;
    str *names;
    size_t n = guard_functions(s->a, &names);
    return str_nearest(word, names, n);
}

static str behind_last_dot(str name) {
    str head = {0};
    while (str_cut(&name, '.', &head))
        ;
    return head;
}

str suggest_for(struct store *s, struct diags *d, str message, str sql) {
    static const struct {
        const char *start;
        str (*nearest)(struct store *s, str word, str sql);
    } kinds[] = {{"no such column: ", nearest_column},
                 {"no such table: ", nearest_table},
                 {"no such function: ", nearest_function}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        str start = str_from(kinds[i].start);
        if (!str_starts(message, start))
            continue;
        str word = behind_last_dot(str_slice(message, start.n, message.n));
        str found = kinds[i].nearest(s, word, sql);
        return schema_nearest_suffix(s->a, diags_lang(d), word, &found, found.n != 0);
    }
    return S("");
}
