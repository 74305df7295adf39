/* contract_names.c - ids: sorted, so that even a hostile contract of many thousand costs n log n. */
#include <stdlib.h>

#include "contract/contract_names.h"

static const struct {
    unsigned kinds;
    const char *en, *zh;
} things[THING__MAX] = {
    [THING_CLAUSE] = {KIND_CLAUSE, "clause", "条款"},
    [THING_CALENDAR] = {KIND_CALENDAR, "calendar", "日历"},
    [THING_SYSTEM] = {KIND_SYSTEM, "system", "系统"},
    [THING_TARGET] = {KIND_OF_RULE(RULE_TARGET), "target", "时限要求（targets）"},
    [THING_KPI] = {KIND_OF_RULE(RULE_KPI), "KPI", "考核指标（kpis）"},
    [THING_JUDGED] = {KIND_JUDGED, "target, obligation or check", "时限要求、定期义务或检查项"},
    [THING_TYPE] = {KIND_TYPE, "record type", "记录类型"},
    [THING_TEMPLATE] = {KIND_TEMPLATE, "template", "模板"},
    [THING_PROOF] = {KIND_RULES | KIND_TYPE | KIND_TEMPLATE, "rule, record type or template",
                     "规则、记录类型或模板"},
};

void names_add(struct arena *a, struct names *n, struct name name) {
    if (name.text.p)
        VEC_PUSH(a, n, name);
}

void names_gather(struct arena *a, const struct contract *c, struct names *out) {
    struct rule_ref *rules;
    size_t n = contract_rules(c, a, &rules);
    for (size_t i = 0; i < n; i++)
        names_add(a, out,
                  (struct name){rules[i].rule->id.v, rules[i].rule->id.at, KIND_OF_RULE(rules[i].kind), i});
    for (size_t i = 0; i < c->clauses.n; i++)
        names_add(a, out, (struct name){c->clauses.at[i].id.v, c->clauses.at[i].id.at, KIND_CLAUSE, i});
    for (size_t i = 0; i < c->calendars.n; i++)
        names_add(a, out,
                  (struct name){c->calendars.at[i].name.v, c->calendars.at[i].name.at, KIND_CALENDAR, i});
    names_add(a, out, (struct name){.text = S("always"), .kind = KIND_CALENDAR, .index = SIZE_MAX});
    for (size_t i = 0; i < c->systems.n; i++)
        names_add(a, out, (struct name){c->systems.at[i].id.v, c->systems.at[i].id.at, KIND_SYSTEM, i});
    for (size_t i = 0; i < c->quantities.n; i++)
        names_add(a, out,
                  (struct name){c->quantities.at[i].id.v, c->quantities.at[i].id.at, KIND_QUANTITY, i});
    names_sort(out);
}

/* Equal ids in the order of the file. */
static int by_text(const void *x, const void *y) {
    const struct name *a = x, *b = y;
    int c = str_cmp(a->text, b->text);
    if (c == 0)
        c = (a->at.line > b->at.line) - (a->at.line < b->at.line);
    return c ? c : (a->at.col > b->at.col) - (a->at.col < b->at.col);
}

void names_sort(struct names *n) {
    if (n->n > 0)
        qsort(n->at, n->n, sizeof *n->at, by_text);
}

/* The first name not before text. */
static size_t lower_bound(const struct names *n, str text) {
    size_t lo = 0, hi = n->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (str_cmp(n->at[mid].text, text) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const struct name *names_find(const struct names *n, str text, unsigned kinds) {
    for (size_t i = lower_bound(n, text); i < n->n && str_eq(n->at[i].text, text); i++)
        if (n->at[i].kind & kinds)
            return &n->at[i];
    return NULL;
}

void names_report_ambiguous(const struct names *n, struct diags *d, unsigned kinds, sval v) {
    unsigned found = 0;
    for (size_t i = lower_bound(n, v.v); i < n->n && str_eq(n->at[i].text, v.v); i++)
        found |= n->at[i].kind & kinds;
    if (found & (found - 1))
        diag1(d, DIAG_NAME_AMBIGUOUS, span_place(v.at), v.v);
}

void names_report_twice(const struct names *n, struct arena *a, struct diags *d, unsigned kinds) {
    const struct name *first = NULL;
    for (size_t i = 0; i < n->n; i++) {
        const struct name *name = &n->at[i];
        if (!(name->kind & kinds))
            continue;
        if (first && str_eq(first->text, name->text))
            diag2(d, DIAG_ID_TWICE, span_place(name->at), name->text, str_fmt(a, "%d", first->at.line));
        else
            first = name;
    }
}

/* "; it is a target": the right id in the wrong place. */
static str other_kind(struct arena *a, enum lang lang, const struct name *n) {
    int k = 0;
    while (n->kind != KIND_OF_RULE(k))
        k++;
    return str_fmt(a, lang == LANG_ZH ? "；它属于 %ss" : "; it is a %s", rule_kind_name((enum rule_kind)k));
}

static str suggest(const struct names *n, struct arena *a, enum lang lang, unsigned kinds, str word) {
    const struct name *other = names_find(n, word, KIND_RULES);
    VEC(str) known = {0};
    if (other)
        return other_kind(a, lang, other);
    for (size_t i = 0; i < n->n; i++)
        if (n->at[i].kind & kinds)
            VEC_PUSH(a, &known, n->at[i].text);
    return schema_nearest_suffix(a, lang, word, known.at, known.n);
}

static void report_unknown(const struct names *n, struct arena *a, struct diags *d, enum thing thing,
                           sval v) {
    enum lang lang = diags_lang(d);
    /* Beyond the cap none is printed, so none is looked for. */
    bool printed = diags_count_of(d, DIAG_NAME_UNKNOWN) < DIAG_CAP;
    diag3(d, DIAG_NAME_UNKNOWN, span_place(v.at),
          str_from(lang == LANG_ZH ? things[thing].zh : things[thing].en), v.v,
          printed ? suggest(n, a, lang, things[thing].kinds, v.v) : S(""));
}

const struct name *names_resolve(const struct names *n, struct arena *a, struct diags *d, enum thing thing,
                                 sval v) {
    const struct name *found = v.v.p ? names_find(n, v.v, things[thing].kinds) : NULL;
    if (!found && v.v.p)
        report_unknown(n, a, d, thing, v);
    return found;
}

/* Equal words in the order of the file. */
static int by_word(const void *x, const void *y) {
    const sval *a = x, *b = y;
    int c = str_cmp(a->v, b->v);
    if (c == 0)
        c = (a->at.line > b->at.line) - (a->at.line < b->at.line);
    return c ? c : (a->at.col > b->at.col) - (a->at.col < b->at.col);
}

/* What is listed twice would count twice. */
static void report_repeated(struct arena *a, struct diags *d, struct svals v) {
    sval *sorted = ARENA_ARRAY(a, sval, v.n + 1);
    for (size_t i = 0; i < v.n; i++)
        sorted[i] = v.at[i];
    if (v.n > 1)
        qsort(sorted, v.n, sizeof *sorted, by_word);
    for (size_t i = 1; i < v.n; i++)
        if (str_eq(sorted[i].v, sorted[i - 1].v))
            diag1(d, DIAG_LISTED_TWICE, span_place(sorted[i].at), sorted[i].v);
}

void names_resolve_all(const struct names *n, struct arena *a, struct diags *d, enum thing thing,
                       struct svals v) {
    for (size_t i = 0; i < v.n; i++)
        names_resolve(n, a, d, thing, v.at[i]);
    report_repeated(a, d, v);
}
