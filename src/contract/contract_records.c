/* contract_records.c - where the record files are and how their columns and values are called. */
#include "contract/contract_checks.h"
#include "util/file.h"

static size_t read_pairs(struct checker *k, str key, const struct ynode *node, struct column_map **out) {
    struct word_pairs pairs = {0};
    if (!node)
        return 0;
    schema_read_pairs(k->a, k->d, key, node, &pairs);
    *out = ARENA_ARRAY(k->a, struct column_map, pairs.n + 1);
    for (size_t i = 0; i < pairs.n; i++)
        (*out)[i] = (struct column_map){pairs.at[i].key, pairs.at[i].value};
    return pairs.n;
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

/* Records come from files or from a database. */
static void check_source(struct checker *k, const struct records_def *def) {
    bool file = def->file.n != 0, odbc = def->odbc.v.p != NULL;
    if (file == odbc)
        diag2(k->d, DIAG_ONE_OF, span_place(def->at), S("file, odbc"), file ? S("file, odbc") : S("—"));
    if (odbc != (def->query.v.p != NULL))
        diag2(k->d, DIAG_KEY_ALONE, span_place(odbc ? def->odbc.at : def->query.at),
              odbc ? S("odbc") : S("query"), odbc ? S("query") : S("odbc"));
    if (odbc &&
        (def->odbc.v.n == 0 || str_find(def->odbc.v, S("=")) >= 0 || str_find(def->odbc.v, S(";")) >= 0))
        fault_value(k, "odbc", def->odbc, "the name of a data source in odbc.ini, without passwords",
                    "odbc.ini 中的数据源名称（不含口令）");
}

void check_records(struct checker *k) {
    static const char *const encodings[] = {"utf-8", "gb18030", NULL};
    static const char *const formats[] = {"csv", "sadf", "prometheus", NULL};
    for (size_t i = 0; i < k->c->records.n; i++) {
        struct records_def *def = &k->c->records.at[i];
        for (size_t j = 0; j < def->file.n; j++)
            if (!path_is_inside(def->file.at[j].v))
                diag1(k->d, DIAG_RECORD_PATH, span_place(def->file.at[j].at), def->file.at[j].v);
        check_source(k, def);
        def->n_columns = read_pairs(k, S("columns"), def->columns_node, &def->columns);
        def->n_fill = read_pairs(k, S("fill"), def->fill_node, &def->fill);
        read_values(k, def);
        check_word(k, "encoding", def->encoding, encodings);
        check_word(k, "format", def->format, formats);
        if (def->time.v.p && !time_form_known(def->time.v))
            fault_value(k, "time", def->time, "a form of %Y %m %d %H %M %S such as %Y/%m/%d %H:%M",
                        "由 %Y %m %d %H %M %S 组成的格式，如 %Y/%m/%d %H:%M");
    }
}
