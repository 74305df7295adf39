/* cmd_status.c - lvyue status DIR: one page for the project manager, 80 columns wide.
 *
 * Each section is one query over the verdict tables and a heading; an empty section says so.
 */
#include "cli/job.h"
#include "cli/text_table.h"
#include "store/verdicts.h"

enum { TERMINAL = 80 }; /* columns */

struct section {
    const char *en, *zh;                 /* heading */
    const char *columns_en, *columns_zh; /* separated by "|" */
    const char *empty_en, *empty_zh;
    unsigned right;  /* right-aligned columns */
    const char *sql; /* :on, :soon (30 days later) */
};

static const struct section sections[] = {
    {"KPIs", "考核指标", "KPI|period|value|demanded|outcome|allowance", "指标|周期|完成值|目标|结论|剩余容限",
     "no KPI period has begun", "尚无考核周期开始", 1u << 2 | 1u << 3 | 1u << 5,
     "SELECT r.name, k.period, CASE WHEN k.denominator > 0 THEN percent_text(k.numerator, k.denominator, 2) "
     "ELSE '—' END,"
     " r.demand, k.outcome, coalesce(CASE WHEN k.gross_min IS NULL THEN k.allowance ELSE "
     "duration_text(k.allowance) END, '—')"
     " FROM kpi_result k JOIN rule r ON r.kind = 'kpi' AND r.id = k.rule"
     " WHERE k.denominator > 0 OR k.outcome <> 'pending' ORDER BY r.position, k.period"},
    {"time limits", "时限履行", "target|met|missed|no evidence|pending|exempt",
     "时限|达标|未达标|无证据|未到期|免责", "no incident yet", "尚无故障记录", 62u,
     "SELECT r.name, sum(t.outcome = 'met'), sum(t.outcome = 'missed'), sum(t.outcome = 'unproven'),"
     " sum(t.outcome = 'pending'), sum(t.outcome = 'exempt')"
     " FROM target_result t JOIN rule r ON r.kind = 'target' AND r.id = t.rule GROUP BY r.position ORDER BY "
     "r.position"},
    {"missed or late obligations", "逾期或缺失事项", "obligation|times|period|due|done",
     "事项|次数|周期|期限|完成", "none", "无", 1u << 1,
     "SELECT r.name, count(*), CASE WHEN count(*) > 1 THEN min(o.period) || ' … ' || max(o.period) ELSE "
     "o.period END,"
     " coalesce(min(o.due_by), '—'), coalesce(substr(max(o.fulfilled_at), 1, 10), '—')"
     " FROM obligation_result o JOIN rule r ON r.kind = 'obligation' AND r.id = o.rule"
     " WHERE o.outcome IN ('missed', 'unproven') GROUP BY o.rule, o.fulfilled_at IS NULL, CASE WHEN r.every "
     "IN ('day', 'workday')"
     " THEN '' ELSE o.period END UNION ALL SELECT coalesce(d.title, d.template), 1, d.period, d.due_by,"
     " coalesce(substr(d.submitted_at, 1, 10), '—') FROM document_due d WHERE d.due_by < :on AND"
     " (d.submitted_at IS NULL OR substr(d.submitted_at, 1, 10) > d.due_by) ORDER BY 4, 1"},
    {"checks not met", "不符合项", "check|record|source", "检查|记录|来源", "none", "无", 0,
     "SELECT r.name, c.record_id, c.source FROM check_result c JOIN rule r ON r.kind = 'check' AND r.id = "
     "c.rule"
     " WHERE c.outcome IN ('missed', 'unproven') ORDER BY r.position, c.record_id"},
    {"due within 30 days", "30 天内到期", "what|for|due", "事项|周期或记录|期限", "none", "无", 0,
     "SELECT name, what, coalesce(due, '—') FROM (SELECT r.name AS name, r.position AS position, "
     "min(o.due_by) AS due,"
     " CASE WHEN count(*) > 1 THEN min(o.period) || ' … ' || max(o.period) ELSE min(o.period) END AS what"
     " FROM obligation_result o JOIN rule r ON r.kind = 'obligation' AND r.id = o.rule"
     " WHERE o.outcome = 'pending' AND (o.due_by <= :soon OR o.due_by IS NULL AND EXISTS (SELECT 1 FROM "
     "period p"
     " WHERE p.label = o.period AND p.label <> 'contract' AND p.last_on <= :soon)) GROUP BY r.position"
     " UNION ALL SELECT r.name, r.position, t.due_at, coalesce(t.record_id, t.source)"
     " FROM target_result t JOIN rule r ON r.kind = 'target' AND r.id = t.rule"
     " WHERE t.outcome = 'pending' AND t.due_at < date(:soon, '+1 day')"
     " UNION ALL SELECT coalesce(d.title, d.template), 1000000 + d.position, d.due_by, d.period"
     " FROM document_due d WHERE d.submitted_at IS NULL AND d.due_by BETWEEN :on AND :soon) ORDER BY due, "
     "position"},
    {"open without a date, needed for acceptance", "验收前须完成（合同未定期限）", "obligation|period",
     "事项|周期", "none", "无", 0,
     "SELECT r.name, o.period FROM obligation_result o JOIN rule r ON r.kind = 'obligation' AND r.id = o.rule"
     " WHERE o.outcome = 'pending' AND o.due_by IS NULL AND o.period = 'contract' ORDER BY r.position"},
    {"disputed: the buyer's figures and the supplier's", "争议指标：甲方口径与乙方口径",
     "KPI|period|buyer||supplier||records in dispute", "指标|周期|甲方口径||乙方口径||争议记录",
     "nothing depends on a disputed record", "没有指标取决于争议记录", 1u << 2 | 1u << 4,
     "SELECT r.name, b.period, CASE WHEN b.denominator > 0 THEN percent_text(b.numerator, b.denominator, 2) "
     "ELSE '—' END, b.outcome,"
     " CASE WHEN s.denominator > 0 THEN percent_text(s.numerator, s.denominator, 2) ELSE '—' END, s.outcome, "
     "b.records"
     " FROM kpi_dispute b JOIN kpi_dispute s ON s.rule = b.rule AND s.period = b.period AND s.view = "
     "'supplier'"
     " JOIN rule r ON r.kind = 'kpi' AND r.id = b.rule WHERE b.view = 'buyer' ORDER BY b.decides DESC, "
     "b.rowid"},
    {"disputed sums", "争议金额", "deduction or payment|for|buyer|supplier|records in dispute",
     "扣款或付款|依据|甲方口径（元）|乙方口径（元）|争议记录", "none", "无", 1u << 2 | 1u << 3,
     "SELECT * FROM (SELECT r.name, b.basis, money_text(b.amount_fen), money_text(s.amount_fen), b.records "
     "FROM deduction_dispute b"
     " JOIN deduction_dispute s ON s.rule = b.rule AND s.basis = b.basis AND s.view = 'supplier'"
     " JOIN rule r ON r.kind = 'deduction' AND r.id = b.rule WHERE b.view = 'buyer' ORDER BY b.rowid)"
     " UNION ALL SELECT * FROM (SELECT r.name, coalesce(b.due_on, '—'), money_text(b.net_fen), "
     "money_text(s.net_fen), '' FROM payment_dispute b"
     " JOIN payment_dispute s ON s.rule = b.rule AND s.view = 'supplier'"
     " JOIN rule r ON r.kind = 'payment' AND r.id = b.rule WHERE b.view = 'buyer' ORDER BY b.rowid)"},
    {"missing evidence", "缺少的证据", "for|times|record|missing|needed for", "事项|次数|记录|缺少|用于",
     "none", "无", 1u << 1,
     "SELECT coalesce(r.name, t.title, g.what), count(*), min(g.record) || CASE WHEN count(*) > 1 THEN ' …' "
     "ELSE '' END,"
     " coalesce((SELECT group_concat(c.title, '、') FROM record_column c WHERE c.record_type = g.record_type"
     " AND instr('、' || g.column || '、', '、' || c.name || '、')), '—'),"
     " CASE WHEN instr(g.needed_for, '、') THEN substr(g.needed_for, 1, instr(g.needed_for, '、') - 1) || ' "
     "…' ELSE coalesce(g.needed_for, '') END"
     " FROM evidence_gap g LEFT JOIN rule r ON r.id = g.rule AND r.kind = CASE g.what WHEN 'outage' THEN "
     "'kpi' ELSE g.what END"
     " LEFT JOIN record_type t ON t.name = g.record_type GROUP BY g.what, g.rule, g.column, g.needed_for "
     "ORDER BY min(g.rowid)"},
    {"deductions to date", "累计扣款", "rule|period|for|sum|running total",
     "扣款规则|周期|依据|金额（元）|累计（元）", "none", "无", 1u << 3 | 1u << 4,
     "SELECT r.name, d.period, d.basis, money_text(d.amount_fen), money_text(d.running_fen)"
     " FROM deduction_result d JOIN rule r ON r.kind = 'deduction' AND r.id = d.rule ORDER BY d.rowid"},
    {"payments", "付款节点", "payment|due|gross|deducted|net|missing",
     "付款|应付日|金额（元）|扣款（元）|应付（元）|尚缺", "the contract names no payments",
     "合同未约定付款节点", 1u << 2 | 1u << 3 | 1u << 4,
     "SELECT r.name, p.due_on, money_text(p.gross_fen), money_text(p.deduction_fen), money_text(p.net_fen),"
     " CASE WHEN coalesce(p.missing, '') = '' THEN '' ELSE length(p.missing) - length(replace(p.missing, "
     "'、', '')) + 1 END"
     " FROM payment_result p JOIN rule r ON r.kind = 'payment' AND r.id = p.rule ORDER BY p.due_on"},
    {"missing before payment", "付款前尚缺", "payment|missing", "付款|尚缺", "nothing", "无", 0,
     "WITH RECURSIVE one(payment, due, item, rest, n) AS (SELECT rule, due_on, '', missing || '、', 0 FROM"
     " payment_result WHERE coalesce(missing, '') <> '' UNION ALL SELECT payment, due, substr(rest, 1,"
     " instr(rest, '、') - 1), substr(rest, instr(rest, '、') + 1), n + 1 FROM one WHERE rest <> '')"
     " SELECT p.name, coalesce((SELECT r.name FROM rule r WHERE r.id = o.item AND r.kind <> 'deduction'"
     " LIMIT 1), (SELECT t.title FROM record_type t WHERE t.name = o.item), (SELECT d.title FROM"
     " contract_document d WHERE d.template = o.item AND d.title IS NOT NULL), o.item)"
     " FROM one o JOIN rule p ON p.kind = 'payment' AND p.id = o.payment WHERE o.n > 0"
     " ORDER BY o.due, p.position, o.n"},
};

static void add_header(struct text_table *t, const char *columns) {
    str rest = str_from(columns), name;
    while (str_cut(&rest, '|', &name)) {
        text_table_cell(t, name);
        t->n_columns++;
    }
}

static str cell_text(const struct stmt *q, int c, enum lang lang) {
    enum outcome outcome;
    str text = stmt_text(q, c);
    return outcome_parse(text, &outcome) ? outcome_word(outcome, lang) : text;
}

static void print_section(struct job *j, const struct section *s) {
    enum lang lang = j->v->lang;
    FILE *out = j->v->out;
    struct text_table t = {.a = j->a, .right = s->right, .fit = TERMINAL};
    add_header(&t, tr(lang, s->columns_en, s->columns_zh));
    struct stmt *q = stmt_new(j->store, s->sql);
    for (int i = 1; i <= stmt_params(q); i++)
        stmt_bind_text(
            q, i, civil_text_day(j->a, str_eqz(stmt_param_name(q, i), "soon") ? j->v->on + 30 : j->v->on));
    size_t rows = 0;
    for (; stmt_step(q); rows++)
        for (int c = 0; c < stmt_columns(q); c++)
            text_table_cell(&t, cell_text(q, c, lang));
    stmt_free(q);
    const char *heading = tr(lang, s->en, s->zh), *empty = tr(lang, s->empty_en, s->empty_zh);
    fprintf(out, "\n%s", heading);
    if (rows == 0) {
        bool fits = utf8_columns(str_from(heading)) + utf8_columns(str_from(empty)) + 2 <= TERMINAL;
        fprintf(out, "%s%s\n", fits ? tr(lang, ": ", "：") : "\n  ", empty);
        return;
    }
    putc('\n', out);
    text_table_print(&t, out, "  ");
}

static bool anything_missed(struct store *s) {
    return store_int(s,
                     "SELECT EXISTS (SELECT 1 FROM target_result WHERE outcome IN ('missed','unproven'))"
                     " OR EXISTS (SELECT 1 FROM obligation_result WHERE outcome IN ('missed','unproven'))"
                     " OR EXISTS (SELECT 1 FROM check_result WHERE outcome IN ('missed','unproven'))"
                     " OR EXISTS (SELECT 1 FROM kpi_result WHERE outcome IN ('missed','unproven'))"
                     " OR EXISTS (SELECT 1 FROM accepted_moved)",
                     0) != 0;
}

int command_status(struct invocation *v) {
    struct job j;
    int code = job_open(&j, v, JOB_JUDGED);
    if (code == EXIT_DONE) {
        job_warn_moved(&j);
        fprintf(v->out, "%.*s  %.*s\n", STR_ARG(j.contract->head.title.v),
                STR_ARG(civil_text_day(j.a, v->on)));
        for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
            print_section(&j, &sections[i]);
        code = job_finish(&j, anything_missed(j.store) ? EXIT_MISSED : EXIT_DONE);
    }
    job_close(&j);
    return code;
}
