/* pauses_list.c - the register of pauses: every hold of every incident and request, whether it stops a clock, and what it lacks.
 *
 * applied: it has a reason, some target pauses for that reason, and where the method asks for consent and evidence
 * (pause_evidence: required) both are on record. Otherwise `why` says what is wrong; where the method does not ask, a
 * pause without them is applied and `why` says what it lacks. Either way it is a gap in the evidence. Holds of merged
 * duplicates stop nothing: what happened to the fault is told by the record that stands for it.
 */
#include "assess/duplicates.h"
#include "assess/gaps.h"
#include "assess/pauses.h"

struct listing {
    struct assess *as;
    struct arena *scratch;
    struct event_reader *events;
    struct stmt *insert, *gap;
    str type;
    bool merging;
};

/* "target/restore、target/arrival": those that pause for the reason. */
static str pausing(struct listing *l, str reason) {
    const struct contract *c = l->as->contract;
    struct sb b = {.a = l->scratch};
    for (size_t i = 0; i < c->targets.n; i++)
        if (str_eq(c->targets.at[i].on.v, l->type) && part_lists(&c->targets.at[i].pause, reason)) {
            part_join(&b, S("target/"));
            sb_add(&b, c->targets.at[i].rule.id.v);
        }
    return b.n ? sb_str(&b) : S("");
}

static str lacking(struct listing *l, const struct event *e) {
    struct sb b = {.a = l->scratch};
    if (!e->reason.n)
        part_join(&b, S("reason"));
    if (!e->agreed)
        part_join(&b, S("agreed_by"));
    if (!e->proved)
        part_join(&b, S("evidence"));
    return b.n ? sb_str(&b) : S("");
}

static void list_hold(struct listing *l, str record, const struct hold *h, bool merged) {
    const struct event *e = h->event;
    str missing = lacking(l, e), targets = pausing(l, e->reason);
    bool applied = e->granted && targets.n && !merged;
    str why = merged                      ? S("所属报修已并入首次报修")
              : e->reason.n && !targets.n ? S("没有时限因此原因暂停")
                                          : gap_missing_text(l->scratch, l->as, "event", missing);
    bool request = str_eqz(l->type, "request");
    stmt_bind_text(l->insert, 1, request ? str_none() : record);
    stmt_bind_text(l->insert, 8, request ? record : (str){0});
    part_bind_optional(l->insert, 2, e->reason);
    stmt_bind_time(l->insert, 3, h->from);
    stmt_bind_time(l->insert, 4, h->to);
    stmt_bind_int(l->insert, 5, applied);
    part_bind_optional(l->insert, 6, why);
    stmt_bind_text(l->insert, 7, e->source);
    part_insert(l->insert);
    if (missing.n && !merged && (targets.n || !e->reason.n))
        gap_write(l->gap, &(struct gap){"pause", S(""), S("event"), record, missing, targets, e->source});
}

static void list_record(struct listing *l, str record) {
    struct events events = {0};
    struct holds holds = {0};
    event_reader_read(l->events, l->scratch, record, &events);
    events_holds(l->scratch, &events, &holds);
    bool merged = l->merging && duplicates_merged(l->as, record);
    for (size_t i = 0; i < holds.n; i++)
        list_hold(l, record, &holds.at[i], merged);
}

static void list_type(struct listing *l, const char *type, const char *sql) {
    l->type = str_from(type);
    l->events = event_reader_open(l->as, l->type);
    l->merging = str_eqz(l->type, "incident") && duplicates_any(l->as);
    struct stmt *q = stmt_new(l->as->store, sql);
    while (stmt_step(q)) {
        struct arena_mark m = arena_mark(l->scratch);
        list_record(l, str_dup(l->scratch, stmt_text(q, 0)));
        arena_rewind(l->scratch, m);
    }
    stmt_free(q);
    event_reader_close(l->events);
}

void pauses_list(struct assess *as) {
    struct listing l = {.as = as, .scratch = arena_new()};
    l.gap = gap_stmt(as);
    l.insert = stmt_new(as->store, "INSERT INTO pause_result(incident, reason, from_at, to_at, applied, why,"
                                   " source, request) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    list_type(&l, "incident",
              "SELECT DISTINCT incident FROM event WHERE kind = 'hold' AND incident IS NOT NULL"
              " ORDER BY incident");
    list_type(&l, "request",
              "SELECT DISTINCT request FROM event WHERE kind = 'hold' AND request IS NOT NULL"
              " ORDER BY request");
    stmt_free(l.insert);
    stmt_free(l.gap);
    arena_free(l.scratch);
}
