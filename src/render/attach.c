#include "render/attach.h"

#include "document/block.h"

enum { NAME_MOST = 40 }; /* characters of a caption: file names end at 255 bytes */

static bool needs_quotes(str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r')
            return true;
    return s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

void attach_field(struct sb *b, str text, bool last) {
    if (needs_quotes(text)) {
        sb_char(b, '"');
        for (size_t i = 0; i < text.n; i++) {
            if (text.p[i] == '"')
                sb_char(b, '"');
            sb_char(b, text.p[i]);
        }
        sb_char(b, '"');
    } else
        sb_add(b, text);
    sb_addz(b, last ? "\r\n" : ",");
}

static bool name_safe(uint32_t cp) {
    return cp > ' ' && cp != 0x7F && cp != '/' && cp != '\\' && cp != ':' && cp != '*' && cp != '?' &&
           cp != '"' && cp != '<' && cp != '>' && cp != '|' && cp != '.';
}

str attach_name(struct arena *a, const char *kind, size_t n, str caption) {
    struct sb b = {.a = a};
    sb_fmt(&b, "%s%zu", kind, n);
    if (caption.n)
        sb_char(&b, '-');
    for (int i = 0; caption.n && i < NAME_MOST; i++) {
        uint32_t cp = utf8_next(&caption);
        sb_codepoint(&b, cp != UTF8_BAD && name_safe(cp) ? cp : '_');
    }
    sb_addz(&b, ".csv");
    return sb_str(&b);
}

static str table_bytes(struct arena *a, const void *what) {
    const struct table *t = what;
    struct sb b = {.a = a};
    for (size_t i = 0; i < t->n_columns; i++)
        attach_field(&b, t->columns[i].title, i + 1 == t->n_columns);
    for (size_t i = 0; i < t->n_rows * t->n_columns; i++)
        attach_field(&b, t->cells[i].text, (i + 1) % t->n_columns == 0);
    return sb_str(&b);
}

void attach_table(struct arena *a, struct attachments *to, const struct table *t, size_t n, tag_id of) {
    str what = t->caption.n ? str_fmt(a, "“%.*s”", STR_ARG(t->caption)) : str_fmt(a, "第%zu个表格", n);
    VEC_PUSH(a, &to->all,
             (struct attachment){.name = attach_name(a, "表", n, t->caption),
                                 .description = str_fmt(a, "%.*s的数据，共%zu行", STR_ARG(what), t->n_rows),
                                 .of = of,
                                 .bytes = table_bytes,
                                 .what = t});
}
