/* layout.c - the way through the blocks: one small function per kind, chosen by a table. */
#include "render/layout.h"

#include <assert.h>
#include <string.h>

tag_id layout_tag(struct layout *l, enum tag_kind kind, struct frame fr) {
    return tag_add(&l->tags, kind, fr.in);
}

struct line_slabs layout_slabs(struct frame fr, enum style_id style, tag_id of) {
    const struct text_style *st = &style_texts[style];
    return (struct line_slabs){.fr = fr,
                               .pitch = st->pitch,
                               .size = st->size,
                               .before = st->before,
                               .after = st->after,
                               .align = TEXT_LEFT,
                               .of = of};
}

/* A list item whose first block draws no line of text (a table, a chart) has its marker on a line of its own. */
static void flush_marker(struct layout *l, struct frame fr) {
    if (l->marker.text.n == 0)
        return;
    struct line_slabs how = layout_slabs(fr, fr.style, TAG_LAYOUT);
    how.keep_with_next = true;
    layout_text(l, S(""), fr.style, &how);
}

/* Addresses become links; what only the template's author could follow (a file beside it) stays plain text. */
static bool is_address(str href) {
    static const size_t most = 2000;
    return href.n <= most && (str_starts(href, S("http://")) || str_starts(href, S("https://")) ||
                              str_starts(href, S("mailto:")));
}

/* A link is an element of its own inside that of the text around it. */
static void set_link(struct layout *l, struct text_run *t, const struct run *r, tag_id of) {
    t->ink = INK_LINK;
    t->href = t->anchor ? NULL : &r->href;
    t->of = tag_add(&l->tags, TAG_LINK, of);
    tag_alt(&l->tags, t->of, r->href);
}

static size_t run_list(struct layout *l, const struct block *b, enum style_id style, tag_id of,
                       struct text_run **out) {
    const struct text_style *st = &style_texts[style];
    struct text_run *runs = ARENA_ARRAY(l->set.scratch, struct text_run, b->runs.n + 1);
    for (size_t i = 0; i < b->runs.n; i++) {
        const struct run *r = &b->runs.at[i];
        struct text_run *t = &runs[i];
        *t = text_run_of(style, r->style & RUN_BREAK ? S("\n") : r->text);
        /* Chinese print has no slanted letters: what is stressed stands in Hei, what is strong in bold Hei. */
        if (r->style & RUN_CODE)
            t->face = FACE_MONO; /* in the same size: readers of the file take a change of size for a blank */
        else if (r->style & RUN_STRONG)
            t->face = FACE_SANS_BOLD;
        else if (r->style & RUN_EMPH)
            t->face = st->face == FACE_SANS_BOLD ? FACE_SANS_BOLD : FACE_SANS;
        t->anchor = r->target ? layout_place(l, r->target) : 0;
        if (is_address(r->href) || t->anchor)
            set_link(l, t, r, of);
    }
    *out = runs;
    return b->runs.n;
}

static void put_paragraph(struct layout *l, const struct block *b, struct frame fr) {
    struct text_run *runs;
    tag_id of = layout_tag(l, TAG_P, fr);
    size_t n = run_list(l, b, fr.style, of, &runs);
    struct text t = text_items(&l->set, runs, n);
    t.justified = true;
    struct line_slabs how = layout_slabs(fr, fr.style, of);
    how.align = TEXT_JUSTIFY;
    how.indent = fr.indent_em * how.size;
    if (fr.style == STYLE_QUOTE)
        how.bar_x = fr.x - style_page.quote_em * how.size / 2;
    struct lines lines = text_lines(&l->set, &t, fr.width, how.indent);
    layout_lines(l, &t, &lines, &how);
}

/* What a heading heads: the first block after it and those right below it. More of them than a page holds are not
 * followed: they cannot stand with it. */
static const struct block *headed_by(const struct block *b) {
    enum { HEADINGS_MOST = 32 };
    for (int i = 0; i < HEADINGS_MOST && b->kind == BLOCK_HEADING && b->next; i++)
        b = b->next;
    return b;
}

/* Signatures do not stand alone on a page, not even with their heading. */
static bool heads_signature(const struct block *b) {
    b = headed_by(b);
    return b->kind == BLOCK_SIGNATURE;
}

static void put_heading(struct layout *l, const struct block *b, struct frame fr) {
    int level = b->level < 1 ? 1 : b->level > 6 ? 6 : b->level;
    enum style_id style = (enum style_id)(STYLE_H1 + level - 1);
    struct text_run *runs;
    tag_id of = layout_tag(l, tag_heading(level, &l->heading_level), fr);
    size_t n = run_list(l, b, style, of, &runs);
    struct text t = text_items(&l->set, runs, n);
    t.flush = true;
    struct line_slabs how = layout_slabs(fr, style, of);
    how.keep_together = how.keep_with_next = true;
    how.keep_with_before = heads_signature(b);
    how.anchor = ++l->next_anchor;
    how.place = b->place ? layout_place(l, b->place) : 0;
    assert(how.anchor <= l->flow.anchors.n);
    struct lines lines = text_lines(&l->set, &t, fr.width, 0);
    layout_lines(l, &t, &lines, &how);
}

static str item_marker(struct layout *l, const struct block *list, int number, int depth) {
    static const char *const bullets[] = {"•", "–", "·"};
    if (list->level > 0)
        return str_fmt(l->set.a, depth % 2 ? "%d." : "（%d）", number);
    return str_from(bullets[(depth - 1) % 3]);
}

/* Items hang: room for the widest marker, at least two characters. */
static float marker_room(struct layout *l, const struct block *list, int last, int depth, float size) {
    struct text_run run = text_run_of(STYLE_BODY, item_marker(l, list, last, depth));
    run.size = size;
    float least = style_page.list_em * size, need = text_measure(&l->set, &run) + size / 3;
    return need > least ? need : least;
}

/* Lists and quotes within each other end where the paper does: some levels, some characters to the line. */
static bool too_deep(struct layout *l, const struct block *b, int depth, float width) {
    if (depth <= style_page.max_depth && width >= style_page.min_line_em * style_texts[STYLE_BODY].size)
        return false;
    l->set.refused = true;
    diag1(l->set.d, DIAG_NESTING, b->at, str_fmt(l->set.scratch, "%d", style_page.max_depth));
    return true;
}

static void put_list(struct layout *l, const struct block *b, struct frame fr) {
    struct frame inner = fr;
    inner.depth++;
    inner.indent_em = 0;
    if (too_deep(l, b, inner.depth, inner.width))
        return;
    int last = b->level;
    for (const struct block *i = b->child; i && i->next; i = i->next)
        last++;
    float size = style_texts[fr.style].size;
    float room = marker_room(l, b, last, inner.depth, size);
    inner.x += room;
    inner.width -= room;
    if (too_deep(l, b, inner.depth, inner.width))
        return;
    int number = b->level;
    tag_id list = layout_tag(l, TAG_L, fr);
    tag_numbering(&l->tags, list, b->level > 0 ? NUMBERING_DECIMAL : NUMBERING_DISC);
    for (const struct block *item = b->child; item; item = item->next, number++) {
        flush_marker(l, inner);
        tag_id li = tag_add(&l->tags, TAG_LI, list);
        l->marker_of = tag_add(&l->tags, TAG_LBL, li);
        inner.in = tag_add(&l->tags, TAG_LBODY, li);
        l->marker = text_run_of(fr.style, item_marker(l, b, number, inner.depth));
        if (b->level == 0)
            l->marker.face = FACE_SANS_BOLD; /* its bullets are larger */
        l->marker_x = fr.x + (b->level > 0 ? 0 : size / 2);
        layout_blocks(l, item->child, inner);
        flush_marker(l, inner);
    }
}

static void put_quote(struct layout *l, const struct block *b, struct frame fr) {
    struct frame inner = fr;
    inner.depth++;
    inner.style = STYLE_QUOTE;
    inner.indent_em = 0;
    float indent = style_page.quote_em * style_texts[STYLE_QUOTE].size;
    inner.x += indent;
    inner.width -= indent;
    if (too_deep(l, b, inner.depth, inner.width))
        return;
    inner.in = layout_tag(l, TAG_BLOCK_QUOTE, fr);
    layout_blocks(l, b->child, inner);
}

static void put_code(struct layout *l, const struct block *b, struct frame fr) {
    struct text_run *runs;
    tag_id of = tag_add(&l->tags, TAG_CODE, layout_tag(l, TAG_P, fr));
    size_t n = run_list(l, b, STYLE_CODE, of, &runs);
    if (n && str_ends(runs[n - 1].text, S("\n")))
        runs[n - 1].text.n--;
    for (size_t i = 0; i < n; i++)
        runs[i].face = FACE_MONO;
    struct frame inner = fr;
    inner.x += style_page.cell_x;
    inner.width -= 2 * style_page.cell_x;
    struct text t = text_items(&l->set, runs, n);
    struct line_slabs how = layout_slabs(inner, STYLE_CODE, of);
    how.shade = true;
    struct lines lines = text_lines(&l->set, &t, inner.width, 0);
    layout_lines(l, &t, &lines, &how);
}

static void put_rule(struct layout *l, const struct block *b, struct frame fr) {
    (void)b;
    flow_open(&l->flow);
    op_line(&l->flow.ops, fr.x, 6, fr.x + fr.width, 6, style_page.rule, INK_RULE);
    flow_close(&l->flow, (struct slab){.height = 12});
}

/* -- pages that stand upright or turned ------------------------------------------------------------ */

static void use_sheet(struct layout *l, enum sheet_id sheet) {
    const struct sheet_style *s = &style_sheets[sheet];
    flow_turn(&l->flow, s->width, s->height, s->top, s->height - s->bottom);
    l->sheet = sheet;
    l->text.x = s->left;
    l->text.width = s->width - s->left - s->right;
}

static float text_width_of(enum sheet_id sheet) {
    return style_sheets[sheet].width - style_sheets[sheet].left - style_sheets[sheet].right;
}

/* A table measured once: its headings ask the same. */
static enum sheet_id sheet_by_need(struct layout *l, const struct block *b) {
    if (l->measured != b) {
        bool cramped = layout_table_cramped(l, b, text_width_of(SHEET_PORTRAIT));
        l->measured = b;
        l->measured_sheet = cramped ? SHEET_LANDSCAPE : SHEET_PORTRAIT;
    }
    return l->measured_sheet;
}

/* Headings turn with what they head; after a turned table the section goes on as it was, after a page block as it
 * says. */
static enum sheet_id sheet_for(struct layout *l, const struct block *b) {
    b = headed_by(b);
    if (b->kind == BLOCK_SIGNATURE) /* not alone on a page of its own */
        return l->sheet;
    if (b->kind != BLOCK_TABLE || b->orient == ORIENT_SAME)
        return l->section;
    if (b->orient == ORIENT_AUTO)
        return sheet_by_need(l, b);
    return b->orient == ORIENT_LANDSCAPE ? SHEET_LANDSCAPE : SHEET_PORTRAIT;
}

static void turn_for(struct layout *l, const struct block *b, struct frame *fr) {
    if (fr->depth > 0 || b->kind == BLOCK_PAGE_BREAK)
        return;
    enum sheet_id sheet = sheet_for(l, b);
    if (sheet != l->sheet)
        use_sheet(l, sheet);
    fr->x = l->text.x;
    fr->width = l->text.width;
}

static void put_page_break(struct layout *l, const struct block *b, struct frame fr) {
    if (b->orient != ORIENT_SAME)
        l->section = b->orient == ORIENT_LANDSCAPE ? SHEET_LANDSCAPE : SHEET_PORTRAIT;
    if (l->section != l->sheet && fr.depth == 0) {
        use_sheet(l, l->section);
        return;
    }
    flow_open(&l->flow);
    flow_close(&l->flow, (struct slab){.new_page = true, .glued = true});
}

/* An item outside a list cannot come from Markdown; its blocks are set as they are. */
static void put_children(struct layout *l, const struct block *b, struct frame fr) {
    struct frame inner = fr;
    inner.depth++;
    if (!too_deep(l, b, inner.depth, inner.width))
        layout_blocks(l, b->child, inner);
}

typedef void put_block(struct layout *l, const struct block *b, struct frame fr);
static put_block *const puts_by_kind[BLOCK__MAX] = {
    [BLOCK_HEADING] = put_heading, [BLOCK_PARAGRAPH] = put_paragraph,   [BLOCK_LIST] = put_list,
    [BLOCK_ITEM] = put_children,   [BLOCK_QUOTE] = put_quote,           [BLOCK_CODE] = put_code,
    [BLOCK_TABLE] = layout_table,  [BLOCK_CHART] = layout_figure,       [BLOCK_SIGNATURE] = layout_signature,
    [BLOCK_TOC] = layout_toc,      [BLOCK_PAGE_BREAK] = put_page_break, [BLOCK_RULE] = put_rule,
};

/* Paragraphs, headings and code draw a waiting list marker beside their first line; lists hand it on. */
static bool draws_marker(enum block_kind kind) {
    return kind == BLOCK_PARAGRAPH || kind == BLOCK_HEADING || kind == BLOCK_CODE;
}

void layout_blocks(struct layout *l, const struct block *first, struct frame fr) {
    for (const struct block *b = first; b && !l->set.f->set; b = b->next) {
        struct arena_mark mark = arena_mark(l->set.scratch);
        l->set.at = b->at;
        turn_for(l, b, &fr);
        if (!draws_marker(b->kind))
            flush_marker(l, fr);
        puts_by_kind[b->kind](l, b, fr);
        if (l->flow.too_tall)
            diag0(l->set.d, DIAG_BLOCK_TALL, b->at);
        l->set.refused |= l->flow.too_tall;
        l->flow.too_tall = false;
        arena_rewind(l->set.scratch, mark);
    }
}

/* Names the headings before any is set: the table of contents may come first. */
static void collect_anchors(struct layout *l, const struct block *first, int depth) {
    for (const struct block *b = first; b; b = b->next) {
        if (b->kind == BLOCK_HEADING) {
            struct sb text = {.a = l->set.a};
            for (size_t i = 0; i < b->runs.n; i++)
                sb_add(&text, b->runs.at[i].style & RUN_BREAK ? S(" ") : b->runs.at[i].text);
            VEC_PUSH(l->set.a, &l->flow.anchors, (struct anchor){.text = sb_str(&text), .level = b->level});
        } else if (b->child && depth <= 2 * style_page.max_depth)
            collect_anchors(l, b->child, depth + 1);
    }
}

size_t layout_place(const struct layout *l, uint32_t place) {
    return l->n_headings + place;
}

static void layout_init(struct layout *l, const struct tightness *tight) {
    l->section = l->doc->landscape ? SHEET_LANDSCAPE : SHEET_PORTRAIT;
    l->text =
        (struct frame){.style = STYLE_BODY, .in = TAG_ROOT, .indent_em = style_texts[STYLE_BODY].indent_em};
    l->cell_y = tight->cell_y;
    tags_init(&l->tags, l->set.a);
    flow_init(&l->flow, l->set.a, tight->gaps);
    use_sheet(l, l->section);
    collect_anchors(l, l->doc->blocks, 1);
    l->n_headings = l->flow.anchors.n;
    for (uint32_t i = 0; i < l->doc->n_places; i++)
        VEC_PUSH(l->set.a, &l->flow.anchors, (struct anchor){.level = 0});
}

/* All blocks onto pages. */
static struct layout lay_out(struct setter *set, const struct document *doc, const struct tightness *tight) {
    struct layout l = {.doc = doc, .set = *set};
    l.set.at = doc->blocks ? doc->blocks->at : file_place(doc->title);
    layout_init(&l, tight);
    (doc->cover ? layout_cover : layout_title)(&l);
    layout_blocks(&l, doc->blocks, l.text);
    flow_end(&l.flow);
    *set = l.set;
    return l;
}

/* A last page with the end of a table or a signature and nothing else looks like an oversight. */
static bool ends_nearly_empty(const struct layout *l) {
    size_t n = l->flow.pages.n;
    return n > 1 && n <= (size_t)style_page.tighten_pages && l->flow.last_fill < style_page.last_page_least;
}

/* Spaces between blocks and inside rows give way, no more than it takes and only if it takes a page away: the tightest is
 * tried first, since most that fail fail there. */
static void take_in_last_page(struct layout *l) {
    struct layout tried = lay_out(&l->set, l->doc, &style_tightness[TIGHTNESS__MAX - 1]);
    size_t pages = l->flow.pages.n;
    for (int i = 1; i + 1 < TIGHTNESS__MAX && tried.flow.pages.n < pages; i++) {
        struct layout looser = lay_out(&l->set, l->doc, &style_tightness[i]);
        if (looser.flow.pages.n < pages) {
            tried = looser;
            break;
        }
    }
    struct setter set = l->set;
    if (tried.flow.pages.n < pages)
        *l = tried;
    l->set = set;
}

bool layout_document(struct arena *a, struct diags *d, struct glyphs *glyphs, const struct document *doc,
                     struct pages *out, struct failure *f) {
    struct setter set = {.a = a, .scratch = arena_new(), .glyphs = glyphs, .d = d, .f = f};
    struct layout l = lay_out(&set, doc, &style_tightness[0]);
    if (!f->set && !l.set.refused && ends_nearly_empty(&l))
        take_in_last_page(&l);
    *out = (struct pages){.at = l.flow.pages.at,
                          .n = l.flow.pages.n,
                          .anchors = l.flow.anchors.at,
                          .n_anchors = l.flow.anchors.n,
                          .tags = l.tags,
                          .attachments = l.attachments};
    layout_running(&l, out);
    setter_close(&l.set);
    arena_free(l.set.scratch);
    return !f->set && !l.set.refused;
}
