/* narrative_html.c - HTML in a narrative, which no renderer could print.
 *
 * Only what is plainly a tag or comment (CommonMark 0.30, section 6.6, less attributes that are no words): "<5ms",
 * "a<b" and "<https://…>" are text and links. Nothing in a fenced block or between backquotes on a line counts.
 */
#include "records/narrative_sections.h"

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
}

/* Length of the tag or comment at the front of s; 0: none. */
static size_t tag_length(str s) {
    size_t i = 1;
    if (str_starts(s, S("<!--")))
        return 4;
    i += i < s.n && s.p[i] == '/';
    if (i >= s.n || !is_letter(s.p[i]))
        return 0;
    while (i < s.n && is_name(s.p[i]))
        i++;
    size_t name_end = i;
    ptrdiff_t close = str_find(str_slice(s, i, s.n), S(">"));
    if (close < 0)
        return 0;
    str inside = str_trim(str_slice(s, name_end, name_end + (size_t)close));
    bool bare = inside.n == 0 || str_eqz(inside, "/");
    bool attributes = name_end < s.n && s.p[name_end] == ' ' && inside.n && is_letter(inside.p[0]) &&
                      str_find(inside, S("=")) > 0;
    return bare || attributes ? name_end + (size_t)close + 1 : 0;
}

static void check_line(struct arena *a, struct diags *d, const struct source *src, str line, int number) {
    bool code = false;
    for (size_t i = 0; i < line.n; i++) {
        size_t n = 0;
        if (line.p[i] == '`')
            code = !code;
        else if (line.p[i] == '<' && !code)
            n = tag_length(str_slice(line, i, line.n));
        if (!n)
            continue;
        int col = (int)utf8_count(str_slice(line, 0, i)) + 1;
        diag1(d, DIAG_MARKDOWN_HTML, span_place((struct span){src, number, col}),
              schema_quote(a, str_slice(line, i, i + n)));
        i += n - 1;
    }
}

void narrative_check_html(struct arena *a, struct diags *d, const struct narrative *n) {
    str rest = n->body, line;
    bool fenced = false;
    for (int number = n->body_line; str_cut(&rest, '\n', &line); number++) {
        if (str_starts(str_trim(line), S("```")) || str_starts(str_trim(line), S("~~~")))
            fenced = !fenced;
        else if (!fenced)
            check_line(a, d, n->src, line, number);
    }
}
