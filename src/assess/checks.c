/* checks.c - conditions every record of a type must satisfy: approval before an upgrade, an agreement signed.
 *
 * met: `require` holds; missed: it does not. Where it is neither, because what it asks about was never recorded
 * (SQL: NULL), the result is unproven: there is no evidence either way.
 * pending: it does not hold yet, and the moment by which it must (`due`) has not passed or is not known.
 * A missed or unproven check is exempt when a valid exclusion names the record, or lists the check and covers the moment
 * the record belongs to.
 * An unproven one goes to evidence_gap with those columns named in `require` that are empty.
 */
#include "assess/clock.h"
#include "assess/dispute.h"
#include "assess/gaps.h"
#include "assess/scan.h"

struct checked { /* a check with its place in the scan */
    const struct check *check;
    struct stmt *insert;
    int where, require, after; /* after: the column its due moment hangs on; -1: it has none */
    const struct calendar *clock;
    str *names; /* of the columns named in `require`, and where they stand in the scan */
    int *columns;
    size_t n_columns;
    str needed_for;
};
struct checking {
    struct assess *as;
    struct exclusions *exclusions;
    struct arena *scratch;
    struct scan *scan;
    struct belonging belonging;
    struct stmt *gap, *contested;
    int disputed, system;
    struct checked *at;
    size_t n;
};

static struct stmt *insert_of(struct assess *as, const struct check *c) {
    struct stmt *q = stmt_new(
        as->store, "INSERT INTO check_result(rule, clause, record_type, rule_source, record_id,"
                   " outcome, source, belongs_at, disputed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    stmt_bind_text(q, 1, c->rule.id.v);
    stmt_bind_text(q, 2, rule_clauses(as->a, &c->rule));
    stmt_bind_text(q, 3, c->on.v);
    stmt_bind_text(q, 4, part_rule_source(as->a, &c->rule));
    return q;
}

/* Without a moment to count from the limit has not begun. */
static bool still_open(const struct checking *k, const struct checked *x) {
    if (x->after < 0)
        return false;
    const struct due *due = &x->check->due;
    int64_t t = scan_time(k->scan, x->after);
    int64_t end =
        t == CIVIL_NONE
            ? CIVIL_NONE
            : clock_last_second(&due->within, calendar_due(k->as->calendars, x->clock, t, &due->within));
    return end == CIVIL_NONE || end >= k->as->now;
}

static enum outcome outcome_of(const struct checking *k, const struct checked *x) {
    if (scan_holds(k->scan, x->require))
        return OUTCOME_MET;
    if (still_open(k, x))
        return OUTCOME_PENDING;
    str rule = x->check->rule.id.v;
    if (exclusions_name(k->exclusions, rule, scan_type(k->scan)->name.v, scan_id(k->scan)) ||
        exclusions_waive(k->exclusions, rule, scan_text(k->scan, k->system),
                         belonging_moment(&k->belonging, k->scan)))
        return OUTCOME_EXEMPT;
    return scan_is_unknown(k->scan, x->require) ? OUTCOME_UNPROVEN : OUTCOME_MISSED;
}

static void note_gap(const struct checking *k, const struct checked *x, str id, str source) {
    struct sb empty = {.a = k->scratch};
    for (size_t i = 0; i < x->n_columns; i++)
        if (scan_is_null(k->scan, x->columns[i]))
            part_join(&empty, x->names[i]);
    gap_write(k->gap, &(struct gap){"check", x->check->rule.id.v, x->check->on.v, id,
                                    empty.n ? sb_str(&empty) : S(""), x->needed_for, source});
}

static void check_one(const struct checking *k, const struct checked *x) {
    enum outcome o = outcome_of(k, x);
    bool disputed = scan_is_set(k->scan, k->disputed);
    int64_t belongs_at = belonging_moment(&k->belonging, k->scan);
    str id = str_dup(k->scratch, scan_id(k->scan)), source = scan_source(k->scan, k->scratch);
    part_bind_optional(x->insert, 5, id);
    part_bind_outcome(x->insert, 6, o);
    stmt_bind_text(x->insert, 7, source);
    stmt_bind_time(x->insert, 8, belongs_at);
    stmt_bind_int(x->insert, 9, disputed);
    part_insert(x->insert);
    if (disputed && (o == OUTCOME_MISSED || o == OUTCOME_UNPROVEN))
        contested_note(k->contested, RULE_CHECK, x->check->rule.id.v, belongs_at, id);
    if (o == OUTCOME_UNPROVEN)
        note_gap(k, x, id, source);
}

static void check_record(const struct checking *k) {
    for (size_t i = 0; i < k->n; i++) {
        struct arena_mark m = arena_mark(k->scratch);
        if (scan_holds(k->scan, k->at[i].where))
            check_one(k, &k->at[i]);
        arena_rewind(k->scratch, m);
    }
}

static void prepare(struct checking *k, size_t index) {
    struct assess *as = k->as;
    const struct check *c = &as->contract->checks.at[index];
    const struct record_type *t = scan_type(k->scan);
    struct checked *x = &k->at[k->n++];
    size_t *named;
    *x = (struct checked){.check = c, .insert = insert_of(as, c)};
    x->where = scan_add_condition(k->scan, &c->where);
    x->require = scan_add_condition(k->scan, &c->require);
    x->after = -1;
    if (c->due.at.src) {
        str column = c->due.after.v, type;
        str_cut(&column, '.', &type);
        x->after = scan_add_column(k->scan, column);
        x->clock = calendars_find(as->calendars, c->due.clock.v);
    }
    x->n_columns = store_condition_columns(as->a, t, c->require.v, &named);
    x->columns = ARENA_ARRAY(as->a, int, x->n_columns);
    x->names = ARENA_ARRAY(as->a, str, x->n_columns);
    for (size_t i = 0; i < x->n_columns; i++) {
        x->names[i] = t->columns[named[i]].name.v;
        x->columns[i] = scan_add_column(k->scan, x->names[i]);
    }
    x->needed_for = gap_needed_for(as, &(struct rule_ref){RULE_CHECK, index, &c->rule});
}

static void check_type(struct checking *k, str type) {
    const struct contract *c = k->as->contract;
    k->scan = scan_new(k->as, type);
    k->belonging = belonging_ask(k->as, k->scan);
    k->disputed = scan_add_column(k->scan, S("disputed"));
    k->system = scan_add_column(k->scan, S("system"));
    k->n = 0;
    for (size_t i = 0; i < c->checks.n; i++)
        if (str_eq(c->checks.at[i].on.v, type))
            prepare(k, i);
    scan_open(k->scan);
    while (scan_next(k->scan))
        check_record(k);
    scan_close(k->scan);
    for (size_t i = 0; i < k->n; i++)
        stmt_free(k->at[i].insert);
}

void checks_judge(struct assess *as, struct exclusions *ex) {
    const struct contract *c = as->contract;
    struct checking k = {.as = as, .exclusions = ex, .scratch = arena_new()};
    k.gap = gap_stmt(as);
    k.contested = contested_stmt(as);
    k.at = ARENA_ARRAY(as->a, struct checked, c->checks.n);
    for (size_t i = 0; i < c->checks.n; i++) {
        bool first = true;
        for (size_t before = 0; before < i; before++)
            first = first && !str_eq(c->checks.at[before].on.v, c->checks.at[i].on.v);
        if (first)
            check_type(&k, c->checks.at[i].on.v);
    }
    stmt_free(k.gap);
    stmt_free(k.contested);
    arena_free(k.scratch);
}
