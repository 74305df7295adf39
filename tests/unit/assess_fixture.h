/* assess_fixture.h - a contract folder made in a temporary directory, read, ingested and judged with the repository's
 * own record types and holidays. Verdict rows are compared as text: columns joined by "|", rows by newlines. */
#ifndef LVYUE_TESTS_ASSESS_FIXTURE_H
#define LVYUE_TESTS_ASSESS_FIXTURE_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "assess/assess.h"

/* Further calendars of a test: "  duty: {…}\n", defined before this file is included. */
#ifndef CASE_CALENDARS
#define CASE_CALENDARS
#endif

/* 2025, amount 486,000.00; pacs is critical, his is not; office hours with the lunch break and Chinese holidays. */
#define CASE_HEAD                                                                                                          \
    "lvyue: 1\n"                                                                                                           \
    "contract: {id: T-1, title: 示例维保, buyer: 示例市人民医院, supplier: 示例公司, signed: 2024-12-20,\n" \
    "  from: 2025-01-01, to: 2025-12-31, amount: 486000}\n"                                                                \
    "clauses: [{id: c1, text: 要求}, {id: c2, text: 前言, not_judged: 说明}]\n"                                      \
    "calendars:\n"                                                                                                         \
    "  office: {days: mon-fri, hours: ['08:00-12:00', '13:30-18:00'], holidays: cn}\n" CASE_CALENDARS                      \
    "systems: [{id: pacs, name: 影像系统, critical: yes}, {id: ris, name: 登记系统, critical: yes},\n"             \
    "  {id: his, name: 医院系统}]\n"

struct judged {
    struct arena *a;
    struct diags *d;
    struct failure f;
    str dir;
    struct contract *contract;
    struct calendars *calendars;
    struct store *store;
};

static inline void judged_write(struct judged *x, const char *name, const char *text) {
    str path = path_join(x->a, x->dir, str_from(name));
    assert_true(dir_make(path_dir(path), &x->f));
    FILE *to = fopen(str_z(x->a, path), "wb");
    assert_non_null(to);
    assert_int_equal(fwrite(text, 1, strlen(text), to), strlen(text));
    assert_int_equal(fclose(to), 0);
}

static inline void judged_need_clean(struct judged *x, const char *step) {
    if (x->f.set)
        fail_msg("%s: %s", step, x->f.text);
    if (!diags_errors(x->d))
        return;
    diags_print(x->d, stderr);
    fail_msg("%s: faults where none were planted", step);
}

static inline str repository_file(struct arena *a, const char *name) {
    const char *root = getenv("LVYUE_ROOT");
    return path_join(a, root ? str_from(root) : S("."), str_from(name));
}

/* files: name, text, name, text, …, NULL. The contract is CASE_HEAD and `rules`. Stops before assess_run(). */
static inline struct judged *judged_open(const char *on, const char *rules, const char *const *files) {
    struct arena *a = arena_new();
    struct judged *x = ARENA_NEW(a, struct judged);
    char *dir = str_z(a, S("/tmp/lvyue-assess-XXXXXX"));
    int64_t day = 0;
    assert_true(civil_parse(str_from(on), S(""), &day, NULL));
    assert_non_null(mkdtemp(dir));
    *x = (struct judged){.a = a, .d = diags_new(a, LANG_EN), .dir = str_from(dir)};
    judged_write(x, "contract.yaml", str_z(a, str_fmt(a, CASE_HEAD "%s", rules)));
    for (size_t i = 0; files && files[i]; i += 2)
        judged_write(x, files[i], files[i + 1]);
    struct record_types *types = record_types_load(a, x->d, repository_file(a, "data/records.yaml"));
    struct holidays *holidays = holidays_load(a, x->d, repository_file(a, "data/holidays-cn.yaml"));
    assert_true(types && holidays);
    x->contract = contract_load(a, x->d, x->dir);
    judged_need_clean(x, "contract");
    x->calendars = calendars_build(a, x->d, x->contract, holidays, INT32_MAX);
    x->store = store_open(a, types, x->calendars, civil_day(day), &x->f);
    assert_non_null(x->store);
    store_check_contract(x->store, x->d, x->contract);
    assert_true(store_ingest(x->store, x->d, x->contract, x->dir, &x->f));
    judged_need_clean(x, "records");
    return x;
}

static inline void judged_assess(struct judged *x) {
    int32_t on = store_on(x->store);
    struct assess as = {.a = x->a,
                        .d = x->d,
                        .store = x->store,
                        .contract = x->contract,
                        .calendars = x->calendars,
                        .on = on,
                        .now = day_start(on + 1),
                        .f = &x->f};
    assert_true(assess_run(&as));
}

/* Rows whose workings do not come to the figure; holds after every judgement, so every test asks. */
static inline void judged_need_workings(struct judged *x) {
    static const char *const disagreeing[] = {
        "SELECT count(*) FROM target_result t WHERE t.paused_min <> coalesce((SELECT sum(s.stopped_min) FROM "
        "target_stop s"
        " WHERE s.rule = t.rule AND s.source = t.source AND s.starts_at = t.from_at), 0)"
        " AND t.paused_min NOT NULL",
        "SELECT count(*) FROM (SELECT k.rule, sum(k.numerator) AS n, sum(k.denominator) AS d FROM kpi_result "
        "k GROUP BY"
        " k.rule) f WHERE EXISTS (SELECT 1 FROM kpi_record r WHERE r.kpi = f.rule) AND (f.n <>"
        " (SELECT sum(r.counts) FROM kpi_record r, term WHERE r.kpi = f.rule AND r.at >= a AND r.at < b)"
        " OR f.d <> (SELECT count(*) FROM kpi_record r, term WHERE r.kpi = f.rule AND r.at >= a AND r.at < "
        "b))",
        "SELECT count(*) FROM deduction_result d WHERE d.capped = 0 AND d.amount_fen <> coalesce((SELECT"
        " sum(t.amount_fen) + CAST(coalesce(sum(t.points * t.factor * t.quantity * t.basis_fen), 0) + 0.5 AS "
        "INTEGER)"
        " FROM deduction_term t WHERE t.rule = d.rule AND t.basis = d.basis), 0)",
    };
    str from = civil_text_day(x->a, x->contract->term.from), to = civil_text_day(x->a, x->contract->term.to);
    str term = str_fmt(x->a, "WITH term(a, b) AS (SELECT '%.*s', '%.*s') ", STR_ARG(from), STR_ARG(to));
    for (size_t i = 0; i < sizeof disagreeing / sizeof *disagreeing; i++)
        if (store_int(x->store, str_z(x->a, str_fmt(x->a, "%.*s%s", STR_ARG(term), disagreeing[i])), -1) != 0)
            fail_msg("workings %zu disagree", i);
}

/* Whatever a test is about: the records behind each KPI are those its verdict counted (assess/kpi_evidence.c). */
static inline void judged_compare_records(struct judged *x) {
    assert_int_equal(
        store_int(x->store,
                  "SELECT count(*) FROM (SELECT k.numerator, k.denominator, count(r.rule) AS n,"
                  " coalesce(sum(r.counted), 0) AS c FROM kpi_result k JOIN rule u ON u.kind = 'kpi' AND"
                  " u.id = k.rule LEFT JOIN kpi_evidence r ON r.rule = k.rule AND r.period = k.period"
                  " WHERE k.gross_min IS NULL AND coalesce(u.every, 'term') <> 'week'"
                  " GROUP BY k.rule, k.period HAVING n <> k.denominator OR c <> k.numerator)",
                  -1),
        0);
}

static inline struct judged *judged_run(const char *on, const char *rules, const char *const *files) {
    struct judged *x = judged_open(on, rules, files);
    judged_assess(x);
    judged_need_clean(x, "assess");
    judged_need_workings(x);
    judged_compare_records(x);
    return x;
}

static inline int judged_remove(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

static inline void judged_close(struct judged *x) {
    store_close(x->store);
    nftw(str_z(x->a, x->dir), judged_remove, 8, FTW_DEPTH | FTW_PHYS);
    arena_free(x->a);
}

/* Rows as text; NULL is "-". */
static inline const char *judged_rows(struct judged *x, const char *sql) {
    struct sb b = {.a = x->a};
    struct stmt *q = stmt_new(x->store, sql);
    for (int row = 0; stmt_step(q); row++) {
        if (row)
            sb_char(&b, '\n');
        for (int i = 0; i < stmt_columns(q); i++) {
            if (i)
                sb_char(&b, '|');
            sb_add(&b, stmt_is_null(q, i) ? S("-") : stmt_text(q, i));
        }
    }
    stmt_free(q);
    return str_z(x->a, sb_str(&b));
}

#define assert_rows(x, sql, expected) assert_string_equal(judged_rows((x), (sql)), (expected))

#endif
