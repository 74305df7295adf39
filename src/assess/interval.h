/* interval.h - sets of time intervals: union, subtraction, intersection, length.
 *
 * An interval is [from, to) in integer seconds (or days); empty ones are not kept. A set is "normal" when its
 * members are sorted, disjoint and do not touch. Every operation below takes normal sets and yields normal
 * ones, so that nothing is counted twice. Knows no calendar and no records; memory comes from the arena given.
 */
#ifndef LVYUE_ASSESS_INTERVAL_H
#define LVYUE_ASSESS_INTERVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "util/arena.h"

struct interval {
    int64_t from, to;
};
struct intervals {
    struct interval *at;
    size_t n, cap;
};

void intervals_clear(struct intervals *s);                                          /* keeps the memory */
void intervals_add(struct arena *a, struct intervals *s, int64_t from, int64_t to); /* leaves it not normal */
void intervals_normalise(struct intervals *s);
bool intervals_normal(const struct intervals *s);

/* out is cleared first and must not be one of the inputs. */
void intervals_subtract(struct arena *a, const struct intervals *x, const struct intervals *y,
                        struct intervals *out);
void intervals_intersect(struct arena *a, const struct intervals *x, const struct intervals *y,
                         struct intervals *out);
void intervals_clip(struct intervals *s, int64_t from, int64_t to); /* in place */

int64_t intervals_length(const struct intervals *s);
bool intervals_cover(const struct intervals *s, int64_t from, int64_t to); /* every moment of [from, to) */

#endif
