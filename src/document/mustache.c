/* mustache.c - a parsed template expanded against a context stack.
 *
 * Recursion is bounded: at most MUSTACHE_DEPTH sections in a template, at most MUSTACHE_DEPTH partials in each
 * other. MUSTACHE_WORK bounds what a partial that includes itself twice, or sections over large queries in
 * each other, could ask for.
 */
#include "document/mustache.h"

#include "document/mustache_node.h"
#include "yaml/schema.h"

#define STEP_WORK 64

/* Partials parsed in this run, each with the indentation it was used with. */
struct parsed {
    str name, indent;
    const struct mustache *m; /* NULL: faulty, and reported */
    struct parsed *next;
};
struct renderer {
    struct arena *a;
    struct diags *d;
    const struct mustache_source *s;
    struct expansion *e;
    struct parsed *partials;
    struct sb scratch; /* one value at a time */
    size_t partial_depth;
    int64_t work;
    bool stopped;
};

static void render(struct renderer *r, const struct mustache *m, size_t from, size_t to,
                   const struct mustache_frame *top);

static bool work(struct renderer *r, size_t amount, struct span at) {
    r->work += (int64_t)amount;
    if (r->work <= MUSTACHE_WORK || r->stopped)
        return !r->stopped;
    diag1(r->d, DIAG_TEMPLATE_SIZE, span_place(at), str_fmt(r->a, "%d", MUSTACHE_WORK / 1024 / 1024));
    r->stopped = true;
    return false;
}

static bool find_first(struct renderer *r, const struct mustache_frame *top, str name, struct span at,
                       struct mustache_item *out) {
    for (const struct mustache_frame *f = top; f; f = f->up)
        if (r->s->member(r->s->ctx, top, &f->item, name, at, out))
            return true;
    return false;
}

/* The first part of a dotted name is looked up through the stack, each further one in what was found. */
static bool resolve(struct renderer *r, const struct mustache_frame *top, str name, struct span at,
                    struct mustache_item *out) {
    str rest = name, part;
    if (str_eqz(name, ".")) {
        *out = top->item;
        return true;
    }
    bool found = str_cut(&rest, '.', &part) && find_first(r, top, part, at, out);
    while (found && str_cut(&rest, '.', &part)) {
        struct mustache_item of = *out;
        found = r->s->member(r->s->ctx, top, &of, part, at, out);
    }
    if (!found && r->s->missing)
        r->s->missing(r->s->ctx, top, name, at);
    return found;
}

static void render_text(struct renderer *r, const struct mnode *n, const struct mustache_frame *top) {
    const void *scope = n->fence && r->s->keep ? r->s->keep(r->s->ctx, top) : NULL;
    expansion_add(r->e, n->text, n->at, true, scope);
}

static void render_value(struct renderer *r, const struct mnode *n, const struct mustache_frame *top) {
    struct mustache_item item;
    if (!resolve(r, top, n->text, n->at, &item))
        return;
    r->scratch.n = 0;
    r->s->put(r->s->ctx, top, &r->scratch, &item, n->kind == MNODE_RAW, n->at);
    expansion_add(r->e, sb_str(&r->scratch), n->at, false, NULL);
}

static void render_section(struct renderer *r, const struct mustache *m, size_t i,
                           const struct mustache_frame *top) {
    const struct mnode *n = &m->at[i];
    struct mustache_item over;
    struct mustache_frame inner = {.up = top};
    struct mustache_loop loop = {0};
    bool any = false, found = resolve(r, top, n->text, n->at, &over);
    if (found) {
        r->s->begin(r->s->ctx, top, &over, n->at, &loop);
        while (!r->stopped && r->s->next(r->s->ctx, &loop, &inner.item)) {
            any = true;
            if (n->kind == MNODE_INVERTED || !work(r, STEP_WORK, n->at))
                break;
            render(r, m, i + 1, n->end, &inner);
        }
        r->s->end(r->s->ctx, &loop);
    }
    if (n->kind == MNODE_INVERTED && !any)
        render(r, m, i + 1, n->end, top);
}

static const struct mustache *parse_partial(struct renderer *r, str name, str indent,
                                            struct mustache_text text) {
    for (const struct parsed *p = r->partials; p; p = p->next)
        if (str_eq(p->name, name) && str_eq(p->indent, indent))
            return p->m;
    struct parsed *p = ARENA_NEW(r->a, struct parsed);
    *p = (struct parsed){str_dup(r->a, name), indent, mustache_parse(r->a, r->d, text, indent), r->partials};
    r->partials = p;
    return p->m;
}

static void render_template(struct renderer *r, const struct mnode *n, str name, struct mustache_text text,
                            const struct mustache_frame *top) {
    if (r->partial_depth == MUSTACHE_DEPTH) {
        diag2(r->d, DIAG_TEMPLATE_DEPTH, span_place(n->at), schema_quote(r->a, name),
              str_fmt(r->a, "%d", MUSTACHE_DEPTH));
        r->stopped = true;
        return;
    }
    const struct mustache *m = parse_partial(r, name, n->indent, text);
    r->partial_depth++;
    if (m)
        render(r, m, 0, m->n, top);
    r->partial_depth--;
}

static void render_partial(struct renderer *r, const struct mnode *n, const struct mustache_frame *top) {
    struct mustache_item item;
    struct mustache_text text = {0};
    str name = n->text;
    if (n->dynamic) {
        if (!resolve(r, top, n->text, n->at, &item))
            return;
        name = r->s->name(r->s->ctx, &item);
    }
    if (name.n == 0 || !work(r, STEP_WORK, n->at))
        return;
    r->scratch.n = 0;
    switch (r->s->partial(r->s->ctx, name, n->at, n->standalone, n->indent, &text, &r->scratch)) {
    case PARTIAL_TEMPLATE:
        render_template(r, n, name, text, top);
        break;
    case PARTIAL_LITERAL:
        expansion_add(r->e, sb_str(&r->scratch), n->at, false, NULL);
        break;
    case PARTIAL_UNKNOWN:
        break;
    }
}

static void render(struct renderer *r, const struct mustache *m, size_t from, size_t to,
                   const struct mustache_frame *top) {
    for (size_t i = from; i < to && !r->stopped; i++) {
        const struct mnode *n = &m->at[i];
        size_t before = r->e->text.n;
        if (n->kind == MNODE_TEXT) {
            render_text(r, n, top);
        } else if (n->kind == MNODE_VALUE || n->kind == MNODE_RAW) {
            render_value(r, n, top);
        } else if (n->kind == MNODE_PARTIAL) {
            render_partial(r, n, top);
            continue;
        } else if (n->kind == MNODE_SECTION || n->kind == MNODE_INVERTED) {
            render_section(r, m, i, top);
            i = n->end;
            continue;
        }
        work(r, r->e->text.n - before + 1, n->at);
    }
}

bool mustache_render(struct arena *a, struct diags *d, const struct mustache *m,
                     const struct mustache_source *s, struct mustache_item root, struct expansion *e) {
    struct renderer r = {.a = a, .d = d, .s = s, .e = e, .scratch = {.a = a}};
    struct mustache_frame top = {.item = root};
    render(&r, m, 0, m->n, &top);
    return !r.stopped;
}
