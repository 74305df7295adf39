#include "cli/bag_again.h"

#include <stdio.h>
#include <unistd.h>

#include "archive/verdict_csv.h"
#include "cli/bag_info.h"
#include "cli/build_documents.h"
#include "util/hash.h"

static void problem(struct again *x, enum again_fault fault, str path, str why) {
    x->problem(x->ctx, fault, path, why);
}

/* -- figures -------------------------------------------------------------------------------------- */

/* The first line in which two texts differ. */
static int64_t first_difference(str x, str y) {
    str p, q;
    int64_t line = 1;
    while (x.n && y.n) {
        str_cut(&x, '\n', &p);
        str_cut(&y, '\n', &q);
        if (!str_eq(p, q))
            return line;
        line++;
    }
    return line;
}

static void compare_table(struct again *x, struct job *j, const char *table) {
    str path = str_fmt(x->a, "data/verdicts/%s.csv", table), full = x->archived(x->ctx, path), archived,
        judged;
    struct hashes was, is;
    const char *why;
    FILE *to = tmpfile();
    if (!to || !verdict_csv_write(j->a, j->store, table, x->masked, to)) {
        failure_set(&x->f, S("TMPDIR"), "write");
    } else {
        const char *now = str_fmt(x->a, "/proc/self/fd/%d", fileno(to)).p;
        bool read = hash_file(now, &is, &why) && hash_file(full.p, &was, &why);
        if (read && str_eqz(str_from(was.sha256), is.sha256)) {
            x->tables++;
        } else if (read && file_read(x->a, str_from(now), &judged, &why) &&
                   file_read(x->a, full, &archived, &why)) {
            x->line = first_difference(archived, judged);
            problem(
                x, AGAIN_TABLE, path,
                str_fmt(x->a, tr(x->v->lang, "first in line %lld", "首见于第 %lld 行"), (long long)x->line));
        } else {
            problem(x, AGAIN_UNREADABLE, path, str_from(why));
        }
    }
    if (to)
        fclose(to);
}

/* Of masked copies the store's own masked export is compared. */
static void compare_database(struct again *x, struct job *j, str folder) {
    str path = S("data/verdicts/verdicts.sqlite"), ours = path_join(x->a, folder, S("again.sqlite")), differs;
    struct failure f = {0};
    bool known = !x->masked || store_export(j->store, ours.p, true, &f);
    if (!known || !store_same_as(j->store, x->masked ? ours.p : NULL, x->archived(x->ctx, path).p,
                                 verdict_csv_tables, verdict_csv_count, &differs, &f))
        problem(x, AGAIN_UNREADABLE, path, str_fmt(x->a, "%s", f.text));
    else if (differs.n)
        problem(x, AGAIN_TABLE, path, differs);
}

/* -- documents ------------------------------------------------------------------------------------ */

static void compare_document(struct again *x, const struct build *b, size_t i) {
    str final = batch_final(b->batch, b->made.at[i].output);
    str path = str_fmt(x->a, "data/documents/%.*s", STR_ARG(path_base(final)));
    struct hashes was, is;
    const char *why;
    bool read = hash_file(x->archived(x->ctx, path).p, &was, &why) &&
                hash_file(batch_path(b->batch, b->made.at[i].output), &is, &why);
    if (!read)
        problem(x, AGAIN_UNREADABLE, path, str_from(why));
    else if (!str_eqz(str_from(was.sha256), is.sha256))
        problem(x, AGAIN_DOCUMENT, path, S(""));
    else
        x->documents++;
}

static void compare_documents(struct again *x, struct job *j, str folder) {
    struct plan plan = {0};
    struct build b = {.j = j,
                      .batch = batch_new(j->a),
                      .pdf = true,
                      .xlsx = true,
                      .portable_names = true,
                      .out = path_join(j->a, folder, S("documents"))};
    bool built = plan_make(j, &plan) == EXIT_DONE && build_documents(&b, &plan);
    build_end(&b);
    for (size_t i = 0; built && i < b.made.n; i++)
        compare_document(x, &b, i);
    batch_abort(b.batch);
    x->rebuilt = built;
    if (!built)
        problem(x, AGAIN_DOCUMENTS, S("data/documents"), S(""));
}

/* Other fonts or another program may give other bytes, which says nothing about the archive. */
static bool same_makers(struct again *x, struct job *j) {
    str fonts;
    return bag_fonts_digest(j, &fonts) && str_eq(x->fonts, fonts) &&
           str_eq(x->agent, S("lvyue " LVYUE_VERSION));
}

/* -- all ------------------------------------------------------------------------------------------ */

void again_run(struct again *x, str folder, bool database) {
    struct invocation v = *x->v;
    struct job j;
    v.on = x->on;
    v.dir = path_join(x->a, folder, S("contract"));
    v.data = path_join(x->a, folder, S("lvyue"));
    v.option[OPT_PERIOD] = x->period;
    v.option[OPT_OUT] = v.option[OPT_ONLY] = (str){0};
    if (job_open(&j, &v, JOB_JUDGED) == EXIT_DONE) {
        for (size_t i = 0; i < verdict_csv_count && !x->f.set; i++)
            compare_table(x, &j, verdict_csv_tables[i]);
        if (database)
            compare_database(x, &j, folder);
        if (same_makers(x, &j))
            compare_documents(x, &j, folder);
        job_finish(&j, EXIT_DONE);
    } else {
        problem(x, AGAIN_INPUTS, S("data/inputs"), S(""));
    }
    job_close(&j);
}
