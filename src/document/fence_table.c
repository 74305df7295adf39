/* fence_table.c - ```table: the rows of a query. */
#include <stddef.h>

#include "document/fences.h"
#include "document/values.h"

struct column_spec {
    sval title, value, tone, link;
    struct decval width;
    struct enumval align, format;
    struct boolval group;
    struct boolval optional;
    struct span at;
};
struct table_spec {
    sval query, caption, empty, anchor, figure;
    struct ynode *with, *total;
    struct boolval carry;
    struct enumval orientation;
    struct {
        struct column_spec *at;
        size_t n;
    } columns;
};

static const char *const align_words[] = {"auto", "left", "center", "right", NULL};
static const char *const orientation_words[] = {"same", "portrait", "landscape", "auto", NULL};
static const struct field column_fields[] = {
    {.name = "title", .kind = FIELD_STR, .offset = offsetof(struct column_spec, title), .required = true},
    {.name = "value",
     .kind = FIELD_STR,
     .offset = offsetof(struct column_spec, value),
     .required = true,
     .note = "column of the query"},
    {.name = "width",
     .kind = FIELD_DEC,
     .offset = offsetof(struct column_spec, width),
     .note = "weight; from the content when absent"},
    {.name = "align",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct column_spec, align),
     .words = align_words},
    {.name = "format",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct column_spec, format),
     .words = value_format_words,
     .note = "text when absent"},
    {.name = "tone",
     .kind = FIELD_STR,
     .offset = offsetof(struct column_spec, tone),
     .note = "column of the query with the outcome that colours the cell"},
    {.name = "group",
     .kind = FIELD_BOOL,
     .offset = offsetof(struct column_spec, group),
     .note = "equal values one below the other are one cell"},
    {.name = "optional",
     .kind = FIELD_BOOL,
     .offset = offsetof(struct column_spec, optional),
     .note = "left out when no row has a value"},
    {.name = "link",
     .kind = FIELD_STR,
     .offset = offsetof(struct column_spec, link),
     .note = "column of the query with the name of the place the cell leads to"},
    {0},
};
static const struct schema column_schema = {"table column", sizeof(struct column_spec), column_fields, 0,
                                            offsetof(struct column_spec, at)};
static const struct field table_fields[] = {
    {.name = "query", .kind = FIELD_STR, .offset = offsetof(struct table_spec, query), .required = true},
    {.name = "with",
     .kind = FIELD_NODE,
     .offset = offsetof(struct table_spec, with),
     .note = "parameters of the query"},
    {.name = "columns",
     .kind = FIELD_LIST,
     .offset = offsetof(struct table_spec, columns),
     .sub = &column_schema,
     .note = "every column of the query when absent"},
    {.name = "caption", .kind = FIELD_STR, .offset = offsetof(struct table_spec, caption)},
    {.name = "empty",
     .kind = FIELD_STR,
     .offset = offsetof(struct table_spec, empty),
     .note = "words that stand in its place when there is no row"},
    {.name = "anchor",
     .kind = FIELD_STR,
     .offset = offsetof(struct table_spec, anchor),
     .note = "column of the query with the name by which links reach the row"},
    {.name = "figure",
     .kind = FIELD_STR,
     .offset = offsetof(struct table_spec, figure),
     .note = "column of the query with the row's figure code, printed in the margin"},
    {.name = "total",
     .kind = FIELD_NODE,
     .offset = offsetof(struct table_spec, total),
     .note = "label of a total row over all int and money columns, or {column: sum, column: label}"},
    {.name = "carry",
     .kind = FIELD_BOOL,
     .offset = offsetof(struct table_spec, carry),
     .note = "the sums of the total are carried over pages: 过次页, 承前页"},
    {.name = "orientation",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct table_spec, orientation),
     .words = orientation_words,
     .note = "of the table's own pages; auto: landscape when it needs it"},
    {0},
};
static const struct schema table_schema = {"table", sizeof(struct table_spec), table_fields, 0, SCHEMA_NO_AT};

/* One column while rows are read. */
struct reading {
    sval name;     /* for messages: its place in the template */
    int col, tone; /* of the query; tone -1: from the value itself when it is an outcome */
    int link;      /* -1: none */
    enum value_format format;
    bool optional, any; /* any: a row had a value */
    bool hours;         /* a time whose hour is always recorded */
    bool summed;
    str label; /* in the total row */
    struct value_sum sum;
    VEC(struct value_sum) running; /* with `carry`: after each row */
};
struct table_reader {
    const struct fence *f;
    struct fence_query q;
    struct table *t;
    struct reading *columns;
    VEC(struct table_cell) cells;
    int anchor, figure; /* columns of the query, -1: none */
    bool linked;        /* a column has links */
    VEC(str) anchors;
    VEC(str) figures;
    VEC(str) links;
};

/* -- columns -------------------------------------------------------------------------------------- */

/* -1 when the template names none; false after a diagnostic. */
static bool find_column(struct table_reader *r, sval name, int *col) {
    *col = name.v.p ? query_column(r->f->c->queries, r->q.query, r->q.stmt, name) : -1;
    return !name.v.p || *col >= 0;
}

static bool add_column(struct table_reader *r, const struct column_spec *spec) {
    struct reading c = {.name = spec->value, .format = (enum value_format)spec->format.v, .label = S("")};
    c.optional = spec->optional.v;
    bool ok = find_column(r, spec->value, &c.col) && c.col >= 0;
    c.hours = ok && c.format == FORMAT_TIME && stmt_column_has_hours(r->q.stmt, c.col);
    ok = find_column(r, spec->tone, &c.tone) && ok;
    ok = find_column(r, spec->link, &c.link) && ok;
    r->linked |= c.link >= 0;
    r->t->link_at[r->t->n_columns] = span_place(spec->link.at);
    r->columns[r->t->n_columns] = c;
    r->t->columns[r->t->n_columns++] = (struct table_column){
        .title = spec->title.v,
        .width = spec->width.set ? dec_real(spec->width.v) : 0,
        .align = (enum align)spec->align.v,
        .format = c.format,
        .group = spec->group.v,
    };
    return ok;
}

static bool add_columns(struct table_reader *r, const struct table_spec *spec) {
    bool ok = true;
    size_t all = (size_t)stmt_columns(r->q.stmt), n = spec->columns.n ? spec->columns.n : all;
    r->columns = ARENA_ARRAY(r->f->c->a, struct reading, n + 1);
    r->t->columns = ARENA_ARRAY(r->f->c->a, struct table_column, n + 1);
    r->t->link_at = ARENA_ARRAY(r->f->c->a, struct place, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct column_spec plain = {0};
        if (!spec->columns.n) {
            str name = str_dup(r->f->c->a, stmt_column_name(r->q.stmt, (int)i));
            plain.title = plain.value = (sval){name, spec->query.at};
        }
        ok = add_column(r, spec->columns.n ? &spec->columns.at[i] : &plain) && ok;
    }
    return ok;
}

/* -- the total row -------------------------------------------------------------------------------- */

/* Ratios, dates and outcomes have no sum; a total of ratios would be a mean of parts. */
static bool format_sums(enum value_format format) {
    return format == FORMAT_INT || format == FORMAT_NUMBER || format == FORMAT_MONEY ||
           format == FORMAT_DURATION;
}

/* "total: 合计": the label in the first column, the sums of all whole numbers and amounts behind it. */
static bool total_by_label(struct table_reader *r, str label) {
    for (size_t i = 1; i < r->t->n_columns; i++)
        r->columns[i].summed = r->columns[i].format == FORMAT_INT || r->columns[i].format == FORMAT_MONEY;
    r->columns[0].label = label;
    return true;
}

static struct reading *find_reading(struct table_reader *r, const struct ynode *key) {
    VEC(str) known = {0};
    for (size_t i = 0; i < r->t->n_columns; i++) {
        if (str_eq(r->columns[i].name.v, key->text))
            return &r->columns[i];
        VEC_PUSH(r->f->c->a, &known, r->columns[i].name.v);
    }
    diag2(r->f->c->d, DIAG_TABLE_TOTAL_COLUMN, span_place(key->at), schema_quote(r->f->c->a, key->text),
          schema_nearest_suffix(r->f->c->a, diags_lang(r->f->c->d), key->text, known.at, known.n));
    return NULL;
}

static bool total_by_map(struct table_reader *r, const struct ynode *map) {
    bool ok = true;
    for (size_t i = 0; i < map->n; i++) {
        struct reading *c = find_reading(r, map->keys[i]);
        ok = ok && c;
        if (!c)
            continue;
        c->summed = str_eqz(map->items[i]->text, "sum");
        c->label = c->summed ? S("") : map->items[i]->text;
        if (c->summed && !format_sums(c->format)) {
            diag2(r->f->c->d, DIAG_TABLE_TOTAL_FORMAT, span_place(map->items[i]->at), c->name.v,
                  str_from(value_format_words[c->format]));
            ok = false;
        }
    }
    return ok;
}

static bool plan_total(struct table_reader *r, const struct ynode *total) {
    if (!total)
        return true;
    r->t->total = true;
    if (total->kind == YNODE_SCALAR)
        return total_by_label(r, total->text);
    if (total->kind == YNODE_MAP)
        return total_by_map(r, total);
    diag2(r->f->c->d, DIAG_MAP_WANTED, span_place(total->at), S("total"), S("{amount_fen: sum}"));
    return false;
}

static bool add_to_sum(struct table_reader *r, struct reading *c, struct value v) {
    struct arena *a = r->f->c->a;
    struct dec d;
    if (v.kind == VALUE_NULL || (value_dec(a, v, &d) && value_sum_add(&c->sum, d)))
        return true;
    diag2(r->f->c->d, DIAG_TABLE_TOTAL, span_place(c->name.at), c->name.v,
          schema_quote(a, value_plain(a, v)));
    return false;
}

static void add_total(struct table_reader *r) {
    struct arena *a = r->f->c->a;
    for (size_t i = 0; i < r->t->n_columns; i++) {
        const struct reading *c = &r->columns[i];
        str text = c->summed ? value_sum_text(a, c->sum, c->format) : c->label;
        VEC_PUSH(a, &r->cells, (struct table_cell){.text = text});
        VEC_PUSH(a, &r->links, S(""));
    }
    VEC_PUSH(a, &r->anchors, S(""));
    VEC_PUSH(a, &r->figures, S(""));
    r->t->n_rows++;
}

/* Sums can be carried where there are some. The words stand where the total has its first label. */
static bool plan_carry(struct table_reader *r, struct boolval carry) {
    bool any = false;
    for (size_t i = r->t->n_columns; i-- > 0;) {
        any = any || r->columns[i].summed;
        if (!r->columns[i].summed && (r->columns[i].label.n || i == 0))
            r->t->label = i;
    }
    r->t->carry = carry.v && any;
    if (carry.v && !any)
        diag0(r->f->c->d, DIAG_TABLE_CARRY, span_place(carry.at));
    return any || !carry.v;
}

static void keep_running(struct table_reader *r) {
    for (size_t i = 0; i < r->t->n_columns; i++)
        if (r->columns[i].summed)
            VEC_PUSH(r->f->c->a, &r->columns[i].running, r->columns[i].sum);
}

static void add_running(struct table_reader *r) {
    for (size_t i = 0; i < r->t->n_columns; i++)
        r->t->columns[i].running = r->columns[i].running.at;
}

/* -- rows ----------------------------------------------------------------------------------------- */

static struct table_cell read_cell(struct table_reader *r, const struct reading *c, struct value v) {
    struct table_cell cell = {.text = c->hours && v.kind != VALUE_NULL
                                          ? value_time_text(r->f->c->a, v)
                                          : value_text(r->f->c->a, v, c->format)};
    if (v.kind == VALUE_TEXT)
        cell.text = str_dup(r->f->c->a, cell.text);
    if (c->tone >= 0)
        cell.tone = value_tone(stmt_value(r->q.stmt, c->tone));
    else if (c->format == FORMAT_OUTCOME)
        cell.tone = value_tone(v);
    return cell;
}

/* The name a column holds; NULL is none. */
static str name_at(const struct table_reader *r, int col) {
    struct value v = col >= 0 ? stmt_value(r->q.stmt, col) : (struct value){0};
    return v.kind == VALUE_NULL ? S("")
                                : str_dup(r->f->c->a, one_line(r->f->c->a, value_plain(r->f->c->a, v)));
}

static void read_names(struct table_reader *r) {
    struct arena *a = r->f->c->a;
    if (r->anchor >= 0)
        VEC_PUSH(a, &r->anchors, name_at(r, r->anchor));
    if (r->figure >= 0)
        VEC_PUSH(a, &r->figures, name_at(r, r->figure));
    for (size_t i = 0; r->linked && i < r->t->n_columns; i++)
        VEC_PUSH(a, &r->links, name_at(r, r->columns[i].link));
}

static bool read_rows(struct table_reader *r) {
    bool ok = true;
    for (; ok && stmt_step(r->q.stmt); r->t->n_rows++) {
        for (size_t i = 0; i < r->t->n_columns; i++) {
            struct reading *c = &r->columns[i];
            struct value v = stmt_value(r->q.stmt, c->col);
            VEC_PUSH(r->f->c->a, &r->cells, read_cell(r, c, v));
            c->any |= v.kind != VALUE_NULL && (v.kind != VALUE_TEXT || v.text.n > 0);
            if (c->summed)
                ok = add_to_sum(r, c, v) && ok;
        }
        if (r->t->carry)
            keep_running(r);
        read_names(r);
    }
    return ok && !stmt_failed(r->q.stmt);
}

/* One template serves contracts that record different things: a column nobody filled is no column. */
static void drop_unused(struct table_reader *r) {
    struct table *t = r->t;
    size_t from = 0, to = 0, kept = 0;
    if (!t->n_rows)
        return;
    for (size_t row = 0; row < t->n_rows; row++)
        for (size_t i = 0; i < t->n_columns; i++, from++)
            if (!r->columns[i].optional || r->columns[i].any) {
                if (r->linked)
                    r->links.at[to] = r->links.at[from];
                r->cells.at[to++] = r->cells.at[from];
            }
    for (size_t i = 0; i < t->n_columns; i++)
        if (!r->columns[i].optional || r->columns[i].any) {
            r->columns[kept] = r->columns[i];
            t->link_at[kept] = t->link_at[i];
            t->columns[kept++] = t->columns[i];
        }
    t->n_columns = kept;
}

static bool fill(struct table_reader *r, const struct table_spec *spec) {
    bool ok = add_columns(r, spec);
    ok = find_column(r, spec->anchor, &r->anchor) && ok;
    ok = find_column(r, spec->figure, &r->figure) && ok;
    if (!ok || !plan_total(r, spec->total) || !plan_carry(r, spec->carry) || !read_rows(r))
        return false;
    r->t->total = r->t->total && r->t->n_rows > 0;
    if (r->t->total)
        add_total(r);
    if (r->t->carry)
        add_running(r);
    drop_unused(r);
    r->t->cells = r->cells.at;
    r->t->anchors = r->anchor >= 0 ? r->anchors.at : NULL;
    r->t->figures = r->figure >= 0 ? r->figures.at : NULL;
    r->t->links = r->linked ? r->links.at : NULL;
    return true;
}

/* A head over no rows says less than the words alone. */
static struct block *words_block(const struct fence *f, str words) {
    struct block *b = fence_new_block(f, BLOCK_PARAGRAPH);
    struct run *run = ARENA_NEW(f->c->a, struct run);
    *run = (struct run){.text = words};
    b->runs = (struct runs){run, 1};
    return b;
}

struct block *fence_table(const struct fence *f) {
    struct table_spec spec = {0};
    struct table_reader r = {.f = f};
    if (!fence_read(f, &table_schema, &spec) || !fence_query_start(f, spec.query, spec.with, &r.q))
        return NULL;
    r.t = ARENA_NEW(f->c->a, struct table);
    r.t->caption = spec.caption.v;
    r.t->empty = spec.empty.v.n ? spec.empty.v : S("（无记录）");
    bool ok = fill(&r, &spec);
    fence_query_done(f, &r.q);
    if (!ok)
        return NULL;
    if (r.t->n_rows == 0 && spec.empty.v.n)
        return words_block(f, spec.empty.v);
    struct block *b = fence_new_block(f, BLOCK_TABLE);
    b->table = r.t;
    b->orient = (enum orientation)spec.orientation.v;
    return b;
}
