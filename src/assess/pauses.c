#include "assess/pauses.h"

/* -- arithmetic ----------------------------------------------------------------------------------- */

struct hold {
    str reason;
    int64_t from;
    bool open;
};
struct holds {
    struct hold *at;
    size_t n, cap;
};

static bool listed(const struct svals *reasons, str reason) {
    for (size_t i = 0; i < reasons->n; i++)
        if (str_eq(reasons->at[i].v, reason))
            return true;
    return false;
}

static struct hold *find_open(struct holds *h, str reason) {
    for (size_t i = 0; i < h->n; i++)
        if (h->at[i].open && str_eq(h->at[i].reason, reason))
            return &h->at[i];
    return NULL;
}

static void start(struct arena *a, struct holds *h, const struct event *e) {
    if (!find_open(h, e->reason))
        VEC_PUSH(a, h, (struct hold){e->reason, e->at, true});
}

static void finish(struct arena *a, struct hold *h, int64_t at, const struct svals *reasons,
                   struct intervals *out) {
    h->open = false;
    if (listed(reasons, h->reason))
        intervals_add(a, out, h->from, at);
}

static void resume(struct arena *a, struct holds *h, const struct event *e, const struct svals *reasons,
                   struct intervals *out) {
    struct hold *one = e->reason.n ? find_open(h, e->reason) : NULL;
    if (one) {
        finish(a, one, e->at, reasons, out);
        return;
    }
    for (size_t i = 0; i < h->n; i++)
        if (h->at[i].open)
            finish(a, &h->at[i], e->at, reasons, out);
}

void events_pauses(struct arena *a, const struct events *e, const struct svals *reasons, int64_t end,
                   struct intervals *out) {
    struct holds holds = {0};
    intervals_clear(out);
    for (size_t i = 0; reasons->n && i < e->n; i++) {
        if (e->at[i].kind == EVENT_HOLD)
            start(a, &holds, &e->at[i]);
        else if (e->at[i].kind == EVENT_RESUME)
            resume(a, &holds, &e->at[i], reasons, out);
    }
    for (size_t i = 0; i < holds.n; i++)
        if (holds.at[i].open)
            finish(a, &holds.at[i], end, reasons, out);
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
};

static const char *const kind_names[EVENT__MAX] = {
    [EVENT_HOLD] = "hold",     [EVENT_RESUME] = "resume", [EVENT_RESTORE] = "restore",
    [EVENT_REOPEN] = "reopen", [EVENT_LEVEL] = "level",
};

struct event_reader *event_reader_open(struct assess *as) {
    struct event_reader *r = ARENA_NEW(as->a, struct event_reader);
    if (store_int(as->store, "SELECT EXISTS (SELECT 1 FROM event)", 0)) {
        /* rowid: the order in which they were written down, where two have the same time */
        r->find =
            stmt_new(as->store, "SELECT kind, at, reason FROM event WHERE incident = ?1 ORDER BY at, rowid");
    }
    return r;
}

void event_reader_read(struct event_reader *r, struct arena *a, str incident, struct events *out) {
    out->n = 0;
    if (!r->find || !incident.n)
        return;
    stmt_bind_text(r->find, 1, incident);
    while (stmt_step(r->find)) {
        str kind = stmt_text(r->find, 0);
        for (int k = 0; k < EVENT__MAX; k++)
            if (str_eqz(kind, kind_names[k]))
                VEC_PUSH(a, out,
                         (struct event){(enum event_kind)k, stmt_time(r->find, 1),
                                        str_dup(a, stmt_text(r->find, 2))});
    }
    stmt_reset(r->find);
}

void event_reader_close(struct event_reader *r) {
    stmt_free(r->find);
}
