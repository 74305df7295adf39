/* cmd_build.c - lvyue build DIR: every document the contract demands, all of them or none. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/build_plan.h"
#include "cli/job.h"
#include "document/book_load.h"
#include "render/render.h"

struct build {
    struct job *j;
    struct batch *batch;
    struct fonts *fonts;
    str out;
    bool pdf, xlsx; /* --format */
    bool no_font;   /* the system lacks one: exit code 4, not 2 */
};

static str output_path(struct build *b, struct arena *a, const struct plan_item *item, str title,
                       const char *suffix) {
    str label = item->params.record_id.n ? item->params.record_id : item->params.period;
    str name = str_fmt(a, "%.*s-%.*s%s", STR_ARG(title), STR_ARG(label), suffix);
    return path_join(a, b->out, plan_safe_name(a, name));
}

/* The contract may ask for one format only. */
static bool wanted(const struct plan_item *item, const char *format) {
    for (size_t i = 0; i < item->formats.n; i++)
        if (str_eqz(item->formats.at[i].v, format))
            return true;
    return item->formats.n == 0;
}

static bool build_pdf(struct build *b, struct arena *a, const struct plan_item *item) {
    struct job *j = b->j;
    struct template *t = template_load(a, j->d, j->store, &j->templates, item->template);
    struct document *doc = t ? template_build(a, j->d, j->store, &j->templates, t, &item->params) : NULL;
    if (!doc)
        return false;
    if (!b->fonts && !b->no_font)
        b->fonts = fonts_open(j->a, j->d, &j->f);
    b->no_font = !b->fonts;
    if (b->no_font)
        return false;
    const char *temporary = batch_add(b->batch, output_path(b, j->a, item, doc->title, ".pdf"), &j->f);
    return temporary && render_pdf(a, j->d, b->fonts, doc, temporary, &j->f);
}

static bool build_xlsx(struct build *b, struct arena *a, const struct plan_item *item) {
    struct job *j = b->j;
    struct book *book = book_load(a, j->d, j->store, &j->templates, item->template, &item->params);
    if (!book)
        return false;
    const char *temporary = batch_add(b->batch, output_path(b, j->a, item, book->title, ".xlsx"), &j->f);
    return temporary && render_xlsx(a, j->d, book, temporary, &j->f);
}

static void progress(const struct build *b, size_t done, size_t all) {
    if (isatty(STDERR_FILENO))
        fprintf(b->j->v->err, done == all ? "\r\033[K" : "\r%zu/%zu", done, all);
}

static bool build_all(struct build *b, const struct plan *plan) {
    struct template_dirs *dirs = &b->j->templates;
    for (size_t i = 0; i < plan->n && !b->j->f.set; i++) {
        const struct plan_item *item = &plan->at[i];
        struct arena *a = arena_new(); /* one per document */
        str path;
        progress(b, i, plan->n);
        if (b->pdf && wanted(item, "pdf") && template_find(a, dirs, item->template, ".md", &path))
            build_pdf(b, a, item);
        if (b->xlsx && wanted(item, "xlsx") && !b->j->f.set &&
            template_find(a, dirs, item->template, ".xlsx.yaml", &path))
            build_xlsx(b, a, item);
        arena_free(a);
    }
    progress(b, plan->n, plan->n);
    return !b->j->f.set && diags_errors(b->j->d) == 0;
}

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
    bool ok = build_all(b, plan);
    if (b->fonts)
        fonts_close(b->fonts);
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
        code = plan_make(&j, &plan);
        b.batch = batch_new(j.a);
        if (code == EXIT_DONE)
            code = build_run(&b, &plan);
        else if (code == EXIT_INPUT)
            code = job_finish(&j, EXIT_INPUT);
    }
    job_close(&j);
    return code;
}
