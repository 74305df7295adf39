/* cmd_verify.c - lvyue verify BAG: is every file as written, and do the figures follow from the archived inputs? */
#include <stdio.h>

#include "archive/bag_manifest.h"
#include "archive/bag_verify.h"
#include "cli/bag_again.h"
#include "cli/bag_info.h"
#include "cli/bag_restore.h"

struct verify {
    struct invocation *v;
    struct arena *a;
    str bag;
    struct bag_report report;
    struct restored list;
    struct failure f;
    size_t problems;
    struct again again;
    VEC(str) different; /* documents the bag says hang on masked text */
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

static const char *words_of(enum again_fault fault, enum lang lang) {
    static const struct {
        const char *en, *zh;
    } words[] = {
        [AGAIN_INPUTS] = {"cannot be judged again", "无法重新判定"},
        [AGAIN_TABLE] = {"does not follow from the archived inputs", "与由案卷输入重新判定的结果不符"},
        [AGAIN_DOCUMENT] = {"comes out differently when made again", "重新生成的结果与之不同"},
        [AGAIN_DOCUMENTS] = {"cannot be made again", "无法重新生成"},
    };
    return fault == AGAIN_UNREADABLE ? bag_fault_words(BAG_UNREADABLE, lang)
           : lang == LANG_ZH         ? words[fault].zh
                                     : words[fault].en;
}

/* Documents that hang on masked text are named by the bag. */
static bool is_expected(const struct verify *x, enum again_fault fault, str path) {
    str rest = bag_info_get(x->a, x->report.info, BAG_DIFFERENT), one;
    while (fault == AGAIN_DOCUMENT && str_cut(&rest, ' ', &one))
        if (str_eq(one, path))
            return true;
    return false;
}

static void note_fault(void *ctx, enum again_fault fault, str path, str why) {
    struct verify *x = ctx;
    if (is_expected(x, fault, path))
        VEC_PUSH(x->a, &x->different, path);
    else
        problem(x, path, words_of(fault, x->v->lang), why);
}

static str archived(void *ctx, str path) {
    struct verify *x = ctx;
    return path_join(x->a, x->bag, path);
}

static void judge_again(struct verify *x, int32_t on) {
    str info = x->report.info;
    struct scratch scratch = {.lock = -1};
    x->again = (struct again){.v = x->v,
                              .a = x->a,
                              .period = bag_info_get(x->a, info, BAG_PERIOD),
                              .agent = bag_info_get(x->a, info, BAG_AGENT),
                              .fonts = bag_info_get(x->a, info, BAG_FONTS),
                              .on = on,
                              .masked = str_eqz(bag_info_get(x->a, info, BAG_INPUTS), BAG_INPUTS_MASKED),
                              .archived = archived,
                              .problem = note_fault,
                              .ctx = x};
    if (scratch_open(x->a, &scratch, &x->f) && restore_links(x->a, &x->list, scratch.path, &x->f))
        again_run(&x->again, scratch.path, true);
    scratch_close(x->a, &scratch);
    if (x->again.f.set)
        x->f = x->again.f;
}

static void check_figures(struct verify *x) {
    str why;
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
    judge_again(x, civil_day(on));
}

static void print_different(struct verify *x) {
    for (size_t i = 0; i < x->different.n; i++)
        fprintf(x->v->out, "%.*s: %s\n", STR_ARG(x->different.at[i]),
                tr(x->v->lang, "hangs on text that is masked here and can only be made from the originals",
                   "取决于在此被遮盖的文字，只能由原件重新生成"));
}

/* Which of the two a bag holds stands first. */
static void print_kind(struct verify *x) {
    str masked = bag_info_get(x->a, x->report.info, BAG_MASKED);
    if (x->again.masked)
        fprintf(x->v->out,
                tr(x->v->lang, "masked copies of the records: %.*s\n", "所存为记录的遮盖副本：%.*s\n"),
                STR_ARG(masked));
    else
        fprintf(x->v->out, "%s\n", tr(x->v->lang, "records as received", "所存为收到时的原始记录"));
}

static void print_result(struct verify *x) {
    enum lang lang = x->v->lang;
    FILE *out = x->v->out;
    if (x->problems) {
        fprintf(out, tr(lang, "%zu problems\n", "%zu 处问题\n"), x->problems);
        return;
    }
    print_kind(x);
    fprintf(out, tr(lang, "%lld files, %lld bytes: as written\n", "%lld 个文件，%lld 字节：均与写入时一致\n"),
            (long long)x->report.files, (long long)x->report.bytes);
    fprintf(out,
            tr(lang, "%zu verdict tables: follow from the archived inputs\n",
               "%zu 张判定表：与由案卷输入重新判定的结果一致\n"),
            x->again.tables);
    if (x->again.rebuilt)
        fprintf(out,
                tr(lang, "%zu documents: come out the same, byte for byte\n",
                   "%zu 份文档：重新生成后逐字节一致\n"),
                x->again.documents);
    else
        fprintf(out, "%s\n",
                tr(lang, "documents: not made again, for program or fonts are not those of the archive",
                   "文档：程序或字体与归档时不同，未重新生成"));
    print_different(x);
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
        restore_copies(x.a, &x.list, v->option[OPT_OUT], &x.f);
    if (x.f.set) {
        fprintf(v->err, "lvyue: %s\n", x.f.text);
        return EXIT_SYSTEM;
    }
    print_result(&x);
    return x.problems ? EXIT_MISSED : EXIT_DONE;
}
