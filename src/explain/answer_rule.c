/* answer_rule.c - what every answer begins and ends with: the clause and its words, the rule, the method, further figures. */
#include "explain/answer.h"

const struct rule *answer_find_rule(const struct answer *w, enum rule_kind kind, str id, size_t *index) {
    struct rule_ref *rules;
    size_t n = contract_rules(w->c, w->a, &rules);
    for (size_t i = 0; i < n; i++)
        if (rules[i].kind == kind && str_eq(rules[i].rule->id.v, id)) {
            if (index)
                *index = rules[i].index;
            return rules[i].rule;
        }
    return NULL;
}

static str place_of(const struct answer *w, struct span at) {
    return at.src ? str_fmt(w->a, "%.*s:%d", STR_ARG(at.src->path), at.line) : S("");
}

static const struct clause *find_clause(const struct contract *c, str id) {
    for (size_t i = 0; i < c->clauses.n; i++)
        if (str_eq(c->clauses.at[i].id.v, id))
            return &c->clauses.at[i];
    return NULL;
}

void answer_clauses(struct answer *w, const struct svals *ids) {
    tell_list_begin(w->t, L_CLAUSES);
    for (size_t i = 0; i < ids->n; i++) {
        const struct clause *c = find_clause(w->c, ids->at[i].v);
        tell_item_begin(w->t);
        tell_put(w->t, L_ID, told_text(ids->at[i].v));
        tell_put(w->t, L_SECTION, told_text(c ? c->section.v : S("")));
        tell_put(w->t, L_PLACE, told_text(c ? place_of(w, c->at) : S("")));
        tell_say(w->t, L_WORDS, c ? c->text.v : S(""));
        tell_item_end(w->t);
    }
    tell_list_end(w->t);
}

void answer_rule(struct answer *w, enum rule_kind kind, const struct rule *r, const str *says, size_t n) {
    answer_clauses(w, &r->clause);
    tell_list_begin(w->t, L_RULES);
    tell_item_begin(w->t);
    tell_put(w->t, L_RULE_KIND, told_rule_kind(w, rule_kind_name(kind)));
    tell_put(w->t, L_ID, told_text(r->id.v));
    tell_put(w->t, L_RULE_NAME, told_text(r->name.v));
    tell_put(w->t, L_PLACE, told_text(place_of(w, r->at)));
    tell_say(w->t, L_WORDS, r->text.v);
    tell_says(w->t, L_SAYS, says, n);
    tell_item_end(w->t);
    tell_list_end(w->t);
}

void answer_method(struct answer *w, const struct method_keys *keys) {
    tell_list_begin(w->t, L_METHOD);
    for (int i = 0; i < METHOD__MAX; i++) {
        enum method_key key = (enum method_key)i;
        if (!keys->at[i])
            continue;
        tell_item_begin(w->t);
        tell_put(w->t, L_KEY, told_text(str_from(method_key_name(key))));
        tell_put(w->t, L_ANSWER, told_text(w->c->method.answer[i].v));
        tell_say(w->t, L_SENTENCE, str_from(method_sentence(key, w->c->method.answer[i].v, w->lang)));
        tell_item_end(w->t);
    }
    tell_list_end(w->t);
}

void answer_agrees(struct answer *w) {
    if (!w->agrees)
        tell_say(w->t, L_DISAGREES, SAY0(w, P_DISAGREES));
    tell_put(w->t, L_AGREES, told_bool(w->agrees));
}

void links_add(struct answer *w, struct links *l, str code) {
    for (size_t i = 0; i < l->n; i++)
        if (str_eq(l->at[i], code))
            return;
    VEC_PUSH(w->a, l, str_dup(w->a, code));
}

void answer_links(struct answer *w, const struct links *l) {
    static const enum label columns[] = {L_SEE};
    tell_table_begin(w->t, L_LINKS, columns, 1);
    for (size_t i = 0; i < l->n; i++)
        tell_row(w->t, (struct told[]){told_text(l->at[i])});
    tell_table_end(w->t);
}
