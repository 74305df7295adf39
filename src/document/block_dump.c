/* block_dump.c - a document as text: everything a renderer gets, line by line, and its bare text. */
#include <math.h>

#include "document/block.h"
#include "document/values.h"
#include "util/civil.h"

/* Walks blocks in reading order without recursion deeper than the document's own levels (MARKDOWN_DEPTH). */
typedef void visit(struct sb *b, const struct block *block, int depth);

static void walk(struct sb *b, const struct block *block, int depth, visit *fn) {
    for (; block; block = block->next) {
        fn(b, block, depth);
        walk(b, block->child, depth + 1, fn);
    }
}

/* -- dump ------------------------------------------------------------------------------------------- */

static void begin_line(struct sb *b, int depth) {
    for (int i = 0; i < depth; i++)
        sb_addz(b, "  ");
}

/* As C would write it: no text can look like the dump around it. */
static void add_quoted(struct sb *b, str s) {
    sb_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            sb_char(b, '\\');
        if (s.p[i] == '\n')
            sb_addz(b, "\\n");
        else
            sb_char(b, s.p[i]);
    }
    sb_char(b, '"');
}

static void add_named(struct sb *b, const char *name, str s) {
    if (s.n == 0)
        return;
    sb_fmt(b, " %s ", name);
    add_quoted(b, s);
}

static void dump_run(struct sb *b, const struct run *r, int depth) {
    static const struct {
        unsigned style;
        const char *name;
    } styles[] = {{RUN_STRONG, " strong"}, {RUN_EMPH, " emph"}, {RUN_CODE, " code"}};
    begin_line(b, depth);
    if (r->style & RUN_BREAK)
        sb_addz(b, "break");
    else
        add_quoted(b, r->text);
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (r->style & styles[i].style)
            sb_addz(b, styles[i].name);
    add_named(b, "->", r->href);
    if (r->target)
        sb_fmt(b, " [%u]", r->target);
    sb_char(b, '\n');
}

static void dump_column(struct sb *b, const struct table_column *c, int depth) {
    static const char *const aligns[] = {"auto", "left", "center", "right"};
    begin_line(b, depth);
    sb_addz(b, "column ");
    add_quoted(b, c->title);
    sb_fmt(b, " %s %s", value_format_words[c->format], aligns[c->align]);
    if (c->width > 0)
        sb_fmt(b, " %g", c->width);
    sb_addz(b, c->group ? " group" : "");
    sb_addz(b, c->running ? " carried" : "");
    sb_char(b, '\n');
}

static void dump_row(struct sb *b, const struct table *t, size_t row, int depth) {
    static const char *const tones[] = {"", "+good", "+bad", "+waiting", "+exempt"};
    begin_line(b, depth);
    sb_addz(b, t->total && row + 1 == t->n_rows ? "total" : "row");
    for (size_t i = 0; i < t->n_columns; i++) {
        const struct table_cell *cell = &t->cells[row * t->n_columns + i];
        sb_addz(b, i ? " | " : " ");
        add_quoted(b, cell->text);
        sb_addz(b, tones[cell->tone]);
        if (t->links && t->targets[row * t->n_columns + i])
            sb_fmt(b, " -> [%u]", t->targets[row * t->n_columns + i]);
    }
    if (t->anchors)
        add_named(b, "anchor", t->anchors[row]);
    if (t->figures)
        add_named(b, "figure", t->figures[row]);
    if (t->places && t->places[row])
        sb_fmt(b, " [%u]", t->places[row]);
    sb_char(b, '\n');
}

static void dump_table(struct sb *b, const struct table *t, int depth) {
    for (size_t i = 0; i < t->n_columns; i++)
        dump_column(b, &t->columns[i], depth);
    for (size_t i = 0; i < t->n_rows; i++)
        dump_row(b, t, i, depth);
}

static void dump_chart(struct sb *b, const struct chart *c, int depth) {
    for (size_t i = 0; i < c->n_series; i++) {
        begin_line(b, depth);
        sb_addz(b, "series ");
        add_quoted(b, c->series[i].title);
        for (size_t k = 0; k < c->n_points; k++) {
            str v = isnan(c->series[i].values[k]) ? S("-") : real_text(b->a, c->series[i].values[k]);
            sb_fmt(b, " %.*s=%.*s", STR_ARG(c->labels[k]), STR_ARG(v));
        }
        sb_char(b, '\n');
    }
    for (size_t i = 0; i < c->n_thresholds; i++) {
        begin_line(b, depth);
        sb_addz(b, "threshold ");
        add_quoted(b, c->thresholds[i].title);
        sb_fmt(b, " %g\n", c->thresholds[i].value);
    }
    begin_line(b, depth);
    sb_addz(b, "alt ");
    add_quoted(b, c->alt);
    sb_char(b, '\n');
}

static void dump_signature(struct sb *b, const struct signature *s, int depth) {
    for (size_t i = 0; i < s->n_parties; i++) {
        begin_line(b, depth);
        sb_addz(b, "party ");
        add_quoted(b, s->parties[i].title);
        for (size_t k = 0; k < s->parties[i].n_lines; k++)
            add_named(b, "line", s->parties[i].lines[k]);
        sb_char(b, '\n');
    }
}

static void dump_head(struct sb *b, const struct block *block) {
    static const char *const kinds[BLOCK__MAX] = {"heading",   "paragraph", "list",  "item",
                                                  "quote",     "code",      "table", "chart",
                                                  "signature", "toc",       "rule",  "page"};
    static const char *const orients[] = {"", " portrait", " landscape", " auto"};
    static const char *const charts[CHART__MAX] = {"line",  "bar",   "stacked", "pie",
                                                   "gantt", "share", "outages", "calendar"};
    sb_addz(b, kinds[block->kind]);
    if (block->kind == BLOCK_HEADING || block->level > 0)
        sb_fmt(b, " %d", block->level);
    sb_addz(b, orients[block->orient]);
    if (block->chart) {
        sb_fmt(b, " %s", charts[block->chart->kind]);
        add_named(b, "caption", block->chart->caption);
        add_named(b, "unit", block->chart->unit);
        sb_addz(b, block->chart->panels ? " panels" : "");
        if (block->chart->until > 0)
            sb_fmt(b, " until %.*s", STR_ARG(civil_text_day(b->a, (int32_t)block->chart->until)));
    }
    if (block->table) {
        add_named(b, "caption", block->table->caption);
        if (block->table->n_rows == 0)
            add_named(b, "empty", block->table->empty);
    }
    add_named(b, "anchor", block->anchor);
    if (block->place)
        sb_fmt(b, " [%u]", block->place);
    sb_fmt(b, " @%.*s:%d\n", STR_ARG(block->at.file), block->at.line);
}

static void dump_block(struct sb *b, const struct block *block, int depth) {
    begin_line(b, depth);
    dump_head(b, block);
    for (size_t i = 0; i < block->runs.n; i++)
        dump_run(b, &block->runs.at[i], depth + 1);
    if (block->table)
        dump_table(b, block->table, depth + 1);
    if (block->chart)
        dump_chart(b, block->chart, depth + 1);
    if (block->signature)
        dump_signature(b, block->signature, depth + 1);
}

str document_dump(struct arena *a, const struct document *doc) {
    struct sb b = {.a = a};
    sb_addz(&b, "document ");
    add_quoted(&b, doc->title);
    add_named(&b, "subtitle", doc->subtitle);
    add_named(&b, "number", doc->number);
    if (doc->draft)
        sb_addz(&b, " draft");
    if (doc->landscape)
        sb_addz(&b, " landscape");
    if (doc->cover)
        sb_addz(&b, " cover");
    sb_char(&b, '\n');
    walk(&b, doc->blocks, 1, dump_block);
    return sb_str(&b);
}

/* -- text ------------------------------------------------------------------------------------------- */

static void text_line(struct sb *b, str s) {
    if (s.n == 0)
        return;
    sb_add(b, s);
    sb_char(b, '\n');
}

/* What is read, so a value that stands for several rows is there once, as on the page. */
static void table_text(struct sb *b, const struct table *t) {
    text_line(b, t->caption);
    for (size_t i = 0; i < t->n_columns; i++) {
        sb_addz(b, i ? "\t" : "");
        sb_add(b, t->columns[i].title);
    }
    sb_char(b, '\n');
    for (size_t i = 0; i < t->n_rows * t->n_columns; i++) {
        bool last = (i + 1) % t->n_columns == 0;
        if (!table_repeats(t, i / t->n_columns, i % t->n_columns))
            sb_add(b, t->cells[i].text);
        if (last && t->figures && t->figures[i / t->n_columns].n)
            sb_fmt(b, "\t%.*s", STR_ARG(t->figures[i / t->n_columns])); /* in the margin */
        sb_char(b, last ? '\n' : '\t');
    }
    if (t->n_rows == 0)
        text_line(b, t->empty);
}

static void signature_text(struct sb *b, const struct signature *s) {
    for (size_t i = 0; i < s->n_parties; i++) {
        text_line(b, s->parties[i].title);
        for (size_t k = 0; k < s->parties[i].n_lines; k++)
            text_line(b, s->parties[i].lines[k]);
    }
}

static void block_text(struct sb *b, const struct block *block, int depth) {
    (void)depth;
    for (size_t i = 0; i < block->runs.n; i++) {
        sb_add(b, block->runs.at[i].text);
        if (block->runs.at[i].style & RUN_BREAK)
            sb_char(b, '\n');
    }
    if (block->runs.n)
        sb_char(b, '\n');
    if (block->table)
        table_text(b, block->table);
    if (block->chart) {
        text_line(b, block->chart->caption);
        text_line(b, block->chart->n_points ? block->chart->alt : block->chart->empty);
    }
    if (block->signature)
        signature_text(b, block->signature);
}

str document_text(struct arena *a, const struct document *doc) {
    struct sb b = {.a = a};
    text_line(&b, doc->title);
    text_line(&b, doc->subtitle);
    walk(&b, doc->blocks, 0, block_text);
    return sb_str(&b);
}
