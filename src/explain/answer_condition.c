/* answer_condition.c - a condition of the contract taken apart: which of its parts holds for one record.
 *
 * Only parts joined by AND at the top are taken apart; OR, BETWEEN and CASE keep a condition whole, since a part of one
 * means nothing alone. The parts are asked of the same reader that judged the record, so that they mean the same.
 */
#include "assess/scan.h"
#include "explain/answer.h"

/* -- reading SQL ---------------------------------------------------------------------------------- */

struct lexer {
    str text;
    size_t at;
    int depth;
};
struct word { /* a word, or a character that is none */
    str text;
    size_t from;
    bool is_word;
};

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_part(char c) {
    return is_letter(c) || (c >= '0' && c <= '9');
}

static void skip_quoted(struct lexer *x) {
    char quote = x->text.p[x->at++];
    while (x->at < x->text.n && x->text.p[x->at] != quote)
        x->at++;
    x->at += x->at < x->text.n;
}

static bool next_word(struct lexer *x, struct word *out) {
    while (x->at < x->text.n) {
        char c = x->text.p[x->at];
        size_t from = x->at;
        if (c == '\'' || c == '"' || c == '`') {
            skip_quoted(x);
            continue;
        }
        x->depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        x->at++;
        if (!is_part(c))
            continue;
        while (x->at < x->text.n && is_part(x->text.p[x->at]))
            x->at++;
        *out = (struct word){str_slice(x->text, from, x->at), from, is_letter(c)};
        if (out->is_word)
            return true;
    }
    return false;
}

static bool keeps_whole(str word) {
    static const char *const words[] = {"or", "between", "case"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(word, str_from(words[i])))
            return true;
    return false;
}

static bool has_comment(str s) {
    return str_find(s, S("--")) >= 0 || str_find(s, S("/*")) >= 0;
}

size_t condition_parts(struct answer *w, const sval *condition, sval **parts) {
    VEC(sval) list = {0};
    struct lexer x = {.text = condition->v};
    struct word word;
    size_t from = 0;
    bool whole = has_comment(condition->v);
    while (!whole && next_word(&x, &word)) {
        if (x.depth)
            continue;
        whole = keeps_whole(word.text);
        if (str_eq_nocase(word.text, S("and"))) {
            VEC_PUSH(w->a, &list, (sval){str_trim(str_slice(x.text, from, word.from)), condition->at});
            from = x.at;
        }
    }
    if (whole)
        from = list.n = 0;
    if (condition->v.n)
        VEC_PUSH(w->a, &list, (sval){str_trim(str_slice(condition->v, from, condition->v.n)), condition->at});
    *parts = list.at;
    return list.n;
}

size_t condition_columns(struct answer *w, const struct record_type *type, str condition, str **columns) {
    struct lexer x = {.text = condition};
    struct word word;
    VEC(str) list = {0};
    while (next_word(&x, &word)) {
        bool twice = record_type_column(type, word.text) < 0;
        for (size_t i = 0; i < list.n; i++)
            twice = twice || str_eq(list.at[i], word.text);
        if (!twice)
            VEC_PUSH(w->a, &list, word.text);
    }
    *columns = list.at;
    return list.n;
}

/* -- asking --------------------------------------------------------------------------------------- */

static bool find_row(struct scan *s, str source) {
    struct arena *scratch = arena_new();
    bool found = false;
    while (!found && scan_next(s)) {
        struct arena_mark m = arena_mark(scratch);
        found = str_eq(scan_source(s, scratch), source);
        arena_rewind(scratch, m);
    }
    arena_free(scratch);
    return found;
}

static enum outcome outcome_of(const struct scan *s, int condition) {
    if (scan_holds(s, condition))
        return OUTCOME_MET;
    return scan_is_unknown(s, condition) ? OUTCOME_UNPROVEN : OUTCOME_MISSED;
}

void answer_condition(struct answer *w, enum label l, str type, str source, const sval *condition) {
    static const enum label columns[] = {L_HOLDS, L_CONDITION};
    sval *parts;
    size_t n = condition_parts(w, condition, &parts);
    struct scan *s = scan_new(&w->as, type);
    int *asked = ARENA_ARRAY(w->a, int, n + 1);
    scan_keep_duplicates(s);
    for (size_t i = 0; i < n; i++)
        asked[i] = scan_add_condition(s, &parts[i]);
    tell_table_begin(w->t, l, columns, 2);
    bool found = n && scan_open(s) && find_row(s, source);
    for (size_t i = 0; found && i < n; i++)
        tell_row(w->t,
                 (struct told[]){told_outcome(outcome_name(outcome_of(s, asked[i]))), told_text(parts[i].v)});
    scan_close(s);
    tell_table_end(w->t);
}
