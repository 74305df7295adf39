/* context.c - the mustache_source over the store. */
#include "document/context.h"

#include "document/partial.h"
#include "document/record_row.h"
#include "document/values.h"
#include "util/version.h"

enum item_kind { ITEM_ROOT, ITEM_SCALAR, ITEM_QUERY, ITEM_ROW, ITEM_RECORD };

/* A row that is being stepped; kept once something needs it longer. */
struct live_row {
    struct named_query *query;
    struct stmt *stmt;
    const struct kept_row *kept;
};
struct name_list {
    str *at;
    size_t n, cap;
};

enum {
    NAME_PERIOD,
    NAME_PERIOD_TEXT,
    NAME_FROM,
    NAME_TO,
    NAME_FROM_TEXT,
    NAME_TO_TEXT,
    NAME_ON,
    NAME_ON_TEXT,
    NAME_ID,
    NAME_DRAFT,
    NAME_TITLE,
    NAME_NUMBER,
    NAME_SEQ,
    NAME_CODE,
    NAME_NOTHING,
    NAME_DUE_ON,
    NAME_DUE_TEXT,
    NAME_TOOL,
    NAME_VALUES
};
const char *const context_names[] = {"period",   "period_text", "from",    "to",     "from_text", "to_text",
                                     "on",       "on_text",     "id",      "draft",  "title",     "number",
                                     "seq",      "code",        "nothing", "due_on", "due_text",  "tool",
                                     "contract", "record",      NULL};

static struct mustache_item scalar(struct value v) {
    return (struct mustache_item){.kind = ITEM_SCALAR, .v = v};
}

/* -- looking names up ----------------------------------------------------------------------------- */

static const struct kept_row *keep_rows(struct context *c, const struct mustache_frame *top) {
    if (!top)
        return NULL;
    const struct kept_row *up = keep_rows(c, top->up);
    if (top->item.kind == ITEM_RECORD) {
        struct kept_row *row = ARENA_NEW(c->a, struct kept_row);
        *row = *(const struct kept_row *)top->item.p;
        row->up = up;
        return row;
    }
    if (top->item.kind != ITEM_ROW)
        return up;
    struct live_row *row = (struct live_row *)(uintptr_t)top->item.p;
    if (!row->kept)
        row->kept = kept_row_new(c->a, row->stmt, true, up);
    return row->kept;
}

static bool root_member(struct context *c, str name, struct mustache_item *out) {
    for (size_t i = 0; i < NAME_VALUES; i++)
        if (str_eqz(name, context_names[i])) {
            *out = scalar(c->values[i]);
            return true;
        }
    if (str_eqz(name, "contract"))
        *out = (struct mustache_item){.kind = ITEM_RECORD, .p = c->contract};
    else if (str_eqz(name, "record"))
        *out = (struct mustache_item){.kind = ITEM_RECORD, .p = c->record};
    else
        *out = (struct mustache_item){.kind = ITEM_QUERY, .p = queries_find(c->queries, name)};
    return out->p != NULL;
}

static bool row_member(const struct live_row *row, str name, struct mustache_item *out) {
    for (int i = 0; i < stmt_columns(row->stmt); i++)
        if (str_eq(stmt_column_name(row->stmt, i), name)) {
            *out = scalar(stmt_value(row->stmt, i));
            return true;
        }
    return false;
}

static bool query_member(struct context *c, const struct mustache_frame *top, const struct mustache_item *of,
                         str name, struct mustache_item *out) {
    struct named_query *q = (struct named_query *)(uintptr_t)of->p;
    const struct kept_row *row = query_first(c->queries, q, keep_rows(c, top));
    *out = scalar((struct value){0});
    return !row || kept_row_find(row, name, &out->v); /* a failed query has been reported */
}

static bool get_member(void *ctx, const struct mustache_frame *top, const struct mustache_item *of, str name,
                       struct span at, struct mustache_item *out) {
    (void)at;
    *out = scalar((struct value){0});
    switch (of->kind) {
    case ITEM_ROOT:
        return root_member(ctx, name, out);
    case ITEM_QUERY:
        return query_member(ctx, top, of, name, out);
    case ITEM_ROW:
        return row_member(of->p, name, out);
    case ITEM_RECORD:
        return kept_row_find(of->p, name, &out->v);
    default:
        return false;
    }
}

/* Columns that could have been meant: of the query that was named, or of every row around the tag. */
static void add_known(struct context *c, const struct kept_row *rows, bool with_up, struct name_list *known) {
    for (; rows; rows = with_up ? rows->up : NULL)
        for (size_t i = 0; i < rows->n; i++)
            VEC_PUSH(c->a, known, rows->names[i]);
}

static void report_missing(void *ctx, const struct mustache_frame *top, str name, struct span at) {
    struct context *c = ctx;
    struct name_list known = {0};
    str rest = name, head;
    str_cut(&rest, '.', &head);
    struct named_query *q = rest.n ? queries_find(c->queries, head) : NULL;
    if (q) {
        add_known(c, query_first(c->queries, q, keep_rows(c, top)), false, &known);
    } else if (rest.n && str_eqz(head, "contract")) {
        add_known(c, c->contract, false, &known);
    } else if (rest.n && str_eqz(head, "record") && c->record) {
        add_known(c, c->record, false, &known);
    } else {
        add_known(c, keep_rows(c, top), true, &known);
        for (size_t i = 0; context_names[i]; i++)
            VEC_PUSH(c->a, &known, str_from(context_names[i]));
        for (size_t i = 0; i < c->queries->n; i++)
            VEC_PUSH(c->a, &known, c->queries->at[i].query->name.v);
        rest = name;
    }
    diag2(c->d, DIAG_TEMPLATE_NAME, span_place(at), schema_quote(c->a, name),
          schema_nearest_suffix(c->a, diags_lang(c->d), rest, known.at, known.n));
}

/* -- sections ------------------------------------------------------------------------------------- */

static void begin_section(void *ctx, const struct mustache_frame *top, const struct mustache_item *over,
                          struct span at, struct mustache_loop *loop) {
    struct context *c = ctx;
    (void)at;
    loop->over = *over;
    if (over->kind != ITEM_QUERY)
        return;
    struct named_query *q = (struct named_query *)(uintptr_t)over->p;
    struct stmt *stmt = query_start(c->queries, q, keep_rows(c, top), NULL);
    if (!stmt)
        return;
    struct live_row *row = ARENA_NEW(c->a, struct live_row);
    *row = (struct live_row){.query = q, .stmt = stmt};
    loop->state = row;
}

static bool next_element(void *ctx, struct mustache_loop *loop, struct mustache_item *out) {
    (void)ctx;
    if (loop->over.kind == ITEM_QUERY) {
        struct live_row *row = loop->state;
        *out = (struct mustache_item){.kind = ITEM_ROW, .p = row};
        if (row)
            row->kept = NULL;
        return row && stmt_step(row->stmt);
    }
    *out = loop->over;
    return loop->i++ == 0 && (loop->over.kind != ITEM_SCALAR || value_true(loop->over.v));
}

static void end_section(void *ctx, struct mustache_loop *loop) {
    struct context *c = ctx;
    struct live_row *row = loop->state;
    if (row)
        query_done(row->query, c->queries, row->stmt);
}

/* -- values --------------------------------------------------------------------------------------- */

/* What an item prints: itself, or the only column of a row or of a query's first row. */
static struct value value_of(struct context *c, const struct mustache_frame *top,
                             const struct mustache_item *item, struct span at) {
    const struct kept_row *row = item->kind == ITEM_RECORD ? item->p : NULL;
    if (item->kind == ITEM_SCALAR)
        return item->v;
    if (item->kind == ITEM_ROW) {
        const struct live_row *live = item->p;
        if (stmt_columns(live->stmt) == 1)
            return stmt_value(live->stmt, 0);
    } else if (item->kind == ITEM_QUERY) {
        row = query_first(c->queries, (struct named_query *)(uintptr_t)item->p, keep_rows(c, top));
        if (!row)
            return (struct value){0};
    }
    if (row && row->n == 1)
        return row->values[0];
    diag0(c->d, DIAG_TEMPLATE_VALUE, span_place(at));
    return (struct value){0};
}

static void put_markdown(void *ctx, const struct mustache_frame *top, struct sb *out,
                         const struct mustache_item *item, bool raw, struct span at) {
    struct context *c = ctx;
    str text = value_plain(c->a, value_of(c, top, item, at));
    if (raw)
        slots_put_markdown(&c->slots, out, text);
    else
        slots_put(&c->slots, out, text);
}

static void put_line(void *ctx, const struct mustache_frame *top, struct sb *out,
                     const struct mustache_item *item, bool raw, struct span at) {
    struct context *c = ctx;
    (void)raw;
    sb_add(out, one_line(c->a, value_plain(c->a, value_of(c, top, item, at))));
}

/* NULL names no partial: nothing is included. */
static str partial_name(void *ctx, const struct mustache_item *item) {
    struct context *c = ctx;
    return item->kind == ITEM_SCALAR && item->v.kind != VALUE_NULL ? value_plain(c->a, item->v) : S("");
}

static enum mustache_partial find_partial(void *ctx, str name, struct span at, bool standalone, str indent,
                                          struct mustache_text *text, struct sb *out) {
    return str_starts(name, PARTIAL_NARRATIVE) ? partial_narrative(ctx, name, at, standalone, indent, out)
                                               : partial_template(ctx, name, at, text);
}

static const void *keep_scope(void *ctx, const struct mustache_frame *top) {
    return keep_rows(ctx, top);
}

static struct mustache_source source_of(struct context *c, bool markdown) {
    return (struct mustache_source){
        .ctx = c,
        .member = get_member,
        .begin = begin_section,
        .next = next_element,
        .end = end_section,
        .put = markdown ? put_markdown : put_line,
        .name = partial_name,
        .partial = find_partial,
        .missing = report_missing,
        .keep = markdown ? keep_scope : NULL,
    };
}

/* -- use ------------------------------------------------------------------------------------------ */

bool context_expand(struct context *c, const struct mustache *m, struct expansion *e) {
    struct mustache_source s = source_of(c, true);
    return mustache_render(c->a, c->d, m, &s, (struct mustache_item){.kind = ITEM_ROOT}, e);
}

str context_words(struct context *c, str text, struct span at) {
    if (str_find(text, S("{{")) < 0)
        return one_line(c->a, clean_text(c->a, text));
    struct mustache_source s = source_of(c, false);
    struct expansion *e = expansion_new(c->a);
    const struct mustache *m = mustache_parse(c->a, c->d, (struct mustache_text){text, at}, S(""));
    if (!m || !mustache_render(c->a, c->d, m, &s, (struct mustache_item){.kind = ITEM_ROOT}, e))
        return S("");
    return one_line(c->a, clean_text(c->a, sb_str(&e->text)));
}

str context_line(struct context *c, sval text) {
    return text.v.n ? context_words(c, text.v, text.at) : S("");
}

str context_chosen(struct context *c, sval contract, sval template) {
    return context_line(c, contract.v.n ? contract : template);
}

str context_file_name(struct context *c) {
    const struct document_params *p = c->params;
    if (p->file.v.n)
        return context_line(c, p->file);
    str label = p->record_id.n ? p->record_id : p->period;
    str title = value_plain(c->a, c->values[NAME_TITLE]);
    if (p->once)
        return title;
    return one_line(c->a, clean_text(c->a, str_fmt(c->a, "%.*s-%.*s", STR_ARG(title), STR_ARG(label))));
}

static bool all_empty(struct context *c, const struct svals *queries) {
    for (size_t i = 0; i < queries->n; i++) {
        struct named_query *q = queries_need(c->queries, queries->at[i]);
        struct stmt *stmt = q ? query_start(c->queries, q, NULL, NULL) : NULL;
        bool empty = stmt && !stmt_step(stmt) && !stmt_failed(stmt);
        if (stmt)
            query_done(q, c->queries, stmt);
        if (!empty)
            return false;
    }
    return queries->n > 0;
}

void context_set_nothing(struct context *c, const struct svals *queries) {
    c->values[NAME_NOTHING] = (struct value){.kind = VALUE_INT, .i = all_empty(c, queries)};
}

void context_set(struct context *c, const char *name, str value) {
    for (size_t i = 0; i < NAME_VALUES; i++)
        if (str_eqz(str_from(name), context_names[i]))
            c->values[i] = (struct value){.kind = VALUE_TEXT, .text = value};
}

str context_contract(const struct context *c, const char *column) {
    struct value v;
    return kept_row_find(c->contract, str_from(column), &v) && v.kind == VALUE_TEXT ? v.text : S("");
}

/* 2025年4月15日, and the hour where the limit has one. */
static str due_words(struct arena *a, str due) {
    int64_t t;
    if (!civil_parse(due, (str){0}, &t, NULL))
        return due;
    str day = civil_text_zh(a, civil_day(t)), hour = str_slice(due, due.n < 10 ? due.n : 10, due.n);
    return str_fmt(a, "%.*s%.*s", STR_ARG(day), STR_ARG(hour));
}

static void set_values(struct context *c, const struct document_params *p) {
    const struct {
        int name;
        str text;
    } texts[] = {
        {NAME_PERIOD, p->period},
        {NAME_PERIOD_TEXT, p->period_text},
        {NAME_FROM, civil_text_day(c->a, p->from)},
        {NAME_TO, civil_text_day(c->a, p->to)},
        {NAME_FROM_TEXT, civil_text_zh(c->a, p->from)},
        {NAME_TO_TEXT, civil_text_zh(c->a, p->to - 1)},
        {NAME_ON, civil_text_day(c->a, p->on)},
        {NAME_ON_TEXT, civil_text_zh(c->a, p->on)},
        {NAME_ID, p->record_id},
        {NAME_TOOL, str_from(lvyue_version)},
        {NAME_CODE, p->code},
        {NAME_DUE_ON, p->due_on},
        {NAME_DUE_TEXT, due_words(c->a, p->due_on)},
    };
    c->values = ARENA_ARRAY(c->a, struct value, NAME_VALUES);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].text.n)
            c->values[texts[i].name] = (struct value){.kind = VALUE_TEXT, .text = texts[i].text};
    if (p->seq)
        c->values[NAME_SEQ] = (struct value){.kind = VALUE_TEXT, .text = str_fmt(c->a, "%02d", p->seq)};
    c->values[NAME_NOTHING] = (struct value){.kind = VALUE_INT};
    c->values[NAME_DRAFT] = (struct value){.kind = VALUE_INT, .i = p->draft};
}

static const struct kept_row *read_contract(struct context *c) {
    struct stmt *q = stmt_new(c->store, "SELECT * FROM contract");
    const struct kept_row *row = kept_row_new(c->a, q, stmt_step(q), NULL);
    stmt_free(q);
    return row;
}

struct context *context_open(struct arena *a, struct diags *d, struct store *s,
                             const struct template_dirs *dirs, const struct template_query *q, size_t n,
                             const struct document_params *params) {
    struct context *c = ARENA_NEW(a, struct context);
    *c = (struct context){.a = a, .d = d, .store = s, .dirs = dirs, .params = params, .slots = {.a = a}};
    c->queries = queries_open(a, d, s, q, n, params);
    set_values(c, params);
    c->contract = read_contract(c);
    c->record = params->record_id.n ? record_row_read(a, s, params->record_type, params->record_id) : NULL;
    return c;
}

void context_close(struct context *c) {
    queries_close(c->queries);
}
