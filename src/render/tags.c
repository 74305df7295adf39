#include "render/tags.h"

#include <assert.h>

void tags_init(struct tags *t, struct arena *a) {
    *t = (struct tags){.a = a};
    for (int i = 0; i < TAG_ROOT; i++)
        VEC_PUSH(a, &t->all, (struct tag){0});
    VEC_PUSH(a, &t->extras, (struct tag_extra){.columns = 1, .rows = 1});
    tag_add(t, TAG_DOCUMENT, 0);
}

tag_id tag_add(struct tags *t, enum tag_kind kind, tag_id parent) {
    assert(t->all.n == TAG_ROOT || (parent >= TAG_ROOT && parent < t->all.n));
    VEC_PUSH(t->a, &t->all, (struct tag){.parent = parent, .kind = (uint8_t)kind});
    return (tag_id)(t->all.n - 1);
}

static struct tag_extra *extra(struct tags *t, tag_id id) {
    assert(id >= TAG_ROOT && id < t->all.n);
    struct tag *tag = &t->all.at[id];
    if (!tag->extra) {
        tag->extra = (uint32_t)t->extras.n;
        VEC_PUSH(t->a, &t->extras, (struct tag_extra){.columns = 1, .rows = 1});
    }
    return &t->extras.at[tag->extra];
}

void tag_alt(struct tags *t, tag_id id, str text) {
    extra(t, id)->alt = text;
}

void tag_actual(struct tags *t, tag_id id, str text) {
    extra(t, id)->actual = text;
}

void tag_lang(struct tags *t, tag_id id, str lang) {
    extra(t, id)->lang = lang;
}

void tag_span(struct tags *t, tag_id id, size_t columns, size_t rows) {
    if (columns == 1 && rows == 1)
        return;
    struct tag_extra *e = extra(t, id);
    e->columns = (uint32_t)columns;
    e->rows = (uint32_t)rows;
}

void tag_scope(struct tags *t, tag_id id, enum tag_scope scope) {
    t->all.at[id].scope = (uint8_t)scope;
}

void tag_numbering(struct tags *t, tag_id id, enum tag_numbering numbering) {
    t->all.at[id].numbering = (uint8_t)numbering;
}

/* ISO 14289-1, 7.4.2: the first heading is an H1, and none is more than a level deeper than the one before. */
enum tag_kind tag_heading(int level, int *before) {
    if (level > *before + 1)
        level = *before + 1;
    level = level < 1 ? 1 : level > 6 ? 6 : level;
    *before = level;
    return (enum tag_kind)(TAG_H1 + level - 1);
}

const struct tag_extra *tag_extra_of(const struct tags *t, tag_id id) {
    return &t->extras.at[t->all.at[id].extra];
}
