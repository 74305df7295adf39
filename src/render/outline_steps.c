/* outline_steps.c - the cheapest way round a contour on a grid.
 *
 * Rounding each point by itself makes strokes of one width 4, 5 or 6 grid steps wide, as they happen to stand; rounding
 * each step lets errors add up. So every point may go to a few grid points around it, and the way through all of them
 * that is cheapest is found (Viterbi), for each axis by itself: a step costs what its number takes in the packed
 * file and how far it is from its true length. Points that only pull a curve have more freedom than those on it, and
 * take steps of twice the grid.
 */
#include "render/outline.h"

#include <math.h>

enum { PLACES = 4 }; /* grid points tried for each point, at most: twice the longest reach, and one */

static const float reach_on = 1, reach_off = 1.5f; /* how far they may be, in grid steps */

/* Places and lengths along one axis, in grid steps. */
struct axis {
    const float *at;
    const bool *on; /* on the outline, not beside it */
    size_t n;
};
/* The grid points tried for one point, from `first` on; what the way there costs, and over which one before. */
struct choices {
    int first, n;
    float cost[PLACES];
    uint8_t before[PLACES];
};

static float bits(int step) {
    static const float small[] = {2.5f, 4, 4.3f, 4.6f, 4.9f, 5.2f, 5.4f, 5.6f, 5.8f, 6, 6, 6, 6.3f, 6.3f};
    size_t n = (size_t)(step < 0 ? -step : step);
    return n < sizeof small / sizeof *small ? small[n] : 10.5f;
}

/* Of a step from one grid point to another where the outline goes `length`. A stroke that stands upright or level stays
 * so; steps of an even number are preferred, so that fewer different ones are used. */
static float step_cost(int step, float length, bool pulls) {
    static const float straight = 8, width = 2, odd = 3, odd_pull = 10;
    float wrong = (float)step - length;
    return bits(step) + wrong * wrong * (fabsf(length) < 0.01f ? straight : width) +
           (step % 2 == 0 ? 0
            : pulls       ? odd_pull
                          : odd);
}

static struct choices around(const struct axis *x, size_t i) {
    float reach = x->on[i] ? reach_on : reach_off;
    struct choices c = {.first = (int)ceilf(x->at[i] - reach)};
    c.n = (int)floorf(x->at[i] + reach) - c.first + 1;
    return c;
}

static void choose(const struct axis *x, size_t i, const struct choices *before, struct choices *now) {
    static const float place = 0.3f;
    float length = x->at[i] - x->at[i - 1];
    bool pulls = !x->on[i] || !x->on[i - 1];
    *now = around(x, i);
    for (int k = 0; k < now->n; k++) {
        float off = (float)(now->first + k) - x->at[i], least = INFINITY;
        for (int b = 0; b < before->n; b++) {
            int step = now->first + k - before->first - b;
            float cost = before->cost[b] + step_cost(step, length, pulls);
            if (cost < least) {
                least = cost;
                now->before[k] = (uint8_t)b;
            }
        }
        now->cost[k] = least + place * off * off;
    }
}

/* The grid point of each of the n + 1 points; the last is the first again. */
static void walk(struct arena *a, const struct axis *x, int *places) {
    struct choices *all = ARENA_ARRAY(a, struct choices, x->n + 1);
    int start = (int)lrintf(x->at[0]);
    all[0] = (struct choices){.first = start, .n = 1};
    for (size_t i = 1; i <= x->n; i++)
        choose(x, i, &all[i - 1], &all[i]);
    int k = start - all[x->n].first;
    for (size_t i = x->n + 1; i-- > 0; k = all[i].before[k])
        places[i] = all[i].first + k;
}

static size_t count_steps(const struct contour *c) {
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        n += c->at[i].curve ? 3 : 1;
    return n;
}

static void add_point(struct knot p, bool on, int grid, float *x, float *y, bool *is_on, size_t i) {
    x[i] = p.x / (float)grid;
    y[i] = p.y / (float)grid;
    is_on[i] = on;
}

struct steps outline_steps(struct arena *a, const struct contour *c, int grid) {
    size_t n = count_steps(c), k = 0;
    float *x = ARENA_ARRAY(a, float, n + 1), *y = ARENA_ARRAY(a, float, n + 1);
    bool *on = ARENA_ARRAY(a, bool, n + 1);
    add_point(c->start, true, grid, x, y, on, k++);
    for (size_t i = 0; i < c->n; i++) {
        const struct segment *s = &c->at[i];
        if (s->curve) {
            add_point(s->to1, false, grid, x, y, on, k++);
            add_point(s->to2, false, grid, x, y, on, k++);
        }
        add_point(s->to, true, grid, x, y, on, k++);
    }
    int *px = ARENA_ARRAY(a, int, n + 1), *py = ARENA_ARRAY(a, int, n + 1);
    walk(a, &(struct axis){x, on, n}, px);
    walk(a, &(struct axis){y, on, n}, py);
    struct steps steps = {{px[0] * grid, py[0] * grid}, ARENA_ARRAY(a, struct step, n), n};
    for (size_t i = 0; i < n; i++)
        steps.at[i] = (struct step){(px[i + 1] - px[i]) * grid, (py[i + 1] - py[i]) * grid};
    return steps;
}
