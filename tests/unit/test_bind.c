#include "folder_fixture.h"

#define RULE "id: r, name: 规则, clause: c1"
#define TARGET "targets:\n  - {" RULE ", on: incident, from: reported_at, to: restored_at, within: 2h, "

static void check(struct folder *x, const char *rules) {
    folder_writez(
        x, "records/incident.csv",
        "id,system,level,reported_at\nINC-1,pacs,P1,2025-03-05 08:30\nINC-2,pacs,P2,2025-07-05 08:30\n");
    folder_ingest(x, rules);
    assert_true(store_describe(x->s, x->contract, NULL, NULL, 0, &x->f));
    store_check_contract(x->s, x->d, x->contract);
}

/* One fault, with this text; the rule stands in line 10 or 11 of contract.yaml. */
static void faulty(const char *rules, const char *says) {
    void *state;
    assert_int_equal(folder_setup(&state), 0);
    struct folder *x = state;
    check(x, rules);
    if (diags_errors(x->d) != 1)
        fail_msg("%zu errors for %s\n%s", diags_errors(x->d), rules, str_z(x->a, fixture_said(x->a, x->d)));
    assert_says(x->a, x->d, says);
    folder_teardown(&state);
}

static void test_sound(void **state) {
    struct folder *x = *state;
    check(x, "targets:\n"
             "  - {id: t, name: 恢复, clause: c1, on: incident, where: \"level='P1' -- 一级\", from: "
             "reported_at,\n"
             "     to: [restored_at], within: 2h, pause: [waiting_customer]}\n"
             "obligations:\n"
             "  - {id: o, name: 登记, clause: c1, every: month, on: incident, where: 'id in (select incident "
             "from event)',\n"
             "     date: reported_at, period: level, due: {within: 3 workdays, after: period}}\n"
             "checks:\n"
             "  - {id: c, name: 检查, clause: c1, on: incident, require: \"restored_at is null or "
             "restored_at >= reported_at\"}\n"
             "kpis:\n"
             "  - {id: k1, name: 解决率, clause: c1, every: quarter, share: {of: incident, where: "
             "restored_at is not null, among: \"level in ('P1','P2')\"}, at_least: 99%}\n"
             "  - {id: k2, name: 可用率, clause: c1, every: year, availability: {systems: critical, down: "
             "\"level = 'P1'\", from: reported_at, to: restored_at}, at_least: 99.9%}\n"
             "documents:\n"
             "  - {template: fault, for: incident, where: \"level = 'P1'\", clause: c1, due: {within: 3 "
             "workdays, after: incident.restored_at}}\n");
    assert_clean(x);
}

static void test_columns(void **state) {
    (void)state;
    faulty("targets:\n  - {" RULE ", on: incident, from: reported_ta, to: restored_at, within: 2h}\n",
           "contract.yaml:11:55: error: record type 'incident' has no column 'reported_ta'; did you mean "
           "'reported_at'? [no-such-column]");
    faulty("targets:\n  - {" RULE ", on: incident, from: reported_at, to: [restored_at, xyz], within: 2h}\n",
           "error: record type 'incident' has no column 'xyz' [no-such-column]");
    faulty("targets:\n  - {" RULE ", on: incident, from: reported_at, to: level, within: 2h}\n",
           "error: column 'level' of 'incident' holds neither a time nor a date [column-no-time]");
    faulty("obligations:\n  - {" RULE ", every: month, on: event, date: kind}\n",
           "column 'kind' of 'event' holds neither");
    faulty("obligations:\n  - {" RULE ", every: month, on: event, period: perid}\n", "has no column 'perid'");
    faulty("obligations:\n  - {" RULE
           ", every: month, on: event, due: {within: 3 days, after: incident.closed_at}}\n",
           "record type 'incident' has no column 'closed_at' [no-such-column]");
    faulty("kpis:\n  - {" RULE ", every: year, availability: {systems: all, down: '1', from: down_form, to: "
           "restored_at}, at_least: 99%}\n",
           "has no column 'down_form'");
    faulty(TARGET "pause: [waiting_custmer]}\n",
           "'waiting_custmer' is no reason of an event; did you mean 'waiting_customer'? [unknown-reason]");
}

static void test_conditions(void **state) {
    (void)state;
    faulty(TARGET "where: \"levle='P1'\"}\n",
           "contract.yaml:11:104: error: SQL is wrong: no such column: levle; did you mean 'level'? [sql]");
    faulty(TARGET "where: \"level=\"}\n", "syntax error [sql]");
    faulty(TARGET "where: ''}\n", "no SQL statement [sql-empty]");
    faulty(TARGET "where: \"level='P1') or (1\"}\n", "[sql-condition]");
    faulty(TARGET "where: \"1; drop table incident\"}\n", "[sql-condition]");
    faulty(TARGET "where: \"level='P1\"}\n", "[sql-condition]");
    faulty(TARGET "where: \"1 /* open\"}\n", "[sql-condition]");
    faulty(TARGET "where: \"level = :level\"}\n",
           "a condition has no parameters, found ':level' [sql-parameter]");
    faulty(TARGET "where: \"count(*) > 1\"}\n", "misuse of aggregate");
    faulty(TARGET "where: \"reported_at < date('now')\"}\n", "date() cannot read the clock");
    faulty(TARGET "where: \"random() > 0\"}\n", "'random()' is not allowed");
    faulty(TARGET "where: \"exists (select 1 from sqlite_schema)\"}\n", "'sqlite_schema' is not allowed");
    faulty("checks:\n  - {" RULE ", on: incident, require: approved}\n", "no such column: approved");
    faulty("kpis:\n  - {" RULE
           ", every: year, share: {of: incident, where: '1', among: abc = 1}, at_least: 99%}\n",
           "no such column: abc");
    faulty("kpis:\n  - {" RULE ", every: year, availability: {systems: all, down: \"impakt='outage'\", from: "
           "reported_at, to: restored_at}, at_least: 99%}\n",
           "no such column: impakt");
    faulty("documents:\n  - {template: fault, for: incident, where: \"level == P1\", clause: c1}\n",
           "no such column: P1");
}

static struct narrative narrative_of(struct folder *x, const char *record, const char *id) {
    const struct source *src =
        source_new(x->a, S("narratives/a.md"), S("---\nrecord: incident\nid: INC-1\n---\n"));
    return (struct narrative){.path = src->path,
                              .record = {str_from(record), {src, 2, 9}},
                              .id = {str_from(id), {src, 3, 5}},
                              .title = {.v = S("标题")},
                              .body = S(""),
                              .headings = S(""),
                              .src = src};
}

static void test_narratives(void **state) {
    struct folder *x = *state;
    folder_writez(
        x, "records/incident.csv",
        "id,system,level,reported_at\nINC-1,pacs,P1,2025-03-05 08:30\nINC-2,pacs,P2,2025-07-05 08:30\n");
    folder_ingest(x, "");
    const struct narrative list[] = {
        narrative_of(x, "incident", "INC-1"),  narrative_of(x, "incident", "INC-2"), /* after --on */
        narrative_of(x, "incident", "INC-77"), narrative_of(x, "incidnet", "INC-1"),
        narrative_of(x, "event", "1"),
    };
    assert_true(store_describe(x->s, x->contract, NULL, list, 5, &x->f));
    store_check_contract(x->s, x->d, x->contract);
    assert_int_equal(diags_errors(x->d), 3);
    assert_says(x->a, x->d,
                "narratives/a.md:3:5: error: no incident has the id 'INC-77' [unknown-reference]");
    assert_says(x->a, x->d,
                "narratives/a.md:2:9: error: no record type is called 'incidnet'; did you mean 'incident'?");
    assert_says(x->a, x->d,
                "narratives/a.md:2:9: error: records of type 'event' have no narratives [narrative-type]");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_sound, folder_setup, folder_teardown),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_conditions),
        cmocka_unit_test_setup_teardown(test_narratives, folder_setup, folder_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
