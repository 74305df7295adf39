/* template.h - templates/NAME.md: YAML front matter, Mustache, Markdown, SQL. The only folder with cmark.h.
 *
 * Front matter: title, number, subtitle, formats, scope (period | record), landscape, cover, numbering
 * (none | chinese), queries: {name: SQL}, empty: [names of queries]. title, number and subtitle may hold tags. Parameters
 * in SQL: :period :from :to (days, `to` exclusive) :on :clauses, :id in a record's document,
 * and inside a section any column of an enclosing row, innermost first.
 * Names in tags: every query (a list of rows; {{query.column}} is its first row's column, {{query}} its only column),
 * period, period_text, from, to (as in SQL), from_text, to_text (2025年3月31日, the last day), on, on_text, id, draft, nothing (1
 * when no query of `empty` has a row), seq, due_on, due_text (in words), code, title, number, contract.COLUMN (table contract), record.COLUMN and record.COLUMN_text (record_row.h). A name found nowhere is a diagnostic. NULL prints as "—"; as a section
 * NULL, "", 0 and "false" are false.
 * Values are text wherever they stand: slots.h keeps them away from every parser. {{{ }}} is Markdown, but never HTML.
 * Partials: {{> name}} is partials/NAME.md; {{>*column}} is dynamic, nothing when NULL; "narrative/ID" on a line of its own
 * (or "narrative/TYPE/ID") is a narrative's body, its headings put below the heading it stands under.
 * Fenced blocks after cmark: table, chart, signature, toc, page, csv (fences.h). Their bodies are YAML (csv: CSV).
 */
#ifndef LVYUE_DOCUMENT_TEMPLATE_H
#define LVYUE_DOCUMENT_TEMPLATE_H

#include "document/block.h"
#include "store/store.h"

struct template_query {
    sval name;
    sval sql;
};
struct template {
    const struct source *src;
    sval title, number, scope, subtitle;
    struct svals empty;   /* queries: none of them has a row, and {{nothing}} is true */
    struct svals formats; /* pdf, xlsx */
    struct boolval landscape, cover;
    struct enumval numbering; /* enum heading_style */
    struct template_query *queries;
    size_t n_queries;
    str body;
    int body_line;
};

enum heading_style { HEADINGS_AS_WRITTEN, HEADINGS_CHINESE };

struct document_params {
    str period, period_text;    /* label and words */
    int32_t from, to;           /* days, to exclusive */
    str record_id, record_type; /* scope record */
    int32_t on;
    bool draft, once;         /* once: neither a period nor a record; its file is called TITLE */
    int seq;                  /* the how manieth of its kind in the contract, from 1 */
    str code;                 /* the contract's sign for its kind */
    str due_on;               /* "2025-04-15[ 17:30]"; empty: no limit, or not known yet */
    str clauses;              /* ids of the clauses that demand it, joined by "、"; empty: none does */
    sval title, number, file; /* from the contract; absent: the template's, and "TITLE-PERIOD" */
};

/* Folders searched in order for templates and partials; the contract's own first. */
struct template_dirs {
    str dirs[3];
    size_t n;
};
/* Every template name found (file names without .md / .xlsx.yaml), sorted. */
size_t template_names(struct arena *a, const struct template_dirs *dirs, str **names);
bool template_find(struct arena *a, const struct template_dirs *dirs, str name, const char *suffix,
                   str *path);

/* NULL after diagnostics. All its queries have been prepared. */
struct template *template_load(struct arena *a, struct diags *d, struct store *s,
                               const struct template_dirs *dirs, str name);
struct document *template_build(struct arena *a, struct diags *d, struct store *s,
                                const struct template_dirs *dirs, const struct template *t,
                                const struct document_params *p);

#endif
