/* kpi.h - inside assess/ only: the figures of one KPI, one entry per period, before the verdict.
 *
 * counts.c fills them for `met` and `share`, availability.c for `availability`; kpis.c judges and writes them. Each
 * figure is worked out in both views (dispute.h), and the records in which the two differ are noted.
 */
#ifndef LVYUE_ASSESS_KPI_H
#define LVYUE_ASSESS_KPI_H

#include "assess/dispute.h"

struct kpi_figure {
    int64_t numerator, denominator;         /* counts, or seconds */
    int64_t gross_s, excluded_s, unknown_s; /* availability only; else CIVIL_NONE */
    int64_t whole_s;                        /* availability: the denominator once the period is over */
};
struct kpi_work {
    const struct kpi *kpi;
    struct period_table periods;
    struct kpi_figure *figures[VIEW__MAX]; /* one per period */
};

/* Each takes all KPIs (works[i] is contract->kpis.at[i]) and fills those of its kind. */
void counts_of_met(struct assess *as, struct kpi_work *works);
void counts_of_share(struct assess *as, struct kpi_work *works);
void availability_measure(struct assess *as, struct exclusions *ex, struct kpi_work *works);

#endif
