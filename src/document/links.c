#include "document/links.h"

#include <stdlib.h>
#include <string.h>

#include "yaml/schema.h"

struct name {
    str text;
    size_t order;    /* of the names in the document */
    uint32_t *place; /* where its number goes */
};
struct resolver {
    struct arena *a;
    struct diags *d;
    struct document *doc;
    VEC(struct name) names;
};

str links_take_name(str *text) {
    ptrdiff_t from = -1;
    if (!str_ends(*text, S("}")))
        return S("");
    for (size_t i = 0; i + 2 < text->n; i++)
        if (text->p[i] == '{' && text->p[i + 1] == '#')
            from = (ptrdiff_t)i;
    if (from < 0)
        return S("");
    str name = str_slice(*text, (size_t)from + 2, text->n - 1);
    *text = str_slice(*text, 0, (size_t)from);
    while (str_ends(*text, S(" ")))
        text->n--;
    return name;
}

/* -- names ---------------------------------------------------------------------------------------- */

static void add_name(struct resolver *r, str text, uint32_t *place) {
    struct name name = {.text = text, .order = r->names.n};
    name.place = place;
    if (text.n)
        VEC_PUSH(r->a, &r->names, name);
}

/* The table of a block is the document's own; only renderers see it as const. */
static struct table *table_of(const struct block *b) {
    return (struct table *)(uintptr_t)b->table;
}

static void name_rows(struct resolver *r, struct table *t) {
    if (!t->anchors && !t->figures)
        return;
    t->places = ARENA_ARRAY(r->a, uint32_t, t->n_rows + 1);
    for (size_t i = 0; i < t->n_rows; i++) {
        add_name(r, t->anchors ? t->anchors[i] : S(""), &t->places[i]);
        add_name(r, t->figures ? t->figures[i] : S(""), &t->places[i]);
    }
}

static void collect(struct resolver *r, struct block *b) {
    for (; b; b = b->next) {
        add_name(r, b->anchor, &b->place);
        if (b->table)
            name_rows(r, table_of(b));
        collect(r, b->child);
    }
}

static int by_name(const void *x, const void *y) {
    const struct name *p = x, *q = y;
    size_t n = p->text.n < q->text.n ? p->text.n : q->text.n;
    int order = memcmp(p->text.p, q->text.p, n);
    if (order == 0 && p->text.n != q->text.n)
        return p->text.n < q->text.n ? -1 : 1;
    return order ? order : p->order < q->order ? -1 : p->order > q->order;
}

/* The first place of that name; NULL: none. */
static const struct name *find_name(const struct resolver *r, str text) {
    size_t low = 0, high = r->names.n;
    struct name wanted = {.text = text};
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (by_name(&r->names.at[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->names.n && str_eq(r->names.at[low].text, text) ? &r->names.at[low] : NULL;
}

/* -- links ---------------------------------------------------------------------------------------- */

static uint32_t resolve(struct resolver *r, str text, struct place at) {
    const struct name *name = find_name(r, text);
    if (!name) {
        diag1(r->d, DIAG_LINK_NOWHERE, at, schema_quote(r->a, text));
        return 0;
    }
    if (*name->place == 0)
        *name->place = ++r->doc->n_places;
    return *name->place;
}

static void resolve_cells(struct resolver *r, struct table *t) {
    size_t n = t->links ? t->n_rows * t->n_columns : 0;
    t->targets = n ? ARENA_ARRAY(r->a, uint32_t, n) : NULL;
    for (size_t i = 0; i < n; i++)
        t->targets[i] = t->links[i].n ? resolve(r, t->links[i], t->link_at[i % t->n_columns]) : 0;
}

static void resolve_blocks(struct resolver *r, struct block *b) {
    for (; b; b = b->next) {
        for (size_t i = 0; i < b->runs.n; i++) {
            struct run *run = &b->runs.at[i];
            if (run->style & RUN_PLACE)
                run->target = resolve(r, str_slice(run->href, 1, run->href.n), b->at);
        }
        if (b->table)
            resolve_cells(r, table_of(b));
        resolve_blocks(r, b->child);
    }
}

void links_resolve(struct arena *a, struct diags *d, struct document *doc) {
    struct resolver r = {.a = a, .d = d, .doc = doc};
    collect(&r, doc->blocks);
    if (r.names.n)
        qsort(r.names.at, r.names.n, sizeof *r.names.at, by_name);
    resolve_blocks(&r, doc->blocks);
}
