/* Outlines as they are embedded: how far they may be from the font's, and what must not change. */
#include "render/cff.h"
#include "render_fixture.h"

/* Where a contour goes, as points a few thousandths of an em apart. */
struct path {
    struct knot at[20000];
    size_t n;
};

static void trace_segment(struct path *p, struct knot from, const struct segment *s) {
    float length = s->curve ? hypotf(s->to1.x - from.x, s->to1.y - from.y) +
                                  hypotf(s->to2.x - s->to1.x, s->to2.y - s->to1.y) +
                                  hypotf(s->to.x - s->to2.x, s->to.y - s->to2.y)
                            : hypotf(s->to.x - from.x, s->to.y - from.y);
    int parts = 1 + (int)(length / 6);
    for (int i = 1; i <= parts; i++) {
        assert_true(p->n < sizeof p->at / sizeof *p->at);
        p->at[p->n++] = segment_at(from, s, (float)i / (float)parts);
    }
}

static void trace_contour(struct path *p, const struct contour *c) {
    p->n = 0;
    struct knot from = c->start;
    for (size_t i = 0; i < c->n; from = c->at[i++].to)
        trace_segment(p, from, &c->at[i]);
}

/* The steps again as a contour. */
static struct contour walked(struct arena *a, const struct contour *c, const struct steps *steps) {
    struct contour w = {.at = ARENA_ARRAY(a, struct segment, c->n), .n = c->n};
    struct knot pen = w.start = (struct knot){(float)steps->start.x, (float)steps->start.y};
    const struct step *d = steps->at;
    for (size_t i = 0; i < c->n; i++) {
        struct knot *to[] = {&w.at[i].to1, &w.at[i].to2, &w.at[i].to};
        w.at[i].curve = c->at[i].curve;
        for (int k = w.at[i].curve ? 0 : 2; k < 3; k++, d++) {
            pen.x += (float)d->x;
            pen.y += (float)d->y;
            *to[k] = pen;
        }
    }
    assert_true(d == steps->at + steps->n);
    return w;
}

static float distance(struct knot p, struct knot a, struct knot b) {
    float dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    float t = square > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / square : 0;
    t = fminf(fmaxf(t, 0), 1);
    return hypotf(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

static float nearest(struct knot p, const struct path *path) {
    float best = INFINITY;
    for (size_t i = 0; i < path->n; i++)
        best = fminf(best, distance(p, path->at[i], path->at[(i + 1) % path->n]));
    return best;
}

struct error {
    double squares;
    size_t n;
    float most;
};

static void compare(struct error *e, const struct path *from, const struct path *to) {
    for (size_t i = 0; i < from->n; i += 3) {
        float d = nearest(from->at[i], to);
        e->most = fmaxf(e->most, d);
        e->squares += (double)d * (double)d;
        e->n++;
    }
}

/* Every contour of the glyph as it is in the font beside what is left of it on the grid. */
static void add_glyph(struct arena *a, const struct font *font, uint32_t codepoint, int grid,
                      struct error *e) {
    static struct path before, after;
    hb_codepoint_t gid;
    assert_true(hb_font_get_nominal_glyph(font->font, codepoint, &gid));
    struct outline full = outline_read(a, font->font, gid), o = outline_read(a, font->font, gid);
    outline_simplify(&o, charstrings_tolerance(grid));
    assert_int_equal(o.contours.n, full.contours.n);
    for (size_t i = 0; i < o.contours.n; i++) {
        struct steps steps = outline_steps(a, &o.contours.at[i], grid);
        struct contour w = walked(a, &o.contours.at[i], &steps);
        struct knot end = w.at[w.n - 1].to;
        assert_true(fabsf(end.x - w.start.x) < 0.01f && fabsf(end.y - w.start.y) < 0.01f);
        trace_contour(&before, &full.contours.at[i]);
        trace_contour(&after, &w);
        compare(e, &before, &after);
        compare(e, &after, &before);
    }
}

/* A body of 12 pt has 100 dots to the em at 600 dpi: 10 units are one. On average a half of one, never two. */
static void test_embedded_outlines_stay_where_they_are(void **state) {
    struct paper *p = *state;
    for (enum face face = 0; face < FACE__MAX; face++) {
        struct error e = {0};
        float grid = style_grids[face];
        for (uint32_t c = 0x4E00; c < 0x9FA0; c += 997)
            add_glyph(p->scratch, fonts_face(p->fonts, face), c, (int)grid, &e);
        for (uint32_t c = '!'; c <= '~'; c++)
            add_glyph(p->scratch, fonts_face(p->fonts, face), c, (int)grid, &e);
        assert_true(e.n > 3000);
        assert_true(sqrt(e.squares / (double)e.n) < 0.55 * (double)grid);
        assert_true(e.most < 2 * grid);
        assert_true(grid <= 8);
    }
}

static struct contour polygon(struct arena *a, const struct knot *k, size_t n) {
    struct contour c = {.start = k[n - 1], .at = ARENA_ARRAY(a, struct segment, n), .n = n};
    for (size_t i = 0; i < n; i++)
        c.at[i].to = k[i];
    return c;
}

/* Strokes 30 wide, wherever they stand, have one width; upright and level they stay. */
static void test_strokes_of_one_width_keep_it(void **state) {
    struct paper *p = *state;
    int width = 0;
    for (int at = 0; at < 100; at++) {
        float x = (float)at * 1.3f, y = (float)at * 7.7f;
        const struct knot box[] = {{x + 30, y}, {x + 30, y + 400}, {x, y + 400}, {x, y}};
        struct contour c = polygon(p->scratch, box, 4);
        struct steps s = outline_steps(p->scratch, &c, 8);
        assert_int_equal(s.n, 4);
        assert_true(s.at[0].y == 0 && s.at[1].x == 0 && s.at[2].y == 0 && s.at[3].x == 0);
        assert_int_equal(s.at[0].x, -s.at[2].x);
        assert_int_equal(s.at[1].y, -s.at[3].y);
        width = width ? width : s.at[0].x;
        assert_int_equal(s.at[0].x, width);
    }
    assert_int_equal(width, 32);
}

static void test_points_off_a_line_by_little_are_left_out(void **state) {
    struct paper *p = *state;
    const struct knot near[] = {{0, 500}, {250, 501}, {500, 500}, {500, 0}, {0, 0}},
                      far[] = {{0, 500}, {250, 510}, {500, 500}, {500, 0}, {0, 0}};
    struct outline o = {.a = p->scratch};
    VEC_PUSH(p->scratch, &o.contours, polygon(p->scratch, near, 5));
    VEC_PUSH(p->scratch, &o.contours, polygon(p->scratch, far, 5));
    outline_simplify(&o, 2);
    assert_int_equal(o.contours.at[0].n, 4);
    assert_int_equal(o.contours.at[1].n, 5);
}

/* A quarter circle in two halves is one curve; a corner stays a corner. */
static void test_halves_of_a_curve_become_one(void **state) {
    struct paper *p = *state;
    struct segment *s = ARENA_ARRAY(p->scratch, struct segment, 4);
    s[0] = (struct segment){true, {500, 132.6f}, {447.3f, 259.8f}, {353.6f, 353.6f}};
    s[1] = (struct segment){true, {259.8f, 447.3f}, {132.6f, 500}, {0, 500}};
    s[2] = (struct segment){.to = {0, 0}};
    s[3] = (struct segment){.to = {500, 0}};
    struct outline o = {.a = p->scratch};
    VEC_PUSH(p->scratch, &o.contours, (struct contour){{500, 0}, s, 4});
    outline_simplify(&o, 2);
    assert_int_equal(o.contours.at[0].n, 3);
}

/* The charstring and the empty glyph; asked for twice it is the same bytes. */
static void test_outline_is_made_once(void **state) {
    struct paper *p = *state;
    const struct font *font = fonts_face(p->fonts, FACE_SERIF);
    hb_codepoint_t gid;
    assert_true(hb_font_get_nominal_glyph(font->font, 0x56FD, &gid));
    str first = charstrings_find(font->charstrings, gid), again = charstrings_find(font->charstrings, gid);
    assert_true(first.n > 20 && first.p == again.p);
    assert_int_equal((unsigned char)first.p[first.n - 1], 14);
    assert_true(hb_font_get_nominal_glyph(font->font, ' ', &gid));
    assert_int_equal(charstrings_find(font->charstrings, gid).n, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_embedded_outlines_stay_where_they_are, paper_open, paper_close),
        cmocka_unit_test_setup_teardown(test_strokes_of_one_width_keep_it, paper_open, paper_close),
        cmocka_unit_test_setup_teardown(test_points_off_a_line_by_little_are_left_out, paper_open,
                                        paper_close),
        cmocka_unit_test_setup_teardown(test_halves_of_a_curve_become_one, paper_open, paper_close),
        cmocka_unit_test_setup_teardown(test_outline_is_made_once, paper_open, paper_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
