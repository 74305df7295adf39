/* contract.h - contract.yaml as a struct: what was promised, in the contract's own words.
 *
 * Read through the schema tables in contract_schema.c; every value keeps its span. Knows nothing of
 * record types or SQL: conditions are text here and are checked by store/bind.c. All memory belongs to
 * the arena given to contract_load().
 */
#ifndef LVYUE_CONTRACT_CONTRACT_H
#define LVYUE_CONTRACT_CONTRACT_H

#include "yaml/schema.h"

struct rule { /* the head every rule shares */
    sval id, name, text;
    struct svals clause; /* one or more clause ids */
    struct span at;
};

struct clause {
    sval id, section, text;
    struct svals covered_by;
    sval not_judged;
    struct span at;
};

struct hours { /* minutes of the day, to exclusive */
    int from_min, to_min;
};
struct calendar_def {
    sval name;
    sval days; /* "mon-fri", "mon,wed-sat" */
    struct svals hours_text;
    sval holidays;       /* "cn" or "none" */
    unsigned weekdays;   /* bit 0 = Monday; filled by contract_load */
    struct hours *hours; /* sorted, disjoint; filled by contract_load */
    size_t n_hours;
    struct span at;
};

struct system_def {
    sval id, name;
    struct svals aliases; /* further names that records use */
    struct boolval critical;
    struct span at;
};

/* A number the contract states and documents reckon with, though no rule judges it: days of work that are free. */
struct quantity {
    sval id, name;
    struct decval value;
    sval unit;
    struct svals clause;
    struct span at;
};

struct value_map { /* cell text -> known value */
    sval from, to;
};
struct column_map { /* our column -> their header */
    sval column, header;
};
struct values_def {
    sval column;
    struct value_map *at;
    size_t n;
};
struct records_def {
    sval type;
    struct svals file, sheet; /* every sheet of every file */
    sval format, time, encoding;
    sval odbc, query; /* instead of file */
    struct column_map *columns;
    size_t n_columns;
    struct values_def *values;
    size_t n_values;
    struct column_map *fill; /* our column -> its value where the source gives none */
    size_t n_fill;
    struct ynode *columns_node, *values_node, *fill_node;
    struct span at;
};

/* The accounting method: each key has a fixed set of answers (method.def), each answer a sentence
 * that is printed in every report. */
enum method_key {
#define METHOD(ident, answer, zh, en)
#define METHOD_KEY(ident, key, default_answer) ident,
#include "contract/method.def"
#undef METHOD_KEY
#undef METHOD
    METHOD__MAX
};
struct method { /* default answers filled in */
    sval answer[METHOD__MAX];
    struct span at;
};
bool method_is(const struct method *m, enum method_key key, const char *answer);
const char *method_key_name(enum method_key key);
const char *method_sentence(enum method_key key, str answer, enum lang lang);

struct target {
    struct rule rule;
    sval on, where, from, clock; /* clock: default always */
    struct svals to, pause;      /* the earliest recorded `to` column stops the clock; pause: event reasons */
    struct limit within;         /* exactly one of within and by; without within its unit is LIMIT_NONE */
    sval by;                     /* column with the day or moment agreed for this record */
    sval late_if;                /* after_limit, at_limit; the method's answer when absent */
};
enum once_after { ONCE_AFTER_SIGNED, ONCE_AFTER_FROM, ONCE_AFTER_TO };
struct once {
    struct limit within;
    struct enumval after;
    struct span at;
};
/* within a limit after something, on a calendar (clock, default always); or at a day of the term.
 * after: "period" (the period's end, default with every), "signed", "from", "to" (days of the contract), or
 * "record.column". at_text: see contract_due_day. due.at.src != NULL when given. */
struct due {
    struct limit within;
    sval after, where; /* where: which records of "record.column" */
    sval at_text;
    sval clock;
    struct span at;
};
/* Owed only in periods to which such a record belongs; `once`: when there is one at all. */
struct only_if {
    sval on, where;
    struct span at;
};
struct obligation {
    struct rule rule;
    struct enumval every;           /* enum freq; unset when once */
    struct once once;               /* once.at.src != NULL when given */
    sval on, where, date, calendar; /* calendar: which days "every: workday" means */
    sval period; /* column with the label of the period a record is for; then `date` only says when */
    struct intval at_least; /* default 1 */
    sval distinct;          /* column: at_least counts different values of it, not records */
    struct only_if only_if; /* only_if.at.src != NULL when given */
    struct due due;         /* default: the end of the period */
};
struct check {
    struct rule rule;
    sval on, where, require;
    struct due due; /* until then a record that does not satisfy it yet is pending */
};

struct kpi_share { /* numerator: where; denominator: among */
    sval of, where, among;
    struct span at;
};
struct kpi_availability {
    struct svals systems; /* critical | all | system ids */
    sval clock, down;     /* down: which records of `of` are outages */
    sval of;              /* default incident */
    struct svals from;    /* the first recorded one; default [down_from, reported_at] */
    struct svals to;      /* default [down_to, restored_at] */
    struct span at;
};
struct kpi {
    struct rule rule;
    struct enumval every;
    struct kpi_share share; /* exactly one of share, met, availability */
    struct svals met;       /* targets: met / judged */
    struct kpi_availability availability;
    struct decval at_least, at_most; /* percent; exactly one */
};
/* "0.5%" of the contract amount, or a sum in yuan; filled by contract_load from the text. */
struct share_or_sum {
    sval text;
    bool set, share;
    struct dec percent; /* when share */
    int64_t fen;        /* the sum; of a share the fen it comes to, half up */
};
/* How much is taken depends on how far a KPI falls short, or on how many misses a period has. */
struct deduction_tier {
    struct decval below, above; /* for: the KPI's value, with at_least or at_most */
    struct intval over;         /* for_each: more misses than that */
    struct decval percent;      /* exactly one of percent, fixed, points */
    struct moneyval fixed;
    struct decval points;
    struct span at;
};
/* The n-th miss of the same rule and those after it cost more. */
struct deduction_repeats {
    struct intval from;
    struct decval times;   /* so many times as much, or */
    struct moneyval extra; /* so much more */
    struct enumval within; /* enum freq: counted anew in each; by default term with `for`, else `every` */
    struct span at;
};
struct deduction {
    struct rule rule;
    struct svals for_kpis; /* key `for`: KPI ids */
    struct svals for_each; /* ids of targets, obligations, checks: once per missed result */
    struct decval percent; /* exactly one of percent, fixed, points, per_hour_late, tiers */
    sval of;               /* of: amount */
    struct moneyval fixed;
    struct decval points;          /* times point_value */
    struct moneyval per_hour_late; /* each started hour past due; targets only */
    struct {
        struct deduction_tier *at;
        size_t n;
    } tiers; /* each deeper than the one before */
    struct share_or_sum point_value;
    struct deduction_repeats repeats; /* repeats.at.src != NULL when given */
    sval each; /* kpi-period (default of for) | occurrence (default of for_each) | period (default of for_each
                  with tiers: the deepest tier that applies, once) */
    struct enumval every; /* enum freq: the periods in which for_each counts; quarter by default */
    sval cap_text;        /* "10%" of amount or a sum, over the term */
    int64_t cap_fen;      /* with has_cap: filled by contract_load */
    bool has_cap;
    struct share_or_sum period_cap; /* likewise, over one period */
};
struct payment {
    struct rule rule;
    struct decval percent;
    struct moneyval amount;
    struct due due;        /* at, or within and after */
    struct svals requires; /* rule ids, record types or document templates */
};
struct document_def {
    sval template;
    struct svals clause;
    struct enumval every; /* or for_record + where; neither: made once */
    sval for_record, where, title, number, file, code;
    struct svals formats, sections; /* sections: headings the narrative it prints must have */
    struct due due;
    struct span at;
};
/* How documents are numbered and their files named where an entry of `documents` says nothing; with tags. */
struct naming {
    sval number, file;
    struct span at;
};

/* What is made unreadable in documents and workbooks; unset means yes. */
struct mask_def {
    struct boolval numbers;     /* telephone and identity card numbers */
    struct boolval patients;    /* names behind the words below */
    struct svals patient_words; /* besides the usual ones */
    struct svals
        contacts; /* record types whose telephone numbers are there to be called: printed everywhere */
    struct span at;
};

struct contract_head {
    sval id, title, buyer, supplier, number;
    struct dayval signed_on, from, to; /* keys signed, from, to (last day, inclusive) */
    struct moneyval amount;
    struct enumval quarters; /* calendar (default) | contract */
    struct span at;
};
/* Families or files the contract's documents are set in; empty: the usual one. */
struct font_names {
    sval song, song_bold, hei, hei_bold, mono;
};
struct contract {
    const struct source *src;
    struct font_names fonts;
    struct intval version; /* lvyue: 1 */
    struct contract_head head;
    struct term term;
    struct method method;
    struct mask_def mask;
#define LIST_OF(type)                                                                                        \
    struct {                                                                                                 \
        struct type *at;                                                                                     \
        size_t n;                                                                                            \
    }
    LIST_OF(clause) clauses;
    LIST_OF(calendar_def) calendars;
    LIST_OF(system_def) systems;
    LIST_OF(quantity) quantities;
    LIST_OF(records_def) records;
    LIST_OF(target) targets;
    LIST_OF(obligation) obligations;
    LIST_OF(check) checks;
    LIST_OF(kpi) kpis;
    LIST_OF(deduction) deductions;
    LIST_OF(payment) payments;
    LIST_OF(document_def) documents;
    struct naming naming;
#undef LIST_OF
};

/* An id is unique among targets, obligations and checks, among KPIs, among deductions and among payments.
 * Every rule of every section in contract order, for cross references, the rule table and the manual. */
enum rule_kind {
    RULE_TARGET,
    RULE_OBLIGATION,
    RULE_CHECK,
    RULE_KPI,
    RULE_DEDUCTION,
    RULE_PAYMENT,
    RULE__MAX
};
struct rule_ref {
    enum rule_kind kind;
    size_t index;
    const struct rule *rule;
};
size_t contract_rules(const struct contract *c, struct arena *a, struct rule_ref **out);
/* The record type a rule looks at; absent for rules over other rules. */
str contract_rule_records(const struct contract *c, const struct rule_ref *r);
const char *rule_kind_name(enum rule_kind k);                 /* target, obligation … */
str names_joined(struct arena *a, const struct svals *names); /* by "、"; no text when there are none */
str rule_clauses(struct arena *a, const struct rule *r);      /* ids, so joined; "" when none */
bool target_late_at_limit(const struct contract *c, const struct target *t);

/* The day meant by due.at_text: "start", "end" (the last day), "50% of term" (that share of the term's days
 * after the first day, cut to whole days) or a date. false: none of these. */
bool contract_due_day(const struct contract *c, str at_text, int32_t *day);

/* Reads DIR/contract.yaml and checks everything that needs no records: keys, types, references between
 * rules, calendars, clauses (each covered or not_judged, each id known), the term, ids used twice,
 * percentages, KPI shape. Names of record types and templates are checked by contract_check_names.
 * NULL when nothing usable was read. Errors are counted in d. */
struct contract *contract_load(struct arena *a, struct diags *d, str dir);
/* covered_by, on, for, of, template and requires must name a rule, one of types[] or one of templates[]. */
void contract_check_names(const struct contract *c, struct arena *a, struct diags *d, const str *types,
                          size_t n_types, const str *templates, size_t n_templates);

#endif
