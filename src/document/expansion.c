#include "document/expansion.h"

struct expansion *expansion_new(struct arena *a) {
    struct expansion *e = ARENA_NEW(a, struct expansion);
    e->text.a = a;
    return e;
}

/* Line ends as cmark and source.h see them: LF, CR LF, a lone CR. */
static bool at_line_start(const struct expansion *e, str next) {
    char last = e->text.n ? e->text.p[e->text.n - 1] : '\n';
    return last == '\n' || (last == '\r' && !str_starts(next, S("\n")));
}

static str cut_line(str *rest) {
    size_t n = 0;
    while (n < rest->n && rest->p[n] != '\n' && rest->p[n] != '\r')
        n++;
    n += n < rest->n && str_starts(str_slice(*rest, n, rest->n), S("\r\n")) ? 2 : n < rest->n;
    str line = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, n, rest->n);
    return line;
}

void expansion_add(struct expansion *e, str piece, struct span at, bool literal, const void *scope) {
    while (piece.n) {
        str line = cut_line(&piece);
        if (at_line_start(e, line)) {
            struct line_origin o = {at, e->text.n, literal ? line.n : 0, scope};
            VEC_PUSH(e->text.a, &e->lines, o);
        }
        sb_add(&e->text, line);
        if (literal && piece.n)
            at = (struct span){at.src, at.line + 1, 1};
    }
}

const struct line_origin *expansion_line(const struct expansion *e, int line) {
    if (e->lines.n == 0)
        return NULL;
    size_t i = line < 1 ? 0 : (size_t)line - 1;
    return &e->lines.at[i < e->lines.n ? i : e->lines.n - 1];
}

/* Below 1: in the indentation put before a partial. */
static struct span span_before(const struct line_origin *o, str part) {
    int col = o->at.col + (int)utf8_count(part);
    return (struct span){o->at.src, o->at.line, col < 1 ? 1 : col};
}

/* What stands literally in the line; the tag is behind it. */
static str literal_part(const struct expansion *e, const struct line_origin *o) {
    return str_slice(sb_str(&e->text), o->start, o->start + o->literal);
}

struct span expansion_span(const struct expansion *e, int line, int byte_col) {
    const struct line_origin *o = expansion_line(e, line);
    return o ? span_before(o, str_slice(literal_part(e, o), 0, byte_col < 1 ? 0 : (size_t)byte_col - 1))
             : (struct span){0};
}

struct span expansion_span_chars(const struct expansion *e, int line, int col) {
    const struct line_origin *o = expansion_line(e, line);
    if (!o)
        return (struct span){0};
    str literal = literal_part(e, o), rest = literal;
    for (int i = 1; i < col && rest.n; i++)
        utf8_next(&rest);
    return span_before(o, str_slice(literal, 0, literal.n - rest.n));
}
