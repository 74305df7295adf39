/* tell.c - the calls every account is made of; what they write is the form's. */
#include "explain/tell.h"

#include <assert.h>

static const struct {
    const char *key, *en, *zh;
} labels[LABEL__MAX] = {
#define LABEL(ident, key, en, zh) [ident] = {key, en, zh},
#include "explain/labels.def"
#undef LABEL
};

const char *label_key(enum label l) {
    return labels[l].key;
}

const char *label_words(enum label l, enum lang lang) {
    return lang == LANG_ZH ? labels[l].zh : labels[l].en;
}

/* -- values --------------------------------------------------------------------------------------- */

struct told told_none(void) {
    return (struct told){.kind = TOLD_NONE};
}

struct told told_text(str s) {
    return s.n ? (struct told){.kind = TOLD_TEXT, .text = s} : told_none();
}

struct told told_count(int64_t n) {
    return (struct told){.kind = TOLD_COUNT, .n = n};
}

struct told told_day(int32_t day) {
    return (struct told){.kind = TOLD_DAY, .n = day};
}

struct told told_moment(int64_t t) {
    return t == CIVIL_NONE ? told_none() : (struct told){.kind = TOLD_MOMENT, .n = t};
}

struct told told_due(int64_t t) {
    return t == CIVIL_NONE ? told_none() : (struct told){.kind = TOLD_DUE, .n = t};
}

struct told told_seconds(int64_t s) {
    return s == CIVIL_NONE ? told_none() : (struct told){.kind = TOLD_SECONDS, .n = s};
}

struct told told_fen(int64_t fen) {
    return (struct told){.kind = TOLD_FEN, .n = fen};
}

struct told told_bool(bool b) {
    return (struct told){.kind = TOLD_BOOL, .n = b};
}

struct told told_outcome(str name) {
    return name.n ? (struct told){.kind = TOLD_OUTCOME, .text = name} : told_none();
}

struct told told_named(str name, str words) {
    return name.n ? (struct told){.kind = TOLD_NAMED, .text = words.n ? words : name, .name = name}
                  : told_none();
}

/* -- the account ---------------------------------------------------------------------------------- */

struct tell *tell_new(struct arena *a, enum lang lang, bool json, FILE *to) {
    struct tell *t = ARENA_NEW(a, struct tell);
    *t = (struct tell){
        .form = json ? &tell_json_form : &tell_text_form, .a = a, .scratch = a, .lang = lang, .to = to};
    return t;
}

void tell_accounts_begin(struct tell *t) {
    t->form->accounts(t, true);
}

void tell_accounts_end(struct tell *t) {
    t->form->accounts(t, false);
}

void tell_account_begin(struct tell *t, str figure, const char *kind, str title, struct told outcome) {
    t->form->account(t, figure, kind, title, outcome);
}

void tell_account_end(struct tell *t) {
    t->form->account(t, (str){0}, NULL, (str){0}, told_none());
}

void tell_begin(struct tell *t, enum label l) {
    t->form->object(t, l, true);
}

void tell_end(struct tell *t) {
    t->form->object(t, L_FIGURE, false);
}

void tell_list_begin(struct tell *t, enum label l) {
    t->form->list(t, l, true);
}

void tell_list_end(struct tell *t) {
    t->form->list(t, L_FIGURE, false);
}

void tell_item_begin(struct tell *t) {
    t->form->item(t, true);
}

void tell_item_end(struct tell *t) {
    t->form->item(t, false);
}

void tell_put(struct tell *t, enum label l, struct told v) {
    t->form->value(t, l, v);
}

void tell_say(struct tell *t, enum label l, str sentence) {
    t->form->sentences(t, l, &sentence, sentence.n ? 1 : 0, true);
}

void tell_says(struct tell *t, enum label l, const str *sentences, size_t n) {
    t->form->sentences(t, l, sentences, n, false);
}

void tell_table_begin(struct tell *t, enum label l, const enum label *columns, size_t n) {
    assert(n <= TELL_COLUMNS_MAX);
    t->table = (struct tell_table){.label = l, .n = n};
    for (size_t i = 0; i < n; i++)
        t->table.columns[i] = columns[i];
}

void tell_row(struct tell *t, const struct told *cells) {
    for (size_t i = 0; i < t->table.n; i++) {
        struct told v = cells[i];
        if (v.text.n)
            v.text = str_dup(t->scratch, v.text);
        if (v.name.n)
            v.name = str_dup(t->scratch, v.name);
        VEC_PUSH(t->scratch, &t->table.cells, v);
    }
}

void tell_table_end(struct tell *t) {
    t->form->table(t, &t->table);
}
