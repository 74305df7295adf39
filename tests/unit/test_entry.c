/* Entry workbooks: which sheets, columns and choices a contract gives, and the new records section. */
#include "assess_fixture.h"

#include "cli/init_contract.h"
#include "document/entry_form.h"

#define RULES                                                                                                \
    "records:\n  incident:\n    file: records/故障.csv\n    values: {level: {\"it's\": P1}}\n\n# about "   \
    "targets\n"                                                                                              \
    "targets:\n  - {id: t, name: 响应, clause: c1, on: incident, from: reported_at, to: responded_at, "    \
    "within: 1h}\n"                                                                                          \
    "checks:\n  - {id: p, name: 协议, clause: c1, on: person, require: nda_signed_at is not null}\n"
static const char incidents[] = "id,title,reported_at\nA,x,2025-03-05 08:00:00\n";

static struct judged *open_case(void) {
    return judged_open("2025-12-31", RULES, (const char *[]){"records/故障.csv", incidents, NULL});
}

static const struct entry_column *find_column(const struct entry_sheet *s, const char *title) {
    for (size_t i = 0; i < s->n_columns; i++)
        if (str_eqz(s->columns[i].title, title))
            return &s->columns[i];
    fail_msg("no column %s", title);
    return NULL;
}

/* Two types are judged; nothing else is asked for. */
static void test_sheets(void **unused) {
    (void)unused;
    struct judged *x = open_case();
    const struct record_types *types = store_types(x->store);
    struct entry_book *b = entry_form(x->a, x->contract, types, store_on(x->store));
    assert_int_equal(b->n_sheets, 2);
    assert_true(entry_needs(x->contract, types, S("person")) &&
                !entry_needs(x->contract, types, S("upgrade")));
    const struct entry_sheet *s = &b->sheets[0];
    assert_true(find_column(s, "故障编号")->kind == ENTRY_ID && find_column(s, "故障编号")->required);
    assert_true(find_column(s, "响应时间")->kind == ENTRY_TIME && !find_column(s, "响应时间")->spare);
    assert_true(find_column(s, "关闭时间")->spare);
    judged_close(x);
}

/* The contract's word first, then the other levels by their own names; systems by name; ids of the own sheet. */
static void test_choices(void **unused) {
    (void)unused;
    struct judged *x = open_case();
    struct entry_book *b = entry_form(x->a, x->contract, store_types(x->store), store_on(x->store));
    const struct entry_column *level = find_column(&b->sheets[0], "故障级别");
    assert_true(level->kind == ENTRY_CHOICE && level->n_choices == 4);
    assert_true(str_eqz(level->choices[0], "it's") && str_eqz(level->choices[1], "二级"));
    const struct entry_column *system = find_column(&b->sheets[0], "系统");
    assert_true(system->kind == ENTRY_CHOICE && system->n_choices == 3 &&
                str_eqz(system->choices[0], "影像系统"));
    const struct entry_column *repeat = find_column(&b->sheets[0], "重复故障");
    assert_true(repeat->kind == ENTRY_REF && repeat->ref_sheet == 0 && repeat->ref_column == 0);
    judged_close(x);
}

/* Only the section changes: the comment before the next one is that one's. */
static void test_records_section(void **unused) {
    (void)unused;
    struct judged *x = open_case();
    str text =
        init_contract(x->a, x->contract->src->text, x->contract, store_types(x->store), S("records/b.xlsx"));
    assert_true(
        str_find(text,
                 S("records:\n  incident:\n    file: records/b.xlsx\n    sheet: '故障登记'\n    values:\n"
                   "      level: {'it''s': 'P1'}\n  person:\n    file: records/b.xlsx\n"
                   "    sheet: '服务人员'\n\n# about targets\ntargets:\n")) >= 0);
    assert_true(str_find(text, S("故障.csv")) < 0);
    str bare = init_contract(x->a, S("lvyue: 1\n"), x->contract, store_types(x->store), S("records/b.xlsx"));
    assert_true(str_starts(bare, S("lvyue: 1\nrecords:\n  incident:\n")));
    judged_close(x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sheets),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_records_section),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
