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

#define TAB_EN "a tab cannot indent or begin a value; use blanks"
#define TAB_ZH "不能用制表符缩进或作为值的开头，请使用空格"

/* What libyaml says (0.2.5 scanner.c, parser.c), where it can be said better or in Chinese. The
 * rest is handed on as it is. */
static const struct wording {
    const char *libyaml, *en, *zh;
    bool at_context; /* the context mark is where the fault was made */
} wordings[] = {
    {"control characters are not allowed", "a control character is not allowed", "不允许出现控制字符", false},
    {"found character that cannot start any token", "'{c}' cannot begin a value; put the text in quotes",
     "“{c}”不能作为值的开头，请给文本加引号", false},
    {"found a tab character that violates indentation", TAB_EN, TAB_ZH, false},
    {"found a tab character where an indentation space is expected", TAB_EN, TAB_ZH, false},
    {"mapping values are not allowed in this context", "': ' is not expected here; put the text in quotes",
     "此处不应出现“: ”，请给文本加引号", false},
    {"mapping keys are not allowed in this context", "'? ' is not expected here", "此处不应出现“? ”", false},
    {"block sequence entries are not allowed in this context",
     "'- ' is not expected here; check the indentation", "此处不应出现“- ”，请检查缩进", false},
    {"did not find expected key", "a key was expected here; check the indentation", "此处应为键，请检查缩进",
     false},
    {"did not find expected '-' indicator", "'- ' was expected here; check the indentation",
     "此处应为“- ”，请检查缩进", false},
    {"did not find expected ',' or ']'", "',' or ']' was expected here", "此处应为“,”或“]”", false},
    {"did not find expected ',' or '}'", "',' or '}' was expected here", "此处应为“,”或“}”", false},
    {"did not find expected node content", "a value was expected here", "此处应为值", false},
    {"did not find expected <document start>", "text after the end of the document", "文档结束之后还有内容",
     false},
    {"could not find expected ':'", "':' is missing after the key", "键之后缺少“:”", true},
    {"found unexpected end of stream", "the quotes are never closed", "引号没有闭合", true},
    {"found unexpected document indicator", "the quotes are not closed before the document ends",
     "文档结束前引号没有闭合", true},
    {"found unexpected ':'", "':' is not expected here", "此处不应出现“:”", false},
    {"found unknown escape character", "unknown escape after '\\'", "“\\”之后的转义字符未知", false},
    {"did not find expected hexdecimal number", "hexadecimal digits are missing after '\\'",
     "“\\”之后缺少十六进制数字", false},
    {"found invalid Unicode character escape code", "the escape is no Unicode character",
     "转义不是 Unicode 字符", false},
    {"did not find expected alphabetic or numeric character",
     "a name is missing after '&' or '*'; put the text in quotes", "“&”或“*”之后缺少名称，请给文本加引号",
     true},
    {"did not find expected comment or line break", "a line break was expected here", "此处应换行", false},
    {"found an indentation indicator equal to 0", "an indentation of 0 is not possible", "缩进不能为 0",
     false},
    {"found undefined tag handle", "a tag is not allowed here; put the text in quotes",
     "此处不允许使用标签，请给文本加引号", false},
    {"found unknown directive name", "unknown directive after '%'", "“%”之后的指令未知", false},
    {"found incompatible YAML document", "this version of YAML is not known", "不支持此 YAML 版本", false},
};

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
        return zh ? S(TAB_ZH) : S(TAB_EN);
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
