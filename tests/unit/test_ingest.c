#include "folder_fixture.h"

#define HEADER "id,system,level,reported_at,restored_at,repeat_of,cost,share,on_site,planned_on\n"

static void test_every_kind(void **state) {
    struct folder *x = *state;
    folder_writez(x, "records/incident.csv",
                  HEADER
                  "INC-1,pacs,P1,2025-03-05 08:30,2025-03-05 10:00:05,,\"1,234.50\",99.90,是,2025-03-10\n"
                  "INC-2,影像系统,二级,2025-03-06 23:59:59,,INC-1,,,,\n");
    folder_ingest(x, "");
    assert_clean(x);
    assert_int_equal(store_count(x->s, S("incident")), 2);
    assert_answer(
        x,
        "SELECT id || '/' || system || '/' || level || '/' || reported_at || '/' || restored_at || '/' || "
        "cost"
        " || '/' || share || '/' || on_site || '/' || planned_on || '/' || source_file || ':' || source_row"
        " FROM incident WHERE rowid = 1",
        "INC-1/pacs/P1/2025-03-05 08:30:00/2025-03-05 "
        "10:00:05/123450/99.9/1/2025-03-10/records/incident.csv:2");
    assert_answer(x,
                  "SELECT group_concat(typeof(id) || typeof(reported_at) || typeof(cost) || typeof(share) ||"
                  " typeof(on_site) || typeof(planned_on) || typeof(source_file) || typeof(source_row))"
                  " FROM incident WHERE rowid = 1",
                  "texttextintegerrealintegertexttextinteger");
    /* The system's name and a value's title are accepted; what is stored is the id and the value. */
    assert_answer(x, "SELECT system || '/' || level || '/' || repeat_of FROM incident WHERE rowid = 2",
                  "pacs/P2/INC-1");
    assert_answer(x,
                  "SELECT (restored_at IS NULL) + (cost IS NULL) + (share IS NULL) + (on_site IS NULL) +"
                  " (planned_on IS NULL) FROM incident WHERE rowid = 2",
                  "5");
    assert_answer(x, "SELECT record_type || path || rows || not_yet FROM record_file",
                  "incidentrecords/incident.csv20");
}

static void test_not_yet_happened(void **state) {
    struct folder *x = *state;
    folder_writez(x, "records/incident.csv",
                  HEADER "INC-1,pacs,P1,2025-06-30 08:00,2025-07-01 00:00:00,INC-2,,,,\n"
                         "INC-2,pacs,P1,2025-07-01 00:00,,,,,,\n");
    folder_writez(x, "records/event.csv",
                  "incident,at,kind,reason\nINC-2,2025-06-30 09:00,hold,waiting_parts\n");
    folder_ingest(x, "");
    assert_clean(x);
    assert_answer(x, "SELECT id FROM incident WHERE restored_at IS NULL", "INC-1");
    assert_answer(x, "SELECT not_yet FROM record_file WHERE record_type = 'incident'", "1");
}

static void test_duplicate_ids(void **state) {
    struct folder *x = *state;
    folder_writez(x, "records/incident.csv",
                  HEADER "INC-1,pacs,P1,2025-03-05 08:30,,,,,,\n"
                         "INC-2,pacs,P1,2025-03-05 08:30,,,,,,\n"
                         "INC-1,pacs,P1,2025-03-06 08:30,,,,,,\n");
    folder_writez(x, "records/more.csv", HEADER "INC-2,pacs,P1,2025-03-05 08:30,,,,,,\n");
    folder_ingest(x, "records: {incident: {file: [records/incident.csv, records/more.csv]}}\n");
    assert_int_equal(diags_count_of(x->d, DIAG_RECORD_DUPLICATE), 2);
    assert_says(x->a, x->d,
                "records/incident.csv:4:1: error: id 'INC-1' was used before, at records/incident.csv:2 "
                "[duplicate-id]");
    assert_says(
        x->a, x->d,
        "records/more.csv:2:1: error: id 'INC-2' was used before, at records/incident.csv:3 [duplicate-id]");
}

/* Thousands of faults cost one pass and say so once. */
static void test_many_duplicates(void **state) {
    struct folder *x = *state;
    struct sb b = {.a = x->a};
    sb_addz(&b, HEADER);
    for (int i = 0; i < 5000; i++)
        sb_addz(&b, "INC-1,pacs,P1,2025-03-05 08:30,,,,,,\n");
    folder_write(x, "records/incident.csv", sb_str(&b));
    folder_ingest(x, "");
    assert_true(diags_count_of(x->d, DIAG_RECORD_DUPLICATE) > 4900);
    assert_says(x->a, x->d, "records/incident.csv:3:1: error: id 'INC-1'");
}

static void test_references(void **state) {
    struct folder *x = *state;
    folder_writez(x, "records/incident.csv",
                  HEADER "INC-1,pasc,P1,2025-03-05 08:30,,,,,,\n"
                         "INC-2,ris,P1,2025-03-05 08:30,,INC-9,,,,\n"
                         "INC-3,,P1,2025-03-05 08:30,,INC-2,,,,\n");
    folder_writez(x, "records/event.csv",
                  "incident,at,kind,reason\nINC-1,2025-03-05 09:00,hold,waiting_parts\n"
                  "INC-4,2025-03-05 09:00,hold,waiting_parts\n");
    folder_ingest(x, "");
    assert_int_equal(diags_errors(x->d), 3);
    assert_says(x->a, x->d,
                "records/incident.csv:2:7: error: 'pasc' is no system of the contract; did you mean 'pacs'? "
                "[unknown-system]");
    assert_says(x->a, x->d,
                "records/incident.csv:3:32: error: no incident has the id 'INC-9' [unknown-reference]");
    assert_says(x->a, x->d,
                "records/event.csv:3:1: error: no incident has the id 'INC-4' [unknown-reference]");
}

/* A refused row is one fault; the rows that hang on it add none. */
static void test_no_fault_follows_from_another(void **state) {
    struct folder *x = *state;
    folder_writez(x, "records/incident.csv", HEADER "INC-1,pacs,P1,yesterday,,,,,,\n");
    folder_writez(x, "records/event.csv",
                  "incident,at,kind,reason\nINC-1,2025-03-05 09:00,hold,waiting_parts\n");
    folder_ingest(x, "");
    assert_int_equal(diags_errors(x->d), 1);
    assert_int_equal(diags_count_of(x->d, DIAG_RECORD_REFERENCE), 0);
    assert_int_equal(store_count(x->s, S("event")), 1);
}

static void test_mapping(void **state) {
    struct folder *x = *state;
    folder_writez(x, "records/报修.csv",
                  "工单号,业务系统,故障等级,报修\nINC-1,老影像,特急,05.03.2025 08:30\n");
    folder_ingest(x, "records:\n"
                     "  incident:\n"
                     "    file: records/报修.csv\n"
                     "    columns: {id: 工单号, system: 业务系统, level: 故障等级, reported_at: 报修}\n"
                     "    values: {level: {特急: P1}, system: {老影像: pacs}}\n"
                     "    time: '%d.%m.%Y %H:%M'\n");
    assert_clean(x);
    assert_answer(x, "SELECT id || system || level || reported_at || source_file FROM incident",
                  "INC-1pacsP12025-03-05 08:30:00records/报修.csv");
}

static void test_files(void **state) {
    struct folder *x = *state;
    folder_writez(x, "records/incidnet.csv", HEADER);
    folder_writez(x, "records/event.csv", "incident,at,kind,reason\n");
    folder_writez(x, "records/notes.txt", "x\n");
    folder_ingest(x, "records:\n"
                     "  incident: {file: [records/none.csv, records/event2.csv, records/event2.csv]}\n"
                     "  event: {file: records/event.csv}\n");
    assert_says(x->a, x->d,
                "contract.yaml:10:59: error: file 'records/event2.csv' is named twice [file-twice]");
    assert_says(x->a, x->d, "contract.yaml:10:21: error: file 'records/none.csv' does not exist");
    assert_says(x->a, x->d,
                "records/incidnet.csv: warning: nothing reads file 'records/incidnet.csv'; did you mean "
                "'incident.csv'? [file-unused]");
    assert_says(x->a, x->d,
                "records/notes.txt: warning: nothing reads file 'records/notes.txt' [file-unused]");
}

static void test_nothing_at_all(void **state) {
    struct folder *x = *state;
    folder_ingest(x, "");
    assert_clean(x);
    assert_int_equal(store_count(x->s, S("incident")), 0);
}

/* More rows than one batch: a column that appears late, rows that have not happened yet in between, long texts. */
static void test_many_rows(void **state) {
    struct folder *x = *state;
    struct sb b = {.a = x->a};
    sb_addz(&b, HEADER);
    for (int i = 2; i <= 5001; i++) {
        const char *cost = i > 1500 && i % 7 == 0 ? "0.07" : "",
                   *on = i % 10 ? "2025-03-05 08:30" : "2025-12-05 08:30";
        sb_fmt(&b, "INC-%05d%0*d,%s,P%d,%s,,,%s,,,\n", i, i % 701 ? 1 : 9000, 0, i % 3 ? "" : "ris",
               i % 2 + 1, on, cost);
    }
    folder_write(x, "records/incident.csv", sb_str(&b));
    folder_ingest(x, "");
    assert_clean(x);
    assert_answer(x, "SELECT max(length(id)) FROM incident", "9009");
    assert_answer(x, "SELECT not_yet FROM record_file", "500");
    assert_answer(
        x,
        "SELECT count(*) FROM incident WHERE substr(id, 1, 9) = printf('INC-%05d', source_row)"
        " AND level = 'P' || (source_row % 2 + 1) AND ifnull(system, '') = iif(source_row % 3, '', 'ris')"
        " AND ifnull(cost, 0) = iif(source_row > 1500 AND source_row % 7 = 0, 7, 0)",
        "4500");
}

/* The disk is full in the middle of the rows: a failure, not a crash and not a diagnostic. */
static void test_disk_full(void **state) {
    struct folder *x = *state;
    struct sb b = {.a = x->a};
    sb_addz(&b, HEADER);
    for (int i = 0; i < 40000; i++)
        sb_fmt(&b, "INC-%d,pacs,P1,2025-03-05 08:30,,,,,,\n", i);
    folder_write(x, "records/incident.csv", sb_str(&b));
    folder_load(x, "");
    store_do(x->s, "PRAGMA max_page_count=40");
    assert_false(store_ingest(x->s, x->d, x->contract, x->dir, &x->f));
    assert_true(x->f.set);
    assert_non_null(strstr(x->f.text, "full"));
    assert_int_equal(diags_errors(x->d), 0);
}

static void test_description(void **state) {
    struct folder *x = *state;
    folder_ingest(x,
                  "calendars:\n"
                  "  office: {days: 'mon-fri,sun', hours: ['08:00-12:00', '13:30-18:00'], holidays: none}\n"
                  "targets:\n"
                  "  - {id: t1, name: 恢复, clause: [c1], on: incident, from: reported_at, to: restored_at, "
                  "within: 24h}\n"
                  "kpis:\n"
                  "  - {id: k1, name: 解决率, clause: c1, every: quarter, share: {of: incident, where: "
                  "restored_at is not null}, at_least: 99.5%}\n");
    struct narrative n = {.path = S("narratives/a.md"),
                          .record = {.v = S("incident")},
                          .id = {.v = S("INC-1")},
                          .title = {.v = S("标题")},
                          .body = S("正文"),
                          .body_line = 5,
                          .headings = S("一\n二")};
    assert_true(store_describe(x->s, x->contract, NULL, &n, 1, &x->f));
    assert_answer(x,
                  "SELECT id || title || buyer || signed_on || from_on || to_on || amount_fen || quarters "
                  "FROM contract",
                  "T-1示例维保示例市人民医院2024-12-202025-01-012025-12-3110000000calendar");
    assert_answer(x, "SELECT id || text || position || source FROM clause WHERE not_judged IS NULL",
                  "c1要求2contract.yaml:9");
    assert_answer(
        x,
        "SELECT id || ' ' || kind || ' ' || name || ' ' || clause || ' ' || demand || ' ' || ifnull(every, "
        "'-')"
        " || ' ' || source FROM rule ORDER BY position",
        "t1 target 恢复 c1 24小时 - contract.yaml:13|k1 kpi 解决率 c1 ≥99.5% quarter contract.yaml:15");
    assert_answer(x, "SELECT id || name || critical FROM system ORDER BY position",
                  "pacs影像系统1|ris登记系统0");
    assert_answer(x, "SELECT text FROM calendar_note ORDER BY position",
                  "每天0:00—24:00|周一至周五、周日 08:00—12:00、13:30—18:00");
    assert_answer(x, "SELECT count(*) FROM method WHERE sentence <> '' AND sentence_en <> ''",
                  str_z(x->a, str_fmt(x->a, "%d", METHOD__MAX)));
    assert_answer(x,
                  "SELECT label || from_on || last_on || before_on FROM period WHERE freq = 'quarter' AND "
                  "label = '2025Q1'",
                  "2025Q12025-01-012025-03-312025-04-01");
    assert_answer(x, "SELECT count(*) FROM period", "20");
    assert_answer(
        x,
        "SELECT title FROM record_value WHERE record_type = 'incident' AND name = 'level' ORDER BY position",
        "一级|二级");
    assert_answer(x, "SELECT title FROM record_column WHERE record_type = 'event' AND position = 2", "时间");
    assert_answer(x, "SELECT path || record || id || title || body || body_line || headings FROM narrative",
                  "narratives/a.mdincidentINC-1标题正文5一\n二");
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, folder_setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_every_kind),     TEST(test_not_yet_happened),
        TEST(test_duplicate_ids),  TEST(test_many_duplicates),
        TEST(test_references),     TEST(test_no_fault_follows_from_another),
        TEST(test_mapping),        TEST(test_files),
        TEST(test_nothing_at_all), TEST(test_many_rows),
        TEST(test_disk_full),      TEST(test_description),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
