/* charstring.c - outlines as Type 2 charstrings (Adobe technical note 5177), in the shortest operators.
 *
 * Consecutive segments share one operator while the argument stack (48, appendix B) has room. A line back to
 * the contour's start is left out: every contour is closed anyway.
 */
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

/* One outline being written. */
struct charstring {
    struct sb out;
    int args[STACK];
    int n_args, op;       /* the operator being collected */
    bool next_horizontal; /* alternating lines or curves: what must come next */
};

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

static void line(struct charstring *c, struct step d) {
    if (d.x && d.y) {
        want_op(c, OP_RLINETO, 2);
        push(c, d.x);
        push(c, d.y);
    } else if (d.x || d.y) {
        bool horizontal = d.x != 0;
        bool goes_on = (c->op == OP_HLINETO || c->op == OP_VLINETO) && c->next_horizontal == horizontal;
        if (!goes_on || c->n_args + 1 > STACK) {
            flush_op(c);
            c->op = horizontal ? OP_HLINETO : OP_VLINETO;
        }
        push(c, d.x + d.y);
        c->next_horizontal = !horizontal;
    }
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

static void curve(struct charstring *c, const struct step *d) {
    struct curve v = {d[0].x, d[0].y, d[1].x, d[1].y, d[2].x, d[2].y};
    bool stays = !(v.dx1 || v.dy1 || v.dx2 || v.dy2 || v.dx3 || v.dy3);
    if (!stays && !alternating(c, &v) && !along_axis(c, &v))
        general(c, &v);
}

static void move(struct charstring *c, int dx, int dy) {
    flush_op(c);
    if (dx || dy == 0)
        charstring_number(&c->out, dx);
    if (dy)
        charstring_number(&c->out, dy);
    sb_char(&c->out, dy == 0 ? OP_HMOVETO : dx == 0 ? OP_VMOVETO : OP_RMOVETO);
}

/* Returns where the pen ends: the line that closes the contour does not move it. */
static struct step put_contour(struct charstring *c, const struct contour *from, const struct steps *steps,
                               struct step pen) {
    const struct step *d = steps->at;
    move(c, steps->start.x - pen.x, steps->start.y - pen.y);
    pen = steps->start;
    for (size_t i = 0; i < from->n; i++) {
        bool curved = from->at[i].curve;
        if (!curved && i + 1 == from->n)
            break;
        if (curved)
            curve(c, d);
        else
            line(c, *d);
        for (const struct step *end = d + (curved ? 3 : 1); d < end; d++) {
            pen.x += d->x;
            pen.y += d->y;
        }
    }
    return pen;
}

str charstring_outline(struct arena *a, const struct outline *o, int grid) {
    struct charstring c = {.out.a = a};
    struct step pen = {0, 0};
    for (size_t i = 0; i < o->contours.n; i++) {
        struct steps steps = outline_steps(o->a, &o->contours.at[i], grid);
        pen = put_contour(&c, &o->contours.at[i], &steps, pen);
    }
    flush_op(&c);
    sb_char(&c.out, OP_ENDCHAR);
    return sb_str(&c.out);
}

void charstring_width(struct sb *b, int width) {
    if (width != CFF_DEFAULT_WIDTH)
        charstring_number(b, width);
}

/* Numbers are biased so that the most used ones are short (5177, section 4.7). */
void charstring_call(struct sb *b, int width, int lead, size_t subr, size_t n) {
    charstring_width(b, width);
    if (lead) {
        charstring_number(b, lead);
        sb_char(b, OP_HMOVETO);
    }
    charstring_number(b, (int)subr - (n < 1240 ? 107 : n < 33900 ? 1131 : 32768));
    sb_char(b, OP_CALLSUBR);
}
