/* answer.c - wording: the phrases of phrases.def, and values as they stand in a sentence. */
#include "explain/answer.h"

static const struct {
    const char *en, *zh;
} phrases[PHRASE__MAX] = {
#define PHRASE(ident, en, zh) [ident] = {en, zh},
#include "explain/phrases.def"
#undef PHRASE
};

str say_list(const struct answer *w, enum phrase p, const str *args, size_t n) {
    const char *text = w->lang == LANG_ZH ? phrases[p].zh : phrases[p].en;
    struct sb b = {.a = w->a};
    for (; *text; text++) {
        size_t i = text[0] == '{' ? (size_t)(text[1] - '0') : n;
        if (args && i < n && text[2] == '}') {
            sb_add(&b, args[i]);
            text += 2;
        } else {
            sb_char(&b, *text);
        }
    }
    return b.n ? sb_str(&b) : S("");
}

str words_of(const struct answer *w, struct told v) {
    return told_words(w->a, w->lang, v);
}

str words_moment(const struct answer *w, int64_t t) {
    return words_of(w, told_moment(t));
}

str words_due(const struct answer *w, int64_t t) {
    return words_of(w, told_due(t));
}

str words_seconds(const struct answer *w, int64_t s) {
    return words_of(w, told_seconds(s));
}

str words_count(const struct answer *w, int64_t n) {
    return words_of(w, told_count(n));
}

str words_fen(const struct answer *w, int64_t fen) {
    return words_of(w, told_fen(fen));
}

str words_limit(const struct answer *w, const struct limit *l) {
    static const enum phrase units[LIMIT__MAX] = {
        [LIMIT_NONE] = P_LIMIT_NONE,   [LIMIT_WORKDAYS] = P_LIMIT_WORKDAYS,
        [LIMIT_DAYS] = P_LIMIT_DAYS,   [LIMIT_MONTHS] = P_LIMIT_MONTHS,
        [LIMIT_YEARS] = P_LIMIT_YEARS, [LIMIT_NEXT_OPENING] = P_LIMIT_NEXT_OPENING};
    if (l->unit == LIMIT_SECONDS)
        return words_seconds(w, l->n);
    return SAY(w, units[l->unit], words_count(w, l->n));
}

str words_every(const struct answer *w, const struct enumval *every) {
    if (!every->set)
        return S("");
    enum freq f = (enum freq)every->v;
    return w->lang == LANG_ZH ? freq_text_zh(f) : str_fmt(w->a, "every %.*s", STR_ARG(freq_name(f)));
}

str words_period(const struct answer *w, str label) {
    struct period p;
    if (w->lang != LANG_ZH || !period_parse(w->c->term, label, &p))
        return label;
    return period_text_zh(w->a, &p);
}

str words_join(const struct answer *w, const struct svals *list) {
    struct sb b = {.a = w->a};
    for (size_t i = 0; i < list->n; i++) {
        if (i)
            sb_addz(&b, w->lang == LANG_ZH ? "、" : ", ");
        sb_add(&b, list->at[i].v);
    }
    return b.n ? sb_str(&b) : S("");
}

/* Minutes are exact to the second: whole ones are integers, others came from a division by 60. */
int64_t stmt_minutes(const struct stmt *q, int col) {
    if (stmt_is_null(q, col))
        return CIVIL_NONE;
    double seconds = stmt_real(q, col) * 60;
    return (int64_t)(seconds < 0 ? seconds - 0.5 : seconds + 0.5);
}

str stmt_keep(const struct answer *w, const struct stmt *q, int col) {
    return str_dup(w->a, stmt_text(q, col));
}

bool joined_next(str *list, str *one) {
    const str comma = S("、");
    if (!list->n)
        return false;
    ptrdiff_t at = str_find(*list, comma);
    *one = at < 0 ? *list : str_slice(*list, 0, (size_t)at);
    *list = at < 0 ? S("") : str_slice(*list, (size_t)at + comma.n, list->n);
    return true;
}

bool joined_has(str list, str one) {
    str x;
    while (joined_next(&list, &x))
        if (str_eq(x, one))
            return one.n > 0;
    return false;
}

/* -- names of ours -------------------------------------------------------------------------------- */

struct named {
    const char *name;
    enum phrase words;
};

static struct told told_known(const struct answer *w, str name, const struct named *known, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (str_eqz(name, known[i].name))
            return told_named(name, SAY0(w, known[i].words));
    return told_named(name, name);
}
#define TOLD_KNOWN(w, name, known) told_known((w), (name), (known), sizeof(known) / sizeof *(known))

struct told told_rule_kind(const struct answer *w, const char *kind) {
    static const struct named known[] = {
        {"target", P_KIND_TARGET},     {"obligation", P_KIND_OBLIGATION}, {"check", P_KIND_CHECK},
        {"kpi", P_KIND_KPI},           {"deduction", P_KIND_DEDUCTION},   {"payment", P_KIND_PAYMENT},
        {"document", P_KIND_DOCUMENT}, {"records", P_KIND_RECORDS},
    };
    return TOLD_KNOWN(w, str_from(kind), known);
}

struct told told_view(const struct answer *w, str view) {
    static const struct named known[] = {{"buyer", P_VIEW_BUYER}, {"supplier", P_VIEW_SUPPLIER}};
    return TOLD_KNOWN(w, view, known);
}

struct told told_timing(const struct answer *w, str timing) {
    static const struct named known[] = {{"early", P_TIMING_EARLY},
                                         {"on_time", P_TIMING_ON_TIME},
                                         {"late", P_TIMING_LATE},
                                         {"missing", P_TIMING_MISSING},
                                         {"pending", P_TIMING_PENDING}};
    return TOLD_KNOWN(w, timing, known);
}
