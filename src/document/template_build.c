/* template_build.c - a template and its parameters as a document: expand, parse, gather. */
#include "document/context.h"
#include "document/heading_number.h"
#include "document/links.h"
#include "document/markdown.h"
#include "document/template.h"

static void fill_head(struct document *doc, struct context *c, const struct template *t) {
    const struct document_params *p = c->params;
    doc->title = context_chosen(c, p->title, t->title);
    context_set(c, "title", doc->title);
    doc->number = context_chosen(c, p->number, t->number);
    context_set(c, "number", doc->number);
    doc->file_name = context_file_name(c);
    doc->subtitle = t->subtitle.v.n ? context_line(c, t->subtitle) : p->once ? S("") : p->period_text;
    doc->contract_title = context_contract(c, "title");
    str contract_number = context_contract(c, "number");
    doc->contract_id = contract_number.n ? contract_number : context_contract(c, "id");
    doc->buyer = context_contract(c, "buyer");
    doc->supplier = context_contract(c, "supplier");
    doc->date_text = civil_text_zh(c->a, p->on);
    doc->lang = S("zh-CN");
    doc->draft = p->draft;
    doc->landscape = t->landscape.v;
    doc->on = p->on;
}

/* A document with a table of contents is a formal one, unless the template says otherwise. */
static bool wants_cover(const struct document *doc, struct boolval cover) {
    bool formal = false;
    for (const struct block *b = doc->blocks; b; b = b->next)
        formal = formal || b->kind == BLOCK_TOC;
    return cover.set ? cover.v : formal;
}

static void fill_blocks(struct document *doc, struct context *c, const struct template *t) {
    struct expansion *e = expansion_new(c->a);
    struct mustache_text body = {t->body, {t->src, t->body_line, 1}};
    const struct mustache *m = mustache_parse(c->a, c->d, body, S(""));
    if (m && context_expand(c, m, e))
        doc->blocks = markdown_blocks(c, e);
    doc->cover = wants_cover(doc, t->cover);
    if (t->numbering.v == HEADINGS_CHINESE)
        headings_number(c->a, doc->blocks);
    links_resolve(c->a, c->d, doc);
}

struct document *template_build(struct arena *a, struct diags *d, struct store *s,
                                const struct template_dirs *dirs, const struct template *t,
                                const struct document_params *p) {
    size_t before = diags_errors(d);
    struct document *doc = ARENA_NEW(a, struct document);
    struct context *c = context_open(a, d, s, dirs, t->queries, t->n_queries, p);
    context_set_nothing(c, &t->empty);
    fill_head(doc, c, t);
    fill_blocks(doc, c, t);
    context_close(c);
    return diags_errors(d) == before ? doc : NULL;
}
