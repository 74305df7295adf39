/* cmd_build.c - lvyue build DIR: every document the contract demands, all of them or none. */
#include <stdlib.h>

#include "cli/build_documents.h"

static bool take_formats(struct build *b, struct invocation *v) {
    str list = v->option[OPT_FORMAT].p ? v->option[OPT_FORMAT] : S("pdf,xlsx"), word;
    while (str_cut(&list, ',', &word)) {
        if (str_eqz(word, "pdf")) {
            b->pdf = true;
        } else if (str_eqz(word, "xlsx")) {
            b->xlsx = true;
        } else {
            fprintf(v->err,
                    tr(v->lang, "lvyue: build --format takes pdf and xlsx, not '%.*s'\n",
                       "lvyue：build --format 取 pdf 与 xlsx，而不是“%.*s”\n"),
                    STR_ARG(word));
            return false;
        }
    }
    if (!b->pdf && !b->xlsx)
        fprintf(v->err, "%s\n",
                tr(v->lang, "lvyue: --format names no format", "lvyue：--format 未指定任何格式"));
    return b->pdf || b->xlsx;
}

static str default_out(struct invocation *v) {
    str dir = v->dir;
    while (dir.n > 1 && dir.p[dir.n - 1] == '/')
        dir.n--;
    char *real = realpath(str_z(v->a, dir), NULL);
    str name = str_dup(v->a, path_base(str_from(real ? real : ".")));
    free(real);
    return path_join(v->a, S("output"), name);
}

static int build_run(struct build *b, const struct plan *plan) {
    struct job *j = b->j;
    bool ok = batch_lock(b->batch, b->out, &j->f) && build_documents(b, plan);
    build_end(b);
    if (!ok || !batch_commit(b->batch, &j->f)) {
        batch_name_failure(b->batch, &j->f);
        batch_abort(b->batch);
        int code = job_finish(j, EXIT_INPUT);
        return b->no_font ? EXIT_SYSTEM : code;
    }
    int code = job_finish(j, EXIT_DONE);
    for (size_t i = 0; i < batch_count(b->batch); i++)
        fprintf(j->v->out, "%.*s\n", STR_ARG(batch_final(b->batch, i)));
    return code;
}

int command_build(struct invocation *v) {
    struct job j;
    struct build b = {.j = &j};
    if (!take_formats(&b, v))
        return EXIT_USAGE;
    b.out = v->option[OPT_OUT].p ? v->option[OPT_OUT] : default_out(v);
    int code = job_open(&j, v, JOB_JUDGED);
    if (code == EXIT_DONE) {
        struct plan plan = {0};
        job_refuse_moved(&j);
        code = diags_errors(j.d) ? EXIT_INPUT : plan_make(&j, &plan);
        b.batch = batch_new(j.a);
        if (code == EXIT_DONE)
            code = build_run(&b, &plan);
        else if (code == EXIT_INPUT)
            code = job_finish(&j, EXIT_INPUT);
    }
    job_close(&j);
    return code;
}
