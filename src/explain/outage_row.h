/* outage_row.h - inside explain/ only: one row of `outage`, and what is excluded from it. */
#ifndef LVYUE_EXPLAIN_OUTAGE_ROW_H
#define LVYUE_EXPLAIN_OUTAGE_ROW_H

#include "explain/answer.h"

struct outage_row {
    str system, figure; /* outage/SYSTEM/N */
    int64_t from, to;   /* to: now where no end is on record */
    bool open;          /* no end on record */
    bool unknown;       /* and therefore counted apart */
    int64_t gross_s, excluded_s;
    str incidents, sources, rules; /* joined by "、" */
    struct hours_of clock;
    struct intervals excluded; /* normal, within [from, to) */
    bool
        excluded_known; /* their open time is excluded_s; else an incident without exclusion shares the time */
};

struct outages {
    struct answer *w;
    struct exclusions *exclusions;
    struct stmt *q;
};
/* Outages in time order by system; system empty: of every one. */
void outages_open(struct outages *o, struct answer *w, str system);
bool outages_next(struct outages *o, struct outage_row *out);
void outages_close(struct outages *o);

#endif
