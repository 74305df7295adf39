/* build_documents.c - each item of a plan as PDF and workbook. */
#include "cli/build_documents.h"

#include "cli/build_jobs.h"
#include "cli/font_choices.h"

static const str suffixes[] = {[MADE_PDF] = {".pdf", 4}, [MADE_XLSX] = {".xlsx", 5}};

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

/* A place for each file before its name is known; an archive's names do not depend on what is in it. */
static bool reserve(struct build *b, const struct plan *plan, struct reserved *reserved) {
    struct arena *a = b->j->a;
    for (size_t i = 0; i < plan->n; i++) {
        const struct plan_item *item = &plan->at[i];
        make_formats(b, a, item, &reserved[i]);
        for (int f = 0; f < MADE__MAX; f++) {
            str label = item->params.record_id.n ? item->params.record_id : item->params.period;
            str stem = str_fmt(a, "%.*s-%.*s", STR_ARG(item->doc->template.v), STR_ARG(label));
            str rest = b->portable_names ? S("") : str_fmt(a, ".%zu", i);
            str path = b->portable_names
                           ? portable_name(b, stem, suffixes[f])
                           : path_join(a, b->out,
                                       str_fmt(a, "%.*s%.*s%.*s", STR_ARG(plan_safe_name(a, stem)),
                                               STR_ARG(rest), STR_ARG(suffixes[f])));
            reserved[i].output[f] = batch_count(b->batch);
            if (reserved[i].wanted[f] && !batch_add(b->batch, path, &b->j->f))
                return false;
        }
    }
    return true;
}

/* Two files named alike are a fault of the contract's naming. */
static void note(struct build *b, const struct plan_item *item, const struct reserved *r,
                 const struct made *m) {
    struct job *j = b->j;
    for (int f = 0; f < MADE__MAX; f++) {
        if (!r->wanted[f])
            continue;
        struct built made = {item,        m->title,   f == MADE_PDF ? m->number : S(""),
                             suffixes[f], m->name[f], r->output[f]};
        VEC_PUSH(j->a, &b->made, made);
        if (b->portable_names || batch_rename(b->batch, r->output[f], path_join(j->a, b->out, m->name[f])))
            continue;
        const struct document_params *p = &item->params;
        diag2(j->d, DIAG_OUTPUT_TWICE, span_place(item->doc->at), m->name[f],
              p->record_id.n ? p->record_id : p->period);
    }
}

/* Before any process of its own starts: all of them share the mapped files. */
static bool open_fonts(struct build *b, const struct plan *plan, const struct reserved *reserved) {
    bool wanted = false;
    for (size_t i = 0; i < plan->n; i++)
        wanted = wanted || reserved[i].wanted[MADE_PDF];
    const struct font_choice *choices;
    if (wanted && !b->fonts && font_choices(b->j, &choices))
        b->fonts = fonts_open(b->j->a, b->j->d, choices, &b->j->f);
    b->no_font = diags_count_of(b->j->d, DIAG_FONT_MISSING) > 0;
    return b->fonts || !wanted;
}

bool build_documents(struct build *b, const struct plan *plan) {
    struct job *j = b->j;
    struct reserved *reserved = ARENA_ARRAY(j->a, struct reserved, plan->n + 1);
    struct made *made = ARENA_ARRAY(j->a, struct made, plan->n + 1);
    b->times = ARENA_ARRAY(j->a, struct made_times, plan->n + 1);
    if (!reserve(b, plan, reserved) || !open_fonts(b, plan, reserved))
        return false;
    job_phase_end(j, JOB_PHASE_FONTS);
    bool ok = jobs_run(b, plan, reserved, made);
    for (size_t i = 0; i < plan->n; i++)
        b->times[i] = made[i].times;
    for (size_t i = 0; ok && i < plan->n; i++)
        note(b, &plan->at[i], &reserved[i], &made[i]);
    job_phase_end(j, JOB_PHASE_BUILD);
    return ok && diags_errors(j->d) == 0;
}

void build_end(struct build *b) {
    if (b->fonts)
        fonts_close(b->fonts);
    b->fonts = NULL;
}
