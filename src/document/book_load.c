/* book_load.c - a workbook template: its keys, its texts, its columns. Rows are book_rows.c's. */
#include "document/book_load.h"

#include <stddef.h>

#include "document/book_names.h"
#include "document/book_rows.h"
#include "document/values.h"
#include "util/file.h"

struct book_spec {
    sval title, subtitle;
    struct ynode *queries;
    struct book_sheet_specs sheets;
    struct book_chart_specs charts;
};

static const struct field column_fields[] = {
    {.name = "title",
     .kind = FIELD_STR,
     .offset = offsetof(struct book_column_spec, title),
     .required = true},
    {.name = "value",
     .kind = FIELD_STR,
     .offset = offsetof(struct book_column_spec, value),
     .required = true,
     .note = "column of the query; with a formula its cached result"},
    {.name = "format",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct book_column_spec, format),
     .words = value_format_words,
     .note = "text when absent"},
    {.name = "width",
     .kind = FIELD_DEC,
     .offset = offsetof(struct book_column_spec, width),
     .note = "in characters"},
    {.name = "formula",
     .kind = FIELD_STR,
     .offset = offsetof(struct book_column_spec, formula),
     .note = "=[@title]*2, table[title]"},
    {.name = "total",
     .kind = FIELD_STR,
     .offset = offsetof(struct book_column_spec, total),
     .note = "sum, count, or a label"},
    {.name = "note", .kind = FIELD_STR, .offset = offsetof(struct book_column_spec, note)},
    {0},
};
static const struct schema column_schema = {"sheet column", sizeof(struct book_column_spec), column_fields, 0,
                                            SCHEMA_NO_AT};
static const struct field sheet_fields[] = {
    {.name = "name", .kind = FIELD_STR, .offset = offsetof(struct book_sheet_spec, name), .required = true},
    {.name = "table",
     .kind = FIELD_STR,
     .offset = offsetof(struct book_sheet_spec, table),
     .required = true,
     .note = "name of the Excel table"},
    {.name = "query", .kind = FIELD_STR, .offset = offsetof(struct book_sheet_spec, query), .required = true},
    {.name = "with",
     .kind = FIELD_NODE,
     .offset = offsetof(struct book_sheet_spec, with),
     .note = "parameters of the query"},
    {.name = "heading",
     .kind = FIELD_STR,
     .offset = offsetof(struct book_sheet_spec, heading),
     .note = "may hold {{names}}; the title when absent"},
    {.name = "notes",
     .kind = FIELD_STRS,
     .offset = offsetof(struct book_sheet_spec, notes),
     .note = "may hold {{names}}"},
    {.name = "columns",
     .kind = FIELD_LIST,
     .offset = offsetof(struct book_sheet_spec, columns),
     .required = true,
     .sub = &column_schema},
    {.name = "landscape", .kind = FIELD_BOOL, .offset = offsetof(struct book_sheet_spec, landscape)},
    {.name = "empty",
     .kind = FIELD_STR,
     .offset = offsetof(struct book_sheet_spec, empty),
     .note = "shown when there is no row"},
    {0},
};
static const struct schema sheet_schema = {"sheet", sizeof(struct book_sheet_spec), sheet_fields, 0,
                                           SCHEMA_NO_AT};
static const char *const chart_words[BOOK_CHART__MAX + 1] = {"column", "stacked", "line", "pie", NULL};
static const struct field chart_fields[] = {
    {.name = "name", .kind = FIELD_STR, .offset = offsetof(struct book_chart_spec, name), .required = true},
    {.name = "type",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct book_chart_spec, type),
     .required = true,
     .words = chart_words},
    {.name = "table",
     .kind = FIELD_STR,
     .offset = offsetof(struct book_chart_spec, table),
     .required = true,
     .note = "an Excel table of the workbook"},
    {.name = "x",
     .kind = FIELD_STR,
     .offset = offsetof(struct book_chart_spec, x),
     .required = true,
     .note = "title of the column with the categories"},
    {.name = "series",
     .kind = FIELD_STRS,
     .offset = offsetof(struct book_chart_spec, series),
     .required = true,
     .note = "titles of the columns with the values"},
    {.name = "title",
     .kind = FIELD_STR,
     .offset = offsetof(struct book_chart_spec, title),
     .note = "may hold {{names}}; the sheet's name when absent"},
    {.name = "unit", .kind = FIELD_STR, .offset = offsetof(struct book_chart_spec, unit)},
    {0},
};
static const struct schema chart_schema = {"chart", sizeof(struct book_chart_spec), chart_fields, 0,
                                           SCHEMA_NO_AT};
static const struct field book_fields[] = {
    {.name = "title",
     .kind = FIELD_STR,
     .offset = offsetof(struct book_spec, title),
     .required = true,
     .note = "may hold {{names}}"},
    {.name = "subtitle",
     .kind = FIELD_STR,
     .offset = offsetof(struct book_spec, subtitle),
     .note = "the period in words when absent"},
    {.name = "queries",
     .kind = FIELD_NODE,
     .offset = offsetof(struct book_spec, queries),
     .note = "{name: SQL}"},
    {.name = "sheets",
     .kind = FIELD_LIST,
     .offset = offsetof(struct book_spec, sheets),
     .required = true,
     .sub = &sheet_schema},
    {.name = "charts",
     .kind = FIELD_LIST,
     .offset = offsetof(struct book_spec, charts),
     .sub = &chart_schema,
     .note = "each on a sheet of its own, behind the tables"},
    {0},
};
static const struct schema book_schema = {"workbook", sizeof(struct book_spec), book_fields, 0, SCHEMA_NO_AT};

/* -- columns -------------------------------------------------------------------------------------- */

static void set_total(struct book_column *c, str total) {
    c->total = total.n == 0              ? TOTAL_NONE
               : str_eqz(total, "sum")   ? TOTAL_SUM
               : str_eqz(total, "count") ? TOTAL_COUNT
                                         : TOTAL_LABEL;
    if (c->total == TOTAL_LABEL)
        c->total_label = total;
}

static struct book_column make_column(const struct book_column_spec *s) {
    struct book_column c = {
        .title = s->title.v,
        .note = s->note.v,
        .width = s->width.set ? dec_real(s->width.v) : 0,
        .format = (enum value_format)s->format.v,
        .formula = s->formula.v,
    };
    set_total(&c, s->total.v);
    return c;
}

/* The query runs with its parameters and has every column that is named. */
static bool bind_sheet(struct context *c, const struct book_sheet_spec *spec, struct sheet_rows *rows) {
    bool ok = true;
    if (spec->with && spec->with->kind != YNODE_MAP) {
        diag2(c->d, DIAG_MAP_WANTED, span_place(spec->with->at), S("with"), S("{id: …}"));
        return false;
    }
    *rows = (struct sheet_rows){queries_need(c->queries, spec->query), spec->with,
                                ARENA_ARRAY(c->a, int, spec->columns.n + 1)};
    struct stmt *stmt = rows->query ? query_start(c->queries, rows->query, NULL, spec->with) : NULL;
    for (size_t i = 0; stmt && i < spec->columns.n; i++) {
        rows->columns[i] = query_column(c->queries, rows->query, stmt, spec->columns.at[i].value);
        ok = ok && rows->columns[i] >= 0;
    }
    if (stmt)
        query_done(rows->query, c->queries, stmt);
    return ok && stmt;
}

/* -- the book ------------------------------------------------------------------------------------- */

static struct book_sheet make_sheet(struct context *c, const struct book_sheet_spec *spec) {
    struct book_sheet s = {
        .name = spec->name.v,
        .table = spec->table.v,
        .heading = context_line(c, spec->heading),
        .notes = ARENA_ARRAY(c->a, str, spec->notes.n + 1),
        .n_notes = spec->notes.n,
        .columns = ARENA_ARRAY(c->a, struct book_column, spec->columns.n + 1),
        .n_columns = spec->columns.n,
        .landscape = spec->landscape.v,
        .empty = spec->empty.v.n ? spec->empty.v : S("（无记录）"),
    };
    for (size_t i = 0; i < spec->notes.n; i++)
        s.notes[i] = context_line(c, spec->notes.at[i]);
    for (size_t i = 0; i < spec->columns.n; i++)
        s.columns[i] = make_column(&spec->columns.at[i]);
    return s;
}

static void fill_head(struct book *b, struct context *c, const struct book_spec *spec) {
    const struct document_params *p = c->params;
    b->title = context_chosen(c, p->title, spec->title);
    context_set(c, "title", b->title);
    context_set(c, "number", context_line(c, p->number));
    b->file_name = context_file_name(c);
    b->subtitle = spec->subtitle.v.n ? context_line(c, spec->subtitle) : p->once ? S("") : p->period_text;
    b->contract_title = context_contract(c, "title");
    b->buyer = context_contract(c, "buyer");
    b->supplier = context_contract(c, "supplier");
    b->date_text = civil_text_zh(c->a, p->on);
    b->on = p->on;
    b->draft = p->draft;
}

static void fill_chart(struct book *b, struct context *c, const struct book_spec *spec,
                       const struct book_chart_spec *from) {
    ptrdiff_t sheet = book_find_table(c->a, c->d, &spec->sheets, from->table);
    if (sheet < 0)
        return;
    const struct book_sheet_spec *table = &spec->sheets.at[sheet];
    ptrdiff_t x = book_find_column(c->a, c->d, table, from->x);
    struct book_chart chart = {
        .name = from->name.v,
        .title = from->title.v.n ? context_line(c, from->title) : from->name.v,
        .unit = from->unit.v,
        .kind = (enum book_chart_kind)from->type.v,
        .sheet = (size_t)sheet,
        .x = (size_t)x,
        .series = ARENA_ARRAY(c->a, size_t, from->series.n + 1),
    };
    for (size_t i = 0; i < from->series.n; i++) {
        ptrdiff_t column = book_find_column(c->a, c->d, table, from->series.at[i]);
        if (column >= 0)
            chart.series[chart.n_series++] = (size_t)column;
    }
    if (x >= 0)
        b->charts[b->n_charts++] = chart;
}

static void fill_charts(struct book *b, struct context *c, const struct book_spec *spec) {
    b->charts = ARENA_ARRAY(c->a, struct book_chart, spec->charts.n + 1);
    for (size_t i = 0; i < spec->charts.n; i++)
        fill_chart(b, c, spec, &spec->charts.at[i]);
}

static void fill_sheets(struct book *b, struct context *c, const struct book_spec *spec) {
    struct book_rows_source *source = ARENA_NEW(c->a, struct book_rows_source);
    source->queries = c->queries;
    source->sheets = ARENA_ARRAY(c->a, struct sheet_rows, spec->sheets.n + 1);
    b->source = source;
    b->sheets = ARENA_ARRAY(c->a, struct book_sheet, spec->sheets.n + 1);
    for (; b->n_sheets < spec->sheets.n; b->n_sheets++) {
        b->sheets[b->n_sheets] = make_sheet(c, &spec->sheets.at[b->n_sheets]);
        bind_sheet(c, &spec->sheets.at[b->n_sheets], &source->sheets[b->n_sheets]);
    }
    book_check_names(c->a, c->d, &spec->sheets, &spec->charts);
    book_check_formulas(c->a, c->d, &spec->sheets);
}

struct book *book_load(struct arena *a, struct diags *d, struct store *s, const struct template_dirs *dirs,
                       str name, const struct document_params *p) {
    str path, shown = str_fmt(a, "templates/%.*s.xlsx.yaml", STR_ARG(name));
    struct template_query *queries;
    struct book_spec spec = {0};
    size_t before = diags_errors(d);
    if (!template_find(a, dirs, name, ".xlsx.yaml", &path)) {
        diag1(d, DIAG_FILE_MISSING, file_place(shown), shown);
        return NULL;
    }
    struct source *src = file_source(a, d, path, shown, (struct place){0});
    struct ynode *node = src ? ynode_parse(a, d, src, src->text, 0) : NULL;
    if (!node)
        return NULL;
    bool usable = schema_read(a, d, node, &book_schema, &spec);
    struct book *b = ARENA_NEW(a, struct book);
    size_t n = queries_read(a, d, spec.queries, &queries);
    queries_check(d, s, queries, n);
    if (!usable) /* after the queries, whose faults would show one by one otherwise */
        return NULL;
    struct context *c = context_open(a, d, s, dirs, queries, n, p);
    fill_head(b, c, &spec);
    fill_sheets(b, c, &spec);
    fill_charts(b, c, &spec);
    context_close(c);
    return diags_errors(d) == before ? b : NULL;
}
