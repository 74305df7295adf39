/* fences.c - which fence makes which block, and YAML bodies. */
#include "document/fences.h"

#include <stddef.h>

#include "document/values.h"

struct block *fence_new_block(const struct fence *f, enum block_kind kind) {
    struct block *b = ARENA_NEW(f->c->a, struct block);
    b->kind = kind;
    b->at = span_place(fence_span(f));
    return b;
}

struct span fence_span(const struct fence *f) {
    return expansion_span(f->e, f->line, f->col);
}

/* The fence's own indentation has been cut off its lines. */
struct span fence_body_span(const struct fence *f, int line, int col) {
    return expansion_span_chars(f->e, f->line + line, f->col + col - 1);
}

str fence_filled(const struct fence *f, str text) {
    return slots_fill(&f->c->slots, f->c->a, text);
}

/* -- YAML ----------------------------------------------------------------------------------------- */

/* Values in, and places back in the template. */
static void finish_scalar(const struct fence *f, struct ynode *n) {
    if (!slots_any(n->text)) {
        n->text = clean_text(f->c->a, n->text);
        return;
    }
    n->text = fence_filled(f, n->text);
    n->quoted = true; /* a value that reads "null" or nothing is still a value */
}

static void finish_node(const struct fence *f, struct ynode *n) {
    n->at = fence_body_span(f, n->at.line, n->at.col);
    if (n->kind == YNODE_SCALAR)
        finish_scalar(f, n);
    for (size_t i = 0; i < n->n; i++) {
        finish_node(f, n->items[i]);
        if (n->kind == YNODE_MAP)
            finish_node(f, n->keys[i]);
    }
}

/* The lines of the body stand one below the other in one source, as they do without sections in the fence. Every
 * line is asked: a section that repeats as many lines as it drops ends at the right line all the same. */
static bool is_contiguous(const struct fence *f, int lines) {
    struct span first = fence_body_span(f, 1, 1);
    for (int i = 2; i <= lines; i++) {
        struct span at = fence_body_span(f, i, 1);
        if (at.src != first.src || at.line - first.line != i - 1)
            return false;
    }
    return true;
}

static int count_lines(str s) {
    int n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    return n;
}

/* Says what is wrong with a body that libyaml could not read: at its line where lines can be told, at the
 * fence when sections have repeated or left out lines. */
static void report_yaml(const struct fence *f, const struct source *body) {
    if (is_contiguous(f, count_lines(f->body))) {
        struct span at = fence_body_span(f, 1, 1);
        ynode_parse(f->c->a, f->c->d, at.src, body->text, at.line - 1);
    } else {
        diag1(f->c->d, DIAG_FENCE_YAML, span_place(fence_span(f)), f->info);
    }
}

static struct ynode *parse_body(const struct fence *f) {
    struct source *body = source_new(f->c->a, S(""), f->body);
    struct diags *trial = diags_new(f->c->a, diags_lang(f->c->d));
    struct ynode *node = ynode_parse(f->c->a, trial, body, body->text, 0);
    if (node && diags_errors(trial) == 0) {
        finish_node(f, node);
        return node;
    }
    report_yaml(f, body);
    return NULL;
}

bool fence_read(const struct fence *f, const struct schema *s, void *into) {
    struct ynode *node = parse_body(f);
    return node && schema_read(f->c->a, f->c->d, node, s, into);
}

/* -- queries -------------------------------------------------------------------------------------- */

bool fence_query_start(const struct fence *f, sval name, const struct ynode *with, struct fence_query *out) {
    if (with && with->kind != YNODE_MAP) {
        diag2(f->c->d, DIAG_MAP_WANTED, span_place(with->at), S("with"), S("{id: …}"));
        return false;
    }
    out->query = queries_need(f->c->queries, name);
    if (!out->query)
        return false;
    const struct line_origin *line = expansion_line(f->e, f->line);
    out->stmt = query_start(f->c->queries, out->query, line ? line->scope : NULL, with);
    return out->stmt != NULL;
}

void fence_query_done(const struct fence *f, struct fence_query *q) {
    query_done(q->query, f->c->queries, q->stmt);
}

/* -- the small ones ------------------------------------------------------------------------------- */

struct party {
    sval title;
    struct svals lines;
};
struct signature_spec {
    struct {
        struct party *at;
        size_t n;
    } parties;
};
static const struct field party_fields[] = {
    {.name = "title",
     .kind = FIELD_STR,
     .offset = offsetof(struct party, title),
     .required = true,
     .note = "who signs, such as 甲方（盖章）"},
    {.name = "lines",
     .kind = FIELD_STRS,
     .offset = offsetof(struct party, lines),
     .note = "lines to fill in; 签字： and 日期： when absent"},
    {0},
};
static const struct schema party_schema = {"party", sizeof(struct party), party_fields, 0, SCHEMA_NO_AT};
static const struct field signature_fields[] = {
    {.name = "parties",
     .kind = FIELD_LIST,
     .offset = offsetof(struct signature_spec, parties),
     .required = true,
     .sub = &party_schema,
     .note = "side by side"},
    {0},
};
static const struct schema signature_schema = {"signature", sizeof(struct signature_spec), signature_fields,
                                               0, SCHEMA_NO_AT};

static struct signature_party make_party(struct arena *a, const struct party *p) {
    struct signature_party out = {p->title.v, ARENA_ARRAY(a, str, p->lines.n + 2), p->lines.n};
    for (size_t i = 0; i < p->lines.n; i++)
        out.lines[i] = p->lines.at[i].v;
    if (p->lines.n == 0) {
        out.lines[out.n_lines++] = S("签字：");
        out.lines[out.n_lines++] = S("日期：");
    }
    return out;
}

static struct block *fence_signature(const struct fence *f) {
    struct signature_spec spec = {0};
    if (!fence_read(f, &signature_schema, &spec))
        return NULL;
    struct signature *s = ARENA_NEW(f->c->a, struct signature);
    s->parties = ARENA_ARRAY(f->c->a, struct signature_party, spec.parties.n + 1);
    for (size_t i = 0; i < spec.parties.n; i++)
        s->parties[s->n_parties++] = make_party(f->c->a, &spec.parties.at[i]);
    struct block *b = fence_new_block(f, BLOCK_SIGNATURE);
    b->signature = s;
    return b;
}

/* A body with keys, or nothing. */
static bool read_optional(const struct fence *f, const struct schema *s, void *into) {
    return !str_trim(f->body).n || fence_read(f, s, into);
}

struct toc_spec {
    struct enumval levels;
};
static const char *const toc_levels[] = {"1", "2", "3", "4", "5", "6", NULL};
static const struct field toc_fields[] = {
    {.name = "levels",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct toc_spec, levels),
     .words = toc_levels,
     .note = "of headings shown; 2 when absent"},
    {0},
};
static const struct schema toc_schema = {"toc", sizeof(struct toc_spec), toc_fields, 0, SCHEMA_NO_AT};

static struct block *fence_toc(const struct fence *f) {
    struct toc_spec spec = {0};
    if (!read_optional(f, &toc_schema, &spec))
        return NULL;
    struct block *b = fence_new_block(f, BLOCK_TOC);
    b->level = spec.levels.set ? spec.levels.v + 1 : 2;
    return b;
}

struct page_spec {
    struct enumval orientation;
};
static const char *const orientation_words[] = {"same", "portrait", "landscape", NULL};
static const struct field page_fields[] = {
    {.name = "orientation",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct page_spec, orientation),
     .words = orientation_words,
     .note = "of this page and those after it, to the next page block that says otherwise"},
    {0},
};
static const struct schema page_schema = {"page", sizeof(struct page_spec), page_fields, 0, SCHEMA_NO_AT};

static struct block *fence_page(const struct fence *f) {
    struct page_spec spec = {0};
    if (!read_optional(f, &page_schema, &spec))
        return NULL;
    struct block *b = fence_new_block(f, BLOCK_PAGE_BREAK);
    b->orient = (enum orientation)spec.orientation.v;
    return b;
}

static struct block *code_block(const struct fence *f) {
    struct block *b = fence_new_block(f, BLOCK_CODE);
    str text = fence_filled(f, f->body);
    struct run *run = ARENA_NEW(f->c->a, struct run);
    *run = (struct run){.text = str_ends(text, S("\n")) ? str_slice(text, 0, text.n - 1) : text,
                        .style = RUN_CODE};
    b->runs = (struct runs){run, 1};
    return b;
}

static const struct {
    const char *name;
    struct block *(*make)(const struct fence *f);
} kinds[] = {
    {"table", fence_table}, {"chart", fence_chart}, {"signature", fence_signature},
    {"toc", fence_toc},     {"page", fence_page},   {"csv", fence_csv},
};

struct block *fence_block(const struct fence *f) {
    str rest = f->info, word = S("");
    str_cut(&rest, ' ', &word);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eqz(word, kinds[i].name))
            return kinds[i].make(f);
    return code_block(f);
}
