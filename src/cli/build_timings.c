#include "cli/build_timings.h"

struct row {
    str name;
    size_t n;
    int64_t ns[PHASE__MAX];
};

static double ms(int64_t ns) {
    return (double)ns / 1e6;
}

/* Rows in the order of the plan: the templates of a contract are few. */
static struct row *row_of(struct row *rows, size_t *n, str name) {
    for (size_t i = 0; i < *n; i++)
        if (str_eq(rows[i].name, name))
            return &rows[i];
    rows[*n].name = name;
    return &rows[(*n)++];
}

void build_timings_print(const struct build *b, const struct plan *plan, FILE *to) {
    static const char *const phases[] = {
        [JOB_PHASE_READ] = "read",     [JOB_PHASE_INGEST] = "ingest",   [JOB_PHASE_CHECK] = "check",
        [JOB_PHASE_ASSESS] = "assess", [JOB_PHASE_FIGURES] = "figures", [JOB_PHASE_FONTS] = "fonts",
        [JOB_PHASE_BUILD] = "build",   [JOB_PHASE_COMMIT] = "commit"};
    struct job *j = b->j;
    struct row *rows = ARENA_ARRAY(j->a, struct row, plan->n + 1);
    size_t n = 0;
    int64_t all = 0;
    for (int i = 0; i < JOB_PHASE__MAX; all += j->ns[i], i++)
        fprintf(to, "%10.1f ms  %s\n", ms(j->ns[i]), phases[i]);
    fprintf(to, "%10.1f ms  all, %zu processes\n", ms(all), b->jobs);
    for (size_t i = 0; i < plan->n; i++) {
        struct row *r = row_of(rows, &n, plan->at[i].doc->template.v);
        r->n++;
        for (int k = 0; k < PHASE__MAX; k++)
            r->ns[k] += b->times[i].ns[k];
    }
    fprintf(to, "%10s %10s %10s %10s %6s  template (ms)\n", "template", "queries", "pages", "workbook",
            "made");
    for (size_t i = 0; i < n; i++) {
        for (int k = 0; k < PHASE__MAX; k++)
            fprintf(to, "%10.1f ", ms(rows[i].ns[k]));
        fprintf(to, "%6zu  %.*s\n", rows[i].n, STR_ARG(rows[i].name));
    }
}
