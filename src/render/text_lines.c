/* text_lines.c - items to lines: as many as fit, then as many again.
 *
 * Chinese offers a break almost everywhere, so the first fit is within a character of the best. What is
 * left to decide: a mark at the end may give up its empty half, blanks at the end hang out, a word that is
 * longer than the line is divided rather than cut off, and no paragraph ends in a line of one character. A justified
 * line that would be stretched takes one more in where its marks and the spaces between scripts can give way (推入 before
 * 推出: CLREQ 6.3, JLREQ 3.8).
 */
#include <string.h>

#include "render/setter.h"

static const float slack = 0.01f; /* of a point: rounding must not push a full line over */

static bool breaks_find(struct setter *s, struct text *t) {
    if (t->broken)
        return true;
    if (!s->lb)
        s->lb = linebreak_open(s->a, s->f);
    uint8_t *kinds = ARENA_ARRAY(s->scratch, uint8_t, t->bytes.n + 1);
    if (!s->lb || !linebreak_find(s->lb, t->bytes, kinds, s->f))
        return false;
    str rest = t->bytes;
    for (size_t i = 0; i < t->n; i++) {
        t->at[i].breaks = kinds[t->bytes.n - rest.n];
        utf8_next(&rest);
    }
    t->broken = true;
    return true;
}

static float item_size(const struct text *t, const struct item *it) {
    return t->runs[it->run].size;
}

static bool is_blank(const struct item *it) {
    return it->class_ == GLYPH_SPACE || (it->flags & ITEM_INVISIBLE);
}

/* An opening mark at the beginning of a line, but not of an indented paragraph, gives up its empty half. */
static int lead_of(const struct text *t, size_t from) {
    return (from || t->flush) && from < t->n && t->at[from].class_ == GLYPH_OPEN ? t->at[from].left : 0;
}

static float in_points(const struct text *t, size_t i, int em) {
    return (float)em * item_size(t, &t->at[i]) / 1000;
}

static float advance_in_line(const struct text *t, size_t i, size_t from) {
    return t->at[i].advance + (i > from ? t->at[i].gap : -in_points(t, from, lead_of(t, from)));
}

static struct line line_make(const struct text *t, size_t from, size_t to, float avail, bool hard) {
    struct line l = {.from = from, .to = to, .end = to, .hard = hard};
    while (l.end > from && is_blank(&t->at[l.end - 1]))
        l.end--;
    for (size_t i = from; i < l.end; i++)
        l.width += advance_in_line(t, i, from);
    if (l.end == from)
        return l;
    l.lead = lead_of(t, from);
    if (l.width > avail + slack) {
        l.trail = t->at[l.end - 1].right;
        l.width -= in_points(t, l.end - 1, l.trail);
    }
    return l;
}

/* The first line from `from`: where it ends. */
static size_t line_end(const struct text *t, size_t from, float avail, bool *hard) {
    float w = 0;
    size_t candidate = 0;
    *hard = false;
    for (size_t i = from; i < t->n; i++) {
        const struct item *it = &t->at[i];
        if (i > from && it->breaks == LINEBREAK_MUST) {
            *hard = true;
            return i;
        }
        if (i > from && it->breaks == LINEBREAK_MAY)
            candidate = i;
        w += advance_in_line(t, i, from);
        float squeeze = in_points(t, i, it->right);
        if (is_blank(it) || w - squeeze <= avail + slack)
            continue;
        if (candidate)
            return candidate;
        return i > from ? i : i + 1;
    }
    *hard = true;
    return t->n;
}

/* What the marks and the spaces between scripts inside a line can give up, in points. */
static float give_of(const struct text *t, const struct line *l) {
    float give = 0;
    for (size_t i = l->from + 1; i < l->end; i++)
        give += text_give(&t->at[i - 1], &t->at[i]) * item_size(t, &t->at[i]);
    return give;
}

/* Where the line from..to ends when it takes in what stands before the next break. */
static size_t push_in(const struct text *t, size_t from, size_t to, float avail) {
    struct line out = line_make(t, from, to, avail, false);
    float stretch = avail - out.width;
    if (stretch < style_spacing.push_in_least * item_size(t, &t->at[from]))
        return to;
    size_t next = to + 1;
    while (next < t->n && t->at[next].breaks != LINEBREAK_MAY && t->at[next].breaks != LINEBREAK_MUST)
        next++;
    struct line in = line_make(t, from, next, avail, false);
    float over = in.width - avail;
    return over < stretch && over <= give_of(t, &in) ? next : to;
}

/* How many characters a reader would count in a line: marks do not. */
static size_t line_count(const struct text *t, const struct line *l) {
    size_t n = 0;
    for (size_t i = l->from; i < l->end; i++)
        n += t->at[i].class_ != GLYPH_CLOSE && !is_blank(&t->at[i]);
    return n;
}

/* A last line of a single Chinese character takes company from the line above. */
static void mend_lonely(const struct text *t, struct lines *lines, float width, float indent) {
    if (lines->n < 2)
        return;
    struct line *last = &lines->at[lines->n - 1], *above = last - 1;
    if (above->hard || line_count(t, last) != 1 || t->at[last->from].class_ != GLYPH_HAN ||
        above->to - above->from < 5)
        return;
    for (size_t i = last->from - 1; i + 3 > last->from; i--) {
        if (t->at[i].breaks != LINEBREAK_MAY || t->at[i].class_ != GLYPH_HAN)
            continue;
        struct line mended = line_make(t, i, last->to, width, true);
        if (mended.width > width + slack)
            return;
        *above = line_make(t, above->from, i, width - (lines->n == 2 ? indent : 0), false);
        *last = mended;
        return;
    }
}

static bool one_line(const struct text *t, float avail) {
    float w = 0;
    for (size_t i = 0; i < t->n; i++) {
        if (t->at[i].flags & ITEM_NEWLINE)
            return false;
        w += t->at[i].advance + (i ? t->at[i].gap : 0);
    }
    return w <= avail + slack;
}

struct lines text_lines(struct setter *s, struct text *t, float width, float indent) {
    VEC(struct line) v = {0};
    if (one_line(t, width - indent) || !breaks_find(s, t)) {
        VEC_PUSH(s->scratch, &v, line_make(t, 0, t->n, width, true));
        return (struct lines){v.at, v.n};
    }
    for (size_t from = 0; from < t->n || v.n == 0;) {
        float avail = width - (from ? 0 : indent);
        bool hard;
        size_t to = line_end(t, from, avail, &hard);
        if (!hard && t->justified) {
            to = push_in(t, from, to, avail);
            hard = to == t->n || t->at[to].breaks == LINEBREAK_MUST;
        }
        VEC_PUSH(s->scratch, &v, line_make(t, from, to, avail, hard));
        from = to;
    }
    struct lines lines = {v.at, v.n};
    mend_lonely(t, &lines, width, indent);
    return lines;
}

struct lines text_lines_even(struct setter *s, struct text *t, float width) {
    struct lines best = text_lines(s, t, width, 0);
    float low = width / 2, high = width;
    for (int i = 0; i < 8 && best.n > 1; i++) {
        float mid = (low + high) / 2;
        struct lines tried = text_lines(s, t, mid, 0);
        if (tried.n > best.n)
            low = mid;
        else {
            best = tried;
            high = mid;
        }
    }
    return best;
}

/* Marks of ASCII that do not begin a line (UAX #14, LB13): in a list.csv they hold to the character before them. */
static bool clings(uint32_t c) {
    return c != 0 && c < 0x80 && strchr("!%),./:;?]}", (int)c);
}

/* Chinese may break between any two characters, the rest only at blanks: near enough to share out widths. */
float text_widest_word(const struct text *t) {
    float widest = 0, w = 0;
    str rest = t->bytes, ahead;
    for (size_t i = 0; i < t->n; i++) {
        const struct item *it = &t->at[i];
        bool begins = it->class_ == GLYPH_HAN || it->class_ == GLYPH_OPEN || is_blank(it);
        w = begins ? it->advance : w + it->advance + (i ? it->gap : 0);
        if (!is_blank(it) && w > widest)
            widest = w;
        utf8_next(&rest);
        ahead = rest;
        bool held = ahead.n > 0 && clings(utf8_next(&ahead));
        if ((it->class_ == GLYPH_HAN && !held) || it->class_ == GLYPH_CLOSE || is_blank(it))
            w = 0;
    }
    return widest;
}
