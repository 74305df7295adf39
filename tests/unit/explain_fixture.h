/* explain_fixture.h - accounts of figures over a small contract: asked, told, and held against the verdict. "Today" is
 * 2025-06-30 unless a test says otherwise; the office calendar is 08:00-12:00 and 13:30-18:00. */
#ifndef EXPLAIN_FIXTURE_H
#define EXPLAIN_FIXTURE_H

#include "assess_fixture.h"

#include "explain/explain.h"
#include "explain/tell.h"

#define INCIDENTS "id,system,level,title,reported_at,responded_at,restored_at,impact,duplicate_of\n"
#define EVENTS "incident,kind,at,reason,level_from,level_to,agreed_by,evidence\n"
#define EXCLUSIONS "id,kind,system,incident,from_at,to_at,cause,approved_by,evidence\n"
#define MET "\"outcome\": \"met\""

static const char office[] =
    "targets:\n"
    "  - {id: t, name: 恢复, clause: c1, on: incident, from: reported_at, to: restored_at,\n"
    "     within: 4h, clock: office, pause: [waiting_customer]}\n";

struct asked {
    struct judged *x;
    struct diags *d; /* what explain said */
};

static struct asked ask_on(const char *on, const char *rules, const char *const *files) {
    struct judged *x = judged_run(on, rules, files);
    struct holidays *h = holidays_load(x->a, x->d, repository_file(x->a, "data/holidays-cn.yaml"));
    assert_true(store_describe(x->store, x->contract, h, NULL, 0, &x->f));
    return (struct asked){x, diags_new(x->a, LANG_EN)};
}

static struct asked ask(const char *rules, const char *incidents, const char *events,
                        const char *exclusions) {
    const char *files[7] = {"records/incident.csv", incidents};
    size_t n = 2;
    if (events) {
        files[n++] = "records/event.csv";
        files[n++] = events;
    }
    if (exclusions) {
        files[n++] = "records/exclusion.csv";
        files[n++] = exclusions;
    }
    return ask_on("2025-06-30", rules, files);
}

/* codes: one a line. */
static const char *told(const struct asked *q, const char *codes, bool json, enum lang lang) {
    struct judged *x = q->x;
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    struct explain e = {.a = x->a,
                        .d = q->d,
                        .lang = lang,
                        .store = x->store,
                        .contract = x->contract,
                        .calendars = x->calendars,
                        .on = store_on(x->store),
                        .out = out,
                        .json = json};
    e.holidays = holidays_load(x->a, x->d, repository_file(x->a, "data/holidays-cn.yaml"));
    if (strchr(codes, '\n'))
        explain_lines(&e, source_new(x->a, S("codes"), str_from(codes)));
    else
        explain_figure(&e, str_from(codes), file_place(S("FIGURE")));
    fclose(out);
    const char *kept = str_z(x->a, (str){text, n});
    free(text);
    return kept;
}

static void need(const char *text, const char *wanted) {
    if (!strstr(text, wanted))
        fail_msg("not told: %s\nin: %s", wanted, text);
}

static void need_not(const char *text, const char *unwanted) {
    if (strstr(text, unwanted))
        fail_msg("told: %s\nin: %s", unwanted, text);
}

/* The account in JSON, which must agree with the verdict. */
static const char *json(const struct asked *q, const char *code) {
    const char *text = told(q, code, true, LANG_EN);
    need(text, "\"agrees\": true");
    return text;
}

static void done(struct asked *q) {
    assert_int_equal(diags_errors(q->d), 0);
    judged_close(q->x);
}

#endif
