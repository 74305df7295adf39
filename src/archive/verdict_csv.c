#include "archive/verdict_csv.h"

const char *const verdict_csv_tables[] = {
    "target_result",     "outage",           "obligation_result", "check_result",      "kpi_result",
    "deduction_result",  "payment_result",   "kpi_dispute",       "deduction_dispute", "payment_dispute",
    "exclusion_result",  "pause_result",     "duplicate_result",  "evidence_gap",      "acceptance",
    "correction_figure", "correction_cause",
};
const size_t verdict_csv_count = sizeof verdict_csv_tables / sizeof *verdict_csv_tables;

/* A number may begin with "-". */
static bool is_formula(str s, bool text) {
    return text && str_is_formula(s);
}

static void put_cell(struct sb *b, str s, bool text) {
    bool quote = (text && s.n == 0) || is_formula(s, text);
    for (size_t i = 0; i < s.n; i++)
        quote |= s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r';
    if (!quote) {
        sb_add(b, s);
        return;
    }
    sb_addz(b, is_formula(s, text) ? "\"'" : "\"");
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            sb_char(b, '"');
        sb_char(b, s.p[i]);
    }
    sb_char(b, '"');
}

static bool put_line(struct sb *b, FILE *to) {
    sb_addz(b, "\r\n");
    return fwrite(b->p, 1, b->n, to) == b->n;
}

static bool put_row(struct arena *a, const struct stmt *q, FILE *to) {
    struct sb b = {.a = a};
    for (int c = 0; c < stmt_columns(q); c++) {
        if (c)
            sb_char(&b, ',');
        if (!stmt_is_null(q, c))
            put_cell(&b, stmt_text(q, c), stmt_value(q, c).kind == VALUE_TEXT);
    }
    return put_line(&b, to);
}

bool verdict_csv_write(struct arena *a, struct store *s, const char *table, bool masked, FILE *to) {
    struct stmt *q = stmt_new(s, str_fmt(a, "SELECT * FROM %s ORDER BY rowid", table).p);
    if (masked)
        stmt_mask(q);
    struct sb head = {.a = a};
    for (int c = 0; c < stmt_columns(q); c++)
        sb_fmt(&head, "%s%.*s", c ? "," : "", STR_ARG(stmt_column_name(q, c)));
    bool ok = put_line(&head, to);
    while (ok && stmt_step(q)) {
        struct arena_mark mark = arena_mark(a);
        ok = put_row(a, q, to);
        arena_rewind(a, mark);
    }
    stmt_free(q);
    return ok && fflush(to) == 0;
}
