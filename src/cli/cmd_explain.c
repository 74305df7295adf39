/* cmd_explain.c - lvyue explain DIR FIGURE: where a printed figure comes from. */
#include "cli/job.h"
#include "explain/explain.h"

/* A list of figure codes is some kilobytes; a stream without an end must not fill the memory. */
#define INPUT_MAX ((size_t)64 << 20)

/* false: standard input cannot be read (said), or is too long. */
static bool read_input(struct job *j, str *out) {
    struct sb b = {.a = j->a};
    char part[4096];
    size_t n;
    while (b.n < INPUT_MAX && (n = fread(part, 1, sizeof part, stdin)) > 0)
        sb_add(&b, (str){part, n});
    if (ferror(stdin) || b.n >= INPUT_MAX) {
        failure_text(&j->f, str_from(tr(j->v->lang, "standard input cannot be read", "标准输入无法读取")));
        return false;
    }
    *out = b.n ? sb_str(&b) : S("");
    return true;
}

static void answer_lines(struct job *j, struct explain *x) {
    str text, name = str_from(tr(j->v->lang, "standard input", "标准输入"));
    if (!read_input(j, &text))
        return;
    if (utf8_valid(text))
        explain_lines(x, source_new(j->a, name, text));
    else
        diag0(j->d, DIAG_NOT_UTF8, file_place(name));
}

int command_explain(struct invocation *v) {
    str format = v->option[OPT_FORMAT].p ? v->option[OPT_FORMAT] : S("text");
    bool json = str_eqz(format, "json");
    if (!json && !str_eqz(format, "text")) {
        fprintf(v->err,
                tr(v->lang, "lvyue: explain --format takes text or json, not '%.*s'\n",
                   "lvyue：explain --format 取 text 或 json，而不是“%.*s”\n"),
                STR_ARG(format));
        return EXIT_USAGE;
    }
    struct job j;
    int code = job_open(&j, v, JOB_JUDGED);
    if (code == EXIT_DONE) {
        job_warn_moved(&j);
        struct explain x = {.a = j.a,
                            .d = j.d,
                            .lang = v->lang,
                            .store = j.store,
                            .contract = j.contract,
                            .calendars = j.calendars,
                            .holidays = j.holidays,
                            .on = v->on,
                            .settled = j.accepted->settled,
                            .n_settled = j.accepted->n_settled,
                            .out = v->out,
                            .json = json};
        if (str_eqz(v->operand, "-"))
            answer_lines(&j, &x);
        else
            explain_figure(&x, v->operand,
                           (struct place){.file = S("FIGURE"), .line = 1, .col = 1, .text = v->operand});
        code = job_finish(&j, EXIT_DONE);
    }
    job_close(&j);
    return code;
}
