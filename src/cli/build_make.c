#include "cli/build_make.h"

#include "document/book_load.h"
#include "util/stopwatch.h"

static const struct {
    const char *word, *template_suffix, *suffix;
} formats[] = {[MADE_PDF] = {"pdf", ".md", ".pdf"}, [MADE_XLSX] = {"xlsx", ".xlsx.yaml", ".xlsx"}};

void make_formats(struct build *b, struct arena *a, const struct plan_item *item, struct reserved *r) {
    const struct svals *asked = &item->doc->formats;
    bool given[] = {[MADE_PDF] = b->pdf, [MADE_XLSX] = b->xlsx};
    str path;
    for (int f = 0; f < MADE__MAX; f++) {
        bool wanted = asked->n == 0;
        for (size_t i = 0; i < asked->n; i++)
            wanted = wanted || str_eqz(asked->at[i].v, formats[f].word);
        r->wanted[f] =
            given[f] && wanted &&
            template_find(a, &b->j->templates, item->doc->template.v, formats[f].template_suffix, &path);
    }
}

/* A name is data: whatever ids and titles hold, the file stands in the output folder. The batch hears of it before
 * anything is written, for messages; whether two are alike is seen when all are there. */
static void take_name(struct build *b, struct arena *a, str file_name, enum made_format f,
                      const struct reserved *r, struct made *out) {
    out->name[f] = str_fmt(a, "%.*s%s", STR_ARG(plan_safe_name(a, file_name)), formats[f].suffix);
    if (!b->portable_names)
        batch_rename(b->batch, r->output[f], path_join(a, b->out, out->name[f]));
}

static void make_pdf(struct build *b, struct arena *a, const struct plan_item *item, const struct reserved *r,
                     struct made *out) {
    struct job *j = b->j;
    int64_t since = stopwatch_now(), queries = store_query_ns(j->store);
    struct template *t = job_load_template(j, a, item->doc);
    struct document *doc = t ? template_build(a, j->d, j->store, &j->templates, t, &item->params) : NULL;
    queries = store_query_ns(j->store) - queries;
    out->times.ns[PHASE_QUERIES] += queries;
    out->times.ns[PHASE_TEMPLATE] += stopwatch_lap(&since) - queries;
    if (!doc)
        return;
    take_name(b, a, doc->file_name, MADE_PDF, r, out);
    out->title = doc->title;
    out->number = doc->number;
    render_pdf(a, j->d, b->fonts, doc, batch_path(b->batch, r->output[MADE_PDF]), &j->f);
    out->times.ns[PHASE_PAGES] += stopwatch_lap(&since);
}

static void make_xlsx(struct build *b, struct arena *a, const struct plan_item *item,
                      const struct reserved *r, struct made *out) {
    struct job *j = b->j;
    int64_t since = stopwatch_now(), queries = store_query_ns(j->store);
    struct book *book = book_load(a, j->d, j->store, &j->templates, item->doc->template.v, &item->params);
    if (!book)
        return;
    take_name(b, a, book->file_name, MADE_XLSX, r, out);
    out->title = out->title.n ? out->title : book->title;
    render_xlsx(a, j->d, book, batch_path(b->batch, r->output[MADE_XLSX]), &j->f);
    queries = store_query_ns(j->store) - queries;
    out->times.ns[PHASE_QUERIES] += queries;
    out->times.ns[PHASE_WORKBOOK] += stopwatch_lap(&since) - queries;
}

void make_item(struct build *b, struct arena *a, const struct plan_item *item, const struct reserved *r,
               struct made *out) {
    static void (*const makers[])(struct build *, struct arena *, const struct plan_item *,
                                  const struct reserved *,
                                  struct made *) = {[MADE_PDF] = make_pdf, [MADE_XLSX] = make_xlsx};
    struct job *j = b->j;
    size_t said = diags_errors(j->d) + diags_warnings(j->d);
    *out = (struct made){.done = false};
    for (int f = 0; f < MADE__MAX && !j->f.set; f++)
        if (r->wanted[f])
            makers[f](b, a, item, r, out);
    out->done = !j->f.set && diags_errors(j->d) + diags_warnings(j->d) == said;
}
