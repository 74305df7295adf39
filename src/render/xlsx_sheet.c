/* xlsx_sheet.c - one sheet: lines above, an Excel table over the rows, totals, page setup. */
#include "render/xlsx_sheet.h"

#define PAPER_A3 8
#define PAPER_A4 9
#define A4_MOST 200 /* characters side by side that are still legible on A4, landscape; more go on A3 */
#define WIDTH_LEAST 8
#define WIDTH_MOST 46
#define FILTER_BUTTON 4 /* columns the button takes beside a title */
#define LINE_LEAST 40   /* a narrow table does not squeeze the lines above it */
#define TITLE_HEIGHT 24
#define TABLE_SIZE 10 /* letters, as in xlsx_formats.c */
#define TITLE_SIZE 16
#define LINE_HEIGHT 14.5      /* of letters of TABLE_SIZE in any font that stands in for ours */
#define ROW_HEIGHT_MOST 409.0 /* Excel: specifications and limits */
#define CELL_PADDING 2        /* columns beside the widest text of a column that fits its content */
#define WIDE_COLUMNS 8        /* from here on the first column stays in sight too */
#define PIECE_MOST 40         /* characters of one piece of a header or footer; all of them may have 255 */

/* -- above the table -------------------------------------------------------------------------------- */

static int line_columns(const struct sheet *sh) {
    int sum = 0;
    for (size_t i = 0; i < sh->s->n_columns; i++)
        sum += sh->widths[i];
    return sum > LINE_LEAST ? sum : LINE_LEAST;
}

static void put_line(struct sheet *sh, str text, enum xlsx_style style) {
    struct xlsx *x = sh->x;
    int columns = style == XLSX_TITLE ? line_columns(sh) * TABLE_SIZE / TITLE_SIZE : line_columns(sh);
    str line;
    while (xlsx_take_line(&text, columns, &line)) {
        if (style == XLSX_TITLE)
            xlsx_note(x, worksheet_set_row(sh->ws, sh->row, TITLE_HEIGHT, NULL));
        xlsx_note(
            x, worksheet_write_string(sh->ws, sh->row++, 0, xlsx_text(x->a, line), x->formats.style[style]));
    }
}

static str joined(struct arena *a, str first, str second) {
    return first.n && second.n ? str_fmt(a, "%.*s　%.*s", STR_ARG(first), STR_ARG(second))
           : first.n           ? first
                               : second;
}

/* On as few lines as they fit, none of them parted. */
static void put_parties(struct sheet *sh) {
    const struct book *b = sh->x->book;
    struct arena *a = sh->x->a;
    str pieces[] = {b->buyer, b->supplier, b->date_text}, line = S("");
    static const char *const labels[] = {"甲方", "乙方", "编制日期"};
    for (size_t i = 0; i < 3; i++) {
        if (pieces[i].n == 0)
            continue;
        str piece = str_fmt(a, "%s：%.*s", labels[i], STR_ARG(pieces[i]));
        str longer = joined(a, line, piece);
        if (xlsx_columns(longer) <= line_columns(sh)) {
            line = longer;
            continue;
        }
        put_line(sh, line, XLSX_LINE);
        line = piece;
    }
    put_line(sh, line, XLSX_LINE);
}

static void put_top(struct sheet *sh) {
    const struct book *b = sh->x->book;
    const struct book_sheet *s = sh->s;
    struct arena *a = sh->x->a;
    bool own = s->heading.n && !str_eq(s->heading, b->title);
    put_line(sh, own ? s->heading : b->title, XLSX_TITLE);
    put_line(sh, own ? joined(a, b->title, b->subtitle) : b->subtitle, XLSX_LINE);
    put_parties(sh);
    if (b->draft)
        put_line(sh, str_fmt(a, "草稿：本期尚未结束，数据截至%.*s。", STR_ARG(b->date_text)), XLSX_DRAFT);
    for (size_t i = 0; i < s->n_notes; i++)
        put_line(sh, s->notes[i], XLSX_LINE);
    for (size_t i = 0; i < s->n_columns; i++)
        if (s->columns[i].note.n)
            put_line(sh, str_fmt(a, "%.*s：%.*s", STR_ARG(s->columns[i].title), STR_ARG(s->columns[i].note)),
                     XLSX_LINE);
    if (!sh->has_rows)
        put_line(sh, s->empty, XLSX_LINE);
    sh->row++;
}

/* -- rows ------------------------------------------------------------------------------------------- */

void xlsx_widen(struct sheet *sh, size_t col, int width) {
    width += CELL_PADDING;
    if (sh->s->columns[col].width <= 0 && width > sh->widths[col])
        sh->widths[col] = width < WIDTH_MOST ? width : WIDTH_MOST;
}

static void add_up(struct sum *sum, struct value v, const struct xlsx_cell *c, bool formula) {
    sum->filled += formula || c->kind != XLSX_BLANK;
    if (c->kind != XLSX_NUMBER)
        return;
    if (v.kind != VALUE_INT || __builtin_add_overflow(sum->whole, v.i, &sum->whole))
        sum->real += c->number;
}

/* Lines the text takes in its column. Rows get their height from here: not every program fits it when it loads. */
static int lines_of(const struct sheet *sh, size_t col, const char *text) {
    double given = sh->s->columns[col].width;
    int columns = (given > 0 ? (int)given : WIDTH_MOST) - 1, lines = 0;
    str rest = str_from(text), line;
    if (rest.n <= (size_t)(columns > 0 ? columns : 0) && str_find(rest, S("\n")) < 0)
        return 1;
    while (xlsx_take_line(&rest, columns > 2 ? columns : 2, &line))
        lines++;
    return lines;
}

static void set_height(struct sheet *sh, lxw_row_t row, int lines) {
    double height = lines * LINE_HEIGHT + 1;
    if (lines > 1)
        xlsx_note(sh->x,
                  worksheet_set_row(sh->ws, row, height < ROW_HEIGHT_MOST ? height : ROW_HEIGHT_MOST, NULL));
}

/* The head is as high as its longest title, and is written before anything is known of the rows. */
static void put_head(struct sheet *sh) {
    int lines = 1;
    for (size_t i = 0; i < sh->s->n_columns; i++) {
        int taken = lines_of(sh, i, xlsx_text(sh->x->a, sh->s->columns[i].title));
        lines = taken > lines ? taken : lines;
    }
    sh->header = sh->row++;
    sh->first = sh->row;
    xlsx_put_head(sh);
    set_height(sh, sh->header, lines);
}

static lxw_format *format_of(const struct sheet *sh, size_t i) {
    const struct xlsx_formats *f = &sh->x->formats;
    return (sh->formulas[i] ? f->fixed : f->body)[sh->s->columns[i].format];
}

/* As it stands in this row: one that names cells of the row above is another in each. */
static const char *formula_of(struct sheet *sh, size_t i) {
    str formula = sh->s->columns[i].formula;
    return xlsx_formula_by_row(formula) ? xlsx_formula(sh->x->scratch, sh->s, formula, sh->row)
                                        : sh->formulas[i];
}

static void put_row(struct sheet *sh, const struct value *values) {
    struct xlsx *x = sh->x;
    struct arena_mark mark = arena_mark(x->scratch);
    int lines = 1;
    for (size_t i = 0; i < sh->s->n_columns; i++) {
        struct xlsx_cell c = xlsx_cell_of(x, x->scratch, sh->s, sh->row, i, values[i]);
        xlsx_widen(sh, i, c.width);
        int taken = c.kind == XLSX_TEXT ? lines_of(sh, i, c.text) : 1;
        lines = taken > lines ? taken : lines;
        add_up(&sh->sums[i], values[i], &c, sh->formulas[i] != NULL);
        if (c.kind == XLSX_NUMBER && sh->s->columns[i].format == FORMAT_INT && c.number > sh->most)
            sh->most = c.number;
        xlsx_cell_put(x, sh->ws, sh->row, i, formula_of(sh, i), &c, format_of(sh, i));
    }
    arena_rewind(x->scratch, mark);
    set_height(sh, sh->row++, lines);
}

static void put_blank_row(struct sheet *sh) {
    struct xlsx_cell blank = {0};
    for (size_t i = 0; i < sh->s->n_columns; i++)
        xlsx_cell_put(sh->x, sh->ws, sh->row, i, NULL, &blank, format_of(sh, i));
    sh->row++;
}

/* An Excel table has at least one row; the line above it says when that one means nothing. */
static bool put_rows(struct sheet *sh, struct book_rows *rows, struct value *values) {
    sh->has_rows = book_rows_next(rows, values);
    put_top(sh);
    put_head(sh);
    for (bool more = sh->has_rows; more && xlsx_room_left(sh->x, sh->ws);
         more = book_rows_next(rows, values)) {
        if (sh->row + 2 > LXW_ROW_MAX)
            xlsx_note(sh->x, LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE);
        else
            put_row(sh, values);
    }
    if (!sh->has_rows)
        put_blank_row(sh);
    return !book_rows_failed(rows);
}

/* -- the page --------------------------------------------------------------------------------------- */

static void colour_outcomes(struct sheet *sh, lxw_col_t col) {
    for (int i = 0; i < WORD__MAX; i++) {
        str value = str_fmt(sh->x->a, "\"%.*s\"", STR_ARG(xlsx_word((enum xlsx_word)i)));
        lxw_conditional_format rule = {
            .type = LXW_CONDITIONAL_TYPE_CELL,
            .criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO,
            .value_string = str_z(sh->x->a, value),
            .format = sh->x->formats.word[i],
        };
        xlsx_note(sh->x, worksheet_conditional_format_range(sh->ws, sh->first, col, sh->row - 1, col, &rule));
    }
}

/* "&" begins a code. */
static str page_piece(struct arena *a, str text) {
    struct sb b = {.a = a};
    for (int n = 0; text.n > 0 && n < PIECE_MOST; n++) {
        uint32_t cp = utf8_next(&text);
        if (cp == '&')
            sb_char(&b, '&');
        sb_codepoint(&b, cp < ' ' ? ' ' : cp);
    }
    return b.n ? sb_str(&b) : S("");
}

static void set_page(struct sheet *sh) {
    const struct book *b = sh->x->book;
    struct arena *a = sh->x->a;
    str left = page_piece(a, b->contract_title), right = page_piece(a, joined(a, b->title, b->subtitle));
    str head = str_fmt(a, "&L%.*s&C%s&R%.*s", STR_ARG(left), b->draft ? "草稿" : "", STR_ARG(right));
    left = page_piece(a, b->supplier);
    right = page_piece(a, b->date_text);
    str foot = str_fmt(a, "&L%.*s&C第 &P 页　共 &N 页&R%.*s", STR_ARG(left), STR_ARG(right));
    worksheet_set_paper(sh->ws, sh->s->landscape && line_columns(sh) > A4_MOST ? PAPER_A3 : PAPER_A4);
    if (sh->s->landscape)
        worksheet_set_landscape(sh->ws);
    worksheet_fit_to_pages(sh->ws, 1, 0);
    worksheet_center_horizontally(sh->ws);
    worksheet_set_margins(sh->ws, 0.5, 0.5, 0.8, 0.8);
    xlsx_note(sh->x, worksheet_set_header(sh->ws, xlsx_text(a, head)));
    xlsx_note(sh->x, worksheet_set_footer(sh->ws, xlsx_text(a, foot)));
    xlsx_note(sh->x, worksheet_repeat_rows(sh->ws, sh->header, sh->header));
    worksheet_freeze_panes(sh->ws, sh->first, sh->s->n_columns >= WIDE_COLUMNS);
}

static void set_columns(struct sheet *sh) {
    char range[LXW_MAX_CELL_RANGE_LENGTH];
    for (size_t i = 0; i < sh->s->n_columns; i++) {
        double given = sh->s->columns[i].width;
        lxw_col_t col = (lxw_col_t)i;
        xlsx_note(sh->x, worksheet_set_column(sh->ws, col, col, given > 0 ? given : sh->widths[i], NULL));
        if (sh->s->columns[i].format == FORMAT_OUTCOME)
            colour_outcomes(sh, col);
    }
    lxw_rowcol_to_range(range, sh->first, 0, sh->row, (lxw_col_t)(sh->s->n_columns - 1));
    xlsx_note(sh->x, worksheet_ignore_errors(sh->ws, LXW_IGNORE_NUMBER_STORED_AS_TEXT, range));
}

/* -- the sheet -------------------------------------------------------------------------------------- */

static void prepare(struct sheet *sh) {
    const struct book_sheet *s = sh->s;
    struct arena *a = sh->x->a;
    sh->widths = ARENA_ARRAY(a, int, s->n_columns + 1);
    sh->formulas = ARENA_ARRAY(a, const char *, s->n_columns + 1);
    sh->sums = ARENA_ARRAY(a, struct sum, s->n_columns + 1);
    for (size_t i = 0; i < s->n_columns; i++) {
        const struct book_column *c = &s->columns[i];
        int width = xlsx_columns(c->title) + FILTER_BUTTON;
        sh->widths[i] = c->width > 0 ? (int)c->width : width > WIDTH_LEAST ? width : WIDTH_LEAST;
        sh->formulas[i] = c->formula.n ? xlsx_formula(a, s, c->formula, 1) : NULL;
        sh->has_total = sh->has_total || c->total != TOTAL_NONE;
    }
}

/* Without a password: against slips of the hand, not against the reader. Sorting would need every cell unlocked. */
static void protect(struct sheet *sh) {
    lxw_protection allowed = {.format_columns = 1, .format_rows = 1, .autofilter = 1, .sort = 1};
    worksheet_protect(sh->ws, NULL, &allowed);
}

static void finish(struct sheet *sh) {
    xlsx_put_totals(sh);
    xlsx_add_table(sh);
    set_columns(sh);
    set_page(sh);
    protect(sh);
}

bool xlsx_sheet_write(struct xlsx *x, size_t index) {
    struct sheet sh = {.x = x, .s = &x->book->sheets[index]};
    sh.ws = workbook_add_worksheet(x->wb, str_z(x->a, sh.s->name));
    if (!sh.ws) {
        xlsx_note(x, LXW_ERROR_PARAMETER_VALIDATION);
        return true;
    }
    prepare(&sh);
    struct value *values = ARENA_ARRAY(x->a, struct value, sh.s->n_columns + 1);
    struct book_rows *rows = book_rows_open(x->book, index);
    bool ok = put_rows(&sh, rows, values);
    book_rows_close(rows);
    if (ok && xlsx_room_left(x, sh.ws))
        finish(&sh);
    ok = xlsx_room_used(x, sh.ws) && ok;
    x->spans[index] = (struct xlsx_span){sh.header, sh.first, sh.row - 1, sh.has_rows, sh.most};
    return ok;
}
