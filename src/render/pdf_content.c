/* pdf_content.c - the marks of a page as a content stream, written directly.
 *
 * All text of a page is one text object; neighbours on a base line share a TJ array, the space between them a
 * number in it. The pen is followed as a viewer moves it, from the rounded numbers actually written, so
 * nothing drifts. Colours, font and spacing are written only when they change. Codes are literal strings:
 * against hex they deflate a sixth faster and a little smaller.
 */
#include <math.h>
#include <string.h>

#include "render/pdf_write.h"

struct buffer {
    struct arena *a;
    char *p;
    size_t n, cap;
};
struct state {
    struct pdf *pdf;
    HPDF_Page page;
    float height;
    struct buffer out;
    bool in_array;
    int face, fill, stroke, dash; /* -1: not set yet */
    float size, line_width;
    long spacing;        /* 1/1000 point */
    long line_x, line_y; /* 1/100 point: where the text line begins */
    double pen;          /* points */
    const char *names[FACE__MAX];
    const struct glyph_used *used[FACE__MAX];
};

static char *reserve(struct buffer *b, size_t n) {
    if (b->n + n > b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 32768;
        while (cap < b->n + n)
            cap *= 2;
        b->p = arena_grow(b->a, b->p, b->cap, cap, 1);
        b->cap = cap;
    }
    return b->p + b->n;
}

static void put(struct buffer *b, const char *text) {
    size_t n = strlen(text);
    memcpy(reserve(b, n), text, n);
    b->n += n;
}

static void put_char(struct buffer *b, char c) {
    *reserve(b, 1) = c;
    b->n++;
}

static void put_integer(struct buffer *b, long v) {
    char digits[24], *p = digits + sizeof digits;
    unsigned long u = v < 0 ? 0ul - (unsigned long)v : (unsigned long)v;
    do
        *--p = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0)
        *--p = '-';
    size_t n = (size_t)(digits + sizeof digits - p);
    memcpy(reserve(b, n), p, n);
    b->n += n;
}

/* v / 10^places in the shortest form: 1250, 2 -> 12.5 */
static void put_scaled(struct buffer *b, long v, int places) {
    long unit = 1;
    for (int i = 0; i < places; i++)
        unit *= 10;
    if (v < 0) {
        put_char(b, '-');
        v = -v;
    }
    if (v >= unit || v == 0)
        put_integer(b, v / unit);
    long rest = v % unit;
    if (rest == 0)
        return;
    put_char(b, '.');
    for (unit /= 10; rest; rest %= unit, unit /= 10) {
        put_char(b, (char)('0' + rest / unit));
        if (unit == 1)
            break;
    }
}

/* Hundredths of a point: a fifth of what a 1200 dpi device resolves. */
static void put_length(struct buffer *b, float v) {
    put_scaled(b, lrintf(v * 100), 2);
    put_char(b, ' ');
}

static void put_colour(struct buffer *b, int ink, const char *grey_op, const char *rgb_op) {
    const struct colour *c = &style_inks[ink];
    bool grey = !(c->r < c->g) && !(c->r > c->g) && !(c->g < c->b) && !(c->g > c->b);
    const float parts[] = {c->r, c->g, c->b};
    for (int i = 0; i < (grey ? 1 : 3); i++) {
        put_scaled(b, lrintf(parts[i] * 1000), 3);
        put_char(b, ' ');
    }
    put(b, grey ? grey_op : rgb_op);
}

static void set_fill(struct state *s, int ink) {
    if (s->fill != ink)
        put_colour(&s->out, ink, "g\n", "rg\n");
    s->fill = ink;
}

static void set_stroke(struct state *s, int ink) {
    if (s->stroke != ink)
        put_colour(&s->out, ink, "G\n", "RG\n");
    s->stroke = ink;
}

static void end_array(struct state *s) {
    if (s->in_array)
        put(&s->out, "]TJ\n");
    s->in_array = false;
}

static void begin_text(struct state *s) {
    put(&s->out, "BT\n");
    s->line_x = s->line_y = 0;
    s->pen = -1e6;
}

static void end_text(struct state *s) {
    end_array(s);
    put(&s->out, "ET\n");
}

static void set_font(struct state *s, const struct op *op) {
    if (s->face == op->face && fabsf(s->size - op->size) < 0.001f)
        return;
    end_array(s);
    if (!s->names[op->face])
        s->names[op->face] = HPDF_Page_GetLocalFontName(s->page, s->pdf->fonts[op->face]);
    put_char(&s->out, '/');
    put(&s->out, s->names[op->face]);
    put_char(&s->out, ' ');
    put_scaled(&s->out, lrintf(op->size * 1000), 3);
    put(&s->out, " Tf\n");
    s->face = op->face;
    s->size = op->size;
}

static void set_look(struct state *s, const struct op *op) {
    if (s->fill != op->ink) {
        end_array(s);
        set_fill(s, op->ink);
    }
    set_font(s, op);
    long spacing = lrintf(op->spacing * 1000);
    if (s->spacing != spacing) {
        end_array(s);
        put_scaled(&s->out, spacing, 3);
        put(&s->out, " Tc\n");
        s->spacing = spacing;
    }
}

/* To the beginning of the operation: a number in the array on the same line, else a move. */
static void go_to(struct state *s, const struct op *op) {
    long x = lrintf(op->x * 100), y = lrintf((s->height - op->y) * 100);
    double off = (s->pen - op->x) * 1000 / (double)op->size;
    if (y == s->line_y && fabs(off) < 3000) {
        long k = lrint(off);
        if (!s->in_array)
            put_char(&s->out, '[');
        if (k) {
            put_integer(&s->out, k);
            s->pen -= (double)k * (double)op->size / 1000;
        }
    } else {
        end_array(s);
        put_scaled(&s->out, x - s->line_x, 2);
        put_char(&s->out, ' ');
        put_scaled(&s->out, y - s->line_y, 2);
        put(&s->out, " Td\n[");
        s->line_x = x;
        s->line_y = y;
        s->pen = (double)x / 100;
    }
    s->in_array = true;
}

/* A byte of a literal string (ISO 32000-1, 7.3.4.2): a bare carriage return would read as a line feed. */
static char *put_string_byte(char *p, unsigned byte) {
    if (byte == '(' || byte == ')' || byte == '\\')
        *p++ = '\\';
    else if (byte == '\r') {
        *p++ = '\\';
        byte = 'r';
    }
    *p++ = (char)byte;
    return p;
}

static void put_glyphs(struct state *s, const struct op *op) {
    const struct glyph_used *used = s->used[op->face];
    char *p = reserve(&s->out, (size_t)op->n * 4 + 2);
    long advance = 0;
    *p++ = '(';
    for (uint32_t i = 0; i < op->n; i++) {
        unsigned cid = op->u.cids[i];
        p = put_string_byte(p, cid >> 8);
        p = put_string_byte(p, cid & 255);
        advance += used[cid].advance;
    }
    *p++ = ')';
    s->out.n = (size_t)(p - s->out.p);
    s->pen += (double)advance * (double)op->size / 1000 + (double)op->n * (double)s->spacing / 1000;
}

static void draw_text(struct state *s, const struct op *op) {
    set_look(s, op);
    go_to(s, op);
    put_glyphs(s, op);
}

static void set_line(struct state *s, const struct op *op) {
    set_stroke(s, op->ink);
    if (fabsf(s->line_width - op->size) > 0.001f) {
        put_length(&s->out, op->size);
        put(&s->out, "w\n");
        s->line_width = op->size;
    }
    if (s->dash != op->dash) {
        put_char(&s->out, '[');
        if (op->dash)
            put_integer(&s->out, op->dash);
        put(&s->out, "]0 d\n");
        s->dash = op->dash;
    }
}

static void put_point(struct state *s, float x, float y, const char *operator) {
    put_length(&s->out, x);
    put_length(&s->out, s->height - y);
    put(&s->out, operator);
}

static void draw_line(struct state *s, const struct op *op) {
    set_line(s, op);
    put_point(s, op->x, op->y, "m ");
    put_point(s, op->x2, op->y2, "l S\n");
}

static void put_box(struct state *s, const struct op *op, const char *paint) {
    put_length(&s->out, op->x);
    put_length(&s->out, s->height - op->y2);
    put_length(&s->out, op->x2 - op->x);
    put_length(&s->out, op->y2 - op->y);
    put(&s->out, paint);
}

static void draw_fill(struct state *s, const struct op *op) {
    set_fill(s, op->ink);
    put_box(s, op, "re f\n");
}

static void draw_frame(struct state *s, const struct op *op) {
    set_line(s, op);
    put_box(s, op, "re S\n");
}

/* Tenths of a point do for curves of many points: half a dot at 600 dpi. */
static void put_path(struct state *s, const struct op *op) {
    for (uint32_t i = 0; i < op->n; i++) {
        put_scaled(&s->out, lrintf((op->x + op->u.points[i].x) * 10), 1);
        put_char(&s->out, ' ');
        put_scaled(&s->out, lrintf((s->height - op->y - op->u.points[i].y) * 10), 1);
        put(&s->out, i ? " l\n" : " m\n");
    }
}

static void draw_polyline(struct state *s, const struct op *op) {
    set_line(s, op);
    put(&s->out, "1 j\n"); /* round joins: steep curves would grow spikes */
    put_path(s, op);
    put(&s->out, "S\n0 j\n");
}

static void draw_polygon(struct state *s, const struct op *op) {
    set_fill(s, op->ink);
    put_path(s, op);
    put(&s->out, "f\n");
}

typedef void draw_op(struct state *s, const struct op *op);
static draw_op *const draws[] = {
    [OP_TEXT] = NULL,
    [OP_LINE] = draw_line,
    [OP_FILL] = draw_fill,
    [OP_FRAME] = draw_frame,
    [OP_POLYLINE] = draw_polyline,
    [OP_POLYGON] = draw_polygon,
    [OP_LINK] = NULL,
    [OP_ANCHOR] = NULL,
    [OP_PAGE_NO] = NULL,
};

/* Shades, rules and curves first, then all text: it stands on top of them, and in one text object. */
static void draw_graphics(struct state *s, const struct op *ops, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (draws[ops[i].kind])
            draws[ops[i].kind](s, &ops[i]);
}

static void draw_texts(struct state *s, const struct op *ops, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (ops[i].kind == OP_TEXT)
            draw_text(s, &ops[i]);
}

void pdf_content(struct pdf *pdf, size_t page) {
    struct arena_mark mark = arena_mark(pdf->a);
    HPDF_Page leaf = pdf->leaves[page];
    struct state s = {.pdf = pdf,
                      .page = leaf,
                      .height = pdf->pages->at[page].height,
                      .out.a = pdf->a,
                      .face = -1,
                      .fill = -1,
                      .stroke = -1,
                      .dash = 0,
                      .line_width = -1};
    for (int i = 0; i < FACE__MAX; i++)
        s.used[i] = glyphs_used(pdf->glyphs, (enum face)i).at;
    const struct page *p = &pdf->pages->at[page];
    draw_graphics(&s, p->running, p->n_running);
    draw_graphics(&s, p->ops, p->n_ops);
    begin_text(&s);
    draw_texts(&s, p->running, p->n_running);
    draw_texts(&s, p->ops, p->n_ops);
    end_text(&s);
    HPDF_Stream_Write(((HPDF_PageAttr)leaf->attr)->stream, (const HPDF_BYTE *)s.out.p, (HPDF_UINT)s.out.n);
    HPDF_MD5Update(&pdf->hash, (const HPDF_BYTE *)s.out.p, (HPDF_UINT32)s.out.n);
    arena_rewind(pdf->a, mark);
}
