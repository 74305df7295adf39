/* job.c - the pipeline up to the verdicts, in the order of the design: contract, records, store, assess. */
#include "cli/job.h"

#include "assess/assess.h"
#include "document/book_load.h"

int job_finish(struct job *j, int otherwise) {
    diags_print(j->d, j->v->err);
    if (j->f.set) {
        fprintf(j->v->err, "lvyue: %s\n", j->f.text);
        return EXIT_SYSTEM;
    }
    return diags_errors(j->d) ? EXIT_INPUT : otherwise;
}

void job_close(struct job *j) {
    if (j->store)
        store_close(j->store);
}

static bool read_data(struct job *j) {
    str data;
    if (!data_dir_find(j->a, &data, &j->f))
        return false;
    j->types = record_types_load(j->a, j->d, path_join(j->a, data, S("data/records.yaml")));
    j->holidays = holidays_load(j->a, j->d, path_join(j->a, data, S("data/holidays-cn.yaml")));
    j->templates.dirs[j->templates.n++] = path_join(j->a, j->dir, S("templates"));
    j->templates.dirs[j->templates.n++] = path_join(j->a, data, S("templates"));
    return j->types && j->holidays;
}

static void check_names(struct job *j) {
    str *types = ARENA_ARRAY(j->a, str, j->types->n), *templates;
    for (size_t i = 0; i < j->types->n; i++)
        types[i] = j->types->at[i].name.v;
    size_t n = template_names(j->a, &j->templates, &templates);
    contract_check_names(j->contract, j->a, j->d, types, j->types->n, templates, n);
}

/* Every fault of contract, narratives and records in one run, before anything is judged. */
static bool read_folder(struct job *j) {
    if (!dir_exists(j->dir)) {
        diag1(j->d, DIAG_FILE_MISSING, file_place(S("")), j->dir);
        return false;
    }
    j->contract = contract_load(j->a, j->d, j->dir);
    if (!j->contract)
        return false;
    check_names(j);
    j->calendars = calendars_build(j->a, j->d, j->contract, j->holidays, j->v->on);
    if (!j->calendars)
        return false;
    j->n_narratives = narratives_load(j->a, j->d, j->dir, &j->narratives);
    j->store = store_open(j->a, j->types, j->calendars, j->v->on, &j->f);
    if (!j->store)
        return false;
    if (!store_ingest(j->store, j->d, j->contract, j->dir, &j->f) ||
        !store_describe(j->store, j->contract, j->holidays, j->narratives, j->n_narratives, &j->f))
        return false;
    store_check_contract(j->store, j->d, j->contract); /* tries the conditions on what was read */
    return true;
}

/* What a template tells without data: front matter, SQL, tags, partials; of a workbook all but its rows. */
static void check_template(struct job *j, const struct document_def *doc) {
    struct arena *a = arena_new();
    const struct term *t = &j->contract->term;
    struct document_params params = {.period = S("contract"),
                                     .period_text = S("合同期"),
                                     .from = t->from,
                                     .to = t->to,
                                     .on = j->v->on,
                                     .title = doc->title.v,
                                     .number = doc->number.v};
    str path;
    if (doc->for_record.v.n)
        params.record_id = S("-");
    if (template_find(a, &j->templates, doc->template.v, ".md", &path))
        template_load(a, j->d, j->store, &j->templates, doc->template.v);
    if (template_find(a, &j->templates, doc->template.v, ".xlsx.yaml", &path))
        book_load(a, j->d, j->store, &j->templates, doc->template.v, &params);
    arena_free(a);
}

static void check_templates(struct job *j) {
    for (size_t i = 0; i < j->contract->documents.n; i++)
        check_template(j, &j->contract->documents.at[i]);
}

int job_open(struct job *j, struct invocation *v, enum job_depth depth) {
    *j = (struct job){.v = v, .a = v->a, .d = diags_new(v->a, v->lang), .dir = v->dir};
    bool usable = read_data(j) && read_folder(j);
    if (usable && depth == JOB_CHECKED)
        check_templates(j);
    if (!usable || j->f.set || diags_errors(j->d))
        return job_finish(j, EXIT_INPUT);
    if (depth != JOB_READ) {
        struct assess as = {.a = j->a,
                            .d = j->d,
                            .store = j->store,
                            .contract = j->contract,
                            .calendars = j->calendars,
                            .on = v->on,
                            .now = day_start(v->on + 1),
                            .f = &j->f};
        if (!assess_run(&as) || diags_errors(j->d))
            return job_finish(j, EXIT_INPUT);
    }
    return EXIT_DONE;
}
