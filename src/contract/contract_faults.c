/* contract_faults.c - faults many parts of a contract can have. */
#include "contract/contract_checks.h"

void fault_value(struct checker *k, const char *key, sval v, const char *en, const char *zh) {
    diag3(k->d, DIAG_VALUE_FORMAT, span_place(v.at), str_from(key),
          str_from(diags_lang(k->d) == LANG_ZH ? zh : en), v.v);
}

void fault_only_with(struct checker *k, struct span at, const char *key, const char *with) {
    diag2(k->d, DIAG_KEY_ALONE, span_place(at), str_from(key), str_from(with));
}

void fault_clash(struct checker *k, struct span at, const char *key, const char *beside) {
    diag2(k->d, DIAG_KEYS_CLASH, span_place(at), str_from(key), str_from(beside));
}

static str list_keys(struct checker *k, const char *const *keys, const bool *given, size_t n) {
    struct sb b = {.a = k->a};
    for (size_t i = 0; i < n; i++) {
        if (given && !given[i])
            continue;
        if (b.n > 0)
            sb_addz(&b, diags_lang(k->d) == LANG_ZH ? "、" : ", ");
        sb_addz(&b, keys[i]);
    }
    if (b.n == 0)
        sb_addz(&b, diags_lang(k->d) == LANG_ZH ? "没有" : "none");
    return sb_str(&b);
}

void check_one_of(struct checker *k, struct span at, const char *const *keys, const bool *given, size_t n) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += given[i];
    if (count != 1)
        diag2(k->d, DIAG_ONE_OF, span_place(at), list_keys(k, keys, NULL, n), list_keys(k, keys, given, n));
}

void check_word(struct checker *k, const char *key, sval v, const char *const *words) {
    VEC(str) known = {0};
    for (size_t i = 0; words[i] && v.v.p; i++) {
        if (str_eqz(v.v, words[i]))
            return;
        VEC_PUSH(k->a, &known, str_from(words[i]));
    }
    if (v.v.p)
        diag3(k->d, DIAG_WORD_UNKNOWN, span_place(v.at), str_from(key), v.v,
              schema_nearest_suffix(k->a, diags_lang(k->d), v.v, known.at, known.n));
}

void check_percent(struct checker *k, const char *key, struct decval v, bool zero_allowed) {
    int sign = dec_cmp(v.v, (struct dec){0, 0});
    if (v.set && (sign < 0 || dec_cmp(v.v, (struct dec){100, 0}) > 0))
        diag2(k->d, DIAG_PERCENT_RANGE, span_place(v.at), str_from(key), dec_text(k->a, v.v));
    else if (v.set && sign == 0 && !zero_allowed)
        diag1(k->d, DIAG_NOT_POSITIVE, span_place(v.at), str_from(key));
}

void check_positive(struct checker *k, const char *key, bool set, int64_t v, struct span at) {
    if (set && v <= 0)
        diag1(k->d, DIAG_NOT_POSITIVE, span_place(at), str_from(key));
    else if (set && v > SUM_MAX_FEN)
        diag2(k->d, DIAG_SUM_LARGE, span_place(at), str_from(key), money_text(k->a, SUM_MAX_FEN));
}

void check_not_empty(struct checker *k, const char *key, bool given, size_t n, struct span at) {
    if (given && n == 0)
        diag1(k->d, DIAG_LIST_EMPTY, span_place(at), str_from(key));
}
