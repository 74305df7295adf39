/* answer.h - inside explain/ only: the answer to one figure, and the parts that the kinds of figures share.
 *
 * Everything an answer needs lives in its own arena, which is given back with it.
 */
#ifndef LVYUE_EXPLAIN_ANSWER_H
#define LVYUE_EXPLAIN_ANSWER_H

#include "assess/clock.h"
#include "assess/exclusions.h"
#include "explain/explain.h"
#include "explain/tell.h"

/* The records of the last obligation asked about: when many figures are answered in one run its conditions, which may
 * have subqueries, are asked of every record once and not for every period. */
struct duty_row {
    str source, label, value; /* value: of the column `distinct` */
    int64_t at, main_at;
    bool holds, right_kind;
};
struct duty_rows {
    struct arena *a;
    struct arena_mark clean;
    const struct obligation *of;
    struct duty_row *at;
    size_t n, cap;
};

struct answer {
    const struct explain *x;
    struct arena *a;
    struct tell *t;
    struct assess as; /* for the readers of assess/; its diagnostics go where the run's go */
    const struct contract *c;
    enum lang lang;
    struct duty_rows *duty_rows; /* NULL: one figure alone */
    bool agrees;                 /* what was worked out comes to what the verdict says */
};

/* -- wording (answer.c) ----------------------------------------------------------------------------- */

enum phrase {
#define PHRASE(ident, en, zh) ident,
#include "explain/phrases.def"
#undef PHRASE
    PHRASE__MAX
};
/* {0} to {7} in the wording are replaced. */
str say_list(const struct answer *w, enum phrase p, const str *args, size_t n);
#define SAY(w, p, ...)                                                                                       \
    say_list((w), (p), (const str[]){__VA_ARGS__}, sizeof((const str[]){__VA_ARGS__}) / sizeof(str))
#define SAY0(w, p) say_list((w), (p), NULL, 0)

str words_of(const struct answer *w, struct told v); /* as text shows it, in either form */
str words_moment(const struct answer *w, int64_t t);
str words_due(const struct answer *w, int64_t t);
str words_seconds(const struct answer *w, int64_t s);
str words_count(const struct answer *w, int64_t n);
str words_fen(const struct answer *w, int64_t fen);
str words_limit(const struct answer *w, const struct limit *l);
str words_every(const struct answer *w, const struct enumval *every);
/* "2025年第三季度", "2025Q3"; the label alone where it is no period. */
str words_period(const struct answer *w, str label);
str words_join(const struct answer *w, const struct svals *list);
struct told told_rule_kind(const struct answer *w, const char *kind); /* also records, document */
struct told told_view(const struct answer *w, str view);              /* of a dispute */
struct told told_timing(const struct answer *w, str timing);          /* of an obligation */
/* Takes the next of a list joined by "、" off its front. */
bool joined_next(str *list, str *one);
bool joined_has(str list, str one);
/* Minutes of a verdict row as seconds; CIVIL_NONE for NULL. */
int64_t stmt_minutes(const struct stmt *q, int col);
str stmt_keep(const struct answer *w, const struct stmt *q, int col);

/* -- the parts of an answer (answer_rule.c, answer_record.c) ---------------------------------------- */

const struct rule *answer_find_rule(const struct answer *w, enum rule_kind kind, str id, size_t *index);
void answer_clauses(struct answer *w, const struct svals *ids);
/* clauses and rule: id, name, place; what it says is put by `more` inside the same object. */
void answer_rule(struct answer *w, enum rule_kind kind, const struct rule *r, const str *says, size_t n);
/* The method's sentences that bear on the figure, each once, in the order of the method. */
struct method_keys {
    bool at[METHOD__MAX];
};
void answer_method(struct answer *w, const struct method_keys *keys);
void answer_agrees(struct answer *w); /* the last member */

/* Figures this one leads to. */
struct links {
    str *at;
    size_t n, cap;
};
void links_add(struct answer *w, struct links *l, str code);
void answer_links(struct answer *w, const struct links *l);
/* payment/ID of every payment that requires the rule. */
void answer_payments_for(struct answer *w, struct links *l, str rule);

struct record { /* one row of a fact table */
    const struct record_type *type;
    struct value *values; /* as type->columns */
    str source;           /* "records/x.csv:17" */
};
/* By the source of a verdict, or by id. false: the store has no such row. */
bool record_find(struct answer *w, str type, str source, struct record *out);
bool record_find_id(struct answer *w, str type, str id, struct record *out);
str record_id(const struct record *r);   /* empty: rows of the type have none */
str record_code(const struct record *r); /* the id, else the source */
str record_title(const struct answer *w, const struct record *r);
struct value record_value(const struct record *r, str column);
int64_t record_time(const struct record *r, str column);
/* The header of a column in the contract's own files, else its title. */
str column_header(const struct answer *w, const struct record_type *type, str column);
struct told told_value(const struct answer *w, const struct record_type *type, str column, struct value v);
str type_title(const struct answer *w, str type);
struct told told_type(const struct answer *w, str type);

/* A list of records, each with the columns that matter and what they do. */
struct role {
    str column, role;
};
void records_begin(struct answer *w);
void records_add(struct answer *w, const struct record *r, str note, const struct role *roles, size_t n);
void records_end(struct answer *w);
/* "searched": the files a figure was looked for in. */
void answer_searched(struct answer *w, const str *types, size_t n);

/* Table "events": what was written down of the course of an incident or a request. Returns the number of events. */
size_t answer_events(struct answer *w, str type, str id);

/* -- conditions (answer_condition.c) ---------------------------------------------------------------- */

/* Each part of an "and" condition with its answer for one record, and the columns it names. */
void answer_condition(struct answer *w, enum label l, str type, str source, const sval *condition);
/* The parts of an "and" condition; one where it cannot be taken apart. */
size_t condition_parts(struct answer *w, const sval *condition, sval **parts);
/* Columns of the type that the condition names, in its order; each once. */
size_t condition_columns(struct answer *w, const struct record_type *type, str condition, str **columns);

/* -- exclusions (answer_exclusions.c) --------------------------------------------------------------- */

struct exclusion_asked {
    str incidents; /* joined by "、"; reports merged into them are meant too */
    str request, system;
    str rule;                     /* the rule it is for; those limited to other rules are not shown */
    int64_t from, to;             /* from CIVIL_NONE: only those that name an incident */
    const struct calendar *clock; /* on which the overlap is measured; NULL: it is not */
    bool excuses;                 /* as a whole or not at all, instead of being subtracted */
    bool waives;                  /* only those that list the rule and cover `to`; from, to: the span shown */
};
/* List "exclusions": those that name one of the incidents, and those of the system that overlap [from, to). */
void answer_exclusions(struct answer *w, const struct exclusion_asked *x);

/* -- clocks (answer_clock.c, answer_days.c, answer_due.c) ------------------------------------------- */

struct hours_of { /* a calendar with its hours, which calendar.h keeps to itself */
    const struct calendar *calendar;
    const struct hours *hours;
    size_t n;
};
struct hours_of hours_find(const struct answer *w, str name);        /* empty or unknown: always */
bool hours_always(const struct answer *w, const struct hours_of *h); /* open all week, all day */
/* "clock": name, hours, the State Council notices of the years within [from, to). */
void answer_clock(struct answer *w, const struct hours_of *h, int64_t from, int64_t to);
/* Table "days": each day of [from, to) with its open hours, what stopped in them, and the running sum. Returns the sum;
 * CIVIL_NONE when a day is not known. */
int64_t answer_days(struct answer *w, const struct hours_of *h, int64_t from, int64_t to,
                    const struct intervals *stops);
/* What a day is on a calendar: "holiday 国庆节", "make-up workday (国庆节)"; empty for an ordinary working day. */
str day_words(const struct answer *w, const struct calendar *c, int32_t day);
str weekday_words(const struct answer *w, int32_t day);
/* "due": the moment a limit from `from` ends, and the steps that lead there. stops: normal, within the clock's run. */
void answer_due(struct answer *w, const struct hours_of *h, const struct limit *within, int64_t from,
                const struct intervals *stops, int64_t due);
/* Likewise of a day or moment agreed for the record. */
void answer_agreed(struct answer *w, const struct hours_of *h, str column, int64_t agreed,
                   const struct intervals *stops, int64_t due);

/* -- what was accepted (answer_correction.c) -------------------------------------------------------- */

struct figure;
/* "accepted" and the list "corrections": what moved the figure since, and who carries the money. */
void answer_corrections(struct answer *w, const struct figure *f, struct links *links);

/* -- the kinds (explain.c has their table) ---------------------------------------------------------- */

struct figure {
    str code, id, record, period; /* what the code does not have is empty */
};
/* false: nothing was told, there is no such figure. */
typedef bool figure_answer(struct answer *w, const struct figure *f);
figure_answer answer_target, answer_kpi, answer_obligation, answer_check, answer_outage, answer_deduction,
    answer_payment, answer_exclusion;

#endif
