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
    size_t column;
    enum rank rank;
};
struct mapping {
    struct rows *r;
    struct arena *a;
    const struct record_source *src;
    VEC(struct known) known;
    struct header *headers;
    size_t n_headers;
    size_t layout;  /* that holds the header */
    int64_t row;    /* of the header */
    size_t matched; /* columns it names */
    bool whole;     /* all required ones among them */
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

static struct header read_header(const struct mapping *m, size_t i) {
    struct header h = {.rank = RANK_NONE};
    struct raw_cell cell = {0};
    if (!m->r->kind->cell(m->r, m->a, i, &cell) || cell.text.n > HEADER_NAME_MAX)
        return h;
    h.shown = str_dup(m->a, str_trim(cell.text));
    h.folded = fold(m->a, h.shown);
    match_header(m, &h);
    return h;
}

static bool is_filled(const struct record_source *src, str column) {
    for (size_t i = 0; i < src->n_fill; i++)
        if (str_eq(src->fill[i].column, column))
            return true;
    return false;
}

/* How many columns the headers name, and whether no required one is missing. */
static size_t count_columns(const struct mapping *m, const struct header *headers, size_t n, bool *whole) {
    const struct record_type *t = m->src->type;
    bool *seen = ARENA_ARRAY(m->a, bool, t->n_columns);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (headers[i].rank != RANK_NONE && !seen[headers[i].column]) {
            seen[headers[i].column] = true;
            count++;
        }
    *whole = true;
    for (size_t i = 0; i < t->n_columns; i++)
        *whole = *whole && (seen[i] || !t->columns[i].required || is_filled(m->src, t->columns[i].name.v));
    return count;
}

/* Takes the row as header when it names more columns than the one before. */
static void try_row(struct mapping *m, size_t layout) {
    struct arena_mark mark = arena_mark(m->a);
    struct header *headers = ARENA_ARRAY(m->a, struct header, m->r->n + 1);
    bool whole = false;
    for (size_t i = 0; i < m->r->n; i++)
        headers[i] = read_header(m, i);
    size_t matched = count_columns(m, headers, m->r->n, &whole);
    if (matched <= m->matched) {
        arena_rewind(m->a, mark);
        return;
    }
    m->matched = matched;
    m->whole = whole;
    m->headers = headers;
    m->n_headers = m->r->n;
    m->layout = layout;
    m->row = m->r->row;
}

/* The best header of one layout, if it beats what is in m. false: the layout cannot be read. */
static bool try_layout(struct mapping *m, size_t layout) {
    if (!m->r->kind->start(m->r, layout))
        return false;
    for (int i = 0; i < HEADER_ROWS && m->r->kind->next(m->r, m->a); i++)
        if (m->r->n <= ROWS_CELLS_MAX)
            try_row(m, layout);
    return true;
}

/* A sheet called like the record type. */
static bool is_named_after(const struct mapping *m, size_t layout) {
    str name = fold(m->a, m->r->layouts[layout].name);
    const struct record_type *t = m->src->type;
    return str_eq(name, fold(m->a, t->title.v)) || str_eq(name, fold(m->a, t->name.v));
}

static bool is_better(const struct mapping *m, const struct mapping *one, const struct mapping *best) {
    if (!best->matched || one->whole != best->whole)
        return !best->matched || one->whole;
    bool named = is_named_after(m, one->layout), other = is_named_after(m, best->layout);
    return named != other ? named : one->matched > best->matched;
}

/* Each sheet on its own. Two that could both be meant are a fault; a hidden one that could be is named. */
static bool find_sheet(struct mapping *m) {
    struct mapping best = *m;
    size_t rival = NO_FIELD;
    for (size_t i = 0; i < m->r->n_layouts; i++) {
        struct mapping one = *m;
        if (!try_layout(&one, i))
            return false;
        if (one.matched < 2)
            continue;
        if (m->r->layouts[i].hidden && m->r->n_layouts > 1) {
            if (one.whole)
                diag2(m->r->d, DIAG_SHEET_HIDDEN, file_place(m->src->shown), m->r->layouts[i].name,
                      m->src->type->name.v);
            continue;
        }
        bool both = best.matched && one.whole && best.whole && !is_named_after(m, i) &&
                    !is_named_after(m, best.layout);
        rival = both && rival == NO_FIELD ? i : rival;
        if (is_better(m, &one, &best))
            best = one;
    }
    bool named = best.matched && is_named_after(m, best.layout);
    if (rival != NO_FIELD && !named)
        diag3(m->r->d, DIAG_SHEET_AMBIGUOUS, file_place(m->src->shown),
              m->r->layouts[best.layout == rival ? 0 : best.layout].name, m->r->layouts[rival].name,
              m->src->type->name.v);
    *m = best;
    return rival == NO_FIELD || named;
}

static bool find_layout(struct mapping *m) {
    if (m->r->book)
        return find_sheet(m);
    for (size_t i = 0; i < m->r->n_layouts; i++)
        if (!try_layout(m, i))
            return false;
    return true;
}

/* Of one layout its first row; of several sheets the file. */
static void report_no_header(struct mapping *m) {
    struct rows *r = m->r;
    struct place at = file_place(m->src->shown);
    if (!(r->book && r->n_layouts > 1) && r->kind->start(r, 0))
        at = r->kind->place(r, m->a, SIZE_MAX);
    diag2(r->d, DIAG_HEADER_MISSING, at, str_fmt(m->a, "%d", HEADER_ROWS), m->src->type->name.v);
}

/* Two names at least: one alone may stand in a title or in a cell. */
static bool find_header_row(struct mapping *m) {
    struct rows *r = m->r;
    r->quiet = true;
    size_t faults = diags_errors(r->d);
    bool readable = find_layout(m) && diags_errors(r->d) == faults;
    if (readable && m->matched < 2)
        report_no_header(m);
    bool found = readable && m->matched > 1 && r->kind->start(r, m->layout);
    while (found && r->row < m->row)
        found = r->kind->next(r, m->a);
    r->quiet = false;
    r->refused = 0;
    return found;
}

/* A place may cost a pass over the line, so beyond the cap, where none is shown, it is the row's. */
static struct place header_place(struct mapping *m, const struct header *h, enum diag_id id) {
    bool shown = diags_count_of(m->r->d, id) < DIAG_CAP;
    return m->r->kind->place(m->r, m->a, shown ? (size_t)(h - m->headers) : SIZE_MAX);
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
            diag3(m->r->d, DIAG_COLUMN_TWICE, header_place(m, h, DIAG_COLUMN_TWICE), h->shown,
                  m->headers[best].shown, m->src->type->columns[column].name.v);
    }
    return best;
}

static void report_missing(struct mapping *m, size_t column) {
    const struct column *c = &m->src->type->columns[column];
    const struct source_column *given = contract_column(m->src, c->name.v);
    if (given && given->at.src)
        diag3(m->r->d, DIAG_COLUMN_MISSING, span_place(given->at), given->header, c->name.v, m->src->shown);
    else if (given || (c->required && !is_filled(m->src, c->name.v)))
        diag3(m->r->d, DIAG_COLUMN_MISSING, m->r->kind->place(m->r, m->a, SIZE_MAX),
              given ? given->header : c->title.v, c->name.v, m->src->shown);
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
    return str_nearest(word, names, n).n ? schema_nearest_suffix(m->a, diags_lang(m->r->d), word, names, n)
                                         : S("");
}

static str taken_name(struct mapping *m, const struct column_map *map, size_t column) {
    bool zh = diags_lang(m->r->d) == LANG_ZH;
    return str_fmt(m->a, zh ? "；“%.*s”已用作 %.*s" : "; '%.*s' is already used for '%.*s'",
                   STR_ARG(map->shown[column]), STR_ARG(m->src->type->columns[column].name.v));
}

/* Fields that feed nothing: unknown names, and names weaker than another field's (equal ones were a fault). */
static void report_unread(struct mapping *m, const struct column_map *map) {
    for (size_t i = 0; i < m->n_headers; i++) {
        const struct header *h = &m->headers[i];
        bool known = h->rank != RANK_NONE;
        if (!known && m->r->labels)
            continue;
        if (known ? h->rank == m->headers[map->field_of[h->column]].rank : is_ignored(m, h->folded))
            continue;
        str hint = S("");
        if (diags_count_of(m->r->d, DIAG_COLUMN_UNKNOWN) < DIAG_CAP)
            hint = known ? taken_name(m, map, h->column) : likely_name(m, map, h->shown);
        diag2(m->r->d, DIAG_COLUMN_UNKNOWN, header_place(m, h, DIAG_COLUMN_UNKNOWN), h->shown, hint);
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
            diag3(m->r->d, DIAG_WORD_UNKNOWN, c->at.src ? span_place(c->at) : m->src->mentioned, S("columns"),
                  c->column,
                  schema_nearest_suffix(m->a, diags_lang(m->r->d), c->column, names, t->n_columns));
    }
}

bool column_map_find(struct rows *r, struct arena *a, const struct record_source *src,
                     struct column_map *map) {
    struct mapping m = {.r = r, .a = a, .src = src};
    const struct record_type *t = src->type;
    size_t faults = diags_errors(r->d);
    report_unknown_columns(&m);
    collect_known(&m);
    if (!find_header_row(&m))
        return false;
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
    return diags_errors(r->d) == faults;
}
