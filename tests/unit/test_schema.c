/* The schema reader: every kind of field, what is said about wrong ones, and time limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diag_shown.h"
#include "yaml/schema.h"

struct part {
    sval name, text;
    struct intval count;
    struct span at;
};
struct whole {
    sval str;
    struct svals strs;
    struct intval number;
    struct boolval flag;
    struct dayval day;
    struct moneyval money;
    struct decval dec, percent;
    struct limit limit;
    struct enumval word, every;
    struct part map;
    struct parts {
        struct part *at;
        size_t n;
    } list, dict;
    struct word_pairs pairs;
    struct ynode *node;
};

static const char *const words[] = {"calendar", "contract", NULL};
static const struct field part_fields[] = {
    {"text", FIELD_STR, offsetof(struct part, text), true, NULL, NULL, ""},
    {"count", FIELD_INT, offsetof(struct part, count), false, NULL, NULL, ""},
    {0},
};
static const struct schema part_schema = {"part", sizeof(struct part), part_fields,
                                          offsetof(struct part, name), offsetof(struct part, at)};
static const struct field whole_fields[] = {
    {"str", FIELD_STR, offsetof(struct whole, str), false, NULL, NULL, ""},
    {"strs", FIELD_STRS, offsetof(struct whole, strs), false, NULL, NULL, ""},
    {"number", FIELD_INT, offsetof(struct whole, number), false, NULL, NULL, ""},
    {"flag", FIELD_BOOL, offsetof(struct whole, flag), false, NULL, NULL, ""},
    {"day", FIELD_DAY, offsetof(struct whole, day), false, NULL, NULL, ""},
    {"money", FIELD_MONEY, offsetof(struct whole, money), false, NULL, NULL, ""},
    {"dec", FIELD_DEC, offsetof(struct whole, dec), false, NULL, NULL, ""},
    {"percent", FIELD_PERCENT, offsetof(struct whole, percent), false, NULL, NULL, ""},
    {"limit", FIELD_LIMIT, offsetof(struct whole, limit), false, NULL, NULL, ""},
    {"word", FIELD_ENUM, offsetof(struct whole, word), false, NULL, words, ""},
    {"every", FIELD_FREQ, offsetof(struct whole, every), false, NULL, NULL, ""},
    {"map", FIELD_MAP, offsetof(struct whole, map), false, &part_schema, NULL, ""},
    {"list", FIELD_LIST, offsetof(struct whole, list), false, &part_schema, NULL, ""},
    {"dict", FIELD_DICT, offsetof(struct whole, dict), false, &part_schema, NULL, ""},
    {"pairs", FIELD_PAIRS, offsetof(struct whole, pairs), false, NULL, NULL, ""},
    {"node", FIELD_NODE, offsetof(struct whole, node), false, NULL, NULL, ""},
    {0},
};
static const struct schema whole_schema = {"whole", sizeof(struct whole), whole_fields, 0, SCHEMA_NO_AT};

struct reading {
    struct arena *a;
    struct diags *d;
    struct whole w;
    bool ok;
};

static struct reading read_text(const char *text) {
    struct reading r = {.a = arena_new()};
    r.d = diags_new(r.a, LANG_EN);
    struct ynode *root =
        ynode_parse(r.a, r.d, source_new(r.a, S("f.yaml"), str_from(text)), str_from(text), 0);
    assert_non_null(root);
    r.ok = schema_read(r.a, r.d, root, &whole_schema, &r.w);
    return r;
}

static void expect_faults(const char *text, const char *faults) {
    struct reading r = read_text(text);
    assert_string_equal(diag_shown(r.a, r.d), faults);
    assert_int_equal(r.ok, faults[0] == '\0');
    arena_free(r.a);
}

static void test_values(void **state) {
    (void)state;
    struct reading r =
        read_text("str: 甲\nstrs: [a, 'b']\nnumber: -3\nflag: yes\nday: 2024-02-29\nmoney: 1,280.50\n"
                  "dec: 99.5\npercent: 99.9%\nlimit: 1h30min\nword: contract\nevery: quarter\n");
    assert_true(r.ok);
    assert_true(str_eqz(r.w.str.v, "甲"));
    assert_int_equal(r.w.str.at.col, 6);
    assert_int_equal(r.w.strs.n, 2);
    assert_true(str_eqz(r.w.strs.at[1].v, "b"));
    assert_int_equal(r.w.strs.at[1].at.col, 11);
    assert_true(r.w.number.set && r.w.number.v == -3);
    assert_true(r.w.flag.set && r.w.flag.v);
    assert_true(r.w.day.set && r.w.day.v == day_from_ymd(2024, 2, 29));
    assert_true(r.w.money.set && r.w.money.fen == 128050);
    assert_true(r.w.dec.set && r.w.dec.v.m == 995 && r.w.dec.v.scale == 1);
    assert_true(r.w.percent.set && r.w.percent.v.m == 999 && r.w.percent.v.scale == 1);
    assert_true(r.w.limit.unit == LIMIT_SECONDS && r.w.limit.n == 5400 && r.w.limit.at.line == 9);
    assert_true(r.w.word.set && r.w.word.v == 1);
    assert_true(r.w.every.set && r.w.every.v == FREQ_QUARTER);
    arena_free(r.a);
}

static void test_nested(void **state) {
    (void)state;
    struct reading r =
        read_text("map: {text: x}\nlist:\n  - {text: a, count: 1}\n  - text: b\ndict:\n  甲:\n    text: c\n"
                  "pairs: {k: v, 键: ''}\nnode: [1]\nstrs: one\n");
    assert_true(r.ok);
    assert_true(str_eqz(r.w.map.text.v, "x"));
    assert_int_equal(r.w.map.at.col, 6);
    assert_int_equal(r.w.list.n, 2);
    assert_int_equal(r.w.list.at[0].count.v, 1);
    assert_int_equal(r.w.list.at[1].at.line, 4);
    assert_int_equal(r.w.dict.n, 1);
    assert_true(str_eqz(r.w.dict.at[0].name.v, "甲"));
    assert_int_equal(r.w.dict.at[0].at.line, 6);
    assert_int_equal(r.w.pairs.n, 2);
    assert_true(str_eqz(r.w.pairs.at[1].key.v, "键"));
    assert_true(r.w.pairs.at[1].value.v.p && r.w.pairs.at[1].value.v.n == 0);
    assert_int_equal(r.w.node->n, 1);
    assert_int_equal(r.w.strs.n, 1);
    arena_free(r.a);
}

static void test_absent(void **state) {
    (void)state;
    struct reading r = read_text("str:\nnumber: ~\nlist: null\nmap: {text: a, count: }\n");
    assert_true(r.ok);
    assert_null(r.w.str.v.p);
    assert_false(r.w.number.set);
    assert_int_equal(r.w.list.n, 0);
    arena_free(r.a);
}

static void test_keys(void **state) {
    (void)state;
    expect_faults("lsit: []\nxyzzy: 1\nmap: {text: a, xyzzy: 1}\n",
                  "f.yaml:1:1: error: unknown key 'lsit' in whole; did you mean 'list'? [unknown-key]\n"
                  "f.yaml:2:1: error: unknown key 'xyzzy' in whole [unknown-key]\n"
                  "f.yaml:3:16: error: unknown key 'xyzzy' in part; known: text, count [unknown-key]\n");
    expect_faults("map: {}\nlist:\n  - {count: 1}\n  - {text: }\n  - {text: ''}\n",
                  "f.yaml:1:6: error: key 'text' is missing in part [missing-key]\n"
                  "f.yaml:3:5: error: key 'text' is missing in part [missing-key]\n"
                  "f.yaml:4:6: error: key 'text' is missing in part [missing-key]\n"
                  "f.yaml:5:6: error: key 'text' is missing in part [missing-key]\n");
    expect_faults("map: {txt: a}\n",
                  "f.yaml:1:6: error: key 'text' is missing in part [missing-key]\n"
                  "f.yaml:1:7: error: unknown key 'txt' in part; did you mean 'text'? [unknown-key]\n");
}

static void test_kinds(void **state) {
    (void)state;
    expect_faults(
        "str: [a]\nday: {a: 1}\nmap: 1\nlist: {text: a}\ndict: {a: 1}\nstrs: [[a], ~]\npairs: {a: [b]}\n",
        "f.yaml:1:6: error: 'str' takes a text, not a list [wrong-kind]\n"
        "f.yaml:2:6: error: 'day' takes a date such as 2025-01-31, not a mapping [wrong-kind]\n"
        "f.yaml:3:6: error: 'map' takes a mapping such as {key: value}, not a single value [wrong-kind]\n"
        "f.yaml:4:7: error: 'list' takes a list of mappings such as [{key: value}], not a mapping "
        "[wrong-kind]\n"
        "f.yaml:5:11: error: 'a' takes a mapping such as {key: value}, not a single value [wrong-kind]\n"
        "f.yaml:6:8: error: 'strs' takes a text, not a list [wrong-kind]\n"
        "f.yaml:6:13: error: 'strs' takes a text, not nothing "
        "[wrong-kind]\n"
        "f.yaml:7:12: error: 'a' takes a text, not a list [wrong-kind]\n");
    expect_faults(
        "- a\n",
        "f.yaml:1:1: error: 'whole' takes a mapping such as {key: value}, not a list [wrong-kind]\n");
    expect_faults(
        "list: [a]\n",
        "f.yaml:1:8: error: 'list' takes a mapping such as {key: value}, not a single value [wrong-kind]\n");
}

static void test_formats(void **state) {
    (void)state;
    expect_faults(
        "number: 3x\nflag: maybe\nmoney: 1.234\ndec: 9..9\npercent: 99 %%\n",
        "f.yaml:1:9: error: 'number' takes a whole number such as 3, found '3x' [wrong-value]\n"
        "f.yaml:2:7: error: 'flag' takes yes or no, found 'maybe' [wrong-value]\n"
        "f.yaml:3:8: error: 'money' takes an amount in yuan such as 1280000.00, found '1.234' [wrong-value]\n"
        "f.yaml:4:6: error: 'dec' takes a number such as 99.5, found '9..9' [wrong-value]\n"
        "f.yaml:5:10: error: 'percent' takes a percentage such as 99.9%, found '99 %%' [wrong-value]\n");
    expect_faults("word: contact\nevery: quartal\n",
                  "f.yaml:1:7: error: 'word' cannot be 'contact'; did you mean 'contract'? [unknown-word]\n"
                  "f.yaml:2:8: error: 'every' cannot be 'quartal'; did you mean 'quarter'? [unknown-word]\n");
    expect_faults("limit: 1d\n",
                  "f.yaml:1:8: error: limit '1d' is ambiguous: write 24h, 1 workdays or 1 days [bare-day]\n");
    expect_faults("limit: 2h later\n",
                  "f.yaml:1:8: error: 'limit' takes a time limit such as 30min, 1h30min, 3 workdays, "
                  "30 days or 1 month, found '2h later' [wrong-value]\n");
}

static void test_dates(void **state) {
    (void)state;
    static const char *const wrong[] = {"2025-02-29", "2025-2-1",      "2025/02/01", "20250201",
                                        "2025-13-01", "2025-01/01",    "2025-01-00", "2025-01-01 08:00",
                                        "25-01-01",   "２０２５-01-01"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char day[64];
        snprintf(day, sizeof day, "day: %s\n", wrong[i]);
        struct reading r = read_text(day);
        assert_false(r.ok);
        assert_int_equal(diags_count_of(r.d, DIAG_VALUE_FORMAT), 1);
        arena_free(r.a);
    }
}

static void test_limits(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum limit_unit unit;
        int64_t n;
    } good[] = {
        {"30min", LIMIT_SECONDS, 1800},
        {"2h", LIMIT_SECONDS, 7200},
        {"1h30min", LIMIT_SECONDS, 5400},
        {"1h 30min", LIMIT_SECONDS, 5400},
        {"90s", LIMIT_SECONDS, 90},
        {"45 min", LIMIT_SECONDS, 2700},
        {"2小时30分钟", LIMIT_SECONDS, 9000},
        {"3 workdays", LIMIT_WORKDAYS, 3},
        {"1 workday", LIMIT_WORKDAYS, 1},
        {"5个工作日", LIMIT_WORKDAYS, 5},
        {"30 days", LIMIT_DAYS, 30},
        {"2 weeks", LIMIT_DAYS, 14},
        {"3 months", LIMIT_MONTHS, 3},
        {"1 month", LIMIT_MONTHS, 1},
        {"3个月", LIMIT_MONTHS, 3},
        {"1 year", LIMIT_YEARS, 1},
        {" 2h ", LIMIT_SECONDS, 7200},
        {"before next opening", LIMIT_NEXT_OPENING, 0},
        {"1 days", LIMIT_DAYS, 1},
        {"87840h", LIMIT_SECONDS, 316224000},
    };
    static const char *const bad[] = {"",
                                      "h",
                                      "2",
                                      "1d",
                                      "1天",
                                      "1 day",
                                      "24",
                                      "-2h",
                                      "1.5h",
                                      "30min1h",
                                      "1h1h",
                                      "1 month 3 days",
                                      "2h later",
                                      "0h",
                                      "2m",
                                      "99999999999999999999h",
                                      "999999999h",
                                      "9223372036854775807h",
                                      "999999 days",
                                      "2 h h",
                                      "before opening",
                                      "2h3workdays",
                                      "2h3",
                                      "２h",
                                      "1h\n2"};
    static const char *const bare[] = {"1d", "1天", "24", "1 day", "3日", " 24 "};
    struct limit l;
    int64_t number, hours;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (!limit_parse(str_from(good[i].text), &l))
            fail_msg("refused: %s", good[i].text);
        assert_int_equal(l.unit, good[i].unit);
        assert_int_equal(l.n, good[i].n);
        assert_false(limit_is_bare(str_from(good[i].text), &number, &hours));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (limit_parse(str_from(bad[i]), &l))
            fail_msg("taken: %s", bad[i]);
    for (size_t i = 0; i < sizeof bare / sizeof *bare; i++)
        assert_true(limit_is_bare(str_from(bare[i]), &number, &hours));
    assert_true(limit_is_bare(S("2天"), &number, &hours) && number == 2 && hours == 48);
    assert_true(limit_is_bare(S("24"), &number, &hours) && number == 24 && hours == 24);
}

static void test_many_unknown_keys(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct sb b = {.a = a};
    for (int i = 0; i < 45000; i++)
        sb_fmt(&b, "k%d: 1\n", i);
    struct reading r = read_text(str_z(a, sb_str(&b)));
    assert_int_equal(diags_count_of(r.d, DIAG_KEY_UNKNOWN), 45000);
    arena_free(r.a);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_nested),
        cmocka_unit_test(test_absent),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_many_unknown_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
