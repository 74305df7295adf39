/* contract.yaml: every fault at its place. */
#include "contract_fixture.h"

/* A minimal contract of 12 lines; what follows begins in line 13. */
#define BASE                                                                                                 \
    "lvyue: 1\ncontract:\n  id: t\n  title: 示例\n  buyer: 甲\n  supplier: 乙\n  signed: 2024-12-20\n"   \
    "  from: 2025-01-01\n  to: 2025-12-31\n  amount: 1000\nclauses:\n  - {id: A, text: x, covered_by: "      \
    "incident}\n"
#define TARGET "{id: t1, name: n, clause: A, on: incident, from: reported_at, to: restored_at, within: 2h}"
#define KPI "{id: k1, name: n, clause: A, every: quarter, share: {of: incident, where: x}, at_least: 99%}"
#define HEAD "id: r1, name: n, clause: A, "

struct fault_case {
    const char *text, *faults;
};

static void expect_faults(const struct fault_case *cases, size_t n) {
    for (size_t i = 0; i < n; i++) {
        struct loading l = load_text(str_from(cases[i].text));
        assert_string_equal(diag_shown(l.a, l.d), cases[i].faults);
        arena_free(l.a);
    }
}
#define EXPECT_FAULTS(cases) expect_faults(cases, sizeof(cases) / sizeof *(cases))

static void test_base_is_clean(void **state) {
    (void)state;
    static const struct fault_case cases[] = {
        {BASE, ""}, {BASE "targets:\n - " TARGET "\n", ""}, {BASE "kpis:\n - " KPI "\n", ""}};
    EXPECT_FAULTS(cases);
}

static void test_head_faults(void **state) {
    (void)state;
    static const struct fault_case cases[] = {
        {"lvyue: 2\n",
         "contract.yaml:1:1: error: key 'contract' is missing in contract.yaml [missing-key]\n"
         "contract.yaml:1:1: error: key 'clauses' is missing in contract.yaml [missing-key]\n"
         "contract.yaml:1:8: error: contract format 2 is not known; this program reads format 1 "
         "[contract-version]\n"},
        {"- a\n",
         "contract.yaml:1:1: error: 'contract.yaml' takes a mapping such as {key: value}, not a list "
         "[wrong-kind]\n"},
        {BASE "kpi: []\n",
         "contract.yaml:13:1: error: unknown key 'kpi' in contract.yaml; did you mean 'kpis'? "
         "[unknown-key]\n"},
        {"lvyue: 1\ncontract:\n  id: t\n  title: t\n  buyer: b\n  supplier: s\n  signed: 2025-01-02\n  from: "
         "2025-01-01\n"
         "  to: 2024-12-31\n  amount: 0\n  quarters: fiscal\nclauses: [{id: A, text: t, not_judged: w}]\n",
         "contract.yaml:7:11: warning: the contract was signed on 2025-01-02, after it began on 2025-01-01 "
         "[signed-late]\n"
         "contract.yaml:9:7: error: the contract ends on 2024-12-31, before it begins on 2025-01-01 "
         "[term-order]\n"
         "contract.yaml:10:11: error: 'amount' must be more than 0 [not-positive]\n"
         "contract.yaml:11:13: error: 'quarters' cannot be 'fiscal'; known: calendar, contract "
         "[unknown-word]\n"},
        {"lvyue: 1\ncontract: {id: t, title: t, buyer: b, supplier: s, signed: 2025-01-01, from: 2025-01-01, "
         "to: "
         "2055-01-01, amount: 1}\nclauses: [{id: A, text: t, not_judged: w}]\n",
         "contract.yaml:2:94: error: the contract runs for more than 30 years [term-length]\n"},
    };
    EXPECT_FAULTS(cases);
}

static void test_calendar_faults(void **state) {
    (void)state;
#define CAL(days, hours) BASE "calendars:\n  c: {days: \"" days "\", hours: " hours ", holidays: none}\n"
#define DAYS(text)                                                                                           \
    {                                                                                                        \
        CAL(text, "[8:00-9:00]"),                                                                            \
            "contract.yaml:14:13: error: 'days' takes days such as mon-fri or mon,wed-sat, found '" text     \
            "' [wrong-value]\n"                                                                              \
    }
#define HOURS(text)                                                                                          \
    {                                                                                                        \
        CAL("mon", "[\"" text "\"]"), "contract.yaml:14:28: error: 'hours' takes hours such as "             \
                                      "08:00-12:00, the end at most 24:00, found '" text "' [wrong-value]\n" \
    }
    static const struct fault_case cases[] = {
        DAYS("monday"),
        DAYS("fri-mon"),
        DAYS("mon,"),
        DAYS("mon,,tue"),
        DAYS("mon-"),
        DAYS("-fri"),
        DAYS(","),
        DAYS("mon-tue-wed"),
        DAYS("周一"),
        HOURS("8-12"),
        HOURS("12:00-08:00"),
        HOURS("08:00-24:01"),
        HOURS("08:60-09:00"),
        HOURS("08:00"),
        HOURS("08:00-08:00"),
        HOURS("+8:00-9:00"),
        HOURS("08:00-12:00-13:00"),
        HOURS("24:00-24:00"),
        HOURS("8:0-9:00"),
        HOURS("-"),
        {CAL("mon", "[\"08:00-12:00\", \"11:59-13:00\"]"),
         "contract.yaml:14:43: error: hours '11:59-13:00' begin before '08:00-12:00' has ended "
         "[hours-overlap]\n"},
        {CAL("mon", "[\"12:00-13:00\", \"08:00-12:00\", \"0:00-8:00\"]"), ""},
        {BASE "calendars:\n  always: {days: mon, hours: 8:00-9:00, holidays: de}\n",
         "contract.yaml:14:3: error: 'always' has a meaning of its own and cannot be given to something else "
         "[built-in-name]\n"
         "contract.yaml:14:51: error: 'holidays' cannot be 'de'; known: cn, none [unknown-word]\n"},
    };
    EXPECT_FAULTS(cases);
}

static void test_records_faults(void **state) {
    (void)state;
    static const struct fault_case cases[] = {
        {BASE "records:\n  incident: {file: ../a.csv, encoding: gbk, time: \"%Y-%q\"}\n",
         "contract.yaml:14:20: error: file '../a.csv' lies outside the contract folder [record-path]\n"
         "contract.yaml:14:40: error: 'encoding' cannot be 'gbk'; known: utf-8, gb18030 [unknown-word]\n"
         "contract.yaml:14:51: error: 'time' takes a form of %Y %m %d %H %M %S such as %Y/%m/%d %H:%M, found "
         "'%Y-%q' "
         "[wrong-value]\n"},
        {BASE "records:\n  incident: {file: a.csv, columns: [a], values: {level: [x], cause: {a: }}}\n",
         "contract.yaml:14:36: error: 'columns' takes a mapping such as {word: text}, not a list "
         "[wrong-kind]\n"
         "contract.yaml:14:57: error: 'level' takes a mapping such as {word: text}, not a list [wrong-kind]\n"
         "contract.yaml:14:73: error: 'a' takes a text, not nothing [wrong-kind]\n"},
        {BASE "mask: {contacts: [incidents]}\n",
         "contract.yaml:13:19: error: no record type is called 'incidents'; did you mean 'incident'? "
         "[unknown-name]\n"},
        {BASE "records:\n  incidents: {file: a.csv}\n",
         "contract.yaml:14:3: error: no record type is called 'incidents'; did you mean 'incident'? "
         "[unknown-name]\n"},
    };
    EXPECT_FAULTS(cases);
}

static void test_method_faults(void **state) {
    (void)state;
    static const struct fault_case cases[] = {
        {BASE "method:\n  missing: met\n  late_if: afterlimit\n  availability: {unkown: up, total: x}\n",
         "contract.yaml:14:3: error: unknown key 'missing' in method [unknown-key]\n"
         "contract.yaml:15:12: error: 'late_if' cannot be 'afterlimit'; did you mean 'after_limit'? "
         "[unknown-word]\n"
         "contract.yaml:16:18: error: unknown key 'unkown' in method.availability; did you mean 'unknown'? "
         "[unknown-key]\n"
         "contract.yaml:16:37: error: 'availability.total' cannot be 'x'; known: calendar, agreed "
         "[unknown-word]\n"},
        {BASE "method: [a]\n", "contract.yaml:13:9: error: 'method' takes a mapping such as {key: value}, "
                               "not a list [wrong-kind]\n"},
        {BASE "method: {availability: down, rounding: [cut]}\n",
         "contract.yaml:13:24: error: 'availability' takes a mapping such as {key: value}, not a single "
         "value "
         "[wrong-kind]\n"
         "contract.yaml:13:40: error: 'rounding' takes a text, not a list [wrong-kind]\n"},
    };
    EXPECT_FAULTS(cases);
}

static void test_id_faults(void **state) {
    (void)state;
    static const struct fault_case cases[] = {
        {BASE
         "targets:\n - " TARGET "\nkpis:\n - {id: t1, name: n, clause: A, every: year, met: t1, at_most: 5}\n"
         "payments:\n - {id: p, name: n, clause: A, percent: 5, due: {at: end}, requires: [t1, incident]}\n",
         "contract.yaml:18:71: error: 't1' is the name of more than one thing [ambiguous-name]\n"},
        {BASE "targets:\n - " TARGET "\nchecks:\n - {id: t1, name: n, clause: A, on: incident, require: x}\n"
              "kpis:\n - " KPI "\n - " KPI "\n",
         "contract.yaml:16:9: error: id 't1' is already used in line 14 [id-twice]\n"
         "contract.yaml:19:9: error: id 'k1' is already used in line 18 [id-twice]\n"},
        {BASE
         "  - {id: A, text: y}\nsystems:\n - {id: s, name: n}\n - {id: s, name: n}\n - {id: all, name: n}\n",
         "contract.yaml:13:10: error: id 'A' is already used in line 12 [id-twice]\n"
         "contract.yaml:13:10: error: clause 'A' is neither covered nor marked not_judged [clause-open]\n"
         "contract.yaml:16:9: error: id 's' is already used in line 15 [id-twice]\n"
         "contract.yaml:17:9: error: 'all' has a meaning of its own and cannot be given to something else "
         "[built-in-name]\n"},
        {BASE "systems:\n - {id: a/b, name: n}\n - {id: 甲、乙, name: n}\n",
         "contract.yaml:14:9: error: id 'a/b' contains '/'; use letters, digits, '-', '_' and '.' [id-form]\n"
         "contract.yaml:15:9: error: id '甲、乙' contains '、'; use letters, digits, '-', '_' and '.' "
         "[id-form]\n"},
    };
    EXPECT_FAULTS(cases);
}

static void test_judged_faults(void **state) {
    (void)state;
    static const struct fault_case cases[] = {
        {BASE "kpis:\n - {" HEAD "every: year, share: {of: incident, where: x}, at_most: -1%}\n",
         "contract.yaml:14:88: error: 'at_most' lies outside 0% to 100%: -1% [percent-range]\n"},
        {BASE "targets:\n - {" HEAD "on: indicent, from: a, to: [b], within: 1d, clock: offic}\n",
         "contract.yaml:14:37: error: no record type is called 'indicent'; did you mean 'incident'? "
         "[unknown-name]\n"
         "contract.yaml:14:73: error: limit '1d' is ambiguous: write 24h, 1 workdays or 1 days [bare-day]\n"
         "contract.yaml:14:84: error: no calendar is called 'offic'; known: always [unknown-name]\n"},
        {BASE "targets:\n - {" HEAD "on: incident, from: a, to: [b], within: before next opening}\n",
         "contract.yaml:14:73: error: 'before next opening' needs a calendar that closes [next-opening]\n"},
        {BASE "targets:\n - {id: r1, clause: [A, B], on: incident, from: a, to: [], within: 2h}\n",
         "contract.yaml:14:4: error: key 'name' is missing in target [missing-key]\n"
         "contract.yaml:14:25: error: no clause is called 'B'; known: A [unknown-name]\n"
         "contract.yaml:14:52: error: key 'to' is missing in target [missing-key]\n"},
        {BASE "obligations:\n - {" HEAD
              "on: activity}\n - {id: r2, name: n, clause: A, on: activity, every: month, "
              "once: {after: signed}, at_least: 0}\n",
         "contract.yaml:14:4: error: exactly one of these keys is needed: every, once; found: none [one-of]\n"
         "contract.yaml:15:4: error: exactly one of these keys is needed: every, once; found: every, once "
         "[one-of]\n"
         "contract.yaml:15:94: error: 'at_least' must be more than 0 [not-positive]\n"},
        {BASE "obligations:\n - {" HEAD "on: attendance, every: workday}\n"
              " - {id: r2, name: n, clause: A, on: attendance, every: month, calendar: always}\n"
              " - {id: r3, name: n, clause: A, on: attendance, every: workday, calendar: always}\n",
         "contract.yaml:14:56: error: 'every: workday' needs a calendar with working days "
         "[workday-calendar]\n"
         "contract.yaml:15:73: error: 'calendar' goes only with 'every: workday' [key-alone]\n"
         "contract.yaml:16:75: error: 'every: workday' needs a calendar with working days "
         "[workday-calendar]\n"},
        {BASE "obligations:\n - {" HEAD
              "on: activity, once: {within: 1 month, after: begin}, due: {within: 2h}, period: p}\n",
         "contract.yaml:14:78: error: 'after' cannot be 'begin'; known: signed, from, to [unknown-word]\n"
         "contract.yaml:14:91: error: 'due' cannot stand beside 'once' [keys-clash]\n"
         "contract.yaml:14:113: error: 'period' cannot stand beside 'once' [keys-clash]\n"},
        {BASE "kpis:\n - {" HEAD
              "every: workday, share: {of: incident, where: x}, met: [t1], at_least: 101%}\n",
         "contract.yaml:14:4: error: exactly one of these keys is needed: share, met, availability; found: "
         "share, met "
         "[one-of]\n"
         "contract.yaml:14:40: error: 'every: workday' goes only with 'obligations' [key-alone]\n"
         "contract.yaml:14:88: error: no target is called 't1' [unknown-name]\n"
         "contract.yaml:14:103: error: 'at_least' lies outside 0% to 100%: 101% [percent-range]\n"},
        {BASE "kpis:\n - {" HEAD "every: year, availability: {systems: [critical, x], down: y, clock: z}}\n",
         "contract.yaml:14:4: error: exactly one of these keys is needed: at_least, at_most; found: none "
         "[one-of]\n"
         "contract.yaml:14:71: error: 'critical' stands for no system at all [no-system]\n"
         "contract.yaml:14:81: error: no system is called 'x' [unknown-name]\n"
         "contract.yaml:14:101: error: no calendar is called 'z'; known: always [unknown-name]\n"},
    };
    EXPECT_FAULTS(cases);
}

static void test_due_faults(void **state) {
    (void)state;
#define DUE(text) BASE "obligations:\n - {" HEAD "every: month, on: activity, due: " text "}\n"
#define PAY(text) BASE "payments:\n - {" HEAD "percent: 30, due: " text "}\n"
    static const struct fault_case cases[] = {
        {DUE("{within: 3 workdays}"), ""},
        {DUE("{within: 3 workdays, after: period}"), ""},
        {DUE("{within: 3 workdays, after: begin}"), "contract.yaml:14:94: error: 'after' takes period, or a "
                                                    "record's column such as inspection.finished_at, found "
                                                    "'begin' [wrong-value]\n"},
        {DUE("{within: 3 workdays, after: x.y}"),
         "contract.yaml:14:94: error: no record type is called 'x'; known: activity, attendance, incident, "
         "inspection, submission [unknown-name]\n"},
        {DUE("{at: end}"), "contract.yaml:14:71: error: 'at' goes only with 'payments' [key-alone]\n"},
        {DUE("{}"), "contract.yaml:14:66: error: exactly one of these keys is needed: within, at; found: "
                    "none [one-of]\n"},
        {PAY("{within: 3 workdays}"),
         "contract.yaml:14:51: error: key 'after' is missing in due [missing-key]\n"},
        {PAY("{at: middle}"),
         "contract.yaml:14:56: error: 'at' takes start, end, 50% of term, or a date such as "
         "2025-06-30, found 'middle' [wrong-value]\n"},
        {PAY("{at: end, after: to}"),
         "contract.yaml:14:68: error: 'after' cannot stand beside 'at' [keys-clash]\n"},
        {PAY("{within: 3 workdays, after: period}"),
         "contract.yaml:14:79: error: 'after' takes signed, from, to, or a record's column such as "
         "submission.accepted_at, found 'period' [wrong-value]\n"},
        {BASE "documents:\n - {template: fault-analysis, for: incident, due: {within: 2h, after: to}}\n",
         "contract.yaml:14:71: error: 'after' takes a column of the record such as incident.restored_at, "
         "found 'to' "
         "[wrong-value]\n"},
        {BASE "documents:\n - {template: fault, for: incident, every: year, formats: [doc]}\n"
              " - {template: annual-record, where: x}\n",
         "contract.yaml:14:15: error: no template is called 'fault'; known: annual-record, fault-analysis, "
         "health-report "
         "[unknown-name]\n"
         "contract.yaml:14:27: error: 'for' cannot stand beside 'every' [keys-clash]\n"
         "contract.yaml:14:60: error: 'formats' cannot be 'doc'; known: pdf, xlsx [unknown-word]\n"
         "contract.yaml:15:37: error: 'where' goes only with 'for' [key-alone]\n"},
    };
    EXPECT_FAULTS(cases);
}

static void test_money_faults(void **state) {
    (void)state;
#define DEDUCT(text) BASE "kpis:\n - " KPI "\ntargets:\n - " TARGET "\ndeductions:\n - {" HEAD text "}\n"
    static const struct fault_case cases[] = {
        {DEDUCT("for: k1, percent: 2"), ""},
        {DEDUCT("for: [t1], for_each: [k1], percent: 0, fixed: 0, of: price"),
         "contract.yaml:18:4: error: exactly one of these keys is needed: for, for_each; found: for, "
         "for_each [one-of]\n"
         "contract.yaml:18:4: error: exactly one of these keys is needed: percent, fixed, points, "
         "per_hour_late, "
         "tiers; found: percent, fixed [one-of]\n"
         "contract.yaml:18:39: error: no KPI is called 't1'; it is a target [unknown-name]\n"
         "contract.yaml:18:55: error: no target, obligation or check is called 'k1'; it is a kpi "
         "[unknown-name]\n"
         "contract.yaml:18:69: error: 'percent' must be more than 0 [not-positive]\n"
         "contract.yaml:18:79: error: 'fixed' must be more than 0 [not-positive]\n"
         "contract.yaml:18:86: error: 'of' cannot be 'price'; known: amount [unknown-word]\n"},
        {DEDUCT("for: [k1], fixed: 5, of: amount, each: occurrence, cap: much"),
         "contract.yaml:18:58: error: 'of' cannot stand beside 'fixed' [keys-clash]\n"
         "contract.yaml:18:72: error: 'each: occurrence' goes only with 'for_each' [key-alone]\n"
         "contract.yaml:18:89: error: 'cap' takes a percentage of the amount such as 10%, or a sum in yuan, "
         "found 'much' "
         "[wrong-value]\n"},
        {DEDUCT("for_each: [t1], fixed: 5, each: kpi-period, cap: 110%"),
         "contract.yaml:18:65: error: 'each: kpi-period' goes only with 'for' [key-alone]\n"
         "contract.yaml:18:82: error: 'cap' lies outside 0% to 100%: 110% [percent-range]\n"},
        {DEDUCT(
             "for: k1, tiers: [{below: 99%, percent: 1}, {below: 95%, fixed: 5}, {below: 90%, points: 2}], "
             "point_value: 0.5%, repeats: {from: 2, times: 2}, period_cap: 5%"),
         ""},
        {DEDUCT("for: k1, tiers: [{below: 99.5%, percent: 1}, {below: 95%, percent: 2}, {below: 95%, "
                "percent: 3}]"),
         "contract.yaml:18:58: error: tier 'below 99.5%' reaches into what KPI 'k1' calls met: ≥99% "
         "[tier-met]\n"
         "contract.yaml:18:112: error: tier 'below 95%' does not lie beyond 'below 95%', the one before it "
         "[tier-order]\n"},
        {DEDUCT("for: k1, tiers: [{above: 5%, percent: 1}, {over: 3, fixed: 5}, {fixed: 5}, {below: 9%}]"),
         "contract.yaml:18:58: error: 'above' goes only with 'at_most' [key-alone]\n"
         "contract.yaml:18:82: error: 'over' goes only with 'for_each' [key-alone]\n"
         "contract.yaml:18:82: error: 'over' cannot stand beside 'above' [keys-clash]\n"
         "contract.yaml:18:96: error: exactly one of these keys is needed: below, above, over; found: none "
         "[one-of]\n"
         "contract.yaml:18:108: error: exactly one of these keys is needed: percent, fixed, points; found: "
         "none "
         "[one-of]\n"},
        {DEDUCT("for_each: t1, tiers: [{below: 9%, fixed: 5}, {over: -1, fixed: 5}], repeats: {from: 2, "
                "extra: 1}, "
                "each: occurrence"),
         "contract.yaml:18:63: error: 'below' goes only with 'for' [key-alone]\n"
         "contract.yaml:18:85: error: 'over' takes 0 or more, found '-1' [wrong-value]\n"
         "contract.yaml:18:85: error: 'over' cannot stand beside 'below' [keys-clash]\n"
         "contract.yaml:18:110: error: 'repeats' cannot stand beside 'over' [keys-clash]\n"},
        {DEDUCT("for_each: t1, tiers: [{over: 3, fixed: 5}, {over: 2, fixed: 9}]"),
         "contract.yaml:18:83: error: tier 'over 2' does not lie beyond 'over 3', the one before it "
         "[tier-order]\n"},
        {DEDUCT(
             "for: k1, points: 0, repeats: {from: 1, times: 0, extra: 0, within: week}, every: month, each: "
             "period"),
         "contract.yaml:18:4: error: key 'point_value' is missing in deduction [missing-key]\n"
         "contract.yaml:18:50: error: 'points' must be more than 0 [not-positive]\n"
         "contract.yaml:18:62: error: exactly one of these keys is needed: times, extra; found: times, extra "
         "[one-of]\n"
         "contract.yaml:18:69: error: 'from' takes 2 or more, found '1' [wrong-value]\n"
         "contract.yaml:18:79: error: 'times' must be more than 0 [not-positive]\n"
         "contract.yaml:18:89: error: 'extra' must be more than 0 [not-positive]\n"
         "contract.yaml:18:100: error: 'within' takes month, quarter, half, year or term, found 'week' "
         "[wrong-value]\n"
         "contract.yaml:18:114: error: 'every' goes only with 'for_each' [key-alone]\n"
         "contract.yaml:18:127: error: 'each: period' goes only with 'for_each' [key-alone]\n"},
        {DEDUCT("for_each: t1, fixed: 5, point_value: 5, repeats: {from: 2, times: 2, within: month}, each: "
                "period"),
         "contract.yaml:18:70: error: 'point_value' goes only with 'points' [key-alone]\n"
         "contract.yaml:18:110: error: repeats 'within: month', yet misses are counted by the quarter "
         "[repeats-within]\n"
         "contract.yaml:18:124: error: 'each: period' goes only with 'tiers' [key-alone]\n"},
        {BASE "checks:\n - {id: c1, name: n, clause: A, on: incident, require: x}\n"
              "kpis:\n - " KPI "\ndeductions:\n - {" HEAD "for_each: c1, per_hour_late: 0, period_cap: x}\n"
              " - {id: r2, name: n, clause: A, for: k1, per_hour_late: 5, of: amount}\n",
         "contract.yaml:18:43: error: 'per_hour_late' goes only with 'targets' [key-alone]\n"
         "contract.yaml:18:62: error: 'per_hour_late' must be more than 0 [not-positive]\n"
         "contract.yaml:18:77: error: 'period_cap' takes a percentage of the amount such as 10%, or a sum in "
         "yuan, "
         "found 'x' [wrong-value]\n"
         "contract.yaml:19:57: error: 'per_hour_late' goes only with 'for_each' [key-alone]\n"
         "contract.yaml:19:64: error: 'of' cannot stand beside 'per_hour_late' [keys-clash]\n"},
        {BASE "payments:\n"
              " - {id: a, name: n, clause: A, percent: 33.333, due: {at: end}}\n"
              " - {id: b, name: n, clause: A, percent: 66.667, due: {at: end}, requires: [a, activty]}\n"
              " - {id: c, name: n, clause: A, percent: 0.001, due: {at: end}}\n"
              " - {id: d, name: n, clause: A, percent: 50, due: {at: end}}\n",
         "contract.yaml:15:79: error: no rule, record type or template is called 'activty'; did you mean "
         "'activity'? "
         "[unknown-name]\n"
         "contract.yaml:16:41: error: payments add up to 100.001% of the amount [payments-sum]\n"},
        {BASE "payments:\n"
              " - {id: a, name: n, clause: A, amount: 600, due: {at: end}}\n"
              " - {id: b, name: n, clause: A, amount: 400.01, due: {at: end}}\n"
              " - {id: c, name: n, clause: A, amount: 4, percent: 5, due: {at: end}}\n",
         "contract.yaml:15:40: error: payments add up to more than the amount of 1,000.00 [payments-amount]\n"
         "contract.yaml:16:4: error: exactly one of these keys is needed: percent, amount; found: percent, "
         "amount "
         "[one-of]\n"},
        {BASE "payments:\n"
              " - {id: a, name: n, clause: A, amount: 500, due: {at: end}}\n"
              " - {id: b, name: n, clause: A, percent: 50, due: {at: end}}\n"
              " - {id: c, name: n, clause: A, percent: 0.01, due: {at: end}}\n",
         "contract.yaml:16:41: error: payments add up to more than the amount of 1,000.00 "
         "[payments-amount]\n"},
    };
    EXPECT_FAULTS(cases);
}

static void test_clause_faults(void **state) {
    (void)state;
    static const struct fault_case cases[] = {
        {BASE
         "  - {id: B, text: y}\n  - {id: C, text: y, covered_by: []}\n  - {id: D, text: y, not_judged: ''}\n",
         "contract.yaml:13:10: error: clause 'B' is neither covered nor marked not_judged [clause-open]\n"
         "contract.yaml:14:10: error: clause 'C' is neither covered nor marked not_judged [clause-open]\n"
         "contract.yaml:15:10: error: clause 'D' is neither covered nor marked not_judged [clause-open]\n"},
        {BASE "  - {id: B, text: y, covered_by: [incident, t2], not_judged: why}\n  - {id: C, text: y, "
              "not_judged: why}\n"
              "targets:\n - {id: t1, name: n, clause: [C], on: incident, from: a, to: b, within: 2h}\n",
         "contract.yaml:13:45: error: no rule, record type or template is called 't2'; did you mean 't1'? "
         "[unknown-name]\n"
         "contract.yaml:13:62: error: clause 'B' is marked not_judged, yet 'incident' covers it "
         "[clause-both]\n"
         "contract.yaml:14:34: error: clause 'C' is marked not_judged, yet 't1' covers it [clause-both]\n"},
        {BASE "  - {id: B, text: y}\ndocuments:\n - {template: annual-record, clause: B}\n", ""},
    };
    EXPECT_FAULTS(cases);
}

static void test_missing_file(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct diags *d = diags_new(a, LANG_EN);
    assert_null(contract_load(a, d, S("/tmp/lvyue-no-such-folder")));
    assert_int_equal(diags_count_of(d, DIAG_FILE_MISSING), 1);
    arena_free(a);
}

/* 20,000 rules that all name unknown things must not cost the square of it. */
static void test_hostile_size(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct sb b = {.a = a};
    sb_addz(&b, BASE "kpis:\n");
    for (int i = 0; i < 15000; i++)
        sb_fmt(&b, " - {id: rule-number-%d, met: [unknown-%d]}\n", i % 14000, i);
    struct loading l = load_text(sb_str(&b));
    assert_int_equal(diags_count_of(l.d, DIAG_NAME_UNKNOWN), 15000);
    assert_int_equal(diags_count_of(l.d, DIAG_ID_TWICE), 1000);
    arena_free(l.a);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_is_clean),   cmocka_unit_test(test_head_faults),
        cmocka_unit_test(test_calendar_faults), cmocka_unit_test(test_records_faults),
        cmocka_unit_test(test_method_faults),   cmocka_unit_test(test_id_faults),
        cmocka_unit_test(test_judged_faults),   cmocka_unit_test(test_due_faults),
        cmocka_unit_test(test_money_faults),    cmocka_unit_test(test_clause_faults),
        cmocka_unit_test(test_missing_file),    cmocka_unit_test(test_hostile_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
