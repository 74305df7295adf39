/* pdf_structure.c - the structure tree (ISO 32000-1, 14.7), from the elements recorded by layout (tags.h) and the marks
 * and annotations met while pages were written. Tens of bytes for an element, and never as an object in memory.
 */
#include <string.h>

#include "render/pdf_write.h"

/* What is below each element, in reading order: all[from[i]] to all[from[i + 1]] for element TAG_ROOT + i. */
#define CHILD 0x80000000u /* an element's number; else an index into pdf.kids */
struct below {
    uint32_t *from, *all;
};

static uint32_t row(tag_id of) {
    return of - TAG_ROOT;
}

/* Elements were added in the order they are read, so by the time of an element's first mark all before it belong where
 * they are; those without marks (empty cells) come along. */
static struct below sort_below(struct pdf *pdf) {
    const struct tags *tags = &pdf->pages->tags;
    size_t n = tags->all.n - TAG_ROOT;
    struct below b = {ARENA_ARRAY(pdf->scratch, uint32_t, n + 2),
                      ARENA_ARRAY(pdf->scratch, uint32_t, n + pdf->kids.n)};
    for (tag_id e = TAG_ROOT + 1; e < tags->all.n; e++)
        b.from[row(tags->all.at[e].parent) + 2]++;
    for (size_t i = 0; i < pdf->kids.n; i++)
        b.from[row(pdf->kids.at[i].of) + 2]++;
    for (size_t i = 2; i < n + 2; i++)
        b.from[i] += b.from[i - 1];
    tag_id next = TAG_ROOT + 1; /* from[row + 1] is where the row's next entry goes, and ends as its end */
    for (size_t i = 0; i <= pdf->kids.n; i++) {
        tag_id upto = i < pdf->kids.n ? pdf->kids.at[i].of : (tag_id)(tags->all.n - 1);
        for (; next <= upto; next++)
            b.all[b.from[row(tags->all.at[next].parent) + 1]++] = CHILD | next;
        if (i < pdf->kids.n)
            b.all[b.from[row(upto) + 1]++] = (uint32_t)i;
    }
    return b;
}

static uint32_t page_object(const struct pdf *pdf, uint32_t page) {
    return pdf->first_page + page;
}

static void put_kid(struct pdf *pdf, struct pdf_text *t, const struct pdf_kid *k, uint32_t element_page) {
    bool mark = k->number >= 0;
    if (mark && k->page == element_page) {
        pdf_put_char(t, ' ');
        pdf_put_integer(t, k->number);
        return;
    }
    pdf_put(t, mark ? "<</Type/MCR/Pg" : "<</Type/OBJR/Pg");
    pdf_put_ref(t, page_object(pdf, k->page));
    if (mark) {
        pdf_put(t, "/MCID ");
        pdf_put_integer(t, k->number);
    } else {
        pdf_put(t, "/Obj");
        pdf_put_ref(t, pdf->first_annotation + (uint32_t)~k->number);
    }
    pdf_put(t, ">>");
}

static void put_kids(struct pdf *pdf, struct pdf_text *t, const uint32_t *from, const uint32_t *to) {
    if (from == to)
        return;
    uint32_t page = UINT32_MAX;
    for (const uint32_t *k = from; k < to && page == UINT32_MAX; k++)
        if (!(*k & CHILD))
            page = pdf->kids.at[*k].page;
    if (page != UINT32_MAX) {
        pdf_put(t, "/Pg");
        pdf_put_ref(t, page_object(pdf, page));
    }
    pdf_put(t, to - from > 1 ? "/K[" : "/K");
    for (const uint32_t *k = from; k < to; k++)
        if (*k & CHILD)
            pdf_put_ref(t, pdf_element(pdf, *k & ~CHILD));
        else
            put_kid(pdf, t, &pdf->kids.at[*k], page);
    if (to - from > 1)
        pdf_put_char(t, ']');
}

static void put_text_entry(struct pdf_text *t, const char *key, str text) {
    if (text.n == 0)
        return;
    pdf_put(t, key);
    pdf_put_string(t, text);
}

static const struct pdf_extent *extent_of(const struct pdf *pdf, tag_id of) {
    for (size_t i = 0; i < pdf->extents.n; i++)
        if (pdf->extents.at[i].of == of)
            return &pdf->extents.at[i];
    return NULL;
}

/* 14.8.5: where a figure stands, what a head is the head of, how a list counts. */
static void put_attributes(struct pdf *pdf, struct pdf_text *t, tag_id of, const struct tag *tag,
                           const struct tag_extra *x) {
    static const char *const scopes[] = {[SCOPE_COLUMN] = "/Scope/Column", [SCOPE_ROW] = "/Scope/Row"};
    static const char *const numberings[] = {[NUMBERING_DISC] = "/A<</O/List/ListNumbering/Disc>>",
                                             [NUMBERING_DECIMAL] = "/A<</O/List/ListNumbering/Decimal>>"};
    if (tag->numbering)
        pdf_put(t, numberings[tag->numbering]);
    if (tag->scope || x->columns > 1 || x->rows > 1) {
        pdf_put(t, "/A<</O/Table");
        pdf_put(t, tag->scope ? scopes[tag->scope] : "");
        const uint32_t spans[] = {x->columns, x->rows};
        for (int i = 0; i < 2; i++) {
            if (spans[i] <= 1)
                continue;
            pdf_put(t, i ? "/RowSpan " : "/ColSpan ");
            pdf_put_integer(t, (long)spans[i]);
        }
        pdf_put(t, ">>");
    }
    const struct pdf_extent *e = tag->kind == TAG_FIGURE ? extent_of(pdf, of) : NULL;
    if (e) {
        pdf_put(t, "/A<</O/Layout/Placement/Block/BBox");
        pdf_put_box(t, e->left, e->bottom, e->right, e->top);
        pdf_put(t, ">>");
    }
}

static void put_files(struct pdf *pdf, struct pdf_text *t, tag_id of) {
    const struct attachments *files = &pdf->pages->attachments;
    bool any = false;
    for (size_t i = 0; i < files->all.n; i++) {
        if (files->all.at[i].of != of)
            continue;
        pdf_put(t, any ? "" : "/AF[");
        any = true;
        pdf_put_ref(t, pdf->first_file + (uint32_t)i);
    }
    pdf_put(t, any ? "]" : "");
}

/* A note must be found by a name (ISO 14289-1, 7.9). */
static void put_note_id(struct pdf_text *t, tag_id of) {
    pdf_put(t, "(n");
    for (uint32_t unit = 1000000000; unit; unit /= 10)
        pdf_put_char(t, (char)('0' + of / unit % 10));
    pdf_put_char(t, ')');
}

static void put_element(struct pdf *pdf, tag_id of, const struct below *b) {
    struct arena_mark mark = arena_mark(pdf->scratch);
    const struct tags *tags = &pdf->pages->tags;
    const struct tag *tag = &tags->all.at[of];
    const struct tag_extra *x = tag_extra_of(tags, of);
    struct pdf_text t = {.a = pdf->scratch};
    pdf_put(&t, "<</S/");
    pdf_put(&t, pdf_tag_names[tag->kind]);
    pdf_put(&t, "/P");
    pdf_put_ref(&t, of == TAG_ROOT ? pdf->structure : pdf_element(pdf, tag->parent));
    if (tag->kind == TAG_NOTE) {
        pdf_put(&t, "/ID");
        put_note_id(&t, of);
    }
    put_kids(pdf, &t, b->all + b->from[row(of)], b->all + b->from[row(of) + 1]);
    put_attributes(pdf, &t, of, tag, x);
    put_text_entry(&t, "/Alt",
                   tag->kind == TAG_LINK ? str_none() : x->alt); /* a link's words are read themselves */
    put_text_entry(&t, "/ActualText", x->actual);
    put_text_entry(&t, "/Lang", x->lang);
    if (tag->kind == TAG_TABLE || tag->kind == TAG_FIGURE)
        put_files(pdf, &t, of);
    pdf_put(&t, ">>");
    pdf_out_object(pdf->out, pdf_element(pdf, of), pdf_str(&t));
    arena_rewind(pdf->scratch, mark);
}

/* The elements of a page's marks, by their numbers; returns the index behind the page's kids. */
static size_t put_page_marks(struct pdf *pdf, size_t from, size_t page, uint32_t number) {
    struct arena_mark mark = arena_mark(pdf->scratch);
    struct pdf_text t = {.a = pdf->scratch};
    size_t i = from;
    pdf_put_char(&t, '[');
    for (; i < pdf->kids.n && pdf->kids.at[i].page == page; i++)
        if (pdf->kids.at[i].number >= 0)
            pdf_put_ref(&t, pdf_element(pdf, pdf->kids.at[i].of));
    pdf_put_char(&t, ']');
    pdf_out_object(pdf->out, number, pdf_str(&t));
    arena_rewind(pdf->scratch, mark);
    return i;
}

/* Where the marks of each page end among the kids; annotations follow the marks of their page. */
struct page_lists {
    uint32_t first; /* object of the first page's list */
    size_t page, kid;
};

/* The lists of the pages whose last mark belongs to an element up to `of`: they name the same elements in the same words as
 * their rows do, and pack to nearly nothing right behind them. */
static void put_lists_upto(struct pdf *pdf, struct page_lists *l, tag_id of) {
    while (l->page < pdf->pages->n) {
        size_t end = l->kid;
        tag_id last = 0;
        for (; end < pdf->kids.n && pdf->kids.at[end].page == l->page; end++)
            last = pdf->kids.at[end].of > last ? pdf->kids.at[end].of : last;
        if (last > of)
            return;
        l->kid = put_page_marks(pdf, l->kid, l->page, l->first + (uint32_t)l->page);
        l->page++;
    }
}

static void put_elements(struct pdf *pdf, const struct below *b, uint32_t first_list) {
    struct page_lists lists = {.first = first_list};
    for (tag_id e = TAG_ROOT; e < pdf->pages->tags.all.n; e++) {
        put_element(pdf, e, b);
        put_lists_upto(pdf, &lists, e);
    }
}

/* Keys: 0 to n - 1 the pages, then the annotations (14.7.4.4). */
static uint32_t put_parents(struct pdf *pdf, uint32_t first_list) {
    size_t n = pdf->pages->n;
    uint32_t number = pdf_out_reserve(pdf->out, 1);
    struct pdf_text t = {.a = pdf->scratch};
    pdf_put(&t, "<</Nums[");
    for (size_t page = 0; page < n; page++) {
        pdf_put_char(&t, ' ');
        pdf_put_integer(&t, (long)page);
        pdf_put_ref(&t, first_list + (uint32_t)page);
    }
    for (size_t i = 0; i < pdf->kids.n; i++) {
        const struct pdf_kid *k = &pdf->kids.at[i];
        if (k->number >= 0)
            continue;
        pdf_put_char(&t, ' ');
        pdf_put_integer(&t, (long)n + ~k->number);
        pdf_put_ref(&t, pdf_element(pdf, k->of));
    }
    pdf_put(&t, "]>>");
    pdf_out_object(pdf->out, number, pdf_str(&t));
    return number;
}

static void put_note_names(struct pdf *pdf, struct pdf_text *t) {
    const struct tags *tags = &pdf->pages->tags;
    bool any = false;
    for (tag_id e = TAG_ROOT; e < tags->all.n; e++) {
        if (tags->all.at[e].kind != TAG_NOTE)
            continue;
        pdf_put(t, any ? "" : "/IDTree<</Names[");
        any = true;
        put_note_id(t, e);
        pdf_put_ref(t, pdf_element(pdf, e));
    }
    pdf_put(t, any ? "]>>" : "");
}

void pdf_structure(struct pdf *pdf) {
    struct arena_mark mark = arena_mark(pdf->scratch);
    struct below b = sort_below(pdf);
    uint32_t lists = pdf_out_reserve(pdf->out, pdf->pages->n);
    put_elements(pdf, &b, lists);
    uint32_t parents = put_parents(pdf, lists);
    struct pdf_text t = {.a = pdf->scratch};
    pdf_put(&t, "<</Type/StructTreeRoot/K");
    pdf_put_ref(&t, pdf_element(pdf, TAG_ROOT));
    pdf_put(&t, "/ParentTree");
    pdf_put_ref(&t, parents);
    pdf_put(&t, "/ParentTreeNextKey ");
    pdf_put_integer(&t, (long)(pdf->pages->n + pdf->n_annotations));
    put_note_names(pdf, &t);
    pdf_put(&t, "/RoleMap<</Title/P>>>>"); /* a standard name only from PDF 2.0 on */
    pdf_out_object(pdf->out, pdf->structure, pdf_str(&t));
    arena_rewind(pdf->scratch, mark);
}
