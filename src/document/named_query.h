/* named_query.h - the named queries of one template or workbook, run lazily, once for each use.
 *
 * Parameters: the `with` map of a fence first, then :period :from :to (days, `to` exclusive) :on :clauses and, for
 * a record's document, :id, then columns of enclosing rows, innermost first. Anything else is a diagnostic at
 * the query. Statements are kept for the next use until queries_close().
 */
#ifndef LVYUE_DOCUMENT_NAMED_QUERY_H
#define LVYUE_DOCUMENT_NAMED_QUERY_H

#include "document/template.h"

/* A lasting copy of a row, and of the rows around it. */
struct kept_row {
    const struct kept_row *up;
    size_t n;
    const str *names;
    struct value *values;
};
bool kept_row_find(const struct kept_row *row, str name, struct value *out); /* this row only */
struct kept_row *kept_row_new(struct arena *a, const struct stmt *q, bool has_row, const struct kept_row *up);

struct idle_statement {
    struct stmt *stmt;
};
struct named_query {
    sval name, sql;
    VEC(struct idle_statement) idle;
    bool broken;                  /* does not prepare; reported */
    bool reads_rows;              /* has parameters that come from enclosing rows */
    const struct kept_row *first; /* its first row, when it is the same in the whole document */
};
struct query_ref {
    struct named_query *query;
};
struct queries {
    struct arena *a;
    struct diags *d;
    struct store *store;
    const struct document_params *params;
    struct query_ref *at; /* each query keeps its address when others are added */
    size_t n, cap;
};

/* Reads `queries:`, a mapping of names to SQL. */
size_t queries_read(struct arena *a, struct diags *d, const struct ynode *node, struct template_query **out);
/* Prepares each one once, so that every fault shows without data. */
void queries_check(struct diags *d, struct store *s, const struct template_query *q, size_t n);

struct queries *queries_open(struct arena *a, struct diags *d, struct store *s,
                             const struct template_query *q, size_t n, const struct document_params *params);
void queries_close(struct queries *qs);
/* Adds the queries of a partial that are not there yet. */
void queries_add(struct queries *qs, const struct template_query *q, size_t n);
struct named_query *queries_find(struct queries *qs, str name);
/* The same, a diagnostic when there is none. */
struct named_query *queries_need(struct queries *qs, sval name);

/* Ready to step; NULL after a diagnostic. with: NULL, or a mapping of parameters to values. */
struct stmt *query_start(struct queries *qs, struct named_query *q, const struct kept_row *scope,
                         const struct ynode *with);
void query_done(struct named_query *q, struct queries *qs, struct stmt *stmt);
/* The first row; its values are NULL when there is none. NULL after a diagnostic. */
const struct kept_row *query_first(struct queries *qs, struct named_query *q, const struct kept_row *scope);
/* "; did you mean …" for an unknown column. */
str query_column_suffix(struct queries *qs, const struct stmt *stmt, str name);
/* The column of that name, -1 after a diagnostic. */
int query_column(struct queries *qs, const struct named_query *q, const struct stmt *stmt, sval name);

#endif
