/* arena.h - memory by job: bump allocation with mark and rewind.
 *
 * Knows nothing of what is stored in it. Whoever calls arena_new() owns the arena and calls
 * arena_free(); nothing taken from it is freed on its own. A function that takes an arena returns
 * memory from it. Memory is zeroed. Out of memory prints one line and exits with code 4.
 * With -DARENA_DEBUG every allocation is its own malloc(), so AddressSanitizer sees overruns.
 */
#ifndef LVYUE_UTIL_ARENA_H
#define LVYUE_UTIL_ARENA_H

#include <stddef.h>

struct arena;
struct arena_mark {
    void *chunk;
    size_t used;
};

struct arena *arena_new(void);
void arena_free(struct arena *a);

void *arena_alloc(struct arena *a, size_t size, size_t align);
/* Grows the block [old, old+old_size) to new_size, in place when it was the last one handed out. */
void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size, size_t align);

/* Everything allocated after the mark is given back by the rewind. */
struct arena_mark arena_mark(struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark m);

/* Bytes held from the system, for benchmarks. */
size_t arena_held(const struct arena *a);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type), _Alignof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (size_t)(n), _Alignof(type)))

/* A growable array: struct { T *at; size_t n, cap; } v;  VEC_PUSH(arena, &v, value). */
#define VEC(type)                                                                                            \
    struct {                                                                                                 \
        type *at;                                                                                            \
        size_t n, cap;                                                                                       \
    }
#define VEC_PUSH(a, v, ...)                                                                                  \
    do {                                                                                                     \
        if ((v)->n == (v)->cap) {                                                                            \
            size_t vec_cap_ = (v)->cap ? (v)->cap * 2 : 8;                                                   \
            (v)->at = arena_grow((a), (v)->at, (v)->cap * sizeof *(v)->at, vec_cap_ * sizeof *(v)->at,       \
                                 _Alignof(max_align_t));                                                     \
            (v)->cap = vec_cap_;                                                                             \
        }                                                                                                    \
        (v)->at[(v)->n++] = (__VA_ARGS__);                                                                   \
    } while (0)

#endif
