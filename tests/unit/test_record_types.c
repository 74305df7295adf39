/* The table of record types: what is shipped is sound, and what is wrong in a table is named. */
#include "records_fixture.h"

#include "records/fold.h"

static struct record_types *load(struct fixture *x, const char *text) {
    fixture_write(x, "types.yaml", text, strlen(text));
    return record_types_load(x->a, x->d, path_join(x->a, x->dir, S("types.yaml")));
}

static void assert_fault(struct fixture *x, const char *expected) {
    const char *shown = fixture_faults(x);
    if (!strstr(shown, expected))
        fail_msg("no '%s' in:\n%s", expected, shown);
}

static void shipped_table_has_every_type(void **state) {
    struct fixture *x = *state;
    static const char *const names[] = {"incident",        "event",       "exclusion",  "inspection",
                                        "inspection_item", "measurement", "backup_run", "restore_drill",
                                        "activity",        "upgrade",     "request",    "person",
                                        "attendance",      "submission"};
    assert_int_equal(x->types->n, sizeof names / sizeof *names);
    for (size_t i = 0; i < x->types->n; i++)
        assert_non_null(record_types_find(x->types, str_from(names[i])));
    assert_null(record_types_find(x->types, S("incidents")));
}

static void shipped_incident_is_resolved(void **state) {
    struct fixture *x = *state;
    const struct record_type *t = record_types_find(x->types, S("incident"));
    assert_int_equal(t->key, record_type_column(t, S("id")));
    assert_int_equal(t->date, record_type_column(t, S("reported_at")));
    assert_int_equal(record_type_column(t, S("nothing")), -1);
    assert_true(t->narrative);
    const struct column *level = &t->columns[record_type_column(t, S("level"))];
    assert_int_equal(level->kind, COLUMN_ENUM);
    assert_string_equal(str_z(x->a, column_value_title(level, S("P2"))), "二级");
    assert_string_equal(str_z(x->a, column_value_title(level, S("P9"))), "P9");
    const struct column *reported = &t->columns[t->date];
    assert_true(reported->required && reported->happens && !reported->day_enough);
    assert_int_equal(record_types_find(x->types, S("measurement"))->key, SIZE_MAX);
    assert_ptr_equal(t->all, x->types);
    assert_string_equal(column_kind_name(COLUMN_REF), "ref");
}

static bool seen(const str *list, size_t n, str s) {
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i], s))
            return true;
    return false;
}

/* Names of one column differ from those of every other, or a header would mean two things. */
static void shipped_headers_are_unique(void **state) {
    struct fixture *x = *state;
    for (size_t i = 0; i < x->types->n; i++) {
        const struct record_type *t = &x->types->at[i];
        str names[1024];
        size_t n = 0;
        for (size_t k = 0; k < t->n_columns; k++) {
            const struct column *c = &t->columns[k];
            size_t own = n;
            str mine[64] = {fold(x->a, c->name.v), fold(x->a, c->title.v)};
            size_t m = 2;
            for (size_t j = 0; j < c->aliases.n; j++)
                mine[m++] = fold(x->a, c->aliases.at[j].v);
            for (size_t j = 0; j < m; j++) {
                if (seen(names, own, mine[j]))
                    fail_msg("%.*s: '%.*s' names two columns", STR_ARG(t->name.v), STR_ARG(mine[j]));
                names[n++] = mine[j];
            }
        }
    }
}

static void shipped_values_are_unique(void **state) {
    struct fixture *x = *state;
    for (size_t i = 0; i < x->types->n; i++)
        for (size_t k = 0; k < x->types->at[i].n_columns; k++) {
            const struct column *c = &x->types->at[i].columns[k];
            str words[1024];
            size_t n = 0;
            for (size_t j = 0; j < c->n_values; j++) {
                const struct column_value *v = &c->values[j];
                size_t own = n;
                str mine[64] = {fold(x->a, v->value.v), fold(x->a, v->title.v)};
                size_t m = 2;
                for (size_t q = 0; q < v->aliases.n; q++)
                    mine[m++] = fold(x->a, v->aliases.at[q].v);
                for (size_t q = 0; q < m; q++) {
                    if (seen(words, own, mine[q]))
                        fail_msg("%.*s: '%.*s' means two values", STR_ARG(c->name.v), STR_ARG(mine[q]));
                    words[n++] = mine[q];
                }
            }
        }
}

#define HEAD "types:\n  t:\n    title: 型\n"
#define COLUMNS                                                                                              \
    "    columns:\n"                                                                                         \
    "      id: {title: 编号, kind: text, required: true}\n"                                                \
    "      at: {title: 时间, kind: time}\n"

static void unknown_names_are_answered_with_the_nearest(void **state) {
    struct fixture *x = *state;
    assert_null(load(x, HEAD "    key: ids\n    date: att\n    orders: [at <= upto, at]\n" COLUMNS
                             "      s: {title: 系, kind: ref, ref: tt}\n"
                             "      w: {title: 词, kind: enum, words: nope}\n"
                             "      e: {title: 值, kind: enum}\n"
                             "      r: {title: 引, kind: ref}\n"));
    assert_fault(x, ":4:10: error: 'key' cannot be 'ids'; did you mean 'id'?");
    assert_fault(x, ":5:11: error: 'date' cannot be 'att'; did you mean 'at'?");
    assert_fault(x, ":6:14: error: 'orders' cannot be 'upto'; known: at");
    assert_fault(x, ":6:26: error: 'orders' takes a <= b, found 'at'");
    assert_fault(x, ": error: 'ref' cannot be 'tt'; did you mean 't'?");
    assert_fault(x, ": error: 'words' cannot be 'nope'");
    assert_fault(x, ":12:7: error: key 'values' is missing in column");
    assert_fault(x, ":13:7: error: key 'ref' is missing in column");
}

/* A key must always be there, a main date must be a moment. */
static void columns_must_fit_their_part(void **state) {
    struct fixture *x = *state;
    assert_null(load(x, HEAD "    key: at\n    date: id\n" COLUMNS));
    assert_fault(x, "'key' cannot be 'at'; known: id");
    assert_fault(x, "'date' cannot be 'id'; known: at");
}

static void broken_tables_are_named(void **state) {
    struct fixture *x = *state;
    assert_null(load(x, "types: [1, 2]\n"));
    assert_null(load(x, "types: {t: {title: x, date: at, columns: {at: {title: y, kind: tame}}}}\n"));
    assert_null(load(x, ""));
    assert_fault(x, "'types' takes");
    assert_fault(x, "'kind' cannot be 'tame'; did you mean 'time'?");
    assert_fault(x, "is empty [file-empty]");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        RECORDS_TEST(shipped_table_has_every_type),
        RECORDS_TEST(shipped_incident_is_resolved),
        RECORDS_TEST(shipped_headers_are_unique),
        RECORDS_TEST(shipped_values_are_unique),
        RECORDS_TEST(unknown_names_are_answered_with_the_nearest),
        RECORDS_TEST(columns_must_fit_their_part),
        RECORDS_TEST(broken_tables_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
