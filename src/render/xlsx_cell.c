/* xlsx_cell.c - one value as a cell: what Excel stores, what it shows, how wide that is. */
#include <math.h>

#include "render/xlsx.h"
#include "util/civil.h"
#include "util/dec.h"

/* Excel: specifications and limits. */
#define CELL_UNITS 32767
#define MOST_GROWTH 2 /* "_x0041_" becomes "_x005F_x0041_" */
/* Beyond this a double no longer holds every whole number: such a number is an id, not a quantity. */
#define EXACT_MOST (INT64_C(1) << 53)
#define EPOCH_SERIAL 25569 /* 1970-01-01 */
/* Excel takes 1900 for a leap year; earlier serials mean other days elsewhere. */
#define SERIAL_LEAST 61 /* 1900-03-01 */
#define MINUTES_A_DAY 1440.0
#define SECONDS_A_DAY 86400.0

static struct xlsx_cell number(double n, int width) {
    return (struct xlsx_cell){XLSX_NUMBER, n, NULL, width};
}

static int digits_of(double n) {
    return n == 0 ? 1 : (int)floor(log10(fabs(n))) + 1 + (n < 0);
}

/* -- one function per format ------------------------------------------------------------------------ */

static bool as_number(struct value v, struct xlsx_cell *out) {
    double n = v.kind == VALUE_INT ? (double)v.i : v.r;
    if (v.kind == VALUE_TEXT || !isfinite(n) ||
        (v.kind == VALUE_INT && (v.i > EXACT_MOST || v.i < -EXACT_MOST)))
        return false;
    *out = number(n, digits_of(n) * 4 / 3 + (n == floor(n) ? 0 : 4));
    return true;
}

static bool as_text(struct value v, struct xlsx_cell *out) {
    (void)v;
    (void)out;
    return false;
}

static bool as_percent(struct value v, struct xlsx_cell *out) {
    bool ok = as_number(v, out);
    out->width = 9;
    return ok;
}

/* fen / 100 is the double nearest to the yuan, the same that ROUND(…,2) gives. */
static bool as_money(struct value v, struct xlsx_cell *out) {
    if (!as_number(v, out))
        return false;
    *out = number(out->number / 100, digits_of(out->number / 100) * 4 / 3 + 3);
    return true;
}

static bool serial_of(struct value v, bool whole_days, double *serial) {
    int64_t t;
    if (v.kind != VALUE_TEXT || !civil_parse(v.text, S(""), &t, NULL))
        return false;
    if (whole_days)
        t = day_start(civil_day(t));
    *serial = (double)(t + EPOCH_SERIAL * (int64_t)DAY_SECONDS) / SECONDS_A_DAY;
    return *serial >= SERIAL_LEAST;
}

static bool as_date(struct value v, struct xlsx_cell *out) {
    double serial;
    bool ok = serial_of(v, true, &serial);
    if (ok)
        *out = number(serial, 10);
    return ok;
}

static bool as_time(struct value v, struct xlsx_cell *out) {
    double serial;
    bool ok = serial_of(v, false, &serial);
    if (ok)
        *out = number(serial, 16);
    return ok;
}

/* Days, so that formulas may subtract times and get durations. */
static bool as_duration(struct value v, struct xlsx_cell *out) {
    if (!as_number(v, out))
        return false;
    *out = number(out->number / MINUTES_A_DAY, digits_of(out->number / 60) + 3);
    return true;
}

static bool (*const readings[FORMAT__MAX])(struct value v, struct xlsx_cell *out) = {
    [FORMAT_TEXT] = as_text,       [FORMAT_INT] = as_number,        [FORMAT_NUMBER] = as_number,
    [FORMAT_PERCENT] = as_percent, [FORMAT_MONEY] = as_money,       [FORMAT_DATE] = as_date,
    [FORMAT_TIME] = as_time,       [FORMAT_DURATION] = as_duration, [FORMAT_OUTCOME] = as_text,
};

/* -- text ------------------------------------------------------------------------------------------- */

static str plain_text(struct arena *a, struct value v, enum value_format format) {
    enum xlsx_word w;
    if (v.kind == VALUE_INT)
        return str_fmt(a, "%lld", (long long)v.i);
    if (v.kind == VALUE_REAL)
        return str_fmt(a, "%.15g", v.r);
    return format == FORMAT_OUTCOME && xlsx_word_find(v.text, &w) ? xlsx_word(w) : v.text;
}

static str address(struct arena *a, const struct book_sheet *s, lxw_row_t row, size_t col) {
    char cell[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell(cell, row, (lxw_col_t)col);
    return str_fmt(a, "%.*s!%s", STR_ARG(s->name), cell);
}

static struct xlsx_cell text_cell(struct xlsx *x, struct arena *a, const struct book_sheet *s, lxw_row_t row,
                                  size_t col, str text) {
    bool measured = s->columns[col].width <= 0; /* else it is given */
    struct xlsx_cell c = {XLSX_TEXT, 0, xlsx_text(a, text), measured ? xlsx_columns(text) : 0};
    size_t units = text.n > CELL_UNITS / MOST_GROWTH ? xlsx_units(c.text) : 0;
    if (units <= CELL_UNITS)
        return c;
    struct place at = {.file = str_fmt(a, "%.*s.xlsx", STR_ARG(x->book->title)),
                       .cell = address(a, s, row, col)};
    at.file = str_dup(x->a, at.file);
    at.cell = str_dup(x->a, at.cell);
    diag2(x->d, DIAG_CELL_LONG, at, str_fmt(x->a, "%zu", units), str_fmt(x->a, "%d", CELL_UNITS));
    return (struct xlsx_cell){0};
}

struct xlsx_cell xlsx_cell_of(struct xlsx *x, struct arena *a, const struct book_sheet *s, lxw_row_t row,
                              size_t col, struct value v) {
    enum value_format format = s->columns[col].format;
    struct xlsx_cell c = {0};
    if (v.kind == VALUE_NULL || (v.kind == VALUE_TEXT && v.text.n == 0))
        return c;
    if (readings[format](v, &c))
        return c;
    return text_cell(x, a, s, row, col, plain_text(a, v, format));
}

/* -- writing ---------------------------------------------------------------------------------------- */

void xlsx_cell_put(struct xlsx *x, lxw_worksheet *ws, lxw_row_t row, size_t column, const char *formula,
                   const struct xlsx_cell *c, lxw_format *format) {
    lxw_col_t col = (lxw_col_t)column;
    lxw_error e;
    if (formula && c->kind == XLSX_NUMBER)
        e = worksheet_write_formula_num(ws, row, col, formula, format, c->number);
    else if (formula)
        e = worksheet_write_formula_str(ws, row, col, formula, format, c->kind == XLSX_TEXT ? c->text : "");
    else if (c->kind == XLSX_NUMBER)
        e = worksheet_write_number(ws, row, col, c->number, format);
    else if (c->kind == XLSX_TEXT)
        e = worksheet_write_string(ws, row, col, c->text,
                                   format); /* never a formula, whatever it begins with */
    else
        e = worksheet_write_blank(ws, row, col, format);
    xlsx_note(x, e);
}
