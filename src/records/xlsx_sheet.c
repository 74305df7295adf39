/* xlsx_sheet.c - events of a worksheet part to rows. */
#include "records/xlsx_sheet.h"

#include <string.h>

static bool is(const char *name, const char *wanted) {
    return strcmp(name, wanted) == 0;
}

/* "C17" to column 2 and row 17. false: no reference, or beyond the sheet's edge. */
static bool parse_reference(const char *s, size_t *col, int64_t *row) {
    size_t c = 0;
    int64_t r = 0;
    for (; *s >= 'A' && *s <= 'Z' && c <= ROWS_CELLS_MAX; s++)
        c = c * 26 + (size_t)(*s - 'A') + 1;
    for (; *s >= '0' && *s <= '9' && r < INT32_MAX; s++)
        r = r * 10 + (*s - '0');
    *col = c - 1;
    *row = r;
    return c > 0 && c <= ROWS_CELLS_MAX && r > 0 && r < INT32_MAX && (*s == '\0' || *s == ':');
}

static void start_row(struct xlsx_sheet_reader *s, const char **attributes) {
    const char *r = book_xml_attribute(attributes, "r");
    int64_t row = 0;
    if (!r || !str_to_int(str_from(r), &row) || row <= s->last_row || row >= INT32_MAX)
        row = s->last_row + 1;
    s->row = s->last_row = row;
    s->n = s->col = 0;
    s->text.n = 0;
    s->some = false;
}

/* A second cell at the same place takes over; one without a place, or with a wrong one, follows the one before. */
static void start_cell(struct xlsx_sheet_reader *s, const char **attributes) {
    struct xlsx_cell cell = {.row = s->row, .type = 'n', .from = s->text.n};
    size_t col = s->col, named;
    int64_t row;
    for (; attributes[0]; attributes += 2) {
        const char *key = attributes[0], *value = attributes[1];
        if (is(key, "r") && parse_reference(value, &named, &row))
            col = named;
        else if (is(key, "s"))
            cell.style = (unsigned)strtoul(value, NULL, 10);
        else if (is(key, "t"))
            cell.type = is(value, "inlineStr") ? 'i' : is(value, "str") ? 't' : value[0];
    }
    s->col = col + 1;
    if (col >= ROWS_CELLS_MAX)
        return;
    s->open = &s->cells[col];
    *s->open = cell;
}

static void add_range(struct xlsx_sheet_reader *s, const char *ref) {
    struct xlsx_range r;
    size_t last_col;
    const char *colon = ref ? strchr(ref, ':') : NULL;
    if (!colon || !parse_reference(ref, &r.col, &r.first) || !parse_reference(colon + 1, &last_col, &r.last))
        return;
    if (r.last > r.first && s->merged.n < XLSX_RANGES_MAX)
        VEC_PUSH(s->a, &s->merged, r);
}

static void start(struct book_xml *x, const char *name, const char **attributes) {
    struct xlsx_sheet_reader *s = x->ctx;
    if (!s->in_data) {
        s->in_data = is(name, "sheetData");
        if (is(name, "mergeCell"))
            add_range(s, book_xml_attribute(attributes, "ref"));
    } else if (is(name, "c")) {
        start_cell(s, attributes);
    } else if (is(name, "row")) {
        start_row(s, attributes);
    } else if (s->open) {
        s->in_value = is(name, "v");
        s->in_inline = s->in_inline || is(name, "is");
        s->in_reading = s->in_reading || is(name, "rPh");
        s->in_text = s->in_inline && !s->in_reading && is(name, "t");
        s->open->formula = s->open->formula || is(name, "f");
    }
}

static void end_cell(struct xlsx_sheet_reader *s) {
    struct xlsx_cell *c = s->open;
    if (!c)
        return;
    c->n = s->text.n - c->from;
    c->value = c->n > 0;
    if (c->value || c->formula) {
        s->some = true;
        size_t col = (size_t)(c - s->cells);
        s->n = col + 1 > s->n ? col + 1 : s->n;
    }
    s->open = NULL;
    s->in_inline = s->in_reading = false;
}

static void end(struct book_xml *x, const char *name) {
    struct xlsx_sheet_reader *s = x->ctx;
    s->in_value = s->in_text = false;
    if (!s->in_data)
        return;
    if (is(name, "c"))
        end_cell(s);
    else if (is(name, "rPh"))
        s->in_reading = false;
    else if (is(name, "row") && s->some)
        book_xml_pause(x);
    else if (is(name, "sheetData"))
        s->in_data = false;
}

/* A value longer than a cell may be is kept one piece too long, so that it is refused. */
static void text(struct book_xml *x, str t) {
    struct xlsx_sheet_reader *s = x->ctx;
    if (s->open && (s->in_value || s->in_text) && s->text.n - s->open->from <= ROWS_CELL_BYTES_MAX)
        sb_add(&s->text, t);
}

bool xlsx_sheet_open(struct xlsx_sheet_reader *s, struct xlsx_book *b, str part) {
    static const struct book_xml_events events = {start, end, text};
    struct xlsx_cell *cells = s->cells;
    struct sb kept = {.a = s->text.a, .p = s->text.p, .cap = s->text.cap};
    *s = (struct xlsx_sheet_reader){.cells = cells, .text = kept, .a = s->a};
    memset(cells, 0, ROWS_CELLS_MAX * sizeof *cells);
    s->open_file = book_xml_open(&s->xml, &b->zip, s->a, part, &events, s);
    return s->open_file;
}

bool xlsx_sheet_next(struct xlsx_sheet_reader *s) {
    return s->open_file && book_xml_go_on(&s->xml);
}

void xlsx_sheet_close(struct xlsx_sheet_reader *s) {
    if (s->open_file)
        book_xml_close(&s->xml);
    s->open_file = false;
}

const struct xlsx_cell *xlsx_sheet_cell(const struct xlsx_sheet_reader *s, size_t i) {
    const struct xlsx_cell *c = &s->cells[i];
    return i < ROWS_CELLS_MAX && c->row == s->row && s->row > 0 ? c : NULL;
}
