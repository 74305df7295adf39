/* markdown.c - one small function per node of cmark, in the order of its node types. */
#include "document/markdown.h"

#include <cmark.h>

#include "document/fences.h"
#include "document/inline_text.h"
#include "document/links.h"

struct level {
    struct block *parent; /* NULL at the top */
    struct block **tail;
};
struct walk {
    struct context *c;
    const struct expansion *e;
    cmark_iter *iter;
    struct level levels[MARKDOWN_DEPTH + 1];
    size_t depth;
    bool deep;          /* nesting was reported; the rest is not read */
    struct block *leaf; /* paragraph or heading being filled */
    struct inline_text text;
    int strong, emph;
    str href;
    bool place;  /* href names a place in the document */
    int heading; /* level of the last heading of the template */
    int shift;   /* added to the levels of a narrative */
    bool narrative;
};

static struct block *read_blocks(struct walk *outer, struct context *c, const struct expansion *e,
                                 const struct narrative_part *part, struct block **tail);

static struct span span_of(const struct walk *w, cmark_node *n) {
    return expansion_span(w->e, cmark_node_get_start_line(n), cmark_node_get_start_column(n));
}

/* Inline nodes know their line only roughly (cmark 0.30): never outside their block. */
static struct span inline_span(const struct walk *w, cmark_node *n) {
    cmark_node *block = n;
    while (cmark_node_get_type(block) > CMARK_NODE_LAST_BLOCK)
        block = cmark_node_parent(block);
    int line = cmark_node_get_start_line(n);
    bool inside = line >= cmark_node_get_start_line(block) && line <= cmark_node_get_end_line(block);
    return inside ? span_of(w, n) : span_of(w, block);
}

static str literal_of(cmark_node *n) {
    return str_from(cmark_node_get_literal(n));
}

/* May still be cmark's own text, which does not outlive its tree. */
static str filled(const struct walk *w, str text) {
    return slots_fill(&w->c->slots, w->c->a, text);
}

/* -- blocks --------------------------------------------------------------------------------------- */

static void append(struct walk *w, struct block *b) {
    struct level *l = &w->levels[w->depth];
    *l->tail = b;
    while (*l->tail)
        l->tail = &(*l->tail)->next;
}

static struct block *add_block(struct walk *w, cmark_node *n, enum block_kind kind) {
    struct block *b = ARENA_NEW(w->c->a, struct block);
    b->kind = kind;
    b->at = span_place(span_of(w, n));
    append(w, b);
    return b;
}

static void open_block(struct walk *w, cmark_node *n, enum block_kind kind) {
    if (w->depth == MARKDOWN_DEPTH) {
        diag1(w->c->d, DIAG_MARKDOWN_DEPTH, span_place(span_of(w, n)),
              str_fmt(w->c->a, "%d", MARKDOWN_DEPTH));
        w->deep = true;
        return;
    }
    struct block *b = add_block(w, n, kind);
    if (kind == BLOCK_LIST && cmark_node_get_list_type(n) == CMARK_ORDERED_LIST)
        b->level = cmark_node_get_list_start(n) > 0 ? cmark_node_get_list_start(n) : 1;
    w->levels[++w->depth] = (struct level){b, &b->child};
}

static void on_container(struct walk *w, cmark_node *n, bool enter) {
    static const enum block_kind kinds[CMARK_NODE_LAST_BLOCK + 1] = {[CMARK_NODE_BLOCK_QUOTE] = BLOCK_QUOTE,
                                                                     [CMARK_NODE_LIST] = BLOCK_LIST,
                                                                     [CMARK_NODE_ITEM] = BLOCK_ITEM};
    if (enter)
        open_block(w, n, kinds[cmark_node_get_type(n)]);
    else
        w->depth--;
}

static void on_code_block(struct walk *w, cmark_node *n, bool enter) {
    (void)enter;
    struct fence f = {
        .c = w->c,
        .e = w->e,
        .info = str_dup(w->c->a, filled(w, str_from(cmark_node_get_fence_info(n)))),
        .body = str_dup(w->c->a, literal_of(n)),
        .line = cmark_node_get_start_line(n),
        .col = cmark_node_get_start_column(n),
    };
    struct block *b = fence_block(&f);
    if (b)
        append(w, b);
}

static void on_html(struct walk *w, cmark_node *n, bool enter) {
    (void)enter;
    str text = str_trim(filled(w, literal_of(n))), first;
    str_cut(&text, '\n', &first);
    diag1(w->c->d, DIAG_MARKDOWN_HTML, span_place(inline_span(w, n)), schema_quote(w->c->a, first));
}

static void begin_text(struct walk *w, struct block *b) {
    w->leaf = b;
    w->text =
        (struct inline_text){.a = w->c->a, .text = {.a = w->c->a}, .one_line = b->kind == BLOCK_HEADING};
}

/* A narrative's headings come below the heading it stands under. */
static int heading_level(struct walk *w, cmark_node *n) {
    int level = cmark_node_get_heading_level(n) + w->shift;
    if (!w->narrative)
        w->heading = level;
    return level > 6 ? 6 : level;
}

/* A paragraph that is only a block slot gives way to the narrative's blocks. */
static bool take_narrative(struct walk *w, cmark_node *n) {
    cmark_node *only = cmark_node_first_child(n);
    if (!only || cmark_node_next(only) || cmark_node_get_type(only) != CMARK_NODE_TEXT || w->narrative)
        return false;
    const struct narrative_part *part = slots_block(&w->c->slots, literal_of(only));
    if (!part)
        return false;
    struct level *l = &w->levels[w->depth];
    struct expansion *e = expansion_new(w->c->a);
    struct sb markdown = {.a = w->c->a};
    slots_put_markdown(&w->c->slots, &markdown, part->body);
    expansion_add(e, sb_str(&markdown), part->at, true, NULL);
    read_blocks(w, w->c, e, part, l->tail);
    while (*l->tail)
        l->tail = &(*l->tail)->next;
    cmark_iter_reset(w->iter, n, CMARK_EVENT_EXIT);
    return true;
}

static void on_leaf(struct walk *w, cmark_node *n, bool enter) {
    bool heading = cmark_node_get_type(n) == CMARK_NODE_HEADING;
    if (enter && !heading && take_narrative(w, n))
        return;
    if (enter) {
        struct block *b = ARENA_NEW(w->c->a, struct block);
        b->kind = heading ? BLOCK_HEADING : BLOCK_PARAGRAPH;
        b->level = heading ? heading_level(w, n) : 0;
        b->at = span_place(span_of(w, n));
        begin_text(w, b);
        if (heading)
            cmark_consolidate_text_nodes(n); /* a name at its end is one text */
        return;
    }
    if (!w->leaf)
        return;
    w->leaf->runs = inline_finish(&w->text);
    if (w->leaf->runs.n)
        append(w, w->leaf);
    w->leaf = NULL;
}

static void on_rule(struct walk *w, cmark_node *n, bool enter) {
    (void)enter;
    add_block(w, n, BLOCK_RULE);
}

/* -- inlines -------------------------------------------------------------------------------------- */

static unsigned style_now(const struct walk *w) {
    return (w->strong ? RUN_STRONG : 0u) | (w->emph ? RUN_EMPH : 0u) | (w->place ? RUN_PLACE : 0u);
}

static void on_text(struct walk *w, cmark_node *n, bool enter) {
    (void)enter;
    unsigned code = cmark_node_get_type(n) == CMARK_NODE_CODE ? RUN_CODE : 0u;
    str text = literal_of(n);
    if (!code && !cmark_node_next(n) && cmark_node_get_type(cmark_node_parent(n)) == CMARK_NODE_HEADING)
        w->leaf->anchor = str_dup(w->c->a, filled(w, links_take_name(&text)));
    inline_add(&w->text, filled(w, text), style_now(w) | code, w->href);
}

static void on_soft_break(struct walk *w, cmark_node *n, bool enter) {
    (void)n, (void)enter;
    inline_soft_break(&w->text);
}

static void on_line_break(struct walk *w, cmark_node *n, bool enter) {
    (void)n, (void)enter;
    inline_break(&w->text);
}

static void on_emph(struct walk *w, cmark_node *n, bool enter) {
    (void)n;
    w->emph += enter ? 1 : -1;
}

static void on_strong(struct walk *w, cmark_node *n, bool enter) {
    (void)n;
    w->strong += enter ? 1 : -1;
}

static void on_link(struct walk *w, cmark_node *n, bool enter) {
    str url = str_from(cmark_node_get_url(n));
    w->href = enter ? str_dup(w->c->a, filled(w, url)) : (str){0};
    w->place =
        enter && str_starts(url, S("#")); /* as the template has it: no value makes a link lead elsewhere */
}

static void on_image(struct walk *w, cmark_node *n, bool enter) {
    if (enter)
        diag1(w->c->d, DIAG_MARKDOWN_IMAGE, span_place(inline_span(w, n)),
              schema_quote(w->c->a, filled(w, str_from(cmark_node_get_url(n)))));
}

/* -- the walk ------------------------------------------------------------------------------------- */

typedef void on_node(struct walk *w, cmark_node *n, bool enter);
static on_node *const handlers[] = {
    [CMARK_NODE_BLOCK_QUOTE] = on_container,
    [CMARK_NODE_LIST] = on_container,
    [CMARK_NODE_ITEM] = on_container,
    [CMARK_NODE_CODE_BLOCK] = on_code_block,
    [CMARK_NODE_HTML_BLOCK] = on_html,
    [CMARK_NODE_PARAGRAPH] = on_leaf,
    [CMARK_NODE_HEADING] = on_leaf,
    [CMARK_NODE_THEMATIC_BREAK] = on_rule,
    [CMARK_NODE_TEXT] = on_text,
    [CMARK_NODE_SOFTBREAK] = on_soft_break,
    [CMARK_NODE_LINEBREAK] = on_line_break,
    [CMARK_NODE_CODE] = on_text,
    [CMARK_NODE_HTML_INLINE] = on_html,
    [CMARK_NODE_EMPH] = on_emph,
    [CMARK_NODE_STRONG] = on_strong,
    [CMARK_NODE_LINK] = on_link,
    [CMARK_NODE_IMAGE] = on_image,
};

static void walk_tree(struct walk *w, cmark_node *root) {
    cmark_event_type event;
    w->iter = cmark_iter_new(root);
    while (!w->deep && (event = cmark_iter_next(w->iter)) != CMARK_EVENT_DONE) {
        cmark_node *n = cmark_iter_get_node(w->iter);
        on_node *handler = handlers[cmark_node_get_type(n)];
        if (handler)
            handler(w, n, event == CMARK_EVENT_ENTER);
    }
    cmark_iter_free(w->iter);
}

/* The smallest heading level in a tree, 0 when it has none. */
static int least_heading(cmark_node *root) {
    int least = 0;
    cmark_event_type event;
    cmark_iter *iter = cmark_iter_new(root);
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        int level = cmark_node_get_heading_level(cmark_iter_get_node(iter));
        if (event == CMARK_EVENT_ENTER && level > 0 && (least == 0 || level < least))
            least = level;
    }
    cmark_iter_free(iter);
    return least;
}

static struct block *read_blocks(struct walk *outer, struct context *c, const struct expansion *e,
                                 const struct narrative_part *part, struct block **tail) {
    struct walk w = {.c = c, .e = e, .narrative = part != NULL};
    str text = sb_str(&e->text);
    cmark_node *root = cmark_parse_document(text.p, text.n, CMARK_OPT_DEFAULT);
    w.levels[0] = (struct level){NULL, tail};
    if (outer) {
        int least = least_heading(root);
        w.shift = least ? outer->heading + 1 - least : 0;
        w.depth = outer->depth;
        w.levels[w.depth] = w.levels[0];
    }
    walk_tree(&w, root);
    cmark_node_free(root);
    return *tail;
}

struct block *markdown_blocks(struct context *c, const struct expansion *e) {
    struct block *first = NULL;
    return read_blocks(NULL, c, e, NULL, &first);
}
