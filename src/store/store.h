/* store.h - the SQLite store: facts, verdicts and the contract's own rows. The only folder with sqlite3.h.
 *
 * One store per run, a private file in $TMPDIR that is unlinked when it is closed (a million incidents
 * do not fit in memory). Trusted SQL (ours) runs on the writing connection. SQL written in contracts and
 * templates runs with an authorizer that lets it read the store's tables and call listed functions and
 * nothing else, with a limit on rows and time.
 *
 * Times are TEXT "YYYY-MM-DD HH:MM:SS", dates "YYYY-MM-DD", money INTEGER fen, booleans 0/1.
 */
#ifndef LVYUE_STORE_STORE_H
#define LVYUE_STORE_STORE_H

#include "calendar/calendar.h"
#include "contract/contract.h"
#include "records/copies.h"
#include "records/narrative.h"
#include "records/reader.h"
#include "util/value.h"

struct store;

/* on: the day given with --on. NULL with *f set when the world failed. */
struct store *store_open(struct arena *a, const struct record_types *types, const struct calendars *cals,
                         int32_t on, struct failure *f);
void store_close(struct store *s);
int32_t store_on(const struct store *s);
const struct record_types *store_types(const struct store *s);
size_t store_type_names(const struct store *s, const str **names);

/* -- filling (ingest.c, meta.c) ------------------------------------------------------------------ */

/* Reads every record file of the contract (its `records:` section; else DIR/records/TYPE.csv where it exists)
 * into the fact tables, in one transaction; then duplicate ids, references, records in no system, files in
 * records/ that nothing names. Faults go to d. false: the world failed. */
bool store_ingest(struct store *s, struct diags *d, const struct contract *c, str dir, struct failure *f);
/* What templates print besides facts and verdicts; dates are TEXT, `clause` ids are joined by "、", position counts
 * from 1 in the contract's order, source is "contract.yaml:LINE":
 * contract      id, title, number, buyer, supplier, signed_on, from_on, to_on (last day), amount_fen, quarters
 * clause        id, section, text, covered_by (joined by "、"), not_judged, position, source
 * rule          id, kind (target, obligation …), name, clause, text, demand ("2小时", "每季度1次", "≥99%", "2%"), every, position, source
 * system        id, name, critical, position
 * quantity      id, name, value, unit, clause, position
 * method        key, answer, sentence (Chinese), sentence_en, position
 * calendar_note name, text (one Chinese sentence per calendar), position
 * holiday       date, kind (holiday, makeup), name, notice: days of the term that are not as the week says
 * period        freq (month, quarter, half, year, term), label, text, from_on, last_on, before_on (the day after), position
 * contract_document  template, title, number, clause, every, for_record, position, source, file, code, once (neither
 *               every nor for), sections; number and file as `naming` has them where the entry says nothing
 * narrative     path, record, id, title, body, body_line, headings
 * narrative_section  path, record, id, position, level, heading, text (Markdown), line
 * narrative_action  path, record, id, position, section, text, owner, due_on, closed_on, state, line;
 *               state: closed, open (it has a date ahead), NULL where the text does not say
 * record_type   name, title, position;  record_column  record_type, name, title, unit, position
 * record_value  record_type, name (of the column), value, title, position: words for known values
 * record_file   record_type, path, rows, not_yet: what was read (filled by store_ingest)
 * Filled by archive/ from the folder accepted/, empty without it:
 * archive_item  position, kind, title, number, date, pages, bytes, sha256, path, name: while an archive is written
 * acceptance    sequence, period (of an acceptance), correction (its number), written_by, written_on, version, source
 * correction_figure  correction, figure, basis, clause, before, after (in words), moved_fen, payment, because, source
 * correction_cause   correction, record_type ("input": a file), record, field, before, after, source
 * accepted_moved     as correction_figure, for what is not corrected yet (correction is NULL) */
/* The copies of the folder, before store_ingest(): they are read in place of what they were made of. */
void store_use_copies(struct store *s, const struct record_copies *copies);
/* What store_ingest() read, in its order. */
const struct record_source *store_sources(const struct store *s, size_t *n);
bool store_describe(struct store *s, const struct contract *c, const struct holidays *h,
                    const struct narrative *n, size_t n_narratives, struct failure *f);
/* Every condition of the contract is tried against its table: unknown columns, SQL faults, columns named by
 * from/to/date that do not exist or are no times, pause reasons, narratives of unknown records. Last, after
 * store_ingest and store_describe: some faults only show on data. (bind.c) */
void store_check_contract(struct store *s, struct diags *d, const struct contract *c);
bool store_begin(struct store *s, struct failure *f);
/* false too when a trusted statement failed since store_begin (disk full): its writers need not look each time. */
bool store_commit(struct store *s, struct failure *f);
/* A copy of facts, verdicts and the contract's rows as an SQLite file at path, which must not exist or be empty. The same
 * content gives the same bytes. masked: every text as documents print it, and nothing of the original left in the file. */
bool store_export(struct store *s, const char *path, bool masked, struct failure *f);
/* The tables of such a copy against this store's, or those of `ours`, another copy, row by row whatever their order. Names
 * the first that differs: "" when none does. false: a copy cannot be read or is damaged (said in f). */
bool store_same_as(struct store *s, const char *ours, const char *path, const char *const *tables, size_t n,
                   str *differs, struct failure *f);
/* Rows per fact table, for check. */
int64_t store_count(struct store *s, str table);
/* Nanoseconds spent in SQL of contracts and templates. */
int64_t store_query_ns(const struct store *s);

/* -- statements (stmt.c) -------------------------------------------------------------------------- */

struct stmt;
/* Trusted SQL: a fault is ours, asserts. A step fails only when the world does; store_commit() reports it. */
struct stmt *stmt_new(struct store *s, const char *sql);
/* SQL from a contract or template: one SELECT. NULL after DIAG_SQL… at the place. Rows are limited to max_rows (0:
 * STMT_ROWS) and time to STMT_STEPS steps of SQLite's machine, some 3 to 30 s, and STMT_STEPS_ROW more for each fact
 * row: the limit falls at the same place on every machine. Reaching a limit is a diagnostic when stepping. */
struct stmt *stmt_user(struct store *s, struct diags *d, struct place at, str sql, int64_t max_rows);
/* A SELECT of ours with conditions of the contract in it (store_condition): the same rules, any number of rows.
 * `at` is the condition's place: span_place(target->where.at). */
struct stmt *stmt_checked(struct store *s, struct diags *d, struct place at, str sql);
/* "(cond)" ready to stand in a WHERE or CASE; "(1)" when the condition is absent. The condition must have passed
 * store_check_contract(). Table and column names of record types go in as "name" with the double quotes. */
str store_condition(struct arena *a, sval cond);
/* The columns of a record type whose names stand in a condition, each once, as indexes; what a condition that is
 * neither true nor false may have missed. */
size_t store_condition_columns(struct arena *a, const struct record_type *t, str cond, size_t **columns);
void stmt_free(struct stmt *q);

#define STMT_ROWS 1000000
#define STMT_STEPS 300000000
#define STMT_STEPS_ROW 1000

void stmt_bind_int(struct stmt *q, int index, int64_t v);  /* indexes from 1 */
void stmt_bind_text(struct stmt *q, int index, str v);     /* v.p == NULL binds NULL */
void stmt_bind_time(struct stmt *q, int index, int64_t t); /* CIVIL_NONE binds NULL */
void stmt_bind_real(struct stmt *q, int index, double v);
void stmt_bind_null(struct stmt *q, int index);
void stmt_bind_value(struct stmt *q, int index, struct value v);
int stmt_params(const struct stmt *q);
str stmt_param_name(const struct stmt *q, int index); /* without the colon; empty for "?" */
/* true: a row. false: done or failed; stmt_failed() tells (a diagnostic was given for user SQL). */
bool stmt_step(struct stmt *q);
bool stmt_failed(const struct stmt *q);
void stmt_reset(struct stmt *q); /* bindings stay */

/* For what is printed: texts come with numbers and names made unreadable as the contract's `mask:` says. */
void stmt_mask(struct stmt *q);
str store_mask(const struct store *s, struct arena *a,
               str text); /* text itself where nothing is to be masked */
/* For Markdown: with a star that is no emphasis. Narratives are in the store like that. */
str store_mask_prose(const struct store *s, struct arena *a, str text);
/* Where that happens: texts of facts and narratives, with their place. seen() is called in the order of files. */
struct masked_text {
    str source; /* file:row */
    str record_type, column;
    str text; /* as printed */
};
void store_masked(struct store *s, void (*seen)(void *ctx, const struct masked_text *m), void *ctx);

int stmt_columns(const struct stmt *q);
str stmt_column_name(const struct stmt *q, int col); /* columns from 0 */
/* The column is a record's own, of a kind in which the hour is always given: 00:00 is an hour there. */
bool stmt_column_has_hours(const struct stmt *q, int col);
bool stmt_is_null(const struct stmt *q, int col);
int64_t stmt_int(const struct stmt *q, int col);
double stmt_real(const struct stmt *q, int col);
str stmt_text(const struct stmt *q, int col);     /* valid until the next step */
int64_t stmt_time(const struct stmt *q, int col); /* "YYYY-MM-DD[ HH:MM:SS]" as seconds, NULL as CIVIL_NONE */
struct value stmt_value(const struct stmt *q, int col);

/* One value of a trusted query, or the fallback. */
int64_t store_int(struct store *s, const char *sql, int64_t fallback);

/* SQL functions available in every statement (functions.c): is_workday(date[,calendar]), add_workdays(date,n[,calendar]),
 * work_minutes(calendar,a,b), in_hours(calendar,t), minutes_between(a,b), percent_text(num,den[,places]),
 * money_text(fen), rmb_upper(fen), duration_text(minutes), date_text(date) (2025年3月5日), mask(text), outcome_text(outcome),
 * period_of(time,'month'|'quarter'|…), on_date(). The table, for the manual and the tests: */
struct sql_function_info {
    const char *name, *args, *note;
};
const struct sql_function_info *store_functions(size_t *n);

#endif
