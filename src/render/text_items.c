/* text_items.c - characters to items: glyph, advance, and the space between neighbours. */
#include <string.h>

#include "render/setter.h"

static str codepoint_name(struct arena *a, uint32_t cp) {
    return str_fmt(a, "U+%04X", (unsigned)cp);
}

enum { WORDS_BEFORE = 8, WORDS_MOST = 20 };

/* Enough of a text to find the record it came from: some characters before p and after it. */
static str words_around(str text, const char *p) {
    const char *from = p, *end = text.p + text.n;
    for (int n = 0; from > text.p && n <= WORDS_BEFORE && (unsigned char)from[-1] >= ' '; n++)
        do
            from--;
        while (from > text.p && ((unsigned char)*from & 0xC0) == 0x80);
    str rest = {from, (size_t)(end - from)};
    for (int n = 0; rest.n && n < WORDS_MOST && ((unsigned char)*rest.p >= ' ' || rest.p <= p); n++)
        utf8_next(&rest);
    return (str){from, (size_t)(rest.p - from)};
}

static void refuse(struct setter *s, enum diag_id id, uint32_t cp, str text, const char *p) {
    char utf8[4];
    str shown = {utf8, utf8_encode(cp, utf8)}, words = words_around(text, p);
    if (id == DIAG_GLYPH)
        diag3(s->d, id, s->at, codepoint_name(s->scratch, cp), shown, words);
    else
        diag2(s->d, id, s->at, codepoint_name(s->scratch, cp), words);
    s->refused = true;
}

/* Private use, and what is no character at all: a reader of the file could not know what is meant, nor could it be read
 * aloud (ISO 19005-3, 6.2.11.7.2 and 6.2.11.7.3). */
static bool is_private(uint32_t cp) {
    return (cp >= 0xE000 && cp <= 0xF8FF) || cp >= 0xF0000 || (cp >= 0xFDD0 && cp <= 0xFDEF) ||
           (cp & 0xFFFE) == 0xFFFE;
}

/* C0 and C1 controls: a tab stands for a blank, line ends break the line, the rest has no meaning on paper. */
static bool is_control(uint32_t cp) {
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0);
}

static bool is_newline(uint32_t cp) {
    return cp == '\n' || cp == '\v' || cp == '\f' || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static void widen_digit(const struct setter *s, struct item *it, const struct text_run *run, int advance) {
    int extra = fonts_face(glyphs_fonts(s->glyphs), (enum face)it->face)->metrics.digit - advance;
    if (extra <= 0 || extra > INT8_MAX)
        return;
    it->lead = (int8_t)(extra / 2);
    it->trail = (int8_t)(extra - it->lead);
    it->advance += (float)extra * run->size / 1000;
}

static void set_glyph(struct setter *s, struct item *it, const struct text_run *run, uint32_t cp,
                      const char *p) {
    const struct glyph *g = is_private(cp) ? NULL : glyphs_find(s->glyphs, run->face, cp);
    if (!g) {
        it->flags = ITEM_INVISIBLE;
        refuse(s, is_private(cp) ? DIAG_PRIVATE_USE : DIAG_GLYPH, cp, run->text, p);
        return;
    }
    it->cid = g->cid;
    it->face = g->face;
    it->class_ = g->class_;
    it->left = g->left;
    it->right = g->right;
    it->advance = (float)g->advance * run->size / 1000;
    if (run->tabular && cp >= '0' && cp <= '9')
        widen_digit(s, it, run, g->advance);
}

/* Nearly all characters: ASCII, Chinese. Nothing special is among them. */
static bool is_plain(uint32_t cp) {
    return (cp >= 0x20 && cp < 0x7F) || (cp >= 0x3000 && cp < 0xFE00);
}

static uint8_t special_flags(uint32_t cp) {
    if (is_newline(cp))
        return ITEM_NEWLINE | ITEM_INVISIBLE;
    return cp == '\r' || glyph_ignorable(cp) || is_control(cp) ? ITEM_INVISIBLE : 0;
}

/* p: where the character stands in the run's text. */
static void set_item(struct setter *s, struct item *it, const struct text_run *run, uint32_t cp,
                     const char *p) {
    if (cp == '\t')
        cp = ' ';
    it->flags = is_plain(cp) ? 0 : special_flags(cp);
    if (!it->flags)
        set_glyph(s, it, run, cp, p);
    else if (is_control(cp) && cp != '\r' && !is_newline(cp))
        refuse(s, DIAG_CONTROL, cp, run->text, p);
}

static bool spaced(uint8_t a, uint8_t b) {
    return (a == GLYPH_HAN && b == GLYPH_LATIN) || (a == GLYPH_LATIN && b == GLYPH_HAN);
}

/* What stands between two items, and which of them makes it: a quarter em between scripts, made by the
 * Latin side (few letters, so few variants); half an em less between marks, given up by the mark. */
static int gap_between(const struct item *before, const struct item *it, bool *behind) {
    *behind = true;
    if (spaced(before->class_, it->class_)) {
        *behind = before->class_ == GLYPH_LATIN;
        return (int)(style_spacing.han_latin * 1000);
    }
    if (before->class_ == GLYPH_CLOSE && (it->class_ == GLYPH_CLOSE || it->class_ == GLYPH_OPEN))
        return -before->right;
    if (before->class_ == GLYPH_OPEN && it->class_ == GLYPH_OPEN) {
        *behind = false;
        return -it->left;
    }
    return 0;
}

static void set_gap(const struct item *before, struct item *it, float size_before, float size) {
    bool behind;
    int gap = gap_between(before, it, &behind);
    it->gap_em = (int16_t)gap;
    it->gap = (float)gap * (behind ? size_before : size) / 1000;
    it->flags |= behind ? ITEM_GAP_BEHIND : 0;
    /* Both halves of —— and …… belong together (GB/T 15834-2011 5.1.4, 5.1.5). */
    if (before->class_ == GLYPH_WIDE && before->cid == it->cid && before->face == it->face)
        it->flags |= ITEM_PAIRED;
}

/* "用时 2 小时": its blanks are what the setter would have put there by itself. */
static void mark_blank(struct item *blank, const struct item *before, const struct item *after) {
    if (blank->class_ == GLYPH_SPACE && before && spaced(before->class_, after->class_))
        blank->flags |= ITEM_SCRIPT_BLANK;
}

static str join_runs(struct setter *s, const struct text_run *runs, size_t n) {
    if (n == 1)
        return runs[0].text;
    size_t total = 0;
    for (size_t i = 0; i < n; i++)
        total += runs[i].text.n;
    char *p = ARENA_ARRAY(s->scratch, char, total + 1);
    str all = {p, total};
    for (size_t i = 0; i < n; i++) {
        if (runs[i].text.n)
            memcpy(p, runs[i].text.p, runs[i].text.n);
        p += runs[i].text.n;
    }
    return all;
}

/* The next character; text from elsewhere than a reader may not be valid, and must not stop us. */
static uint32_t next_codepoint(str *rest) {
    unsigned char c = (unsigned char)rest->p[0];
    if (c < 0x80) {
        rest->p++;
        rest->n--;
        return c;
    }
    uint32_t cp = utf8_next(rest);
    return cp == UTF8_BAD ? 0xFFFD : cp;
}

struct neighbours {
    struct item *last, *earlier; /* visible ones */
    float size;                  /* of the last */
};

static void append_run(struct setter *s, struct text *t, size_t run_index, struct neighbours *n) {
    const struct text_run *run = &t->runs[run_index];
    for (str rest = run->text; rest.n;) {
        struct item *it = &t->at[t->n++];
        it->run = (uint32_t)run_index;
        const char *p = rest.p;
        set_item(s, it, run, next_codepoint(&rest), p);
        if (it->flags & ITEM_INVISIBLE)
            continue;
        if (n->last) {
            set_gap(n->last, it, n->size, run->size);
            mark_blank(n->last, n->earlier, it);
        }
        *n = (struct neighbours){it, n->last, run->size};
    }
}

struct text text_items(struct setter *s, const struct text_run *runs, size_t n) {
    struct text t = {.runs = runs, .n_runs = n, .bytes = join_runs(s, runs, n)};
    t.at = ARENA_ARRAY(s->scratch, struct item, t.bytes.n + 1); /* a byte is at most one item */
    struct neighbours around = {0};
    for (size_t i = 0; i < n; i++)
        append_run(s, &t, i, &around);
    return t;
}

float text_width(const struct text *t) {
    float widest = 0, w = 0;
    for (size_t i = 0; i < t->n; i++) {
        w += t->at[i].advance + (w > 0 ? t->at[i].gap : 0);
        if (w > widest)
            widest = w;
        if (t->at[i].flags & ITEM_NEWLINE)
            w = 0;
    }
    return widest;
}

struct text_run text_run_of(enum style_id style, str text) {
    const struct text_style *st = &style_texts[style];
    return (struct text_run){.text = text, .face = st->face, .ink = st->ink, .size = st->size};
}

float text_baseline(float pitch, float size) {
    return (pitch - size) / 2 + style_spacing.ascent * size;
}

void setter_close(struct setter *s) {
    linebreak_close(s->lb);
    s->lb = NULL;
}
