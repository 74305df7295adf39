#include "document/named_query.h"

#include "document/context.h"

/* -- rows ----------------------------------------------------------------------------------------- */

struct kept_row *kept_row_new(struct arena *a, const struct stmt *q, bool has_row,
                              const struct kept_row *up) {
    struct kept_row *row = ARENA_NEW(a, struct kept_row);
    size_t n = (size_t)stmt_columns(q);
    str *names = ARENA_ARRAY(a, str, n + 1);
    *row = (struct kept_row){up, n, names, ARENA_ARRAY(a, struct value, n + 1)};
    for (size_t i = 0; i < n; i++) {
        names[i] = str_dup(a, stmt_column_name(q, (int)i));
        if (has_row)
            row->values[i] = stmt_value(q, (int)i);
        if (row->values[i].kind == VALUE_TEXT)
            row->values[i].text = str_dup(a, row->values[i].text);
    }
    return row;
}

bool kept_row_find(const struct kept_row *row, str name, struct value *out) {
    for (size_t i = 0; i < row->n; i++)
        if (str_eq(row->names[i], name)) {
            *out = row->values[i];
            return true;
        }
    return false;
}

/* -- definitions ---------------------------------------------------------------------------------- */

static bool name_usable(str name) {
    for (size_t i = 0; context_names[i]; i++) /* no query may hide one */
        if (str_eqz(name, context_names[i]))
            return false;
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] <= ' ' || name.p[i] == '.' || name.p[i] == '*')
            return false;
    return name.n > 0;
}

size_t queries_read(struct arena *a, struct diags *d, const struct ynode *node, struct template_query **out) {
    size_t n = 0;
    *out = NULL;
    if (!node)
        return 0;
    if (node->kind != YNODE_MAP) {
        diag2(d, DIAG_MAP_WANTED, span_place(node->at), S("queries"), S("{name: SELECT …}"));
        return 0;
    }
    *out = ARENA_ARRAY(a, struct template_query, node->n + 1);
    for (size_t i = 0; i < node->n; i++) {
        const struct ynode *key = node->keys[i], *sql = node->items[i];
        if (!name_usable(key->text))
            diag1(d, DIAG_QUERY_NAME, span_place(key->at), schema_quote(a, key->text));
        else if (sql->kind != YNODE_SCALAR)
            diag2(d, DIAG_MAP_WANTED, span_place(sql->at), S("queries"), S("{name: SELECT …}"));
        else
            (*out)[n++] = (struct template_query){{key->text, key->at}, {sql->text, sql->at}};
    }
    return n;
}

void queries_check(struct diags *d, struct store *s, const struct template_query *q, size_t n) {
    for (size_t i = 0; i < n; i++)
        stmt_free(stmt_user(s, d, span_place(q[i].sql.at), q[i].sql.v, 0));
}

static void add_query(struct queries *qs, const struct template_query *q) {
    struct named_query *added = ARENA_NEW(qs->a, struct named_query);
    added->name = q->name;
    added->sql = q->sql;
    VEC_PUSH(qs->a, qs, (struct query_ref){added});
}

struct queries *queries_open(struct arena *a, struct diags *d, struct store *s,
                             const struct template_query *q, size_t n, const struct document_params *params) {
    struct queries *qs = ARENA_NEW(a, struct queries);
    *qs = (struct queries){.a = a, .d = d, .store = s, .params = params};
    for (size_t i = 0; i < n; i++)
        add_query(qs, &q[i]);
    return qs;
}

void queries_add(struct queries *qs, const struct template_query *q, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!queries_find(qs, q[i].name.v))
            add_query(qs, &q[i]);
}

void queries_close(struct queries *qs) {
    for (size_t i = 0; i < qs->n; i++)
        while (qs->at[i].query->idle.n)
            stmt_free(qs->at[i].query->idle.at[--qs->at[i].query->idle.n].stmt);
}

struct named_query *queries_find(struct queries *qs, str name) {
    for (size_t i = 0; i < qs->n; i++)
        if (str_eq(qs->at[i].query->name.v, name))
            return qs->at[i].query;
    return NULL;
}

struct named_query *queries_need(struct queries *qs, sval name) {
    struct named_query *q = queries_find(qs, name.v);
    if (q)
        return q;
    str *known = ARENA_ARRAY(qs->a, str, qs->n + 1);
    for (size_t i = 0; i < qs->n; i++)
        known[i] = qs->at[i].query->name.v;
    diag2(qs->d, DIAG_QUERY_UNKNOWN, span_place(name.at), schema_quote(qs->a, name.v),
          schema_nearest_suffix(qs->a, diags_lang(qs->d), name.v, known, qs->n));
    return NULL;
}

/* -- parameters ----------------------------------------------------------------------------------- */

/* A plain whole number or decimal is a number to SQL, as it would be written in the query; what was quoted
 * or came from a value, or has leading zeros, is text. */
static struct value with_value(const struct ynode *n) {
    struct value v = {.kind = VALUE_TEXT, .text = n->text};
    struct dec d;
    bool zeros = n->text.n > 1 && n->text.p[0] == '0' && n->text.p[1] != '.';
    if (n->quoted || zeros)
        return v;
    if (str_to_int(n->text, &v.i))
        v.kind = VALUE_INT;
    else if (dec_parse(n->text, &d) && str_find(n->text, S(",")) < 0)
        v = (struct value){.kind = VALUE_REAL, .r = dec_real(d)};
    return v;
}

static bool from_with(const struct ynode *with, str name, struct value *out) {
    for (size_t i = 0; with && i < with->n; i++)
        if (str_eq(with->keys[i]->text, name) && with->items[i]->kind == YNODE_SCALAR) {
            *out = with_value(with->items[i]);
            return true;
        }
    return false;
}

static bool from_params(struct arena *a, const struct document_params *p, str name, struct value *out) {
    *out = (struct value){.kind = VALUE_TEXT};
    if (str_eqz(name, "period"))
        out->text = p->period;
    else if (str_eqz(name, "from"))
        out->text = civil_text_day(a, p->from);
    else if (str_eqz(name, "to"))
        out->text = civil_text_day(a, p->to);
    else if (str_eqz(name, "on"))
        out->text = civil_text_day(a, p->on);
    else if (str_eqz(name, "clauses"))
        out->text = p->clauses.n ? p->clauses : S("");
    else if (str_eqz(name, "id") && p->record_id.n)
        out->text = p->record_id;
    return out->text.p != NULL;
}

static bool from_rows(const struct kept_row *scope, str name, struct value *out) {
    for (; scope; scope = scope->up)
        if (kept_row_find(scope, name, out))
            return true;
    return false;
}

static bool bind(struct queries *qs, struct named_query *q, struct stmt *stmt, int i,
                 const struct kept_row *scope, const struct ynode *with) {
    struct value v;
    str name = stmt_param_name(stmt, i);
    bool found = from_with(with, name, &v) || from_params(qs->a, qs->params, name, &v);
    if (!found) {
        q->reads_rows = true;
        found = from_rows(scope, name, &v);
    }
    if (found)
        stmt_bind_value(stmt, i, v);
    else
        diag1(qs->d, DIAG_QUERY_PARAMETER, span_place(q->sql.at),
              name.n ? schema_quote(qs->a, str_fmt(qs->a, ":%.*s", STR_ARG(name))) : S("?"));
    return found;
}

static bool has_parameter(const struct stmt *stmt, str name) {
    for (int i = 1; i <= stmt_params(stmt); i++)
        if (str_eq(stmt_param_name(stmt, i), name))
            return true;
    return false;
}

/* A parameter given in vain is a slip. */
static bool with_known(struct queries *qs, const struct named_query *q, const struct stmt *stmt,
                       const struct ynode *with) {
    bool ok = true;
    VEC(str) known = {0};
    for (int i = 1; with && i <= stmt_params(stmt); i++)
        VEC_PUSH(qs->a, &known, str_dup(qs->a, stmt_param_name(stmt, i)));
    for (size_t i = 0; with && i < with->n; i++) {
        const struct ynode *key = with->keys[i];
        if (with->items[i]->kind == YNODE_SCALAR && has_parameter(stmt, key->text))
            continue;
        diag3(qs->d, DIAG_QUERY_WITH, span_place(key->at), q->name.v, schema_quote(qs->a, key->text),
              schema_nearest_suffix(qs->a, diags_lang(qs->d), key->text, known.at, known.n));
        ok = false;
    }
    return ok;
}

/* -- running -------------------------------------------------------------------------------------- */

static struct stmt *take_statement(struct queries *qs, struct named_query *q) {
    if (q->broken)
        return NULL;
    if (q->idle.n)
        return q->idle.at[--q->idle.n].stmt;
    struct stmt *stmt = stmt_user(qs->store, qs->d, span_place(q->sql.at), q->sql.v, 0);
    q->broken = stmt == NULL;
    if (stmt)
        stmt_mask(stmt);
    return stmt;
}

void query_done(struct named_query *q, struct queries *qs, struct stmt *stmt) {
    stmt_reset(stmt);
    VEC_PUSH(qs->a, &q->idle, (struct idle_statement){stmt});
}

struct stmt *query_start(struct queries *qs, struct named_query *q, const struct kept_row *scope,
                         const struct ynode *with) {
    struct stmt *stmt = take_statement(qs, q);
    if (!stmt)
        return NULL;
    bool ok = with_known(qs, q, stmt, with);
    for (int i = 1; i <= stmt_params(stmt); i++)
        ok = bind(qs, q, stmt, i, scope, with) && ok;
    if (ok)
        return stmt;
    query_done(q, qs, stmt);
    return NULL;
}

const struct kept_row *query_first(struct queries *qs, struct named_query *q, const struct kept_row *scope) {
    if (q->first)
        return q->first;
    struct stmt *stmt = query_start(qs, q, scope, NULL);
    if (!stmt)
        return NULL;
    struct kept_row *row = kept_row_new(qs->a, stmt, stmt_step(stmt), NULL);
    bool failed = stmt_failed(stmt);
    query_done(q, qs, stmt);
    if (!failed && !q->reads_rows)
        q->first = row;
    return failed ? NULL : row;
}

str query_column_suffix(struct queries *qs, const struct stmt *stmt, str name) {
    int n = stmt_columns(stmt);
    str *known = ARENA_ARRAY(qs->a, str, n + 1);
    for (int i = 0; i < n; i++)
        known[i] = str_dup(qs->a, stmt_column_name(stmt, i));
    return schema_nearest_suffix(qs->a, diags_lang(qs->d), name, known, (size_t)n);
}

int query_column(struct queries *qs, const struct named_query *q, const struct stmt *stmt, sval name) {
    for (int i = 0; i < stmt_columns(stmt); i++)
        if (str_eq(stmt_column_name(stmt, i), name.v))
            return i;
    diag3(qs->d, DIAG_QUERY_COLUMN, span_place(name.at), q->name.v, schema_quote(qs->a, name.v),
          query_column_suffix(qs, stmt, name.v));
    return -1;
}
