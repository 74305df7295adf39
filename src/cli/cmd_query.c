/* cmd_query.c - lvyue query DIR SQL: the store as a table, CSV or JSON. */
#include <math.h>

#include "cli/job.h"
#include "cli/text_table.h"

static void print_csv_cell(FILE *to, str s) {
    bool quote = false;
    for (size_t i = 0; i < s.n; i++)
        quote |= s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r';
    if (quote)
        putc('"', to);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            putc('"', to);
        putc(s.p[i], to);
    }
    if (quote)
        putc('"', to);
}

/* The first step comes before the header: a statement that fails prints nothing. */
static void print_csv(struct stmt *q, FILE *to) {
    int n = stmt_columns(q);
    bool row = stmt_step(q);
    if (stmt_failed(q))
        return;
    for (int c = 0; c < n; c++) {
        if (c)
            putc(',', to);
        print_csv_cell(to, stmt_column_name(q, c));
    }
    fputs("\r\n", to); /* RFC 4180 */
    for (; row; row = stmt_step(q)) {
        for (int c = 0; c < n; c++) {
            if (c)
                putc(',', to);
            print_csv_cell(to, stmt_text(q, c));
        }
        fputs("\r\n", to);
    }
}

static void print_json_text(FILE *to, str s) {
    putc('"', to);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            fprintf(to, "\\%c", c);
        else if (c < 0x20)
            fprintf(to, "\\u%04x", c);
        else
            putc(c, to);
    }
    putc('"', to);
}

static void print_json_value(FILE *to, const struct stmt *q, int c) {
    struct value v = stmt_value(q, c);
    if (v.kind == VALUE_NULL || (v.kind == VALUE_REAL && !isfinite(v.r)))
        fputs("null", to);
    else if (v.kind == VALUE_TEXT)
        print_json_text(to, v.text);
    else
        fprintf(to, "%.*s", STR_ARG(stmt_text(q, c)));
}

static void print_json(struct stmt *q, FILE *to) {
    bool first = true, row = stmt_step(q);
    if (stmt_failed(q))
        return;
    putc('[', to);
    for (; row; row = stmt_step(q)) {
        fputs(first ? "\n  {" : ",\n  {", to);
        first = false;
        for (int c = 0; c < stmt_columns(q); c++) {
            if (c)
                fputs(", ", to);
            print_json_text(to, stmt_column_name(q, c));
            fputs(": ", to);
            print_json_value(to, q, c);
        }
        putc('}', to);
    }
    fputs(first ? "]\n" : "\n]\n", to);
}

static void print_table(struct stmt *q, struct arena *a, FILE *to) {
    struct text_table t = {.a = a, .n_columns = (size_t)stmt_columns(q), .max_columns = 60};
    for (int c = 0; c < stmt_columns(q); c++)
        text_table_cell(&t, stmt_column_name(q, c));
    unsigned numbers = ~0u;
    while (stmt_step(q))
        for (int c = 0; c < stmt_columns(q); c++) {
            if (c < 32 && stmt_value(q, c).kind == VALUE_TEXT)
                numbers &= ~(1u << c);
            text_table_cell(&t, stmt_text(q, c));
        }
    t.right = t.cells.n > t.n_columns ? numbers : 0;
    if (!stmt_failed(q))
        text_table_print(&t, to, "");
}

int command_query(struct invocation *v) {
    str format = v->option[OPT_FORMAT].p ? v->option[OPT_FORMAT] : S("table");
    bool csv = str_eqz(format, "csv"), json = str_eqz(format, "json");
    if (!csv && !json && !str_eqz(format, "table")) {
        fprintf(v->err,
                tr(v->lang, "lvyue: query --format takes table, csv or json, not '%.*s'\n",
                   "lvyue：query --format 取 table、csv 或 json，而不是“%.*s”\n"),
                STR_ARG(format));
        return EXIT_USAGE;
    }
    struct job j;
    int code = job_open(&j, v, JOB_JUDGED);
    if (code == EXIT_DONE) {
        job_warn_moved(&j);
        struct place at = {.file = S("SQL"), .line = 1, .col = 1, .text = v->operand};
        struct stmt *q = stmt_user(j.store, j.d, at, v->operand, 0);
        if (q) {
            if (csv)
                print_csv(q, v->out);
            else if (json)
                print_json(q, v->out);
            else
                print_table(q, j.a, v->out);
            stmt_free(q);
        }
        code = job_finish(&j, EXIT_DONE);
    }
    job_close(&j);
    return code;
}
