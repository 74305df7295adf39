#include "records/narrative_sections.h"

/* -- lines ---------------------------------------------------------------------------------------- */

static str without_cr(str line) {
    return str_ends(line, S("\r")) ? str_slice(line, 0, line.n - 1) : line;
}

static bool is_fence(str line) {
    str s = str_trim(line);
    return str_starts(s, S("```")) || str_starts(s, S("~~~"));
}

/* Level of a heading line "## words ##", 0 when it is none (CommonMark 0.30, section 4.2). */
static int heading_level(str line, str *words) {
    size_t blanks = 0, n = 0;
    while (blanks < line.n && line.p[blanks] == ' ')
        blanks++;
    str s = str_slice(line, blanks, line.n);
    while (n < s.n && s.p[n] == '#')
        n++;
    if (blanks > 3 || n == 0 || n > 6 || (n < s.n && s.p[n] != ' ' && s.p[n] != '\t'))
        return 0;
    s = str_trim(str_slice(s, n, s.n));
    size_t end = s.n;
    while (end > 0 && s.p[end - 1] == '#')
        end--;
    if (end < s.n && (end == 0 || s.p[end - 1] == ' '))
        s = str_trim(str_slice(s, 0, end));
    *words = s;
    return (int)n;
}

/* -- sections ------------------------------------------------------------------------------------- */

struct splitter {
    struct arena *a;
    VEC(struct narrative_section) found;
    const char *from; /* text of the last section */
};

/* The text up to `to`, without blank lines at its ends. */
static void close_text(struct splitter *s, const char *to) {
    struct narrative_section *last = &s->found.at[s->found.n - 1];
    str text = {s->from, (size_t)(to - s->from)}, rest = text, line;
    while (str_cut(&rest, '\n', &line) && !str_trim(line).n && rest.n) {
        text = rest;
        last->text_line++;
    }
    while (text.n && (unsigned char)text.p[text.n - 1] <= ' ')
        text.n--;
    last->text = text;
}

static void open_section(struct splitter *s, int level, str heading, int line, const char *from) {
    VEC_PUSH(s->a, &s->found,
             (struct narrative_section){.level = level,
                                        .heading = heading,
                                        .text = S(""),
                                        .line = line,
                                        .text_line = line + (level > 0)});
    s->from = from;
}

size_t narrative_split(struct arena *a, str body, int body_line, struct narrative_section **out) {
    struct splitter s = {.a = a};
    str rest = body, line, words;
    bool fenced = false;
    open_section(&s, 0, S(""), body_line, body.p);
    for (int number = body_line; str_cut(&rest, '\n', &line); number++) {
        str bare = without_cr(line);
        int level = fenced ? 0 : heading_level(bare, &words);
        if (is_fence(bare))
            fenced = !fenced;
        if (!level)
            continue;
        close_text(&s, line.p);
        open_section(&s, level, words, number, rest.p ? rest.p : line.p + line.n);
    }
    if (body.p)
        close_text(&s, body.p + body.n);
    bool no_head = s.found.at[0].text.n == 0;
    *out = s.found.at + no_head;
    return s.found.n - no_head;
}
