/* cmd_build.c - lvyue build DIR: every document the contract demands, all of them or none. */
#include <stdlib.h>

#include <unistd.h>

#include "cli/build_documents.h"
#include "cli/build_index.h"
#include "cli/build_timings.h"
#include "document/figures.h"

#define JOBS_MAX 64

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

static bool take_jobs(struct build *b, struct invocation *v) {
    int64_t n = sysconf(_SC_NPROCESSORS_ONLN);
    str given = v->option[OPT_JOBS];
    if (given.p && (!str_to_int(given, &n) || n < 1 || n > JOBS_MAX)) {
        fprintf(v->err,
                tr(v->lang, "lvyue: build --jobs takes a number from 1 to %d, not '%.*s'\n",
                   "lvyue：build --jobs 取 1 至 %d 的数，而不是“%.*s”\n"),
                JOBS_MAX, STR_ARG(given));
        return false;
    }
    b->jobs = n < 1 ? 1 : n > JOBS_MAX ? JOBS_MAX : (size_t)n;
    return true;
}

/* Figures that contradict each other are in no document. */
static bool check_figures(struct job *j) {
    struct disagreement *found;
    size_t n = figures_disagree(j->a, j->store, &found);
    for (size_t i = 0; i < n; i++)
        fprintf(j->v->err,
                tr(j->v->lang, "lvyue: figures disagree: %.*s: %.*s, %.*s\n",
                   "lvyue：数字不一致：%.*s：%.*s、%.*s\n"),
                STR_ARG(found[i].what), STR_ARG(found[i].one), STR_ARG(found[i].other));
    if (n)
        failure_text(&j->f, S("no document was written: this is a fault of lvyue itself"));
    job_phase_end(j, JOB_PHASE_FIGURES);
    return n == 0;
}

static bool commit(struct build *b) {
    bool done = batch_commit(b->batch, &b->j->f);
    job_phase_end(b->j, JOB_PHASE_COMMIT);
    return done;
}

static bool write_index(struct build *b) {
    struct job *j = b->j;
    return !j->v->option[OPT_INDEX].p ||
           batch_write(b->batch, path_join(j->a, b->out, INDEX_NAME), build_index(b, j->a), &j->f);
}

static int build_run(struct build *b, const struct plan *plan) {
    struct job *j = b->j;
    bool ok = check_figures(j) && batch_lock(b->batch, b->out, &j->f) && build_documents(b, plan);
    build_end(b);
    ok = ok && write_index(b);
    if (!ok || !commit(b)) {
        batch_name_failure(b->batch, &j->f);
        batch_abort(b->batch);
        int code = job_finish(j, EXIT_INPUT);
        return b->no_font ? EXIT_SYSTEM : code;
    }
    int code = job_finish(j, EXIT_DONE);
    for (size_t i = 0; i < batch_count(b->batch); i++)
        fprintf(j->v->out, "%.*s\n", STR_ARG(batch_final(b->batch, i)));
    if (j->v->option[OPT_TIMINGS].p)
        build_timings_print(b, plan, j->v->err);
    return code;
}

int command_build(struct invocation *v) {
    struct job j;
    struct build b = {.j = &j};
    if (!take_formats(&b, v) || !take_jobs(&b, v))
        return EXIT_USAGE;
    b.out = v->option[OPT_OUT].p ? v->option[OPT_OUT] : default_out(v);
    int code = job_open(&j, v, JOB_JUDGED);
    if (code == EXIT_DONE) {
        struct plan plan = {0};
        job_refuse_moved(&j);
        job_warn_copies(&j);
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
