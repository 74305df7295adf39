/* cmd_check.c - lvyue check DIR [--clauses]: is the folder sound, and is every clause accounted for. */
#include "cli/font_choices.h"
#include "cli/job.h"
#include "cli/text_table.h"

static void print_clauses(struct job *j) {
    enum lang lang = j->v->lang;
    struct text_table t = {.a = j->a, .n_columns = 3, .max_columns = 64};
    text_table_cell(&t, str_from(tr(lang, "clause", "条款")));
    text_table_cell(&t, str_from(tr(lang, "covered by", "覆盖方式")));
    text_table_cell(&t, str_from(tr(lang, "words", "原文")));
    struct stmt *q = stmt_new(
        j->store,
        "SELECT id, coalesce(covered_by, ''), coalesce(not_judged, ''), text FROM clause ORDER BY rowid");
    while (stmt_step(q)) {
        str not_judged = stmt_text(q, 2);
        text_table_cell(&t, stmt_text(q, 0));
        text_table_cell(&t, not_judged.n ? str_fmt(j->a, "%s%.*s", tr(lang, "not judged: ", "不判定："),
                                                   STR_ARG(not_judged))
                                         : stmt_text(q, 1));
        text_table_cell(&t, stmt_text(q, 3));
    }
    stmt_free(q);
    text_table_print(&t, j->v->out, "");
}

static void add_masked(void *ctx, const struct masked_text *m) {
    struct text_table *t = ctx;
    text_table_cell(t, m->source);
    text_table_cell(t, m->column);
    text_table_cell(t, m->text);
}

static void print_masked(struct job *j) {
    enum lang lang = j->v->lang;
    struct text_table t = {.a = j->a, .n_columns = 3, .max_columns = 64};
    text_table_cell(&t, str_from(tr(lang, "place", "位置")));
    text_table_cell(&t, str_from(tr(lang, "field", "字段")));
    text_table_cell(&t, str_from(tr(lang, "as printed", "打印内容")));
    store_masked(j->store, add_masked, &t);
    text_table_print(&t, j->v->out, "");
}

static void print_counts(struct job *j) {
    enum lang lang = j->v->lang;
    FILE *out = j->v->out;
    fprintf(out, tr(lang, "contract %.*s: %zu clauses, %lld rules\n", "合同 %.*s：%zu 条条款，%lld 条规则\n"),
            STR_ARG(j->contract->head.id.v), j->contract->clauses.n,
            (long long)store_count(j->store, S("rule")));
    struct text_table t = {.a = j->a, .n_columns = 3, .right = 1u << 2};
    text_table_cell(&t, str_from(tr(lang, "records", "记录")));
    text_table_cell(&t, S(""));
    text_table_cell(&t, str_from(tr(lang, "rows", "行数")));
    for (size_t i = 0; i < j->types->n; i++) {
        const struct record_type *type = &j->types->at[i];
        int64_t n = store_count(j->store, type->name.v);
        if (n == 0)
            continue;
        text_table_cell(&t, type->name.v);
        text_table_cell(&t, type->title.v);
        text_table_cell(&t, str_fmt(j->a, "%lld", (long long)n));
    }
    text_table_print(&t, out, "  ");
    fprintf(out, "%s\n",
            diags_warnings(j->d) ? tr(lang, "no errors; see the warnings above", "无错误；请看上面的警告")
                                 : tr(lang, "no errors", "无错误"));
}

/* Fonts the contract asks for; the usual ones are the system's affair. */
static void check_fonts(struct job *j) {
    const struct font_choice *choices;
    if (font_choices(j, &choices) && choices)
        fonts_close(fonts_open(j->a, j->d, choices, &j->f));
}

int command_check(struct invocation *v) {
    struct job j;
    int code = job_open(&j, v, JOB_CHECKED);
    if (code == EXIT_DONE) {
        job_refuse_moved(&j);
        job_warn_copies(&j);
        check_fonts(&j);
        code = job_finish(&j, EXIT_DONE);
    }
    if (code == EXIT_DONE) {
        if (v->option[OPT_MASKED].p)
            print_masked(&j);
        else if (v->option[OPT_CLAUSES].p)
            print_clauses(&j);
        else
            print_counts(&j);
    }
    job_close(&j);
    return code;
}
