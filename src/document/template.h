/* template.h - templates/NAME.md: YAML front matter, Mustache, Markdown, SQL. The only folder with cmark.h.
 *
 * Front matter: title, number, formats, scope (period | record), landscape, queries: {name: SQL}. Parameters in SQL:
 * :period :from :to (days, to exclusive) :on :id, and inside a section any column of an enclosing row.
 * Mustache context: every query (a list of rows), period, period_text, from, to, on, contract.* columns, draft.
 * Partials: {{> name}} is partials/NAME.md; {{>*column}} is dynamic; "narrative/ID" is a narrative's body.
 * Fenced blocks after cmark: table, chart, signature, toc, page, csv. Their bodies are YAML (csv: CSV).
 */
#ifndef LVYUE_DOCUMENT_TEMPLATE_H
#define LVYUE_DOCUMENT_TEMPLATE_H

#include "document/block.h"
#include "store/store.h"

struct template_query { sval name; sval sql; };
struct template {
    const struct source *src;
    sval title, number, scope, subtitle;
    struct svals formats;              /* pdf, xlsx */
    struct boolval landscape;
    struct template_query *queries; size_t n_queries;
    str body;
    int body_line;
};

struct document_params {
    str period, period_text;           /* label and words */
    int32_t from, to;                  /* days, to exclusive */
    str record_id;                     /* scope record */
    int32_t on;
    bool draft;
    str title, number;                 /* from the contract's documents section; empty: the template's */
};

/* Folders searched in order for templates and partials; the contract's own first. */
struct template_dirs { str dirs[3]; size_t n; };
/* Every template name found (file names without .md / .xlsx.yaml), sorted. */
size_t template_names(struct arena *a, const struct template_dirs *dirs, str **names);
bool template_find(struct arena *a, const struct template_dirs *dirs, str name, const char *suffix, str *path);

/* NULL after diagnostics. All its queries have been prepared. */
struct template *template_load(struct arena *a, struct diags *d, struct store *s, const struct template_dirs *dirs, str name);
struct document *template_build(struct arena *a, struct diags *d, struct store *s, const struct template_dirs *dirs,
                                const struct template *t, const struct document_params *p);

#endif
