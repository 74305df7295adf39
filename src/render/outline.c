/* outline.c - reads an outline through HarfBuzz's callbacks and leaves out what nobody sees. */
#include "render/outline.h"

#include <math.h>
#include <string.h>

struct reading {
    struct arena *a;
    struct outline *o;
    VEC(struct segment) segments; /* of the contour being read */
    struct knot start, pen;
};

/* -- reading ---------------------------------------------------------------------------------------- */

static void end_contour(struct reading *r) {
    if (r->segments.n)
        VEC_PUSH(r->a, &r->o->contours,
                 (struct contour){.start = r->start, .at = r->segments.at, .n = r->segments.n});
    r->segments.at = NULL;
    r->segments.n = r->segments.cap = 0;
}

static void move_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x, float y, void *user) {
    (void)f, (void)st, (void)user;
    struct reading *r = data;
    end_contour(r);
    r->start = r->pen = (struct knot){x, y};
}

static bool same(struct knot a, struct knot b) {
    return fabsf(a.x - b.x) < 0.01f && fabsf(a.y - b.y) < 0.01f;
}

static void line_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x, float y, void *user) {
    (void)f, (void)st, (void)user;
    struct reading *r = data;
    struct segment s = {.to = {x, y}};
    if (!same(r->pen, s.to))
        VEC_PUSH(r->a, &r->segments, s);
    r->pen = s.to;
}

static void cubic_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x1, float y1, float x2,
                     float y2, float x3, float y3, void *user) {
    (void)f, (void)st, (void)user;
    struct reading *r = data;
    struct segment s = {true, {x1, y1}, {x2, y2}, {x3, y3}};
    VEC_PUSH(r->a, &r->segments, s);
    r->pen = s.to;
}

/* HarfBuzz has drawn the line back to the start. */
static void close_path(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, void *user) {
    (void)f, (void)st, (void)user;
    end_contour(data);
}

static hb_draw_funcs_t *reading_funcs(void) {
    static hb_draw_funcs_t *f;
    if (f)
        return f;
    f = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(f, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(f, line_to, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(f, cubic_to, NULL, NULL);
    hb_draw_funcs_set_close_path_func(f, close_path, NULL, NULL);
    hb_draw_funcs_make_immutable(f);
    return f;
}

struct outline outline_read(struct arena *a, hb_font_t *font, uint32_t glyph) {
    struct outline o = {.a = a};
    struct reading r = {.a = a, .o = &o};
    hb_font_get_glyph_shape(font, glyph, reading_funcs(), &r);
    end_contour(&r);
    return o;
}

/* -- distances -------------------------------------------------------------------------------------- */

static struct knot between(struct knot a, struct knot b, float t) {
    return (struct knot){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

struct knot segment_at(struct knot from, const struct segment *s, float t) {
    if (!s->curve)
        return between(from, s->to, t);
    float u = 1 - t, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
    return (struct knot){a * from.x + b * s->to1.x + c * s->to2.x + d * s->to.x,
                         a * from.y + b * s->to1.y + c * s->to2.y + d * s->to.y};
}

static float square(struct knot a, struct knot b) {
    return (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
}

static float length(struct knot a, struct knot b) {
    return sqrtf(square(a, b));
}

/* Of the distance from p to the line from a to b. */
static float distance_square(struct knot p, struct knot a, struct knot b) {
    float whole = square(a, b);
    float t = whole > 0 ? ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / whole : 0;
    return square(p, between(a, b, t < 0 ? 0 : t > 1 ? 1 : t));
}

/* A stretch of outline as points, and whether each of them lies beside another such stretch. */
enum { TRACE_MOST = 96, TRACE_CURVE_MOST = 30 };
struct trace {
    struct knot at[TRACE_MOST];
    size_t n;
};

/* As many pieces as keep within a unit of the curve. */
static size_t pieces(struct knot from, const struct segment *s) {
    if (!s->curve)
        return 1;
    float around = length(from, s->to1) + length(s->to1, s->to2) + length(s->to2, s->to);
    return 3 + (size_t)fminf(around / 40, TRACE_CURVE_MOST - 3);
}

static bool trace_of(struct trace *t, struct knot from, const struct segment *s, size_t n) {
    t->n = 0;
    t->at[t->n++] = from;
    for (size_t i = 0; i < n; from = s[i++].to) {
        size_t parts = pieces(from, &s[i]);
        if (t->n + parts > TRACE_MOST)
            return false;
        for (size_t k = 1; k <= parts; k++)
            t->at[t->n++] = segment_at(from, &s[i], (float)k / (float)parts);
    }
    return true;
}

static bool beside(struct knot p, const struct trace *t, float tolerance) {
    for (size_t i = 1; i < t->n; i++)
        if (distance_square(p, t->at[i - 1], t->at[i]) <= tolerance * tolerance)
            return true;
    return false;
}

static bool all_beside(const struct trace *points, const struct trace *t, float tolerance) {
    for (size_t i = 1; i + 1 < points->n; i++)
        if (!beside(points->at[i], t, tolerance))
            return false;
    return true;
}

/* -- leaving out ------------------------------------------------------------------------------------ */

/* May `one` stand for all n segments that begin at from? */
static bool stands_for(struct knot from, const struct segment *one, const struct segment *s, size_t n,
                       float tolerance) {
    struct trace whole, parts;
    return trace_of(&whole, from, one, 1) && trace_of(&parts, from, s, n) &&
           all_beside(&parts, &whole, tolerance) && all_beside(&whole, &parts, tolerance);
}

static struct segment as_curve(struct knot from, struct segment s) {
    if (!s.curve) {
        s.to1 = between(from, s.to, 1.0f / 3);
        s.to2 = between(from, s.to, 2.0f / 3);
        s.curve = true;
    }
    return s;
}

/* Lengthens or shortens the arms of a curve alike, so that at t it passes p as near as it can. */
static void pass_by(struct knot from, struct segment *s, float t, struct knot p) {
    float u = 1 - t, b1 = 3 * u * u * t, b2 = 3 * u * t * t, ends = u * u * u + b1, other = b2 + t * t * t;
    float wx = b1 * (s->to1.x - from.x) + b2 * (s->to2.x - s->to.x),
          wy = b1 * (s->to1.y - from.y) + b2 * (s->to2.y - s->to.y);
    float dx = p.x - ends * from.x - other * s->to.x, dy = p.y - ends * from.y - other * s->to.y;
    float arms = wx * wx + wy * wy, scale = arms > 1 ? (dx * wx + dy * wy) / arms : 1;
    if (scale < 0.5f || scale > 2)
        return;
    s->to1 = between(from, s->to1, scale);
    s->to2 = between(s->to, s->to2, scale);
}

/* The curve that a division at the joint would make into these two, or nearly, if their directions and lengths suit. */
static bool undivided(struct knot from, struct segment s1, struct segment s2, struct segment *out) {
    struct segment a = as_curve(from, s1), b = as_curve(a.to, s2);
    float ax = a.to.x - a.to2.x, ay = a.to.y - a.to2.y, bx = b.to1.x - a.to.x, by = b.to1.y - a.to.y;
    float la = sqrtf(ax * ax + ay * ay), lb = sqrtf(bx * bx + by * by), t = la / (la + lb);
    if (!(la > 0.5f && lb > 0.5f && t > 0.05f && t < 0.95f) || ax * bx + ay * by < 0.9f * la * lb)
        return false;
    *out = (struct segment){.curve = true,
                            .to1 = between(from, a.to1, 1 / t),
                            .to2 = between(b.to, b.to2, 1 / (1 - t)),
                            .to = b.to};
    pass_by(from, out, t, a.to);
    return true;
}

/* How many segments from s on one can stand for; that one. */
static size_t longest_run(struct knot from, const struct segment *s, size_t n, float tolerance,
                          struct segment *one) {
    struct segment curve = *s, line = {.to = s->to};
    size_t used = 1;
    *one = *s;
    if (s->curve && !same(from, s->to) && stands_for(from, &line, s, 1, tolerance))
        *one = curve = line;
    for (size_t more = 2; more <= n && !same(from, s[more - 1].to); more++) {
        line.to = s[more - 1].to;
        if (stands_for(from, &line, s, more, tolerance))
            curve = line;
        else if (!(curve.curve || s[more - 1].curve) || !undivided(from, curve, s[more - 1], &curve) ||
                 !stands_for(from, &curve, s, more, tolerance))
            break;
        *one = curve;
        used = more;
    }
    return used;
}

static void simplify_contour(struct arena *a, struct contour *c, float tolerance) {
    struct segment *out = ARENA_ARRAY(a, struct segment, c->n);
    struct knot pen = c->start;
    size_t n = 0;
    for (size_t i = 0; i < c->n; pen = out[n++].to)
        i += longest_run(pen, c->at + i, c->n - i, tolerance, &out[n]);
    c->at = out;
    c->n = n;
}

/* A contour that ends with a line needs not say it: the longest becomes the last. Contours of one shape then begin at the
 * same corner and are the same bytes. */
static void begin_behind_line(struct arena *a, struct contour *c) {
    struct knot pen = c->start;
    size_t best = 0;
    float longest = 0; /* its square */
    for (size_t i = 0; i < c->n; pen = c->at[i++].to) {
        float line = c->at[i].curve ? 0 : square(pen, c->at[i].to);
        if (line > longest) {
            longest = line;
            best = i + 1;
        }
    }
    if (best == 0 || best == c->n)
        return;
    struct segment *turned = ARENA_ARRAY(a, struct segment, c->n);
    memcpy(turned, c->at + best, (c->n - best) * sizeof *turned);
    memcpy(turned + (c->n - best), c->at, best * sizeof *turned);
    c->at = turned;
    c->start = turned[c->n - 1].to;
}

void outline_simplify(struct outline *o, float tolerance) {
    for (size_t i = 0; i < o->contours.n; i++) {
        simplify_contour(o->a, &o->contours.at[i], tolerance);
        begin_behind_line(o->a, &o->contours.at[i]);
    }
}
