/* Outages and availability against one byte per system and minute of a year: overlapping and touching outages, exclusions of
 * a system, of all systems and of one incident, incomplete ones, reopened and unended outages, workarounds, two calendars,
 * KPIs over one system and over several, by day and by month. Every figure of every period and every row of `outage` is
 * compared. The minutes are marked and counted; nothing of src/assess or src/calendar takes part. */
#include "random_case.h"

enum { OUTAGES = 260, EXCLUSIONS = 70, SYSTEMS = 3, YEAR_MINUTES = 365 * 1440 };
static const char *const system_names[SYSTEMS] = {"pacs", "ris", "his"}; /* the first two are critical */

enum unknown { SEPARATE, DOWN, UP };
struct setting {
    enum unknown unknown;
    bool agreed, workaround; /* availability.total: agreed; workaround_restores: yes */
    int month, day;          /* today */
    uint64_t seed;
};
static const struct setting settings[] = {
    {SEPARATE, false, true, 12, 31, 21}, {DOWN, true, true, 12, 31, 22},  {UP, false, false, 12, 31, 23},
    {SEPARATE, true, false, 9, 30, 24},  {DOWN, false, false, 8, 15, 25}, {SEPARATE, false, true, 11, 11, 26},
};

struct measure { /* one KPI of the contract */
    const char *id, *every, *systems, *clock;
    unsigned mask; /* of systems */
};
static const struct measure measures[] = {
    {"day", "day", "critical", "always", 3},      {"office-day", "day", "all", "office", 7},
    {"his-day", "day", "his", "always", 4},       {"month", "month", "critical", "always", 3},
    {"pacs-month", "month", "pacs", "office", 1}, {"year", "year", "all", "always", 7},
};
enum { MEASURES = sizeof measures / sizeof *measures };

enum flag { GROSS = 1, NET = 2, UNKNOWN = 4, UNKNOWN_LEFT = 8, EXCLUDED = 16, OPEN_END = 32 };

struct outage_case {
    int system;
    int32_t reported, down_from, down_to, workaround, restored;
    int32_t restore[2], reopen[2];
    int n_reopened;
};
struct world {
    const struct setting *setting;
    struct dice dice;
    int32_t first, now; /* minutes since the start of 2023 */
    struct outage_case cases[OUTAGES];
    unsigned char *marks[SYSTEMS]; /* by minute of the year */
    unsigned char *named;          /* of one incident, by minute */
    int32_t named_from[OUTAGES], named_to[OUTAGES];
    struct oracle *always, *office;
    struct sb incidents, events, exclusions;
};

static int32_t any_minute(struct world *w) {
    return w->first + (int32_t)dice_throw(&w->dice, (uint32_t)(w->now - w->first));
}

static int32_t maybe(struct world *w, uint32_t percent, int32_t t) {
    return dice_chance(&w->dice, percent) && t < w->now ? t : NEVER;
}

/* Lengths that often make the next one touch or overlap. */
static int32_t length(struct world *w) {
    static const int32_t usual[] = {10, 60, 60, 240, 1440, 4000};
    return 1 + (int32_t)dice_throw(&w->dice, (uint32_t)usual[dice_throw(&w->dice, 6)]);
}

static void make_case(struct world *w, int i) {
    struct outage_case *x = &w->cases[i];
    bool near = i > 0 && dice_chance(&w->dice, 60);
    int32_t t = near ? w->cases[i - 1].reported + (int32_t)dice_throw(&w->dice, 200) : any_minute(w);
    *x = (struct outage_case){.system = near && dice_chance(&w->dice, 70)
                                            ? w->cases[i - 1].system
                                            : (int)dice_throw(&w->dice, SYSTEMS)};
    x->reported = t < w->now ? t : w->now - 1;
    int32_t end = x->reported + (dice_chance(&w->dice, 20) ? 60 : length(w));
    x->down_from = maybe(w, 50, x->reported - (int32_t)dice_throw(&w->dice, 30));
    if (x->down_from != NEVER && x->down_from < w->first)
        x->down_from = NEVER;
    x->restored = maybe(w, 90, end);
    x->down_to = maybe(w, 40, end - (int32_t)dice_throw(&w->dice, (uint32_t)(end - x->reported)));
    x->workaround = maybe(w, 20, x->reported + (int32_t)dice_throw(&w->dice, 100));
    x->n_reopened = dice_chance(&w->dice, 15) ? 1 + (int)dice_throw(&w->dice, 2) : 0;
    int32_t at = x->reported;
    for (int k = 0; k < x->n_reopened; k++) {
        x->restore[k] = at + 1 + (int32_t)dice_throw(&w->dice, 90);
        at = x->reopen[k] = x->restore[k] + (int32_t)dice_throw(&w->dice, 90);
        if (at >= w->now)
            x->n_reopened = k;
    }
    w->named_from[i] = w->named_to[i] = NEVER;
}

static void tell_case(struct world *w, int i) {
    const struct outage_case *x = &w->cases[i];
    const int32_t times[] = {x->reported, x->down_from, x->down_to, x->workaround, x->restored};
    sb_fmt(&w->incidents, "O%d,%s,outage,x", i, system_names[x->system]);
    for (int k = 0; k < 5; k++) {
        sb_char(&w->incidents, ',');
        add_time(&w->incidents, times[k], 0);
    }
    sb_char(&w->incidents, '\n');
    for (int k = 0; k < 2 * x->n_reopened; k++) {
        sb_fmt(&w->events, "O%d,%s,", i, k % 2 ? "reopen" : "restore");
        add_time(&w->events, k % 2 ? x->reopen[k / 2] : x->restore[k / 2], 0);
        sb_char(&w->events, '\n');
    }
}

/* Of a system, of all (3), or of an incident; a third of them lack something and excuse nothing. */
static void make_exclusion(struct world *w, int no) {
    bool complete = dice_chance(&w->dice, 67);
    int target = dice_chance(&w->dice, 30) ? (int)dice_throw(&w->dice, OUTAGES) : -1;
    unsigned system = dice_throw(&w->dice, SYSTEMS + 1);
    int32_t from =
        target >= 0 ? w->cases[target].reported + (int32_t)dice_throw(&w->dice, 60) : any_minute(w);
    if (target < 0 && dice_chance(&w->dice, 60))
        from = w->cases[dice_throw(&w->dice, OUTAGES)].reported - 20;
    int32_t to = from + length(w);
    if (target >= 0 && w->named_from[target] != NEVER)
        return;
    sb_fmt(&w->exclusions, "X%d,planned_maintenance,%s,", no,
           target >= 0 || system == SYSTEMS ? "" : system_names[system]);
    if (target >= 0)
        sb_fmt(&w->exclusions, "O%d", target);
    sb_char(&w->exclusions, ',');
    add_time(&w->exclusions, from, 0);
    sb_char(&w->exclusions, ',');
    add_time(&w->exclusions, to, 0);
    sb_addz(&w->exclusions, complete ? ",维护,示例,单\n" : ",维护,示例,\n");
    if (complete && target >= 0) {
        w->named_from[target] = from;
        w->named_to[target] = to;
    }
    for (unsigned s = 0; complete && target < 0 && s < SYSTEMS; s++)
        for (int32_t m = from; m < to && (system == SYSTEMS || s == system); m++)
            if (m >= w->first && m < w->first + YEAR_MINUTES)
                w->marks[s][m - w->first] |= EXCLUDED;
}

static void mark(struct world *w, int i, int32_t from, int32_t to, bool open) {
    unsigned char *marks = w->marks[w->cases[i].system];
    bool unknown = open && w->setting->unknown == SEPARATE;
    for (int32_t m = from; m < to; m++) {
        unsigned char *at = &marks[m - w->first];
        bool excused =
            (*at & EXCLUDED) || (w->named_from[i] != NEVER && m >= w->named_from[i] && m < w->named_to[i]);
        *at = (unsigned char)(*at | (unknown ? UNKNOWN : GROSS) | (open && !unknown ? OPEN_END : 0));
        if (!excused)
            *at = (unsigned char)(*at | (unknown ? UNKNOWN_LEFT : NET));
    }
}

/* From the first recorded of two columns to the first recorded of two others, or an earlier workaround; what came before the
 * last reopening was no end, and between restoration and reopening it was up. */
static void mark_case(struct world *w, int i) {
    const struct outage_case *x = &w->cases[i];
    int32_t from = x->down_from != NEVER ? x->down_from : x->reported;
    int32_t to = x->down_to != NEVER ? x->down_to : x->restored;
    if (w->setting->workaround && x->workaround != NEVER && (to == NEVER || x->workaround < to))
        to = x->workaround;
    if (x->n_reopened && to != NEVER && to < x->reopen[x->n_reopened - 1])
        to = NEVER;
    bool open = to == NEVER;
    int32_t end = open ? w->now : to;
    for (int k = 0; k < x->n_reopened; k++) {
        if (from < x->restore[k])
            mark(w, i, from, x->restore[k] < end ? x->restore[k] : end, false);
        from = x->reopen[k];
    }
    if (!open || w->setting->unknown != UP)
        mark(w, i, from, end, open);
}

/* -- counting ------------------------------------------------------------------------------------- */

struct figures {
    int64_t numerator, denominator, gross, excluded, unknown;
};

/* `down` in any of the systems, `excluded` from the total when it is in all of them. */
static struct figures count(const struct world *w, const struct measure *k, int32_t from, int32_t to) {
    const struct oracle *o = str_eqz(S("office"), k->clock) ? w->office : w->always;
    struct figures f = {0};
    for (int32_t m = from; m < to && m < w->now; m++) {
        unsigned any = 0, all = EXCLUDED;
        if (!o->open[m])
            continue;
        for (int s = 0; s < SYSTEMS; s++)
            if (k->mask >> s & 1) {
                any |= w->marks[s][m - w->first];
                all &= w->marks[s][m - w->first];
            }
        f.denominator += !(w->setting->agreed && all);
        f.gross += (any & GROSS) != 0;
        f.excluded += (any & GROSS) && !(any & NET);
        f.unknown += (any & UNKNOWN_LEFT) && !(any & NET);
        f.numerator -= (any & NET) != 0;
    }
    f.numerator += f.denominator;
    return f;
}

static void check_figures(const struct world *w, struct judged *x, int *seen) {
    struct stmt *q =
        stmt_new(x->store, "SELECT rule, period, numerator, denominator, gross_min, excluded_min, unknown_min"
                           " FROM kpi_result ORDER BY rowid");
    while (stmt_step(q)) {
        const struct measure *k = measures;
        struct period p;
        while (!str_eqz(stmt_text(q, 0), k->id))
            k++;
        assert_true(period_parse(x->contract->term, stmt_text(q, 1), &p));
        int32_t from = (int32_t)((day_start(p.from) - oracle_base()) / 60),
                to = (int32_t)((day_start(p.to) - oracle_base()) / 60);
        struct figures f = count(w, k, from, to);
        const int64_t expected[] = {f.numerator, f.denominator, f.gross, f.excluded, f.unknown};
        for (int i = 0; i < 5; i++)
            if (stmt_int(q, 2 + i) != expected[i])
                fail_msg("seed %d %s@%s, %s: counted %lld, engine %lld", (int)w->setting->seed, k->id,
                         p.label, str_z(x->a, stmt_column_name(q, 2 + i)), (long long)expected[i],
                         (long long)stmt_int(q, 2 + i));
        ++*seen;
    }
    stmt_free(q);
}

/* The rows of one watch, system by system: each run of minutes that are down. */
static void check_outages(const struct world *w, struct judged *x, const char *rule, const struct oracle *o,
                          int *seen) {
    struct stmt *q = stmt_new(x->store, "SELECT system, from_at, to_at, gross_min, excluded_min FROM outage"
                                        " WHERE instr(rule, ?1) AND gross_min IS NOT NULL ORDER BY rowid");
    static const int sorted[SYSTEMS] = {2, 0, 1}; /* his, pacs, ris */
    stmt_bind_text(q, 1, str_from(rule));
    for (int i = 0; i < SYSTEMS; i++) {
        const unsigned char *marks = w->marks[sorted[i]];
        for (int32_t m = 0; m < w->now - w->first; m++) {
            int32_t begin = m, gross = 0, excluded = 0;
            bool open_end = false;
            for (; m < w->now - w->first && (marks[m] & GROSS); m++) {
                gross += o->open[w->first + m];
                excluded += o->open[w->first + m] && !(marks[m] & NET);
                open_end = (marks[m] & OPEN_END) && m + 1 == w->now - w->first;
            }
            if (m == begin)
                continue;
            assert_true(stmt_step(q));
            int64_t end = open_end ? INT64_MIN : (int64_t)(w->first + m) * 60;
            if (!str_eqz(stmt_text(q, 0), system_names[sorted[i]]) ||
                column_seconds(q, 1) != (int64_t)(w->first + begin) * 60 || column_seconds(q, 2) != end ||
                stmt_int(q, 3) != gross || stmt_int(q, 4) != excluded)
                fail_msg(
                    "seed %d %s: counted %s minute %d for %d, %d and %d; engine %s %.*s to %.*s, %d and %d",
                    (int)w->setting->seed, rule, system_names[sorted[i]], begin, m - begin, gross, excluded,
                    str_z(x->a, stmt_text(q, 0)), STR_ARG(stmt_text(q, 1)), STR_ARG(stmt_text(q, 2)),
                    (int)stmt_int(q, 3), (int)stmt_int(q, 4));
            ++*seen;
        }
    }
    assert_false(stmt_step(q));
    stmt_free(q);
}

/* -- the same as a contract folder ---------------------------------------------------------------- */

static struct judged *judge(struct world *w, struct arena *a) {
    static const char *const unknown[] = {"separate", "down", "up"};
    struct sb b = {.a = a};
    char today[16];
    sb_fmt(&b, "method: {workaround_restores: %s, availability: {unknown: %s, total: %s}}\nkpis:\n",
           w->setting->workaround ? "yes" : "no", unknown[w->setting->unknown],
           w->setting->agreed ? "agreed" : "calendar");
    for (int i = 0; i < MEASURES; i++)
        sb_fmt(&b,
               "  - {id: %s, name: 可用率, clause: c1, every: %s, at_least: 99%%,\n"
               "     availability: {systems: %s, clock: %s, down: \"impact = 'outage'\"}}\n",
               measures[i].id, measures[i].every, measures[i].systems, measures[i].clock);
    const char *files[] = {"records/incident.csv",
                           str_z(a, sb_str(&w->incidents)),
                           "records/event.csv",
                           str_z(a, sb_str(&w->events)),
                           "records/exclusion.csv",
                           str_z(a, sb_str(&w->exclusions)),
                           NULL};
    snprintf(today, sizeof today, "2025-%02d-%02d", w->setting->month, w->setting->day);
    return judged_run(today, str_z(a, sb_str(&b)), files);
}

static void make_world(struct world *w, struct arena *a) {
    static const bool all[7] = {1, 1, 1, 1, 1, 1, 1}, week[7] = {1, 1, 1, 1, 1};
    static const struct oracle_hours day[] = {{0, 1440}}, office[] = {{480, 720}, {810, 1080}};
    w->incidents.a = w->events.a = w->exclusions.a = a;
    w->first = minute_of(2025, 1, 1, 0, 0);
    w->now = minute_of(2025, w->setting->month, w->setting->day, 0, 0) + 1440;
    w->always = oracle_new(all, false, day, 1);
    w->office = oracle_new(week, true, office, 2);
    for (int s = 0; s < SYSTEMS; s++)
        w->marks[s] = calloc(YEAR_MINUTES, 1);
    sb_addz(&w->incidents,
            "id,system,impact,title,reported_at,down_from,down_to,workaround_at,restored_at\n");
    sb_addz(&w->events, "incident,kind,at\n");
    sb_addz(&w->exclusions, "id,kind,system,incident,from_at,to_at,cause,approved_by,evidence\n");
    for (int i = 0; i < OUTAGES; i++)
        make_case(w, i);
    for (int i = 0; i < OUTAGES; i++)
        tell_case(w, i);
    for (int i = 0; i < EXCLUSIONS; i++)
        make_exclusion(w, i);
    for (int i = 0; i < OUTAGES; i++)
        mark_case(w, i);
}

static int run_setting(const struct setting *s) {
    struct arena *a = arena_new();
    struct world w = {.setting = s, .dice = {s->seed * UINT64_C(0x9E3779B97F4A7C15)}};
    int seen = 0;
    make_world(&w, a);
    struct judged *x = judge(&w, a);
    check_figures(&w, x, &seen);
    check_outages(&w, x, "year", w.always, &seen);
    check_outages(&w, x, "office-day", w.office, &seen);
    judged_close(x);
    free(w.always);
    free(w.office);
    for (int i = 0; i < SYSTEMS; i++)
        free(w.marks[i]);
    arena_free(a);
    return seen;
}

static void test_outages(void **unused) {
    (void)unused;
    int seen = 0;
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        seen += run_setting(&settings[i]);
    print_message("%d figures and outages counted\n", seen);
    assert_true(seen > 6000);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_outages)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
