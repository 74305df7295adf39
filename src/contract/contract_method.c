/* contract_method.c - the accounting method, wholly described by method.def. */
#include "contract/contract_method.h"

static const struct key {
    const char *name, *default_answer;
} keys[METHOD__MAX] = {
#define METHOD(ident, answer, zh, en)
#define METHOD_KEY(ident, key, default_answer) [ident] = {key, default_answer},
#include "contract/method.def"
#undef METHOD_KEY
#undef METHOD
};

static const struct answer {
    enum method_key key;
    const char *word, *sentence[2]; /* by enum lang */
} answers[] = {
#define METHOD(ident, answer, zh, en) {ident, answer, {en, zh}},
#define METHOD_KEY(ident, key, default_answer)
#include "contract/method.def"
#undef METHOD_KEY
#undef METHOD
};
#define ANSWERS (sizeof answers / sizeof *answers)

struct method_reader {
    struct arena *a;
    struct diags *d;
    struct method *out;
};

bool method_is(const struct method *m, enum method_key key, const char *answer) {
    return str_eqz(m->answer[key].v, answer);
}

const char *method_key_name(enum method_key key) {
    return keys[key].name;
}

const char *method_sentence(enum method_key key, str answer, enum lang lang) {
    for (size_t i = 0; i < ANSWERS; i++)
        if (answers[i].key == key && str_eqz(answer, answers[i].word))
            return answers[i].sentence[lang];
    return "";
}

static const struct answer *find_answer(enum method_key key, str word) {
    for (size_t i = 0; i < ANSWERS; i++)
        if (answers[i].key == key && str_eqz(word, answers[i].word))
            return &answers[i];
    return NULL;
}

static void read_answer(const struct method_reader *r, enum method_key key, const struct ynode *node) {
    VEC(str) known = {0};
    const struct answer *found = NULL;
    str word = str_trim(node->text);
    if (!schema_expect(r->d, FIELD_STR, str_from(keys[key].name), node))
        return;
    found = find_answer(key, str_eqz(word, "true") ? S("yes") : str_eqz(word, "false") ? S("no") : word);
    if (found) {
        r->out->answer[key] = (sval){str_from(found->word), node->at};
        return;
    }
    for (size_t i = 0; i < ANSWERS; i++)
        if (answers[i].key == key)
            VEC_PUSH(r->a, &known, str_from(answers[i].word));
    diag3(r->d, DIAG_WORD_UNKNOWN, span_place(node->at), str_from(keys[key].name), word,
          schema_nearest_suffix(r->a, diags_lang(r->d), word, known.at, known.n));
}

/* The part of a key's name after the prefix; empty when it does not belong there. */
static str name_under(enum method_key key, str prefix) {
    str name = str_from(keys[key].name);
    if (!str_starts(name, prefix))
        return S("");
    name = str_slice(name, prefix.n, name.n);
    return str_find(name, S(".")) < 0 ? name : S("");
}

static void unknown_key(const struct method_reader *r, const struct ynode *key, str prefix) {
    VEC(str) known = {0};
    if (prefix.n == 0)
        VEC_PUSH(r->a, &known, S("availability"));
    for (int k = 0; k < METHOD__MAX; k++)
        if (name_under((enum method_key)k, prefix).n > 0)
            VEC_PUSH(r->a, &known, name_under((enum method_key)k, prefix));
    diag3(r->d, DIAG_KEY_UNKNOWN, span_place(key->at), key->text,
          prefix.n > 0 ? S("method.availability") : S("method"),
          schema_nearest_suffix(r->a, diags_lang(r->d), key->text, known.at, known.n));
}

static void read_keys(const struct method_reader *r, const struct ynode *map, str prefix) {
    for (size_t i = 0; i < map->n; i++) {
        const struct ynode *key = map->keys[i], *value = map->items[i];
        int k = 0;
        if (ynode_is_null(value))
            continue;
        if (prefix.n == 0 && str_eqz(key->text, "availability")) {
            if (schema_expect(r->d, FIELD_MAP, key->text, value))
                read_keys(r, value, S("availability."));
            continue;
        }
        while (k < METHOD__MAX &&
               !(key->text.n > 0 && str_eq(name_under((enum method_key)k, prefix), key->text)))
            k++;
        if (k < METHOD__MAX)
            read_answer(r, (enum method_key)k, value);
        else
            unknown_key(r, key, prefix);
    }
}

void contract_method_read(struct arena *a, struct diags *d, const struct ynode *node, struct method *out) {
    const struct method_reader r = {a, d, out};
    for (int k = 0; k < METHOD__MAX; k++)
        out->answer[k] = (sval){.v = str_from(keys[k].default_answer)};
    if (!node)
        return;
    out->at = node->at;
    if (schema_expect(d, FIELD_MAP, S("method"), node))
        read_keys(&r, node, S(""));
}
