/* context.h - what the names in one document mean: its queries, its parameters, the contract.
 *
 * The mustache_source over the store. Markdown text gets slots for values (slots.h), single lines such as a
 * title get the values themselves.
 */
#ifndef LVYUE_DOCUMENT_CONTEXT_H
#define LVYUE_DOCUMENT_CONTEXT_H

#include "document/mustache.h"
#include "document/named_query.h"
#include "document/slots.h"

/* The names at the top of every context, besides the queries; NULL at the end. */
extern const char *const context_names[];

struct partial_file {
    str name;
    struct mustache_text body;
    struct partial_file *next;
};
/* The blocks of a narrative, parsed on their own (markdown.h). */
struct narrative_part {
    str body;
    struct span at;
};
struct context {
    struct arena *a;
    struct diags *d;
    struct store *store;
    const struct template_dirs *dirs;
    const struct document_params *params;
    struct queries *queries;
    struct slots slots;
    struct value *values;            /* of context_names */
    const struct kept_row *contract; /* the one row of table contract */
    const struct kept_row *record;   /* of a document about one record; NULL otherwise */
    struct partial_file *partials;
};

struct context *context_open(struct arena *a, struct diags *d, struct store *s,
                             const struct template_dirs *dirs, const struct template_query *q, size_t n,
                             const struct document_params *params);
void context_close(struct context *c);
void context_set(struct context *c, const char *name, str value);
str context_contract(const struct context *c, const char *column); /* empty when not given */

/* A template body. false: given up after a diagnostic. */
bool context_expand(struct context *c, const struct mustache *m, struct expansion *e);
/* A line with tags in it; empty stays empty. */
str context_line(struct context *c, sval text);
str context_words(struct context *c, str text, struct span at);
/* The same where the contract may say what else the template says; absent in both: empty. */
str context_chosen(struct context *c, sval contract, sval template);
/* The name of the document's file without its ending; title and number have been set. */
str context_file_name(struct context *c);
/* Whether none of these queries has a row; no queries: 0. */
void context_set_nothing(struct context *c, const struct svals *queries);

#endif
