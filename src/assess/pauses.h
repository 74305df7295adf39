/* pauses.h - what the events of one incident or request do to its clocks: pauses, closed stretches, reopening, changes of level.
 *
 * hold and resume: a hold runs to the resume of the same reason. A resume without a reason, or with one that has no
 * open hold, says that work goes on and ends every open hold. A second hold of the same reason changes nothing. A
 * hold that is never resumed runs to the end of the clock. Only the reasons a target lists pause it; what overlaps
 * counts once. A hold without a reason pauses nothing: a pause is granted for a reason. Where the method asks for it
 * (pause_evidence: required) a hold without consent and evidence pauses nothing either; it still is a hold, which a
 * resume ends, and a later hold of the same reason that has both takes over from it.
 * restore and reopen: the stretch from the last restore before a reopen to that reopen was closed time. A reopen
 * without a restore before it closes nothing, for nobody recorded when it had been restored.
 */
#ifndef LVYUE_ASSESS_PAUSES_H
#define LVYUE_ASSESS_PAUSES_H

#include "assess/assess.h"
#include "assess/interval.h"

enum event_kind { EVENT_HOLD, EVENT_RESUME, EVENT_RESTORE, EVENT_REOPEN, EVENT_LEVEL, EVENT__MAX };
struct event {
    enum event_kind kind;
    int64_t at;
    str reason;          /* empty: none given */
    bool granted;        /* a hold that may pause a clock */
    bool agreed, proved; /* consent and evidence are on record */
    str level_from, level_to;
    str source;
};
struct events { /* of one record, in time order */
    struct event *at;
    size_t n, cap;
};
struct hold {
    const struct event *event;
    int64_t from, to; /* CIVIL_NONE: never resumed */
};
struct holds { /* as they began */
    struct hold *at;
    size_t n, cap;
};

void events_holds(struct arena *a, const struct events *e, struct holds *out);
/* Normal sets. `end` closes a hold that was never resumed. */
void events_pauses(struct arena *a, const struct events *e, const struct svals *reasons, int64_t end,
                   struct intervals *out);
void events_closed(struct arena *a, const struct events *e, struct intervals *out);
int64_t events_first(const struct events *e, enum event_kind kind); /* CIVIL_NONE when there is none */
int64_t events_last(const struct events *e, enum event_kind kind);

/* Looks the events of one record up in the store. Memory of the answer belongs to `a`. type: incident or request; records
 * of other types have no events. */
struct event_reader;
bool events_of(str type);
struct event_reader *event_reader_open(struct assess *as, str type);
void event_reader_read(struct event_reader *r, struct arena *a, str id, struct events *out);
void event_reader_close(struct event_reader *r);

#endif
