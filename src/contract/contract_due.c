/* contract_due.c - when something is due: limits on a calendar, or a day of the term. */
#include "contract/contract_checks.h"

static bool is_always(sval clock) {
    return str_eqz(clock.v, "always");
}

void check_clock(struct checker *k, sval *clock, const struct limit *within) {
    if (!clock->v.p)
        *clock = (sval){.v = S("always")};
    else
        names_resolve(&k->names, k->a, k->d, THING_CALENDAR, *clock);
    if (within->unit == LIMIT_NEXT_OPENING && is_always(*clock))
        diag0(k->d, DIAG_NEXT_OPENING, span_place(within->at));
}

/* "50% of term" */
static bool share_of_term(str s, struct dec *percent) {
    str rest = str_trim(s), share;
    if (!str_ends(rest, S("of term")) || !str_cut(&rest, '%', &share) || !str_eqz(str_trim(rest), "of term"))
        return false;
    return dec_parse_percent(str_trim(share), percent) && dec_cmp(*percent, (struct dec){0, 0}) >= 0 &&
           dec_cmp(*percent, (struct dec){100, 0}) <= 0;
}

static int64_t power_of_ten(int n) {
    int64_t p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

/* The share of the days after the first one, cut: at most 100 * 10^scale * 11000 days, which fits as
 * long as the scale is at most 12. */
static int32_t days_of_share(int32_t days, struct dec percent) {
    return (int32_t)(percent.m * days / (100 * power_of_ten(percent.scale)));
}

bool contract_due_day(const struct contract *c, str at_text, int32_t *day) {
    struct dec percent;
    str s = str_trim(at_text);
    if (str_eqz(s, "start"))
        *day = c->term.from;
    else if (str_eqz(s, "end"))
        *day = c->term.to - 1;
    else if (share_of_term(s, &percent))
        *day = c->term.from + days_of_share(c->term.to - 1 - c->term.from, percent);
    else
        return day_parse(s, day);
    return true;
}

static bool is_record_column(str s) {
    ptrdiff_t dot = str_find(s, S("."));
    return dot > 0 && (size_t)dot + 1 < s.n && str_find(str_slice(s, (size_t)dot + 1, s.n), S(".")) < 0;
}

static bool is_contract_day(str s) {
    return str_eqz(s, "signed") || str_eqz(s, "from") || str_eqz(s, "to");
}

static void check_after(struct checker *k, struct due *due, enum due_of of) {
    static const char en_periods[] = "period, or a record's column such as inspection.finished_at";
    static const char zh_periods[] = "period，或记录的列，如 inspection.finished_at";
    static const char en_days[] = "signed, from, to, or a record's column such as submission.accepted_at";
    static const char zh_days[] = "signed、from、to，或记录的列，如 submission.accepted_at";
    static const char en_record[] = "a column of the record such as incident.restored_at";
    static const char zh_record[] = "该记录的列，如 incident.restored_at";
    str after = due->after.v;
    if (is_record_column(after))
        return;
    if (of == DUE_OF_PERIODS && !str_eqz(after, "period"))
        fault_value(k, "after", due->after, en_periods, zh_periods);
    else if (of == DUE_OF_RECORD)
        fault_value(k, "after", due->after, en_record, zh_record);
    else if ((of == DUE_OF_CONTRACT || of == DUE_OF_PAYMENT) && !is_contract_day(after))
        fault_value(k, "after", due->after, en_days, zh_days);
}

void check_due(struct checker *k, struct due *due, enum due_of of) {
    static const char *const keys[] = {"within", "at"};
    const bool given[] = {due->within.at.src != NULL, due->at_text.v.p != NULL};
    int32_t day;
    if (!due->at.src)
        return;
    check_one_of(k, due->at, keys, given, 2);
    check_clock(k, &due->clock, &due->within);
    if (due->where.v.p && !is_record_column(due->after.v))
        fault_only_with(k, due->where.at, "where", "after: record.column");
    if (given[1]) {
        if (of != DUE_OF_PAYMENT && of != DUE_OF_CONTRACT)
            fault_only_with(k, due->at_text.at, "at", "payments");
        if (!contract_due_day(k->c, due->at_text.v, &day))
            fault_value(k, "at", due->at_text, "start, end, 50% of term, or a date such as 2025-06-30",
                        "start、end、50% of term，或日期，如 2025-06-30");
        if (due->after.v.p)
            fault_clash(k, due->after.at, "after", "at");
        return;
    }
    if (!due->after.v.p && of == DUE_OF_PERIODS)
        due->after = (sval){.v = S("period")};
    if (due->after.v.p)
        check_after(k, due, of);
    else if (given[0])
        diag2(k->d, DIAG_KEY_MISSING, span_place(due->at), S("after"), S("due"));
}
