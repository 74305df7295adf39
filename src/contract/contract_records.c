/* contract_records.c - where the record files are and how their columns and values are called. */
#include "contract/contract_checks.h"
#include "util/file.h"

static void read_columns(struct checker *k, struct records_def *def) {
    struct word_pairs pairs = {0};
    if (!def->columns_node)
        return;
    schema_read_pairs(k->a, k->d, S("columns"), def->columns_node, &pairs);
    def->columns = ARENA_ARRAY(k->a, struct column_map, pairs.n + 1);
    for (size_t i = 0; i < pairs.n; i++)
        def->columns[def->n_columns++] = (struct column_map){pairs.at[i].key, pairs.at[i].value};
}

static void read_values(struct checker *k, struct records_def *def) {
    const struct ynode *map = def->values_node;
    if (!map || !schema_expect(k->d, FIELD_DICT, S("values"), map))
        return;
    def->values = ARENA_ARRAY(k->a, struct values_def, map->n + 1);
    for (size_t i = 0; i < map->n; i++) {
        struct values_def *v = &def->values[def->n_values++];
        struct word_pairs pairs = {0};
        v->column = (sval){map->keys[i]->text, map->keys[i]->at};
        schema_read_pairs(k->a, k->d, v->column.v, map->items[i], &pairs);
        v->at = ARENA_ARRAY(k->a, struct value_map, pairs.n + 1);
        for (size_t j = 0; j < pairs.n; j++)
            v->at[v->n++] = (struct value_map){pairs.at[j].key, pairs.at[j].value};
    }
}

/* The strptime subset of civil_parse(). */
static bool time_form_known(str s) {
    bool any = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '%')
            continue;
        if (++i == s.n || str_find(S("YymdHMS"), str_slice(s, i, i + 1)) < 0)
            return false;
        any = true;
    }
    return any;
}

void check_records(struct checker *k) {
    static const char *const encodings[] = {"utf-8", "gb18030", NULL};
    for (size_t i = 0; i < k->c->records.n; i++) {
        struct records_def *def = &k->c->records.at[i];
        for (size_t j = 0; j < def->file.n; j++)
            if (!path_is_inside(def->file.at[j].v))
                diag1(k->d, DIAG_RECORD_PATH, span_place(def->file.at[j].at), def->file.at[j].v);
        read_columns(k, def);
        read_values(k, def);
        check_word(k, "encoding", def->encoding, encodings);
        if (def->time.v.p && !time_form_known(def->time.v))
            fault_value(k, "time", def->time, "a form of %Y %m %d %H %M %S such as %Y/%m/%d %H:%M",
                        "由 %Y %m %d %H %M %S 组成的格式，如 %Y/%m/%d %H:%M");
    }
}
