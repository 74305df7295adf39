/* figures.c - the figures of the store that an acceptance freezes. */
#include "archive/accepted.h"

/* code, basis, clause, period, outcome, value, fen, due_on. Rows of a kind that share code and basis are numbered. */
static const char *const figures_sql =
    "SELECT 'kpi/' || rule || '@' || period, NULL, clause, period, outcome, numerator || '/' || denominator "
    "||"
    " CASE WHEN gross_min IS NULL THEN '' ELSE ' gross ' || gross_min || ' excluded ' || excluded_min ||"
    " ' unknown ' || unknown_min END, NULL, NULL, row_number() OVER (PARTITION BY rule, period ORDER BY "
    "rowid)"
    " FROM kpi_result"
    " UNION ALL SELECT 'obligation/' || rule || '@' || period, NULL, clause, period, outcome,"
    " found || '/' || needed || coalesce(' ' || fulfilled_at, ''), NULL, NULL,"
    " row_number() OVER (PARTITION BY rule, period ORDER BY rowid) FROM obligation_result"
    " UNION ALL SELECT 'deduction/' || rule || '@' || period, basis, clause, period, NULL,"
    " occurrences || ' × ' || money_text(amount_fen), amount_fen, NULL,"
    " row_number() OVER (PARTITION BY rule, period, basis ORDER BY rowid) FROM deduction_result"
    " UNION ALL SELECT 'payment/' || rule, NULL, clause, NULL, NULL, due_on || ' ' || money_text(gross_fen) "
    "||"
    " ' - ' || money_text(deduction_fen) || ' = ' || money_text(net_fen), deduction_fen, due_on, 1"
    " FROM payment_result WHERE due_on IS NOT NULL"
    " UNION ALL SELECT 'method/' || key, NULL, NULL, NULL, NULL, answer, NULL, NULL, 1 FROM method";

static sval text_of(struct arena *a, const struct stmt *q, int column) {
    return (sval){.v = stmt_is_null(q, column) ? str_none() : str_dup(a, stmt_text(q, column))};
}

static bool within(const struct period *p, const struct period *periods, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (p->from >= periods[i].from && p->to <= periods[i].to)
            return true;
    return false;
}

static bool is_settled(const struct accepted *acc, str code) {
    for (size_t i = 0; i < acc->n_settled; i++)
        if (str_eq(acc->settled[i].payment, str_slice(code, S("payment/").n, code.n)))
            return true;
    return false;
}

/* A payment belongs to the first acceptance on or after its day, the method to each. */
static bool belongs(const struct stmt *q, const struct contract *c, const struct scope *scope) {
    struct period p;
    if (!stmt_is_null(q, 3))
        return period_parse(c->term, stmt_text(q, 3), &p) && within(&p, scope->periods, scope->n);
    int64_t due = stmt_time(q, 7);
    return due == CIVIL_NONE || civil_day(due) <= scope->due_by || is_settled(scope->acc, stmt_text(q, 0));
}

struct figures figures_of(struct arena *a, struct store *s, const struct contract *c,
                          const struct scope *scope) {
    struct figures list = {0};
    struct stmt *q = stmt_new(s, figures_sql);
    while (stmt_step(q)) {
        if (!belongs(q, c, scope))
            continue;
        struct figure f = {.code = text_of(a, q, 0),
                           .basis = text_of(a, q, 1),
                           .clause = text_of(a, q, 2),
                           .outcome = text_of(a, q, 4),
                           .value = text_of(a, q, 5)};
        if (stmt_int(q, 8) > 1)
            f.basis.v = str_fmt(a, "%.*s#%lld", STR_ARG(f.basis.v), (long long)stmt_int(q, 8));
        f.fen = (struct intval){.v = stmt_int(q, 6), .set = !stmt_is_null(q, 6)};
        VEC_PUSH(a, &list, f);
    }
    stmt_free(q);
    return list;
}
