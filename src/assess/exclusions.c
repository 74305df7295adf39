#include "assess/exclusions.h"
#include "assess/duplicates.h"
#include "assess/gaps.h"

struct system_times {
    str system; /* empty: every system */
    struct intervals times, majeure;
};
struct exclusions {
    struct system_times *at; /* [0] is every system's own */
    size_t n;
    struct stmt *naming; /* NULL: none names an incident */
};

#define APPLIED "trim(cause) <> '' AND trim(approved_by) <> '' AND trim(evidence) <> ''"

static struct system_times *find(const struct exclusions *ex, str system) {
    for (size_t i = 1; i < ex->n; i++)
        if (str_eq(ex->at[i].system, system))
            return &ex->at[i];
    return &ex->at[0];
}

static void read_times(struct assess *as, struct exclusions *ex) {
    struct stmt *q =
        stmt_new(as->store, "SELECT system, from_at, to_at, kind = 'force_majeure' FROM exclusion"
                            " WHERE incident IS NULL AND " APPLIED);
    while (stmt_step(q)) {
        struct system_times *t = find(ex, stmt_text(q, 0));
        /* a system the contract does not know is refused when the records are read */
        if (t == &ex->at[0] && !stmt_is_null(q, 0))
            continue;
        intervals_add(as->a, &t->times, stmt_time(q, 1), stmt_time(q, 2));
        if (stmt_int(q, 3))
            intervals_add(as->a, &t->majeure, stmt_time(q, 1), stmt_time(q, 2));
    }
    stmt_free(q);
}

static void join_common(struct arena *a, struct intervals *own, const struct intervals *common) {
    for (size_t k = 0; k < common->n; k++)
        intervals_add(a, own, common->at[k].from, common->at[k].to);
    intervals_normalise(own);
}

static struct stmt *find_naming(struct assess *as) {
    bool any = store_int(
        as->store, "SELECT EXISTS (SELECT 1 FROM exclusion WHERE incident IS NOT NULL AND " APPLIED ")", 0);
    if (!any)
        return NULL;
    if (!duplicates_any(as))
        return stmt_new(as->store, "SELECT from_at, to_at FROM exclusion WHERE incident = ?1 AND " APPLIED);
    return stmt_new(as->store,
                    "WITH stands(id) AS (SELECT coalesce((SELECT merged_into FROM duplicate_result"
                    " WHERE record_id = ?1), ?1)) SELECT from_at, to_at FROM exclusion WHERE incident IN"
                    " (SELECT id FROM stands UNION ALL SELECT record_id FROM duplicate_result"
                    " WHERE merged_into IN (SELECT id FROM stands)) AND " APPLIED);
}

struct exclusions *exclusions_open(struct assess *as) {
    struct exclusions *ex = ARENA_NEW(as->a, struct exclusions);
    const struct contract *c = as->contract;
    ex->n = c->systems.n + 1;
    ex->at = ARENA_ARRAY(as->a, struct system_times, ex->n);
    for (size_t i = 0; i < c->systems.n; i++)
        ex->at[i + 1].system = c->systems.at[i].id.v;
    read_times(as, ex);
    intervals_normalise(&ex->at[0].times);
    intervals_normalise(&ex->at[0].majeure);
    for (size_t i = 1; i < ex->n; i++) {
        join_common(as->a, &ex->at[i].times, &ex->at[0].times);
        join_common(as->a, &ex->at[i].majeure, &ex->at[0].majeure);
    }
    ex->naming = find_naming(as);
    return ex;
}

void exclusions_close(struct exclusions *ex) {
    stmt_free(ex->naming);
}

const struct intervals *exclusions_of_system(const struct exclusions *ex, str system) {
    return &find(ex, system)->times;
}

const struct intervals *exclusions_majeure(const struct exclusions *ex, str system) {
    return &find(ex, system)->majeure;
}

bool exclusions_name(struct exclusions *ex, str incident) {
    if (!ex->naming || !incident.n)
        return false;
    stmt_bind_text(ex->naming, 1, incident);
    bool named = stmt_step(ex->naming);
    stmt_reset(ex->naming);
    return named;
}

void exclusions_of_incident(struct exclusions *ex, struct arena *a, str incident, struct intervals *out) {
    intervals_clear(out);
    if (!ex->naming || !incident.n)
        return;
    stmt_bind_text(ex->naming, 1, incident);
    while (stmt_step(ex->naming))
        intervals_add(a, out, stmt_time(ex->naming, 0), stmt_time(ex->naming, 1));
    stmt_reset(ex->naming);
    intervals_normalise(out);
}

/* -- the register --------------------------------------------------------------------------------- */

enum { COL_ID, COL_KIND, COL_SYSTEM, COL_INCIDENT, COL_FROM, COL_TO, COL_SOURCE, COL_CAUSE };

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
    part_insert(insert);
    if (missing.n)
        gap_write(gap, &(struct gap){"exclusion", S(""), S("exclusion"), stmt_text(q, COL_ID), missing,
                                     excused(as, q), stmt_text(q, COL_SOURCE)});
}

void exclusions_list(struct assess *as) {
    struct stmt *gap = gap_stmt(as);
    struct stmt *insert =
        stmt_new(as->store, "INSERT INTO exclusion_result(id, kind, system, incident, from_at,"
                            " to_at, applied, why, source)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    struct stmt *q =
        stmt_new(as->store, "SELECT id, kind, system, incident, from_at, to_at,"
                            " source_file || ':' || source_row, trim(coalesce(cause, '')) <> '',"
                            " trim(coalesce(approved_by, '')) <> '',"
                            " trim(coalesce(evidence, '')) <> '' FROM exclusion ORDER BY from_at, rowid");
    while (stmt_step(q)) {
        struct arena_mark m = arena_mark(as->a);
        list_one(as, q, insert, gap);
        arena_rewind(as->a, m);
    }
    stmt_free(q);
    stmt_free(insert);
    stmt_free(gap);
}
