/* job_templates.c - the templates the contract asks for, and whether they suit what it asks. */
#include "cli/job.h"
#include "document/book_load.h"

/* A template of a record reads {{record.…}} and :id; one of a period has none to read. */
static void check_scope(struct job *j, const struct document_def *doc, const struct template *t) {
    bool zh = diags_lang(j->d) == LANG_ZH, is_record = str_eqz(t->scope.v, "record");
    bool asked = doc->for_record.v.p != NULL;
    str record = zh ? S("单条记录") : S("one record"), period = zh ? S("一个周期") : S("a period");
    if (is_record != asked && doc->at.src)
        diag3(j->d, DIAG_TEMPLATE_SCOPE, span_place(doc->template.at), doc->template.v,
              is_record ? record : period, asked ? record : period);
}

struct template *job_load_template(struct job *j, struct arena *a, const struct document_def *doc) {
    struct template *t = template_load(a, j->d, j->store, &j->templates, doc->template.v);
    size_t before = diags_errors(j->d);
    if (t)
        check_scope(j, doc, t);
    return diags_errors(j->d) == before ? t : NULL;
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
                                     .title = doc->title,
                                     .number = plan_chosen(doc->number, j->contract->naming.number),
                                     .file = plan_chosen(doc->file, j->contract->naming.file),
                                     .seq = 1,
                                     .code = doc->code.v,
                                     .clauses = names_joined(a, &doc->clause)};
    str path;
    if (doc->for_record.v.n) {
        params.record_id = S("-");
        params.record_type = doc->for_record.v;
    }
    if (template_find(a, &j->templates, doc->template.v, ".md", &path))
        job_load_template(j, a, doc);
    if (template_find(a, &j->templates, doc->template.v, ".xlsx.yaml", &path))
        book_load(a, j->d, j->store, &j->templates, doc->template.v, &params);
    arena_free(a);
}

void job_check_templates(struct job *j) {
    for (size_t i = 0; i < j->contract->documents.n; i++)
        check_template(j, &j->contract->documents.at[i]);
}
