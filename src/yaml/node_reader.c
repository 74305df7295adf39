/* node_reader.c - places in a YAML text, and libyaml's faults in our words. */
#include <string.h>

#include "yaml/node_reader.h"

void node_reader_rewind(struct node_reader *r) {
    r->byte = 0;
    r->index = 0;
    r->line = 1 + r->line_offset;
    r->col = 1;
}

static void step(struct node_reader *r) {
    char c = r->text.p[r->byte++];
    while (r->byte < r->text.n && ((unsigned char)r->text.p[r->byte] & 0xC0) == 0x80)
        r->byte++;
    r->index++;
    r->col++;
    if (c == '\n' || (c == '\r' && !(r->byte < r->text.n && r->text.p[r->byte] == '\n'))) { /* as source.c */
        r->line++;
        r->col = 1;
    }
}

struct span node_reader_span(struct node_reader *r, size_t char_index) {
    if (char_index < r->index)
        node_reader_rewind(r);
    while (r->index < char_index && r->byte < r->text.n)
        step(r);
    return (struct span){r->src, r->line, r->col};
}

/* A fault of the byte reader has a byte offset and no mark. */
static struct span span_of_byte(struct node_reader *r, size_t offset) {
    node_reader_rewind(r);
    while (r->byte < offset && r->byte < r->text.n)
        step(r);
    return (struct span){r->src, r->line, r->col};
}

/* What libyaml says (0.2.5 scanner.c, parser.c), where it can be said better or in Chinese. The
 * rest is handed on as it is. */
static const struct wording {
    const char *libyaml, *en, *zh;
    bool at_context; /* the context mark is where the fault was made */
} wordings[] = {
    {"control characters are not allowed", "a control character is not allowed", "不允许出现控制字符", false},
    {"found character that cannot start any token", "'{c}' cannot begin a value; put the text in quotes",
     "“{c}”不能作为值的开头，请给文本加引号", false},
    {"mapping values are not allowed in this context", "': ' is not expected here; put the text in quotes",
     "此处不应出现“: ”，请给文本加引号", false},
    {"did not find expected key", "a key was expected here; check the indentation", "此处应为键，请检查缩进",
     false},
    {"did not find expected '-' indicator", "'- ' was expected here; check the indentation",
     "此处应为“- ”，请检查缩进", false},
    {"did not find expected ',' or ']'", "',' or ']' was expected here", "此处应为“,”或“]”", false},
    {"did not find expected ',' or '}'", "',' or '}' was expected here", "此处应为“,”或“}”", false},
    {"did not find expected node content", "a value was expected here", "此处应为值", false},
    {"could not find expected ':'", "':' is missing after the key", "键之后缺少“:”", true},
    {"found unexpected end of stream", "the quotes are never closed", "引号没有闭合", true},
    {"block sequence entries are not allowed in this context",
     "'- ' is not expected here; check the indentation", "此处不应出现“- ”，请检查缩进", false},
    {"did not find expected <document start>", "text after the end of the document", "文档结束之后还有内容",
     false},
    {"found undefined tag handle", "a tag is not allowed here", "此处不允许使用标签", false},
    {"found unknown escape character", "unknown escape after '\\'", "“\\”之后的转义字符未知", false},
};

static const char tab_en[] = "a tab cannot indent or begin a value; use blanks";
static const char tab_zh[] = "不能用制表符缩进或作为值的开头，请使用空格";

static str put_character(struct arena *a, const char *wording, str rest) {
    struct sb b = {.a = a};
    str before = str_from(wording), c = rest;
    ptrdiff_t hole = str_find(before, S("{c}"));
    if (hole < 0)
        return before;
    utf8_next(&rest);
    sb_add(&b, str_slice(before, 0, (size_t)hole));
    sb_add(&b, (str){c.p, c.n - rest.n});
    sb_add(&b, str_slice(before, (size_t)hole + 3, before.n));
    return sb_str(&b);
}

static const struct wording *find_wording(const char *problem) {
    for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++)
        if (strcmp(problem, wordings[i].libyaml) == 0)
            return &wordings[i];
    return NULL;
}

/* r stands at the fault. */
static str problem_text(struct node_reader *r, const struct wording *w, const char *problem) {
    bool zh = diags_lang(r->d) == LANG_ZH;
    str rest = str_slice(r->text, r->byte, r->text.n);
    if (!w)
        return str_from(problem);
    if (strstr(w->en, "{c}") && str_starts(rest, S("\t")))
        return str_from(zh ? tab_zh : tab_en);
    return put_character(r->a, zh ? w->zh : w->en, rest);
}

/* "… (see what begins in line 3)": where a fault is noticed is often not where it was made. */
static str add_context(struct node_reader *r, str text, int fault_line) {
    int line = (int)r->parser.context_mark.line + 1 + r->line_offset;
    if (!r->parser.context || line == fault_line)
        return text;
    return str_fmt(r->a,
                   diags_lang(r->d) == LANG_ZH ? "%.*s（见始于第%d行的内容）"
                                               : "%.*s (see what begins in line %d)",
                   STR_ARG(text), line);
}

void node_reader_syntax_fault(struct node_reader *r) {
    const yaml_parser_t *p = &r->parser;
    const char *problem = p->problem && p->error != YAML_MEMORY_ERROR ? p->problem : "out of memory";
    const struct wording *w = find_wording(problem);
    struct span at;
    str text;
    if (p->error == YAML_READER_ERROR)
        at = span_of_byte(r, p->problem_offset);
    else
        at = node_reader_span(r, w && w->at_context ? p->context_mark.index : p->problem_mark.index);
    text = problem_text(r, w, problem);
    if (p->error == YAML_PARSER_ERROR)
        text = add_context(r, text, at.line);
    diag1(r->d, DIAG_YAML_SYNTAX, span_place(at), text);
}
