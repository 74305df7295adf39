/* Whole files to typed rows: headers, conversions, checks, places, encodings, hostile input. */
#include "records_fixture.h"

#include "records/csv_file.h"
#include "records/moment_read.h"

#define ASSERT_ROWS(expected) assert_string_equal(fixture_rows(x), expected)
#define ASSERT_FAULTS(expected) assert_string_equal(fixture_faults(x), expected)

static void assert_fault(struct fixture *x, const char *expected) {
    const char *shown = fixture_faults(x);
    if (!strstr(shown, expected))
        fail_msg("no '%s' in:\n%s", expected, shown);
}

/* The record type of a small table, for kinds and rules the shipped one has no example of. */
static const struct record_type *small_type(struct fixture *x) {
    static const char table[] =
        "empty: [/, 无]\n"
        "types:\n  t:\n    title: 试\n    key: id\n    date: day\n    orders: [day <= at]\n    columns:\n"
        "      id: {title: 编号, kind: text, required: true}\n"
        "      n: {title: 数量, kind: int}\n"
        "      v: {title: 数值, kind: dec}\n"
        "      h: {title: 工时, kind: dec, unit: 小时}\n"
        "      ok: {title: 是否, kind: bool}\n"
        "      day: {title: 日期, kind: day}\n"
        "      at: {title: 时间, kind: time}\n"
        "      fee: {title: 费用, kind: money}\n"
        "      e: {title: 级别, kind: enum, values: {P1: {title: 一级, aliases: [I级]}, P2: {title: 二级}}}\n"
        "      s: {title: 系统, kind: ref, ref: system}\n";
    fixture_write(x, "types.yaml", table, sizeof table - 1);
    x->types = record_types_load(x->a, x->d, path_join(x->a, x->dir, S("types.yaml")));
    assert_non_null(x->types);
    return x->types->at;
}

static struct place locate(struct fixture *x, struct arena *a, int64_t row, size_t column) {
    struct record_locator *l = record_locator_new(&x->src);
    struct place at = record_locate(l, a, row, column);
    record_locator_free(l);
    return at;
}

/* -- headers ---------------------------------------------------------------------------------------- */

static void headers_by_name_title_and_alias(void **state) {
    struct fixture *x = *state;
    assert_true(
        fixture_read(x, "event", "工单号,事件,发生时间,reason\nINC-1,暂停,2025-03-05 08:30,等待厂商\n"));
    ASSERT_ROWS("2: incident=INC-1 kind=hold at=2025-03-05 08:30:00 reason=waiting_vendor\n");
    ASSERT_FAULTS("");
}

static void headers_are_folded(void **state) {
    struct fixture *x = *state;
    assert_true(fixture_read(x, "event", "＊故障 编号：, Ｋind ,\"时\n间\"\nA,hold,2025-03-05 08:30\n"));
    ASSERT_ROWS("3: incident=A kind=hold at=2025-03-05 08:30:00\n");
    ASSERT_FAULTS("");
}

static void titles_above_the_header_are_passed_over(void **state) {
    struct fixture *x = *state;
    assert_true(fixture_read(
        x, "event",
        "2025年故障过程表,,\n单位：示例市人民医院,,\n\n工单号,事件,时间\nA,hold,2025-03-05 08:30\n"));
    ASSERT_ROWS("5: incident=A kind=hold at=2025-03-05 08:30:00\n");
    ASSERT_FAULTS("");
}

static void separators_follow_the_header(void **state) {
    struct fixture *x = *state;
    assert_true(fixture_read(x, "event", "工单号\t事件\t时间\nA,B\thold\t2025-03-05 08:30\n"));
    assert_true(fixture_read(x, "event", "工单号;事件;时间\nA;hold;2025-03-05 08:30\n"));
    ASSERT_ROWS(
        "2: incident=A,B kind=hold at=2025-03-05 08:30:00\n2: incident=A kind=hold at=2025-03-05 08:30:00\n");
}

static void contract_headers_come_first(void **state) {
    struct fixture *x = *state;
    struct source_column columns[] = {{S("at"), S("登记"), {0}}};
    x->src.columns = columns;
    x->src.n_columns = 1;
    assert_true(fixture_read(x, "event", "工单号,事件,时间,登记\nA,hold,x,2025-03-05 08:30\n"));
    ASSERT_ROWS("2: incident=A kind=hold at=2025-03-05 08:30:00\n");
    ASSERT_FAULTS("records/x.csv:1:8: warning: column '时间' is not read [unknown-column]\n");
}

static void contract_headers_must_be_there(void **state) {
    struct fixture *x = *state;
    struct source *contract = source_new(x->a, S("contract.yaml"), S("records: ...\n"));
    struct source_column columns[] = {{S("note"), S("附注"), {contract, 1, 3}},
                                      {S("nota"), S("附"), {contract, 1, 5}}};
    x->src.columns = columns;
    x->src.n_columns = 2;
    assert_false(fixture_read(x, "event", "工单号,事件,时间\nA,hold,2025-03-05 08:30\n"));
    ASSERT_ROWS("");
    ASSERT_FAULTS(
        "contract.yaml:1:3: error: column '附注' for 'note' is missing in 'records/x.csv' [missing-column]\n"
        "contract.yaml:1:5: error: 'columns' cannot be 'nota'; did you mean 'note'? [unknown-word]\n");
}

static void unknown_headers_are_warned_about(void **state) {
    struct fixture *x = *state;
    assert_true(
        fixture_read(x, "event", "序号,工单号,事件,时间,同意人员,颜色,\n1,A,hold,2025-03-05 08:30,x,y,\n"));
    ASSERT_ROWS("2: incident=A kind=hold at=2025-03-05 08:30:00\n");
    ASSERT_FAULTS("records/x.csv:1:14: warning: column '同意人员' is not read; did you mean '同意人'? "
                  "[unknown-column]\n"
                  "records/x.csv:1:19: warning: column '颜色' is not read [unknown-column]\n");
}

static void stronger_names_win(void **state) {
    struct fixture *x = *state;
    assert_true(fixture_read(x, "event", "发生时间,工单号,事件,时间\nx,A,hold,2025-03-05 08:30\n"));
    ASSERT_ROWS("2: incident=A kind=hold at=2025-03-05 08:30:00\n");
    ASSERT_FAULTS("records/x.csv:1:1: warning: column '发生时间' is not read; '时间' is already used for "
                  "'at' [unknown-column]\n");
}

static void two_headers_for_one_column(void **state) {
    struct fixture *x = *state;
    assert_false(fixture_read(x, "event", "工单号,事件,发生时间,事件时间\nA,hold,x,y\n"));
    ASSERT_FAULTS(
        "records/x.csv:1:13: error: columns '发生时间' and '事件时间' both mean 'at' [duplicate-column]\n");
}

static void missing_required_columns(void **state) {
    struct fixture *x = *state;
    assert_false(fixture_read(x, "event", "标题,,\n工单号,原因\nA,其他\n"));
    ASSERT_FAULTS(
        "records/x.csv:2:1: error: column '事件' for 'kind' is missing in 'records/x.csv' [missing-column]\n"
        "records/x.csv:2:1: error: column '时间' for 'at' is missing in 'records/x.csv' [missing-column]\n");
}

static void no_header_at_all(void **state) {
    struct fixture *x = *state;
    assert_false(fixture_read(x, "event", "A,hold,2025-03-05 08:30\n"));
    ASSERT_FAULTS(
        "records/x.csv:1:1: error: no header: none of the first 10 lines names two columns of 'event' "
        "[missing-header]\n");
}

/* -- conversions ------------------------------------------------------------------------------------ */

static void every_kind_converts(void **state) {
    struct fixture *x = *state;
    small_type(x);
    assert_true(fixture_read(x, "t",
                             "编号,数量,数值,工时,是否,日期,时间,费用,级别,系统\n"
                             "A,\"1,200\",85.20%,1.5,是,2025/3/5,2025/3/5 8:30,\"1,234.50\",i级,pacs\n"
                             "B,３,0012,－2.50,no,2025年3月5日,2025年3月5日8时30分5秒,500元,二级, ris \n"));
    ASSERT_ROWS(
        "2: id=A n=1200 v=85.2 h=1.5 ok=1 day=2025-03-05 at=2025-03-05 08:30:00 fee=123450 e=P1 s=pacs\n"
        "3: id=B n=3 v=12 h=-2.5 ok=0 day=2025-03-05 at=2025-03-05 08:30:05 fee=50000 e=P2 s=ris\n");
    ASSERT_FAULTS("");
}

static void empty_cells_and_words_for_nothing(void **state) {
    struct fixture *x = *state;
    small_type(x);
    assert_true(fixture_read(
        x, "t",
        "编号,数量,数值,是否,日期,时间,费用,级别,系统\nA,/,无,／,/,/,/,无,/\n无, ,,,,,,,\n,,,,,,,,\n\n"));
    ASSERT_ROWS("2: id=A\n3: id=无\n");
    ASSERT_FAULTS("");
}

static void wrong_cells_are_named_in_one_run(void **state) {
    struct fixture *x = *state;
    small_type(x);
    assert_true(fixture_read(
        x, "t", "编号,数量,工时,是否,日期,时间,费用,级别\nA,1.5,5%,也许,2025-02-30,昨天,1.234,三级\n"));
    ASSERT_ROWS("");
    assert_int_equal(x->stats.refused, 1);
    ASSERT_FAULTS("records/x.csv:2:3: error: '数量' takes a whole number, found '1.5' [wrong-value]\n"
                  "records/x.csv:2:7: error: '工时' takes a number, found '5%' [wrong-value]\n"
                  "records/x.csv:2:10: error: '是否' takes yes or no (是, 否), found '也许' [wrong-value]\n"
                  "records/x.csv:2:13: error: '日期' takes a date such as 2025-03-05, found '2025-02-30' "
                  "[wrong-value]\n"
                  "records/x.csv:2:24: error: '时间' takes a time such as 2025-03-05 08:30, found '昨天' "
                  "[wrong-value]\n"
                  "records/x.csv:2:27: error: '费用' takes a sum in yuan such as 1,234.50, found '1.234' "
                  "[wrong-value]\n"
                  "records/x.csv:2:33: error: '三级' is no known value of '级别'; did you mean '一级'? "
                  "[unknown-value]\n");
}

static void required_cells(void **state) {
    struct fixture *x = *state;
    small_type(x);
    assert_true(fixture_read(x, "t", "编号,数量\n ,1\n"));
    ASSERT_ROWS("");
    ASSERT_FAULTS("records/x.csv:2:1: error: '编号' is empty [empty-cell]\n");
}

static void contract_values_come_first(void **state) {
    struct fixture *x = *state;
    struct source *contract = source_new(x->a, S("contract.yaml"), S("records: ...\n"));
    struct source_value values[] = {{S("e"), S("二级"), S("P1"), {0}, {0}},
                                    {S("e"), S("严重"), S("二级"), {0}, {0}},
                                    {S("s"), S("影像系统"), S("pacs"), {0}, {0}},
                                    {S("ok"), S("要"), S("是"), {0}, {0}},
                                    {S("e"), S("小"), S("P9"), {contract, 1, 2}, {0}},
                                    {S("oks"), S("a"), S("b"), {contract, 1, 6}, {contract, 1, 4}}};
    x->src.values = values;
    x->src.n_values = sizeof values / sizeof *values;
    small_type(x);
    assert_true(fixture_read(x, "t", "编号,级别,系统,是否\nA,二级,影像系统,要\nB,严重,ris,否\n"));
    ASSERT_ROWS("2: id=A ok=1 e=P1 s=pacs\n3: id=B ok=0 e=P2 s=ris\n");
    ASSERT_FAULTS("contract.yaml:1:2: error: 'e' cannot be 'P9'; did you mean 'P1'? [unknown-word]\n"
                  "contract.yaml:1:4: error: 'values' cannot be 'oks'; did you mean 'ok'? [unknown-word]\n");
}

static void contract_time_format_then_written_forms(void **state) {
    struct fixture *x = *state;
    small_type(x);
    x->src.time = S("%d/%m/%Y %H:%M");
    assert_true(fixture_read(x, "t", "编号,时间\nA,05/03/2025 08:30\nB,2025-03-05 08:30\n"));
    ASSERT_ROWS("2: id=A at=2025-03-05 08:30:00\n3: id=B at=2025-03-05 08:30:00\n");
}

/* In a sheet with a date column the times are often times of day alone. */
static void time_of_day_alone_takes_the_rows_day(void **state) {
    struct fixture *x = *state;
    assert_true(fixture_read(
        x, "attendance",
        "人员编号,日期,到岗时间,离岗时间\nS1,2025/3/5,8:02,17:30:15\nS2,2025/3/6,7时58分,24:00\n"));
    ASSERT_ROWS("2: person=S1 day=2025-03-05 arrived_at=2025-03-05 08:02:00 left_at=2025-03-05 17:30:15\n"
                "3: person=S2 day=2025-03-06 arrived_at=2025-03-06 07:58:00 left_at=2025-03-07 00:00:00\n");
    assert_true(fixture_read(x, "event", "工单号,事件,时间\nA,hold,8:30\n"));
    ASSERT_FAULTS("records/x.csv:2:8: error: '时间' takes a time such as 2025-03-05 08:30, found '8:30' "
                  "[wrong-value]\n");
}

static void a_moment_without_its_hour_is_warned_about(void **state) {
    struct fixture *x = *state;
    assert_true(fixture_read(x, "event", "工单号,事件,时间\nA,hold,2025-03-05\n"));
    ASSERT_ROWS("2: incident=A kind=hold at=2025-03-05 00:00:00\n");
    ASSERT_FAULTS("records/x.csv:2:8: warning: '时间' has a date but no time of day; 00:00 is taken "
                  "[time-without-hour]\n");
    x->d = diags_new(x->a, LANG_EN);
    assert_true(fixture_read(x, "inspection", "巡检编号,方式,巡检日期\nA,远程,2025-03-05\n"));
    ASSERT_FAULTS("");
}

/* The fast way and civil_parse() must agree on everything the fast way takes. */
static void moments_agree_with_civil_parse(void **state) {
    (void)state;
    static const char *const texts[] = {
        "2025-03-05 08:30:15", "2025-03-05 08:30", "2025/3/5 8:30",    "2025-3-5",
        "2024-02-29 23:59:59", "2025/12/31 0:00",  "2025-03-05 24:00", "2025-02-29 08:30",
        "2025-03-05 8:3",      "2025-03/05",       "2025-03-05T08:30", "2025-03-05  08:30",
        "2025-03-05 08:30:60", "2025-13-05",       "25-03-05",         "",
        "2025-03-05 ",         "2025-03-05 08",    "2025-03-0508:30",  "2025/3/5 8:30:1"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct moment m;
        int64_t t = 0;
        bool has_time = false;
        bool slow = civil_parse(str_from(texts[i]), S(""), &t, &has_time);
        bool fast = moment_read(str_trim(str_from(texts[i])), S(""), &m);
        assert_int_equal(fast, slow);
        if (slow) {
            assert_int_equal(m.t, t);
            assert_int_equal(m.has_time, has_time);
            assert_true(m.has_day);
        }
    }
}

static void line_ends_in_a_cell_become_lf(void **state) {
    struct fixture *x = *state;
    small_type(x);
    assert_true(fixture_read(x, "t", "编号,数量\r\n\"a\r\nb\rc \"\"d\"\"\",1\r\n"));
    ASSERT_ROWS("2: id=a\nb\nc \"d\" n=1\n");
}

/* -- checks of the row ------------------------------------------------------------------------------ */

static void times_out_of_order_name_both_places(void **state) {
    struct fixture *x = *state;
    assert_true(fixture_read(x, "incident",
                             "编号,标题,恢复时间,报修时间,响应时间\n"
                             "A,x,2025-03-05 08:00,2025-03-05 08:30,2025-03-05 08:29:59\n"
                             "B,x,2025-03-05 08:30,2025-03-05 08:30,2025-03-05 08:30\n"));
    assert_int_equal(x->stats.rows, 1);
    assert_int_equal(x->stats.refused, 1);
    ASSERT_FAULTS(
        "records/x.csv:2:5: error: '恢复时间' 2025-03-05 08:00:00 is before '报修时间' 2025-03-05 08:30:00 "
        "(2:22) [time-order]\n"
        "records/x.csv:2:39: error: '响应时间' 2025-03-05 08:29:59 is before '报修时间' 2025-03-05 08:30:00 "
        "(2:22) [time-order]\n");
}

static void a_day_is_compared_by_day(void **state) {
    struct fixture *x = *state;
    small_type(x);
    assert_true(fixture_read(
        x, "t", "编号,日期,时间\nA,2025-03-05,2025-03-05 00:00\nB,2025-03-05,2025-03-04 23:59\n"));
    ASSERT_ROWS("2: id=A day=2025-03-05 at=2025-03-05 00:00:00\n");
    assert_fault(x,
                 "records/x.csv:3:14: error: '时间' 2025-03-04 23:59:00 is before '日期' 2025-03-05 (3:3)");
}

static void implausible_dates(void **state) {
    struct fixture *x = *state;
    small_type(x);
    x->src.day_min = day_from_ymd(2024, 1, 1);
    x->src.day_max = day_from_ymd(2026, 12, 31);
    assert_true(
        fixture_read(x, "t", "编号,时间\nA,2026-12-31 23:59\nB,2205-03-05 08:30\nC,2023-12-31 23:59\n"));
    ASSERT_ROWS("2: id=A at=2026-12-31 23:59:00\n");
    ASSERT_FAULTS("records/x.csv:3:3: error: '时间' 2205-03-05 08:30:00 is not between 2024-01-01 and "
                  "2026-12-31 [date-range]\n"
                  "records/x.csv:4:3: error: '时间' 2023-12-31 23:59:00 is not between 2024-01-01 and "
                  "2026-12-31 [date-range]\n");
}

static void what_comes_after_on_has_not_happened(void **state) {
    struct fixture *x = *state;
    x->src.on_end = day_start(day_from_ymd(2025, 7, 1));
    assert_true(fixture_read(x, "incident",
                             "编号,标题,报修时间,恢复时间,约定时间\n"
                             "A,x,2025-06-30 23:00,2025-06-30 23:59:59,2025-07-02 08:00\n"
                             "B,x,2025-06-30 23:00,2025-07-01 00:00,\n"
                             "C,x,2025-07-01 00:00,2025-07-01 01:00,\n"));
    ASSERT_ROWS("2: id=A title=x reported_at=2025-06-30 23:00:00 appointed_at=2025-07-02 08:00:00 "
                "restored_at=2025-06-30 23:59:59\n"
                "3: id=B title=x reported_at=2025-06-30 23:00:00\n");
    assert_string_equal(x->later.p,
                        "4: id=C title=x reported_at=2025-07-01 00:00:00 restored_at=2025-07-01 01:00:00\n");
    assert_int_equal(x->stats.rows, 2);
    assert_int_equal(x->stats.not_yet, 1);
}

static void a_row_without_its_date_stays(void **state) {
    struct fixture *x = *state;
    x->src.on_end = day_start(day_from_ymd(2025, 7, 1));
    assert_true(fixture_read(x, "submission",
                             "编号,类型,应交日期,提交时间\nA,应急预案,2025-08-01,\nB,发票,,2025-08-01\n"));
    ASSERT_ROWS("2: id=A kind=emergency-plan due_on=2025-08-01\n");
    assert_int_equal(x->stats.not_yet, 1);
}

static void the_sink_can_stop(void **state) {
    struct fixture *x = *state;
    small_type(x);
    x->stop_after = 1;
    assert_false(fixture_read(x, "t", "编号,数量\nA,1\nB,2\n"));
    ASSERT_ROWS("2: id=A n=1\n");
}

/* -- text faults ------------------------------------------------------------------------------------ */

static void field_counts(void **state) {
    struct fixture *x = *state;
    small_type(x);
    assert_true(fixture_read(x, "t", "编号,数量,数值\nA,1\nB,1,2,3\nC,1,2,,\nD,1,2\nE\n"));
    ASSERT_ROWS("4: id=C n=1 v=2\n5: id=D n=1 v=2\n");
    ASSERT_FAULTS("records/x.csv:2:3: error: row has 2 fields, the header 3; row not read [column-count]\n"
                  "records/x.csv:3:7: error: row has 4 fields, the header 3; row not read [column-count]\n"
                  "records/x.csv:6:1: error: row has 1 fields, the header 3; row not read [column-count]\n");
}

static void quotes_are_named_where_they_open(void **state) {
    struct fixture *x = *state;
    small_type(x);
    assert_true(fixture_read(x, "t", "编号,数量\nA,1\n\"故障,2\nC,3\n故\"障,4\nE,5\n"));
    ASSERT_ROWS("2: id=A n=1\n4: id=C n=3\n6: id=E n=5\n");
    assert_int_equal(x->stats.refused, 2);
    ASSERT_FAULTS(
        "records/x.csv:3:1: error: quote is not closed where its field ends; row not read [quote-unclosed]\n"
        "records/x.csv:5:2: error: quote or text where a field must end; row not read [quote-stray]\n");
}

static void places_inside_quoted_lines(void **state) {
    struct fixture *x = *state;
    small_type(x);
    assert_true(fixture_read(x, "t", "编号,数量\n\"一\n二三\",x\nB,y\n"));
    ASSERT_FAULTS("records/x.csv:3:5: error: '数量' takes a whole number, found 'x' [wrong-value]\n"
                  "records/x.csv:4:3: error: '数量' takes a whole number, found 'y' [wrong-value]\n");
}

static void byte_order_mark_and_carriage_returns(void **state) {
    struct fixture *x = *state;
    small_type(x);
    assert_true(fixture_read(x, "t", "\xEF\xBB\xBF编号,数量,色\rA,1,\r\rB,x,\r"));
    ASSERT_ROWS("2: id=A n=1\n");
    ASSERT_FAULTS("records/x.csv:1:7: warning: column '色' is not read [unknown-column]\n"
                  "records/x.csv:4:3: error: '数量' takes a whole number, found 'x' [wrong-value]\n");
}

static void gb18030_is_found_and_told(void **state) {
    struct fixture *x = *state;
    small_type(x);
    /* 编号,级别 / 张,一级 / 李,三级 */
    assert_true(fixture_read(
        x, "t", "\xB1\xE0\xBA\xC5,\xBC\xB6\xB1\xF0\n\xD5\xC5,\xD2\xBB\xBC\xB6\n\xC0\xEE,\xC8\xFD\xBC\xB6\n"));
    ASSERT_ROWS("2: id=张 e=P1\n");
    ASSERT_FAULTS("records/x.csv: note: read as GB18030, because it is not UTF-8; `encoding:` in the "
                  "contract settles it "
                  "[encoding-guessed]\n"
                  "records/x.csv:3:3: error: '三级' is no known value of '级别'; did you mean '一级'? "
                  "[unknown-value]\n");
}

static void given_encoding_wins(void **state) {
    struct fixture *x = *state;
    small_type(x);
    x->src.encoding = S("gbk");
    assert_true(fixture_read(x, "t", "id,\xBC\xB6\xB1\xF0\n\xD5\xC5,\xD2\xBB\xBC\xB6\n"));
    ASSERT_ROWS("2: id=张 e=P1\n");
    ASSERT_FAULTS("");
    x->src.encoding = S("utf-8");
    assert_true(fixture_read(x, "t", "id,n\n\xD5\xC5,1\nB,2\n"));
    assert_fault(
        x, "records/x.csv:2:1: error: byte 0xD5 does not belong in UTF-8 text; row not read [bad-byte]\n");
    x->src.encoding = S("big6");
    assert_false(fixture_read(x, "t", "id,n\nB,2\n"));
    assert_fault(x, "'encoding' cannot be 'big6'; known: utf-8, gb18030 [unknown-word]");
}

static void bad_bytes_cost_their_row_alone(void **state) {
    struct fixture *x = *state;
    static const char text[] = "编号,数量\n故障一,1\nb\0c,2\n故\xE9障,3\nD,\x0B 4\nE,5\n";
    small_type(x);
    assert_true(fixture_read_bytes(x, "t", text, sizeof text - 1));
    ASSERT_ROWS("2: id=故障一 n=1\n6: id=E n=5\n");
    ASSERT_FAULTS(
        "records/x.csv:3:2: error: byte 0x00 does not belong in UTF-8 text; row not read [bad-byte]\n"
        "records/x.csv:4:2: error: byte 0xE9 does not belong in UTF-8 text; row not read [bad-byte]\n"
        "records/x.csv:5:3: error: byte 0x0B does not belong in UTF-8 text; row not read [bad-byte]\n");
}

static void files_that_are_no_csv(void **state) {
    struct fixture *x = *state;
    assert_false(fixture_read_bytes(x, "event", "PK\3\4\0\0", 6));
    assert_fault(x, "records/x.csv: error: 'records/x.csv' is a workbook (xlsx), not CSV text [not-csv]");
    assert_false(fixture_read_bytes(x, "event", "\xFF\xFEx\0", 4));
    assert_fault(x, "is UTF-16 text");
    assert_false(fixture_read_bytes(x, "event", "", 0));
    assert_fault(x, "records/x.csv: error: file 'records/x.csv' is empty [file-empty]");
    assert_false(fixture_read_bytes(x, "event", "\xEF\xBB\xBF", 3));
    unlink(str_z(x->a, x->src.path));
    x->src.mentioned = (struct place){.file = S("contract.yaml"), .line = 9, .col = 4};
    assert_false(record_read(x->scratch, x->d, &x->src, fixture_sink, x, &x->stats));
    assert_fault(x, "contract.yaml:9:4: error: file 'records/x.csv' does not exist [file-missing]");
    x->src.path = x->dir;
    assert_false(record_read(x->scratch, x->d, &x->src, fixture_sink, x, &x->stats));
    assert_fault(
        x, "contract.yaml:9:4: error: file 'records/x.csv' cannot be read: Is a directory [file-unreadable]");
}

static void a_field_of_a_megabyte(void **state) {
    struct fixture *x = *state;
    small_type(x);
    for (size_t n = ROWS_CELL_BYTES_MAX; n <= 1000000; n = n == 1000000 ? n + 1 : 1000000) {
        struct sb b = {.a = x->a};
        sb_addz(&b, "编号,数量\n\"");
        for (size_t i = 0; i < n; i++)
            sb_char(&b, 'x');
        sb_addz(&b, "\",1\nB,2\n");
        assert_true(fixture_read_bytes(x, "t", b.p, b.n));
    }
    assert_int_equal(x->stats.refused, 1);
    assert_string_equal(x->rows.p + x->rows.n - sizeof "3: id=B n=2\n" + 1, "3: id=B n=2\n");
    ASSERT_FAULTS(
        "records/x.csv:2:1: error: field has more than 131072 bytes; row not read [field-too-long]\n");
}

static void ten_thousand_columns(void **state) {
    struct fixture *x = *state;
    small_type(x);
    struct sb b = {.a = x->a};
    sb_addz(&b, "编号,数量");
    for (int i = 0; i < 10000; i++)
        sb_fmt(&b, ",列%d", i);
    sb_addz(&b, "\nA,1");
    for (int i = 0; i < 10000; i++)
        sb_addz(&b, ",x");
    sb_addz(&b, "\nB,2\n");
    assert_true(fixture_read_bytes(x, "t", b.p, b.n));
    ASSERT_ROWS("2: id=A n=1\n");
    assert_fault(x, "records/x.csv:1:7: warning: column '列0' is not read [unknown-column]\n");
    assert_fault(x, "9980 more like this [unknown-column]");
    assert_fault(
        x, "records/x.csv:3:3: error: row has 2 fields, the header 10002; row not read [column-count]\n");
    b.n = 0;
    for (int i = 0; i < CSV_FIELDS_MAX; i++)
        sb_addz(&b, "编号,数量,");
    assert_false(fixture_read_bytes(x, "t", b.p, b.n));
    assert_fault(x, "[missing-header]");
}

/* Whatever the bytes, reading ends, every row is counted once, and memory does not grow with the file. */
static void random_bytes_are_survived(void **state) {
    struct fixture *x = *state;
    uint64_t seed = 20250305;
    small_type(x);
    for (int round = 0; round < 300; round++) {
        struct sb b = {.a = x->scratch};
        struct arena_mark mark = arena_mark(x->scratch);
        sb_addz(&b, round % 2 ? "编号,数量,级别\n" : "\xB1\xE0\xBA\xC5,n,\xBC\xB6\xB1\xF0\n");
        for (int i = 0; i < 400; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            unsigned r = (unsigned)(seed >> 33);
            sb_char(&b, r % 4 == 0 ? "\",\n\r"[r / 4 % 4] : (char)(r >> 8));
        }
        x->rows.n = x->later.n = 0;
        fixture_read_bytes(x, "t", b.p, b.n);
        locate(x, x->scratch, round % 9, (size_t)round % 3);
        arena_rewind(x->scratch, mark);
    }
    assert_true(diags_errors(x->d) > 0);
}

static void memory_does_not_grow_with_rows(void **state) {
    struct fixture *x = *state;
    small_type(x);
    struct sb b = {.a = x->a};
    size_t held[2];
    for (int k = 0; k < 2; k++) {
        b.n = 0;
        sb_addz(&b, "编号,数值,级别,时间\n");
        for (int i = 0; i < (k ? 5000 : 50); i++)
            sb_fmt(&b, "\"A\"\"%d\",%d.50,%s,2025年3月5日8时30分\n", i, i, i % 3 ? "Ｐ１" : "三");
        struct arena *scratch = arena_new();
        fixture_write(x, "x.csv", b.p, b.n);
        record_read(scratch, x->d, &x->src, fixture_sink, x, &x->stats);
        fixture_read_bytes(x, "t", b.p, b.n);
        x->rows.n = 0;
        record_read(scratch, x->d, &x->src, fixture_sink, x, &x->stats);
        held[k] = arena_held(scratch);
        arena_free(scratch);
    }
    assert_int_equal(held[0], held[1]);
}

/* -- places of cells, later ------------------------------------------------------------------------- */

static void cells_are_located_again(void **state) {
    struct fixture *x = *state;
    small_type(x);
    assert_true(fixture_read(x, "t", "表,,\n编号,数值,数量\n\"一\n二\",1,2\n三,4,5\n"));
    struct place at = locate(x, x->a, 5, 1);
    assert_int_equal(at.line, 5);
    assert_int_equal(at.col, 5);
    assert_string_equal(str_z(x->a, at.text), "三,4,5");
    assert_string_equal(str_z(x->a, at.file), "records/x.csv");
    at = locate(x, x->a, 3, 1);
    assert_int_equal(at.line, 4);
    assert_int_equal(at.col, 6);
    at = locate(x, x->a, 3, 7); /* a column the file does not have: the row */
    assert_int_equal(at.line, 3);
    assert_int_equal(at.col, 1);
    at = locate(x, x->a, 99, 1);
    assert_int_equal(at.line, 99);
    fixture_read(x, "t",
                 "编号,数值,数量\n一,\"2\n"); /* no row any more: fields of a faulty one have no place */
    at = locate(x, x->a, 2, 1);
    assert_int_equal(at.line, 2);
    assert_int_equal(at.col, 0);
    unlink(str_z(x->a, x->src.path));
    at = locate(x, x->a, 5, 1);
    assert_int_equal(at.line, 5);
    assert_int_equal(at.col, 0);
}

static void chinese_messages(void **state) {
    struct fixture *x = *state;
    small_type(x);
    x->d = diags_new(x->a, LANG_ZH);
    assert_true(fixture_read(x, "t", "编号,级别,时间\nA,三级,昨天\n"));
    ASSERT_FAULTS(
        "records/x.csv:2:3: 错误: “三级”不是“级别”的已知取值；是否指“一级”？ [unknown-value]\n"
        "records/x.csv:2:6: 错误: “时间”应为时间（如 2025-03-05 08:30），实际为“昨天” [wrong-value]\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        RECORDS_TEST(headers_by_name_title_and_alias),
        RECORDS_TEST(headers_are_folded),
        RECORDS_TEST(titles_above_the_header_are_passed_over),
        RECORDS_TEST(separators_follow_the_header),
        RECORDS_TEST(contract_headers_come_first),
        RECORDS_TEST(contract_headers_must_be_there),
        RECORDS_TEST(unknown_headers_are_warned_about),
        RECORDS_TEST(stronger_names_win),
        RECORDS_TEST(two_headers_for_one_column),
        RECORDS_TEST(missing_required_columns),
        RECORDS_TEST(no_header_at_all),
        RECORDS_TEST(every_kind_converts),
        RECORDS_TEST(empty_cells_and_words_for_nothing),
        RECORDS_TEST(wrong_cells_are_named_in_one_run),
        RECORDS_TEST(required_cells),
        RECORDS_TEST(contract_values_come_first),
        RECORDS_TEST(contract_time_format_then_written_forms),
        RECORDS_TEST(time_of_day_alone_takes_the_rows_day),
        RECORDS_TEST(a_moment_without_its_hour_is_warned_about),
        RECORDS_TEST(moments_agree_with_civil_parse),
        RECORDS_TEST(line_ends_in_a_cell_become_lf),
        RECORDS_TEST(times_out_of_order_name_both_places),
        RECORDS_TEST(a_day_is_compared_by_day),
        RECORDS_TEST(implausible_dates),
        RECORDS_TEST(what_comes_after_on_has_not_happened),
        RECORDS_TEST(a_row_without_its_date_stays),
        RECORDS_TEST(the_sink_can_stop),
        RECORDS_TEST(field_counts),
        RECORDS_TEST(quotes_are_named_where_they_open),
        RECORDS_TEST(places_inside_quoted_lines),
        RECORDS_TEST(byte_order_mark_and_carriage_returns),
        RECORDS_TEST(gb18030_is_found_and_told),
        RECORDS_TEST(given_encoding_wins),
        RECORDS_TEST(bad_bytes_cost_their_row_alone),
        RECORDS_TEST(files_that_are_no_csv),
        RECORDS_TEST(a_field_of_a_megabyte),
        RECORDS_TEST(ten_thousand_columns),
        RECORDS_TEST(random_bytes_are_survived),
        RECORDS_TEST(memory_does_not_grow_with_rows),
        RECORDS_TEST(cells_are_located_again),
        RECORDS_TEST(chinese_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
