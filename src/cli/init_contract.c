#include "cli/init_contract.h"

#include "document/entry_form.h"

/* -- the new section ------------------------------------------------------------------------------ */

/* A word as a YAML scalar: quoted, so that whatever it holds is text. */
static void add_quoted(struct sb *b, str word) {
    sb_char(b, '\'');
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] == '\'')
            sb_char(b, '\'');
        sb_char(b, word.p[i]);
    }
    sb_char(b, '\'');
}

static void add_values(struct sb *b, const struct values_def *v) {
    sb_fmt(b, "      %.*s: {", STR_ARG(v->column.v));
    for (size_t i = 0; i < v->n; i++) {
        sb_addz(b, i ? ", " : "");
        add_quoted(b, v->at[i].from.v);
        sb_addz(b, ": ");
        add_quoted(b, v->at[i].to.v);
    }
    sb_addz(b, "}\n");
}

/* The contract's own words for values are what the drop-downs offer, so they go along; headers and time formats are the
 * workbook's. */
static void add_type(struct sb *b, const struct contract *c, const struct record_type *t, str workbook) {
    sb_fmt(b, "  %.*s:\n    file: %.*s\n    sheet: ", STR_ARG(t->name.v), STR_ARG(workbook));
    add_quoted(b, t->title.v);
    sb_addz(b, "\n");
    for (size_t i = 0; i < c->records.n; i++) {
        const struct records_def *d = &c->records.at[i];
        if (!str_eq(d->type.v, t->name.v) || !d->n_values)
            continue;
        sb_addz(b, "    values:\n");
        for (size_t k = 0; k < d->n_values; k++)
            add_values(b, &d->values[k]);
    }
}

static void add_section(struct sb *b, const struct contract *c, const struct record_types *types,
                        str workbook) {
    sb_addz(b, "records:\n");
    for (size_t i = 0; i < types->n; i++)
        if (entry_needs(c, types, types->at[i].name.v))
            add_type(b, c, &types->at[i], workbook);
}

/* -- the old one ---------------------------------------------------------------------------------- */

static bool begins_section(str line) {
    return line.n && line.p[0] != ' ' && line.p[0] != '#' && line.p[0] != '\t' && line.p[0] != '\r';
}

/* Lines of the section go; comments and blank lines before the next one belong to that. */
str init_contract(struct arena *a, str text, const struct contract *c, const struct record_types *types,
                  str workbook) {
    struct sb b = {.a = a}, held = {.a = a};
    bool inside = false, done = false;
    str rest = text, line;
    while (rest.n) {
        str_cut(&rest, '\n', &line);
        if (begins_section(line)) {
            if (inside)
                sb_add(&b, sb_str(&held));
            held.n = 0;
            inside = str_starts(line, S("records:"));
            if (inside && !done)
                add_section(&b, c, types, workbook);
            done = done || inside;
        }
        bool passing = line.n == 0 || line.p[0] == '#';
        if (inside && passing)
            sb_fmt(&held, "%.*s\n", STR_ARG(line));
        else if (inside)
            held.n = 0;
        else
            sb_fmt(&b, "%.*s\n", STR_ARG(line));
    }
    if (!done)
        add_section(&b, c, types, workbook);
    return sb_str(&b);
}
