#include "assess/exclusions.h"
#include "assess/duplicates.h"
#include "assess/gaps.h"

struct system_times {
    str system; /* empty: every system */
    struct intervals times, majeure;
};
struct rule_times { /* what concerns a rule that some exclusion lists; [0], without a rule, all others */
    str rule;
    struct system_times *at;  /* [0] is every system's own */
    struct system_times *own; /* of those that list the rule alone */
};
struct exclusions {
    const struct contract *contract;
    VEC(struct rule_times) rules;
    struct stmt *incident, *request; /* those that name one; NULL: there are none */
};

#define APPLIED "trim(cause) <> '' AND trim(approved_by) <> '' AND trim(evidence) <> ''"

/* -- times ---------------------------------------------------------------------------------------- */

static struct system_times *find(const struct exclusions *ex, struct system_times *at, str system) {
    for (size_t i = 1; i <= ex->contract->systems.n; i++)
        if (str_eq(at[i].system, system))
            return &at[i];
    return &at[0];
}

static const struct rule_times *of_rule(const struct exclusions *ex, str rule) {
    for (size_t i = 1; i < ex->rules.n; i++)
        if (str_eq(ex->rules.at[i].rule, rule))
            return &ex->rules.at[i];
    return &ex->rules.at[0];
}

static struct system_times *new_times(struct assess *as) {
    const struct contract *c = as->contract;
    struct system_times *at = ARENA_ARRAY(as->a, struct system_times, c->systems.n + 1);
    for (size_t i = 0; i < c->systems.n; i++)
        at[i + 1].system = c->systems.at[i].id.v;
    return at;
}

static void add_rule(struct assess *as, struct exclusions *ex, str rule) {
    if (ex->rules.n && str_eq(of_rule(ex, rule)->rule, rule))
        return;
    VEC_PUSH(as->a, &ex->rules, (struct rule_times){str_dup(as->a, rule), new_times(as), new_times(as)});
}

static void list_rules(struct assess *as, struct exclusions *ex) {
    struct stmt *q = stmt_new(as->store, "SELECT DISTINCT rules FROM exclusion WHERE rules IS NOT NULL");
    add_rule(as, ex, S(""));
    while (stmt_step(q)) {
        str rest = stmt_text(q, 0), rule;
        while (str_list_next(&rest, &rule))
            add_rule(as, ex, rule);
    }
    stmt_free(q);
}

static void add_times(struct assess *as, const struct exclusions *ex, struct system_times *at,
                      const struct stmt *q) {
    struct system_times *t = find(ex, at, stmt_text(q, 0));
    /* a system the contract does not know is refused when the records are read */
    if (t == &at[0] && !stmt_is_null(q, 0))
        return;
    intervals_add(as->a, &t->times, stmt_time(q, 1), stmt_time(q, 2));
    if (stmt_int(q, 3))
        intervals_add(as->a, &t->majeure, stmt_time(q, 1), stmt_time(q, 2));
}

static void read_times(struct assess *as, struct exclusions *ex) {
    struct stmt *q =
        stmt_new(as->store, "SELECT system, from_at, to_at, kind = 'force_majeure', rules FROM exclusion"
                            " WHERE incident IS NULL AND request IS NULL AND " APPLIED);
    while (stmt_step(q)) {
        bool limited = !stmt_is_null(q, 4);
        for (size_t i = 0; i < ex->rules.n; i++) {
            struct rule_times *r = &ex->rules.at[i];
            bool listed = limited && str_list_has(stmt_text(q, 4), r->rule);
            if (!limited || listed)
                add_times(as, ex, r->at, q);
            if (listed)
                add_times(as, ex, r->own, q);
        }
    }
    stmt_free(q);
}

static void join_common(struct arena *a, struct intervals *own, const struct intervals *common) {
    for (size_t k = 0; k < common->n; k++)
        intervals_add(a, own, common->at[k].from, common->at[k].to);
    intervals_normalise(own);
}

static void join_all(struct assess *as, struct system_times *at) {
    intervals_normalise(&at[0].times);
    intervals_normalise(&at[0].majeure);
    for (size_t i = 1; i <= as->contract->systems.n; i++) {
        join_common(as->a, &at[i].times, &at[0].times);
        join_common(as->a, &at[i].majeure, &at[0].majeure);
    }
}

const struct intervals *exclusions_of_system(const struct exclusions *ex, str rule, str system) {
    return &find(ex, of_rule(ex, rule)->at, system)->times;
}

const struct intervals *exclusions_majeure(const struct exclusions *ex, str rule, str system) {
    return &find(ex, of_rule(ex, rule)->at, system)->majeure;
}

bool exclusions_waive(const struct exclusions *ex, str rule, str system, int64_t t) {
    const struct rule_times *r = of_rule(ex, rule);
    return r->rule.n && t != CIVIL_NONE && intervals_cover(&find(ex, r->own, system)->times, t, t + 1);
}

bool exclusions_alike(const struct exclusions *ex, str rule, str other) {
    return str_eq(rule, other) || (!of_rule(ex, rule)->rule.n && !of_rule(ex, other)->rule.n);
}

/* -- those that name a record --------------------------------------------------------------------- */

static struct stmt *find_naming(struct assess *as, const char *column, const char *sql) {
    str any = str_fmt(as->a, "SELECT EXISTS (SELECT 1 FROM exclusion WHERE %s IS NOT NULL AND " APPLIED ")",
                      column);
    return store_int(as->store, str_z(as->a, any), 0) ? stmt_new(as->store, sql) : NULL;
}

struct exclusions *exclusions_open(struct assess *as) {
    struct exclusions *ex = ARENA_NEW(as->a, struct exclusions);
    ex->contract = as->contract;
    list_rules(as, ex);
    read_times(as, ex);
    for (size_t i = 0; i < ex->rules.n; i++) {
        join_all(as, ex->rules.at[i].at);
        join_all(as, ex->rules.at[i].own);
    }
    ex->incident = find_naming(
        as, "incident",
        duplicates_any(as)
            ? "WITH stands(id) AS (SELECT coalesce((SELECT merged_into FROM duplicate_result"
              " WHERE record_id = ?1), ?1)) SELECT from_at, to_at, rules FROM exclusion WHERE incident IN"
              " (SELECT id FROM stands UNION ALL SELECT record_id FROM duplicate_result"
              " WHERE merged_into IN (SELECT id FROM stands)) AND " APPLIED
            : "SELECT from_at, to_at, rules FROM exclusion WHERE incident = ?1 AND " APPLIED);
    ex->request = find_naming(as, "request",
                              "SELECT from_at, to_at, rules FROM exclusion WHERE request = ?1 AND " APPLIED);
    return ex;
}

void exclusions_close(struct exclusions *ex) {
    stmt_free(ex->incident);
    stmt_free(ex->request);
}

static bool concerns(const struct stmt *q, str rule) {
    return stmt_is_null(q, 2) || str_list_has(stmt_text(q, 2), rule);
}

bool exclusions_name(struct exclusions *ex, str rule, str type, str id) {
    struct stmt *q = str_eqz(type, "incident") ? ex->incident : str_eqz(type, "request") ? ex->request : NULL;
    bool named = false;
    if (!q || !id.n)
        return false;
    stmt_bind_text(q, 1, id);
    while (!named && stmt_step(q))
        named = concerns(q, rule);
    stmt_reset(q);
    return named;
}

void exclusions_of_incident(struct exclusions *ex, struct arena *a, str rule, str incident,
                            struct intervals *out) {
    struct stmt *q = ex->incident;
    intervals_clear(out);
    if (!q || !incident.n)
        return;
    stmt_bind_text(q, 1, incident);
    while (stmt_step(q))
        if (concerns(q, rule))
            intervals_add(a, out, stmt_time(q, 0), stmt_time(q, 1));
    stmt_reset(q);
    intervals_normalise(out);
}

/* -- the register --------------------------------------------------------------------------------- */

enum {
    COL_ID,
    COL_KIND,
    COL_SYSTEM,
    COL_INCIDENT,
    COL_FROM,
    COL_TO,
    COL_SOURCE,
    COL_CAUSE,
    COL_REQUEST = COL_CAUSE + 3,
    COL_RULES
};

static const char *const proofs[] = {"cause", "approved_by", "evidence"}; /* from COL_CAUSE on */

static str lacking(struct assess *as, const struct stmt *q) {
    struct sb b = {.a = as->a};
    for (int i = 0; i < 3; i++)
        if (!stmt_int(q, COL_CAUSE + i))
            part_join(&b, str_from(proofs[i]));
    return b.n ? sb_str(&b) : S("");
}

/* What it would excuse. */
static str excused(struct assess *as, const struct stmt *q) {
    if (!stmt_is_null(q, COL_INCIDENT))
        return str_fmt(as->a, "incident/%.*s", STR_ARG(stmt_text(q, COL_INCIDENT)));
    if (!stmt_is_null(q, COL_REQUEST))
        return str_fmt(as->a, "request/%.*s", STR_ARG(stmt_text(q, COL_REQUEST)));
    if (!stmt_is_null(q, COL_SYSTEM))
        return str_fmt(as->a, "system/%.*s", STR_ARG(stmt_text(q, COL_SYSTEM)));
    return S("system/all");
}

static void list_one(struct assess *as, const struct stmt *q, struct stmt *insert, struct stmt *gap) {
    str missing = lacking(as, q);
    for (int i = COL_ID; i <= COL_TO; i++)
        stmt_bind_text(insert, i + 1, stmt_text(q, i));
    stmt_bind_int(insert, 7, missing.n == 0);
    part_bind_optional(insert, 8, gap_missing_text(as->a, as, "exclusion", missing));
    stmt_bind_text(insert, 9, stmt_text(q, COL_SOURCE));
    stmt_bind_text(insert, 10, stmt_text(q, COL_REQUEST));
    stmt_bind_text(insert, 11, stmt_text(q, COL_RULES));
    part_insert(insert);
    if (missing.n)
        gap_write(gap, &(struct gap){"exclusion", S(""), S("exclusion"), stmt_text(q, COL_ID), missing,
                                     excused(as, q), stmt_text(q, COL_SOURCE)});
}

void exclusions_list(struct assess *as) {
    struct stmt *gap = gap_stmt(as);
    struct stmt *insert =
        stmt_new(as->store, "INSERT INTO exclusion_result(id, kind, system, incident, from_at,"
                            " to_at, applied, why, source, request, rules)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    struct stmt *q = stmt_new(
        as->store,
        "SELECT id, kind, system, incident, from_at, to_at,"
        " source_file || ':' || source_row, trim(coalesce(cause, '')) <> '',"
        " trim(coalesce(approved_by, '')) <> '',"
        " trim(coalesce(evidence, '')) <> '', request, rules FROM exclusion ORDER BY from_at, rowid");
    while (stmt_step(q)) {
        struct arena_mark m = arena_mark(as->a);
        list_one(as, q, insert, gap);
        arena_rewind(as->a, m);
    }
    stmt_free(q);
    stmt_free(insert);
    stmt_free(gap);
}
