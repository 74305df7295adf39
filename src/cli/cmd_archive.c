/* cmd_archive.c - lvyue archive DIR --period P --out BAG: a year, or less, as a BagIt package that proves itself. */
#include <fcntl.h>
#include <stdio.h>

#include "archive/crate.h"
#include "archive/verdict_csv.h"
#include "cli/bag_info.h"
#include "cli/bag_inputs.h"
#include "cli/bag_trial.h"
#include "cli/build_documents.h"
#include "util/scratch.h"

struct archive {
    struct job *j;
    struct bag bag;
    struct period period;
    struct plan plan;
    VEC(struct crate_document) documents;
    struct bag_inputs inputs;
    struct bag_facts facts;
    struct bag_trial trial;
    bool no_font;
};

/* -- may it be written? --------------------------------------------------------------------------- */

static bool masks_anything(const struct mask_def *m) {
    return boolval_unless_no(&m->numbers) || boolval_unless_no(&m->patients);
}

static int check_request(struct archive *x) {
    struct job *j = x->j;
    struct invocation *v = j->v;
    str label = v->option[OPT_PERIOD];
    if (!period_parse(j->contract->term, label, &x->period)) {
        fprintf(v->err,
                tr(v->lang,
                   "lvyue: '%.*s' is no period of the contract (2025 2025H1 2025Q1 2025-03 contract)\n",
                   "lvyue：“%.*s”不是合同期内的周期（2025 2025H1 2025Q1 2025-03 contract）\n"),
                STR_ARG(label));
        return EXIT_USAGE;
    }
    if (x->period.to > v->on + 1)
        diag3(j->d, DIAG_ARCHIVE_EARLY, file_place(x->bag.root), label,
              civil_text_day(j->a, x->period.to - 1), civil_text_day(j->a, v->on));
    if (file_exists(x->bag.root) || dir_exists(x->bag.root))
        diag1(j->d, DIAG_ARCHIVE_EXISTS, file_place(x->bag.root), x->bag.root);
    if (!accepted_covers(j->accepted, &x->period))
        diag1(j->d, DIAG_ARCHIVE_UNACCEPTED, file_place(x->bag.root), label);
    if (x->inputs.masked && !masks_anything(&j->contract->mask))
        diag0(j->d, DIAG_MASK_NOTHING,
              j->contract->mask.at.src ? span_place(j->contract->mask.at) : file_place(S("contract.yaml")));
    job_refuse_copies(j);
    job_refuse_moved(j);
    return diags_errors(j->d) ? EXIT_INPUT : EXIT_DONE;
}

/* -- documents ------------------------------------------------------------------------------------ */

static int64_t pages_of(struct archive *x, size_t output) {
    str bytes;
    const char *why;
    if (!file_map(str_from(batch_path(x->bag.batch, output)), &bytes, &why))
        return 0;
    int64_t n = pdf_pages(bytes);
    file_unmap(bytes);
    return n;
}

static bool note_document(struct archive *x, const struct built *m) {
    struct job *j = x->j;
    bool pdf = str_eq(m->suffix, S(".pdf"));
    str what = m->item->params.record_id.n ? m->item->params.record_id : m->item->params.period_text;
    struct bag_item item = {
        .kind = pdf ? S("文件") : S("工作簿"),
        .title = store_mask(j->store, j->a, str_fmt(j->a, "%.*s（%.*s）", STR_ARG(m->title), STR_ARG(what))),
        .number = m->number,
        .date = civil_text_day(j->a, j->v->on),
        .name = str_fmt(j->a, "documents/%.*s", STR_ARG(store_mask(j->store, j->a, m->name))),
        .pages = pdf ? pages_of(x, m->output) : 0};
    return bag_note(&x->bag, m->output, item, &j->f);
}

static bool add_documents(struct archive *x) {
    struct job *j = x->j;
    struct build b = {.j = j,
                      .batch = x->bag.batch,
                      .pdf = true,
                      .xlsx = true,
                      .portable_names = true,
                      .out = path_join(j->a, x->bag.root, S("data/documents"))};
    bool ok = build_documents(&b, &x->plan);
    build_end(&b);
    x->no_font = b.no_font;
    for (size_t i = 0; ok && i < b.made.n; i++) {
        ok = note_document(x, &b.made.at[i]);
        struct crate_document d = {.template = b.made.at[i].item->doc->template.v};
        d.path = x->bag.items.at[x->bag.items.n - 1].path;
        VEC_PUSH(j->a, &x->documents, d);
    }
    return ok;
}

/* A document's template: the contract's own before lvyue's. */
static void find_templates(struct archive *x) {
    static const char *const places[] = {"lvyue", "contract"};
    for (size_t i = 0; i < x->documents.n; i++) {
        struct crate_document *d = &x->documents.at[i];
        const char *suffix = str_ends(d->path, S(".pdf")) ? "md" : "xlsx.yaml";
        str template = d->template;
        d->template = S("");
        for (size_t p = 0; p < 2; p++) {
            str name = str_fmt(x->j->a, "%s/templates/%.*s.%s", places[p], STR_ARG(template), suffix);
            for (size_t k = 0; k < x->bag.items.n; k++)
                if (str_eq(x->bag.items.at[k].name, name))
                    d->template = x->bag.items.at[k].path;
        }
    }
}

/* -- verdicts ------------------------------------------------------------------------------------- */

static bool add_table(struct archive *x, const char *table) {
    struct job *j = x->j;
    struct bag_item item = {.kind = S("判定结果"), .title = str_from(table)};
    str path = path_join(j->a, x->bag.root, str_fmt(j->a, "data/verdicts/%s.csv", table));
    const char *tmp = batch_add(x->bag.batch, path, &j->f);
    int fd = tmp ? open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;
    FILE *to = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool ok = to && verdict_csv_write(j->a, j->store, table, x->inputs.masked, to);
    if (!ok)
        failure_set(&j->f, path, "write");
    if (to && fclose(to) != 0 && ok) {
        failure_set(&j->f, path, "write");
        ok = false;
    }
    return ok && bag_note(&x->bag, batch_count(x->bag.batch) - 1, item, &j->f);
}

/* SQLite opens by name only, so its copy has one in the temporary folder until it is in the bag. */
static bool add_database(struct archive *x) {
    struct job *j = x->j;
    struct scratch scratch;
    struct bag_item item = {.kind = S("判定结果"),
                            .title = S("全部事实与判定（SQLite）"),
                            .path = S("data/verdicts/verdicts.sqlite")};
    if (!scratch_open(j->a, &scratch, &j->f))
        return false;
    const char *path = path_join(j->a, scratch.path, S("verdicts.sqlite")).p;
    bool ok =
        store_export(j->store, path, x->inputs.masked, &j->f) && bag_add_file(&x->bag, path, item, &j->f);
    scratch_close(j->a, &scratch);
    return ok;
}

static bool add_verdicts(struct archive *x) {
    for (size_t i = 0; i < verdict_csv_count; i++)
        if (!add_table(x, verdict_csv_tables[i]))
            return false;
    return add_database(x);
}

/* -- lists ---------------------------------------------------------------------------------------- */

static bool store_items(struct archive *x) {
    struct job *j = x->j;
    if (!store_begin(j->store, &j->f))
        return false;
    struct stmt *q =
        stmt_new(j->store, "INSERT INTO archive_item VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    for (size_t i = 0; i < x->bag.items.n; i++) {
        const struct bag_item *item = &x->bag.items.at[i];
        const str texts[] = {item->kind, item->title, item->number, item->date};
        stmt_reset(q);
        stmt_bind_int(q, 1, (int64_t)i + 1);
        for (int k = 0; k < 4; k++)
            stmt_bind_text(q, k + 2, texts[k]);
        stmt_bind_null(q, 6);
        if (item->pages)
            stmt_bind_int(q, 6, item->pages);
        stmt_bind_int(q, 7, item->hashes.bytes);
        stmt_bind_text(q, 8, str_from(item->hashes.sha256));
        stmt_bind_text(q, 9, item->path);
        stmt_bind_text(q, 10, item->name);
        stmt_step(q);
    }
    stmt_free(q);
    return store_commit(j->store, &j->f);
}

/* The list for people to sign, as PDF, and the same for machines. */
static bool add_lists(struct archive *x) {
    struct job *j = x->j;
    static const struct document_def list_document = {.template = {.v = {"archive-list", 12}}};
    struct plan_item item = {.doc = &list_document,
                             .params = plan_period_params(j, &list_document, &x->period)};
    struct plan plan = {.at = &item, .n = 1};
    struct build b = {.j = j,
                      .batch = x->bag.batch,
                      .pdf = true,
                      .portable_names = true,
                      .out = path_join(j->a, x->bag.root, S("data"))};
    str csv = bag_list_csv(&x->bag);
    bool ok = store_items(x) && build_documents(&b, &plan);
    build_end(&b);
    if (!ok)
        return false;
    struct bag_item pdf = {
        .kind = S("目录"), .title = b.made.at[0].title, .pages = pages_of(x, b.made.at[0].output)};
    struct bag_item list = {.kind = S("目录"), .title = S("卷内目录")};
    return bag_note(&x->bag, b.made.at[0].output, pdf, &j->f) &&
           bag_add_text(&x->bag, S("data/archive-list.csv"), csv, list, &j->f);
}

static void put_masked(void *ctx, const struct masked_text *m) {
    struct sb *b = ctx;
    sb_fmt(b, "%.*s,%.*s,%.*s\r\n", STR_ARG(m->source), STR_ARG(m->record_type), STR_ARG(m->column));
}

/* Only where: what stood there is in the originals. */
static bool add_masked(struct archive *x) {
    struct sb text = {.a = x->j->a};
    bool copies = x->inputs.masked;
    struct bag_item item = {.kind = S("目录"),
                            .title = copies ? S("案卷中被遮盖内容的位置") : S("文档中被遮盖内容的位置")};
    sb_addz(&text, "\xEF\xBB\xBF位置,记录类型,字段\r\n");
    if (!copies)
        store_masked(x->j->store, put_masked, &text);
    else if (x->inputs.places.n)
        sb_add(&text, sb_str(&x->inputs.places));
    return bag_add_text(&x->bag, S("data/masked.csv"), sb_str(&text), item, &x->j->f);
}

/* -- what bag-info.txt says -------------------------------------------------------------------------- */

/* A committee's document stays as it was built; only what is copied here cannot give it again. */
static void tell_different(struct archive *x) {
    struct sb b = {.a = x->j->a};
    for (size_t i = 0; i < x->trial.different.n; i++)
        sb_fmt(&b, "%s%.*s", i ? " " : "", STR_ARG(x->trial.different.at[i]));
    x->facts.different = b.n ? sb_str(&b) : S("");
}

static void tell_masked(struct archive *x) {
    const struct mask_def *m = &x->j->contract->mask;
    const char *what = !boolval_unless_no(&m->patients)  ? "电话号码、身份证号码"
                       : !boolval_unless_no(&m->numbers) ? "患者姓名"
                                                         : "电话号码、身份证号码、患者姓名";
    struct sb b = {.a = x->j->a};
    sb_fmt(&b, "%s，共 %lld 处", what, (long long)x->inputs.n_places);
    if (x->inputs.n_out)
        sb_fmt(&b, "；无法遮盖而未收入的文件 %lld 个", (long long)x->inputs.n_out);
    sb_addz(&b, "；位置见 data/masked.csv");
    x->facts.masked = sb_str(&b);
}

static bool add_crate(struct archive *x) {
    struct job *j = x->j;
    const struct contract_head *h = &j->contract->head;
    struct crate c = {
        .name = str_fmt(j->a, "%.*s %.*s", STR_ARG(h->title.v), STR_ARG(period_text_zh(j->a, &x->period))),
        .description = str_fmt(j->a, "合同“%.*s”的履约文档、%s与判定结果", STR_ARG(h->title.v),
                               x->inputs.masked ? "记录的遮盖副本" : "原始记录"),
        .masked = x->inputs.masked,
        .date = civil_text_day(j->a, j->v->on),
        .version = S(LVYUE_VERSION),
        .author = h->supplier.v,
        .documents = x->documents.at,
        .n_documents = x->documents.n};
    struct bag_item item = {.kind = S("元数据"), .title = S("RO-Crate 元数据")};
    return bag_add_text(&x->bag, S("data/ro-crate-metadata.json"), crate_json(&x->bag, &c), item, &j->f);
}

/* -- all of it ------------------------------------------------------------------------------------ */

static bool write_bag(struct archive *x) {
    struct job *j = x->j;
    if (!bag_fonts_digest(j, &x->facts.fonts) || !add_documents(x) || !bag_inputs_add(&x->inputs))
        return false;
    find_templates(x);
    x->trial.fonts = x->facts.fonts;
    if (!add_verdicts(x) || (x->inputs.list.n && !bag_trial_run(&x->trial)))
        return false;
    tell_different(x);
    if (x->inputs.masked)
        tell_masked(x);
    return add_masked(x) && add_lists(x) && add_crate(x) &&
           bag_finish(&x->bag, bag_info_text(j, &x->period, &x->facts), &j->f) &&
           batch_commit(x->bag.batch, &j->f);
}

static int run(struct archive *x) {
    struct job *j = x->j;
    int code = plan_make(j, &x->plan);
    if (code == EXIT_USAGE)
        return code;
    if (code != EXIT_DONE)
        return job_finish(j, EXIT_INPUT);
    if (!write_bag(x)) {
        batch_name_failure(x->bag.batch, &j->f);
        batch_abort(x->bag.batch);
        code = job_finish(j, EXIT_INPUT);
        return x->no_font ? EXIT_SYSTEM : code;
    }
    code = job_finish(j, EXIT_DONE);
    fprintf(j->v->out, tr(j->v->lang, "%.*s: %zu files\n", "%.*s：%zu 个文件\n"), STR_ARG(x->bag.root),
            batch_count(x->bag.batch));
    return code;
}

int command_archive(struct invocation *v) {
    struct job j;
    struct archive x = {.j = &j};
    if (!v->option[OPT_PERIOD].n || !v->option[OPT_OUT].n) {
        fprintf(v->err, "lvyue: %s\n",
                tr(v->lang, "archive needs --period and --out", "archive 需要 --period 与 --out"));
        return EXIT_USAGE;
    }
    int code = job_open(&j, v, JOB_JUDGED);
    if (code == EXIT_DONE) {
        str root = v->option[OPT_OUT];
        while (root.n > 1 && root.p[root.n - 1] == '/')
            root.n--;
        x.bag = (struct bag){.a = j.a, .batch = batch_new_folder(j.a, root), .root = root};
        x.inputs = (struct bag_inputs){.j = &j, .bag = &x.bag, .masked = v->option[OPT_MASKED].p != NULL};
        x.trial = (struct bag_trial){.j = &j, .bag = &x.bag, .masked = x.inputs.masked};
        code = check_request(&x);
        code = code == EXIT_DONE ? run(&x) : code == EXIT_INPUT ? job_finish(&j, EXIT_INPUT) : code;
    }
    job_close(&j);
    return code;
}
