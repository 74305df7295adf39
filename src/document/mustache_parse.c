/* mustache_parse.c - a template text into a flat list of literals and tags.
 *
 * Standalone tags (specification: "Section and End Section tags SHOULD be treated as standalone when
 * appropriate", the same for inverted, comment, partial and delimiter tags): a tag with nothing but blanks
 * beside it takes its whole line away.
 */
#include "document/mustache_node.h"
#include "yaml/schema.h"

struct parser {
    struct arena *a;
    struct diags *d;
    str text; /* with the indentation of a partial */
    struct span at;
    size_t pos; /* everything before it has been taken */
    size_t line_start;
    int line, col; /* of pos in the text */
    int shift;     /* columns of indentation put before each line */
    str open, close;
    VEC(struct mnode) nodes;
    size_t sections[MUSTACHE_DEPTH]; /* open ones, as indexes of nodes */
    size_t depth;
    bool failed;
    bool cut; /* given up: what follows cannot be told apart any more */
};

/* Where pos stands in the source. */
static struct span here(const struct parser *p) {
    int first = p->line == 0 ? p->at.col - 1 : 0;
    return (struct span){p->at.src, p->at.line + p->line, p->col + first - p->shift};
}

static void fail(struct parser *p, enum diag_id id, struct span at, str a, str b) {
    diag2(p->d, id, span_place(at), schema_quote(p->a, a), schema_quote(p->a, b));
    p->failed = true;
}

/* Moves to `to`, counting lines and columns. */
static void move_to(struct parser *p, size_t to) {
    for (; p->pos < to; p->pos++) {
        unsigned char c = (unsigned char)p->text.p[p->pos];
        if (c == '\n') {
            p->line++;
            p->line_start = p->pos + 1;
            p->col = 1;
        } else if ((c & 0xC0) != 0x80) {
            p->col++;
        }
    }
}

static void add_node(struct parser *p, struct mnode n) {
    VEC_PUSH(p->a, &p->nodes, n);
}

static void add_text(struct parser *p, str text, struct span at) {
    bool fence = str_find(text, S("```")) >= 0 || str_find(text, S("~~~")) >= 0;
    if (text.n)
        add_node(p, (struct mnode){.kind = MNODE_TEXT, .text = text, .at = at, .fence = fence});
}

/* The whole lines from pos to `to`; pos then stands in the line that holds `to`. */
static void take_lines(struct parser *p, size_t to) {
    ptrdiff_t lf;
    while ((lf = str_find(str_slice(p->text, p->pos, to), S("\n"))) >= 0) {
        size_t n = (size_t)lf + 1;
        add_text(p, str_slice(p->text, p->pos, p->pos + n), here(p));
        move_to(p, p->pos + n);
    }
}

/* A tag as found in the text. */
struct tag {
    char sigil; /* # ^ / > ! = & { or 0 */
    str name;   /* content without blanks around it */
    size_t from, to;
    struct span at;
};

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static str trim_name(str s) {
    while (s.n && (is_blank(s.p[0]) || s.p[0] == '\n' || s.p[0] == '\r'))
        s = str_slice(s, 1, s.n);
    while (s.n && (is_blank(s.p[s.n - 1]) || s.p[s.n - 1] == '\n' || s.p[s.n - 1] == '\r'))
        s.n--;
    return s;
}

/* Reads the tag that begins at `from`. false: it is never closed. */
static bool read_tag(struct parser *p, size_t from, struct tag *t) {
    size_t at = from + p->open.n;
    t->from = from;
    t->sigil = at < p->text.n ? p->text.p[at] : 0;
    bool known = t->sigil && str_find(S("#^/>!=&{"), (str){&t->sigil, 1}) >= 0;
    if (!known)
        t->sigil = 0;
    at += known;
    str closing = p->close;
    if (t->sigil == '{' || t->sigil == '=')
        closing = str_fmt(p->a, "%c%.*s", t->sigil == '{' ? '}' : '=', STR_ARG(p->close));
    ptrdiff_t end = str_find(str_slice(p->text, at, p->text.n), closing);
    if (end < 0)
        return false;
    t->name = trim_name(str_slice(p->text, at, at + (size_t)end));
    t->to = at + (size_t)end + closing.n;
    return true;
}

/* Where the text goes on behind a standalone tag, whose line begins at `begin`; 0 when it is not one. */
static size_t standalone_end(const struct parser *p, const struct tag *t, size_t begin) {
    size_t i = t->to;
    if (!t->sigil || t->sigil == '&' || t->sigil == '{' || begin != p->line_start)
        return 0;
    for (size_t k = begin; k < t->from; k++)
        if (!is_blank(p->text.p[k]))
            return 0;
    while (i < p->text.n && is_blank(p->text.p[i]))
        i++;
    str rest = str_slice(p->text, i, p->text.n);
    return rest.n == 0 || str_starts(rest, S("\n")) ? i + (rest.n > 0)
           : str_starts(rest, S("\r\n"))            ? i + 2
                                                    : 0;
}

/* "." alone is the element itself; a partial may be called what it likes. */
static bool dots_valid(str name) {
    return str_eqz(name, ".") || (!str_starts(name, S(".")) && !str_ends(name, S(".")));
}

static bool name_valid(str name) {
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] <= ' ')
            return false;
    return name.n > 0;
}

static void open_section(struct parser *p, const struct tag *t) {
    if (p->depth == MUSTACHE_DEPTH) {
        fail(p, DIAG_TEMPLATE_DEPTH, t->at, t->name, str_fmt(p->a, "%d", MUSTACHE_DEPTH));
        p->cut = true;
        return;
    }
    p->sections[p->depth++] = p->nodes.n;
    add_node(p, (struct mnode){
                    .kind = t->sigil == '#' ? MNODE_SECTION : MNODE_INVERTED, .text = t->name, .at = t->at});
}

static void close_section(struct parser *p, const struct tag *t) {
    if (p->depth == 0) {
        fail(p, DIAG_SECTION_STRAY, t->at, t->name, S(""));
        return;
    }
    struct mnode *begin = &p->nodes.at[p->sections[--p->depth]];
    if (!str_eq(begin->text, t->name))
        fail(p, DIAG_SECTION_CROSSED, t->at, t->name, begin->text);
    begin->end = p->nodes.n;
    add_node(p, (struct mnode){.kind = MNODE_END, .at = t->at});
}

static void set_delimiters(struct parser *p, const struct tag *t) {
    size_t n = 0, m;
    while (n < t->name.n && (unsigned char)t->name.p[n] > ' ')
        n++;
    str open = str_slice(t->name, 0, n), close = trim_name(str_slice(t->name, n, t->name.n));
    for (m = 0; m < close.n && (unsigned char)close.p[m] > ' '; m++)
        ;
    if (open.n == 0 || close.n == 0 || m < close.n || str_find(t->name, S("=")) >= 0) {
        fail(p, DIAG_TAG_DELIMITER, t->at, t->name, S(""));
        return;
    }
    p->open = open;
    p->close = close;
}

static void add_partial(struct parser *p, const struct tag *t, bool standalone) {
    struct mnode n = {.kind = MNODE_PARTIAL, .text = t->name, .at = t->at, .standalone = standalone};
    if (str_starts(n.text, S("*"))) {
        n.dynamic = true;
        n.text = trim_name(str_slice(n.text, 1, n.text.n));
    }
    if (standalone)
        n.indent = str_slice(p->text, p->line_start, t->from);
    add_node(p, n);
}

static void take_tag(struct parser *p, const struct tag *t, bool standalone) {
    bool named = t->sigil != '!' && t->sigil != '=';
    str name = t->sigil == '>' && str_starts(t->name, S("*")) ? trim_name(str_slice(t->name, 1, t->name.n))
                                                              : t->name;
    if (named && (!name_valid(name) || (t->sigil != '>' && !dots_valid(name)))) {
        fail(p, DIAG_TAG_NAME, t->at, t->name, S(""));
    } else if (t->sigil == '#' || t->sigil == '^') {
        open_section(p, t);
    } else if (t->sigil == '/') {
        close_section(p, t);
    } else if (t->sigil == '>') {
        add_partial(p, t, standalone);
    } else if (t->sigil == '=') {
        set_delimiters(p, t);
    } else if (named) {
        enum mnode_kind kind = t->sigil ? MNODE_RAW : MNODE_VALUE;
        add_node(p, (struct mnode){.kind = kind, .text = t->name, .at = t->at});
    }
}

static void tag_not_closed(struct parser *p, size_t from) {
    str rest = str_slice(p->text, from, p->text.n);
    ptrdiff_t lf = str_find(rest, S("\n"));
    fail(p, DIAG_TAG_OPEN, here(p), lf < 0 ? rest : str_slice(rest, 0, (size_t)lf), S(""));
}

/* The literal before the tag at `from`, and the tag. false: given up. */
static bool take_to_tag(struct parser *p, size_t from) {
    struct tag t;
    take_lines(p, from);
    size_t begin = p->pos;
    struct span begin_at = here(p);
    move_to(p, from);
    t.at = here(p);
    if (!read_tag(p, from, &t)) {
        tag_not_closed(p, from);
        return false;
    }
    size_t alone = standalone_end(p, &t, begin);
    if (!alone)
        add_text(p, str_slice(p->text, begin, from), begin_at);
    take_tag(p, &t, alone > 0);
    move_to(p, alone ? alone : t.to);
    return !p->cut;
}

static str indent_lines(struct arena *a, str text, str indent) {
    struct sb b = {.a = a};
    str line;
    if (indent.n == 0)
        return text;
    while (text.n) {
        ptrdiff_t lf = str_find(text, S("\n"));
        size_t n = lf < 0 ? text.n : (size_t)lf + 1;
        line = str_slice(text, 0, n);
        sb_add(&b, indent);
        sb_add(&b, line);
        text = str_slice(text, n, text.n);
    }
    return sb_str(&b);
}

struct mustache *mustache_parse(struct arena *a, struct diags *d, struct mustache_text text, str indent) {
    struct parser p = {.a = a, .d = d, .at = text.at, .line = 0, .col = 1, .open = S("{{"), .close = S("}}")};
    p.text = indent_lines(a, text.text, indent);
    p.shift = (int)utf8_count(indent);
    while (p.pos < p.text.n) {
        ptrdiff_t next = str_find(str_slice(p.text, p.pos, p.text.n), p.open);
        if (next >= 0 && take_to_tag(&p, p.pos + (size_t)next))
            continue;
        if (next < 0) {
            take_lines(&p, p.text.n);
            add_text(&p, str_slice(p.text, p.pos, p.text.n), here(&p));
        }
        break;
    }
    while (p.depth > 0 && !p.cut) {
        const struct mnode *open = &p.nodes.at[p.sections[--p.depth]];
        fail(&p, DIAG_SECTION_OPEN, open->at, open->text, S(""));
    }
    if (p.failed)
        return NULL;
    struct mustache *m = ARENA_NEW(a, struct mustache);
    *m = (struct mustache){p.nodes.at, p.nodes.n};
    return m;
}

size_t mustache_partials(const struct mustache *m, struct arena *a, struct mustache_text **names) {
    VEC(struct mustache_text) found = {0};
    for (size_t i = 0; i < m->n; i++)
        if (m->at[i].kind == MNODE_PARTIAL && !m->at[i].dynamic)
            VEC_PUSH(a, &found, (struct mustache_text){m->at[i].text, m->at[i].at});
    *names = found.at;
    return found.n;
}
