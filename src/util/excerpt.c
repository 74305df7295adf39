/* excerpt.c - see excerpt.h. */
#include "util/excerpt.h"

/* SHOWN_MAX keeps a line of nothing but combining marks, which have no width, from being shown whole. */
enum { TAB_COLUMNS = 4, CARET_FROM_LEFT = 60, SHOWN_MAX = 1000 };

/* Invisible or acting on what stands around them: controls, line ends, marks of direction. */
static bool is_control(uint32_t cp) {
    static const struct {
        uint32_t from, to;
    } ranges[] = {{0x00, 0x1F},     {0x7F, 0x9F},     {0x061C, 0x061C}, {0x200B, 0x200F},
                  {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (cp >= ranges[i].from && cp <= ranges[i].to)
            return true;
    return false;
}

static void add_escape(struct sb *b, uint32_t cp, unsigned char byte) {
    if (cp == UTF8_BAD)
        sb_fmt(b, "\\x%02x", byte);
    else if (cp == '\n')
        sb_addz(b, "\\n");
    else if (cp == '\t')
        sb_addz(b, "\\t");
    else if (cp == '\r')
        sb_addz(b, "\\r");
    else
        sb_fmt(b, cp < 0x80 ? "\\x%02x" : "\\u%04x", (unsigned)cp);
}

str excerpt_printable(struct arena *a, str s, size_t most) {
    struct sb b = {.a = a};
    for (size_t i = 0; s.n; i++) {
        if (i == most) {
            sb_addz(&b, "...");
            break;
        }
        str at = s;
        uint32_t cp = utf8_next(&s);
        if (cp == UTF8_BAD || is_control(cp))
            add_escape(&b, cp, (unsigned char)at.p[0]);
        else
            sb_add(&b, str_slice(at, 0, at.n - s.n));
    }
    return sb_str(&b);
}

/* Takes one character off the line: what is shown for it and the columns that takes. A control
 * character is a question mark, so that columns stay simple. */
static str take_shown(str *line, size_t column, size_t *width) {
    str at = *line;
    uint32_t cp = utf8_next(line);
    str shown = str_slice(at, 0, at.n - line->n);
    if (cp == '\t')
        shown = str_slice(S("    "), 0, TAB_COLUMNS - column % TAB_COLUMNS);
    else if (cp == UTF8_BAD || is_control(cp))
        shown = S("?");
    *width = utf8_columns(shown);
    return shown;
}

struct measure {
    size_t caret, total; /* columns; total is only exact up to what the decision to cut needs */
};

static struct measure measure_line(str line, int col) {
    struct measure m = {0, 0};
    size_t column = 0;
    bool passed = false;
    for (int i = 1; line.n && !(passed && column > m.caret + EXCERPT_COLUMNS); i++) {
        size_t width;
        if (i == col) {
            m.caret = column;
            passed = true;
        }
        take_shown(&line, column, &width);
        column += width;
        passed = passed || col < 1;
    }
    m.total = column;
    if (col >= 1 && !passed)
        m.caret = column; /* behind the end of the line */
    return m;
}

struct excerpt excerpt_make(struct arena *a, str line, int col) {
    struct measure m = measure_line(line, col);
    bool whole = m.total <= EXCERPT_COLUMNS;
    size_t start = whole || m.caret < CARET_FROM_LEFT ? 0 : m.caret - CARET_FROM_LEFT;
    size_t end = whole ? m.total : start + EXCERPT_COLUMNS - 6; /* room for both marks */
    struct sb b = {.a = a};
    struct excerpt e = {.caret = m.caret};
    bool begun = false;
    for (size_t column = 0, width; line.n; column += width) {
        str shown = take_shown(&line, column, &width);
        if (column + width > end || b.n > SHOWN_MAX) {
            sb_addz(&b, "...");
            break;
        }
        if (column < start)
            continue;
        if (!begun && start > 0) {
            sb_addz(&b, "...");
            e.caret = m.caret - column + 3;
        }
        begun = true;
        sb_add(&b, shown);
    }
    e.line = sb_str(&b);
    return e;
}
