/* source.c - byte offsets to lines and columns.
 *
 * A line ends at LF, CR LF or a lone CR. Characters before every CHECKPOINT-th byte are counted once,
 * so that a place in a file that is one huge line costs no more than any other.
 */
#include "util/source.h"

#include <string.h>

enum { CHECKPOINT = 4096 };

static void add_lines(struct source *s) {
    VEC_PUSH(s->a, &s->lines, 0);
    for (size_t i = 0; i < s->text.n; i++) {
        char c = s->text.p[i];
        bool lone_cr = c == '\r' && !(i + 1 < s->text.n && s->text.p[i + 1] == '\n');
        if (c == '\n' || lone_cr)
            VEC_PUSH(s->a, &s->lines, i + 1);
    }
}

static size_t count_starts(str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

static void add_checkpoints(struct source *s) {
    size_t n = s->text.n / CHECKPOINT + 1;
    s->chars = ARENA_ARRAY(s->a, size_t, n);
    for (size_t i = 1; i < n; i++)
        s->chars[i] =
            s->chars[i - 1] + count_starts(str_slice(s->text, (i - 1) * CHECKPOINT, i * CHECKPOINT));
}

struct source *source_new(struct arena *a, str path, str text) {
    struct source *s = ARENA_NEW(a, struct source);
    s->a = a;
    s->path = path;
    s->text = text;
    add_lines(s);
    add_checkpoints(s);
    return s;
}

str source_line(const struct source *s, int line) {
    if (line < 1 || (size_t)line > s->lines.n)
        return (str){"", 0};
    size_t from = s->lines.at[line - 1];
    size_t to = (size_t)line < s->lines.n ? s->lines.at[line] : s->text.n;
    if (to > from && s->text.p[to - 1] == '\n')
        to--;
    if (to > from && s->text.p[to - 1] == '\r')
        to--;
    return str_slice(s->text, from, to);
}

/* Characters that begin before the offset. */
static size_t chars_before(const struct source *s, size_t offset) {
    size_t k = offset / CHECKPOINT;
    return s->chars[k] + count_starts(str_slice(s->text, k * CHECKPOINT, offset));
}

/* Index of the last line that starts at or before the offset. */
static size_t line_of(const struct source *s, size_t offset) {
    size_t lo = 0, hi = s->lines.n;
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        if (s->lines.at[mid] <= offset)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

struct span source_span(const struct source *s, size_t byte_offset) {
    size_t offset = byte_offset < s->text.n ? byte_offset : s->text.n;
    size_t line = line_of(s, offset);
    size_t col = chars_before(s, offset) - chars_before(s, s->lines.at[line]) + 1;
    return (struct span){s, (int)line + 1, (int)col};
}

struct place span_place(struct span at) {
    if (!at.src)
        return (struct place){0};
    return (struct place){
        .file = at.src->path, .line = at.line, .col = at.col, .text = source_line(at.src, at.line)};
}

struct place file_place(str file) {
    return (struct place){.file = file};
}
