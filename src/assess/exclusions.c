#include "assess/exclusions.h"

struct system_times {
    str system; /* empty: every system */
    struct intervals times;
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
    struct stmt *q = stmt_new(
        as->store, "SELECT system, from_at, to_at FROM exclusion WHERE incident IS NULL AND " APPLIED);
    while (stmt_step(q)) {
        struct system_times *t = find(ex, stmt_text(q, 0));
        /* a system the contract does not know is refused when the records are read */
        if (t != &ex->at[0] || stmt_is_null(q, 0))
            intervals_add(as->a, &t->times, stmt_time(q, 1), stmt_time(q, 2));
    }
    stmt_free(q);
}

struct exclusions *exclusions_open(struct assess *as) {
    struct exclusions *ex = ARENA_NEW(as->a, struct exclusions);
    const struct contract *c = as->contract;
    ex->n = c->systems.n + 1;
    ex->at = ARENA_ARRAY(as->a, struct system_times, ex->n);
    for (size_t i = 0; i < c->systems.n; i++)
        ex->at[i + 1].system = c->systems.at[i].id.v;
    read_times(as, ex);
    for (size_t i = ex->n; i > 0; i--) {
        struct intervals *own = &ex->at[i - 1].times;
        for (size_t k = 0; i > 1 && k < ex->at[0].times.n; k++)
            intervals_add(as->a, own, ex->at[0].times.at[k].from, ex->at[0].times.at[k].to);
        intervals_normalise(own);
    }
    if (store_int(as->store,
                  "SELECT EXISTS (SELECT 1 FROM exclusion WHERE incident IS NOT NULL AND " APPLIED ")", 0))
        ex->naming =
            stmt_new(as->store, "SELECT from_at, to_at FROM exclusion WHERE incident = ?1 AND " APPLIED);
    return ex;
}

void exclusions_close(struct exclusions *ex) {
    stmt_free(ex->naming);
}

const struct intervals *exclusions_of_system(const struct exclusions *ex, str system) {
    return &find(ex, system)->times;
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
