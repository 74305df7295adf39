/* cmd_verify.c - lvyue verify BAG: is every file as written, and do the figures follow from the archived inputs? */
#include <stdio.h>
#include <unistd.h>

#include "archive/bag_manifest.h"
#include "archive/bag_verify.h"
#include "archive/hash.h"
#include "archive/verdict_csv.h"
#include "cli/bag_info.h"
#include "cli/bag_restore.h"
#include "cli/build_documents.h"

struct verify {
    struct invocation *v;
    struct arena *a;
    str bag;
    struct bag_report report;
    struct restored list;
    struct failure f;
    size_t problems;
    size_t tables, documents; /* found equal */
    bool rebuilt;             /* documents were made again */
};

static void problem(struct verify *x, str path, const char *what, str why) {
    x->problems++;
    fprintf(x->v->out, "%.*s: %s%s%.*s\n", STR_ARG(path_join(x->a, x->bag, path)), what, why.n ? ": " : "",
            STR_ARG(why));
}

static void print_problems(struct verify *x) {
    for (size_t i = 0; i < x->report.problems.n; i++) {
        const struct bag_problem *p = &x->report.problems.at[i];
        problem(x, p->path, bag_fault_words(p->fault, x->v->lang), p->why);
    }
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

static void compare_table(struct verify *x, struct job *j, const char *table) {
    str path = str_fmt(x->a, "data/verdicts/%s.csv", table), full = path_join(x->a, x->bag, path), archived,
        judged;
    struct hashes was, is;
    const char *why;
    FILE *to = tmpfile();
    if (!to || !verdict_csv_write(j->a, j->store, table, to)) {
        failure_set(&x->f, S("TMPDIR"), "write");
    } else {
        const char *now = str_fmt(x->a, "/proc/self/fd/%d", fileno(to)).p;
        bool read = hash_file(now, &is, &why) && hash_file(full.p, &was, &why);
        if (read && str_eqz(str_from(was.sha256), is.sha256)) {
            x->tables++;
        } else if (read && file_read(x->a, str_from(now), &judged, &why) &&
                   file_read(x->a, full, &archived, &why)) {
            problem(
                x, path,
                tr(x->v->lang, "does not follow from the archived inputs", "与由案卷输入重新判定的结果不符"),
                str_fmt(x->a, tr(x->v->lang, "first in line %lld", "首见于第 %lld 行"),
                        (long long)first_difference(archived, judged)));
        } else {
            problem(x, path, bag_fault_words(BAG_UNREADABLE, x->v->lang), str_from(why));
        }
    }
    if (to)
        fclose(to);
}

static void compare_database(struct verify *x, struct job *j) {
    str path = S("data/verdicts/verdicts.sqlite"), differs;
    struct failure f = {0};
    if (!store_same_as(j->store, path_join(x->a, x->bag, path).p, verdict_csv_tables, verdict_csv_count,
                       &differs, &f))
        problem(x, path, bag_fault_words(BAG_UNREADABLE, x->v->lang), str_from(f.text));
    else if (differs.n)
        problem(x, path,
                tr(x->v->lang, "does not follow from the archived inputs", "与由案卷输入重新判定的结果不符"),
                differs);
}

/* -- documents ------------------------------------------------------------------------------------ */

static void compare_document(struct verify *x, const struct build *b, size_t i) {
    str final = batch_final(b->batch, b->made.at[i].output);
    str path = str_fmt(x->a, "data/documents/%.*s", STR_ARG(path_base(final)));
    struct hashes was, is;
    const char *why;
    bool read = hash_file(path_join(x->a, x->bag, path).p, &was, &why) &&
                hash_file(batch_path(b->batch, b->made.at[i].output), &is, &why);
    if (!read)
        problem(x, path, bag_fault_words(BAG_UNREADABLE, x->v->lang), str_from(why));
    else if (!str_eqz(str_from(was.sha256), is.sha256))
        problem(x, path, tr(x->v->lang, "comes out differently when made again", "重新生成的结果与之不同"),
                S(""));
    else
        x->documents++;
}

static void compare_documents(struct verify *x, struct job *j) {
    struct plan plan = {0};
    struct build b = {.j = j,
                      .batch = batch_new(j->a),
                      .pdf = true,
                      .xlsx = true,
                      .portable_names = true,
                      .out = path_join(j->a, path_dir(j->dir), S("documents"))};
    bool built = plan_make(j, &plan) == EXIT_DONE && build_documents(&b, &plan);
    build_end(&b);
    for (size_t i = 0; built && i < b.made.n; i++)
        compare_document(x, &b, i);
    batch_abort(b.batch);
    x->rebuilt = built;
    if (!built)
        problem(x, S("data/documents"), tr(x->v->lang, "cannot be made again", "无法重新生成"), S(""));
}

/* Other fonts or another program may give other bytes, which says nothing about the archive. */
static bool same_makers(struct verify *x, struct job *j) {
    str fonts;
    return bag_fonts_digest(j, &fonts) && str_eq(bag_info_get(x->a, x->report.info, BAG_FONTS), fonts) &&
           str_eq(bag_info_get(x->a, x->report.info, BAG_AGENT), S("lvyue " LVYUE_VERSION));
}

/* -- again ---------------------------------------------------------------------------------------- */

static void judge_again(struct verify *x, str folder, int32_t on) {
    struct invocation v = *x->v;
    struct job j;
    v.on = on;
    v.dir = path_join(x->a, folder, S("contract"));
    v.data = path_join(x->a, folder, S("lvyue"));
    v.option[OPT_PERIOD] = bag_info_get(x->a, x->report.info, BAG_PERIOD);
    v.option[OPT_OUT] = v.option[OPT_ONLY] = (str){0};
    if (job_open(&j, &v, JOB_JUDGED) == EXIT_DONE) {
        for (size_t i = 0; i < verdict_csv_count && !x->f.set; i++)
            compare_table(x, &j, verdict_csv_tables[i]);
        compare_database(x, &j);
        if (same_makers(x, &j))
            compare_documents(x, &j);
        job_finish(&j, EXIT_DONE);
    } else {
        problem(x, S("data/inputs"), tr(x->v->lang, "cannot be judged again", "无法重新判定"), S(""));
    }
    job_close(&j);
}

static void check_figures(struct verify *x) {
    str why, folder = {0};
    int64_t on;
    str date = bag_info_get(x->a, x->report.info, BAG_DATE);
    if (!civil_parse(date, S("%Y-%m-%d"), &on, NULL)) {
        problem(x, S("bag-info.txt"), bag_fault_words(BAG_MALFORMED, x->v->lang), S(BAG_DATE));
        return;
    }
    if (!restore_list(x->a, x->bag, &x->list, &why)) {
        problem(x, S("data/archive-list.csv"), bag_fault_words(BAG_MALFORMED, x->v->lang), why);
        return;
    }
    if (restore_links(x->a, x->bag, &x->list, &folder, &x->f))
        judge_again(x, folder, civil_day(on));
    restore_remove(x->a, folder);
}

static void print_result(struct verify *x) {
    enum lang lang = x->v->lang;
    FILE *out = x->v->out;
    if (x->problems) {
        fprintf(out, tr(lang, "%zu problems\n", "%zu 处问题\n"), x->problems);
        return;
    }
    fprintf(out, tr(lang, "%lld files, %lld bytes: as written\n", "%lld 个文件，%lld 字节：均与写入时一致\n"),
            (long long)x->report.files, (long long)x->report.bytes);
    fprintf(out,
            tr(lang, "%zu verdict tables: follow from the archived inputs\n",
               "%zu 张判定表：与由案卷输入重新判定的结果一致\n"),
            x->tables);
    if (x->rebuilt)
        fprintf(out,
                tr(lang, "%zu documents: come out the same, byte for byte\n",
                   "%zu 份文档：重新生成后逐字节一致\n"),
                x->documents);
    else
        fprintf(out, "%s\n",
                tr(lang, "documents: not made again, for program or fonts are not those of the archive",
                   "文档：程序或字体与归档时不同，未重新生成"));
}

int command_verify(struct invocation *v) {
    struct verify x = {.v = v, .a = v->a, .bag = v->dir};
    if (!dir_exists(v->dir)) {
        struct diags *d = diags_new(v->a, v->lang);
        diag1(d, DIAG_FILE_MISSING, file_place(S("")), v->dir);
        diags_print(d, v->err);
        return EXIT_INPUT;
    }
    bag_verify(x.a, v->lang, x.bag, &x.report);
    print_problems(&x);
    if (x.problems == 0)
        check_figures(&x);
    if (!x.f.set && x.problems == 0 && v->option[OPT_OUT].n)
        restore_copies(x.a, x.bag, &x.list, v->option[OPT_OUT], &x.f);
    if (x.f.set) {
        fprintf(v->err, "lvyue: %s\n", x.f.text);
        return EXIT_SYSTEM;
    }
    print_result(&x);
    return x.problems ? EXIT_MISSED : EXIT_DONE;
}
