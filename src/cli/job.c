/* job.c - the pipeline up to the verdicts, in the order of the design: contract, records, store, assess. */
#include "cli/job.h"

#include "util/stopwatch.h"

int job_finish(struct job *j, int otherwise) {
    diags_print(j->d, j->v->err);
    if (j->f.set) {
        fprintf(j->v->err, "lvyue: %s\n", j->f.text);
        return EXIT_SYSTEM;
    }
    return diags_errors(j->d) ? EXIT_INPUT : otherwise;
}

void job_close(struct job *j) {
    folder_unlock(j->lock);
    if (j->store)
        store_close(j->store);
}

void job_phase_end(struct job *j, enum job_phase phase) {
    j->ns[phase] += stopwatch_lap(&j->since);
}

static bool read_data(struct job *j) {
    str data;
    if (j->v->data.n)
        data = j->v->data;
    else if (!data_dir_find(j->a, &data, &j->f))
        return false;
    j->data = data;
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
    j->copies = copies_load(j->a, j->d, j->dir);
    j->contract = contract_load(j->a, j->d, j->dir);
    if (!j->copies || !j->contract)
        return false;
    check_names(j);
    j->calendars = calendars_build(j->a, j->d, j->contract, j->holidays, j->v->on);
    if (!j->calendars)
        return false;
    j->n_narratives = narratives_load(j->a, j->d, j->dir, &j->narratives);
    j->store = store_open(j->a, j->types, j->calendars, j->v->on, &j->f);
    if (!j->store)
        return false;
    store_use_copies(j->store, j->copies);
    job_phase_end(j, JOB_PHASE_READ);
    if (!store_ingest(j->store, j->d, j->contract, j->dir, &j->f))
        return false;
    job_phase_end(j, JOB_PHASE_INGEST);
    if (!store_describe(j->store, j->contract, j->holidays, j->narratives, j->n_narratives, &j->f))
        return false;
    store_check_contract(j->store, j->d, j->contract); /* tries the conditions on what was read */
    job_phase_end(j, JOB_PHASE_CHECK);
    return true;
}

/* -- what was accepted ------------------------------------------------------------------------------ */

void job_refuse_copies(struct job *j) {
    if (j->copies->n)
        diag0(j->d, DIAG_ONLY_COPIES, file_place(S(COPIES_LIST)));
}

void job_warn_copies(struct job *j) {
    if (j->copies->n)
        diag0(j->d, DIAG_COPIES_READ, file_place(S(COPIES_LIST)));
}

static struct place moved_place(const struct moved *m, const struct accepted *acc) {
    return m->before.at.src ? span_place(m->before.at) : file_place(acc->files[acc->n - 1].shown);
}

static void report_moved(struct job *j, enum diag_id id) {
    for (size_t i = 0; i < j->moves.n; i++) {
        const struct moved *m = &j->moves.at[i];
        str code = m->before.code.v.p ? m->before.code.v : m->after.code.v;
        diag4(j->d, id, moved_place(m, j->accepted), code, figure_text(j->a, &m->before),
              figure_text(j->a, &m->after), m->because);
    }
}

static void report_clock(struct job *j, enum diag_id id) {
    const struct accepted_file *f;
    if (accepted_is_ahead(j->accepted, j->v->on, &f))
        diag2(j->d, id, span_place(f->on.at), civil_text_day(j->a, j->v->on), civil_text_day(j->a, f->on.v));
}

void job_refuse_moved(struct job *j) {
    report_moved(j, DIAG_ACCEPTED_MOVED);
    report_clock(j, DIAG_ACCEPTED_AHEAD);
}

void job_check_clock(struct job *j) {
    report_clock(j, DIAG_ACCEPTED_AHEAD);
}

void job_warn_moved(struct job *j) {
    job_warn_copies(j);
    report_moved(j, DIAG_ACCEPTED_DIFFERS);
    report_clock(j, DIAG_ACCEPTED_LATER);
}

/* -- judging ---------------------------------------------------------------------------------------- */

static bool judge(struct job *j) {
    const struct accepted_file *ahead;
    j->accepted = accepted_load(j->a, j->d, j->contract, j->copies, j->dir);
    if (!j->accepted)
        return false;
    struct assess as = {.a = j->a,
                        .d = j->d,
                        .store = j->store,
                        .contract = j->contract,
                        .calendars = j->calendars,
                        .on = j->v->on,
                        .now = day_start(j->v->on + 1),
                        .f = &j->f,
                        .settled = j->accepted->settled,
                        .n_settled = j->accepted->n_settled};
    if (!assess_run(&as) || diags_errors(j->d))
        return false;
    bool comparable = !accepted_is_ahead(j->accepted, j->v->on, &ahead);
    return (!comparable ||
            accepted_compare(j->a, j->store, j->contract, j->accepted, j->dir, &j->moves, &j->f)) &&
           accepted_describe(j->store, j->accepted, &j->moves, &j->f);
}

int job_open(struct job *j, struct invocation *v, enum job_depth depth) {
    *j = (struct job){.v = v, .a = v->a, .d = diags_new(v->a, v->lang), .dir = v->dir, .lock = -1};
    j->since = stopwatch_now();
    bool usable = read_data(j) &&
                  (!dir_exists(j->dir) || folder_lock(j->dir, depth == JOB_ALONE, &j->lock, &j->f)) &&
                  read_folder(j);
    if (usable && depth == JOB_CHECKED)
        job_check_templates(j);
    if (!usable || j->f.set || diags_errors(j->d))
        return job_finish(j, EXIT_INPUT);
    if (depth != JOB_READ && !judge(j))
        return job_finish(j, EXIT_INPUT);
    job_phase_end(j, JOB_PHASE_ASSESS);
    return EXIT_DONE;
}
