/* xlsx_entry_checks.c - what an entry workbook checks while it is filled in.
 *
 * Nothing is refused that the import would take: a choice the list does not have may be an alias, an id not registered
 * yet may come later. So lists and references warn; dates and numbers, which Excel would silently keep as text, stop.
 */
#include "render/xlsx_entry.h"

#define EARLIEST_DAY 36526 /* 2000-01-01 as a serial */

struct checked {
    struct entry_writer *w;
    lxw_worksheet *ws;
    const struct entry_sheet *s;
    size_t index; /* of the sheet */
};

static const char *cell(struct arena *a, size_t col, lxw_row_t row, bool column_fixed) {
    char name[LXW_MAX_CELL_NAME_LENGTH], *out;
    lxw_rowcol_to_cell(name, row, (lxw_col_t)col);
    out = str_z(a, str_fmt(a, "%s%s", column_fixed ? "$" : "", name));
    return out;
}

/* "$B$2:$B$9" */
static str column_range(struct arena *a, size_t col, lxw_row_t first, lxw_row_t last) {
    char from[LXW_MAX_CELL_NAME_LENGTH], to[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell_abs(from, first, (lxw_col_t)col, 1, 1);
    lxw_rowcol_to_cell_abs(to, last, (lxw_col_t)col, 1, 1);
    return str_fmt(a, "%s:%s", from, to);
}

/* The column of the choices sheet that holds this column's list. */
static size_t choices_column(const struct checked *x, size_t column) {
    size_t n = 0;
    for (size_t i = 0; i <= x->index; i++) {
        const struct entry_sheet *s = &x->w->book->sheets[i];
        for (size_t k = 0; k < (i == x->index ? column : s->n_columns); k++)
            n += s->columns[k].kind == ENTRY_CHOICE;
    }
    return n;
}

static const char *list_source(const struct checked *x, size_t i) {
    const struct entry_column *c = &x->s->columns[i];
    struct arena *a = x->w->a;
    if (c->kind == ENTRY_CHOICE)
        return str_z(a, str_fmt(a, "=%s!%.*s", ENTRY_CHOICES,
                                STR_ARG(column_range(a, choices_column(x, i), 1, (lxw_row_t)c->n_choices))));
    return str_z(a, str_fmt(a, "='%.*s'!%.*s", STR_ARG(x->w->book->sheets[c->ref_sheet].name),
                            STR_ARG(column_range(a, c->ref_column, ENTRY_FIRST, ENTRY_LAST))));
}

static void validate(const struct checked *x, size_t i, lxw_data_validation v) {
    v.ignore_blank = LXW_VALIDATION_ON;
    v.show_input = LXW_VALIDATION_ON;
    v.show_error = LXW_VALIDATION_ON;
    entry_note(x->w, worksheet_data_validation_range(x->ws, ENTRY_FIRST, (lxw_col_t)i, ENTRY_LAST,
                                                     (lxw_col_t)i, &v));
}

static void validate_list(const struct checked *x, size_t i) {
    const struct entry_column *c = &x->s->columns[i];
    if (c->kind == ENTRY_CHOICE && c->n_choices == 0)
        return;
    validate(x, i,
             (lxw_data_validation){.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
                                   .value_formula = (char *)(uintptr_t)list_source(x, i),
                                   .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
                                   .error_title = (char *)(uintptr_t) "不在列表中",
                                   .error_message =
                                       (char *)(uintptr_t) "所填内容不在列表中。请核对；确认无误可以保留。"});
}

static void validate_number(const struct checked *x, size_t i, uint8_t type, double least,
                            const char *message) {
    validate(x, i,
             (lxw_data_validation){.validate = type,
                                   .criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO,
                                   .value_number = least,
                                   .error_title = (char *)(uintptr_t) "格式不符",
                                   .error_message = (char *)(uintptr_t)message});
}

static void validate_id(const struct checked *x, size_t i) {
    struct arena *a = x->w->a;
    str formula = str_fmt(a, "=COUNTIF(%.*s,%s)=1", STR_ARG(column_range(a, i, ENTRY_FIRST, ENTRY_LAST)),
                          cell(a, i, ENTRY_FIRST, false));
    validate(x, i,
             (lxw_data_validation){.validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA,
                                   .value_formula = str_z(a, formula),
                                   .error_title = (char *)(uintptr_t) "编号重复",
                                   .error_message = (char *)(uintptr_t) "这个编号已经用过。"});
}

static void validate_column(const struct checked *x, size_t i) {
    switch (x->s->columns[i].kind) {
    case ENTRY_CHOICE:
    case ENTRY_REF:
        validate_list(x, i);
        break;
    case ENTRY_ID:
        validate_id(x, i);
        break;
    case ENTRY_DAY:
        validate_number(x, i, LXW_VALIDATION_TYPE_DATE_NUMBER, EARLIEST_DAY, "请填日期，如 2025-03-05。");
        break;
    case ENTRY_TIME:
        validate_number(x, i, LXW_VALIDATION_TYPE_DATE_NUMBER, EARLIEST_DAY,
                        "请填日期和时间，如 2025-03-05 08:30。");
        break;
    case ENTRY_INT:
        validate_number(x, i, LXW_VALIDATION_TYPE_INTEGER, 0, "请填不小于 0 的整数。");
        break;
    case ENTRY_DEC:
    case ENTRY_MONEY:
        validate_number(x, i, LXW_VALIDATION_TYPE_DECIMAL, -1e15, "请填数字，不带单位。");
        break;
    default:
        break;
    }
}

static void mark(const struct checked *x, size_t i, str formula, lxw_format *format) {
    lxw_conditional_format rule = {
        .type = LXW_CONDITIONAL_TYPE_FORMULA, .value_string = str_z(x->w->a, formula), .format = format};
    entry_note(x->w, worksheet_conditional_format_range(x->ws, ENTRY_FIRST, (lxw_col_t)i, ENTRY_LAST,
                                                        (lxw_col_t)i, &rule));
}

/* Both cells go red: which of the two is wrong, the sheet cannot know. */
static void mark_order(const struct checked *x, const struct entry_order *o) {
    struct arena *a = x->w->a;
    const char *before = cell(a, o->before, ENTRY_FIRST, true), *after = cell(a, o->after, ENTRY_FIRST, true);
    const char *day = o->by_day ? "INT" : "";
    str formula =
        str_fmt(a, "=AND(ISNUMBER(%s),ISNUMBER(%s),%s(%s)>%s(%s))", before, after, day, before, day, after);
    mark(x, o->before, formula, x->w->wrong);
    mark(x, o->after, formula, x->w->wrong);
}

static void mark_column(const struct checked *x, size_t i) {
    struct arena *a = x->w->a;
    const struct entry_column *c = &x->s->columns[i];
    const char *own = cell(a, i, ENTRY_FIRST, true);
    if (c->kind == ENTRY_ID)
        mark(x, i,
             str_fmt(a, "=AND(%s<>\"\",COUNTIF(%.*s,%s)>1)", own,
                     STR_ARG(column_range(a, i, ENTRY_FIRST, ENTRY_LAST)), own),
             x->w->wrong);
    if (c->required)
        mark(x, i,
             str_fmt(a, "=AND(%s=\"\",COUNTA(%s:%s)>0)", own, cell(a, 0, ENTRY_FIRST, true),
                     cell(a, x->s->n_columns - 1, ENTRY_FIRST, true)),
             x->w->missing);
}

void entry_checks(struct entry_writer *w, lxw_worksheet *ws, const struct entry_sheet *s, size_t index) {
    struct checked x = {w, ws, s, index};
    for (size_t i = 0; i < s->n_columns; i++) {
        validate_column(&x, i);
        mark_column(&x, i);
    }
    for (size_t i = 0; i < s->n_orders; i++)
        mark_order(&x, &s->orders[i]);
}
