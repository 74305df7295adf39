/* layout_margin.c - figure codes in the right margin, beside the row they belong to.
 *
 * Small and grey: the committee reads past them, and whoever wants to know where a figure comes from types the code
 * behind `lvyue explain`. Codes are broken after "/", "@" and "-", where a reader expects it: two lines of code fit beside
 * a row of one line, a third would make the row taller.
 */
#include <string.h>

#include "render/layout_table.h"

static float width_of(struct layout *l, str text) {
    struct text_run run = text_run_of(STYLE_CODE_MARGIN, text);
    return text_measure(&l->set, &run);
}

/* How much of the code fits in a line: up to the last separator, or else as many characters as there is room for. */
static size_t fitting(struct layout *l, str code) {
    size_t best = 0, most = 0;
    for (str rest = code; rest.n;) {
        utf8_next(&rest);
        size_t n = code.n - rest.n;
        if (most && width_of(l, str_slice(code, 0, n)) > style_page.margin_code)
            break;
        most = n;
        if (rest.n == 0 || strchr("/@-", code.p[n - 1]))
            best = n;
    }
    return best ? best : most;
}

struct margin_code margin_code_of(struct layout *l, str code) {
    VEC(str) lines = {0};
    while (code.n) {
        size_t n = fitting(l, code);
        VEC_PUSH(l->set.scratch, &lines, str_slice(code, 0, n));
        code = str_slice(code, n, code.n);
    }
    float height = (float)lines.n * style_texts[STYLE_CODE_MARGIN].pitch - 2 * l->cell_y;
    float least = style_texts[STYLE_TABLE].pitch * style_page.table_smallest; /* of any table's lines */
    size_t rows = height > 0 ? (size_t)(height / least) + 1 : 1;
    return (struct margin_code){.lines = lines.at, .n = lines.n, .rows = rows};
}

void margin_code_draw(struct layout *l, struct op_list *ops, const struct margin_code *code, float x,
                      float height) {
    const struct text_style *st = &style_texts[STYLE_CODE_MARGIN];
    float y = (height - (float)code->n * st->pitch) / 2 + text_baseline(st->pitch, st->size);
    for (size_t i = 0; i < code->n; i++, y += st->pitch) {
        struct text_run run = text_run_of(STYLE_CODE_MARGIN, code->lines[i]);
        text_draw(&l->set, ops, &run,
                  (struct line_place){.x = x + style_page.margin_gap, .y = y, .of = code->of});
    }
}
