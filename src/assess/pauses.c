#include "assess/pauses.h"

#include "assess/parts.h"

/* -- arithmetic ----------------------------------------------------------------------------------- */

static struct hold *find_open(struct holds *h, str reason) {
    for (size_t i = 0; i < h->n; i++)
        if (h->at[i].to == CIVIL_NONE && str_eq(h->at[i].event->reason, reason))
            return &h->at[i];
    return NULL;
}

static void start(struct arena *a, struct holds *h, const struct event *e) {
    struct hold *open = find_open(h, e->reason);
    if (open && (open->event->granted || !e->granted))
        return;
    if (open)
        open->to = e->at;
    VEC_PUSH(a, h, (struct hold){e, e->at, CIVIL_NONE});
}

static void resume(struct holds *h, const struct event *e) {
    struct hold *one = e->reason.n ? find_open(h, e->reason) : NULL;
    if (one) {
        one->to = e->at;
        return;
    }
    for (size_t i = 0; i < h->n; i++)
        if (h->at[i].to == CIVIL_NONE)
            h->at[i].to = e->at;
}

void events_holds(struct arena *a, const struct events *e, struct holds *out) {
    out->n = 0;
    for (size_t i = 0; i < e->n; i++) {
        if (e->at[i].kind == EVENT_HOLD)
            start(a, out, &e->at[i]);
        else if (e->at[i].kind == EVENT_RESUME)
            resume(out, &e->at[i]);
    }
}

void events_pauses(struct arena *a, const struct events *e, const struct svals *reasons, int64_t end,
                   struct intervals *out) {
    struct holds holds = {0};
    intervals_clear(out);
    if (reasons->n)
        events_holds(a, e, &holds);
    for (size_t i = 0; i < holds.n; i++) {
        const struct hold *h = &holds.at[i];
        if (h->event->granted && part_lists(reasons, h->event->reason))
            intervals_add(a, out, h->from, h->to == CIVIL_NONE ? end : h->to);
    }
    intervals_normalise(out);
}

void events_closed(struct arena *a, const struct events *e, struct intervals *out) {
    int64_t restored = CIVIL_NONE;
    intervals_clear(out);
    for (size_t i = 0; i < e->n; i++) {
        if (e->at[i].kind == EVENT_RESTORE)
            restored = e->at[i].at;
        if (e->at[i].kind == EVENT_REOPEN && restored != CIVIL_NONE) {
            intervals_add(a, out, restored, e->at[i].at);
            restored = CIVIL_NONE;
        }
    }
    intervals_normalise(out);
}

int64_t events_first(const struct events *e, enum event_kind kind) {
    for (size_t i = 0; i < e->n; i++)
        if (e->at[i].kind == kind)
            return e->at[i].at;
    return CIVIL_NONE;
}

int64_t events_last(const struct events *e, enum event_kind kind) {
    for (size_t i = e->n; i > 0; i--)
        if (e->at[i - 1].kind == kind)
            return e->at[i - 1].at;
    return CIVIL_NONE;
}

/* -- reading -------------------------------------------------------------------------------------- */

struct event_reader {
    struct stmt *find; /* NULL: the contract folder has no events */
    bool strict;       /* pause_evidence: required */
};

static const char *const kind_names[EVENT__MAX] = {
    [EVENT_HOLD] = "hold",     [EVENT_RESUME] = "resume", [EVENT_RESTORE] = "restore",
    [EVENT_REOPEN] = "reopen", [EVENT_LEVEL] = "level",
};

enum { COL_KIND, COL_AT, COL_REASON, COL_AGREED, COL_PROVED, COL_FROM, COL_TO, COL_FILE, COL_ROW };

bool events_of(str type) {
    return str_eqz(type, "incident") || str_eqz(type, "request");
}

struct event_reader *event_reader_open(struct assess *as, str type) {
    struct event_reader *r = ARENA_NEW(as->a, struct event_reader);
    r->strict = method_is(&as->contract->method, METHOD_PAUSE, "required");
    str any = str_fmt(as->a, "SELECT EXISTS (SELECT 1 FROM event WHERE %.*s IS NOT NULL)", STR_ARG(type));
    /* rowid: the order in which they were written down, where two have the same time */
    str sql = str_fmt(as->a,
                      "SELECT kind, at, reason, trim(coalesce(agreed_by, '')) <> '',"
                      " trim(coalesce(evidence, '')) <> '', level_from, level_to, source_file,"
                      " source_row FROM event WHERE %.*s = ?1 ORDER BY at, rowid",
                      STR_ARG(type));
    if (events_of(type) && store_int(as->store, str_z(as->a, any), 0))
        r->find = stmt_new(as->store, str_z(as->a, sql));
    return r;
}

static void add_event(const struct event_reader *r, struct arena *a, enum event_kind kind,
                      struct events *out) {
    struct stmt *q = r->find;
    struct event e = {.kind = kind, .at = stmt_time(q, COL_AT)};
    e.reason = str_dup(a, stmt_text(q, COL_REASON));
    e.agreed = stmt_int(q, COL_AGREED);
    e.proved = stmt_int(q, COL_PROVED);
    e.granted = e.reason.n && (!r->strict || (e.agreed && e.proved));
    e.level_from = str_dup(a, stmt_text(q, COL_FROM));
    e.level_to = str_dup(a, stmt_text(q, COL_TO));
    e.source = str_fmt(a, "%.*s:%lld", STR_ARG(stmt_text(q, COL_FILE)), (long long)stmt_int(q, COL_ROW));
    VEC_PUSH(a, out, e);
}

void event_reader_read(struct event_reader *r, struct arena *a, str id, struct events *out) {
    out->n = 0;
    if (!r->find || !id.n)
        return;
    stmt_bind_text(r->find, 1, id);
    while (stmt_step(r->find)) {
        str kind = stmt_text(r->find, COL_KIND);
        for (int k = 0; k < EVENT__MAX; k++)
            if (str_eqz(kind, kind_names[k]))
                add_event(r, a, (enum event_kind)k, out);
    }
    stmt_reset(r->find);
}

void event_reader_close(struct event_reader *r) {
    stmt_free(r->find);
}
