/* downtime.h - inside assess/ only: the raw downtime of the availability KPIs, between downtime.c, outages.c and availability.c.
 *
 * temp.downtime holds one row per stretch of one record: (watch, kind, system, from_s, to_s, open, part, record,
 * source, disputed), times as integer seconds. A watch is what KPIs that call the same records outages, less the same exclusions, share; its number is
 * that of the first such KPI. SQLite sorts and spills the rows, so a million outages need no memory of ours.
 */
#ifndef LVYUE_ASSESS_DOWNTIME_H
#define LVYUE_ASSESS_DOWNTIME_H

#include "assess/parts.h"

enum downtime_kind {
    DOWN_GROSS,    /* as recorded */
    DOWN_NET,      /* less the exclusions */
    UNKNOWN_GROSS, /* no end recorded, and the method wants that shown apart: until now */
    UNKNOWN_NET,
};

/* Fills temp.downtime for every watch. */
void downtime_collect(struct assess *as, struct exclusions *ex);

size_t downtime_watch(const struct contract *c, const struct exclusions *ex, size_t kpi);
const struct calendar *downtime_calendar(const struct assess *as, const struct kpi *k);
/* Is the system one of the KPI's? A record without a system concerns the KPIs over all systems. */
bool downtime_covers(const struct contract *c, const struct kpi *k, str system);

/* The KPIs of a watch that concern a system, each behind the prefix: "uptime、uptime-web". */
str downtime_kpis(const struct contract *c, const struct exclusions *ex, struct arena *a, size_t watch,
                  str system, const char *prefix);

/* One member of a union of intervals that arrive sorted by their beginning: what of [from, to) is new. */
struct sweep {
    bool begun;
    int64_t end;
};
bool sweep_add(struct sweep *s, int64_t *from, int64_t to);

#endif
