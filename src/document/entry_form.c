#include "document/entry_form.h"

#include "store/value_words.h"

/* -- which types ---------------------------------------------------------------------------------- */

static bool lists(const struct svals *list, str word) {
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i].v, word))
            return true;
    return false;
}

static bool read_here(const struct contract *c, str type) {
    for (size_t i = 0; i < c->records.n; i++)
        if (str_eq(c->records.at[i].type.v, type))
            return true;
    for (size_t i = 0; i < c->clauses.n; i++)
        if (lists(&c->clauses.at[i].covered_by, type))
            return true;
    for (size_t i = 0; i < c->documents.n; i++)
        if (str_eq(c->documents.at[i].for_record.v, type))
            return true;
    return false;
}

static bool judged_here(const struct contract *c, str type) {
    for (size_t i = 0; i < c->targets.n; i++)
        if (str_eq(c->targets.at[i].on.v, type))
            return true;
    for (size_t i = 0; i < c->obligations.n; i++)
        if (str_eq(c->obligations.at[i].on.v, type))
            return true;
    for (size_t i = 0; i < c->checks.n; i++)
        if (str_eq(c->checks.at[i].on.v, type))
            return true;
    for (size_t i = 0; i < c->kpis.n; i++)
        if (str_eq(c->kpis.at[i].share.of.v, type))
            return true;
    return false;
}

static bool refers_to(const struct record_type *t, str type) {
    for (size_t i = 0; i < t->n_columns; i++)
        if (t->columns[i].kind == COLUMN_REF && str_eq(t->columns[i].ref.v, type))
            return true;
    return false;
}

bool entry_needs(const struct contract *c, const struct record_types *types, str type) {
    if (read_here(c, type) || judged_here(c, type))
        return true;
    for (size_t i = 0; i < types->n; i++) {
        str name = types->at[i].name.v;
        if (!str_eq(name, type) && (read_here(c, name) || judged_here(c, name)) &&
            refers_to(&types->at[i], type))
            return true;
    }
    return false;
}

#define FEW_COLUMNS 12 /* so many fit on a page: nothing is folded away */

/* -- columns -------------------------------------------------------------------------------------- */

struct form {
    struct arena *a;
    const struct contract *c;
    const struct record_types *types;
    struct entry_book *book;
};

static const enum entry_kind kinds[COLUMN__MAX] = {
    [COLUMN_TEXT] = ENTRY_TEXT,   [COLUMN_INT] = ENTRY_INT,     [COLUMN_DEC] = ENTRY_DEC,
    [COLUMN_BOOL] = ENTRY_CHOICE, [COLUMN_DAY] = ENTRY_DAY,     [COLUMN_TIME] = ENTRY_TIME,
    [COLUMN_MONEY] = ENTRY_MONEY, [COLUMN_ENUM] = ENTRY_CHOICE, [COLUMN_REF] = ENTRY_REF,
};
static const char *const hints[ENTRY__MAX] = {
    [ENTRY_ID] = "不得重复",
    [ENTRY_INT] = "整数",
    [ENTRY_DEC] = "数字",
    [ENTRY_MONEY] = "金额（元）",
    [ENTRY_DAY] = "日期，如 2025-03-05",
    [ENTRY_TIME] = "日期和时间，如 2025-03-05 08:30",
    [ENTRY_CHOICE] = "从下拉列表中选择",
    [ENTRY_REF] = "从下拉列表中选择已登记的编号",
};

static void add_choice(struct form *f, struct entry_column *e, str word) {
    e->choices[e->n_choices++] = str_dup(f->a, word);
}

/* The contract's own words first; a value it has none for may occur all the same. */
static void choose_values(struct form *f, const struct record_type *t, const struct column *c,
                          struct entry_column *e) {
    e->choices = ARENA_ARRAY(f->a, str, c->n_values + 1);
    for (int own = 1; own >= 0; own--)
        for (size_t i = 0; i < c->n_values; i++)
            if ((words_contract_value(f->c, t->name.v, c->name.v, &c->values[i]).n > 0) == own)
                add_choice(f, e, words_value(f->c, t->name.v, c->name.v, &c->values[i]));
}

static void choose_systems(struct form *f, struct entry_column *e) {
    e->kind = ENTRY_CHOICE;
    e->choices = ARENA_ARRAY(f->a, str, f->c->systems.n + 1);
    for (size_t i = 0; i < f->c->systems.n; i++)
        add_choice(f, e, f->c->systems.at[i].name.v);
}

static void choose_yes_no(struct form *f, struct entry_column *e) {
    e->choices = ARENA_ARRAY(f->a, str, 2);
    add_choice(f, e, S("是"));
    add_choice(f, e, S("否"));
}

/* The sheet of the type referred to, known once all sheets have their names. */
static void refer(struct form *f, const struct column *c, struct entry_column *e) {
    const struct record_type *t = record_types_find(f->types, c->ref.v);
    for (size_t i = 0; t && i < f->book->n_sheets; i++)
        if (str_eq(f->book->sheets[i].name, t->title.v) && t->key != SIZE_MAX) {
            e->ref_sheet = i;
            e->ref_column = t->key;
            return;
        }
    e->kind = ENTRY_TEXT;
}

static str note_of(struct form *f, const struct column *c, enum entry_kind kind) {
    struct sb b = {.a = f->a};
    if (c->required)
        sb_addz(&b, "必填。");
    if (hints[kind])
        sb_fmt(&b, "%s。", hints[kind]);
    if (c->unit.v.n)
        sb_fmt(&b, "单位：%.*s。", STR_ARG(c->unit.v));
    if (c->day_enough)
        sb_addz(&b, "可只填日期。");
    return b.n ? sb_str(&b) : S("");
}

static bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Does the contract's text have this column's name as a word? Conditions are SQL over column names, so it does where a
 * rule looks at the column; a word too many only leaves a column in sight. */
static bool names_column(const struct contract *c, str name) {
    str text = c->src->text;
    for (ptrdiff_t at; (at = str_find(text, name)) >= 0;
         text = str_slice(text, (size_t)at + name.n, text.n)) {
        bool begins = at == 0 || !is_name_byte(text.p[at - 1]);
        size_t end = (size_t)at + name.n;
        if (begins && (end == text.n || !is_name_byte(text.p[end])))
            return true;
    }
    return false;
}

static bool is_spare(struct form *f, const struct record_type *t, size_t i) {
    const struct column *c = &t->columns[i];
    return i != t->key && i != t->date && !c->required && c->kind != COLUMN_REF &&
           t->n_columns > FEW_COLUMNS && !names_column(f->c, c->name.v);
}

static struct entry_column make_column(struct form *f, const struct record_type *t, size_t i) {
    const struct column *c = &t->columns[i];
    struct entry_column e = {
        .title = c->title.v, .kind = i == t->key ? ENTRY_ID : kinds[c->kind], .required = c->required};
    if (c->kind == COLUMN_ENUM)
        choose_values(f, t, c, &e);
    else if (c->kind == COLUMN_BOOL)
        choose_yes_no(f, &e);
    else if (c->kind == COLUMN_REF && str_eqz(c->ref.v, "system"))
        choose_systems(f, &e);
    else if (c->kind == COLUMN_REF && i != t->key)
        refer(f, c, &e);
    e.note = note_of(f, c, e.kind);
    e.spare = is_spare(f, t, i);
    return e;
}

/* -- sheets --------------------------------------------------------------------------------------- */

static bool is_day(const struct record_type *t, size_t column) {
    return t->columns[column].kind == COLUMN_DAY || t->columns[column].day_enough;
}

static void fill_sheet(struct form *f, struct entry_sheet *s, const struct record_type *t) {
    s->columns = ARENA_ARRAY(f->a, struct entry_column, t->n_columns + 1);
    s->orders = ARENA_ARRAY(f->a, struct entry_order, t->n_orders + 1);
    for (; s->n_columns < t->n_columns; s->n_columns++)
        s->columns[s->n_columns] = make_column(f, t, s->n_columns);
    for (; s->n_orders < t->n_orders; s->n_orders++) {
        const struct order *o = &t->orders[s->n_orders];
        s->orders[s->n_orders] =
            (struct entry_order){o->before, o->after, is_day(t, o->before) || is_day(t, o->after)};
    }
}

struct entry_book *entry_form(struct arena *a, const struct contract *c, const struct record_types *types,
                              int32_t on) {
    struct entry_book *b = ARENA_NEW(a, struct entry_book);
    struct form f = {a, c, types, b};
    *b = (struct entry_book){.title = S("履约记录登记簿"),
                             .contract_title = c->head.title.v,
                             .supplier = c->head.supplier.v,
                             .on = on};
    b->sheets = ARENA_ARRAY(a, struct entry_sheet, types->n + 1);
    for (size_t i = 0; i < types->n; i++)
        if (entry_needs(c, types, types->at[i].name.v))
            b->sheets[b->n_sheets++] = (struct entry_sheet){.name = types->at[i].title.v};
    for (size_t i = 0, k = 0; i < types->n; i++)
        if (entry_needs(c, types, types->at[i].name.v))
            fill_sheet(&f, &b->sheets[k++], &types->at[i]);
    return b;
}
