/* fence_csv.c - ```csv CAPTION: a table written out in a narrative or template, as RFC 4180 has it. */
#include "document/fences.h"
#include "document/values.h"

struct csv {
    const struct fence *f;
    str rest;
    int line, record_line; /* of the body, from 1: of rest, and where the record began */
    VEC(str) fields;
};

static void count_lines(struct csv *c, str taken) {
    for (size_t i = 0; i < taken.n; i++)
        c->line += taken.p[i] == '\n';
}

/* A quoted field, "" standing for a quote. false: its quote is never closed. */
static bool quoted_field(struct csv *c, struct sb *out) {
    str part;
    int opened = c->line;
    c->rest = str_slice(c->rest, 1, c->rest.n);
    for (;;) {
        ptrdiff_t quote = str_find(c->rest, S("\""));
        if (quote < 0) {
            diag0(c->f->c->d, DIAG_CSV_QUOTE, span_place(fence_body_span(c->f, opened, 1)));
            return false;
        }
        part = str_slice(c->rest, 0, (size_t)quote);
        count_lines(c, part);
        sb_add(out, part);
        c->rest = str_slice(c->rest, part.n + 1, c->rest.n);
        if (!str_starts(c->rest, S("\"")))
            return true;
        sb_char(out, '"');
        c->rest = str_slice(c->rest, 1, c->rest.n);
    }
}

static void plain_text(struct csv *c, struct sb *out) {
    size_t n = 0;
    while (n < c->rest.n && c->rest.p[n] != ',' && c->rest.p[n] != '\n')
        n++;
    sb_add(out, str_slice(c->rest, 0, n));
    c->rest = str_slice(c->rest, n, c->rest.n);
}

/* One record into c->fields. false: end of the body, or a diagnostic. */
static bool next_record(struct csv *c) {
    c->fields.n = 0;
    for (; str_starts(c->rest, S("\n")); c->line++) /* an empty line is no record */
        c->rest = str_slice(c->rest, 1, c->rest.n);
    c->record_line = c->line;
    for (bool more = c->rest.n > 0; more;) {
        struct sb field = {.a = c->f->c->a};
        if (str_starts(c->rest, S("\"")) && !quoted_field(c, &field)) {
            c->fields.n = 0;
            return false;
        }
        plain_text(c, &field);
        VEC_PUSH(c->f->c->a, &c->fields, fence_filled(c->f, str_trim(sb_str(&field))));
        more = str_starts(c->rest, S(","));
        count_lines(c, str_slice(c->rest, 0, 1));
        c->rest = str_slice(c->rest, 1, c->rest.n);
    }
    return c->fields.n > 0;
}

static bool read_rows(struct csv *c, struct table *t) {
    VEC(struct table_cell) cells = {0};
    struct arena *a = c->f->c->a;
    size_t before = diags_errors(c->f->c->d);
    for (; next_record(c); t->n_rows++) {
        if (c->fields.n != t->n_columns) {
            diag2(c->f->c->d, DIAG_CSV_COLUMNS, span_place(fence_body_span(c->f, c->record_line, 1)),
                  str_fmt(a, "%zu", c->fields.n), str_fmt(a, "%zu", t->n_columns));
            return false;
        }
        for (size_t i = 0; i < c->fields.n; i++)
            VEC_PUSH(a, &cells, (struct table_cell){.text = c->fields.at[i]});
    }
    t->cells = cells.at;
    return diags_errors(c->f->c->d) == before;
}

struct block *fence_csv(const struct fence *f) {
    struct csv c = {.f = f, .rest = f->body, .line = 1};
    struct table *t = ARENA_NEW(f->c->a, struct table);
    str rest = f->info, word;
    str_cut(&rest, ' ', &word);
    t->caption = str_trim(rest);
    t->empty = S("（无记录）");
    if (!next_record(&c)) {
        if (str_trim(f->body).n == 0)
            diag0(f->c->d, DIAG_CSV_EMPTY, span_place(fence_span(f)));
        return NULL;
    }
    t->columns = ARENA_ARRAY(f->c->a, struct table_column, c.fields.n);
    for (; t->n_columns < c.fields.n; t->n_columns++)
        t->columns[t->n_columns].title = c.fields.at[t->n_columns];
    if (!read_rows(&c, t))
        return NULL;
    struct block *b = fence_new_block(f, BLOCK_TABLE);
    b->table = t;
    return b;
}
