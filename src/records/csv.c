/* csv.c - one pass over the bytes of a CSV file. */
#include "records/csv.h"

#include <string.h>

static void set_separator(struct csv *c, char sep) {
    memset(c->special, 0, sizeof c->special);
    c->sep = sep;
    c->special[(unsigned char)sep] = 1;
    c->special['"'] = c->special['\r'] = c->special['\n'] = 1;
}

void csv_init(struct csv *c, struct arena *a, str text, char sep) {
    *c = (struct csv){.text = text, .line = 1, .fields = ARENA_ARRAY(a, struct csv_field, CSV_FIELDS_MAX)};
    set_separator(c, sep);
}

void csv_rewind(struct csv *c, char sep) {
    c->at = 0;
    c->line = 1;
    set_separator(c, sep);
}

/* Behind the line end that begins at the byte. */
static size_t skip_line_end(str text, size_t at) {
    if (at < text.n && text.p[at] == '\r')
        at++;
    else if (at < text.n && text.p[at] == '\n')
        return at + 1;
    return at < text.n && text.p[at] == '\n' ? at + 1 : at;
}

static size_t line_end(str text, size_t at) {
    while (at < text.n && text.p[at] != '\n' && text.p[at] != '\r')
        at++;
    return at;
}

/* CR LF is counted at its LF, also when `to` lies between the two: then the line goes on. */
int64_t csv_count_lines(str text, size_t from, size_t to) {
    int64_t n = 0;
    bool some =
        to > from && (memchr(text.p + from, '\n', to - from) || memchr(text.p + from, '\r', to - from));
    if (!some) /* nearly always */
        return 0;
    for (size_t i = from; i < to; i++) {
        bool pair = text.p[i] == '\r' && i + 1 < text.n && text.p[i + 1] == '\n';
        n += text.p[i] == '\n' || (text.p[i] == '\r' && !pair);
    }
    return n;
}

str csv_line_around(str text, size_t at) {
    size_t from = at;
    while (from > 0 && text.p[from - 1] != '\n' && text.p[from - 1] != '\r')
        from--;
    return str_slice(text, from, line_end(text, at));
}

static size_t plain_end(const struct csv *c, size_t at) {
    const unsigned char *p = (const unsigned char *)c->text.p;
    while (at < c->text.n && !c->special[p[at]])
        at++;
    return at;
}

static void fail(struct csv_row *row, enum csv_fault fault, size_t at) {
    row->fault = fault;
    row->fault_at = at;
}

/* From the byte after the opening quote to behind the closing one. */
static size_t take_quoted(struct csv *c, struct csv_row *row, struct csv_field *f, size_t open) {
    size_t from = open + 1, at = from;
    for (;;) {
        const char *quote = at < c->text.n ? memchr(c->text.p + at, '"', c->text.n - at) : NULL;
        if (!quote) {
            fail(row, CSV_UNCLOSED, open);
            return at;
        }
        at = (size_t)(quote - c->text.p) + 1;
        if (at == c->text.n || c->text.p[at] != '"')
            break;
        f->doubled = true;
        at++;
    }
    int64_t lines = csv_count_lines(c->text, from, at - 1);
    f->raw = str_slice(c->text, from, at - 1);
    c->line += lines;
    if (at < c->text.n && !c->special[(unsigned char)c->text.p[at]])
        fail(row, lines ? CSV_UNCLOSED : CSV_STRAY, lines ? open : at);
    return at;
}

static size_t take_field(struct csv *c, struct csv_row *row, size_t at) {
    struct csv_field spare = {0}, *f = row->n < CSV_FIELDS_MAX ? &c->fields[row->n] : &spare;
    *f = (struct csv_field){.quoted = at < c->text.n && c->text.p[at] == '"'};
    row->n++;
    if (f->quoted)
        return take_quoted(c, row, f, at);
    size_t to = plain_end(c, at);
    f->raw = str_slice(c->text, at, to);
    if (to < c->text.n && c->text.p[to] == '"')
        fail(row, CSV_STRAY, to);
    return to;
}

bool csv_next(struct csv *c, struct csv_row *row) {
    if (c->at >= c->text.n)
        return false;
    *row = (struct csv_row){.from = c->at, .line = c->line};
    size_t at = c->at;
    for (;;) {
        at = take_field(c, row, at);
        if (row->fault || at >= c->text.n || c->text.p[at] != c->sep)
            break;
        at++;
    }
    if (row->fault)
        at = line_end(c->text, row->fault_at);
    row->to = at;
    c->at = skip_line_end(c->text, at);
    c->line = row->fault ? row->line + csv_count_lines(c->text, row->from, c->at) : c->line + 1;
    return true;
}

bool csv_seek(struct csv *c, int64_t line) {
    for (c->at = 0, c->line = 1; c->line < line && c->at < c->text.n; c->line++)
        c->at = skip_line_end(c->text, line_end(c->text, c->at));
    return c->line == line && c->at < c->text.n;
}

str csv_unquote(struct arena *a, const struct csv_field *f) {
    if (!f->doubled)
        return f->raw;
    char *p = ARENA_ARRAY(a, char, f->raw.n);
    size_t n = 0;
    for (size_t at = 0; at < f->raw.n;) {
        const char *from = f->raw.p + at, *quote = memchr(from, '"', f->raw.n - at);
        size_t length = quote ? (size_t)(quote - from) + 1 : f->raw.n - at;
        memcpy(p + n, from, length);
        n += length;
        at += length + (quote != NULL); /* its twin */
    }
    return (str){p, n};
}

void csv_put(struct sb *b, str field) {
    bool quote = false;
    for (size_t i = 0; i < field.n; i++)
        quote |= field.p[i] == ',' || field.p[i] == '"' || field.p[i] == '\n' || field.p[i] == '\r';
    if (!quote) {
        sb_add(b, field);
        return;
    }
    sb_char(b, '"');
    for (size_t i = 0; i < field.n; i++) {
        if (field.p[i] == '"')
            sb_char(b, '"');
        sb_char(b, field.p[i]);
    }
    sb_char(b, '"');
}
