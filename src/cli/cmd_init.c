/* cmd_init.c - lvyue init DIR --from EXAMPLE: a contract folder to begin with. */
#include "cli/init_contract.h"
#include "cli/job.h"
#include "document/entry_form.h"
#include "render/render.h"

#define WORKBOOK "records/登记簿.xlsx"

/* EXAMPLE: a contract folder, else the name of one that comes with lvyue. */
static str find_example(struct job *j, str data, str from) {
    str there = path_join(j->a, path_join(j->a, data, S("examples")), from);
    return !dir_exists(from) && path_is_inside(from) && dir_exists(there) ? there : from;
}

static bool read_example(struct job *j, str data, str from) {
    str dir = find_example(j, data, from);
    j->types = record_types_load(j->a, j->d, path_join(j->a, data, S("data/records.yaml")));
    if (!dir_exists(dir))
        diag1(j->d, DIAG_FILE_MISSING, file_place(S("")), dir);
    else
        j->contract = contract_load(j->a, j->d, dir);
    return j->types && j->contract && !diags_errors(j->d);
}

static str guide(struct job *j) {
    return str_fmt(
        j->a,
        "# %.*s\n\n"
        "1. 修改 `contract.yaml`：合同名称、编号、双方、签订与起止日期、金额，以及与样例不同的条款。\n"
        "2. 在 `" WORKBOOK "` 中登记：每种记录一张表，一行一条。\n"
        "3. 重大故障的说明写入 `narratives/`，每件一个 Markdown 文件。\n\n"
        "```\nlvyue check .\nlvyue status .\nlvyue build .\n```\n",
        STR_ARG(j->contract->head.title.v));
}

static bool write_folder(struct job *j) {
    struct batch *b = batch_new_folder(j->a, j->dir);
    struct failure *f = &j->f;
    str contract = init_contract(j->a, j->contract->src->text, j->contract, j->types, S(WORKBOOK));
    bool ok = batch_write(b, path_join(j->a, j->dir, S("contract.yaml")), contract, f) &&
              batch_write(b, path_join(j->a, j->dir, S("README.md")), guide(j), f);
    const char *path = ok ? batch_add(b, path_join(j->a, j->dir, S(WORKBOOK)), f) : NULL;
    ok = path && render_entry(j->a, entry_form(j->a, j->contract, j->types, j->v->on), path, f) &&
         batch_commit(b, f);
    if (!ok) {
        batch_name_failure(b, f);
        batch_abort(b);
    }
    return ok;
}

int command_init(struct invocation *v) {
    struct job j = {.v = v, .a = v->a, .d = diags_new(v->a, v->lang), .dir = v->dir};
    str data;
    if (!v->option[OPT_FROM].p) {
        fprintf(v->err, "lvyue init: %s\n", tr(v->lang, "needs --from EXAMPLE", "需要 --from 样例"));
        return EXIT_USAGE;
    }
    if (dir_exists(j.dir) || file_exists(j.dir))
        diag1(j.d, DIAG_INIT_EXISTS, file_place(j.dir), j.dir);
    else if (data_dir_find(j.a, &data, &j.f) && read_example(&j, data, v->option[OPT_FROM]))
        write_folder(&j);
    int code = job_finish(&j, EXIT_DONE);
    if (code == EXIT_DONE)
        fprintf(v->out,
                tr(v->lang, "%.*s: change contract.yaml, fill in %s, then 'lvyue check %.*s'\n",
                   "%.*s：请修改 contract.yaml，填写 %s，然后运行 lvyue check %.*s\n"),
                STR_ARG(j.dir), WORKBOOK, STR_ARG(j.dir));
    return code;
}
