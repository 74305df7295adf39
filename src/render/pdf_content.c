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

struct state {
    struct pdf *pdf;
    uint32_t page;
    int32_t n_marks;
    float height;
    struct pdf_text out;
    bool in_text, in_array;
    int face, fill, stroke, dash; /* -1: not set yet */
    float size, line_width;
    long spacing;        /* 1/1000 point */
    long line_x, line_y; /* 1/100 point: where the text line begins */
    double pen;          /* points */
};

/* Hundredths of a point: a fifth of what a 1200 dpi device resolves. */
static void put_length(struct pdf_text *b, float v) {
    pdf_put_scaled(b, lrintf(v * 100), 2);
    pdf_put_char(b, ' ');
}

static void put_colour(struct pdf_text *b, int ink, const char *grey_op, const char *rgb_op) {
    const struct colour *c = &style_inks[ink];
    bool grey = !(c->r < c->g) && !(c->r > c->g) && !(c->g < c->b) && !(c->g > c->b);
    const float parts[] = {c->r, c->g, c->b};
    for (int i = 0; i < (grey ? 1 : 3); i++) {
        pdf_put_scaled(b, lrintf(parts[i] * 1000), 3);
        pdf_put_char(b, ' ');
    }
    pdf_put(b, grey ? grey_op : rgb_op);
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
        pdf_put(&s->out, "]TJ\n");
    s->in_array = false;
}

static void begin_text(struct state *s) {
    pdf_put(&s->out, "BT\n");
    s->in_text = true;
    s->line_x = s->line_y = 0;
    s->pen = -1e6;
}

static void end_text(struct state *s) {
    end_array(s);
    pdf_put(&s->out, "ET\n");
    s->in_text = false;
}

static void set_font(struct state *s, const struct op *op) {
    if (s->face == op->face && fabsf(s->size - op->size) < 0.001f)
        return;
    end_array(s);
    pdf_put(&s->out, "/F");
    pdf_put_integer(&s->out, op->face);
    pdf_put_char(&s->out, ' ');
    pdf_put_scaled(&s->out, lrintf(op->size * 1000), 3);
    pdf_put(&s->out, " Tf\n");
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
        pdf_put_scaled(&s->out, spacing, 3);
        pdf_put(&s->out, " Tc\n");
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
            pdf_put_char(&s->out, '[');
        if (k) {
            pdf_put_integer(&s->out, k);
            s->pen -= (double)k * (double)op->size / 1000;
        }
    } else {
        end_array(s);
        pdf_put_scaled(&s->out, x - s->line_x, 2);
        pdf_put_char(&s->out, ' ');
        pdf_put_scaled(&s->out, y - s->line_y, 2);
        pdf_put(&s->out, " Td\n[");
        s->line_x = x;
        s->line_y = y;
        s->pen = (double)x / 100;
    }
    s->in_array = true;
}

static void put_glyphs(struct state *s, const struct op *op) {
    const struct pdf_codes *codes = &s->pdf->codes[op->face];
    char *p = pdf_reserve(&s->out, (size_t)op->n * 4 + 2);
    long advance = 0;
    *p++ = '(';
    for (uint32_t i = 0; i < op->n; i++) {
        unsigned code = codes->of[op->u.cids[i]];
        p = pdf_string_byte(p, code >> 8);
        p = pdf_string_byte(p, code & 255);
        advance += codes->glyphs.at[code].advance;
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
        pdf_put(&s->out, "w\n");
        s->line_width = op->size;
    }
    if (s->dash != op->dash) {
        pdf_put_char(&s->out, '[');
        if (op->dash)
            pdf_put_integer(&s->out, op->dash);
        pdf_put(&s->out, "]0 d\n");
        s->dash = op->dash;
    }
}

static void put_point(struct state *s, float x, float y, const char *operator) {
    put_length(&s->out, x);
    put_length(&s->out, s->height - y);
    pdf_put(&s->out, operator);
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
    pdf_put(&s->out, paint);
}

static void draw_fill(struct state *s, const struct op *op) {
    set_fill(s, op->ink);
    put_box(s, op, "re f\n");
}

static void draw_frame(struct state *s, const struct op *op) {
    set_line(s, op);
    put_box(s, op, "re S\n");
}

/* Tenths of a point do for curves of many points, half a dot at 600 dpi; as the unit they need no decimal point. Round joins:
 * steep curves would grow spikes. */
static void draw_polyline(struct state *s, const struct op *op) {
    set_stroke(s, op->ink);
    pdf_put(&s->out, "q .1 0 0 .1 0 0 cm 1 j ");
    pdf_put_integer(&s->out, lrintf(op->size * 10));
    pdf_put(&s->out, " w[");
    if (op->dash)
        pdf_put_integer(&s->out, op->dash * 10);
    pdf_put(&s->out, "]0 d\n");
    for (uint32_t i = 0; i < op->n; i++) {
        pdf_put_integer(&s->out, lrintf((op->x + op->u.points[i].x) * 10));
        pdf_put_char(&s->out, ' ');
        pdf_put_integer(&s->out, lrintf((s->height - op->y - op->u.points[i].y) * 10));
        pdf_put(&s->out, i ? " l\n" : " m\n");
    }
    pdf_put(&s->out, "S Q\n");
}

/* Marks of one shape stand on a chart by the dozen: moved to their place they are the same bytes and pack to little. */
static void draw_polygon(struct state *s, const struct op *op) {
    set_fill(s, op->ink);
    pdf_put(&s->out, "q 1 0 0 1 ");
    put_point(s, op->x, op->y, "cm\n");
    for (uint32_t i = 0; i < op->n; i++) {
        put_length(&s->out, op->u.points[i].x);
        put_length(&s->out, -op->u.points[i].y);
        pdf_put(&s->out, i ? "l\n" : "m\n");
    }
    pdf_put(&s->out, "f Q\n");
}

typedef void draw_op(struct state *s, const struct op *op);
static draw_op *const draw_functions[] = {
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

/* -- marks ------------------------------------------------------------------------------------------ */

const char *const pdf_tag_names[TAG__MAX] = {
    [TAG_DOCUMENT] = "Document",
    [TAG_TITLE] = "Title",
    [TAG_H1] = "H1",
    [TAG_H2] = "H2",
    [TAG_H3] = "H3",
    [TAG_H4] = "H4",
    [TAG_H5] = "H5",
    [TAG_H6] = "H6",
    [TAG_P] = "P",
    [TAG_L] = "L",
    [TAG_LI] = "LI",
    [TAG_LBL] = "Lbl",
    [TAG_LBODY] = "LBody",
    [TAG_BLOCK_QUOTE] = "BlockQuote",
    [TAG_CODE] = "Code",
    [TAG_TABLE] = "Table",
    [TAG_CAPTION] = "Caption",
    [TAG_THEAD] = "THead",
    [TAG_TBODY] = "TBody",
    [TAG_TFOOT] = "TFoot",
    [TAG_TR] = "TR",
    [TAG_TH] = "TH",
    [TAG_TD] = "TD",
    [TAG_FIGURE] = "Figure",
    [TAG_TOC] = "TOC",
    [TAG_TOCI] = "TOCI",
    [TAG_REFERENCE] = "Reference",
    [TAG_LINK] = "Link",
    [TAG_SPAN] = "Span",
    [TAG_NOTE] = "Note",
    [TAG_SECT] = "Sect",
    [TAG_DIV] = "Div",
};

/* Artifacts by their kind (ISO 32000-1, 14.8.2.2), elements by the name they have in the tree. */
static void begin_mark(struct state *s, tag_id of) {
    static const char *const artifacts[TAG_ROOT] = {
        [TAG_LAYOUT] = "/Artifact BMC\n",
        [TAG_REPEATED] = "/Artifact<</Type/Pagination>>BDC\n",
        [TAG_HEADER] = "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n",
        [TAG_FOOTER] = "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"};
    if (of < TAG_ROOT) {
        pdf_put(&s->out, artifacts[of]);
        return;
    }
    pdf_put_char(&s->out, '/');
    pdf_put(&s->out, pdf_tag_names[s->pdf->pages->tags.all.at[of].kind]);
    pdf_put(&s->out, "<</MCID ");
    pdf_put_integer(&s->out, s->n_marks);
    pdf_put(&s->out, ">>BDC\n");
    VEC_PUSH(s->pdf->a, &s->pdf->kids, (struct pdf_kid){.of = of, .page = s->page, .number = s->n_marks++});
}

static void end_mark(struct state *s) {
    end_array(s);
    pdf_put(&s->out, "EMC\n");
}

/* -- order ------------------------------------------------------------------------------------------ */

static bool draws(const struct op *op) {
    return draw_functions[op->kind] || op->kind == OP_TEXT;
}

static bool is_background(const struct op *op) {
    return op->of < TAG_ROOT && draw_functions[op->kind];
}

/* Shades and rules stand under everything else, whatever order they come in. */
static void draw_background(struct state *s, const struct op *ops, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (is_background(&ops[i]))
            draw_functions[ops[i].kind](s, &ops[i]);
}

static void grow_extent(struct pdf_extent *e, float x, float y) {
    e->left = fminf(e->left, x);
    e->right = fmaxf(e->right, x);
    e->bottom = fminf(e->bottom, y);
    e->top = fmaxf(e->top, y);
}

static void add_extent(struct state *s, const struct op *ops, size_t n) {
    struct pdf_extent e = {ops[0].of, INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < n; i++) {
        const struct op *op = &ops[i];
        bool path = op->kind == OP_POLYLINE || op->kind == OP_POLYGON;
        for (uint32_t k = 0; path && k < op->n; k++)
            grow_extent(&e, op->x + op->u.points[k].x, s->height - op->y - op->u.points[k].y);
        if (path)
            continue;
        grow_extent(&e, op->x, s->height - op->y + (op->kind == OP_TEXT ? op->size : 0));
        grow_extent(&e, op->x2, s->height - (op->kind == OP_TEXT ? op->y : op->y2));
    }
    VEC_PUSH(s->pdf->a, &s->pdf->extents, e);
}

/* A drawing is one mark: its lines and boxes, then its words on top of them. */
static void draw_figure(struct state *s, const struct op *ops, size_t n) {
    begin_mark(s, ops[0].of);
    for (size_t i = 0; i < n; i++)
        if (draw_functions[ops[i].kind])
            draw_functions[ops[i].kind](s, &ops[i]);
    begin_text(s);
    for (size_t i = 0; i < n; i++)
        if (ops[i].kind == OP_TEXT)
            draw_text(s, &ops[i]);
    end_text(s);
    pdf_put(&s->out, "EMC\n");
    add_extent(s, ops, n);
}

/* How many of the ops belong to the first one's element; in a text also what stands between and draws no words. */
static size_t stretch(const struct op *ops, size_t n, bool text) {
    size_t end = 0;
    for (size_t i = 0; i < n; i++) {
        bool skipped = !draws(&ops[i]) || is_background(&ops[i]);
        if (!skipped && (ops[i].of != ops[0].of || (text && ops[i].kind != OP_TEXT)))
            break;
        if (!skipped)
            end = i + 1;
    }
    return end;
}

static void draw_words(struct state *s, const struct op *ops, size_t n) {
    if (!s->in_text)
        begin_text(s);
    begin_mark(s, ops[0].of);
    for (size_t i = 0; i < n; i++)
        if (ops[i].kind == OP_TEXT)
            draw_text(s, &ops[i]);
    end_mark(s);
}

static bool has_drawing(const struct op *ops, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (ops[i].of == ops[0].of && draw_functions[ops[i].kind])
            return true;
    return false;
}

static void draw_foreground(struct state *s, const struct op *ops, size_t n) {
    for (size_t i = 0; i < n;) {
        if (!draws(&ops[i]) || is_background(&ops[i])) {
            i++;
            continue;
        }
        size_t all = stretch(ops + i, n - i, false);
        if (has_drawing(ops + i, all) && ops[i].of >= TAG_ROOT) {
            if (s->in_text)
                end_text(s);
            draw_figure(s, ops + i, all);
        } else
            draw_words(s, ops + i, all = stretch(ops + i, n - i, true));
        i += all;
    }
}

void pdf_content(struct pdf *pdf, size_t page, uint32_t number) {
    struct state s = {.pdf = pdf,
                      .page = (uint32_t)page,
                      .height = pdf->pages->at[page].height,
                      .out.a = pdf->scratch,
                      .face = -1,
                      .fill = -1,
                      .stroke = -1,
                      .dash = 0,
                      .line_width = -1};
    struct arena_mark mark = arena_mark(pdf->scratch);
    const struct page *p = &pdf->pages->at[page];
    begin_mark(&s, TAG_LAYOUT);
    draw_background(&s, p->running, p->n_running);
    draw_background(&s, p->ops, p->n_ops);
    end_mark(&s);
    draw_foreground(&s, p->running, p->n_running);
    draw_foreground(&s, p->ops, p->n_ops);
    if (s.in_text)
        end_text(&s);
    pdf_out_stream(pdf->out, number, "", pdf_str(&s.out), PDF_DEFLATED);
    arena_rewind(pdf->scratch, mark);
}
