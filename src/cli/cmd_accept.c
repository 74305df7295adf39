/* cmd_accept.c - lvyue accept DIR --period P | --correct: what a committee has accepted does not move silently. */
#include "cli/inputs.h"
#include "util/hash.h"

struct accept {
    struct job *j;
    struct period period;
    str by;
};

static int usage(struct invocation *v, const char *en, const char *zh) {
    fprintf(v->err, "lvyue: %s\n", tr(v->lang, en, zh));
    return EXIT_USAGE;
}

static int check_usage(struct invocation *v) {
    bool correct = v->option[OPT_CORRECT].p, period = v->option[OPT_PERIOD].p;
    if (correct == period)
        return usage(v, "accept takes either --period or --correct",
                     "accept 需要 --period 或 --correct 之一");
    if (!v->option[OPT_BY].n || !utf8_valid(v->option[OPT_BY]))
        return usage(v, "accept needs --by NAME: who accepted", "accept 需要 --by 姓名：由谁验收");
    return EXIT_DONE;
}

/* -- may this period be accepted? ----------------------------------------------------------------- */

static struct place acceptance_place(struct accept *x) {
    return file_place(str_fmt(x->j->a, "accepted/%s.yaml", x->period.label));
}

/* Periods are accepted one after the other; a longer one that is accepted covers the shorter ones in it. */
static void check_order(struct accept *x) {
    struct job *j = x->j;
    struct period *list;
    size_t n = period_list(j->a, j->contract->term, x->period.freq, &list);
    for (size_t i = 0; i < n && list[i].to <= x->period.from; i++)
        if (!accepted_covers(j->accepted, &list[i])) {
            diag2(j->d, DIAG_ACCEPT_ORDER, acceptance_place(x), str_from(x->period.label),
                  str_from(list[i].label));
            return;
        }
}

static void check_twice(struct accept *x) {
    struct job *j = x->j;
    for (size_t i = 0; i < j->accepted->n; i++) {
        const struct accepted_file *f = &j->accepted->files[i];
        if (!f->number.set && str_eqz(f->period.v, x->period.label))
            diag3(j->d, DIAG_ACCEPT_TWICE, span_place(f->period.at), f->period.v, f->by.v,
                  civil_text_day(j->a, f->on.v));
    }
}

static void check_period(struct accept *x) {
    struct job *j = x->j;
    if (x->period.to > j->v->on + 1)
        diag3(j->d, DIAG_ACCEPT_EARLY, acceptance_place(x), str_from(x->period.label),
              civil_text_day(j->a, x->period.to - 1), civil_text_day(j->a, j->v->on));
    check_twice(x);
    check_order(x);
}

static int take_period(struct accept *x) {
    struct job *j = x->j;
    str label = j->v->option[OPT_PERIOD];
    if (period_parse(j->contract->term, label, &x->period))
        return EXIT_DONE;
    fprintf(j->v->err,
            tr(j->v->lang,
               "lvyue: '%.*s' is no period of the contract (2025 2025H1 2025Q1 2025-03 contract)\n",
               "lvyue：“%.*s”不是合同期内的周期（2025 2025H1 2025Q1 2025-03 contract）\n"),
            STR_ARG(label));
    return EXIT_USAGE;
}

/* -- writing -------------------------------------------------------------------------------------- */

/* Rows of a database have no file: their digest is that of their copy. */
static bool hash_queries(struct job *j, struct acceptance *w) {
    size_t n;
    const struct record_source *sources = store_sources(j->store, &n);
    for (size_t i = 0; i < n; i++) {
        str digest;
        if (!sources[i].odbc.n)
            continue;
        if (!inputs_digest_query(j, &sources[i], &digest))
            return false;
        str name = str_fmt(j->a, "%.*s %.*s", STR_ARG(sources[i].shown), STR_ARG(sources[i].type->name.v));
        w->inputs[w->n_inputs++] = (struct input_hash){.file = {.v = name}, .sha256 = {.v = digest}};
    }
    return true;
}

static bool hash_inputs(struct job *j, struct acceptance *w) {
    struct inputs list = {0};
    size_t n_sources;
    store_sources(j->store, &n_sources);
    inputs_gather(j, &list);
    if (!inputs_add_fonts(j, &list))
        return false;
    w->inputs = ARENA_ARRAY(j->a, struct input_hash, list.n + n_sources);
    for (size_t i = 0; i < list.n; i++) {
        const struct input *in = &list.at[i];
        struct hashes h;
        const char *why;
        if (in->kind == INPUT_ACCEPTED)
            continue;
        if (!hash_file(str_z(j->a, in->path), &h, &why)) {
            diag2(j->d, DIAG_FILE_UNREADABLE, file_place(in->name), in->name, str_from(why));
            continue;
        }
        str name =
            in->own ? in->name
                    : str_fmt(j->a, "%s%.*s", in->kind == INPUT_FONT ? "font/" : "lvyue/", STR_ARG(in->name));
        w->inputs[w->n_inputs++] =
            (struct input_hash){.file = {.v = name}, .sha256 = {.v = str_fmt(j->a, "%s", h.sha256)}};
    }
    return diags_errors(j->d) == 0 && hash_queries(j, w);
}

static bool write_files(struct accept *x, struct batch *b, int64_t *number) {
    struct job *j = x->j;
    struct acceptance w = {
        .dir = j->dir, .by = x->by, .on = j->v->on, .c = j->contract, .store = j->store, .acc = j->accepted};
    if (!batch_lock(b, path_join(j->a, j->dir, S("accepted")), &j->f) || !hash_inputs(j, &w))
        return false;
    bool written = j->v->option[OPT_CORRECT].p
                       ? accepted_write_correction(j->a, &w, &j->moves, b, number, &j->f)
                       : accepted_write(j->a, &w, &x->period, b, &j->f);
    return written && batch_commit(b, &j->f);
}

static void say_correction(struct accept *x, int64_t number) {
    struct job *j = x->j;
    enum lang lang = j->v->lang;
    fprintf(j->v->out, tr(lang, "correction No. %lld\n", "更正说明第 %lld 号\n"), (long long)number);
    for (size_t i = 0; i < j->moves.n; i++) {
        const struct moved *m = &j->moves.at[i];
        str code = m->before.code.v.p ? m->before.code.v : m->after.code.v;
        fprintf(j->v->out, "  %.*s: %.*s → %.*s", STR_ARG(code), STR_ARG(figure_text(j->a, &m->before)),
                STR_ARG(figure_text(j->a, &m->after)));
        if (m->moved_fen)
            fprintf(j->v->out,
                    tr(lang, "; deducted %s%.*s yuan, carried by %.*s", "；扣款 %s%.*s 元，由 %.*s 承担"),
                    m->moved_fen > 0 ? "+" : "", STR_ARG(money_text(j->a, m->moved_fen)),
                    STR_ARG(m->payment.n ? m->payment : str_from(tr(lang, "no payment", "另行结算"))));
        fprintf(j->v->out, "  [%.*s]\n", STR_ARG(m->because));
    }
}

static int run(struct accept *x) {
    struct job *j = x->j;
    struct batch *b = batch_new(j->a);
    int64_t number = 0;
    if (!write_files(x, b, &number)) {
        batch_name_failure(b, &j->f);
        batch_abort(b);
        return job_finish(j, EXIT_INPUT);
    }
    int code = job_finish(j, EXIT_DONE);
    if (number)
        say_correction(x, number);
    for (size_t i = 0; i < batch_count(b); i++)
        fprintf(j->v->out, "%.*s\n", STR_ARG(batch_final(b, i)));
    return code;
}

static int check_request(struct accept *x) {
    struct job *j = x->j;
    const struct accepted_file *ahead;
    bool correct = j->v->option[OPT_CORRECT].p;
    int code = correct ? EXIT_DONE : take_period(x);
    if (code)
        return code;
    if (accepted_is_ahead(j->accepted, j->v->on, &ahead))
        job_check_clock(j);
    else if (!correct)
        job_refuse_moved(j);
    else if (j->moves.n == 0)
        diag0(j->d, DIAG_CORRECT_NOTHING, file_place(S("accepted")));
    if (!correct)
        check_period(x);
    job_refuse_copies(j);
    return diags_errors(j->d) ? EXIT_INPUT : EXIT_DONE;
}

int command_accept(struct invocation *v) {
    struct job j;
    struct accept x = {.j = &j, .by = v->option[OPT_BY]};
    int code = check_usage(v);
    if (code)
        return code;
    code = job_open(&j, v, JOB_ALONE);
    if (code == EXIT_DONE) {
        code = check_request(&x);
        if (code == EXIT_DONE)
            code = run(&x);
        else if (code == EXIT_INPUT)
            code = job_finish(&j, EXIT_INPUT);
    }
    job_close(&j);
    return code;
}
