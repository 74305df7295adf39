/* render_fixture.h - documents built by hand, their pages, and what the PDF tools say about a file. */
#ifndef LVYUE_TESTS_RENDER_FIXTURE_H
#define LVYUE_TESTS_RENDER_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "render/layout.h"
#include "util/civil.h"

#include "diag_shown.h"

struct paper {
    struct arena *a, *scratch;
    struct diags *d;
    struct failure f;
    struct fonts *fonts;
    struct glyphs *glyphs;
    struct document doc;
    struct block **end;
    struct pages pages;
    int line; /* of the next block, in "t.md" */
};

static inline void paper_clear(struct paper *p) {
    p->d = diags_new(p->a, LANG_EN);
    p->f = (struct failure){0};
    p->glyphs = glyphs_new(p->a, p->fonts);
    p->doc = (struct document){.title = S("示例报告"), .lang = S("zh-CN"), .on = day_from_ymd(2025, 4, 8)};
    p->end = &p->doc.blocks;
    p->line = 1;
}

static inline int paper_open(void **state) {
    struct paper *p = calloc(1, sizeof *p);
    p->a = arena_new();
    p->scratch = arena_new();
    p->d = diags_new(p->a, LANG_EN);
    p->fonts = fonts_open(p->a, p->d, NULL, &p->f);
    assert_non_null(p->fonts);
    paper_clear(p);
    *state = p;
    return 0;
}

static inline int paper_close(void **state) {
    struct paper *p = *state;
    fonts_close(p->fonts);
    arena_free(p->scratch);
    arena_free(p->a);
    free(p);
    return 0;
}

/* -- blocks ----------------------------------------------------------------------------------------- */

static inline struct block *block_new(struct paper *p, enum block_kind kind) {
    struct block *b = ARENA_NEW(p->a, struct block);
    b->kind = kind;
    b->at = file_place(S("t.md"));
    b->at.line = p->line++;
    b->at.col = 1;
    return b;
}

static inline struct block *block_append(struct paper *p, struct block *b) {
    *p->end = b;
    p->end = &b->next;
    return b;
}

static inline void block_run(struct paper *p, struct block *b, const char *text, unsigned style) {
    struct run *at = ARENA_ARRAY(p->a, struct run, b->runs.n + 1);
    if (b->runs.n)
        memcpy(at, b->runs.at, b->runs.n * sizeof *at);
    at[b->runs.n++] = (struct run){.text = str_from(text), .style = style};
    b->runs.at = at;
}

static inline struct block *add_text(struct paper *p, enum block_kind kind, int level, const char *text) {
    struct block *b = block_append(p, block_new(p, kind));
    b->level = level;
    block_run(p, b, text, 0);
    return b;
}

static inline struct block *add_paragraph(struct paper *p, const char *text) {
    return add_text(p, BLOCK_PARAGRAPH, 0, text);
}

/* cells: row major, n_columns * n_rows of them */
static inline struct table *add_table(struct paper *p, size_t n_columns, const enum value_format *formats,
                                      size_t n_rows, const char *const *cells) {
    struct table *t = ARENA_NEW(p->a, struct table);
    t->columns = ARENA_ARRAY(p->a, struct table_column, n_columns);
    t->cells = ARENA_ARRAY(p->a, struct table_cell, n_columns * n_rows + 1);
    t->n_columns = n_columns;
    t->n_rows = n_rows;
    t->caption = S("示例表");
    for (size_t i = 0; i < n_columns; i++)
        t->columns[i] = (struct table_column){.title = str_fmt(p->a, "列%zu", i + 1),
                                              .format = formats ? formats[i] : FORMAT_TEXT};
    for (size_t i = 0; i < n_columns * n_rows; i++)
        t->cells[i].text = str_from(cells[i]);
    block_append(p, block_new(p, BLOCK_TABLE))->table = t;
    return t;
}

/* -- pages ------------------------------------------------------------------------------------------ */

static inline bool paper_layout(struct paper *p) {
    return layout_document(p->a, p->d, p->glyphs, &p->doc, &p->pages, &p->f);
}

static inline void op_text(const struct paper *p, const struct op *op, struct sb *b) {
    struct glyph_list used = glyphs_used(p->glyphs, (enum face)op->face);
    for (uint32_t i = 0; i < op->n; i++)
        sb_codepoint(b, used.at[op->u.cids[i]].codepoint);
}

/* The words of a page (without header and footer), a line break wherever the base line changes. */
static inline char *page_text(const struct paper *p, size_t page) {
    struct sb b = {.a = p->a};
    float y = -1;
    for (size_t i = 0; i < p->pages.at[page].n_ops; i++) {
        const struct op *op = &p->pages.at[page].ops[i];
        if (op->kind != OP_TEXT)
            continue;
        if (b.n && fabsf(op->y - y) > 0.01f)
            sb_char(&b, '\n');
        y = op->y;
        op_text(p, op, &b);
    }
    return str_z(p->a, sb_str(&b));
}

/* All words of the document without blanks and line ends. */
static inline str squeezed(struct arena *a, str s) {
    struct sb b = {.a = a};
    while (s.n) {
        uint32_t cp = utf8_next(&s);
        if (cp > ' ' && cp != 0x3000 && cp != 0xA0)
            sb_codepoint(&b, cp);
    }
    return sb_str(&b);
}

/* -- files ------------------------------------------------------------------------------------------ */

static inline char *paper_path(struct paper *p, const char *name) {
    static char dir[] = "/tmp/lvyue-render-XXXXXX";
    static bool made;
    if (!made)
        assert_non_null(mkdtemp(dir));
    made = true;
    return str_z(p->a, str_fmt(p->a, "%s/%s", dir, name));
}

/* What a command prints; it must succeed. */
static inline str command_output(struct arena *a, const char *fmt, ...) {
    char line[1024];
    va_list args;
    va_start(args, fmt);
    vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    FILE *f = popen(line, "r");
    assert_non_null(f);
    struct sb b = {.a = a};
    char buf[4096];
    for (size_t n; (n = fread(buf, 1, sizeof buf, f)) > 0;)
        sb_add(&b, (str){buf, n});
    int status = pclose(f);
    if (status != 0)
        fail_msg("%s: status %d: %.*s", line, status, STR_ARG(sb_str(&b)));
    return sb_str(&b);
}

#endif
