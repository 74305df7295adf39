/* charge.h - inside assess/ only: what one miss, or the misses of one rule in one period, cost.
 *
 * misses.c gathers the charges of a view, charge.c works out the sum and its formula, deductions.c keeps the ledger.
 * Sums are integer fen. A percentage is rounded half up to the fen for one miss and then multiplied; so is a repeated
 * one. A point is worth whole fen; points are added up exactly and turned into money at the end, half up.
 */
#ifndef LVYUE_ASSESS_CHARGE_H
#define LVYUE_ASSESS_CHARGE_H

#include "assess/dispute.h"

struct charge {
    const struct deduction *rule;
    enum rule_kind kind; /* of what was missed */
    str missed;          /* its id */
    str basis;           /* "kpi/response@2025Q1" */
    struct period period;
    size_t order;             /* as the contract lists them */
    int64_t misses, repeated; /* repeated: of the misses, the n-th and later ones */
    int64_t hours, repeated_hours;
    const struct kpi *kpi; /* for: and its value */
    int64_t numerator, denominator;
    bool majeure; /* force majeure lasted all through the period: nothing is taken */
};
struct charges {
    struct charge *at;
    size_t n, cap;
};
/* Those of a view, in time order. */
void charges_gather(struct assess *as, const struct exclusions *ex, enum view view, struct charges *out);

/* A summand: basis_fen × percent (half up to the fen) × factor (likewise) × quantity; without percent the basis is the
 * price itself. In points: points × factor × quantity, and amount_fen is 0, for they become money together. */
enum charge_unit { CHARGE_PERCENT, CHARGE_FIXED, CHARGE_POINTS, CHARGE_HOUR, CHARGE_UNIT__MAX };
const char *charge_unit_name(enum charge_unit u); /* percent, fixed, points, hour */
struct charge_term {
    enum charge_unit unit;
    int64_t basis_fen, quantity, amount_fen;
    struct dec percent, points, factor; /* factor 1: none */
};
struct charge_sum {
    int64_t basis_fen, full_fen;
    bool in_points, in_hours;
    struct dec points;
    str formula; /* up to "= 1,500.00" */
    VEC(struct charge_term) terms;
};
/* A sum no contract can hold stays at the edge instead of wrapping round. */
struct charge_sum charge_sum(struct arena *a, const struct contract *c, const struct charge *x);

#endif
