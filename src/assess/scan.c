#include "assess/scan.h"

#include <assert.h>

#include "assess/scan_source.h"

struct asked { /* one result column */
    sval text; /* column name, or a condition's words and place */
    bool condition;
};
struct scan {
    struct assess *as;
    struct scan_source source;
    VEC(struct asked) asked;
    struct stmt *q;
    int order; /* 0: none */
    bool failed;
};

enum { COL_ID, COL_FILE, COL_ROW, COL_ASKED };

struct scan *scan_new(struct assess *as, str type) {
    struct scan *s = ARENA_NEW(as->a, struct scan);
    s->as = as;
    s->source.type = record_types_find(store_types(as->store), type);
    assert(s->source.type);
    return s;
}

const struct record_type *scan_type(const struct scan *s) {
    return s->source.type;
}

static int add(struct scan *s, const sval *text, bool condition) {
    for (size_t i = 0; !condition && i < s->asked.n; i++)
        if (!s->asked.at[i].condition && str_eq(s->asked.at[i].text.v, text->v))
            return COL_ASKED + (int)i;
    VEC_PUSH(s->as->a, &s->asked, (struct asked){*text, condition});
    return COL_ASKED + (int)s->asked.n - 1;
}

int scan_add_column(struct scan *s, str name) {
    if (record_type_column(s->source.type, name) < 0)
        return -1;
    return add(s, &(sval){.v = name}, false);
}

int scan_add_main_date(struct scan *s) {
    return add(s, &s->source.type->columns[s->source.type->date].name, false);
}

int scan_add_condition(struct scan *s, const sval *condition) {
    return condition->v.p ? add(s, condition, true) : -1;
}

void scan_keep_duplicates(struct scan *s) {
    s->source.keep_duplicates = true;
}

void scan_order(struct scan *s, int column) {
    s->order = column;
}

/* -- the SELECT ----------------------------------------------------------------------------------- */

/* NOT makes any value 0, 1 or NULL, so that a condition means the same here as in a WHERE. */
static void add_asked(struct sb *sql, const struct scan *s, const struct asked *a) {
    if (a->condition) {
        sb_addz(sql, ", NOT ");
        sb_add(sql, store_condition(s->as->a, a->text));
    } else {
        sb_fmt(sql, ", \"%.*s\"", STR_ARG(a->text.v));
    }
}

static str select_all(const struct scan *s) {
    const struct record_type *t = s->source.type;
    struct sb sql = {.a = s->as->a};
    sb_addz(&sql, "SELECT ");
    if (t->key == SIZE_MAX)
        sb_addz(&sql, "NULL");
    else
        sb_fmt(&sql, "\"%.*s\"", STR_ARG(t->columns[t->key].name.v));
    sb_addz(&sql, ", source_file, source_row");
    for (size_t i = 0; i < s->asked.n; i++)
        add_asked(&sql, s, &s->asked.at[i]);
    scan_source_add(&sql, s->as, &s->source);
    if (s->order > 0)
        sb_fmt(&sql, " ORDER BY %d, source_file, source_row", s->order + 1);
    return sb_str(&sql);
}

/* -- faults --------------------------------------------------------------------------------------- */

/* Steps one condition alone through all rows. True when it is the one at fault. */
static bool faulty(const struct scan *s, const sval *condition) {
    struct sb sql = {.a = s->as->a};
    sb_addz(&sql, "SELECT count(*)");
    scan_source_add(&sql, s->as, &s->source);
    sb_addz(&sql, " WHERE ");
    sb_add(&sql, store_condition(s->as->a, *condition));
    struct stmt *q = stmt_checked(s->as->store, s->as->d, span_place(condition->at), sb_str(&sql));
    if (!q)
        return true;
    while (stmt_step(q))
        continue;
    bool failed = stmt_failed(q);
    stmt_free(q);
    return failed;
}

/* The SELECT of all conditions failed silently; now the culprit is found and reported. When each one passes alone,
 * it is all together that are too much, and the first one bears the message. */
static void report(struct scan *s) {
    const sval *first = NULL;
    bool found = false;
    s->failed = true;
    for (size_t i = 0; i < s->asked.n; i++) {
        if (!s->asked.at[i].condition)
            continue;
        first = first ? first : &s->asked.at[i].text;
        found = faulty(s, &s->asked.at[i].text) || found;
    }
    if (found || !first)
        return;
    struct stmt *q = stmt_checked(s->as->store, s->as->d, span_place(first->at), select_all(s));
    while (q && stmt_step(q))
        continue;
    stmt_free(q);
}

/* -- rows ----------------------------------------------------------------------------------------- */

bool scan_open(struct scan *s) {
    struct diags *unseen = diags_new(s->as->a, diags_lang(s->as->d));
    s->q = stmt_checked(s->as->store, unseen, (struct place){0}, select_all(s));
    if (!s->q)
        report(s);
    return s->q != NULL;
}

bool scan_next(struct scan *s) {
    if (!s->q || s->failed)
        return false;
    if (stmt_step(s->q))
        return true;
    if (stmt_failed(s->q))
        report(s);
    return false;
}

bool scan_failed(const struct scan *s) {
    return s->failed;
}

void scan_close(struct scan *s) {
    stmt_free(s->q);
    s->q = NULL;
}

bool scan_holds(const struct scan *s, int condition) {
    return condition < 0 || (!stmt_is_null(s->q, condition) && stmt_int(s->q, condition) == 0);
}

bool scan_is_unknown(const struct scan *s, int condition) {
    return condition >= 0 && stmt_is_null(s->q, condition);
}

int64_t scan_time(const struct scan *s, int column) {
    return column < 0 ? CIVIL_NONE : stmt_time(s->q, column);
}

str scan_text(const struct scan *s, int column) {
    const str none = {0};
    return column < 0 ? none : stmt_text(s->q, column);
}

bool scan_is_set(const struct scan *s, int column) {
    return column >= 0 && stmt_int(s->q, column) != 0;
}

bool scan_is_null(const struct scan *s, int column) {
    return column < 0 || stmt_is_null(s->q, column);
}

str scan_id(const struct scan *s) {
    return stmt_text(s->q, COL_ID);
}

str scan_source(const struct scan *s, struct arena *a) {
    return str_fmt(a, "%.*s:%lld", STR_ARG(stmt_text(s->q, COL_FILE)), (long long)stmt_int(s->q, COL_ROW));
}
