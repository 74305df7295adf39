/* explain.c - figure codes: which kind of figure a code means, what exists, and the nearest one where it does not. */
#include "explain/explain.h"

#include "explain/answer.h"

/* What exists of a kind: code, name, outcome, value, source, the day it belongs to or its period, id of the rule. */
struct figure_kind {
    const char *name;
    figure_answer *answer;
    enum rule_kind rule; /* RULE__MAX: codes of this kind begin with no rule's id */
    const char *sql;
};
enum { CODE, CODE_NAME, CODE_OUTCOME, CODE_VALUE, CODE_SOURCE, CODE_DAY, CODE_PERIOD, CODE_ID };

#define RULE_OF(kind, table) " LEFT JOIN rule r ON r.kind = '" kind "' AND r.id = " table ".rule"

static const struct figure_kind kinds[] = {
    {"kpi", answer_kpi, RULE_KPI,
     "SELECT 'kpi/' || k.rule || '@' || k.period, r.name, k.outcome,"
     " CASE WHEN k.denominator > 0 THEN percent_text(k.numerator, k.denominator) END, k.rule_source, NULL, "
     "k.period,"
     " k.rule FROM kpi_result k" RULE_OF("kpi", "k") " ORDER BY k.rowid"},
    {"target", answer_target, RULE_TARGET,
     "SELECT 'target/' || t.rule || '/' || coalesce(t.record_id, t.source), r.name, t.outcome, NULL, "
     "t.source,"
     " t.belongs_at, NULL, t.rule FROM target_result t" RULE_OF("target", "t") " ORDER BY t.rowid"},
    {"obligation", answer_obligation, RULE_OBLIGATION,
     "SELECT 'obligation/' || o.rule || '@' || o.period, r.name, o.outcome, o.found || '/' || o.needed,"
     " coalesce(o.source, o.rule_source), CASE WHEN o.period = 'contract' THEN o.due_by END, o.period, o.rule"
     " FROM obligation_result o" RULE_OF("obligation", "o") " ORDER BY o.rowid"},
    {"check", answer_check, RULE_CHECK,
     "SELECT 'check/' || c.rule || '/' || coalesce(c.record_id, c.source), r.name, c.outcome, NULL, c.source,"
     " c.belongs_at, NULL, c.rule FROM check_result c" RULE_OF("check", "c") " ORDER BY c.rowid"},
    {"outage", answer_outage, RULE__MAX,
     "SELECT 'outage/' || coalesce(o.system, '-') || '/' || row_number() OVER (PARTITION BY o.system ORDER BY"
     " o.from_at, o.rowid), coalesce(s.name, o.system), NULL, NULL, o.source, o.from_at, NULL, "
     "coalesce(o.system, '-')"
     " FROM outage o LEFT JOIN system s ON s.id = o.system ORDER BY o.system, o.from_at, o.rowid"},
    {"deduction", answer_deduction, RULE_DEDUCTION,
     "SELECT DISTINCT 'deduction/' || d.rule || '@' || d.period, r.name, NULL, money_text(sum(d.amount_fen)),"
     " d.rule_source, NULL, d.period, d.rule FROM deduction_result d" RULE_OF(
         "deduction", "d") " GROUP BY d.rule, d.period ORDER BY min(d.rowid)"},
    {"payment", answer_payment, RULE_PAYMENT,
     "SELECT 'payment/' || p.rule, r.name, NULL, money_text(p.net_fen), p.rule_source, p.due_on, NULL, p.rule"
     " FROM payment_result p" RULE_OF("payment", "p") " ORDER BY p.rowid"},
    {"exclusion", answer_exclusion, RULE__MAX,
     "SELECT 'exclusion/' || e.id, coalesce(e.title, e.cause), NULL, NULL, e.source_file || ':' || "
     "e.source_row,"
     " e.from_at, NULL, e.id FROM exclusion e ORDER BY e.from_at, e.rowid"},
};
#define KINDS (sizeof kinds / sizeof *kinds)

/* -- reading a code ------------------------------------------------------------------------------- */

static size_t head_length(str s) {
    size_t n = 0;
    while (n < s.n && s.p[n] != '/' && s.p[n] != '@')
        n++;
    return n;
}

/* KIND[/ID[/RECORD]] or KIND[/ID]@PERIOD; an id has neither "/" nor "@", a record may have both. */
static const struct figure_kind *read_code(str code, struct figure *f) {
    size_t n = head_length(code);
    str kind = str_slice(code, 0, n), rest = str_slice(code, n, code.n);
    *f = (struct figure){.code = code};
    if (rest.n && rest.p[0] == '/') {
        rest = str_slice(rest, 1, rest.n);
        n = head_length(rest);
        f->id = str_slice(rest, 0, n);
        rest = str_slice(rest, n, rest.n);
        if (!f->id.n || rest.n == 1)
            return NULL;
        if (rest.n && rest.p[0] == '/') {
            f->record = str_slice(rest, 1, rest.n);
            rest = S("");
        }
    }
    if (rest.n == 1)
        return NULL;
    f->period = str_slice(rest, 1, rest.n);
    for (size_t i = 0; i < KINDS; i++)
        if (str_eqz(kind, kinds[i].name))
            return &kinds[i];
    return NULL;
}

/* -- what there is -------------------------------------------------------------------------------- */

static bool known_system(const struct answer *w, str id) {
    for (size_t i = 0; i < w->c->systems.n; i++)
        if (str_eq(w->c->systems.at[i].id.v, id))
            return true;
    return str_eqz(id, "-");
}

static bool lies_within(const struct answer *w, const struct stmt *q, const struct period *within) {
    struct period p;
    int64_t t = stmt_time(q, CODE_DAY);
    if (t != CIVIL_NONE)
        return civil_day(t) >= within->from && civil_day(t) < within->to;
    return period_parse(w->c->term, stmt_text(q, CODE_PERIOD), &p) && p.from >= within->from &&
           p.to <= within->to;
}

/* The list a short code asks for. false: its id or period means nothing. */
static bool list(struct answer *w, const struct figure_kind *k, const struct figure *f) {
    static const enum label columns[] = {L_FIGURE, L_NAME, L_OUTCOME, L_VALUE, L_SOURCE};
    struct period within;
    bool known =
        !f->id.n || (k->rule < RULE__MAX ? answer_find_rule(w, k->rule, f->id, NULL) != NULL
                                         : str_eqz(str_from(k->name), "outage") && known_system(w, f->id));
    if (f->record.n || !known || (f->period.n && !period_parse(w->c->term, f->period, &within)))
        return false;
    struct stmt *q = stmt_new(w->x->store, k->sql);
    size_t n = 0;
    tell_account_begin(w->t, f->code, "list", SAY(w, P_LIST, f->code), told_none());
    tell_table_begin(w->t, L_FIGURES, columns, 5);
    while (stmt_step(q)) {
        if ((f->id.n && !str_eq(stmt_text(q, CODE_ID), f->id)) ||
            (f->period.n && !lies_within(w, q, &within)))
            continue;
        n++;
        tell_row(w->t,
                 (struct told[]){told_text(stmt_text(q, CODE)),
                                 told_text(f->id.n ? S("") : stmt_text(q, CODE_NAME)),
                                 told_outcome(stmt_text(q, CODE_OUTCOME)),
                                 told_text(stmt_text(q, CODE_VALUE)), told_text(stmt_text(q, CODE_SOURCE))});
    }
    tell_table_end(w->t);
    stmt_free(q);
    if (!n)
        tell_say(w->t, L_NOTE, SAY0(w, P_LIST_EMPTY));
    tell_account_end(w->t);
    return true;
}

/* -- answering ------------------------------------------------------------------------------------ */

static void report_unknown(struct explain *x, struct answer *w, str code, struct place at) {
    VEC(str) known = {0};
    for (size_t i = 0; i < KINDS; i++) {
        struct stmt *q = stmt_new(x->store, kinds[i].sql);
        VEC_PUSH(w->a, &known, str_from(kinds[i].name));
        while (stmt_step(q))
            VEC_PUSH(w->a, &known, stmt_keep(w, q, CODE));
        stmt_free(q);
    }
    str tail = schema_nearest_suffix(w->a, x->lang, code, known.at, known.n);
    diag2(x->d, DIAG_FIGURE_UNKNOWN, at, schema_quote(w->a, code), tail);
}

static bool answer_one(struct answer *w, str code) {
    struct figure f;
    const struct figure_kind *k = read_code(code, &f);
    return k && (k->answer(w, &f) || list(w, k, &f));
}

/* The account's memory is given back; only diagnostics keep theirs. */
static void answer_code(struct explain *x, struct tell *t, struct duty_rows *rows, str code,
                        struct place at) {
    struct answer w = {.x = x,
                       .a = arena_new(),
                       .t = t,
                       .c = x->contract,
                       .lang = x->lang,
                       .duty_rows = rows,
                       .agrees = true};
    struct failure none = {0};
    w.as = (struct assess){.a = w.a,
                           .d = x->d,
                           .store = x->store,
                           .contract = x->contract,
                           .calendars = x->calendars,
                           .on = x->on,
                           .now = day_start(x->on + 1),
                           .f = &none};
    t->scratch = w.a;
    if (!answer_one(&w, code))
        report_unknown(x, &w, code, at);
    t->scratch = x->a;
    arena_free(w.a);
}

void explain_figure(struct explain *x, str code, struct place at) {
    answer_code(x, tell_new(x->a, x->lang, x->json, x->out), NULL, code, at);
}

void explain_lines(struct explain *x, const struct source *lines) {
    struct tell *t = tell_new(x->a, x->lang, x->json, x->out);
    struct duty_rows rows = {.a = arena_new()};
    rows.clean = arena_mark(rows.a);
    tell_accounts_begin(t);
    for (size_t i = 0; i < lines->lines.n; i++) {
        struct span at = source_span(lines, lines->lines.at[i]);
        str code = str_trim(source_line(lines, at.line));
        if (code.n && code.p[0] != '#')
            answer_code(x, t, &rows, code, span_place(at));
    }
    tell_accounts_end(t);
    arena_free(rows.a);
}
