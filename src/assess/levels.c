#include "assess/levels.h"

#include "assess/scan_source.h"

struct level_probe {
    struct assess *as;
    const struct target *target;
    struct stmt *q; /* made when first asked */
    bool failed;
};

struct level_probe *level_probe_new(struct assess *as, const struct target *t) {
    struct level_probe *p = ARENA_NEW(as->a, struct level_probe);
    *p = (struct level_probe){.as = as, .target = t};
    return p;
}

void level_probe_free(struct level_probe *p) {
    if (p)
        stmt_free(p->q);
}

static bool prepare(struct level_probe *p) {
    struct assess *as = p->as;
    struct scan_source source = {.level = LEVEL_GIVEN};
    struct sb sql = {.a = as->a};
    if (p->q || p->failed)
        return p->q != NULL;
    source.type = record_types_find(store_types(as->store), p->target->on.v);
    sb_addz(&sql, "SELECT NOT ");
    sb_add(&sql, store_condition(as->a, p->target->where));
    scan_source_add(&sql, as, &source);
    p->q = stmt_checked(as->store, as->d, span_place(p->target->where.at), sb_str(&sql));
    p->failed = p->q == NULL;
    return p->q != NULL;
}

static bool holds_at(struct level_probe *p, str id, str level) {
    if (!p->target->where.v.p)
        return true;
    if (!prepare(p))
        return false;
    stmt_reset(p->q);
    stmt_bind_text(p->q, 1, id);
    stmt_bind_text(p->q, 2, level.n ? level : (str){0});
    bool row = stmt_step(p->q);
    bool holds = row && !stmt_is_null(p->q, 0) && stmt_int(p->q, 0) == 0;
    stmt_reset(p->q);
    return holds;
}

static bool is_change(const struct event *e) {
    return e->kind == EVENT_LEVEL && e->level_to.n;
}

bool levels_changed(const struct events *e) {
    for (size_t i = 0; i < e->n; i++)
        if (is_change(&e->at[i]))
            return true;
    return false;
}

static str first_level(const struct events *e, str recorded) {
    for (size_t i = 0; i < e->n; i++)
        if (is_change(&e->at[i]))
            return e->at[i].level_from.n ? e->at[i].level_from : recorded;
    return recorded;
}

void levels_runs(struct level_probe *p, struct arena *a, const struct events *e, str id, str recorded,
                 struct level_runs *out) {
    out->n = 0;
    bool running = holds_at(p, id, first_level(e, recorded));
    if (running)
        VEC_PUSH(a, out, (struct level_run){CIVIL_NONE, CIVIL_NONE});
    for (size_t i = 0; i < e->n; i++) {
        if (!is_change(&e->at[i]))
            continue;
        bool holds = holds_at(p, id, e->at[i].level_to);
        if (running && !holds)
            out->at[out->n - 1].to = e->at[i].at;
        if (!running && holds)
            VEC_PUSH(a, out, (struct level_run){e->at[i].at, CIVIL_NONE});
        running = holds;
    }
}
