/* charstring.c - outlines as Type 2 charstrings (Adobe technical note 5177), in the shortest operators.
 *
 * Consecutive segments share one operator while the argument stack (48, appendix B) has room. A line back to
 * the contour's start is left out: every contour is closed anyway.
 */
#include <math.h>

#include "render/cff.h"

enum {
    OP_VMOVETO = 4,
    OP_RLINETO = 5,
    OP_HLINETO = 6,
    OP_VLINETO = 7,
    OP_RRCURVETO = 8,
    OP_CALLSUBR = 10,
    OP_ENDCHAR = 14,
    OP_RMOVETO = 21,
    OP_HMOVETO = 22,
    OP_VVCURVETO = 26,
    OP_HHCURVETO = 27,
    OP_VHCURVETO = 30,
    OP_HVCURVETO = 31,
    STACK = 48
};

/* Section 3.2 of the note. */
void charstring_number(struct sb *b, int v) {
    if (v >= -107 && v <= 107)
        sb_char(b, (char)(v + 139));
    else if (v >= 108 && v <= 1131) {
        sb_char(b, (char)(247 + ((v - 108) >> 8)));
        sb_char(b, (char)((v - 108) & 255));
    } else if (v <= -108 && v >= -1131) {
        sb_char(b, (char)(251 + ((-v - 108) >> 8)));
        sb_char(b, (char)((-v - 108) & 255));
    } else {
        sb_char(b, 28);
        sb_char(b, (char)((unsigned)v >> 8 & 255));
        sb_char(b, (char)((unsigned)v & 255));
    }
}

static void flush_op(struct charstring *c) {
    if (c->op == 0)
        return;
    for (int i = 0; i < c->n_args; i++)
        charstring_number(&c->out, c->args[i]);
    sb_char(&c->out, (char)c->op);
    c->op = c->n_args = 0;
}

/* Goes on with the operator when it is the same and has room, else begins it anew. */
static void want_op(struct charstring *c, int op, int room) {
    if (c->op != op || c->n_args + room > STACK) {
        flush_op(c);
        c->op = op;
    }
}

static void push(struct charstring *c, int v) {
    c->args[c->n_args++] = v;
}

static int on_grid(const struct charstring *c, float v) {
    return c->grid * (int)lrintf(v / (float)c->grid);
}

static void line(struct charstring *c, int x, int y) {
    int dx = x - c->x, dy = y - c->y;
    c->x = x;
    c->y = y;
    if (dx && dy) {
        want_op(c, OP_RLINETO, 2);
        push(c, dx);
        push(c, dy);
    } else if (dx || dy) {
        bool horizontal = dx != 0;
        bool goes_on = (c->op == OP_HLINETO || c->op == OP_VLINETO) && c->next_horizontal == horizontal;
        if (!goes_on || c->n_args + 1 > STACK) {
            flush_op(c);
            c->op = horizontal ? OP_HLINETO : OP_VLINETO;
        }
        push(c, dx + dy);
        c->next_horizontal = !horizontal;
    }
}

static void release_line(struct charstring *c) {
    if (c->line_waits)
        line(c, c->line_x, c->line_y);
    c->line_waits = false;
}

struct curve {
    int dx1, dy1, dx2, dy2, dx3, dy3;
};

/* Curves that begin along one axis and end along the other, in turns; the last may end anywhere. */
static bool alternating(struct charstring *c, const struct curve *v) {
    bool begins_h = v->dy1 == 0, begins_v = v->dx1 == 0, ends_h = v->dy3 == 0, ends_v = v->dx3 == 0;
    if (!begins_h && !begins_v)
        return false;
    bool h = begins_h && (ends_v || !begins_v), clean = h ? ends_v : ends_h;
    bool goes_on = (c->op == OP_HVCURVETO || c->op == OP_VHCURVETO) && c->n_args % 4 == 0 &&
                   c->n_args + 5 <= STACK && c->next_horizontal == h;
    if (!clean && ((h && ends_h) || (!h && ends_v)))
        return false; /* hhcurveto, vvcurveto */
    if (!goes_on) {
        flush_op(c);
        c->op = h ? OP_HVCURVETO : OP_VHCURVETO;
    }
    push(c, h ? v->dx1 : v->dy1);
    push(c, v->dx2);
    push(c, v->dy2);
    push(c, h ? v->dy3 : v->dx3);
    if (!clean)
        push(c, h ? v->dx3 : v->dy3);
    c->next_horizontal = !h;
    return true;
}

/* Curves that end along the axis they begin on; the first may begin anywhere. */
static bool along_axis(struct charstring *c, const struct curve *v) {
    bool h = v->dy3 == 0;
    if (!h && v->dx3 != 0)
        return false;
    int op = h ? OP_HHCURVETO : OP_VVCURVETO, off = h ? v->dy1 : v->dx1;
    if (off)
        flush_op(c);
    want_op(c, op, 5);
    if (off)
        push(c, off);
    push(c, h ? v->dx1 : v->dy1);
    push(c, v->dx2);
    push(c, v->dy2);
    push(c, h ? v->dx3 : v->dy3);
    return true;
}

static void general(struct charstring *c, const struct curve *v) {
    want_op(c, OP_RRCURVETO, 6);
    push(c, v->dx1);
    push(c, v->dy1);
    push(c, v->dx2);
    push(c, v->dy2);
    push(c, v->dx3);
    push(c, v->dy3);
}

static void put_width(struct charstring *c) {
    if (c->width != CFF_DEFAULT_WIDTH)
        charstring_number(&c->out, c->width);
    c->width = CFF_DEFAULT_WIDTH;
}

static void move_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float to_x, float to_y, void *user) {
    (void)f, (void)st, (void)user;
    struct charstring *c = data;
    int x = on_grid(c, to_x), y = on_grid(c, to_y), dx = x - c->x, dy = y - c->y;
    flush_op(c);
    put_width(c);
    if (dx || dy == 0)
        charstring_number(&c->out, dx);
    if (dy)
        charstring_number(&c->out, dy);
    sb_char(&c->out, dy == 0 ? OP_HMOVETO : dx == 0 ? OP_VMOVETO : OP_RMOVETO);
    c->x = c->start_x = x;
    c->y = c->start_y = y;
}

static void line_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float to_x, float to_y, void *user) {
    (void)f, (void)st, (void)user;
    struct charstring *c = data;
    release_line(c);
    c->line_x = on_grid(c, to_x);
    c->line_y = on_grid(c, to_y);
    c->line_waits = true;
}

/* Off the straight line by less than the grid resolves: a fifth of all curves of a Hei face, a seventh of a Song. */
static bool nearly_straight(const struct charstring *c, const struct curve *v) {
    float dx = (float)(v->dx1 + v->dx2 + v->dx3), dy = (float)(v->dy1 + v->dy2 + v->dy3),
          length = hypotf(dx, dy);
    float off1 = fabsf((float)v->dx1 * dy - (float)v->dy1 * dx),
          off2 = fabsf((float)v->dx3 * dy - (float)v->dy3 * dx);
    bool forward =
        (float)v->dx1 * dx + (float)v->dy1 * dy >= 0 && (float)v->dx3 * dx + (float)v->dy3 * dy >= 0;
    return forward && 0.75f * fmaxf(off1, off2) <= length * (float)c->grid * 0.6f;
}

static void cubic_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x1, float y1, float x2,
                     float y2, float x3, float y3, void *user) {
    (void)f, (void)st, (void)user;
    struct charstring *c = data;
    release_line(c);
    int ax = on_grid(c, x1), ay = on_grid(c, y1), bx = on_grid(c, x2), by = on_grid(c, y2);
    int x = on_grid(c, x3), y = on_grid(c, y3);
    struct curve v = {ax - c->x, ay - c->y, bx - ax, by - ay, x - bx, y - by};
    if (nearly_straight(c, &v)) {
        line(c, x, y);
        return;
    }
    c->x = x;
    c->y = y;
    if (!alternating(c, &v) && !along_axis(c, &v))
        general(c, &v);
}

static void close_path(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, void *user) {
    (void)f, (void)st, (void)user;
    struct charstring *c = data;
    if (c->line_waits && c->line_x == c->start_x && c->line_y == c->start_y)
        c->line_waits = false;
    release_line(c);
}

hb_draw_funcs_t *charstring_funcs(void) {
    hb_draw_funcs_t *f = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(f, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(f, line_to, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(f, cubic_to, NULL, NULL);
    hb_draw_funcs_set_close_path_func(f, close_path, NULL, NULL);
    hb_draw_funcs_make_immutable(f);
    return f;
}

void charstring_outline(struct charstring *c, hb_font_t *font, hb_draw_funcs_t *draw, uint32_t gid,
                        int width) {
    c->x = c->y = c->start_x = c->start_y = 0;
    c->width = width;
    hb_font_get_glyph_shape(font, gid, draw, c);
    release_line(c);
    flush_op(c);
    put_width(c);
    sb_char(&c->out, OP_ENDCHAR);
}

/* The subroutine's own first moveto takes the width when nothing moved before it. Numbers are biased so that
 * the most used ones are short (5177, section 4.7). */
void charstring_call(struct charstring *c, int width, int lead, size_t subr, size_t n) {
    c->width = width;
    put_width(c);
    if (lead) {
        charstring_number(&c->out, lead);
        sb_char(&c->out, OP_HMOVETO);
    }
    charstring_number(&c->out, (int)subr - (n < 1240 ? 107 : n < 33900 ? 1131 : 32768));
    sb_char(&c->out, OP_CALLSUBR);
}
