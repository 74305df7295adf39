#include "store/verdicts.h"

static const struct {
    const char *name, *zh, *en;
} outcomes[OUTCOME__MAX] = {
    [OUTCOME_MET] = {"met", "达标", "met"},
    [OUTCOME_MISSED] = {"missed", "未达标", "missed"},
    [OUTCOME_PENDING] = {"pending", "未到期", "not yet due"},
    [OUTCOME_UNPROVEN] = {"unproven", "无证据", "unproven"},
    [OUTCOME_EXEMPT] = {"exempt", "免责", "exempt"},
};

str outcome_name(enum outcome o) {
    return str_from(outcomes[o].name);
}

str outcome_word(enum outcome o, enum lang lang) {
    return str_from(lang == LANG_ZH ? outcomes[o].zh : outcomes[o].en);
}

bool outcome_parse(str s, enum outcome *out) {
    for (int i = 0; i < OUTCOME__MAX; i++)
        if (str_eqz(s, outcomes[i].name)) {
            *out = (enum outcome)i;
            return true;
        }
    return false;
}

/* Narrow tables of their own, written one after the other: they read several times faster than verdicts kept
 * beside the facts. Nothing is UNIQUE: assess writes each verdict once. */
const char *const verdict_tables_sql =
    "CREATE TABLE target_result(rule TEXT, clause TEXT, record_type TEXT, record_id TEXT, from_at TEXT,"
    " to_at TEXT, due_at TEXT, limit_text TEXT, limit_min NUMERIC, elapsed_min NUMERIC, paused_min NUMERIC,"
    " outcome TEXT, belongs_at TEXT, source TEXT, rule_source TEXT, late_min NUMERIC, disputed INTEGER);"
    "CREATE TABLE outage(system TEXT, from_at TEXT, to_at TEXT, gross_min NUMERIC, excluded_min NUMERIC,"
    " incidents TEXT, source TEXT, rule TEXT);"
    "CREATE TABLE obligation_result(rule TEXT, clause TEXT, period TEXT, from_on TEXT, due_by TEXT,"
    " fulfilled_at TEXT, record_id TEXT, found INTEGER, needed INTEGER, outcome TEXT, source TEXT,"
    " rule_source TEXT, timing TEXT);"
    "CREATE TABLE check_result(rule TEXT, clause TEXT, record_type TEXT, record_id TEXT, outcome TEXT,"
    " belongs_at TEXT, source TEXT, rule_source TEXT, disputed INTEGER);"
    "CREATE TABLE kpi_result(rule TEXT, clause TEXT, period TEXT, numerator NUMERIC, denominator NUMERIC,"
    " value REAL, target REAL, outcome TEXT, gross_min NUMERIC, excluded_min NUMERIC, unknown_min NUMERIC,"
    " allowance NUMERIC, rule_source TEXT);"
    "CREATE TABLE deduction_result(rule TEXT, clause TEXT, period TEXT, basis TEXT, basis_fen INTEGER,"
    " occurrences INTEGER, amount_fen INTEGER, running_fen INTEGER, formula TEXT, capped INTEGER,"
    " rule_source TEXT, points NUMERIC, late_hours INTEGER, exempt INTEGER);"
    "CREATE TABLE payment_result(rule TEXT, clause TEXT, due_on TEXT, gross_fen INTEGER, deduction_fen "
    "INTEGER,"
    " net_fen INTEGER, missing TEXT, rule_source TEXT);"
    "CREATE TABLE kpi_evidence(rule TEXT, period TEXT, record_type TEXT, record_id TEXT, at TEXT, counted "
    "INTEGER,"
    " outcome TEXT, figure TEXT, source TEXT);"
    "CREATE TABLE kpi_dispute(rule TEXT, clause TEXT, period TEXT, view TEXT, numerator NUMERIC,"
    " denominator NUMERIC, value REAL, outcome TEXT, deduction_fen INTEGER, records TEXT, decides INTEGER,"
    " rule_source TEXT);"
    "CREATE TABLE deduction_dispute(rule TEXT, clause TEXT, period TEXT, basis TEXT, view TEXT,"
    " occurrences INTEGER, amount_fen INTEGER, running_fen INTEGER, formula TEXT, records TEXT,"
    " rule_source TEXT);"
    "CREATE TABLE payment_dispute(rule TEXT, clause TEXT, due_on TEXT, view TEXT, gross_fen INTEGER,"
    " deduction_fen INTEGER, net_fen INTEGER, missing TEXT, rule_source TEXT);"
    "CREATE TABLE exclusion_result(id TEXT, kind TEXT, system TEXT, incident TEXT, from_at TEXT, to_at TEXT,"
    " applied INTEGER, why TEXT, source TEXT, request TEXT, rules TEXT);"
    "CREATE TABLE pause_result(incident TEXT, reason TEXT, from_at TEXT, to_at TEXT, applied INTEGER,"
    " why TEXT, source TEXT, request TEXT);"
    "CREATE TABLE document_due(template TEXT, title TEXT, period TEXT, record_id TEXT, due_by TEXT,"
    " submitted_at TEXT, position INTEGER, rule_source TEXT);"
    "CREATE TABLE duplicate_result(record_id TEXT, merged_into TEXT, reported_at TEXT, starts_at TEXT,"
    " source TEXT);"
    "CREATE TABLE target_stop(rule TEXT, record_id TEXT, starts_at TEXT, clock TEXT, from_at TEXT, to_at "
    "TEXT,"
    " stopped_min NUMERIC, source TEXT);"
    "CREATE TABLE kpi_record(kpi TEXT, record_type TEXT, record_id TEXT, at TEXT, counts INTEGER, source "
    "TEXT);"
    "CREATE TABLE deduction_term(rule TEXT, period TEXT, basis TEXT, basis_fen INTEGER, percent REAL, factor "
    "NUMERIC,"
    " points NUMERIC, quantity INTEGER, unit TEXT, amount_fen INTEGER);"
    "CREATE TABLE evidence_gap(what TEXT, rule TEXT, record_type TEXT, record TEXT, \"column\" TEXT,"
    " needed_for TEXT, source TEXT);";
