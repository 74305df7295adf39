#include "assess/interval.h"

#include <assert.h>
#include <stdlib.h>

void intervals_clear(struct intervals *s) {
    s->n = 0;
}

void intervals_add(struct arena *a, struct intervals *s, int64_t from, int64_t to) {
    if (from < to)
        VEC_PUSH(a, s, (struct interval){from, to});
}

static int by_start(const void *x, const void *y) {
    const struct interval *p = x, *q = y;
    if (p->from != q->from)
        return p->from < q->from ? -1 : 1;
    return p->to < q->to ? -1 : p->to > q->to;
}

void intervals_normalise(struct intervals *s) {
    if (s->n < 2)
        return;
    qsort(s->at, s->n, sizeof *s->at, by_start);
    size_t last = 0;
    for (size_t i = 1; i < s->n; i++) {
        if (s->at[i].from > s->at[last].to)
            s->at[++last] = s->at[i];
        else if (s->at[i].to > s->at[last].to)
            s->at[last].to = s->at[i].to;
    }
    s->n = last + 1;
}

bool intervals_normal(const struct intervals *s) {
    for (size_t i = 0; i < s->n; i++) {
        if (s->at[i].from >= s->at[i].to || (i > 0 && s->at[i].from <= s->at[i - 1].to))
            return false;
    }
    return true;
}

void intervals_subtract(struct arena *a, const struct intervals *x, const struct intervals *y,
                        struct intervals *out) {
    assert(intervals_normal(x) && intervals_normal(y) && out != x && out != y);
    intervals_clear(out);
    size_t first = 0; /* members of y before it end before what is left of x */
    for (size_t i = 0; i < x->n; i++) {
        int64_t from = x->at[i].from, to = x->at[i].to;
        while (first < y->n && y->at[first].to <= from)
            first++;
        for (size_t j = first; j < y->n && y->at[j].from < to; j++) {
            intervals_add(a, out, from, y->at[j].from);
            from = y->at[j].to;
        }
        intervals_add(a, out, from, to);
    }
}

void intervals_intersect(struct arena *a, const struct intervals *x, const struct intervals *y,
                         struct intervals *out) {
    assert(intervals_normal(x) && intervals_normal(y) && out != x && out != y);
    intervals_clear(out);
    for (size_t i = 0, j = 0; i < x->n && j < y->n;) {
        int64_t from = x->at[i].from > y->at[j].from ? x->at[i].from : y->at[j].from;
        int64_t to = x->at[i].to < y->at[j].to ? x->at[i].to : y->at[j].to;
        intervals_add(a, out, from, to);
        if (x->at[i].to < y->at[j].to)
            i++;
        else
            j++;
    }
}

void intervals_clip(struct intervals *s, int64_t from, int64_t to) {
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        struct interval v = s->at[i];
        v.from = v.from > from ? v.from : from;
        v.to = v.to < to ? v.to : to;
        if (v.from < v.to)
            s->at[n++] = v;
    }
    s->n = n;
}

int64_t intervals_length(const struct intervals *s) {
    int64_t sum = 0;
    for (size_t i = 0; i < s->n; i++)
        sum += s->at[i].to - s->at[i].from;
    return sum;
}

bool intervals_cover(const struct intervals *s, int64_t from, int64_t to) {
    assert(intervals_normal(s));
    if (from >= to)
        return true;
    for (size_t i = 0; i < s->n; i++) {
        if (s->at[i].from <= from && from < s->at[i].to)
            return to <= s->at[i].to;
    }
    return false;
}
