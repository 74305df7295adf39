#include "document/inline_text.h"

#include <string.h>

static bool is_wide(uint32_t c) {
    char bytes[4] = {0};
    size_t n = utf8_encode(c, bytes);
    return c && utf8_columns((str){bytes, n}) == 2;
}

static uint32_t first_char(str s) {
    return s.n ? utf8_next(&s) : 0;
}

static uint32_t last_char(str s) {
    size_t from = s.n - 1;
    while (from > 0 && ((unsigned char)s.p[from] & 0xC0) == 0x80)
        from--;
    return first_char(str_slice(s, from, s.n));
}

static void close_run(struct inline_text *t) {
    if (t->text.n)
        VEC_PUSH(t->a, &t->runs, (struct run){str_dup(t->a, sb_str(&t->text)), t->style, t->href, 0});
    t->text.n = 0;
}

static void add_piece(struct inline_text *t, str piece, unsigned style, str href) {
    if (piece.n == 0)
        return;
    if (style != t->style || !str_eq(href, t->href)) {
        close_run(t);
        t->style = style;
        t->href = href;
    }
    if (t->soft && t->last && t->last != ' ' && !is_wide(t->last) && !is_wide(first_char(piece)))
        sb_char(&t->text, ' ');
    t->soft = false;
    sb_add(&t->text, piece);
    t->last = last_char(piece);
}

void inline_break(struct inline_text *t) {
    if (t->one_line) {
        t->soft = true;
        return;
    }
    close_run(t);
    VEC_PUSH(t->a, &t->runs, (struct run){.text = S(""), .style = RUN_BREAK});
    t->soft = false;
    t->last = 0;
}

void inline_soft_break(struct inline_text *t) {
    t->soft = true;
}

/* Empty lines inside a value are dropped. */
void inline_add(struct inline_text *t, str text, unsigned style, str href) {
    str line;
    bool first = true;
    while (str_cut(&text, '\n', &line)) {
        if (line.n == 0)
            continue;
        if (!first)
            inline_break(t);
        add_piece(t, line, style, href);
        first = false;
    }
}

static bool is_blank_run(const struct run *r) {
    return str_trim(r->text).n == 0;
}

struct runs inline_finish(struct inline_text *t) {
    close_run(t);
    for (size_t i = 0; i < t->runs.n; i++)
        if (!is_blank_run(&t->runs.at[i]))
            return (struct runs){t->runs.at, t->runs.n};
    return (struct runs){0};
}
