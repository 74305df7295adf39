/* pdf_outline.c - headings as bookmarks (ISO 32000-1, 12.3.3). */
#include "render/pdf_write.h"

enum { LEVELS = 6, TEXT_MOST = 1000 };

/* Indices into the list of headings; NONE: there is no such one. */
#define NONE SIZE_MAX
struct bookmark {
    size_t anchor, parent, first, last, before, after, open; /* open: bookmarks below it */
};
struct bookmarks {
    struct bookmark *at;
    size_t n;
};

/* A level that is left out hangs on the next one up. */
static struct bookmarks collect(struct pdf *pdf) {
    struct bookmarks b = {.at = ARENA_ARRAY(pdf->scratch, struct bookmark, pdf->pages->n_anchors + 1)};
    size_t parents[LEVELS + 1] = {NONE, NONE, NONE, NONE, NONE, NONE, NONE};
    size_t last = NONE; /* of those without parent */
    for (size_t i = 0; i < pdf->pages->n_anchors; i++) {
        int level = pdf->pages->anchors[i].level;
        if (level < 1)
            continue;
        level = level > LEVELS ? LEVELS : level;
        struct bookmark m = {i, parents[level - 1], NONE, NONE, NONE, NONE, 0};
        size_t me = b.n;
        size_t *end = m.parent == NONE ? &last : &b.at[m.parent].last;
        m.before = *end;
        *end = me;
        if (m.before != NONE)
            b.at[m.before].after = me;
        else if (m.parent != NONE)
            b.at[m.parent].first = me;
        for (size_t p = m.parent; p != NONE; p = b.at[p].parent)
            b.at[p].open++;
        b.at[b.n++] = m;
        for (int deeper = level; deeper <= LEVELS; deeper++)
            parents[deeper] = me;
    }
    return b;
}

static void put_sibling(struct pdf_text *t, const char *key, size_t which, uint32_t first) {
    if (which == NONE)
        return;
    pdf_put(t, key);
    pdf_put_ref(t, first + (uint32_t)which);
}

static str shortened(str text) {
    str rest = text;
    for (int left = TEXT_MOST; rest.n && left > 0; left--) /* a bookmark; the heading itself is on the page */
        utf8_next(&rest);
    return (str){text.p, text.n - rest.n};
}

static void put_bookmark(struct pdf *pdf, const struct bookmark *m, uint32_t number, uint32_t root,
                         uint32_t first) {
    struct pdf_text t = {.a = pdf->scratch};
    pdf_put(&t, "<</Title");
    pdf_put_string(&t, shortened(pdf->pages->anchors[m->anchor].text));
    pdf_put(&t, "/Parent");
    pdf_put_ref(&t, m->parent == NONE ? root : first + (uint32_t)m->parent);
    put_sibling(&t, "/Prev", m->before, first);
    put_sibling(&t, "/Next", m->after, first);
    put_sibling(&t, "/First", m->first, first);
    put_sibling(&t, "/Last", m->last, first);
    if (m->open) {
        pdf_put(&t, "/Count ");
        pdf_put_integer(&t, (long)m->open);
    }
    pdf_put(&t, "/Dest");
    pdf_put_destination(pdf, &t, m->anchor);
    pdf_put(&t, ">>");
    pdf_out_object(pdf->out, number, pdf_str(&t));
}

uint32_t pdf_outline(struct pdf *pdf) {
    struct bookmarks b = collect(pdf);
    if (b.n < 2) /* a single one leads nowhere */
        return 0;
    uint32_t root = pdf_out_reserve(pdf->out, 1), first = pdf_out_reserve(pdf->out, b.n);
    size_t last = 0;
    for (size_t i = 0; i < b.n; i++) {
        put_bookmark(pdf, &b.at[i], first + (uint32_t)i, root, first);
        if (b.at[i].parent == NONE)
            last = i;
    }
    struct pdf_text t = {.a = pdf->scratch};
    pdf_put(&t, "<</Type/Outlines/First");
    pdf_put_ref(&t, first);
    pdf_put(&t, "/Last");
    pdf_put_ref(&t, first + (uint32_t)last);
    pdf_put(&t, "/Count ");
    pdf_put_integer(&t, (long)b.n);
    pdf_put(&t, ">>");
    pdf_out_object(pdf->out, root, pdf_str(&t));
    return root;
}
