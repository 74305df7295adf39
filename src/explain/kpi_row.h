/* kpi_row.h - inside explain/ only: one row of kpi_result, and what the three forms of a KPI tell alike. */
#ifndef LVYUE_EXPLAIN_KPI_ROW_H
#define LVYUE_EXPLAIN_KPI_ROW_H

#include "explain/answer.h"

struct kpi_row {
    const struct kpi *kpi;
    size_t index;
    struct period period;
    int64_t numerator, denominator; /* counts; seconds of an availability KPI */
    int64_t gross_s, excluded_s, unknown_s, allowance;
    str outcome;
};

bool kpi_read(struct answer *w, str id, str period, struct kpi_row *out);
struct dec kpi_percent(const struct kpi *k);
/* "≥ 95%" */
str kpi_demand(const struct answer *w, const struct kpi *k);
/* "41/45 = 91.11%" and the exact comparison "41 × 100 = 4100 < 45 × 95 = 4275". */
str kpi_fraction(const struct answer *w, const struct kpi_row *r);
str kpi_comparison(const struct answer *w, const struct kpi_row *r);

/* The intervals, records and method keys of one form; true: its count comes to the verdict's. */
bool kpi_tell_met(struct answer *w, const struct kpi_row *r, struct method_keys *keys, struct links *links);
bool kpi_tell_share(struct answer *w, const struct kpi_row *r, struct method_keys *keys, struct links *links);
bool kpi_tell_availability(struct answer *w, const struct kpi_row *r, struct method_keys *keys,
                           struct links *links);
/* What counts against it, alone. */
void kpi_tell_misses(struct answer *w, const struct kpi_row *r);
void kpi_misses_met(struct answer *w, const struct kpi_row *r);
void kpi_misses_share(struct answer *w, const struct kpi_row *r);
void kpi_misses_availability(struct answer *w, const struct kpi_row *r);
/* What the KPI's rule says. */
str kpi_says_met(struct answer *w, const struct kpi *k);
str kpi_says_share(struct answer *w, const struct kpi *k);
str kpi_says_availability(struct answer *w, const struct kpi *k);

#endif
