#include "cli/build_plan.h"

#include "cli/build_due.h"

/* A file system takes 255 bytes; temporary names, endings and "-2" need some. */
#define NAME_BYTES 200

str plan_safe_name(struct arena *a, str name) {
    struct sb b = {.a = a};
    while (name.n && b.n < NAME_BYTES) {
        uint32_t cp = utf8_next(&name);
        bool refused = cp < 0x20 || cp == 0x7F || cp == UTF8_BAD ||
                       (cp < 0x80 && cp && str_find(S("/\\:*?\"<>|"), (str){(char[]){(char)cp}, 1}) >= 0);
        sb_codepoint(&b, refused ? '_' : cp);
    }
    str s = sb_str(&b);
    return s.n && s.p[0] == '.' ? str_fmt(a, "_%.*s", STR_ARG(s)) : s;
}

/* The template of a correction; no contract lists it, what was corrected demands it. */
#define CORRECTION "correction"

static size_t count_corrections(const struct job *j) {
    size_t n = 0;
    for (size_t i = 0; i < j->accepted->n; i++)
        n += j->accepted->files[i].number.set;
    return n;
}

static bool listed(str list, str word) {
    str item;
    while (str_cut(&list, ',', &item))
        if (str_eq(str_trim(item), word))
            return true;
    return false;
}

static int unknown_template(struct job *j, str word) {
    const struct contract *c = j->contract;
    str *known = ARENA_ARRAY(j->a, str, c->documents.n + 1);
    for (size_t i = 0; i < c->documents.n; i++)
        known[i] = c->documents.at[i].template.v;
    str near = str_nearest(word, known, c->documents.n);
    fprintf(j->v->err,
            tr(j->v->lang, "lvyue: the contract demands no document '%.*s'", "lvyue：合同未要求文档“%.*s”"),
            STR_ARG(word));
    if (near.n)
        fprintf(j->v->err, tr(j->v->lang, "; did you mean '%.*s'?", "；是否指“%.*s”？"), STR_ARG(near));
    putc('\n', j->v->err);
    return EXIT_USAGE;
}

static int check_only(struct job *j, str only) {
    str list = only, word;
    while (str_cut(&list, ',', &word)) {
        bool known = str_eqz(str_trim(word), CORRECTION) && count_corrections(j) > 0;
        for (size_t i = 0; i < j->contract->documents.n; i++)
            known |= str_eq(j->contract->documents.at[i].template.v, str_trim(word));
        if (!known)
            return unknown_template(j, str_trim(word));
    }
    return EXIT_DONE;
}

struct document_params plan_period_params(struct job *j, const struct document_def *doc,
                                          const struct period *p) {
    const struct naming *naming = &j->contract->naming;
    bool listed_there = doc->at.src != NULL; /* else one of the program's own: it has its own number */
    return (struct document_params){.period = str_dup(j->a, str_from(p->label)),
                                    .period_text = period_text_zh(j->a, p),
                                    .from = p->from,
                                    .to = p->to,
                                    .on = j->v->on,
                                    .draft = p->to > j->v->on + 1,
                                    .code = doc->code.v,
                                    .clauses = names_joined(j->a, &doc->clause),
                                    .title = doc->title,
                                    .number =
                                        listed_there ? plan_chosen(doc->number, naming->number) : doc->number,
                                    .file = listed_there ? plan_chosen(doc->file, naming->file) : doc->file};
}

static struct document_params period_params(struct job *j, const struct document_def *doc,
                                            const struct period *p, int seq) {
    struct document_params params = plan_period_params(j, doc, p);
    params.seq = seq;
    return params;
}

static void add(struct job *j, struct plan *plan, const struct document_def *doc,
                struct document_params params, const struct period *p) {
    params.due_on = due_text(j->a, due_of_document(j, doc, p, params.record_id));
    VEC_PUSH(j->a, plan, (struct plan_item){.doc = doc, .params = params});
}

static bool is_within(const struct period *p, const struct period *within) {
    return p->from >= within->from && p->to <= within->to;
}

static void plan_periods(struct job *j, struct plan *plan, const struct document_def *doc,
                         const struct period *within) {
    struct period *list;
    size_t n = period_list(j->a, j->contract->term, (enum freq)doc->every.v, &list);
    for (size_t i = 0; i < n; i++)
        if (is_within(&list[i], within) && list[i].from <= j->v->on)
            add(j, plan, doc, period_params(j, doc, &list[i], (int)i + 1), &list[i]);
}

/* An authored document is whole from the first day: no period of it has yet to end. */
static void plan_once(struct job *j, struct plan *plan, const struct document_def *doc,
                      const struct period *within) {
    struct period term;
    if (!period_parse(j->contract->term, S("contract"), &term) || !is_within(&term, within))
        return;
    struct document_params params = period_params(j, doc, &term, 1);
    params.draft = false;
    params.once = true;
    add(j, plan, doc, params, &term);
}

/* The column of the record that the document's limit counts from, quoted; NULL in SQL when there is none. */
static str due_column(struct job *j, const struct record_type *t, const struct document_def *doc) {
    str rest = doc->due.after.v, type;
    if (!str_cut(&rest, '.', &type) || !str_eq(type, t->name.v) || record_type_column(t, rest) < 0)
        return S("0"); /* never unfinished */
    return str_fmt(j->a, "\"%.*s\"", STR_ARG(rest));
}

static struct stmt *find_records(struct job *j, const struct record_type *type,
                                 const struct document_def *doc) {
    str key = type->columns[type->key].name.v, date = type->columns[type->date].name.v;
    str where = doc->where.v.n ? doc->where.v : S("1");
    str sql =
        str_fmt(j->a,
                "SELECT %.*s, %.*s, %.*s IS NULL FROM %.*s WHERE %.*s >= :from AND %.*s < :to AND (%.*s\n)"
                " ORDER BY %.*s, %.*s",
                STR_ARG(key), STR_ARG(date), STR_ARG(due_column(j, type, doc)), STR_ARG(type->name.v),
                STR_ARG(date), STR_ARG(date), STR_ARG(where), STR_ARG(date), STR_ARG(key));
    struct stmt *q = stmt_user(j->store, j->d, span_place(doc->where.v.n ? doc->where.at : doc->at), sql, 0);
    if (q) {
        stmt_bind_text(q, 1, civil_text_day(j->a, j->contract->term.from));
        stmt_bind_text(q, 2, civil_text_day(j->a, j->contract->term.to));
    }
    return q;
}

/* The month a day of the term lies in. */
static struct period month_of(struct job *j, int32_t day) {
    struct period *months;
    size_t n = period_list(j->a, j->contract->term, FREQ_MONTH, &months), i = 0;
    while (i + 1 < n && months[i].to <= day)
        i++;
    return months[i];
}

/* One document for each record that the condition picks and whose main date lies within. All of the term are
 * counted, so that a document has its number whatever --period says; its period is the month of the record. What
 * its limit counts from has not happened: a draft. */
static void plan_records(struct job *j, struct plan *plan, const struct document_def *doc,
                         const struct period *within) {
    struct stmt *q = find_records(j, record_types_find(j->types, doc->for_record.v), doc);
    for (int seq = 1; q && stmt_step(q); seq++) {
        int32_t day = civil_day(stmt_time(q, 1));
        if (day < within->from || day >= within->to)
            continue;
        struct period month = month_of(j, day);
        struct document_params params = period_params(j, doc, &month, seq);
        params.record_id = str_dup(j->a, stmt_text(q, 0));
        params.record_type = doc->for_record.v;
        params.draft = stmt_int(q, 2) != 0;
        add(j, plan, doc, params, &month);
    }
    stmt_free(q);
}

/* Does a correction change a figure of a period that lies within? */
static bool corrects(struct job *j, const struct accepted_file *f, const struct period *within) {
    for (size_t i = 0; i < f->items.n; i++) {
        str label = f->items.at[i].before.code.v, code;
        struct period p;
        str_cut(&label, '@', &code);
        if (!period_parse(j->contract->term, label, &p) || (p.from >= within->from && p.to <= within->to))
            return true;
    }
    return false;
}

static void plan_corrections(struct job *j, struct plan *plan, const struct period *within) {
    static const struct document_def correction = {.template = {.v = {CORRECTION, sizeof CORRECTION - 1}}};
    for (size_t i = 0; i < j->accepted->n; i++) {
        const struct accepted_file *f = &j->accepted->files[i];
        if (!f->number.set || !corrects(j, f, within))
            continue;
        struct document_params params = plan_period_params(j, &correction, within);
        params.record_id = str_fmt(j->a, "%lld", (long long)f->number.v);
        params.draft = false;
        VEC_PUSH(j->a, plan, (struct plan_item){.doc = &correction, .params = params});
    }
}

int plan_make(struct job *j, struct plan *plan) {
    struct invocation *v = j->v;
    struct period within = {0};
    str label = v->option[OPT_PERIOD].p ? v->option[OPT_PERIOD] : S("contract"), only = v->option[OPT_ONLY];
    if (!period_parse(j->contract->term, label, &within)) {
        fprintf(v->err,
                tr(v->lang,
                   "lvyue: '%.*s' is no period of the contract (2025 2025H1 2025Q1 2025-03 contract)\n",
                   "lvyue：“%.*s”不是合同期内的周期（2025 2025H1 2025Q1 2025-03 contract）\n"),
                STR_ARG(label));
        return EXIT_USAGE;
    }
    int code = only.p ? check_only(j, only) : EXIT_DONE;
    if (code)
        return code;
    for (size_t i = 0; i < j->contract->documents.n; i++) {
        const struct document_def *doc = &j->contract->documents.at[i];
        if (only.p && !listed(only, doc->template.v))
            continue;
        if (doc->for_record.v.n)
            plan_records(j, plan, doc, &within);
        else if (doc->every.set)
            plan_periods(j, plan, doc, &within);
        else
            plan_once(j, plan, doc, &within);
    }
    if (!only.p || listed(only, S(CORRECTION)))
        plan_corrections(j, plan, &within);
    if (diags_errors(j->d))
        return EXIT_INPUT;
    if (plan->n == 0)
        fprintf(v->err,
                tr(v->lang, "lvyue: no document is demanded for %.*s by %.*s\n",
                   "lvyue：%.*s 截至 %.*s 没有应生成的文档\n"),
                STR_ARG(label), STR_ARG(civil_text_day(j->a, v->on)));
    return EXIT_DONE;
}
