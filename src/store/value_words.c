#include "store/value_words.h"

str words_contract_value(const struct contract *c, str type, str column, const struct column_value *v) {
    for (size_t i = 0; i < c->records.n; i++) {
        const struct records_def *def = &c->records.at[i];
        for (size_t k = 0; str_eq(def->type.v, type) && k < def->n_values; k++)
            for (size_t n = 0; str_eq(def->values[k].column.v, column) && n < def->values[k].n; n++) {
                const struct value_map *m = &def->values[k].at[n];
                if (str_eq(m->to.v, v->value.v) || str_eq(m->to.v, v->title.v))
                    return m->from.v;
            }
    }
    return (str){0};
}

str words_value(const struct contract *c, str type, str column, const struct column_value *v) {
    str word = words_contract_value(c, type, column, v);
    return word.n ? word : v->title.v.p ? v->title.v : v->value.v;
}
