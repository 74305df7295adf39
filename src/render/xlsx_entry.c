/* xlsx_entry.c - entry workbooks: headers with notes, rows to fill in, a sheet of choices behind them. */
#include "render/xlsx_entry.h"

#include "util/civil.h"
#include "util/scratch.h"

#define PAPER_A4 9
#define PAGE_COLUMNS 150 /* characters that are legible side by side on A4, landscape */
#define TITLE_HEIGHT 26
#define HEADER_HEIGHT 30
#define COLOUR_HEADER 0xDCE6F1
#define COLOUR_REQUIRED 0xFCE4D6
#define COLOUR_RULE 0xBFBFBF
#define FONT_BODY "宋体"
#define FONT_HEAD "黑体"

static const struct {
    const char *number;
    enum lxw_format_alignments align;
    int width; /* characters, at least */
} looks[ENTRY__MAX] = {
    [ENTRY_TEXT] = {"@", LXW_ALIGN_LEFT, 14},
    [ENTRY_ID] = {"@", LXW_ALIGN_LEFT, 16}, /* text: 001 stays 001 */
    [ENTRY_INT] = {"0", LXW_ALIGN_RIGHT, 9},
    [ENTRY_DEC] = {NULL, LXW_ALIGN_RIGHT, 10},
    [ENTRY_MONEY] = {"#,##0.00", LXW_ALIGN_RIGHT, 14},
    [ENTRY_DAY] = {"yyyy-mm-dd", LXW_ALIGN_CENTER, 12},
    [ENTRY_TIME] = {"yyyy-mm-dd hh:mm", LXW_ALIGN_CENTER, 17},
    [ENTRY_CHOICE] = {"@", LXW_ALIGN_CENTER, 11},
    [ENTRY_REF] = {"@", LXW_ALIGN_LEFT, 16},
};

/* -- formats -------------------------------------------------------------------------------------- */

static lxw_format *plain_format(lxw_workbook *wb, const char *font, double size, bool bold) {
    lxw_format *f = workbook_add_format(wb);
    format_set_font_name(f, font);
    format_set_font_size(f, size);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    if (bold)
        format_set_bold(f);
    return f;
}

static lxw_format *header_format(lxw_workbook *wb, lxw_color_t ground) {
    lxw_format *f = plain_format(wb, FONT_HEAD, 10, true);
    format_set_align(f, LXW_ALIGN_CENTER);
    format_set_text_wrap(f);
    format_set_bg_color(f, ground);
    format_set_border(f, LXW_BORDER_THIN);
    format_set_border_color(f, COLOUR_RULE);
    return f;
}

static lxw_format *mark_format(lxw_workbook *wb, lxw_color_t ink, lxw_color_t ground) {
    lxw_format *f = workbook_add_format(wb);
    format_set_font_color(f, ink);
    format_set_bg_color(f, ground);
    return f;
}

static void add_formats(struct entry_writer *w) {
    w->title = plain_format(w->wb, FONT_HEAD, 16, true);
    w->line = plain_format(w->wb, FONT_BODY, 10, false);
    w->header = header_format(w->wb, COLOUR_HEADER);
    w->required = header_format(w->wb, COLOUR_REQUIRED);
    w->wrong = mark_format(w->wb, 0x9C0006, 0xFFC7CE);
    w->missing = mark_format(w->wb, 0x7F6000, 0xFFEB9C);
    for (int i = 0; i < ENTRY__MAX; i++) {
        w->body[i] = plain_format(w->wb, FONT_BODY, 10, false);
        format_set_align(w->body[i], (uint8_t)looks[i].align);
        if (looks[i].number)
            format_set_num_format(w->body[i], looks[i].number);
        if (i == ENTRY_TEXT)
            format_set_text_wrap(w->body[i]);
    }
}

/* -- one sheet ------------------------------------------------------------------------------------ */

static void put_text(struct entry_writer *w, lxw_worksheet *ws, lxw_row_t row, size_t col, str text,
                     lxw_format *f) {
    entry_note(w, worksheet_write_string(ws, row, (lxw_col_t)col, xlsx_text(w->a, text), f));
}

static void put_header(struct entry_writer *w, lxw_worksheet *ws, const struct entry_column *c, size_t col) {
    lxw_comment_options note = {
        .author = (char *)(uintptr_t) "", .x_scale = 1.4, .y_scale = 0.8, .font_size = 9};
    int width = xlsx_columns(c->title) + 4;
    width = width > looks[c->kind].width ? width : looks[c->kind].width;
    lxw_row_col_options folded = {.hidden = c->spare, .level = c->spare};
    entry_note(
        w, worksheet_set_column_opt(ws, (lxw_col_t)col, (lxw_col_t)col, width, w->body[c->kind], &folded));
    w->width += c->spare ? 0 : width;
    put_text(w, ws, ENTRY_HEADER, col, c->title, c->required ? w->required : w->header);
    if (c->note.n)
        entry_note(w, worksheet_write_comment_opt(ws, ENTRY_HEADER, (lxw_col_t)col, xlsx_text(w->a, c->note),
                                                  &note));
}

static uint16_t pages_across(const struct entry_writer *w) {
    return (uint16_t)((w->width + PAGE_COLUMNS - 1) / PAGE_COLUMNS);
}

/* The first column is printed on every page; text that runs out of it would be cut on all but the first. The line fits
 * into the narrowest first page. */
static void put_title(struct entry_writer *w, lxw_worksheet *ws, const struct entry_sheet *s) {
    size_t col = pages_across(w) > 1 ? 1 : 0;
    put_text(w, ws, 0, col, str_fmt(w->a, "%.*s　%.*s", STR_ARG(s->name), STR_ARG(w->book->contract_title)),
             w->title);
    put_text(w, ws, 1, col,
             S("每行一条，从表头下填起；橙色表头必填，指向可见要求；红色为先后或编号有误，黄色为缺必填项；"
               "未用栏目已折叠。"),
             w->line);
}

static void set_page(struct entry_writer *w, lxw_worksheet *ws, const struct entry_sheet *s) {
    worksheet_set_paper(ws, PAPER_A4);
    worksheet_set_landscape(ws);
    worksheet_fit_to_pages(ws, pages_across(w), 0);
    entry_note(w, worksheet_repeat_columns(ws, 0, 0));
    worksheet_set_margins(ws, 0.4, 0.4, 0.7, 0.6);
    entry_note(w, worksheet_set_header(ws, "&R&A"));
    entry_note(w, worksheet_set_footer(ws, "&C第 &P 页　共 &N 页"));
    entry_note(w, worksheet_repeat_rows(ws, ENTRY_HEADER, ENTRY_HEADER));
    worksheet_freeze_panes(ws, ENTRY_FIRST, s->n_columns > 6 ? 1 : 0);
    entry_note(w, worksheet_autofilter(ws, ENTRY_HEADER, 0, ENTRY_LAST, (lxw_col_t)(s->n_columns - 1)));
}

static void write_sheet(struct entry_writer *w, size_t index) {
    const struct entry_sheet *s = &w->book->sheets[index];
    lxw_worksheet *ws = workbook_add_worksheet(w->wb, str_z(w->a, s->name));
    if (!ws) {
        entry_note(w, LXW_ERROR_PARAMETER_VALIDATION);
        return;
    }
    w->width = 0;
    entry_note(w, worksheet_set_row(ws, 0, TITLE_HEIGHT, NULL));
    entry_note(w, worksheet_set_row(ws, ENTRY_HEADER, HEADER_HEIGHT, NULL));
    for (size_t i = 0; i < s->n_columns; i++)
        put_header(w, ws, &s->columns[i], i);
    put_title(w, ws, s);
    entry_checks(w, ws, s, index);
    set_page(w, ws, s);
}

/* -- the choices ---------------------------------------------------------------------------------- */

/* A hidden sheet: lists of more than 255 characters cannot stand in a validation itself. */
static void write_choices(struct entry_writer *w) {
    lxw_worksheet *ws = workbook_add_worksheet(w->wb, ENTRY_CHOICES);
    lxw_col_t col = 0;
    for (size_t i = 0; ws && i < w->book->n_sheets; i++)
        for (size_t k = 0; k < w->book->sheets[i].n_columns; k++) {
            const struct entry_column *c = &w->book->sheets[i].columns[k];
            if (c->kind != ENTRY_CHOICE)
                continue;
            put_text(w, ws, 0, col,
                     str_fmt(w->a, "%.*s·%.*s", STR_ARG(w->book->sheets[i].name), STR_ARG(c->title)),
                     w->header);
            for (size_t n = 0; n < c->n_choices; n++)
                put_text(w, ws, (lxw_row_t)n + 1, col, c->choices[n], w->line);
            col++;
        }
    if (ws)
        worksheet_hide(ws);
}

static void set_properties(struct entry_writer *w) {
    lxw_doc_properties p = {
        .title = (char *)(uintptr_t)xlsx_text(w->a, w->book->title),
        .subject = (char *)(uintptr_t)xlsx_text(w->a, w->book->contract_title),
        .author = (char *)(uintptr_t)xlsx_text(w->a, w->book->supplier),
        .created = (time_t)day_start(w->book->on),
    };
    entry_note(w, workbook_set_properties(w->wb, &p));
}

static void write_book(struct entry_writer *w, const char *dir, const char *path, struct failure *f) {
    add_formats(w);
    set_properties(w);
    for (size_t i = 0; i < w->book->n_sheets; i++)
        write_sheet(w, i);
    write_choices(w);
    if (xlsx_room_check(dir, path, ENTRY_BYTES, f))
        entry_note(w, workbook_close(w->wb));
    else
        lxw_workbook_free(w->wb);
}

bool render_entry(struct arena *a, const struct entry_book *book, const char *path, struct failure *f) {
    struct scratch dir;
    if (!scratch_open(a, &dir, f))
        return false;
    lxw_workbook_options options = {.tmpdir = str_z(a, dir.path)};
    struct entry_writer w = {.a = a, .book = book, .wb = workbook_new_opt(path, &options)};
    if (w.wb)
        write_book(&w, options.tmpdir, path, f);
    else
        entry_note(&w, LXW_ERROR_MEMORY_MALLOC_FAILED);
    if (w.error)
        failure_text(f, str_fmt(a, "cannot write '%s': %s", path, lxw_strerror(w.error)));
    scratch_close(a, &dir);
    return !w.error && !f->set;
}
