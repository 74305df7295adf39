/* contract_checks.h - internal to contract/: what is checked after the schema, one function for each part.
 *
 * Each reports its faults and goes on; a value the schema already refused is absent here and is not
 * reported again. Defaults a rule leaves open are filled in on the way.
 */
#ifndef LVYUE_CONTRACT_CONTRACT_CHECKS_H
#define LVYUE_CONTRACT_CONTRACT_CHECKS_H

#include "contract/contract_names.h"

struct checker {
    struct arena *a;
    struct diags *d;
    struct contract *c;
    struct names names;
};

void check_head(struct checker *k);
void check_calendars(struct checker *k); /* fills weekdays and hours */
void check_records(struct checker *k);   /* fills columns and values */
void check_ids(struct checker *k);
void check_targets(struct checker *k);
void check_obligations(struct checker *k);
void check_checks(struct checker *k);
void check_kpis(struct checker *k);
void check_deductions(struct checker *k);
void check_payments(struct checker *k);
void check_documents(struct checker *k);
void check_clauses(struct checker *k);

/* A due: `of` says what kind of day it may hang on. */
enum due_of { DUE_OF_PERIODS, DUE_OF_RECORD, DUE_OF_CONTRACT, DUE_OF_PAYMENT };
void check_due(struct checker *k, struct due *due, enum due_of of);
/* A limit and the calendar it runs on; an absent clock becomes `always`. */
void check_clock(struct checker *k, sval *clock, const struct limit *within);

/* Small faults many parts can have. key is the key's name. */
void fault_value(struct checker *k, const char *key, sval v, const char *en,
                 const char *zh); /* DIAG_VALUE_FORMAT */
void fault_only_with(struct checker *k, struct span at, const char *key, const char *with);
void fault_clash(struct checker *k, struct span at, const char *key, const char *beside);
/* Exactly one of the n keys may be there; says which were. */
void check_one_of(struct checker *k, struct span at, const char *const *keys, const bool *given, size_t n);
/* words: NULL-terminated. An absent v passes. */
void check_word(struct checker *k, const char *key, sval v, const char *const *words);
void check_percent(struct checker *k, const char *key, struct decval v, bool zero_allowed);
void check_positive(struct checker *k, const char *key, bool set, int64_t v, struct span at);
void check_not_empty(struct checker *k, const char *key, bool given, size_t n, struct span at);
/* No sum of a contract is larger: the product of any two figures stays exact. */
#define SUM_MAX_FEN INT64_C(9000000000000)

#endif
