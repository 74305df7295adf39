/* contract.yaml: everything a full one says. */
#include "contract_fixture.h"

static struct loading load_full(void) {
    struct arena *a = arena_new();
    const char *why = NULL;
    str text;
    str dir = path_dir(S(__FILE__));
    assert_true(file_read(a, path_join(a, dir, S("data/contract_full.yaml")), &text, &why));
    struct loading l = load_text(text);
    arena_free(a);
    return l;
}

static void expect_str(sval v, const char *text) {
    assert_true(str_eqz(v.v, text));
}

static void test_full_is_clean(void **state) {
    (void)state;
    struct loading l = load_full();
    assert_non_null(l.c);
    assert_string_equal(diag_shown(l.a, l.d), "");
    arena_free(l.a);
}

static void test_head_and_lists(void **state) {
    (void)state;
    struct loading l = load_full();
    const struct contract *c = l.c;
    expect_str(c->head.buyer, "示例市人民医院");
    assert_int_equal(c->head.buyer.at.line, 8);
    assert_int_equal(c->head.buyer.at.col, 10);
    assert_int_equal(c->head.amount.fen, 128000000);
    assert_int_equal(c->term.from, day_from_ymd(2025, 1, 1));
    assert_int_equal(c->term.to, day_from_ymd(2026, 1, 1));
    assert_true(c->term.quarters_contract);
    assert_int_equal(c->clauses.n, 11);
    expect_str(c->clauses.at[10].not_judged, "目的性描述，不含可考核的要求");
    assert_int_equal(c->systems.n, 3);
    assert_true(c->systems.at[0].critical.v);
    assert_false(c->systems.at[2].critical.set);
    assert_int_equal(c->payments.n, 3);
    assert_int_equal(c->documents.n, 3);
    assert_true(boolval_unless_no(&c->mask.numbers));
    assert_int_equal(c->mask.contacts.n, 1);
    expect_str(c->mask.contacts.at[0], "activity");
    arena_free(l.a);
}

static void test_calendars(void **state) {
    (void)state;
    struct loading l = load_full();
    const struct calendar_def *office = &l.c->calendars.at[0], *duty = &l.c->calendars.at[1];
    assert_int_equal(l.c->calendars.n, 2);
    expect_str(office->name, "office");
    assert_int_equal(office->weekdays, 0x1F);
    assert_int_equal(office->n_hours, 2);
    assert_int_equal(office->hours[0].from_min, 480);
    assert_int_equal(office->hours[0].to_min, 720);
    assert_int_equal(office->hours[1].from_min, 810);
    assert_int_equal(office->hours[1].to_min, 1080);
    assert_int_equal(duty->weekdays, 0x1 | 0x4 | 0x8 | 0x40);
    assert_int_equal(duty->hours[0].to_min, 1440);
    assert_int_equal(duty->at.line, 31);
    arena_free(l.a);
}

static void test_records(void **state) {
    (void)state;
    struct loading l = load_full();
    const struct records_def *r = &l.c->records.at[0];
    expect_str(r->type, "incident");
    assert_int_equal(r->file.n, 2);
    assert_int_equal(r->n_columns, 2);
    expect_str(r->columns[1].column, "reported_at");
    expect_str(r->columns[1].header, "报修时间");
    assert_int_equal(r->n_values, 2);
    expect_str(r->values[0].column, "level");
    assert_int_equal(r->values[0].n, 2);
    expect_str(r->values[0].at[1].from, "二级");
    expect_str(r->values[0].at[1].to, "P2");
    expect_str(r->time, "%Y/%m/%d %H:%M");
    expect_str(r->encoding, "gb18030");
    arena_free(l.a);
}

static void test_method(void **state) {
    (void)state;
    struct loading l = load_full();
    const struct method *m = &l.c->method;
    assert_true(method_is(m, METHOD_BELONG, "restored_at"));
    assert_true(method_is(m, METHOD_WORKAROUND, "no"));
    assert_true(method_is(m, METHOD_UNKNOWN, "down"));
    assert_true(method_is(m, METHOD_TOTAL, "agreed"));
    assert_string_equal(method_key_name(METHOD_UNKNOWN), "availability.unknown");
    arena_free(l.a);
    l = load_text(S("lvyue: 1\nmethod: {workaround_restores: true}\n"));
    assert_true(method_is(&l.c->method, METHOD_WORKAROUND, "yes"));
    assert_int_equal(diags_count_of(l.d, DIAG_WORD_UNKNOWN), 0);
    assert_true(method_is(&l.c->method, METHOD_MISSING, "missed"));
    for (int k = 0; k < METHOD__MAX; k++) {
        str answer = l.c->method.answer[k].v;
        assert_true(strlen(method_sentence((enum method_key)k, answer, LANG_EN)) > 10);
        assert_true(strlen(method_sentence((enum method_key)k, answer, LANG_ZH)) > 10);
    }
    arena_free(l.a);
}

static void test_rules(void **state) {
    (void)state;
    struct loading l = load_full();
    const struct contract *c = l.c;
    struct rule_ref *refs;
    assert_int_equal(contract_rules(c, l.a, &refs), 3 + 4 + 1 + 5 + 7 + 3);
    assert_int_equal(refs[3].kind, RULE_OBLIGATION);
    expect_str(refs[3].rule->id, "site-check");
    assert_string_equal(rule_kind_name(RULE_KPI), "kpi");
    assert_true(str_eqz(rule_clauses(l.a, &c->targets.at[1].rule), "要求-3、要求-4"));
    assert_int_equal(c->targets.at[0].rule.at.line, 68);
    assert_int_equal(c->targets.at[0].pause.n, 2);
    expect_str(c->targets.at[0].clock, "office");
    expect_str(c->targets.at[1].clock, "always");
    assert_int_equal(c->targets.at[1].within.n, 5400);
    assert_int_equal(c->targets.at[2].within.unit, LIMIT_NEXT_OPENING);
    assert_int_equal(c->obligations.at[0].at_least.v, 2);
    expect_str(c->obligations.at[0].period, "period");
    assert_int_equal(c->obligations.at[1].at_least.v, 1);
    assert_int_equal(c->obligations.at[1].every.v, FREQ_WORKDAY);
    assert_non_null(c->obligations.at[2].once.at.src);
    assert_int_equal(c->obligations.at[2].once.after.v, ONCE_AFTER_SIGNED);
    assert_int_equal(c->obligations.at[3].once.after.v, ONCE_AFTER_TO);
    assert_int_equal(c->obligations.at[3].once.within.unit, LIMIT_NONE);
    expect_str(c->kpis.at[4].availability.of, "incident");
    expect_str(c->kpis.at[4].availability.from.at[1], "reported_at");
    assert_int_equal(c->kpis.at[3].availability.from.n, 1);
    assert_int_equal(c->deductions.at[0].cap_fen, 12800000);
    assert_int_equal(c->deductions.at[1].cap_fen, 2000000);
    expect_str(c->deductions.at[0].of, "amount");
    arena_free(l.a);
}

/* 1,280,000.00: 0.1 % is 1,280.00, 1 % is 12,800.00, 5 % is 64,000.00. */
static void test_deductions(void **state) {
    (void)state;
    struct loading l = load_full();
    const struct deduction *tiers = &l.c->deductions.at[2], *rate = tiers + 1, *hours = tiers + 2,
                           *count = tiers + 3, *often = tiers + 4;
    expect_str(tiers->each, "kpi-period");
    assert_int_equal(tiers->tiers.n, 3);
    assert_int_equal(tiers->tiers.at[1].below.v.m, 90);
    assert_int_equal(tiers->tiers.at[1].points.v.m, 25);
    assert_int_equal(tiers->tiers.at[2].fixed.fen, 2000000);
    assert_true(tiers->point_value.share);
    assert_int_equal(tiers->point_value.fen, 128000);
    assert_int_equal(tiers->repeats.times.v.m, 15);
    assert_int_equal(tiers->repeats.within.v, FREQ_YEAR);
    assert_int_equal(rate->tiers.at[1].above.v.m, 8);
    assert_int_equal(rate->repeats.extra.fen, 5000);
    assert_int_equal(rate->repeats.within.v, FREQ_TERM);
    assert_int_equal(hours->per_hour_late.fen, 10000);
    assert_int_equal(hours->every.v, FREQ_MONTH);
    assert_int_equal(hours->period_cap.fen, 1280000);
    assert_int_equal(hours->cap_fen, 6400000);
    expect_str(hours->each, "occurrence");
    expect_str(count->each, "period");
    assert_int_equal(count->tiers.at[1].over.v, 10);
    assert_int_equal(count->every.v, FREQ_QUARTER);
    assert_int_equal(often->points.v.m, 1);
    assert_int_equal(often->point_value.fen, 20000);
    assert_int_equal(often->period_cap.fen, 300000);
    assert_false(often->has_cap);
    arena_free(l.a);
}

static void test_due_day(void **state) {
    (void)state;
    struct loading l = load_full();
    static const struct {
        const char *text;
        int m, d;
    } days[] = {{"start", 1, 1},         {"end", 12, 31},          {"50% of term", 7, 2},
                {"0% of term", 1, 1},    {"100% of term", 12, 31}, {"2025-06-30", 6, 30},
                {" 50 % of term ", 7, 2}};
    int32_t day;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        assert_true(contract_due_day(l.c, str_from(days[i].text), &day));
        assert_int_equal(day, day_from_ymd(2025, days[i].m, days[i].d));
    }
    assert_false(contract_due_day(l.c, S("middle"), &day));
    assert_false(contract_due_day(l.c, S("50 of term"), &day));
    assert_false(contract_due_day(l.c, S("101% of term"), &day));
    assert_false(contract_due_day(l.c, S("-1% of term"), &day));
    assert_false(contract_due_day(l.c, S("50%"), &day));
    arena_free(l.a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full_is_clean), cmocka_unit_test(test_head_and_lists),
        cmocka_unit_test(test_calendars),     cmocka_unit_test(test_records),
        cmocka_unit_test(test_method),        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_deductions),    cmocka_unit_test(test_due_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
