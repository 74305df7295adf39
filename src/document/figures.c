#include "document/figures.h"

#include "document/values.h"

/* Each gives a row (what, one, other) for every contradiction. */

/* What a kind of period has no row for counts as nothing. */
#define COMPARE                                                                                              \
    " SELECT w.what || ': ' || f.freq, coalesce(s.n, 0), coalesce(t.n, 0)"                                   \
    " FROM (SELECT DISTINCT what FROM sums) w CROSS JOIN (SELECT DISTINCT freq FROM period) f"               \
    " LEFT JOIN sums s ON s.what = w.what AND s.freq = f.freq"                                               \
    " LEFT JOIN sums t ON t.what = w.what AND t.freq = 'term' WHERE coalesce(s.n, 0) <> coalesce(t.n, 0)"

/* Months make quarters, halves, years and the term. {what} groups the rows, {day} is the day one belongs to, {n} what is
 * added up; days outside the term are in no period of any kind. */
#define BY_PERIOD(what, day, n, from)                                                                        \
    "WITH days AS (SELECT " what " AS what, substr(" day ", 1, 10) AS day, " n " AS n FROM " from            \
    " GROUP BY 1, 2),"                                                                                       \
    " sums AS (SELECT what, p.freq, sum(n) AS n FROM days JOIN period p ON day >= p.from_on"                 \
    " AND day < p.before_on GROUP BY what, p.freq)" COMPARE

static const char *const checks[] = {
    BY_PERIOD("'target/' || rule || ' ' || outcome", "belongs_at", "count(*)", "target_result"),
    BY_PERIOD("'check/' || rule || ' ' || outcome", "belongs_at", "count(*)", "check_result"),
    /* An outage is cut at the ends of each period; what is not over lasts until the end of --on. */
    "WITH o AS (SELECT system, from_at, coalesce(to_at, date(on_date(), '+1 day') || ' 00:00:00') AS to_at"
    " FROM outage),"
    " sums AS (SELECT 'outage/' || o.system AS what, p.freq, sum(minutes_between(max(o.from_at, p.from_on || "
    "' 00:00:00'),"
    " min(o.to_at, p.before_on || ' 00:00:00'))) AS n FROM o JOIN period p"
    " ON o.from_at < p.before_on || ' 00:00:00' AND o.to_at > p.from_on || ' 00:00:00' GROUP BY 1, "
    "2)" COMPARE,
    /* The ledger against its running total … */
    "SELECT 'deduction/' || rule || '@' || period || ': running total', running_fen, own FROM"
    " (SELECT rule, period, running_fen, sum(amount_fen) OVER (ORDER BY rowid) AS own FROM deduction_result)"
    " WHERE running_fen IS NOT own",
    /* … against its summands: a cap takes something away, nothing adds … */
    "SELECT 'deduction/' || d.rule || '@' || d.period || ': summands', d.amount_fen, t.n FROM "
    "deduction_result d"
    " JOIN (SELECT rule, period, basis, sum(amount_fen) AS n FROM deduction_term WHERE points IS NULL"
    " GROUP BY 1, 2, 3) t ON t.rule = d.rule AND t.period IS d.period AND t.basis IS d.basis"
    " WHERE (d.capped = 0 AND d.points IS NULL AND d.amount_fen <> t.n)"
    " OR (d.points IS NULL AND d.amount_fen > t.n)",
    /* … and against what payments carry: the last one takes all that is left. */
    "SELECT 'payments: deductions', (SELECT sum(deduction_fen) FROM payment_result),"
    " (SELECT coalesce(sum(amount_fen), 0) FROM deduction_result)"
    " WHERE EXISTS (SELECT 1 FROM payment_result) AND (SELECT sum(deduction_fen) FROM payment_result)"
    " <> (SELECT coalesce(sum(amount_fen), 0) FROM deduction_result)",
    "SELECT 'payment/' || rule || ': net', net_fen, gross_fen - deduction_fen FROM payment_result"
    " WHERE net_fen IS NOT gross_fen - deduction_fen",
    /* An indicator against the records it counts. */
    "WITH r AS (SELECT k.kpi, p.label, count(*) AS all_n, sum(k.counts) AS n FROM kpi_record k"
    " JOIN kpi_result x ON x.rule = k.kpi JOIN period p ON p.label = x.period"
    " AND k.at >= p.from_on AND k.at < p.before_on GROUP BY 1, 2)"
    " SELECT 'kpi/' || x.rule || '@' || x.period || ': records', x.numerator || '/' || x.denominator,"
    " coalesce(r.n, 0) || '/' || coalesce(r.all_n, 0) FROM kpi_result x"
    " JOIN (SELECT DISTINCT kpi FROM kpi_record) listed ON listed.kpi = x.rule"
    " LEFT JOIN r ON r.kpi = x.rule AND r.label = x.period"
    " WHERE x.numerator <> coalesce(r.n, 0) OR x.denominator <> coalesce(r.all_n, 0)",
};

struct finder {
    struct arena *a;
    struct store *s;
    VEC(struct disagreement) found;
};

static void run(struct finder *f, const char *sql) {
    struct stmt *q = stmt_new(f->s, sql);
    while (stmt_step(q)) {
        struct disagreement d = {value_plain(f->a, stmt_value(q, 0)), value_plain(f->a, stmt_value(q, 1)),
                                 value_plain(f->a, stmt_value(q, 2))};
        d = (struct disagreement){str_dup(f->a, d.what), str_dup(f->a, d.one), str_dup(f->a, d.other)};
        VEC_PUSH(f->a, &f->found, d);
    }
    stmt_free(q);
}

/* Records of a type by its main date. */
static void run_records(struct finder *f, const struct record_type *t) {
    str sql = str_fmt(f->a, BY_PERIOD("'%.*s'", "\"%.*s\"", "count(*)", "\"%.*s\""), STR_ARG(t->name.v),
                      STR_ARG(t->columns[t->date].name.v), STR_ARG(t->name.v));
    run(f, str_z(f->a, sql));
}

size_t figures_disagree(struct arena *a, struct store *s, struct disagreement **out) {
    struct finder f = {.a = a, .s = s};
    const struct record_types *types = store_types(s);
    for (size_t i = 0; i < types->n; i++)
        run_records(&f, &types->at[i]);
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        run(&f, checks[i]);
    *out = f.found.at;
    return f.found.n;
}
