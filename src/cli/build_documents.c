/* build_documents.c - each item of a plan as PDF and workbook. */
#include "cli/build_documents.h"

#include <unistd.h>

#include "document/book_load.h"

static bool name_taken(const struct build *b, str path) {
    for (size_t i = 0; i < batch_count(b->batch); i++)
        if (str_eq_nocase(batch_final(b->batch, i), path))
            return true;
    return false;
}

/* Letters, digits, "-" and "_" of ASCII: what every file system and every transfer keeps. */
static str portable_name(struct build *b, str stem, str suffix) {
    struct sb s = {.a = b->j->a};
    for (size_t i = 0; i < stem.n; i++) {
        char c = stem.p[i];
        bool keep = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                    c == '_';
        if (keep)
            sb_char(&s, c);
    }
    str base = s.n > 100 ? str_slice(sb_str(&s), 0, 100) : sb_str(&s), path;
    for (int n = 1;; n++) {
        str name = n == 1 ? str_fmt(b->j->a, "%.*s%.*s", STR_ARG(base), STR_ARG(suffix))
                          : str_fmt(b->j->a, "%.*s-%d%.*s", STR_ARG(base), n, STR_ARG(suffix));
        path = path_join(b->j->a, b->out, name);
        if (!name_taken(b, path))
            return path;
    }
}

/* Registers an output and notes what it is; NULL where another document has the name already. */
static const char *add_output(struct build *b, const struct plan_item *item, str title, str number,
                              str suffix) {
    struct arena *a = b->j->a;
    str label = item->params.record_id.n ? item->params.record_id : item->params.period;
    str name =
        plan_safe_name(a, str_fmt(a, "%.*s-%.*s%.*s", STR_ARG(title), STR_ARG(label), STR_ARG(suffix)));
    str stem = str_fmt(a, "%.*s-%.*s", STR_ARG(item->template), STR_ARG(label));
    str path = b->portable_names ? portable_name(b, stem, suffix) : path_join(a, b->out, name);
    if (!b->portable_names && name_taken(b, path)) {
        diag2(b->j->d, DIAG_OUTPUT_TWICE, span_place(item->at), name, item->template);
        return NULL;
    }
    struct built made = {item, str_dup(a, title), str_dup(a, number), suffix, name, batch_count(b->batch)};
    VEC_PUSH(a, &b->made, made);
    return batch_add(b->batch, path, &b->j->f);
}

/* The contract may ask for one format only. */
static bool wanted(const struct plan_item *item, const char *format) {
    for (size_t i = 0; i < item->formats.n; i++)
        if (str_eqz(item->formats.at[i].v, format))
            return true;
    return item->formats.n == 0;
}

static bool build_pdf(struct build *b, struct arena *a, const struct plan_item *item) {
    struct job *j = b->j;
    struct template *t = template_load(a, j->d, j->store, &j->templates, item->template);
    struct document *doc = t ? template_build(a, j->d, j->store, &j->templates, t, &item->params) : NULL;
    if (!doc)
        return false;
    if (!b->fonts && !b->no_font)
        b->fonts = fonts_open(j->a, j->d, &j->f);
    b->no_font = !b->fonts;
    if (b->no_font)
        return false;
    const char *temporary = add_output(b, item, doc->title, doc->number, S(".pdf"));
    return temporary && render_pdf(a, j->d, b->fonts, doc, temporary, &j->f);
}

static bool build_xlsx(struct build *b, struct arena *a, const struct plan_item *item) {
    struct job *j = b->j;
    struct book *book = book_load(a, j->d, j->store, &j->templates, item->template, &item->params);
    if (!book)
        return false;
    const char *temporary = add_output(b, item, book->title, S(""), S(".xlsx"));
    return temporary && render_xlsx(a, j->d, book, temporary, &j->f);
}

static void progress(const struct build *b, size_t done, size_t all) {
    if (isatty(STDERR_FILENO))
        fprintf(b->j->v->err, done == all ? "\r\033[K" : "\r%zu/%zu", done, all);
}

bool build_documents(struct build *b, const struct plan *plan) {
    struct template_dirs *dirs = &b->j->templates;
    for (size_t i = 0; i < plan->n && !b->j->f.set; i++) {
        const struct plan_item *item = &plan->at[i];
        struct arena *a = arena_new(); /* one per document */
        str path;
        progress(b, i, plan->n);
        if (b->pdf && wanted(item, "pdf") && template_find(a, dirs, item->template, ".md", &path))
            build_pdf(b, a, item);
        if (b->xlsx && wanted(item, "xlsx") && !b->j->f.set &&
            template_find(a, dirs, item->template, ".xlsx.yaml", &path))
            build_xlsx(b, a, item);
        arena_free(a);
    }
    progress(b, plan->n, plan->n);
    return !b->j->f.set && diags_errors(b->j->d) == 0;
}

void build_end(struct build *b) {
    if (b->fonts)
        fonts_close(b->fonts);
    b->fonts = NULL;
}
