/* arena.c - chunks in a list, newest first; allocation moves a mark inside the newest one.
 *
 * The debug variant takes a chunk of its own for every allocation; everything else is shared, so
 * both variants run the same mark and rewind code.
 */
#include "util/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef ARENA_DEBUG
static const bool chunk_each = true;
#else
static const bool chunk_each = false;
#endif

enum { CHUNK_MIN = 64 * 1024, CHUNK_MAX = 1024 * 1024, EXIT_WORLD = 4 };

struct chunk {
    struct chunk *prev;
    size_t cap, used;
    alignas(max_align_t) char bytes[];
};

struct arena {
    struct chunk *top;
    size_t held;
};

static void die_out_of_memory(void) {
    fputs("lvyue: out of memory\n", stderr);
    exit(EXIT_WORLD);
}

struct arena *arena_new(void) {
    struct arena *a = calloc(1, sizeof *a);
    if (!a)
        die_out_of_memory();
    return a;
}

static void chunk_drop(struct arena *a) {
    struct chunk *c = a->top;
    a->top = c->prev;
    a->held -= sizeof *c + c->cap;
    free(c);
}

void arena_free(struct arena *a) {
    if (!a)
        return;
    while (a->top)
        chunk_drop(a);
    free(a);
}

static size_t chunk_size_for(const struct arena *a, size_t size) {
    if (chunk_each)
        return size;
    size_t cap = a->top ? a->top->cap * 2 : CHUNK_MIN;
    if (cap > CHUNK_MAX)
        cap = CHUNK_MAX;
    return size > cap ? size : cap;
}

static void chunk_push(struct arena *a, size_t size) {
    size_t cap = chunk_size_for(a, size);
    struct chunk *c = cap < SIZE_MAX / 2 ? malloc(sizeof *c + cap) : NULL;
    if (!c)
        die_out_of_memory();
    c->prev = a->top;
    c->cap = cap;
    c->used = 0;
    a->top = c;
    a->held += sizeof *c + cap;
}

static bool chunk_has_room(const struct chunk *c, size_t size, size_t align) {
    size_t start = (c->used + align - 1) & ~(align - 1);
    return start <= c->cap && size <= c->cap - start;
}

void *arena_alloc(struct arena *a, size_t size, size_t align) {
    assert(align > 0 && (align & (align - 1)) == 0 && align <= alignof(max_align_t));
    if (chunk_each || !a->top || !chunk_has_room(a->top, size, align))
        chunk_push(a, size);
    struct chunk *c = a->top;
    size_t start = (c->used + align - 1) & ~(align - 1);
    c->used = start + size;
    return memset(c->bytes + start, 0, size);
}

static bool grows_in_place(const struct arena *a, const char *old, size_t old_size, size_t more) {
    const struct chunk *c = a->top;
    return !chunk_each && c && old && old + old_size == c->bytes + c->used && more <= c->cap - c->used;
}

void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size, size_t align) {
    assert(new_size >= old_size);
    if (grows_in_place(a, old, old_size, new_size - old_size)) {
        a->top->used += new_size - old_size;
        memset((char *)old + old_size, 0, new_size - old_size);
        return old;
    }
    void *block = arena_alloc(a, new_size, align);
    if (old_size)
        memcpy(block, old, old_size);
    return block;
}

struct arena_mark arena_mark(struct arena *a) {
    return (struct arena_mark){a->top, a->top ? a->top->used : 0};
}

void arena_rewind(struct arena *a, struct arena_mark m) {
    while (a->top != m.chunk) {
        assert(a->top); /* the mark belongs to another arena or was rewound past */
        chunk_drop(a);
    }
    if (a->top) {
        assert(m.used <= a->top->used);
        a->top->used = m.used;
    }
}

size_t arena_held(const struct arena *a) {
    return sizeof *a + a->held;
}
