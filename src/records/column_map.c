/* column_map.c - finds the header row and joins its names to columns. */
#include "records/column_map.h"

#include "records/fold.h"

enum { HEADER_NAME_MAX = 200 };
enum rank { RANK_CONTRACT, RANK_NAME, RANK_TITLE, RANK_ALIAS, RANK_NONE };

/* A name a header may have. */
struct known {
    str folded, shown;
    size_t column;
    enum rank rank;
};
/* A field of the header and what it was taken for. */
struct header {
    str shown, folded;
    size_t start; /* byte in the file */
    size_t column;
    enum rank rank;
};
struct mapping {
    struct csv_file *f;
    struct arena *a;
    const struct record_source *src;
    VEC(struct known) known;
    struct header *headers;
    size_t n_headers;
    struct csv_row row; /* the header row */
    size_t matched;     /* columns it names */
};

static void add_known(struct mapping *m, str name, size_t column, enum rank rank) {
    if (name.n)
        VEC_PUSH(m->a, &m->known, (struct known){fold(m->a, name), name, column, rank});
}

static const struct source_column *contract_column(const struct record_source *src, str column) {
    for (size_t i = 0; i < src->n_columns; i++)
        if (str_eq(src->columns[i].column, column))
            return &src->columns[i];
    return NULL;
}

/* A column the contract gives a header for goes by that header alone. */
static void collect_known(struct mapping *m) {
    const struct record_type *t = m->src->type;
    for (size_t i = 0; i < t->n_columns; i++) {
        const struct column *c = &t->columns[i];
        const struct source_column *given = contract_column(m->src, c->name.v);
        if (given) {
            add_known(m, given->header, i, RANK_CONTRACT);
            continue;
        }
        add_known(m, c->name.v, i, RANK_NAME);
        add_known(m, c->title.v, i, RANK_TITLE);
        for (size_t k = 0; k < c->aliases.n; k++)
            add_known(m, c->aliases.at[k].v, i, RANK_ALIAS);
    }
}

static void match_header(const struct mapping *m, struct header *h) {
    h->rank = RANK_NONE;
    for (size_t i = 0; i < m->known.n && h->folded.n; i++) {
        const struct known *k = &m->known.at[i];
        if (k->rank < h->rank && str_eq(k->folded, h->folded)) {
            h->rank = k->rank;
            h->column = k->column;
        }
    }
}

static struct header read_header(const struct mapping *m, const struct csv_field *field) {
    struct header h = {.start = csv_field_start(m->f, field), .rank = RANK_NONE};
    bool sound = field->raw.n <= HEADER_NAME_MAX &&
                 encoding_fault(m->f->encoding, field->raw) == field->raw.n &&
                 csv_file_text(m->f, m->a, field, &h.shown);
    if (!sound)
        return h;
    h.shown = str_trim(h.shown);
    h.folded = fold(m->a, h.shown);
    match_header(m, &h);
    return h;
}

static size_t count_columns(const struct mapping *m, const struct header *headers, size_t n) {
    bool *seen = ARENA_ARRAY(m->a, bool, m->src->type->n_columns);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (headers[i].rank != RANK_NONE && !seen[headers[i].column]) {
            seen[headers[i].column] = true;
            count++;
        }
    return count;
}

/* Takes the row as header when it names more columns than the one before. */
static void try_row(struct mapping *m, const struct csv_row *row) {
    struct arena_mark mark = arena_mark(m->a);
    struct header *headers = ARENA_ARRAY(m->a, struct header, row->n);
    for (size_t i = 0; i < row->n; i++)
        headers[i] = read_header(m, &m->f->csv.fields[i]);
    size_t matched = count_columns(m, headers, row->n);
    if (matched <= m->matched) {
        arena_rewind(m->a, mark);
        return;
    }
    m->matched = matched;
    m->headers = headers;
    m->n_headers = row->n;
    m->row = *row;
}

/* Two names at least: one alone may stand in a title or in a cell. */
static bool find_header_row(struct mapping *m) {
    static const char separators[] = {',', '\t', ';'};
    char best = ',';
    for (size_t s = 0; s < sizeof separators; s++) {
        size_t before = m->matched;
        struct csv_row row;
        csv_rewind(&m->f->csv, separators[s]);
        for (int i = 0; i < CSV_HEADER_ROWS && csv_next(&m->f->csv, &row); i++)
            if (!row.fault && row.n <= CSV_FIELDS_MAX)
                try_row(m, &row);
        best = m->matched > before ? separators[s] : best;
    }
    csv_rewind(&m->f->csv, best);
    struct csv_row row = {0};
    while (m->matched > 1 && csv_next(&m->f->csv, &row) && row.from != m->row.from)
        continue;
    return m->matched > 1;
}

/* A place costs a pass over the line, so beyond the cap, where none is shown, it is the line's start. */
static struct place header_place(struct mapping *m, const struct header *h, enum diag_id id) {
    bool shown = diags_count_of(m->f->d, id) < DIAG_CAP;
    return csv_file_place(m->f, m->a, &m->row, shown ? h->start : m->row.from);
}

static void report_no_header(struct mapping *m) {
    struct csv_row first = {.line = 1};
    diag2(m->f->d, DIAG_HEADER_MISSING, csv_file_place(m->f, m->a, &first, 0),
          str_fmt(m->a, "%d", CSV_HEADER_ROWS), m->src->type->name.v);
}

/* The field that names the column best; two of the same strength are a fault. */
static size_t choose_field(struct mapping *m, size_t column) {
    size_t best = NO_FIELD;
    for (size_t i = 0; i < m->n_headers; i++) {
        const struct header *h = &m->headers[i];
        if (h->rank == RANK_NONE || h->column != column)
            continue;
        if (best == NO_FIELD || h->rank < m->headers[best].rank)
            best = i;
        else if (h->rank == m->headers[best].rank)
            diag3(m->f->d, DIAG_COLUMN_TWICE, header_place(m, h, DIAG_COLUMN_TWICE), h->shown,
                  m->headers[best].shown, m->src->type->columns[column].name.v);
    }
    return best;
}

static void report_missing(struct mapping *m, size_t column) {
    const struct column *c = &m->src->type->columns[column];
    const struct source_column *given = contract_column(m->src, c->name.v);
    if (given && given->at.src)
        diag3(m->f->d, DIAG_COLUMN_MISSING, span_place(given->at), given->header, c->name.v, m->f->shown);
    else if (given || c->required)
        diag3(m->f->d, DIAG_COLUMN_MISSING, csv_file_place(m->f, m->a, &m->row, m->row.from),
              given ? given->header : c->title.v, c->name.v, m->f->shown);
}

static bool is_ignored(const struct mapping *m, str folded) {
    const struct record_types *all = m->src->type->all;
    for (size_t i = 0; all && i < all->ignored.n; i++)
        if (str_eq(fold(m->a, all->ignored.at[i].v), folded))
            return true;
    return folded.n == 0;
}

static str likely_name(struct mapping *m, const struct column_map *map, str word) {
    str *names = ARENA_ARRAY(m->a, str, m->known.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < m->known.n; i++)
        if (map->field_of[m->known.at[i].column] == NO_FIELD)
            names[n++] = m->known.at[i].shown;
    return str_nearest(word, names, n).n ? schema_nearest_suffix(m->a, diags_lang(m->f->d), word, names, n)
                                         : S("");
}

static str taken_name(struct mapping *m, const struct column_map *map, size_t column) {
    bool zh = diags_lang(m->f->d) == LANG_ZH;
    return str_fmt(m->a, zh ? "；“%.*s”已用作 %.*s" : "; '%.*s' is already used for '%.*s'",
                   STR_ARG(map->shown[column]), STR_ARG(m->src->type->columns[column].name.v));
}

/* Fields that feed nothing: unknown names, and names weaker than another field's (equal ones were a fault). */
static void report_unread(struct mapping *m, const struct column_map *map) {
    for (size_t i = 0; i < m->n_headers; i++) {
        const struct header *h = &m->headers[i];
        bool known = h->rank != RANK_NONE;
        if (known ? h->rank == m->headers[map->field_of[h->column]].rank : is_ignored(m, h->folded))
            continue;
        str hint = S("");
        if (diags_count_of(m->f->d, DIAG_COLUMN_UNKNOWN) < DIAG_CAP)
            hint = known ? taken_name(m, map, h->column) : likely_name(m, map, h->shown);
        diag2(m->f->d, DIAG_COLUMN_UNKNOWN, header_place(m, h, DIAG_COLUMN_UNKNOWN), h->shown, hint);
    }
}

static void report_unknown_columns(struct mapping *m) {
    const struct record_type *t = m->src->type;
    str *names = ARENA_ARRAY(m->a, str, t->n_columns + 1);
    for (size_t i = 0; i < t->n_columns; i++)
        names[i] = t->columns[i].name.v;
    for (size_t i = 0; i < m->src->n_columns; i++) {
        const struct source_column *c = &m->src->columns[i];
        if (record_type_column(t, c->column) < 0)
            diag3(m->f->d, DIAG_WORD_UNKNOWN, c->at.src ? span_place(c->at) : m->src->mentioned, S("columns"),
                  c->column,
                  schema_nearest_suffix(m->a, diags_lang(m->f->d), c->column, names, t->n_columns));
    }
}

bool column_map_find(struct csv_file *f, struct arena *a, const struct record_source *src,
                     struct column_map *map) {
    struct mapping m = {.f = f, .a = a, .src = src};
    const struct record_type *t = src->type;
    size_t faults = diags_errors(f->d);
    report_unknown_columns(&m);
    collect_known(&m);
    if (!find_header_row(&m)) {
        report_no_header(&m);
        return false;
    }
    *map = (struct column_map){m.n_headers, ARENA_ARRAY(a, size_t, t->n_columns),
                               ARENA_ARRAY(a, str, t->n_columns)};
    for (size_t i = 0; i < t->n_columns; i++) {
        map->field_of[i] = choose_field(&m, i);
        map->shown[i] =
            map->field_of[i] == NO_FIELD ? t->columns[i].title.v : m.headers[map->field_of[i]].shown;
        if (map->field_of[i] == NO_FIELD)
            report_missing(&m, i);
    }
    report_unread(&m, map);
    return diags_errors(f->d) == faults;
}
