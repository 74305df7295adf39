/* chart_states.c - a calendar of obligations: how each stands in each period.
 *
 * A row is one result; several in one cell (each working day of a month) are counted. The words are those of
 * obligation_result: its outcome, or its timing, which knows what was late from what is missing.
 */
#include "document/chart_points.h"

const char *const duty_words[DUTY__MAX] = {"按期", "逾期", "缺失", "未到期", "免责"};

static const struct {
    const char *word;
    enum duty duty;
} states[] = {
    {"met", DUTY_MET},          {"early", DUTY_MET},       {"on_time", DUTY_MET},
    {"late", DUTY_LATE},        {"missing", DUTY_MISSING}, {"missed", DUTY_MISSING},
    {"unproven", DUTY_MISSING}, {"pending", DUTY_PENDING}, {"exempt", DUTY_EXEMPT},
};
enum { STATES = sizeof states / sizeof *states };

static bool state_of(struct chart_reader *r, int col, sval name, enum duty *out) {
    struct arena *a = r->f->c->a;
    str word = points_label(r, col), known[STATES];
    for (size_t i = 0; i < STATES; i++) {
        known[i] = str_from(states[i].word);
        *out = states[i].duty;
        if (str_eq(word, known[i]))
            return true;
    }
    diag3(r->f->c->d, DIAG_CHART_STATE, span_place(name.at), name.v, schema_quote(a, word),
          schema_nearest_suffix(a, diags_lang(r->f->c->d), word, known, STATES));
    return false;
}

/* The number of results stands in the series as its value. */
static void add_state(struct chart_reader *r, size_t series, size_t label, enum duty duty) {
    struct points *p = &r->series[series];
    double *cell = &p->at.at[label];
    while (p->duties.n <= label)
        VEC_PUSH(r->f->c->a, &p->duties, (struct duty_count){{0}});
    *cell = *cell > 0 ? *cell + 1 : 1;
    p->duties.at[label].of[duty]++;
}

bool points_read_states(struct chart_reader *r, sval x, sval by, sval state) {
    int label = points_column(r, x), series = points_column(r, by), word = points_column(r, state);
    bool ok = label >= 0 && series >= 0 && word >= 0;
    while (ok && stmt_step(r->q.stmt)) {
        enum duty duty;
        ptrdiff_t i = points_label_index(r, points_label(r, label));
        ptrdiff_t k = i < 0 ? -1 : points_series_index(r, points_label(r, series));
        bool empty = stmt_value(r->q.stmt, word).kind == VALUE_NULL; /* a period in which nothing is due */
        ok = k >= 0 && (empty || state_of(r, word, state, &duty));
        if (ok && !empty)
            add_state(r, (size_t)k, (size_t)i, duty);
    }
    return ok;
}
